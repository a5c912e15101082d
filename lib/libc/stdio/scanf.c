/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <stdarg.h>
#include <string.h>
#include "stdio_impl.h"

int
vfscanf(FILE *__restrict f, const char *__restrict fmt, va_list ap)
{
	int ret;

	sf_lock(f);
	ret = sf_vscanf(f, fmt, ap, false);
	sf_unlock(f);
	return (ret);
}

int
vscanf(const char *__restrict fmt, va_list ap)
{
	return (vfscanf(stdin, fmt, ap));
}

int
fscanf(FILE *__restrict f, const char *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vfscanf(f, fmt, ap);
	va_end(ap);
	return (ret);
}

int
scanf(const char *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vfscanf(stdin, fmt, ap);
	va_end(ap);
	return (ret);
}

/* A stream that reads a string and then ends. */
void
sf_on_string(FILE *f, const char *s, size_t len)
{
	memset(f, 0, sizeof(*f));
	f->f_fd = -1;
	f->f_flags = FF_READ | FF_READING | FF_STATIC;
	f->f_base = __DECONST(unsigned char *, s);
	f->f_size = len;
	f->f_rpos = f->f_base;
	f->f_rend = f->f_base + len;
}

int
vsscanf(const char *__restrict s, const char *__restrict fmt, va_list ap)
{
	FILE f;

	sf_on_string(&f, s, strlen(s));
	return (sf_vscanf(&f, fmt, ap, false));
}

int
sscanf(const char *__restrict s, const char *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vsscanf(s, fmt, ap);
	va_end(ap);
	return (ret);
}
