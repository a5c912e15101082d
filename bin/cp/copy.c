/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Copying one file.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copy.h"

#define	BUFSIZE		65536
#define	MODEBITS	(S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | \
			    S_IRWXO)

static int
copy_bytes(int from, const char *fromname, int to, const char *toname)
{
	static char buf[BUFSIZE];
	ssize_t n, off, w;

	while ((n = read(from, buf, sizeof(buf))) > 0)
		for (off = 0; off < n; off += w)
			if ((w = write(to, buf + off, (size_t)(n - off))) <
			    0) {
				warn("%s", toname);
				return (1);
			}
	if (n < 0) {
		warn("%s", fromname);
		return (1);
	}
	return (0);
}

int
copy_regular(const struct place *from, const struct stat *st,
    const struct place *to, bool exists, bool force)
{
	int in, out, rval;

	in = openat(from->dir, from->name, O_RDONLY);
	if (in < 0) {
		warn("%s", from->path);
		return (1);
	}
	out = -1;
	if (exists) {
		out = openat(to->dir, to->name, O_WRONLY | O_TRUNC);
		if (out < 0 && force && unlinkat(to->dir, to->name, 0) == 0)
			exists = false;
	}
	if (!exists)
		out = openat(to->dir, to->name, O_WRONLY | O_CREAT | O_TRUNC,
		    st->st_mode & (mode_t)(S_IRWXU | S_IRWXG | S_IRWXO));
	if (out < 0) {
		warn("%s", to->path);
		(void)close(in);
		return (1);
	}
	rval = copy_bytes(in, from->path, out, to->path);
	(void)close(in);
	if (close(out) != 0) {
		warn("%s", to->path);
		rval = 1;
	}
	return (rval);
}

static int
make_way(const struct place *to, bool exists)
{

	if (exists && unlinkat(to->dir, to->name, 0) != 0) {
		warn("%s", to->path);
		return (1);
	}
	return (0);
}

int
copy_link(const struct place *from, const struct place *to, bool exists)
{
	char target[PATH_MAX];
	ssize_t n;

	n = readlinkat(from->dir, from->name, target, sizeof(target) - 1);
	if (n < 0) {
		warn("%s", from->path);
		return (1);
	}
	target[n] = '\0';
	if (make_way(to, exists) != 0)
		return (1);
	if (symlinkat(target, to->dir, to->name) != 0) {
		warn("%s", to->path);
		return (1);
	}
	return (0);
}

int
copy_special(const struct stat *st, const struct place *to, bool exists)
{

	if (make_way(to, exists) != 0)
		return (1);
	if (mknodat(to->dir, to->name, st->st_mode, st->st_rdev) != 0) {
		warn("%s", to->path);
		return (1);
	}
	return (0);
}

int
copy_attributes(const struct stat *st, const struct place *to)
{
	struct timespec times[2] = { st->st_atim, st->st_mtim };
	mode_t mode = st->st_mode & MODEBITS;
	int rval = 0;

	if (utimensat(to->dir, to->name, times, AT_SYMLINK_NOFOLLOW) != 0) {
		warn("%s: times", to->path);
		rval = 1;
	}
	if (fchownat(to->dir, to->name, st->st_uid, st->st_gid,
	    AT_SYMLINK_NOFOLLOW) != 0) {
		if (errno != EPERM) {
			warn("%s: owner", to->path);
			rval = 1;
		}
		mode &= ~(mode_t)(S_ISUID | S_ISGID);
	}
	if (!S_ISLNK(st->st_mode) &&
	    fchmodat(to->dir, to->name, mode, 0) != 0) {
		warn("%s: mode", to->path);
		rval = 1;
	}
	return (rval);
}
