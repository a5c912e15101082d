/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Record locks of fcntl(2) and lockf(3), and flock(2).
 */

#include <fcntl.h>
#include <limits.h>
#include "h_kern.h"

static int fd;

static void
make_file(void)
{

	ATF_REQUIRE((fd = open("file", O_RDWR | O_CREAT, 0666)) >= 0);
}

static int
lock(int file, int cmd, short type, off_t start, off_t len)
{
	struct flock fl = { .l_type = type, .l_whence = SEEK_SET,
	    .l_start = start, .l_len = len };

	return (fcntl(file, cmd, &fl));
}

/*
 * What another process would find in the way of a write lock on one byte: a
 * letter for the type, `-' for nothing.
 */
static char
state(off_t at)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
	    .l_start = at, .l_len = 1 };

	WANT(fcntl(fd, F_GETLK, &fl) == 0);
	WANT(fl.l_type == F_UNLCK || fl.l_pid == getppid());
	return (fl.l_type == F_RDLCK ? 'r' : fl.l_type == F_WRLCK ? 'w' : '-');
}

/* The locks on the first bytes, as another process sees them. */
static void
expect(const char *want)
{
	char got[32];
	size_t i;
	int status;
	pid_t pid;

	ATF_REQUIRE((pid = fork()) >= 0);
	if (pid == 0) {
		for (i = 0; want[i] != '\0'; i++)
			got[i] = state((off_t)i);
		got[i] = '\0';
		if (strcmp(got, want) == 0)
			_exit(0);
		dprintf(2, "locks are %s, not %s\n", got, want);
		_exit(1);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(fcntl__ranges);
ATF_TC_BODY(fcntl__ranges, tc)
{

	make_file();
	expect("----------");
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_WRLCK, 2, 6));
	expect("--wwwwww--");
	/* In the middle, another type: three pieces. */
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_RDLCK, 4, 2));
	expect("--wwrrww--");
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 5, 2));
	expect("--wwr--w--");
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_WRLCK, 4, 3));
	expect("--wwwwww--");
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 0, 3));
	expect("---wwwww--");
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_RDLCK, 6, 0));
	expect("---wwwrrrr");
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 0, 0));
	expect("----------");
}

/* The locks of 2000 random changes, against an array. */
ATF_TC_WITHOUT_HEAD(fcntl__random_ranges);
ATF_TC_BODY(fcntl__random_ranges, tc)
{
	static const short types[] = { F_RDLCK, F_WRLCK, F_UNLCK };
	static const char letters[] = "rw-";
	char model[25] = "------------------------";
	int at, i, len, which;

	make_file();
	srandom(1);
	for (i = 0; i < 2000; i++) {
		which = (int)(random() % 3);
		at = (int)(random() % 24);
		len = (int)(random() % (24 - at)) + 1;
		ATF_REQUIRE_EQ(0, lock(fd, F_SETLK, types[which], at, len));
		memset(model + at, letters[which], (size_t)len);
		if (i % 40 == 0)
			expect(model);
	}
	expect(model);
}

ATF_TC_WITHOUT_HEAD(fcntl__whence_and_getlk);
ATF_TC_BODY(fcntl__whence_and_getlk, tc)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_END,
	    .l_start = -4, .l_len = 2 };
	int status;
	pid_t pid;

	make_file();
	ATF_REQUIRE_EQ(8, write(fd, "12345678", 8));
	ATF_CHECK_EQ(0, fcntl(fd, F_SETLK, &fl));
	expect("----ww----");
	fl = (struct flock){ .l_type = F_RDLCK, .l_whence = SEEK_CUR,
	    .l_start = 1, .l_len = -1 };
	ATF_CHECK_EQ(0, fcntl(fd, F_SETLK, &fl));
	expect("----ww--r-");
	/* An own lock is in nobody's way. */
	fl = (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
	ATF_CHECK_EQ(0, fcntl(fd, F_GETLK, &fl));
	ATF_CHECK_EQ(F_UNLCK, fl.l_type);
	ATF_REQUIRE((pid = fork()) >= 0);
	if (pid == 0) {
		fl = (struct flock){ .l_type = F_RDLCK, .l_whence = SEEK_SET,
		    .l_start = 1, .l_len = 0 };
		WANT(fcntl(fd, F_GETLK, &fl) == 0);
		WANT(fl.l_type == F_WRLCK && fl.l_start == 4 &&
		    fl.l_len == 2 && fl.l_pid == getppid() &&
		    fl.l_whence == SEEK_SET);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(fcntl__eagain_when_another_process_has_the_lock);
ATF_TC_BODY(fcntl__eagain_when_another_process_has_the_lock, tc)
{
	int status;
	pid_t pid;

	make_file();
	ATF_REQUIRE_EQ(0, lock(fd, F_SETLK, F_RDLCK, 0, 4));
	ATF_REQUIRE((pid = fork()) >= 0);
	if (pid == 0) {
		WANT_ERRNO(EAGAIN, lock(fd, F_SETLK, F_WRLCK, 3, 1) == -1);
		/* Nothing was changed, and what does not conflict is given. */
		WANT(lock(fd, F_SETLK, F_WRLCK, 4, 1) == 0);
		WANT(lock(fd, F_SETLK, F_RDLCK, 0, 4) == 0);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	/* A child inherits none, and its own ended with it. */
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_WRLCK, 0, 0));
}

static void
on_signal(int sig)
{
}

/* A pipe's end that tells when the other process has gone so far. */
static int gate[2];

static void
gate_open(void)
{

	WANT(write(gate[1], "x", 1) == 1);
}

static void
gate_wait(void)
{
	char c;

	ATF_REQUIRE_EQ(1, read(gate[0], &c, 1));
}

static void
settle(void)
{
	struct timespec ts = { 0, 50000000 };

	(void)nanosleep(&ts, NULL);
}

ATF_TC_WITHOUT_HEAD(fcntl__waits_and_wakes);
ATF_TC_BODY(fcntl__waits_and_wakes, tc)
{
	int end, other, status;
	pid_t pid;

	make_file();
	ATF_REQUIRE_EQ(0, pipe(gate));
	for (end = 0; end < 4; end++) {
		ATF_REQUIRE_EQ(0, lock(fd, F_SETLK, F_WRLCK, 0, 0));
		ATF_REQUIRE((pid = fork()) >= 0);
		if (pid == 0) {
			gate_open();
			WANT(lock(fd, F_SETLKW, F_RDLCK, 5, 1) == 0);
			WANT(write(fd, "done", 4) == 4);
			_exit(0);
		}
		gate_wait();
		settle();
		ATF_CHECK_EQ(0, waitpid(pid, &status, WNOHANG));
		switch (end) {
		case 0:
			ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 0, 0));
			break;
		case 1:
			ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_RDLCK, 0, 0));
			break;
		case 2:
			/* Any descriptor of the file will do. */
			other = open("file", O_RDONLY);
			ATF_REQUIRE(other >= 0);
			ATF_CHECK_EQ(0, close(other));
			break;
		case 3:
			other = open("file", O_RDONLY);
			ATF_REQUIRE(other >= 0);
			ATF_CHECK_EQ(other, dup2(gate[0], other));
			close(other);
			break;
		}
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_CHECK_EQ(0, status);
		ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 0, 0));
	}
}

ATF_TC_WITHOUT_HEAD(fcntl__eintr_when_a_signal_comes);
ATF_TC_BODY(fcntl__eintr_when_a_signal_comes, tc)
{
	struct sigaction sa = { .sa_handler = on_signal };
	int status;
	pid_t pid;

	make_file();
	ATF_REQUIRE_EQ(0, pipe(gate));
	ATF_REQUIRE_EQ(0, lock(fd, F_SETLK, F_WRLCK, 0, 0));
	ATF_REQUIRE((pid = fork()) >= 0);
	if (pid == 0) {
		WANT(sigaction(SIGUSR1, &sa, NULL) == 0);
		gate_open();
		WANT_ERRNO(EINTR, lock(fd, F_SETLKW, F_WRLCK, 0, 1) == -1);
		sa.sa_flags = SA_RESTART;
		WANT(sigaction(SIGUSR1, &sa, NULL) == 0);
		gate_open();
		WANT(lock(fd, F_SETLKW, F_WRLCK, 0, 1) == 0);
		_exit(0);
	}
	gate_wait();
	settle();
	ATF_CHECK_EQ(0, kill(pid, SIGUSR1));
	gate_wait();
	settle();
	ATF_CHECK_EQ(0, kill(pid, SIGUSR1));
	settle();
	ATF_CHECK_EQ(0, waitpid(pid, &status, WNOHANG));
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 0, 0));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

/* Three processes in a circle: who would close it is refused. */
ATF_TC_WITHOUT_HEAD(fcntl__edeadlk_when_a_circle_would_close);
ATF_TC_BODY(fcntl__edeadlk_when_a_circle_would_close, tc)
{
	pid_t pids[2];
	int i, status;

	make_file();
	ATF_REQUIRE_EQ(0, pipe(gate));
	ATF_REQUIRE_EQ(0, lock(fd, F_SETLK, F_WRLCK, 0, 1));
	for (i = 0; i < 2; i++) {
		ATF_REQUIRE((pids[i] = fork()) >= 0);
		if (pids[i] == 0) {
			/* The first has 1 and wants 0; the next 2 and 1. */
			WANT(lock(fd, F_SETLK, F_WRLCK, i + 1, 1) == 0);
			gate_open();
			WANT(lock(fd, F_SETLKW, F_WRLCK, i, 1) == 0);
			_exit(0);
		}
		gate_wait();
		settle();
	}
	ATF_CHECK_ERRNO(EDEADLK, lock(fd, F_SETLKW, F_WRLCK, 2, 1) == -1);
	/* No circle is no deadlock. */
	ATF_CHECK_EQ(0, lock(fd, F_SETLKW, F_WRLCK, 3, 1));
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 0, 0));
	for (i = 0; i < 2; i++) {
		ATF_REQUIRE_EQ(pids[i], waitpid(pids[i], &status, 0));
		ATF_CHECK_EQ(0, status);
	}
}

ATF_TC_WITHOUT_HEAD(fcntl__ebadf_when_the_mode_forbids_it);
ATF_TC_BODY(fcntl__ebadf_when_the_mode_forbids_it, tc)
{
	int reader, writer;

	make_file();
	ATF_REQUIRE((reader = open("file", O_RDONLY)) >= 0);
	ATF_REQUIRE((writer = open("file", O_WRONLY)) >= 0);
	ATF_CHECK_ERRNO(EBADF, lock(reader, F_SETLK, F_WRLCK, 0, 0) == -1);
	ATF_CHECK_ERRNO(EBADF, lock(writer, F_SETLK, F_RDLCK, 0, 0) == -1);
	ATF_CHECK_EQ(0, lock(reader, F_SETLK, F_RDLCK, 0, 0));
	ATF_CHECK_EQ(0, lock(writer, F_SETLK, F_WRLCK, 0, 0));
	ATF_CHECK_ERRNO(EBADF, lock(BADFD, F_SETLK, F_WRLCK, 0, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(fcntl__efault_when_the_lock_is_not_mapped);
ATF_TC_BODY(fcntl__efault_when_the_lock_is_not_mapped, tc)
{

	make_file();
	ATF_CHECK_ERRNO(EFAULT, fcntl(fd, F_SETLK, BADPTR) == -1);
	ATF_CHECK_ERRNO(EFAULT, fcntl(fd, F_GETLK, KERNPTR) == -1);
	expect("-");
}

ATF_TC_WITHOUT_HEAD(fcntl__einval_when_the_lock_is_no_lock);
ATF_TC_BODY(fcntl__einval_when_the_lock_is_no_lock, tc)
{
	struct flock fl = { .l_type = F_RDLCK, .l_whence = 7 };
	int p[2];

	make_file();
	ATF_CHECK_ERRNO(EINVAL, fcntl(fd, F_SETLK, &fl) == -1);
	ATF_CHECK_ERRNO(EINVAL, lock(fd, F_SETLK, 9, 0, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, lock(fd, F_GETLK, F_UNLCK, 0, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, lock(fd, F_SETLK, F_RDLCK, -1, 1) == -1);
	ATF_CHECK_ERRNO(EINVAL, lock(fd, F_SETLK, F_RDLCK, 5, -6) == -1);
	ATF_REQUIRE_EQ(0, pipe(p));
	ATF_CHECK_ERRNO(EINVAL, lock(p[0], F_SETLK, F_RDLCK, 0, 1) == -1);
	expect("-");
}

ATF_TC_WITHOUT_HEAD(fcntl__eoverflow_when_the_end_is_too_far);
ATF_TC_BODY(fcntl__eoverflow_when_the_end_is_too_far, tc)
{
	struct flock fl = { .l_type = F_RDLCK, .l_whence = SEEK_END,
	    .l_start = INT64_MAX };

	make_file();
	ATF_CHECK_ERRNO(EOVERFLOW,
	    lock(fd, F_SETLK, F_RDLCK, INT64_MAX, 2) == -1);
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_RDLCK, INT64_MAX, 1));
	ATF_REQUIRE_EQ(1, write(fd, "x", 1));
	ATF_CHECK_ERRNO(EOVERFLOW, fcntl(fd, F_SETLK, &fl) == -1);
}

ATF_TC_WITHOUT_HEAD(fcntl__enolck_when_there_are_too_many);
ATF_TC_BODY(fcntl__enolck_when_there_are_too_many, tc)
{
	off_t i;

	make_file();
	for (i = 0; i < 5000; i++) {
		errno = 0;
		if (lock(fd, F_SETLK, F_RDLCK, 2 * i, 1) != 0)
			break;
	}
	ATF_CHECK_EQ(ENOLCK, errno);
	ATF_CHECK_EQ(4096, i);
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 0, 0));
	ATF_CHECK_EQ(0, lock(fd, F_SETLK, F_RDLCK, 1, 1));
}

ATF_TC_WITHOUT_HEAD(lockf__sections);
ATF_TC_BODY(lockf__sections, tc)
{
	int status;
	pid_t pid;

	make_file();
	ATF_CHECK_EQ(2, lseek(fd, 2, SEEK_SET));
	ATF_CHECK_EQ(0, lockf(fd, F_LOCK, 3));
	expect("--www-");
	ATF_CHECK_EQ(0, lockf(fd, F_TEST, 3));
	ATF_CHECK_EQ(0, lockf(fd, F_TLOCK, -2));
	expect("wwwww-");
	ATF_REQUIRE((pid = fork()) >= 0);
	if (pid == 0) {
		WANT_ERRNO(EACCES, lockf(fd, F_TEST, 1) == -1);
		WANT_ERRNO(EAGAIN, lockf(fd, F_TLOCK, 1) == -1);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_CHECK_EQ(0, lockf(fd, F_ULOCK, 0));
	expect("ww----");
	ATF_CHECK_ERRNO(EINVAL, lockf(fd, 99, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(flock__shared_and_exclusive);
ATF_TC_BODY(flock__shared_and_exclusive, tc)
{
	int other, same;

	make_file();
	ATF_REQUIRE((other = open("file", O_RDONLY)) >= 0);
	ATF_REQUIRE((same = dup(fd)) >= 0);
	ATF_CHECK_EQ(0, flock(fd, LOCK_SH));
	ATF_CHECK_EQ(0, flock(other, LOCK_SH | LOCK_NB));
	/* What cannot be converted stays as it is. */
	ATF_CHECK_ERRNO(EAGAIN, flock(fd, LOCK_EX | LOCK_NB) == -1);
	ATF_CHECK_ERRNO(EAGAIN, flock(other, LOCK_EX | LOCK_NB) == -1);
	ATF_CHECK_EQ(0, flock(other, LOCK_UN));
	ATF_CHECK_EQ(0, flock(fd, LOCK_EX));
	ATF_CHECK_EQ(0, flock(same, LOCK_EX | LOCK_NB));
	/* It lasts until the last descriptor of the open file goes. */
	ATF_CHECK_EQ(0, close(fd));
	ATF_CHECK_ERRNO(EWOULDBLOCK, flock(other, LOCK_SH | LOCK_NB) == -1);
	/* The other kind of lock does not see it. */
	ATF_CHECK_EQ(0, lock(other, F_SETLK, F_RDLCK, 0, 0));
	ATF_CHECK_EQ(0, close(same));
	ATF_CHECK_EQ(0, flock(other, LOCK_EX | LOCK_NB));
}

ATF_TC_WITHOUT_HEAD(flock__waits_and_wakes);
ATF_TC_BODY(flock__waits_and_wakes, tc)
{
	struct sigaction sa = { .sa_handler = on_signal };
	int mine, status;
	pid_t pid;

	make_file();
	ATF_REQUIRE_EQ(0, pipe(gate));
	ATF_CHECK_EQ(0, flock(fd, LOCK_EX));
	ATF_REQUIRE((pid = fork()) >= 0);
	if (pid == 0) {
		WANT((mine = open("file", O_RDWR)) >= 0);
		WANT(sigaction(SIGUSR1, &sa, NULL) == 0);
		WANT_ERRNO(EAGAIN, flock(mine, LOCK_SH | LOCK_NB) == -1);
		gate_open();
		WANT_ERRNO(EINTR, flock(mine, LOCK_EX) == -1);
		gate_open();
		WANT(flock(mine, LOCK_EX) == 0);
		_exit(0);
	}
	gate_wait();
	settle();
	ATF_CHECK_EQ(0, kill(pid, SIGUSR1));
	gate_wait();
	settle();
	ATF_CHECK_EQ(0, waitpid(pid, &status, WNOHANG));
	ATF_CHECK_EQ(0, flock(fd, LOCK_UN));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(flock__eintr_when_a_signal_comes);
ATF_TC_BODY(flock__eintr_when_a_signal_comes, tc)
{
	struct sigaction sa = { .sa_handler = on_signal };
	int other;
	pid_t pid;

	make_file();
	ATF_REQUIRE((other = open("file", O_RDONLY)) >= 0);
	ATF_REQUIRE_EQ(0, sigaction(SIGUSR1, &sa, NULL));
	ATF_CHECK_EQ(0, flock(fd, LOCK_EX));
	ATF_REQUIRE((pid = fork()) >= 0);
	if (pid == 0) {
		settle();
		WANT(kill(getppid(), SIGUSR1) == 0);
		_exit(0);
	}
	ATF_CHECK_ERRNO(EINTR, flock(other, LOCK_SH) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(flock__eagain_when_another_file_has_the_lock);
ATF_TC_BODY(flock__eagain_when_another_file_has_the_lock, tc)
{
	int other;

	make_file();
	ATF_REQUIRE((other = open("file", O_RDONLY)) >= 0);
	ATF_CHECK_EQ(0, flock(fd, LOCK_EX));
	ATF_CHECK_ERRNO(EAGAIN, flock(other, LOCK_EX | LOCK_NB) == -1);
}

ATF_TC_WITHOUT_HEAD(flock__ebadf_when_not_open);
ATF_TC_BODY(flock__ebadf_when_not_open, tc)
{

	ATF_CHECK_ERRNO(EBADF, flock(-1, LOCK_EX) == -1);
	ATF_CHECK_ERRNO(EBADF, flock(BADFD, LOCK_EX) == -1);
}

ATF_TC_WITHOUT_HEAD(flock__einval_when_the_operation_is_unknown);
ATF_TC_BODY(flock__einval_when_the_operation_is_unknown, tc)
{

	make_file();
	ATF_CHECK_ERRNO(EINVAL, flock(fd, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, flock(fd, LOCK_SH | LOCK_EX) == -1);
	ATF_CHECK_ERRNO(EINVAL, flock(fd, LOCK_EX | 0x100) == -1);
}

ATF_TC_WITHOUT_HEAD(flock__eopnotsupp_when_it_is_no_file);
ATF_TC_BODY(flock__eopnotsupp_when_it_is_no_file, tc)
{
	int p[2];

	ATF_REQUIRE_EQ(0, pipe(p));
	ATF_CHECK_ERRNO(EOPNOTSUPP, flock(p[0], LOCK_EX) == -1);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, fcntl__ranges);
	ATF_TP_ADD_TC(tp, fcntl__random_ranges);
	ATF_TP_ADD_TC(tp, fcntl__whence_and_getlk);
	ATF_TP_ADD_TC(tp, fcntl__eagain_when_another_process_has_the_lock);
	ATF_TP_ADD_TC(tp, fcntl__waits_and_wakes);
	ATF_TP_ADD_TC(tp, fcntl__eintr_when_a_signal_comes);
	ATF_TP_ADD_TC(tp, fcntl__edeadlk_when_a_circle_would_close);
	ATF_TP_ADD_TC(tp, fcntl__ebadf_when_the_mode_forbids_it);
	ATF_TP_ADD_TC(tp, fcntl__efault_when_the_lock_is_not_mapped);
	ATF_TP_ADD_TC(tp, fcntl__einval_when_the_lock_is_no_lock);
	ATF_TP_ADD_TC(tp, fcntl__eoverflow_when_the_end_is_too_far);
	ATF_TP_ADD_TC(tp, fcntl__enolck_when_there_are_too_many);
	ATF_TP_ADD_TC(tp, lockf__sections);
	ATF_TP_ADD_TC(tp, flock__shared_and_exclusive);
	ATF_TP_ADD_TC(tp, flock__waits_and_wakes);
	ATF_TP_ADD_TC(tp, flock__eintr_when_a_signal_comes);
	ATF_TP_ADD_TC(tp, flock__eagain_when_another_file_has_the_lock);
	ATF_TP_ADD_TC(tp, flock__ebadf_when_not_open);
	ATF_TP_ADD_TC(tp, flock__einval_when_the_operation_is_unknown);
	ATF_TP_ADD_TC(tp, flock__eopnotsupp_when_it_is_no_file);
	return (atf_no_error());
}
