/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * EIO: of paths through a disk that holds nonsense, and of files whose file
 * system was unmounted by force.
 */

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <dirent.h>
#include <spawn.h>
#include "h_vfs.h"

ssize_t	getdirentries(int, char *, size_t, off_t *);

/* --- by name -------------------------------------------------------------- */

static int
try_openat(int dirfd, const char *path)
{

	return (openat(dirfd, path, O_RDWR | O_CREAT, 0600));
}

ATF_TC_WITHOUT_HEAD(openat__eio);
ATF_TC_BODY(openat__eio, tc)
{

	try_eio(try_openat);
}

static int
try_execve(int dirfd, const char *path)
{

	return (execl(path, path, (char *)NULL));
}

ATF_TC_WITHOUT_HEAD(execve__eio);
ATF_TC_BODY(execve__eio, tc)
{

	try_eio(try_execve);
}

static int
try_posix_spawn(int dirfd, const char *path)
{
	char *argv[] = { __DECONST(char *, path), NULL };

	errno = posix_spawn(NULL, path, NULL, NULL, argv, argv + 1);
	return (errno != 0 ? -1 : 0);
}

ATF_TC_WITHOUT_HEAD(posix_spawn__eio);
ATF_TC_BODY(posix_spawn__eio, tc)
{

	try_eio(try_posix_spawn);
}

static int
try_fstatat(int dirfd, const char *path)
{
	struct stat sb;

	return (fstatat(dirfd, path, &sb, 0));
}

ATF_TC_WITHOUT_HEAD(fstatat__eio);
ATF_TC_BODY(fstatat__eio, tc)
{

	try_eio(try_fstatat);
}

static int
try_faccessat(int dirfd, const char *path)
{

	return (faccessat(dirfd, path, F_OK, 0));
}

ATF_TC_WITHOUT_HEAD(faccessat__eio);
ATF_TC_BODY(faccessat__eio, tc)
{

	try_eio(try_faccessat);
}

static int
try_fchmodat(int dirfd, const char *path)
{

	return (fchmodat(dirfd, path, 0600, 0));
}

ATF_TC_WITHOUT_HEAD(fchmodat__eio);
ATF_TC_BODY(fchmodat__eio, tc)
{

	try_eio(try_fchmodat);
}

static int
try_fchownat(int dirfd, const char *path)
{

	return (fchownat(dirfd, path, 1, 1, 0));
}

ATF_TC_WITHOUT_HEAD(fchownat__eio);
ATF_TC_BODY(fchownat__eio, tc)
{

	try_eio(try_fchownat);
}

static int
try_utimensat(int dirfd, const char *path)
{

	return (utimensat(dirfd, path, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(utimensat__eio);
ATF_TC_BODY(utimensat__eio, tc)
{

	try_eio(try_utimensat);
}

static int
try_linkat(int dirfd, const char *path)
{

	return (linkat(AT_FDCWD, "broken/file", dirfd, path, 0));
}

ATF_TC_WITHOUT_HEAD(linkat__eio);
ATF_TC_BODY(linkat__eio, tc)
{

	try_eio(try_linkat);
}

static int
try_symlinkat(int dirfd, const char *path)
{

	return (symlinkat("target", dirfd, path));
}

ATF_TC_WITHOUT_HEAD(symlinkat__eio);
ATF_TC_BODY(symlinkat__eio, tc)
{

	try_eio(try_symlinkat);
}

static int
try_readlinkat(int dirfd, const char *path)
{
	char buf[10];

	return ((int)readlinkat(dirfd, path, buf, sizeof(buf)));
}

ATF_TC_WITHOUT_HEAD(readlinkat__eio);
ATF_TC_BODY(readlinkat__eio, tc)
{

	try_eio(try_readlinkat);
}

static int
try_unlinkat(int dirfd, const char *path)
{

	return (unlinkat(dirfd, path, 0));
}

ATF_TC_WITHOUT_HEAD(unlinkat__eio);
ATF_TC_BODY(unlinkat__eio, tc)
{

	try_eio(try_unlinkat);
}

static int
try_renameat(int dirfd, const char *path)
{

	return (renameat(dirfd, path, AT_FDCWD, "broken/new"));
}

ATF_TC_WITHOUT_HEAD(renameat__eio);
ATF_TC_BODY(renameat__eio, tc)
{

	try_eio(try_renameat);
}

static int
try_mkdirat(int dirfd, const char *path)
{

	return (mkdirat(dirfd, path, 0755));
}

ATF_TC_WITHOUT_HEAD(mkdirat__eio);
ATF_TC_BODY(mkdirat__eio, tc)
{

	try_eio(try_mkdirat);
}

static int
try_mknodat(int dirfd, const char *path)
{

	return (mknodat(dirfd, path, S_IFIFO | 0644, 0));
}

ATF_TC_WITHOUT_HEAD(mknodat__eio);
ATF_TC_BODY(mknodat__eio, tc)
{

	try_eio(try_mknodat);
}

static int
try_truncate(int dirfd, const char *path)
{

	return (truncate(path, 0));
}

ATF_TC_WITHOUT_HEAD(truncate__eio);
ATF_TC_BODY(truncate__eio, tc)
{

	try_eio(try_truncate);
}

static int
try_chdir(int dirfd, const char *path)
{

	return (chdir(path));
}

ATF_TC_WITHOUT_HEAD(chdir__eio);
ATF_TC_BODY(chdir__eio, tc)
{

	try_eio(try_chdir);
}

static int
try_chroot(int dirfd, const char *path)
{

	return (chroot(path));
}

ATF_TC_WITHOUT_HEAD(chroot__eio);
ATF_TC_BODY(chroot__eio, tc)
{

	try_eio(try_chroot);
}

static int
try_statvfs(int dirfd, const char *path)
{
	struct statvfs sv;

	return (statvfs(path, &sv));
}

ATF_TC_WITHOUT_HEAD(statvfs__eio);
ATF_TC_BODY(statvfs__eio, tc)
{

	try_eio(try_statvfs);
}

static int
try_pathconf(int dirfd, const char *path)
{

	return ((int)pathconf(path, _PC_NAME_MAX));
}

ATF_TC_WITHOUT_HEAD(pathconf__eio);
ATF_TC_BODY(pathconf__eio, tc)
{

	try_eio(try_pathconf);
}

static int
try_mount(int dirfd, const char *path)
{

	return (mount("tmpfs", path, 0, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(mount__eio);
ATF_TC_BODY(mount__eio, tc)
{

	try_eio(try_mount);
}

static int
try_unmount(int dirfd, const char *path)
{

	return (unmount(path, 0));
}

ATF_TC_WITHOUT_HEAD(unmount__eio);
ATF_TC_BODY(unmount__eio, tc)
{

	try_eio(try_unmount);
}

/* --- by descriptor -------------------------------------------------------- */

/*
 * A dead_fn makes one call on a file or on a directory that are no more.
 */
typedef int	(*dead_fn)(int file, int dir);

static void
try_dead_in(dead_fn fn, const char *mnt)
{
	char path[30];
	int dir, file;

	snprintf(path, sizeof(path), "%s/dead", mnt);
	make_file(path, 0666);
	file = open(path, O_RDWR);
	snprintf(path, sizeof(path), "%s/deaddir", mnt);
	ATF_REQUIRE_EQ(0, mkdir(path, 0777));
	dir = open(path, O_RDONLY | O_DIRECTORY);
	ATF_REQUIRE(file >= 0 && dir >= 0);
	ATF_REQUIRE_EQ(0, unmount(mnt, MNT_FORCE));
	ATF_CHECK_ERRNO(EIO, fn(file, dir) == -1);
	ATF_CHECK_EQ(0, close(file));
	ATF_CHECK_EQ(0, close(dir));
}

static void
try_dead(dead_fn fn)
{

	mount_tmpfs("tmpfs", 0, 0, 0);
	try_dead_in(fn, "tmpfs");
	mount_ext2("ext2fs", 0);
	try_dead_in(fn, "ext2fs");
}

static int
dead_read(int file, int dir)
{
	char buf[4];

	return ((int)read(file, buf, sizeof(buf)));
}

ATF_TC_WITHOUT_HEAD(read__eio_when_unmounted);
ATF_TC_BODY(read__eio_when_unmounted, tc)
{

	try_dead(dead_read);
}

static int
dead_write(int file, int dir)
{

	return ((int)write(file, "x", 1));
}

ATF_TC_WITHOUT_HEAD(write__eio_when_unmounted);
ATF_TC_BODY(write__eio_when_unmounted, tc)
{

	try_dead(dead_write);
}

static int
dead_readv(int file, int dir)
{
	char c;
	struct iovec iov = { &c, 1 };

	return ((int)readv(file, &iov, 1));
}

ATF_TC_WITHOUT_HEAD(readv__eio_when_unmounted);
ATF_TC_BODY(readv__eio_when_unmounted, tc)
{

	try_dead(dead_readv);
}

static int
dead_writev(int file, int dir)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };

	return ((int)writev(file, &iov, 1));
}

ATF_TC_WITHOUT_HEAD(writev__eio_when_unmounted);
ATF_TC_BODY(writev__eio_when_unmounted, tc)
{

	try_dead(dead_writev);
}

static int
dead_pread(int file, int dir)
{
	char buf[4];

	return ((int)pread(file, buf, sizeof(buf), 0));
}

ATF_TC_WITHOUT_HEAD(pread__eio_when_unmounted);
ATF_TC_BODY(pread__eio_when_unmounted, tc)
{

	try_dead(dead_pread);
}

static int
dead_pwrite(int file, int dir)
{

	return ((int)pwrite(file, "x", 1, 0));
}

ATF_TC_WITHOUT_HEAD(pwrite__eio_when_unmounted);
ATF_TC_BODY(pwrite__eio_when_unmounted, tc)
{

	try_dead(dead_pwrite);
}

static int
dead_preadv(int file, int dir)
{
	char c;
	struct iovec iov = { &c, 1 };

	return ((int)preadv(file, &iov, 1, 0));
}

ATF_TC_WITHOUT_HEAD(preadv__eio_when_unmounted);
ATF_TC_BODY(preadv__eio_when_unmounted, tc)
{

	try_dead(dead_preadv);
}

static int
dead_pwritev(int file, int dir)
{
	char c = 'x';
	struct iovec iov = { &c, 1 };

	return ((int)pwritev(file, &iov, 1, 0));
}

ATF_TC_WITHOUT_HEAD(pwritev__eio_when_unmounted);
ATF_TC_BODY(pwritev__eio_when_unmounted, tc)
{

	try_dead(dead_pwritev);
}

static int
dead_lseek(int file, int dir)
{

	return ((int)lseek(file, 0, SEEK_END));
}

ATF_TC_WITHOUT_HEAD(lseek__eio_when_unmounted);
ATF_TC_BODY(lseek__eio_when_unmounted, tc)
{

	try_dead(dead_lseek);
}

static int
dead_ioctl(int file, int dir)
{
	int n;

	return (ioctl(file, FIONREAD, &n));
}

ATF_TC_WITHOUT_HEAD(ioctl__eio_when_unmounted);
ATF_TC_BODY(ioctl__eio_when_unmounted, tc)
{

	try_dead(dead_ioctl);
}

static int
dead_fstat(int file, int dir)
{
	struct stat sb;

	return (fstat(file, &sb));
}

ATF_TC_WITHOUT_HEAD(fstat__eio_when_unmounted);
ATF_TC_BODY(fstat__eio_when_unmounted, tc)
{

	try_dead(dead_fstat);
}

static int
dead_fsync(int file, int dir)
{

	return (fsync(file));
}

ATF_TC_WITHOUT_HEAD(fsync__eio_when_unmounted);
ATF_TC_BODY(fsync__eio_when_unmounted, tc)
{

	try_dead(dead_fsync);
}

static int
dead_fdatasync(int file, int dir)
{

	return (fdatasync(file));
}

ATF_TC_WITHOUT_HEAD(fdatasync__eio_when_unmounted);
ATF_TC_BODY(fdatasync__eio_when_unmounted, tc)
{

	try_dead(dead_fdatasync);
}

static int
dead_ftruncate(int file, int dir)
{

	return (ftruncate(file, 0));
}

ATF_TC_WITHOUT_HEAD(ftruncate__eio_when_unmounted);
ATF_TC_BODY(ftruncate__eio_when_unmounted, tc)
{

	try_dead(dead_ftruncate);
}

static int
dead_fchmod(int file, int dir)
{

	return (fchmod(file, 0600));
}

ATF_TC_WITHOUT_HEAD(fchmod__eio_when_unmounted);
ATF_TC_BODY(fchmod__eio_when_unmounted, tc)
{

	try_dead(dead_fchmod);
}

static int
dead_fchown(int file, int dir)
{

	return (fchown(file, 1, 1));
}

ATF_TC_WITHOUT_HEAD(fchown__eio_when_unmounted);
ATF_TC_BODY(fchown__eio_when_unmounted, tc)
{

	try_dead(dead_fchown);
}

static int
dead_futimens(int file, int dir)
{

	return (futimens(file, NULL));
}

ATF_TC_WITHOUT_HEAD(futimens__eio_when_unmounted);
ATF_TC_BODY(futimens__eio_when_unmounted, tc)
{

	try_dead(dead_futimens);
}

static int
dead_getdirentries(int file, int dir)
{
	char buf[1000];
	off_t base;

	return ((int)getdirentries(dir, buf, sizeof(buf), &base));
}

ATF_TC_WITHOUT_HEAD(getdirentries__eio_when_unmounted);
ATF_TC_BODY(getdirentries__eio_when_unmounted, tc)
{

	try_dead(dead_getdirentries);
}

static int
dead_fstatvfs(int file, int dir)
{
	struct statvfs sv;

	return (fstatvfs(file, &sv));
}

ATF_TC_WITHOUT_HEAD(fstatvfs__eio_when_unmounted);
ATF_TC_BODY(fstatvfs__eio_when_unmounted, tc)
{

	try_dead(dead_fstatvfs);
}

static int
dead_fpathconf(int file, int dir)
{

	return ((int)fpathconf(file, _PC_NAME_MAX));
}

ATF_TC_WITHOUT_HEAD(fpathconf__eio_when_unmounted);
ATF_TC_BODY(fpathconf__eio_when_unmounted, tc)
{

	try_dead(dead_fpathconf);
}

static int
dead_fchdir(int file, int dir)
{

	return (fchdir(dir));
}

ATF_TC_WITHOUT_HEAD(fchdir__eio_when_unmounted);
ATF_TC_BODY(fchdir__eio_when_unmounted, tc)
{

	try_dead(dead_fchdir);
}

static int
dead_mmap(int file, int dir)
{

	return (mmap(NULL, 4, PROT_READ, MAP_SHARED, file, 0) == MAP_FAILED ?
	    -1 : 0);
}

ATF_TC_WITHOUT_HEAD(mmap__eio_when_unmounted);
ATF_TC_BODY(mmap__eio_when_unmounted, tc)
{

	try_dead(dead_mmap);
}

/* --- data ----------------------------------------------------------------- */

static void
touch_wild(void)
{
	char *p;
	int fd;

	fd = open("broken/wild", O_RDONLY);
	WANT(fd >= 0);
	p = mmap(NULL, 4, PROT_READ, MAP_SHARED, fd, 0);
	WANT(p != MAP_FAILED);
	_exit(*(volatile char *)p);
}

ATF_TC_WITHOUT_HEAD(read__eio_when_the_disk_has_no_such_block);
ATF_TC_BODY(read__eio_when_the_disk_has_no_such_block, tc)
{
	char buf[10];
	int fd, status;
	pid_t pid;

	mount_ext2("broken", 0);
	fd = open("broken/wild", O_RDONLY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EIO, read(fd, buf, sizeof(buf)) == -1);
	ATF_CHECK_EQ(0, lseek(fd, 0, SEEK_CUR));
	ATF_CHECK_ERRNO(EIO, pread(fd, buf, 1, 3) == -1);
	/* A mapping has no errno. */
	pid = fork();
	if (pid == 0)
		touch_wild();
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
	check_file("broken/file");
}

ATF_TC_WITHOUT_HEAD(getdirentries__eio);
ATF_TC_BODY(getdirentries__eio, tc)
{
	char buf[1000];
	off_t base;
	int fd;

	mount_ext2("broken", 0);
	fd = open("broken/bad", O_RDONLY | O_DIRECTORY);
	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(EIO, getdirentries(fd, buf, sizeof(buf), &base) == -1);
	ATF_CHECK_ERRNO(EIO, rmdir("broken/bad") == -1);
	ATF_CHECK(is_there("broken/bad"));
	check_file("broken/file");
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, openat__eio);
	ATF_TP_ADD_TC(tp, execve__eio);
	ATF_TP_ADD_TC(tp, posix_spawn__eio);
	ATF_TP_ADD_TC(tp, fstatat__eio);
	ATF_TP_ADD_TC(tp, faccessat__eio);
	ATF_TP_ADD_TC(tp, fchmodat__eio);
	ATF_TP_ADD_TC(tp, fchownat__eio);
	ATF_TP_ADD_TC(tp, utimensat__eio);
	ATF_TP_ADD_TC(tp, linkat__eio);
	ATF_TP_ADD_TC(tp, symlinkat__eio);
	ATF_TP_ADD_TC(tp, readlinkat__eio);
	ATF_TP_ADD_TC(tp, unlinkat__eio);
	ATF_TP_ADD_TC(tp, renameat__eio);
	ATF_TP_ADD_TC(tp, mkdirat__eio);
	ATF_TP_ADD_TC(tp, mknodat__eio);
	ATF_TP_ADD_TC(tp, truncate__eio);
	ATF_TP_ADD_TC(tp, chdir__eio);
	ATF_TP_ADD_TC(tp, chroot__eio);
	ATF_TP_ADD_TC(tp, statvfs__eio);
	ATF_TP_ADD_TC(tp, pathconf__eio);
	ATF_TP_ADD_TC(tp, mount__eio);
	ATF_TP_ADD_TC(tp, unmount__eio);
	ATF_TP_ADD_TC(tp, read__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, write__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, readv__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, writev__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, pread__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, pwrite__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, preadv__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, pwritev__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, lseek__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, ioctl__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, fstat__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, fsync__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, fdatasync__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, ftruncate__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, fchmod__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, fchown__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, futimens__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, getdirentries__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, fstatvfs__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, fpathconf__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, fchdir__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, mmap__eio_when_unmounted);
	ATF_TP_ADD_TC(tp, read__eio_when_the_disk_has_no_such_block);
	ATF_TP_ADD_TC(tp, getdirentries__eio);
	return (atf_no_error());
}
