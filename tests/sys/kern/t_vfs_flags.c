/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * EPERM: files that may not be changed, or only be appended to, because their
 * inode says so.  Nobody is exempt, and nothing changes.
 */

#include "h_vfs.h"

static void
check_immutable(void)
{
	struct stat sb;

	check_file("mnt/immutable");
	ATF_REQUIRE_EQ(0, stat("mnt/immutable", &sb));
	ATF_CHECK_EQ(S_IFREG | 0666, sb.st_mode);
	ATF_CHECK_EQ(0, (int)sb.st_uid);
	ATF_CHECK_EQ(1, sb.st_nlink);
	ATF_CHECK_EQ(1767225600, sb.st_mtime);
	ATF_CHECK_EQ(1767225600, sb.st_ctime);
}

ATF_TC_WITHOUT_HEAD(openat__eperm_by_flags);
ATF_TC_BODY(openat__eperm_by_flags, tc)
{
	struct stat sb;
	int fd;

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, open("mnt/immutable", O_WRONLY) == -1);
	ATF_CHECK_ERRNO(EPERM, open("mnt/immutable", O_RDWR | O_APPEND) == -1);
	ATF_CHECK_ERRNO(EPERM, open("mnt/immutable", O_RDONLY | O_TRUNC) == -1);
	ATF_CHECK_ERRNO(EPERM, open("mnt/append", O_WRONLY) == -1);
	ATF_CHECK_ERRNO(EPERM, open("mnt/append", O_WRONLY | O_APPEND |
	    O_TRUNC) == -1);
	ATF_CHECK_ERRNO(EPERM, open("mnt/fixed/new", O_WRONLY | O_CREAT,
	    0600) == -1);
	ATF_CHECK(!is_there("mnt/fixed/new"));
	check_immutable();
	check_file("mnt/append");
	fd = open("mnt/append", O_WRONLY | O_APPEND);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_EQ(1, write(fd, "x", 1));
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(5, sb.st_size);
}

ATF_TC_WITHOUT_HEAD(faccessat__eperm_by_flags);
ATF_TC_BODY(faccessat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, access("mnt/immutable", W_OK) == -1);
	ATF_CHECK_ERRNO(EPERM, access("mnt/immutable", R_OK | W_OK) == -1);
	ATF_CHECK_ERRNO(EPERM, access("mnt/fixed", W_OK) == -1);
	ATF_CHECK_EQ(0, access("mnt/immutable", R_OK));
}

ATF_TC_WITHOUT_HEAD(truncate__eperm_by_flags);
ATF_TC_BODY(truncate__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, truncate("mnt/immutable", 0) == -1);
	ATF_CHECK_ERRNO(EPERM, truncate("mnt/append", 2) == -1);
	check_immutable();
	check_file("mnt/append");
}

ATF_TC_WITHOUT_HEAD(ftruncate__eperm_by_flags);
ATF_TC_BODY(ftruncate__eperm_by_flags, tc)
{
	int fd;

	mount_ext2("mnt", 0);
	fd = open("mnt/append", O_RDWR | O_APPEND);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EPERM, ftruncate(fd, 0) == -1);
	ATF_CHECK_ERRNO(EPERM, ftruncate(fd, 1000) == -1);
	check_file("mnt/append");
}

ATF_TC_WITHOUT_HEAD(fchmodat__eperm_by_flags);
ATF_TC_BODY(fchmodat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, chmod("mnt/immutable", 0600) == -1);
	check_immutable();
}

ATF_TC_WITHOUT_HEAD(fchownat__eperm_by_flags);
ATF_TC_BODY(fchownat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, chown("mnt/immutable", 1, 1) == -1);
	check_immutable();
}

ATF_TC_WITHOUT_HEAD(utimensat__eperm_by_flags);
ATF_TC_BODY(utimensat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, utimensat(AT_FDCWD, "mnt/immutable", NULL,
	    0) == -1);
	check_immutable();
}

ATF_TC_WITHOUT_HEAD(linkat__eperm_by_flags);
ATF_TC_BODY(linkat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, link("mnt/immutable", "mnt/new") == -1);
	ATF_CHECK_ERRNO(EPERM, link("mnt/append", "mnt/new") == -1);
	ATF_CHECK_ERRNO(EPERM, link("mnt/file", "mnt/fixed/new") == -1);
	ATF_CHECK(!is_there("mnt/new") && !is_there("mnt/fixed/new"));
	check_immutable();
}

ATF_TC_WITHOUT_HEAD(symlinkat__eperm_by_flags);
ATF_TC_BODY(symlinkat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, symlink("target", "mnt/fixed/new") == -1);
	ATF_CHECK(!is_there("mnt/fixed/new"));
}

ATF_TC_WITHOUT_HEAD(unlinkat__eperm_by_flags);
ATF_TC_BODY(unlinkat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, unlink("mnt/immutable") == -1);
	ATF_CHECK_ERRNO(EPERM, unlink("mnt/append") == -1);
	ATF_CHECK_ERRNO(EPERM, unlink("mnt/fixed/file") == -1);
	ATF_CHECK_ERRNO(EPERM, rmdir("mnt/fixed") == -1);
	check_immutable();
	check_file("mnt/append");
	check_file("mnt/fixed/file");
}

ATF_TC_WITHOUT_HEAD(renameat__eperm_by_flags);
ATF_TC_BODY(renameat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, rename("mnt/immutable", "mnt/new") == -1);
	ATF_CHECK_ERRNO(EPERM, rename("mnt/append", "mnt/new") == -1);
	ATF_CHECK_ERRNO(EPERM, rename("mnt/file", "mnt/immutable") == -1);
	ATF_CHECK_ERRNO(EPERM, rename("mnt/file", "mnt/fixed/new") == -1);
	ATF_CHECK_ERRNO(EPERM, rename("mnt/fixed/file", "mnt/new") == -1);
	ATF_CHECK_ERRNO(EPERM, rename("mnt/fixed", "mnt/new") == -1);
	ATF_CHECK(!is_there("mnt/new") && !is_there("mnt/fixed/new"));
	check_immutable();
	check_file("mnt/append");
	check_file("mnt/fixed/file");
	check_file("mnt/file");
}

ATF_TC_WITHOUT_HEAD(mkdirat__eperm_by_flags);
ATF_TC_BODY(mkdirat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, mkdir("mnt/fixed/new", 0755) == -1);
	ATF_CHECK(!is_there("mnt/fixed/new"));
}

ATF_TC_WITHOUT_HEAD(mknodat__eperm_by_flags);
ATF_TC_BODY(mknodat__eperm_by_flags, tc)
{

	mount_ext2("mnt", 0);
	ATF_CHECK_ERRNO(EPERM, mkfifo("mnt/fixed/new", 0644) == -1);
	ATF_CHECK(!is_there("mnt/fixed/new"));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, openat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, faccessat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, truncate__eperm_by_flags);
	ATF_TP_ADD_TC(tp, ftruncate__eperm_by_flags);
	ATF_TP_ADD_TC(tp, fchmodat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, fchownat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, utimensat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, linkat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, symlinkat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, unlinkat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, renameat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, mkdirat__eperm_by_flags);
	ATF_TP_ADD_TC(tp, mknodat__eperm_by_flags);
	return (atf_no_error());
}
