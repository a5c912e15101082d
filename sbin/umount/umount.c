/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * umount: detach file systems.
 */
#include <sys/param.h>
#include <sys/mount.h>
#include <sys/statvfs.h>

#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int	flags;
static bool	vflag;

static int	detach(const char *);
static int	detach_all(const char *);
static int	detach_named(const char *);
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
	const char *type = NULL;
	bool aflag = false;
	int ch, rval = 0;

	while ((ch = getopt(argc, argv, "Aaft:v")) != -1) {
		switch (ch) {
		case 'A':
		case 'a':
			aflag = true;
			break;
		case 'f':
			flags |= MNT_FORCE;
			break;
		case 't':
			type = optarg;
			break;
		case 'v':
			vflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (aflag ? *argv != NULL : *argv == NULL)
		usage();
	if (aflag)
		return (finish(detach_all(type)));
	for (; *argv != NULL; argv++)
		rval |= detach_named(*argv);
	return (finish(rval));
}

static int
detach(const char *dir)
{

	if (unmount(dir, flags) != 0) {
		warn("%s", dir);
		return (1);
	}
	if (vflag)
		(void)printf("%s\n", dir);
	return (0);
}

/*
 * All but the root and /dev, those mounted last first.
 */
static int
detach_all(const char *type)
{
	struct statvfs *list;
	int n, rval = 0;

	n = getmntinfo(&list, MNT_NOWAIT);
	while (--n >= 0) {
		if (strcmp(list[n].f_mntonname, "/") == 0 ||
		    strcmp(list[n].f_mntonname, "/dev") == 0 ||
		    (type != NULL && strcmp(list[n].f_fstypename, type) != 0))
			continue;
		rval |= detach(list[n].f_mntonname);
	}
	return (rval);
}

/*
 * A directory, or the device that is mounted on one; the last mount counts.
 */
static int
detach_named(const char *name)
{
	char real[PATH_MAX];
	struct statvfs *list;
	int i, n;

	n = getmntinfo(&list, MNT_NOWAIT);
	if (realpath(name, real) == NULL)
		(void)strlcpy(real, name, sizeof(real));
	for (i = n - 1; i >= 0; i--)
		if (strcmp(list[i].f_mntonname, real) == 0)
			return (detach(real));
	for (i = n - 1; i >= 0; i--)
		if (strcmp(list[i].f_mntfromname, name) == 0 ||
		    strcmp(list[i].f_mntfromname, real) == 0)
			return (detach(list[i].f_mntonname));
	warnx("%s: not a file system root directory", name);
	return (1);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: umount [-fv] device | directory ...\n"
	    "       umount -A | -a [-fv] [-t type]\n");
	exit(1);
}
