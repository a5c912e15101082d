/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cmp: compare two files byte by byte.
 */

#include <err.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	bflag, lflag, sflag;

static FILE	*open_at(const char *, const char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	uintmax_t byte = 1, limit = 0, line = 1;
	bool differ = false;
	FILE *f1, *f2;
	char *end;
	int c1 = EOF, c2 = EOF, ch;

	while ((ch = getopt(argc, argv, "bln:s")) != -1) {
		switch (ch) {
		case 'b':
			bflag = true;
			break;
		case 'l':
			lflag = true;
			break;
		case 'n':
			limit = strtoumax(optarg, &end, 0);
			if (end == optarg || *end != '\0' || limit == 0)
				errx(2, "-n %s: not a number", optarg);
			break;
		case 's':
			sflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 2 || argc > 4 || (lflag && sflag))
		usage();
	f1 = open_at(argv[0], argc > 2 ? argv[2] : "0");
	f2 = open_at(argv[1], argc > 3 ? argv[3] : "0");
	if (f1 == f2)
		errx(2, "only one file can be the standard input");

	for (;; byte++) {
		if (limit != 0 && byte > limit)
			break;
		c1 = getc(f1);
		c2 = getc(f2);
		if (c1 == EOF || c2 == EOF)
			break;
		if (c1 != c2) {
			differ = true;
			if (sflag)
				return (1);
			if (!lflag) {
				(void)printf("%s %s differ: char %ju, line "
				    "%ju", argv[0], argv[1], byte, line);
				if (bflag)
					(void)printf(" is %3o %3o", c1, c2);
				(void)putchar('\n');
				goto out;
			}
			(void)printf("%6ju %3o %3o\n", byte, c1, c2);
			if (ferror(stdout))
				goto out;
		}
		if (c1 == '\n')
			line++;
	}
	if (ferror(f1))
		err(2, "%s", argv[0]);
	if (ferror(f2))
		err(2, "%s", argv[1]);
	if ((limit == 0 || byte <= limit) && c1 != c2) {
		if (!sflag)
			warnx("EOF on %s", c1 == EOF ? argv[0] : argv[1]);
		differ = true;
	}
out:
	if (fclose(stdout) != 0)
		err(2, "stdout");
	return (differ);
}

/*
 * Open a file and pass over its first bytes, as far as there are any.
 */
static FILE *
open_at(const char *name, const char *skip)
{
	uintmax_t n;
	char *end;
	FILE *fp;

	n = strtoumax(skip, &end, 0);
	if (end == skip || *end != '\0')
		errx(2, "%s: not a number", skip);
	fp = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	if (fp == NULL) {
		if (sflag)
			exit(2);
		err(2, "%s", name);
	}
	while (n > 0 && getc(fp) != EOF)
		n--;
	return (fp);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: cmp [-l | -s] [-b] [-n number] file1 file2 "
	    "[skip1 [skip2]]\n");
	exit(2);
}
