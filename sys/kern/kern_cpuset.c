/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cpuset_getaffinity(2), cpuset_setaffinity(2): the CPUs that threads may use.
 *
 * Model	A thread has a mask (ts_cpumask), which its children and the
 *		threads it makes begin with, and which the scheduler keeps to.
 *		A process is its threads.
 *
 * Locks	proctree_lock to find, p_lock while threads are walked.
 * Context	thread.
 * Tests	tests/sys/kern/t_cpuset.c
 */
#include <sys/param.h>
#include <sys/cpuset.h>
#include <sys/proc.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/sysproto.h>
#include <sys/systm.h>

static uint64_t
cpuset_online(void)
{

	return (ncpu >= 64 ? UINT64_MAX : (1UL << ncpu) - 1);
}

/*
 * One process: *mask gets the CPUs of its threads, or only of thread tid;
 * or, with `set', these get *mask.  ESRCH: it has no such thread; EPERM.
 * proctree_lock is held.
 */
static int
cpuset_proc(struct thread *td, struct proc *p, int tid, bool set,
    uint64_t *mask)
{
	struct thread *other;
	uint64_t all = 0;
	int error = ESRCH;

	mutex_enter(&p->p_lock);
	if (p->p_state == PRS_NORMAL) {
		FOREACH_THREAD(p, other) {
			if (tid != -1 && other->td_tid != tid)
				continue;
			error = 0;
			all |= other->td_sched.ts_cpumask;
		}
	}
	if (error == 0 && set) {
		error = (p->p_flag & P_KPROC) != 0 ? SET_ERROR(EPERM) :
		    cred_cansched(td->td_cred, p);
		FOREACH_THREAD(p, other) {
			if (error == 0 &&
			    (tid == -1 || other->td_tid == tid))
				sched_setaffinity(other, *mask);
		}
	} else if (error == 0) {
		error = cred_cansee(td->td_cred, p);
		*mask = all & cpuset_online();
	}
	mutex_exit(&p->p_lock);
	return (error);
}

/*
 * What which and id name.  EINVAL, ESRCH, EPERM.
 */
static int
cpuset_which(struct thread *td, int which, id_t id, bool set, uint64_t *mask)
{
	struct proc *p;
	int error = ESRCH;

	if (which != CPU_WHICH_TID && which != CPU_WHICH_PID)
		return (SET_ERROR(EINVAL));
	if (id == -1)
		id = which == CPU_WHICH_TID ? td->td_tid :
		    td->td_proc->p_pid;
	if (id < 0 || id > INT_MAX)
		return (SET_ERROR(ESRCH));
	rw_enter(&proctree_lock, RW_READER);
	if (which == CPU_WHICH_PID) {
		p = proc_lookup((pid_t)id);
		if (p != NULL)
			error = cpuset_proc(td, p, -1, set, mask);
	} else {
		FOREACH_PROC(p) {
			error = cpuset_proc(td, p, (int)id, set, mask);
			if (error != ESRCH)
				break;
		}
	}
	rw_exit(&proctree_lock);
	return (error == ESRCH ? SET_ERROR(ESRCH) : error);
}

int
sys_cpuset_getaffinity(struct thread *td,
    const struct cpuset_getaffinity_args *uap, register_t *rv)
{
	uint64_t mask = cpuset_online();
	cpuset_t set;
	int error = 0;

	if (uap->setsize < sizeof(set))
		return (SET_ERROR(ERANGE));
	if (uap->level == CPU_LEVEL_WHICH)
		error = cpuset_which(td, uap->which, uap->id, false, &mask);
	else if (uap->level != CPU_LEVEL_ROOT)
		error = SET_ERROR(EINVAL);
	if (error != 0)
		return (error);
	CPU_ZERO(&set);
	set.__bits[0] = mask;
	return (copyout(&set, uap->mask, sizeof(set)));
}

int
sys_cpuset_setaffinity(struct thread *td,
    const struct cpuset_setaffinity_args *uap, register_t *rv)
{
	cpuset_t set;
	uint64_t mask;
	int error;

	if (uap->setsize < sizeof(set))
		return (SET_ERROR(ERANGE));
	if (uap->level != CPU_LEVEL_WHICH)
		return (SET_ERROR(EINVAL));
	error = copyin(uap->mask, &set, sizeof(set));
	if (error != 0)
		return (error);
	mask = set.__bits[0] & cpuset_online();
	if (mask == 0)
		return (SET_ERROR(EDEADLK));
	return (cpuset_which(td, uap->which, uap->id, true, &mask));
}
