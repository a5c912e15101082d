/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * od: the options of od as formats of hexdump.
 *
 * Every option that names a type is one of -t.  A row shows 16 bytes.  When
 * there are several types, each takes as many columns a byte as the widest
 * needs, so that what belongs together stands together.
 *
 * Tests: tests/usr.bin/t_od.sh
 */
#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hexdump.h"

#define	ROW	16

/* A type of -t: what is printed of how many bytes, and how wide. */
struct type {
	char	letter;			/* a c d f o u x */
	int	bytes, width;
};

static struct type	*types;
static size_t		 ntypes;
static char		 base = 'o';	/* of addresses, or n */

static void	usage(void) __dead2;

/* Options that stand for types. */
static const struct {
	char		option;
	const char	*type;
} shorthands[] = {
	{ 'a', "a" }, { 'b', "o1" }, { 'c', "c" }, { 'd', "u2" },
	{ 'e', "fD" }, { 'f', "fF" }, { 'h', "x2" }, { 'i', "dI" },
	{ 'l', "dL" }, { 'o', "o2" }, { 's', "d2" }, { 'x', "x2" },
	{ 'B', "o2" }, { 'D', "u4" }, { 'F', "fD" }, { 'H', "x4" },
	{ 'I', "dL" }, { 'L', "dL" }, { 'O', "o4" }, { 'X', "x4" },
};

/*
 * The columns that the values of so many bytes need.
 */
static int
width_of(char letter, int bytes)
{

	switch (letter) {
	case 'a':
	case 'c':
		return (3);
	case 'd':
		return (bytes == 1 ? 4 : bytes == 2 ? 6 : bytes == 4 ? 11 :
		    20);
	case 'f':
		return (bytes == 4 ? 14 : bytes == 8 ? 22 : 27);
	case 'o':
		return ((bytes * 8 + 2) / 3);
	case 'u':
		return (bytes == 1 ? 3 : bytes == 2 ? 5 : bytes == 4 ? 10 :
		    20);
	default:
		return (bytes * 2);
	}
}

/*
 * The size behind a letter: C S I L, F D L, or digits.
 */
static int
size_read(const char **sp, const char *types_, char letter)
{
	static const char names[] = "CSIL", floats[] = "FDL";
	static const int sizes[] = { 1, 2, 4, 8 }, fsizes[] = { 4, 8, 16 };
	const char *s = *sp, *hit;
	char *end;
	long n;

	if (letter == 'f' && *s != '\0' && (hit = strchr(floats, *s)) != NULL) {
		*sp = s + 1;
		return (fsizes[hit - floats]);
	}
	if (letter != 'f' && *s != '\0' && (hit = strchr(names, *s)) != NULL) {
		*sp = s + 1;
		return (sizes[hit - names]);
	}
	if (!isdigit((unsigned char)*s))
		return (letter == 'f' ? 8 : 4);
	n = strtol(s, &end, 10);
	if (letter == 'f' ? n != 4 && n != 8 && n != 16 :
	    n != 1 && n != 2 && n != 4 && n != 8)
		errx(1, "-t %s: no such size: %ld", types_, n);
	*sp = end;
	return ((int)n);
}

static void
add_types(const char *s)
{
	const char *whole = s;
	struct type *t;

	if (*s == '\0')
		errx(1, "-t: a type is missing");
	while (*s != '\0') {
		types = reallocarray(types, ntypes + 1, sizeof(*types));
		if (types == NULL)
			err(1, NULL);
		t = &types[ntypes++];
		t->letter = *s++;
		if (strchr("acdfoux", t->letter) == NULL)
			errx(1, "-t %s: unknown type: %c", whole, t->letter);
		t->bytes = t->letter == 'a' || t->letter == 'c' ? 1 :
		    size_read(&s, whole, t->letter);
		t->width = width_of(t->letter, t->bytes);
	}
}

static void
add_format(const struct type *t, int width, bool begins)
{
	char *fmt, conv[12], head[20] = "";

	switch (t->letter) {
	case 'a':
		(void)snprintf(conv, sizeof(conv), "3_u");
		break;
	case 'c':
		(void)snprintf(conv, sizeof(conv), "3_c");
		break;
	case 'd':
	case 'u':
		(void)snprintf(conv, sizeof(conv), "%d%c", t->width,
		    t->letter);
		break;
	case 'f':
		(void)snprintf(conv, sizeof(conv), "%d.%de", t->width,
		    t->bytes == 4 ? 7 : t->bytes == 8 ? 14 : 18);
		break;
	default:
		(void)snprintf(conv, sizeof(conv), "0%d.%d%c", t->width,
		    t->width, t->letter);
		break;
	}
	if (base != 'n' && begins)
		(void)snprintf(head, sizeof(head), "\"%%07.7_a%c\"", base);
	else if (base != 'n')
		(void)snprintf(head, sizeof(head), "\"%7s\"", "");
	if (asprintf(&fmt, "%s %d/%d \"%*s%%%s\" \"\n\"", head,
	    ROW / t->bytes, t->bytes, width - t->width, "", conv) < 0)
		err(1, NULL);
	format_add(fmt);
	free(fmt);
}

static void
add_formats(void)
{
	char last[20];
	size_t i;
	int n, scale = 0;

	if (ntypes == 0)
		add_types("o2");
	for (i = 0; i < ntypes; i++) {
		n = (types[i].width + types[i].bytes) / types[i].bytes;
		scale = n > scale ? n : scale;
	}
	if (base != 'n') {
		(void)snprintf(last, sizeof(last), "\"%%07.7_A%c\n\"", base);
		format_add(last);
	}
	for (i = 0; i < ntypes; i++)
		add_format(&types[i], ntypes == 1 ? types[i].width + 1 :
		    scale * types[i].bytes, i == 0);
}

/*
 * The historical operand [+]offset[.][b], octal unless there is a point or 0x
 * before it, which also choose the base of addresses.
 */
static void
read_offset(const char *operand)
{
	const char *s = operand + (*operand == '+');
	uintmax_t n;
	char *end;
	int radix = 8;

	if (strncmp(s, "0x", 2) == 0 || *s == 'x') {
		radix = 16;
		s += *s == 'x' ? 1 : 2;
	} else if (s[strspn(s, "0123456789")] == '.')
		radix = 10;
	if (!isxdigit((unsigned char)*s))
		errx(1, "%s: invalid offset", operand);
	n = strtoumax(s, &end, radix);
	if (radix == 10 && *end == '.')
		end++;
	if (*end == 'b' || *end == 'B') {
		if (n > INTMAX_MAX / 512)
			errx(1, "%s: invalid offset", operand);
		n *= 512;
		end++;
	}
	if (*end != '\0' || n > INTMAX_MAX)
		errx(1, "%s: invalid offset", operand);
	skip = n;
	base = radix == 16 ? 'x' : radix == 10 ? 'd' : 'o';
}

static void
add_shorthand(int ch)
{
	size_t i;

	for (i = 0; i < sizeof(shorthands) / sizeof(shorthands[0]); i++)
		if (shorthands[i].option == ch) {
			add_types(shorthands[i].type);
			return;
		}
	usage();
}

int
od_main(int argc, char *argv[])
{
	bool modern = false;
	char **last;
	int ch;

	odmode = true;
	while ((ch = getopt(argc, argv, "A:BDFHILN:OXabcdefhij:lost:vx")) !=
	    -1) {
		if (strchr("ANjt", ch) != NULL)
			modern = true;
		switch (ch) {
		case 'A':
			base = *optarg;
			if (base == '\0' || strchr("doxn", base) == NULL ||
			    optarg[1] != '\0')
				errx(1, "-A %s: not one of d, o, x and n",
				    optarg);
			break;
		case 'N':
			limit = count_read("-N", optarg);
			break;
		case 'j':
			skip = count_read("-j", optarg);
			break;
		case 't':
			add_types(optarg);
			break;
		case 'v':
			verbose = true;
			break;
		default:
			add_shorthand(ch);
			break;
		}
	}
	argc -= optind;
	argv += optind;
	last = &argv[argc - 1];
	if (!modern && ((argc == 1 && **last == '+' &&
	    isxdigit((unsigned char)(*last)[1])) || (argc == 2 &&
	    (**last == '+' || isdigit((unsigned char)**last))))) {
		read_offset(*last);
		*last = NULL;
	}
	add_formats();
	format_finish();
	return (display(argv));
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: od [-aBbcDdeFfHhIiLlOosvXx] [-A base] [-j skip] "
	    "[-N length] [-t type]\n"
	    "           [file ...]\n"
	    "       od [-aBbcDdeFfHhIiLlOosvXx] [file] [[+]offset[.][b]]\n");
	exit(1);
}
