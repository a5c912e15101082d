/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mkdir: make directories.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	vflag;

static int	make_path(char *, mode_t, mode_t);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	mode_t mode = S_IRWXU | S_IRWXG | S_IRWXO, mask;
	bool explicit = false, pflag = false;
	int ch, rval = 0;
	void *set;

	while ((ch = getopt(argc, argv, "m:pv")) != -1) {
		switch (ch) {
		case 'm':
			set = setmode(optarg);
			if (set == NULL)
				errx(1, "invalid file mode: %s", optarg);
			mode = getmode(set, S_IRWXU | S_IRWXG | S_IRWXO);
			free(set);
			explicit = true;
			break;
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
	mask = umask(0);
	(void)umask(mask);
	for (; *argv != NULL; argv++) {
		if (pflag) {
			if (make_path(*argv, explicit ? mode : mode & ~mask,
			    (mode_t)(S_IRWXU | S_IRWXG | S_IRWXO) & ~mask) !=
			    0)
				rval = 1;
			continue;
		}
		/* mkdir(2) leaves out set-id and sticky bits, and the mask. */
		if (mkdir(*argv, mode) != 0 ||
		    (explicit && chmod(*argv, mode) != 0)) {
			warn("%s", *argv);
			rval = 1;
		} else if (vflag)
			(void)printf("%s\n", *argv);
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * Make the directories of path that are not there.  Those on the way get the
 * default mode plus write and search for the owner, as -p must be able to go
 * on inside them.
 */
static int
make_path(char *path, mode_t last, mode_t between)
{
	struct stat st;
	char *slash = path, save;
	bool end;

	do {
		slash += strspn(slash, "/");
		slash += strcspn(slash, "/");
		end = slash[strspn(slash, "/")] == '\0';
		save = *slash;
		*slash = '\0';
		if (mkdir(path, end ? last : between | S_IWUSR | S_IXUSR) ==
		    0) {
			if (chmod(path, end ? last :
			    between | S_IWUSR | S_IXUSR) != 0) {
				warn("%s", path);
				return (1);
			}
			if (vflag)
				(void)printf("%s\n", path);
		} else if (errno != EEXIST && errno != EISDIR) {
			warn("%s", path);
			return (1);
		} else if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
			warnc(end ? EEXIST : ENOTDIR, "%s", path);
			return (1);
		}
		*slash = save;
	} while (!end);
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: mkdir [-pv] [-m mode] directory ...\n");
	exit(1);
}
