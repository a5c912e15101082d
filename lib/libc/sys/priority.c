/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getpriority and nice.  The kernel's result is PRIO_MAX less the nice value,
 * since a negative one would be taken for an error.
 */
#include <sys/resource.h>
#include <errno.h>
#include <unistd.h>
#include "libc_private.h"

int
getpriority(int which, id_t who)
{
	int result;

	result = __sys_getpriority(which, who);
	return (result == -1 ? -1 : PRIO_MAX - result);
}

int
nice(int increment)
{
	int prio;

	errno = 0;
	prio = getpriority(PRIO_PROCESS, 0);
	if (prio == -1 && errno != 0)
		return (-1);
	if (increment > 2 * PRIO_MAX)
		increment = 2 * PRIO_MAX;
	if (increment < 2 * PRIO_MIN)
		increment = 2 * PRIO_MIN;
	prio += increment;
	if (prio > PRIO_MAX)
		prio = PRIO_MAX;
	if (prio < PRIO_MIN)
		prio = PRIO_MIN;
	if (setpriority(PRIO_PROCESS, 0, prio) == -1) {
		if (errno == EACCES)
			errno = EPERM;
		return (-1);
	}
	return (prio);
}
