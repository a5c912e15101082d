/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Condition variables: a sleep queue and the rule that the waiter is on it
 * before the mutex is released.
 *
 *	waiter				signaller
 *	enqueue
 *	mutex_exit			mutex_enter
 *					change the condition
 *					cv_signal: takes the waiter off, and
 *					makes it runnable if it sleeps already
 *	sleepq_block: sleeps unless
 *	it was taken off
 *
 * For an interruptible wait the same holds for signals: sched_interrupt() finds
 * the waiter on the queue from the first step on, and what came before it is
 * found by sig_pending_check() after it.
 *
 * Tests	the SELFTEST option
 */
#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/errno.h>
#include <sys/fail.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sleepq.h>
#include <sys/systm.h>

#include <kern/subr_lockorder.h>

void
cv_init(struct cv *c, const char *name)
{

	c->cv_name = name;
	sleepq_init(&c->cv_sleepq);
}

void
cv_destroy(struct cv *c)
{

	KASSERTMSG(sleepq_empty(&c->cv_sleepq), "cv %s destroyed while in use",
	    c->cv_name);
}

static int
cv_wait_common(struct cv *c, struct kmutex *m, uint64_t deadline, u_int flags)
    __no_lock_analysis
{
	struct thread *td = curthread;
	struct spin *l;
	int error, sigerror = 0;

	KASSERTMSG(mutex_owned(m), "cv %s: mutex %s is not owned", c->cv_name,
	    m->m_name);
	l = sleepq_lock(&c->cv_sleepq);
	sleepq_enqueue(&c->cv_sleepq, c->cv_name, flags, 0);
	sleepq_unlock(l);
	mutex_exit(m);
#ifdef DEBUG
	lockorder_may_sleep("cv_wait", c);
#endif
	if ((flags & SLEEPQ_SIG) != 0 &&
	    ((sigerror = sig_pending_check(td)) != 0 ||
	    (sigerror = KFAIL_POINT_KIND(cv_wait_sig, FAIL_SLEEP,
	    __builtin_return_address(0))) != 0))
		(void)sleepq_abort(td, sigerror, true);
	error = sleepq_block(deadline);
	mutex_enter(m);
	return (error);
}

void
cv_wait(struct cv *c, struct kmutex *m)
{

	(void)cv_wait_common(c, m, 0, 0);
}

int
cv_wait_sig(struct cv *c, struct kmutex *m)
{

	return (cv_wait_common(c, m, 0, SLEEPQ_SIG));
}

int
cv_timedwait(struct cv *c, struct kmutex *m, uint64_t deadline)
{

	return (cv_wait_common(c, m, deadline, 0));
}

int
cv_timedwait_sig(struct cv *c, struct kmutex *m, uint64_t deadline)
{

	return (cv_wait_common(c, m, deadline, SLEEPQ_SIG));
}

static void
cv_signal_common(struct cv *c, bool sync)
{
	struct thread *td;
	struct spin *l;

	if (sleepq_empty(&c->cv_sleepq))
		return;
	l = sleepq_lock(&c->cv_sleepq);
	td = sleepq_first(&c->cv_sleepq);
	if (td != NULL)
		sleepq_wake(&c->cv_sleepq, td, sync);
	sleepq_unlock(l);
}

void
cv_signal(struct cv *c)
{

	cv_signal_common(c, false);
}

void
cv_signal_sync(struct cv *c)
{

	cv_signal_common(c, true);
}

void
cv_broadcast(struct cv *c)
{
	struct spin *l;

	if (sleepq_empty(&c->cv_sleepq))
		return;
	l = sleepq_lock(&c->cv_sleepq);
	(void)sleepq_wake_all(&c->cv_sleepq);
	sleepq_unlock(l);
}
