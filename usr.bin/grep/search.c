/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * grep: search one file and print what was asked for.
 *
 * The file is read into a buffer that holds the current line and, for -B, the
 * lines before it that may still be printed: pending is where those begin.
 * Invariant: pending <= line <= end, all offsets into buf.
 */
#include <sys/types.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grep.h"

#define	CHUNK	32768

struct input {
	const char	*name;
	int		 fd;
	char		*buf;
	size_t		 room, end;	/* size of buf; bytes in it */
	size_t		 pending;	/* first line not yet printed */
	long long	 npending;	/* lines from there to the current */
	size_t		 line, len;	/* current line, without its end */
	size_t		 next;		/* the line behind it */
	off_t		 base;		/* file offset of buf[0] */
	long long	 lineno;
	bool		 eof, binary, error;
};

static char	*saved_buf;		/* reused from file to file */
static size_t	 saved_room;
static bool	 separate;		/* "--" before the next line */

static void
input_fill(struct input *in)
{
	ssize_t n;

	if (in->pending > 0 && in->end + CHUNK > in->room) {
		(void)memmove(in->buf, in->buf + in->pending,
		    in->end - in->pending);
		in->base += (off_t)in->pending;
		in->line -= in->pending;
		in->next -= in->pending;
		in->end -= in->pending;
		in->pending = 0;
	}
	if (in->end + CHUNK > in->room) {
		in->room = in->room * 2 + CHUNK;
		if ((in->buf = realloc(in->buf, in->room)) == NULL)
			err(2, NULL);
	}
	n = read(in->fd, in->buf + in->end, in->room - in->end);
	if (n < 0) {
		in->error = true;
		if (!opt.silent)
			warn("%s", in->name);
	}
	if (n <= 0)
		in->eof = true;
	else
		in->end += (size_t)n;
}

/*
 * Go to the next line; false at the end.
 */
static bool
input_next(struct input *in)
{
	const char *eol;
	size_t searched = in->next;

	in->line = in->next;
	if (in->npending == opt.before) {
		/* The oldest line that is kept goes. */
		if (opt.before == 0)
			in->pending = in->line;
		else {
			eol = memchr(in->buf + in->pending, opt.eol,
			    in->line - in->pending);
			in->pending = (size_t)(eol + 1 - in->buf);
		}
	} else
		in->npending++;
	for (;;) {
		eol = searched < in->end ? memchr(in->buf + searched, opt.eol,
		    in->end - searched) : NULL;
		if (eol != NULL || in->eof)
			break;
		searched = in->end - in->line;
		input_fill(in);
		searched += in->line;
	}
	if (eol == NULL && in->line == in->end)
		return (false);
	in->len = eol != NULL ? (size_t)(eol - in->buf) - in->line :
	    in->end - in->line;
	in->next = in->line + in->len + (eol != NULL);
	in->lineno++;
	return (true);
}

static void
print_name(const struct input *in, char sep)
{

	(void)fputs(in->name, stdout);
	(void)putchar(opt.null ? '\0' : sep);
}

static void
print_prefix(const struct input *in, long long lineno, off_t offset, char sep)
{

	if (opt.names)
		print_name(in, sep);
	if (opt.number)
		(void)printf("%lld%c", lineno, sep);
	if (opt.bytes)
		(void)printf("%lld%c", (long long)offset, sep);
}

static void
print_match(const char *s, size_t len)
{

	if (opt.color && len > 0)
		(void)printf("\033[%sm\033[K", opt.sgr);
	(void)fwrite(s, 1, len, stdout);
	if (opt.color && len > 0)
		(void)fputs("\033[m\033[K", stdout);
}

/*
 * Print the line at buf[at]; with -o each match in it.
 */
static void
print_line(const struct input *in, size_t at, size_t len, long long lineno,
    char sep)
{
	const char *line = in->buf + at;
	size_t from = 0, so, eo;
	bool matches = sep == ':' && !opt.invert;

	if (!opt.only)
		print_prefix(in, lineno, in->base + (off_t)at, sep);
	while (matches && (opt.only || opt.color) && from < len &&
	    match_find(line, from, len, &so, &eo)) {
		if (eo == so) {
			if (!opt.only)
				(void)fwrite(line + from, 1, so < len ?
				    so + 1 - from : so - from, stdout);
			from = so + 1;
			continue;
		}
		if (opt.only)
			print_prefix(in, lineno, in->base + (off_t)(at + so),
			    sep);
		else
			(void)fwrite(line + from, 1, so - from, stdout);
		print_match(line + so, eo - so);
		if (opt.only)
			(void)putchar(opt.eol);
		from = eo;
	}
	if (!opt.only) {
		if (from < len)
			(void)fwrite(line + from, 1, len - from, stdout);
		(void)putchar(opt.eol);
	}
	if (opt.linebuf)
		(void)fflush(stdout);
}

/*
 * Print the current line, which was selected, and the context before it.
 */
static void
print_selected(struct input *in, bool adjacent)
{
	const char *eol;
	size_t len;

	if (opt.after > 0 || opt.before > 0) {
		if (separate && !adjacent)
			(void)puts("--");
		separate = true;
	}
	for (; in->pending < in->line; in->pending += len + 1) {
		eol = memchr(in->buf + in->pending, opt.eol,
		    in->line - in->pending);
		len = (size_t)(eol - in->buf) - in->pending;
		print_line(in, in->pending, len, in->lineno - in->npending,
		    '-');
		in->npending--;
	}
	print_line(in, in->line, in->len, in->lineno, ':');
}

/*
 * The current line has been printed: it is not context of those behind it.
 */
static void
line_done(struct input *in)
{

	in->pending = in->next;
	in->npending = -1;
}

/*
 * Go through the lines; the number of those that were selected.
 */
static long long
search_lines(struct input *in)
{
	bool list = opt.count || opt.files || opt.files_without || opt.quiet;
	bool selected, near = false;
	long long count = 0, trail = 0;
	size_t so, eo;
	off_t stop = -1;

	in->npending = -1;
	while (input_next(in)) {
		if (opt.max >= 0 && count >= opt.max) {
			if (trail-- == 0)
				break;
			print_line(in, in->line, in->len, in->lineno, '-');
			line_done(in);
			continue;
		}
		selected = match_find(in->buf + in->line, 0, in->len, &so,
		    &eo) != opt.invert;
		if (!selected) {
			if (trail > 0) {
				trail--;
				print_line(in, in->line, in->len, in->lineno,
				    '-');
				line_done(in);
			} else if (near && in->npending == opt.before)
				near = false;
			continue;
		}
		count++;
		if (opt.quiet || opt.files || opt.files_without)
			break;
		if (!list && in->binary) {
			(void)printf("Binary file %s matches\n", in->name);
			break;
		}
		if (!list) {
			print_selected(in, near);
			line_done(in);
			trail = opt.after;
			near = true;
		}
		if (count == opt.max) {
			stop = in->base + (off_t)in->next;
			if (trail == 0)
				break;
		}
	}
	/* What follows the last line that -m wanted is left to others. */
	if (stop >= 0 && in->fd == STDIN_FILENO)
		(void)lseek(in->fd, stop, SEEK_SET);
	return (count);
}

/*
 * Search an open file.  0 if a line was selected, 1 if none was, 2 after an
 * error.
 */
int
search_fd(int fd, const char *name)
{
	struct input in = { .name = name, .fd = fd };
	long long count = 0;
	off_t here;

	in.buf = saved_buf;
	in.room = saved_room;
	if ((here = lseek(fd, 0, SEEK_CUR)) > 0)
		in.base = here;
	if (opt.max != 0)
		input_fill(&in);
	if (opt.binary != BINARY_TEXT && opt.eol != '\0' && !in.error)
		in.binary = in.end > 0 &&
		    memchr(in.buf, '\0', in.end) != NULL;
	if (opt.max != 0 && !(in.binary && opt.binary == BINARY_SKIP))
		count = search_lines(&in);
	saved_buf = in.buf;
	saved_room = in.room;
	if (in.error)
		return (2);
	if (opt.count && !opt.quiet && !opt.files && !opt.files_without) {
		if (opt.names)
			print_name(&in, ':');
		(void)printf("%lld\n", count);
	}
	if (!opt.quiet && ((opt.files && count > 0) ||
	    (opt.files_without && count == 0)))
		print_name(&in, '\n');
	if (opt.linebuf)
		(void)fflush(stdout);
	return (count > 0 ? 0 : 1);
}
