/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ls: list directories.  This file decides what is listed in which order;
 * print.c how.
 *
 * For -R the process is in the directory whose subdirectories are listed, so
 * that no name is too long.  It comes back by ".." if that is where it was, and
 * by a descriptor for an operand and a symbolic link.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ls.h"

struct options opt;

static bool	f_all, f_almost, f_dirself, f_recursive, f_reverse, f_unsorted;
static bool	f_bysize, f_bytime, f_followarg, f_followall, f_nofollow;
static int	rval;
static bool	printed;		/* something was printed before */

/* Directories being listed, for -R not to run in circles. */
struct ancestor {
	struct ancestor	*up;
	dev_t		 dev;
	ino_t		 ino;
};

static int	compare(const void *, const void *);
static void	list_directory(const char *, const char *, bool,
		    const struct ancestor *);
static void	list_operands(char **);
static void	options(int, char **);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	char dot[] = ".", *here[] = { dot, NULL };

	options(argc, argv);
	argv += optind;
	list_operands(*argv == NULL ? here : argv);
	print_end();
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static unsigned
terminal_width(void)
{
	struct winsize ws;
	const char *columns;

	if ((columns = getenv("COLUMNS")) != NULL && atoi(columns) > 0)
		return ((unsigned)atoi(columns));
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0)
		return (ws.ws_col);
	return (80);
}

/* Options that set one flag and do no more. */
static const struct {
	int	 ch;
	bool	*flag;
} flags[] = {
	{ 'A', &f_almost },
	{ 'G', &opt.f_color },
	{ 'H', &f_followarg },
	{ 'R', &f_recursive },
	{ 'T', &opt.f_fulltime },
	{ 'a', &f_all },
	{ 'd', &f_dirself },
	{ 'h', &opt.f_human },
	{ 'i', &opt.f_inode },
	{ 'k', &opt.f_kbytes },
	{ 'l', &opt.f_long },
	{ 'p', &opt.f_flags_slash },
	{ 'r', &f_reverse },
	{ 's', &opt.f_blocks },
};

static void
option(int ch)
{
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].ch == ch) {
			*flags[i].flag = true;
			return;
		}
	switch (ch) {
	case '1':
		opt.columns = COLUMNS_ONE;
		break;
	case 'B':
		opt.strange = STRANGE_OCTAL;
		break;
	case 'C':
		opt.columns = COLUMNS_DOWN;
		opt.f_long = false;
		break;
	case 'D':
		opt.timefmt = optarg;
		break;
	case 'F':
		opt.f_type = true;
		opt.f_flags_slash = false;
		break;
	case 'J':
		opt.f_json = opt.f_long = true;
		break;
	case 'L':
		f_followall = true;
		f_nofollow = false;
		break;
	case 'P':
		f_nofollow = true;
		f_followall = f_followarg = false;
		break;
	case 'S':
		f_bysize = true;
		f_bytime = false;
		break;
	case 'U':
		opt.time = TIME_BIRTH;
		break;
	case 'b':
		opt.strange = STRANGE_C;
		break;
	case 'c':
		opt.time = TIME_CHANGED;
		break;
	case 'f':
		f_unsorted = f_all = true;
		break;
	case 'g':
		opt.f_long = opt.f_group_only = true;
		break;
	case 'm':
		opt.columns = COLUMNS_STREAM;
		opt.f_long = false;
		break;
	case 'n':
		opt.f_long = opt.f_numeric = true;
		break;
	case 'o':
		opt.f_long = opt.f_owner_only = true;
		break;
	case 'q':
		opt.strange = STRANGE_MARK;
		break;
	case 't':
		f_bytime = true;
		f_bysize = false;
		break;
	case 'u':
		opt.time = TIME_ACCESSED;
		break;
	case 'w':
		opt.strange = STRANGE_RAW;
		break;
	case 'x':
		opt.columns = COLUMNS_ACROSS;
		opt.f_long = false;
		break;
	default:
		usage();
	}
}

static void
options(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "json",	no_argument,	NULL,	'J' },
		{ NULL,		0,		NULL,	0 }
	};
	int ch, hdrlen;

	if (isatty(STDOUT_FILENO)) {
		opt.columns = COLUMNS_DOWN;
		opt.strange = STRANGE_MARK;
	} else
		opt.columns = COLUMNS_ONE;
	while ((ch = getopt_long(argc, argv,
	    "1ABCD:FGHJLPRSTUabcdfghiklmnopqrstuwx", longopts, NULL)) != -1)
		option(ch);
	opt.width = terminal_width();
	if (opt.f_kbytes)
		opt.blocksize = 1024;
	else
		(void)getbsize(&hdrlen, &opt.blocksize);
	/* Long listings and types say what a link is, not what it names. */
	if (!f_nofollow && !f_followall && !opt.f_long && !opt.f_type &&
	    !f_dirself)
		f_followarg = true;
}

const struct timespec *
entry_time(const struct entry *e)
{

	switch (opt.time) {
	case TIME_ACCESSED:
		return (&e->st.st_atim);
	case TIME_CHANGED:
		return (&e->st.st_ctim);
	case TIME_BIRTH:
		return (&e->st.st_birthtim);
	default:
		return (&e->st.st_mtim);
	}
}

static int
compare(const void *av, const void *bv)
{
	const struct entry *a = av, *b = bv;
	const struct timespec *ta, *tb;
	int r = 0;

	if (f_bysize)
		r = (a->st.st_size < b->st.st_size) -
		    (a->st.st_size > b->st.st_size);
	else if (f_bytime) {
		ta = entry_time(a);
		tb = entry_time(b);
		r = (ta->tv_sec < tb->tv_sec) - (ta->tv_sec > tb->tv_sec);
		if (r == 0)
			r = (ta->tv_nsec < tb->tv_nsec) -
			    (ta->tv_nsec > tb->tv_nsec);
	}
	if (r == 0)
		r = strcoll(a->name, b->name);
	return (f_reverse ? -r : r);
}

static void
sort(struct entry *list, size_t n)
{

	if (!f_unsorted && n > 1)
		qsort(list, n, sizeof(list[0]), compare);
}

static bool
need_stat(void)
{

	return (opt.f_long || opt.f_blocks || opt.f_inode || opt.f_type ||
	    opt.f_flags_slash || opt.f_color || f_bysize || f_bytime ||
	    f_recursive);
}

static char *
read_link(int fd, const char *name)
{
	char buf[PATH_MAX];
	ssize_t n;

	n = readlinkat(fd, name, buf, sizeof(buf) - 1);
	if (n < 0)
		return (NULL);
	buf[n] = '\0';
	return (strdup(buf));
}

/*
 * Fill in what lstat or stat tells of an entry.
 */
static bool
entry_stat(struct entry *e, int fd, bool follow)
{

	if (fstatat(fd, e->name, &e->st, follow ? 0 : AT_SYMLINK_NOFOLLOW) !=
	    0 && (!follow || fstatat(fd, e->name, &e->st,
	    AT_SYMLINK_NOFOLLOW) != 0))
		return (false);
	e->statted = true;
	if (S_ISLNK(e->st.st_mode) && opt.f_long)
		e->link = read_link(fd, e->name);
	return (true);
}

static void
free_entries(struct entry *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free(list[i].name);
		free(list[i].link);
	}
	free(list);
}

static struct entry *
append(struct entry **list, size_t *n, size_t *room, const char *name)
{
	struct entry *e;

	if (*n == *room) {
		*room = *room == 0 ? 64 : *room * 2;
		*list = reallocarray(*list, *room, sizeof(**list));
		if (*list == NULL)
			err(1, NULL);
	}
	e = &(*list)[(*n)++];
	memset(e, 0, sizeof(*e));
	e->name = strdup(name);
	if (e->name == NULL)
		err(1, NULL);
	return (e);
}

static void
list_operands(char **paths)
{
	struct entry *files = NULL, *dirs = NULL, *e, one;
	size_t nfiles = 0, ndirs = 0, rfiles = 0, rdirs = 0, i;
	bool many = paths[0] != NULL && paths[1] != NULL;

	for (; *paths != NULL; paths++) {
		memset(&one, 0, sizeof(one));
		one.name = *paths;
		if (!entry_stat(&one, AT_FDCWD, f_followall || f_followarg)) {
			warn("%s", *paths);
			rval = 1;
			continue;
		}
		if (S_ISDIR(one.st.st_mode) && !f_dirself)
			e = append(&dirs, &ndirs, &rdirs, *paths);
		else
			e = append(&files, &nfiles, &rfiles, *paths);
		e->st = one.st;
		e->statted = true;
		e->link = one.link;
	}
	if (nfiles > 0) {
		sort(files, nfiles);
		print_entries(files, nfiles, false);
		printed = true;
	}
	sort(dirs, ndirs);
	for (i = 0; i < ndirs; i++)
		list_directory(dirs[i].name, dirs[i].name,
		    many || f_recursive, NULL);
	free_entries(files, nfiles);
	free_entries(dirs, ndirs);
}

static bool
wanted(const char *name)
{

	if (name[0] != '.' || f_all)
		return (true);
	if (!f_almost)
		return (false);
	return (name[1] != '\0' && (name[1] != '.' || name[2] != '\0'));
}

static bool
is_directory(int fd, const struct ancestor *a)
{
	struct stat st;

	return (fstat(fd, &st) == 0 && st.st_dev == a->dev &&
	    st.st_ino == a->ino);
}

/*
 * Change to the directory that is open as fd.  Returns a descriptor to come
 * back by, or -1 if ".." will do: if it is the directory `up'.
 */
static int
go_into(int fd, const char *path, const struct ancestor *up)
{
	int back = -1, dotdot;
	bool simple;

	if (up != NULL && (dotdot = openat(fd, "..", O_SEARCH | O_DIRECTORY |
	    O_CLOEXEC)) != -1) {
		simple = is_directory(dotdot, up);
		(void)close(dotdot);
	} else
		simple = false;
	if (!simple && (back = open(".", O_SEARCH | O_DIRECTORY |
	    O_CLOEXEC)) == -1)
		err(1, ".");
	if (fchdir(fd) != 0)
		err(1, "%s", path);
	return (back);
}

static void
come_back(int back, const char *path, const struct ancestor *up)
{
	int fd = back;

	if (fd == -1 && (fd = open("..", O_SEARCH | O_DIRECTORY |
	    O_CLOEXEC)) == -1)
		err(1, "%s/..", path);
	if (back == -1 && !is_directory(fd, up))
		errx(1, "%s: the directory was moved", path);
	if (fchdir(fd) != 0)
		err(1, "%s/..", path);
	(void)close(fd);
}

static bool
is_subdirectory(const struct entry *e)
{

	return (S_ISDIR(e->st.st_mode) && strcmp(e->name, ".") != 0 &&
	    strcmp(e->name, "..") != 0);
}

static bool
has_directory(const struct entry *list, size_t n)
{
	size_t i;

	for (i = 0; i < n && !is_subdirectory(&list[i]); i++)
		continue;
	return (i < n);
}

static void
list_subdirectories(const char *path, struct entry *list, size_t n,
    const struct ancestor *up)
{
	char *sub;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!is_subdirectory(&list[i]))
			continue;
		if (asprintf(&sub, "%s%s%s", path,
		    path[strlen(path) - 1] == '/' ? "" : "/",
		    list[i].name) < 0)
			err(1, NULL);
		list_directory(sub, list[i].name, true, up);
		free(sub);
	}
}

/*
 * The directory is called path, and is name in the current one.
 */
static void
list_directory(const char *path, const char *name, bool header,
    const struct ancestor *up)
{
	struct entry *list = NULL, *e;
	const struct ancestor *a;
	struct ancestor self;
	size_t n = 0, room = 0;
	struct dirent *d;
	struct stat st;
	int back;
	DIR *dir;

	if ((dir = opendir(name)) == NULL ||
	    fstat(dirfd(dir), &st) != 0) {
		warn("%s", path);
		rval = 1;
		if (dir != NULL)
			(void)closedir(dir);
		return;
	}
	for (a = up; a != NULL; a = a->up)
		if (a->dev == st.st_dev && a->ino == st.st_ino) {
			warnx("%s: directory causes a cycle", path);
			rval = 1;
			(void)closedir(dir);
			return;
		}
	self = (struct ancestor){ __DECONST(struct ancestor *, up),
	    st.st_dev, st.st_ino };

	errno = 0;
	while ((d = readdir(dir)) != NULL) {
		if (!wanted(d->d_name))
			continue;
		e = append(&list, &n, &room, d->d_name);
		e->path = path;
		if (need_stat() &&
		    !entry_stat(e, dirfd(dir), f_followall)) {
			if (errno != ENOENT) {
				warn("%s/%s", path, d->d_name);
				rval = 1;
			}
			free(e->name);
			n--;
		}
		errno = 0;
	}
	if (errno != 0) {
		warn("%s", path);
		rval = 1;
	}
	if (header && !opt.f_json)
		(void)printf("%s%s:\n", printed ? "\n" : "", path);
	printed = true;
	sort(list, n);
	print_entries(list, n, opt.f_long || opt.f_blocks);
	if (f_recursive && has_directory(list, n)) {
		back = go_into(dirfd(dir), path, up);
		(void)closedir(dir);
		list_subdirectories(path, list, n, &self);
		come_back(back, path, up);
	} else
		(void)closedir(dir);
	free_entries(list, n);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: ls [-1ABCFGHJLPRSTUabcdfghiklmnopqrstuwx] [-D format] "
	    "[file ...]\n");
	exit(1);
}
