/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hostname: print or set the name of this host.
 */
#include <sys/param.h>

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	char name[MAXHOSTNAMELEN];
	char *part = name;
	bool dflag = false, sflag = false;
	int ch;

	while ((ch = getopt(argc, argv, "dfs")) != -1) {
		switch (ch) {
		case 'd':
			dflag = true;
			break;
		case 'f':
			dflag = sflag = false;
			break;
		case 's':
			sflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc > 1 || (argc == 1 && (dflag || sflag)))
		usage();
	if (argc == 1) {
		if (sethostname(argv[0], (int)strlen(argv[0])) != 0)
			err(1, "%s", argv[0]);
		return (0);
	}
	if (gethostname(name, sizeof(name)) != 0)
		err(1, "gethostname");
	if (sflag)
		name[strcspn(name, ".")] = '\0';
	if (dflag) {
		part += strcspn(part, ".");
		part += *part == '.';
	}
	(void)puts(part);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: hostname [-d | -f | -s] [name]\n");
	exit(1);
}
