/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Unnamed semaphores.
 *
 * s_word has the value in its lower half, which is what waiters sleep on while
 * it is 0, and in its upper half how many wait.  A waiter counts itself before
 * it looks at the value for the last time, and takes one and leaves by one
 * operation; a post raises the value and learns of waiters by one operation,
 * since whom it lets go may destroy the semaphore and free its memory.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c, t_destroy.c
 */
#include <semaphore.h>
#include "thread_impl.h"

struct sem {
	volatile uint64_t s_word;
	int		s_pshared;
};
_Static_assert(sizeof(struct sem) <= sizeof(sem_t), "room");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "the value comes first");

#define	WAITER		(1UL << 32)	/* one of them, in s_word */
#define	VALUE(w)	((unsigned)(w))

static inline struct sem *
sem_of(sem_t *s)
{
	return ((struct sem *)s);
}

static int
sem_fail(int error)
{
	errno = error;
	return (-1);
}

int
sem_init(sem_t *sem, int pshared, unsigned value)
{
	if (value > SEM_VALUE_MAX)
		return (sem_fail(EINVAL));
	*sem_of(sem) = (struct sem){ .s_word = value, .s_pshared = pshared };
	return (0);
}

int
sem_destroy(sem_t *sem)
{
	if (sem_of(sem)->s_word >= WAITER)
		return (sem_fail(EBUSY));
	return (0);
}

int
sem_getvalue(sem_t *restrict sem, int *restrict value)
{
	*value = (int)VALUE(__atomic_load_n(&sem_of(sem)->s_word,
	    __ATOMIC_ACQUIRE));
	return (0);
}

/* The word that waiters sleep on. */
static volatile unsigned *
sem_value(struct sem *s)
{
	return ((volatile unsigned *)&s->s_word);
}

/*
 * Take one and, for a waiter, leave: more is WAITER for it, or 0.
 */
static bool
sem_take(struct sem *s, uint64_t more)
{
	uint64_t w = __atomic_load_n(&s->s_word, __ATOMIC_RELAXED);

	while (VALUE(w) != 0) {
		if (__atomic_compare_exchange_n(&s->s_word, &w, w - 1 - more,
		    false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return (true);
	}
	return (false);
}

int
sem_trywait(sem_t *sem)
{
	if (!sem_take(sem_of(sem), 0))
		return (sem_fail(EAGAIN));
	return (0);
}

int
sem_timedwait(sem_t *restrict sem, const struct timespec *restrict until)
{
	struct sem *s = sem_of(sem);
	int error = 0;

	pthread_testcancel();
	if (sem_take(s, 0))
		return (0);
	if (until != NULL && !thread_timespec_valid(until))
		return (sem_fail(EINVAL));
	__atomic_fetch_add(&s->s_word, WAITER, __ATOMIC_RELAXED);
	while (!sem_take(s, WAITER)) {
		error = thread_wait_cancel(sem_value(s), 0, thread_umtx_flags(
		    s->s_pshared != 0, CLOCK_REALTIME), until);
		if (error != 0) {
			__atomic_fetch_sub(&s->s_word, WAITER,
			    __ATOMIC_RELAXED);
			break;
		}
	}
	if (error == ECANCELED)
		pthread_testcancel();
	return (error != 0 ? sem_fail(error) : 0);
}

int
sem_wait(sem_t *sem)
{
	return (sem_timedwait(sem, NULL));
}

int
sem_post(sem_t *sem)
{
	struct sem *s = sem_of(sem);
	int flags = thread_umtx_flags(s->s_pshared != 0, CLOCK_MONOTONIC);
	uint64_t w = __atomic_load_n(&s->s_word, __ATOMIC_RELAXED);

	do {
		if (VALUE(w) == SEM_VALUE_MAX)
			return (sem_fail(EOVERFLOW));
	} while (!__atomic_compare_exchange_n(&s->s_word, &w, w + 1, false,
	    __ATOMIC_RELEASE, __ATOMIC_RELAXED));
	/* A handler may post: errno stays. */
	if (w >= WAITER)
		thread_wake(sem_value(s), 1, flags);
	return (0);
}
