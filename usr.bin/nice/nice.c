/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * nice: run a command with another priority.
 */
#include <sys/resource.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	INCREMENT	10
#define	FAILED		125		/* of nice itself */

static void	usage(void) __dead2;

static int
number(const char *s)
{
	const char *errstr;
	int n;

	n = (int)strtonum(s, INT_MIN, INT_MAX, &errstr);
	if (errstr != NULL)
		errx(FAILED, "%s: %s", s, errstr);
	return (n);
}

int
main(int argc, char *argv[])
{
	int ch, n = INCREMENT, now, status;

	/* The historical -number and --number. */
	if (argc > 1 && argv[1][0] == '-' &&
	    (isdigit((unsigned char)argv[1][1]) ||
	    (argv[1][1] == '-' && isdigit((unsigned char)argv[1][2])))) {
		n = number(argv[1] + 1);
		argc--;
		argv++;
	}
	while ((ch = getopt(argc, argv, "+n:")) != -1) {
		if (ch != 'n')
			usage();
		n = number(optarg);
	}
	argv += optind;
	if (*argv == NULL)
		usage();
	errno = 0;
	now = getpriority(PRIO_PROCESS, 0);
	if (now == -1 && errno != 0)
		err(FAILED, "getpriority");
	n = n > PRIO_MAX - now ? PRIO_MAX : n < PRIO_MIN - now ? PRIO_MIN :
	    now + n;
	/* Without the right to it the command runs all the same. */
	if (setpriority(PRIO_PROCESS, 0, n) != 0)
		warn("setpriority");
	(void)execvp(*argv, argv);
	status = errno == ENOENT ? 127 : 126;
	err(status, "%s", *argv);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: nice [-n increment] command "
	    "[argument ...]\n");
	exit(FAILED);
}
