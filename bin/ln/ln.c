/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ln: make links, hard ones or symbolic ones.
 */
#include <sys/param.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	fflag, hflag, iflag, Lflag, sflag, vflag;

static bool	is_dir(const char *);
static int	link_one(const char *, const char *);
static int	link_into(const char *, const char *);
static void	usage(void) __dead2;

/*
 * What -v wrote must have arrived.
 */
static int
finish(int rval)
{

	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

int
main(int argc, char *argv[])
{
	int ch, rval = 0;
	const char *dir;

	while ((ch = getopt(argc, argv, "LPfhinsv")) != -1) {
		switch (ch) {
		case 'L':
			Lflag = true;
			break;
		case 'P':
			Lflag = false;
			break;
		case 'f':
			fflag = true;
			iflag = false;
			break;
		case 'h':
		case 'n':
			hflag = true;
			break;
		case 'i':
			iflag = true;
			fflag = false;
			break;
		case 's':
			sflag = true;
			break;
		case 'v':
			vflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc == 0)
		usage();
	if (argc == 1)
		return (finish(link_into(argv[0], ".")));
	dir = argv[argc - 1];
	if (!is_dir(dir)) {
		if (argc > 2)
			errx(1, "%s: not a directory", dir);
		return (finish(link_one(argv[0], dir)));
	}
	for (; argc > 1; argc--, argv++)
		rval |= link_into(argv[0], dir);
	return (finish(rval));
}

static bool
is_dir(const char *path)
{
	struct stat st;

	return ((hflag ? lstat(path, &st) : stat(path, &st)) == 0 &&
	    S_ISDIR(st.st_mode));
}

static int
link_into(const char *source, const char *dir)
{
	char copy[PATH_MAX], path[PATH_MAX];
	int n;

	if (strlcpy(copy, source, sizeof(copy)) >= sizeof(copy)) {
		warnc(ENAMETOOLONG, "%s", source);
		return (1);
	}
	n = snprintf(path, sizeof(path), "%s/%s", dir, basename(copy));
	if (n < 0 || (size_t)n >= sizeof(path)) {
		warnc(ENAMETOOLONG, "%s/%s", dir, source);
		return (1);
	}
	return (link_one(source, path));
}

/*
 * Removing the target first would lose it when it is the source itself.
 */
static bool
same_entry(const char *a, const char *b)
{
	struct stat sa, sb;
	char ca[PATH_MAX], cb[PATH_MAX];

	if (lstat(a, &sa) != 0 || lstat(b, &sb) != 0 ||
	    sa.st_dev != sb.st_dev || sa.st_ino != sb.st_ino)
		return (false);
	(void)strlcpy(ca, a, sizeof(ca));
	(void)strlcpy(cb, b, sizeof(cb));
	if (strcmp(basename(ca), basename(cb)) != 0)
		return (false);
	(void)strlcpy(ca, a, sizeof(ca));
	(void)strlcpy(cb, b, sizeof(cb));
	return (stat(dirname(ca), &sa) == 0 && stat(dirname(cb), &sb) == 0 &&
	    sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino);
}

static int
link_one(const char *source, const char *target)
{
	struct stat st;
	int error, c, first;

	if (!sflag) {
		if ((Lflag ? stat(source, &st) : lstat(source, &st)) != 0) {
			warn("%s", source);
			return (1);
		}
		if (S_ISDIR(st.st_mode)) {
			warnc(EISDIR, "%s", source);
			return (1);
		}
	}
	if (lstat(target, &st) == 0 && (fflag || iflag)) {
		if (same_entry(source, target)) {
			warnx("%s and %s are the same directory entry",
			    source, target);
			return (1);
		}
		if (iflag) {
			(void)fprintf(stderr, "replace %s? ", target);
			first = c = getchar();
			while (c != '\n' && c != EOF)
				c = getchar();
			if (first != 'y' && first != 'Y') {
				(void)fprintf(stderr, "not replaced\n");
				return (1);
			}
		}
		if (unlink(target) != 0) {
			warn("%s", target);
			return (1);
		}
	}
	error = sflag ? symlink(source, target) : linkat(AT_FDCWD, source,
	    AT_FDCWD, target, Lflag ? AT_SYMLINK_FOLLOW : 0);
	if (error != 0) {
		warn("%s", target);
		return (1);
	}
	if (vflag)
		(void)printf("%s %c> %s\n", target, sflag ? '-' : '=',
		    source);
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: ln [-s] [-L | -P] [-f | -i] [-hnv] source [target]\n"
	    "       ln [-s] [-L | -P] [-f | -i] [-hnv] source ... directory\n");
	exit(1);
}
