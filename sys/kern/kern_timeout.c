/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Timeouts.
 *
 * Model	Each CPU has a pairing heap of its pending timeouts, ordered by
 *		deadline, with the links in the timeouts themselves: setting one
 *		is constant time, taking the first or removing any is O(log n)
 *		amortised, nothing is allocated and nothing ticks.  The CPU's
 *		one-shot timer is armed for the first deadline, or earlier: a
 *		timer that fires early only finds nothing to do, so it is armed
 *		anew only when a deadline comes before what it is set to.
 *
 *		In the clock interrupt, due timeouts leave the heap.  Direct
 *		ones are called there; others go to the list of expired ones,
 *		which a SOFTINT_CLOCK thread of the CPU calls in turn.
 *
 *		That thread goes before all that are not soft interrupts, so it
 *		calls for TC_TURN at most; what is left then waits as long for
 *		the clock interrupt to call it again (tc_resume).  So timeouts
 *		never have more than half of a CPU, but for the last function of
 *		each turn.
 *
 * Invariants	(1) to_state says where the timeout is linked: nowhere (IDLE),
 *		    in the heap of to_cpu (PENDING), or in its expired list
 *		    (EXPIRED).  All of it is under tc_lock of to_cpu.
 *		(2) to_cpu changes only while IDLE, with the old CPU's lock, and
 *		    not while the function runs: then the timeout stays on the
 *		    CPU that runs it.
 *		(3) tc_running[] point to the timeouts whose functions run now,
 *		    one in the interrupt and one in the soft interrupt.  After a
 *		    call the timeout is not touched any more: the function may
 *		    have freed it.
 *		(4) tc_armed is at most the first deadline of the heap.
 *
 * Cancelling and firing:
 *
 *	timeout_drain on CPU 1		clock on CPU 0
 *					lock, take t off, running = t, unlock
 *	lock: IDLE, running == t
 *	unlock, wait			t->to_fn()
 *					lock, running = NULL, unlock
 *	running != t: done		(wake the waiter)
 *
 * Locks	tc_lock, IPL_SCHED, after sleep queue locks, before run queue
 *		locks.  None is held while a function runs.
 * Tests	tests/sys/kern/unit, the SELFTEST option
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/md.h>
#include <sys/sched.h>
#include <sys/sleepq.h>
#include <sys/softint.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timeout.h>
#include <machine/frame.h>

enum timeout_state {
	TO_IDLE,
	TO_PENDING,
	TO_EXPIRED
};

#define	TC_DIRECT	0
#define	TC_SOFT		1
#define	TC_TICK		10000000UL	/* ns, as in kern_sched.c */
#define	TC_TURN		1000000UL	/* ns */
#define	NEVER		UINT64_MAX

struct timeout_cpu {
	struct spin	 tc_lock;
	u_int		 tc_cpuid;	/* constant */
	struct timeout	*tc_heap;	/* (t) */
	struct timeout	*tc_expired;	/* (t) first of the list */
	struct timeout	**tc_lastp;	/* (t) its end */
	struct timeout	*tc_running[2];	/* (t) */
	bool		 tc_draining;	/* (t) somebody waits for TC_SOFT */
	struct sleepq	 tc_drainq;
	struct thread	*tc_softthread;	/* (t) in TC_SOFT's function */
	uint64_t	 tc_armed;	/* (t) what the timer is set to */
	uint64_t	 tc_tick;	/* (t) next tick of the scheduler */
	uint64_t	 tc_resume;	/* (t) TC_SOFT pauses until; 0: no */
	uint64_t	 tc_calls;	/* (t) statistics */
} __aligned(CACHE_LINE_SIZE);

static struct timeout_cpu	timeout_cpus[MAXCPU];
static struct softint		*timeout_softint;

/* Pairing heap. */

/*
 * Join two heaps; either may be NULL.  The root's to_prevp is the caller's.
 */
static struct timeout *
heap_meld(struct timeout *a, struct timeout *b)
{
	struct timeout *t;

	if (a == NULL)
		return (b);
	if (b == NULL)
		return (a);
	if (b->to_deadline < a->to_deadline) {
		t = a;
		a = b;
		b = t;
	}
	/* b becomes a's first child. */
	b->to_next = a->to_child;
	if (b->to_next != NULL)
		b->to_next->to_prevp = &b->to_next;
	a->to_child = b;
	b->to_prevp = &a->to_child;
	return (a);
}

/*
 * Join a row of siblings: in pairs from the left, then those from the right.
 */
static struct timeout *
heap_merge(struct timeout *row)
{
	struct timeout *a, *b, *pairs = NULL, *root = NULL;

	while (row != NULL) {
		a = row;
		b = a->to_next;
		row = b != NULL ? b->to_next : NULL;
		a->to_next = NULL;
		if (b != NULL)
			b->to_next = NULL;
		a = heap_meld(a, b);
		a->to_next = pairs;
		pairs = a;
	}
	while (pairs != NULL) {
		a = pairs;
		pairs = a->to_next;
		a->to_next = NULL;
		root = heap_meld(root, a);
	}
	return (root);
}

static void
heap_set_root(struct timeout_cpu *tc, struct timeout *root)
{

	tc->tc_heap = root;
	if (root != NULL) {
		root->to_prevp = &tc->tc_heap;
		root->to_next = NULL;
	}
}

static void
heap_insert(struct timeout_cpu *tc, struct timeout *t)
{

	t->to_child = NULL;
	t->to_next = NULL;
	heap_set_root(tc, heap_meld(tc->tc_heap, t));
}

static void
heap_remove(struct timeout_cpu *tc, struct timeout *t)
{
	struct timeout *sub = heap_merge(t->to_child);

	if (tc->tc_heap == t) {
		heap_set_root(tc, sub);
		return;
	}
	*t->to_prevp = t->to_next;
	if (t->to_next != NULL)
		t->to_next->to_prevp = t->to_prevp;
	heap_set_root(tc, heap_meld(tc->tc_heap, sub));
}

/* The expired list. */

static void
expired_insert(struct timeout_cpu *tc, struct timeout *t)
{

	t->to_next = NULL;
	t->to_prevp = tc->tc_lastp;
	*tc->tc_lastp = t;
	tc->tc_lastp = &t->to_next;
	t->to_state = TO_EXPIRED;
}

static void
expired_remove(struct timeout_cpu *tc, struct timeout *t)
{

	*t->to_prevp = t->to_next;
	if (t->to_next != NULL)
		t->to_next->to_prevp = t->to_prevp;
	else
		tc->tc_lastp = t->to_prevp;
}

void
timeout_init(struct timeout *t, void (*fn)(void *), void *arg)
{

	memset(t, 0, sizeof(*t));
	t->to_fn = fn;
	t->to_arg = arg;
}

void
timeout_init_direct(struct timeout *t, void (*fn)(void *), void *arg)
{

	timeout_init(t, fn, arg);
	t->to_direct = 1;
}

/*
 * Lock the CPU that t belongs to, or NULL if it was never set.
 */
static struct timeout_cpu *
timeout_lock(struct timeout *t)
    __no_lock_analysis
{
	struct timeout_cpu *tc;

	for (;;) {
		tc = atomic_load_acq(&t->to_cpu);
		if (tc == NULL)
			return (NULL);
		spin_enter(&tc->tc_lock);
		if (t->to_cpu == tc)
			return (tc);
		spin_exit(&tc->tc_lock);
	}
}

static void
timeout_unlock(struct timeout_cpu *tc)
    __no_lock_analysis
{

	spin_exit(&tc->tc_lock);
}

/*
 * Take t out of where it is linked; true when it was.
 */
static bool
timeout_unlink(struct timeout_cpu *tc, struct timeout *t)
{
	bool was = t->to_state != TO_IDLE;

	if (t->to_state == TO_PENDING)
		heap_remove(tc, t);
	else if (t->to_state == TO_EXPIRED)
		expired_remove(tc, t);
	t->to_state = TO_IDLE;
	return (was);
}

static bool
timeout_runs(const struct timeout_cpu *tc, const struct timeout *t)
{

	return (tc->tc_running[TC_DIRECT] == t ||
	    tc->tc_running[TC_SOFT] == t);
}

/*
 * Have this CPU's timer fire by then.
 */
static void
timeout_arm(struct timeout_cpu *tc, uint64_t deadline)
{

	if (deadline < tc->tc_armed) {
		tc->tc_armed = deadline;
		md_timer_arm(deadline);
	}
}

void
timeout_set(struct timeout *t, uint64_t deadline)
    __no_lock_analysis
{
	struct timeout_cpu *tc, *self;
	int ipl;

	ipl = ipl_raise(IPL_SCHED);
	self = MD_PCPU_GET(pc_timeouts);
	for (;;) {
		tc = timeout_lock(t);
		if (tc == NULL) {
			/* Never set before: nobody else looks at it. */
			t->to_cpu = self;
			continue;
		}
		(void)timeout_unlink(tc, t);
		if (tc == self || timeout_runs(tc, t))
			break;
		t->to_cpu = self;
		timeout_unlock(tc);
	}
	t->to_deadline = deadline;
	t->to_state = TO_PENDING;
	heap_insert(tc, t);
	/* If it is not ours, that CPU looks at its heap after the call. */
	if (tc == self)
		timeout_arm(tc, deadline);
	timeout_unlock(tc);
	ipl_lower(ipl);
}

bool
timeout_cancel(struct timeout *t)
{
	struct timeout_cpu *tc;
	bool was;

	tc = timeout_lock(t);
	if (tc == NULL)
		return (false);
	was = timeout_unlink(tc, t);
	timeout_unlock(tc);
	return (was);
}

bool
timeout_drain(struct timeout *t)
    __no_lock_analysis
{
	struct timeout_cpu *tc;
	struct spin *l;
	bool was = false;

	for (;;) {
		tc = timeout_lock(t);
		if (tc == NULL)
			return (false);
		was |= timeout_unlink(tc, t);
		if (!timeout_runs(tc, t)) {
			timeout_unlock(tc);
			return (was);
		}
		if (tc->tc_running[TC_DIRECT] == t) {
			KASSERT(tc->tc_cpuid != MD_PCPU_GET(pc_cpuid));
			timeout_unlock(tc);
			md_cpu_relax();
			continue;
		}
		KASSERT(tc->tc_softthread != curthread);
		timeout_unlock(tc);
		/* The queue's lock comes before the timeouts'. */
		l = sleepq_lock(&tc->tc_drainq);
		spin_enter(&tc->tc_lock);
		if (tc->tc_running[TC_SOFT] != t) {
			spin_exit(&tc->tc_lock);
			sleepq_unlock(l);
			continue;
		}
		tc->tc_draining = true;
		spin_exit(&tc->tc_lock);
		sleepq_enqueue(&tc->tc_drainq, "tmodrain", 0, 0);
		(void)sleepq_sleep(l, 0);
	}
}

bool
timeout_pending(const struct timeout *t)
{

	return (t->to_state != TO_IDLE);
}

/*
 * Call t, which was unlinked.  The lock is held on entry and return, and not
 * during the call.
 */
static void
timeout_call(struct timeout_cpu *tc, struct timeout *t, int slot)
    __no_lock_analysis
{
	void (*fn)(void *) = t->to_fn;
	void *arg = t->to_arg;

	t->to_state = TO_IDLE;
	tc->tc_running[slot] = t;
	tc->tc_calls++;
	spin_exit(&tc->tc_lock);
	fn(arg);
	spin_enter(&tc->tc_lock);
	tc->tc_running[slot] = NULL;
}

/*
 * Arm the timer for what comes next: the first timeout, the tick, or the end of
 * a pause.
 */
static void
timeout_rearm(struct timeout_cpu *tc)
{
	uint64_t next = tc->tc_tick;

	if (tc->tc_heap != NULL && tc->tc_heap->to_deadline < next)
		next = tc->tc_heap->to_deadline;
	if (tc->tc_resume != 0 && tc->tc_resume < next)
		next = tc->tc_resume;
	if (next != NEVER)
		timeout_arm(tc, next);
}

void
timeout_hardclock(void)
    __no_lock_analysis
{
	struct timeout_cpu *tc = MD_PCPU_GET(pc_timeouts);
	const struct trapframe *tf = MD_PCPU_GET(pc_intr_frame);
	struct timeout *t;
	uint64_t now = md_time_ns();
	bool soft = false, tick;

	tick = now >= tc->tc_tick;
	if (tick) {
		tc_tick(now);
		tick = sched_clock(now, tf != NULL && TRAPF_USERMODE(tf));
	} else
		tick = tc->tc_tick != NEVER;
	spin_enter(&tc->tc_lock);
	tc->tc_armed = NEVER;
	if (!tick)
		tc->tc_tick = NEVER;
	else if (tc->tc_tick <= now)
		tc->tc_tick = now + TC_TICK;
	if (tc->tc_resume != 0 && tc->tc_resume <= now) {
		tc->tc_resume = 0;
		soft = true;
	}
	while ((t = tc->tc_heap) != NULL && t->to_deadline <= now) {
		heap_remove(tc, t);
		if (t->to_direct)
			timeout_call(tc, t, TC_DIRECT);
		else {
			expired_insert(tc, t);
			soft = true;
		}
	}
	timeout_rearm(tc);
	soft = soft && tc->tc_resume == 0;
	spin_exit(&tc->tc_lock);
	if (soft && timeout_softint != NULL)
		softint_schedule(timeout_softint);
}

/*
 * The scheduler has a thread to run after idling: tick from here on.
 * Interrupts are off.
 */
void
timeout_need_tick(uint64_t now)
    __no_lock_analysis
{
	struct timeout_cpu *tc = MD_PCPU_GET(pc_timeouts);

	if (tc->tc_tick != NEVER)
		return;
	tc_tick(now);
	/* Only this CPU writes both, and interrupts are off. */
	tc->tc_tick = now + TC_TICK;
	timeout_arm(tc, tc->tc_tick);
}

/*
 * SOFTINT_CLOCK: call what has expired on this CPU, for one turn.
 */
static void
timeout_soft(void *arg)
    __no_lock_analysis
{
	struct timeout_cpu *tc = MD_PCPU_GET(pc_timeouts);
	struct timeout *t;
	struct spin *l;
	uint64_t end, now;
	bool wake;

	end = md_time_ns() + TC_TURN;
	spin_enter(&tc->tc_lock);
	tc->tc_softthread = curthread;
	while (tc->tc_resume == 0 && (t = tc->tc_expired) != NULL) {
		expired_remove(tc, t);
		timeout_call(tc, t, TC_SOFT);
		now = md_time_ns();
		if (now >= end && tc->tc_expired != NULL)
			tc->tc_resume = now + TC_TURN;
		timeout_rearm(tc);
		wake = tc->tc_draining;
		tc->tc_draining = false;
		if (wake) {
			spin_exit(&tc->tc_lock);
			l = sleepq_lock(&tc->tc_drainq);
			(void)sleepq_wake_all(&tc->tc_drainq);
			sleepq_unlock(l);
			spin_enter(&tc->tc_lock);
		}
	}
	tc->tc_softthread = NULL;
	spin_exit(&tc->tc_lock);
}

void
timeout_init_cpu(u_int cpu)
{
	struct timeout_cpu *tc = &timeout_cpus[cpu];

	spin_init(&tc->tc_lock, "timeout", IPL_SCHED);
	tc->tc_cpuid = cpu;
	tc->tc_lastp = &tc->tc_expired;
	tc->tc_armed = NEVER;
	tc->tc_tick = NEVER;
	sleepq_init(&tc->tc_drainq);
	cpus[cpu]->pc_timeouts = tc;
}

int
timeout_init_softint(void)
{

	timeout_softint = softint_establish(SOFTINT_CLOCK, timeout_soft, NULL);
	if (timeout_softint == NULL)
		return (SET_ERROR(ENOMEM));
	/* What expired before is called at the next interrupt, or now. */
	softint_schedule(timeout_softint);
	return (0);
}

static int
sysctl_timeout_calls(SYSCTL_HANDLER_ARGS)
{
	u_long n = 0;
	u_int cpu;

	CPU_FOREACH(cpu)
		n += timeout_cpus[cpu].tc_calls;
	return (sysctl_handle_long(oidp, &n, 0, req));
}
SYSCTL_PROC(_kern, OID_AUTO, timeout_calls, CTLTYPE_ULONG | CTLFLAG_RD, NULL,
    0, sysctl_timeout_calls, "LU", "Timeouts that were called");
