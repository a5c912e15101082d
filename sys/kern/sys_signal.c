/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The system calls about signals; kern_sig.c does the work.
 *
 * Each copies in and checks before it changes anything; results are copied out
 * last, and where that fails the change stands, as POSIX permits.
 *
 * Tests	tests/sys/kern/t_signal.c
 */

#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/rwlock.h>
#include <sys/signalvar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucontext.h>
#include <machine/frame.h>

int
sys_sigaction(struct thread *td, const struct sigaction_args *uap,
    register_t *retval)
{
	struct sigaction act, old;
	int error;

	if (uap->act != NULL) {
		error = copyin(uap->act, &act, sizeof(act));
		if (error != 0)
			return (error);
		act.__sa_spare = 0;
	}
	error = kern_sigaction(td, uap->sig, uap->act != NULL ? &act : NULL,
	    uap->oact != NULL ? &old : NULL);
	if (error == 0 && uap->oact != NULL)
		error = copyout(&old, uap->oact, sizeof(old));
	return (error);
}

int
sys_sigprocmask(struct thread *td, const struct sigprocmask_args *uap,
    register_t *retval)
{
	sigset_t old, set, mask;
	int error;

	old = mask = td->td_sigmask;
	if (uap->set != NULL) {
		error = copyin(uap->set, &set, sizeof(set));
		if (error != 0)
			return (error);
		switch (uap->how) {
		case SIG_BLOCK:
			sigset_or(&mask, &set);
			break;
		case SIG_UNBLOCK:
			sigset_nand(&mask, &set);
			break;
		case SIG_SETMASK:
			mask = set;
			break;
		default:
			return (SET_ERROR(EINVAL));
		}
		sig_setmask(td, &mask);
	}
	if (uap->oset == NULL)
		return (0);
	return (copyout(&old, uap->oset, sizeof(old)));
}

int
sys_sigpending(struct thread *td, const struct sigpending_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	sigset_t set;

	mutex_enter(&p->p_lock);
	set = p->p_sigqueue.sq_set;
	sigset_or(&set, &td->td_sigqueue.sq_set);
	mutex_exit(&p->p_lock);
	return (copyout(&set, uap->set, sizeof(set)));
}

int
sys_sigsuspend(struct thread *td, const struct sigsuspend_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct cv cv;
	sigset_t mask;
	int error;

	error = copyin(uap->mask, &mask, sizeof(mask));
	if (error != 0)
		return (error);
	sig_suspend_mask(td, &mask);
	/* Nobody wakes it: only a signal ends the sleep. */
	cv_init(&cv, "sigsuspend");
	do {
		mutex_enter(&p->p_lock);
		error = cv_wait_sig(&cv, &p->p_lock);
		mutex_exit(&p->p_lock);
		if (error != 0)
			error = sig_interrupted(td);
	} while (error == 0);
	cv_destroy(&cv);
	return (error);
}

int
sys_sigreturn(struct thread *td, const struct sigreturn_args *uap,
    register_t *retval)
{
	ucontext_t uc;
	int error;

	error = copyin(uap->ucp, &uc, sizeof(uc));
	if (error == 0)
		error = cpu_sigreturn(td, &uc);
	if (error != 0)
		return (error);
	sig_setmask(td, &uc.uc_sigmask);
	return (EJUSTRETURN);
}

int
sys_sigaltstack(struct thread *td, const struct sigaltstack_args *uap,
    register_t *retval)
{
	stack_t ss, old;
	vm_offset_t sp;
	bool onstack;
	int error;

	old = td->td_sigstk;
	sp = TRAPF_SP(td->td_frame);
	onstack = (old.ss_flags & SS_DISABLE) == 0 &&
	    sp - (vm_offset_t)old.ss_sp < old.ss_size;
	if (onstack)
		old.ss_flags |= SS_ONSTACK;
	if (uap->ss != NULL) {
		error = copyin(uap->ss, &ss, sizeof(ss));
		if (error != 0)
			return (error);
		if (onstack)
			return (SET_ERROR(EPERM));
		if ((ss.ss_flags & ~SS_DISABLE) != 0)
			return (SET_ERROR(EINVAL));
		if ((ss.ss_flags & SS_DISABLE) == 0 &&
		    ss.ss_size < MINSIGSTKSZ)
			return (SET_ERROR(ENOMEM));
		ss.__ss_spare = 0;
		td->td_sigstk = ss;
	}
	if (uap->oss == NULL)
		return (0);
	return (copyout(&old, uap->oss, sizeof(old)));
}

/*
 * Signal one of several processes, if permitted.
 */
static int
kill_one(struct thread *td, struct proc *p, const siginfo_t *info)
{
	int error;

	mutex_enter(&p->p_lock);
	error = cred_cansignal(td, p, info->si_signo);
	if (error == 0 && info->si_signo != 0)
		psignal_info(p, info);
	mutex_exit(&p->p_lock);
	return (error);
}

/*
 * Signal a group (0: one's own), or with pgid -1 all processes but those of
 * the kernel, init and oneself.  Success when at least one was permitted.
 */
static int
kill_many(struct thread *td, pid_t pgid, const siginfo_t *info)
{
	struct pgrp *pg;
	struct proc *p;
	int error, result = ESRCH;

	rw_enter(&proctree_lock, RW_READER);
	if (pgid == -1) {
		FOREACH_PROC(p) {
			if ((p->p_flag & (P_KPROC | P_SYSTEM)) != 0 ||
			    p == td->td_proc || p->p_state != PRS_NORMAL)
				continue;
			error = kill_one(td, p, info);
			if (result != 0)
				result = error;
		}
	} else {
		pg = pgid == 0 ? td->td_proc->p_pgrp : pgfind(pgid);
		if (pg != NULL) {
			mutex_enter(&pg->pg_lock);
			LIST_FOREACH(p, &pg->pg_members, p_pglist) {
				error = kill_one(td, p, info);
				if (result != 0)
					result = error;
			}
			mutex_exit(&pg->pg_lock);
		}
	}
	rw_exit(&proctree_lock);
	return (result == 0 ? 0 : SET_ERROR(result));
}

/* proc_find() returns with a lock, or without a process. */
int	sys_kill(struct thread *, const struct kill_args *, register_t *)
	    __no_lock_analysis;

int
sys_kill(struct thread *td, const struct kill_args *uap, register_t *retval)
{
	siginfo_t info;
	struct proc *p;
	int error;

	if (uap->sig < 0 || uap->sig > _SIG_MAXSIG)
		return (SET_ERROR(EINVAL));
	memset(&info, 0, sizeof(info));
	info.si_signo = uap->sig;
	info.si_code = SI_USER;
	info.si_pid = td->td_proc->p_pid;
	info.si_uid = td->td_cred->cr_ruid;
	if (uap->pid <= 0) {
		if (uap->pid == INT_MIN)
			return (SET_ERROR(ESRCH));
		return (kill_many(td, uap->pid == -1 ? -1 : -uap->pid, &info));
	}
	p = proc_find_any(uap->pid);
	if (p == NULL)
		return (SET_ERROR(ESRCH));
	error = cred_cansignal(td, p, uap->sig);
	if (error == 0 && uap->sig != 0)
		psignal_info(p, &info);
	mutex_exit(&p->p_lock);
	return (error);
}

/* As above. */
int	sys_sigqueue(struct thread *, const struct sigqueue_args *,
	    register_t *) __no_lock_analysis;

int
sys_sigqueue(struct thread *td, const struct sigqueue_args *uap,
    register_t *retval)
{
	siginfo_t info;
	struct proc *p;
	int error;

	if (uap->sig < 0 || uap->sig > _SIG_MAXSIG || uap->pid <= 0)
		return (SET_ERROR(EINVAL));
	memset(&info, 0, sizeof(info));
	info.si_signo = uap->sig;
	info.si_code = SI_QUEUE;
	info.si_pid = td->td_proc->p_pid;
	info.si_uid = td->td_cred->cr_ruid;
	info.si_value.sival_ptr = uap->value;
	p = proc_find_any(uap->pid);
	if (p == NULL)
		return (SET_ERROR(ESRCH));
	error = cred_cansignal(td, p, uap->sig);
	if (error == 0 && uap->sig != 0)
		error = sig_queue(p, &info);
	mutex_exit(&p->p_lock);
	return (error);
}

int
sys_sigtimedwait(struct thread *td, const struct sigtimedwait_args *uap,
    register_t *retval)
{
	struct timespec ts;
	siginfo_t info;
	sigset_t set;
	uint64_t deadline = 0;
	int error;

	error = copyin(uap->set, &set, sizeof(set));
	if (error == 0 && uap->timeout != NULL)
		error = copyin(uap->timeout, &ts, sizeof(ts));
	if (error != 0)
		return (error);
	if (uap->timeout != NULL) {
		if (!timespec_valid(&ts) || ts.tv_sec < 0)
			return (SET_ERROR(EINVAL));
		deadline = uptime_ns();
		deadline += MIN(timespec_to_ns_sat(&ts),
		    UINT64_MAX - deadline);
	}
	error = sig_wait(td, &set, deadline, &info);
	if (error != 0)
		return (error);
	*retval = info.si_signo;
	if (uap->info == NULL)
		return (0);
	return (copyout(&info, uap->info, sizeof(info)));
}
