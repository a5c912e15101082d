/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * paste: join the lines of files side by side, or of each file in a row.
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct input {
	const char	*name;
	FILE		*fp;		/* NULL behind the end */
};

static char	*delims;		/* a NUL in it stands for nothing */
static size_t	 ndelims;

static void	parallel(struct input *, int);
static int	serial(char **);
static void	usage(void) __dead2;

/*
 * Decode the list of delimiters in place.
 */
static void
read_delims(char *s)
{

	delims = s;
	for (; *s != '\0'; s++) {
		if (*s == '\\' && s[1] != '\0') {
			s++;
			delims[ndelims++] = *s == 'n' ? '\n' :
			    *s == 't' ? '\t' : *s == '0' ? '\0' : *s;
		} else
			delims[ndelims++] = *s;
	}
	if (ndelims == 0)
		ndelims = 1;		/* the NUL */
}

static void
put_delim(size_t n)
{
	char c = delims[n % ndelims];

	if (c != '\0')
		(void)putchar(c);
}

static FILE *
input_open(const char *name)
{

	return (strcmp(name, "-") == 0 ? stdin : fopen(name, "r"));
}

static int
input_close(FILE *fp, const char *name)
{
	int rval = 0;

	if (ferror(fp)) {
		warn("%s", name);
		rval = 1;
	}
	if (fp != stdin)
		(void)fclose(fp);
	return (rval);
}

int
main(int argc, char *argv[])
{
	static char tab[] = "\t", dash[] = "-", *none[] = { dash, NULL };
	struct input *in;
	bool sflag = false;
	int ch, i, rval = 0;

	delims = tab;
	ndelims = 1;
	while ((ch = getopt(argc, argv, "d:s")) != -1) {
		switch (ch) {
		case 'd':
			ndelims = 0;
			read_delims(optarg);
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
	if (argc == 0) {
		argc = 1;
		argv = none;
	}
	if (sflag)
		rval = serial(argv);
	else {
		if ((in = calloc((size_t)argc, sizeof(*in))) == NULL)
			err(1, NULL);
		for (i = 0; i < argc; i++) {
			in[i].name = argv[i];
			if ((in[i].fp = input_open(argv[i])) == NULL)
				err(1, "%s", argv[i]);
		}
		parallel(in, argc);
		free(in);
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * Copy a line without its newline; false at the end of the file.
 */
static bool
copy_line(struct input *in)
{
	int c;

	if (in->fp == NULL)
		return (false);
	if ((c = getc(in->fp)) == EOF) {
		if (input_close(in->fp, in->name) != 0)
			exit(1);
		in->fp = NULL;
		return (false);
	}
	for (; c != EOF && c != '\n'; c = getc(in->fp))
		if (putchar(c) == EOF)
			err(1, "stdout");
	return (true);
}

/*
 * A row is begun only when some file has a line left.
 */
static bool
any_left(struct input *in, int n)
{
	int c, i;

	for (i = 0; i < n; i++)
		if (in[i].fp != NULL && (c = getc(in[i].fp)) != EOF) {
			(void)ungetc(c, in[i].fp);
			return (true);
		}
	return (false);
}

static void
parallel(struct input *in, int n)
{
	int i;

	while (any_left(in, n)) {
		for (i = 0; i < n; i++) {
			if (i > 0)
				put_delim((size_t)i - 1);
			(void)copy_line(&in[i]);
		}
		if (putchar('\n') == EOF)
			err(1, "stdout");
	}
	for (i = 0; i < n; i++)
		if (in[i].fp != NULL && input_close(in[i].fp, in[i].name) != 0)
			exit(1);
}

static int
serial(char **names)
{
	size_t n;
	FILE *fp;
	int c, rval = 0;

	for (; *names != NULL; names++) {
		if ((fp = input_open(*names)) == NULL) {
			warn("%s", *names);
			rval = 1;
			continue;
		}
		/* The newline of the last line is the row's. */
		for (n = 0; (c = getc(fp)) != EOF;) {
			if (c != '\n') {
				(void)putchar(c);
				continue;
			}
			if ((c = getc(fp)) == EOF)
				break;
			(void)ungetc(c, fp);
			put_delim(n++);
		}
		rval |= input_close(fp, *names);
		if (putchar('\n') == EOF)
			err(1, "stdout");
	}
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: paste [-s] [-d list] [file ...]\n");
	exit(1);
}
