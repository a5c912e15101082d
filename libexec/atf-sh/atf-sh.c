/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * atf-sh: run a test program that is a shell script.
 *
 * A script may start with `#!' and this program's path, which is why it is
 * one: the interpreter of a script must not be a script.  It becomes sh(1),
 * which reads the library of functions, then the test program, and calls the
 * library's main.
 */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	SHELL	"/bin/sh"
#define	LIBRARY	"/usr/share/atf/libatf-sh.subr"
#define	PROGRAM	". " LIBRARY " && . \"$0\" && main \"$@\""

static void	usage(void) __attribute__((__noreturn__));

int
main(int argc, char *argv[])
{
	char **args;
	char *path;

	if (argc < 2 || argv[1][0] == '-')
		usage();
	/* `.' would look for a bare name in PATH. */
	if (strchr(argv[1], '/') != NULL)
		path = strdup(argv[1]);
	else if (asprintf(&path, "./%s", argv[1]) == -1)
		path = NULL;
	args = calloc((size_t)argc + 3, sizeof(*args));
	if (path == NULL || args == NULL)
		err(1, NULL);
	args[0] = strdup("sh");
	args[1] = strdup("-c");
	args[2] = strdup(PROGRAM);
	if (args[0] == NULL || args[1] == NULL || args[2] == NULL)
		err(1, NULL);
	args[3] = path;
	memcpy(args + 4, argv + 2, (size_t)(argc - 1) * sizeof(*args));
	(void)execv(SHELL, args);
	err(1, "%s", SHELL);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: atf-sh script -l\n"
	    "       atf-sh script [-r file] [-s directory] [-v name=value] "
	    "case[:cleanup]\n");
	exit(1);
}
