/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * logname: print the name by which the user logged in.
 */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{
	const char *name;

	if (getopt(argc, argv, "") != -1 || argc != optind) {
		(void)fprintf(stderr, "usage: logname\n");
		return (1);
	}
	if ((name = getlogin()) == NULL)
		errx(1, "no login name");
	(void)puts(name);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}
