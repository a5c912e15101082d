/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <stdarg.h>
#include <string.h>
#include "stdio_impl.h"

#define	DPRINTF_BUF	512

int
vdprintf(int fd, const char *__restrict fmt, va_list ap)
{
	unsigned char buf[DPRINTF_BUF];
	FILE f;
	int ret;

	memset(&f, 0, sizeof(f));
	sf_set_fd(&f, fd, FF_WRITE | FF_STATIC);
	f.f_base = buf;
	f.f_size = sizeof(buf);
	ret = sf_vprintf(&f, fmt, ap, false);
	if (sf_flush(&f) == EOF)
		return (-1);
	return (ret);
}

int
dprintf(int fd, const char *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vdprintf(fd, fmt, ap);
	va_end(ap);
	return (ret);
}
