/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * find: is the expression true for a file?
 */
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fnmatch.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "find.h"

static bool
compare(const struct node *n, long long value)
{

	return (n->sign > 0 ? value > n->n : n->sign < 0 ? value < n->n :
	    value == n->n);
}

/*
 * Run a command, in the directory dir, or where find was started if that is
 * NULL.
 */
static bool
run(char **argv, const char *dir)
{
	int status;
	pid_t pid;

	(void)fflush(stdout);
	if ((pid = fork()) < 0)
		err(1, "fork");
	if (pid == 0) {
		/* Without startfd the walk did not change directory. */
		if (dir != NULL ? chdir(dir) != 0 :
		    startfd != -1 && fchdir(startfd) != 0) {
			warn("%s", dir != NULL ? dir : ".");
			_exit(127);
		}
		(void)execvp(argv[0], argv);
		warn("%s", argv[0]);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			err(1, "waitpid");
	return (WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/*
 * The word with each {} replaced by the path, in memory of its own.
 */
static char *
replaced(const char *word, const char *path)
{
	size_t len = strlen(path), room = strlen(word) + 1;
	const char *s, *hit;
	char *out, *p;

	for (s = word; (s = strstr(s, "{}")) != NULL; s += 2)
		room += len;
	if ((out = p = malloc(room)) == NULL)
		err(1, NULL);
	for (s = word; (hit = strstr(s, "{}")) != NULL; s = hit + 2) {
		(void)memcpy(p, s, (size_t)(hit - s));
		p += hit - s;
		(void)memcpy(p, path, len);
		p += len;
	}
	(void)memcpy(p, s, strlen(s) + 1);
	return (out);
}

static bool
confirmed(const struct node *n, const char *path)
{
	int c, first;

	(void)fflush(stdout);
	(void)fprintf(stderr, "< %s ... %s >? ", n->argv[0], path);
	first = c = getchar();
	while (c != '\n' && c != EOF)
		c = getchar();
	return (first == 'y' || first == 'Y');
}

/*
 * The last part of a path, without slashes behind it, in memory of its own;
 * `*dirlen' is the length of what stands before it.
 */
static char *
last_part(const char *path, size_t *dirlen)
{
	size_t len = strlen(path), at;
	char *name;

	while (len > 1 && path[len - 1] == '/')
		len--;
	for (at = len; at > 0 && (path[at - 1] != '/' || len == 1); at--)
		continue;
	if ((name = strndup(path + at, len - at)) == NULL)
		err(1, NULL);
	*dirlen = at;
	return (name);
}

static bool
execute(const struct node *n, const FTSENT *p)
{
	const char *path = p->fts_path;
	char **argv, *name = NULL, *dir = NULL;
	bool result = false;
	size_t dirlen;
	int i;

	if ((argv = calloc((size_t)n->argc + 1, sizeof(*argv))) == NULL)
		err(1, NULL);
	if (n->indir) {
		name = last_part(p->fts_accpath, &dirlen);
		if ((dir = dirlen == 0 ? strdup(".") :
		    strndup(p->fts_accpath, dirlen)) == NULL)
			err(1, NULL);
		path = name;
	}
	if (n->kind != N_OK || confirmed(n, path)) {
		for (i = 0; i < n->argc; i++)
			argv[i] = replaced(n->argv[i], path);
		result = run(argv, dir);
		for (i = 0; i < n->argc; i++)
			free(argv[i]);
	}
	free(name);
	free(dir);
	free(argv);
	return (result);
}

/*
 * -exec ... +: run the command with what was collected.
 */
static void
flush_collected(struct node *n)
{
	char **argv;
	size_t i, argc = (size_t)n->argc;

	if (n->ncollected == 0)
		return;
	argv = calloc(argc + n->ncollected + 1, sizeof(*argv));
	if (argv == NULL)
		err(1, NULL);
	(void)memcpy(argv, n->argv, argc * sizeof(*argv));
	(void)memcpy(argv + argc, n->collected,
	    n->ncollected * sizeof(*argv));
	if (!run(argv, NULL))
		rval = 1;
	for (i = 0; i < n->ncollected; i++)
		free(n->collected[i]);
	free(argv);
	n->ncollected = 0;
	n->bytes = 0;
}

static void
collect(struct node *n, const char *path)
{
	size_t need = strlen(path) + 1 + sizeof(char *);

	if (n->bytes + need > (size_t)sysconf(_SC_ARG_MAX) / 4)
		flush_collected(n);
	if (n->ncollected == n->room) {
		n->room = n->room * 2 + 64;
		n->collected = reallocarray(n->collected, n->room,
		    sizeof(*n->collected));
		if (n->collected == NULL)
			err(1, NULL);
	}
	if ((n->collected[n->ncollected++] = strdup(path)) == NULL)
		err(1, NULL);
	n->bytes += need;
}

void
evaluate_rest(void)
{
	struct node *n;

	for (n = plus_list; n != NULL; n = n->nextplus)
		flush_collected(n);
}

static bool
is_empty(const FTSENT *p)
{
	struct dirent *d;
	bool empty = true;
	DIR *dir;

	if (!S_ISDIR(p->fts_statp->st_mode))
		return (S_ISREG(p->fts_statp->st_mode) &&
		    p->fts_statp->st_size == 0);
	if ((dir = opendir(p->fts_accpath)) == NULL) {
		warn("%s", p->fts_path);
		rval = 1;
		return (false);
	}
	while (empty && (d = readdir(dir)) != NULL)
		empty = strcmp(d->d_name, ".") == 0 ||
		    strcmp(d->d_name, "..") == 0;
	(void)closedir(dir);
	return (empty);
}

static bool
delete(const FTSENT *p)
{
	int error;

	if (strcmp(p->fts_path, ".") == 0)
		return (true);
	error = S_ISDIR(p->fts_statp->st_mode) ? rmdir(p->fts_accpath) :
	    unlink(p->fts_accpath);
	if (error != 0) {
		warn("%s", p->fts_path);
		rval = 1;
	}
	return (error == 0);
}

static void
list(const FTSENT *p)
{
	const struct stat *st = p->fts_statp;
	const struct passwd *pw = getpwuid(st->st_uid);
	const struct group *gr = getgrgid(st->st_gid);
	char mode[12], user[16], group[16], date[32], target[PATH_MAX];
	bool old = now.tv_sec - st->st_mtime > 182 * 86400L ||
	    st->st_mtime > now.tv_sec;
	ssize_t n;

	strmode(st->st_mode, mode);
	(void)snprintf(user, sizeof(user), "%u", (unsigned)st->st_uid);
	(void)snprintf(group, sizeof(group), "%u", (unsigned)st->st_gid);
	(void)strftime(date, sizeof(date), old ? "%b %e  %Y" : "%b %e %H:%M",
	    localtime(&st->st_mtime));
	(void)printf("%6llu %4lld %s %3lu %-8s %-8s %10lld %s %s",
	    (unsigned long long)st->st_ino, (long long)st->st_blocks, mode,
	    (unsigned long)st->st_nlink, pw != NULL ? pw->pw_name : user,
	    gr != NULL ? gr->gr_name : group, (long long)st->st_size, date,
	    p->fts_path);
	if (S_ISLNK(st->st_mode) && (n = readlink(p->fts_accpath, target,
	    sizeof(target))) >= 0)
		(void)printf(" -> %.*s", (int)n, target);
	(void)putchar('\n');
}

static bool
is_type(int type, mode_t mode)
{

	switch (type) {
	case 'b': return (S_ISBLK(mode));
	case 'c': return (S_ISCHR(mode));
	case 'd': return (S_ISDIR(mode));
	case 'f': return (S_ISREG(mode));
	case 'l': return (S_ISLNK(mode));
	case 'p': return (S_ISFIFO(mode));
	default: return (S_ISSOCK(mode));
	}
}

static bool
is_newer(const struct timespec *a, const struct timespec *b)
{

	return (a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec :
	    a->tv_nsec > b->tv_nsec);
}

static bool
perm_matches(const struct node *n, mode_t mode)
{
	mode_t want = (mode_t)n->n;

	if (n->sign < 0)
		return ((mode & want) == want);
	if (n->sign > 0)
		return (want == 0 || (mode & want) != 0);
	return ((mode & 07777) == want);
}

static bool
link_matches(const struct node *n, const FTSENT *p)
{
	char target[PATH_MAX];
	ssize_t len;

	if (!S_ISLNK(p->fts_statp->st_mode) || (len = readlink(p->fts_accpath,
	    target, sizeof(target) - 1)) < 0)
		return (false);
	target[len] = '\0';
	return (fnmatch(n->text, target, n->kind == N_ILNAME ? FNM_CASEFOLD :
	    0) == 0);
}

static bool
regex_matches(const struct node *n, const char *path)
{
	regmatch_t m;

	return (regexec(&n->re, path, 1, &m, 0) == 0 && m.rm_so == 0 &&
	    path[m.rm_eo] == '\0');
}

static bool
name_matches(const struct node *n, const FTSENT *p)
{
	size_t dirlen;
	char *name;
	bool result;

	name = last_part(p->fts_path, &dirlen);
	result = fnmatch(n->text, name, n->kind == N_INAME ? FNM_CASEFOLD :
	    0) == 0;
	free(name);
	return (result);
}

/*
 * A symbolic link is where its directory is.  A file's type is that of the one
 * before it while the device stays the same.
 */
static bool
fstype_matches(const struct node *n, const FTSENT *p)
{
	static struct statvfs fs;
	static dev_t dev;
	static bool known;
	size_t dirlen;
	char *dir = NULL;

	if (!known || dev != p->fts_statp->st_dev) {
		if (S_ISLNK(p->fts_statp->st_mode)) {
			free(last_part(p->fts_accpath, &dirlen));
			if ((dir = dirlen == 0 ? strdup(".") :
			    strndup(p->fts_accpath, dirlen)) == NULL)
				err(1, NULL);
		}
		known = statvfs(dir != NULL ? dir : p->fts_accpath, &fs) == 0;
		free(dir);
		if (!known) {
			warn("%s", p->fts_path);
			rval = 1;
			return (false);
		}
		dev = p->fts_statp->st_dev;
	}
	if (strcmp(n->text, "rdonly") == 0)
		return ((fs.f_flag & ST_RDONLY) != 0);
	return (strcmp(n->text, fs.f_fstypename) == 0);
}

/*
 * The primaries that look at the inode.
 */
static bool
test(const struct node *n, const FTSENT *p)
{
	const struct stat *st = p->fts_statp;

	switch (n->kind) {
	case N_ACCESS:
		return (access(p->fts_accpath, n->which == 'r' ? R_OK :
		    n->which == 'w' ? W_OK : X_OK) == 0);
	case N_AGE:
		return (compare(n, (now.tv_sec -
		    time_of(st, n->which)->tv_sec) / n->unit));
	case N_DEPTH:
		return (compare(n, p->fts_level));
	case N_FSTYPE:
		return (fstype_matches(n, p));
	case N_GROUP:
		return (compare(n, st->st_gid));
	case N_USER:
		return (compare(n, st->st_uid));
	case N_INUM:
		return (compare(n, (long long)st->st_ino));
	case N_LINKS:
		return (compare(n, (long long)st->st_nlink));
	case N_NEWER:
		return (is_newer(time_of(st, n->which), &n->when));
	case N_NOGROUP:
		return (getgrgid(st->st_gid) == NULL);
	case N_NOUSER:
		return (getpwuid(st->st_uid) == NULL);
	case N_PERM:
		return (perm_matches(n, st->st_mode));
	case N_SAMEFILE:
		return (st->st_dev == n->dev && (long long)st->st_ino == n->n);
	case N_SIZE:
		return (compare(n, (st->st_size + n->unit - 1) / n->unit));
	case N_TYPE:
		return (is_type(n->text[0], st->st_mode));
	default:
		return (true);
	}
}

bool
evaluate(struct node *n, FTS *fts, FTSENT *p)
{

	switch (n->kind) {
	case N_AND:
		return (evaluate(n->left, fts, p) &&
		    evaluate(n->right, fts, p));
	case N_OR:
		return (evaluate(n->left, fts, p) ||
		    evaluate(n->right, fts, p));
	case N_NOT:
		return (!evaluate(n->left, fts, p));
	case N_FALSE:
		return (false);
	case N_DELETE:
		return (delete(p));
	case N_EMPTY:
		return (is_empty(p));
	case N_EXEC:
	case N_OK:
		if (!n->plus)
			return (execute(n, p));
		collect(n, p->fts_path);
		return (true);
	case N_INAME:
	case N_NAME:
		return (name_matches(n, p));
	case N_IPATH:
	case N_PATH:
		return (fnmatch(n->text, p->fts_path, n->kind == N_IPATH ?
		    FNM_CASEFOLD : 0) == 0);
	case N_ILNAME:
	case N_LNAME:
		return (link_matches(n, p));
	case N_REGEX:
		return (regex_matches(n, p->fts_path));
	case N_LS:
		list(p);
		return (true);
	case N_PRINT:
		if (puts(p->fts_path) == EOF)
			err(1, "stdout");
		return (true);
	case N_PRINT0:
		(void)fputs(p->fts_path, stdout);
		(void)putchar('\0');
		return (true);
	case N_PRUNE:
		if (!depth)
			(void)fts_set(fts, p, FTS_SKIP);
		return (true);
	case N_QUIT:
		evaluate_rest();
		if (fclose(stdout) != 0)
			err(1, "stdout");
		exit(rval);
	default:
		return (test(n, p));
	}
}
