/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * env: run a command in a changed environment, or print the environment.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	static char *empty[] = { NULL };
	const char *dir = NULL;
	char **ep, *eq, end = '\n';
	int ch;

	/* "+" has option parsing end at the command. */
	while ((ch = getopt(argc, argv, "+0C:iu:")) != -1) {
		switch (ch) {
		case '0':
			end = '\0';
			break;
		case 'C':
			dir = optarg;
			break;
		case 'i':
			environ = empty;
			break;
		case 'u':
			if (unsetenv(optarg) != 0)
				err(125, "-u %s", optarg);
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv != NULL && strcmp(*argv, "-") == 0) {
		environ = empty;
		argv++;
	}
	for (; *argv != NULL && (eq = strchr(*argv, '=')) != NULL; argv++) {
		*eq = '\0';
		if (setenv(*argv, eq + 1, 1) != 0)
			err(125, "%s", *argv);
		*eq = '=';
	}
	if (*argv == NULL) {
		if (dir != NULL)
			errx(125, "-C needs a command");
		for (ep = environ; *ep != NULL; ep++)
			(void)printf("%s%c", *ep, end);
		if (fclose(stdout) != 0)
			err(125, "stdout");
		return (0);
	}
	if (end == '\0')
		errx(125, "-0 is for printing, not with a command");
	if (dir != NULL && chdir(dir) != 0)
		err(125, "%s", dir);
	(void)execvp(*argv, argv);
	err(errno == ENOENT ? 127 : 126, "%s", *argv);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: env [-0i] [-C directory] [-u name] "
	    "[name=value ...]\n"
	    "           [command [argument ...]]\n");
	exit(125);
}
