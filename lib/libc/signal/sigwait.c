/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Waiting for signals without handlers, over sigtimedwait(2).
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>

int
sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info)
{

	return (sigtimedwait(set, info, NULL));
}

int
sigwait(const sigset_t *restrict set, int *restrict sigp)
{
	int saved = errno, error = 0, sig;

	while ((sig = sigtimedwait(set, NULL, NULL)) == -1 && errno == EINTR)
		continue;
	if (sig == -1)
		error = errno;
	else
		*sigp = sig;
	errno = saved;
	return (error);
}
