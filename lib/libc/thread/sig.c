/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Signals of threads.  The action of SIGTHR, which the kernel lets nobody
 * block, belongs to cancellation.
 */
#include "thread_impl.h"

int
pthread_kill(pthread_t thread, int sig)
{
	int error = 0, saved = errno;

	if (thread->pt_state == THR_EXITED)
		return (sig >= 0 && sig <= _SIG_MAXSIG ? ESRCH : EINVAL);
	/* The first thread has learnt its id when it made the second. */
	if (thread == thread_self())
		(void)thread_tid(thread);
	if (thr_kill(thread->pt_tid, sig) == -1)
		error = errno;
	errno = saved;
	return (error);
}

int
sigaction(int sig, const struct sigaction *restrict act,
    struct sigaction *restrict old)
{
	if (sig == SIGTHR) {
		errno = EINVAL;
		return (-1);
	}
	return (__sys_sigaction(sig, act, old));
}

int
pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	int error = 0, saved = errno;

	if (sigprocmask(how, set, old) == -1)
		error = errno;
	errno = saved;
	return (error);
}
