/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Streams that write into memory which grows: open_memstream() for bytes and
 * open_wmemstream() for wide characters.  The caller's pointer and length are
 * set at each flush and close, and the memory is then the caller's.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "stdio_impl.h"

struct memstream {
	void	**s_bufp;
	size_t	*s_sizep;
	char	*s_buf;		/* elements, with a NUL behind */
	size_t	s_room;		/* elements that fit, without the NUL */
	size_t	s_len;
	size_t	s_pos;
	size_t	s_width;	/* bytes of an element */
	mbstate_t s_mbs;
};

static int
stream_grow(struct memstream *s, size_t need)
{
	size_t room = s->s_room;
	char *buf;

	if (need <= room)
		return (0);
	while (room < need)
		room = room < 64 ? 127 : 2 * room + 1;
	buf = reallocarray(s->s_buf, room + 1, s->s_width);
	if (buf == NULL)
		return (-1);
	(void)memset(buf + s->s_len * s->s_width, 0,
	    (room + 1 - s->s_len) * s->s_width);
	s->s_buf = buf;
	s->s_room = room;
	return (0);
}

static void
stream_publish(struct memstream *s)
{
	*s->s_bufp = s->s_buf;
	*s->s_sizep = s->s_pos < s->s_len ? s->s_pos : s->s_len;
}

static ssize_t
stream_write(FILE *f, const unsigned char *buf, size_t n)
{
	struct memstream *s = f->f_cookie;
	size_t need;

	if (__builtin_add_overflow(s->s_pos, n, &need) ||
	    stream_grow(s, need) == -1)
		return (-1);
	(void)memcpy(s->s_buf + s->s_pos, buf, n);
	s->s_pos = need;
	if (s->s_pos > s->s_len)
		s->s_len = s->s_pos;
	stream_publish(s);
	return ((ssize_t)n);
}

/* Bytes arrive as UTF-8; a character may be cut in two. */
static ssize_t
wstream_write(FILE *f, const unsigned char *buf, size_t n)
{
	struct memstream *s = f->f_cookie;
	wchar_t *out;
	size_t done = 0, len;

	if (stream_grow(s, s->s_pos + n) == -1)
		return (-1);
	out = (wchar_t *)(void *)s->s_buf;
	while (done < n) {
		len = mbrtowc(&out[s->s_pos], (const char *)buf + done,
		    n - done, &s->s_mbs);
		if (len == (size_t)-1)
			return (-1);
		if (len == (size_t)-2)
			break;
		done += len == 0 ? 1 : len;
		s->s_pos++;
	}
	if (s->s_pos > s->s_len)
		s->s_len = s->s_pos;
	stream_publish(s);
	return ((ssize_t)n);
}

static off_t
stream_seek(FILE *f, off_t offset, int whence)
{
	struct memstream *s = f->f_cookie;
	off_t base;

	base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ?
	    (off_t)s->s_pos : (off_t)s->s_len;
	if (__builtin_add_overflow(base, offset, &offset) || offset < 0 ||
	    (size_t)offset > SIZE_MAX / 8) {
		errno = EINVAL;
		return (-1);
	}
	if (stream_grow(s, (size_t)offset) == -1)
		return (-1);
	s->s_pos = (size_t)offset;
	stream_publish(s);
	return (offset);
}

static int
stream_close(FILE *f)
{
	struct memstream *s = f->f_cookie;

	stream_publish(s);
	free(s);
	return (0);
}

static FILE *
stream_open(void **bufp, size_t *sizep, size_t width)
{
	struct memstream *s;
	FILE *f;

	if (bufp == NULL || sizep == NULL) {
		errno = EINVAL;
		return (NULL);
	}
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return (NULL);
	s->s_width = width;
	s->s_bufp = bufp;
	s->s_sizep = sizep;
	if (stream_grow(s, 1) == -1 || (f = sf_alloc()) == NULL) {
		free(s->s_buf);
		free(s);
		return (NULL);
	}
	stream_publish(s);
	f->f_cookie = s;
	f->f_flags = FF_WRITE;
	f->f_write = width == 1 ? stream_write : wstream_write;
	f->f_seek = stream_seek;
	f->f_close = stream_close;
	sf_enlist(f);
	return (f);
}

FILE *
open_memstream(char **bufp, size_t *sizep)
{
	return (stream_open((void **)bufp, sizep, 1));
}

FILE *
open_wmemstream(wchar_t **bufp, size_t *sizep)
{
	FILE *f = stream_open((void **)bufp, sizep, sizeof(wchar_t));

	if (f != NULL)
		f->f_orient = 1;
	return (f);
}
