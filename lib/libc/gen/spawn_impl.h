/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What posix_spawn's attributes and file actions are made of.
 */

#ifndef _SPAWN_IMPL_H_
#define	_SPAWN_IMPL_H_

#include <spawn.h>

struct __posix_spawnattr {
	short		sa_flags;
	pid_t		sa_pgroup;
	int		sa_policy;
	struct sched_param sa_param;
	sigset_t	sa_sigdefault;
	sigset_t	sa_sigmask;
};

/* Paths are copies, allocated. */
struct __posix_spawn_file_actions {
	size_t		fa_n;
	size_t		fa_size;	/* of fa_actions, in actions */
	struct spawn_action *fa_actions;
};

#endif /* !_SPAWN_IMPL_H_ */
