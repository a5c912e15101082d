/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/thr.h>
#include <errno.h>
#include <signal.h>

/*
 * To the calling thread, whose name the kernel is asked for each time: one that
 * is kept may be the parent's between vfork(2) and execve(2).
 */
int
raise(int sig)
{
	return (thr_kill(thr_self(), sig));
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
