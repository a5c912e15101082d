/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Commands that vmagent(8) runs.
 *
 * Each is the leader of a session of its own, so that a time limit, or the end
 * of the command, takes everything with it that it started and that did not
 * leave the session.  EXIT is sent after the command has ended, the rest of its
 * session is killed, and what had been written by then was sent; so a process
 * left in the background cannot hold a job open through its descriptors.
 */

#include <sys/types.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vmagent.h"

struct job {
	bool		 j_used;
	u_int		 j_id;
	pid_t		 j_pid;		/* also its session */
	int		 j_in;		/* our ends of its pipes, or -1 */
	int		 j_out;
	int		 j_err;
	char		*j_input;	/* not yet written: WINDOW_MAX bytes */
	size_t		 j_inputlen;
	bool		 j_inputend;	/* nothing more will come */
	bool		 j_timed;
	bool		 j_timedout;
	struct timespec	 j_deadline;
};

struct spec {
	uint32_t	 s_flags;
	uint32_t	 s_seconds;
	uid_t		 s_uid;
	gid_t		 s_gid;
	const char	*s_cwd;
	char		**s_argv;
	char		**s_env;
};

static struct job	jobs[JOBS_MAX];

static void	job_child(const struct spec *, const int[3]) __dead2;
static int	job_drain(struct job *, int *, int);
static struct job *job_find(u_int);
static void	job_finish(struct job *, int);
static void	job_flush_input(struct job *);
static int	job_pipes(int[3], int[3]);
static void	session_kill(pid_t, int);

static struct job *
job_find(u_int id)
{
	size_t i;

	for (i = 0; i < JOBS_MAX; i++)
		if (jobs[i].j_used && jobs[i].j_id == id)
			return (&jobs[i]);
	return (NULL);
}

/* Read a vector of n strings; NULL when there is no memory. */
static char **
payload_vector(struct payload *p, u_int n)
{
	char **v;
	u_int i;

	if ((v = calloc((size_t)n + 1, sizeof(*v))) == NULL)
		return (NULL);
	for (i = 0; i < n; i++)
		v[i] = __DECONST(char *, payload_string(p));
	return (v);
}

/*
 * Three pipes: the child's ends in theirs, ours in ours; ours do not block.
 */
static int
job_pipes(int ours[3], int theirs[3])
{
	int fds[2], i;

	for (i = 0; i < 3; i++) {
		if (pipe2(fds, O_CLOEXEC) == -1) {
			while (--i >= 0) {
				(void)close(ours[i]);
				(void)close(theirs[i]);
			}
			return (errno);
		}
		ours[i] = fds[i == 0 ? 1 : 0];
		theirs[i] = fds[i == 0 ? 0 : 1];
		(void)fcntl(ours[i], F_SETFL, O_NONBLOCK);
	}
	return (0);
}

/* The new process: put everything in place and become the command. */
static void
job_child(const struct spec *s, const int fds[3])
{
	sigset_t none;
	int fd, i;

	(void)setsid();
	/* rc started us in the background: HUP, INT and QUIT are ignored. */
	(void)signal(SIGHUP, SIG_DFL);
	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGQUIT, SIG_DFL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGCHLD, SIG_DFL);
	for (i = 0; i < 3; i++) {
		fd = fds[i];
		if (i == 0 && (s->s_flags & RUN_INPUT) == 0)
			fd = open("/dev/null", O_RDONLY);
		if (dup2(fd, i) == -1)
			_exit(126);
	}
	(void)close_range(3, ~0U, 0);
	environ = s->s_env;
	if (chdir(s->s_cwd) == -1)
		err(126, "%s", s->s_cwd);
	if (s->s_uid != 0 && (setgroups(1, &s->s_gid) == -1 ||
	    setgid(s->s_gid) == -1 || setuid(s->s_uid) == -1))
		err(126, "uid %u", s->s_uid);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)execvp(s->s_argv[0], s->s_argv);
	err(errno == ENOENT ? 127 : 126, "%s", s->s_argv[0]);
}

/* RUN: start a command. */
void
job_run(u_int id, struct payload *p)
{
	struct job *j = NULL;
	struct spec s;
	int error = 0, ours[3], theirs[3];
	u_int argc, envc, i;

	s.s_flags = payload_u32(p);
	s.s_seconds = payload_u32(p);
	s.s_uid = payload_u32(p);
	s.s_gid = payload_u32(p);
	argc = payload_u16(p);
	envc = payload_u16(p);
	s.s_cwd = payload_string(p);
	s.s_argv = payload_vector(p, argc);
	s.s_env = payload_vector(p, envc);
	for (i = 0; i < JOBS_MAX && j == NULL; i++)
		if (!jobs[i].j_used)
			j = &jobs[i];
	if (s.s_argv == NULL || s.s_env == NULL)
		error = ENOMEM;
	else if (p->p_bad || argc == 0 || job_find(id) != NULL)
		error = EINVAL;
	else if (j == NULL)
		error = EAGAIN;
	else if ((error = job_pipes(ours, theirs)) == 0) {
		memset(j, 0, sizeof(*j));
		if ((j->j_input = malloc(WINDOW_MAX)) == NULL)
			error = ENOMEM;
		else if ((j->j_pid = fork()) == -1)
			error = errno;
		else if (j->j_pid == 0)
			job_child(&s, theirs);
		for (i = 0; i < 3; i++) {
			(void)close(theirs[i]);
			if (error != 0)
				(void)close(ours[i]);
		}
		if (error != 0)
			free(j->j_input);
	}
	free(s.s_argv);
	free(s.s_env);
	if (error != 0) {
		frame_send_status(id, error);
		return;
	}
	j->j_used = true;
	j->j_id = id;
	j->j_in = ours[0];
	j->j_out = ours[1];
	j->j_err = ours[2];
	if ((s.s_flags & RUN_INPUT) == 0) {
		(void)close(j->j_in);
		j->j_in = -1;
	}
	if (s.s_seconds != 0) {
		(void)clock_gettime(CLOCK_MONOTONIC, &j->j_deadline);
		j->j_deadline.tv_sec += s.s_seconds;
		j->j_timed = true;
	}
}

/* INPUT: bytes for a job's standard input. */
void
job_input(u_int id, struct payload *p)
{
	struct job *j = job_find(id);
	size_t len = (size_t)(p->p_end - p->p_next);

	if (j == NULL)
		return;
	if (len == 0)
		j->j_inputend = true;
	else if (j->j_in == -1)
		frame_send_u32(id, FRAME_WINDOW, (uint32_t)len);
	else if (len > WINDOW_MAX - j->j_inputlen)
		errx(1, "the host disregards the window");
	else {
		memcpy(j->j_input + j->j_inputlen, p->p_next, len);
		j->j_inputlen += len;
	}
	job_flush_input(j);
}

/* Write what the pipe takes of the input; give the host its room back. */
static void
job_flush_input(struct job *j)
{
	ssize_t n;

	if (j->j_in == -1)
		return;
	while (j->j_inputlen > 0) {
		n = write(j->j_in, j->j_input, j->j_inputlen);
		if (n == -1) {
			if (errno == EAGAIN || errno == EINTR)
				return;
			/* Nobody reads it: swallow all that comes. */
			n = (ssize_t)j->j_inputlen;
			(void)close(j->j_in);
			j->j_in = -1;
		}
		j->j_inputlen -= (size_t)n;
		memmove(j->j_input, j->j_input + n, j->j_inputlen);
		frame_send_u32(j->j_id, FRAME_WINDOW, (uint32_t)n);
	}
	if (j->j_inputend && j->j_in != -1) {
		(void)close(j->j_in);
		j->j_in = -1;
	}
}

/* KILL: a signal to all of the job's session. */
void
job_kill(u_int id, struct payload *p)
{
	struct job *j = job_find(id);
	uint32_t sig = payload_u32(p);

	if (j != NULL && !p->p_bad && sig < NSIG)
		session_kill(j->j_pid, (int)sig);
}

/*
 * Signal every process of a session.  The list is a snapshot, so it is taken
 * again until it has stopped growing; a process that forks as fast as this
 * loop turns is left to the end of the machine.
 */
static void
session_kill(pid_t sid, int sig)
{
	const int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_SESSION, sid };
	const struct kinfo_proc *ki;
	char *buf, *at;
	size_t len, n, seen = 0;
	int round;

	(void)kill(-sid, sig);
	for (round = 0; round < 8; round++) {
		len = 0;
		if (sysctl(mib, 4, NULL, &len, NULL, 0) == -1 || len == 0)
			return;
		len += 16 * sizeof(*ki);
		if ((buf = malloc(len)) == NULL)
			return;
		if (sysctl(mib, 4, buf, &len, NULL, 0) == -1)
			len = 0;
		n = 0;
		for (at = buf; at + sizeof(*ki) <= buf + len;
		    at += ki->ki_structsize) {
			ki = (const struct kinfo_proc *)(const void *)at;
			if (ki->ki_structsize <= 0)
				break;
			if (ki->ki_pid != sid) {
				(void)kill(ki->ki_pid, sig);
				n++;
			}
		}
		free(buf);
		if (n <= seen || sig != SIGKILL)
			return;
		seen = n;
	}
}

/*
 * Fill in what to poll for the jobs, three entries each, and lower *timeoutp,
 * in milliseconds, to the next deadline.
 */
nfds_t
job_pollfds(struct pollfd *fds, int *timeoutp)
{
	struct timespec now;
	struct job *j;
	long ms;
	nfds_t n;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	for (n = 0, j = jobs; j < jobs + JOBS_MAX; j++, n += 3) {
		fds[n].fd = j->j_used && j->j_inputlen > 0 ? j->j_in : -1;
		fds[n].events = POLLOUT;
		fds[n + 1].fd = j->j_used ? j->j_out : -1;
		fds[n + 1].events = POLLIN;
		fds[n + 2].fd = j->j_used ? j->j_err : -1;
		fds[n + 2].events = POLLIN;
		fds[n].revents = fds[n + 1].revents = fds[n + 2].revents = 0;
		if (!j->j_used || !j->j_timed || j->j_timedout)
			continue;
		ms = (j->j_deadline.tv_sec - now.tv_sec) * 1000 +
		    (j->j_deadline.tv_nsec - now.tv_nsec) / 1000000;
		if (ms <= 0) {
			j->j_timedout = true;
			session_kill(j->j_pid, SIGKILL);
			ms = 100;
		}
		if (ms > 1000000)
			ms = 1000000;
		if (*timeoutp < 0 || ms < *timeoutp)
			*timeoutp = (int)ms;
	}
	return (n);
}

/* Move what poll found for the jobs. */
void
job_service(const struct pollfd *fds, nfds_t nfds)
{
	struct job *j;
	nfds_t n;

	for (n = 0; n + 2 < nfds; n += 3) {
		j = &jobs[n / 3];
		if (!j->j_used)
			continue;
		if (fds[n].revents != 0)
			job_flush_input(j);
		if (fds[n + 1].revents != 0)
			(void)job_drain(j, &j->j_out, FRAME_OUTPUT);
		if (fds[n + 2].revents != 0)
			(void)job_drain(j, &j->j_err, FRAME_ERROR);
	}
}

/*
 * Send one buffer of what a job wrote; 0 when there is nothing (more) now.
 * The descriptor is closed at its end.
 */
static int
job_drain(struct job *j, int *fdp, int type)
{
	static char buf[FRAME_MAX];
	ssize_t n;

	if (*fdp == -1)
		return (0);
	n = read(*fdp, buf, sizeof(buf));
	if (n > 0)
		frame_send(j->j_id, type, buf, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		(void)close(*fdp);
		*fdp = -1;
	}
	return (n > 0);
}

/* Collect the jobs that have ended. */
void
job_reap(void)
{
	struct job *j;
	pid_t pid;
	int status;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (j = jobs; j < jobs + JOBS_MAX; j++)
			if (j->j_used && j->j_pid == pid) {
				job_finish(j, status);
				break;
			}
}

static void
job_finish(struct job *j, int status)
{
	uint32_t how, value;
	uint8_t b[8];
	int i;

	session_kill(j->j_pid, SIGKILL);
	while (job_drain(j, &j->j_out, FRAME_OUTPUT) != 0)
		;
	while (job_drain(j, &j->j_err, FRAME_ERROR) != 0)
		;
	if (WIFSIGNALED(status)) {
		how = j->j_timedout ? EXIT_TIMEDOUT : EXIT_SIGNALLED;
		value = (uint32_t)WTERMSIG(status);
	} else {
		how = EXIT_EXITED;
		value = (uint32_t)WEXITSTATUS(status);
	}
	for (i = 0; i < 4; i++) {
		b[i] = (uint8_t)(how >> 8 * i);
		b[4 + i] = (uint8_t)(value >> 8 * i);
	}
	if (j->j_in != -1)
		(void)close(j->j_in);
	if (j->j_out != -1)
		(void)close(j->j_out);
	if (j->j_err != -1)
		(void)close(j->j_err);
	free(j->j_input);
	j->j_used = false;
	frame_send(j->j_id, FRAME_EXIT, b, sizeof(b));
}
