/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a command name means (POSIX 2.9.1.1), functions, and the execution
 * of programs.
 *
 * The places where programs were found are remembered in a table, which is
 * emptied when PATH changes.  A remembered program that has gone is looked
 * for again at the moment of its execution.
 */

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "builtin.h"
#include "eval.h"
#include "var.h"

#define	HASH_BUCKETS	32
#define	STDPATH		"/bin:/usr/bin:/sbin:/usr/sbin"
#define	SHELL_PATH	"/bin/sh"

struct hashed {
	struct hashed	*hs_next;
	char		*hs_path;
	int		hs_hits;
	char		hs_name[];
};

static struct hashed	*hash[HASH_BUCKETS];
static struct function	*functions[HASH_BUCKETS];

static unsigned
name_hash(const char *s)
{
	unsigned h = 0;

	while (*s != '\0')
		h = h * 31 + (unsigned char)*s++;
	return ((h ^ h >> 5) % HASH_BUCKETS);
}

struct function *
exec_function(const char *name)
{
	struct function *fn;

	for (fn = functions[name_hash(name)]; fn != NULL; fn = fn->fn_next) {
		if (strcmp(fn->fn_name, name) == 0)
			return (fn);
	}
	return (NULL);
}

/* Give back a reference to a function; see exec_define(). */
void
exec_release(struct function *fn)
{
	if (--fn->fn_refs != 0)
		return;
	arena_drop(fn->fn_arena);
	free(fn->fn_name);
	free(fn);
}

/*
 * Define a function with a body that lives in arena.  The table has one
 * reference to it, and every call that is running has another.
 */
void
exec_define(const char *name, const struct node *body, struct arena *arena)
{
	struct function *fn, **list;

	(void)exec_undefine(name);
	fn = mem_alloc(sizeof(*fn));
	fn->fn_name = mem_strdup(name);
	fn->fn_body = body;
	fn->fn_arena = arena;
	fn->fn_refs = 1;
	arena_hold(arena);
	list = &functions[name_hash(name)];
	fn->fn_next = *list;
	*list = fn;
}

bool
exec_undefine(const char *name)
{
	struct function **fp, *fn;

	for (fp = &functions[name_hash(name)]; (fn = *fp) != NULL;
	    fp = &fn->fn_next) {
		if (strcmp(fn->fn_name, name) == 0) {
			*fp = fn->fn_next;
			exec_release(fn);
			return (true);
		}
	}
	return (false);
}

void
exec_hash_clear(void)
{
	struct hashed *hs;
	size_t i;

	for (i = 0; i < HASH_BUCKETS; i++) {
		while ((hs = hash[i]) != NULL) {
			hash[i] = hs->hs_next;
			free(hs->hs_path);
			free(hs);
		}
	}
}

void
exec_hash_print(void)
{
	const struct hashed *hs;
	size_t i;

	for (i = 0; i < HASH_BUCKETS; i++) {
		for (hs = hash[i]; hs != NULL; hs = hs->hs_next) {
			out_puts(hs->hs_path);
			out_putc('\n');
		}
	}
}

static const char *
hash_find(const char *name)
{
	struct hashed *hs;

	for (hs = hash[name_hash(name)]; hs != NULL; hs = hs->hs_next) {
		if (strcmp(hs->hs_name, name) == 0) {
			hs->hs_hits++;
			return (hs->hs_path);
		}
	}
	return (NULL);
}

static const char *
hash_put(const char *name, const char *path)
{
	struct hashed *hs, **list = &hash[name_hash(name)];
	size_t len = strlen(name) + 1;

	hs = mem_alloc(sizeof(*hs) + len);
	memcpy(hs->hs_name, name, len);
	hs->hs_path = mem_strdup(path);
	hs->hs_hits = 0;
	hs->hs_next = *list;
	*list = hs;
	return (hs->hs_path);
}

/*
 * Look for an executable file in the directories of path.  Returns its name
 * in temporary memory, or NULL with *error set.
 */
static char *
path_search(const char *path, const char *name, int *error)
{
	size_t dir, len = strlen(name);
	struct stat sb;
	char *file;

	*error = ENOENT;
	for (;; path += dir + 1) {
		dir = strcspn(path, ":");
		file = tmp_alloc(dir + len + 3);
		memcpy(file, path, dir);
		if (dir == 0)
			file[0] = '.';
		file[dir + (dir == 0)] = '/';
		memcpy(file + dir + (dir == 0) + 1, name, len + 1);
		if (stat(file, &sb) == 0 && S_ISREG(sb.st_mode)) {
			if ((sb.st_mode & 0111) != 0)
				return (file);
			*error = EACCES;
		}
		if (path[dir] == '\0')
			return (NULL);
	}
}

/*
 * Find out what name means as a command.  how is a set of CF_ flags.
 */
void
exec_find(const char *name, int how, struct command *cmd)
{
	const struct builtin *bi;
	const char *path;
	char *file;

	memset(cmd, 0, sizeof(*cmd));
	if (strchr(name, '/') != NULL) {
		cmd->c_type = CT_FILE;
		cmd->c_path = name;
		return;
	}
	bi = builtin_find(name);
	if (bi != NULL && (bi->bi_flags & BI_SPECIAL) != 0) {
		cmd->c_type = CT_SPECIAL;
		cmd->c_builtin = bi;
		return;
	}
	if ((how & CF_NOFUNC) == 0 &&
	    (cmd->c_function = exec_function(name)) != NULL) {
		cmd->c_type = CT_FUNCTION;
		return;
	}
	if (bi != NULL) {
		cmd->c_type = CT_BUILTIN;
		cmd->c_builtin = bi;
		return;
	}
	if ((how & (CF_STDPATH | CF_NOHASH)) == 0 &&
	    (cmd->c_path = hash_find(name)) != NULL) {
		cmd->c_type = CT_FILE;
		return;
	}
	cmd->c_type = CT_NOTFOUND;
	cmd->c_errno = ENOENT;
	if (*name == '\0')
		return;
	path = (how & CF_STDPATH) != 0 ? STDPATH : var_getn("PATH", 4);
	if (path == NULL)
		path = STDPATH;
	if ((file = path_search(path, name, &cmd->c_errno)) == NULL)
		return;
	cmd->c_type = CT_FILE;
	/* A relative place is another one after cd. */
	if ((how & (CF_STDPATH | CF_NOHASH)) == 0 && *file == '/')
		cmd->c_path = hash_put(name, file);
	else
		cmd->c_path = file;
}

/* hash(1): look for name and remember it. */
bool
exec_hash_add(const char *name)
{
	struct command cmd;

	exec_find(name, 0, &cmd);
	return (cmd.c_type != CT_NOTFOUND);
}

/* Say why name could not be run; returns the exit status for that. */
int
exec_complain(const char *name, int error)
{
	const char *saved = sh.sh_cmd;

	sh.sh_cmd = NULL;
	if (error == ENOENT && strchr(name, '/') == NULL)
		sh_warn("%s: not found", name);
	else
		sh_warn("%s: %s", name, strerror(error));
	sh.sh_cmd = saved;
	return (error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG ||
	    error == ELOOP ? ST_NOTFOUND : ST_NOEXEC);
}

/* Does the file look like a script, not like a foreign binary? */
static bool
file_is_text(const char *path)
{
	char buf[128];
	ssize_t n;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return (false);
	n = read(fd, buf, sizeof(buf));
	(void)close(fd);
	return (n >= 0 && memchr(buf, '\0', (size_t)n) == NULL);
}

/* A script without #!: give it to a new shell. */
static void
exec_script(const char *path, char **argv, char **envp)
{
	struct strlist args = STRLIST_INIT;

	strlist_add(&args, (char *)(uintptr_t)"sh");
	strlist_add(&args, (char *)(uintptr_t)path);
	while (*++argv != NULL)
		strlist_add(&args, *argv);
	(void)execve(SHELL_PATH, args.sl_v, envp);
}

/* Become the program path; if that fails, say why and end. */
void
exec_program(const char *path, char **argv)
{
	char **envp = var_environ();
	const char *again;
	struct stat sb;
	int error, ignored;

	(void)execve(path, argv, envp);
	error = errno;
	if (error == EACCES && stat(path, &sb) == 0 && S_ISDIR(sb.st_mode))
		error = EISDIR;		/* which says more */
	if (error == ENOENT && strchr(argv[0], '/') == NULL &&
	    (again = var_getn("PATH", 4)) != NULL &&
	    (again = path_search(again, argv[0], &ignored)) != NULL) {
		path = again;
		(void)execve(path, argv, envp);
		error = errno;
	}
	if (error == ENOEXEC && file_is_text(path)) {
		exec_script(path, argv, envp);
		error = errno;
	}
	sh_exit(exec_complain(argv[0], error));
}

/*
 * Call fn for each program in PATH and each function whose name begins with
 * the len bytes at prefix.
 */
void
exec_each_name(const char *prefix, size_t len,
    void (*fn)(const char *, void *), void *arg)
{
	const char *path = var_getn("PATH", 4);
	struct function *f;
	struct dirent *de;
	struct stat sb;
	size_t i, n;
	char *dir;
	DIR *dp;

	for (i = 0; i < HASH_BUCKETS; i++) {
		for (f = functions[i]; f != NULL; f = f->fn_next) {
			if (strncmp(f->fn_name, prefix, len) == 0)
				fn(f->fn_name, arg);
		}
	}
	for (; path != NULL; path = path[n] == ':' ? path + n + 1 : NULL) {
		n = strcspn(path, ":");
		dir = n != 0 ? tmp_strndup(path, n) : tmp_strndup(".", 1);
		if ((dp = opendir(dir)) == NULL)
			continue;
		while ((de = readdir(dp)) != NULL) {
			if (strncmp(de->d_name, prefix, len) == 0 &&
			    fstatat(dirfd(dp), de->d_name, &sb, 0) == 0 &&
			    S_ISREG(sb.st_mode) && (sb.st_mode & 0111) != 0)
				fn(de->d_name, arg);
		}
		(void)closedir(dp);
	}
}
