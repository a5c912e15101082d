/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * nl: number lines.
 *
 * A line of delimiters alone begins a part of a page: three pairs the head, two
 * the body, one the foot.
 */
#include <err.h>
#include <inttypes.h>
#include <limits.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum part { HEAD, BODY, FOOT };

/* Lines of a part that have numbers: a all, t with text, n none, p matching. */
struct style {
	char	kind;
	regex_t	re;
};

static struct style	 styles[3] = { { .kind = 'n' }, { .kind = 't' },
			     { .kind = 'n' } };
static char		 delim[2 * MB_LEN_MAX + 1] = "\\:";
static intmax_t		 number = 1, first = 1, increment = 1;
static intmax_t		 blanks = 1, nblank;	/* -l, and those in a row */
static int		 width = 6;
static char		 align = 'r';	/* l, r, z */
static const char	*separator = "\t";
static bool		 keep;		/* -p */
static enum part	 part = BODY;

static int	nl(FILE *, const char *);
static void	usage(void) __dead2;

static intmax_t
number_read(int option, const char *s, intmax_t low)
{
	const char *errstr;
	intmax_t n;

	n = strtonum(s, low, INT_MAX, &errstr);
	if (errstr != NULL)
		errx(1, "-%c %s: %s", option, s, errstr);
	return (n);
}

static void
style_read(int option, struct style *st, const char *s)
{
	char message[128];
	int error;

	if (*s == '\0' || strchr("antp", *s) == NULL ||
	    (*s != 'p' && s[1] != '\0'))
		errx(1, "-%c %s: not one of a, t, n and pBRE", option, s);
	st->kind = *s;
	if (*s != 'p')
		return;
	if ((error = regcomp(&st->re, s + 1, REG_NOSUB)) != 0) {
		(void)regerror(error, &st->re, message, sizeof(message));
		errx(1, "%s: %s", s + 1, message);
	}
}

static void
align_read(const char *s)
{

	if (strcmp(s, "ln") == 0)
		align = 'l';
	else if (strcmp(s, "rn") == 0)
		align = 'r';
	else if (strcmp(s, "rz") == 0)
		align = 'z';
	else
		errx(1, "-n %s: not one of ln, rn and rz", s);
}

static void
delim_read(const char *s)
{

	if (*s == '\0' || strlen(s) > 2)
		errx(1, "-d %s: not one or two characters", s);
	delim[0] = s[0];
	if (s[1] != '\0')
		delim[1] = s[1];
}

static void
options(int argc, char *argv[])
{
	int ch;

	while ((ch = getopt(argc, argv, "b:d:f:h:i:l:n:ps:v:w:")) != -1) {
		switch (ch) {
		case 'b':
			style_read(ch, &styles[BODY], optarg);
			break;
		case 'd':
			delim_read(optarg);
			break;
		case 'f':
			style_read(ch, &styles[FOOT], optarg);
			break;
		case 'h':
			style_read(ch, &styles[HEAD], optarg);
			break;
		case 'i':
			increment = number_read(ch, optarg, INT_MIN);
			break;
		case 'l':
			blanks = number_read(ch, optarg, 1);
			break;
		case 'n':
			align_read(optarg);
			break;
		case 'p':
			keep = true;
			break;
		case 's':
			separator = optarg;
			break;
		case 'v':
			number = first = number_read(ch, optarg, INT_MIN);
			break;
		case 'w':
			width = (int)number_read(ch, optarg, 1);
			break;
		default:
			usage();
		}
	}
}

int
main(int argc, char *argv[])
{
	FILE *fp = stdin;
	int rval;

	options(argc, argv);
	argc -= optind;
	argv += optind;
	if (argc > 1)
		usage();
	if (argc == 1 && strcmp(*argv, "-") != 0 &&
	    (fp = fopen(*argv, "r")) == NULL)
		err(1, "%s", *argv);
	rval = nl(fp, fp == stdin ? "stdin" : *argv);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * Is the line a delimiter of parts?  Then that part has begun.
 */
static bool
begins_part(const char *line, size_t len)
{
	size_t i;

	if (len != 2 && len != 4 && len != 6)
		return (false);
	for (i = 0; i < len; i++)
		if (line[i] != delim[i % 2])
			return (false);
	part = len == 6 ? HEAD : len == 4 ? BODY : FOOT;
	if (part == HEAD && !keep)
		number = first;
	return (true);
}

static bool
numbered(const char *line, size_t len)
{
	const struct style *st = &styles[part];

	switch (st->kind) {
	case 'a':
		if (len > 0) {
			nblank = 0;
			return (true);
		}
		if (++nblank < blanks)
			return (false);
		nblank = 0;
		return (true);
	case 't':
		return (len > 0);
	case 'p':
		return (regexec(&st->re, line, 0, NULL, 0) == 0);
	default:
		return (false);
	}
}

static void
put_number(void)
{

	if (align == 'l')
		(void)printf("%-*jd%s", width, number, separator);
	else if (align == 'z')
		(void)printf("%0*jd%s", width, number, separator);
	else
		(void)printf("%*jd%s", width, number, separator);
	number += increment;
}

static int
nl(FILE *fp, const char *name)
{
	char *line = NULL;
	size_t len, room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, fp)) > 0) {
		len = (size_t)n - (line[n - 1] == '\n');
		line[len] = '\0';
		if (begins_part(line, len))
			len = 0;
		else if (numbered(line, len))
			put_number();
		else
			(void)printf("%*s", width + (int)strlen(separator), "");
		(void)fwrite(line, 1, len, stdout);
		if (putchar('\n') == EOF)
			err(1, "stdout");
	}
	free(line);
	if (ferror(fp)) {
		warn("%s", name);
		return (1);
	}
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: nl [-p] [-b type] [-d delim] [-f type] "
	    "[-h type] [-i increment]\n"
	    "          [-l number] [-n format] [-s separator] [-v first] "
	    "[-w width] [file]\n");
	exit(1);
}
