/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sleep queues.
 *
 * Model	A queue is a list of threads in the object that they wait for.
 *		The lock of a queue is one of a static pool, chosen by the
 *		queue's address (which decides nothing else), so that it
 *		outlives the queue.  A thread on a queue has ts_sqlock and
 *		ts_sleepq set; both are cleared by whoever takes it off, with
 *		that lock held, and that is what waking means: the thread will
 *		not sleep, or if it does already, is made runnable.
 *
 * Invariants	(1) ts_sqlock is not NULL exactly while the thread is linked
 *		    into *ts_sleepq, whose lock it is.
 *		(2) a thread is on at most one queue.
 *		(3) ts_wmesg is set from sleepq_enqueue() until the thread runs
 *		    again.
 *
 * Waking from outside must find the queue although its object may be freed as
 * soon as the thread was woken by someone else:
 *
 *	sleepq_abort			sleepq_wake, then object freed
 *	l = td->ts_sqlock
 *					lock l
 *					take td off, ts_sqlock = NULL
 *					unlock l
 *	lock l  (static memory)
 *	td->ts_sqlock != l: start over
 *
 * While ts_sqlock == l with l held, td is on the queue, so the queue exists.
 *
 * A timed sleep uses td's own timeout, whose function runs in the clock
 * interrupt; it is cancelled, or known to have ended, before the sleep
 * returns, so it never hits a later sleep.
 *
 * Locks	one queue's lock at a time, IPL_SCHED; then the run queue's or
 *		the timeouts'.
 * Context	waking: any up to IPL_SCHED; sleeping: thread, at IPL_NONE.
 * Tests	the SELFTEST option
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/sleepq.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/timeout.h>

#ifndef SLEEPQ_NLOCKS
#define	SLEEPQ_NLOCKS	256		/* a power of 2 */
#endif

static struct sleepq_pool {
	struct spin	sp_lock;
} __aligned(CACHE_LINE_SIZE) sleepq_locks[SLEEPQ_NLOCKS] = {
	[0 ... SLEEPQ_NLOCKS - 1] = {
		.sp_lock = SPIN_INITIALIZER("sleepq", IPL_SCHED),
	},
};

void
sleepq_init(struct sleepq *q)
{

	TAILQ_INIT(&q->sq_head);
}

/*
 * Objects are multiples of 32 bytes apart, mostly; mix the bits above.
 */
static inline struct spin *
sleepq_lock_of(const struct sleepq *q)
{
	uintptr_t a = (uintptr_t)q >> 5;

	return (&sleepq_locks[(a ^ (a >> 8)) & (SLEEPQ_NLOCKS - 1)].sp_lock);
}

struct spin *
sleepq_lock(const struct sleepq *q)
    __no_lock_analysis
{
	struct spin *l = sleepq_lock_of(q);

	spin_enter(l);
	return (l);
}

void
sleepq_unlock(struct spin *l)
    __no_lock_analysis
{

	spin_exit(l);
}

void
sleepq_enqueue(struct sleepq *q, const char *wmesg, u_int flags, u_int tag)
{
	struct thread *td = curthread, *next;
	struct td_sched *ts = &td->td_sched;

	KASSERT(ts->ts_sqlock == NULL);
	KASSERT(spin_owned(sleepq_lock_of(q)));
	ts->ts_sleepq = q;
	ts->ts_wmesg = wmesg;
	ts->ts_sqerror = 0;
	ts->ts_sqflags = (u_char)flags;
	ts->ts_sqtag = (u_char)tag;
	ts->ts_sqlast = ts->ts_sqlock = sleepq_lock_of(q);
	next = NULL;
	if ((flags & SLEEPQ_LOST) != 0)
		for (next = sleepq_first(q); next != NULL && sleepq_lost(next);)
			next = sleepq_next(next);
	if (next != NULL)
		TAILQ_INSERT_BEFORE(next, td, td_sched.ts_sqlink);
	else
		TAILQ_INSERT_TAIL(&q->sq_head, td, td_sched.ts_sqlink);
}

static int
sleepq_finish(struct td_sched *ts, uint64_t deadline)
{

	KASSERT(ts->ts_sqlock == NULL);
	ts->ts_wmesg = NULL;
	if (deadline != 0)
		(void)timeout_drain(&ts->ts_timeout);
	return (ts->ts_sqerror);
}

int
sleepq_sleep(struct spin *l, uint64_t deadline)
{
	struct td_sched *ts = &curthread->td_sched;

	if (deadline != 0)
		timeout_set(&ts->ts_timeout, deadline);
	sched_sleep(l);
	return (sleepq_finish(ts, deadline));
}

int
sleepq_block(uint64_t deadline)
    __no_lock_analysis
{
	struct thread *td = curthread;
	struct td_sched *ts = &td->td_sched;

	if (ts->ts_sqlock == NULL)
		deadline = 0;
	if (deadline != 0)
		timeout_set(&ts->ts_timeout, deadline);
	if (ktr_on(td))
		ktr_csw(td, true, false, ts->ts_wmesg);
	if (!sched_sleep(NULL)) {
		/*
		 * Somebody took this thread off and may still be looking at it:
		 * let the critical section end before the thread can go away.
		 */
		spin_enter(ts->ts_sqlast);
		spin_exit(ts->ts_sqlast);
	}
	if (ktr_on(td))
		ktr_csw(td, false, false, ts->ts_wmesg);
	return (sleepq_finish(ts, deadline));
}

struct thread *
sleepq_first(const struct sleepq *q)
{

	return (TAILQ_FIRST(&q->sq_head));
}

struct thread *
sleepq_next(const struct thread *td)
{

	return (TAILQ_NEXT(td, td_sched.ts_sqlink));
}

u_int
sleepq_tag(const struct thread *td)
{

	return (td->td_sched.ts_sqtag);
}

bool
sleepq_lost(const struct thread *td)
{

	return ((td->td_sched.ts_sqflags & SLEEPQ_LOST) != 0);
}

static void
sleepq_remove(struct sleepq *q, struct thread *td, int error, bool sync)
{
	struct td_sched *ts = &td->td_sched;

	KASSERT(ts->ts_sleepq == q && ts->ts_sqlock == sleepq_lock_of(q));
	KASSERT(spin_owned(ts->ts_sqlock));
	TAILQ_REMOVE(&q->sq_head, td, td_sched.ts_sqlink);
	ts->ts_sqerror = error;
	ts->ts_sleepq = NULL;
	atomic_store_rel(&ts->ts_sqlock, NULL);
	sched_unsleep(td, sync);
}

void
sleepq_wake(struct sleepq *q, struct thread *td, bool sync)
{

	sleepq_remove(q, td, 0, sync);
}

u_int
sleepq_wake_all(struct sleepq *q)
{
	struct thread *td;
	u_int n;

	for (n = 0; (td = TAILQ_FIRST(&q->sq_head)) != NULL; n++)
		sleepq_remove(q, td, 0, false);
	return (n);
}

bool
sleepq_abort(struct thread *td, int error, bool only_sig)
    __no_lock_analysis
{
	struct td_sched *ts = &td->td_sched;
	struct spin *l;
	bool woke;

	for (;;) {
		l = atomic_load_acq(&ts->ts_sqlock);
		if (l == NULL)
			return (false);
		spin_enter(l);
		if (ts->ts_sqlock == l)
			break;
		spin_exit(l);
	}
	woke = !only_sig || (ts->ts_sqflags & SLEEPQ_SIG) != 0;
	if (woke)
		sleepq_remove(ts->ts_sleepq, td, error, false);
	spin_exit(l);
	return (woke);
}
