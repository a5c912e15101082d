/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A stream over functions of the program's.
 */
#include <errno.h>
#include <stdlib.h>
#include "stdio_impl.h"

struct user_ops {
	void	*cookie;
	int	(*readfn)(void *, char *, int);
	int	(*writefn)(void *, const char *, int);
	fpos_t	(*seekfn)(void *, fpos_t, int);
	int	(*closefn)(void *);
};

#define	CHUNK_MAX	0x40000000	/* the functions count in int */

static ssize_t
user_read(FILE *f, unsigned char *buf, size_t n)
{
	struct user_ops *ops = f->f_cookie;

	return (ops->readfn(ops->cookie, (char *)buf,
	    n > CHUNK_MAX ? CHUNK_MAX : (int)n));
}

static ssize_t
user_write(FILE *f, const unsigned char *buf, size_t n)
{
	struct user_ops *ops = f->f_cookie;

	return (ops->writefn(ops->cookie, (const char *)buf,
	    n > CHUNK_MAX ? CHUNK_MAX : (int)n));
}

static off_t
user_seek(FILE *f, off_t offset, int whence)
{
	struct user_ops *ops = f->f_cookie;

	return (ops->seekfn(ops->cookie, offset, whence));
}

static int
user_close(FILE *f)
{
	struct user_ops *ops = f->f_cookie;
	int ret = 0;

	if (ops->closefn != NULL)
		ret = ops->closefn(ops->cookie);
	free(ops);
	return (ret);
}

FILE *
funopen(const void *cookie, int (*readfn)(void *, char *, int),
    int (*writefn)(void *, const char *, int),
    fpos_t (*seekfn)(void *, fpos_t, int), int (*closefn)(void *))
{
	struct user_ops *ops;
	FILE *f;

	if (readfn == NULL && writefn == NULL) {
		errno = EINVAL;
		return (NULL);
	}
	if ((ops = malloc(sizeof(*ops))) == NULL)
		return (NULL);
	if ((f = sf_alloc()) == NULL) {
		free(ops);
		return (NULL);
	}
	ops->cookie = __DECONST(void *, cookie);
	ops->readfn = readfn;
	ops->writefn = writefn;
	ops->seekfn = seekfn;
	ops->closefn = closefn;
	f->f_cookie = ops;
	f->f_flags = (readfn != NULL ? FF_READ : 0) |
	    (writefn != NULL ? FF_WRITE : 0);
	f->f_read = readfn != NULL ? user_read : NULL;
	f->f_write = writefn != NULL ? user_write : NULL;
	f->f_seek = seekfn != NULL ? user_seek : NULL;
	f->f_close = user_close;
	sf_enlist(f);
	return (f);
}
