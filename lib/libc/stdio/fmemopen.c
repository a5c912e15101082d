/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A stream over a block of memory of fixed size.  m_len is how much of it
 * counts as written; a write keeps a NUL behind the data while there is room.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "stdio_impl.h"

struct memblock {
	char	*m_buf;
	size_t	m_size;
	size_t	m_pos;
	size_t	m_len;
	bool	m_append;
	bool	m_binary;
	bool	m_owned;
};

static ssize_t
mem_read(FILE *f, unsigned char *buf, size_t n)
{
	struct memblock *m = f->f_cookie;
	size_t left = m->m_pos < m->m_len ? m->m_len - m->m_pos : 0;

	if (n > left)
		n = left;
	(void)memcpy(buf, m->m_buf + m->m_pos, n);
	m->m_pos += n;
	return ((ssize_t)n);
}

static ssize_t
mem_write(FILE *f, const unsigned char *buf, size_t n)
{
	struct memblock *m = f->f_cookie;
	size_t left;

	if (m->m_append)
		m->m_pos = m->m_len;
	left = m->m_size - m->m_pos;
	if (left == 0) {
		errno = ENOSPC;
		return (-1);
	}
	if (n > left)
		n = left;
	(void)memcpy(m->m_buf + m->m_pos, buf, n);
	m->m_pos += n;
	if (m->m_pos > m->m_len) {
		m->m_len = m->m_pos;
		if (m->m_len < m->m_size)
			m->m_buf[m->m_len] = '\0';
		else if (!m->m_binary && (f->f_flags & FF_READ) == 0)
			m->m_buf[m->m_size - 1] = '\0';
	}
	return ((ssize_t)n);
}

static off_t
mem_seek(FILE *f, off_t offset, int whence)
{
	struct memblock *m = f->f_cookie;
	off_t base;

	base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ?
	    (off_t)m->m_pos : (off_t)m->m_len;
	if (__builtin_add_overflow(base, offset, &offset) || offset < 0 ||
	    (size_t)offset > m->m_size) {
		errno = EINVAL;
		return (-1);
	}
	m->m_pos = (size_t)offset;
	return (offset);
}

static int
mem_close(FILE *f)
{
	struct memblock *m = f->f_cookie;

	if (m->m_owned)
		free(m->m_buf);
	free(m);
	return (0);
}

FILE *
fmemopen(void *__restrict buf, size_t size, const char *__restrict mode)
{
	struct memblock *m;
	int flags, oflags;
	FILE *f;

	if ((flags = sf_mode(mode, &oflags)) == 0)
		return (NULL);
	if (size == 0 || (buf == NULL &&
	    (flags & (FF_READ | FF_WRITE)) != (FF_READ | FF_WRITE))) {
		errno = EINVAL;
		return (NULL);
	}
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return (NULL);
	m->m_buf = buf != NULL ? buf : calloc(1, size);
	f = sf_alloc();
	if (m->m_buf == NULL || f == NULL) {
		if (buf == NULL)
			free(m->m_buf);
		if (f != NULL)
			sf_free(f);
		free(m);
		return (NULL);
	}
	m->m_size = size;
	m->m_owned = buf == NULL;
	m->m_append = mode[0] == 'a';
	m->m_binary = strchr(mode, 'b') != NULL;
	if (mode[0] == 'r')
		m->m_len = size;
	else if (mode[0] == 'a')
		m->m_len = m->m_pos = strnlen(m->m_buf, size);
	else
		m->m_buf[0] = '\0';
	f->f_cookie = m;
	f->f_flags = flags;
	f->f_read = mem_read;
	f->f_write = mem_write;
	f->f_seek = mem_seek;
	f->f_close = mem_close;
	sf_enlist(f);
	return (f);
}
