/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Several threads in a process: making them, ending them, becoming the only
 * one.
 *
 * Model	Threads share everything but registers, signal mask, alternate
 *		stack and pending signals of their own.  What a thread reads
 *		often and rarely changes (credential, limits) it has its own
 *		reference to, renewed on the way to user mode; the descriptor
 *		table is used under its lock while fd_shared is set.
 *
 * Alone	exit1() and execve(2) need the process for themselves.
 *		thread_single() marks every other thread with AST_EXIT, ends
 *		their interruptible sleeps and waits until they are gone.  They
 *		unwind their system calls, which release what they hold, and end
 *		in ast().  There is one p_single at a time; a second thread that
 *		wants to be it unwinds and ends like the others.
 *
 * Invariants	(1) While p_single is set no other thread of the process
 *		returns to user mode, takes a signal or stays stopped.
 *		(2) A thread made meanwhile has AST_EXIT from its start.
 *		(3) fd_shared is set before a second thread runs.
 *		(4) The last thread does not end by thread_exit(): the process
 *		ends with it.
 *
 * Locks	p_lock.
 * Context	thread.
 * Tests	tests/sys/kern/t_thr.c, tests/lib/libc/thread/
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/filedesc.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sysctl.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/thr.h>
#include <sys/umtx.h>
#include <sys/wait.h>

static u_int	maxthreads = 1500;

SYSCTL_UINT(_kern, OID_AUTO, maxthreadsperproc, CTLFLAG_RW, &maxthreads, 0,
    "Most threads of a process");

/*
 * The running thread is the only one of its process now: its descriptor table
 * needs no lock, if no other process uses it.
 */
void
thread_alone(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct filedesc *fdp = p->p_fd;

	/* No thread appears but by the only one, which is here. */
	if (p->p_nthreads != 1 || !fdp->fd_shared)
		return;
	mutex_enter(&fdp->fd_lock);
	if (atomic_load_relaxed(&fdp->fd_ref) == 1)
		fdp->fd_shared = false;
	mutex_exit(&fdp->fd_lock);
}

/*
 * End all other threads of the running process.  ERESTARTALWAYS: another thread
 * does so, and this one is to unwind and end.  No locks held; sleeps.
 */
int
thread_single(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct thread *other;

	if (__predict_true(p->p_nthreads == 1))
		return (0);
	mutex_enter(&p->p_lock);
	if (p->p_single != NULL) {
		mutex_exit(&p->p_lock);
		return (ERESTARTALWAYS);
	}
	p->p_single = td;
	if ((p->p_flag & P_STOPPED) != 0)
		sig_continue(p);
	FOREACH_THREAD(p, other) {
		if (other == td)
			continue;
		atomic_or(&other->td_ast, AST_EXIT);
		sched_interrupt(other);
	}
	while (p->p_nthreads > 1)
		cv_wait(&p->p_singlecv, &p->p_lock);
	p->p_single = NULL;
	mutex_exit(&p->p_lock);
	thread_alone(td);
	return (0);
}

/*
 * End the running thread, and the process with its last one.  No locks held.
 */
void
thread_exit(struct thread *td)
{
	struct proc *p = td->td_proc;

	ktr_thread_exit(td);
	mutex_enter(&p->p_lock);
	while ((p->p_flag & P_STOPPED) != 0 && p->p_single == NULL)
		sig_stop_wait(td);
	if (p->p_nthreads == 1) {
		mutex_exit(&p->p_lock);
		exit1(td, W_EXITCODE(0, 0));
	}
	td->td_flags |= TDF_EXITING;
	sig_pass_on(td);
	cpu_thread_exit(td);
	thread_remove(td);
	if (p->p_nthreads == 1) {
		if (p->p_single != NULL)
			cv_signal(&p->p_singlecv);
		else
			atomic_or(&TAILQ_FIRST(&p->p_threads)->td_ast,
			    AST_ALONE);
	}
	mutex_exit(&p->p_lock);
	sched_exit(td);
}

/*
 * From now on several threads use the descriptor table.
 */
static void
thread_share_files(struct proc *p)
{
	struct filedesc *fdp = p->p_fd;

	mutex_enter(&fdp->fd_lock);
	fdp->fd_shared = true;
	mutex_exit(&fdp->fd_lock);
}

/*
 * Make a thread that enters user mode as tp says.  EAGAIN, EFAULT, EINVAL.
 */
static int
thread_create(struct thread *td, const struct thr_param *tp)
{
	struct proc *p = td->td_proc;
	struct thread *td2;
	int error;

	if (p->p_nthreads >= atomic_load_relaxed(&maxthreads))
		return (SET_ERROR(EAGAIN));
	td2 = thread_alloc(p);
	if (td2 == NULL)
		return (SET_ERROR(EAGAIN));
	cpu_thread_setup(td2, fork_return, td2);
	error = cpu_set_upcall(td2, (vm_offset_t)tp->tp_start,
	    (vm_offset_t)tp->tp_arg, (vm_offset_t)tp->tp_stack_base +
	    tp->tp_stack_size, (vm_offset_t)tp->tp_tls);
	if (error == 0 && tp->tp_tid != NULL)
		error = copyout(&td2->td_tid, tp->tp_tid, sizeof(td2->td_tid));
	if (error != 0) {
		thread_free(td2);
		return (error);
	}
	td2->td_sigmask = td->td_sigmask;
	sched_thread_init(td2, td);
	if (p->p_nthreads == 1)
		thread_share_files(p);
	thread_link(td2, p);
	mutex_enter(&p->p_lock);
	if ((p->p_flag & P_STOPPED) != 0)
		atomic_or(&td2->td_ast, AST_STOP);
	if (p->p_single != NULL)
		atomic_or(&td2->td_ast, AST_EXIT);
	sig_recalc(td2);
	syscall_set_limit(td2);
	mutex_exit(&p->p_lock);
	sched_start(td2);
	return (0);
}

int
sys_thr_new(struct thread *td, const struct thr_new_args *uap,
    register_t *retval)
{
	struct thr_param tp;
	int error;

	if (uap->size != sizeof(tp))
		return (SET_ERROR(EINVAL));
	error = copyin(uap->param, &tp, sizeof(tp));
	if (error != 0)
		return (error);
	return (thread_create(td, &tp));
}

int
sys_thr_exit(struct thread *td, const struct thr_exit_args *uap,
    register_t *retval)
{

	/* A thread that is ended has nobody to tell of a bad pointer. */
	if (uap->state != NULL && suword32(uap->state, THR_EXITED) == 0)
		(void)umtx_wake_private(td, (vm_offset_t)uap->state, UINT_MAX);
	thread_exit(td);
}

int
sys_thr_self(struct thread *td, const struct thr_self_args *uap,
    register_t *retval)
{

	*retval = td->td_tid;
	return (0);
}

int
sys_thr_kill(struct thread *td, const struct thr_kill_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct thread *other;
	siginfo_t info;

	if (uap->sig != 0 && !_SIG_VALID(uap->sig))
		return (SET_ERROR(EINVAL));
	memset(&info, 0, sizeof(info));
	info.si_signo = uap->sig;
	info.si_code = SI_LWP;
	info.si_pid = p->p_pid;
	info.si_uid = td->td_cred->cr_ruid;
	mutex_enter(&p->p_lock);
	FOREACH_THREAD(p, other) {
		if (other->td_tid == uap->tid)
			break;
	}
	if (other != NULL && uap->sig != 0)
		tdsignal_info(other, &info);
	mutex_exit(&p->p_lock);
	return (other == NULL ? SET_ERROR(ESRCH) : 0);
}
