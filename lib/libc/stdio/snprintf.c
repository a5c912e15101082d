/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Printing into a block of memory: a stream whose buffer is that block and
 * whose output goes nowhere once it is full.
 */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>
#include "stdio_impl.h"

/* The block is full: the rest is counted, not kept. */
static ssize_t
discard(FILE *f, const unsigned char *buf, size_t n)
{
	return ((ssize_t)n);
}

/*
 * The first output that does not fit: what fits goes into the block, and the
 * stream's buffer becomes a spill whose content is discarded.
 */
static ssize_t
block_write(FILE *f, const unsigned char *buf, size_t n)
{
	unsigned char **endp = f->f_cookie;

	if (buf != f->f_base)
		(void)memcpy(f->f_base, buf, n < f->f_size ? n : f->f_size);
	*endp = f->f_base + f->f_size;
	f->f_base = f->f_small;
	f->f_size = sizeof(f->f_small);
	f->f_wpos = f->f_base;
	f->f_wend = f->f_base + f->f_size;
	f->f_write = discard;
	return ((ssize_t)n);
}

int
vsnprintf(char *__restrict buf, size_t size, const char *__restrict fmt,
    va_list ap)
{
	unsigned char *end = NULL;
	FILE f;
	int ret;

	if (size > (size_t)INT_MAX + 1) {
		errno = EOVERFLOW;
		if (buf != NULL)
			*buf = '\0';
		return (-1);
	}
	memset(&f, 0, __offsetof(FILE, f_small));
	f.f_fd = -1;
	f.f_flags = FF_WRITE | FF_WRITING | FF_STATIC;
	if (size > 1) {
		f.f_write = block_write;
		f.f_cookie = &end;
		f.f_base = (unsigned char *)buf;
		f.f_size = size - 1;
	} else {
		end = (unsigned char *)buf;
		f.f_write = discard;
		f.f_base = f.f_small;
		f.f_size = sizeof(f.f_small);
	}
	f.f_wpos = f.f_base;
	f.f_wend = f.f_base + f.f_size;
	ret = sf_vprintf(&f, fmt, ap, false);
	if (size > 0)
		*(end != NULL ? end : f.f_wpos) = '\0';
	return (ret);
}

int
snprintf(char *__restrict buf, size_t size, const char *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return (ret);
}

int
vsprintf(char *__restrict buf, const char *__restrict fmt, va_list ap)
{
	size_t room = SIZE_MAX - (uintptr_t)buf;

	return (vsnprintf(buf, room > INT_MAX ? INT_MAX : room, fmt, ap));
}

int
sprintf(char *__restrict buf, const char *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vsprintf(buf, fmt, ap);
	va_end(ap);
	return (ret);
}
