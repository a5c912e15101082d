/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Messages to standard error: "program: text: error".
 */
#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void	(*exit_hook)(int);

/*
 * What err() and its kin call with the status before they exit; NULL for
 * nothing.  Not meant to change while other threads may be in err().
 */
void
err_set_exit(void (*hook)(int))
{
	exit_hook = hook;
}

static void __dead2
leave(int status)
{
	if (exit_hook != NULL)
		exit_hook(status);
	exit(status);
}

/* code -1: without the text of an error. */
static void
message(int code, const char *fmt, va_list ap)
{
	flockfile(stderr);
	(void)fprintf(stderr, "%s: ", getprogname());
	if (fmt != NULL) {
		(void)vfprintf(stderr, fmt, ap);
		if (code != -1)
			(void)fprintf(stderr, ": ");
	}
	if (code != -1)
		(void)fprintf(stderr, "%s", strerror(code));
	(void)putc_unlocked('\n', stderr);
	funlockfile(stderr);
}

void
vwarnc(int code, const char *fmt, va_list ap)
{
	message(code, fmt, ap);
}

void
vwarn(const char *fmt, va_list ap)
{
	message(errno, fmt, ap);
}

void
vwarnx(const char *fmt, va_list ap)
{
	message(-1, fmt, ap);
}

void
verrc(int status, int code, const char *fmt, va_list ap)
{
	message(code, fmt, ap);
	leave(status);
}

void
verr(int status, const char *fmt, va_list ap)
{
	verrc(status, errno, fmt, ap);
}

void
verrx(int status, const char *fmt, va_list ap)
{
	message(-1, fmt, ap);
	leave(status);
}

void
warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(errno, fmt, ap);
	va_end(ap);
}

void
warnc(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(code, fmt, ap);
	va_end(ap);
}

void
warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(-1, fmt, ap);
	va_end(ap);
}

void
err(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrc(status, errno, fmt, ap);
}

void
errc(int status, int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrc(status, code, fmt, ap);
}

void
errx(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrx(status, fmt, ap);
}
