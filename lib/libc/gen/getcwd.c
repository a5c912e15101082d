/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The path of the current directory: what the system call says, which knows
 * paths up to PATH_MAX.  A longer one is put together by walking up to the root
 * and looking in each directory for the one that the walk came from.  The walk
 * needs to read them all and is not atomic, so it is the last resort.
 * Tests: tests/bin/t_pwd.sh, tests/sys/kern/t_vfs_dirs.c
 */

#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

/* A path that grows to the front: it begins at `at' and ends with the room. */
struct path {
	char	*buf;
	size_t	 room, at;
};

static bool
same_file(const struct stat *a, const struct stat *b)
{

	return (a->st_dev == b->st_dev && a->st_ino == b->st_ino);
}

static bool
put_before(struct path *p, const char *name)
{
	size_t len = strlen(name), room;
	char *new;

	if (p->at < len + 1) {
		room = p->room * 2 + len + 1;
		if ((new = malloc(room)) == NULL)
			return (false);
		memcpy(new + room - (p->room - p->at), p->buf + p->at,
		    p->room - p->at);
		free(p->buf);
		p->buf = new;
		p->at += room - p->room;
		p->room = room;
	}
	p->at -= len + 1;
	p->buf[p->at] = '/';
	memcpy(p->buf + p->at + 1, name, len);
	return (true);
}

/*
 * Put before the path the name in dir, whose status is dst, of the directory
 * with the status st.  A directory that something is mounted on has another
 * number than its entry tells.
 */
static bool
put_name_of(struct path *p, DIR *dir, const struct stat *dst,
    const struct stat *st)
{
	struct dirent *d;
	struct stat est;

	while (errno = 0, (d = readdir(dir)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 ||
		    strcmp(d->d_name, "..") == 0 ||
		    (dst->st_dev == st->st_dev && d->d_ino != st->st_ino))
			continue;
		if (fstatat(dirfd(dir), d->d_name, &est,
		    AT_SYMLINK_NOFOLLOW) == 0 && same_file(&est, st))
			return (put_before(p, d->d_name));
	}
	if (errno == 0)
		errno = ENOENT;
	return (false);
}

static DIR *
open_parent(int fd)
{
	int up, saved;
	DIR *dir;

	up = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (up == -1)
		return (NULL);
	if ((dir = fdopendir(up)) == NULL) {
		saved = errno;
		(void)close(up);
		errno = saved;
	}
	return (dir);
}

static bool
walk_up(struct path *p)
{
	struct stat root, st, up;
	DIR *dir = NULL, *next;
	bool ok = false;
	int saved;

	if (stat("/", &root) != 0 || stat(".", &st) != 0)
		return (false);
	while (!(ok = same_file(&st, &root))) {
		next = open_parent(dir == NULL ? AT_FDCWD : dirfd(dir));
		if (dir != NULL)
			(void)closedir(dir);
		if ((dir = next) == NULL || fstat(dirfd(dir), &up) != 0 ||
		    !put_name_of(p, dir, &up, &st))
			break;
		st = up;
	}
	if (dir != NULL) {
		saved = errno;
		(void)closedir(dir);
		errno = saved;
	}
	return (ok);
}

/*
 * The path into buf, or memory from malloc(3) if that is NULL; a size of 0
 * then means as much as it takes.
 */
static char *
long_path(char *buf, size_t size)
{
	struct path p = { .room = 2 * PATH_MAX };
	size_t len;

	if ((p.buf = malloc(p.room)) == NULL)
		return (NULL);
	p.at = p.room - 1;
	p.buf[p.at] = '\0';
	if (!walk_up(&p))
		goto fail;
	len = p.room - p.at;
	if (size != 0 && len > size) {
		errno = ERANGE;
		goto fail;
	}
	if (buf == NULL && (buf = malloc(size != 0 ? size : len)) == NULL)
		goto fail;
	memcpy(buf, p.buf + p.at, len);
	free(p.buf);
	return (buf);

fail:
	free(p.buf);
	return (NULL);
}

char *
getcwd(char *buf, size_t size)
{
	char path[PATH_MAX];

	if (buf != NULL) {
		if (size == 0) {
			errno = EINVAL;
			return (NULL);
		}
		if (__sys_getcwd(buf, size) != -1)
			return (buf);
		return (errno == ERANGE && size > PATH_MAX ?
		    long_path(buf, size) : NULL);
	}
	if (__sys_getcwd(path, sizeof(path)) == -1)
		return (errno == ERANGE && (size == 0 || size > PATH_MAX) ?
		    long_path(NULL, size) : NULL);
	if (size == 0)
		return (strdup(path));
	if (strlen(path) >= size) {
		errno = ERANGE;
		return (NULL);
	}
	if ((buf = malloc(size)) != NULL)
		(void)strlcpy(buf, path, size);
	return (buf);
}

char *
getwd(char *buf)
{
	return (getcwd(buf, PATH_MAX));
}
