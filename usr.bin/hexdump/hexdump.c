/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hexdump: show files in hexadecimal, octal, decimal or ASCII.
 *
 * One program with three names.  The options of hexdump and of od are turned
 * into format strings; format.c parses these, display.c applies them to the
 * input.  As hd, hexdump has -C set.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hexdump.h"

uintmax_t	skip, limit = UINTMAX_MAX;
bool		verbose, odmode;

static void	usage(void) __dead2;

/* The formats that have a letter of their own. */
static const struct {
	int		 letter;
	const char	*format, *more;
} canned[] = {
	{ 'C', "\"%08.8_ax  \" 8/1 \"%02x \" \"  \" 8/1 \"%02x \"",
	    "\"  |\" 16/1 \"%_p\" \"|\n\"" },
	{ 'b', "\"%07.7_ax \" 16/1 \"%03o \" \"\n\"", NULL },
	{ 'c', "\"%07.7_ax \" 16/1 \"%3_c \" \"\n\"", NULL },
	{ 'd', "\"%07.7_ax \" 8/2 \"  %05u \" \"\n\"", NULL },
	{ 'o', "\"%07.7_ax \" 8/2 \" %06o \" \"\n\"", NULL },
	{ 'x', "\"%07.7_ax \" 8/2 \"   %04x \" \"\n\"", NULL },
	{ 0, "\"%07.7_ax \" 8/2 \"%04x \" \"\n\"", NULL },
};

static void
add_canned(int letter)
{
	size_t i;

	for (i = 0; canned[i].letter != letter; i++)
		continue;
	format_add(letter == 'C' ? "\"%08.8_Ax\n\"" : "\"%07.7_Ax\n\"");
	format_add(canned[i].format);
	if (canned[i].more != NULL)
		format_add(canned[i].more);
}

/*
 * A number with an optional suffix: b for 512, k for 1024, m and g.  Behind 0x
 * a b is a digit.
 */
uintmax_t
count_read(const char *option, const char *s)
{
	uintmax_t n, unit = 1;
	char *end;

	errno = 0;
	n = isdigit((unsigned char)*s) ? strtoumax(s, &end, 0) : 0;
	if (!isdigit((unsigned char)*s) || errno != 0)
		errx(1, "%s %s: invalid number", option, s);
	switch (*end) {
	case 'b': unit = 512; break;
	case 'K': case 'k': unit = 1024; break;
	case 'M': case 'm': unit = 1024 * 1024; break;
	case 'G': case 'g': unit = 1024 * 1024 * 1024; break;
	default: break;
	}
	if (end[unit != 1] != '\0' || n > INTMAX_MAX / unit)
		errx(1, "%s %s: invalid number", option, s);
	return (n * unit);
}

int
main(int argc, char *argv[])
{
	const char *name = getprogname();
	int ch;

	if (strcmp(name, "od") == 0)
		return (od_main(argc, argv));
	if (strcmp(name, "hd") == 0)
		add_canned('C');
	while ((ch = getopt(argc, argv, "Cbcde:f:n:os:vx")) != -1) {
		switch (ch) {
		case 'C':
		case 'b':
		case 'c':
		case 'd':
		case 'o':
		case 'x':
			add_canned(ch);
			break;
		case 'e':
			format_add(optarg);
			break;
		case 'f':
			format_file(optarg);
			break;
		case 'n':
			limit = count_read("-n", optarg);
			break;
		case 's':
			skip = count_read("-s", optarg);
			break;
		case 'v':
			verbose = true;
			break;
		default:
			usage();
		}
	}
	if (formats == NULL)
		add_canned(0);
	format_finish();
	return (display(argv + optind));
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: hexdump [-bCcdovx] [-e format] [-f file] [-n length] "
	    "[-s skip]\n"
	    "           [file ...]\n"
	    "       hd [-bCcdovx] [-e format] [-f file] [-n length] [-s skip] "
	    "[file ...]\n");
	exit(1);
}
