/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reader/writer locks.
 *
 * l_state is 0 when the lock is free, else the number of readers, or WRITER,
 * and SLEEPERS if somebody sleeps on it, or did a moment ago.  Readers join
 * readers even if a writer waits: a thread that reads may lock again to read,
 * which must not deadlock.  So writers may starve under readers without a gap,
 * as POSIX leaves it to the implementation where no priorities are in use.
 *
 * Who has to wait adds SLEEPERS to the state that it saw, and sleeps while that
 * is the state.  The last release stores 0 and learns of SLEEPERS by the same
 * operation, since another thread may free the memory afterwards; it wakes all,
 * and those who find the lock taken add SLEEPERS again.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c, t_fork.c, t_destroy.c
 */
#include "thread_impl.h"

#define	WRITER		0x80000000U
#define	SLEEPERS	0x40000000U
#define	READERS(s)	((s) & 0x3fffffffU)
#define	READERS_MAX	0x3fffffffU

struct rwlock {
	volatile unsigned l_state;
	int		l_pshared;
	volatile uintptr_t l_owner;	/* the writer, thread_owner() */
};
_Static_assert(sizeof(struct rwlock) <= sizeof(pthread_rwlock_t), "room");

struct rwlockattr {
	int	la_pshared;
};

static inline struct rwlock *
rwlock_of(pthread_rwlock_t *l)
{
	return ((struct rwlock *)l);
}

static inline uintptr_t
rwlock_self(const struct rwlock *l)
{
	return (thread_owner(l->l_pshared != 0));
}

/*
 * One attempt: 0, EBUSY, EAGAIN (too many readers).  *seen is the state then.
 */
static int
rwlock_try(struct rwlock *l, bool write, unsigned *seen)
{
	unsigned s = __atomic_load_n(&l->l_state, __ATOMIC_RELAXED);

	do {
		*seen = s;
		if (write ? s != 0 : (s & WRITER) != 0)
			return (EBUSY);
		if (!write && READERS(s) == READERS_MAX)
			return (EAGAIN);
	} while (!__atomic_compare_exchange_n(&l->l_state, &s,
	    write ? WRITER : s + 1, false, __ATOMIC_ACQUIRE,
	    __ATOMIC_RELAXED));
	if (write)
		l->l_owner = rwlock_self(l);
	return (0);
}

static int
rwlock_lock(struct rwlock *l, bool write, const struct timespec *until)
{
	int flags = thread_umtx_flags(l->l_pshared != 0, CLOCK_REALTIME);
	unsigned seen;
	int error;

	error = rwlock_try(l, write, &seen);
	if (error != EBUSY)
		return (error);
	if (l->l_owner == rwlock_self(l))
		return (EDEADLK);
	if (until != NULL && !thread_timespec_valid(until))
		return (EINVAL);
	while (error == EBUSY) {
		if ((seen & SLEEPERS) != 0 ||
		    __atomic_compare_exchange_n(&l->l_state, &seen,
		    seen | SLEEPERS, false, __ATOMIC_RELAXED,
		    __ATOMIC_RELAXED)) {
			error = thread_wait(&l->l_state, seen | SLEEPERS,
			    flags, until);
			if (error == ETIMEDOUT)
				break;
		}
		error = rwlock_try(l, write, &seen);
	}
	return (error);
}

int
pthread_rwlock_init(pthread_rwlock_t *restrict lock,
    const pthread_rwlockattr_t *restrict attr)
{
	const struct rwlockattr *la = (const void *)attr;
	struct rwlock *l = rwlock_of(lock);

	*l = (struct rwlock){ 0 };
	if (la != NULL)
		l->l_pshared = la->la_pshared;
	return (0);
}

int
pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
	return (rwlock_of(lock)->l_state != 0 ? EBUSY : 0);
}

int
pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	return (rwlock_lock(rwlock_of(lock), false, NULL));
}

int
pthread_rwlock_timedrdlock(pthread_rwlock_t *restrict lock,
    const struct timespec *restrict until)
{
	return (rwlock_lock(rwlock_of(lock), false, until));
}

int
pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
	unsigned seen;

	return (rwlock_try(rwlock_of(lock), false, &seen));
}

int
pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	return (rwlock_lock(rwlock_of(lock), true, NULL));
}

int
pthread_rwlock_timedwrlock(pthread_rwlock_t *restrict lock,
    const struct timespec *restrict until)
{
	return (rwlock_lock(rwlock_of(lock), true, until));
}

int
pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
	unsigned seen;

	return (rwlock_try(rwlock_of(lock), true, &seen));
}

int
pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	struct rwlock *l = rwlock_of(lock);
	int flags = thread_umtx_flags(l->l_pshared != 0, CLOCK_MONOTONIC);
	unsigned left, s = l->l_state;

	if (s == 0 || ((s & WRITER) != 0 && l->l_owner != rwlock_self(l)))
		return (EPERM);
	if ((s & WRITER) != 0)
		l->l_owner = 0;
	do {
		left = (s & WRITER) != 0 || READERS(s) == 1 ? 0 : s - 1;
	} while (!__atomic_compare_exchange_n(&l->l_state, &s, left, false,
	    __ATOMIC_RELEASE, __ATOMIC_RELAXED));
	if (left == 0 && (s & SLEEPERS) != 0)
		thread_wake(&l->l_state, INT_MAX, flags);
	return (0);
}

int
pthread_rwlockattr_init(pthread_rwlockattr_t *attr)
{
	((struct rwlockattr *)attr)->la_pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}

int
pthread_rwlockattr_destroy(pthread_rwlockattr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *restrict attr,
    int *restrict pshared)
{
	*pshared = ((const struct rwlockattr *)attr)->la_pshared;
	return (0);
}

int
pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attr, int pshared)
{
	if (pshared != PTHREAD_PROCESS_PRIVATE &&
	    pshared != PTHREAD_PROCESS_SHARED)
		return (EINVAL);
	((struct rwlockattr *)attr)->la_pshared = pshared;
	return (0);
}
