/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The clock of a thread's processor time.
 */
#include "thread_impl.h"

int
pthread_getcpuclockid(pthread_t thread, clockid_t *clock)
{
	if (thread->pt_state == THR_EXITED)
		return (ESRCH);
	/* The first thread has learnt its id when it made the second. */
	if (thread == thread_self())
		(void)thread_tid(thread);
	*clock = _CLOCK_OF_THREAD(thread->pt_tid);
	return (0);
}
