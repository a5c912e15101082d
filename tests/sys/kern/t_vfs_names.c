/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls that make, read and remove names: linkat(2), symlinkat(2),
 * readlinkat(2), unlinkat(2), mkdirat(2), mknodat(2).
 */

#include "h_vfs.h"

/* link(2) has two paths: each is tried with the other one right. */
static int
try_link_from(int dirfd, const char *path)
{

	return (linkat(dirfd, path, AT_FDCWD, "linked", 0));
}

static int
try_link_to(int dirfd, const char *path)
{

	if (!is_there("source")) {
		make_file("source", 0666);
		ATF_REQUIRE_EQ(0, chmod("source", 0666));
	}
	return (linkat(AT_FDCWD, "source", dirfd, path, 0));
}

static int
try_symlink(int dirfd, const char *path)
{

	return (symlinkat("target", dirfd, path));
}

static int
try_readlink(int dirfd, const char *path)
{
	char buf[10];

	return ((int)readlinkat(dirfd, path, buf, sizeof(buf)));
}

static int
try_unlink(int dirfd, const char *path)
{

	return (unlinkat(dirfd, path, 0));
}

static int
try_mkdir(int dirfd, const char *path)
{

	return (mkdirat(dirfd, path, 0755));
}

static int
try_mkfifo(int dirfd, const char *path)
{

	return (mknodat(dirfd, path, S_IFIFO | 0644, 0));
}

/*
 * Make sure that the source of a link is there before nobody asks for it.
 */
static int
try_link_ready(int dirfd, const char *path)
{

	return (linkat(AT_FDCWD, "source", dirfd, path, 0));
}

ATF_TC_WITHOUT_HEAD(linkat__eacces);
ATF_TC_BODY(linkat__eacces, tc)
{

	try_eacces(try_link_from);
}

ATF_TC_WITHOUT_HEAD(linkat__efault);
ATF_TC_BODY(linkat__efault, tc)
{

	try_efault(try_link_from);
}

ATF_TC_WITHOUT_HEAD(linkat__eloop);
ATF_TC_BODY(linkat__eloop, tc)
{

	try_eloop(try_link_from);
}

ATF_TC_WITHOUT_HEAD(linkat__enametoolong);
ATF_TC_BODY(linkat__enametoolong, tc)
{

	try_enametoolong(try_link_from);
}

ATF_TC_WITHOUT_HEAD(linkat__enoent);
ATF_TC_BODY(linkat__enoent, tc)
{

	try_enoent_file(try_link_from);
}

ATF_TC_WITHOUT_HEAD(linkat__enotdir);
ATF_TC_BODY(linkat__enotdir, tc)
{

	try_enotdir_at(try_link_from);
}

ATF_TC_WITHOUT_HEAD(linkat__ebadf);
ATF_TC_BODY(linkat__ebadf, tc)
{

	try_ebadf(try_link_from);
}

ATF_TC_WITHOUT_HEAD(linkat__eexist);
ATF_TC_BODY(linkat__eexist, tc)
{

	try_eexist(try_link_to);
}

ATF_TC_WITHOUT_HEAD(linkat__efault_second);
ATF_TC_BODY(linkat__efault_second, tc)
{

	try_efault(try_link_to);
}

ATF_TC_WITHOUT_HEAD(linkat__eloop_second);
ATF_TC_BODY(linkat__eloop_second, tc)
{

	try_eloop(try_link_to);
}

ATF_TC_WITHOUT_HEAD(linkat__enametoolong_second);
ATF_TC_BODY(linkat__enametoolong_second, tc)
{

	try_enametoolong(try_link_to);
}

ATF_TC_WITHOUT_HEAD(linkat__enoent_second);
ATF_TC_BODY(linkat__enoent_second, tc)
{

	try_enoent(try_link_to);
}

ATF_TC_WITHOUT_HEAD(linkat__enotdir_second);
ATF_TC_BODY(linkat__enotdir_second, tc)
{

	try_enotdir_at(try_link_to);
}

ATF_TC_WITHOUT_HEAD(linkat__ebadf_second);
ATF_TC_BODY(linkat__ebadf_second, tc)
{

	try_ebadf(try_link_to);
}

ATF_TC_WITHOUT_HEAD(linkat__eacces_second);
ATF_TC_BODY(linkat__eacces_second, tc)
{

	make_file("source", 0666);
	try_eacces(try_link_ready);
	try_eacces_write(try_link_ready);
}

ATF_TC_WITHOUT_HEAD(linkat__einval);
ATF_TC_BODY(linkat__einval, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EINVAL, linkat(AT_FDCWD, "file", AT_FDCWD, "new",
	    0x4000) == -1);
	ATF_CHECK(!is_there("new"));
}

/*
 * A file with as many links as it can have.
 */
static nlink_t
make_many_links(void)
{
#ifdef VFS_EXT2
	mount_ext2("mnt", 0);
	ATF_REQUIRE_EQ(0, rename("mnt/many", "mnt/full.file"));
	return (EXT2_LINKS);
#else
	char path[30];
	int i;

	mount_tmpfs("mnt", 0, 0, 0);
	make_file("mnt/full.file", 0644);
	for (i = 1; i < LINK_MAX; i++) {
		snprintf(path, sizeof(path), "mnt/link%d", i);
		if (link("mnt/full.file", path) == -1)
			break;
	}
	ATF_CHECK_EQ(LINK_MAX, i);
	return (LINK_MAX);
#endif
}

ATF_TC_WITHOUT_HEAD(linkat__emlink);
ATF_TC_BODY(linkat__emlink, tc)
{
	nlink_t links = make_many_links();
	struct stat sb;

	ATF_CHECK_ERRNO(EMLINK, link("mnt/full.file", "mnt/last") == -1);
	ATF_CHECK(!is_there("mnt/last"));
	ATF_REQUIRE_EQ(0, stat("mnt/full.file", &sb));
	ATF_CHECK_EQ(links, sb.st_nlink);
}

ATF_TC_WITHOUT_HEAD(linkat__enospc);
ATF_TC_BODY(linkat__enospc, tc)
{
	char path[300];
	struct stat sb;
	nlink_t links;

	mount_small("mnt");
	if (!is_there("mnt/file"))
		make_file("mnt/file", 0644);
	links = fill_blocks("mnt", path, sizeof(path));
	ATF_CHECK_ERRNO(ENOSPC, link("mnt/file", path) == -1);
	ATF_CHECK(!is_there(path));
	ATF_REQUIRE_EQ(0, stat("mnt/file", &sb));
	ATF_CHECK_EQ(links, sb.st_nlink);
	ATF_REQUIRE_EQ(0, unlink("mnt/big"));
	ATF_CHECK_EQ(0, link("mnt/file", path));
}

ATF_TC_WITHOUT_HEAD(linkat__eperm_when_it_is_a_directory);
ATF_TC_BODY(linkat__eperm_when_it_is_a_directory, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(EPERM, link("dir", "new") == -1);
	ATF_CHECK(!is_there("new"));
}

ATF_TC_WITHOUT_HEAD(linkat__erofs);
ATF_TC_BODY(linkat__erofs, tc)
{

	make_readonly();
	ATF_CHECK_ERRNO(EROFS, link("readonly/file", "readonly/new") == -1);
	ATF_CHECK(!is_there("readonly/new"));
}

ATF_TC_WITHOUT_HEAD(linkat__exdev);
ATF_TC_BODY(linkat__exdev, tc)
{

	make_file("file", 0644);
	mount_tmpfs("mnt", 0, 0, 0);
	ATF_CHECK_ERRNO(EXDEV, link("file", "mnt/file") == -1);
	ATF_CHECK(!is_there("mnt/file"));
}

ATF_TC_WITHOUT_HEAD(linkat__one_file_with_two_names);
ATF_TC_BODY(linkat__one_file_with_two_names, tc)
{
	struct stat a, b;

	make_file("one", 0644);
	ATF_REQUIRE_EQ(0, link("one", "two"));
	ATF_REQUIRE_EQ(0, stat("one", &a));
	ATF_REQUIRE_EQ(0, stat("two", &b));
	ATF_CHECK_EQ(a.st_ino, b.st_ino);
	ATF_CHECK_EQ(2, a.st_nlink);
	ATF_REQUIRE_EQ(0, unlink("one"));
	check_file("two");
	ATF_REQUIRE_EQ(0, stat("two", &b));
	ATF_CHECK_EQ(1, b.st_nlink);
}

ATF_TC_WITHOUT_HEAD(linkat__of_a_symbolic_link);
ATF_TC_BODY(linkat__of_a_symbolic_link, tc)
{
	struct stat sb;

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, symlink("file", "sym"));
	ATF_REQUIRE_EQ(0, linkat(AT_FDCWD, "sym", AT_FDCWD, "kept", 0));
	ATF_REQUIRE_EQ(0, lstat("kept", &sb));
	ATF_CHECK(S_ISLNK(sb.st_mode));
	ATF_REQUIRE_EQ(0, linkat(AT_FDCWD, "sym", AT_FDCWD, "followed",
	    AT_SYMLINK_FOLLOW));
	ATF_REQUIRE_EQ(0, lstat("followed", &sb));
	ATF_CHECK(S_ISREG(sb.st_mode));
}

ATF_TC_WITHOUT_HEAD(symlinkat__eacces);
ATF_TC_BODY(symlinkat__eacces, tc)
{

	try_eacces(try_symlink);
}

ATF_TC_WITHOUT_HEAD(symlinkat__ebadf);
ATF_TC_BODY(symlinkat__ebadf, tc)
{

	try_ebadf(try_symlink);
}

ATF_TC_WITHOUT_HEAD(symlinkat__eexist);
ATF_TC_BODY(symlinkat__eexist, tc)
{

	try_eexist(try_symlink);
}

ATF_TC_WITHOUT_HEAD(symlinkat__eloop);
ATF_TC_BODY(symlinkat__eloop, tc)
{

	try_eloop(try_symlink);
}

ATF_TC_WITHOUT_HEAD(symlinkat__enametoolong);
ATF_TC_BODY(symlinkat__enametoolong, tc)
{

	try_enametoolong(try_symlink);
}

ATF_TC_WITHOUT_HEAD(symlinkat__enoent);
ATF_TC_BODY(symlinkat__enoent, tc)
{

	try_enoent(try_symlink);
}

ATF_TC_WITHOUT_HEAD(symlinkat__enospc);
ATF_TC_BODY(symlinkat__enospc, tc)
{

	try_enospc(try_symlink);
}

ATF_TC_WITHOUT_HEAD(symlinkat__enotdir);
ATF_TC_BODY(symlinkat__enotdir, tc)
{

	try_enotdir_at(try_symlink);
}

ATF_TC_WITHOUT_HEAD(symlinkat__erofs);
ATF_TC_BODY(symlinkat__erofs, tc)
{

	try_erofs(try_symlink, "readonly/new");
}

ATF_TC_WITHOUT_HEAD(symlinkat__efault);
ATF_TC_BODY(symlinkat__efault, tc)
{
	char target[PATH_MAX + 1];

	try_efault(try_symlink);
	ATF_CHECK_ERRNO(EFAULT, symlink(BADPTR, "new") == -1);
	ATF_CHECK_ERRNO(ENOENT, symlink("", "new") == -1);
	memset(target, 't', sizeof(target));
	target[PATH_MAX] = '\0';
	ATF_CHECK_ERRNO(ENAMETOOLONG, symlink(target, "new") == -1);
	ATF_CHECK(!is_there("new"));
}

ATF_TC_WITHOUT_HEAD(symlinkat__targets_of_every_length);
ATF_TC_BODY(symlinkat__targets_of_every_length, tc)
{
	char target[SYMLINK_MAX + 1], buf[SYMLINK_MAX + 2];
	struct stat sb;
	size_t len;

	for (len = 1; len <= SYMLINK_MAX; len += len < 130 ? 1 : 149) {
		memset(target, 'a' + (int)(len % 26), len);
		target[len] = '\0';
		ATF_REQUIRE_EQ(0, symlink(target, "link"));
		ATF_REQUIRE_EQ((ssize_t)len, readlink("link", buf, sizeof(buf)));
		ATF_CHECK_EQ(0, memcmp(buf, target, len));
		ATF_REQUIRE_EQ(0, lstat("link", &sb));
		ATF_CHECK(S_ISLNK(sb.st_mode));
		ATF_CHECK_EQ((off_t)len, sb.st_size);
		ATF_REQUIRE_EQ(0, unlink("link"));
	}
}

ATF_TC_WITHOUT_HEAD(readlinkat__eacces);
ATF_TC_BODY(readlinkat__eacces, tc)
{

	try_eacces(try_readlink);
}

ATF_TC_WITHOUT_HEAD(readlinkat__ebadf);
ATF_TC_BODY(readlinkat__ebadf, tc)
{

	try_ebadf(try_readlink);
}

ATF_TC_WITHOUT_HEAD(readlinkat__eloop);
ATF_TC_BODY(readlinkat__eloop, tc)
{

	try_eloop(try_readlink);
}

ATF_TC_WITHOUT_HEAD(readlinkat__enametoolong);
ATF_TC_BODY(readlinkat__enametoolong, tc)
{

	try_enametoolong(try_readlink);
}

ATF_TC_WITHOUT_HEAD(readlinkat__enoent);
ATF_TC_BODY(readlinkat__enoent, tc)
{

	try_enoent_file(try_readlink);
}

ATF_TC_WITHOUT_HEAD(readlinkat__enotdir);
ATF_TC_BODY(readlinkat__enotdir, tc)
{

	try_enotdir_at(try_readlink);
}

ATF_TC_WITHOUT_HEAD(readlinkat__efault);
ATF_TC_BODY(readlinkat__efault, tc)
{

	try_efault(try_readlink);
	ATF_REQUIRE_EQ(0, symlink("target", "link"));
	ATF_CHECK_ERRNO(EFAULT, readlink("link", BADPTR, 6) == -1);
}

ATF_TC_WITHOUT_HEAD(readlinkat__einval);
ATF_TC_BODY(readlinkat__einval, tc)
{
	char buf[10];

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EINVAL, readlink("file", buf, sizeof(buf)) == -1);
	ATF_CHECK_ERRNO(EINVAL, readlink(".", buf, sizeof(buf)) == -1);
	ATF_REQUIRE_EQ(0, symlink("target", "link"));
	ATF_CHECK_ERRNO(EINVAL, readlink("link", buf,
	    (size_t)SSIZE_MAX + 1) == -1);
	/* A short buffer gets what fits, without a NUL. */
	buf[3] = 'X';
	ATF_CHECK_EQ(3, readlink("link", buf, 3));
	ATF_CHECK_EQ(0, memcmp(buf, "tarX", 4));
}

ATF_TC_WITHOUT_HEAD(unlinkat__eacces);
ATF_TC_BODY(unlinkat__eacces, tc)
{

	try_eacces(try_unlink);
}

ATF_TC_WITHOUT_HEAD(unlinkat__ebadf);
ATF_TC_BODY(unlinkat__ebadf, tc)
{

	try_ebadf(try_unlink);
}

ATF_TC_WITHOUT_HEAD(unlinkat__efault);
ATF_TC_BODY(unlinkat__efault, tc)
{

	try_efault(try_unlink);
}

ATF_TC_WITHOUT_HEAD(unlinkat__eloop);
ATF_TC_BODY(unlinkat__eloop, tc)
{

	try_eloop(try_unlink);
}

ATF_TC_WITHOUT_HEAD(unlinkat__enametoolong);
ATF_TC_BODY(unlinkat__enametoolong, tc)
{

	try_enametoolong(try_unlink);
}

ATF_TC_WITHOUT_HEAD(unlinkat__enoent);
ATF_TC_BODY(unlinkat__enoent, tc)
{

	try_enoent_file(try_unlink);
}

ATF_TC_WITHOUT_HEAD(unlinkat__enotdir);
ATF_TC_BODY(unlinkat__enotdir, tc)
{

	try_enotdir_at(try_unlink);
}

ATF_TC_WITHOUT_HEAD(unlinkat__eacces_when_the_directory_is_closed);
ATF_TC_BODY(unlinkat__eacces_when_the_directory_is_closed, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("newname", 0666);
	ATF_REQUIRE_EQ(0, unlink("newname"));
	make_file("keep", 0666);
	h_fn = try_unlink;
	h_path = "keep";
	in_child(NOBODY, h_want_eacces);
	check_file("keep");
}

ATF_TC_WITHOUT_HEAD(unlinkat__ebusy);
ATF_TC_BODY(unlinkat__ebusy, tc)
{

	mount_tmpfs("mnt", 0, 0, 0);
	ATF_CHECK_ERRNO(EBUSY, rmdir("mnt") == -1);
	ATF_CHECK_ERRNO(EBUSY, rmdir("/") == -1);
	ATF_CHECK(is_there("mnt"));
}

ATF_TC_WITHOUT_HEAD(unlinkat__einval);
ATF_TC_BODY(unlinkat__einval, tc)
{

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(EINVAL, unlinkat(AT_FDCWD, "file", 0x10) == -1);
	ATF_CHECK_ERRNO(EINVAL, rmdir("dir/.") == -1);
	ATF_CHECK(rmdir("dir/..") == -1);
	ATF_CHECK(is_there("dir"));
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(unlinkat__enotdir_when_removing_a_directory);
ATF_TC_BODY(unlinkat__enotdir_when_removing_a_directory, tc)
{

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, symlink(".", "link"));
	ATF_CHECK_ERRNO(ENOTDIR, rmdir("file") == -1);
	ATF_CHECK_ERRNO(ENOTDIR, rmdir("link") == -1);
	ATF_CHECK_ERRNO(ENOTDIR, unlink("file/") == -1);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(unlinkat__enotempty);
ATF_TC_BODY(unlinkat__enotempty, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	make_file("dir/file", 0644);
	ATF_CHECK_ERRNO(ENOTEMPTY, rmdir("dir") == -1);
	check_file("dir/file");
	ATF_REQUIRE_EQ(0, unlink("dir/file"));
	ATF_CHECK_EQ(0, rmdir("dir"));
	ATF_CHECK(!is_there("dir"));
}

static void
want_sticky(void)
{

	WANT_ERRNO(EPERM, unlink("sticky/file") == -1);
	WANT_ERRNO(EPERM, rmdir("sticky/dir") == -1);
	WANT(unlink("sticky/mine") == 0);
}

ATF_TC_WITHOUT_HEAD(unlinkat__eperm);
ATF_TC_BODY(unlinkat__eperm, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(EPERM, unlink("dir") == -1);
	ATF_CHECK_ERRNO(EPERM, unlink(".") == -1);
	ATF_CHECK(is_there("dir"));
	/* In a sticky directory only the owner removes. */
	ATF_REQUIRE_EQ(0, mkdir("sticky", 0755));
	ATF_REQUIRE_EQ(0, chmod("sticky", 01777));
	make_file("sticky/file", 0666);
	make_file("sticky/mine", 0666);
	ATF_REQUIRE_EQ(0, chown("sticky/mine", NOBODY, NOBODY));
	ATF_REQUIRE_EQ(0, mkdir("sticky/dir", 0777));
	in_child(NOBODY, want_sticky);
	check_file("sticky/file");
}

ATF_TC_WITHOUT_HEAD(unlinkat__erofs);
ATF_TC_BODY(unlinkat__erofs, tc)
{

	try_erofs(try_unlink, "readonly/file");
}

ATF_TC_WITHOUT_HEAD(unlinkat__file_in_use_lives_on);
ATF_TC_BODY(unlinkat__file_in_use_lives_on, tc)
{
	struct stat sb;
	char buf[4];
	int fd;

	make_file("file", 0644);
	fd = open("file", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, unlink("file"));
	ATF_CHECK(!is_there("file"));
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(0, sb.st_nlink);
	ATF_CHECK_EQ(4, read(fd, buf, 4));
	ATF_CHECK_EQ(0, memcmp(buf, "text", 4));
	ATF_CHECK_EQ(4, pwrite(fd, "more", 4, 100000));
	ATF_CHECK_EQ(4, pread(fd, buf, 4, 100000));
	ATF_CHECK_EQ(0, memcmp(buf, "more", 4));
}

ATF_TC_WITHOUT_HEAD(mkdirat__eacces);
ATF_TC_BODY(mkdirat__eacces, tc)
{

	try_eacces(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__ebadf);
ATF_TC_BODY(mkdirat__ebadf, tc)
{

	try_ebadf(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__eexist);
ATF_TC_BODY(mkdirat__eexist, tc)
{

	try_eexist(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__efault);
ATF_TC_BODY(mkdirat__efault, tc)
{

	try_efault(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__eloop);
ATF_TC_BODY(mkdirat__eloop, tc)
{

	try_eloop(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__enametoolong);
ATF_TC_BODY(mkdirat__enametoolong, tc)
{

	try_enametoolong(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__enoent);
ATF_TC_BODY(mkdirat__enoent, tc)
{

	try_enoent(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__enospc);
ATF_TC_BODY(mkdirat__enospc, tc)
{

	try_enospc(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__enotdir);
ATF_TC_BODY(mkdirat__enotdir, tc)
{

	try_enotdir_at(try_mkdir);
}

ATF_TC_WITHOUT_HEAD(mkdirat__erofs);
ATF_TC_BODY(mkdirat__erofs, tc)
{

	try_erofs(try_mkdir, "readonly/new");
}

/*
 * The directory "mnt/dir" with as many links as it can have.
 */
static nlink_t
make_many_dirs(void)
{
#ifdef VFS_EXT2
	mount_ext2("mnt", 0);
	ATF_REQUIRE_EQ(0, rmdir("mnt/dir"));
	ATF_REQUIRE_EQ(0, rename("mnt/full", "mnt/dir"));
	return (EXT2_LINKS);
#else
	char path[30];
	int i;

	mount_tmpfs("mnt", 0, 0, 0);
	ATF_REQUIRE_EQ(0, mkdir("mnt/dir", 0755));
	for (i = 0; i < LINK_MAX; i++) {
		snprintf(path, sizeof(path), "mnt/dir/%d", i);
		if (mkdir(path, 0755) == -1)
			break;
	}
	ATF_CHECK_EQ(LINK_MAX - 2, i);
	return (LINK_MAX);
#endif
}

ATF_TC(mkdirat__emlink);
ATF_TC_HEAD(mkdirat__emlink, tc)
{

#ifndef VFS_EXT2
	atf_tc_set_md_var(tc, "X-level", "full");
	atf_tc_set_md_var(tc, "timeout", "600");
#endif
}
ATF_TC_BODY(mkdirat__emlink, tc)
{
	nlink_t links = make_many_dirs();
	struct stat sb;

	ATF_CHECK_ERRNO(EMLINK, mkdir("mnt/dir/last", 0755) == -1);
	ATF_CHECK(!is_there("mnt/dir/last"));
	ATF_REQUIRE_EQ(0, stat("mnt/dir", &sb));
	ATF_CHECK_EQ(links, sb.st_nlink);
	/* Nor does one move there; a file still fits. */
	ATF_REQUIRE_EQ(0, mkdir("mnt/other", 0755));
	ATF_CHECK_ERRNO(EMLINK, rename("mnt/other", "mnt/dir/other") == -1);
	ATF_CHECK(is_there("mnt/other") && !is_there("mnt/dir/other"));
	make_file("mnt/dir/file", 0644);
}

ATF_TC_WITHOUT_HEAD(mkdirat__attributes);
ATF_TC_BODY(mkdirat__attributes, tc)
{
	struct stat sb, up;
	mode_t old;

	old = umask(022);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0777));
	ATF_REQUIRE_EQ(0, stat("dir", &sb));
	ATF_CHECK_EQ(S_IFDIR | 0755, sb.st_mode);
	ATF_CHECK_EQ(2, sb.st_nlink);
	ATF_REQUIRE_EQ(0, mkdir("dir/sub/", 0700));
	ATF_REQUIRE_EQ(0, stat("dir", &sb));
	ATF_CHECK_EQ(3, sb.st_nlink);
	ATF_REQUIRE_EQ(0, stat("dir/sub/..", &up));
	ATF_CHECK_EQ(sb.st_ino, up.st_ino);
	/* The set-group-id bit and the group pass on. */
	ATF_REQUIRE_EQ(0, chown("dir", -1, 1234));
	ATF_REQUIRE_EQ(0, chmod("dir", 02755));
	ATF_REQUIRE_EQ(0, mkdir("dir/setgid", 0755));
	ATF_REQUIRE_EQ(0, stat("dir/setgid", &sb));
	ATF_CHECK_EQ(1234, sb.st_gid);
	ATF_CHECK_EQ(S_IFDIR | 02755, sb.st_mode);
	make_file("dir/file", 0644);
	ATF_REQUIRE_EQ(0, stat("dir/file", &sb));
	ATF_CHECK_EQ(1234, sb.st_gid);
	(void)umask(old);
}

ATF_TC_WITHOUT_HEAD(mknodat__eacces);
ATF_TC_BODY(mknodat__eacces, tc)
{

	try_eacces(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__ebadf);
ATF_TC_BODY(mknodat__ebadf, tc)
{

	try_ebadf(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__eexist);
ATF_TC_BODY(mknodat__eexist, tc)
{

	try_eexist(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__efault);
ATF_TC_BODY(mknodat__efault, tc)
{

	try_efault(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__eloop);
ATF_TC_BODY(mknodat__eloop, tc)
{

	try_eloop(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__enametoolong);
ATF_TC_BODY(mknodat__enametoolong, tc)
{

	try_enametoolong(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__enoent);
ATF_TC_BODY(mknodat__enoent, tc)
{

	try_enoent(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__enospc);
ATF_TC_BODY(mknodat__enospc, tc)
{

	try_enospc(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__enotdir);
ATF_TC_BODY(mknodat__enotdir, tc)
{

	try_enotdir_at(try_mkfifo);
}

ATF_TC_WITHOUT_HEAD(mknodat__erofs);
ATF_TC_BODY(mknodat__erofs, tc)
{

	try_erofs(try_mkfifo, "readonly/new");
}

ATF_TC_WITHOUT_HEAD(mknodat__einval);
ATF_TC_BODY(mknodat__einval, tc)
{

	ATF_CHECK_ERRNO(EINVAL, mknod("new", S_IFDIR | 0755, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, mknod("new", S_IFSOCK | 0755, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, mknod("new", 0170000, 0) == -1);
	ATF_CHECK(!is_there("new"));
}

static void
want_mknod_eperm(void)
{

	WANT_ERRNO(EPERM, mknod("new", S_IFCHR | 0644, makedev(2, 0)) == -1);
	WANT_ERRNO(EPERM, mknod("new", S_IFBLK | 0644, makedev(2, 0)) == -1);
	WANT(mkfifo("fifo", 0644) == 0);
}

ATF_TC_WITHOUT_HEAD(mknodat__eperm);
ATF_TC_BODY(mknodat__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	in_child(NOBODY, want_mknod_eperm);
	ATF_CHECK(!is_there("new"));
}

ATF_TC_WITHOUT_HEAD(mknodat__devices_and_files);
ATF_TC_BODY(mknodat__devices_and_files, tc)
{
	struct stat sb, null;
	int fd;

	ATF_REQUIRE_EQ(0, stat("/dev/null", &null));
	ATF_REQUIRE_EQ(0, mknod("mynull", S_IFCHR | 0666, null.st_rdev));
	ATF_REQUIRE_EQ(0, stat("mynull", &sb));
	ATF_CHECK(S_ISCHR(sb.st_mode));
	ATF_CHECK_EQ(null.st_rdev, sb.st_rdev);
	fd = open("mynull", O_WRONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(5, write(fd, "hello", 5));
	ATF_REQUIRE_EQ(0, mknod("plain", S_IFREG | 0640, 0));
	ATF_REQUIRE_EQ(0, stat("plain", &sb));
	ATF_CHECK(S_ISREG(sb.st_mode));
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, linkat__eacces);
	ATF_TP_ADD_TC(tp, linkat__efault);
	ATF_TP_ADD_TC(tp, linkat__eloop);
	ATF_TP_ADD_TC(tp, linkat__enametoolong);
	ATF_TP_ADD_TC(tp, linkat__enoent);
	ATF_TP_ADD_TC(tp, linkat__enotdir);
	ATF_TP_ADD_TC(tp, linkat__ebadf);
	ATF_TP_ADD_TC(tp, linkat__eexist);
	ATF_TP_ADD_TC(tp, linkat__efault_second);
	ATF_TP_ADD_TC(tp, linkat__eloop_second);
	ATF_TP_ADD_TC(tp, linkat__enametoolong_second);
	ATF_TP_ADD_TC(tp, linkat__enoent_second);
	ATF_TP_ADD_TC(tp, linkat__enotdir_second);
	ATF_TP_ADD_TC(tp, linkat__ebadf_second);
	ATF_TP_ADD_TC(tp, linkat__eacces_second);
	ATF_TP_ADD_TC(tp, linkat__einval);
	ATF_TP_ADD_TC(tp, linkat__emlink);
	ATF_TP_ADD_TC(tp, linkat__enospc);
	ATF_TP_ADD_TC(tp, linkat__eperm_when_it_is_a_directory);
	ATF_TP_ADD_TC(tp, linkat__erofs);
	ATF_TP_ADD_TC(tp, linkat__exdev);
	ATF_TP_ADD_TC(tp, linkat__one_file_with_two_names);
	ATF_TP_ADD_TC(tp, linkat__of_a_symbolic_link);
	ATF_TP_ADD_TC(tp, symlinkat__eacces);
	ATF_TP_ADD_TC(tp, symlinkat__ebadf);
	ATF_TP_ADD_TC(tp, symlinkat__eexist);
	ATF_TP_ADD_TC(tp, symlinkat__eloop);
	ATF_TP_ADD_TC(tp, symlinkat__enametoolong);
	ATF_TP_ADD_TC(tp, symlinkat__enoent);
	ATF_TP_ADD_TC(tp, symlinkat__enospc);
	ATF_TP_ADD_TC(tp, symlinkat__enotdir);
	ATF_TP_ADD_TC(tp, symlinkat__erofs);
	ATF_TP_ADD_TC(tp, symlinkat__efault);
	ATF_TP_ADD_TC(tp, symlinkat__targets_of_every_length);
	ATF_TP_ADD_TC(tp, readlinkat__eacces);
	ATF_TP_ADD_TC(tp, readlinkat__ebadf);
	ATF_TP_ADD_TC(tp, readlinkat__eloop);
	ATF_TP_ADD_TC(tp, readlinkat__enametoolong);
	ATF_TP_ADD_TC(tp, readlinkat__enoent);
	ATF_TP_ADD_TC(tp, readlinkat__enotdir);
	ATF_TP_ADD_TC(tp, readlinkat__efault);
	ATF_TP_ADD_TC(tp, readlinkat__einval);
	ATF_TP_ADD_TC(tp, unlinkat__eacces);
	ATF_TP_ADD_TC(tp, unlinkat__ebadf);
	ATF_TP_ADD_TC(tp, unlinkat__efault);
	ATF_TP_ADD_TC(tp, unlinkat__eloop);
	ATF_TP_ADD_TC(tp, unlinkat__enametoolong);
	ATF_TP_ADD_TC(tp, unlinkat__enoent);
	ATF_TP_ADD_TC(tp, unlinkat__enotdir);
	ATF_TP_ADD_TC(tp, unlinkat__eacces_when_the_directory_is_closed);
	ATF_TP_ADD_TC(tp, unlinkat__ebusy);
	ATF_TP_ADD_TC(tp, unlinkat__einval);
	ATF_TP_ADD_TC(tp, unlinkat__enotdir_when_removing_a_directory);
	ATF_TP_ADD_TC(tp, unlinkat__enotempty);
	ATF_TP_ADD_TC(tp, unlinkat__eperm);
	ATF_TP_ADD_TC(tp, unlinkat__erofs);
	ATF_TP_ADD_TC(tp, unlinkat__file_in_use_lives_on);
	ATF_TP_ADD_TC(tp, mkdirat__eacces);
	ATF_TP_ADD_TC(tp, mkdirat__ebadf);
	ATF_TP_ADD_TC(tp, mkdirat__eexist);
	ATF_TP_ADD_TC(tp, mkdirat__efault);
	ATF_TP_ADD_TC(tp, mkdirat__eloop);
	ATF_TP_ADD_TC(tp, mkdirat__enametoolong);
	ATF_TP_ADD_TC(tp, mkdirat__enoent);
	ATF_TP_ADD_TC(tp, mkdirat__enospc);
	ATF_TP_ADD_TC(tp, mkdirat__enotdir);
	ATF_TP_ADD_TC(tp, mkdirat__erofs);
	ATF_TP_ADD_TC(tp, mkdirat__emlink);
	ATF_TP_ADD_TC(tp, mkdirat__attributes);
	ATF_TP_ADD_TC(tp, mknodat__eacces);
	ATF_TP_ADD_TC(tp, mknodat__ebadf);
	ATF_TP_ADD_TC(tp, mknodat__eexist);
	ATF_TP_ADD_TC(tp, mknodat__efault);
	ATF_TP_ADD_TC(tp, mknodat__eloop);
	ATF_TP_ADD_TC(tp, mknodat__enametoolong);
	ATF_TP_ADD_TC(tp, mknodat__enoent);
	ATF_TP_ADD_TC(tp, mknodat__enospc);
	ATF_TP_ADD_TC(tp, mknodat__enotdir);
	ATF_TP_ADD_TC(tp, mknodat__erofs);
	ATF_TP_ADD_TC(tp, mknodat__einval);
	ATF_TP_ADD_TC(tp, mknodat__eperm);
	ATF_TP_ADD_TC(tp, mknodat__devices_and_files);
	return (atf_no_error());
}
