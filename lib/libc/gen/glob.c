/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Path names by pattern.
 *
 * Braces are expanded first, each alternative being a pattern of its own; then
 * a tilde; then the pattern is walked component by component.  A component
 * without magic is appended as it is; the names of the directory are matched
 * against one with magic by fnmatch(3).  Each pattern's results are sorted
 * among themselves.
 * Tests: tests/lib/libc/gen/t_glob.c
 */

#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	BRACE_MAX	1024		/* patterns that braces may make */

struct walk {
	glob_t	*g;
	char	path[PATH_MAX];
	int	nbraces;
	size_t	limit;			/* GLOB_LIMIT: so many paths */
};

static bool
has_magic(const char *p, size_t n, int flags)
{
	for (; n > 0; n--, p++) {
		if (*p == '*' || *p == '?' || *p == '[')
			return (true);
		if (*p == '\\' && (flags & GLOB_NOESCAPE) == 0 && n > 1) {
			p++;
			n--;
		}
	}
	return (false);
}

static int
path_stat(const struct walk *w, struct stat *sb, bool follow)
{
	if ((w->g->gl_flags & GLOB_ALTDIRFUNC) != 0)
		return (follow ? w->g->gl_stat(w->path, sb) :
		    w->g->gl_lstat(w->path, sb));
	return (follow ? stat(w->path, sb) : lstat(w->path, sb));
}

/* Append a path to the result. */
static int
add_path(glob_t *g, const char *path)
{
	size_t n = g->gl_pathc;
	char **v, *copy;

	if ((g->gl_flags & GLOB_DOOFFS) != 0)
		n += g->gl_offs;
	v = reallocarray(g->gl_pathv, n + 2, sizeof(char *));
	if (v == NULL)
		return (GLOB_NOSPACE);
	if (g->gl_pathv == NULL && (g->gl_flags & GLOB_DOOFFS) != 0)
		memset(v, 0, g->gl_offs * sizeof(char *));
	g->gl_pathv = v;
	if ((copy = strdup(path)) == NULL) {
		v[n] = NULL;
		return (GLOB_NOSPACE);
	}
	v[n] = copy;
	v[n + 1] = NULL;
	g->gl_pathc++;
	return (0);
}

/* The path is complete: is there such a file? */
static int
found(struct walk *w, size_t len)
{
	struct stat sb;
	size_t n;

	if (path_stat(w, &sb, false) == -1)
		return (0);
	if (w->limit != 0 && w->g->gl_pathc >= w->limit) {
		errno = 0;
		return (GLOB_NOSPACE);
	}
	n = len;
	if ((w->g->gl_flags & GLOB_MARK) != 0 && len > 0 &&
	    w->path[len - 1] != '/' && len + 1 < sizeof(w->path) &&
	    (S_ISDIR(sb.st_mode) || (S_ISLNK(sb.st_mode) &&
	    path_stat(w, &sb, true) == 0 && S_ISDIR(sb.st_mode)))) {
		w->path[n++] = '/';
		w->path[n] = '\0';
	}
	w->g->gl_matchc++;
	n = (size_t)add_path(w->g, w->path);
	w->path[len] = '\0';
	return ((int)n);
}

static int	walk_pattern(struct walk *, size_t, const char *);

static void *
dir_open(const struct walk *w)
{
	const char *path = w->path[0] != '\0' ? w->path : ".";

	if ((w->g->gl_flags & GLOB_ALTDIRFUNC) != 0)
		return (w->g->gl_opendir(path));
	return (opendir(path));
}

static struct dirent *
dir_read(const struct walk *w, void *dirp)
{
	if ((w->g->gl_flags & GLOB_ALTDIRFUNC) != 0)
		return (w->g->gl_readdir(dirp));
	return (readdir(dirp));
}

static void
dir_close(const struct walk *w, void *dirp)
{
	if ((w->g->gl_flags & GLOB_ALTDIRFUNC) != 0)
		w->g->gl_closedir(dirp);
	else
		(void)closedir(dirp);
}

/* Match the names in the directory at w->path, of length len. */
static int
walk_directory(struct walk *w, size_t len, const char *comp, size_t complen,
    const char *rest)
{
	char pattern[PATH_MAX];
	struct dirent *dp;
	int flags = FNM_PERIOD, ret = 0;
	size_t n;
	void *dirp;

	if (complen >= sizeof(pattern))
		return (0);
	memcpy(pattern, comp, complen);
	pattern[complen] = '\0';
	if ((w->g->gl_flags & GLOB_NOESCAPE) != 0)
		flags |= FNM_NOESCAPE;
	if ((dirp = dir_open(w)) == NULL) {
		if (errno == ENOENT || errno == ENOTDIR)
			return (0);
		if ((w->g->gl_errfunc != NULL &&
		    w->g->gl_errfunc(w->path, errno) != 0) ||
		    (w->g->gl_flags & GLOB_ERR) != 0)
			return (GLOB_ABORTED);
		return (0);
	}
	while (ret == 0 && (dp = dir_read(w, dirp)) != NULL) {
		if (fnmatch(pattern, dp->d_name, flags) != 0)
			continue;
		n = strlen(dp->d_name);
		if (len + n + 1 >= sizeof(w->path))
			continue;
		memcpy(w->path + len, dp->d_name, n + 1);
		ret = walk_pattern(w, len + n, rest);
		w->path[len] = '\0';
	}
	dir_close(w, dirp);
	return (ret);
}

/* Go on at path[0..len) with the rest of the pattern. */
static int
walk_pattern(struct walk *w, size_t len, const char *pat)
{
	const char *end;
	size_t i;

	for (;;) {
		for (; *pat == '/'; pat++) {
			if (len + 1 >= sizeof(w->path))
				return (0);
			w->path[len++] = '/';
			w->path[len] = '\0';
		}
		if (*pat == '\0')
			return (found(w, len));
		end = strchrnul(pat, '/');
		if (has_magic(pat, (size_t)(end - pat), w->g->gl_flags)) {
			i = len;
			return (walk_directory(w, i, pat,
			    (size_t)(end - pat), end));
		}
		for (; pat < end; pat++) {
			if (*pat == '\\' && pat + 1 < end &&
			    (w->g->gl_flags & GLOB_NOESCAPE) == 0)
				pat++;
			if (len + 1 >= sizeof(w->path))
				return (0);
			w->path[len++] = *pat;
		}
		w->path[len] = '\0';
	}
}

/* Replace ~ or ~user in front of the pattern, into buf. */
static const char *
expand_tilde(const glob_t *g, const char *pat, char *buf, size_t size)
{
	const char *end, *home = NULL;
	const struct passwd *pw;
	char user[LOGIN_NAME_MAX];

	if ((g->gl_flags & GLOB_TILDE) == 0 || *pat != '~')
		return (pat);
	end = strchrnul(pat, '/');
	if (end == pat + 1) {
		if (issetugid() == 0)
			home = getenv("HOME");
		if (home == NULL && (pw = getpwuid(getuid())) != NULL)
			home = pw->pw_dir;
	} else if ((size_t)(end - pat - 1) < sizeof(user)) {
		memcpy(user, pat + 1, (size_t)(end - pat - 1));
		user[end - pat - 1] = '\0';
		if ((pw = getpwnam(user)) != NULL)
			home = pw->pw_dir;
	}
	if (home == NULL || strlcpy(buf, home, size) >= size ||
	    strlcat(buf, end, size) >= size)
		return (pat);
	return (buf);
}

static int
compare_paths(const void *a, const void *b)
{
	return (strcoll(*(char * const *)a, *(char * const *)b));
}

/* One pattern without braces. */
static int
glob_one(struct walk *w, const char *pat)
{
	glob_t *g = w->g;
	char buf[PATH_MAX];
	size_t before = g->gl_pathc, offset;
	int ret;

	pat = expand_tilde(g, pat, buf, sizeof(buf));
	if (has_magic(pat, strlen(pat), g->gl_flags))
		g->gl_flags |= GLOB_MAGCHAR;
	w->path[0] = '\0';
	ret = walk_pattern(w, 0, pat);
	if (ret == 0 && (g->gl_flags & GLOB_NOSORT) == 0 &&
	    g->gl_pathc > before) {
		offset = (g->gl_flags & GLOB_DOOFFS) != 0 ? g->gl_offs : 0;
		qsort(g->gl_pathv + offset + before, g->gl_pathc - before,
		    sizeof(char *), compare_paths);
	}
	return (ret);
}

/* The end of a bracket expression at p, or p if it has none. */
static const char *
skip_bracket(const char *p)
{
	const char *q = p + 1;

	if (*q == '!' || *q == '^')
		q++;
	if (*q == ']')
		q++;
	while (*q != '\0' && *q != ']')
		q++;
	return (*q == ']' ? q : p);
}

/*
 * The brace that closes or the comma at the level of p, which is behind an
 * opening brace; NULL if there is none.
 */
static const char *
brace_next(const char *p, int flags)
{
	int depth = 0;

	for (; *p != '\0'; p++) {
		if (*p == '[')
			p = skip_bracket(p);
		else if (*p == '\\' && p[1] != '\0' &&
		    (flags & GLOB_NOESCAPE) == 0)
			p++;
		else if (*p == '{')
			depth++;
		else if (*p == '}' && depth-- == 0)
			return (p);
		else if (*p == ',' && depth == 0)
			return (p);
	}
	return (NULL);
}

static int
glob_braces(struct walk *w, const char *pat)
{
	const char *open, *part, *next, *close;
	char buf[PATH_MAX];
	int ret = 0;

	if (++w->nbraces > BRACE_MAX)
		return (GLOB_NOSPACE);
	for (open = pat; *open != '\0'; open++) {
		if (*open == '[')
			open = skip_bracket(open);
		else if (*open == '\\' && open[1] != '\0' &&
		    (w->g->gl_flags & GLOB_NOESCAPE) == 0)
			open++;
		else if (*open == '{' && open[1] != '}')
			break;
	}
	if ((w->g->gl_flags & GLOB_BRACE) == 0 || *open == '\0')
		return (glob_one(w, pat));
	for (close = open + 1;; close++) {
		close = brace_next(close, w->g->gl_flags);
		if (close == NULL)
			return (glob_one(w, pat));
		if (*close == '}')
			break;
	}
	for (part = open + 1; ret == 0; part = next + 1) {
		next = brace_next(part, w->g->gl_flags);
		if ((size_t)(open - pat) + (size_t)(next - part) +
		    strlen(close) >= sizeof(buf))
			return (GLOB_NOSPACE);
		memcpy(buf, pat, (size_t)(open - pat));
		memcpy(buf + (open - pat), part, (size_t)(next - part));
		strlcpy(buf + (open - pat) + (next - part), close + 1,
		    sizeof(buf) - (size_t)(open - pat) -
		    (size_t)(next - part));
		ret = glob_braces(w, buf);
		if (next == close)
			break;
	}
	return (ret);
}

/* What GLOB_NOCHECK returns: the pattern without its escapes. */
static int
add_pattern(glob_t *g, const char *pat)
{
	char buf[PATH_MAX], *p = buf;

	for (; *pat != '\0' && p < buf + sizeof(buf) - 1; pat++) {
		if (*pat == '\\' && pat[1] != '\0' &&
		    (g->gl_flags & GLOB_NOESCAPE) == 0)
			pat++;
		*p++ = *pat;
	}
	*p = '\0';
	return (add_path(g, buf));
}

int
glob(const char *__restrict pattern, int flags,
    int (*errfunc)(const char *, int), glob_t *__restrict g)
{
	struct walk w = { .g = g };
	size_t before;
	int ret;

	if ((flags & GLOB_APPEND) == 0) {
		g->gl_pathc = 0;
		g->gl_pathv = NULL;
		if ((flags & GLOB_DOOFFS) == 0)
			g->gl_offs = 0;
	}
	if ((flags & GLOB_LIMIT) != 0)
		w.limit = g->gl_matchc != 0 ? g->gl_matchc : ARG_MAX;
	before = g->gl_pathc;
	g->gl_matchc = 0;
	g->gl_flags = flags & ~GLOB_MAGCHAR;
	g->gl_errfunc = errfunc;
	ret = glob_braces(&w, pattern);
	if (ret != 0 || g->gl_pathc > before)
		return (ret);
	if ((flags & GLOB_NOCHECK) != 0 || ((flags & GLOB_NOMAGIC) != 0 &&
	    (g->gl_flags & GLOB_MAGCHAR) == 0))
		return (add_pattern(g, pattern));
	return (GLOB_NOMATCH);
}

void
globfree(glob_t *g)
{
	size_t i, offset;

	if (g->gl_pathv == NULL)
		return;
	offset = (g->gl_flags & GLOB_DOOFFS) != 0 ? g->gl_offs : 0;
	for (i = 0; i < g->gl_pathc; i++)
		free(g->gl_pathv[offset + i]);
	free(g->gl_pathv);
	g->gl_pathv = NULL;
	g->gl_pathc = 0;
}
