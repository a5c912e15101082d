/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reader/writer locks.
 *
 * Model	rw_word is 0; a count of readers in units of RW_ONE; or the
 *		writer's struct thread with RW_WRITE.  RW_WAITERS says that
 *		threads sleep in rw_sleepq, each tagged with what it wants, in
 *		order of arrival.  While they do, no newcomer gets the lock, so
 *		neither side starves, and a release that leaves it free hands it
 *		over: to the first sleeper if that is a writer, else to all
 *		readers in front of the first writer.  Who wakes up owns it.
 *
 * Invariants	(1) RW_WAITERS is set exactly while the queue is not empty,
 *		    except within a critical section of its lock.
 *		(2) With RW_WAITERS set the word changes only by readers that
 *		    leave (not the last one), or with the queue locked.
 *		(3) a lock with sleepers is never free.
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

/*
 * One attempt, on a word that was v; false also when another CPU was faster.
 */
static inline bool
rw_take(struct rwlock *l, uintptr_t v, enum rw_op op)
{

	if (op == RW_WRITER)
		return (v == 0 && atomic_cas_acq(&l->rw_word, 0,
		    (uintptr_t)curthread | RW_WRITE));
	return ((v & RW_FLAGS) == 0 &&
	    atomic_cas_acq(&l->rw_word, v, v + RW_ONE));
}

static inline bool
rw_available(uintptr_t v, enum rw_op op)
{

	return (op == RW_WRITER ? v == 0 : (v & RW_FLAGS) == 0);
}

static void
rw_enter_slow(struct rwlock *l, enum rw_op op)
{
	const struct thread *owner;
	struct spin *sl;
	uintptr_t v;

	for (;;) {
		v = l->rw_word;
		if (rw_available(v, op)) {
			if (rw_take(l, v, op))
				return;
			continue;
		}
		/* Spin while a writer runs that nobody sleeps for. */
		owner = rw_owner(v);
		if (owner != NULL && (v & RW_WAITERS) == 0 &&
		    owner->td_sched.ts_oncpu &&
		    MD_PCPU_GET(pc_resched) == 0) {
			md_cpu_relax();
			continue;
		}
		sl = sleepq_lock(&l->rw_sleepq);
		v = l->rw_word;
		if (!rw_available(v, op) && ((v & RW_WAITERS) != 0 ||
		    atomic_cas(&l->rw_word, v, v | RW_WAITERS)))
			break;
		sleepq_unlock(sl);
	}
	sleepq_enqueue(&l->rw_sleepq, l->rw_name, 0, op);
	(void)sleepq_sleep(sl, 0);
	KASSERT(op == RW_READER ? rw_held(l) : rw_write_held(l));
}

/*
 * Give the lock, which has `readers' readers that stay and else is the
 * caller's, to the first sleepers.  The queue is locked and not empty.
 */
static void
rw_handoff(struct rwlock *l, uintptr_t readers)
{
	struct sleepq *q = &l->rw_sleepq;
	struct thread *td = sleepq_first(q), *next;
	uintptr_t v;

	if (sleepq_tag(td) == RW_WRITER) {
		v = readers != 0 ? readers * RW_ONE | RW_WAITERS :
		    (uintptr_t)td | RW_WRITE |
		    (sleepq_next(td) != NULL ? RW_WAITERS : 0);
		atomic_store_rel(&l->rw_word, v);
		if (readers == 0)
			sleepq_wake(q, td, false);
		return;
	}
	/* Count first: a woken reader may leave before the last is woken. */
	for (next = td; next != NULL && sleepq_tag(next) == RW_READER;
	    next = sleepq_next(next))
		readers++;
	atomic_store_rel(&l->rw_word, readers * RW_ONE |
	    (next != NULL ? RW_WAITERS : 0));
	while (td != next) {
		struct thread *after = sleepq_next(td);

		sleepq_wake(q, td, false);
		td = after;
	}
}

static void
rw_exit_handoff(struct rwlock *l)
{
	struct spin *sl;

	sl = sleepq_lock(&l->rw_sleepq);
	rw_handoff(l, 0);
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
	rw_exit_handoff(l);
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
	struct spin *sl;

	KASSERT(rw_write_held(l));
	if (atomic_cas_rel(&l->rw_word, (uintptr_t)curthread | RW_WRITE,
	    RW_ONE))
		return;
	sl = sleepq_lock(&l->rw_sleepq);
	rw_handoff(l, 1);
	sleepq_unlock(sl);
}
