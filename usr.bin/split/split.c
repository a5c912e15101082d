/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * split: cut a file into pieces.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <fcntl.h>
#include <libutil.h>
#include <limits.h>
#include <regex.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char	*prefix = "x";
static int		 suffix = 2;	/* its length */
static bool		 dflag;		/* digits in it */
static uintmax_t	 piece;
static FILE		*out;
static char		 outname[PATH_MAX];

static void	split_bytes(FILE *, uint64_t);
static void	split_chunks(FILE *, uint64_t);
static void	split_lines(FILE *, uint64_t);
static void	split_pattern(FILE *, const char *);
static void	usage(void) __dead2;

static void
mode_set(int *mode, int ch)
{

	if (*mode != 0)
		usage();
	*mode = ch;
}

static uint64_t
number(int option, const char *s)
{
	uint64_t n;

	if (*s == '-' || expand_number(s, &n) != 0 || n == 0)
		errx(1, "-%c %s: not a number above 0", option, s);
	return (n);
}

int
main(int argc, char *argv[])
{
	const char *name = "stdin", *pattern = NULL, *errstr;
	FILE *fp = stdin;
	uint64_t n = 1000;
	int ch, mode = 0;

	while ((ch = getopt(argc, argv, "a:b:dl:n:p:")) != -1) {
		switch (ch) {
		case 'a':
			suffix = (int)strtonum(optarg, 1, NAME_MAX, &errstr);
			if (errstr != NULL)
				errx(1, "-a %s: %s", optarg, errstr);
			break;
		case 'b':
		case 'l':
		case 'n':
			mode_set(&mode, ch);
			n = number(ch, optarg);
			break;
		case 'd':
			dflag = true;
			break;
		case 'p':
			mode_set(&mode, ch);
			pattern = optarg;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc > 2)
		usage();
	if (argc > 0 && strcmp(argv[0], "-") != 0) {
		name = argv[0];
		if ((fp = fopen(name, "r")) == NULL)
			err(1, "%s", name);
	}
	if (argc > 1)
		prefix = argv[1];
	switch (mode) {
	case 'b':
		split_bytes(fp, n);
		break;
	case 'n':
		split_chunks(fp, n);
		break;
	case 'p':
		split_pattern(fp, pattern);
		break;
	default:
		split_lines(fp, n);
		break;
	}
	if (ferror(fp))
		err(1, "%s", name);
	return (0);
}

static void
piece_end(void)
{

	if (out != NULL && fclose(out) != 0)
		err(1, "%s", outname);
	out = NULL;
}

/*
 * End the piece, if there is one, and begin the next.
 */
static void
piece_begin(void)
{
	const unsigned base = dflag ? 10 : 26;
	uintmax_t n = piece++;
	size_t len = strlen(prefix);
	int i;

	piece_end();
	if (len + (size_t)suffix >= sizeof(outname))
		errx(1, "%s: name is too long", prefix);
	(void)memcpy(outname, prefix, len);
	for (i = suffix; i-- > 0; n /= base)
		outname[len + (size_t)i] = (char)((dflag ? '0' : 'a') +
		    (int)(n % base));
	outname[len + (size_t)suffix] = '\0';
	if (n > 0)
		errx(1, "too many pieces for a suffix of %d", suffix);
	if ((out = fopen(outname, "w")) == NULL)
		err(1, "%s", outname);
}

static void
put(const char *s, size_t len)
{

	if (fwrite(s, 1, len, out) != len)
		err(1, "%s", outname);
}

static void
split_bytes(FILE *fp, uint64_t size)
{
	static char buf[65536];
	uint64_t left = 0;
	size_t n;

	for (;;) {
		n = left == 0 || left > sizeof(buf) ? sizeof(buf) :
		    (size_t)left;
		if (left == 0 && size < n)
			n = (size_t)size;
		if ((n = fread(buf, 1, n, fp)) == 0)
			break;
		if (left == 0) {
			piece_begin();
			left = size;
		}
		put(buf, n);
		left -= n;
	}
	piece_end();
}

/*
 * As many pieces of the same size, of which the last takes what is over.
 */
static void
split_chunks(FILE *fp, uint64_t count)
{
	struct stat st;
	uint64_t i, n, size;
	int c;

	if (fstat(fileno(fp), &st) != 0 || !S_ISREG(st.st_mode))
		errx(1, "-n needs a regular file");
	if ((size = (uint64_t)st.st_size / count) == 0)
		errx(1, "the file is too small for %ju pieces",
		    (uintmax_t)count);
	for (i = 0; i < count; i++) {
		piece_begin();
		for (n = 0; (i + 1 == count || n < size) &&
		    (c = getc(fp)) != EOF; n++)
			(void)putc(c, out);
		if (ferror(out))
			err(1, "%s", outname);
	}
	piece_end();
}

static void
split_lines(FILE *fp, uint64_t lines)
{
	char *line = NULL;
	uint64_t n = 0;
	size_t room = 0;
	ssize_t len;

	for (; (len = getline(&line, &room, fp)) > 0; n++) {
		if (n % lines == 0)
			piece_begin();
		put(line, (size_t)len);
	}
	free(line);
	piece_end();
}

/*
 * A line that matches begins a piece.
 */
static void
split_pattern(FILE *fp, const char *pattern)
{
	char *line = NULL, message[128];
	size_t room = 0;
	regmatch_t m;
	regex_t re;
	ssize_t len;
	int error;

	if ((error = regcomp(&re, pattern, REG_EXTENDED)) != 0) {
		(void)regerror(error, &re, message, sizeof(message));
		errx(1, "%s: %s", pattern, message);
	}
	while ((len = getline(&line, &room, fp)) > 0) {
		m.rm_so = 0;
		m.rm_eo = len - (line[len - 1] == '\n');
		if (out == NULL || regexec(&re, line, 1, &m,
		    REG_STARTEND) == 0)
			piece_begin();
		put(line, (size_t)len);
	}
	free(line);
	regfree(&re);
	piece_end();
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: split [-d] [-a length] [-b size | "
	    "-l lines | -n pieces | -p pattern]\n"
	    "             [file [prefix]]\n");
	exit(1);
}
