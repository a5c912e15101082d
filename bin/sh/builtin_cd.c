/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The working directory: cd and pwd.
 *
 * The logical name of the working directory, that is with the symbolic links
 * that led to it, is kept in cwd.  It is found out when it is first needed:
 * from PWD, if that names the directory we are in, else by getcwd().
 */

#include <sys/stat.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "builtin.h"
#include "var.h"

static char	*cwd;			/* malloc'ed; NULL: not known yet */

static bool
same_directory(const char *a, const char *b)
{
	struct stat sa, sb;

	return (stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	    sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino);
}

/* The physical name, in temporary memory, or NULL. */
static char *
physical(void)
{
	size_t size = 256;
	char *buf;

	for (;; size *= 2) {
		buf = tmp_alloc(size);
		if (getcwd(buf, size) != NULL)
			return (buf);
		if (errno != ERANGE)
			return (NULL);
	}
}

/* No component of an absolute path is "." or "..". */
static bool
is_clean(const char *p)
{
	size_t n;

	if (*p != '/')
		return (false);
	while (*p == '/') {
		p++;
		n = strcspn(p, "/");
		if ((n == 1 && p[0] == '.') ||
		    (n == 2 && p[0] == '.' && p[1] == '.'))
			return (false);
		p += n;
	}
	return (true);
}

/* The working directory; "" if it cannot be found out. */
const char *
cwd_get(void)
{
	extern char **environ;
	const char *pwd = NULL, *p;
	struct mem_mark m;
	char **e;

	if (cwd != NULL)
		return (cwd);
	for (e = environ; e != NULL && *e != NULL; e++) {
		if (strncmp(*e, "PWD=", 4) == 0)
			pwd = *e + 4;
	}
	m = tmp_mark();
	if (pwd == NULL || !is_clean(pwd) || !same_directory(pwd, "."))
		pwd = physical();
	p = pwd != NULL ? pwd : "";
	if (*p != '\0')
		cwd = mem_strdup(p);
	tmp_release(m);
	return (cwd != NULL ? cwd : "");
}

/* Resolve . and .. in dir, relative to the logical directory. */
static char *
logical(const char *dir)
{
	struct sbuf sb = SBUF_INIT;
	const char *base;
	struct stat st;
	size_t n;

	if (*dir != '/') {
		base = cwd_get();
		if (*base != '/')
			return (NULL);
		sbuf_puts(&sb, base);
	}
	while (sb.sb_len > 0 && sb.sb_s[sb.sb_len - 1] == '/')
		sb.sb_len--;
	while (*dir != '\0') {
		while (*dir == '/')
			dir++;
		n = strcspn(dir, "/");
		if (n == 2 && dir[0] == '.' && dir[1] == '.') {
			/* x/.. is an error if there is no directory x. */
			if (sb.sb_len > 0 && (stat(sbuf_str(&sb), &st) != 0 ||
			    !S_ISDIR(st.st_mode)))
				return (NULL);
			while (sb.sb_len > 0 &&
			    sb.sb_s[--sb.sb_len] != '/')
				;
		} else if (n != 0 && !(n == 1 && dir[0] == '.')) {
			sbuf_putc(&sb, '/');
			sbuf_put(&sb, dir, n);
		}
		dir += n;
	}
	if (sb.sb_len == 0)
		sbuf_putc(&sb, '/');
	return (sbuf_str(&sb));
}

/* Go to dir; -1 with errno set if that is not possible. */
static int
change_directory(const char *dir, bool follow)
{
	const char *old = cwd_get(), *to = NULL;
	struct mem_mark m = tmp_mark();
	char *copy;

	if (!follow && (to = logical(dir)) == NULL) {
		tmp_release(m);
		errno = ENOENT;
		return (-1);
	}
	if (chdir(to != NULL ? to : dir) != 0) {
		/* A long name may work where its absolute form does not. */
		if (to == NULL || errno != ENAMETOOLONG || chdir(dir) != 0)
			return (-1);
	}
	if (to == NULL && (to = physical()) == NULL)
		to = "";
	copy = mem_strdup(to);
	var_set("OLDPWD", old, 0);
	free(cwd);
	cwd = copy;
	var_set("PWD", cwd, 0);
	tmp_release(m);
	return (0);
}

/*
 * Try the directories of CDPATH.  Returns 1 if one of them has dir, 0 if
 * not.
 */
static int
try_cdpath(const char *dir, bool follow, bool *print)
{
	const char *path = var_get("CDPATH");
	struct mem_mark m = tmp_mark();
	struct sbuf sb = SBUF_INIT;
	struct stat st;
	size_t n;

	if (*dir == '/' || path == NULL || strcmp(dir, ".") == 0 ||
	    strcmp(dir, "..") == 0 || strncmp(dir, "./", 2) == 0 ||
	    strncmp(dir, "../", 3) == 0)
		return (0);
	path = tmp_strdup(path);
	for (; path != NULL; path = path[n] == ':' ? path + n + 1 : NULL) {
		n = strcspn(path, ":");
		sb.sb_len = 0;
		sbuf_put(&sb, path, n);
		if (n != 0 && path[n - 1] != '/')
			sbuf_putc(&sb, '/');
		sbuf_puts(&sb, dir);
		if (stat(sbuf_str(&sb), &st) == 0 && S_ISDIR(st.st_mode) &&
		    change_directory(sb.sb_s, follow) == 0) {
			*print = n != 0 && !(n == 1 && *path == '.');
			tmp_release(m);
			return (1);
		}
	}
	tmp_release(m);
	return (0);
}

int
bi_cd(int argc, char **argv)
{
	struct optscan os;
	const char *dir;
	bool follow = false, print = false;
	int c;

	optscan_start(&os, argv);
	while ((c = optscan_next(&os, "LP")) != -1)
		follow = c == 'P';
	dir = *os.os_argv;
	if (dir != NULL && os.os_argv[1] != NULL)
		sh_error(ST_ERROR, "too many arguments");
	if (dir == NULL && ((dir = var_get("HOME")) == NULL || *dir == '\0'))
		sh_error(ST_ERROR, "HOME is not set");
	if (strcmp(dir, "-") == 0) {
		if ((dir = var_get("OLDPWD")) == NULL || *dir == '\0')
			sh_error(ST_ERROR, "OLDPWD is not set");
		dir = tmp_strdup(dir);
		print = true;
	} else if (*dir == '\0') {
		sh_error(ST_ERROR, "the name of the directory is empty");
	} else if (try_cdpath(dir, follow, &print)) {
		dir = NULL;
	}
	if (dir != NULL && change_directory(dir, follow) != 0)
		sh_error(ST_ERROR, "%s: %s", dir, strerror(errno));
	if (print) {
		out_puts(cwd_get());
		out_putc('\n');
	}
	return (0);
}

int
bi_pwd(int argc, char **argv)
{
	struct optscan os;
	const char *dir;
	int c, mode = 'L';

	optscan_start(&os, argv);
	while ((c = optscan_next(&os, "LP")) != -1)
		mode = c;
	dir = cwd_get();
	if (mode == 'P' || *dir == '\0')
		dir = physical();
	if (dir == NULL)
		sh_error(1, "%s", strerror(errno));
	out_puts(dir);
	out_putc('\n');
	return (0);
}
