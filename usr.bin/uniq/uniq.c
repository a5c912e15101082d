/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uniq: leave out lines that repeat the one before.
 *
 * Lines may hold any bytes, so they are compared and written by length.
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

static bool		cflag, dflag, Dflag, iflag, uflag;
static long long	fields, chars;

struct line {
	char	*s;
	size_t	 len, room;		/* len without the newline */
};

static void	put(const struct line *);
static void	show(const struct line *, uintmax_t);
static void	usage(void) __dead2;

/*
 * Where the part of the line that is compared begins.
 */
static const char *
key(const struct line *l, size_t *len)
{
	const char *s = l->s, *end = s + l->len;
	long long n;

	for (n = fields; n > 0 && s < end; n--) {
		while (s < end && isblank((unsigned char)*s))
			s++;
		while (s < end && !isblank((unsigned char)*s))
			s++;
	}
	for (n = chars; n > 0 && s < end; n--)
		do {
			s++;
		} while (s < end && ((unsigned char)*s & 0xc0) == 0x80);
	*len = (size_t)(end - s);
	return (s);
}

static bool
equal(const struct line *a, const struct line *b)
{
	const char *s, *t;
	size_t i, n, m;

	s = key(a, &n);
	t = key(b, &m);
	if (n != m)
		return (false);
	if (!iflag)
		return (memcmp(s, t, n) == 0);
	for (i = 0; i < n; i++)
		if (tolower((unsigned char)s[i]) !=
		    tolower((unsigned char)t[i]))
			return (false);
	return (true);
}

static long long
number(const char *name, const char *s)
{
	const char *errstr;
	long long n;

	n = strtonum(s, 0, LLONG_MAX, &errstr);
	if (errstr != NULL)
		errx(1, "%s %s: %s", name, s, errstr);
	return (n);
}

static bool
read_line(struct line *l)
{
	ssize_t len;

	if ((len = getline(&l->s, &l->room, stdin)) <= 0)
		return (false);
	l->len = (size_t)len - (l->s[len - 1] == '\n');
	return (true);
}

int
main(int argc, char *argv[])
{
	struct line prev = { NULL, 0, 0 }, cur = { NULL, 0, 0 }, swap;
	uintmax_t repeats = 0;
	int ch;

	while ((ch = getopt(argc, argv, "Dcdf:is:u")) != -1) {
		switch (ch) {
		case 'D':
			Dflag = true;
			break;
		case 'c':
			cflag = true;
			break;
		case 'd':
			dflag = true;
			break;
		case 'f':
			fields = number("-f", optarg);
			break;
		case 'i':
			iflag = true;
			break;
		case 's':
			chars = number("-s", optarg);
			break;
		case 'u':
			uflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc > 2 || (Dflag && (cflag || uflag || dflag)))
		usage();
	if (argc > 0 && strcmp(argv[0], "-") != 0 &&
	    freopen(argv[0], "r", stdin) == NULL)
		err(1, "%s", argv[0]);
	if (argc > 1 && strcmp(argv[1], "-") != 0 &&
	    freopen(argv[1], "w", stdout) == NULL)
		err(1, "%s", argv[1]);

	if (read_line(&prev)) {
		while (read_line(&cur)) {
			if (equal(&prev, &cur)) {
				if (Dflag) {
					if (repeats == 0)
						put(&prev);
					put(&cur);
				}
				repeats++;
				continue;
			}
			show(&prev, repeats);
			repeats = 0;
			swap = prev;
			prev = cur;
			cur = swap;
		}
		show(&prev, repeats);
	}
	if (ferror(stdin))
		err(1, "%s", argc > 0 ? argv[0] : "stdin");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
put(const struct line *l)
{

	if (fwrite(l->s, 1, l->len, stdout) != l->len || putchar('\n') == EOF)
		err(1, "stdout");
}

static void
show(const struct line *l, uintmax_t repeats)
{

	if (Dflag || (dflag && repeats == 0) || (uflag && repeats > 0))
		return;
	if (cflag)
		(void)printf("%4ju ", repeats + 1);
	put(l);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: uniq [-c | -D | -d | -u] [-i] "
	    "[-f fields] [-s chars] [input [output]]\n");
	exit(1);
}
