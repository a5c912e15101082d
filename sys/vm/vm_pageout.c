/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The page daemon.
 *
 * Model	Pages of files are on one queue, in the order in which they came
 *		into memory.  When free memory falls below vm.free_target a
 *		thread goes round the queue like the hand of a clock: a page
 *		that was used since the last visit (PG_REFERENCED, or the
 *		accessed bit of a mapping) moves to the tail, an idle clean one
 *		is freed, and a dirty one makes the daemon write its whole
 *		object.  Anonymous memory has nowhere to go.  When two rounds
 *		find nothing and memory is below the reserve the process with
 *		the most memory is killed; its exit gives memory.  If that does
 *		not come in OOM_PATIENCE the next one is, for a process dies
 *		only when nothing that it waits for in the kernel waits for
 *		memory in turn.  Nobody is killed twice (P_OOMKILLED).
 *
 *		Who needs a page and gets none waits in vm_page_wait() for the
 *		daemon's next success.  A process that is being killed gets an
 *		error instead, so that it can go.
 *
 * Invariants	(1) a page is queued exactly while it is in an object of a file
 *		    with a disk; p_object is then set.
 *		(2) the daemon never waits for an object's lock, nor takes a map
 *		    lock; a page that is held, busy or in write-back is passed
 *		    by.
 *		(3) an object whose pages it writes has o_paging > 0, so that it
 *		    stays.
 *
 * Lock order	o_lock -> pageq_lock; the other way round only by trying.
 * Context	own thread; vm_pageout_reclaim() in the thread of the caller.
 * Tests	tests/sys/vm/t_reclaim.c, tests/sim/user/u_oom.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sysctl.h>
#include <sys/systm.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>
#include <vm/vm_phys.h>

#define	PAGEOUT_BATCH	128		/* pages looked at with the lock held */
#define	PAGEOUT_RETRY	100000000UL	/* ns a waiter sleeps at most */
#define	PAGEOUT_NAP	50000000UL	/* ns between rounds without success */
#define	PAGEOUT_PAUSE	5000000UL	/* the same while somebody waits */
#define	OOM_PATIENCE	2000000000UL	/* ns that a killed process has to go */

static struct kmutex pageq_lock;
static struct vm_pageq pageq;		/* (pageq_lock) */
static u_long pageq_len;		/* (pageq_lock) */

static struct kmutex pageout_lock;
static struct cv pageout_napcv;		/* the daemon naps here */
static struct cv pageout_pausecv;	/* or here, where nobody wakes it */
static struct cv pageout_freecv;	/* waiters for memory */
static bool pageout_wanted;		/* (pageout_lock) somebody waits */
static volatile u_int pageout_awake;	/* (a) no need to wake it */
static struct thread *pageout_thread;	/* constant once it runs */
static uint64_t oom_last;		/* only the daemon: time of a kill */

static u_long free_target;		/* pages */
static u_long free_reserve;

SYSCTL_ULONG(_vm, OID_AUTO, free_reserve, CTLFLAG_RW, &free_reserve, 0,
    "Free pages below which, with nothing to reclaim, a process is killed");

static void	pageout_hook(void);

void
vm_pageout_init(void)
{
	u_long total = vm_phys_total_count();

	mutex_init(&pageq_lock, "vm_pageq");
	TAILQ_INIT(&pageq);
	mutex_init(&pageout_lock, "vm_pageout");
	cv_init(&pageout_napcv, "pagenap");
	cv_init(&pageout_pausecv, "pagepaus");
	cv_init(&pageout_freecv, "vmwait");
	free_target = MIN(MAX(total / 64, 256), 16384);
	free_reserve = MIN(MAX(total / 512, 64), 1024);
	reclaim_register(pageout_hook);
}

/*
 * A page of a file came into memory, or goes.  o_lock is held.
 */
void
vm_pageq_insert(struct vm_page *pg)
{

	mutex_enter(&pageq_lock);
	pg->p_flags |= PG_QUEUED;
	TAILQ_INSERT_TAIL(&pageq, pg, p_link);
	pageq_len++;
	mutex_exit(&pageq_lock);
}

void
vm_pageq_remove(struct vm_page *pg)
{

	mutex_enter(&pageq_lock);
	pg->p_flags &= (uint16_t)~PG_QUEUED;
	TAILQ_REMOVE(&pageq, pg, p_link);
	pageq_len--;
	mutex_exit(&pageq_lock);
}

/*
 * Whether a mapping of pg of obj, locked, was used; forgets it.
 */
static bool
page_was_mapped_used(struct vm_object *obj, struct vm_page *pg)
{
	struct vm_map_entry *e;
	vm_pindex_t n;
	bool used = false;

	LIST_FOREACH(e, &obj->o_mappings, e_vlink) {
		n = pg->p_index - e->e_vindex;
		if (n < atop(e->e_end - e->e_start) &&
		    pmap_clear_referenced(e->e_map->m_pmap,
		    e->e_start + ptoa(n)))
			used = true;
	}
	return (used);
}

/*
 * Whether a mapping keeps pg of obj, locked, in memory.
 */
static bool
page_is_locked(struct vm_object *obj, const struct vm_page *pg)
{
	struct vm_map_entry *e;

	LIST_FOREACH(e, &obj->o_mappings, e_vlink) {
		if ((e->e_flags & ME_LOCKED) != 0 && pg->p_index -
		    e->e_vindex < atop(e->e_end - e->e_start))
			return (true);
	}
	return (false);
}

/*
 * Look at pg of obj, locked.  True when it was freed; *dirty when it could be
 * once it is written.
 */
static bool
page_reclaim(struct vm_object *obj, struct vm_page *pg, bool force,
    bool *dirty)
{

	if ((pg->p_flags & (PG_BUSY | PG_WRITEBACK)) != 0 ||
	    pg->p_refs != 1 || page_is_locked(obj, pg))
		return (false);
	if (!force && ((pg->p_flags & PG_REFERENCED) != 0 ||
	    page_was_mapped_used(obj, pg))) {
		pg->p_flags &= (uint16_t)~PG_REFERENCED;
		return (false);
	}
	if ((pg->p_flags & PG_DIRTY) != 0) {
		*dirty = true;
		return (false);
	}
	vm_object_unmap(obj, pg->p_index, pg->p_index + 1);
	vm_page_remove(pg, obj);
	vm_count(VMC_RECLAIMED, 1);
	return (true);
}

/*
 * Take the page at the head of the queue, lock its object.  NULL: the queue is
 * empty, or the object is busy, and then the page is at the tail.
 */
static __no_lock_analysis struct vm_page *
pageq_next(struct vm_object **objp, bool *emptyp)
{
	struct vm_page *pg;
	struct vm_object *obj;

	mutex_enter(&pageq_lock);
	pg = TAILQ_FIRST(&pageq);
	*emptyp = pg == NULL;
	if (pg != NULL) {
		TAILQ_REMOVE(&pageq, pg, p_link);
		TAILQ_INSERT_TAIL(&pageq, pg, p_link);
		/*
		 * The object cannot go while its page is queued, and the page
		 * not be taken off without pageq_lock.
		 */
		obj = pg->p_object;
		if (mutex_tryenter(&obj->o_lock))
			*objp = obj;
		else
			pg = NULL;
	}
	mutex_exit(&pageq_lock);
	return (pg);
}

/*
 * Write what is dirty of obj, which is locked; unlocks it.
 */
static __no_lock_analysis void
pageout_clean(struct vm_object *obj)
{

	if ((obj->o_flags & VMO_DEAD) == 0) {
		obj->o_paging++;
		(void)vm_vnode_flush(obj, 0, UINT64_MAX, 0);
		if (--obj->o_paging == 0)
			vm_object_wakeup(obj);
	}
	mutex_exit(&obj->o_lock);
}

/*
 * Go round until `want' pages were freed or each was visited once (twice, to
 * see who uses them, unless force).  Returns how many were.
 */
static __no_lock_analysis u_long
pageout_scan(u_long want, bool force, bool clean)
{
	struct vm_object *obj = NULL;
	struct vm_page *pg;
	u_long freed = 0, look;
	bool dirty, empty = false;

	look = force ? pageq_len : 2 * pageq_len;
	for (; look > 0 && freed < want && !empty; look--) {
		pg = pageq_next(&obj, &empty);
		if (pg == NULL)
			continue;
		dirty = false;
		if (page_reclaim(obj, pg, force, &dirty))
			freed++;
		if (dirty && clean)
			pageout_clean(obj);
		else
			mutex_exit(&obj->o_lock);
	}
	return (freed);
}

/*
 * Free up to `pages' pages of files that are clean, whoever used them; any
 * thread, no locks.  Returns how many were freed.
 */
u_long
vm_pageout_reclaim(u_long pages)
{

	return (pageout_scan(pages, true, false));
}

static void
pageout_hook(void)
{

	(void)vm_pageout_reclaim(ULONG_MAX);
}

/*
 * How much killing p would give, in pages; 0: it cannot be a victim.
 */
static long
oom_size(struct proc *p)
{
	long size = 0;

	if (p == initproc || p->p_state != PRS_NORMAL)
		return (0);
	/* Racy, but p_lock keeps vmspaces alive. */
	mutex_enter(&p->p_lock);
	if ((p->p_flag & (P_KPROC | P_SYSTEM | P_EXITING | P_PROTECTED |
	    P_OOMKILLED)) == 0)
		size = vmspace_resident(p->p_vmspace) +
		    pmap_table_count(&p->p_vmspace->vm_pmap);
	mutex_exit(&p->p_lock);
	return (size);
}

/*
 * Kill the process with the most memory, for there is none left.  One that was
 * killed before has had the time to go.  If it is still there, it waits for
 * something that who has it gives back only with the memory that it waits for
 * itself: so another must go.
 */
static void
pageout_kill(void)
{
	struct proc *p, *victim = NULL;
	long size, most = 0;
	uid_t uid;

	if (md_time_ns() - oom_last < OOM_PATIENCE)
		return;
	rw_enter(&proctree_lock, RW_READER);
	FOREACH_PROC(p) {
		size = oom_size(p);
		if (size > most) {
			most = size;
			victim = p;
		}
	}
	if (victim != NULL) {
		oom_last = md_time_ns();
		vm_count(VMC_OOMKILLS, 1);
		mutex_enter(&victim->p_lock);
		uid = victim->p_cred->cr_ruid;
		victim->p_flag |= P_OOMKILLED;
		psignal(victim, SIGKILL);
		mutex_exit(&victim->p_lock);
		log(LOG_ERR, "out of memory: killing process %d (%s), "
		    "%ld KiB resident, user %u\n", victim->p_pid,
		    victim->p_comm, most * (long)(PAGE_SIZE / 1024), uid);
	}
	rw_exit(&proctree_lock);
}

/*
 * False when memory is short and there was nothing to free.
 */
static bool
pageout_work(void)
{
	u_long nfree, freed;

	nfree = vm_phys_free_count();
	if (nfree >= free_target)
		return (true);
	freed = pageout_scan(free_target - nfree, false, true);
	if (freed < free_target - nfree)
		freed += pageout_scan(free_target - nfree - freed, true, true);
	if (vm_phys_free_count() < free_reserve)
		kmem_drain();
	if (freed == 0 && vm_phys_free_count() < free_reserve)
		pageout_kill();
	return (freed != 0);
}

static void
pageout_main(void *arg)
{
	bool success, waited;

	for (;;) {
		atomic_store_rel(&pageout_awake, 0);
		sched_park("pageout");
		atomic_store_rel(&pageout_awake, 1);
		success = pageout_work();
		mutex_enter(&pageout_lock);
		cv_broadcast(&pageout_freecv);
		waited = pageout_wanted;
		pageout_wanted = false;
		/*
		 * Who waits for memory ends the nap.  Who waited until now, in
		 * vain, comes back at once, and is not to keep the daemon going
		 * round and round.
		 */
		if (!success && waited)
			(void)cv_timedwait(&pageout_pausecv, &pageout_lock,
			    md_time_ns() + PAGEOUT_PAUSE);
		else if (!success)
			(void)cv_timedwait(&pageout_napcv, &pageout_lock,
			    md_time_ns() + PAGEOUT_NAP);
		mutex_exit(&pageout_lock);
	}
}

/*
 * vm_phys says that memory is short; any thread context, does not sleep.
 */
static void
pageout_lowmem(void)
{

	if (atomic_load_relaxed(&pageout_awake) == 0 &&
	    atomic_swap(&pageout_awake, 1) == 0)
		sched_wakeup(pageout_thread);
}

void
vm_pageout_start(void)
{

	if (kthread_create(pageout_main, NULL, &pageout_thread,
	    "pagedaemon") != 0)
		panic("vm_pageout_start: no memory");
	vm_phys_set_lowmem(pageout_lowmem, free_target);
}

static int
pageout_sysctl_target(SYSCTL_HANDLER_ARGS)
{
	u_long value = free_target;
	int error;

	error = sysctl_handle_long(oidp, &value, 0, req);
	if (error != 0 || !SYSCTL_WRITING(req))
		return (error);
	if (value < free_reserve || value > vm_phys_total_count() / 2)
		return (SET_ERROR(EINVAL));
	free_target = value;
	vm_phys_set_lowmem(pageout_lowmem, free_target);
	return (0);
}

SYSCTL_PROC(_vm, OID_AUTO, free_target, CTLTYPE_ULONG | CTLFLAG_RW, NULL, 0,
    pageout_sysctl_target, "LU",
    "Free pages below which pages of files are reclaimed");

/*
 * Wait for memory; no vm locks.  ENOMEM when the process is being killed and
 * better gives up.
 */
int
vm_page_wait(void)
{
	struct proc *p = curproc;

	if ((p->p_flag & P_KPROC) == 0 && ((p->p_flag & P_EXITING) != 0 ||
	    sigset_has(&p->p_sigqueue.sq_set, SIGKILL) ||
	    sigset_has(&curthread->td_sigqueue.sq_set, SIGKILL)))
		return (SET_ERROR(ENOMEM));
	KASSERT(curthread != pageout_thread);
	mutex_enter(&pageout_lock);
	pageout_wanted = true;
	sched_wakeup(pageout_thread);
	cv_signal(&pageout_napcv);
	(void)cv_timedwait(&pageout_freecv, &pageout_lock,
	    md_time_ns() + PAGEOUT_RETRY);
	mutex_exit(&pageout_lock);
	return (0);
}
