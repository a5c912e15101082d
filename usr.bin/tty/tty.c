/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tty: print the name of the terminal.
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{
	bool sflag = false;
	const char *name;
	int ch;

	while ((ch = getopt(argc, argv, "s")) == 's')
		sflag = true;
	if (ch != -1 || argc != optind) {
		(void)fprintf(stderr, "usage: tty [-s]\n");
		return (2);
	}
	name = ttyname(STDIN_FILENO);
	if (!sflag) {
		(void)puts(name != NULL ? name : "not a tty");
		if (fclose(stdout) != 0)
			err(2, "stdout");
	}
	return (name == NULL);
}
