/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the filters of kevent(2) tell: files, vnodes, processes, signals,
 * timers.
 */

#include <sys/socket.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "h_kevent.h"

/* --- EVFILT_READ, EVFILT_WRITE -------------------------------------------- */

ATF_TC_WITHOUT_HEAD(kevent__read_tells_what_a_file_has_left);
ATF_TC_BODY(kevent__read_tells_what_a_file_has_left, tc)
{
	struct kevent kev;
	int fd, kq = kq_open();

	fd = open("f", O_RDWR | O_CREAT, 0600);
	ATF_REQUIRE(fd >= 0);
	KQ_CHANGE(kq, fd, EVFILT_READ, EV_ADD, 0, 0);
	KQ_NONE(kq);
	ATF_REQUIRE_EQ(5, pwrite(fd, "hello", 5, 0));
	KQ_ONE(kq, &kev, fd, EVFILT_READ);
	ATF_CHECK_EQ(5, kev.data);
	ATF_REQUIRE_EQ(3, lseek(fd, 3, SEEK_SET));
	KQ_ONE(kq, &kev, fd, EVFILT_READ);
	ATF_CHECK_EQ(2, kev.data);
	ATF_REQUIRE_EQ(5, lseek(fd, 5, SEEK_SET));
	KQ_NONE(kq);
}

ATF_TC_WITHOUT_HEAD(kevent__read_and_write_of_a_socket);
ATF_TC_BODY(kevent__read_and_write_of_a_socket, tc)
{
	struct kevent kev, two[8];
	int sv[2], kq = kq_open();

	ATF_REQUIRE_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	KQ_CHANGE(kq, sv[0], EVFILT_READ, EV_ADD, 0, 0);
	KQ_NONE(kq);
	ATF_REQUIRE_EQ(7, write(sv[1], "seven b", 7));
	KQ_ONE(kq, &kev, sv[0], EVFILT_READ);
	ATF_CHECK_EQ(7, kev.data);
	ATF_CHECK_EQ(0, kev.flags & EV_EOF);
	KQ_CHANGE(kq, sv[0], EVFILT_WRITE, EV_ADD, 0, 0);
	ATF_REQUIRE_EQ(2, kq_poll(kq, two));
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_REQUIRE_EQ(2, kq_poll(kq, two));
	ATF_CHECK(two[0].flags & two[1].flags & EV_EOF);
}

ATF_TC_WITHOUT_HEAD(kevent__write_when_a_pipe_has_room);
ATF_TC_BODY(kevent__write_when_a_pipe_has_room, tc)
{
	char buf[4096] = "";
	struct kevent kev;
	int fds[2], kq = kq_open();

	ATF_REQUIRE_EQ(0, pipe2(fds, O_NONBLOCK));
	KQ_CHANGE(kq, fds[1], EVFILT_WRITE, EV_ADD, 0, 0);
	KQ_ONE(kq, &kev, fds[1], EVFILT_WRITE);
	ATF_CHECK(kev.data > 0);
	while (write(fds[1], buf, sizeof(buf)) > 0)
		continue;
	KQ_NONE(kq);
	while (read(fds[0], buf, sizeof(buf)) > 0)
		continue;
	KQ_ONE(kq, &kev, fds[1], EVFILT_WRITE);
	ATF_REQUIRE_EQ(0, close(fds[0]));
	KQ_ONE(kq, &kev, fds[1], EVFILT_WRITE);
	ATF_CHECK(kev.flags & EV_EOF);
}

/* --- EVFILT_VNODE --------------------------------------------------------- */

#define	NOTE_EVERY	(NOTE_DELETE | NOTE_WRITE | NOTE_EXTEND |	\
			    NOTE_ATTRIB | NOTE_LINK | NOTE_RENAME)

ATF_TC_WITHOUT_HEAD(kevent__vnode_tells_what_was_done_to_a_file);
ATF_TC_BODY(kevent__vnode_tells_what_was_done_to_a_file, tc)
{
	struct kevent kev;
	int fd, kq = kq_open();

	fd = open("f", O_RDWR | O_CREAT, 0600);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(3, write(fd, "abc", 3));
	KQ_CHANGE(kq, fd, EVFILT_VNODE, EV_ADD | EV_CLEAR, NOTE_EVERY, 0);
	KQ_NONE(kq);
	ATF_REQUIRE_EQ(1, pwrite(fd, "x", 1, 0));
	KQ_ONE(kq, &kev, fd, EVFILT_VNODE);
	ATF_CHECK_EQ(NOTE_WRITE, kev.fflags);
	ATF_REQUIRE_EQ(1, pwrite(fd, "x", 1, 10));
	KQ_ONE(kq, &kev, fd, EVFILT_VNODE);
	ATF_CHECK_EQ(NOTE_WRITE | NOTE_EXTEND, kev.fflags);
	ATF_REQUIRE_EQ(0, fchmod(fd, 0644));
	KQ_ONE(kq, &kev, fd, EVFILT_VNODE);
	ATF_CHECK_EQ(NOTE_ATTRIB, kev.fflags);
	ATF_REQUIRE_EQ(0, link("f", "g"));
	KQ_ONE(kq, &kev, fd, EVFILT_VNODE);
	ATF_CHECK_EQ(NOTE_LINK, kev.fflags);
	ATF_REQUIRE_EQ(0, rename("f", "h"));
	KQ_ONE(kq, &kev, fd, EVFILT_VNODE);
	ATF_CHECK_EQ(NOTE_RENAME, kev.fflags);
	ATF_REQUIRE_EQ(0, unlink("g"));
	KQ_ONE(kq, &kev, fd, EVFILT_VNODE);
	ATF_CHECK_EQ(0, kev.fflags & NOTE_RENAME);
	ATF_CHECK(kev.fflags & (NOTE_LINK | NOTE_DELETE));
	ATF_REQUIRE_EQ(0, unlink("h"));
	KQ_ONE(kq, &kev, fd, EVFILT_VNODE);
	ATF_CHECK(kev.fflags & NOTE_DELETE);
	KQ_NONE(kq);
}

ATF_TC_WITHOUT_HEAD(kevent__vnode_tells_only_what_was_asked);
ATF_TC_BODY(kevent__vnode_tells_only_what_was_asked, tc)
{
	struct kevent kev;
	int fd, dir, kq = kq_open();

	dir = open(".", O_RDONLY | O_DIRECTORY);
	fd = open("f", O_RDWR | O_CREAT, 0600);
	ATF_REQUIRE(dir >= 0 && fd >= 0);
	KQ_CHANGE(kq, fd, EVFILT_VNODE, EV_ADD | EV_CLEAR, NOTE_DELETE, 0);
	KQ_CHANGE(kq, dir, EVFILT_VNODE, EV_ADD | EV_CLEAR, NOTE_WRITE, 0);
	ATF_REQUIRE_EQ(1, write(fd, "x", 1));
	ATF_REQUIRE_EQ(0, fchmod(fd, 0644));
	KQ_NONE(kq);
	ATF_REQUIRE_EQ(0, rename("f", "g"));
	KQ_ONE(kq, &kev, dir, EVFILT_VNODE);
	ATF_CHECK_EQ(NOTE_WRITE, kev.fflags);
}

/* --- EVFILT_PROC ---------------------------------------------------------- */

/* A child that does what it is told, a byte at a time, and ends with 7. */
static pid_t
obedient(int *fdp)
{
	int fds[2];
	pid_t pid, grandchild;
	char c;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid != 0) {
		close(fds[0]);
		*fdp = fds[1];
		return (pid);
	}
	close(fds[1]);
	while (read(fds[0], &c, 1) == 1) {
		switch (c) {
		case 'f':
			grandchild = fork();
			if (grandchild == 0)
				_exit(3);
			(void)waitpid(grandchild, NULL, 0);
			break;
		case 'e':
			execl("/bin/sh", "sh", "-c", "exit 9", (char *)NULL);
			_exit(1);
		}
	}
	_exit(7);
}

ATF_TC_WITHOUT_HEAD(kevent__proc_tells_fork_and_exit);
ATF_TC_BODY(kevent__proc_tells_fork_and_exit, tc)
{
	struct kevent kev;
	int fd, status, kq = kq_open();
	pid_t pid = obedient(&fd);

	KQ_CHANGE(kq, pid, EVFILT_PROC, EV_ADD,
	    NOTE_FORK | NOTE_EXEC | NOTE_EXIT, 0);
	KQ_NONE(kq);
	ATF_REQUIRE_EQ(1, write(fd, "f", 1));
	KQ_WAIT(kq, &kev, pid, EVFILT_PROC);
	ATF_CHECK_EQ(NOTE_FORK, kev.fflags);
	ATF_REQUIRE_EQ(0, close(fd));
	KQ_WAIT(kq, &kev, pid, EVFILT_PROC);
	ATF_CHECK_EQ(NOTE_EXIT, kev.fflags);
	ATF_CHECK(kev.flags & EV_EOF);
	ATF_CHECK(WIFEXITED((int)kev.data));
	ATF_CHECK_EQ(7, WEXITSTATUS((int)kev.data));
	/* It has told the last and is gone. */
	ATF_CHECK_ERRNO(ENOENT, kq_change(kq, (uintptr_t)pid, EVFILT_PROC,
	    EV_DELETE, 0, 0) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(status, kev.data);
}

ATF_TC_WITHOUT_HEAD(kevent__proc_tells_exec_and_a_signal_s_death);
ATF_TC_BODY(kevent__proc_tells_exec_and_a_signal_s_death, tc)
{
	struct kevent kev;
	int fd, kq = kq_open();
	pid_t pid = obedient(&fd);

	KQ_CHANGE(kq, pid, EVFILT_PROC, EV_ADD, NOTE_EXEC, 0);
	ATF_REQUIRE_EQ(1, write(fd, "e", 1));
	KQ_WAIT(kq, &kev, pid, EVFILT_PROC);
	ATF_CHECK_EQ(NOTE_EXEC, kev.fflags);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_REQUIRE_EQ(0, close(fd));

	pid = obedient(&fd);
	KQ_CHANGE(kq, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0);
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	KQ_WAIT(kq, &kev, pid, EVFILT_PROC);
	ATF_CHECK(WIFSIGNALED((int)kev.data));
	ATF_CHECK_EQ(SIGKILL, WTERMSIG((int)kev.data));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(kevent__proc_follows_children);
ATF_TC_BODY(kevent__proc_follows_children, tc)
{
	struct kevent kev;
	int fd, kq = kq_open(), born = 0, died = 0, parent_died = 0;
	pid_t pid = obedient(&fd);

	KQ_CHANGE(kq, pid, EVFILT_PROC, EV_ADD, NOTE_TRACK | NOTE_EXIT, 0);
	ATF_REQUIRE_EQ(1, write(fd, "f", 1));
	ATF_REQUIRE_EQ(0, close(fd));
	while (!born || !died || !parent_died) {
		ATF_REQUIRE_EQ(1, kevent(kq, NULL, 0, &kev, 1, &long_time));
		ATF_REQUIRE_EQ(EVFILT_PROC, kev.filter);
		ATF_REQUIRE_EQ(0, kev.fflags & NOTE_TRACKERR);
		if (kev.ident == (uintptr_t)pid) {
			if ((kev.fflags & NOTE_EXIT) != 0)
				parent_died++;
		} else if (kev.fflags == NOTE_CHILD) {
			ATF_CHECK_EQ(pid, kev.data);
			born++;
		} else if ((kev.fflags & NOTE_EXIT) != 0) {
			ATF_CHECK_EQ(1, born);
			ATF_CHECK_EQ(3, WEXITSTATUS((int)kev.data));
			died++;
		}
	}
	KQ_NONE(kq);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(kevent__esrch_when_there_is_no_process);
ATF_TC_BODY(kevent__esrch_when_there_is_no_process, tc)
{
	int kq = kq_open();
	pid_t pid = fork();

	ATF_REQUIRE(pid >= 0);
	if (pid == 0)
		_exit(0);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_CHECK_ERRNO(ESRCH, kq_change(kq, (uintptr_t)pid, EVFILT_PROC,
	    EV_ADD, NOTE_EXIT, 0) == -1);
	ATF_CHECK_ERRNO(ESRCH, kq_change(kq, UINTPTR_MAX, EVFILT_PROC,
	    EV_ADD, NOTE_EXIT, 0) == -1);
	KQ_NONE(kq);
}

static void
child_watch(void)
{
	int kq = kqueue(), p[2];
	pid_t pid;
	char c;

	WANT(kq >= 0 && pipe(p) == 0);
	WANT_ERRNO(EACCES, kq_change(kq, 1, EVFILT_PROC, EV_ADD, NOTE_EXIT,
	    0) == -1);
	WANT_ERRNO(EACCES, kq_change(kq, (uintptr_t)getppid(), EVFILT_PROC,
	    EV_ADD, NOTE_TRACK | NOTE_FORK, 0) == -1);
	WANT_ERRNO(ENOENT, kq_change(kq, 1, EVFILT_PROC, EV_DELETE, 0, 0) ==
	    -1);
	/* Oneself and a child, though both have changed their user. */
	WANT(kq_change(kq, (uintptr_t)getpid(), EVFILT_PROC, EV_ADD,
	    NOTE_EXEC, 0) == 0);
	pid = fork();
	WANT(pid >= 0);
	if (pid == 0) {
		(void)close(p[1]);
		(void)read(p[0], &c, 1);
		_exit(0);
	}
	WANT(kq_change(kq, (uintptr_t)pid, EVFILT_PROC, EV_ADD, NOTE_EXIT,
	    0) == 0);
	WANT(close(p[1]) == 0 && waitpid(pid, NULL, 0) == pid);
}

ATF_TC(kevent__eacces_when_the_process_is_another_s);
ATF_TC_HEAD(kevent__eacces_when_the_process_is_another_s, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(kevent__eacces_when_the_process_is_another_s, tc)
{
	int kq = kq_open();

	in_child(NOBODY, child_watch);
	KQ_CHANGE(kq, 1, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0);
}

/* Whose real user changes has children that its watcher may not watch. */
static void
child_changes(void)
{
	struct kevent kev[8];
	int kq;

	WANT(setresuid(NOBODY, 0, 0) == 0);
	kq = kqueue();
	WANT(kq >= 0);
	WANT(kq_change(kq, (uintptr_t)getpid(), EVFILT_PROC, EV_ADD,
	    NOTE_TRACK, 0) == 0);
	WANT(setresuid(0, 0, 0) == 0);
	if (fork() == 0)
		_exit(0);
	WANT(wait(NULL) > 0);
	WANT(kq_poll(kq, kev) == 1);
	WANT(kev[0].ident == (uintptr_t)getpid());
	WANT(kev[0].fflags == NOTE_TRACKERR);
}

ATF_TC(kevent__proc_does_not_follow_others);
ATF_TC_HEAD(kevent__proc_does_not_follow_others, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(kevent__proc_does_not_follow_others, tc)
{

	in_child(0, child_changes);
}

/* --- EVFILT_SIGNAL -------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(kevent__signal_counts_also_ignored_ones);
ATF_TC_BODY(kevent__signal_counts_also_ignored_ones, tc)
{
	struct kevent kev;
	int i, kq = kq_open();

	ATF_REQUIRE(signal(SIGUSR1, SIG_IGN) != SIG_ERR);
	KQ_CHANGE(kq, SIGUSR1, EVFILT_SIGNAL, EV_ADD, 0, 0);
	KQ_NONE(kq);
	for (i = 0; i < 3; i++)
		ATF_REQUIRE_EQ(0, kill(getpid(), SIGUSR1));
	KQ_ONE(kq, &kev, SIGUSR1, EVFILT_SIGNAL);
	ATF_CHECK_EQ(3, kev.data);
	KQ_NONE(kq);
	ATF_CHECK_ERRNO(EINVAL, kq_change(kq, 0, EVFILT_SIGNAL, EV_ADD, 0,
	    0) == -1);
}

/* --- EVFILT_TIMER --------------------------------------------------------- */

ATF_TC_WITHOUT_HEAD(kevent__timer_once_and_again);
ATF_TC_BODY(kevent__timer_once_and_again, tc)
{
	struct timespec before, after;
	struct kevent kev;
	int64_t n = 0;
	int kq = kq_open();

	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &before));
	KQ_CHANGE(kq, 1, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_MSECONDS, 30);
	KQ_WAIT(kq, &kev, 1, EVFILT_TIMER);
	ATF_CHECK_EQ(1, kev.data);
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &after));
	ATF_CHECK((after.tv_sec - before.tv_sec) * 1000000000L +
	    after.tv_nsec - before.tv_nsec >= 30000000L);
	ATF_CHECK_ERRNO(ENOENT, kq_change(kq, 1, EVFILT_TIMER, EV_DELETE, 0,
	    0) == -1);

	KQ_CHANGE(kq, 2, EVFILT_TIMER, EV_ADD, NOTE_USECONDS, 2000);
	while (n < 10) {
		KQ_WAIT(kq, &kev, 2, EVFILT_TIMER);
		ATF_CHECK(kev.data >= 1);
		n += kev.data;
	}
	KQ_CHANGE(kq, 2, EVFILT_TIMER, EV_DELETE, 0, 0);
	KQ_NONE(kq);
}

ATF_TC_WITHOUT_HEAD(kevent__timer_at_a_time_that_has_passed);
ATF_TC_BODY(kevent__timer_at_a_time_that_has_passed, tc)
{
	struct kevent kev;
	int kq = kq_open();

	KQ_CHANGE(kq, 1, EVFILT_TIMER, EV_ADD, NOTE_SECONDS | NOTE_ABSTIME, 1);
	KQ_WAIT(kq, &kev, 1, EVFILT_TIMER);
	ATF_CHECK_EQ(1, kev.data);
	KQ_NONE(kq);
}

static int64_t
uptime(void)
{
	struct timespec ts;

	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &ts));
	return (ts.tv_sec * 1000000000L + ts.tv_nsec);
}

/*
 * The sum of all reports is the number of intervals since the timer was added,
 * which was between two looks at the clock, as was the report.
 */
ATF_TC_WITHOUT_HEAD(kevent__timer_counts_every_interval);
ATF_TC_BODY(kevent__timer_counts_every_interval, tc)
{
	static const int64_t periods[] = { 1, 1000, 700000 };
	int64_t start[2], seen[2], period, n;
	struct kevent kev;
	int i, k, kq = kq_open();

	for (k = 0; k < 3; k++) {
		period = periods[k];
		start[0] = uptime();
		KQ_CHANGE(kq, 1, EVFILT_TIMER, EV_ADD, NOTE_NSECONDS, period);
		start[1] = uptime();
		for (i = 0, n = 0; i < 40; i++) {
			if (i % 10 == 5)
				msleep(15);
			seen[0] = uptime();
			KQ_WAIT(kq, &kev, 1, EVFILT_TIMER);
			seen[1] = uptime();
			n += kev.data;
			ATF_CHECK(kev.data > 0);
			ATF_CHECK_MSG(n >= (seen[0] - start[1]) / period,
			    "%jd of %jd", (intmax_t)n,
			    (intmax_t)((seen[0] - start[1]) / period));
			ATF_CHECK_MSG(n <= (seen[1] - start[0]) / period,
			    "%jd of %jd", (intmax_t)n,
			    (intmax_t)((seen[1] - start[0]) / period));
		}
		KQ_CHANGE(kq, 1, EVFILT_TIMER, EV_DELETE, 0, 0);
	}
}

/* One that is disabled after each report goes on counting. */
ATF_TC_WITHOUT_HEAD(kevent__timer_that_is_dispatched_or_disabled);
ATF_TC_BODY(kevent__timer_that_is_dispatched_or_disabled, tc)
{
	struct kevent kev;
	int i, kq = kq_open();

	KQ_CHANGE(kq, 1, EVFILT_TIMER, EV_ADD | EV_DISPATCH, NOTE_MSECONDS, 2);
	for (i = 0; i < 3; i++) {
		KQ_WAIT(kq, &kev, 1, EVFILT_TIMER);
		msleep(20);
		KQ_NONE(kq);
		KQ_CHANGE(kq, 1, EVFILT_TIMER, EV_ENABLE, 0, 0);
		KQ_ONE(kq, &kev, 1, EVFILT_TIMER);
		ATF_CHECK_MSG(kev.data >= 9, "%jd", (intmax_t)kev.data);
		KQ_CHANGE(kq, 1, EVFILT_TIMER, EV_ENABLE, 0, 0);
	}
}

#define	NTIMERS		4096		/* kern.kq_calloutmax */
#define	USER_A		3001
#define	USER_B		3002

static int
add_timers(int kq, int first, int n, int64_t ns)
{
	int i;

	for (i = first; i < first + n; i++) {
		if (kq_change(kq, (uintptr_t)i, EVFILT_TIMER, EV_ADD,
		    NOTE_NSECONDS, ns) != 0)
			break;
	}
	return (i - first);
}

/*
 * The fastest timers there can be, whose owner collects nothing: others run as
 * if there were none, and each is called once.
 */
ATF_TC_WITHOUT_HEAD(kevent__timers_of_one_who_sleeps_cost_nothing);
ATF_TC_BODY(kevent__timers_of_one_who_sleeps_cost_nothing, tc)
{
	struct kevent kev[8];
	u_long calls;
	int i, kq = kq_open();

	ATF_REQUIRE_EQ(NTIMERS, add_timers(kq, 1, NTIMERS, 1));
	msleep(50);
	calls = timeout_calls();
	for (i = 0; i < 5; i++) {
		ATF_REQUIRE_EQ(7 << 8, system("exit 7"));
		msleep(100);
	}
	calls = timeout_calls() - calls;
	ATF_CHECK_MSG(calls < CALLS_FEW, "%lu", calls);
	ATF_REQUIRE_EQ(8, kq_poll(kq, kev));
	for (i = 0; i < 8; i++)
		ATF_CHECK_MSG(kev[i].data > 500000000, "%jd",
		    (intmax_t)kev[i].data);
	/* Who collects as fast as he can only has himself to hinder. */
	for (i = 0; i < NTIMERS; i++)
		ATF_REQUIRE(kevent(kq, NULL, 0, kev, 8, &long_time) > 0);
	ATF_REQUIRE_EQ(7 << 8, system("exit 7"));
}

static void
as_user(uid_t uid)
{

	WANT(setgroups(0, NULL) == 0);
	WANT(setresgid(uid, uid, uid) == 0);
	WANT(setresuid(uid, uid, uid) == 0);
}

/* Has all the timers that a user may have, in two queues. */
static void
all_timers(uid_t uid)
{
	int kq[2];

	as_user(uid);
	WANT((kq[0] = kqueue()) >= 0);
	WANT((kq[1] = kqueue()) >= 0);
	WANT(add_timers(kq[0], 1, 1000, 1000000000000) == 1000);
	WANT(add_timers(kq[1], 1, NTIMERS, 1000000000000) == NTIMERS - 1000);
	WANT(errno == ENOMEM);
	WANT(add_timers(kq[0], 1001, 1, 1000000000000) == 0);
	WANT(errno == ENOMEM);
	/* One that is there already is set anew, and one less is one more. */
	WANT(add_timers(kq[0], 1, 1, 2000000000000) == 1);
	WANT(close(kq[0]) == 0);
	WANT(add_timers(kq[1], NTIMERS + 1, 1001, 1000000000000) == 1000);
	WANT(errno == ENOMEM);
}

ATF_TC(kevent__enomem_timers_of_each_user);
ATF_TC_HEAD(kevent__enomem_timers_of_each_user, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(kevent__enomem_timers_of_each_user, tc)
{
	int status, sv[2];
	pid_t pid;
	char c;

	ATF_REQUIRE_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(close(sv[0]) == 0);
		all_timers(USER_A);
		WANT(write(sv[1], "x", 1) == 1);
		(void)read(sv[1], &c, 1);
		_exit(0);
	}
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_REQUIRE_EQ(1, read(sv[0], &c, 1));
	if (fork() == 0) {
		all_timers(USER_B);
		_exit(0);
	}
	ATF_REQUIRE(wait(&status) != pid);
	ATF_CHECK_EQ(0, status);
	ATF_REQUIRE_EQ(0, close(sv[0]));
	ATF_REQUIRE_EQ(pid, wait(&status));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(kevent__einval_timer);
ATF_TC_BODY(kevent__einval_timer, tc)
{
	int kq = kq_open();

	ATF_CHECK_ERRNO(EINVAL, kq_change(kq, 1, EVFILT_TIMER, EV_ADD,
	    NOTE_SECONDS, -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, kq_change(kq, 1, EVFILT_TIMER, EV_ADD,
	    NOTE_SECONDS | NOTE_USECONDS, 1) == -1);
	ATF_CHECK_ERRNO(ENOENT, kq_change(kq, 1, EVFILT_TIMER, EV_DELETE, 0,
	    0) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, kevent__read_tells_what_a_file_has_left);
	ATF_TP_ADD_TC(tp, kevent__read_and_write_of_a_socket);
	ATF_TP_ADD_TC(tp, kevent__write_when_a_pipe_has_room);
	ATF_TP_ADD_TC(tp, kevent__vnode_tells_what_was_done_to_a_file);
	ATF_TP_ADD_TC(tp, kevent__vnode_tells_only_what_was_asked);
	ATF_TP_ADD_TC(tp, kevent__proc_tells_fork_and_exit);
	ATF_TP_ADD_TC(tp, kevent__proc_tells_exec_and_a_signal_s_death);
	ATF_TP_ADD_TC(tp, kevent__proc_follows_children);
	ATF_TP_ADD_TC(tp, kevent__esrch_when_there_is_no_process);
	ATF_TP_ADD_TC(tp, kevent__eacces_when_the_process_is_another_s);
	ATF_TP_ADD_TC(tp, kevent__proc_does_not_follow_others);
	ATF_TP_ADD_TC(tp, kevent__signal_counts_also_ignored_ones);
	ATF_TP_ADD_TC(tp, kevent__timer_once_and_again);
	ATF_TP_ADD_TC(tp, kevent__timer_at_a_time_that_has_passed);
	ATF_TP_ADD_TC(tp, kevent__timer_counts_every_interval);
	ATF_TP_ADD_TC(tp, kevent__timer_that_is_dispatched_or_disabled);
	ATF_TP_ADD_TC(tp, kevent__timers_of_one_who_sleeps_cost_nothing);
	ATF_TP_ADD_TC(tp, kevent__enomem_timers_of_each_user);
	ATF_TP_ADD_TC(tp, kevent__einval_timer);
	return (atf_no_error());
}
