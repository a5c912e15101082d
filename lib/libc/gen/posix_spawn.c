/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * posix_spawn() and posix_spawnp(), over one system call that makes the child
 * and tries a list of paths in it: where a relative path leads is known only
 * there, after the file actions.
 */
#include <errno.h>
#include <limits.h>
#include <paths.h>
#include <stdlib.h>
#include <string.h>
#include "libc_private.h"
#include "spawn_impl.h"

static int
spawn(pid_t *pidp, char *const *paths, const char *shell,
    const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
    char *const *argv, char *const *envp)
{
	struct spawn_param param = { .sp_shell = shell };
	const struct __posix_spawnattr *sa;
	int error, saved = errno;
	pid_t pid;

	if (attr != NULL) {
		sa = *attr;
		/* What can be asked of the scheduler is what there is. */
		param.sp_flags = (unsigned)sa->sa_flags &
		    ~(unsigned)(POSIX_SPAWN_SETSCHEDPARAM |
		    POSIX_SPAWN_SETSCHEDULER);
		param.sp_pgroup = sa->sa_pgroup;
		param.sp_sigmask = sa->sa_sigmask;
		param.sp_sigdefault = sa->sa_sigdefault;
	}
	if (actions != NULL) {
		param.sp_nactions = (*actions)->fa_n;
		param.sp_actions = (*actions)->fa_actions;
	}
	pid = __sys_posix_spawn(paths, &param, sizeof(param), argv, envp);
	error = pid == -1 ? errno : 0;
	errno = saved;
	if (error == 0 && pidp != NULL)
		*pidp = pid;
	return (error);
}

int
posix_spawn(pid_t *restrict pidp, const char *restrict path,
    const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attr, char *const *restrict argv,
    char *const *restrict envp)
{
	char *const paths[] = { __DECONST(char *, path), NULL };

	return (spawn(pidp, paths, NULL, actions, attr, argv, envp));
}

/*
 * The files called `file' that the search path leads to, in its order, NULL at
 * the end, in one allocation; NULL without memory.
 */
static char **
spawn_candidates(const char *file)
{
	const char *path, *end;
	size_t len = strlen(file), dirlen, n = 2;
	char **list, *s;

	if ((path = getenv("PATH")) == NULL)
		path = _PATH_DEFPATH;
	for (end = path; *end != '\0'; end++)
		n += *end == ':';
	list = malloc(n * (sizeof(*list) + len + 2) + strlen(path));
	if (list == NULL)
		return (NULL);
	s = (char *)(list + n);
	for (n = 0; ; path = end + 1) {
		end = strchrnul(path, ':');
		dirlen = (size_t)(end - path);
		if (dirlen + len + 2 <= PATH_MAX) {
			list[n++] = s;
			memcpy(s, path, dirlen);
			s += dirlen;
			if (dirlen > 0)
				*s++ = '/';
			memcpy(s, file, len + 1);
			s += len + 1;
		}
		if (*end == '\0')
			break;
	}
	list[n] = NULL;
	return (list);
}

int
posix_spawnp(pid_t *restrict pidp, const char *restrict file,
    const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attr, char *const *restrict argv,
    char *const *restrict envp)
{
	char *const one[] = { __DECONST(char *, file), NULL };
	char **list;
	int error;

	if (*file == '\0')
		return (ENOENT);
	if (strchr(file, '/') != NULL)
		return (spawn(pidp, one, _PATH_BSHELL, actions, attr, argv,
		    envp));
	list = spawn_candidates(file);
	if (list == NULL)
		return (ENOMEM);
	error = spawn(pidp, list, _PATH_BSHELL, actions, attr, argv, envp);
	free(list);
	return (error);
}
