/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pathname expansion (POSIX 2.13.3).
 *
 * The pattern is taken a component at a time.  Components without special
 * characters are only appended to the path; others are matched with the
 * entries of the directory that the path has come to.
 */

#include <sys/stat.h>

#include <dirent.h>

#include "eval.h"
#include "expand.h"

static void	glob_walk(struct sbuf *, const char *, struct strlist *);

/* Append a literal component, without its backslashes. */
static void
append_literal(struct sbuf *path, const char *p, size_t len)
{
	const char *end = p + len;

	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
		sbuf_putc(path, *p);
	}
}

static bool
path_exists(struct sbuf *path)
{
	struct stat sb;

	return (lstat(sbuf_str(path), &sb) == 0);
}

/* Match the entries of the directory path with the component pat. */
static void
glob_directory(struct sbuf *path, const char *pat, const char *rest,
    struct strlist *found)
{
	struct strlist names = STRLIST_INIT;
	struct dirent *de;
	const char *name;
	size_t i, len = path->sb_len;
	bool dots;
	DIR *dir;

	if ((dir = opendir(len != 0 ? sbuf_str(path) : ".")) == NULL)
		return;
	dots = *pat == '.' || (*pat == '\\' && pat[1] == '.');
	while ((de = readdir(dir)) != NULL) {
		name = de->d_name;
		if ((*name != '.' || dots) &&
		    pattern_match(pat, name, name + strlen(name)))
			strlist_add(&names, tmp_strdup(name));
	}
	(void)closedir(dir);
	trap_check_interrupt();
	for (i = 0; i < names.sl_n; i++) {
		path->sb_len = len;
		sbuf_puts(path, names.sl_v[i]);
		if (*rest == '\0')
			strlist_add(found, tmp_strndup(path->sb_s,
			    path->sb_len));
		else
			glob_walk(path, rest, found);
	}
	path->sb_len = len;
}

/* Expand the pattern pat behind the path that has been found so far. */
static void
glob_walk(struct sbuf *path, const char *pat, struct strlist *found)
{
	size_t n, len = path->sb_len;
	char *component;

	sh_check_stack();
	for (;;) {
		while (*pat == '/') {
			sbuf_putc(path, '/');
			pat++;
		}
		n = strcspn(pat, "/");
		component = tmp_strndup(pat, n);
		if (pattern_special(component))
			break;
		append_literal(path, pat, n);
		pat += n;
		if (*pat == '\0') {
			if (path_exists(path))
				strlist_add(found, tmp_strndup(path->sb_s,
				    path->sb_len));
			path->sb_len = len;
			return;
		}
	}
	glob_directory(path, component, pat + n, found);
	path->sb_len = len;
}

/*
 * Add the pathnames that match pat to list, sorted; false if there are none.
 */
bool
glob_expand(const char *pat, struct strlist *list)
{
	struct strlist found = STRLIST_INIT;
	struct sbuf path = SBUF_INIT;
	size_t i;

	glob_walk(&path, pat, &found);
	strlist_sort(&found, 0);
	for (i = 0; i < found.sl_n; i++)
		strlist_add(list, found.sl_v[i]);
	return (found.sl_n != 0);
}
