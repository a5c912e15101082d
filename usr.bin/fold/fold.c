/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fold: break long lines.
 *
 * Columns are counted by the width of characters; a tab goes to the next
 * multiple of 8, a backspace back by one, a carriage return to the beginning.
 * The line since the last break is kept, so that -s can find a blank in it; its
 * length is bounded by the width, but for characters that take no column.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static bool	bflag, sflag;
static size_t	width = 80;
static char	*buf;			/* the line since the last break */
static size_t	 len, room;

static int	fold(FILE *, const char *);
static void	usage(void) __dead2;

static size_t
width_read(const char *s)
{
	const char *errstr;
	size_t n;

	n = (size_t)strtonum(s, 1, INT_MAX, &errstr);
	if (errstr != NULL)
		errx(1, "-w %s: %s", s, errstr);
	return (n);
}

int
main(int argc, char *argv[])
{
	int ch, rval = 0;
	FILE *fp;

	while ((ch = getopt(argc, argv, "bsw:")) != -1) {
		switch (ch) {
		case 'b':
			bflag = true;
			break;
		case 's':
			sflag = true;
			break;
		case 'w':
			width = width_read(optarg);
			break;
		default:
			usage();
		}
	}
	argv += optind;
	do {
		fp = *argv == NULL || strcmp(*argv, "-") == 0 ? stdin :
		    fopen(*argv, "r");
		if (fp == NULL) {
			warn("%s", *argv);
			rval = 1;
			continue;
		}
		rval |= fold(fp, fp == stdin ? "stdin" : *argv);
		if (fp != stdin)
			(void)fclose(fp);
	} while (*argv != NULL && *++argv != NULL);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * Read a character, of several bytes perhaps, into s; returns its length.
 */
static size_t
get_char(FILE *fp, char *s, wchar_t *wc)
{
	mbstate_t mbs;
	size_t n, status;
	int c;

	if ((c = getc(fp)) == EOF)
		return (0);
	s[0] = (char)c;
	*wc = (wchar_t)c;
	if (c < 0x80 || bflag)
		return (1);
	for (n = 1; n < MB_LEN_MAX; n++) {
		(void)memset(&mbs, 0, sizeof(mbs));
		status = mbrtowc(wc, s, n, &mbs);
		if (status == n)
			return (n);
		if (status != (size_t)-2)
			break;
		/* A byte that cannot go on begins what follows. */
		if ((c = getc(fp)) == EOF || (c & 0xc0) != 0x80) {
			if (c != EOF)
				(void)ungetc(c, fp);
			break;
		}
		s[n] = (char)c;
	}
	*wc = L'?';
	return (n);
}

static size_t
advance(size_t column, wchar_t wc)
{
	int n;

	if (bflag)
		return (column + 1);
	switch (wc) {
	case L'\b':
		return (column > 0 ? column - 1 : 0);
	case L'\r':
		return (0);
	case L'\t':
		return ((column + 8) & ~(size_t)7);
	default:
		n = wcwidth(wc);
		return (column + (n > 0 ? (size_t)n : 0));
	}
}

static void
put(size_t n)
{

	if (fwrite(buf, 1, n, stdout) != n)
		err(1, "stdout");
	len -= n;
	(void)memmove(buf, buf + n, len);
}

/*
 * The column behind the kept part.
 */
static size_t
measure(void)
{
	size_t at = 0, column = 0, n;
	mbstate_t mbs;
	wchar_t wc;

	while (at < len) {
		(void)memset(&mbs, 0, sizeof(mbs));
		n = bflag ? (size_t)-1 : mbrtowc(&wc, buf + at, len - at, &mbs);
		if (n == (size_t)-1 || n == (size_t)-2 || n == 0) {
			wc = L'?';
			n = 1;
		}
		column = advance(column, wc);
		at += n;
	}
	return (column);
}

/*
 * Break the line: behind its last blank with -s, else where it ends now.
 * Returns the column of what remains.
 */
static size_t
break_line(void)
{
	size_t n = len;

	if (sflag) {
		while (n > 0 && !isblank((unsigned char)buf[n - 1]))
			n--;
		if (n == 0)
			n = len;
	}
	put(n);
	if (putchar('\n') == EOF)
		err(1, "stdout");
	return (len > 0 ? measure() : 0);
}

static int
fold(FILE *fp, const char *name)
{
	size_t column = 0, n, next;
	char s[MB_LEN_MAX];
	wchar_t wc;

	while ((n = get_char(fp, s, &wc)) > 0) {
		if (wc == L'\n') {
			put(len);
			if (putchar('\n') == EOF)
				err(1, "stdout");
			column = 0;
			continue;
		}
		while ((next = advance(column, wc)) > width && len > 0)
			column = break_line();
		if (len + n > room) {
			room = (room + n) * 2;
			if ((buf = realloc(buf, room)) == NULL)
				err(1, NULL);
		}
		(void)memcpy(buf + len, s, n);
		len += n;
		column = next;
	}
	put(len);
	if (ferror(fp)) {
		warn("%s", name);
		return (1);
	}
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: fold [-bs] [-w width] [file ...]\n");
	exit(1);
}
