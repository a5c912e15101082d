/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * fork(2) and pdfork(2), with the locks of timers, threads, stdio and malloc
 * held across them, so that the child finds them in order, and a random
 * generator of its own in the child.
 */
#include <sys/procdesc.h>
#include <errno.h>
#include <unistd.h>
#include "libc_private.h"

/* pdfork() if fdp is not NULL. */
static pid_t
fork_locked(int *fdp, int flags)
{
	int saved;
	pid_t pid;

	libc_atfork_prepare();
	libc_thread_prefork();
	libc_stdio_prefork();
	libc_malloc_prefork();
	pid = fdp != NULL ? __sys_pdfork(fdp, flags) : __sys_fork();
	saved = errno;
	if (pid == 0)
		libc_arc4random_forked();
	/* What took locks because of other threads releases them as it did. */
	libc_malloc_postfork();
	libc_stdio_postfork();
	libc_thread_postfork();
	if (pid == 0)
		libc_thread_forked();
	libc_atfork_done(pid == 0);
	errno = saved;
	return (pid);
}

pid_t
fork(void)
{
	return (fork_locked(NULL, 0));
}

pid_t
pdfork(int *fdp, int flags)
{
	if (fdp == NULL) {
		errno = EFAULT;
		return (-1);
	}
	return (fork_locked(fdp, flags));
}
