/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reader/writer locks.
 *
 * Model	rw_word is 0; a count of readers in units of RW_ONE; or the
 *		writer's struct thread with RW_WRITE.  RW_WAITERS says that
 *		threads sleep in rw_sleepq, each tagged with what it wants.
 *		While they do, no newcomer joins the readers, so that writers do
 *		not starve.
 *
 *		A release that leaves the lock free serves the head of the
 *		queue.  All readers in front of the first writer are handed the
 *		lock: a reader that wakes up owns it.  A writer is only woken,
 *		and competes with newcomers, for the reason given in
 *		kern_mutex.c: handing over at once makes every contender wait
 *		for a switch, and the queue then never becomes empty.  A writer
 *		that was woken and lost sleeps again in front of those that did
 *		not; when it is at the head, a release hands it the lock.  So
 *		nobody sleeps more than twice.
 *
 * Invariants	(1) RW_WAITERS is set exactly while the queue is not empty,
 *		    except within a critical section of its lock.
 *		(2) RW_WAITERS changes only with the queue locked.
 *		(3) a lock that is free with sleepers has a woken writer, which
 *		    is on its way to the lock and will serve them.
 *
 * A reader that enters twice deadlocks when a writer comes in between, hence
 * is forbidden, and found by DEBUG kernels.
 *
 * Tests	the SELFTEST option
 */
#include <sys/param.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/sleepq.h>
#include <sys/spin.h>
#include <sys/systm.h>

#include <kern/subr_lockorder.h>

static inline struct thread *
rw_owner(uintptr_t v)
{

	return ((v & RW_WRITE) != 0 ? (struct thread *)(v & ~RW_FLAGS) : NULL);
}

void
rw_init(struct rwlock *l, const char *name)
{

	l->rw_word = 0;
	l->rw_name = name;
	sleepq_init(&l->rw_sleepq);
#ifdef DEBUG
	l->rw_class = NULL;
#endif
}

void
rw_destroy(struct rwlock *l)
{

	KASSERTMSG(l->rw_word == 0, "rwlock %s destroyed while in use",
	    l->rw_name);
}

bool
rw_held(const struct rwlock *l)
{

	return ((l->rw_word & ~RW_WAITERS) != 0);
}

static inline bool
rw_available(uintptr_t v, enum rw_op op)
{

	return ((v & ~RW_WAITERS) == 0 ||
	    (op == RW_READER && (v & RW_FLAGS) == 0));
}

static inline bool
rw_take(struct rwlock *l, uintptr_t v, enum rw_op op)
{

	return (rw_available(v, op) && atomic_cas_acq(&l->rw_word, v,
	    op == RW_READER ? v + RW_ONE : v | (uintptr_t)curthread |
	    RW_WRITE));
}

static void
rw_enter_slow(struct rwlock *l, enum rw_op op)
{
	const struct thread *owner;
	struct spin *sl;
	uintptr_t v;
	bool lost = false;

	for (;;) {
		v = l->rw_word;
		if (rw_available(v, op)) {
			if (rw_take(l, v, op))
				return;
			continue;
		}
		/* Spin while a writer runs. */
		owner = rw_owner(v);
		if (owner != NULL && owner->td_sched.ts_oncpu &&
		    MD_PCPU_GET(pc_resched) == 0) {
			md_cpu_relax();
			continue;
		}
		sl = sleepq_lock(&l->rw_sleepq);
		v = l->rw_word;
		if (rw_available(v, op) || ((v & RW_WAITERS) == 0 &&
		    !atomic_cas(&l->rw_word, v, v | RW_WAITERS))) {
			sleepq_unlock(sl);
			continue;
		}
		sleepq_enqueue(&l->rw_sleepq, l->rw_name,
		    lost ? SLEEPQ_LOST : 0, op);
		(void)sleepq_sleep(sl, 0);
		if (op == RW_READER || rw_write_held(l))
			break;			/* handed over */
		lost = true;
	}
	KASSERT(op == RW_READER ? rw_held(l) : rw_write_held(l));
}

/*
 * Let the writer td, the first sleeper, have the lock, which was the caller's.
 */
static void
rw_serve_writer(struct rwlock *l, struct thread *td)
{
	uintptr_t flags = sleepq_next(td) != NULL ? RW_WAITERS : 0;

	if (sleepq_lost(td))
		flags |= (uintptr_t)td | RW_WRITE;
	atomic_store_rel(&l->rw_word, flags);
	sleepq_wake(&l->rw_sleepq, td, false);
}

/*
 * Hand the lock, which `readers' readers keep, to the readers in front of the
 * first writer.
 */
static void
rw_serve_readers(struct rwlock *l, struct thread *td, uintptr_t readers)
{
	struct thread *after, *next;

	/* Count first: a woken reader may leave before the last is woken. */
	for (next = td; next != NULL && sleepq_tag(next) == RW_READER;
	    next = sleepq_next(next))
		readers++;
	atomic_store_rel(&l->rw_word, readers * RW_ONE |
	    (next != NULL ? RW_WAITERS : 0));
	for (; td != next; td = after) {
		after = sleepq_next(td);
		sleepq_wake(&l->rw_sleepq, td, false);
	}
}

/*
 * The last hold is given up, and someone sleeps.
 */
static void
rw_exit_slow(struct rwlock *l)
{
	struct thread *first;
	struct spin *sl;

	sl = sleepq_lock(&l->rw_sleepq);
	first = sleepq_first(&l->rw_sleepq);
	if (sleepq_tag(first) == RW_WRITER)
		rw_serve_writer(l, first);
	else
		rw_serve_readers(l, first, 0);
	sleepq_unlock(sl);
}

static inline void
rw_debug_want(struct rwlock *l, const void *pc)
{
#ifdef DEBUG
	lockorder_may_sleep("rw_enter", l);
	KASSERTMSG(l->rw_name != NULL, "rwlock %p: not initialized", l);
	if (l->rw_class == NULL)
		l->rw_class = lockorder_class(l->rw_name, false);
	KASSERTMSG(!lockorder_holds(l), "rwlock %s: entered twice",
	    l->rw_name);
	lockorder_want(l->rw_class, l, pc);
#endif
}

static inline void
rw_debug_got(struct rwlock *l, const void *pc)
{
#ifdef DEBUG
	if (l->rw_class == NULL)
		l->rw_class = lockorder_class(l->rw_name, false);
	lockorder_got(l->rw_class, l, pc);
#endif
}

/*
 * Acquire; may sleep.
 */
void
rw_enter(struct rwlock *l, enum rw_op op)
{

	rw_debug_want(l, __builtin_return_address(0));
	if (__predict_false(!rw_take(l, l->rw_word, op)))
		rw_enter_slow(l, op);
	rw_debug_got(l, __builtin_return_address(0));
}

/*
 * Acquire if that needs no waiting.
 */
bool
rw_tryenter(struct rwlock *l, enum rw_op op)
{
	uintptr_t v;

	do {
		v = l->rw_word;
		if (!rw_available(v, op))
			return (false);
	} while (!rw_take(l, v, op));
	rw_debug_got(l, __builtin_return_address(0));
	return (true);
}

/*
 * Release either kind of hold.
 */
void
rw_exit(struct rwlock *l)
{
	uintptr_t v;

#ifdef DEBUG
	KASSERTMSG(lockorder_holds(l) || panicstr != NULL,
	    "rwlock %s: exit by a thread that does not hold it", l->rw_name);
	lockorder_exit(l->rw_class, l);
#endif
	for (;;) {
		v = l->rw_word;
		if ((v & RW_WRITE) != 0) {
			KASSERT(rw_owner(v) == curthread);
			if ((v & RW_WAITERS) != 0)
				break;
			if (atomic_cas_rel(&l->rw_word, v, 0))
				return;
		} else {
			KASSERT(v >= RW_ONE);
			if (v == (RW_ONE | RW_WAITERS))
				break;
			if (atomic_cas_rel(&l->rw_word, v, v - RW_ONE))
				return;
		}
	}
	rw_exit_slow(l);
}

bool
rw_tryupgrade(struct rwlock *l)
{
	uintptr_t v;

	do {
		v = l->rw_word;
		KASSERT((v & RW_WRITE) == 0 && v >= RW_ONE);
		if ((v & ~RW_FLAGS) != RW_ONE)
			return (false);
	} while (!atomic_cas_acq(&l->rw_word, v, (uintptr_t)curthread |
	    RW_WRITE | (v & RW_WAITERS)));
	return (true);
}

void
rw_downgrade(struct rwlock *l)
{
	struct thread *first;
	struct spin *sl;

	KASSERT(rw_write_held(l));
	if (atomic_cas_rel(&l->rw_word, (uintptr_t)curthread | RW_WRITE,
	    RW_ONE))
		return;
	sl = sleepq_lock(&l->rw_sleepq);
	first = sleepq_first(&l->rw_sleepq);
	if (sleepq_tag(first) == RW_READER)
		rw_serve_readers(l, first, 1);
	else
		atomic_store_rel(&l->rw_word, RW_ONE | RW_WAITERS);
	sleepq_unlock(sl);
}
