/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Output of the built-ins.
 *
 * Standard output has one small buffer, which is empty whenever a command
 * starts: the evaluator flushes it after each built-in and reports a failed
 * write as the failure of that built-in.  Standard error is not buffered.
 * While output is captured, it goes to memory: that is how $(echo x) does
 * without a process.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "shell.h"

static char	out_buf[1024];
static size_t	out_len;
static bool	out_error;
static bool	capturing;
static char	*captured;		/* malloc'ed */
static size_t	captured_len;
static size_t	captured_size;

/* Write all of it; -1 with errno set if that is not possible. */
int
fd_write(int fd, const char *p, size_t len)
{
	ssize_t n;

	while (len != 0) {
		n = write(fd, p, len);
		if (n < 0) {
			if (errno == EINTR)
				continue;
			return (-1);
		}
		p += n;
		len -= (size_t)n;
	}
	return (0);
}

/* Write buffered output to where it goes. */
static void
out_deliver(const char *p, size_t len)
{
	if (!capturing) {
		if (len != 0 && fd_write(STDOUT_FILENO, p, len) < 0)
			out_error = true;
		return;
	}
	if (captured_size - captured_len < len) {
		captured_size = (captured_len + len) * 2;
		captured = mem_realloc(captured, captured_size);
	}
	if (len != 0)
		memcpy(captured + captured_len, p, len);
	captured_len += len;
}

/* Begin to capture output, or end it and drop what was not fetched. */
void
out_capture(bool on)
{
	out_len = 0;
	captured_len = 0;
	capturing = on;
	if (!on) {
		free(captured);
		captured = NULL;
		captured_size = 0;
	}
}

/* What was captured, in temporary memory. */
char *
out_captured(size_t *len)
{
	out_deliver(out_buf, out_len);
	out_len = 0;
	*len = captured_len;
	return (tmp_strndup(captured, captured_len));
}

/*
 * Flush standard output.  Returns -1 if anything since the last flush could
 * not be written.
 */
int
out_flush(void)
{
	bool failed;

	out_deliver(out_buf, out_len);
	out_len = 0;
	failed = out_error;
	out_error = false;
	return (failed ? -1 : 0);
}

/* Forget what is buffered: it belongs to our parent. */
void
out_discard(void)
{
	out_len = 0;
	out_error = false;
}

void
out_write(const char *p, size_t len)
{
	if (len > sizeof(out_buf) - out_len) {
		out_deliver(out_buf, out_len);
		out_len = 0;
		if (len >= sizeof(out_buf)) {
			out_deliver(p, len);
			return;
		}
	}
	memcpy(out_buf + out_len, p, len);
	out_len += len;
}

void
out_puts(const char *s)
{
	out_write(s, strlen(s));
}

void
out_putc(int c)
{
	char ch = (char)c;

	out_write(&ch, 1);
}

void
out_printf(const char *fmt, ...)
{
	char buf[256];
	struct mem_mark m;
	va_list ap, again;
	char *p;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	if (len >= (int)sizeof(buf)) {
		m = tmp_mark();
		p = tmp_alloc((size_t)len + 1);
		(void)vsnprintf(p, (size_t)len + 1, fmt, again);
		out_write(p, (size_t)len);
		tmp_release(m);
	} else if (len > 0)
		out_write(buf, (size_t)len);
	va_end(again);
}

void
err_write(const char *p, size_t len)
{
	(void)fd_write(STDERR_FILENO, p, len);
}

void
err_puts(const char *s)
{
	err_write(s, strlen(s));
}

/*
 * Append s so that the shell reads it back as one word with the same value:
 * as it is when nothing in it is special, in single quotes otherwise.
 */
void
sbuf_quote(struct sbuf *sb, const char *s)
{
	static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789_-+./:,@%^";
	size_t n;

	n = strspn(s, safe);
	if (n != 0 && s[n] == '\0') {
		sbuf_put(sb, s, n);
		return;
	}
	sbuf_putc(sb, '\'');
	for (; *s != '\0'; s += n) {
		n = strcspn(s, "'");
		sbuf_put(sb, s, n);
		if (s[n] == '\'') {
			sbuf_puts(sb, "'\\''");
			n++;
		}
	}
	sbuf_putc(sb, '\'');
}

void
out_quoted(const char *s)
{
	struct mem_mark m = tmp_mark();
	struct sbuf sb = SBUF_INIT;

	sbuf_quote(&sb, s);
	out_write(sb.sb_s, sb.sb_len);
	tmp_release(m);
}
