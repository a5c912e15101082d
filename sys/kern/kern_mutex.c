/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mutexes, the part that is not inline.
 *
 * Model	m_owner is 0, or the owner's struct thread with flags in the low
 *		bits.  Taking a free mutex and releasing one that nobody waits
 *		for are each one compare-and-swap.  Who finds it taken spins
 *		while the owner runs on a CPU, since it will then be free sooner
 *		than a switch to another thread takes, and sleeps otherwise.
 *
 *		A release with sleepers frees the mutex and wakes the first one,
 *		which competes with newcomers: handing it over at once would
 *		make every contender wait for a switch.  A sleeper that was
 *		woken and lost asks for MUTEX_HANDOFF when it sleeps again, in
 *		front of those that did not lose, and then a release gives it
 *		the mutex without freeing it: nobody sleeps more than twice.
 *
 * Invariants	(1) MUTEX_WAITERS is set exactly while the sleep queue is not
 *		    empty, except within a critical section of its lock.
 *		(2) MUTEX_HANDOFF is set exactly while the first sleeper is one
 *		    that lost, with the same exception.
 *		(3) flags change only with the sleep queue locked.
 *
 * A sleep must not miss the release:
 *
 *	sleeper				owner
 *	lock queue
 *	cas v -> v | WAITERS
 *	enqueue				cas self -> 0 fails: WAITERS
 *	give CPU away, unlock		lock queue  (waits for the sleeper)
 *					wake first
 *
 * When the owner's cas comes first, the sleeper's fails and it tries again.
 *
 * The owner's td_sched is read while spinning, although it may release the
 * mutex and exit: its memory stays mapped (it is in the direct map), the value
 * is only a hint, and m_owner is read again before it is acted upon.
 *
 * There is no priority inheritance: all threads that contend for mutexes but
 * the soft interrupts' share one fair class, in which an owner gets its turn.
 *
 * Lock order	sys/kern/lockorder.h; the sleep queue's lock is taken with
 *		nothing but other mutexes held.
 * Tests	the SELFTEST option
 */
#include <sys/param.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/sleepq.h>
#include <sys/spin.h>
#include <sys/systm.h>

#include <kern/subr_lockorder.h>

static inline struct thread *
mutex_owner(uintptr_t v)
{

	return ((struct thread *)(v & ~MUTEX_FLAGS));
}

void
mutex_init(struct kmutex *m, const char *name)
{

	m->m_owner = 0;
	m->m_name = name;
	sleepq_init(&m->m_sleepq);
#ifdef DEBUG
	m->m_class = NULL;
#endif
}

void
mutex_destroy(struct kmutex *m)
{

	KASSERTMSG(m->m_owner == 0, "mutex %s destroyed while in use",
	    m->m_name);
}

/*
 * Spin while the owner runs; returns m_owner as it was last.
 */
static uintptr_t
mutex_spin(const struct kmutex *m, uintptr_t v)
{
	const struct thread *owner = mutex_owner(v);

	while (owner != NULL && owner->td_sched.ts_oncpu &&
	    (v & MUTEX_HANDOFF) == 0 && MD_PCPU_GET(pc_resched) == 0) {
		md_cpu_relax();
		v = m->m_owner;
		if (mutex_owner(v) != owner)
			break;
	}
	return (v);
}

/*
 * The mutex was not free.
 */
void
mutex_enter_slow(struct kmutex *m)
{
	const uintptr_t self = (uintptr_t)curthread;
	uintptr_t v, want;
	struct spin *l;
	bool lost = false;

	KASSERTMSG(!mutex_owned(m), "mutex %s: entered twice", m->m_name);
	for (;;) {
		v = mutex_spin(m, m->m_owner);
		if (mutex_owner(v) == NULL) {
			/* Free, but someone may sleep. */
			if (atomic_cas_acq(&m->m_owner, v, v | self))
				return;
			continue;
		}
		if (mutex_owner(v)->td_sched.ts_oncpu &&
		    MD_PCPU_GET(pc_resched) == 0 && (v & MUTEX_HANDOFF) == 0)
			continue;		/* it changed hands; go on */
		l = sleepq_lock(&m->m_sleepq);
		v = m->m_owner;
		want = v | MUTEX_WAITERS | (lost ? MUTEX_HANDOFF : 0);
		if (mutex_owner(v) == NULL ||
		    (want != v && !atomic_cas(&m->m_owner, v, want))) {
			sleepq_unlock(l);
			continue;
		}
		sleepq_enqueue(&m->m_sleepq, m->m_name,
		    lost ? SLEEPQ_LOST : 0, 0);
		(void)sleepq_sleep(l, 0);
		if (mutex_owned(m))
			return;			/* handed over */
		lost = true;
	}
}

/*
 * Someone sleeps.
 */
void
mutex_exit_slow(struct kmutex *m)
{
	struct thread *next, *second;
	struct spin *l;
	uintptr_t flags;

	KASSERTMSG(mutex_owned(m), "mutex %s: exit by a thread that does not "
	    "own it", m->m_name);
	l = sleepq_lock(&m->m_sleepq);
	next = sleepq_first(&m->m_sleepq);
	if (next == NULL) {
		atomic_store_rel(&m->m_owner, 0);
		sleepq_unlock(l);
		return;
	}
	second = sleepq_next(next);
	flags = second == NULL ? 0 : MUTEX_WAITERS |
	    (sleepq_lost(second) ? MUTEX_HANDOFF : 0);
	if (sleepq_lost(next))
		atomic_store_rel(&m->m_owner, (uintptr_t)next | flags);
	else
		atomic_store_rel(&m->m_owner, flags);
	sleepq_wake(&m->m_sleepq, next, false);
	sleepq_unlock(l);
}

bool
mutex_tryenter(struct kmutex *m)
    __no_lock_analysis
{
	uintptr_t v = m->m_owner;

	if (mutex_owner(v) != NULL ||
	    !atomic_cas_acq(&m->m_owner, v, v | (uintptr_t)curthread))
		return (false);
#ifdef DEBUG
	if (m->m_class == NULL)
		m->m_class = lockorder_class(m->m_name, false);
	lockorder_got(m->m_class, m, __builtin_return_address(0));
#endif
	return (true);
}

#ifdef DEBUG
void
mutex_enter(struct kmutex *m)
    __no_lock_analysis
{

	lockorder_may_sleep("mutex_enter", m);
	KASSERTMSG(m->m_name != NULL, "mutex %p: not initialized", m);
	if (m->m_class == NULL)
		m->m_class = lockorder_class(m->m_name, false);
	lockorder_want(m->m_class, m, __builtin_return_address(0));
	if (!atomic_cas_acq(&m->m_owner, 0, (uintptr_t)curthread))
		mutex_enter_slow(m);
	lockorder_got(m->m_class, m, __builtin_return_address(0));
}

void
mutex_exit(struct kmutex *m)
    __no_lock_analysis
{

	KASSERTMSG(mutex_owned(m), "mutex %s: exit by a thread that does not "
	    "own it", m->m_name);
	lockorder_exit(m->m_class, m);
	if (!atomic_cas_rel(&m->m_owner, (uintptr_t)curthread, 0))
		mutex_exit_slow(m);
}
#endif
