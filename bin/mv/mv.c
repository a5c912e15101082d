/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mv: move files, by rename(2) where that is possible and by copying and
 * removing where it is not: between file systems.  Trees are copied by cp(1)
 * and removed by rm(1), which do that well.
 */
#include <sys/types.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copy.h"

static bool	fflag, hflag, iflag, nflag, vflag;

static int	move(const char *, const char *);
static int	move_across(const char *, const char *);
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
	char path[PATH_MAX], *dir, *end, *base;
	int ch, n, rval = 0;
	struct stat st;

	while ((ch = getopt(argc, argv, "fhinv")) != -1) {
		switch (ch) {
		case 'f':
			fflag = true;
			iflag = nflag = false;
			break;
		case 'h':
			hflag = true;
			break;
		case 'i':
			iflag = true;
			fflag = nflag = false;
			break;
		case 'n':
			nflag = true;
			fflag = iflag = false;
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
	if (argc < 2)
		usage();
	dir = argv[argc - 1];
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode) ||
	    (hflag && lstat(dir, &st) == 0 && S_ISLNK(st.st_mode))) {
		if (argc > 2)
			errx(1, "%s: not a directory", dir);
		return (finish(move(argv[0], dir)));
	}
	for (; argc > 1; argc--, argv++) {
		/* Cut slashes at the end, but leave "/" what it is. */
		end = argv[0] + strlen(argv[0]);
		while (end > argv[0] + 1 && end[-1] == '/')
			*--end = '\0';
		base = strrchr(argv[0], '/');
		base = base != NULL && base[1] != '\0' ? base + 1 : argv[0];
		n = snprintf(path, sizeof(path), "%s/%s", dir, base);
		if (n < 0 || (size_t)n >= sizeof(path)) {
			warnc(ENAMETOOLONG, "%s/%s", dir, base);
			rval = 1;
			continue;
		}
		rval |= move(argv[0], path);
	}
	return (finish(rval));
}

static bool
answer_is_yes(void)
{
	int c, first;

	first = c = getchar();
	while (c != '\n' && c != EOF)
		c = getchar();
	if (first == 'y' || first == 'Y')
		return (true);
	(void)fprintf(stderr, "not overwritten\n");
	return (false);
}

static bool
may_replace(const char *to)
{
	struct stat st;
	char mode[12];

	if (fflag || lstat(to, &st) != 0)
		return (true);
	if (nflag)
		return (false);
	if (iflag)
		(void)fprintf(stderr, "overwrite %s? ", to);
	else if (!S_ISLNK(st.st_mode) && access(to, W_OK) != 0 &&
	    isatty(STDIN_FILENO)) {
		strmode(st.st_mode, mode);
		(void)fprintf(stderr, "override %.10s for %s? ", mode, to);
	} else
		return (true);
	return (answer_is_yes());
}

static int
move(const char *from, const char *to)
{
	struct stat st;
	int rval = 0;

	if (lstat(from, &st) != 0) {
		warn("%s", from);
		return (1);
	}
	if (!may_replace(to))
		return (0);
	if (rename(from, to) != 0) {
		if (errno != EXDEV) {
			warn("rename %s to %s", from, to);
			return (1);
		}
		rval = move_across(from, to);
	}
	if (rval == 0 && vflag)
		(void)printf("%s -> %s\n", from, to);
	return (rval);
}

static int
run(const char *prog, const char *arg1, const char *arg2, const char *arg3)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid < 0) {
		warn("fork");
		return (1);
	}
	if (pid == 0) {
		(void)execl(prog, strrchr(prog, '/') + 1, arg1, "--", arg2,
		    arg3, (char *)NULL);
		warn("%s", prog);
		_exit(1);
	}
	if (waitpid(pid, &status, 0) < 0) {
		warn("waitpid");
		return (1);
	}
	return (status != 0);
}

/*
 * The target is removed first, as rename would, and the source only when all
 * of it was copied.
 */
static int
move_across(const char *from, const char *to)
{
	const struct place src = { AT_FDCWD, from, from };
	const struct place dst = { AT_FDCWD, to, to };
	struct stat st, tst;
	bool exists;

	if (lstat(from, &st) != 0) {
		warn("%s", from);
		return (1);
	}
	exists = lstat(to, &tst) == 0;
	if (exists && S_ISDIR(tst.st_mode) != S_ISDIR(st.st_mode)) {
		warnc(S_ISDIR(tst.st_mode) ? EISDIR : ENOTDIR, "%s", to);
		return (1);
	}
	if (exists && (S_ISDIR(tst.st_mode) ? rmdir(to) : unlink(to)) != 0) {
		warn("%s", to);
		return (1);
	}
	if (S_ISDIR(st.st_mode)) {
		if (run("/bin/cp", "-Rp", from, to) != 0)
			return (1);
		return (run("/bin/rm", "-rf", from, NULL));
	}
	if ((S_ISREG(st.st_mode) ? copy_regular(&src, &st, &dst, false, true) :
	    S_ISLNK(st.st_mode) ? copy_link(&src, &dst, false) :
	    copy_special(&st, &dst, false)) != 0) {
		(void)unlink(to);
		return (1);
	}
	if (copy_attributes(&st, &dst) != 0)
		return (1);
	if (unlink(from) != 0) {
		warn("%s", from);
		return (1);
	}
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: mv [-f | -i | -n] [-hv] source target\n"
	    "       mv [-f | -i | -n] [-hv] source ... directory\n");
	exit(1);
}
