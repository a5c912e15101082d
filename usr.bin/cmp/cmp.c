/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cmp: compare two files byte by byte.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	bflag, lflag, sflag, xflag, zflag;

static FILE	*open_at(const char *, const char *);
static bool	sizes_differ(FILE *, FILE *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	uintmax_t byte = 1, limit = 0, line = 1;
	bool differ = false;
	FILE *f1, *f2;
	const char *skip1 = "0", *skip2 = "0";
	char *end;
	int c1 = EOF, c2 = EOF, ch;

	while ((ch = getopt(argc, argv, "bi:ln:sxz")) != -1) {
		switch (ch) {
		case 'b':
			bflag = true;
			break;
		case 'i':
			skip1 = skip2 = optarg;
			if ((end = strchr(optarg, ':')) != NULL) {
				*end = '\0';
				skip2 = end + 1;
			}
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
		case 'x':
			lflag = xflag = true;
			break;
		case 'z':
			zflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 2 || argc > 4 || (lflag && sflag))
		usage();
	f1 = open_at(argv[0], argc > 2 ? argv[2] : skip1);
	f2 = open_at(argv[1], argc > 3 ? argv[3] : skip2);
	if (f1 == f2)
		errx(2, "only one file can be the standard input");
	if (zflag && sizes_differ(f1, f2)) {
		if (!sflag)
			(void)printf("%s %s differ: size\n", argv[0], argv[1]);
		differ = true;
		goto out;
	}

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
			if (xflag)
				(void)printf("%08jx %02x %02x\n", byte - 1,
				    c1, c2);
			else
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

/*
 * -z: regular files of unequal sizes need not be read.
 */
static bool
sizes_differ(FILE *f1, FILE *f2)
{
	struct stat s1, s2;

	return (fstat(fileno(f1), &s1) == 0 && fstat(fileno(f2), &s2) == 0 &&
	    S_ISREG(s1.st_mode) && S_ISREG(s2.st_mode) &&
	    s1.st_size != s2.st_size);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: cmp [-l | -s | -x] [-bz] [-i skip1[:skip2]] [-n number] "
	    "file1 file2\n"
	    "           [skip1 [skip2]]\n");
	exit(2);
}
