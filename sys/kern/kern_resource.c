/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Resource limits, resource use, nice values.
 *
 * Limits	A struct plimit is shared by a process and its children until
 *		one of them changes a limit, and does not change while shared
 *		(pl_ref > 1).  Limits of CPU time are looked at with every tick
 *		of a process that has one: p_cpulimit is when to act.
 *
 * Use		Each thread counts for itself (td_ru, td_sched); a thread that
 *		ends adds to p_ru, a child that is waited for to p_cru.
 *
 * Locks	p_lock.
 * Context	thread.
 * Tests	tests/sys/kern/t_resource.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/resourcevar.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>

#define	NS_SEC		1000000000UL
#define	DFL_STACK	(8UL * 1024 * 1024)
#define	DFL_NOFILE	1024
#define	MAX_NOFILE	65536
#define	DFL_MEMLOCK	(8UL * 1024 * 1024)

struct plimit	*limit0;

/*
 * The limits of the system and of the first process; called before anything
 * that is counted exists.
 */
void
lim_init(void)
{
	u_int i;

	maxproc = (u_int)MAX(256, MIN(vm_phys_total_count() / 32, 20000));
	limit0 = kmem_alloc(sizeof(*limit0), KM_SLEEP);
	if (limit0 == NULL)
		panic("lim_init: no memory");
	limit0->pl_ref = 1;
	for (i = 0; i < RLIM_NLIMITS; i++) {
		limit0->pl_rlimit[i].rlim_cur = RLIM_INFINITY;
		limit0->pl_rlimit[i].rlim_max = RLIM_INFINITY;
	}
	limit0->pl_rlimit[RLIMIT_STACK].rlim_cur = DFL_STACK;
	limit0->pl_rlimit[RLIMIT_STACK].rlim_max = VM_STACK_MAX;
	limit0->pl_rlimit[RLIMIT_NOFILE].rlim_cur = DFL_NOFILE;
	limit0->pl_rlimit[RLIMIT_NOFILE].rlim_max = MAX_NOFILE;
	limit0->pl_rlimit[RLIMIT_MEMLOCK].rlim_cur = DFL_MEMLOCK;
	limit0->pl_rlimit[RLIMIT_MEMLOCK].rlim_max = DFL_MEMLOCK;
	limit0->pl_rlimit[RLIMIT_NPROC].rlim_cur = maxproc * 9 / 10;
	limit0->pl_rlimit[RLIMIT_NPROC].rlim_max = maxproc * 9 / 10;
}

struct plimit *
lim_hold(struct plimit *pl)
{

	atomic_inc(&pl->pl_ref);
	return (pl);
}

void
lim_free(struct plimit *pl)
{

	if (atomic_dec_nv(&pl->pl_ref) == 0)
		kmem_free(pl, sizeof(*pl));
}

/*
 * A limit of the running process, as of when its thread entered the kernel.
 */
rlim_t
lim_cur(struct thread *td, int which)
{

	return (td->td_limit->pl_rlimit[which].rlim_cur);
}

rlim_t
lim_max(struct thread *td, int which)
{

	return (td->td_limit->pl_rlimit[which].rlim_max);
}

/*
 * Take up the process's present limits; from ast().
 */
void
lim_refresh(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct plimit *old = td->td_limit;

	mutex_enter(&p->p_lock);
	td->td_limit = lim_hold(p->p_limit);
	mutex_exit(&p->p_lock);
	lim_free(old);
}

/*
 * p has a new limit of CPU time, or is new itself.  p_lock held, or nobody
 * knows p yet.
 */
void
lim_start_cpu(struct proc *p)
{
	rlim_t seconds = p->p_limit->pl_rlimit[RLIMIT_CPU].rlim_cur;

	if (seconds >= RLIM_INFINITY / NS_SEC)
		p->p_cpulimit = 0;
	else
		p->p_cpulimit = MAX(seconds, 1) * NS_SEC;
}

/*
 * A tick has struck the running thread: signal the process once for each second
 * beyond its soft limit of CPU time, kill it at the hard one.
 */
void
lim_check_cpu(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct rucount use;
	uint64_t used;
	rlim_t max;

	if (p->p_cpulimit == 0)
		return;
	rucount_proc(p, &use);
	used = use.rc_utime + use.rc_stime;
	mutex_enter(&p->p_lock);
	if (p->p_cpulimit != 0 && used >= p->p_cpulimit) {
		max = p->p_limit->pl_rlimit[RLIMIT_CPU].rlim_max;
		p->p_cpulimit = (used / NS_SEC + 1) * NS_SEC;
		psignal(p, used / NS_SEC >= max ? SIGKILL : SIGXCPU);
	}
	mutex_exit(&p->p_lock);
}

/*
 * Change a limit.  EINVAL, EPERM, ENOMEM.
 */
static int
kern_setrlimit(struct thread *td, int which, const struct rlimit *want)
{
	struct proc *p = td->td_proc;
	struct plimit *fresh, *old;
	struct rlimit *rl, new = *want;
	struct thread *other;
	int error = 0;

	new.rlim_cur = MIN(new.rlim_cur, RLIM_INFINITY);
	new.rlim_max = MIN(new.rlim_max, RLIM_INFINITY);
	if (new.rlim_cur > new.rlim_max)
		return (SET_ERROR(EINVAL));
	if (which == RLIMIT_NOFILE)
		new.rlim_max = MIN(new.rlim_max, MAX_NOFILE);
	else if (which == RLIMIT_STACK)
		new.rlim_max = MIN(new.rlim_max, VM_STACK_MAX);
	new.rlim_cur = MIN(new.rlim_cur, new.rlim_max);
	fresh = kmem_alloc(sizeof(*fresh), KM_SLEEP);
	if (fresh == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_enter(&p->p_lock);
	old = p->p_limit;
	if (new.rlim_max > old->pl_rlimit[which].rlim_max)
		error = priv_check(td->td_cred, PRIV_PROC_SETRLIMIT);
	if (error != 0) {
		mutex_exit(&p->p_lock);
		kmem_free(fresh, sizeof(*fresh));
		return (error);
	}
	/* A copy each time: threads read td_limit without a lock. */
	memcpy(fresh, old, sizeof(*fresh));
	fresh->pl_ref = 1;
	rl = &fresh->pl_rlimit[which];
	*rl = new;
	p->p_limit = fresh;
	FOREACH_THREAD(p, other) {
		if (other != td)
			syscall_stale(other, AST_LIMIT);
	}
	if (which == RLIMIT_CPU)
		lim_start_cpu(p);
	mutex_exit(&p->p_lock);
	lim_free(old);
	lim_refresh(td);
	return (0);
}

int
sys_getrlimit(struct thread *td, const struct getrlimit_args *uap,
    register_t *retval)
{

	if ((u_int)uap->resource >= RLIM_NLIMITS)
		return (SET_ERROR(EINVAL));
	return (copyout(&td->td_limit->pl_rlimit[uap->resource],
	    uap->rlp, sizeof(struct rlimit)));
}

int
sys_setrlimit(struct thread *td, const struct setrlimit_args *uap,
    register_t *retval)
{
	struct rlimit rl;
	int error;

	if ((u_int)uap->resource >= RLIM_NLIMITS)
		return (SET_ERROR(EINVAL));
	error = copyin(uap->rlp, &rl, sizeof(rl));
	if (error == 0)
		error = kern_setrlimit(td, uap->resource, &rl);
	return (error);
}

/*
 * Add src to dst.
 */
void
rucount_add(struct rucount *dst, const struct rucount *src)
{

	dst->rc_utime += src->rc_utime;
	dst->rc_stime += src->rc_stime;
	dst->rc_maxrss = MAX(dst->rc_maxrss, src->rc_maxrss);
	dst->rc_minflt += src->rc_minflt;
	dst->rc_majflt += src->rc_majflt;
	dst->rc_inblock += src->rc_inblock;
	dst->rc_oublock += src->rc_oublock;
	dst->rc_msgsnd += src->rc_msgsnd;
	dst->rc_msgrcv += src->rc_msgrcv;
	dst->rc_nsignals += src->rc_nsignals;
	dst->rc_nvcsw += src->rc_nvcsw;
	dst->rc_nivcsw += src->rc_nivcsw;
}

/*
 * Add what td has used to rc.  p_lock held, or td is the running thread.
 */
void
rucount_thread(struct thread *td, struct rucount *rc)
{
	uint64_t user, sys;

	rucount_add(rc, &td->td_ru);
	sched_split_time(sched_runtime(td), td->td_sched.ts_uticks,
	    td->td_sched.ts_sticks, &user, &sys);
	rc->rc_utime += user;
	rc->rc_stime += sys;
	rc->rc_nvcsw += td->td_sched.ts_nvcsw;
	rc->rc_nivcsw += td->td_sched.ts_nivcsw;
}

/*
 * What p has used so far.  p_lock held.
 */
void
rucount_sum(struct proc *p, struct rucount *rc)
{
	struct thread *td;

	KASSERT(mutex_owned(&p->p_lock));
	*rc = p->p_ru;
	FOREACH_THREAD(p, td)
		rucount_thread(td, rc);
}

/*
 * The same.  Takes p_lock.
 */
void
rucount_proc(struct proc *p, struct rucount *rc)
{

	mutex_enter(&p->p_lock);
	rucount_sum(p, rc);
	mutex_exit(&p->p_lock);
}

static void
rucount_time(uint64_t ns, struct timeval *tv)
{

	tv->tv_sec = (time_t)(ns / NS_SEC);
	tv->tv_usec = (suseconds_t)(ns % NS_SEC / 1000);
}

/*
 * The form that programs see.
 */
void
rucount_export(const struct rucount *rc, struct rusage *ru)
{

	memset(ru, 0, sizeof(*ru));
	rucount_time(rc->rc_utime, &ru->ru_utime);
	rucount_time(rc->rc_stime, &ru->ru_stime);
	ru->ru_maxrss = (long)rc->rc_maxrss;
	ru->ru_minflt = (long)rc->rc_minflt;
	ru->ru_majflt = (long)rc->rc_majflt;
	ru->ru_inblock = (long)rc->rc_inblock;
	ru->ru_oublock = (long)rc->rc_oublock;
	ru->ru_msgsnd = (long)rc->rc_msgsnd;
	ru->ru_msgrcv = (long)rc->rc_msgrcv;
	ru->ru_nsignals = (long)rc->rc_nsignals;
	ru->ru_nvcsw = (long)rc->rc_nvcsw;
	ru->ru_nivcsw = (long)rc->rc_nivcsw;
}

int
sys_getrusage(struct thread *td, const struct getrusage_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct rucount rc;
	struct rusage ru;

	switch (uap->who) {
	case RUSAGE_SELF:
		rucount_proc(p, &rc);
		rc.rc_maxrss = MAX(rc.rc_maxrss, (uint64_t)
		    vmspace_resident(p->p_vmspace) * (PAGE_SIZE / 1024));
		break;
	case RUSAGE_CHILDREN:
		mutex_enter(&p->p_lock);
		rc = p->p_cru;
		mutex_exit(&p->p_lock);
		break;
	case RUSAGE_THREAD:
		memset(&rc, 0, sizeof(rc));
		rucount_thread(td, &rc);
		break;
	default:
		return (SET_ERROR(EINVAL));
	}
	rucount_export(&rc, &ru);
	return (copyout(&ru, uap->rusage, sizeof(ru)));
}

/*
 * Change the nice value of p to n.  EPERM: of another user; EACCES: without
 * the privilege it only rises.  p_lock held.
 */
static int
kern_setnice(struct thread *td, struct proc *p, int n)
{
	int error;

	error = cred_cansched(td->td_cred, p);
	if (error != 0)
		return (error);
	n = imin(imax(n, PRIO_MIN), PRIO_MAX);
	if (n < p->p_nice &&
	    priv_check(td->td_cred, PRIV_PROC_SETPRIORITY) != 0)
		return (SET_ERROR(EACCES));
	p->p_nice = n;
	sched_setnice(p, n);
	return (0);
}

/*
 * One process for getpriority (set NULL) or setpriority.
 */
struct prio_query {
	const int	*pq_set;
	bool		pq_found;
	int		pq_low;		/* lowest nice value */
	int		pq_error;
};

static void
prio_one(struct thread *td, struct proc *p, struct prio_query *pq)
{
	int error;

	mutex_enter(&p->p_lock);
	if (p->p_state == PRS_NORMAL) {
		pq->pq_found = true;
		if (pq->pq_set == NULL)
			pq->pq_low = imin(pq->pq_low, p->p_nice);
		else {
			error = kern_setnice(td, p, *pq->pq_set);
			if (error != 0)
				pq->pq_error = error;
		}
	}
	mutex_exit(&p->p_lock);
}

static int
prio_all(struct thread *td, int which, id_t who, struct prio_query *pq)
{
	struct pgrp *pg;
	struct proc *p;
	uid_t uid;
	bool found;

	rw_enter(&proctree_lock, RW_READER);
	switch (which) {
	case PRIO_PROCESS:
		p = who == 0 ? td->td_proc : proc_lookup((pid_t)who);
		if (p != NULL)
			prio_one(td, p, pq);
		break;
	case PRIO_PGRP:
		pg = who == 0 ? td->td_proc->p_pgrp : pgfind((pid_t)who);
		if (pg == NULL)
			break;
		LIST_FOREACH(p, &pg->pg_members, p_pglist)
			prio_one(td, p, pq);
		break;
	case PRIO_USER:
		uid = who == 0 ? td->td_cred->cr_uid : (uid_t)who;
		FOREACH_PROC(p) {
			mutex_enter(&p->p_lock);
			found = p->p_state == PRS_NORMAL &&
			    p->p_cred->cr_uid == uid;
			mutex_exit(&p->p_lock);
			if (found)
				prio_one(td, p, pq);
		}
		break;
	default:
		pq->pq_error = SET_ERROR(EINVAL);
		pq->pq_found = true;
		break;
	}
	rw_exit(&proctree_lock);
	if (!pq->pq_found)
		return (SET_ERROR(ESRCH));
	return (pq->pq_error);
}

/*
 * A nice value may be negative and would be taken for an error: the result is
 * PRIO_MAX less it, which the function in libc turns around.
 */
int
sys_getpriority(struct thread *td, const struct getpriority_args *uap,
    register_t *retval)
{
	struct prio_query pq = { .pq_low = PRIO_MAX + 1 };
	int error;

	error = prio_all(td, uap->which, uap->who, &pq);
	if (error == 0)
		*retval = PRIO_MAX - pq.pq_low;
	return (error);
}

int
sys_setpriority(struct thread *td, const struct setpriority_args *uap,
    register_t *retval)
{
	const int prio = uap->prio;
	struct prio_query pq = { .pq_set = &prio };

	return (prio_all(td, uap->which, uap->who, &pq));
}

int
sys_sched_yield(struct thread *td, const struct sched_yield_args *uap,
    register_t *retval)
{

	sched_yield_cpu();
	return (0);
}
