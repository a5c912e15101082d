/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * expand: turn tabs into blanks, and as unexpand blanks into tabs.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	STOPS_MAX	128

static size_t	stops[STOPS_MAX];	/* one: its multiples */
static size_t	nstops;
static bool	unexpanding, aflag;

static int	expand(FILE *, const char *);
static void	read_stops(const char *);
static int	unexpand(FILE *, const char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	int ch, rval = 0;
	FILE *fp;

	unexpanding = *getprogname() == 'u';
	while ((ch = getopt(argc, argv, unexpanding ? "at:" : "t:")) != -1) {
		switch (ch) {
		case 'a':
			aflag = true;
			break;
		case 't':
			read_stops(optarg);
			aflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (nstops == 0)
		stops[nstops++] = 8;
	do {
		fp = *argv == NULL || strcmp(*argv, "-") == 0 ? stdin :
		    fopen(*argv, "r");
		if (fp == NULL) {
			warn("%s", *argv);
			rval = 1;
			continue;
		}
		rval |= (unexpanding ? unexpand : expand)(fp,
		    fp == stdin ? "stdin" : *argv);
		if (fp != stdin)
			(void)fclose(fp);
	} while (*argv != NULL && *++argv != NULL);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static void
read_stops(const char *s)
{
	const char *p = s;
	unsigned long n;
	char *end;

	nstops = 0;
	do {
		n = isdigit((unsigned char)*p) ? strtoul(p, &end, 10) : 0;
		if (n == 0 || n > INT_MAX || (*end != '\0' && *end != ',' &&
		    !isblank((unsigned char)*end)))
			errx(1, "-t %s: bad tab stop", s);
		if (nstops == STOPS_MAX || (nstops > 0 &&
		    n <= stops[nstops - 1]))
			errx(1, "-t %s: too many tab stops, or not ascending",
			    s);
		stops[nstops++] = n;
		p = end + 1;
	} while (*end != '\0');
}

/*
 * The tab stop behind a column, or 0 behind the last.
 */
static size_t
next_stop(size_t column)
{
	size_t i;

	if (nstops == 1)
		return ((column / stops[0] + 1) * stops[0]);
	for (i = 0; i < nstops; i++)
		if (stops[i] > column)
			return (stops[i]);
	return (0);
}

/*
 * Where the column is behind an ordinary byte; all but the first of a
 * character take none.
 */
static size_t
advance(size_t column, int c)
{

	if (c == '\n' || c == '\r')
		return (0);
	if (c == '\b')
		return (column > 0 ? column - 1 : 0);
	return (column + ((c & 0xc0) != 0x80));
}

static int
done(FILE *fp, const char *name)
{

	if (ferror(stdout))
		err(1, "stdout");
	if (!ferror(fp))
		return (0);
	warn("%s", name);
	return (1);
}

static int
expand(FILE *fp, const char *name)
{
	size_t column = 0, stop;
	int c;

	while ((c = getc(fp)) != EOF) {
		if (c != '\t') {
			if (putchar(c) == EOF)
				break;
			column = advance(column, c);
			continue;
		}
		if ((stop = next_stop(column)) == 0)
			stop = column + 1;
		for (; column < stop; column++)
			(void)putchar(' ');
	}
	return (done(fp, name));
}

/*
 * Write the blanks between two columns with as many tabs as they make; a
 * single blank stays one, unless it was a tab.
 */
static void
put_blanks(size_t from, size_t to, bool tab)
{
	size_t stop;

	while ((tab || to - from > 1) &&
	    from < to && (stop = next_stop(from)) != 0 && stop <= to) {
		(void)putchar('\t');
		from = stop;
	}
	for (; from < to; from++)
		(void)putchar(' ');
}

static int
unexpand(FILE *fp, const char *name)
{
	size_t column = 0, begin = 0, stop;	/* blanks from begin wait */
	bool leading = true;
	int c;

	while ((c = getc(fp)) != EOF) {
		if (c == ' ' && (leading || aflag)) {
			column++;
			continue;
		}
		if (c == '\t' && (leading || aflag)) {
			if ((stop = next_stop(column)) != 0) {
				/* Blanks up to its stop go with it. */
				put_blanks(begin, stop, true);
				begin = column = stop;
				continue;
			}
		}
		put_blanks(begin, column, false);
		if (putchar(c) == EOF)
			break;
		column = advance(column, c);
		begin = column;
		leading = c == '\n' || (leading && c == '\b');
	}
	put_blanks(begin, column, false);
	return (done(fp, name));
}

static void
usage(void)
{

	(void)fprintf(stderr, unexpanding ?
	    "usage: unexpand [-a] [-t stops] [file ...]\n" :
	    "usage: expand [-t stops] [file ...]\n");
	exit(1);
}
