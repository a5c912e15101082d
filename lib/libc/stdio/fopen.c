/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Opening streams.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "stdio_impl.h"

FILE *
fopen(const char *__restrict path, const char *__restrict mode)
{
	int fd, flags, oflags;
	FILE *f;

	if ((flags = sf_mode(mode, &oflags)) == 0)
		return (NULL);
	if ((f = sf_alloc()) == NULL)
		return (NULL);
	fd = open(path, oflags, 0666);
	if (fd == -1) {
		sf_free(f);
		return (NULL);
	}
	sf_set_fd(f, fd, flags);
	sf_enlist(f);
	return (f);
}

FILE *
fdopen(int fd, const char *mode)
{
	int flags, oflags, have;
	FILE *f;

	if ((flags = sf_mode(mode, &oflags)) == 0)
		return (NULL);
	if ((have = fcntl(fd, F_GETFL)) == -1)
		return (NULL);
	have &= O_ACCMODE;
	if (have != O_RDWR && have != (oflags & O_ACCMODE)) {
		errno = EINVAL;
		return (NULL);
	}
	if ((oflags & O_APPEND) != 0 && (fcntl(fd, F_GETFL) & O_APPEND) == 0 &&
	    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_APPEND) == -1)
		return (NULL);
	if ((oflags & O_CLOEXEC) != 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == -1)
		return (NULL);
	if ((f = sf_alloc()) == NULL)
		return (NULL);
	sf_set_fd(f, fd, flags);
	sf_enlist(f);
	return (f);
}

/* Change the mode of an open descriptor as far as it can be. */
static int
reopen_mode(FILE *f, int flags, int oflags)
{
	int have;

	have = fcntl(f->f_fd, F_GETFL);
	if (have == -1)
		return (-1);
	if ((have & O_ACCMODE) != O_RDWR &&
	    (have & O_ACCMODE) != (oflags & O_ACCMODE)) {
		errno = EBADF;
		return (-1);
	}
	have = (have & ~O_APPEND) | (oflags & O_APPEND);
	if (fcntl(f->f_fd, F_SETFL, have) == -1)
		return (-1);
	if ((oflags & O_TRUNC) != 0)
		(void)ftruncate(f->f_fd, 0);
	f->f_flags = (f->f_flags & (FF_STATIC | FF_LISTED | FF_MALLOCED |
	    FF_LBF | FF_NBF | FF_BUFSET)) | flags;
	return (0);
}

/*
 * The stream keeps its descriptor number when it can, so that children see
 * the new file where they saw the old one.
 */
FILE *
freopen(const char *__restrict path, const char *__restrict mode,
    FILE *__restrict f)
{
	int fd, flags, oflags, old, saved;

	sf_lock(f);
	if ((flags = sf_mode(mode, &oflags)) == 0)
		goto fail;
	(void)sf_flush(f);
	f->f_rpos = f->f_rend = f->f_wpos = f->f_wend = NULL;
	f->f_flags &= ~(FF_READING | FF_WRITING | FF_EOF | FF_ERR);
	if (path == NULL) {
		if (f->f_fd < 0) {
			errno = EBADF;
			goto fail;
		}
		if (reopen_mode(f, flags, oflags) == -1)
			goto fail;
		sf_unlock(f);
		return (f);
	}
	old = f->f_fd;
	if (old < 0 && f->f_close != NULL)
		(void)f->f_close(f);
	fd = open(path, oflags, 0666);
	if (fd == -1)
		goto fail;
	if (old >= 0 && fd != old) {
		if (dup3(fd, old, oflags & O_CLOEXEC) == -1) {
			saved = errno;
			(void)close(fd);
			errno = saved;
			goto fail;
		}
		(void)close(fd);
		fd = old;
	}
	if ((f->f_flags & FF_BUFSET) == 0) {
		sf_drop_buffer(f);
		f->f_flags &= ~FF_LBF;
		if (f != stderr)
			f->f_flags &= ~FF_NBF;
	}
	f->f_flags &= FF_STATIC | FF_LISTED | FF_MALLOCED | FF_LBF | FF_NBF |
	    FF_BUFSET;
	f->f_orient = 0;
	sf_set_fd(f, fd, flags);
	sf_unlock(f);
	return (f);

fail:
	saved = errno;
	sf_unlock(f);
	(void)fclose(f);
	errno = saved;
	return (NULL);
}
