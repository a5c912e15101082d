/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The file actions of posix_spawn(), in the kernel's form.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "libc_private.h"
#include "spawn_impl.h"

int
posix_spawn_file_actions_init(posix_spawn_file_actions_t *actions)
{
	*actions = calloc(1, sizeof(**actions));
	return (*actions != NULL ? 0 : ENOMEM);
}

int
posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions)
{
	struct __posix_spawn_file_actions *fa = *actions;
	size_t i;

	for (i = 0; i < fa->fa_n; i++)
		free(__DECONST(char *, fa->fa_actions[i].sa_path));
	free(fa->fa_actions);
	free(fa);
	*actions = NULL;
	return (0);
}

/*
 * Append an action.
 */
static int
actions_add(struct __posix_spawn_file_actions *fa,
    const struct spawn_action *act)
{
	struct spawn_action *new;
	size_t size;

	if (fa->fa_n == SPAWN_MAXACTIONS)
		return (ENOMEM);
	if (fa->fa_n == fa->fa_size) {
		size = fa->fa_size == 0 ? 8 : 2 * fa->fa_size;
		new = reallocarray(fa->fa_actions, size, sizeof(*new));
		if (new == NULL)
			return (ENOMEM);
		fa->fa_actions = new;
		fa->fa_size = size;
	}
	fa->fa_actions[fa->fa_n++] = *act;
	return (0);
}

/*
 * The same with a copy of a path.
 */
static int
actions_add_path(struct __posix_spawn_file_actions *fa,
    struct spawn_action *act, const char *path)
{
	char *copy;
	int error;

	act->sa_path = copy = strdup(path);
	if (copy == NULL)
		return (ENOMEM);
	error = actions_add(fa, act);
	if (error != 0)
		free(copy);
	return (error);
}

int
posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *restrict actions,
    int fd, const char *restrict path, int flags, mode_t mode)
{
	struct spawn_action act = { .sa_op = SPAWN_OPEN, .sa_fd = fd,
	    .sa_flags = flags, .sa_mode = mode };

	if (fd < 0)
		return (EBADF);
	return (actions_add_path(*actions, &act, path));
}

int
posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *actions, int fd,
    int newfd)
{
	const struct spawn_action act = { .sa_op = SPAWN_DUP2, .sa_fd = fd,
	    .sa_newfd = newfd };

	if (fd < 0 || newfd < 0)
		return (EBADF);
	return (actions_add(*actions, &act));
}

int
posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *actions, int fd)
{
	const struct spawn_action act = { .sa_op = SPAWN_CLOSE, .sa_fd = fd };

	if (fd < 0)
		return (EBADF);
	return (actions_add(*actions, &act));
}

int
posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions,
    int fd)
{
	const struct spawn_action act = { .sa_op = SPAWN_CLOSEFROM,
	    .sa_fd = fd };

	if (fd < 0)
		return (EBADF);
	return (actions_add(*actions, &act));
}

int
posix_spawn_file_actions_addchdir(posix_spawn_file_actions_t *restrict actions,
    const char *restrict path)
{
	struct spawn_action act = { .sa_op = SPAWN_CHDIR };

	return (actions_add_path(*actions, &act, path));
}

int
posix_spawn_file_actions_addchdir_np(
    posix_spawn_file_actions_t *restrict actions, const char *restrict path)
{
	return (posix_spawn_file_actions_addchdir(actions, path));
}

int
posix_spawn_file_actions_addfchdir(posix_spawn_file_actions_t *actions, int fd)
{
	const struct spawn_action act = { .sa_op = SPAWN_FCHDIR, .sa_fd = fd };

	if (fd < 0)
		return (EBADF);
	return (actions_add(*actions, &act));
}

int
posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *actions,
    int fd)
{
	return (posix_spawn_file_actions_addfchdir(actions, fd));
}
