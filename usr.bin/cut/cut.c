/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cut: copy parts of each line.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

struct range {
	size_t	low, high;		/* from 1; both included */
};

static struct range	*ranges;
static size_t		 nranges;
static const char	*delim = "\t", *outdelim;
static size_t		 dlen = 1;
static bool		 bflag, cflag, fflag, nflag, sflag, wflag;

static int	cut(FILE *, const char *);
static void	list(char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	int ch, rval = 0;
	mbstate_t mbs;
	FILE *fp;

	while ((ch = getopt(argc, argv, "O:b:c:d:f:nsw")) != -1) {
		switch (ch) {
		case 'O':
			outdelim = optarg;
			break;
		case 'b':
			bflag = true;
			list(optarg);
			break;
		case 'c':
			cflag = true;
			list(optarg);
			break;
		case 'd':
			memset(&mbs, 0, sizeof(mbs));
			delim = optarg;
			dlen = mbrlen(delim, strlen(delim), &mbs);
			if (*delim == '\0' || dlen == (size_t)-1 ||
			    dlen == (size_t)-2 || delim[dlen] != '\0')
				errx(1, "bad delimiter: %s", delim);
			break;
		case 'f':
			fflag = true;
			list(optarg);
			break;
		case 'n':
			nflag = true;
			break;
		case 's':
			sflag = true;
			break;
		case 'w':
			wflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (bflag + cflag + fflag != 1 || (sflag && !fflag) ||
	    (nflag && !bflag) || (wflag && !fflag))
		usage();
	if (outdelim == NULL)
		outdelim = wflag ? "\t" : delim;
	do {
		fp = *argv == NULL || strcmp(*argv, "-") == 0 ? stdin :
		    fopen(*argv, "r");
		if (fp == NULL) {
			warn("%s", *argv);
			rval = 1;
			continue;
		}
		rval |= cut(fp, *argv);
		if (fp != stdin)
			(void)fclose(fp);
	} while (*argv != NULL && *++argv != NULL);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static int
compare(const void *av, const void *bv)
{
	const struct range *a = av, *b = bv;

	return ((a->low > b->low) - (a->low < b->low));
}

static size_t
position(const char *s, char **end)
{
	unsigned long n;

	n = isdigit((unsigned char)*s) ? strtoul(s, end, 10) : 0;
	if (n == 0)
		errx(1, "[-bcf] list: illegal list value");
	return (n);
}

/*
 * Parse n, n-, -m and n-m with commas or blanks; sort and join them.
 */
static void
list(char *s)
{
	struct range r;
	char *word, *end;
	size_t i, n;

	while ((word = strsep(&s, ", \t")) != NULL) {
		if (*word == '\0')
			continue;
		r.low = 1;
		end = word;
		if (*word != '-')
			r.low = position(word, &end);
		r.high = r.low;
		if (*end == '-') {
			r.high = SIZE_MAX;
			if (*++end != '\0')
				r.high = position(end, &end);
			else if (*word == '-')
				errx(1, "[-bcf] list: illegal list value");
		}
		if (*end != '\0' || r.low > r.high)
			errx(1, "[-bcf] list: illegal list value");
		ranges = reallocarray(ranges, nranges + 1, sizeof(r));
		if (ranges == NULL)
			err(1, NULL);
		ranges[nranges++] = r;
	}
	if (nranges == 0)
		errx(1, "[-bcf] list: illegal list value");
	qsort(ranges, nranges, sizeof(ranges[0]), compare);
	for (i = n = 0; i < nranges; i++) {
		if (n > 0 && ranges[i].low - 1 <= ranges[n - 1].high) {
			if (ranges[i].high > ranges[n - 1].high)
				ranges[n - 1].high = ranges[i].high;
		} else
			ranges[n++] = ranges[i];
	}
	nranges = n;
}

static void
cut_bytes(const char *line, size_t len)
{
	size_t high, i, low;

	for (i = 0; i < nranges && ranges[i].low <= len; i++) {
		low = ranges[i].low - 1;
		high = ranges[i].high < len ? ranges[i].high : len;
		if (nflag) {
			/* No part of a character: what ends inside counts. */
			while (low < len && ((unsigned char)line[low] &
			    0xc0) == 0x80)
				low++;
			while (high > low && high < len &&
			    ((unsigned char)line[high] & 0xc0) == 0x80)
				high--;
		}
		if (high > low)
			(void)fwrite(line + low, 1, high - low, stdout);
	}
}

static void
cut_chars(const char *line, size_t len)
{
	size_t at = 1, i = 0, n;
	mbstate_t mbs;

	memset(&mbs, 0, sizeof(mbs));
	for (; len > 0 && i < nranges; line += n, len -= n, at++) {
		n = mbrlen(line, len, &mbs);
		if (n == 0 || n == (size_t)-1 || n == (size_t)-2) {
			memset(&mbs, 0, sizeof(mbs));
			n = 1;
		}
		if (at > ranges[i].high)
			i++;
		if (i < nranges && at >= ranges[i].low)
			(void)fwrite(line, 1, n, stdout);
	}
}

/*
 * The end of the field at p, and where the next begins: NULL after the last.
 */
static const char *
field_end(const char *p, const char *end, const char **next)
{
	const char *q = p;

	if (wflag) {
		while (q < end && *q != ' ' && *q != '\t')
			q++;
		*next = q < end ? q : NULL;
		while (*next != NULL && *next < end &&
		    (**next == ' ' || **next == '\t'))
			(*next)++;
		return (q);
	}
	for (; q + dlen <= end; q++)
		if (memcmp(q, delim, dlen) == 0) {
			*next = q + dlen;
			return (q);
		}
	*next = NULL;
	return (end);
}

/*
 * Returns false when the line is to be left out (-s).
 */
static bool
cut_fields(const char *line, size_t len)
{
	const char *end = line + len, *p, *q, *next;
	size_t at = 1, i = 0;
	bool any = false;

	(void)field_end(line, end, &next);
	if (next == NULL) {
		if (!sflag)
			(void)fwrite(line, 1, len, stdout);
		return (!sflag);
	}
	for (p = line; p != NULL && i < nranges; p = next, at++) {
		q = field_end(p, end, &next);
		if (at > ranges[i].high)
			i++;
		if (i == nranges || at < ranges[i].low)
			continue;
		if (any)
			(void)fputs(outdelim, stdout);
		any = true;
		(void)fwrite(p, 1, (size_t)(q - p), stdout);
	}
	return (true);
}

static int
cut(FILE *fp, const char *name)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	bool print;

	while ((len = getline(&line, &size, fp)) > 0) {
		if (line[len - 1] == '\n')
			len--;
		print = true;
		if (bflag)
			cut_bytes(line, (size_t)len);
		else if (cflag)
			cut_chars(line, (size_t)len);
		else
			print = cut_fields(line, (size_t)len);
		if (print && putchar('\n') == EOF)
			err(1, "stdout");
	}
	free(line);
	if (ferror(fp)) {
		warn("%s", name != NULL ? name : "stdin");
		return (1);
	}
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: cut -b list [-n] [file ...]\n"
	    "       cut -c list [file ...]\n"
	    "       cut -f list [-s] [-w | -d delim] [-O string] "
	    "[file ...]\n");
	exit(1);
}
