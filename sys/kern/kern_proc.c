/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processes, process groups and sessions as objects: ids, tables, lifetime.
 *
 * Model	A process lies on allproc and in the pid hash from the end of
 *		fork until it is waited for.  Its memory lasts while p_ref is
 *		not 0: one reference is the table's, one each thread's (the last
 *		thread leaves its stack only after the process is a zombie, or
 *		even gone), others are taken with proc_hold().  A group lives
 *		while it has members, a session while it has groups; their
 *		memory lasts until the last holder (a terminal) lets go.
 *
 * Invariants	(1) An id is not given to a new process while a process, a
 *		group or a session has it: pid_used[] has one bit map for each
 *		of the three and allocation looks for a bit clear in all.
 *		(2) Ids are handed out in rising order and wrap at PID_MAX, so
 *		one is used again only after all others were tried.
 *		(3) pg_jobc counts the members whose parent is in another group
 *		of the same session; the group is orphaned when it is 0.
 *		(4) What is found in the hash is complete: proc_insert() is the
 *		last step of fork.
 *		(5) p_ppid, p_pgid and p_sid repeat what p_pptr and p_pgrp say;
 *		they are read without a lock.
 *		(6) Ids of threads are positive, not those of processes, and
 *		handed out in rising order; after INT_MAX they begin again, and
 *		one that a thread in tidhash[] has is left out.  A thread is
 *		there from its allocation until it is freed.
 *
 * Locks	proctree_lock -> tty -> pg_lock -> p_lock.  proctree_lock
 *		guards the tables, the family and membership; pg_lock alone is
 *		enough to walk a group, which is what terminals need.  tid_lock
 *		guards tidhash[]; a leaf.
 * Context	thread; everything here may sleep.
 * Tests	tests/sys/kern/t_ids.c, t_fork.c, t_kinfo.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/limits.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/procdesc.h>
#include <sys/queue.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>

#define	PIDHASH_SIZE	1024
#define	PIDHASH(pid)	(&pidhash[(u_int)(pid) & (PIDHASH_SIZE - 1)])
#define	PGHASH(id)	(&pghash[(u_int)(id) & (PIDHASH_SIZE - 1)])
#define	TIDHASH(tid)	(&tidhash[(u_int)(tid) & (PIDHASH_SIZE - 1)])
#define	THREADS_DEAD	64	/* that the reaper is left with */
#define	TID_MIN		(NO_PID + 1)
#define	PID_WORDS	howmany(PID_MAX + 1, 64)
#define	PID_MIN		100	/* after the first wrap; lower are daemons' */

enum pid_use {
	PID_PROC,
	PID_PGRP,
	PID_SESSION,
	PID_NUSES
};

struct proc	proc0;
struct thread	thread0;
struct proc	*initproc;
struct rwlock	proctree_lock;
struct proclist	allproc;
u_int		nprocs;
u_int		maxproc;

static struct proclist	pidhash[PIDHASH_SIZE];		/* (t) */
static LIST_HEAD(, pgrp) pghash[PIDHASH_SIZE];		/* (t) */
static uint64_t		pid_used[PID_NUSES][PID_WORDS];	/* (t) */
static pid_t		pid_last;			/* (t) */
static struct kmutex	tid_lock = MUTEX_INITIALIZER(tid_lock, "tid");
static LIST_HEAD(, thread) tidhash[PIDHASH_SIZE];	/* tid_lock */
int			thread_lasttid = TID_MIN - 1;	/* tid_lock */
static struct session	session0;
static struct pgrp	pgrp0;
static struct kmem_cache *proc_cache;
static struct kmem_cache *thread_cache;
static struct kmem_cache *pgrp_cache;
static struct kmem_cache *session_cache;

static void	pgrp_unlink(struct proc *);
static void	pgrp_expire(struct pgrp *);

static void
pid_mark(enum pid_use use, pid_t pid)
{

	pid_used[use][pid / 64] |= 1ULL << (pid % 64);
}

static void
pid_unmark(enum pid_use use, pid_t pid)
{

	KASSERT((pid_used[use][pid / 64] & (1ULL << (pid % 64))) != 0);
	pid_used[use][pid / 64] &= ~(1ULL << (pid % 64));
}

/*
 * The next free id after pid_last, or -1: none is free.  proctree_lock write
 * held.
 */
static pid_t
pid_alloc(void)
{
	uint64_t busy;
	pid_t pid, first;
	bool wrapped = false;
	u_int w;

	first = pid_last + 1;
	for (;;) {
		for (pid = first; pid <= PID_MAX; pid = (pid_t)(w + 1) * 64) {
			w = (u_int)pid / 64;
			busy = pid_used[PID_PROC][w] | pid_used[PID_PGRP][w] |
			    pid_used[PID_SESSION][w];
			busy |= (1ULL << (pid % 64)) - 1;
			if (busy == ~0ULL)
				continue;
			pid = (pid_t)(w * 64) + __builtin_ctzll(~busy);
			if (pid > PID_MAX)
				break;
			pid_last = pid;
			return (pid);
		}
		if (wrapped)
			return (-1);
		wrapped = true;
		first = PID_MIN;
	}
}

/*
 * Set what a new process does not inherit.
 */
static void
proc_init_fields(struct proc *p)
{

	memset(&p->p_startzero, 0,
	    offsetof(struct proc, p_endzero) - offsetof(struct proc,
	    p_startzero));
	p->p_state = PRS_NEW;
	p->p_ref = 1;
	mutex_init(&p->p_lock, "proc");
	sigqueue_init(&p->p_sigqueue);
	TAILQ_INIT(&p->p_threads);
	LIST_INIT(&p->p_children);
	cv_init(&p->p_waitcv, "wait");
	cv_init(&p->p_stopcv, "stopped");
	cv_init(&p->p_singlecv, "single");
	notify_init(&p->p_notify);
}

static void
thread_init_fields(struct thread *td, struct proc *p)
{

	memset(&td->td_startzero, 0,
	    offsetof(struct thread, td_endzero) - offsetof(struct thread,
	    td_startzero));
	td->td_proc = p;
	td->td_syslimit = SYSLIMIT_NONE;
	td->td_ktr = NULL;
	td->td_sigstk.ss_flags = SS_DISABLE;
	sigqueue_init(&td->td_sigqueue);
}

/*
 * The kernel's own process, of which thread0 is the first thread; called once,
 * after cred_init(), lim_init(), sig_init() and filedesc_init(), before any
 * other thread or process is made.
 */
void
proc0_init(void)
{
	struct proc *p = &proc0;

	rw_init(&proctree_lock, "proctree");
	proc_cache = kmem_cache_create("proc", sizeof(struct proc), 64, NULL,
	    NULL, NULL);
	thread_cache = kmem_cache_create("thread", sizeof(struct thread), 64,
	    NULL, NULL, NULL);
	pgrp_cache = kmem_cache_create("pgrp", sizeof(struct pgrp), 0, NULL,
	    NULL, NULL);
	session_cache = kmem_cache_create("session", sizeof(struct session), 0,
	    NULL, NULL, NULL);
	if (proc_cache == NULL || thread_cache == NULL || pgrp_cache == NULL ||
	    session_cache == NULL)
		panic("proc0_init: no memory for the caches");
	proc_init_fields(p);
	p->p_state = PRS_NORMAL;
	p->p_flag = P_KPROC;
	strlcpy(p->p_comm, "kernel", sizeof(p->p_comm));
	p->p_vmspace = &vmspace0;
	p->p_cred = cred_hold(cred0);
	p->p_limit = lim_hold(limit0);
	p->p_sigacts = sigacts_hold(&sigacts_default);
	p->p_fd = fdinit();
	if (p->p_fd == NULL)
		panic("proc0_init: no descriptor table");
	session0.s_ref = 1;
	pgrp0.pg_ref = 1;
	pgrp0.pg_session = &session0;
	mutex_init(&pgrp0.pg_lock, "pgrp");
	LIST_INIT(&pgrp0.pg_members);
	LIST_INSERT_HEAD(&pgrp0.pg_members, p, p_pglist);
	p->p_pgrp = &pgrp0;
	LIST_INSERT_HEAD(PGHASH(0), &pgrp0, pg_hash);
	LIST_INSERT_HEAD(&allproc, p, p_list);
	LIST_INSERT_HEAD(PIDHASH(0), p, p_hash);
	for (u_int i = 0; i < PID_NUSES; i++)
		pid_mark((enum pid_use)i, 0);
	nprocs = 1;
	thread_init_fields(&thread0, p);
	thread0.td_flags = TDF_KTHREAD;
	thread_link(&thread0, p);
}

/*
 * A process without threads, group, family and id; NULL without memory.
 */
struct proc *
proc_alloc(void)
{
	struct proc *p;

	p = kmem_cache_alloc(proc_cache, KM_SLEEP);
	if (p != NULL)
		proc_init_fields(p);
	return (p);
}

/*
 * Keep the memory of p, which may become a zombie or disappear meanwhile.
 */
void
proc_hold(struct proc *p)
{

	atomic_inc(&p->p_ref);
}

/*
 * Give up a reference; the last one frees.  No lock of p held.
 */
void
proc_rele(struct proc *p)
{

	if (atomic_dec_nv(&p->p_ref) != 0)
		return;
	KASSERT(p != &proc0 && TAILQ_EMPTY(&p->p_threads));
	KASSERT(p->p_state == PRS_NEW || p->p_state == PRS_DEAD);
	cv_destroy(&p->p_waitcv);
	cv_destroy(&p->p_stopcv);
	cv_destroy(&p->p_singlecv);
	notify_destroy(&p->p_notify);
	mutex_destroy(&p->p_lock);
	kmem_cache_free(proc_cache, p);
}

/*
 * Give td an id.
 */
static void
tid_alloc(struct thread *td)
{
	struct thread *other;

	mutex_enter(&tid_lock);
	do {
		thread_lasttid = thread_lasttid == INT_MAX ? TID_MIN :
		    thread_lasttid + 1;
		LIST_FOREACH(other, TIDHASH(thread_lasttid), td_hash) {
			if (other->td_tid == thread_lasttid)
				break;
		}
	} while (other != NULL);
	td->td_tid = thread_lasttid;
	LIST_INSERT_HEAD(TIDHASH(td->td_tid), td, td_hash);
	mutex_exit(&tid_lock);
}

static void
tid_free(struct thread *td)
{

	mutex_enter(&tid_lock);
	LIST_REMOVE(td, td_hash);
	mutex_exit(&tid_lock);
}

/*
 * A thread of p with a stack, not linked; NULL without memory.  It holds p.
 */
struct thread *
thread_alloc(struct proc *p)
{
	struct thread *td;

	td = kmem_cache_alloc(thread_cache, KM_SLEEP);
	if (td == NULL)
		return (NULL);
	/*
	 * Who makes threads faster than the reaper frees them, does its work:
	 * else the dead, which no limit counts, would take all memory.
	 */
	if (__predict_false(sched_ndead() > THREADS_DEAD))
		sched_reap();
	td->td_kstack = kstack_alloc();
	if (td->td_kstack == NULL) {
		kmem_cache_free(thread_cache, td);
		return (NULL);
	}
	thread_init_fields(td, p);
	tid_alloc(td);
	proc_hold(p);
	return (td);
}

/*
 * Put td among p's threads.
 */
void
thread_link(struct thread *td, struct proc *p)
{

	mutex_enter(&p->p_lock);
	if (td->td_cred == NULL)
		td->td_cred = cred_hold(p->p_cred);
	td->td_limit = lim_hold(p->p_limit);
	TAILQ_INSERT_TAIL(&p->p_threads, td, td_plist);
	p->p_nthreads++;
	mutex_exit(&p->p_lock);
}

/*
 * Take td, which will not run user code again, from its process, which keeps
 * what it has used.  p_lock held.
 */
void
thread_remove(struct thread *td)
{
	struct proc *p = td->td_proc;

	KASSERT(mutex_owned(&p->p_lock));
	rucount_thread(td, &p->p_ru);
	TAILQ_REMOVE(&p->p_threads, td, td_plist);
	p->p_nthreads--;
	sigqueue_flush(&td->td_sigqueue);
}

void
thread_unlink(struct thread *td)
{
	struct proc *p = td->td_proc;

	mutex_enter(&p->p_lock);
	thread_remove(td);
	mutex_exit(&p->p_lock);
}

/*
 * Free a thread that is not on a processor and not linked.
 */
void
thread_free(struct thread *td)
{
	struct proc *p = td->td_proc;

	KASSERT(td->td_ktr == NULL);
	tid_free(td);
	cpu_thread_free(td);
	kstack_free(td->td_kstack);
	if (td->td_cred != NULL)
		cred_free(td->td_cred);
	if (td->td_limit != NULL)
		lim_free(td->td_limit);
	kmem_cache_free(thread_cache, td);
	proc_rele(p);
}

/*
 * The scheduler's last word about a thread that called sched_exit(): it is off
 * its stack for good.
 */
void
thread_reap(struct thread *td)
{

	thread_free(td);
}

/*
 * Give p an id and make it a child of parent and a member of its group, from
 * when on it can be found.  EAGAIN: no id is free, or too many processes.
 * ERESTARTALWAYS: a signal came that may have been sent to the group; with p
 * in the group only after it was sent, p would be missed.  No lock of parent
 * held.
 */
int
proc_insert(struct proc *p, struct proc *parent)
{
	struct pgrp *pg;
	pid_t pid;
	int error = 0;
	bool delay = false;

	rw_enter(&proctree_lock, RW_WRITER);
	if (nprocs >= maxproc || (pid = pid_alloc()) < 0) {
		rw_exit(&proctree_lock);
		return (SET_ERROR(EAGAIN));
	}
	pg = parent->p_pgrp;
	mutex_enter(&pg->pg_lock);
	if (parent == curproc) {
		mutex_enter(&parent->p_lock);
		delay = sig_delays_fork(curthread);
		mutex_exit(&parent->p_lock);
	}
	if (delay)
		error = ERESTARTALWAYS;
	else {
		p->p_pid = pid;
		p->p_ppid = parent->p_pid;
		p->p_state = PRS_NORMAL;
		LIST_INSERT_HEAD(&pg->pg_members, p, p_pglist);
		p->p_pgrp = pg;
		p->p_pgid = pg->pg_id;
		p->p_sid = pg->pg_session->s_sid;
	}
	mutex_exit(&pg->pg_lock);
	if (error == 0) {
		nprocs++;
		pid_mark(PID_PROC, pid);
		p->p_pptr = parent;
		LIST_INSERT_HEAD(&parent->p_children, p, p_sibling);
		LIST_INSERT_HEAD(&allproc, p, p_list);
		LIST_INSERT_HEAD(PIDHASH(pid), p, p_hash);
	}
	rw_exit(&proctree_lock);
	return (error);
}

/*
 * The end of a zombie: take it out of every table.  proctree_lock write held,
 * p_lock not.  The caller drops the table's reference afterwards.
 */
void
proc_remove(struct proc *p)
{
	struct pgrp *pg;

	KASSERT(rw_write_held(&proctree_lock));
	KASSERT(LIST_EMPTY(&p->p_children));
	procdesc_detach(p);
	pg = p->p_pgrp;
	pgrp_unlink(p);
	LIST_REMOVE(p, p_hash);
	LIST_REMOVE(p, p_list);
	LIST_REMOVE(p, p_sibling);
	pid_unmark(PID_PROC, p->p_pid);
	nprocs--;
	mutex_enter(&p->p_lock);
	p->p_state = PRS_DEAD;
	p->p_pgrp = NULL;
	mutex_exit(&p->p_lock);
	pgrp_expire(pg);
}

/*
 * Make p a child of parent.  proctree_lock write held.
 */
static void
proc_reparent(struct proc *p, struct proc *parent)
{

	KASSERT(rw_write_held(&proctree_lock));
	LIST_REMOVE(p, p_sibling);
	LIST_INSERT_HEAD(&parent->p_children, p, p_sibling);
	p->p_pptr = parent;
	atomic_store_relaxed(&p->p_ppid, parent->p_pid);
}

/*
 * The process with that id, zombies included, or NULL.  proctree_lock held.
 */
struct proc *
proc_lookup(pid_t pid)
{
	struct proc *p;

	LIST_FOREACH(p, PIDHASH(pid), p_hash) {
		if (p->p_pid == pid)
			break;
	}
	return (p);
}

/*
 * The process with the next id above pid, held, or NULL: for walks that lock
 * what may not be locked with proctree_lock.  Zombies included.
 */
struct proc *
proc_hold_next(pid_t pid)
{
	struct proc *next = NULL, *p;

	rw_enter(&proctree_lock, RW_READER);
	FOREACH_PROC(p) {
		if (p->p_pid > pid && (next == NULL || p->p_pid < next->p_pid))
			next = p;
	}
	if (next != NULL)
		proc_hold(next);
	rw_exit(&proctree_lock);
	return (next);
}

/*
 * The process with that id, with p_lock held, or NULL.  A zombie is found by
 * proc_find_any() only.
 */
struct proc *
proc_find_any(pid_t pid)
{
	struct proc *p;

	if (pid == curproc->p_pid) {
		mutex_enter(&curproc->p_lock);
		return (curproc);
	}
	rw_enter(&proctree_lock, RW_READER);
	p = proc_lookup(pid);
	if (p != NULL)
		mutex_enter(&p->p_lock);
	rw_exit(&proctree_lock);
	return (p);
}

struct proc *
proc_find(pid_t pid)
{
	struct proc *p;

	p = proc_find_any(pid);
	if (p != NULL && p->p_state != PRS_NORMAL) {
		mutex_exit(&p->p_lock);
		p = NULL;
	}
	return (p);
}

/*
 * The group with that id, or NULL.  proctree_lock held.
 */
struct pgrp *
pgfind(pid_t id)
{
	struct pgrp *pg;

	LIST_FOREACH(pg, PGHASH(id), pg_hash) {
		if (pg->pg_id == id)
			break;
	}
	return (pg);
}

void
pgrp_hold(struct pgrp *pg)
{

	atomic_inc(&pg->pg_ref);
}

void
pgrp_rele(struct pgrp *pg)
{

	if (atomic_dec_nv(&pg->pg_ref) != 0)
		return;
	KASSERT(LIST_EMPTY(&pg->pg_members));
	session_rele(pg->pg_session);
	mutex_destroy(&pg->pg_lock);
	kmem_cache_free(pgrp_cache, pg);
}

void
session_hold(struct session *s)
{

	atomic_inc(&s->s_ref);
}

void
session_rele(struct session *s)
{

	if (atomic_dec_nv(&s->s_ref) == 0)
		kmem_cache_free(session_cache, s);
}

/*
 * Memory for a group, and for a session if asked, to be had before
 * proctree_lock is taken.  Either may fail.
 */
struct pgrp *
pgrp_alloc(void)
{
	struct pgrp *pg;

	pg = kmem_cache_alloc(pgrp_cache, KM_SLEEP);
	if (pg == NULL)
		return (NULL);
	pg->pg_ref = 1;
	pg->pg_jobc = 0;
	pg->pg_session = NULL;
	mutex_init(&pg->pg_lock, "pgrp");
	LIST_INIT(&pg->pg_members);
	return (pg);
}

/*
 * Free a group that was never used.
 */
void
pgrp_free(struct pgrp *pg)
{

	mutex_destroy(&pg->pg_lock);
	kmem_cache_free(pgrp_cache, pg);
}

struct session *
session_alloc(void)
{
	struct session *s;

	s = kmem_cache_alloc(session_cache, KM_SLEEP);
	if (s == NULL)
		return (NULL);
	memset(s, 0, sizeof(*s));
	return (s);
}

/*
 * Free a session that was never used.
 */
void
session_free(struct session *s)
{

	kmem_cache_free(session_cache, s);
}

/*
 * Does p keep its group from being an orphan?  It does while it is alive and
 * its parent is in another group of the session.  proctree_lock held.
 */
static bool
proc_qualifies(const struct proc *p)
{
	const struct pgrp *pg = p->p_pgrp, *ppg;

	if (p->p_pptr == NULL || p->p_state != PRS_NORMAL)
		return (false);
	ppg = p->p_pptr->p_pgrp;
	return (ppg != pg && ppg->pg_session == pg->pg_session);
}

/*
 * Nobody in the session looks after the group pg any more: if any member is
 * stopped, all get SIGHUP and SIGCONT.
 */
static void
pgrp_orphan(struct pgrp *pg)
{
	struct proc *p;
	bool stopped = false;

	mutex_enter(&pg->pg_lock);
	LIST_FOREACH(p, &pg->pg_members, p_pglist)
		stopped |= (atomic_load_relaxed(&p->p_flag) & P_STOPPED) != 0;
	mutex_exit(&pg->pg_lock);
	if (stopped) {
		pgsignal(pg, SIGHUP, false);
		pgsignal(pg, SIGCONT, false);
	}
}

/*
 * Is there nobody in the session who looks after the group?  No lock: the
 * answer may be old when it arrives.
 */
bool
pgrp_orphaned(const struct pgrp *pg)
{

	return (atomic_load_relaxed(&pg->pg_jobc) == 0);
}

static void
pgrp_unqualify(struct pgrp *pg)
{

	KASSERT(pg->pg_jobc > 0);
	if (--pg->pg_jobc == 0)
		pgrp_orphan(pg);
}

/*
 * p becomes a child of parent, which may leave its group an orphan.
 * proctree_lock write held.
 */
void
proc_adopt(struct proc *p, struct proc *parent)
{
	bool qualified = proc_qualifies(p);

	proc_reparent(p, parent);
	if (proc_qualifies(p))
		p->p_pgrp->pg_jobc += qualified ? 0 : 1;
	else if (qualified)
		pgrp_unqualify(p->p_pgrp);
}

/*
 * p, about to be a zombie, gives its children to init and no longer counts in
 * its group.  proctree_lock write held.
 */
void
proc_leave_family(struct proc *p)
{
	struct proc *child, *next;
	bool zombies = false;

	KASSERT(rw_write_held(&proctree_lock));
	if (proc_qualifies(p))
		pgrp_unqualify(p->p_pgrp);
	LIST_FOREACH_SAFE(child, &p->p_children, p_sibling, next) {
		proc_adopt(child, initproc);
		zombies |= child->p_state == PRS_ZOMBIE;
	}
	if (zombies) {
		mutex_enter(&initproc->p_lock);
		initproc->p_childchanges++;
		cv_broadcast(&initproc->p_waitcv);
		psignal(initproc, SIGCHLD);
		mutex_exit(&initproc->p_lock);
	}
}

/*
 * p is no longer a member of its group.  proctree_lock write held.
 */
static void
pgrp_unlink(struct proc *p)
{
	struct pgrp *pg = p->p_pgrp;

	KASSERT(rw_write_held(&proctree_lock));
	mutex_enter(&pg->pg_lock);
	LIST_REMOVE(p, p_pglist);
	mutex_exit(&pg->pg_lock);
}

/*
 * The group disappears if its last member has left.  Nobody who finds it
 * through a process may be left.  proctree_lock write held.
 */
static void
pgrp_expire(struct pgrp *pg)
{
	struct session *s = pg->pg_session;

	if (!LIST_EMPTY(&pg->pg_members))
		return;
	LIST_REMOVE(pg, pg_hash);
	pid_unmark(PID_PGRP, pg->pg_id);
	tty_pgrp_gone(pg);
	if (--s->s_ngroups == 0)
		pid_unmark(PID_SESSION, s->s_sid);
	pgrp_rele(pg);
}

/*
 * Move p to pg, which exists or, when its pg_session is NULL, is new: it then
 * gets p's id and belongs to s.  proctree_lock write held.
 */
void
pgrp_enter(struct proc *p, struct pgrp *pg, struct session *s)
{
	struct pgrp *old = p->p_pgrp;
	struct proc *child;

	KASSERT(rw_write_held(&proctree_lock));
	if (pg->pg_session == NULL) {
		pg->pg_id = p->p_pid;
		pg->pg_session = s;
		session_hold(s);
		pid_mark(PID_PGRP, pg->pg_id);
		if (s->s_ngroups++ == 0)
			pid_mark(PID_SESSION, s->s_sid);
		LIST_INSERT_HEAD(PGHASH(pg->pg_id), pg, pg_hash);
	}
	if (proc_qualifies(p))
		old->pg_jobc--;
	LIST_FOREACH(child, &p->p_children, p_sibling)
		child->p_pgrp->pg_jobc -= proc_qualifies(child) ? 1 : 0;
	pgrp_unlink(p);
	mutex_enter(&pg->pg_lock);
	LIST_INSERT_HEAD(&pg->pg_members, p, p_pglist);
	mutex_exit(&pg->pg_lock);
	mutex_enter(&p->p_lock);
	p->p_pgrp = pg;
	p->p_pgid = pg->pg_id;
	p->p_sid = pg->pg_session->s_sid;
	mutex_exit(&p->p_lock);
	pgrp_expire(old);
	if (proc_qualifies(p))
		pg->pg_jobc++;
	LIST_FOREACH(child, &p->p_children, p_sibling)
		child->p_pgrp->pg_jobc += proc_qualifies(child) ? 1 : 0;
}

/*
 * Arguments and environment for ps(1) and procstat(1): len and envlen bytes to
 * be filled in; NULL without memory.
 */
struct pargs *
pargs_alloc(u_int len, u_int envlen)
{
	struct pargs *pa;

	pa = kmem_alloc(sizeof(*pa) + len + envlen, KM_SLEEP);
	if (pa != NULL) {
		pa->pa_ref = 1;
		pa->pa_len = len;
		pa->pa_envlen = envlen;
	}
	return (pa);
}

struct pargs *
pargs_hold(struct pargs *pa)
{

	if (pa != NULL)
		atomic_inc(&pa->pa_ref);
	return (pa);
}

void
pargs_drop(struct pargs *pa)
{

	if (pa != NULL && atomic_dec_nv(&pa->pa_ref) == 0)
		kmem_free(pa, sizeof(*pa) + pa->pa_len + pa->pa_envlen);
}
