/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Making processes.
 *
 * Model	fork1() gathers everything that can fail first (counts, memory,
 *		address space, descriptors), then inserts the child, which makes
 *		it visible, and starts it; proc_insert() is the only step after
 *		which nothing can fail.  What a child can share with its parent
 *		until one of them changes it (signal actions, limits,
 *		credentials, arguments) is shared and costs one reference.  A
 *		struct fork_desc says what differs between fork(2), vfork(2),
 *		pdfork(2) and posix_spawn(3).
 *
 * Waiting	The parent of vfork(2) and posix_spawn(3) sleeps in fork_wait()
 *		while the child has P_PPWAIT, until the child calls fork_done():
 *		in execve(2), when it has left the address space, or at the end
 *		of exit1().  Meanwhile the thread takes no signal but one that
 *		ends its process or stops it: a handler would run on the stack
 *		that the child uses.  When the parent ends first, the child
 *		keeps the address space by its reference.  A child with P_PPWAIT
 *		does not stop, for who would continue it may be its parent.
 *
 * Invariants	(1) The user's count of processes includes every process from
 *		before its insertion until it is waited for.
 *		(2) A child has one thread, a copy of the one that forked.
 *		(3) Failure leaves no trace, and no id used up.
 *
 * Limits	kern.maxproc, of which the last PROC_RESERVE are the
 *		super-user's; RLIMIT_NPROC for each real user.
 * Locks	none held on entry; see kern_proc.c.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_fork.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/eventvar.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/procdesc.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/vnode.h>
#include <sys/wait.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>

#define	PROC_RESERVE	10
#define	FORK_PAUSE	(NSEC_PER_SEC / 1000)

/*
 * Count a new process against the limits.  EAGAIN, without a trace.
 */
static int
fork_charge(struct thread *td, struct uidinfo *ui)
{
	u_long max;

	if (td->td_cred->cr_uid == 0)
		max = ULONG_MAX;
	else {
		if (atomic_load_relaxed(&nprocs) + PROC_RESERVE >= maxproc)
			return (SET_ERROR(EAGAIN));
		max = lim_cur(td, RLIMIT_NPROC);
	}
	if (!uid_proc_charge(ui, max))
		return (SET_ERROR(EAGAIN));
	return (0);
}

/*
 * Give p2, which nobody knows yet, what it inherits from p1 without cost.
 */
static void
fork_share(struct proc *p1, struct proc *p2)
{

	mutex_enter(&p1->p_lock);
	p2->p_flag = p1->p_flag & P_SUGID;
	p2->p_cred = cred_hold(p1->p_cred);
	p2->p_limit = lim_hold(p1->p_limit);
	p2->p_sigacts = sigacts_hold(p1->p_sigacts);
	p2->p_args = pargs_hold(p1->p_args);
	p2->p_textvp = p1->p_textvp;
	if (p2->p_textvp != NULL)
		vref(p2->p_textvp);
	p2->p_sigtramp = p1->p_sigtramp;
	p2->p_psstrings = p1->p_psstrings;
	p2->p_nice = p1->p_nice;
	memcpy(p2->p_comm, p1->p_comm, sizeof(p2->p_comm));
	mutex_exit(&p1->p_lock);
	lim_start_cpu(p2);
	p2->p_start = uptime_ns();
}

/*
 * Undo fork_share() and free p2, which was never inserted.
 */
static void
fork_unshare(struct proc *p2, struct thread *td)
{

	if (p2->p_fd != NULL)
		fdfree(p2, td);
	if (p2->p_vmspace != NULL && p2->p_vmspace != &vmspace0)
		vmspace_free(p2->p_vmspace);
	if (p2->p_textvp != NULL)
		vrele(p2->p_textvp);
	pargs_drop(p2->p_args);
	sigacts_free(p2->p_sigacts);
	lim_free(p2->p_limit);
	cred_free(p2->p_cred);
	proc_rele(p2);
}

/*
 * The running thread, which is the process's only one, does not use what is
 * its parent's any more: let the parent go on, and stop if that was asked for.
 */
void
fork_done(struct thread *td)
{
	struct proc *p = td->td_proc;

	if (__predict_true((p->p_flag & P_PPWAIT) == 0))
		return;
	mutex_enter(&p->p_lock);
	p->p_flag &= ~(uint32_t)P_PPWAIT;
	cv_broadcast(&p->p_waitcv);
	sig_recalc(td);
	mutex_exit(&p->p_lock);
}

/*
 * Sleep until the child p2, held, has called fork_done().  Releases p2.
 * ERESTARTALWAYS: the running thread is to end.  An errno of the child, which
 * has failed to become what it should be.  May not return.
 */
static int
fork_wait(struct thread *td, struct proc *p2)
{
	struct proc *p1 = td->td_proc;
	bool signalled = false;
	int error = 0, sig = 0;

	mutex_enter(&p2->p_lock);
	while (sig == 0 && (p2->p_flag & P_PPWAIT) != 0) {
		if (cv_wait_sig(&p2->p_waitcv, &p2->p_lock) == 0)
			continue;
		mutex_exit(&p2->p_lock);
		signalled = true;
		sig = sig_fatal(td);
		mutex_enter(&p2->p_lock);
	}
	if (sig < 0)
		error = ERESTARTALWAYS;
	else if ((p2->p_flag & P_UNBORN) != 0)
		error = WEXITSTATUS(p2->p_xstat);
	mutex_exit(&p2->p_lock);
	proc_rele(p2);
	if (sig > 0)
		sigexit(td, sig);
	if (signalled) {
		mutex_enter(&p1->p_lock);
		sig_recalc(td);
		mutex_exit(&p1->p_lock);
	}
	return (error);
}

/*
 * There is no child, for a signal to the process is in the hands of another
 * thread: let that act before the call is repeated.
 */
static void
fork_pause(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct cv cv;

	cv_init(&cv, "forksig");
	mutex_enter(&p->p_lock);
	/* Nobody wakes it: only a signal or the time ends the sleep. */
	(void)cv_timedwait_sig(&cv, &p->p_lock, uptime_ns() + FORK_PAUSE);
	mutex_exit(&p->p_lock);
	cv_destroy(&cv);
}

/*
 * The address space of p2; NULL without memory.
 */
static struct vmspace *
fork_space(struct proc *p1, enum fork_space space)
{

	switch (space) {
	case FORK_COPY:
		return (vmspace_fork(p1->p_vmspace));
	case FORK_SHARE:
		atomic_inc(&p1->p_vmspace->vm_refs);
		return (p1->p_vmspace);
	default:
		return (&vmspace0);		/* counts no references */
	}
}

/*
 * Make a child of td's process, td being the running thread, as fk says.
 * *pidp is its id, which is set as soon as there is a child, and fk_arg the
 * child's; the child itself may be gone on return.  EAGAIN; ERESTARTALWAYS;
 * what an unborn child says.
 */
int
fork1(struct thread *td, const struct fork_desc *fk, pid_t *pidp)
{
	struct proc *p1 = td->td_proc, *p2;
	struct thread *td2;
	int error;

	/* proc_insert() looks again, where it counts; here it saves work. */
	if ((atomic_load_relaxed(&td->td_ast) & AST_SIG) != 0)
		return (ERESTARTALWAYS);
	p2 = proc_alloc();
	if (p2 == NULL)
		return (SET_ERROR(EAGAIN));
	fork_share(p1, p2);
	p2->p_vmspace = NULL;
	p2->p_fd = NULL;
	error = fork_charge(td, p2->p_cred->cr_ruidinfo);
	if (error != 0)
		goto fail_proc;
	error = SET_ERROR(EAGAIN);
	td2 = thread_alloc(p2);
	if (td2 == NULL)
		goto fail_charge;
	p2->p_fd = fdcopy(p1->p_fd);
	if (p2->p_fd == NULL)
		goto fail_thread;
	p2->p_vmspace = fork_space(p1, fk->fk_space);
	if (p2->p_vmspace == NULL)
		goto fail_thread;
	td2->td_sigmask = td->td_sigmask;
	td2->td_sigstk = td->td_sigstk;
	sched_thread_init(td2, td);
	if (fk->fk_fn == NULL)
		cpu_fork(td, td2);
	else
		cpu_thread_setup(td2, fk->fk_fn, fk->fk_arg);
	if (fk->fk_wait)
		p2->p_flag |= P_PPWAIT;
	p2->p_procdesc = fk->fk_procdesc;
	thread_link(td2, p2);
	error = proc_insert(p2, p1);
	if (error != 0)
		goto fail_link;
	*pidp = p2->p_pid;
	if (fk->fk_procdesc != NULL)
		procdesc_attach(fk->fk_procdesc, p2);
	if (__predict_false(!LIST_EMPTY(&p1->p_notify.n_head)))
		proc_fork_event(p1, p2);
	ktr_fork(p1, p2);
	if (fk->fk_wait)
		proc_hold(p2);
	sched_start(td2);
	return (fk->fk_wait ? fork_wait(td, p2) : 0);

fail_link:
	thread_unlink(td2);
fail_thread:
	thread_free(td2);
fail_charge:
	uid_proc_release(p2->p_cred->cr_ruidinfo);
fail_proc:
	fork_unshare(p2, td);
	if (__predict_false(error == ERESTARTALWAYS))
		fork_pause(td);
	return (error);
}

/*
 * Make a child of the kernel's process that runs fn(arg), and enters user mode
 * with td_frame as fn leaves it when fn returns.  The first process is made
 * so.  It has an empty address space, an empty descriptor table and proc0's
 * credential.
 */
int
fork_kernel(void (*fn)(void *), void *arg, const char *name, struct proc **pp)
{
	struct proc *p2;
	struct thread *td2;
	int error = ENOMEM;

	if (!uid_proc_charge(cred0->cr_ruidinfo, ULONG_MAX))
		return (SET_ERROR(EAGAIN));
	p2 = proc_alloc();
	if (p2 == NULL)
		goto fail_charge;
	fork_share(&proc0, p2);
	p2->p_flag |= P_SYSTEM;
	strlcpy(p2->p_comm, name, sizeof(p2->p_comm));
	p2->p_vmspace = NULL;
	p2->p_fd = NULL;
	td2 = thread_alloc(p2);
	if (td2 == NULL)
		goto fail_proc;
	p2->p_fd = fdcopy(proc0.p_fd);
	p2->p_vmspace = vmspace_alloc();
	if (p2->p_fd == NULL || p2->p_vmspace == NULL)
		goto fail_thread;
	sched_thread_init(td2, NULL);
	cpu_thread_setup(td2, fn, arg);
	thread_link(td2, p2);
	error = proc_insert(p2, &proc0);
	if (error != 0)
		goto fail_link;
	if (pp != NULL)
		*pp = p2;
	sched_start(td2);
	return (0);

fail_link:
	thread_unlink(td2);
fail_thread:
	thread_free(td2);
fail_proc:
	fork_unshare(p2, curthread);
fail_charge:
	uid_proc_release(cred0->cr_ruidinfo);
	return (SET_ERROR(error));
}

/*
 * The first thing that a forked thread runs, in the kernel.  Its registers and
 * its result are as cpu_fork() made them.
 */
void
fork_return(void *arg)
{

	KASSERT((curthread->td_flags & TDF_KTHREAD) == 0);
	if (ktr_on(curthread))
		ktr_fork_return(curthread);
}

/*
 * fork1() for a system call.
 */
static int
fork_call(struct thread *td, const struct fork_desc *fk, register_t *retval)
{
	pid_t pid = 0;
	int error;

	error = fork1(td, fk, &pid);
	if (error != 0)
		return (error);
	*retval = pid;
	return (0);
}

int
sys_fork(struct thread *td, const struct fork_args *uap, register_t *retval)
{
	static const struct fork_desc fk = { .fk_space = FORK_COPY };

	return (fork_call(td, &fk, retval));
}

int
sys_vfork(struct thread *td, const struct vfork_args *uap, register_t *retval)
{
	static const struct fork_desc fk = {
		.fk_space = FORK_SHARE,
		.fk_wait = true,
	};

	return (fork_call(td, &fk, retval));
}
