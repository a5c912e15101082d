/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptors: close(2), close_range(2), dup(2), dup2(2), fcntl(2), lseek(2),
 * ioctl(2), fstat(2).
 */

#include <sys/filio.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <termios.h>
#include "h_kern.h"

static int
open_file(void)
{
	int fd;

	fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	ATF_REQUIRE(fd >= 0);
	return (fd);
}

static bool
is_open(int fd)
{

	return (fcntl(fd, F_GETFD) != -1);
}

ATF_TC_WITHOUT_HEAD(close__lowest_is_used_again);
ATF_TC_BODY(close__lowest_is_used_again, tc)
{
	int a, b, c;

	a = open_file();
	b = dup(a);
	c = dup(a);
	ATF_CHECK_EQ(a + 1, b);
	ATF_CHECK_EQ(b + 1, c);
	ATF_REQUIRE_EQ(0, close(b));
	ATF_CHECK_EQ(b, dup(a));
}

ATF_TC_WITHOUT_HEAD(close__ebadf_when_not_open);
ATF_TC_BODY(close__ebadf_when_not_open, tc)
{
	int fd = open_file();

	ATF_REQUIRE_EQ(0, close(fd));
	ATF_CHECK_ERRNO(EBADF, close(fd) == -1);
	ATF_CHECK_ERRNO(EBADF, close(-1) == -1);
	ATF_CHECK_ERRNO(EBADF, close(BADFD) == -1);
	ATF_CHECK_ERRNO(EBADF, close(INT32_MIN) == -1);
}

ATF_TC_WITHOUT_HEAD(close_range__closes_and_marks);
ATF_TC_BODY(close_range__closes_and_marks, tc)
{
	int fd = open_file();

	ATF_REQUIRE_EQ(50, fcntl(fd, F_DUPFD, 50));
	ATF_REQUIRE_EQ(51, dup2(fd, 51));
	ATF_REQUIRE_EQ(200, dup2(fd, 200));
	ATF_REQUIRE_EQ(0, close_range(51, 200, CLOSE_RANGE_CLOEXEC));
	ATF_CHECK_EQ(0, fcntl(50, F_GETFD));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(51, F_GETFD));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(200, F_GETFD));
	ATF_REQUIRE_EQ(0, close_range(50, 51, 0));
	ATF_CHECK(!is_open(50) && !is_open(51) && is_open(200));
	ATF_REQUIRE_EQ(0, close_range(100, ~0U, 0));
	ATF_CHECK(!is_open(200) && is_open(fd));
	/* Nothing is open there. */
	ATF_CHECK_EQ(0, close_range(1000, 2000, 0));
}

ATF_TC_WITHOUT_HEAD(close_range__einval_when_arguments_are_bad);
ATF_TC_BODY(close_range__einval_when_arguments_are_bad, tc)
{
	int fd = open_file();

	ATF_CHECK_ERRNO(EINVAL, close_range(fd + 1, fd, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, close_range(fd, fd, 1) == -1);
	ATF_CHECK(is_open(fd));
}

ATF_TC_WITHOUT_HEAD(dup__shares_the_offset_not_the_flags);
ATF_TC_BODY(dup__shares_the_offset_not_the_flags, tc)
{
	int a = open_file(), b;

	ATF_REQUIRE_EQ(0, fcntl(a, F_SETFD, FD_CLOEXEC));
	b = dup(a);
	ATF_CHECK_EQ(0, fcntl(b, F_GETFD));
	ATF_REQUIRE_EQ(7, lseek(a, 7, SEEK_SET));
	ATF_CHECK_EQ(7, lseek(b, 0, SEEK_CUR));
	ATF_REQUIRE_EQ(0, fcntl(a, F_SETFL, O_APPEND));
	ATF_CHECK_EQ(O_RDWR | O_APPEND, fcntl(b, F_GETFL));
}

ATF_TC_WITHOUT_HEAD(dup__ebadf_when_not_open);
ATF_TC_BODY(dup__ebadf_when_not_open, tc)
{

	ATF_CHECK_ERRNO(EBADF, dup(-1) == -1);
	ATF_CHECK_ERRNO(EBADF, dup(BADFD) == -1);
	ATF_CHECK_ERRNO(EBADF, dup(900) == -1);
}

ATF_TC_WITHOUT_HEAD(dup__emfile_when_the_limit_is_reached);
ATF_TC_BODY(dup__emfile_when_the_limit_is_reached, tc)
{
	struct rlimit rl;
	int fd = open_file(), n = 0, last = fd, next;

	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_NOFILE, &rl));
	rl.rlim_cur = 100;
	ATF_REQUIRE_EQ(0, setrlimit(RLIMIT_NOFILE, &rl));
	while ((next = dup(fd)) != -1) {
		ATF_REQUIRE_EQ(last + 1, next);
		last = next;
		n++;
	}
	ATF_CHECK_EQ(EMFILE, errno);
	ATF_CHECK_EQ(99, last);
	ATF_REQUIRE_EQ(0, close(50));
	ATF_CHECK_EQ(50, dup(fd));
	/* atf needs some to write its result. */
	ATF_REQUIRE_EQ(0, close_range(3, ~0U, 0));
}

ATF_TC_WITHOUT_HEAD(dup__tables_grow);
ATF_TC_BODY(dup__tables_grow, tc)
{
	struct stat a, b;
	int fd = open_file(), i;

	for (i = fd + 1; i < 1000; i++)
		ATF_REQUIRE_EQ(i, dup(fd));
	ATF_REQUIRE_EQ(0, fstat(fd, &a));
	for (i = 999; i > fd; i -= 7) {
		ATF_REQUIRE_EQ(0, fstat(i, &b));
		ATF_CHECK_EQ(a.st_ino, b.st_ino);
		ATF_REQUIRE_EQ(0, close(i));
		ATF_CHECK_EQ(i, dup(fd));
	}
}

ATF_TC_WITHOUT_HEAD(dup2__replaces);
ATF_TC_BODY(dup2__replaces, tc)
{
	int fd = open_file(), fds[2];
	char c;

	ATF_REQUIRE_EQ(0, pipe(fds));
	/* The pipe's only writer is closed by it. */
	ATF_REQUIRE_EQ(fds[1], dup2(fd, fds[1]));
	ATF_CHECK_EQ(0, read(fds[0], &c, 1));
	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFD, FD_CLOEXEC));
	ATF_CHECK_EQ(fd, dup2(fd, fd));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	ATF_CHECK_EQ(0, fcntl(fds[1], F_GETFD));
}

ATF_TC_WITHOUT_HEAD(dup2__ebadf_when_out_of_range);
ATF_TC_BODY(dup2__ebadf_when_out_of_range, tc)
{
	int fd = open_file();

	ATF_CHECK_ERRNO(EBADF, dup2(-1, fd) == -1);
	ATF_CHECK_ERRNO(EBADF, dup2(900, fd) == -1);
	ATF_CHECK_ERRNO(EBADF, dup2(900, 900) == -1);
	ATF_CHECK_ERRNO(EBADF, dup2(fd, -1) == -1);
	ATF_CHECK_ERRNO(EBADF, dup2(fd, BADFD) == -1);
	ATF_CHECK(is_open(fd));
}

ATF_TC_WITHOUT_HEAD(fcntl__dupfd);
ATF_TC_BODY(fcntl__dupfd, tc)
{
	int fd = open_file();

	ATF_CHECK_EQ(100, fcntl(fd, F_DUPFD, 100));
	ATF_CHECK_EQ(0, fcntl(100, F_GETFD));
	ATF_CHECK_EQ(101, fcntl(fd, F_DUPFD_CLOEXEC, 100));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(101, F_GETFD));
	ATF_CHECK_EQ(300, fcntl(fd, F_DUP2FD, 300));
	ATF_CHECK_EQ(0, fcntl(300, F_GETFD));
	ATF_CHECK_EQ(300, fcntl(fd, F_DUP2FD_CLOEXEC, 300));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(300, F_GETFD));
}

ATF_TC_WITHOUT_HEAD(fcntl__flags);
ATF_TC_BODY(fcntl__flags, tc)
{
	int fd = open_file();

	ATF_CHECK_EQ(O_RDWR, fcntl(fd, F_GETFL));
	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFL, O_NONBLOCK | O_APPEND));
	ATF_CHECK_EQ(O_RDWR | O_NONBLOCK | O_APPEND, fcntl(fd, F_GETFL));
	/* The access mode is not changed, unknown flags are not kept. */
	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFL, O_WRONLY | O_CREAT));
	ATF_CHECK_EQ(O_RDWR, fcntl(fd, F_GETFL));
	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFD, FD_CLOEXEC));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFD, 0));
	ATF_CHECK_EQ(0, fcntl(fd, F_GETFD));
	fd = open("file", O_WRONLY);
	ATF_CHECK_EQ(O_WRONLY, fcntl(fd, F_GETFL));
}

ATF_TC_WITHOUT_HEAD(fcntl__ebadf_when_not_open);
ATF_TC_BODY(fcntl__ebadf_when_not_open, tc)
{
	static const int cmds[] = { F_DUPFD, F_DUPFD_CLOEXEC, F_DUP2FD,
	    F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, 9999 };
	size_t i;

	for (i = 0; i < sizeof(cmds) / sizeof(cmds[0]); i++) {
		ATF_CHECK_ERRNO(EBADF, fcntl(-1, cmds[i], 0) == -1);
		ATF_CHECK_ERRNO(EBADF, fcntl(900, cmds[i], 0) == -1);
	}
	ATF_CHECK_ERRNO(EBADF, fcntl(0, F_DUP2FD, BADFD) == -1);
}

ATF_TC_WITHOUT_HEAD(fcntl__einval_when_the_command_is_unknown);
ATF_TC_BODY(fcntl__einval_when_the_command_is_unknown, tc)
{
	int fd = open_file();

	ATF_CHECK_ERRNO(EINVAL, fcntl(fd, 9999, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, fcntl(fd, F_DUPFD, -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, fcntl(fd, F_DUPFD, BADFD) == -1);
	ATF_CHECK_ERRNO(EINVAL, fcntl(fd, F_SETOWN, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(fcntl__emfile_when_the_limit_is_reached);
ATF_TC_BODY(fcntl__emfile_when_the_limit_is_reached, tc)
{
	struct rlimit rl;
	int fd = open_file();

	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_NOFILE, &rl));
	rl.rlim_cur = 64;
	ATF_REQUIRE_EQ(0, setrlimit(RLIMIT_NOFILE, &rl));
	ATF_REQUIRE_EQ(63, fcntl(fd, F_DUPFD, 63));
	ATF_CHECK_ERRNO(EMFILE, fcntl(fd, F_DUPFD, 63) == -1);
	ATF_CHECK(!is_open(64));
}

ATF_TC_WITHOUT_HEAD(lseek__positions);
ATF_TC_BODY(lseek__positions, tc)
{
	int fd = open_file();

	ATF_REQUIRE_EQ(10, write(fd, "0123456789", 10));
	ATF_CHECK_EQ(3, lseek(fd, 3, SEEK_SET));
	ATF_CHECK_EQ(5, lseek(fd, 2, SEEK_CUR));
	ATF_CHECK_EQ(9, lseek(fd, -1, SEEK_END));
	ATF_CHECK_EQ(100, lseek(fd, 100, SEEK_SET));
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_DATA));
	ATF_CHECK_EQ(10, lseek(fd, 0, SEEK_HOLE));
}

ATF_TC_WITHOUT_HEAD(lseek__ebadf_when_not_open);
ATF_TC_BODY(lseek__ebadf_when_not_open, tc)
{

	ATF_CHECK_ERRNO(EBADF, lseek(-1, 0, SEEK_SET) == -1);
}

ATF_TC_WITHOUT_HEAD(lseek__einval_when_negative);
ATF_TC_BODY(lseek__einval_when_negative, tc)
{
	int fd = open_file();

	ATF_REQUIRE_EQ(4, lseek(fd, 4, SEEK_SET));
	ATF_CHECK_ERRNO(EINVAL, lseek(fd, -1, SEEK_SET) == -1);
	ATF_CHECK_ERRNO(EINVAL, lseek(fd, -5, SEEK_CUR) == -1);
	ATF_CHECK_ERRNO(EINVAL, lseek(fd, 0, 99) == -1);
	ATF_CHECK_EQ(4, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(lseek__enxio_when_there_is_no_data);
ATF_TC_BODY(lseek__enxio_when_there_is_no_data, tc)
{
	int fd = open_file();

	ATF_REQUIRE_EQ(3, write(fd, "abc", 3));
	ATF_CHECK_ERRNO(ENXIO, lseek(fd, 3, SEEK_DATA) == -1);
	ATF_CHECK_ERRNO(ENXIO, lseek(fd, 100, SEEK_HOLE) == -1);
	ATF_CHECK_EQ(3, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(lseek__eoverflow_when_too_far);
ATF_TC_BODY(lseek__eoverflow_when_too_far, tc)
{
	int fd = open_file();

	ATF_REQUIRE_EQ(10, lseek(fd, 10, SEEK_SET));
	ATF_CHECK_ERRNO(EOVERFLOW, lseek(fd, INT64_MAX, SEEK_CUR) == -1);
	ATF_CHECK_EQ(10, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(lseek__espipe_when_it_is_a_pipe);
ATF_TC_BODY(lseek__espipe_when_it_is_a_pipe, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(ESPIPE, lseek(fds[0], 0, SEEK_CUR) == -1);
}

ATF_TC_WITHOUT_HEAD(ioctl__generic);
ATF_TC_BODY(ioctl__generic, tc)
{
	int fds[2], n, on = 1;
	char c;

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_REQUIRE_EQ(3, write(fds[1], "abc", 3));
	ATF_REQUIRE_EQ(0, ioctl(fds[0], FIONREAD, &n));
	ATF_CHECK_EQ(3, n);
	ATF_REQUIRE_EQ(3, read(fds[0], (char [3]){ 0 }, 3));
	ATF_REQUIRE_EQ(0, ioctl(fds[0], FIONBIO, &on));
	ATF_CHECK(fcntl(fds[0], F_GETFL) & O_NONBLOCK);
	ATF_CHECK_ERRNO(EAGAIN, read(fds[0], &c, 1) == -1);
	ATF_REQUIRE_EQ(0, ioctl(fds[0], FIOCLEX));
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fds[0], F_GETFD));
	ATF_REQUIRE_EQ(0, ioctl(fds[0], FIONCLEX));
	ATF_CHECK_EQ(0, fcntl(fds[0], F_GETFD));
}

ATF_TC_WITHOUT_HEAD(ioctl__ebadf_when_not_open);
ATF_TC_BODY(ioctl__ebadf_when_not_open, tc)
{
	int n;

	ATF_CHECK_ERRNO(EBADF, ioctl(-1, FIONREAD, &n) == -1);
	ATF_CHECK_ERRNO(EBADF, ioctl(900, FIOCLEX) == -1);
}

ATF_TC_WITHOUT_HEAD(ioctl__efault_when_the_pointer_is_bad);
ATF_TC_BODY(ioctl__efault_when_the_pointer_is_bad, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EFAULT, ioctl(fds[0], FIONREAD, BADPTR) == -1);
	ATF_CHECK_ERRNO(EFAULT, ioctl(fds[0], FIONBIO, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(ioctl__enotty_when_the_file_has_no_such_request);
ATF_TC_BODY(ioctl__enotty_when_the_file_has_no_such_request, tc)
{
	struct termios t;
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(ENOTTY, ioctl(fds[0], TIOCGETA, &t) == -1);
	ATF_CHECK_ERRNO(ENOTTY, ioctl(open_file(), TIOCGETA, &t) == -1);
	ATF_CHECK_ERRNO(ENOTTY, ioctl(fds[0], 0x1234, &t) == -1);
}

ATF_TC_WITHOUT_HEAD(fstat__pipe_and_file);
ATF_TC_BODY(fstat__pipe_and_file, tc)
{
	struct stat a, b;
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_REQUIRE_EQ(0, fstat(fds[0], &a));
	ATF_REQUIRE_EQ(0, fstat(fds[1], &b));
	ATF_CHECK(S_ISFIFO(a.st_mode));
	ATF_CHECK_EQ(a.st_ino, b.st_ino);
	ATF_CHECK_EQ(a.st_dev, b.st_dev);
	ATF_CHECK_EQ(getuid(), a.st_uid);
	ATF_REQUIRE_EQ(0, fstat(open_file(), &a));
	ATF_CHECK(S_ISREG(a.st_mode));
	ATF_CHECK_EQ(0600, a.st_mode & 07777);
}

ATF_TC_WITHOUT_HEAD(fstat__ebadf_when_not_open);
ATF_TC_BODY(fstat__ebadf_when_not_open, tc)
{
	struct stat sb;

	ATF_CHECK_ERRNO(EBADF, fstat(-1, &sb) == -1);
	ATF_CHECK_ERRNO(EBADF, fstat(900, &sb) == -1);
}

ATF_TC_WITHOUT_HEAD(fstat__efault_when_the_pointer_is_bad);
ATF_TC_BODY(fstat__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, fstat(open_file(), BADPTR) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, close__lowest_is_used_again);
	ATF_TP_ADD_TC(tp, close__ebadf_when_not_open);
	ATF_TP_ADD_TC(tp, close_range__closes_and_marks);
	ATF_TP_ADD_TC(tp, close_range__einval_when_arguments_are_bad);
	ATF_TP_ADD_TC(tp, dup__shares_the_offset_not_the_flags);
	ATF_TP_ADD_TC(tp, dup__ebadf_when_not_open);
	ATF_TP_ADD_TC(tp, dup__emfile_when_the_limit_is_reached);
	ATF_TP_ADD_TC(tp, dup__tables_grow);
	ATF_TP_ADD_TC(tp, dup2__replaces);
	ATF_TP_ADD_TC(tp, dup2__ebadf_when_out_of_range);
	ATF_TP_ADD_TC(tp, fcntl__dupfd);
	ATF_TP_ADD_TC(tp, fcntl__flags);
	ATF_TP_ADD_TC(tp, fcntl__ebadf_when_not_open);
	ATF_TP_ADD_TC(tp, fcntl__einval_when_the_command_is_unknown);
	ATF_TP_ADD_TC(tp, fcntl__emfile_when_the_limit_is_reached);
	ATF_TP_ADD_TC(tp, lseek__positions);
	ATF_TP_ADD_TC(tp, lseek__ebadf_when_not_open);
	ATF_TP_ADD_TC(tp, lseek__einval_when_negative);
	ATF_TP_ADD_TC(tp, lseek__enxio_when_there_is_no_data);
	ATF_TP_ADD_TC(tp, lseek__eoverflow_when_too_far);
	ATF_TP_ADD_TC(tp, lseek__espipe_when_it_is_a_pipe);
	ATF_TP_ADD_TC(tp, ioctl__generic);
	ATF_TP_ADD_TC(tp, ioctl__ebadf_when_not_open);
	ATF_TP_ADD_TC(tp, ioctl__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, ioctl__enotty_when_the_file_has_no_such_request);
	ATF_TP_ADD_TC(tp, fstat__pipe_and_file);
	ATF_TP_ADD_TC(tp, fstat__ebadf_when_not_open);
	ATF_TP_ADD_TC(tp, fstat__efault_when_the_pointer_is_bad);
	return (atf_no_error());
}
