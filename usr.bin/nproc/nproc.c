/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * nproc: print how many processors there are.
 */
#include <err.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct option longopts[] = {
	{ "all",	no_argument,		NULL,	'a' },
	{ "ignore",	required_argument,	NULL,	'i' },
	{ NULL,		0,			NULL,	0 }
};

static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	int ch, which = _SC_NPROCESSORS_ONLN;
	const char *errstr;
	long ignore = 0, n;

	while ((ch = getopt_long(argc, argv, "", longopts, NULL)) != -1) {
		switch (ch) {
		case 'a':
			which = _SC_NPROCESSORS_CONF;
			break;
		case 'i':
			ignore = (long)strtonum(optarg, 0, LONG_MAX, &errstr);
			if (errstr != NULL)
				errx(1, "--ignore %s: %s", optarg, errstr);
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();
	if ((n = sysconf(which)) < 1)
		err(1, "sysconf");
	(void)printf("%ld\n", ignore < n ? n - ignore : 1);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: nproc [--all] [--ignore=count]\n");
	exit(1);
}
