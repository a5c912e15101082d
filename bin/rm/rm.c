/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * rm: remove files and trees.
 *
 * Trees are removed by fts(3) with physical walks: a symbolic link is removed,
 * never followed.  The walk changes directory, so that no name is too long and
 * a directory that is replaced by a link meanwhile does not lead elsewhere.
 * "/", "." and ".." are refused.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool	dflag, fflag, iflag, Iflag, rflag, vflag, xflag;
static bool	tty_in;
static int	rval;

static bool	confirm(const char *, const char *, const struct stat *);
static bool	forbidden(const char *);
static bool	prompt_once(char **);
static void	remove_files(char **);
static void	remove_trees(char **);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	char **from, **to;
	int ch;

	while ((ch = getopt(argc, argv, "dfiIPRrvx")) != -1) {
		switch (ch) {
		case 'd':
			dflag = true;
			break;
		case 'f':
			fflag = true;
			iflag = Iflag = false;
			break;
		case 'i':
			iflag = true;
			fflag = false;
			break;
		case 'I':
			Iflag = true;
			break;
		case 'P':		/* once: overwrite; it has no effect */
			break;
		case 'R':
		case 'r':
			rflag = true;
			break;
		case 'v':
			vflag = true;
			break;
		case 'x':
			xflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (*argv == NULL) {
		if (fflag)
			return (0);
		usage();
	}
	tty_in = isatty(STDIN_FILENO);
	for (from = to = argv; *from != NULL; from++)
		if (!forbidden(*from))
			*to++ = *from;
	*to = NULL;
	if (*argv == NULL || (Iflag && !prompt_once(argv)))
		return (rval);
	if (rflag)
		remove_trees(argv);
	else
		remove_files(argv);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static bool
forbidden(const char *path)
{
	struct stat st, root;
	const char *end, *p;

	end = path + strlen(path);
	while (end > path + 1 && end[-1] == '/')
		end--;
	for (p = end; p > path && p[-1] != '/'; p--)
		continue;
	if ((end - p == 1 && p[0] == '.') ||
	    (end - p == 2 && p[0] == '.' && p[1] == '.')) {
		warnx("\".\" and \"..\" may not be removed");
		rval = 1;
		return (true);
	}
	if (rflag && stat("/", &root) == 0 && lstat(path, &st) == 0 &&
	    st.st_ino == root.st_ino && st.st_dev == root.st_dev) {
		warnx("\"/\" may not be removed");
		rval = 1;
		return (true);
	}
	return (false);
}

static bool
answer_is_yes(void)
{
	int c, first;

	(void)fflush(stderr);
	first = c = getchar();
	while (c != '\n' && c != EOF)
		c = getchar();
	return (first == 'y' || first == 'Y');
}

/*
 * -I: one question when more than three files or a directory are to go.
 */
static bool
prompt_once(char **paths)
{
	struct stat st;
	int n = 0, dirs = 0;

	for (; *paths != NULL; paths++) {
		n++;
		if (rflag && lstat(*paths, &st) == 0 && S_ISDIR(st.st_mode))
			dirs++;
	}
	if (n <= 3 && dirs == 0)
		return (true);
	(void)fprintf(stderr, "remove %d file(s)%s? ", n,
	    dirs != 0 ? ", with all that is in the directories" : "");
	return (answer_is_yes());
}

/*
 * Ask for -i, and for files without write permission on a terminal.  The file
 * is called path, and is name in the current directory.
 */
static bool
confirm(const char *path, const char *name, const struct stat *st)
{
	char mode[12];

	if (iflag) {
		(void)fprintf(stderr, "remove %s? ", path);
		return (answer_is_yes());
	}
	if (fflag || !tty_in || S_ISLNK(st->st_mode) ||
	    access(name, W_OK) == 0 || errno != EACCES)
		return (true);
	strmode(st->st_mode, mode);
	(void)fprintf(stderr, "override %.10s for %s? ", mode, path);
	return (answer_is_yes());
}

static void
removed(const char *path)
{

	if (vflag)
		(void)printf("%s\n", path);
}

static void
remove_files(char **paths)
{
	struct stat st;
	const char *p;

	for (; (p = *paths) != NULL; paths++) {
		if (lstat(p, &st) != 0) {
			if (!fflag || errno != ENOENT) {
				warn("%s", p);
				rval = 1;
			}
			continue;
		}
		if (S_ISDIR(st.st_mode) && !dflag) {
			warnx("%s: is a directory", p);
			rval = 1;
			continue;
		}
		if (!confirm(p, p, &st))
			continue;
		if ((S_ISDIR(st.st_mode) ? rmdir(p) : unlink(p)) == 0)
			removed(p);
		else if (!fflag || errno != ENOENT) {
			warn("%s", p);
			rval = 1;
		}
	}
}

static void
remove_trees(char **paths)
{
	bool skipped;
	FTSENT *e;
	FTS *fts;
	int error;

	fts = fts_open(paths, FTS_PHYSICAL | (xflag ? FTS_XDEV : 0), NULL);
	if (fts == NULL)
		err(1, "fts_open");
	while ((e = fts_read(fts)) != NULL) {
		switch (e->fts_info) {
		case FTS_DNR:
			/* It may still be empty: rmdir tells. */
			break;
		case FTS_ERR:
			warnc(e->fts_errno, "%s", e->fts_path);
			rval = 1;
			continue;
		case FTS_NS:
			if (!fflag || e->fts_errno != ENOENT) {
				warnc(e->fts_errno, "%s", e->fts_path);
				rval = 1;
			}
			continue;
		case FTS_D:
			if (iflag && !confirm(e->fts_path, e->fts_accpath,
			    e->fts_statp)) {
				(void)fts_set(fts, e, FTS_SKIP);
				e->fts_number = 1;
			}
			continue;
		case FTS_DP:
			skipped = e->fts_number != 0;
			if (skipped)
				continue;
			break;
		default:
			if (!confirm(e->fts_path, e->fts_accpath,
			    e->fts_statp))
				continue;
			break;
		}
		if (e->fts_info == FTS_DP || e->fts_info == FTS_DNR)
			error = rmdir(e->fts_accpath);
		else
			error = unlink(e->fts_accpath);
		if (error == 0)
			removed(e->fts_path);
		else if (!fflag || errno != ENOENT) {
			warn("%s", e->fts_path);
			rval = 1;
		}
	}
	if (errno != 0)
		err(1, "fts_read");
	(void)fts_close(fts);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: rm [-f | -i] [-dIPRrvx] file ...\n");
	exit(1);
}
