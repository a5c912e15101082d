/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * head: copy the first lines or bytes of files.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <libutil.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long long	count_option(int, const char *);
static int	head(FILE *, const char *, long long, bool);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool bytes = false, quiet = false, verbose = false, many;
	const char *errstr, *name;
	long long count = 10;
	int ch, rval = 0, shown = 0;
	FILE *fp;

	/* The historical -number. */
	if (argc > 1 && argv[1][0] == '-' &&
	    isdigit((unsigned char)argv[1][1])) {
		count = strtonum(argv[1] + 1, 1, LLONG_MAX, &errstr);
		if (errstr != NULL)
			errx(1, "%s: %s", argv[1], errstr);
		argc--;
		argv++;
	}
	while ((ch = getopt(argc, argv, "c:n:qv")) != -1) {
		switch (ch) {
		case 'c':
		case 'n':
			bytes = ch == 'c';
			count = count_option(ch, optarg);
			break;
		case 'q':
			quiet = true;
			verbose = false;
			break;
		case 'v':
			verbose = true;
			quiet = false;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	many = argc > 1;
	do {
		name = *argv == NULL || strcmp(*argv, "-") == 0 ? "stdin" :
		    *argv;
		fp = name != *argv ? stdin : fopen(*argv, "r");
		if (fp == NULL) {
			warn("%s", name);
			rval = 1;
			continue;
		}
		if (verbose || (many && !quiet))
			(void)printf("%s==> %s <==\n",
			    shown++ > 0 ? "\n" : "", name);
		rval |= head(fp, name, count, bytes);
		if (fp != stdin)
			(void)fclose(fp);
	} while (*argv != NULL && *++argv != NULL);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * A decimal number, or one with a suffix.
 */
static long long
count_option(int option, const char *s)
{
	const char *errstr;
	long long count = 0;
	uint64_t n;

	if (*s != '\0' && isalpha((unsigned char)s[strlen(s) - 1])) {
		errstr = expand_number(s, &n) != 0 ? strerror(errno) :
		    n > LLONG_MAX ? strerror(ERANGE) : NULL;
		if (errstr == NULL)
			count = (long long)n;
	} else
		count = strtonum(s, 0, LLONG_MAX, &errstr);
	if (errstr != NULL)
		errx(1, "-%c %s: %s", option, s, errstr);
	return (count);
}

static int
head(FILE *fp, const char *name, long long count, bool bytes)
{
	int c;

	while (count > 0 && (c = getc(fp)) != EOF) {
		if (putchar(c) == EOF)
			err(1, "stdout");
		if (bytes || c == '\n')
			count--;
	}
	if (ferror(fp)) {
		warn("%s", name);
		return (1);
	}
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: head [-qv] [-n lines | -c bytes] [file ...]\n");
	exit(1);
}
