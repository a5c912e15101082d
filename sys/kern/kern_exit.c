/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The end of processes, and waiting for it.
 *
 * Model	exit1() gives everything back but what the parent may ask for:
 *		the id, the status, what was used.  Under proctree_lock it then
 *		hands its children to init, becomes a zombie and tells the
 *		parent; or, if the parent does not want to know (SIGCHLD ignored
 *		or SA_NOCLDWAIT) or hears of a failure from posix_spawn(3)
 *		(P_UNBORN), disappears at once.  wait6(2) removes a zombie
 *		under the same lock.  The memory of the process lasts until its
 *		thread is off its stack (p_ref).
 *
 * Waiting	A parent reads p_childchanges, looks at its children, and
 *		sleeps unless the count has changed meanwhile; a child that
 *		changes state adds to it, under the parent's p_lock:
 *
 *		parent				child
 *		read p_childchanges
 *		look: nothing
 *						change state (proctree_lock)
 *						p_childchanges++, broadcast
 *		p_childchanges has changed: look again
 *
 *		Any number of threads wait so without taking the news from each
 *		other.
 *
 * Invariants	(1) Zombies come first among the children, so that waiting
 *		for any child finds one at once.  Those with a process
 *		descriptor are found by their id, or by the descriptor.
 *		(2) Each zombie, stop and continuation is reported once,
 *		except with WNOWAIT.
 *		(3) A parent's p_cru is the use of all descendants that were
 *		waited for, as POSIX has it.
 *
 * Locks	proctree_lock -> p_lock.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_wait.c, t_fork.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/capsicum.h>
#include <sys/eventvar.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/procdesc.h>
#include <sys/ptimer.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/vnode.h>
#include <sys/wait.h>
#include <vm/vm_extern.h>

#define	WAIT_OPTIONS	(WNOHANG | WUNTRACED | WCONTINUED | WNOWAIT | \
			    WEXITED | WTRAPPED)

int
sys__exit(struct thread *td, const struct _exit_args *uap, register_t *retval)
{

	exit1(td, W_EXITCODE(uap->status & 0xff, 0));
}

/*
 * Tell how a process ended, in the terms of siginfo.
 */
static void
exit_siginfo(const struct proc *p, siginfo_t *info)
{

	memset(info, 0, sizeof(*info));
	info->si_signo = SIGCHLD;
	info->si_pid = p->p_pid;
	info->si_uid = p->p_cred->cr_ruid;
	if (WIFEXITED(p->p_xstat)) {
		info->si_code = CLD_EXITED;
		info->si_status = WEXITSTATUS(p->p_xstat);
	} else {
		info->si_code = WCOREDUMP(p->p_xstat) ? CLD_DUMPED :
		    CLD_KILLED;
		info->si_status = WTERMSIG(p->p_xstat);
	}
}

/*
 * Take the zombie p from the tables; its use becomes that of a child of self,
 * who has waited for it.  proctree_lock write held; proc_free() comes after.
 */
void
proc_reap(struct proc *self, struct proc *p)
{

	KASSERT(p->p_state == PRS_ZOMBIE);
	mutex_enter(&self->p_lock);
	rucount_add(&self->p_cru, &p->p_ru);
	rucount_add(&self->p_cru, &p->p_cru);
	mutex_exit(&self->p_lock);
	proc_remove(p);
}

/*
 * Free what is left of a process that proc_remove() took from the tables.
 */
void
proc_free(struct proc *p)
{
	struct cred *cr;

	/* Whoever holds p may still look at it under p_lock. */
	mutex_enter(&p->p_lock);
	cr = p->p_cred;
	p->p_cred = NULL;
	mutex_exit(&p->p_lock);
	uid_proc_release(cr->cr_ruidinfo);
	cred_free(cr);
	proc_rele(p);
}

/*
 * The leader of a session ends: the session loses its terminal.
 * proctree_lock write held.
 */
static void
exit_session(struct proc *p)
{
	struct session *s = p->p_pgrp->pg_session;

	if (s->s_leader != p)
		return;
	tty_session_leave(s, true);
	s->s_leader = NULL;
}

/*
 * Become a zombie, or nothing, and tell the parent, or the holders of the
 * process descriptor.  True: nobody wants to know, and the caller is to free p.
 */
static bool
exit_zombie(struct proc *p)
{
	struct proc *parent;
	siginfo_t info;
	bool forget, quiet, unborn = (p->p_flag & P_UNBORN) != 0;

	exit_siginfo(p, &info);
	rw_enter(&proctree_lock, RW_WRITER);
	exit_session(p);
	proc_leave_family(p);
	parent = p->p_pptr;
	mutex_enter(&p->p_lock);
	p->p_state = PRS_ZOMBIE;
	/* exit1() frees it; no child looks at it any more. */
	p->p_sigacts = NULL;
	proc_event(p, NOTE_EXIT);
	mutex_exit(&p->p_lock);
	quiet = p->p_procdesc != NULL;
	if (quiet)
		procdesc_exited(p);
	/* Invariant (1). */
	LIST_REMOVE(p, p_sibling);
	LIST_INSERT_HEAD(&parent->p_children, p, p_sibling);
	mutex_enter(&parent->p_lock);
	forget = unborn || (!quiet &&
	    (parent->p_sigacts->sa_flag & SAF_NOCLDWAIT) != 0);
	parent->p_childchanges++;
	cv_broadcast(&parent->p_waitcv);
	if (!unborn && !quiet)
		psignal_info(parent, &info);
	mutex_exit(&parent->p_lock);
	if (forget)
		proc_remove(p);
	rw_exit(&proctree_lock);
	return (forget);
}

/*
 * Another thread ends the process, or executes a program in it, and was first.
 * If it does the latter, a signal that was about to end the process must not
 * get lost.
 */
static void __dead2
exit_lost(struct thread *td, int status)
{
	struct proc *p = td->td_proc;

	if (WIFSIGNALED(status)) {
		mutex_enter(&p->p_lock);
		psignal(p, WTERMSIG(status));
		mutex_exit(&p->p_lock);
	}
	thread_exit(td);
}

/*
 * End the running process, with all its threads, with a status as wait(2) shows
 * it.  No locks held.
 */
void
exit1(struct thread *td, int status)
{
	struct proc *p = td->td_proc;
	struct sigacts *sa = p->p_sigacts;
	struct vnode *textvp;
	struct pargs *pa;

	/*
	 * A machine that stops takes the root file system from under those who
	 * still run: init may fault on its own program.
	 */
	if (p == initproc && rebooting != 0)
		reboot_wait();
	if (p == initproc)
		panic("init ended: %s %d", WIFEXITED(status) ? "exit status" :
		    "signal", WIFEXITED(status) ? WEXITSTATUS(status) :
		    WTERMSIG(status));
	KASSERT((p->p_flag & P_KPROC) == 0);
	if (thread_single(td) != 0)
		exit_lost(td, status);
	td->td_flags |= TDF_EXITING;
	if (p->p_ptimers != NULL)
		ptimers_exit(p);
	mutex_enter(&p->p_lock);
	p->p_flag |= P_EXITING;
	p->p_flag &= ~(P_STOPPED | P_STOPNOTE | P_CONTNOTE);
	p->p_xstat = status;
	sigqueue_flush(&p->p_sigqueue);
	textvp = p->p_textvp;
	p->p_textvp = NULL;
	pa = p->p_args;
	p->p_args = NULL;
	mutex_exit(&p->p_lock);
	ktr_exit(td, status);
	/* No signal is posted any more; so sleeps are not interrupted. */
	atomic_store_relaxed(&td->td_ast, 0);

	fdfree(p, td);
	vmspace_exit(td);
	if (textvp != NULL)
		vrele(textvp);
	thread_unlink(td);
	pargs_drop(pa);
	lim_free(p->p_limit);
	p->p_limit = NULL;
	/* Children look at it until they have another parent. */
	if (exit_zombie(p))
		proc_free(p);
	/* The parent goes on when all of this can be seen. */
	fork_done(td);
	sigacts_free(sa);
	sched_exit(td);
}

/*
 * What a wait6(2) is about.
 */
struct wait_query {
	idtype_t	wq_idtype;
	id_t		wq_id;
	int		wq_options;
	pid_t		wq_pid;		/* result: whose */
	int		wq_status;
	siginfo_t	wq_info;
	bool		wq_wantru;
	struct rucount	wq_self;
	struct rucount	wq_children;
};

/*
 * Is p one of those that are waited for?  proctree_lock held.
 */
static bool
wait_matches(struct proc *p, const struct wait_query *wq)
{
	uint32_t id;

	switch (wq->wq_idtype) {
	case P_ALL:
		return (p->p_procdesc == NULL);
	case P_PID:
		return (p->p_pid == (pid_t)wq->wq_id);
	case P_PGID:
		return (p->p_pgid == (pid_t)wq->wq_id);
	case P_SID:
		return (p->p_sid == (pid_t)wq->wq_id);
	case P_UID:
		mutex_enter(&p->p_lock);
		id = p->p_cred->cr_uid;
		mutex_exit(&p->p_lock);
		return (id == (uid_t)wq->wq_id);
	case P_GID:
		mutex_enter(&p->p_lock);
		id = p->p_cred->cr_gid;
		mutex_exit(&p->p_lock);
		return (id == (gid_t)wq->wq_id);
	default:
		return (false);
	}
}

/*
 * Has p something to report?  Fill in the query's results if so, and unless
 * WNOWAIT is set count it as reported, to self.  proctree_lock write held.  A
 * zombie is taken from the tables (*reapp).
 */
static bool
wait_report(struct proc *self, struct proc *p, struct wait_query *wq,
    struct proc **reapp)
{
	const int options = wq->wq_options;
	bool keep = (options & WNOWAIT) != 0;
	uint32_t flag;

	if (p->p_state == PRS_ZOMBIE) {
		if ((options & WEXITED) == 0)
			return (false);
		exit_siginfo(p, &wq->wq_info);
		wq->wq_pid = p->p_pid;
		wq->wq_status = p->p_xstat;
		if (wq->wq_wantru) {
			wq->wq_self = p->p_ru;
			wq->wq_children = p->p_cru;
		}
		if (!keep) {
			proc_reap(self, p);
			*reapp = p;
		}
		return (true);
	}
	flag = 0;
	mutex_enter(&p->p_lock);
	if ((options & WUNTRACED) != 0 && (p->p_flag & P_STOPNOTE) != 0)
		flag = P_STOPNOTE;
	else if ((options & WCONTINUED) != 0 && (p->p_flag & P_CONTNOTE) != 0)
		flag = P_CONTNOTE;
	if (flag != 0) {
		memset(&wq->wq_info, 0, sizeof(wq->wq_info));
		wq->wq_info.si_signo = SIGCHLD;
		wq->wq_info.si_pid = wq->wq_pid = p->p_pid;
		wq->wq_info.si_uid = p->p_cred->cr_ruid;
		if (flag == P_STOPNOTE) {
			wq->wq_status = W_STOPCODE(p->p_stopsig);
			wq->wq_info.si_code = CLD_STOPPED;
			wq->wq_info.si_status = p->p_stopsig;
		} else {
			wq->wq_status = 0x13;	/* WIFCONTINUED */
			wq->wq_info.si_code = CLD_CONTINUED;
			wq->wq_info.si_status = SIGCONT;
		}
		if (!keep)
			p->p_flag &= ~flag;
	}
	mutex_exit(&p->p_lock);
	if (flag != 0 && wq->wq_wantru) {
		rucount_proc(p, &wq->wq_self);
		wq->wq_children = p->p_cru;
	}
	return (flag != 0);
}

/*
 * Look once at the children.  0: the results are there, or nothing has
 * happened (wq_pid 0); ECHILD: there is nobody to wait for.
 */
static int
wait_look(struct proc *parent, struct wait_query *wq)
{
	struct proc *p, *reap = NULL;
	int error = ECHILD;

	wq->wq_pid = 0;
	rw_enter(&proctree_lock, RW_WRITER);
	if (wq->wq_idtype == P_PGID && wq->wq_id == 0)
		wq->wq_id = parent->p_pgid;
	if (wq->wq_idtype == P_PID) {
		p = proc_lookup((pid_t)wq->wq_id);
		if (p != NULL && p->p_pptr == parent) {
			error = 0;
			(void)wait_report(parent, p, wq, &reap);
		}
	} else {
		LIST_FOREACH(p, &parent->p_children, p_sibling) {
			if (!wait_matches(p, wq))
				continue;
			error = 0;
			if (wait_report(parent, p, wq, &reap))
				break;
		}
	}
	rw_exit(&proctree_lock);
	if (reap != NULL)
		proc_free(reap);
	return (error);
}

/*
 * Wait for a child that matches the query.  ECHILD, ERESTART; with WNOHANG
 * wq_pid may be 0.
 */
static int
kern_wait(struct thread *td, struct wait_query *wq)
{
	struct proc *p = td->td_proc;
	int error, sleeperr = 0;
	u_int changes;

	for (;;) {
		mutex_enter(&p->p_lock);
		changes = p->p_childchanges;
		mutex_exit(&p->p_lock);
		error = wait_look(p, wq);
		if (error != 0)
			return (SET_ERROR(error));
		/* A status that is there is worth more than a signal. */
		if (wq->wq_pid != 0 || (wq->wq_options & WNOHANG) != 0)
			return (0);
		if (sleeperr != 0)
			return (sleeperr);
		mutex_enter(&p->p_lock);
		if (p->p_childchanges == changes)
			sleeperr = cv_wait_sig(&p->p_waitcv, &p->p_lock);
		mutex_exit(&p->p_lock);
	}
}

/*
 * Look once at the process of a descriptor; as wait_look().
 */
static int
pdwait_look(struct proc *self, struct procdesc *pd, struct wait_query *wq)
{
	struct proc *p, *reap = NULL;

	wq->wq_pid = 0;
	rw_enter(&proctree_lock, RW_WRITER);
	p = pd->pd_proc;
	if (p != NULL)
		(void)wait_report(self, p, wq, &reap);
	rw_exit(&proctree_lock);
	if (reap != NULL)
		proc_free(reap);
	return (p == NULL ? ECHILD : 0);
}

/*
 * As kern_wait(), for the process of a descriptor.
 */
static int
kern_pdwait(struct thread *td, struct procdesc *pd, struct wait_query *wq)
{
	int error, sleeperr = 0;
	u_int changes;

	for (;;) {
		mutex_enter(&pd->pd_lock);
		changes = pd->pd_changes;
		mutex_exit(&pd->pd_lock);
		error = pdwait_look(td->td_proc, pd, wq);
		if (error != 0)
			return (SET_ERROR(error));
		if (wq->wq_pid != 0 || (wq->wq_options & WNOHANG) != 0)
			return (0);
		if (sleeperr != 0)
			return (sleeperr);
		mutex_enter(&pd->pd_lock);
		if (pd->pd_changes == changes)
			sleeperr = cv_wait_sig(&pd->pd_cv, &pd->pd_lock);
		mutex_exit(&pd->pd_lock);
	}
}

static bool
wait_options_valid(int options)
{

	return ((options & ~WAIT_OPTIONS) == 0 && (options &
	    (WEXITED | WUNTRACED | WCONTINUED | WTRAPPED)) != 0);
}

/*
 * Give the program the results of a query; each pointer may be NULL.
 */
static int
wait_copyout(struct wait_query *wq, int *status, struct wrusage *wrusage,
    siginfo_t *infop)
{
	struct wrusage wru;
	int error = 0;

	if (wq->wq_pid == 0) {
		memset(&wq->wq_info, 0, sizeof(wq->wq_info));
		wq->wq_status = 0;
	}
	if (status != NULL && wq->wq_pid != 0)
		error = copyout(&wq->wq_status, status, sizeof(*status));
	if (error == 0 && wrusage != NULL && wq->wq_pid != 0) {
		rucount_export(&wq->wq_self, &wru.wru_self);
		rucount_export(&wq->wq_children, &wru.wru_children);
		error = copyout(&wru, wrusage, sizeof(wru));
	}
	if (error == 0 && infop != NULL)
		error = copyout(&wq->wq_info, infop, sizeof(*infop));
	return (error);
}

int
sys_wait6(struct thread *td, const struct wait6_args *uap, register_t *retval)
{
	struct wait_query wq;
	int error;

	wq.wq_idtype = uap->idtype;
	wq.wq_id = uap->id;
	wq.wq_options = uap->options;
	wq.wq_wantru = uap->wrusage != NULL;
	if (!wait_options_valid(wq.wq_options))
		return (SET_ERROR(EINVAL));
	switch (wq.wq_idtype) {
	case P_PGID:
	case P_PID:
	case P_SID:
	case P_UID:
	case P_GID:
	case P_ALL:
		break;
	default:
		return (SET_ERROR(EINVAL));
	}
	error = kern_wait(td, &wq);
	if (error != 0)
		return (error);
	*retval = wq.wq_pid;
	return (wait_copyout(&wq, uap->status, uap->wrusage, uap->infop));
}

int
sys_pdwait(struct thread *td, const struct pdwait_args *uap,
    register_t *retval)
{
	struct wait_query wq;
	struct file *fp;
	int error;

	wq.wq_options = uap->options;
	wq.wq_wantru = uap->wrusage != NULL;
	if (!wait_options_valid(wq.wq_options))
		return (SET_ERROR(EINVAL));
	error = procdesc_get(td, uap->fd, &cap_pdwait_rights, &fp);
	if (error != 0)
		return (error);
	error = kern_pdwait(td, fp->f_data, &wq);
	file_drop(fp);
	if (error != 0)
		return (error);
	*retval = wq.wq_pid;
	return (wait_copyout(&wq, uap->status, uap->wrusage, uap->infop));
}
