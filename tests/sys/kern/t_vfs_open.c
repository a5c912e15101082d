/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * openat(2): flags, errors, and that a failure changes nothing.
 */

#include <sys/resource.h>
#include <sys/sysctl.h>
#include "h_vfs.h"

static int
try_open(int dirfd, const char *path)
{
	int fd;

	fd = openat(dirfd, path, O_RDONLY);
	if (fd >= 0)
		(void)close(fd);
	return (fd);
}

static int
try_creat(int dirfd, const char *path)
{
	int fd;

	fd = openat(dirfd, path, O_RDWR | O_CREAT | O_EXCL, 0644);
	if (fd >= 0)
		(void)close(fd);
	return (fd);
}

ATF_TC_WITHOUT_HEAD(openat__eacces);
ATF_TC_BODY(openat__eacces, tc)
{

	try_eacces(try_open);
}

ATF_TC_WITHOUT_HEAD(openat__efault);
ATF_TC_BODY(openat__efault, tc)
{

	try_efault(try_open);
}

ATF_TC_WITHOUT_HEAD(openat__eloop);
ATF_TC_BODY(openat__eloop, tc)
{

	try_eloop(try_open);
}

ATF_TC_WITHOUT_HEAD(openat__enametoolong);
ATF_TC_BODY(openat__enametoolong, tc)
{

	try_enametoolong(try_open);
}

ATF_TC_WITHOUT_HEAD(openat__enoent);
ATF_TC_BODY(openat__enoent, tc)
{

	try_enoent_file(try_open);
}

ATF_TC_WITHOUT_HEAD(openat__enotdir);
ATF_TC_BODY(openat__enotdir, tc)
{

	try_enotdir_at(try_open);
}

ATF_TC_WITHOUT_HEAD(openat__ebadf);
ATF_TC_BODY(openat__ebadf, tc)
{

	try_ebadf(try_open);
}

ATF_TC_WITHOUT_HEAD(openat__eexist);
ATF_TC_BODY(openat__eexist, tc)
{

	try_eexist(try_creat);
}

ATF_TC_WITHOUT_HEAD(openat__enospc);
ATF_TC_BODY(openat__enospc, tc)
{

	try_enospc(try_creat);
}

ATF_TC_WITHOUT_HEAD(openat__eacces_when_the_directory_is_closed);
ATF_TC_BODY(openat__eacces_when_the_directory_is_closed, tc)
{

	try_eacces_write(try_creat);
}

ATF_TC_WITHOUT_HEAD(openat__enoent_when_creating);
ATF_TC_BODY(openat__enoent_when_creating, tc)
{

	try_enoent(try_creat);
}

static int	open_mode;

static void
want_open_eacces(void)
{

	WANT_ERRNO(EACCES, open("file", open_mode) == -1);
}

ATF_TC_WITHOUT_HEAD(openat__eacces_by_mode);
ATF_TC_BODY(openat__eacces_by_mode, tc)
{
	static const struct {
		mode_t	mode;
		int	flags;
	} bad[] = {
		{ 0333, O_RDONLY }, { 0555, O_WRONLY }, { 0555, O_RDWR },
		{ 0333, O_RDWR }, { 0555, O_RDONLY | O_TRUNC },
		{ 0666, O_EXEC },
	};
	size_t i;

	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	make_file("file", 0);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ATF_REQUIRE_EQ(0, chmod("file", bad[i].mode));
		open_mode = bad[i].flags;
		in_child(NOBODY, want_open_eacces);
	}
	ATF_REQUIRE_EQ(0, chmod("file", 0600));
	check_file("file");
}

static void
interrupted_open(void)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = h_catch;
	WANT(sigaction(SIGALRM, &sa, NULL) == 0);
	(void)signal_asleep(SIGALRM);
	WANT_ERRNO(EINTR, open("fifo", O_RDONLY) == -1);
	WANT(h_caught == SIGALRM);
}

ATF_TC_WITHOUT_HEAD(openat__eintr);
ATF_TC_BODY(openat__eintr, tc)
{

	ATF_REQUIRE_EQ(0, mkfifo("fifo", 0666));
	in_child(0, interrupted_open);
}

ATF_TC_WITHOUT_HEAD(openat__einval);
ATF_TC_BODY(openat__einval, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EINVAL, open("file", O_ACCMODE) == -1);
	ATF_CHECK_ERRNO(EINVAL, open("file", O_WRONLY | O_EXEC) == -1);
	ATF_CHECK_ERRNO(EINVAL, open("file", 0x40000000) == -1);
	ATF_CHECK_ERRNO(EINVAL, open("new", O_CREAT | O_DIRECTORY, 0600) == -1);
	ATF_CHECK(!is_there("new"));
	ATF_CHECK_ERRNO(EINVAL, open("file", O_TRUNC | O_ACCMODE) == -1);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(openat__eisdir);
ATF_TC_BODY(openat__eisdir, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(EISDIR, open("dir", O_WRONLY) == -1);
	ATF_CHECK_ERRNO(EISDIR, open("dir", O_RDWR) == -1);
	ATF_CHECK_ERRNO(EISDIR, open("dir", O_RDONLY | O_CREAT, 0600) == -1);
	ATF_CHECK_ERRNO(EISDIR, open("dir", O_RDONLY | O_TRUNC) == -1);
	ATF_CHECK_ERRNO(EISDIR, open("/", O_WRONLY) == -1);
}

ATF_TC_WITHOUT_HEAD(openat__eloop_when_nofollow);
ATF_TC_BODY(openat__eloop_when_nofollow, tc)
{

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, symlink("file", "link"));
	ATF_CHECK_ERRNO(ELOOP, open("link", O_RDONLY | O_NOFOLLOW) == -1);
	ATF_CHECK_ERRNO(ELOOP, open("link", O_RDWR | O_TRUNC | O_NOFOLLOW) == -1);
	check_file("link");
}

static void
open_too_many(void)
{
	struct rlimit rl = { 6, 6 };
	int i;

	WANT(setrlimit(RLIMIT_NOFILE, &rl) == 0);
	for (i = 0; i < 10; i++)
		if (open("file", O_RDONLY) == -1)
			break;
	WANT(i < 10 && errno == EMFILE);
	/* Nothing is made or cut off when there is no descriptor. */
	WANT_ERRNO(EMFILE, open("new", O_RDWR | O_CREAT, 0600) == -1);
	WANT(!is_there("new"));
	WANT_ERRNO(EMFILE, open("file", O_RDWR | O_TRUNC) == -1);
}

ATF_TC_WITHOUT_HEAD(openat__emfile);
ATF_TC_BODY(openat__emfile, tc)
{

	make_file("file", 0644);
	in_child(0, open_too_many);
	check_file("file");
}

static void
open_beyond_system(void)
{

	WANT_ERRNO(ENFILE, open("file", O_RDONLY) == -1);
	WANT_ERRNO(ENFILE, open("new", O_RDWR | O_CREAT, 0666) == -1);
}

ATF_TC_WITHOUT_HEAD(openat__enfile);
ATF_TC_BODY(openat__enfile, tc)
{
	int max, low = 1;
	size_t len = sizeof(max);

	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	make_file("file", 0666);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", &max, &len, NULL, 0));
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", NULL, NULL, &low,
	    sizeof(low)));
	in_child(NOBODY, open_beyond_system);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", NULL, NULL, &max,
	    sizeof(max)));
	ATF_CHECK(!is_there("new"));
}

ATF_TC_WITHOUT_HEAD(openat__enotdir_when_a_directory_is_wanted);
ATF_TC_BODY(openat__enotdir_when_a_directory_is_wanted, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(ENOTDIR, open("file", O_RDONLY | O_DIRECTORY) == -1);
	ATF_CHECK_ERRNO(ENOTDIR, open("file/", O_RDONLY) == -1);
	ATF_REQUIRE_EQ(0, symlink("file", "link"));
	ATF_CHECK_ERRNO(ENOTDIR, open("link/", O_RDONLY) == -1);
}

ATF_TC_WITHOUT_HEAD(openat__enxio);
ATF_TC_BODY(openat__enxio, tc)
{

	ATF_REQUIRE_EQ(0, mkfifo("fifo", 0666));
	ATF_CHECK_ERRNO(ENXIO, open("fifo", O_WRONLY | O_NONBLOCK) == -1);
	ATF_REQUIRE_EQ(0, mknod("dev", S_IFCHR | 0666, makedev(4000, 1)));
	ATF_CHECK_ERRNO(ENXIO, open("dev", O_RDONLY) == -1);
}

ATF_TC_WITHOUT_HEAD(openat__erofs);
ATF_TC_BODY(openat__erofs, tc)
{

	make_readonly();
	ATF_CHECK_ERRNO(EROFS, open("readonly/file", O_WRONLY) == -1);
	ATF_CHECK_ERRNO(EROFS, open("readonly/file", O_RDWR) == -1);
	ATF_CHECK_ERRNO(EROFS, open("readonly/file", O_RDONLY | O_TRUNC) == -1);
	ATF_CHECK_ERRNO(EROFS, open("readonly/new", O_WRONLY | O_CREAT,
	    0600) == -1);
	ATF_CHECK_ERRNO(ENOENT, open("readonly/new", O_WRONLY) == -1);
	check_file("readonly/file");
}

static void
run_copy(void)
{

	execl("./sleep", "sleep", "20", (char *)NULL);
}

ATF_TC_WITHOUT_HEAD(openat__etxtbsy);
ATF_TC_BODY(openat__etxtbsy, tc)
{
	char buf[65536];
	int from, fd;
	ssize_t n;
	pid_t pid;

	from = open("/bin/sleep", O_RDONLY);
	if (from < 0)
		from = open("/usr/bin/true", O_RDONLY);
	ATF_REQUIRE(from >= 0);
	fd = open("sleep", O_WRONLY | O_CREAT, 0755);
	ATF_REQUIRE(fd >= 0);
	while ((n = read(from, buf, sizeof(buf))) > 0)
		ATF_REQUIRE_EQ(n, write(fd, buf, (size_t)n));
	/* Not while somebody writes, either. */
	ATF_CHECK_ERRNO(ETXTBSY, execl("./sleep", "sleep", "0",
	    (char *)NULL) == -1);
	ATF_REQUIRE_EQ(0, close(fd));
	pid = fork();
	if (pid == 0) {
		run_copy();
		_exit(1);
	}
	for (int i = 0; i < 100; i++) {
		fd = open("sleep", O_WRONLY);
		if (fd == -1)
			break;
		close(fd);
		msleep(20);
	}
	ATF_CHECK_ERRNO(ETXTBSY, open("sleep", O_WRONLY) == -1);
	ATF_CHECK_ERRNO(ETXTBSY, open("sleep", O_RDONLY | O_TRUNC) == -1);
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	fd = open("sleep", O_WRONLY);
	ATF_CHECK(fd >= 0);
}

ATF_TC_WITHOUT_HEAD(openat__modes);
ATF_TC_BODY(openat__modes, tc)
{
	struct stat sb;
	mode_t old;
	int fd;

	old = umask(027);
	fd = open("masked", O_WRONLY | O_CREAT, 0666);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(S_IFREG | 0640, sb.st_mode);
	ATF_CHECK_EQ(0, sb.st_size);
	ATF_CHECK_EQ(1, sb.st_nlink);
	(void)umask(0);
	/* The mode does not matter for the open that creates the file. */
	fd = open("closed", O_RDWR | O_CREAT, 0);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(1, write(fd, "x", 1));
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(S_IFREG, sb.st_mode);
	(void)umask(old);
}

ATF_TC_WITHOUT_HEAD(openat__trunc_append_excl);
ATF_TC_BODY(openat__trunc_append_excl, tc)
{
	char buf[20];
	int fd, fd2;

	make_file("file", 0644);
	fd = open("file", O_WRONLY | O_APPEND);
	fd2 = open("file", O_WRONLY | O_APPEND);
	ATF_REQUIRE(fd >= 0 && fd2 >= 0);
	ATF_CHECK_EQ(3, write(fd, "one", 3));
	ATF_CHECK_EQ(3, write(fd2, "two", 3));
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_SET));
	ATF_CHECK_EQ(5, write(fd, "three", 5));
	fd = open("file", O_RDONLY);
	ATF_CHECK_EQ(15, read(fd, buf, sizeof(buf)));
	ATF_CHECK_EQ(0, memcmp(buf, "textonetwothree", 15));
	fd = open("file", O_RDWR | O_TRUNC | O_CREAT, 0644);
	ATF_CHECK_EQ(0, read(fd, buf, sizeof(buf)));
	ATF_CHECK_ERRNO(EEXIST, open("file", O_CREAT | O_EXCL | O_RDWR, 0644) == -1);
}

static void
append_beyond_limit(void)
{
	struct rlimit rl = { 4, 4 };
	int fd;

	(void)signal(SIGXFSZ, SIG_IGN);
	WANT(setrlimit(RLIMIT_FSIZE, &rl) == 0);
	fd = open("file", O_WRONLY | O_APPEND);
	WANT(fd >= 0);
	WANT(lseek(fd, 1, SEEK_SET) == 1);
	WANT_ERRNO(EFBIG, write(fd, "x", 1) == -1);
	WANT(lseek(fd, 0, SEEK_CUR) == 1);
	WANT(write(fd, "x", 0) == 0);
	WANT(lseek(fd, 0, SEEK_CUR) == 1);
}

ATF_TC_WITHOUT_HEAD(openat__append_that_fails_moves_no_offset);
ATF_TC_BODY(openat__append_that_fails_moves_no_offset, tc)
{

	make_file("file", 0644);
	in_child(0, append_beyond_limit);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(openat__through_links);
ATF_TC_BODY(openat__through_links, tc)
{
	int fd;

	ATF_REQUIRE_EQ(0, symlink("target", "link"));
	fd = open("link", O_WRONLY | O_CREAT, 0644);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK(is_there("target"));
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_REQUIRE_EQ(0, symlink("../target", "dir/link"));
	ATF_CHECK(open("dir/link", O_RDONLY) >= 0);
	ATF_CHECK(open("dir/../dir/./link", O_RDONLY) >= 0);
	ATF_CHECK(open("./dir//link", O_RDONLY) >= 0);
	ATF_CHECK_ERRNO(ENOENT, open("new/", O_WRONLY | O_CREAT, 0644) == -1);
}

ATF_TC_WITHOUT_HEAD(openat__relative_to_a_directory);
ATF_TC_BODY(openat__relative_to_a_directory, tc)
{
	int dfd, fd;

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	dfd = open("dir", O_RDONLY | O_DIRECTORY);
	ATF_REQUIRE(dfd >= 0);
	fd = openat(dfd, "file", O_WRONLY | O_CREAT, 0644);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK(is_there("dir/file"));
	/* The directory may move; an absolute path does not ask it. */
	ATF_REQUIRE_EQ(0, rename("dir", "moved"));
	ATF_CHECK(openat(dfd, "file", O_RDONLY) >= 0);
	ATF_CHECK(openat(dfd, "/dev/null", O_RDONLY) >= 0);
	ATF_CHECK(openat(dfd, "..", O_RDONLY) >= 0);
	ATF_REQUIRE_EQ(0, unlink("moved/file"));
	ATF_REQUIRE_EQ(0, rmdir("moved"));
	ATF_CHECK_ERRNO(ENOENT, openat(dfd, "file", O_WRONLY | O_CREAT, 0644) == -1);
}

ATF_TC_WITHOUT_HEAD(openat__exec_only);
ATF_TC_BODY(openat__exec_only, tc)
{
	char c;
	int fd;

	make_file("file", 0755);
	fd = open("file", O_EXEC);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EBADF, read(fd, &c, 1) == -1);
	ATF_CHECK_ERRNO(EBADF, write(fd, "x", 1) == -1);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(openat__cloexec_and_flags);
ATF_TC_BODY(openat__cloexec_and_flags, tc)
{
	int fd;

	make_file("file", 0644);
	fd = open("file", O_RDWR | O_CLOEXEC | O_APPEND | O_NONBLOCK | O_SYNC);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	ATF_CHECK_EQ(O_RDWR | O_APPEND | O_NONBLOCK | O_SYNC,
	    fcntl(fd, F_GETFL));
	ATF_CHECK_EQ(1, write(fd, "x", 1));
}

ATF_TC_WITHOUT_HEAD(openat__lowest_descriptor);
ATF_TC_BODY(openat__lowest_descriptor, tc)
{
	int a, b;

	make_file("file", 0644);
	a = open("file", O_RDONLY);
	b = open("file", O_RDONLY);
	ATF_CHECK_EQ(a + 1, b);
	ATF_REQUIRE_EQ(0, close(a));
	ATF_CHECK_ERRNO(ENOENT, open("missing", O_RDONLY) == -1);
	ATF_CHECK_EQ(a, open("file", O_RDONLY));
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, openat__eacces);
	ATF_TP_ADD_TC(tp, openat__efault);
	ATF_TP_ADD_TC(tp, openat__eloop);
	ATF_TP_ADD_TC(tp, openat__enametoolong);
	ATF_TP_ADD_TC(tp, openat__enoent);
	ATF_TP_ADD_TC(tp, openat__enotdir);
	ATF_TP_ADD_TC(tp, openat__ebadf);
	ATF_TP_ADD_TC(tp, openat__eexist);
	ATF_TP_ADD_TC(tp, openat__enospc);
	ATF_TP_ADD_TC(tp, openat__eacces_when_the_directory_is_closed);
	ATF_TP_ADD_TC(tp, openat__enoent_when_creating);
	ATF_TP_ADD_TC(tp, openat__eacces_by_mode);
	ATF_TP_ADD_TC(tp, openat__eintr);
	ATF_TP_ADD_TC(tp, openat__einval);
	ATF_TP_ADD_TC(tp, openat__eisdir);
	ATF_TP_ADD_TC(tp, openat__eloop_when_nofollow);
	ATF_TP_ADD_TC(tp, openat__emfile);
	ATF_TP_ADD_TC(tp, openat__enfile);
	ATF_TP_ADD_TC(tp, openat__enotdir_when_a_directory_is_wanted);
	ATF_TP_ADD_TC(tp, openat__enxio);
	ATF_TP_ADD_TC(tp, openat__erofs);
	ATF_TP_ADD_TC(tp, openat__etxtbsy);
	ATF_TP_ADD_TC(tp, openat__modes);
	ATF_TP_ADD_TC(tp, openat__trunc_append_excl);
	ATF_TP_ADD_TC(tp, openat__append_that_fails_moves_no_offset);
	ATF_TP_ADD_TC(tp, openat__through_links);
	ATF_TP_ADD_TC(tp, openat__relative_to_a_directory);
	ATF_TP_ADD_TC(tp, openat__exec_only);
	ATF_TP_ADD_TC(tp, openat__cloexec_and_flags);
	ATF_TP_ADD_TC(tp, openat__lowest_descriptor);
	return (atf_no_error());
}
