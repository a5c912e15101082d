/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <stdarg.h>
#include "stdio_impl.h"

int
vfprintf(FILE *__restrict f, const char *__restrict fmt, va_list ap)
{
	int ret;

	sf_lock(f);
	ret = sf_vprintf(f, fmt, ap, false);
	sf_unlock(f);
	return (ret);
}

int
vprintf(const char *__restrict fmt, va_list ap)
{
	return (vfprintf(stdout, fmt, ap));
}

int
fprintf(FILE *__restrict f, const char *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vfprintf(f, fmt, ap);
	va_end(ap);
	return (ret);
}

int
printf(const char *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vfprintf(stdout, fmt, ap);
	va_end(ap);
	return (ret);
}
