/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pathchk: tell whether paths are usable as names of files.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	Pflag, pflag;

static bool	check(char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	int ch, rval = 0;

	while ((ch = getopt(argc, argv, "Pp")) != -1) {
		switch (ch) {
		case 'P':
			Pflag = true;
			break;
		case 'p':
			pflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL)
		usage();
	for (; *argv != NULL; argv++)
		if (!check(*argv))
			rval = 1;
	return (rval);
}

/*
 * Is every character of the portable set?
 */
static bool
portable(const char *path)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789._-/";
	size_t n = strspn(path, set);

	if (path[n] == '\0')
		return (true);
	warnx("%s: character %zu is not portable", path, n + 1);
	return (false);
}

/*
 * -P: neither empty nor with a part that looks like an option.
 */
static bool
harmless(const char *path)
{

	if (*path == '\0') {
		warnx("empty path");
		return (false);
	}
	if (*path == '-' || strstr(path, "/-") != NULL) {
		warnx("%s: a part begins with a dash", path);
		return (false);
	}
	return (true);
}

/*
 * Check the part of a path that ends at end, of which what stands before must
 * be a directory that can be searched, as far as it exists.
 */
static bool
check_part(const char *path, const char *part, const char *end, bool *exists)
{
	long max = pflag ? _POSIX_NAME_MAX : NAME_MAX;
	struct stat st;

	if (end - part > max) {
		warnx("%s: %.*s: longer than %ld bytes", path,
		    (int)(end - part), part, max);
		return (false);
	}
	if (pflag || !*exists)
		return (true);
	if (stat(path, &st) != 0) {
		if (errno != ENOENT) {
			warn("%s", path);
			return (false);
		}
		*exists = false;
	}
	return (true);
}

static bool
check(char *path)
{
	size_t max = pflag ? _POSIX_PATH_MAX : PATH_MAX;
	bool exists = true, good;
	char *part, *end, saved;

	if (Pflag && !harmless(path))
		return (false);
	if (pflag && !portable(path))
		return (false);
	if (strlen(path) >= max) {
		warnx("%s: longer than %zu bytes", path, max - 1);
		return (false);
	}
	for (part = path; *part != '\0'; part = end) {
		part += strspn(part, "/");
		if (*part == '\0')
			break;
		end = part + strcspn(part, "/");
		saved = *end;
		*end = '\0';
		good = check_part(path, part, end, &exists);
		*end = saved;
		if (!good)
			return (false);
	}
	return (true);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: pathchk [-P] [-p] path ...\n");
	exit(1);
}
