/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The exec family, over execve(2).
 *
 * execvp() allocates nothing, since it often runs between a fork and an exec:
 * the candidate's path is on the stack, and a script without #! runs with a
 * vector on the stack too.
 */

#include <sys/stat.h>
#include <errno.h>
#include <limits.h>
#include <paths.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

int
execv(const char *path, char * const *argv)
{
	return (execve(path, argv, environ));
}

/* Arguments of a call, first among them; NULL ends them. */
#define	COLLECT_ARGS(argv, first, ap)					\
	va_start(ap, first);						\
	for (n = 1; va_arg(ap, char *) != NULL; n++)			\
		continue;						\
	va_end(ap);							\
	argv = __builtin_alloca((n + 1) * sizeof(*argv));		\
	va_start(ap, first);						\
	argv[0] = __DECONST(char *, first);				\
	for (n = 1; (argv[n] = va_arg(ap, char *)) != NULL; n++)	\
		continue

int
execl(const char *path, const char *arg, ...)
{
	char **argv;
	va_list ap;
	size_t n;

	COLLECT_ARGS(argv, arg, ap);
	va_end(ap);
	return (execve(path, argv, environ));
}

int
execle(const char *path, const char *arg, ...)
{
	char **argv, **env;
	va_list ap;
	size_t n;

	COLLECT_ARGS(argv, arg, ap);
	env = va_arg(ap, char **);
	va_end(ap);
	return (execve(path, argv, env));
}

int
execlp(const char *file, const char *arg, ...)
{
	char **argv;
	va_list ap;
	size_t n;

	COLLECT_ARGS(argv, arg, ap);
	va_end(ap);
	return (execvp(file, argv));
}

/* A file that is no program the kernel knows is given to the shell. */
static int
exec_script(const char *path, char * const *argv, char * const *env)
{
	const char **shargv;
	size_t n;

	for (n = 0; argv[n] != NULL; n++)
		continue;
	shargv = __builtin_alloca((n + 3) * sizeof(*shargv));
	shargv[0] = "sh";
	shargv[1] = path;
	if (n > 0)
		memcpy(&shargv[2], argv + 1, n * sizeof(*shargv));
	else
		shargv[2] = NULL;
	return (execve(_PATH_BSHELL, __DECONST(char **, shargv), env));
}

/*
 * Try one candidate; whether the search goes on.  *deniedp remembers that a
 * file was there but could not be executed.
 */
static bool
exec_try(const char *path, char * const *argv, char * const *env,
    bool *deniedp)
{
	struct stat sb;

	(void)execve(path, argv, env);
	switch (errno) {
	case EACCES:
		if (stat(path, &sb) == 0)
			*deniedp = true;
		errno = EACCES;
		return (true);
	case ELOOP:
	case ENAMETOOLONG:
	case ENOENT:
	case ENOTDIR:
		return (true);
	case ENOEXEC:
		(void)exec_script(path, argv, env);
		return (false);
	default:
		return (false);
	}
}

/*
 * Look for a file without a slash in the directories of a path.
 */
static int
exec_search(const char *file, const char *path, char * const *argv,
    char * const *env)
{
	char buf[PATH_MAX];
	const char *end;
	size_t len = strlen(file), dirlen;
	bool denied = false;

	if (len == 0) {
		errno = ENOENT;
		return (-1);
	}
	if (strchr(file, '/') != NULL) {
		(void)exec_try(file, argv, env, &denied);
		return (-1);
	}
	for (;; path = end + 1) {
		end = strchrnul(path, ':');
		dirlen = (size_t)(end - path);
		if (dirlen + len + 2 <= sizeof(buf)) {
			memcpy(buf, path, dirlen);
			if (dirlen > 0)
				buf[dirlen++] = '/';
			memcpy(buf + dirlen, file, len + 1);
			if (!exec_try(buf, argv, env, &denied))
				return (-1);
		}
		if (*end == '\0')
			break;
	}
	errno = denied ? EACCES : ENOENT;
	return (-1);
}

int
execvpe(const char *file, char * const *argv, char * const *env)
{
	const char *path = getenv("PATH");

	return (exec_search(file, path != NULL ? path : _PATH_DEFPATH, argv,
	    env));
}

int
execvP(const char *file, const char *path, char * const *argv)
{
	return (exec_search(file, path, argv, environ));
}

int
execvp(const char *file, char * const *argv)
{
	return (execvpe(file, argv, environ));
}
