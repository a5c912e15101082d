/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Barriers.
 *
 * Under b_lock threads count themselves in b_arrived; the last one resets it,
 * opens the next round and wakes the others, who sleep while b_round is
 * theirs.  b_inside counts who has not left yet, for
 * pthread_barrier_destroy(), which may be called as soon as the serial thread
 * has returned.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c
 */
#include "thread_impl.h"

struct barrier {
	volatile unsigned b_lock;	/* thread_word_lock() */
	volatile unsigned b_round;	/* changes under b_lock */
	unsigned	b_arrived;	/* under b_lock */
	volatile unsigned b_inside;
	unsigned	b_count;
	int		b_pshared;
};
_Static_assert(sizeof(struct barrier) <= sizeof(pthread_barrier_t), "room");

struct barrierattr {
	int	ba_pshared;
};

int
pthread_barrier_init(pthread_barrier_t *restrict barrier,
    const pthread_barrierattr_t *restrict attr, unsigned count)
{
	const struct barrierattr *ba = (const void *)attr;

	if (count == 0)
		return (EINVAL);
	*(struct barrier *)barrier = (struct barrier){
		.b_count = count,
		.b_pshared = ba != NULL ? ba->ba_pshared : 0
	};
	return (0);
}

int
pthread_barrier_destroy(pthread_barrier_t *barrier)
{
	struct barrier *b = (struct barrier *)barrier;
	int flags = thread_umtx_flags(b->b_pshared != 0, CLOCK_MONOTONIC);
	unsigned arrived, inside;

	thread_word_lock(&b->b_lock, flags);
	arrived = b->b_arrived;
	thread_word_unlock(&b->b_lock, flags);
	if (arrived != 0)
		return (EBUSY);
	while ((inside = __atomic_load_n(&b->b_inside, __ATOMIC_ACQUIRE)) != 0)
		(void)thread_wait(&b->b_inside, inside, flags, NULL);
	return (0);
}

int
pthread_barrier_wait(pthread_barrier_t *barrier)
{
	struct barrier *b = (struct barrier *)barrier;
	int flags = thread_umtx_flags(b->b_pshared != 0, CLOCK_MONOTONIC);
	unsigned round;
	int ret = 0;

	__atomic_fetch_add(&b->b_inside, 1, __ATOMIC_SEQ_CST);
	thread_word_lock(&b->b_lock, flags);
	round = b->b_round;
	if (++b->b_arrived == b->b_count) {
		b->b_arrived = 0;
		__atomic_store_n(&b->b_round, round + 1, __ATOMIC_RELEASE);
		ret = PTHREAD_BARRIER_SERIAL_THREAD;
	}
	thread_word_unlock(&b->b_lock, flags);
	if (ret != 0)
		thread_wake(&b->b_round, INT_MAX, flags);
	else {
		while (__atomic_load_n(&b->b_round, __ATOMIC_ACQUIRE) == round)
			(void)thread_wait(&b->b_round, round, flags, NULL);
	}
	if (__atomic_sub_fetch(&b->b_inside, 1, __ATOMIC_SEQ_CST) == 0)
		thread_wake(&b->b_inside, INT_MAX, flags);
	return (ret);
}

int
pthread_barrierattr_init(pthread_barrierattr_t *attr)
{
	((struct barrierattr *)attr)->ba_pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}

int
pthread_barrierattr_destroy(pthread_barrierattr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_barrierattr_getpshared(const pthread_barrierattr_t *restrict attr,
    int *restrict pshared)
{
	*pshared = ((const struct barrierattr *)attr)->ba_pshared;
	return (0);
}

int
pthread_barrierattr_setpshared(pthread_barrierattr_t *attr, int pshared)
{
	if (pshared != PTHREAD_PROCESS_PRIVATE &&
	    pshared != PTHREAD_PROCESS_SHARED)
		return (EINVAL);
	((struct barrierattr *)attr)->ba_pshared = pshared;
	return (0);
}
