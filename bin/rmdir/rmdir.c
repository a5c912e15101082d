/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * rmdir: remove empty directories.
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	pflag, vflag;

static int	remove_path(char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	int ch, rval = 0;

	while ((ch = getopt(argc, argv, "pv")) != -1) {
		switch (ch) {
		case 'p':
			pflag = true;
			break;
		case 'v':
			vflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL)
		usage();
	for (; *argv != NULL; argv++)
		rval |= remove_path(*argv);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static int
remove_path(char *path)
{
	char *p;

	for (;;) {
		if (rmdir(path) != 0) {
			warn("%s", path);
			return (1);
		}
		if (vflag)
			(void)printf("%s\n", path);
		if (!pflag)
			return (0);
		/* Cut the last component, with the slashes around it. */
		p = path + strlen(path);
		while (p > path && p[-1] == '/')
			p--;
		while (p > path && p[-1] != '/')
			p--;
		while (p > path && p[-1] == '/')
			p--;
		if (p == path)
			return (0);
		*p = '\0';
	}
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: rmdir [-pv] directory ...\n");
	exit(1);
}
