/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Condition variables.
 *
 * c_seq counts signals.  A waiter reads it while it holds the mutex and sleeps
 * while it has not changed, so a signal between its unlocking the mutex and its
 * sleep is not lost.  c_waiters saves the system call of a signal that nobody
 * waits for; it is counted up under the mutex too, before c_seq is read.
 *
 * The last thing that a waiter does to the condition is to count itself down.
 * Who destroys it after its waiters were woken, or timed out, sets DESTROYED in
 * c_waiters and waits until they have; the last of them wakes it.
 *
 * A waiter that a cancellation finds locks the mutex before it acts on it, as
 * POSIX demands for the sake of its cleanup handlers.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c, t_destroy.c
 */
#include "thread_impl.h"

#define	DESTROYED	0x80000000U

struct cond {
	volatile unsigned c_seq;
	volatile unsigned c_waiters;	/* and DESTROYED */
	int		c_monotonic;	/* deadlines are of CLOCK_MONOTONIC */
	int		c_pshared;
};
_Static_assert(sizeof(struct cond) <= sizeof(pthread_cond_t), "room");

struct condattr {
	clockid_t	ca_clock;
	int		ca_pshared;
};

static inline struct cond *
cond_of(pthread_cond_t *c)
{
	return ((struct cond *)c);
}

int
pthread_cond_init(pthread_cond_t *restrict cond,
    const pthread_condattr_t *restrict attr)
{
	const struct condattr *ca = (const void *)attr;
	struct cond *c = cond_of(cond);

	*c = (struct cond){ 0 };
	if (ca != NULL) {
		c->c_monotonic = ca->ca_clock == CLOCK_MONOTONIC;
		c->c_pshared = ca->ca_pshared;
	}
	return (0);
}

int
pthread_cond_destroy(pthread_cond_t *cond)
{
	struct cond *c = cond_of(cond);
	int flags = thread_umtx_flags(c->c_pshared != 0, CLOCK_MONOTONIC);
	unsigned n;

	n = __atomic_or_fetch(&c->c_waiters, DESTROYED, __ATOMIC_ACQUIRE);
	while (n != DESTROYED) {
		(void)thread_wait(&c->c_waiters, n, flags, NULL);
		n = __atomic_load_n(&c->c_waiters, __ATOMIC_ACQUIRE);
	}
	c->c_waiters = 0;
	return (0);
}

/*
 * The end of a wait; the condition may be gone afterwards.
 */
static void
cond_leave(struct cond *c)
{
	int flags = thread_umtx_flags(c->c_pshared != 0, CLOCK_MONOTONIC);

	if (__atomic_sub_fetch(&c->c_waiters, 1, __ATOMIC_RELEASE) == DESTROYED)
		thread_wake(&c->c_waiters, INT_MAX, flags);
}

static int
cond_wait(struct cond *c, pthread_mutex_t *mutex, const struct timespec *until)
{
	unsigned depth, seq;
	int error;

	__atomic_fetch_add(&c->c_waiters, 1, __ATOMIC_SEQ_CST);
	seq = __atomic_load_n(&c->c_seq, __ATOMIC_SEQ_CST);
	error = thread_mutex_suspend(mutex, &depth);
	if (error != 0) {
		cond_leave(c);
		return (error);
	}
	error = thread_wait_cancel(&c->c_seq, seq, thread_umtx_flags(
	    c->c_pshared != 0, c->c_monotonic ? CLOCK_MONOTONIC :
	    CLOCK_REALTIME), until);
	/* A signal that a cancelled thread may have taken goes to another. */
	if (error == ECANCELED && c->c_seq != seq)
		thread_wake(&c->c_seq, 1, thread_umtx_flags(c->c_pshared != 0,
		    CLOCK_MONOTONIC));
	cond_leave(c);
	thread_mutex_resume(mutex, depth);
	if (error == ECANCELED)
		pthread_testcancel();
	return (error == ETIMEDOUT ? ETIMEDOUT : 0);
}

int
pthread_cond_wait(pthread_cond_t *restrict cond,
    pthread_mutex_t *restrict mutex)
{
	return (cond_wait(cond_of(cond), mutex, NULL));
}

int
pthread_cond_timedwait(pthread_cond_t *restrict cond,
    pthread_mutex_t *restrict mutex, const struct timespec *restrict until)
{
	if (!thread_timespec_valid(until))
		return (EINVAL);
	return (cond_wait(cond_of(cond), mutex, until));
}

static void
cond_wake(struct cond *c, int count)
{
	__atomic_fetch_add(&c->c_seq, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&c->c_waiters, __ATOMIC_SEQ_CST) != 0)
		thread_wake(&c->c_seq, count, thread_umtx_flags(
		    c->c_pshared != 0, CLOCK_MONOTONIC));
}

int
pthread_cond_signal(pthread_cond_t *cond)
{
	cond_wake(cond_of(cond), 1);
	return (0);
}

int
pthread_cond_broadcast(pthread_cond_t *cond)
{
	cond_wake(cond_of(cond), INT_MAX);
	return (0);
}

int
pthread_condattr_init(pthread_condattr_t *attr)
{
	*(struct condattr *)attr = (struct condattr){
		.ca_clock = CLOCK_REALTIME,
		.ca_pshared = PTHREAD_PROCESS_PRIVATE
	};
	return (0);
}

int
pthread_condattr_destroy(pthread_condattr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_condattr_getclock(const pthread_condattr_t *restrict attr,
    clockid_t *restrict clock)
{
	*clock = ((const struct condattr *)attr)->ca_clock;
	return (0);
}

int
pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock)
{
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return (EINVAL);
	((struct condattr *)attr)->ca_clock = clock;
	return (0);
}

int
pthread_condattr_getpshared(const pthread_condattr_t *restrict attr,
    int *restrict pshared)
{
	*pshared = ((const struct condattr *)attr)->ca_pshared;
	return (0);
}

int
pthread_condattr_setpshared(pthread_condattr_t *attr, int pshared)
{
	if (pshared != PTHREAD_PROCESS_PRIVATE &&
	    pshared != PTHREAD_PROCESS_SHARED)
		return (EINVAL);
	((struct condattr *)attr)->ca_pshared = pshared;
	return (0);
}
