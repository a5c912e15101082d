/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * which: find commands by PATH.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	aflag, sflag;

static bool	find(const char *, const char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	const char *path;
	int ch, rval = 0;

	while ((ch = getopt(argc, argv, "as")) != -1) {
		switch (ch) {
		case 'a':
			aflag = true;
			break;
		case 's':
			sflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL)
		usage();
	if ((path = getenv("PATH")) == NULL)
		path = "";
	for (; *argv != NULL; argv++)
		if (!find(*argv, path))
			rval = 1;
	if (fclose(stdout) != 0)
		err(2, "stdout");
	return (rval);
}

static bool
executable(const char *file)
{
	struct stat st;

	return (access(file, X_OK) == 0 && stat(file, &st) == 0 &&
	    S_ISREG(st.st_mode));
}

static bool
found(const char *file)
{

	if (!executable(file))
		return (false);
	if (!sflag)
		(void)puts(file);
	return (true);
}

static bool
find(const char *name, const char *path)
{
	char file[PATH_MAX];
	bool any = false;
	size_t len;

	if (strchr(name, '/') != NULL)
		return (found(name));
	for (;;) {
		len = strcspn(path, ":");
		if (snprintf(file, sizeof(file), "%.*s%s%s",
		    len == 0 ? 1 : (int)len, len == 0 ? "." : path,
		    len > 0 && path[len - 1] == '/' ? "" : "/", name) <
		    (int)sizeof(file) && found(file)) {
			any = true;
			if (!aflag)
				break;
		}
		if (path[len] == '\0')
			break;
		path += len + 1;
	}
	return (any);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: which [-as] name ...\n");
	exit(1);
}
