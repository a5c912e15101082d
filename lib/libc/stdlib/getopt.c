/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char	*optarg;
int	optind = 1, opterr = 1, optopt = '?', optreset;

static char	*place;		/* rest of a word of options */

static int
complain(const char *options, int c, const char *what)
{
	optopt = c;
	if (opterr != 0 && *options != ':')
		(void)fprintf(stderr, "%s: %s -- %c\n", getprogname(), what,
		    c);
	return ('?');
}

int
getopt(int argc, char * const argv[], const char *options)
{
	const char *spec;
	int c;

	if (optreset != 0 || optind == 0) {
		if (optind == 0)
			optind = 1;
		optreset = 0;
		place = NULL;
	}
	if (place == NULL || *place == '\0') {
		place = NULL;
		if (optind >= argc || argv[optind] == NULL ||
		    argv[optind][0] != '-' || argv[optind][1] == '\0')
			return (-1);
		if (strcmp(argv[optind], "--") == 0) {
			optind++;
			return (-1);
		}
		place = argv[optind] + 1;
	}
	c = (unsigned char)*place++;
	spec = strchr(*options == ':' ? options + 1 : options, c);
	if (c == ':' || spec == NULL) {
		if (*place == '\0')
			optind++;
		return (complain(options, c, "illegal option"));
	}
	if (spec[1] != ':') {
		optarg = NULL;
		if (*place == '\0')
			optind++;
		return (c);
	}
	if (*place != '\0')
		optarg = place;			/* -ovalue */
	else if (spec[2] == ':')
		optarg = NULL;			/* o:: and nothing there */
	else if (++optind < argc && argv[optind] != NULL)
		optarg = argv[optind];		/* -o value */
	else {
		place = NULL;
		(void)complain(options, c, "option requires an argument");
		return (*options == ':' ? ':' : '?');
	}
	place = NULL;
	optind++;
	return (c);
}
