/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * readlink: print the target of symbolic links, or canonical paths.
 */
#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool canonical = false, newline = true;
	char buf[PATH_MAX];
	int ch, rval = 0;
	ssize_t n;

	while ((ch = getopt(argc, argv, "fn")) != -1) {
		switch (ch) {
		case 'f':
			canonical = true;
			break;
		case 'n':
			newline = false;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL)
		usage();
	for (; *argv != NULL; argv++) {
		if (canonical) {
			if (realpath(*argv, buf) == NULL) {
				warn("%s", *argv);
				rval = 1;
				continue;
			}
		} else {
			/* What is no link is no error worth a word. */
			n = readlink(*argv, buf, sizeof(buf) - 1);
			if (n < 0) {
				rval = 1;
				continue;
			}
			buf[n] = '\0';
		}
		(void)printf("%s%s", buf, newline || argv[1] != NULL ?
		    "\n" : "");
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: readlink [-fn] file ...\n");
	exit(1);
}
