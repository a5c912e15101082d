/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The wide printf and scanf family.  A wide format is converted to UTF-8 and
 * given to the byte formatters in their wide mode.
 */

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "stdio_impl.h"

/* A format as UTF-8, to be freed; NULL with errno set. */
static char *
format_bytes(const wchar_t *fmt)
{
	const wchar_t *src = fmt;
	mbstate_t st;
	char *bytes;
	size_t n;

	memset(&st, 0, sizeof(st));
	n = wcsrtombs(NULL, &src, 0, &st);
	if (n == (size_t)-1 || (bytes = malloc(n + 1)) == NULL)
		return (NULL);
	src = fmt;
	memset(&st, 0, sizeof(st));
	(void)wcsrtombs(bytes, &src, n + 1, &st);
	return (bytes);
}

int
vfwprintf(FILE *__restrict f, const wchar_t *__restrict fmt, va_list ap)
{
	char *bytes = format_bytes(fmt);
	int ret;

	if (bytes == NULL)
		return (-1);
	sf_lock(f);
	if (f->f_orient == 0)
		f->f_orient = 1;
	ret = sf_vprintf(f, bytes, ap, true);
	sf_unlock(f);
	free(bytes);
	return (ret);
}

int
vwprintf(const wchar_t *__restrict fmt, va_list ap)
{
	return (vfwprintf(stdout, fmt, ap));
}

int
fwprintf(FILE *__restrict f, const wchar_t *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vfwprintf(f, fmt, ap);
	va_end(ap);
	return (ret);
}

int
wprintf(const wchar_t *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vfwprintf(stdout, fmt, ap);
	va_end(ap);
	return (ret);
}

/*
 * Unlike snprintf(), a result that does not fit is an error.
 */
int
vswprintf(wchar_t *__restrict ws, size_t size, const wchar_t *__restrict fmt,
    va_list ap)
{
	wchar_t *text = NULL;
	size_t len = 0;
	FILE *f;
	int ret;

	if (size == 0) {
		errno = EOVERFLOW;
		return (-1);
	}
	if ((f = open_wmemstream(&text, &len)) == NULL)
		return (-1);
	ret = vfwprintf(f, fmt, ap);
	if (fclose(f) == EOF)
		ret = -1;
	if (ret >= 0) {
		(void)wcslcpy(ws, text, size);
		if (len >= size) {
			errno = EOVERFLOW;
			ret = -1;
		}
	}
	free(text);
	return (ret);
}

int
swprintf(wchar_t *__restrict ws, size_t size, const wchar_t *__restrict fmt,
    ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vswprintf(ws, size, fmt, ap);
	va_end(ap);
	return (ret);
}

int
vfwscanf(FILE *__restrict f, const wchar_t *__restrict fmt, va_list ap)
{
	char *bytes = format_bytes(fmt);
	int ret;

	if (bytes == NULL)
		return (EOF);
	sf_lock(f);
	if (f->f_orient == 0)
		f->f_orient = 1;
	ret = sf_vscanf(f, bytes, ap, true);
	sf_unlock(f);
	free(bytes);
	return (ret);
}

int
vwscanf(const wchar_t *__restrict fmt, va_list ap)
{
	return (vfwscanf(stdin, fmt, ap));
}

int
fwscanf(FILE *__restrict f, const wchar_t *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vfwscanf(f, fmt, ap);
	va_end(ap);
	return (ret);
}

int
wscanf(const wchar_t *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vfwscanf(stdin, fmt, ap);
	va_end(ap);
	return (ret);
}

int
vswscanf(const wchar_t *__restrict ws, const wchar_t *__restrict fmt,
    va_list ap)
{
	char *text = format_bytes(ws), *bytes = format_bytes(fmt);
	int ret = EOF;
	FILE f;

	if (text != NULL && bytes != NULL) {
		sf_on_string(&f, text, strlen(text));
		ret = sf_vscanf(&f, bytes, ap, true);
	}
	free(bytes);
	free(text);
	return (ret);
}

int
swscanf(const wchar_t *__restrict ws, const wchar_t *__restrict fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vswscanf(ws, fmt, ap);
	va_end(ap);
	return (ret);
}
