/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The three standard streams, the list of all open ones, and making and ending
 * streams.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "stdio_impl.h"

#define	STD_STREAM(fd, flags)						\
	{ .f_fd = (fd), .f_flags = (flags) | FF_STATIC,			\
	    .f_read = sf_fd_read, .f_write = sf_fd_write,		\
	    .f_seek = sf_fd_seek, .f_close = sf_fd_close }

static FILE sf_stdin = STD_STREAM(STDIN_FILENO, FF_READ);
static FILE sf_stdout = STD_STREAM(STDOUT_FILENO, FF_WRITE);
static FILE sf_stderr = STD_STREAM(STDERR_FILENO, FF_WRITE | FF_NBF);

FILE	*__stdinp = &sf_stdin;
FILE	*__stdoutp = &sf_stdout;
FILE	*__stderrp = &sf_stderr;

struct libc_lock sf_list_lock = LIBC_LOCK_INITIALIZER;
static TAILQ_HEAD(, __sFILE) sf_list = TAILQ_HEAD_INITIALIZER(sf_list);

static FILE *const sf_standard[] = { &sf_stdin, &sf_stdout, &sf_stderr };

ssize_t
sf_fd_read(FILE *f, unsigned char *buf, size_t n)
{
	return (__sys_read(f->f_fd, buf, n));
}

ssize_t
sf_fd_write(FILE *f, const unsigned char *buf, size_t n)
{
	return (__sys_write(f->f_fd, buf, n));
}

off_t
sf_fd_seek(FILE *f, off_t offset, int whence)
{
	return (lseek(f->f_fd, offset, whence));
}

int
sf_fd_close(FILE *f)
{
	return (close(f->f_fd));
}

FILE *
sf_alloc(void)
{
	FILE *f = calloc(1, sizeof(*f));

	if (f != NULL)
		f->f_fd = -1;
	return (f);
}

void
sf_enlist(FILE *f)
{
	libc_lock(&sf_list_lock);
	TAILQ_INSERT_TAIL(&sf_list, f, f_list);
	f->f_flags |= FF_LISTED;
	libc_unlock(&sf_list_lock);
}

void
sf_drop_buffer(FILE *f)
{
	if ((f->f_flags & FF_MALLOCED) != 0)
		free(f->f_base - UNGET_ROOM);
	f->f_flags &= ~FF_MALLOCED;
	f->f_base = NULL;
	f->f_rpos = f->f_rend = f->f_wpos = f->f_wend = NULL;
	f->f_size = 0;
}

void
sf_free(FILE *f)
{
	if ((f->f_flags & FF_LISTED) != 0) {
		libc_lock(&sf_list_lock);
		TAILQ_REMOVE(&sf_list, f, f_list);
		libc_unlock(&sf_list_lock);
	}
	sf_drop_buffer(f);
	free(f->f_line);
	free(f->f_mbs);
	if ((f->f_flags & FF_STATIC) != 0) {
		/* It stays, closed, for freopen(). */
		f->f_line = NULL;
		f->f_linesize = 0;
		f->f_mbs = NULL;
		f->f_flags = FF_STATIC;
		f->f_fd = -1;
		f->f_orient = 0;
		return;
	}
	free(f);
}

/*
 * The flags of a mode string, and those for open(2); 0 for a bad one.
 */
int
sf_mode(const char *mode, int *oflagsp)
{
	int flags, oflags;

	switch (*mode++) {
	case 'r':
		flags = FF_READ;
		oflags = 0;
		break;
	case 'w':
		flags = FF_WRITE;
		oflags = O_CREAT | O_TRUNC;
		break;
	case 'a':
		flags = FF_WRITE | FF_APPEND;
		oflags = O_CREAT | O_APPEND;
		break;
	default:
		errno = EINVAL;
		return (0);
	}
	for (; *mode != '\0' && *mode != ','; mode++) {
		switch (*mode) {
		case '+':
			flags |= FF_READ | FF_WRITE;
			break;
		case 'b':
			break;
		case 'e':
			oflags |= O_CLOEXEC;
			break;
		case 'x':
			if ((oflags & O_CREAT) == 0) {
				errno = EINVAL;
				return (0);
			}
			oflags |= O_EXCL;
			break;
		default:
			errno = EINVAL;
			return (0);
		}
	}
	if ((flags & (FF_READ | FF_WRITE)) == (FF_READ | FF_WRITE))
		oflags |= O_RDWR;
	else if ((flags & FF_WRITE) != 0)
		oflags |= O_WRONLY;
	*oflagsp = oflags;
	return (flags);
}

void
sf_set_fd(FILE *f, int fd, int flags)
{
	f->f_fd = fd;
	f->f_flags |= flags;
	f->f_read = sf_fd_read;
	f->f_write = sf_fd_write;
	f->f_seek = sf_fd_seek;
	f->f_close = sf_fd_close;
	f->f_cookie = NULL;
}

/*
 * Flush one stream if it has output; only, with lbf, if line buffered.
 */
static int
flush_one(FILE *f, bool lbf)
{
	int ret = 0;

	if ((f->f_flags & FF_WRITING) == 0)
		return (0);
	if (lbf && (f->f_flags & FF_LBF) == 0)
		return (0);
	sf_lock(f);
	if (f->f_wpos != f->f_base)
		ret = sf_flush(f);
	sf_unlock(f);
	return (ret);
}

static int
flush_all(bool lbf)
{
	int ret = 0;
	size_t i;
	FILE *f;

	for (i = 0; i < __arraycount(sf_standard); i++)
		ret |= flush_one(sf_standard[i], lbf);
	if (!TAILQ_EMPTY(&sf_list)) {
		libc_lock(&sf_list_lock);
		TAILQ_FOREACH(f, &sf_list, f_list)
			ret |= flush_one(f, lbf);
		libc_unlock(&sf_list_lock);
	}
	return (ret);
}

/*
 * A stream that a person types into is about to wait: show what was printed.
 */
void	sf_flush_lines(void);
void
sf_flush_lines(void)
{
	(void)flush_all(true);
}

int
fflush_unlocked(FILE *f)
{
	if (f == NULL)
		return (flush_all(false));
	if ((f->f_flags & FF_WRITING) != 0)
		return (sf_flush(f));
	if ((f->f_flags & FF_READING) != 0 && f->f_rpos != f->f_rend) {
		/* The file offset goes where the program has read to. */
		if (f->f_seek != NULL && f->f_seek(f,
		    -(off_t)(f->f_rend - f->f_rpos), SEEK_CUR) != -1)
			f->f_rpos = f->f_rend = f->f_base;
	}
	return (0);
}

int
fflush(FILE *f)
{
	int ret;

	if (f == NULL)
		return (flush_all(false));
	sf_lock(f);
	ret = fflush_unlocked(f);
	sf_unlock(f);
	return (ret);
}

/*
 * At exit: write what waits, and put the offset of standard input where the
 * program has read to, for the next reader.
 */
static void
cleanup(void)
{
	(void)flush_all(false);
	if ((sf_stdin.f_flags & FF_READING) != 0 &&
	    sf_stdin.f_rpos != sf_stdin.f_rend)
		(void)fflush_unlocked(&sf_stdin);
}

void (*libc_stdio_cleanup)(void) = cleanup;

void
libc_stdio_prefork(void)
{
	libc_lock(&sf_list_lock);
}

void
libc_stdio_postfork(void)
{
	libc_unlock(&sf_list_lock);
}
