/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * nohup: run a command that does not die with its terminal.
 */
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define	FAILED	127		/* of nohup itself */
#define	NAME	"nohup.out"

static void	output_open(void);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	int status;

	if (getopt(argc, argv, "+") != -1 || optind == argc)
		usage();
	argv += optind;
	if (isatty(STDOUT_FILENO))
		output_open();
	if (isatty(STDERR_FILENO) &&
	    dup2(STDOUT_FILENO, STDERR_FILENO) < 0)
		exit(FAILED);
	(void)signal(SIGHUP, SIG_IGN);
	(void)execvp(*argv, argv);
	status = errno == ENOENT ? 127 : 126;
	err(status, "%s", *argv);
}

/*
 * Let the output go to a file here, or else in the home directory.
 */
static void
output_open(void)
{
	const int flags = O_WRONLY | O_CREAT | O_APPEND;
	const char *home, *name = NAME;
	char path[PATH_MAX];
	int fd;

	fd = open(name, flags, S_IRUSR | S_IWUSR);
	if (fd < 0 && (home = getenv("HOME")) != NULL && *home != '\0' &&
	    snprintf(path, sizeof(path), "%s/%s", home, NAME) <
	    (int)sizeof(path)) {
		name = path;
		fd = open(name, flags, S_IRUSR | S_IWUSR);
	}
	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		err(FAILED, "%s", name);
	if (fd > STDERR_FILENO)
		(void)close(fd);
	(void)fprintf(stderr, "sending output to %s\n", name);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: nohup command [argument ...]\n");
	exit(FAILED);
}
