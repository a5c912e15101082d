/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * One call of a function, however many threads ask.  A thread that is cancelled
 * in it leaves the work to the next.
 */
#include "thread_impl.h"

#define	ONCE_NEW	0U
#define	ONCE_RUNNING	1U
#define	ONCE_WAITED	2U		/* running, and somebody sleeps */
#define	ONCE_DONE	3U

static void
once_set(volatile unsigned *word, unsigned state)
{
	if (__atomic_exchange_n(word, state, __ATOMIC_RELEASE) == ONCE_WAITED)
		thread_wake(word, INT_MAX, 0);
}

static void
once_undo(void *word)
{
	once_set(word, ONCE_NEW);
}

int
pthread_once(pthread_once_t *once, void (*fn)(void))
{
	volatile unsigned *word = (volatile unsigned *)once;
	unsigned seen;

	for (;;) {
		seen = ONCE_NEW;
		if (__atomic_load_n(word, __ATOMIC_ACQUIRE) == ONCE_DONE)
			return (0);
		if (__atomic_compare_exchange_n(word, &seen, ONCE_RUNNING,
		    false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE))
			break;
		if (seen == ONCE_DONE)
			return (0);
		if (seen == ONCE_RUNNING &&
		    !__atomic_compare_exchange_n(word, &seen, ONCE_WAITED,
		    false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE))
			continue;
		(void)thread_wait(word, ONCE_WAITED, 0, NULL);
	}
	pthread_cleanup_push(once_undo, __DECONST(void *, word));
	fn();
	pthread_cleanup_pop(0);
	once_set(word, ONCE_DONE);
	return (0);
}
