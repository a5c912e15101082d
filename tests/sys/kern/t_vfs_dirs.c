/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls on directories: chdir(2), fchdir(2), chroot(2), getcwd(2),
 * getdirentries(2), umask(2), statvfs(2), fstatvfs(2).
 */

#include <sys/statvfs.h>
#include <dirent.h>
#include "h_vfs.h"

ssize_t	getdirentries(int, char *, size_t, off_t *);

static int
try_chdir(int dirfd, const char *path)
{

	return (chdir(path));
}

static int
try_chroot(int dirfd, const char *path)
{

	return (chroot(path));
}

static int
try_statvfs(int dirfd, const char *path)
{
	struct statvfs sv;

	return (statvfs(path, &sv));
}

ATF_TC_WITHOUT_HEAD(chdir__eacces);
ATF_TC_BODY(chdir__eacces, tc)
{

	try_eacces(try_chdir);
}

ATF_TC_WITHOUT_HEAD(chdir__efault);
ATF_TC_BODY(chdir__efault, tc)
{

	try_efault(try_chdir);
}

ATF_TC_WITHOUT_HEAD(chdir__eloop);
ATF_TC_BODY(chdir__eloop, tc)
{

	try_eloop(try_chdir);
}

ATF_TC_WITHOUT_HEAD(chdir__enametoolong);
ATF_TC_BODY(chdir__enametoolong, tc)
{

	try_enametoolong(try_chdir);
}

ATF_TC_WITHOUT_HEAD(chdir__enoent);
ATF_TC_BODY(chdir__enoent, tc)
{

	try_enoent_file(try_chdir);
}

ATF_TC_WITHOUT_HEAD(chdir__enotdir);
ATF_TC_BODY(chdir__enotdir, tc)
{

	try_enotdir(try_chdir);
}

static void
want_chdir_eacces(void)
{
	int fd;

	WANT_ERRNO(EACCES, chdir("closed") == -1);
	fd = open("readable", O_RDONLY);
	WANT(fd >= 0);
	WANT_ERRNO(EACCES, fchdir(fd) == -1);
}

ATF_TC_WITHOUT_HEAD(chdir__eacces_when_it_may_not_be_searched);
ATF_TC_BODY(chdir__eacces_when_it_may_not_be_searched, tc)
{
	char before[PATH_MAX], after[PATH_MAX];

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	ATF_REQUIRE_EQ(0, mkdir("closed", 0700));
	ATF_REQUIRE_EQ(0, mkdir("readable", 0744));
	ATF_REQUIRE_EQ(0, chmod("readable", 0744));
	ATF_REQUIRE(getcwd(before, sizeof(before)) != NULL);
	in_child(NOBODY, want_chdir_eacces);
	ATF_REQUIRE(getcwd(after, sizeof(after)) != NULL);
	ATF_CHECK_STREQ(before, after);
}

ATF_TC_WITHOUT_HEAD(chdir__enotdir_when_it_is_a_file);
ATF_TC_BODY(chdir__enotdir_when_it_is_a_file, tc)
{

	make_file("file", 0755);
	ATF_CHECK_ERRNO(ENOTDIR, chdir("file") == -1);
}

ATF_TC_WITHOUT_HEAD(chdir__moves);
ATF_TC_BODY(chdir__moves, tc)
{
	char before[PATH_MAX], after[PATH_MAX];
	int fd;

	ATF_REQUIRE(getcwd(before, sizeof(before)) != NULL);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	make_file("dir/file", 0644);
	ATF_REQUIRE_EQ(0, symlink("dir", "link"));
	fd = open(".", O_RDONLY);
	ATF_REQUIRE_EQ(0, chdir("link"));
	check_file("file");
	ATF_REQUIRE(getcwd(after, sizeof(after)) != NULL);
	strlcat(before, "/dir", sizeof(before));
	ATF_CHECK_STREQ(before, after);
	ATF_REQUIRE_EQ(0, chdir(".."));
	check_file("dir/file");
	ATF_REQUIRE_EQ(0, chdir("/"));
	ATF_REQUIRE(getcwd(after, sizeof(after)) != NULL);
	ATF_CHECK_STREQ("/", after);
	ATF_REQUIRE_EQ(0, chdir(".."));
	ATF_REQUIRE(getcwd(after, sizeof(after)) != NULL);
	ATF_CHECK_STREQ("/", after);
	ATF_REQUIRE_EQ(0, fchdir(fd));
	check_file("dir/file");
}

ATF_TC_WITHOUT_HEAD(fchdir__eacces);
ATF_TC_BODY(fchdir__eacces, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	ATF_REQUIRE_EQ(0, mkdir("closed", 0700));
	ATF_REQUIRE_EQ(0, mkdir("readable", 0744));
	ATF_REQUIRE_EQ(0, chmod("readable", 0744));
	in_child(NOBODY, want_chdir_eacces);
}

ATF_TC_WITHOUT_HEAD(fchdir__ebadf);
ATF_TC_BODY(fchdir__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, fchdir(-1) == -1);
	ATF_CHECK_ERRNO(EBADF, fchdir(BADFD) == -1);
}

ATF_TC_WITHOUT_HEAD(fchdir__enotdir);
ATF_TC_BODY(fchdir__enotdir, tc)
{
	int fd, fds[2];

	make_file("file", 0755);
	fd = open("file", O_RDONLY);
	ATF_CHECK_ERRNO(ENOTDIR, fchdir(fd) == -1);
	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(ENOTDIR, fchdir(fds[0]) == -1);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(chroot__eacces);
ATF_TC_BODY(chroot__eacces, tc)
{

	try_eacces_root(try_chroot);
}

ATF_TC_WITHOUT_HEAD(chroot__efault);
ATF_TC_BODY(chroot__efault, tc)
{

	try_efault(try_chroot);
}

ATF_TC_WITHOUT_HEAD(chroot__eloop);
ATF_TC_BODY(chroot__eloop, tc)
{

	try_eloop(try_chroot);
}

ATF_TC_WITHOUT_HEAD(chroot__enametoolong);
ATF_TC_BODY(chroot__enametoolong, tc)
{

	try_enametoolong(try_chroot);
}

ATF_TC_WITHOUT_HEAD(chroot__enoent);
ATF_TC_BODY(chroot__enoent, tc)
{

	try_enoent_file(try_chroot);
}

ATF_TC_WITHOUT_HEAD(chroot__enotdir);
ATF_TC_BODY(chroot__enotdir, tc)
{

	try_enotdir(try_chroot);
}

static void
want_chroot_eperm(void)
{

	WANT_ERRNO(EPERM, chroot(".") == -1);
}

static void
in_chroot(void)
{
	char path[PATH_MAX];

	WANT(chroot("jail") == 0 && chdir("/") == 0);
	WANT(is_there("/file") && is_there("/../file") &&
	    is_there("/dir/../../../file"));
	WANT(!is_there("/dev/null"));
	WANT(chdir("dir") == 0);
	WANT(getcwd(path, sizeof(path)) != NULL);
	WANT(strcmp(path, "/dir") == 0);
	/* A link that begins with a slash begins at the new root. */
	WANT(is_there("/link/"));
}

ATF_TC_WITHOUT_HEAD(chroot__eperm);
ATF_TC_BODY(chroot__eperm, tc)
{

	in_child(NOBODY, want_chroot_eperm);
}

ATF_TC_WITHOUT_HEAD(chroot__confines);
ATF_TC_BODY(chroot__confines, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("jail", 0755));
	ATF_REQUIRE_EQ(0, mkdir("jail/dir", 0755));
	ATF_REQUIRE_EQ(0, symlink("/dir", "jail/link"));
	make_file("jail/file", 0644);
	in_child(0, in_chroot);
}

ATF_TC_WITHOUT_HEAD(getcwd__efault);
ATF_TC_BODY(getcwd__efault, tc)
{

	ATF_CHECK_ERRNO(EFAULT, getcwd(BADPTR, 1000) == NULL);
}

ATF_TC_WITHOUT_HEAD(getcwd__einval);
ATF_TC_BODY(getcwd__einval, tc)
{
	char c;

	ATF_CHECK_ERRNO(EINVAL, getcwd(&c, 0) == NULL);
}

static void
cwd_removed(void)
{
	char path[PATH_MAX];

	WANT(mkdir("gone", 0755) == 0 && chdir("gone") == 0);
	WANT(rmdir("../gone") == 0);
	WANT_ERRNO(ENOENT, getcwd(path, sizeof(path)) == NULL);
	WANT_ERRNO(ENOENT, open("file", O_CREAT | O_RDWR, 0600) == -1);
	WANT_ERRNO(ENOENT, mkdir("dir", 0700) == -1);
	WANT_ERRNO(ENOENT, open("..", O_RDONLY) == -1);
}

ATF_TC_WITHOUT_HEAD(getcwd__enoent);
ATF_TC_BODY(getcwd__enoent, tc)
{

	in_child(0, cwd_removed);
}

ATF_TC_WITHOUT_HEAD(getcwd__erange);
ATF_TC_BODY(getcwd__erange, tc)
{
	char path[PATH_MAX];
	size_t len;

	ATF_REQUIRE(getcwd(path, sizeof(path)) != NULL);
	len = strlen(path);
	ATF_CHECK_ERRNO(ERANGE, getcwd(path, len) == NULL);
	ATF_CHECK(getcwd(path, len + 1) != NULL);
}

ATF_TC_WITHOUT_HEAD(getcwd__after_the_names_are_forgotten);
ATF_TC_BODY(getcwd__after_the_names_are_forgotten, tc)
{
	char path[PATH_MAX], want[PATH_MAX], name[20];
	int i;

	ATF_REQUIRE(getcwd(want, sizeof(want)) != NULL);
	for (i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		ATF_REQUIRE_EQ(0, mkdir(name, 0755));
		ATF_REQUIRE_EQ(0, chdir(name));
		strlcat(want, "/", sizeof(want));
		strlcat(want, name, sizeof(want));
	}
	ATF_REQUIRE_EQ(0, rename("../../../d2", "../../../other"));
	ATF_REQUIRE(getcwd(path, sizeof(path)) != NULL);
	ATF_CHECK(strstr(path, "/other/d3/d4") != NULL);
}

ATF_TC_WITHOUT_HEAD(getdirentries__ebadf);
ATF_TC_BODY(getdirentries__ebadf, tc)
{
	char buf[1000];
	off_t base;

	ATF_CHECK_ERRNO(EBADF, getdirentries(-1, buf, sizeof(buf),
	    &base) == -1);
	ATF_CHECK_ERRNO(EBADF, getdirentries(BADFD, buf, sizeof(buf),
	    &base) == -1);
}

ATF_TC_WITHOUT_HEAD(getdirentries__efault);
ATF_TC_BODY(getdirentries__efault, tc)
{
	char buf[1000];
	off_t base;
	int fd;

	fd = open(".", O_RDONLY);
	ATF_CHECK_ERRNO(EFAULT, getdirentries(fd, BADPTR, 1000, &base) == -1);
	ATF_CHECK_ERRNO(EFAULT, getdirentries(fd, buf, sizeof(buf),
	    BADPTR) == -1);
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(getdirentries__einval);
ATF_TC_BODY(getdirentries__einval, tc)
{
	char buf[1000];
	off_t base;
	int fd;

	fd = open(".", O_RDONLY);
	ATF_CHECK_ERRNO(EINVAL, getdirentries(fd, buf, 8, &base) == -1);
	ATF_CHECK_ERRNO(EINVAL, getdirentries(fd, buf, (size_t)INT_MAX + 1,
	    &base) == -1);
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(getdirentries__enotdir);
ATF_TC_BODY(getdirentries__enotdir, tc)
{
	char buf[1000];
	off_t base;
	int fd, fds[2];

	make_file("file", 0644);
	fd = open("file", O_RDONLY);
	ATF_CHECK_ERRNO(ENOTDIR, getdirentries(fd, buf, sizeof(buf),
	    &base) == -1);
	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(ENOTDIR, getdirentries(fds[0], buf, sizeof(buf),
	    &base) == -1);
}

ATF_TC_WITHOUT_HEAD(getdirentries__all_names_once);
ATF_TC_BODY(getdirentries__all_names_once, tc)
{
	char name[40], seen[1000];
	struct dirent *de;
	DIR *dp;
	int i, n, others = 0;

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "dir/%0*d", i % 30 + 1, i);
		make_file(name, 0644);
	}
	memset(seen, 0, sizeof(seen));
	dp = opendir("dir");
	ATF_REQUIRE(dp != NULL);
	for (n = 0; (de = readdir(dp)) != NULL; n++) {
		if (de->d_name[0] == '.') {
			ATF_CHECK_EQ(DT_DIR, de->d_type);
			others++;
			continue;
		}
		ATF_CHECK_EQ(DT_REG, de->d_type);
		ATF_CHECK_EQ(strlen(de->d_name), de->d_namlen);
		i = atoi(de->d_name);
		ATF_REQUIRE(i >= 0 && i < 1000);
		ATF_CHECK_EQ_MSG(0, seen[i], "%d twice", i);
		seen[i] = 1;
		/* Removing what was read disturbs nothing. */
		if (i % 3 == 0) {
			snprintf(name, sizeof(name), "dir/%s", de->d_name);
			ATF_REQUIRE_EQ(0, unlink(name));
		}
	}
	ATF_CHECK_EQ(1002, n);
	ATF_CHECK_EQ(2, others);
	rewinddir(dp);
	for (n = 0; readdir(dp) != NULL; n++)
		continue;
	ATF_CHECK_EQ(1002 - 334, n);
	closedir(dp);
}

ATF_TC_WITHOUT_HEAD(getdirentries__seek);
ATF_TC_BODY(getdirentries__seek, tc)
{
	char first[300], again[300];
	struct dirent *de;
	long pos;
	DIR *dp;
	int i;

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	for (i = 0; i < 50; i++) {
		snprintf(first, sizeof(first), "dir/file%d", i);
		make_file(first, 0644);
	}
	dp = opendir("dir");
	ATF_REQUIRE(dp != NULL);
	for (i = 0; i < 20; i++)
		ATF_REQUIRE(readdir(dp) != NULL);
	pos = telldir(dp);
	de = readdir(dp);
	ATF_REQUIRE(de != NULL);
	strlcpy(first, de->d_name, sizeof(first));
	while (readdir(dp) != NULL)
		continue;
	seekdir(dp, pos);
	de = readdir(dp);
	ATF_REQUIRE(de != NULL);
	strlcpy(again, de->d_name, sizeof(again));
	ATF_CHECK_STREQ(first, again);
	closedir(dp);
}

ATF_TC_WITHOUT_HEAD(umask__applies);
ATF_TC_BODY(umask__applies, tc)
{
	mode_t old;

	old = umask(0777);
	ATF_CHECK_EQ(0777, umask(022));
	ATF_CHECK_EQ(022, umask(07777));
	/* Only the permission bits count. */
	ATF_CHECK_EQ(0777, umask(old));
}

ATF_TC_WITHOUT_HEAD(statvfs__eacces);
ATF_TC_BODY(statvfs__eacces, tc)
{

	try_eacces(try_statvfs);
}

ATF_TC_WITHOUT_HEAD(statvfs__eloop);
ATF_TC_BODY(statvfs__eloop, tc)
{

	try_eloop(try_statvfs);
}

ATF_TC_WITHOUT_HEAD(statvfs__enametoolong);
ATF_TC_BODY(statvfs__enametoolong, tc)
{

	try_enametoolong(try_statvfs);
}

ATF_TC_WITHOUT_HEAD(statvfs__enoent);
ATF_TC_BODY(statvfs__enoent, tc)
{

	try_enoent_file(try_statvfs);
}

ATF_TC_WITHOUT_HEAD(statvfs__enotdir);
ATF_TC_BODY(statvfs__enotdir, tc)
{

	try_enotdir(try_statvfs);
}

ATF_TC_WITHOUT_HEAD(statvfs__efault);
ATF_TC_BODY(statvfs__efault, tc)
{
	struct statvfs sv;

	try_efault(try_statvfs);
	ATF_CHECK_ERRNO(EFAULT, statvfs(".", BADPTR) == -1);
	ATF_CHECK_EQ(0, statvfs(".", &sv));
}

ATF_TC_WITHOUT_HEAD(statvfs__counts);
ATF_TC_BODY(statvfs__counts, tc)
{
	struct statvfs a, b;
	char buf[4096];
	int fd, i;

	mount_tmpfs("mnt", 0, 1024 * 1024, 100);
	ATF_REQUIRE_EQ(0, statvfs("mnt", &a));
	ATF_CHECK_EQ(256, (int)a.f_blocks);
	ATF_CHECK_EQ(100, (int)a.f_files);
	ATF_CHECK_EQ(99, (int)a.f_ffree);
	ATF_CHECK_STREQ("tmpfs", a.f_fstypename);
	fd = open("mnt/file", O_RDWR | O_CREAT, 0644);
	memset(buf, 'b', sizeof(buf));
	for (i = 0; i < 10; i++)
		ATF_REQUIRE_EQ(4096, write(fd, buf, sizeof(buf)));
	ATF_REQUIRE_EQ(0, statvfs("mnt/file", &b));
	ATF_CHECK_EQ(a.f_bfree - 10, b.f_bfree);
	ATF_CHECK_EQ(a.f_ffree - 1, b.f_ffree);
	while (write(fd, buf, sizeof(buf)) == 4096)
		continue;
	ATF_CHECK_EQ(ENOSPC, errno);
	ATF_REQUIRE_EQ(0, fstatvfs(fd, &b));
	ATF_CHECK(b.f_bfree <= 1);
	ATF_REQUIRE_EQ(0, ftruncate(fd, 0));
	ATF_REQUIRE_EQ(0, fstatvfs(fd, &b));
	ATF_CHECK_EQ(a.f_bfree, b.f_bfree);
}

ATF_TC_WITHOUT_HEAD(fstatvfs__ebadf);
ATF_TC_BODY(fstatvfs__ebadf, tc)
{
	struct statvfs sv;
	int fds[2];

	ATF_CHECK_ERRNO(EBADF, fstatvfs(-1, &sv) == -1);
	ATF_CHECK_ERRNO(EBADF, fstatvfs(BADFD, &sv) == -1);
	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EBADF, fstatvfs(fds[0], &sv) == -1);
}

ATF_TC_WITHOUT_HEAD(fstatvfs__efault);
ATF_TC_BODY(fstatvfs__efault, tc)
{
	int fd;

	fd = open(".", O_RDONLY);
	ATF_CHECK_ERRNO(EFAULT, fstatvfs(fd, BADPTR) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, chdir__eacces);
	ATF_TP_ADD_TC(tp, chdir__efault);
	ATF_TP_ADD_TC(tp, chdir__eloop);
	ATF_TP_ADD_TC(tp, chdir__enametoolong);
	ATF_TP_ADD_TC(tp, chdir__enoent);
	ATF_TP_ADD_TC(tp, chdir__enotdir);
	ATF_TP_ADD_TC(tp, chdir__eacces_when_it_may_not_be_searched);
	ATF_TP_ADD_TC(tp, chdir__enotdir_when_it_is_a_file);
	ATF_TP_ADD_TC(tp, chdir__moves);
	ATF_TP_ADD_TC(tp, fchdir__eacces);
	ATF_TP_ADD_TC(tp, fchdir__ebadf);
	ATF_TP_ADD_TC(tp, fchdir__enotdir);
	ATF_TP_ADD_TC(tp, chroot__eacces);
	ATF_TP_ADD_TC(tp, chroot__efault);
	ATF_TP_ADD_TC(tp, chroot__eloop);
	ATF_TP_ADD_TC(tp, chroot__enametoolong);
	ATF_TP_ADD_TC(tp, chroot__enoent);
	ATF_TP_ADD_TC(tp, chroot__enotdir);
	ATF_TP_ADD_TC(tp, chroot__eperm);
	ATF_TP_ADD_TC(tp, chroot__confines);
	ATF_TP_ADD_TC(tp, getcwd__efault);
	ATF_TP_ADD_TC(tp, getcwd__einval);
	ATF_TP_ADD_TC(tp, getcwd__enoent);
	ATF_TP_ADD_TC(tp, getcwd__erange);
	ATF_TP_ADD_TC(tp, getcwd__after_the_names_are_forgotten);
	ATF_TP_ADD_TC(tp, getdirentries__ebadf);
	ATF_TP_ADD_TC(tp, getdirentries__efault);
	ATF_TP_ADD_TC(tp, getdirentries__einval);
	ATF_TP_ADD_TC(tp, getdirentries__enotdir);
	ATF_TP_ADD_TC(tp, getdirentries__all_names_once);
	ATF_TP_ADD_TC(tp, getdirentries__seek);
	ATF_TP_ADD_TC(tp, umask__applies);
	ATF_TP_ADD_TC(tp, statvfs__eacces);
	ATF_TP_ADD_TC(tp, statvfs__eloop);
	ATF_TP_ADD_TC(tp, statvfs__enametoolong);
	ATF_TP_ADD_TC(tp, statvfs__enoent);
	ATF_TP_ADD_TC(tp, statvfs__enotdir);
	ATF_TP_ADD_TC(tp, statvfs__efault);
	ATF_TP_ADD_TC(tp, statvfs__counts);
	ATF_TP_ADD_TC(tp, fstatvfs__ebadf);
	ATF_TP_ADD_TC(tp, fstatvfs__efault);
	return (atf_no_error());
}
