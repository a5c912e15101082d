/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reader/writer locks.
 *
 * l_state is the number of readers, or WRITER.  Threads that have to wait sleep
 * on l_turn, which every release counts up while somebody sleeps.  Readers join
 * readers even if a writer waits: a thread that reads may lock again to read,
 * which must not deadlock.  So writers may starve under readers without a gap,
 * as POSIX leaves it to the implementation where no priorities are in use.
 *
 *	waiter				who releases
 *	l_sleepers++
 *	turn = l_turn
 *	l_state: still held		l_state = free
 *	sleep while l_turn == turn	l_sleepers != 0: l_turn++, wake
 *
 * Tests: tests/lib/libc/thread/t_pthread.c
 */
#include "thread_impl.h"

#define	WRITER		0x80000000U
#define	READERS_MAX	0x7ffffffeU

struct rwlock {
	volatile unsigned l_state;
	volatile unsigned l_turn;
	volatile unsigned l_sleepers;
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
 * One attempt: 0, EBUSY, EAGAIN (too many readers).
 */
static int
rwlock_try(struct rwlock *l, bool write)
{
	unsigned s = __atomic_load_n(&l->l_state, __ATOMIC_SEQ_CST);

	do {
		if (write ? s != 0 : (s & WRITER) != 0)
			return (EBUSY);
		if (!write && s == READERS_MAX)
			return (EAGAIN);
	} while (!__atomic_compare_exchange_n(&l->l_state, &s,
	    write ? WRITER : s + 1, false, __ATOMIC_SEQ_CST,
	    __ATOMIC_SEQ_CST));
	if (write)
		l->l_owner = rwlock_self(l);
	return (0);
}

static int
rwlock_lock(struct rwlock *l, bool write, const struct timespec *until)
{
	int flags = thread_umtx_flags(l->l_pshared != 0, CLOCK_REALTIME);
	unsigned turn;
	int error;

	error = rwlock_try(l, write);
	if (error != EBUSY)
		return (error);
	if (l->l_owner == rwlock_self(l))
		return (EDEADLK);
	if (until != NULL && !thread_timespec_valid(until))
		return (EINVAL);
	__atomic_fetch_add(&l->l_sleepers, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		turn = __atomic_load_n(&l->l_turn, __ATOMIC_SEQ_CST);
		error = rwlock_try(l, write);
		if (error != EBUSY)
			break;
		error = thread_wait(&l->l_turn, turn, flags, until);
		if (error == ETIMEDOUT)
			break;
	}
	__atomic_fetch_sub(&l->l_sleepers, 1, __ATOMIC_SEQ_CST);
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
	return (rwlock_try(rwlock_of(lock), false));
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
	return (rwlock_try(rwlock_of(lock), true));
}

int
pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	struct rwlock *l = rwlock_of(lock);
	int flags = thread_umtx_flags(l->l_pshared != 0, CLOCK_MONOTONIC);
	unsigned s = l->l_state;

	if (s == 0 || ((s & WRITER) != 0 && l->l_owner != rwlock_self(l)))
		return (EPERM);
	if ((s & WRITER) != 0) {
		l->l_owner = 0;
		__atomic_store_n(&l->l_state, 0, __ATOMIC_SEQ_CST);
	} else if (__atomic_sub_fetch(&l->l_state, 1, __ATOMIC_SEQ_CST) != 0)
		return (0);
	if (__atomic_load_n(&l->l_sleepers, __ATOMIC_SEQ_CST) != 0) {
		__atomic_fetch_add(&l->l_turn, 1, __ATOMIC_SEQ_CST);
		thread_wake(&l->l_turn, INT_MAX, flags);
	}
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
