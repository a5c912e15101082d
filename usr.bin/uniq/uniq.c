/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uniq: leave out lines that repeat the one before.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static bool		cflag, dflag, Dflag, iflag, uflag;
static long long	fields, chars;

static void	show(const char *, uintmax_t);
static void	usage(void) __dead2;

/*
 * Where the part of the line that is compared begins.
 */
static const char *
key(const char *s)
{
	long long n;

	for (n = fields; n > 0 && *s != '\0'; n--) {
		while (isblank((unsigned char)*s))
			s++;
		while (*s != '\0' && !isblank((unsigned char)*s))
			s++;
	}
	for (n = chars; n > 0 && *s != '\0'; n--)
		do {
			s++;
		} while (((unsigned char)*s & 0xc0) == 0x80);
	return (s);
}

static bool
equal(const char *a, const char *b)
{

	return ((iflag ? strcasecmp(key(a), key(b)) :
	    strcmp(key(a), key(b))) == 0);
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
read_line(char **line, size_t *size)
{
	ssize_t len;

	if ((len = getline(line, size, stdin)) <= 0)
		return (false);
	if ((*line)[len - 1] == '\n')
		(*line)[len - 1] = '\0';
	return (true);
}

int
main(int argc, char *argv[])
{
	char *prev = NULL, *cur = NULL, *tmp;
	size_t prevsize = 0, cursize = 0, t;
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

	if (read_line(&prev, &prevsize)) {
		while (read_line(&cur, &cursize)) {
			if (equal(prev, cur)) {
				if (Dflag) {
					if (repeats == 0)
						(void)puts(prev);
					(void)puts(cur);
				}
				repeats++;
				continue;
			}
			show(prev, repeats);
			repeats = 0;
			tmp = prev;
			prev = cur;
			cur = tmp;
			t = prevsize;
			prevsize = cursize;
			cursize = t;
		}
		show(prev, repeats);
	}
	if (ferror(stdin))
		err(1, "%s", argc > 0 ? argv[0] : "stdin");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
show(const char *line, uintmax_t repeats)
{

	if (Dflag || (dflag && repeats == 0) || (uflag && repeats > 0))
		return;
	if (cflag)
		(void)printf("%4ju ", repeats + 1);
	if (puts(line) == EOF)
		err(1, "stdout");
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: uniq [-c | -D | -d | -u] [-i] "
	    "[-f fields] [-s chars] [input [output]]\n");
	exit(1);
}
