/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * renameat(2): every rule, and that a failure changes nothing.
 */

#include "h_vfs.h"

static int
try_from(int dirfd, const char *path)
{

	return (renameat(dirfd, path, AT_FDCWD, "renamed"));
}

static int
try_to(int dirfd, const char *path)
{

	if (!is_there("source"))
		make_file("source", 0666);
	return (renameat(AT_FDCWD, "source", dirfd, path));
}

static int
try_to_ready(int dirfd, const char *path)
{

	return (renameat(AT_FDCWD, "source", dirfd, path));
}

ATF_TC_WITHOUT_HEAD(renameat__eacces);
ATF_TC_BODY(renameat__eacces, tc)
{

	try_eacces(try_from);
}

ATF_TC_WITHOUT_HEAD(renameat__ebadf);
ATF_TC_BODY(renameat__ebadf, tc)
{

	try_ebadf(try_from);
}

ATF_TC_WITHOUT_HEAD(renameat__efault);
ATF_TC_BODY(renameat__efault, tc)
{

	try_efault(try_from);
}

ATF_TC_WITHOUT_HEAD(renameat__eloop);
ATF_TC_BODY(renameat__eloop, tc)
{

	try_eloop(try_from);
}

ATF_TC_WITHOUT_HEAD(renameat__enametoolong);
ATF_TC_BODY(renameat__enametoolong, tc)
{

	try_enametoolong(try_from);
}

ATF_TC_WITHOUT_HEAD(renameat__enoent);
ATF_TC_BODY(renameat__enoent, tc)
{

	try_enoent_file(try_from);
}

ATF_TC_WITHOUT_HEAD(renameat__enotdir);
ATF_TC_BODY(renameat__enotdir, tc)
{

	try_enotdir_at(try_from);
}

ATF_TC_WITHOUT_HEAD(renameat__ebadf_second);
ATF_TC_BODY(renameat__ebadf_second, tc)
{

	try_ebadf(try_to);
}

ATF_TC_WITHOUT_HEAD(renameat__efault_second);
ATF_TC_BODY(renameat__efault_second, tc)
{

	try_efault(try_to);
}

ATF_TC_WITHOUT_HEAD(renameat__enametoolong_second);
ATF_TC_BODY(renameat__enametoolong_second, tc)
{

	try_enametoolong(try_to);
}

ATF_TC_WITHOUT_HEAD(renameat__enotdir_second);
ATF_TC_BODY(renameat__enotdir_second, tc)
{

	try_enotdir_at(try_to);
}

ATF_TC_WITHOUT_HEAD(renameat__eloop_second);
ATF_TC_BODY(renameat__eloop_second, tc)
{

	make_file("source", 0644);
	ATF_REQUIRE_EQ(0, symlink("loop2", "loop1"));
	ATF_REQUIRE_EQ(0, symlink("loop1", "loop2"));
	ATF_CHECK_ERRNO(ELOOP, rename("source", "loop1/x") == -1);
	check_file("source");
}

ATF_TC_WITHOUT_HEAD(renameat__enoent_second);
ATF_TC_BODY(renameat__enoent_second, tc)
{

	make_file("source", 0644);
	ATF_CHECK_ERRNO(ENOENT, rename("source", "") == -1);
	ATF_CHECK_ERRNO(ENOENT, rename("source", "missing/file") == -1);
	check_file("source");
}

static void
want_rename_eacces(void)
{

	WANT_ERRNO(EACCES, rename("from/file", "open/file") == -1);
	WANT_ERRNO(EACCES, rename("open/mine", "from/mine") == -1);
	/* A directory of others that would get a new parent. */
	WANT_ERRNO(EACCES, rename("open/dir", "open/sub/dir") == -1);
}

ATF_TC_WITHOUT_HEAD(renameat__eacces_when_a_directory_is_closed);
ATF_TC_BODY(renameat__eacces_when_a_directory_is_closed, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	ATF_REQUIRE_EQ(0, mkdir("from", 0755));
	ATF_REQUIRE_EQ(0, mkdir("open", 0777));
	ATF_REQUIRE_EQ(0, chmod("open", 0777));
	ATF_REQUIRE_EQ(0, mkdir("open/dir", 0755));
	ATF_REQUIRE_EQ(0, mkdir("open/sub", 0777));
	ATF_REQUIRE_EQ(0, chmod("open/sub", 0777));
	make_file("from/file", 0666);
	make_file("open/mine", 0666);
	make_file("source", 0666);
	in_child(NOBODY, want_rename_eacces);
	check_file("from/file");
	check_file("open/mine");
	ATF_CHECK(is_there("open/dir"));
	try_eacces(try_to_ready);
	check_file("source");
}

ATF_TC_WITHOUT_HEAD(renameat__ebusy);
ATF_TC_BODY(renameat__ebusy, tc)
{

	mount_tmpfs("mnt", 0, 0, 0);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(EBUSY, rename("mnt", "new") == -1);
	ATF_CHECK_ERRNO(EBUSY, rename("dir", "mnt") == -1);
	ATF_CHECK_ERRNO(EBUSY, rename("/", "new") == -1);
	ATF_CHECK_ERRNO(EBUSY, rename("dir", "/") == -1);
	ATF_CHECK(is_there("mnt") && is_there("dir") && !is_there("new"));
}

ATF_TC_WITHOUT_HEAD(renameat__einval);
ATF_TC_BODY(renameat__einval, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("a", 0755));
	ATF_REQUIRE_EQ(0, mkdir("a/b", 0755));
	ATF_REQUIRE_EQ(0, mkdir("a/b/c", 0755));
	ATF_CHECK_ERRNO(EINVAL, rename("a", "a/new") == -1);
	ATF_CHECK_ERRNO(EINVAL, rename("a", "a/b/c/new") == -1);
	ATF_CHECK_ERRNO(EINVAL, rename("a", "a/b") == -1);
	ATF_CHECK_ERRNO(EINVAL, rename(".", "new") == -1);
	ATF_CHECK_ERRNO(EINVAL, rename("a/.", "new") == -1);
	ATF_CHECK_ERRNO(EINVAL, rename("a/b/..", "new") == -1);
	ATF_CHECK_ERRNO(EINVAL, rename("a/b", "a/.") == -1);
	ATF_CHECK(is_there("a/b/c") && !is_there("new"));
}

ATF_TC_WITHOUT_HEAD(renameat__eisdir);
ATF_TC_BODY(renameat__eisdir, tc)
{

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_REQUIRE_EQ(0, mkdir("dir/sub", 0755));
	ATF_CHECK_ERRNO(EISDIR, rename("file", "dir") == -1);
	make_file("dir/sub/file", 0644);
	ATF_CHECK_ERRNO(EISDIR, rename("dir/sub/file", "dir") == -1);
	check_file("file");
	check_file("dir/sub/file");
}

ATF_TC_WITHOUT_HEAD(renameat__enospc);
ATF_TC_BODY(renameat__enospc, tc)
{
	char path[300];

	mount_small("mnt");
	if (!is_there("mnt/file"))
		make_file("mnt/file", 0644);
	make_file("mnt/x", 0644);
	(void)fill_blocks("mnt", path, sizeof(path));
	ATF_CHECK_ERRNO(ENOSPC, rename("mnt/x", path) == -1);
	check_file("mnt/x");
	ATF_CHECK(!is_there(path));
	ATF_REQUIRE_EQ(0, unlink("mnt/big"));
	ATF_CHECK_EQ(0, rename("mnt/x", path));
	check_file(path);
}

#ifdef VFS_EXT2
/* Of tmpfs, where it takes long, mkdirat__emlink of t_vfs_names shows it. */
ATF_TC_WITHOUT_HEAD(renameat__emlink);
ATF_TC_BODY(renameat__emlink, tc)
{
	struct stat sb;

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EMLINK, rename("mnt/dir", "mnt/full/dir") == -1);
	ATF_CHECK(is_there("mnt/dir") && !is_there("mnt/full/dir"));
	ATF_REQUIRE_EQ(0, stat("mnt/full", &sb));
	ATF_CHECK_EQ(EXT2_LINKS, (int)sb.st_nlink);
	ATF_CHECK_EQ(0, rename("mnt/file", "mnt/full/file"));
}
#endif

ATF_TC_WITHOUT_HEAD(renameat__enotdir_when_kinds_differ);
ATF_TC_BODY(renameat__enotdir_when_kinds_differ, tc)
{

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_REQUIRE_EQ(0, symlink("dir", "link"));
	ATF_CHECK_ERRNO(ENOTDIR, rename("dir", "file") == -1);
	ATF_CHECK_ERRNO(ENOTDIR, rename("dir", "link") == -1);
	ATF_CHECK_ERRNO(ENOTDIR, rename("file/", "new") == -1);
	ATF_CHECK_ERRNO(ENOTDIR, rename("file", "new/") == -1);
	check_file("file");
	ATF_CHECK(is_there("dir") && !is_there("new"));
}

ATF_TC_WITHOUT_HEAD(renameat__enotempty);
ATF_TC_BODY(renameat__enotempty, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("a", 0755));
	ATF_REQUIRE_EQ(0, mkdir("b", 0755));
	make_file("b/file", 0644);
	ATF_CHECK_ERRNO(ENOTEMPTY, rename("a", "b") == -1);
	/* Onto a directory that it is in. */
	ATF_REQUIRE_EQ(0, mkdir("b/sub", 0755));
	ATF_CHECK_ERRNO(ENOTEMPTY, rename("b/sub", "b") == -1);
	check_file("b/file");
	ATF_CHECK(is_there("a") && is_there("b/sub"));
}

static void
want_rename_eperm(void)
{

	WANT_ERRNO(EPERM, rename("sticky/file", "sticky/new") == -1);
	WANT_ERRNO(EPERM, rename("sticky/mine", "sticky/file") == -1);
	WANT(rename("sticky/mine", "sticky/yours") == 0);
}

ATF_TC_WITHOUT_HEAD(renameat__eperm);
ATF_TC_BODY(renameat__eperm, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("sticky", 0755));
	ATF_REQUIRE_EQ(0, chmod("sticky", 01777));
	make_file("sticky/file", 0666);
	make_file("sticky/mine", 0666);
	ATF_REQUIRE_EQ(0, chown("sticky/mine", NOBODY, NOBODY));
	in_child(NOBODY, want_rename_eperm);
	check_file("sticky/file");
	check_file("sticky/yours");
}

ATF_TC_WITHOUT_HEAD(renameat__erofs);
ATF_TC_BODY(renameat__erofs, tc)
{

	make_readonly();
	ATF_CHECK_ERRNO(EROFS, rename("readonly/file", "readonly/new") == -1);
	ATF_CHECK_ERRNO(EROFS, rename("readonly/dir", "readonly/new") == -1);
	check_file("readonly/file");
}

ATF_TC_WITHOUT_HEAD(renameat__exdev);
ATF_TC_BODY(renameat__exdev, tc)
{

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	mount_tmpfs("mnt", 0, 0, 0);
	ATF_CHECK_ERRNO(EXDEV, rename("file", "mnt/file") == -1);
	ATF_CHECK_ERRNO(EXDEV, rename("dir", "mnt/dir") == -1);
	check_file("file");
	ATF_CHECK(!is_there("mnt/file"));
}

ATF_TC_WITHOUT_HEAD(renameat__replaces_a_file);
ATF_TC_BODY(renameat__replaces_a_file, tc)
{
	struct stat a, b;
	int fd;

	make_file("a", 0644);
	make_file("b", 0600);
	ATF_REQUIRE_EQ(0, truncate("b", 0));
	fd = open("b", O_RDONLY);
	ATF_REQUIRE_EQ(0, stat("a", &a));
	ATF_REQUIRE_EQ(0, rename("a", "b"));
	ATF_REQUIRE_EQ(0, stat("b", &b));
	ATF_CHECK_EQ(a.st_ino, b.st_ino);
	ATF_CHECK(!is_there("a"));
	check_file("b");
	ATF_REQUIRE_EQ(0, fstat(fd, &b));
	ATF_CHECK_EQ(0, b.st_nlink);
}

ATF_TC_WITHOUT_HEAD(renameat__two_names_of_one_file);
ATF_TC_BODY(renameat__two_names_of_one_file, tc)
{
	struct stat sb;

	make_file("a", 0644);
	ATF_REQUIRE_EQ(0, link("a", "b"));
	ATF_CHECK_EQ(0, rename("a", "b"));
	ATF_CHECK_EQ(0, rename("a", "a"));
	check_file("a");
	check_file("b");
	ATF_REQUIRE_EQ(0, stat("a", &sb));
	ATF_CHECK_EQ(2, sb.st_nlink);
}

ATF_TC_WITHOUT_HEAD(renameat__directories);
ATF_TC_BODY(renameat__directories, tc)
{
	struct stat sb, up;

	ATF_REQUIRE_EQ(0, mkdir("a", 0755));
	ATF_REQUIRE_EQ(0, mkdir("a/sub", 0755));
	ATF_REQUIRE_EQ(0, mkdir("b", 0755));
	make_file("a/sub/file", 0644);
	/* To another parent: ".." and the link counts follow. */
	ATF_REQUIRE_EQ(0, rename("a/sub", "b/moved"));
	check_file("b/moved/file");
	ATF_REQUIRE_EQ(0, stat("a", &sb));
	ATF_CHECK_EQ(2, sb.st_nlink);
	ATF_REQUIRE_EQ(0, stat("b", &sb));
	ATF_CHECK_EQ(3, sb.st_nlink);
	ATF_REQUIRE_EQ(0, stat("b/moved/..", &up));
	ATF_CHECK_EQ(sb.st_ino, up.st_ino);
	/* Over an empty one. */
	ATF_REQUIRE_EQ(0, rename("b/moved", "a"));
	check_file("a/file");
	ATF_REQUIRE_EQ(0, stat("b", &sb));
	ATF_CHECK_EQ(2, sb.st_nlink);
	ATF_REQUIRE_EQ(0, stat("a/..", &up));
	ATF_REQUIRE_EQ(0, stat(".", &sb));
	ATF_CHECK_EQ(sb.st_ino, up.st_ino);
	/* With slashes behind. */
	ATF_REQUIRE_EQ(0, rename("a/", "c/"));
	check_file("c/file");
}

ATF_TC_WITHOUT_HEAD(renameat__of_a_symbolic_link);
ATF_TC_BODY(renameat__of_a_symbolic_link, tc)
{
	char buf[10];

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, symlink("file", "link"));
	ATF_REQUIRE_EQ(0, rename("link", "new"));
	ATF_CHECK_EQ(4, readlink("new", buf, sizeof(buf)));
	ATF_REQUIRE_EQ(0, symlink("file", "other"));
	make_file("third", 0644);
	ATF_REQUIRE_EQ(0, rename("third", "other"));
	ATF_CHECK_EQ(-1, readlink("other", buf, sizeof(buf)));
	check_file("file");
}

/*
 * Directories change places while others look: all of it must end.
 */
static void
rename_shuffle(unsigned seed)
{
	char from[40], to[40];
	int i;

	for (i = 0; i < 1500; i++) {
		seed = seed * 1103515245 + 12345;
		snprintf(from, sizeof(from), "s%u/d%u", (seed >> 8) % 3,
		    (seed >> 12) % 3);
		snprintf(to, sizeof(to), "s%u/d%u", (seed >> 16) % 3,
		    (seed >> 20) % 3);
		if ((seed >> 24) % 4 == 0)
			strlcat(to, "/d0", sizeof(to));
		if (rename(from, to) == -1)
			WANT(errno == ENOENT || errno == EINVAL ||
			    errno == ENOTEMPTY || errno == EISDIR ||
			    errno == ENOTDIR);
		(void)access("s0/d0/d0/../../d1", F_OK);
		(void)mkdir(from, 0755);
	}
}

ATF_TC_WITHOUT_HEAD(renameat__many_at_once);
ATF_TC_BODY(renameat__many_at_once, tc)
{
	char path[20];
	int i, status;

	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "s%d", i);
		ATF_REQUIRE_EQ(0, mkdir(path, 0755));
		snprintf(path, sizeof(path), "s%d/d%d", i, i);
		ATF_REQUIRE_EQ(0, mkdir(path, 0755));
	}
	for (i = 0; i < 4; i++)
		if (fork() == 0) {
			rename_shuffle((unsigned)i * 77 + 5);
			_exit(0);
		}
	for (i = 0; i < 4; i++) {
		ATF_REQUIRE(wait(&status) > 0);
		ATF_CHECK_EQ(0, status);
	}
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, renameat__eacces);
	ATF_TP_ADD_TC(tp, renameat__ebadf);
	ATF_TP_ADD_TC(tp, renameat__efault);
	ATF_TP_ADD_TC(tp, renameat__eloop);
	ATF_TP_ADD_TC(tp, renameat__enametoolong);
	ATF_TP_ADD_TC(tp, renameat__enoent);
	ATF_TP_ADD_TC(tp, renameat__enotdir);
	ATF_TP_ADD_TC(tp, renameat__ebadf_second);
	ATF_TP_ADD_TC(tp, renameat__efault_second);
	ATF_TP_ADD_TC(tp, renameat__enametoolong_second);
	ATF_TP_ADD_TC(tp, renameat__enotdir_second);
	ATF_TP_ADD_TC(tp, renameat__eloop_second);
	ATF_TP_ADD_TC(tp, renameat__enoent_second);
	ATF_TP_ADD_TC(tp, renameat__eacces_when_a_directory_is_closed);
	ATF_TP_ADD_TC(tp, renameat__ebusy);
	ATF_TP_ADD_TC(tp, renameat__einval);
	ATF_TP_ADD_TC(tp, renameat__eisdir);
	ATF_TP_ADD_TC(tp, renameat__enospc);
#ifdef VFS_EXT2
	ATF_TP_ADD_TC(tp, renameat__emlink);
#endif
	ATF_TP_ADD_TC(tp, renameat__enotdir_when_kinds_differ);
	ATF_TP_ADD_TC(tp, renameat__enotempty);
	ATF_TP_ADD_TC(tp, renameat__eperm);
	ATF_TP_ADD_TC(tp, renameat__erofs);
	ATF_TP_ADD_TC(tp, renameat__exdev);
	ATF_TP_ADD_TC(tp, renameat__replaces_a_file);
	ATF_TP_ADD_TC(tp, renameat__two_names_of_one_file);
	ATF_TP_ADD_TC(tp, renameat__directories);
	ATF_TP_ADD_TC(tp, renameat__of_a_symbolic_link);
	ATF_TP_ADD_TC(tp, renameat__many_at_once);
	return (atf_no_error());
}
