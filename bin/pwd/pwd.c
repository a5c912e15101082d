/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pwd: print the name of the working directory.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char	*logical(void);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	bool physical = false;
	char *path = NULL;
	int ch;

	while ((ch = getopt(argc, argv, "LP")) != -1) {
		switch (ch) {
		case 'L':
			physical = false;
			break;
		case 'P':
			physical = true;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();
	if (!physical)
		path = logical();
	if (path == NULL)
		path = getcwd(NULL, 0);
	if (path == NULL)
		err(1, ".");
	(void)puts(path);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

/*
 * The value of PWD, if it names the working directory by an absolute path
 * without "." and "..".
 */
static char *
logical(void)
{
	struct stat here, there;
	char *pwd, *p;
	size_t len;

	if ((pwd = getenv("PWD")) == NULL || *pwd != '/')
		return (NULL);
	for (p = pwd; *p != '\0'; p += len) {
		p += strspn(p, "/");
		len = strcspn(p, "/");
		if ((len == 1 && p[0] == '.') ||
		    (len == 2 && p[0] == '.' && p[1] == '.'))
			return (NULL);
	}
	if (stat(pwd, &there) != 0 || stat(".", &here) != 0 ||
	    there.st_dev != here.st_dev || there.st_ino != here.st_ino)
		return (NULL);
	return (pwd);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: pwd [-L | -P]\n");
	exit(1);
}
