/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What everything of POSIX threads waits with.
 */
#include "thread_impl.h"

/*
 * Sleep while *word is value.  0: woken, or the value was another; EINTR;
 * ETIMEDOUT; EINVAL: the time is not valid.  Callers look at their condition
 * again.  errno stays.
 */
int
thread_wait(volatile unsigned *word, unsigned value, int flags,
    const struct timespec *until)
{
	int error = 0, saved = errno;

	if (__sys_umtx_wait((const unsigned *)word, value, flags, until) == -1)
		error = errno;
	errno = saved;
	return (error == EAGAIN ? 0 : error);
}

/*
 * The same as a cancellation point: ECANCELED when the thread is to be
 * cancelled, which the caller does.
 */
int
thread_wait_cancel(volatile unsigned *word, unsigned value, int flags,
    const struct timespec *until)
{
	struct __pthread *self = thread_self();
	int error = 0, saved = errno;

	self->pt_cancel_defer++;
	if (__cp_umtx_wait((const unsigned *)word, value, flags, until) == -1)
		error = errno;
	self->pt_cancel_defer--;
	errno = saved;
	return (error == EAGAIN ? 0 : error);
}

/*
 * Who wakes has released the object, so another thread may have freed its
 * memory: only the address counts.  Should it mean another object by now, its
 * waiters look at their condition and sleep again.  errno stays.
 */
void
thread_wake(volatile unsigned *word, int count, int flags)
{
	int saved = errno;

	(void)umtx_wake((const unsigned *)word, count, flags);
	errno = saved;
}

void
thread_word_lock(volatile unsigned *word, int flags)
{
	unsigned expected = 0;

	if (__atomic_compare_exchange_n(word, &expected, 1, false,
	    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return;
	while (__atomic_exchange_n(word, 2, __ATOMIC_ACQUIRE) != 0)
		(void)thread_wait(word, 2, flags & UMTX_SHARED, NULL);
}

void
thread_word_unlock(volatile unsigned *word, int flags)
{
	if (__atomic_exchange_n(word, 0, __ATOMIC_RELEASE) == 2)
		thread_wake(word, 1, flags & UMTX_SHARED);
}
