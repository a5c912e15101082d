/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * pipe and dup3, over pipe2 and fcntl.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>
#include "libc_private.h"

int
pipe(int fds[2])
{
	return (pipe2(fds, 0));
}

int
dup3(int from, int to, int flags)
{
	if (from == to || (flags & ~O_CLOEXEC) != 0) {
		errno = EINVAL;
		return (-1);
	}
	if ((flags & O_CLOEXEC) == 0)
		return (dup2(from, to));
	return (__sys_fcntl(from, F_DUP2FD_CLOEXEC, to));
}

void
closefrom(int low)
{
	(void)close_range(low < 0 ? 0 : (unsigned int)low, UINT_MAX, 0);
}
