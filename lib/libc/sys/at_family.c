/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Calls by path that are their *at() form at the current directory.
 */
#include <sys/stat.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "libc_private.h"

int
access(const char *path, int mode)
{
	return (faccessat(AT_FDCWD, path, mode, 0));
}

int
eaccess(const char *path, int mode)
{
	return (faccessat(AT_FDCWD, path, mode, AT_EACCESS));
}

int
chmod(const char *path, mode_t mode)
{
	return (fchmodat(AT_FDCWD, path, mode, 0));
}

int
lchmod(const char *path, mode_t mode)
{
	return (fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW));
}

int
chown(const char *path, uid_t uid, gid_t gid)
{
	return (fchownat(AT_FDCWD, path, uid, gid, 0));
}

int
lchown(const char *path, uid_t uid, gid_t gid)
{
	return (fchownat(AT_FDCWD, path, uid, gid, AT_SYMLINK_NOFOLLOW));
}

int
link(const char *from, const char *to)
{
	return (linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW));
}

int
symlink(const char *target, const char *path)
{
	return (symlinkat(target, AT_FDCWD, path));
}

ssize_t
readlink(const char *__restrict path, char *__restrict buf, size_t size)
{
	return (readlinkat(AT_FDCWD, path, buf, size));
}

int
unlink(const char *path)
{
	return (unlinkat(AT_FDCWD, path, 0));
}

int
rmdir(const char *path)
{
	return (unlinkat(AT_FDCWD, path, AT_REMOVEDIR));
}

int
rename(const char *from, const char *to)
{
	return (renameat(AT_FDCWD, from, AT_FDCWD, to));
}

int
mkdir(const char *path, mode_t mode)
{
	return (mkdirat(AT_FDCWD, path, mode));
}

int
mknod(const char *path, mode_t mode, dev_t dev)
{
	return (mknodat(AT_FDCWD, path, mode, dev));
}

int
mkfifo(const char *path, mode_t mode)
{
	return (mknodat(AT_FDCWD, path, (mode & ALLPERMS) | S_IFIFO, 0));
}

int
mkfifoat(int fd, const char *path, mode_t mode)
{
	return (mknodat(fd, path, (mode & ALLPERMS) | S_IFIFO, 0));
}

int
stat(const char *__restrict path, struct stat *__restrict sb)
{
	return (fstatat(AT_FDCWD, path, sb, 0));
}

int
lstat(const char *__restrict path, struct stat *__restrict sb)
{
	return (fstatat(AT_FDCWD, path, sb, AT_SYMLINK_NOFOLLOW));
}
