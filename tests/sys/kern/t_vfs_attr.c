/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls on attributes: fstatat(2), faccessat(2), fchmodat(2), fchownat(2),
 * utimensat(2), truncate(2), pathconf(2) and their relatives by descriptor.
 */

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include "h_vfs.h"

static int
try_stat(int dirfd, const char *path)
{
	struct stat sb;

	return (fstatat(dirfd, path, &sb, 0));
}

static int
try_access(int dirfd, const char *path)
{

	return (faccessat(dirfd, path, F_OK, 0));
}

static int
try_chmod(int dirfd, const char *path)
{

	return (fchmodat(dirfd, path, 0600, 0));
}

static int
try_chown(int dirfd, const char *path)
{

	return (fchownat(dirfd, path, (uid_t)-1, (gid_t)-1, 0));
}

static int
try_utimens(int dirfd, const char *path)
{

	return (utimensat(dirfd, path, NULL, 0));
}

static int
try_truncate(int dirfd, const char *path)
{

	return (truncate(path, 2));
}

static int
try_pathconf(int dirfd, const char *path)
{

	return ((int)pathconf(path, _PC_NAME_MAX));
}

static void
set_times(const char *path, time_t sec)
{
	struct timespec ts[2] = { { sec, 1 }, { sec, 2 } };

	ATF_REQUIRE_EQ(0, utimensat(AT_FDCWD, path, ts, 0));
}

static struct stat
get_stat(const char *path)
{
	struct stat sb;

	ATF_REQUIRE_EQ_MSG(0, lstat(path, &sb), "%s: %s", path,
	    strerror(errno));
	return (sb);
}

ATF_TC_WITHOUT_HEAD(fstatat__eacces);
ATF_TC_BODY(fstatat__eacces, tc)
{

	try_eacces(try_stat);
}

ATF_TC_WITHOUT_HEAD(fstatat__eloop);
ATF_TC_BODY(fstatat__eloop, tc)
{

	try_eloop(try_stat);
}

ATF_TC_WITHOUT_HEAD(fstatat__enametoolong);
ATF_TC_BODY(fstatat__enametoolong, tc)
{

	try_enametoolong(try_stat);
}

ATF_TC_WITHOUT_HEAD(fstatat__enoent);
ATF_TC_BODY(fstatat__enoent, tc)
{

	try_enoent_file(try_stat);
}

ATF_TC_WITHOUT_HEAD(fstatat__enotdir);
ATF_TC_BODY(fstatat__enotdir, tc)
{

	try_enotdir_at(try_stat);
}

ATF_TC_WITHOUT_HEAD(fstatat__ebadf);
ATF_TC_BODY(fstatat__ebadf, tc)
{

	try_ebadf(try_stat);
}

ATF_TC_WITHOUT_HEAD(fstatat__efault);
ATF_TC_BODY(fstatat__efault, tc)
{

	try_efault(try_stat);
	make_file("file", 0644);
	ATF_CHECK_ERRNO(EFAULT, stat("file", BADPTR) == -1);
	ATF_CHECK_ERRNO(EFAULT, stat("file", KERNPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(fstatat__einval);
ATF_TC_BODY(fstatat__einval, tc)
{
	struct stat sb;

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EINVAL, fstatat(AT_FDCWD, "file", &sb, 1) == -1);
	ATF_CHECK_ERRNO(EINVAL, fstatat(AT_FDCWD, "file", &sb, -1) == -1);
}

ATF_TC_WITHOUT_HEAD(fstatat__fields);
ATF_TC_BODY(fstatat__fields, tc)
{
	struct timespec before, after;
	struct stat sb, other;
	int fd;

	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_REALTIME, &before));
	make_file("file", 0640);
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_REALTIME, &after));
	sb = get_stat("file");
	ATF_CHECK_EQ(S_IFREG | 0640, sb.st_mode);
	ATF_CHECK_EQ(1, sb.st_nlink);
	ATF_CHECK_EQ(geteuid(), sb.st_uid);
	ATF_CHECK_EQ(4, sb.st_size);
	ATF_CHECK(sb.st_ino != 0 && sb.st_blksize > 0);
	/* By a clock that may be a little late. */
	ATF_CHECK(sb.st_birthtime >= before.tv_sec - 1);
	ATF_CHECK(sb.st_birthtime <= sb.st_mtime);
	ATF_CHECK(sb.st_mtime <= sb.st_ctime);
	ATF_CHECK(sb.st_ctime <= after.tv_sec);
	fd = open("file", O_RDONLY);
	ATF_REQUIRE_EQ(0, fstat(fd, &other));
	ATF_CHECK_EQ(0, memcmp(&sb, &other, sizeof(sb)));
	ATF_REQUIRE_EQ(0, symlink("file", "link"));
	ATF_REQUIRE_EQ(0, stat("link", &other));
	ATF_CHECK_EQ(sb.st_ino, other.st_ino);
	ATF_REQUIRE_EQ(0, fstatat(AT_FDCWD, "link", &other,
	    AT_SYMLINK_NOFOLLOW));
	ATF_CHECK(S_ISLNK(other.st_mode));
	ATF_CHECK_EQ(4, other.st_size);
	ATF_CHECK_EQ(sb.st_dev, other.st_dev);
}

ATF_TC_WITHOUT_HEAD(fstatat__times_move);
ATF_TC_BODY(fstatat__times_move, tc)
{
	struct stat a, b;
	char c;
	int fd;

	make_file("file", 0644);
	set_times("file", 1000000);
	a = get_stat("file");
	ATF_CHECK_EQ(1000000, a.st_atime);
	ATF_CHECK_EQ(1, a.st_atim.tv_nsec);
	ATF_CHECK_EQ(2, a.st_mtim.tv_nsec);
	ATF_CHECK(a.st_ctime > 1000000);
	fd = open("file", O_RDWR);
	ATF_CHECK_EQ(1, read(fd, &c, 1));
	b = get_stat("file");
	ATF_CHECK(b.st_atime > 1000000);
	ATF_CHECK_EQ(1000000, b.st_mtime);
	ATF_CHECK_EQ(1, write(fd, "x", 1));
	b = get_stat("file");
	ATF_CHECK(b.st_mtime > 1000000);
	/* A directory, when a name comes and goes. */
	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	set_times("dir", 1000000);
	make_file("dir/file", 0644);
	ATF_CHECK(get_stat("dir").st_mtime > 1000000);
	set_times("dir", 1000000);
	ATF_REQUIRE_EQ(0, unlink("dir/file"));
	ATF_CHECK(get_stat("dir").st_mtime > 1000000);
	/* A link changes the inode, not the data. */
	set_times("file", 1000000);
	ATF_REQUIRE_EQ(0, link("file", "second"));
	ATF_CHECK_EQ(1000000, get_stat("file").st_mtime);
}

/* Both times of fd, a file, are long ago. */
static void
make_old(int fd)
{
	const struct timespec ts[2] = { { 1000, 0 }, { 1000, 0 } };

	ATF_REQUIRE_EQ(0, futimens(fd, ts));
}

static time_t
mtime_of(int fd)
{
	struct stat sb;

	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	return (sb.st_mtim.tv_sec);
}

ATF_TC_WITHOUT_HEAD(fstatat__times_move_by_mapping);
ATF_TC_BODY(fstatat__times_move_by_mapping, tc)
{
	const int sync[] = { MS_SYNC, MS_ASYNC };
	const size_t page = 4096;
	volatile char *p;
	struct stat sb;
	size_t i;
	int fd;

	fd = open("mapped", O_RDWR | O_CREAT, 0600);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(0, ftruncate(fd, 4 * (off_t)page));
	p = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	make_old(fd);
	ATF_CHECK_EQ(0, p[0]);			/* a read does nothing */
	ATF_CHECK_EQ(1000, mtime_of(fd));
	/* Each write, though the page is writable and dirty already. */
	for (i = 0; i < 3; i++) {
		p[0] = 'a';
		ATF_REQUIRE_EQ(0, fstat(fd, &sb));
		ATF_CHECK(sb.st_mtim.tv_sec > 1000);
		ATF_CHECK(timespeccmp(&sb.st_mtim, &sb.st_ctim, ==));
		make_old(fd);
		ATF_CHECK_EQ(1000, mtime_of(fd));
	}
	/* A write before the times were set is not one after. */
	p[page] = 'b';
	make_old(fd);
	ATF_CHECK_EQ(1000, mtime_of(fd));
	ATF_CHECK_EQ(0, msync((void *)(uintptr_t)p, 4 * page, MS_SYNC));
	ATF_CHECK_EQ(0, fsync(fd));
	ATF_CHECK_EQ(1000, mtime_of(fd));
	/* msync(2) does not lose it, and does nothing without one. */
	for (i = 0; i < 2; i++) {
		p[2 * page] = 'c';
		ATF_CHECK_EQ(0, msync((void *)(uintptr_t)p, 4 * page, sync[i]));
		ATF_CHECK(mtime_of(fd) > 1000);
		make_old(fd);
		ATF_CHECK_EQ(0, msync((void *)(uintptr_t)p, 4 * page, sync[i]));
		ATF_CHECK_EQ(1000, mtime_of(fd));
	}
	/* The mapping is gone when somebody asks. */
	p[3 * page] = 'd';
	ATF_CHECK_EQ(0, munmap((void *)(uintptr_t)p, 4 * page));
	ATF_CHECK(mtime_of(fd) > 1000);
	/* A private mapping is nobody's business. */
	make_old(fd);
	p = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	p[0] = 'e';
	ATF_CHECK_EQ(1000, mtime_of(fd));
	ATF_CHECK_EQ(0, close(fd));
}

ATF_TC_WITHOUT_HEAD(faccessat__eacces);
ATF_TC_BODY(faccessat__eacces, tc)
{

	try_eacces(try_access);
}

ATF_TC_WITHOUT_HEAD(faccessat__efault);
ATF_TC_BODY(faccessat__efault, tc)
{

	try_efault(try_access);
}

ATF_TC_WITHOUT_HEAD(faccessat__eloop);
ATF_TC_BODY(faccessat__eloop, tc)
{

	try_eloop(try_access);
}

ATF_TC_WITHOUT_HEAD(faccessat__enametoolong);
ATF_TC_BODY(faccessat__enametoolong, tc)
{

	try_enametoolong(try_access);
}

ATF_TC_WITHOUT_HEAD(faccessat__enoent);
ATF_TC_BODY(faccessat__enoent, tc)
{

	try_enoent_file(try_access);
}

ATF_TC_WITHOUT_HEAD(faccessat__enotdir);
ATF_TC_BODY(faccessat__enotdir, tc)
{

	try_enotdir_at(try_access);
}

ATF_TC_WITHOUT_HEAD(faccessat__ebadf);
ATF_TC_BODY(faccessat__ebadf, tc)
{

	try_ebadf(try_access);
}

static void
want_access(void)
{

	WANT(access("r", R_OK) == 0 && access("w", W_OK) == 0 &&
	    access("x", X_OK) == 0);
	WANT_ERRNO(EACCES, access("r", W_OK) == -1);
	WANT_ERRNO(EACCES, access("r", R_OK | W_OK) == -1);
	WANT_ERRNO(EACCES, access("w", R_OK) == -1);
	WANT_ERRNO(EACCES, access("w", X_OK) == -1);
	WANT_ERRNO(EACCES, access("x", R_OK) == -1);
}

static void
want_access_real(void)
{

	/* Effectively nobody, really the super-user. */
	WANT(setresuid(0, NOBODY, 0) == 0);
	WANT(access("secret", R_OK) == 0);
	WANT_ERRNO(EACCES, faccessat(AT_FDCWD, "secret", R_OK,
	    AT_EACCESS) == -1);
}

ATF_TC_WITHOUT_HEAD(faccessat__eacces_by_mode);
ATF_TC_BODY(faccessat__eacces_by_mode, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("r", 0444);
	make_file("w", 0222);
	make_file("x", 0111);
	in_child(NOBODY, want_access);
	/* The super-user needs one x bit to execute. */
	ATF_CHECK_ERRNO(EACCES, access("r", X_OK) == -1);
	ATF_CHECK_EQ(0, access("x", R_OK | W_OK | X_OK));
	make_file("secret", 0600);
	in_child(0, want_access_real);
}

ATF_TC_WITHOUT_HEAD(faccessat__einval);
ATF_TC_BODY(faccessat__einval, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EINVAL, access("file", 8) == -1);
	ATF_CHECK_ERRNO(EINVAL, access("file", -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, faccessat(AT_FDCWD, "file", R_OK, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(faccessat__erofs);
ATF_TC_BODY(faccessat__erofs, tc)
{

	make_readonly();
	ATF_CHECK_ERRNO(EROFS, access("readonly/file", W_OK) == -1);
	ATF_CHECK_EQ(0, access("readonly/file", R_OK));
}

ATF_TC_WITHOUT_HEAD(fchmodat__eacces);
ATF_TC_BODY(fchmodat__eacces, tc)
{

	try_eacces(try_chmod);
}

ATF_TC_WITHOUT_HEAD(fchmodat__efault);
ATF_TC_BODY(fchmodat__efault, tc)
{

	try_efault(try_chmod);
}

ATF_TC_WITHOUT_HEAD(fchmodat__eloop);
ATF_TC_BODY(fchmodat__eloop, tc)
{

	try_eloop(try_chmod);
}

ATF_TC_WITHOUT_HEAD(fchmodat__enametoolong);
ATF_TC_BODY(fchmodat__enametoolong, tc)
{

	try_enametoolong(try_chmod);
}

ATF_TC_WITHOUT_HEAD(fchmodat__enoent);
ATF_TC_BODY(fchmodat__enoent, tc)
{

	try_enoent_file(try_chmod);
}

ATF_TC_WITHOUT_HEAD(fchmodat__enotdir);
ATF_TC_BODY(fchmodat__enotdir, tc)
{

	try_enotdir_at(try_chmod);
}

ATF_TC_WITHOUT_HEAD(fchmodat__ebadf);
ATF_TC_BODY(fchmodat__ebadf, tc)
{

	try_ebadf(try_chmod);
}

static void
want_chmod_eperm(void)
{
	int fd;

	WANT_ERRNO(EPERM, chmod("file", 0777) == -1);
	fd = open("file", O_RDONLY);
	WANT(fd >= 0);
	WANT_ERRNO(EPERM, fchmod(fd, 0777) == -1);
}

ATF_TC_WITHOUT_HEAD(fchmodat__eperm);
ATF_TC_BODY(fchmodat__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("file", 0666);
	in_child(NOBODY, want_chmod_eperm);
	ATF_CHECK_EQ(S_IFREG | 0666, get_stat("file").st_mode);
}

ATF_TC_WITHOUT_HEAD(fchmodat__einval);
ATF_TC_BODY(fchmodat__einval, tc)
{

	make_file("file", 0640);
	ATF_CHECK_ERRNO(EINVAL, fchmodat(AT_FDCWD, "file", 0600, 1) == -1);
	ATF_CHECK_EQ(S_IFREG | 0640, get_stat("file").st_mode);
}

ATF_TC_WITHOUT_HEAD(fchmodat__erofs);
ATF_TC_BODY(fchmodat__erofs, tc)
{

	try_erofs(try_chmod, "readonly/file");
	ATF_CHECK_EQ(S_IFREG | 0666, get_stat("readonly/file").st_mode);
}

ATF_TC_WITHOUT_HEAD(fchmodat__erofs_when_the_kernel_makes_the_file);
ATF_TC_BODY(fchmodat__erofs_when_the_kernel_makes_the_file, tc)
{
	int fd;

	ATF_CHECK_ERRNO(EROFS, chmod("/proc/uptime", 0600) == -1);
	ATF_CHECK_ERRNO(EROFS, chown("/proc/uptime", 1, 1) == -1);
	ATF_CHECK_ERRNO(EROFS, utimensat(AT_FDCWD, "/proc/uptime", NULL,
	    0) == -1);
	fd = open("/proc/uptime", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EROFS, fchmod(fd, 0600) == -1);
	ATF_CHECK_ERRNO(EROFS, mkdir("/proc/new", 0755) == -1);
	ATF_CHECK_ERRNO(EROFS, unlink("/proc/uptime") == -1);
	ATF_CHECK_ERRNO(EROFS, rename("/proc/uptime", "/proc/new") == -1);
	ATF_CHECK_ERRNO(EROFS, rmdir("/proc/1") == -1);
	ATF_CHECK_ERRNO(EROFS, link("/proc/uptime", "/proc/new") == -1);
	ATF_CHECK_ERRNO(EROFS, symlink("x", "/proc/new") == -1);
	ATF_CHECK_ERRNO(EROFS, mkfifo("/proc/new", 0600) == -1);
	ATF_CHECK_ERRNO(EROFS, open("/proc/new", O_CREAT | O_RDWR, 0600) == -1);
	ATF_CHECK(!is_there("/proc/new"));
}

static void
chmod_own(void)
{
	struct stat sb;

	/* Not in the group: no set-group-id; no sticky bit for a file. */
	WANT(chmod("mine", 07777) == 0);
	WANT(stat("mine", &sb) == 0 && sb.st_mode == (S_IFREG | 04777));
}

ATF_TC_WITHOUT_HEAD(fchmodat__all_bits);
ATF_TC_BODY(fchmodat__all_bits, tc)
{
	mode_t mode;
	int fd;

	make_file("file", 0600);
	for (mode = 0; mode <= 07777; mode += 0111) {
		ATF_REQUIRE_EQ(0, chmod("file", mode));
		ATF_CHECK_EQ(S_IFREG | mode, get_stat("file").st_mode);
	}
	fd = open("file", O_RDONLY);
	ATF_REQUIRE_EQ(0, fchmod(fd, 0751));
	ATF_CHECK_EQ(S_IFREG | 0751, get_stat("file").st_mode);
	ATF_REQUIRE_EQ(0, symlink("file", "link"));
	ATF_REQUIRE_EQ(0, fchmodat(AT_FDCWD, "link", 0111,
	    AT_SYMLINK_NOFOLLOW));
	ATF_CHECK_EQ(S_IFREG | 0751, get_stat("file").st_mode);
	ATF_CHECK_EQ(S_IFLNK | 0111, get_stat("link").st_mode);
	ATF_REQUIRE_EQ(0, chmod(".", 0777));
	make_file("mine", 0600);
	ATF_REQUIRE_EQ(0, chown("mine", NOBODY, 0));
	in_child(NOBODY, chmod_own);
}

ATF_TC_WITHOUT_HEAD(fchmod__ebadf);
ATF_TC_BODY(fchmod__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, fchmod(-1, 0600) == -1);
	ATF_CHECK_ERRNO(EBADF, fchmod(BADFD, 0600) == -1);
}

ATF_TC_WITHOUT_HEAD(fchmod__einval);
ATF_TC_BODY(fchmod__einval, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EINVAL, fchmod(fds[0], 0600) == -1);
}

ATF_TC_WITHOUT_HEAD(fchmod__eperm);
ATF_TC_BODY(fchmod__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("file", 0666);
	in_child(NOBODY, want_chmod_eperm);
}

ATF_TC_WITHOUT_HEAD(fchmod__erofs);
ATF_TC_BODY(fchmod__erofs, tc)
{
	int fd;

	make_readonly();
	fd = open("readonly/file", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EROFS, fchmod(fd, 0600) == -1);
	ATF_REQUIRE_EQ(0, close(fd));
}

ATF_TC_WITHOUT_HEAD(fchownat__eacces);
ATF_TC_BODY(fchownat__eacces, tc)
{

	try_eacces(try_chown);
}

ATF_TC_WITHOUT_HEAD(fchownat__efault);
ATF_TC_BODY(fchownat__efault, tc)
{

	try_efault(try_chown);
}

ATF_TC_WITHOUT_HEAD(fchownat__eloop);
ATF_TC_BODY(fchownat__eloop, tc)
{

	try_eloop(try_chown);
}

ATF_TC_WITHOUT_HEAD(fchownat__enametoolong);
ATF_TC_BODY(fchownat__enametoolong, tc)
{

	try_enametoolong(try_chown);
}

ATF_TC_WITHOUT_HEAD(fchownat__enoent);
ATF_TC_BODY(fchownat__enoent, tc)
{

	try_enoent_file(try_chown);
}

ATF_TC_WITHOUT_HEAD(fchownat__enotdir);
ATF_TC_BODY(fchownat__enotdir, tc)
{

	try_enotdir_at(try_chown);
}

ATF_TC_WITHOUT_HEAD(fchownat__ebadf);
ATF_TC_BODY(fchownat__ebadf, tc)
{

	try_ebadf(try_chown);
}

static void
want_chown_eperm(void)
{
	int fd;

	fd = open("file", O_RDONLY);
	WANT(fd >= 0);
	WANT_ERRNO(EPERM, chown("file", NOBODY, (gid_t)-1) == -1);
	WANT_ERRNO(EPERM, chown("file", (uid_t)-1, NOBODY) == -1);
	WANT_ERRNO(EPERM, fchown(fd, NOBODY, (gid_t)-1) == -1);
	/* Not even one's own, to others or to a group one is not in. */
	WANT_ERRNO(EPERM, chown("mine", 0, (gid_t)-1) == -1);
	WANT_ERRNO(EPERM, chown("mine", (uid_t)-1, 0) == -1);
	WANT(chown("mine", NOBODY, NOBODY) == 0);
}

ATF_TC_WITHOUT_HEAD(fchownat__eperm);
ATF_TC_BODY(fchownat__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("file", 0644);
	make_file("mine", 0644);
	ATF_REQUIRE_EQ(0, chown("mine", NOBODY, 7));
	in_child(NOBODY, want_chown_eperm);
	ATF_CHECK_EQ(0, (int)get_stat("file").st_uid);
	ATF_CHECK_EQ(NOBODY, (int)get_stat("mine").st_gid);
}

ATF_TC_WITHOUT_HEAD(fchownat__einval);
ATF_TC_BODY(fchownat__einval, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EINVAL, fchownat(AT_FDCWD, "file", 1, 1, 1) == -1);
	ATF_CHECK_EQ(0, (int)get_stat("file").st_uid);
}

ATF_TC_WITHOUT_HEAD(fchownat__erofs);
ATF_TC_BODY(fchownat__erofs, tc)
{

	try_erofs(try_chown, "readonly/file");
}

ATF_TC_WITHOUT_HEAD(fchownat__ids);
ATF_TC_BODY(fchownat__ids, tc)
{
	struct stat sb;
	int fd;

	make_file("file", 06755);
	ATF_REQUIRE_EQ(0, chown("file", 70000, 80000));
	sb = get_stat("file");
	ATF_CHECK_EQ(70000, sb.st_uid);
	ATF_CHECK_EQ(80000, sb.st_gid);
	/* The super-user keeps the set-id bits. */
	ATF_CHECK_EQ(S_IFREG | 06755, sb.st_mode);
	ATF_REQUIRE_EQ(0, chown("file", (uid_t)-1, 5));
	ATF_CHECK_EQ(70000, get_stat("file").st_uid);
	ATF_CHECK_EQ(5, get_stat("file").st_gid);
	ATF_REQUIRE_EQ(0, symlink("file", "link"));
	ATF_REQUIRE_EQ(0, lchown("link", 9, 9));
	ATF_CHECK_EQ(9, get_stat("link").st_uid);
	ATF_CHECK_EQ(70000, get_stat("file").st_uid);
	fd = open("file", O_RDONLY);
	ATF_REQUIRE_EQ(0, fchown(fd, 0, 0));
	ATF_CHECK_EQ(0, get_stat("file").st_uid);
}

static void
lose_setid(void)
{
	struct stat sb;
	int fd;

	fd = open("suid", O_WRONLY);
	WANT(fd >= 0);
	WANT(write(fd, "x", 1) == 1);
	WANT(stat("suid", &sb) == 0 && sb.st_mode == (S_IFREG | 0777));
	WANT(chown("mine", NOBODY, NOBODY) == 0);
	WANT(stat("mine", &sb) == 0 && sb.st_mode == (S_IFREG | 0755));
}

ATF_TC_WITHOUT_HEAD(fchownat__setid_bits_go);
ATF_TC_BODY(fchownat__setid_bits_go, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("suid", 06777);
	make_file("mine", 0755);
	ATF_REQUIRE_EQ(0, chown("mine", NOBODY, NOBODY));
	ATF_REQUIRE_EQ(0, chmod("mine", 06755));
	in_child(NOBODY, lose_setid);
}

ATF_TC_WITHOUT_HEAD(fchown__ebadf);
ATF_TC_BODY(fchown__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, fchown(-1, 0, 0) == -1);
	ATF_CHECK_ERRNO(EBADF, fchown(BADFD, 0, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(fchown__einval);
ATF_TC_BODY(fchown__einval, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EINVAL, fchown(fds[0], 0, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(fchown__eperm);
ATF_TC_BODY(fchown__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("file", 0644);
	make_file("mine", 0644);
	ATF_REQUIRE_EQ(0, chown("mine", NOBODY, 7));
	in_child(NOBODY, want_chown_eperm);
}

ATF_TC_WITHOUT_HEAD(fchown__erofs);
ATF_TC_BODY(fchown__erofs, tc)
{
	int fd;

	make_readonly();
	fd = open("readonly/file", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EROFS, fchown(fd, 1, 1) == -1);
	ATF_REQUIRE_EQ(0, close(fd));
}

ATF_TC_WITHOUT_HEAD(utimensat__eacces);
ATF_TC_BODY(utimensat__eacces, tc)
{

	try_eacces(try_utimens);
}

ATF_TC_WITHOUT_HEAD(utimensat__eloop);
ATF_TC_BODY(utimensat__eloop, tc)
{

	try_eloop(try_utimens);
}

ATF_TC_WITHOUT_HEAD(utimensat__enametoolong);
ATF_TC_BODY(utimensat__enametoolong, tc)
{

	try_enametoolong(try_utimens);
}

ATF_TC_WITHOUT_HEAD(utimensat__enoent);
ATF_TC_BODY(utimensat__enoent, tc)
{

	try_enoent_file(try_utimens);
}

ATF_TC_WITHOUT_HEAD(utimensat__enotdir);
ATF_TC_BODY(utimensat__enotdir, tc)
{

	try_enotdir_at(try_utimens);
}

ATF_TC_WITHOUT_HEAD(utimensat__ebadf);
ATF_TC_BODY(utimensat__ebadf, tc)
{

	try_ebadf(try_utimens);
}

static void
want_utimens_eacces(void)
{
	int fd;

	WANT_ERRNO(EACCES, utimensat(AT_FDCWD, "file", NULL, 0) == -1);
	fd = open("file", O_RDONLY);
	WANT(fd >= 0);
	WANT_ERRNO(EACCES, futimens(fd, NULL) == -1);
	/* Who may write may say "now". */
	WANT(utimensat(AT_FDCWD, "open", NULL, 0) == 0);
}

static void
want_utimens_eperm(void)
{
	struct timespec ts[2] = { { 5, 0 }, { 6, 0 } };
	struct timespec now[2] = { { 0, UTIME_NOW }, { 0, UTIME_NOW } };
	struct timespec half[2] = { { 0, UTIME_NOW }, { 0, UTIME_OMIT } };
	int fd;

	WANT_ERRNO(EPERM, utimensat(AT_FDCWD, "open", ts, 0) == -1);
	WANT_ERRNO(EPERM, utimensat(AT_FDCWD, "open", half, 0) == -1);
	WANT(utimensat(AT_FDCWD, "open", now, 0) == 0);
	fd = open("open", O_RDONLY);
	WANT(fd >= 0);
	WANT_ERRNO(EPERM, futimens(fd, ts) == -1);
}

ATF_TC_WITHOUT_HEAD(utimensat__eacces_when_not_writable);
ATF_TC_BODY(utimensat__eacces_when_not_writable, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("file", 0644);
	make_file("open", 0666);
	set_times("file", 1000);
	in_child(NOBODY, want_utimens_eacces);
	ATF_CHECK_EQ(1000, get_stat("file").st_mtime);
}

ATF_TC_WITHOUT_HEAD(utimensat__eperm);
ATF_TC_BODY(utimensat__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("open", 0666);
	in_child(NOBODY, want_utimens_eperm);
	ATF_CHECK(get_stat("open").st_mtime > 1000);
}

ATF_TC_WITHOUT_HEAD(utimensat__efault);
ATF_TC_BODY(utimensat__efault, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EFAULT, utimensat(AT_FDCWD, "file", BADPTR, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, utimensat(AT_FDCWD, BADPTR, NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(utimensat__einval);
ATF_TC_BODY(utimensat__einval, tc)
{
	struct timespec ts[2] = { { 5, 0 }, { 6, 1000000000 } };

	make_file("file", 0644);
	set_times("file", 1000);
	ATF_CHECK_ERRNO(EINVAL, utimensat(AT_FDCWD, "file", ts, 0) == -1);
	ts[1].tv_nsec = -3;
	ATF_CHECK_ERRNO(EINVAL, utimensat(AT_FDCWD, "file", ts, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, utimensat(AT_FDCWD, "file", NULL, 1) == -1);
	ATF_CHECK_EQ(1000, get_stat("file").st_atime);
}

ATF_TC_WITHOUT_HEAD(utimensat__erofs);
ATF_TC_BODY(utimensat__erofs, tc)
{

	try_erofs(try_utimens, "readonly/file");
}

ATF_TC_WITHOUT_HEAD(utimensat__now_and_omit);
ATF_TC_BODY(utimensat__now_and_omit, tc)
{
	struct timespec ts[2] = { { 0, UTIME_OMIT }, { 2000, 123456789 } };
	struct stat sb;

	make_file("file", 0644);
	set_times("file", 1000);
	ATF_REQUIRE_EQ(0, utimensat(AT_FDCWD, "file", ts, 0));
	sb = get_stat("file");
	ATF_CHECK_EQ(1000, sb.st_atime);
	ATF_CHECK_EQ(2000, sb.st_mtime);
	ATF_CHECK_EQ(123456789, sb.st_mtim.tv_nsec);
	ts[0].tv_nsec = UTIME_NOW;
	ts[1].tv_nsec = UTIME_OMIT;
	ATF_REQUIRE_EQ(0, utimensat(AT_FDCWD, "file", ts, 0));
	sb = get_stat("file");
	ATF_CHECK(sb.st_atime > 1000000);
	ATF_CHECK_EQ(2000, sb.st_mtime);
	ts[0].tv_nsec = UTIME_OMIT;
	ATF_REQUIRE_EQ(0, utimensat(AT_FDCWD, "file", ts, 0));
	ATF_CHECK_ERRNO(ENOENT, utimensat(AT_FDCWD, "missing", ts, 0) == -1);
	/* Before 1970 and after 2038. */
	set_times("file", -5);
	ATF_CHECK_EQ(-5, get_stat("file").st_mtime);
	set_times("file", 5000000000L);
	ATF_CHECK_EQ(5000000000L, get_stat("file").st_mtime);
	/* Of the link itself. */
	ATF_REQUIRE_EQ(0, symlink("file", "link"));
	ts[0] = ts[1] = (struct timespec){ 77, 0 };
	ATF_REQUIRE_EQ(0, utimensat(AT_FDCWD, "link", ts,
	    AT_SYMLINK_NOFOLLOW));
	ATF_CHECK_EQ(77, get_stat("link").st_mtime);
	ATF_CHECK_EQ(5000000000L, get_stat("file").st_mtime);
}

ATF_TC_WITHOUT_HEAD(futimens__eacces);
ATF_TC_BODY(futimens__eacces, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("file", 0644);
	make_file("open", 0666);
	in_child(NOBODY, want_utimens_eacces);
}

ATF_TC_WITHOUT_HEAD(futimens__eperm);
ATF_TC_BODY(futimens__eperm, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("open", 0666);
	in_child(NOBODY, want_utimens_eperm);
}

ATF_TC_WITHOUT_HEAD(futimens__ebadf);
ATF_TC_BODY(futimens__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, futimens(-1, NULL) == -1);
	ATF_CHECK_ERRNO(EBADF, futimens(BADFD, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(futimens__efault);
ATF_TC_BODY(futimens__efault, tc)
{
	struct timespec ts[2] = { { 5, 0 }, { 6, 2000000000 } };
	int fd;

	make_file("file", 0644);
	fd = open("file", O_RDONLY);
	ATF_CHECK_ERRNO(EFAULT, futimens(fd, BADPTR) == -1);
	ATF_CHECK_ERRNO(EINVAL, futimens(fd, ts) == -1);
}

ATF_TC_WITHOUT_HEAD(futimens__einval);
ATF_TC_BODY(futimens__einval, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EINVAL, futimens(fds[0], NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(futimens__erofs);
ATF_TC_BODY(futimens__erofs, tc)
{
	int fd;

	make_readonly();
	fd = open("readonly/file", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EROFS, futimens(fd, NULL) == -1);
	ATF_REQUIRE_EQ(0, close(fd));
}

ATF_TC_WITHOUT_HEAD(futimens__works);
ATF_TC_BODY(futimens__works, tc)
{
	struct timespec ts[2] = { { 5, 7 }, { 6, 8 } };
	int fd;

	make_file("file", 0644);
	fd = open("file", O_RDONLY);
	ATF_REQUIRE_EQ(0, futimens(fd, ts));
	ATF_CHECK_EQ(5, get_stat("file").st_atime);
	ATF_CHECK_EQ(8, get_stat("file").st_mtim.tv_nsec);
}

ATF_TC_WITHOUT_HEAD(truncate__efault);
ATF_TC_BODY(truncate__efault, tc)
{

	try_efault(try_truncate);
}

ATF_TC_WITHOUT_HEAD(truncate__eloop);
ATF_TC_BODY(truncate__eloop, tc)
{

	try_eloop(try_truncate);
}

ATF_TC_WITHOUT_HEAD(truncate__enametoolong);
ATF_TC_BODY(truncate__enametoolong, tc)
{

	try_enametoolong(try_truncate);
}

ATF_TC_WITHOUT_HEAD(truncate__enoent);
ATF_TC_BODY(truncate__enoent, tc)
{

	try_enoent_file(try_truncate);
}

ATF_TC_WITHOUT_HEAD(truncate__enotdir);
ATF_TC_BODY(truncate__enotdir, tc)
{

	try_enotdir(try_truncate);
}

ATF_TC_WITHOUT_HEAD(truncate__eacces);
ATF_TC_BODY(truncate__eacces, tc)
{

	try_eacces(try_truncate);
}

ATF_TC_WITHOUT_HEAD(truncate__erofs);
ATF_TC_BODY(truncate__erofs, tc)
{

	try_erofs(try_truncate, "readonly/file");
}

static void
want_truncate_limits(void)
{
	struct rlimit rl = { 1000, 1000 };
	int fd;

	(void)signal(SIGXFSZ, SIG_IGN);
	WANT(setrlimit(RLIMIT_FSIZE, &rl) == 0);
	WANT_ERRNO(EFBIG, truncate("file", 1001) == -1);
	fd = open("file", O_RDWR);
	WANT(fd >= 0);
	WANT_ERRNO(EFBIG, ftruncate(fd, 1001) == -1);
	WANT(ftruncate(fd, 1000) == 0);
	/* A write is cut off at the limit, then refused. */
	WANT(pwrite(fd, "12345", 5, 998) == 2);
	WANT_ERRNO(EFBIG, pwrite(fd, "12345", 5, 1000) == -1);
}

static void
want_truncate_eacces(void)
{

	WANT_ERRNO(EACCES, truncate("file", 0) == -1);
}

ATF_TC_WITHOUT_HEAD(truncate__efbig);
ATF_TC_BODY(truncate__efbig, tc)
{

	make_file("file", 0666);
	in_child(0, want_truncate_limits);
	ATF_CHECK_EQ(1000, get_stat("file").st_size);
	ATF_CHECK_ERRNO(EFBIG, truncate("file", INT64_MAX) == -1);
	ATF_CHECK_EQ(1000, get_stat("file").st_size);
}

ATF_TC_WITHOUT_HEAD(truncate__eacces_by_mode);
ATF_TC_BODY(truncate__eacces_by_mode, tc)
{

	ATF_REQUIRE_EQ(0, chmod(".", 0755));
	make_file("file", 0644);
	in_child(NOBODY, want_truncate_eacces);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(truncate__einval);
ATF_TC_BODY(truncate__einval, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EINVAL, truncate("file", -1) == -1);
	ATF_REQUIRE_EQ(0, mkfifo("fifo", 0644));
	ATF_CHECK_ERRNO(EINVAL, truncate("fifo", 0) == -1);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(truncate__eisdir);
ATF_TC_BODY(truncate__eisdir, tc)
{

	ATF_REQUIRE_EQ(0, mkdir("dir", 0755));
	ATF_CHECK_ERRNO(EISDIR, truncate("dir", 0) == -1);
	ATF_CHECK_ERRNO(EISDIR, truncate(".", 0) == -1);
}

ATF_TC_WITHOUT_HEAD(truncate__etxtbsy);
ATF_TC_BODY(truncate__etxtbsy, tc)
{

	/* Process 1 runs it. */
	ATF_CHECK_ERRNO(ETXTBSY, truncate("/sbin/init", 0) == -1);
	ATF_CHECK(get_stat("/sbin/init").st_size > 0);
}

ATF_TC_WITHOUT_HEAD(truncate__sizes);
ATF_TC_BODY(truncate__sizes, tc)
{
	char buf[9000], zero[9000];
	struct stat sb;
	int fd;

	make_file("file", 0644);
	ATF_REQUIRE_EQ(0, truncate("file", 9000));
	fd = open("file", O_RDWR);
	memset(zero, 0, sizeof(zero));
	ATF_REQUIRE_EQ(9000, read(fd, buf, sizeof(buf)));
	ATF_CHECK_EQ(0, memcmp(buf, "text", 4));
	ATF_CHECK_EQ(0, memcmp(buf + 4, zero, 8996));
	/* What was cut off does not come back. */
	memset(buf, 'x', sizeof(buf));
	ATF_REQUIRE_EQ(9000, pwrite(fd, buf, 9000, 0));
	ATF_REQUIRE_EQ(0, ftruncate(fd, 100));
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_REQUIRE_EQ(0, ftruncate(fd, 9000));
	ATF_REQUIRE_EQ(9000, pread(fd, buf, sizeof(buf), 0));
	ATF_CHECK_EQ(0, memcmp(buf + 100, zero, 8900));
	ATF_CHECK_EQ('x', buf[99]);
	ATF_REQUIRE_EQ(0, ftruncate(fd, 0));
	ATF_REQUIRE_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(0, sb.st_size);
	ATF_CHECK_EQ(0, sb.st_blocks);
	/* The offset stays. */
	ATF_CHECK_EQ(9000, lseek(fd, 0, SEEK_CUR));
}

ATF_TC_WITHOUT_HEAD(ftruncate__ebadf);
ATF_TC_BODY(ftruncate__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, ftruncate(-1, 0) == -1);
	ATF_CHECK_ERRNO(EBADF, ftruncate(BADFD, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(ftruncate__efbig);
ATF_TC_BODY(ftruncate__efbig, tc)
{
	int fd;

	make_file("file", 0666);
	in_child(0, want_truncate_limits);
	fd = open("file", O_RDWR);
	ATF_CHECK_ERRNO(EFBIG, ftruncate(fd, INT64_MAX) == -1);
	ATF_CHECK_EQ(1000, get_stat("file").st_size);
}

ATF_TC_WITHOUT_HEAD(ftruncate__einval);
ATF_TC_BODY(ftruncate__einval, tc)
{
	int fd, fds[2];

	make_file("file", 0644);
	fd = open("file", O_RDWR);
	ATF_CHECK_ERRNO(EINVAL, ftruncate(fd, -1) == -1);
	fd = open("file", O_RDONLY);
	ATF_CHECK_ERRNO(EINVAL, ftruncate(fd, 0) == -1);
	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EINVAL, ftruncate(fds[1], 0) == -1);
	check_file("file");
}

ATF_TC_WITHOUT_HEAD(fsync__ebadf);
ATF_TC_BODY(fsync__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, fsync(-1) == -1);
	ATF_CHECK_ERRNO(EBADF, fsync(BADFD) == -1);
}

ATF_TC_WITHOUT_HEAD(fsync__einval);
ATF_TC_BODY(fsync__einval, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EINVAL, fsync(fds[0]) == -1);
}

ATF_TC_WITHOUT_HEAD(fsync__works);
ATF_TC_BODY(fsync__works, tc)
{
	int fd;

	make_file("file", 0644);
	fd = open("file", O_RDWR);
	ATF_CHECK_EQ(3, write(fd, "new", 3));
	ATF_CHECK_EQ(0, fsync(fd));
	fd = open(".", O_RDONLY);
	ATF_CHECK_EQ(0, fsync(fd));
}

ATF_TC_WITHOUT_HEAD(fdatasync__ebadf);
ATF_TC_BODY(fdatasync__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, fdatasync(-1) == -1);
	ATF_CHECK_ERRNO(EBADF, fdatasync(BADFD) == -1);
}

ATF_TC_WITHOUT_HEAD(fdatasync__einval);
ATF_TC_BODY(fdatasync__einval, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EINVAL, fdatasync(fds[0]) == -1);
}

ATF_TC_WITHOUT_HEAD(fdatasync__works);
ATF_TC_BODY(fdatasync__works, tc)
{
	int fd;

	make_file("file", 0644);
	fd = open("file", O_RDWR);
	ATF_CHECK_EQ(3, write(fd, "new", 3));
	ATF_CHECK_EQ(0, fdatasync(fd));
	fd = open(".", O_RDONLY);
	ATF_CHECK_EQ(0, fdatasync(fd));
}

ATF_TC_WITHOUT_HEAD(pathconf__eacces);
ATF_TC_BODY(pathconf__eacces, tc)
{

	try_eacces(try_pathconf);
}

ATF_TC_WITHOUT_HEAD(pathconf__efault);
ATF_TC_BODY(pathconf__efault, tc)
{

	try_efault(try_pathconf);
}

ATF_TC_WITHOUT_HEAD(pathconf__eloop);
ATF_TC_BODY(pathconf__eloop, tc)
{

	try_eloop(try_pathconf);
}

ATF_TC_WITHOUT_HEAD(pathconf__enametoolong);
ATF_TC_BODY(pathconf__enametoolong, tc)
{

	try_enametoolong(try_pathconf);
}

ATF_TC_WITHOUT_HEAD(pathconf__enoent);
ATF_TC_BODY(pathconf__enoent, tc)
{

	try_enoent_file(try_pathconf);
}

ATF_TC_WITHOUT_HEAD(pathconf__enotdir);
ATF_TC_BODY(pathconf__enotdir, tc)
{

	try_enotdir(try_pathconf);
}

ATF_TC_WITHOUT_HEAD(pathconf__einval);
ATF_TC_BODY(pathconf__einval, tc)
{

	make_file("file", 0644);
	ATF_CHECK_ERRNO(EINVAL, pathconf("file", 9999) == -1);
	ATF_CHECK_ERRNO(EINVAL, pathconf("file", -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, pathconf("file", _PC_MAX_CANON) == -1);
}

ATF_TC_WITHOUT_HEAD(pathconf__values);
ATF_TC_BODY(pathconf__values, tc)
{

	ATF_CHECK_EQ(NAME_MAX, pathconf(".", _PC_NAME_MAX));
	ATF_CHECK_EQ(PATH_MAX, pathconf(".", _PC_PATH_MAX));
	ATF_CHECK_EQ(1, pathconf(".", _PC_NO_TRUNC));
	ATF_CHECK_EQ(1, pathconf(".", _PC_CHOWN_RESTRICTED));
	ATF_CHECK_EQ(PIPE_BUF, pathconf(".", _PC_PIPE_BUF));
	ATF_CHECK(pathconf(".", _PC_LINK_MAX) >= 8);
	ATF_CHECK(pathconf(".", _PC_FILESIZEBITS) >= 32);
}

ATF_TC_WITHOUT_HEAD(fpathconf__ebadf);
ATF_TC_BODY(fpathconf__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, fpathconf(-1, _PC_NAME_MAX) == -1);
	ATF_CHECK_ERRNO(EBADF, fpathconf(BADFD, _PC_NAME_MAX) == -1);
}

ATF_TC_WITHOUT_HEAD(fpathconf__einval);
ATF_TC_BODY(fpathconf__einval, tc)
{
	int fd, fds[2];

	fd = open(".", O_RDONLY);
	ATF_CHECK_ERRNO(EINVAL, fpathconf(fd, 9999) == -1);
	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_CHECK_ERRNO(EINVAL, fpathconf(fds[0], _PC_NAME_MAX) == -1);
	ATF_CHECK_EQ(PIPE_BUF, fpathconf(fds[0], _PC_PIPE_BUF));
	ATF_CHECK_EQ(NAME_MAX, fpathconf(fd, _PC_NAME_MAX));
}

ATF_TP_ADD_TCS(tp)
{

	vfs_start();
	ATF_TP_ADD_TC(tp, fstatat__eacces);
	ATF_TP_ADD_TC(tp, fstatat__eloop);
	ATF_TP_ADD_TC(tp, fstatat__enametoolong);
	ATF_TP_ADD_TC(tp, fstatat__enoent);
	ATF_TP_ADD_TC(tp, fstatat__enotdir);
	ATF_TP_ADD_TC(tp, fstatat__ebadf);
	ATF_TP_ADD_TC(tp, fstatat__efault);
	ATF_TP_ADD_TC(tp, fstatat__einval);
	ATF_TP_ADD_TC(tp, fstatat__fields);
	ATF_TP_ADD_TC(tp, fstatat__times_move);
	ATF_TP_ADD_TC(tp, fstatat__times_move_by_mapping);
	ATF_TP_ADD_TC(tp, faccessat__eacces);
	ATF_TP_ADD_TC(tp, faccessat__efault);
	ATF_TP_ADD_TC(tp, faccessat__eloop);
	ATF_TP_ADD_TC(tp, faccessat__enametoolong);
	ATF_TP_ADD_TC(tp, faccessat__enoent);
	ATF_TP_ADD_TC(tp, faccessat__enotdir);
	ATF_TP_ADD_TC(tp, faccessat__ebadf);
	ATF_TP_ADD_TC(tp, faccessat__eacces_by_mode);
	ATF_TP_ADD_TC(tp, faccessat__einval);
	ATF_TP_ADD_TC(tp, faccessat__erofs);
	ATF_TP_ADD_TC(tp, fchmodat__eacces);
	ATF_TP_ADD_TC(tp, fchmodat__efault);
	ATF_TP_ADD_TC(tp, fchmodat__eloop);
	ATF_TP_ADD_TC(tp, fchmodat__enametoolong);
	ATF_TP_ADD_TC(tp, fchmodat__enoent);
	ATF_TP_ADD_TC(tp, fchmodat__enotdir);
	ATF_TP_ADD_TC(tp, fchmodat__ebadf);
	ATF_TP_ADD_TC(tp, fchmodat__eperm);
	ATF_TP_ADD_TC(tp, fchmodat__einval);
	ATF_TP_ADD_TC(tp, fchmodat__erofs);
	ATF_TP_ADD_TC(tp, fchmodat__erofs_when_the_kernel_makes_the_file);
	ATF_TP_ADD_TC(tp, fchmodat__all_bits);
	ATF_TP_ADD_TC(tp, fchmod__ebadf);
	ATF_TP_ADD_TC(tp, fchmod__einval);
	ATF_TP_ADD_TC(tp, fchmod__eperm);
	ATF_TP_ADD_TC(tp, fchmod__erofs);
	ATF_TP_ADD_TC(tp, fchownat__eacces);
	ATF_TP_ADD_TC(tp, fchownat__efault);
	ATF_TP_ADD_TC(tp, fchownat__eloop);
	ATF_TP_ADD_TC(tp, fchownat__enametoolong);
	ATF_TP_ADD_TC(tp, fchownat__enoent);
	ATF_TP_ADD_TC(tp, fchownat__enotdir);
	ATF_TP_ADD_TC(tp, fchownat__ebadf);
	ATF_TP_ADD_TC(tp, fchownat__eperm);
	ATF_TP_ADD_TC(tp, fchownat__einval);
	ATF_TP_ADD_TC(tp, fchownat__erofs);
	ATF_TP_ADD_TC(tp, fchownat__ids);
	ATF_TP_ADD_TC(tp, fchownat__setid_bits_go);
	ATF_TP_ADD_TC(tp, fchown__ebadf);
	ATF_TP_ADD_TC(tp, fchown__einval);
	ATF_TP_ADD_TC(tp, fchown__eperm);
	ATF_TP_ADD_TC(tp, fchown__erofs);
	ATF_TP_ADD_TC(tp, utimensat__eacces);
	ATF_TP_ADD_TC(tp, utimensat__eloop);
	ATF_TP_ADD_TC(tp, utimensat__enametoolong);
	ATF_TP_ADD_TC(tp, utimensat__enoent);
	ATF_TP_ADD_TC(tp, utimensat__enotdir);
	ATF_TP_ADD_TC(tp, utimensat__ebadf);
	ATF_TP_ADD_TC(tp, utimensat__eacces_when_not_writable);
	ATF_TP_ADD_TC(tp, utimensat__eperm);
	ATF_TP_ADD_TC(tp, utimensat__efault);
	ATF_TP_ADD_TC(tp, utimensat__einval);
	ATF_TP_ADD_TC(tp, utimensat__erofs);
	ATF_TP_ADD_TC(tp, utimensat__now_and_omit);
	ATF_TP_ADD_TC(tp, futimens__eacces);
	ATF_TP_ADD_TC(tp, futimens__eperm);
	ATF_TP_ADD_TC(tp, futimens__ebadf);
	ATF_TP_ADD_TC(tp, futimens__efault);
	ATF_TP_ADD_TC(tp, futimens__einval);
	ATF_TP_ADD_TC(tp, futimens__erofs);
	ATF_TP_ADD_TC(tp, futimens__works);
	ATF_TP_ADD_TC(tp, truncate__efault);
	ATF_TP_ADD_TC(tp, truncate__eloop);
	ATF_TP_ADD_TC(tp, truncate__enametoolong);
	ATF_TP_ADD_TC(tp, truncate__enoent);
	ATF_TP_ADD_TC(tp, truncate__enotdir);
	ATF_TP_ADD_TC(tp, truncate__eacces);
	ATF_TP_ADD_TC(tp, truncate__erofs);
	ATF_TP_ADD_TC(tp, truncate__efbig);
	ATF_TP_ADD_TC(tp, truncate__eacces_by_mode);
	ATF_TP_ADD_TC(tp, truncate__einval);
	ATF_TP_ADD_TC(tp, truncate__eisdir);
	ATF_TP_ADD_TC(tp, truncate__etxtbsy);
	ATF_TP_ADD_TC(tp, truncate__sizes);
	ATF_TP_ADD_TC(tp, ftruncate__ebadf);
	ATF_TP_ADD_TC(tp, ftruncate__efbig);
	ATF_TP_ADD_TC(tp, ftruncate__einval);
	ATF_TP_ADD_TC(tp, fsync__ebadf);
	ATF_TP_ADD_TC(tp, fsync__einval);
	ATF_TP_ADD_TC(tp, fsync__works);
	ATF_TP_ADD_TC(tp, fdatasync__ebadf);
	ATF_TP_ADD_TC(tp, fdatasync__einval);
	ATF_TP_ADD_TC(tp, fdatasync__works);
	ATF_TP_ADD_TC(tp, pathconf__eacces);
	ATF_TP_ADD_TC(tp, pathconf__efault);
	ATF_TP_ADD_TC(tp, pathconf__eloop);
	ATF_TP_ADD_TC(tp, pathconf__enametoolong);
	ATF_TP_ADD_TC(tp, pathconf__enoent);
	ATF_TP_ADD_TC(tp, pathconf__enotdir);
	ATF_TP_ADD_TC(tp, pathconf__einval);
	ATF_TP_ADD_TC(tp, pathconf__values);
	ATF_TP_ADD_TC(tp, fpathconf__ebadf);
	ATF_TP_ADD_TC(tp, fpathconf__einval);
	return (atf_no_error());
}
