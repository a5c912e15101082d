/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The attributes of posix_spawn().  There is one scheduling policy and one
 * priority.
 */
#include <errno.h>
#include <stdlib.h>
#include "libc_private.h"
#include "spawn_impl.h"

#define	SPAWN_FLAGS	(POSIX_SPAWN_RESETIDS | POSIX_SPAWN_SETPGROUP | \
			    POSIX_SPAWN_SETSCHEDPARAM | \
			    POSIX_SPAWN_SETSCHEDULER | POSIX_SPAWN_SETSID | \
			    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)

int
posix_spawnattr_init(posix_spawnattr_t *attr)
{
	struct __posix_spawnattr *sa;

	sa = calloc(1, sizeof(*sa));
	if (sa == NULL)
		return (ENOMEM);
	sa->sa_policy = SCHED_OTHER;
	*attr = sa;
	return (0);
}

int
posix_spawnattr_destroy(posix_spawnattr_t *attr)
{
	free(*attr);
	*attr = NULL;
	return (0);
}

int
posix_spawnattr_getflags(const posix_spawnattr_t *restrict attr,
    short *restrict flags)
{
	*flags = (*attr)->sa_flags;
	return (0);
}

int
posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)
{
	if ((flags & ~SPAWN_FLAGS) != 0)
		return (EINVAL);
	(*attr)->sa_flags = flags;
	return (0);
}

int
posix_spawnattr_getpgroup(const posix_spawnattr_t *restrict attr,
    pid_t *restrict pgroup)
{
	*pgroup = (*attr)->sa_pgroup;
	return (0);
}

int
posix_spawnattr_setpgroup(posix_spawnattr_t *attr, pid_t pgroup)
{
	(*attr)->sa_pgroup = pgroup;
	return (0);
}

int
posix_spawnattr_getschedparam(const posix_spawnattr_t *restrict attr,
    struct sched_param *restrict param)
{
	*param = (*attr)->sa_param;
	return (0);
}

int
posix_spawnattr_setschedparam(posix_spawnattr_t *restrict attr,
    const struct sched_param *restrict param)
{
	if (param->sched_priority != 0)
		return (ENOTSUP);
	(*attr)->sa_param = *param;
	return (0);
}

int
posix_spawnattr_getschedpolicy(const posix_spawnattr_t *restrict attr,
    int *restrict policy)
{
	*policy = (*attr)->sa_policy;
	return (0);
}

int
posix_spawnattr_setschedpolicy(posix_spawnattr_t *attr, int policy)
{
	if (policy == SCHED_FIFO || policy == SCHED_RR)
		return (ENOTSUP);
	if (policy != SCHED_OTHER)
		return (EINVAL);
	(*attr)->sa_policy = policy;
	return (0);
}

int
posix_spawnattr_getsigdefault(const posix_spawnattr_t *restrict attr,
    sigset_t *restrict set)
{
	*set = (*attr)->sa_sigdefault;
	return (0);
}

int
posix_spawnattr_setsigdefault(posix_spawnattr_t *restrict attr,
    const sigset_t *restrict set)
{
	(*attr)->sa_sigdefault = *set;
	return (0);
}

int
posix_spawnattr_getsigmask(const posix_spawnattr_t *restrict attr,
    sigset_t *restrict set)
{
	*set = (*attr)->sa_sigmask;
	return (0);
}

int
posix_spawnattr_setsigmask(posix_spawnattr_t *restrict attr,
    const sigset_t *restrict set)
{
	(*attr)->sa_sigmask = *set;
	return (0);
}
