/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * read(2), write(2) and their relatives, as far as the kind of file does not
 * matter or is a plain file, a directory or a device.
 */

#include <sys/event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <fcntl.h>
#include <limits.h>
#include <pty.h>
#include <termios.h>
#include "h_kern.h"

static int
open_file(const char *contents)
{
	int fd;

	fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ((ssize_t)strlen(contents), write(fd, contents,
	    strlen(contents)));
	ATF_REQUIRE_EQ(0, lseek(fd, 0, SEEK_SET));
	return (fd);
}

ATF_TC_WITHOUT_HEAD(read__file);
ATF_TC_BODY(read__file, tc)
{
	char buf[10];
	int fd = open_file("abcdef");

	ATF_CHECK_EQ(4, read(fd, buf, 4));
	ATF_CHECK_EQ(0, memcmp(buf, "abcd", 4));
	ATF_CHECK_EQ(2, read(fd, buf, 4));
	ATF_CHECK_EQ(0, memcmp(buf, "ef", 2));
	ATF_CHECK_EQ(0, read(fd, buf, 4));
	ATF_CHECK_EQ(0, read(fd, BADPTR, 0));
}

ATF_TC_WITHOUT_HEAD(read__ebadf_when_not_open_to_read);
ATF_TC_BODY(read__ebadf_when_not_open_to_read, tc)
{
	char c;
	int fd;

	ATF_CHECK_ERRNO(EBADF, read(-1, &c, 1) == -1);
	ATF_CHECK_ERRNO(EBADF, read(900, &c, 1) == -1);
	fd = open("file", O_WRONLY | O_CREAT, 0600);
	ATF_CHECK_ERRNO(EBADF, read(fd, &c, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(read__efault_when_the_buffer_is_bad);
ATF_TC_BODY(read__efault_when_the_buffer_is_bad, tc)
{
	int fd = open_file("abc");

	ATF_CHECK_ERRNO(EFAULT, read(fd, BADPTR, 1) == -1);
	ATF_CHECK_ERRNO(EFAULT, read(fd, KERNPTR, 1) == -1);
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(read__einval_when_too_long);
ATF_TC_BODY(read__einval_when_too_long, tc)
{
	char c;

	ATF_CHECK_ERRNO(EINVAL, read(open_file("a"), &c,
	    (size_t)SSIZE_MAX + 1) == -1);
}

ATF_TC_WITHOUT_HEAD(read__eisdir_when_it_is_a_directory);
ATF_TC_BODY(read__eisdir_when_it_is_a_directory, tc)
{
	char c;

	ATF_CHECK_ERRNO(EISDIR, read(open(".", O_RDONLY), &c, 1) == -1);
}

/*
 * A file of procfs(5) whose process is gone.
 */
static int
open_gone(void)
{
	char path[64];
	int fd;
	pid_t pid = fork();

	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		pause();
		_exit(0);
	}
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	fd = open(path, O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	return (fd);
}

ATF_TC_WITHOUT_HEAD(read__esrch_when_the_process_is_gone);
ATF_TC_BODY(read__esrch_when_the_process_is_gone, tc)
{
	char c = 'x';

	ATF_CHECK_ERRNO(ESRCH, read(open_gone(), &c, 1) == -1);
	ATF_CHECK_EQ('x', c);
}

/*
 * Run fn in a background group, orphaned or not, of a session whose
 * controlling terminal is its argument.
 */
static void
in_background(void (*fn)(int))
{
	int master, slave, status;
	pid_t pid, job;

	ATF_REQUIRE_EQ(0, openpty(&master, &slave, NULL, NULL, NULL));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(setsid() > 0);
		WANT(ioctl(slave, TIOCSCTTY, 0) == 0);
		job = fork();
		if (job == 0) {
			WANT(setpgid(0, 0) == 0);
			fn(slave);
			_exit(0);
		}
		WANT(waitpid(job, &status, 0) == job);
		_exit(status == 0 ? 0 : 1);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

static void
background_read(int tty)
{
	char c;

	signal(SIGTTIN, SIG_IGN);
	WANT_ERRNO(EIO, read(tty, &c, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(read__eio_when_in_the_background);
ATF_TC_BODY(read__eio_when_in_the_background, tc)
{

	in_background(background_read);
}

ATF_TC_WITHOUT_HEAD(write__file);
ATF_TC_BODY(write__file, tc)
{
	char buf[10];
	int fd = open_file("");

	ATF_CHECK_EQ(3, write(fd, "abc", 3));
	ATF_CHECK_EQ(3, write(fd, "def", 3));
	ATF_CHECK_EQ(0, write(fd, BADPTR, 0));
	ATF_REQUIRE_EQ(0, lseek(fd, 0, SEEK_SET));
	ATF_CHECK_EQ(6, read(fd, buf, sizeof(buf)));
	ATF_CHECK_EQ(0, memcmp(buf, "abcdef", 6));
	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFL, O_APPEND));
	ATF_REQUIRE_EQ(0, lseek(fd, 0, SEEK_SET));
	ATF_CHECK_EQ(1, write(fd, "g", 1));
	ATF_CHECK_EQ(7, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(write__ebadf_when_not_open_to_write);
ATF_TC_BODY(write__ebadf_when_not_open_to_write, tc)
{

	(void)open_file("");
	ATF_CHECK_ERRNO(EBADF, write(-1, "x", 1) == -1);
	ATF_CHECK_ERRNO(EBADF, write(open("file", O_RDONLY), "x", 1) == -1);
}

ATF_TC_WITHOUT_HEAD(write__efault_when_the_buffer_is_bad);
ATF_TC_BODY(write__efault_when_the_buffer_is_bad, tc)
{
	int fd = open_file("");

	ATF_CHECK_ERRNO(EFAULT, write(fd, BADPTR, 1) == -1);
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_CUR));
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_END));
}

ATF_TC_WITHOUT_HEAD(write__einval_when_too_long);
ATF_TC_BODY(write__einval_when_too_long, tc)
{

	ATF_CHECK_ERRNO(EINVAL, write(open_file(""), "", SIZE_MAX) == -1);
}

static void
child_efbig(void)
{
	struct rlimit rl = { 100, 100 };
	char buf[200] = { 0 };
	struct iovec iov = { buf, 200 };
	int fd;

	fd = open("file", O_RDWR | O_TRUNC);
	WANT(fd >= 0);
	signal(SIGXFSZ, h_catch);
	WANT(setrlimit(RLIMIT_FSIZE, &rl) == 0);
	WANT(write(fd, buf, 200) == 100);
	h_caught = 0;
	WANT_ERRNO(EFBIG, write(fd, buf, 1) == -1);
	WANT(h_caught == SIGXFSZ);
	WANT_ERRNO(EFBIG, writev(fd, &iov, 1) == -1);
	WANT_ERRNO(EFBIG, pwrite(fd, buf, 1, 100) == -1);
	WANT_ERRNO(EFBIG, pwritev(fd, &iov, 1, 100) == -1);
	WANT(lseek(fd, 0, SEEK_END) == 100);
}

ATF_TC_WITHOUT_HEAD(write__efbig_when_beyond_the_limit);
ATF_TC_BODY(write__efbig_when_beyond_the_limit, tc)
{

	(void)open_file("");
	in_child(0, child_efbig);
}

ATF_TC_WITHOUT_HEAD(writev__efbig_when_beyond_the_limit);
ATF_TC_BODY(writev__efbig_when_beyond_the_limit, tc)
{

	(void)open_file("");
	in_child(0, child_efbig);
}

ATF_TC_WITHOUT_HEAD(pwrite__efbig_when_beyond_the_limit);
ATF_TC_BODY(pwrite__efbig_when_beyond_the_limit, tc)
{

	(void)open_file("");
	in_child(0, child_efbig);
}

ATF_TC_WITHOUT_HEAD(pwritev__efbig_when_beyond_the_limit);
ATF_TC_BODY(pwritev__efbig_when_beyond_the_limit, tc)
{

	(void)open_file("");
	in_child(0, child_efbig);
}

ATF_TC_WITHOUT_HEAD(write__enospc_when_the_device_is_full);
ATF_TC_BODY(write__enospc_when_the_device_is_full, tc)
{
	int fd = open("/dev/full", O_WRONLY);

	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(ENOSPC, write(fd, "x", 1) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__enospc_when_the_device_is_full);
ATF_TC_BODY(writev__enospc_when_the_device_is_full, tc)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };
	int fd = open("/dev/full", O_WRONLY);

	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(ENOSPC, writev(fd, &iov, 1) == -1);
}

/*
 * Run fn in a background group that is an orphan, of a session with a
 * controlling terminal, and require that it returns 0.
 */
static void
in_orphaned_group(int (*fn)(int))
{
	int fds[2], master, slave, status;
	char result = 99;
	pid_t pid;

	ATF_REQUIRE_EQ(0, openpty(&master, &slave, NULL, NULL, NULL));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(setsid() > 0);
		WANT(ioctl(slave, TIOCSCTTY, 0) == 0);
		WANT(pipe(fds) == 0);
		pid = fork();
		if (pid == 0) {
			WANT(setpgid(0, 0) == 0);
			pid = getpid();
			if (fork() != 0)
				_exit(0);
			while (getppid() == pid)
				msleep(10);
			result = (char)fn(slave);
			(void)write(fds[1], &result, 1);
			_exit(0);
		}
		WANT(waitpid(pid, &status, 0) == pid);
		WANT(read(fds[0], &result, 1) == 1);
		_exit(result);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFEXITED(status));
	ATF_CHECK_EQ(0, WEXITSTATUS(status));
}

static void
background_write(int tty)
{
	struct termios t;

	signal(SIGTTOU, SIG_IGN);
	WANT(tcgetattr(tty, &t) == 0);
	t.c_lflag |= TOSTOP;
	WANT(tcsetattr(tty, TCSANOW, &t) == 0);
	/* Ignored: it may write. */
	WANT(write(tty, "x", 1) == 1);
}

static int
orphaned_write(int tty)
{
	struct termios t;

	signal(SIGTTOU, SIG_IGN);
	if (tcgetattr(tty, &t) != 0)
		return (1);
	t.c_lflag |= TOSTOP;
	if (tcsetattr(tty, TCSANOW, &t) != 0)
		return (2);
	signal(SIGTTOU, SIG_DFL);
	errno = 0;
	return (write(tty, "x", 1) == -1 && errno == EIO ? 0 : 3);
}

ATF_TC_WITHOUT_HEAD(write__eio_when_in_an_orphaned_background_group);
ATF_TC_BODY(write__eio_when_in_an_orphaned_background_group, tc)
{

	in_background(background_write);
	in_orphaned_group(orphaned_write);
}

static int
orphaned_ioctl(int tty)
{
	struct termios t;

	signal(SIGTTOU, SIG_DFL);
	if (ioctl(tty, TIOCGETA, &t) != 0)
		return (1);
	errno = 0;
	return (ioctl(tty, TIOCSETA, &t) == -1 && errno == EIO ? 0 : 2);
}

static void
background_readv(int tty)
{
	char c;
	struct iovec iov = { &c, 1 };

	signal(SIGTTIN, SIG_IGN);
	WANT_ERRNO(EIO, readv(tty, &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(readv__eio_when_in_the_background);
ATF_TC_BODY(readv__eio_when_in_the_background, tc)
{

	in_background(background_readv);
}

static int
orphaned_writev(int tty)
{
	struct iovec iov = { "x", 1 };
	struct termios t;

	signal(SIGTTOU, SIG_IGN);
	if (tcgetattr(tty, &t) != 0)
		return (1);
	t.c_lflag |= TOSTOP;
	if (tcsetattr(tty, TCSANOW, &t) != 0)
		return (2);
	signal(SIGTTOU, SIG_DFL);
	errno = 0;
	return (writev(tty, &iov, 1) == -1 && errno == EIO ? 0 : 3);
}

ATF_TC_WITHOUT_HEAD(writev__eio_when_in_an_orphaned_background_group);
ATF_TC_BODY(writev__eio_when_in_an_orphaned_background_group, tc)
{

	in_orphaned_group(orphaned_writev);
}

static void
on_usr1(int sig)
{

	(void)sig;
}

/* Output that nobody takes never drains. */
ATF_TC_WITHOUT_HEAD(ioctl__eintr_when_a_signal_is_caught);
ATF_TC_BODY(ioctl__eintr_when_a_signal_is_caught, tc)
{
	const struct timespec ts = { 0, 10000000 };
	struct sigaction sa;
	int master, slave, status;
	pid_t pid;

	ATF_REQUIRE_EQ(0, openpty(&master, &slave, NULL, NULL, NULL));
	ATF_REQUIRE_EQ(1, write(slave, "x", 1));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		memset(&sa, 0, sizeof(sa));
		sa.sa_handler = on_usr1;
		WANT(sigaction(SIGUSR1, &sa, NULL) == 0);
		WANT_ERRNO(EINTR, ioctl(slave, TIOCDRAIN) == -1);
		_exit(0);
	}
	/* The first may come before the child waits. */
	while (waitpid(pid, &status, WNOHANG) == 0) {
		ATF_REQUIRE_EQ(0, nanosleep(&ts, NULL));
		ATF_REQUIRE_EQ(0, kill(pid, SIGUSR1));
	}
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(ioctl__eio_when_in_an_orphaned_background_group);
ATF_TC_BODY(ioctl__eio_when_in_an_orphaned_background_group, tc)
{

	in_orphaned_group(orphaned_ioctl);
}

/* A terminal whose master has been closed. */
static int
gone_terminal(void)
{
	int master, slave;

	ATF_REQUIRE_EQ(0, openpty(&master, &slave, NULL, NULL, NULL));
	ATF_REQUIRE_EQ(0, close(master));
	return (slave);
}

ATF_TC_WITHOUT_HEAD(read__enxio_when_the_terminal_is_gone);
ATF_TC_BODY(read__enxio_when_the_terminal_is_gone, tc)
{
	char c;

	ATF_CHECK_ERRNO(ENXIO, read(gone_terminal(), &c, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(write__enxio_when_the_terminal_is_gone);
ATF_TC_BODY(write__enxio_when_the_terminal_is_gone, tc)
{

	ATF_CHECK_ERRNO(ENXIO, write(gone_terminal(), "x", 1) == -1);
}

ATF_TC_WITHOUT_HEAD(readv__enxio_when_the_terminal_is_gone);
ATF_TC_BODY(readv__enxio_when_the_terminal_is_gone, tc)
{
	char c;
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(ENXIO, readv(gone_terminal(), &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__enxio_when_the_terminal_is_gone);
ATF_TC_BODY(writev__enxio_when_the_terminal_is_gone, tc)
{
	struct iovec iov = { "x", 1 };

	ATF_CHECK_ERRNO(ENXIO, writev(gone_terminal(), &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(mmap__enodev_when_the_terminal_is_gone);
ATF_TC_BODY(mmap__enodev_when_the_terminal_is_gone, tc)
{

	ATF_CHECK_ERRNO(ENODEV, mmap(NULL, 4096, PROT_READ, MAP_SHARED,
	    gone_terminal(), 0) == MAP_FAILED);
}

ATF_TC_WITHOUT_HEAD(ioctl__enxio_when_the_terminal_is_gone);
ATF_TC_BODY(ioctl__enxio_when_the_terminal_is_gone, tc)
{
	struct termios t;

	ATF_CHECK_ERRNO(ENXIO, ioctl(gone_terminal(), TIOCGETA, &t) == -1);
}

static void
child_sctty(void)
{
	int master, slave;

	WANT(openpty(&master, &slave, NULL, NULL, NULL) == 0);
	/* Only the leader of a session gets a terminal. */
	WANT(setpgid(0, 0) == 0);
	WANT_ERRNO(EPERM, ioctl(slave, TIOCSCTTY, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(ioctl__eperm_when_not_a_session_leader);
ATF_TC_BODY(ioctl__eperm_when_not_a_session_leader, tc)
{

	in_child(0, child_sctty);
}

ATF_TC_WITHOUT_HEAD(ioctl__einval_when_the_value_is_bad);
ATF_TC_BODY(ioctl__einval_when_the_value_is_bad, tc)
{
	int master, slave, status, pgrp = -5;
	pid_t pid;

	ATF_REQUIRE_EQ(0, openpty(&master, &slave, NULL, NULL, NULL));
	pid = fork();
	if (pid == 0) {
		WANT(setsid() > 0);
		WANT(ioctl(slave, TIOCSCTTY, 0) == 0);
		WANT_ERRNO(EINVAL, ioctl(slave, TIOCSPGRP, &pgrp) == -1);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(readv__and_writev);
ATF_TC_BODY(readv__and_writev, tc)
{
	char a[3], b[4], many[IOV_MAX];
	struct iovec iov[IOV_MAX];
	int fd = open_file(""), i;

	iov[0] = (struct iovec){ "abc", 3 };
	iov[1] = (struct iovec){ NULL, 0 };
	iov[2] = (struct iovec){ "defg", 4 };
	ATF_CHECK_EQ(7, writev(fd, iov, 3));
	ATF_REQUIRE_EQ(0, lseek(fd, 0, SEEK_SET));
	iov[0] = (struct iovec){ a, 3 };
	iov[2] = (struct iovec){ b, 4 };
	ATF_CHECK_EQ(7, readv(fd, iov, 3));
	ATF_CHECK_EQ(0, memcmp(a, "abc", 3));
	ATF_CHECK_EQ(0, memcmp(b, "defg", 4));
	for (i = 0; i < IOV_MAX; i++) {
		many[i] = (char)i;
		iov[i] = (struct iovec){ &many[i], 1 };
	}
	ATF_CHECK_EQ(IOV_MAX, writev(fd, iov, IOV_MAX));
}

ATF_TC_WITHOUT_HEAD(readv__ebadf_when_not_open_to_read);
ATF_TC_BODY(readv__ebadf_when_not_open_to_read, tc)
{
	char c;
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(EBADF, readv(-1, &iov, 1) == -1);
	ATF_CHECK_ERRNO(EBADF, readv(open("file", O_WRONLY | O_CREAT, 0600),
	    &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(readv__efault_when_a_pointer_is_bad);
ATF_TC_BODY(readv__efault_when_a_pointer_is_bad, tc)
{
	struct iovec iov = { BADPTR, 1 };
	int fd = open_file("abc");

	ATF_CHECK_ERRNO(EFAULT, readv(fd, BADPTR, 1) == -1);
	ATF_CHECK_ERRNO(EFAULT, readv(fd, &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(readv__einval_when_the_vector_is_bad);
ATF_TC_BODY(readv__einval_when_the_vector_is_bad, tc)
{
	char c;
	struct iovec iov[2] = { { &c, SSIZE_MAX }, { &c, SSIZE_MAX } };
	int fd = open_file("abc");

	ATF_CHECK_ERRNO(EINVAL, readv(fd, iov, 2) == -1);
	ATF_CHECK_ERRNO(EINVAL, readv(fd, iov, -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, readv(fd, iov, IOV_MAX + 1) == -1);
}

ATF_TC_WITHOUT_HEAD(readv__esrch_when_the_process_is_gone);
ATF_TC_BODY(readv__esrch_when_the_process_is_gone, tc)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(ESRCH, readv(open_gone(), &iov, 1) == -1);
	ATF_CHECK_EQ('x', c);
}

ATF_TC_WITHOUT_HEAD(readv__eisdir_when_it_is_a_directory);
ATF_TC_BODY(readv__eisdir_when_it_is_a_directory, tc)
{
	char c;
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(EISDIR, readv(open(".", O_RDONLY), &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__ebadf_when_not_open_to_write);
ATF_TC_BODY(writev__ebadf_when_not_open_to_write, tc)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };

	(void)open_file("");
	ATF_CHECK_ERRNO(EBADF, writev(-1, &iov, 1) == -1);
	ATF_CHECK_ERRNO(EBADF, writev(open("file", O_RDONLY), &iov, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__efault_when_a_pointer_is_bad);
ATF_TC_BODY(writev__efault_when_a_pointer_is_bad, tc)
{
	struct iovec iov = { BADPTR, 1 };
	int fd = open_file("");

	ATF_CHECK_ERRNO(EFAULT, writev(fd, BADPTR, 1) == -1);
	ATF_CHECK_ERRNO(EFAULT, writev(fd, &iov, 1) == -1);
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_END));
}

ATF_TC_WITHOUT_HEAD(writev__einval_when_the_vector_is_bad);
ATF_TC_BODY(writev__einval_when_the_vector_is_bad, tc)
{
	char c = 0;
	struct iovec iov[2] = { { &c, SSIZE_MAX }, { &c, 1 } };
	int fd = open_file("");

	ATF_CHECK_ERRNO(EINVAL, writev(fd, iov, 2) == -1);
	ATF_CHECK_ERRNO(EINVAL, writev(fd, iov, -1) == -1);
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_END));
}

ATF_TC_WITHOUT_HEAD(pread__leaves_the_offset);
ATF_TC_BODY(pread__leaves_the_offset, tc)
{
	char a[2], b[2];
	struct iovec iov[2] = { { a, 2 }, { b, 2 } };
	int fd = open_file("abcdef");

	ATF_CHECK_EQ(2, pread(fd, a, 2, 3));
	ATF_CHECK_EQ(0, memcmp(a, "de", 2));
	ATF_CHECK_EQ(0, pread(fd, a, 2, 6));
	ATF_CHECK_EQ(4, preadv(fd, iov, 2, 1));
	ATF_CHECK_EQ(0, memcmp(a, "bc", 2));
	ATF_CHECK_EQ(0, memcmp(b, "de", 2));
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(pwrite__leaves_the_offset);
ATF_TC_BODY(pwrite__leaves_the_offset, tc)
{
	char buf[8];
	struct iovec iov[2] = { { "1", 1 }, { "2", 1 } };
	int fd = open_file("abcdef");

	ATF_CHECK_EQ(2, pwrite(fd, "XY", 2, 1));
	ATF_CHECK_EQ(2, pwritev(fd, iov, 2, 5));
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_CUR));
	ATF_CHECK_EQ(7, read(fd, buf, sizeof(buf)));
	ATF_CHECK_EQ(0, memcmp(buf, "aXYde12", 7));
}

ATF_TC_WITHOUT_HEAD(pread__ebadf_when_not_open_to_read);
ATF_TC_BODY(pread__ebadf_when_not_open_to_read, tc)
{
	char c;

	ATF_CHECK_ERRNO(EBADF, pread(-1, &c, 1, 0) == -1);
	ATF_CHECK_ERRNO(EBADF, pread(open("file", O_WRONLY | O_CREAT, 0600),
	    &c, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pread__efault_when_the_buffer_is_bad);
ATF_TC_BODY(pread__efault_when_the_buffer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, pread(open_file("abc"), BADPTR, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pread__einval_when_the_offset_is_negative);
ATF_TC_BODY(pread__einval_when_the_offset_is_negative, tc)
{
	char c;

	ATF_CHECK_ERRNO(EINVAL, pread(open_file("abc"), &c, 1, -1) == -1);
}

ATF_TC_WITHOUT_HEAD(pread__esrch_when_the_process_is_gone);
ATF_TC_BODY(pread__esrch_when_the_process_is_gone, tc)
{
	char c = 'x';

	ATF_CHECK_ERRNO(ESRCH, pread(open_gone(), &c, 1, 0) == -1);
	ATF_CHECK_EQ('x', c);
}

ATF_TC_WITHOUT_HEAD(pread__eisdir_when_it_is_a_directory);
ATF_TC_BODY(pread__eisdir_when_it_is_a_directory, tc)
{
	char c;

	ATF_CHECK_ERRNO(EISDIR, pread(open(".", O_RDONLY), &c, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pread__espipe_when_it_is_a_pipe);
ATF_TC_BODY(pread__espipe_when_it_is_a_pipe, tc)
{
	int fds[2];
	char c;

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(ESPIPE, pread(fds[0], &c, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pwrite__ebadf_when_not_open_to_write);
ATF_TC_BODY(pwrite__ebadf_when_not_open_to_write, tc)
{

	(void)open_file("");
	ATF_CHECK_ERRNO(EBADF, pwrite(-1, "x", 1, 0) == -1);
	ATF_CHECK_ERRNO(EBADF, pwrite(open("file", O_RDONLY), "x", 1,
	    0) == -1);
}

ATF_TC_WITHOUT_HEAD(pwrite__efault_when_the_buffer_is_bad);
ATF_TC_BODY(pwrite__efault_when_the_buffer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, pwrite(open_file(""), BADPTR, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pwrite__einval_when_the_offset_is_negative);
ATF_TC_BODY(pwrite__einval_when_the_offset_is_negative, tc)
{

	ATF_CHECK_ERRNO(EINVAL, pwrite(open_file(""), "x", 1, -1) == -1);
}

ATF_TC_WITHOUT_HEAD(pwrite__enospc_when_the_device_is_full);
ATF_TC_BODY(pwrite__enospc_when_the_device_is_full, tc)
{

	ATF_CHECK_ERRNO(ENOSPC, pwrite(open("/dev/full", O_WRONLY), "x", 1,
	    0) == -1);
}

ATF_TC_WITHOUT_HEAD(pwrite__espipe_when_it_is_a_pipe);
ATF_TC_BODY(pwrite__espipe_when_it_is_a_pipe, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(ESPIPE, pwrite(fds[1], "x", 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(preadv__ebadf_when_not_open_to_read);
ATF_TC_BODY(preadv__ebadf_when_not_open_to_read, tc)
{
	char c;
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(EBADF, preadv(-1, &iov, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(preadv__efault_when_a_pointer_is_bad);
ATF_TC_BODY(preadv__efault_when_a_pointer_is_bad, tc)
{
	struct iovec iov = { BADPTR, 1 };
	int fd = open_file("abc");

	ATF_CHECK_ERRNO(EFAULT, preadv(fd, BADPTR, 1, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, preadv(fd, &iov, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(preadv__einval_when_the_offset_is_negative);
ATF_TC_BODY(preadv__einval_when_the_offset_is_negative, tc)
{
	char c;
	struct iovec iov = { &c, 1 };
	int fd = open_file("abc");

	ATF_CHECK_ERRNO(EINVAL, preadv(fd, &iov, 1, -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, preadv(fd, &iov, -1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(preadv__esrch_when_the_process_is_gone);
ATF_TC_BODY(preadv__esrch_when_the_process_is_gone, tc)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(ESRCH, preadv(open_gone(), &iov, 1, 0) == -1);
	ATF_CHECK_EQ('x', c);
}

ATF_TC_WITHOUT_HEAD(preadv__eisdir_when_it_is_a_directory);
ATF_TC_BODY(preadv__eisdir_when_it_is_a_directory, tc)
{
	char c;
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(EISDIR, preadv(open(".", O_RDONLY), &iov, 1,
	    0) == -1);
}

ATF_TC_WITHOUT_HEAD(preadv__espipe_when_it_is_a_pipe);
ATF_TC_BODY(preadv__espipe_when_it_is_a_pipe, tc)
{
	int fds[2];
	char c;
	struct iovec iov = { &c, 1 };

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(ESPIPE, preadv(fds[0], &iov, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pwritev__ebadf_when_not_open_to_write);
ATF_TC_BODY(pwritev__ebadf_when_not_open_to_write, tc)
{
	char c = 0;
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(EBADF, pwritev(-1, &iov, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pwritev__efault_when_a_pointer_is_bad);
ATF_TC_BODY(pwritev__efault_when_a_pointer_is_bad, tc)
{
	struct iovec iov = { BADPTR, 1 };
	int fd = open_file("");

	ATF_CHECK_ERRNO(EFAULT, pwritev(fd, BADPTR, 1, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, pwritev(fd, &iov, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(pwritev__einval_when_the_offset_is_negative);
ATF_TC_BODY(pwritev__einval_when_the_offset_is_negative, tc)
{
	char c = 0;
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(EINVAL, pwritev(open_file(""), &iov, 1, -1) == -1);
}

ATF_TC_WITHOUT_HEAD(pwritev__enospc_when_the_device_is_full);
ATF_TC_BODY(pwritev__enospc_when_the_device_is_full, tc)
{
	char c = 0;
	struct iovec iov = { &c, 1 };

	ATF_CHECK_ERRNO(ENOSPC, pwritev(open("/dev/full", O_WRONLY), &iov, 1,
	    0) == -1);
}

ATF_TC_WITHOUT_HEAD(pwritev__espipe_when_it_is_a_pipe);
ATF_TC_BODY(pwritev__espipe_when_it_is_a_pipe, tc)
{
	int fds[2];
	char c = 0;
	struct iovec iov = { &c, 1 };

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(ESPIPE, pwritev(fds[1], &iov, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(read__eopnotsupp_when_it_is_an_event_queue);
ATF_TC_BODY(read__eopnotsupp_when_it_is_an_event_queue, tc)
{
	char c = 'x';
	int fd;

	ATF_REQUIRE((fd = kqueue()) != -1);
	ATF_CHECK_ERRNO(EOPNOTSUPP, read(fd, &c, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(write__eopnotsupp_when_it_is_an_event_queue);
ATF_TC_BODY(write__eopnotsupp_when_it_is_an_event_queue, tc)
{
	char c = 'x';
	int fd;

	ATF_REQUIRE((fd = kqueue()) != -1);
	ATF_CHECK_ERRNO(EOPNOTSUPP, write(fd, &c, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(readv__eopnotsupp_when_it_is_an_event_queue);
ATF_TC_BODY(readv__eopnotsupp_when_it_is_an_event_queue, tc)
{
	char c = 'x';
	int fd;

	ATF_REQUIRE((fd = kqueue()) != -1);
	ATF_CHECK_ERRNO(EOPNOTSUPP, readv(fd, &(struct iovec){ &c, 1 }, 1) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(writev__eopnotsupp_when_it_is_an_event_queue);
ATF_TC_BODY(writev__eopnotsupp_when_it_is_an_event_queue, tc)
{
	char c = 'x';
	int fd;

	ATF_REQUIRE((fd = kqueue()) != -1);
	ATF_CHECK_ERRNO(EOPNOTSUPP, writev(fd, &(struct iovec){ &c, 1 }, 1) ==
	    -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, read__file);
	ATF_TP_ADD_TC(tp, read__ebadf_when_not_open_to_read);
	ATF_TP_ADD_TC(tp, read__efault_when_the_buffer_is_bad);
	ATF_TP_ADD_TC(tp, read__einval_when_too_long);
	ATF_TP_ADD_TC(tp, read__eisdir_when_it_is_a_directory);
	ATF_TP_ADD_TC(tp, read__esrch_when_the_process_is_gone);
	ATF_TP_ADD_TC(tp, read__eio_when_in_the_background);
	ATF_TP_ADD_TC(tp, write__file);
	ATF_TP_ADD_TC(tp, write__ebadf_when_not_open_to_write);
	ATF_TP_ADD_TC(tp, write__efault_when_the_buffer_is_bad);
	ATF_TP_ADD_TC(tp, write__einval_when_too_long);
	ATF_TP_ADD_TC(tp, write__efbig_when_beyond_the_limit);
	ATF_TP_ADD_TC(tp, writev__efbig_when_beyond_the_limit);
	ATF_TP_ADD_TC(tp, pwrite__efbig_when_beyond_the_limit);
	ATF_TP_ADD_TC(tp, pwritev__efbig_when_beyond_the_limit);
	ATF_TP_ADD_TC(tp, write__enospc_when_the_device_is_full);
	ATF_TP_ADD_TC(tp, writev__enospc_when_the_device_is_full);
	ATF_TP_ADD_TC(tp, write__eio_when_in_an_orphaned_background_group);
	ATF_TP_ADD_TC(tp, ioctl__eio_when_in_an_orphaned_background_group);
	ATF_TP_ADD_TC(tp, read__enxio_when_the_terminal_is_gone);
	ATF_TP_ADD_TC(tp, write__enxio_when_the_terminal_is_gone);
	ATF_TP_ADD_TC(tp, readv__eio_when_in_the_background);
	ATF_TP_ADD_TC(tp, writev__eio_when_in_an_orphaned_background_group);
	ATF_TP_ADD_TC(tp, ioctl__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, readv__enxio_when_the_terminal_is_gone);
	ATF_TP_ADD_TC(tp, writev__enxio_when_the_terminal_is_gone);
	ATF_TP_ADD_TC(tp, mmap__enodev_when_the_terminal_is_gone);
	ATF_TP_ADD_TC(tp, ioctl__enxio_when_the_terminal_is_gone);
	ATF_TP_ADD_TC(tp, ioctl__eperm_when_not_a_session_leader);
	ATF_TP_ADD_TC(tp, ioctl__einval_when_the_value_is_bad);
	ATF_TP_ADD_TC(tp, readv__and_writev);
	ATF_TP_ADD_TC(tp, readv__ebadf_when_not_open_to_read);
	ATF_TP_ADD_TC(tp, readv__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, readv__einval_when_the_vector_is_bad);
	ATF_TP_ADD_TC(tp, readv__eisdir_when_it_is_a_directory);
	ATF_TP_ADD_TC(tp, readv__esrch_when_the_process_is_gone);
	ATF_TP_ADD_TC(tp, writev__ebadf_when_not_open_to_write);
	ATF_TP_ADD_TC(tp, writev__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, writev__einval_when_the_vector_is_bad);
	ATF_TP_ADD_TC(tp, pread__leaves_the_offset);
	ATF_TP_ADD_TC(tp, pwrite__leaves_the_offset);
	ATF_TP_ADD_TC(tp, pread__ebadf_when_not_open_to_read);
	ATF_TP_ADD_TC(tp, pread__efault_when_the_buffer_is_bad);
	ATF_TP_ADD_TC(tp, pread__einval_when_the_offset_is_negative);
	ATF_TP_ADD_TC(tp, pread__eisdir_when_it_is_a_directory);
	ATF_TP_ADD_TC(tp, pread__esrch_when_the_process_is_gone);
	ATF_TP_ADD_TC(tp, pread__espipe_when_it_is_a_pipe);
	ATF_TP_ADD_TC(tp, pwrite__ebadf_when_not_open_to_write);
	ATF_TP_ADD_TC(tp, pwrite__efault_when_the_buffer_is_bad);
	ATF_TP_ADD_TC(tp, pwrite__einval_when_the_offset_is_negative);
	ATF_TP_ADD_TC(tp, pwrite__enospc_when_the_device_is_full);
	ATF_TP_ADD_TC(tp, pwrite__espipe_when_it_is_a_pipe);
	ATF_TP_ADD_TC(tp, preadv__ebadf_when_not_open_to_read);
	ATF_TP_ADD_TC(tp, preadv__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, preadv__einval_when_the_offset_is_negative);
	ATF_TP_ADD_TC(tp, preadv__eisdir_when_it_is_a_directory);
	ATF_TP_ADD_TC(tp, preadv__esrch_when_the_process_is_gone);
	ATF_TP_ADD_TC(tp, preadv__espipe_when_it_is_a_pipe);
	ATF_TP_ADD_TC(tp, pwritev__ebadf_when_not_open_to_write);
	ATF_TP_ADD_TC(tp, pwritev__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, pwritev__einval_when_the_offset_is_negative);
	ATF_TP_ADD_TC(tp, pwritev__enospc_when_the_device_is_full);
	ATF_TP_ADD_TC(tp, pwritev__espipe_when_it_is_a_pipe);
	ATF_TP_ADD_TC(tp, read__eopnotsupp_when_it_is_an_event_queue);
	ATF_TP_ADD_TC(tp, write__eopnotsupp_when_it_is_an_event_queue);
	ATF_TP_ADD_TC(tp, readv__eopnotsupp_when_it_is_an_event_queue);
	ATF_TP_ADD_TC(tp, writev__eopnotsupp_when_it_is_an_event_queue);
	return (atf_no_error());
}
