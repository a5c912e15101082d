/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cat: copy files to the standard output.
 *
 * Without options the bytes are moved as they are in large pieces; -b, -e, -n,
 * -s, -t and -v read by characters.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	BUFSIZE	65536

static bool	bflag, eflag, nflag, sflag, tflag, vflag;
static int	rval;

/* Where a formatted copy stands, across files. */
static unsigned long	line;
static bool		at_start = true;
static int		newlines;	/* in a row, for -s */

static void	cat(const char *, int);
static void	cat_formatted(const char *, int);
static bool	is_output(int);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool formatted;
	int ch, fd;

	while ((ch = getopt(argc, argv, "benstuv")) != -1) {
		switch (ch) {
		case 'b':
			bflag = nflag = true;
			break;
		case 'e':
			eflag = vflag = true;
			break;
		case 'n':
			nflag = true;
			break;
		case 's':
			sflag = true;
			break;
		case 't':
			tflag = vflag = true;
			break;
		case 'u':		/* output is never delayed */
			break;
		case 'v':
			vflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	formatted = nflag || sflag || vflag;
	do {
		fd = STDIN_FILENO;
		if (*argv != NULL && strcmp(*argv, "-") != 0 &&
		    (fd = open(*argv, O_RDONLY)) < 0) {
			warn("%s", *argv);
			rval = 1;
			continue;
		}
		if (is_output(fd)) {
			warnx("%s: input file is output file",
			    *argv != NULL ? *argv : "stdin");
			rval = 1;
		} else if (formatted)
			cat_formatted(*argv, fd);
		else
			cat(*argv, fd);
		if (fd != STDIN_FILENO)
			(void)close(fd);
	} while (*argv != NULL && *++argv != NULL);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * Would copying fd never end, as it feeds itself?
 */
static bool
is_output(int fd)
{
	struct stat in, out;

	return (fstat(fd, &in) == 0 && fstat(STDOUT_FILENO, &out) == 0 &&
	    S_ISREG(in.st_mode) && in.st_dev == out.st_dev &&
	    in.st_ino == out.st_ino && in.st_size > 0 &&
	    lseek(fd, 0, SEEK_CUR) < in.st_size);
}

static void
cat(const char *name, int fd)
{
	static char buf[BUFSIZE];
	ssize_t n, off, w;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		for (off = 0; off < n; off += w)
			if ((w = write(STDOUT_FILENO, buf + off,
			    (size_t)(n - off))) < 0)
				err(1, "stdout");
	if (n < 0) {
		warn("%s", name != NULL ? name : "stdin");
		rval = 1;
	}
}

static void
put_visible(int c)
{

	if (c >= 0x80) {
		(void)fputs("M-", stdout);
		c &= 0x7f;
	}
	if (iscntrl(c)) {
		(void)putchar('^');
		c ^= 0x40;
	}
	(void)putchar(c);
}

static void
cat_formatted(const char *name, int fd)
{
	FILE *fp;
	int c;

	fp = fd == STDIN_FILENO ? stdin : fdopen(dup(fd), "r");
	if (fp == NULL)
		err(1, "%s", name != NULL ? name : "stdin");
	while ((c = getc(fp)) != EOF) {
		if (at_start) {
			newlines = c == '\n' ? newlines + 1 : 0;
			if (sflag && newlines > 1)
				continue;
			if (nflag && !(bflag && c == '\n'))
				(void)printf("%6lu\t", ++line);
		}
		at_start = c == '\n';
		if (c == '\n') {
			if (eflag)
				(void)putchar('$');
			(void)putchar(c);
		} else if (vflag && (c != '\t' || tflag))
			put_visible(c);
		else
			(void)putchar(c);
		if (ferror(stdout))
			err(1, "stdout");
	}
	if (ferror(fp)) {
		warn("%s", name != NULL ? name : "stdin");
		rval = 1;
	}
	if (fp != stdin)
		(void)fclose(fp);
	else
		clearerr(fp);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: cat [-benstuv] [file ...]\n");
	exit(1);
}
