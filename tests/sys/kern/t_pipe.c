/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pipe2(2), and reading and writing pipes.
 */

#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/uio.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include "h_kern.h"

static int fds[2];

static void
make_pipe(int flags)
{

	ATF_REQUIRE_EQ(0, pipe2(fds, flags));
}

/* Write until it would block; returns how much fitted. */
static ssize_t
fill(int fd)
{
	static char buf[4096];
	ssize_t n, sum = 0;
	int flags = fcntl(fd, F_GETFL);

	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFL, flags | O_NONBLOCK));
	while ((n = write(fd, buf, sizeof(buf))) > 0)
		sum += n;
	ATF_CHECK_EQ(EAGAIN, errno);
	while ((n = write(fd, buf, 1)) > 0)
		sum += n;
	ATF_CHECK_EQ(EAGAIN, errno);
	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFL, flags));
	return (sum);
}

ATF_TC_WITHOUT_HEAD(pipe2__flags);
ATF_TC_BODY(pipe2__flags, tc)
{

	make_pipe(0);
	ATF_CHECK_EQ(O_RDONLY, fcntl(fds[0], F_GETFL));
	ATF_CHECK_EQ(O_WRONLY, fcntl(fds[1], F_GETFL));
	ATF_CHECK_EQ(0, fcntl(fds[0], F_GETFD));
	make_pipe(O_CLOEXEC | O_NONBLOCK);
	ATF_CHECK_EQ(O_RDONLY | O_NONBLOCK, fcntl(fds[0], F_GETFL));
	ATF_CHECK_EQ(O_WRONLY | O_NONBLOCK, fcntl(fds[1], F_GETFL));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fds[0], F_GETFD));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fds[1], F_GETFD));
}

ATF_TC_WITHOUT_HEAD(pipe2__einval_when_flags_are_bad);
ATF_TC_BODY(pipe2__einval_when_flags_are_bad, tc)
{
	int p[2] = { -1, -1 };

	ATF_CHECK_ERRNO(EINVAL, pipe2(p, O_APPEND) == -1);
	ATF_CHECK_EQ(-1, p[0]);
}

ATF_TC_WITHOUT_HEAD(pipe2__efault_when_the_pointer_is_bad);
ATF_TC_BODY(pipe2__efault_when_the_pointer_is_bad, tc)
{
	int next;

	next = dup(0);
	ATF_REQUIRE(next >= 0);
	ATF_REQUIRE_EQ(0, close(next));
	ATF_CHECK_ERRNO(EFAULT, pipe2(BADPTR, 0) == -1);
	/* No descriptor was lost. */
	ATF_CHECK_EQ(next, dup(0));
}

ATF_TC_WITHOUT_HEAD(pipe2__emfile_when_one_descriptor_is_left);
ATF_TC_BODY(pipe2__emfile_when_one_descriptor_is_left, tc)
{
	struct rlimit rl;
	int last = -1, fd;

	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_NOFILE, &rl));
	rl.rlim_cur = 64;
	ATF_REQUIRE_EQ(0, setrlimit(RLIMIT_NOFILE, &rl));
	while ((fd = dup(0)) != -1)
		last = fd;
	ATF_REQUIRE_EQ(63, last);
	ATF_CHECK_ERRNO(EMFILE, pipe2(fds, 0) == -1);
	ATF_REQUIRE_EQ(0, close(last));
	ATF_CHECK_ERRNO(EMFILE, pipe2(fds, 0) == -1);
	ATF_CHECK_EQ(last, dup(0));
	/* atf needs some to write its result. */
	ATF_REQUIRE_EQ(0, close_range(3, ~0U, 0));
}

static void
child_enfile(void)
{
	int p[2];

	WANT_ERRNO(ENFILE, pipe2(p, 0) == -1);
}

ATF_TC(pipe2__enfile_when_the_system_has_too_many_files);
ATF_TC_HEAD(pipe2__enfile_when_the_system_has_too_many_files, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
	atf_tc_set_md_var(tc, "is.exclusive", "true");
}
ATF_TC_BODY(pipe2__enfile_when_the_system_has_too_many_files, tc)
{
	unsigned int old, few = 1;
	size_t len = sizeof(old);
	int status;
	pid_t pid;

	/* The super-user is not bound by it. */
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", &old, &len, &few,
	    sizeof(few)));
	pid = fork();
	if (pid == 0) {
		WANT(setuid(NOBODY) == 0);
		child_enfile();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", NULL, NULL, &old,
	    sizeof(old)));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(pipe__bytes_in_order);
ATF_TC_BODY(pipe__bytes_in_order, tc)
{
	static unsigned char buf[70000];
	unsigned int i, in = 0, out = 0, n, seed = 1;
	ssize_t r;

	make_pipe(O_NONBLOCK);
	while (out < 1000000) {
		seed = seed * 1103515245 + 12345;
		n = (seed >> 8) % ((seed >> 28) < 8 ? 100 : 70000) + 1;
		for (i = 0; i < n; i++)
			buf[i] = (unsigned char)((in + i) % 251);
		r = write(fds[1], buf, n);
		if (r > 0)
			in += (unsigned int)r;
		else
			ATF_REQUIRE_EQ(EAGAIN, errno);
		n = (seed >> 4) % 70000 + 1;
		r = read(fds[0], buf, n);
		if (r < 0) {
			ATF_REQUIRE_EQ(EAGAIN, errno);
			ATF_REQUIRE_EQ(in, out);
			continue;
		}
		for (i = 0; i < (unsigned int)r; i++)
			ATF_REQUIRE_EQ((out + i) % 251, buf[i]);
		out += (unsigned int)r;
	}
}

ATF_TC_WITHOUT_HEAD(pipe__bulk_between_processes);
ATF_TC_BODY(pipe__bulk_between_processes, tc)
{
	static unsigned char buf[65536];
	unsigned long sum = 0, total = 16UL << 20, i;
	ssize_t n;
	int status;
	pid_t pid;

	make_pipe(0);
	pid = fork();
	if (pid == 0) {
		for (i = 0; i < sizeof(buf); i++)
			buf[i] = (unsigned char)(i % 253);
		close(fds[0]);
		for (i = 0; i < total; i += sizeof(buf))
			WANT(write(fds[1], buf, sizeof(buf)) == sizeof(buf));
		_exit(0);
	}
	close(fds[1]);
	while ((n = read(fds[0], buf, sizeof(buf))) > 0) {
		for (i = 0; i < (unsigned long)n; i += 997)
			ATF_REQUIRE_EQ((sum + i) % 65536 % 253, buf[i]);
		sum += (unsigned long)n;
	}
	ATF_CHECK_EQ(total, sum);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(pipe__holds_64_kib);
ATF_TC_BODY(pipe__holds_64_kib, tc)
{
	static char buf[70000];

	make_pipe(0);
	ATF_CHECK_EQ(65536, fill(fds[1]));
	ATF_CHECK_EQ(65536, read(fds[0], buf, sizeof(buf)));
}

ATF_TC_WITHOUT_HEAD(pipe__small_writes_are_atomic);
ATF_TC_BODY(pipe__small_writes_are_atomic, tc)
{
	char buf[PIPE_BUF];
	int i, j, k;
	ssize_t n;

	make_pipe(0);
	for (i = 0; i < 4; i++) {
		if (fork() != 0)
			continue;
		close(fds[0]);
		memset(buf, 'a' + i, sizeof(buf));
		for (j = 0; j < 500; j++)
			WANT(write(fds[1], buf, sizeof(buf)) == sizeof(buf));
		_exit(0);
	}
	close(fds[1]);
	for (i = 0; i < 2000; i++) {
		for (n = 0; n < PIPE_BUF; n += j) {
			j = (int)read(fds[0], buf + n, sizeof(buf) -
			    (size_t)n);
			ATF_REQUIRE(j > 0);
		}
		for (k = 1; k < PIPE_BUF; k++)
			ATF_REQUIRE_EQ(buf[0], buf[k]);
	}
	ATF_CHECK_EQ(0, read(fds[0], buf, 1));
	while (wait(NULL) > 0)
		continue;
}

ATF_TC_WITHOUT_HEAD(pipe__small_write_does_not_split_when_nonblocking);
ATF_TC_BODY(pipe__small_write_does_not_split_when_nonblocking, tc)
{
	char buf[PIPE_BUF];

	make_pipe(O_NONBLOCK);
	(void)fill(fds[1]);
	ATF_REQUIRE_EQ(PIPE_BUF - 1, read(fds[0], buf, PIPE_BUF - 1));
	ATF_CHECK_ERRNO(EAGAIN, write(fds[1], buf, PIPE_BUF) == -1);
	ATF_CHECK_EQ(PIPE_BUF - 1, write(fds[1], buf, PIPE_BUF - 1));
}

ATF_TC_WITHOUT_HEAD(read__eagain_when_the_pipe_is_empty);
ATF_TC_BODY(read__eagain_when_the_pipe_is_empty, tc)
{
	char c;

	make_pipe(O_NONBLOCK);
	ATF_CHECK_ERRNO(EAGAIN, read(fds[0], &c, 1) == -1);
	ATF_CHECK_EQ(0, read(fds[0], &c, 0));
	close(fds[1]);
	ATF_CHECK_EQ(0, read(fds[0], &c, 1));
}

ATF_TC_WITHOUT_HEAD(readv__eagain_when_the_pipe_is_empty);
ATF_TC_BODY(readv__eagain_when_the_pipe_is_empty, tc)
{
	char c;
	struct iovec iov = { &c, 1 };

	make_pipe(O_NONBLOCK);
	ATF_CHECK_ERRNO(EAGAIN, readv(fds[0], &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(write__eagain_when_the_pipe_is_full);
ATF_TC_BODY(write__eagain_when_the_pipe_is_full, tc)
{

	make_pipe(O_NONBLOCK);
	(void)fill(fds[1]);
	ATF_CHECK_ERRNO(EAGAIN, write(fds[1], "x", 1) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__eagain_when_the_pipe_is_full);
ATF_TC_BODY(writev__eagain_when_the_pipe_is_full, tc)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };

	make_pipe(O_NONBLOCK);
	(void)fill(fds[1]);
	ATF_CHECK_ERRNO(EAGAIN, writev(fds[1], &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(write__epipe_when_nobody_reads);
ATF_TC_BODY(write__epipe_when_nobody_reads, tc)
{

	make_pipe(0);
	catch_signal(SIGPIPE, 0);
	close(fds[0]);
	ATF_CHECK_ERRNO(EPIPE, write(fds[1], "x", 1) == -1);
	ATF_CHECK_EQ(SIGPIPE, h_caught);
	signal(SIGPIPE, SIG_IGN);
	ATF_CHECK_ERRNO(EPIPE, write(fds[1], "x", 1) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__epipe_when_nobody_reads);
ATF_TC_BODY(writev__epipe_when_nobody_reads, tc)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };

	make_pipe(0);
	signal(SIGPIPE, SIG_IGN);
	close(fds[0]);
	ATF_CHECK_ERRNO(EPIPE, writev(fds[1], &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(write__reader_leaves_while_blocked);
ATF_TC_BODY(write__reader_leaves_while_blocked, tc)
{
	pid_t pid;

	signal(SIGPIPE, SIG_IGN);
	make_pipe(0);
	(void)fill(fds[1]);
	pid = fork();
	if (pid == 0) {
		close(fds[1]);
		await_sleep(getppid());
		_exit(0);
	}
	close(fds[0]);
	ATF_CHECK_ERRNO(EPIPE, write(fds[1], "x", 1) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(read__eintr_when_a_signal_is_caught);
ATF_TC_BODY(read__eintr_when_a_signal_is_caught, tc)
{
	char c;
	pid_t pid;

	make_pipe(0);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, read(fds[0], &c, 1) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(readv__eintr_when_a_signal_is_caught);
ATF_TC_BODY(readv__eintr_when_a_signal_is_caught, tc)
{
	char c;
	struct iovec iov = { &c, 1 };
	pid_t pid;

	make_pipe(0);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, readv(fds[0], &iov, 1) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(write__eintr_when_a_signal_is_caught);
ATF_TC_BODY(write__eintr_when_a_signal_is_caught, tc)
{
	static char big[100000];
	pid_t pid;

	make_pipe(0);
	(void)fill(fds[1]);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, write(fds[1], "x", 1) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	/* A part that was written counts. */
	ATF_REQUIRE_EQ(30000, read(fds[0], big, 30000));
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_EQ(30000, write(fds[1], big, sizeof(big)));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(writev__eintr_when_a_signal_is_caught);
ATF_TC_BODY(writev__eintr_when_a_signal_is_caught, tc)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };
	pid_t pid;

	make_pipe(0);
	(void)fill(fds[1]);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, writev(fds[1], &iov, 1) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(read__efault_moves_nothing);
ATF_TC_BODY(read__efault_moves_nothing, tc)
{
	char buf[8];

	make_pipe(0);
	ATF_REQUIRE_EQ(5, write(fds[1], "hello", 5));
	ATF_CHECK_ERRNO(EFAULT, read(fds[0], BADPTR, 5) == -1);
	ATF_CHECK_ERRNO(EFAULT, write(fds[1], BADPTR, 5) == -1);
	ATF_CHECK_EQ(5, read(fds[0], buf, sizeof(buf)));
	ATF_CHECK_EQ(0, memcmp(buf, "hello", 5));
}

ATF_TC_WITHOUT_HEAD(pipe__closed_end_in_child);
ATF_TC_BODY(pipe__closed_end_in_child, tc)
{
	char c;
	int i, status;
	pid_t pid;

	/* Ping-pong, many times. */
	int back[2];

	make_pipe(0);
	ATF_REQUIRE_EQ(0, pipe(back));
	pid = fork();
	if (pid == 0) {
		close(fds[1]);
		close(back[0]);
		while (read(fds[0], &c, 1) == 1)
			WANT(write(back[1], &c, 1) == 1);
		_exit(0);
	}
	close(fds[0]);
	close(back[1]);
	for (i = 0; i < 2000; i++) {
		c = (char)i;
		ATF_REQUIRE_EQ(1, write(fds[1], &c, 1));
		c = 0;
		ATF_REQUIRE_EQ(1, read(back[0], &c, 1));
		ATF_REQUIRE_EQ((char)i, c);
	}
	close(fds[1]);
	ATF_CHECK_EQ(0, read(back[0], &c, 1));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, pipe2__flags);
	ATF_TP_ADD_TC(tp, pipe2__einval_when_flags_are_bad);
	ATF_TP_ADD_TC(tp, pipe2__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, pipe2__emfile_when_one_descriptor_is_left);
	ATF_TP_ADD_TC(tp, pipe2__enfile_when_the_system_has_too_many_files);
	ATF_TP_ADD_TC(tp, pipe__bytes_in_order);
	ATF_TP_ADD_TC(tp, pipe__bulk_between_processes);
	ATF_TP_ADD_TC(tp, pipe__holds_64_kib);
	ATF_TP_ADD_TC(tp, pipe__small_writes_are_atomic);
	ATF_TP_ADD_TC(tp, pipe__small_write_does_not_split_when_nonblocking);
	ATF_TP_ADD_TC(tp, read__eagain_when_the_pipe_is_empty);
	ATF_TP_ADD_TC(tp, readv__eagain_when_the_pipe_is_empty);
	ATF_TP_ADD_TC(tp, write__eagain_when_the_pipe_is_full);
	ATF_TP_ADD_TC(tp, writev__eagain_when_the_pipe_is_full);
	ATF_TP_ADD_TC(tp, write__epipe_when_nobody_reads);
	ATF_TP_ADD_TC(tp, writev__epipe_when_nobody_reads);
	ATF_TP_ADD_TC(tp, write__reader_leaves_while_blocked);
	ATF_TP_ADD_TC(tp, read__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, readv__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, write__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, writev__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, read__efault_moves_nothing);
	ATF_TP_ADD_TC(tp, pipe__closed_end_in_child);
	return (atf_no_error());
}
