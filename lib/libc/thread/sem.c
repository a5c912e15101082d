/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Unnamed semaphores.  s_waiters saves the system call of a post that nobody
 * waits for: a waiter counts itself before it looks at the value for the last
 * time, and a post looks at s_waiters after it has raised the value.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c
 */
#include <semaphore.h>
#include "thread_impl.h"

struct sem {
	volatile unsigned s_value;
	volatile unsigned s_waiters;
	int		s_pshared;
};
_Static_assert(sizeof(struct sem) <= sizeof(sem_t), "room");

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
	*sem_of(sem) = (struct sem){ .s_value = value, .s_pshared = pshared };
	return (0);
}

int
sem_destroy(sem_t *sem)
{
	if (sem_of(sem)->s_waiters != 0)
		return (sem_fail(EBUSY));
	return (0);
}

int
sem_getvalue(sem_t *restrict sem, int *restrict value)
{
	*value = (int)__atomic_load_n(&sem_of(sem)->s_value, __ATOMIC_ACQUIRE);
	return (0);
}

static bool
sem_take(struct sem *s)
{
	unsigned v = __atomic_load_n(&s->s_value, __ATOMIC_SEQ_CST);

	while (v != 0) {
		if (__atomic_compare_exchange_n(&s->s_value, &v, v - 1, false,
		    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			return (true);
	}
	return (false);
}

int
sem_trywait(sem_t *sem)
{
	if (!sem_take(sem_of(sem)))
		return (sem_fail(EAGAIN));
	return (0);
}

int
sem_timedwait(sem_t *restrict sem, const struct timespec *restrict until)
{
	struct sem *s = sem_of(sem);
	int error = 0;

	pthread_testcancel();
	if (sem_take(s))
		return (0);
	if (until != NULL && !thread_timespec_valid(until))
		return (sem_fail(EINVAL));
	__atomic_fetch_add(&s->s_waiters, 1, __ATOMIC_SEQ_CST);
	while (!sem_take(s)) {
		error = thread_wait_cancel(&s->s_value, 0, thread_umtx_flags(
		    s->s_pshared != 0, CLOCK_REALTIME), until);
		if (error != 0)
			break;
	}
	__atomic_fetch_sub(&s->s_waiters, 1, __ATOMIC_SEQ_CST);
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
	unsigned v = __atomic_load_n(&s->s_value, __ATOMIC_RELAXED);

	do {
		if (v == SEM_VALUE_MAX)
			return (sem_fail(EOVERFLOW));
	} while (!__atomic_compare_exchange_n(&s->s_value, &v, v + 1, false,
	    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
	/* A handler may post: errno stays. */
	if (__atomic_load_n(&s->s_waiters, __ATOMIC_SEQ_CST) != 0)
		thread_wake(&s->s_value, 1, flags);
	return (0);
}
