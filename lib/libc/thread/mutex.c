/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mutexes.
 *
 * m_state is 0 when the mutex is free, LOCKED, or CONTENDED: somebody sleeps on
 * it, or did a moment ago.  Who unlocks a contended mutex frees it and wakes
 * one sleeper; that one, since it cannot know whether it was the last, takes
 * the mutex as contended.  A thread that comes in between is faster, which
 * costs fairness and saves a switch.  For the same reason who finds the mutex
 * taken tries a few times more before it sleeps.
 *
 * m_owner is what thread_owner() says; a NORMAL mutex does not keep one.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c, t_fork.c, t_destroy.c
 */
#include "thread_impl.h"

#define	LOCKED		1U
#define	CONTENDED	2U
#define	SPINS		40	/* tries before sleeping */

struct mutex {
	volatile unsigned m_state;
	unsigned	m_pad;
	int		m_type;		/* word 1, for static initialisers */
	int		m_pshared;
	volatile uintptr_t m_owner;	/* 0: none */
	unsigned	m_depth;	/* further rounds of the owner */
};
_Static_assert(sizeof(struct mutex) <= sizeof(pthread_mutex_t), "room");
_Static_assert(offsetof(struct mutex, m_type) == sizeof(long), "initialisers");

struct mutexattr {
	int	ma_type;
	int	ma_pshared;
};

static inline struct mutex *
mutex_of(pthread_mutex_t *m)
{
	return ((struct mutex *)m);
}

static inline bool
mutex_try(struct mutex *m, unsigned want)
{
	unsigned expected = 0;

	return (__atomic_compare_exchange_n(&m->m_state, &expected, want,
	    false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
}

/*
 * How often to try before sleeping: not at all on one processor, where the
 * owner cannot go on meanwhile.
 */
static int
mutex_spins(void)
{
	unsigned long ncpus;

	return (libc_auxv_get(AT_NCPUS, &ncpus) && ncpus > 1 ? SPINS : 0);
}

static int
mutex_lock_slow(struct mutex *m, const struct timespec *until)
{
	int error, i;

	for (i = mutex_spins(); i > 0; i--) {
		if (m->m_state == 0 && mutex_try(m, LOCKED))
			return (0);
		__builtin_ia32_pause();
	}
	while (__atomic_exchange_n(&m->m_state, CONTENDED,
	    __ATOMIC_ACQUIRE) != 0) {
		error = thread_wait(&m->m_state, CONTENDED,
		    thread_umtx_flags(m->m_pshared != 0, CLOCK_REALTIME),
		    until);
		if (error == ETIMEDOUT || error == EINVAL)
			return (error);
	}
	return (0);
}

static inline uintptr_t
mutex_self(const struct mutex *m)
{
	return (thread_owner(m->m_pshared != 0));
}

/*
 * Lock m for a type that knows its owner, when that is the caller already.
 */
static int
mutex_again(struct mutex *m)
{
	if (m->m_type != PTHREAD_MUTEX_RECURSIVE)
		return (EDEADLK);
	if (m->m_depth == UINT_MAX)
		return (EAGAIN);
	m->m_depth++;
	return (0);
}

static int
mutex_lock(struct mutex *m, const struct timespec *until)
{
	uintptr_t self;
	int error = 0;

	if (m->m_type == PTHREAD_MUTEX_NORMAL) {
		if (__predict_true(mutex_try(m, LOCKED)))
			return (0);
		return (mutex_lock_slow(m, until));
	}
	self = mutex_self(m);
	if (m->m_owner == self)
		return (mutex_again(m));
	if (!mutex_try(m, LOCKED))
		error = mutex_lock_slow(m, until);
	if (error == 0)
		m->m_owner = self;
	return (error);
}

static void
mutex_release(struct mutex *m)
{
	bool shared = m->m_pshared != 0;

	/* From the exchange on another thread may free the memory. */
	if (__atomic_exchange_n(&m->m_state, 0, __ATOMIC_RELEASE) == CONTENDED)
		thread_wake(&m->m_state, 1, thread_umtx_flags(shared,
		    CLOCK_MONOTONIC));
}

int
pthread_mutex_init(pthread_mutex_t *restrict mutex,
    const pthread_mutexattr_t *restrict attr)
{
	const struct mutexattr *ma = (const void *)attr;
	struct mutex *m = mutex_of(mutex);

	*m = (struct mutex){ 0 };
	if (ma != NULL) {
		m->m_type = ma->ma_type;
		m->m_pshared = ma->ma_pshared;
	}
	return (0);
}

int
pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	return (mutex_of(mutex)->m_state != 0 ? EBUSY : 0);
}

int
pthread_mutex_lock(pthread_mutex_t *mutex)
{
	return (mutex_lock(mutex_of(mutex), NULL));
}

int
pthread_mutex_timedlock(pthread_mutex_t *restrict mutex,
    const struct timespec *restrict until)
{
	struct mutex *m = mutex_of(mutex);
	int error;

	/* The time need not be valid if it is not needed. */
	error = pthread_mutex_trylock(mutex);
	if (error != EBUSY)
		return (error);
	if (m->m_type == PTHREAD_MUTEX_ERRORCHECK &&
	    m->m_owner == mutex_self(m))
		return (EDEADLK);
	if (!thread_timespec_valid(until))
		return (EINVAL);
	return (mutex_lock(m, until));
}

int
pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	struct mutex *m = mutex_of(mutex);
	uintptr_t self;

	if (m->m_type == PTHREAD_MUTEX_NORMAL)
		return (mutex_try(m, LOCKED) ? 0 : EBUSY);
	self = mutex_self(m);
	if (m->m_owner == self)
		return (m->m_type == PTHREAD_MUTEX_RECURSIVE ?
		    mutex_again(m) : EBUSY);
	if (!mutex_try(m, LOCKED))
		return (EBUSY);
	m->m_owner = self;
	return (0);
}

int
pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	struct mutex *m = mutex_of(mutex);

	if (m->m_type != PTHREAD_MUTEX_NORMAL) {
		if (m->m_owner != mutex_self(m))
			return (EPERM);
		if (m->m_depth > 0) {
			m->m_depth--;
			return (0);
		}
		m->m_owner = 0;
	}
	mutex_release(m);
	return (0);
}

int
thread_mutex_suspend(pthread_mutex_t *mutex, unsigned *depth)
{
	struct mutex *m = mutex_of(mutex);

	*depth = m->m_depth;
	if (m->m_type != PTHREAD_MUTEX_NORMAL) {
		if (m->m_owner != mutex_self(m))
			return (EPERM);
		m->m_depth = 0;
		m->m_owner = 0;
	}
	mutex_release(m);
	return (0);
}

void
thread_mutex_resume(pthread_mutex_t *mutex, unsigned depth)
{
	struct mutex *m = mutex_of(mutex);

	(void)mutex_lock(m, NULL);
	m->m_depth = depth;
}

int
pthread_mutexattr_init(pthread_mutexattr_t *attr)
{
	*(struct mutexattr *)attr = (struct mutexattr){
		.ma_type = PTHREAD_MUTEX_DEFAULT,
		.ma_pshared = PTHREAD_PROCESS_PRIVATE
	};
	return (0);
}

int
pthread_mutexattr_destroy(pthread_mutexattr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_mutexattr_gettype(const pthread_mutexattr_t *restrict attr,
    int *restrict type)
{
	*type = ((const struct mutexattr *)attr)->ma_type;
	return (0);
}

int
pthread_mutexattr_settype(pthread_mutexattr_t *attr, int type)
{
	if (type != PTHREAD_MUTEX_NORMAL && type != PTHREAD_MUTEX_ERRORCHECK &&
	    type != PTHREAD_MUTEX_RECURSIVE)
		return (EINVAL);
	((struct mutexattr *)attr)->ma_type = type;
	return (0);
}

int
pthread_mutexattr_getpshared(const pthread_mutexattr_t *restrict attr,
    int *restrict pshared)
{
	*pshared = ((const struct mutexattr *)attr)->ma_pshared;
	return (0);
}

int
pthread_mutexattr_setpshared(pthread_mutexattr_t *attr, int pshared)
{
	if (pshared != PTHREAD_PROCESS_PRIVATE &&
	    pshared != PTHREAD_PROCESS_SHARED)
		return (EINVAL);
	((struct mutexattr *)attr)->ma_pshared = pshared;
	return (0);
}

int
pthread_mutexattr_getprotocol(const pthread_mutexattr_t *restrict attr,
    int *restrict protocol)
{
	(void)attr;
	*protocol = PTHREAD_PRIO_NONE;
	return (0);
}

/* There is no priority inheritance. */
int
pthread_mutexattr_setprotocol(pthread_mutexattr_t *attr, int protocol)
{
	(void)attr;
	return (protocol == PTHREAD_PRIO_NONE ? 0 : ENOTSUP);
}
