/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cp: copy files and trees.
 *
 * A tree is walked by fts(3), which changes directory.  The copy goes down and
 * up along with it: `todir' is the open directory that copies are made in, the
 * starting directory for operands.  It gets back by ".." if that is where it
 * was, and by a descriptor for an operand and for a symbolic link, so that
 * neither the length of paths nor the number of descriptors limits the depth.
 * The path of each copy, for messages, is the target's directory and the part
 * of the source's path behind its operand.  A directory's mode and times are
 * set when it is left, so that a copy of a directory that may not be written
 * can be filled.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copy.h"

static bool	fflag, iflag, lflag, nflag, pflag, rflag, sflag, vflag, xflag;
static bool	Hflag, Lflag, Pflag;
static mode_t	mask;

static int	todir;

/*
 * What fts_pointer of a directory has while the walk is in it: how todir gets
 * back, and what it must be then.
 */
struct way {
	int	back;			/* a descriptor, -1 for ".." */
	dev_t	dev;
	ino_t	ino;
};

enum target { TARGET_FILE, TARGET_DIR, TARGET_NEWDIR };

static int	copy(char **, const char *, enum target);
static int	copy_entry(FTSENT *, const struct place *, bool);
static bool	is_top(const FTSENT *);
static void	remember_top(const struct place *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	enum target type;
	struct stat st, src;
	char *target;
	int ch;

	while ((ch = getopt(argc, argv, "HLPRafilnprsvx")) != -1) {
		switch (ch) {
		case 'H':
			Hflag = true;
			Lflag = Pflag = false;
			break;
		case 'L':
			Lflag = true;
			Hflag = Pflag = false;
			break;
		case 'P':
			Pflag = true;
			Hflag = Lflag = false;
			break;
		case 'R':
		case 'r':
			rflag = true;
			break;
		case 'a':
			rflag = pflag = Pflag = true;
			Hflag = Lflag = false;
			break;
		case 'f':
			fflag = true;
			iflag = nflag = false;
			break;
		case 'i':
			iflag = true;
			fflag = nflag = false;
			break;
		case 'l':
			lflag = true;
			break;
		case 'n':
			nflag = true;
			fflag = iflag = false;
			break;
		case 'p':
			pflag = true;
			break;
		case 's':
			sflag = true;
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
	argc -= optind;
	argv += optind;
	if (argc < 2)
		usage();
	if (lflag && sflag)
		errx(1, "-l and -s exclude each other");
	mask = umask(0);
	(void)umask(mask);
	todir = open(".", O_SEARCH | O_DIRECTORY | O_CLOEXEC);
	if (todir == -1)
		todir = AT_FDCWD;	/* nor can fts change directory */
	target = argv[--argc];
	argv[argc] = NULL;

	if (stat(target, &st) == 0 && S_ISDIR(st.st_mode))
		type = TARGET_DIR;
	else {
		if (argc > 1)
			errx(1, "%s: not a directory", target);
		type = TARGET_FILE;
		if (rflag && (Lflag || Hflag ? stat(argv[0], &src) :
		    lstat(argv[0], &src)) == 0 && S_ISDIR(src.st_mode))
			type = TARGET_NEWDIR;
	}
	return (copy(argv, target, type));
}

/*
 * The last component of the first n bytes of path.
 */
static const char *
last_part(const char *path, size_t n, size_t *lenp)
{
	const char *end = path + n, *p;

	while (end > path + 1 && end[-1] == '/')
		end--;
	for (p = end; p > path && p[-1] != '/'; p--)
		continue;
	*lenp = (size_t)(end - p);
	return (p);
}

/*
 * The path of the copy of an entry, in memory of its own.
 */
static char *
destination(const FTSENT *e, const char *target, enum target type)
{
	const FTSENT *top = e;
	const char *base, *rest;
	size_t len;
	char *path;
	int n;

	while (top->fts_level > FTS_ROOTLEVEL)
		top = top->fts_parent;
	/* All entries share one buffer, which has the path of e now. */
	rest = e->fts_path + top->fts_pathlen;
	base = last_part(e->fts_path, top->fts_pathlen, &len);
	if (type == TARGET_DIR && !(len == 1 && base[0] == '.') &&
	    !(len == 2 && base[0] == '.' && base[1] == '.') &&
	    !(len == 1 && base[0] == '/'))
		n = asprintf(&path, "%s%s%.*s%s%s", target,
		    target[strlen(target) - 1] == '/' ? "" : "/", (int)len,
		    base, *rest != '\0' && *rest != '/' ? "/" : "", rest);
	else
		n = asprintf(&path, "%s%s%s", target,
		    *rest != '\0' && *rest != '/' ? "/" : "", rest);
	if (n < 0)
		err(1, NULL);
	return (path);
}

/*
 * The copies of what is in the directory e go into its copy from now on.
 */
static int
enter(FTSENT *e, const struct place *to)
{
	struct stat here, up;
	struct way *way;
	int fd;

	if ((way = malloc(sizeof(*way))) == NULL)
		err(1, NULL);
	/* What was just made is no link, unless somebody put one there. */
	fd = openat(to->dir, to->name, O_SEARCH | O_DIRECTORY | O_CLOEXEC |
	    (e->fts_number != 0 ? O_NOFOLLOW : 0));
	if (fd == -1) {
		warn("%s", to->path);
		free(way);
		return (1);
	}
	way->back = todir;
	if (e->fts_level > FTS_ROOTLEVEL && fstat(todir, &here) == 0 &&
	    fstatat(fd, "..", &up, 0) == 0 && here.st_dev == up.st_dev &&
	    here.st_ino == up.st_ino) {
		way->back = -1;
		way->dev = here.st_dev;
		way->ino = here.st_ino;
		(void)close(todir);
	}
	todir = fd;
	e->fts_pointer = way;
	return (0);
}

static void
leave(FTSENT *e)
{
	struct way *way = e->fts_pointer;
	struct stat st;
	int fd = way->back;

	if (fd == -1) {
		fd = openat(todir, "..", O_SEARCH | O_DIRECTORY | O_CLOEXEC);
		if (fd == -1 || fstat(fd, &st) != 0)
			err(1, "%s: the way back from the copy", e->fts_path);
		if (st.st_dev != way->dev || st.st_ino != way->ino)
			errx(1, "%s: the copy was moved", e->fts_path);
	}
	(void)close(todir);
	todir = fd;
	e->fts_pointer = NULL;
	free(way);
}

static int
copy(char **sources, const char *target, enum target type)
{
	int options, rval = 0;
	struct place to;
	char *path;
	FTSENT *e;
	FTS *fts;

	options = xflag ? FTS_XDEV : 0;
	if (rflag)
		options |= Lflag ? FTS_LOGICAL :
		    Hflag ? FTS_PHYSICAL | FTS_COMFOLLOW : FTS_PHYSICAL;
	else
		options |= Pflag ? FTS_PHYSICAL : FTS_LOGICAL;
	fts = fts_open(sources, options, NULL);
	if (fts == NULL)
		err(1, "fts_open");
	while ((e = fts_read(fts)) != NULL) {
		if (e->fts_info != FTS_D && e->fts_pointer != NULL)
			leave(e);
		else if (e->fts_info == FTS_DP)
			continue;		/* it was passed over */
		switch (e->fts_info) {
		case FTS_NS:
		case FTS_DNR:
		case FTS_ERR:
			warnc(e->fts_errno, "%s", e->fts_path);
			rval = 1;
			continue;
		case FTS_SLNONE:
			if (Pflag || rflag)
				break;		/* copied as a link */
			warnc(ENOENT, "%s", e->fts_path);
			rval = 1;
			continue;
		case FTS_DC:
			warnx("%s: directory causes a cycle", e->fts_path);
			rval = 1;
			continue;
		case FTS_D:
			if (!rflag) {
				warnx("%s is a directory (not copied)",
				    e->fts_path);
				(void)fts_set(fts, e, FTS_SKIP);
				rval = 1;
				continue;
			}
			if (is_top(e)) {
				warnx("%s: a directory cannot be copied into "
				    "itself", e->fts_path);
				(void)fts_set(fts, e, FTS_SKIP);
				rval = 1;
				continue;
			}
			break;
		default:
			break;
		}
		path = destination(e, target, type);
		to.dir = todir;
		to.name = e->fts_level == FTS_ROOTLEVEL ? path : e->fts_name;
		to.path = path;
		if (copy_entry(e, &to, e->fts_info == FTS_DP) != 0 ||
		    (e->fts_info == FTS_D && enter(e, &to) != 0)) {
			rval = 1;
			if (e->fts_info == FTS_D)
				(void)fts_set(fts, e, FTS_SKIP);
		}
		free(path);
	}
	if (errno != 0)
		err(1, "fts_read");
	(void)fts_close(fts);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * The copy of an operand that is a directory: met in the walk, it lies within
 * the operand.
 */
static struct {
	bool	known;
	dev_t	dev;
	ino_t	ino;
} top;

static void
remember_top(const struct place *to)
{
	struct stat st;

	if (fstatat(to->dir, to->name, &st, 0) == 0) {
		top.known = true;
		top.dev = st.st_dev;
		top.ino = st.st_ino;
	}
}

static bool
is_top(const FTSENT *e)
{

	return (e->fts_level > FTS_ROOTLEVEL && top.known &&
	    e->fts_statp->st_dev == top.dev &&
	    e->fts_statp->st_ino == top.ino);
}

static int
copy_directory(const FTSENT *e, const struct place *to, bool leaving,
    bool exists, const struct stat *st)
{

	if (leaving) {
		if (pflag)
			return (copy_attributes(e->fts_statp, to));
		/* Owner's bits were added on the way in: see below. */
		if (e->fts_number != 0 && fchmodat(to->dir, to->name,
		    e->fts_statp->st_mode & (mode_t)(S_IRWXU | S_IRWXG |
		    S_IRWXO) & ~mask, 0) != 0) {
			warn("%s", to->path);
			return (1);
		}
		return (0);
	}
	if (exists) {
		if (S_ISDIR(st->st_mode))
			return (0);
		warnc(ENOTDIR, "%s", to->path);
		return (1);
	}
	if (mkdirat(to->dir, to->name, (e->fts_statp->st_mode &
	    (mode_t)(S_IRWXU | S_IRWXG | S_IRWXO)) | S_IRWXU) != 0) {
		warn("%s", to->path);
		return (1);
	}
	__DECONST(FTSENT *, e)->fts_number = 1;
	return (0);
}

static bool
confirm(const char *to)
{
	int c, first;

	(void)fprintf(stderr, "overwrite %s? ", to);
	first = c = getchar();
	while (c != '\n' && c != EOF)
		c = getchar();
	if (first == 'y' || first == 'Y')
		return (true);
	(void)fprintf(stderr, "not overwritten\n");
	return (false);
}

static int
copy_entry(FTSENT *e, const struct place *to, bool leaving)
{
	const struct place src = { AT_FDCWD, e->fts_accpath, e->fts_path };
	const struct stat *from = e->fts_statp;
	struct stat st;
	bool exists;
	int rval;

	exists = fstatat(to->dir, to->name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (exists && S_ISLNK(st.st_mode) && !S_ISLNK(from->st_mode))
		exists = fstatat(to->dir, to->name, &st, 0) == 0;
	if (S_ISDIR(from->st_mode)) {
		rval = copy_directory(e, to, leaving, exists, &st);
		if (!leaving && e->fts_level == FTS_ROOTLEVEL)
			remember_top(to);
		if (rval == 0 && vflag && !leaving)
			(void)printf("%s -> %s\n", e->fts_path, to->path);
		return (rval);
	}
	if (exists) {
		if (from->st_dev == st.st_dev && from->st_ino == st.st_ino) {
			warnx("%s and %s are identical (not copied)",
			    e->fts_path, to->path);
			return (1);
		}
		if (S_ISDIR(st.st_mode)) {
			warnc(EISDIR, "%s", to->path);
			return (1);
		}
		if (nflag)
			return (0);
		if (iflag && !confirm(to->path))
			return (1);
	}
	if (lflag || sflag) {
		if (exists && fflag)
			(void)unlinkat(to->dir, to->name, 0);
		if ((lflag ? linkat(AT_FDCWD, e->fts_accpath, to->dir,
		    to->name, AT_SYMLINK_FOLLOW) :
		    symlinkat(e->fts_path, to->dir, to->name)) != 0) {
			warn("%s", to->path);
			return (1);
		}
		rval = 0;
	} else if (S_ISLNK(from->st_mode))
		rval = copy_link(&src, to, exists);
	else if (S_ISREG(from->st_mode) || !rflag)
		rval = copy_regular(&src, from, to, exists, fflag);
	else
		rval = copy_special(from, to, exists);
	if (rval == 0 && pflag && !lflag && !sflag)
		rval = copy_attributes(from, to);
	if (rval == 0 && vflag)
		(void)printf("%s -> %s\n", e->fts_path, to->path);
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: cp [-R [-H | -L | -P]] [-f | -i | -n] [-alpsvx] "
	    "source target\n"
	    "       cp [-R [-H | -L | -P]] [-f | -i | -n] [-alpsvx] "
	    "source ... directory\n");
	exit(1);
}
