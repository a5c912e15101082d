/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Waiting for a word of user memory to change: what the mutexes and condition
 * variables of user programs sleep on.
 *
 * Model	A waiter is on its kernel stack and on the list of a bucket,
 *		found by the word's key: address space and address, or, for
 *		memory that processes share, the object behind it and the
 *		offset.  It enters the list first and then reads the word, so
 *		that a change between the two finds it:
 *
 *		waiter				waker
 *		enter the list
 *						change the word
 *		read the word: changed, leave
 *						wake: finds it, or nobody
 *
 * Invariants	(1) A waiter is on the list until uw_woken is set or it leaves
 *		by itself; both under the bucket's lock.
 *		(2) A wake-up that was counted is not lost: who was woken
 *		returns 0 even if a signal or its deadline came first.
 *		(3) Nothing is kept in the kernel for a word nobody waits for.
 *
 * Locks	ub_lock, a leaf but for sleep queues; nothing is read from user
 *		memory under it.
 * Context	thread.
 * Tests	tests/sys/kern/t_umtx.c
 */

#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/rwlock.h>
#include <sys/signalvar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/umtx.h>

#include <vm/vm_map.h>
#include <vm/vm_object.h>

#define	UMTX_BUCKETS	128
#define	UMTX_FLAGS	(UMTX_SHARED | UMTX_REALTIME)

struct umtx_key {
	const void	*uk_owner;	/* vmspace, or object (referenced) */
	uint64_t	uk_offset;
	bool		uk_shared;
};

struct umtx_waiter {
	TAILQ_ENTRY(umtx_waiter) uw_link;	/* (b) */
	struct umtx_key	uw_key;		/* constant */
	struct cv	uw_cv;
	bool		uw_woken;	/* (b) off the list by a waker */
};

/* Locks: (b) ub_lock. */
struct umtx_bucket {
	struct kmutex	ub_lock;
	TAILQ_HEAD(, umtx_waiter) ub_waiters;	/* (b) in order of arrival */
};

static struct umtx_bucket umtx_buckets[UMTX_BUCKETS];

void
umtx_init(void)
{
	u_int i;

	for (i = 0; i < UMTX_BUCKETS; i++) {
		mutex_init(&umtx_buckets[i].ub_lock, "umtx");
		TAILQ_INIT(&umtx_buckets[i].ub_waiters);
	}
}

static struct umtx_bucket *
umtx_bucket(const struct umtx_key *key)
{

	return (&umtx_buckets[(key->uk_offset >> 2 ^ key->uk_offset >> 9 ^
	    key->uk_offset >> 16) % UMTX_BUCKETS]);
}

static bool
umtx_key_equal(const struct umtx_key *a, const struct umtx_key *b)
{

	return (a->uk_owner == b->uk_owner && a->uk_offset == b->uk_offset);
}

/*
 * The key of a word; the caller gives it back with umtx_key_put().  EINVAL: not
 * aligned; EFAULT: nothing is mapped there.
 */
static int
umtx_key_get(struct thread *td, vm_offset_t addr, int flags,
    struct umtx_key *key)
{
	struct vmspace *vm = td->td_proc->p_vmspace;
	struct vm_map *map = &vm->vm_map;
	struct vm_map_entry *e;
	int error = 0;

	if (addr % sizeof(uint32_t) != 0)
		return (SET_ERROR(EINVAL));
	key->uk_owner = vm;
	key->uk_offset = addr;
	key->uk_shared = false;
	if ((flags & UMTX_SHARED) == 0)
		return (0);
	rw_enter(&map->m_lock, RW_READER);
	e = vm_map_lookup(map, addr);
	if (e == NULL || (e->e_flags & ME_GUARD) != 0)
		error = SET_ERROR(EFAULT);
	else if ((e->e_flags & ME_SHARED) != 0 && e->e_vobj != NULL) {
		vm_object_ref(e->e_vobj);
		key->uk_owner = e->e_vobj;
		key->uk_offset = (e->e_vindex << PAGE_SHIFT) +
		    (addr - e->e_start);
		key->uk_shared = true;
	}
	rw_exit(&map->m_lock);
	return (error);
}

static void
umtx_key_put(const struct umtx_key *key)
{

	if (key->uk_shared)
		vm_object_deref(__DECONST(struct vm_object *, key->uk_owner));
}

/*
 * Sleep on the list until woken: 0; ETIMEDOUT; EINTR or ERESTART.  deadline is
 * of the clock that flags say, 0 for none.
 */
static int
umtx_sleep(struct umtx_waiter *uw, struct umtx_bucket *ub, uint64_t deadline,
    int flags)
{
	uint64_t until, now;
	int error = 0;

	mutex_enter(&ub->ub_lock);
	while (!uw->uw_woken && error == 0) {
		if (deadline == 0) {
			error = cv_wait_sig(&uw->uw_cv, &ub->ub_lock);
			continue;
		}
		until = deadline;
		if ((flags & UMTX_REALTIME) != 0) {
			now = realtime_ns();
			if (now >= deadline) {
				error = ETIMEDOUT;
				break;
			}
			until = uptime_ns() + MIN(deadline - now,
			    REALTIME_STEP);
		}
		error = cv_timedwait_sig(&uw->uw_cv, &ub->ub_lock, until);
		if (error == ETIMEDOUT && (flags & UMTX_REALTIME) != 0)
			error = 0;	/* the clock decides, above */
	}
	if (uw->uw_woken)
		error = 0;		/* invariant (2) */
	else
		TAILQ_REMOVE(&ub->ub_waiters, uw, uw_link);
	mutex_exit(&ub->ub_lock);
	return (error);
}

/*
 * Wait while the word at addr has the value.
 */
static int
umtx_wait(struct thread *td, vm_offset_t addr, uint32_t value, int flags,
    uint64_t deadline)
{
	struct umtx_waiter uw;
	struct umtx_bucket *ub;
	uint32_t seen;
	int error;

	error = umtx_key_get(td, addr, flags, &uw.uw_key);
	if (error != 0)
		return (error);
	ub = umtx_bucket(&uw.uw_key);
	uw.uw_woken = false;
	cv_init(&uw.uw_cv, "umtx");
	mutex_enter(&ub->ub_lock);
	TAILQ_INSERT_TAIL(&ub->ub_waiters, &uw, uw_link);
	mutex_exit(&ub->ub_lock);
	error = fuword32((const void *)addr, &seen);
	if (error == 0 && seen != value)
		error = SET_ERROR(EAGAIN);
	if (error == 0)
		error = umtx_sleep(&uw, ub, deadline, flags);
	else {
		mutex_enter(&ub->ub_lock);
		if (uw.uw_woken)
			error = 0;	/* the wake-up was counted */
		else
			TAILQ_REMOVE(&ub->ub_waiters, &uw, uw_link);
		mutex_exit(&ub->ub_lock);
	}
	cv_destroy(&uw.uw_cv);
	umtx_key_put(&uw.uw_key);
	return (error);
}

/*
 * Wake up to count waiters of a word; returns how many.
 */
static u_int
umtx_wake_key(const struct umtx_key *key, u_int count)
{
	struct umtx_bucket *ub = umtx_bucket(key);
	struct umtx_waiter *uw, *next;
	u_int n = 0;

	mutex_enter(&ub->ub_lock);
	TAILQ_FOREACH_SAFE(uw, &ub->ub_waiters, uw_link, next) {
		if (n == count)
			break;
		if (!umtx_key_equal(&uw->uw_key, key))
			continue;
		TAILQ_REMOVE(&ub->ub_waiters, uw, uw_link);
		uw->uw_woken = true;
		cv_signal(&uw->uw_cv);
		n++;
	}
	mutex_exit(&ub->ub_lock);
	return (n);
}

/*
 * Wake waiters of a word that processes do not share.
 */
int
umtx_wake_private(struct thread *td, vm_offset_t addr, u_int count)
{
	struct umtx_key key;
	int error;

	error = umtx_key_get(td, addr, 0, &key);
	if (error == 0)
		(void)umtx_wake_key(&key, count);
	return (error);
}

int
sys_umtx_wait(struct thread *td, const struct umtx_wait_args *uap,
    register_t *retval)
{
	struct timespec ts;
	uint64_t deadline = 0;
	int error;

	if ((uap->flags & ~UMTX_FLAGS) != 0)
		return (SET_ERROR(EINVAL));
	if (uap->until != NULL) {
		error = copyin(uap->until, &ts, sizeof(ts));
		if (error != 0)
			return (error);
		if (!timespec_valid(&ts))
			return (SET_ERROR(EINVAL));
		/* Before the clock's start is past, like its first moment. */
		deadline = ts.tv_sec < 0 ? 1 :
		    MAX(timespec_to_ns_sat(&ts), (uint64_t)1);
	}
	return (umtx_wait(td, (vm_offset_t)uap->addr, uap->value, uap->flags,
	    deadline));
}

int
sys_umtx_wake(struct thread *td, const struct umtx_wake_args *uap,
    register_t *retval)
{
	struct umtx_key key;
	int error;

	if ((uap->flags & ~UMTX_SHARED) != 0 || uap->count < 0)
		return (SET_ERROR(EINVAL));
	error = umtx_key_get(td, (vm_offset_t)uap->addr, uap->flags, &key);
	if (error != 0)
		return (error);
	*retval = umtx_wake_key(&key, (u_int)uap->count);
	umtx_key_put(&key);
	return (0);
}
