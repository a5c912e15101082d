/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * dirname: a path without its last part.
 */
#include <err.h>
#include <libgen.h>
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{
	const char *dir;

	if (getopt(argc, argv, "") != -1 || argc == optind) {
		(void)fprintf(stderr, "usage: dirname string ...\n");
		return (1);
	}
	for (argv += optind; *argv != NULL; argv++) {
		if ((dir = dirname(*argv)) == NULL)
			err(1, "%s", *argv);
		(void)puts(dir);
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}
