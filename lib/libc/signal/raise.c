/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <signal.h>
#include <unistd.h>

int
raise(int sig)
{
	return (kill(getpid(), sig));
}

int
killpg(pid_t pgid, int sig)
{
	if (pgid == 1) {
		errno = ESRCH;
		return (-1);
	}
	return (kill(-pgid, sig));
}
