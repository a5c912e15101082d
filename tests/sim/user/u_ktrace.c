/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ktrace(2) against all that a traced process does meanwhile: it makes calls in
 * two threads, forks, ends or is killed, while another sets and clears its
 * trace points and moves it from file to file.  A file consists of whole
 * records, and what a thread says is in it in order.  In the file of a process
 * that nobody else touches nothing is missing.
 */

#include <sys/ktrace.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	NSAID		6
#define	NCHANGES	8
#define	FACS		(KTRFAC_USER | KTRFAC_SYSCALL | KTRFAC_SYSRET | \
			    KTRFAC_PROCCTOR | KTRFAC_PROCDTOR)

/* What utrace(2) is given: the n-th word of a thread. */
struct said {
	int	s_pid;
	int	s_thread;
	int	s_n;
};

static char trace[65536];
static const char *const files[] = { "/tmp/a", "/tmp/b" };

static void
say(int thread, int n)
{
	struct said s = { getpid(), thread, n };

	CHECK(utrace(&s, sizeof(s)) == 0);
}

static void *
talker(void *arg)
{
	int i;

	for (i = 0; i < NSAID; i++)
		say(1, i);
	return (arg);
}

/* Two threads that talk; one has a child now and then, which says a word. */
static void
talk(void)
{
	pthread_t thread;
	pid_t pid;
	int i;

	CHECK(pthread_create(&thread, NULL, talker, NULL) == 0);
	for (i = 0; i < NSAID; i++) {
		say(0, i);
		if (i % 3 != 0)
			continue;
		pid = fork();
		CHECK(pid >= 0);
		if (pid == 0) {
			say(0, 0);
			_exit(0);
		}
		wait_ok(pid);
	}
	CHECK(pthread_join(thread, NULL) == 0);
}

static void
file_new(const char *path)
{
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	CHECK(fd >= 0 && close(fd) == 0);
}

/* Change how pid, which may be gone, is traced. */
static void
change(pid_t pid)
{
	const char *file = files[sim_random(2)];
	int error;

	switch (sim_random(4)) {
	case 0:
		error = ktrace(file, KTROP_SET | KTRFLAG_DESCEND,
		    FACS | KTRFAC_INHERIT, pid);
		break;
	case 1:
		error = ktrace(file, KTROP_SET, FACS, pid);
		break;
	case 2:
		error = ktrace(NULL, KTROP_CLEAR | KTRFLAG_DESCEND, FACS, pid);
		break;
	default:
		error = ktrace(file, KTROP_CLEARFILE, 0, 0);
	}
	CHECK(error == 0 || errno == ESRCH);
}

/*
 * The records of a file: how many words, and how many processes began and ended
 * there.
 */
static void
file_check(const char *path, int *wordsp, int *beganp, int *endedp)
{
	static struct said last[64];
	struct ktr_header h;
	struct said s;
	ssize_t len, off;
	int fd, i, nlast = 0;

	fd = open(path, O_RDONLY);
	CHECK(fd >= 0);
	len = read(fd, trace, sizeof(trace));
	CHECK(len >= 0 && len < (ssize_t)sizeof(trace));
	CHECK(close(fd) == 0);
	*wordsp = *beganp = *endedp = 0;
	for (off = 0; off < len; off += h.ktr_len) {
		CHECK(len - off >= (ssize_t)sizeof(h));
		memcpy(&h, trace + off, sizeof(h));
		off += (ssize_t)sizeof(h);
		CHECK(h.ktr_version == KTR_VERSION);
		CHECK(len - off >= (ssize_t)h.ktr_len);
		CHECK(h.ktr_dropped == 0);
		CHECK((1 << h.ktr_type & FACS) != 0);
		*beganp += h.ktr_type == KTR_PROCCTOR;
		*endedp += h.ktr_type == KTR_PROCDTOR;
		if (h.ktr_type != KTR_USER)
			continue;
		CHECK(h.ktr_len == sizeof(s));
		memcpy(&s, trace + off, sizeof(s));
		CHECK(s.s_pid == h.ktr_pid);
		for (i = 0; i < nlast; i++)
			if (last[i].s_pid == s.s_pid &&
			    last[i].s_thread == s.s_thread)
				break;
		CHECK(i < (int)(sizeof(last) / sizeof(last[0])));
		if (i == nlast)
			nlast++;
		else
			CHECK(last[i].s_n < s.s_n);
		last[i] = s;
		++*wordsp;
	}
}

int
sim_main(void)
{
	int began, ended, i, status, words;
	pid_t changed, whole;

	for (i = 0; i < 2; i++)
		file_new(files[i]);
	file_new("/tmp/whole");
	whole = fork();
	CHECK(whole >= 0);
	if (whole == 0) {
		CHECK(ktrace("/tmp/whole", KTROP_SET, FACS | KTRFAC_INHERIT,
		    getpid()) == 0);
		talk();
		_exit(0);
	}
	changed = fork();
	CHECK(changed >= 0);
	if (changed == 0) {
		talk();
		_exit(0);
	}
	for (i = 0; i < NCHANGES; i++) {
		change(changed);
		if (sim_random(2) == 0)
			(void)sched_yield();
	}
	if (sim_random(4) == 0)
		CHECK(kill(changed, SIGKILL) == 0);
	CHECK(waitpid(changed, &status, 0) == changed);
	CHECK(status == 0 || (WIFSIGNALED(status) &&
	    WTERMSIG(status) == SIGKILL));
	wait_ok(whole);
	for (i = 0; i < 2; i++) {
		file_check(files[i], &words, &began, &ended);
		CHECK(unlink(files[i]) == 0);
	}
	file_check("/tmp/whole", &words, &began, &ended);
	CHECK(words == 2 * NSAID + 2 && began == 3 && ended == 3);
	CHECK(unlink("/tmp/whole") == 0);
	return (0);
}
