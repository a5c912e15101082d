/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ktrace(2): who is traced, and where to.
 *
 * Model	A call opens the file once, as the caller may, in a ktr_io that
 *		all processes it is about share, and their children if tracing
 *		is inherited.  A process has at most one: a later call replaces
 *		it.  That a process is traced shows in its p_traceflag and, for
 *		the hooks, in the td_syslimit of its threads.
 *
 * Invariants	(1) p_ktrio != NULL, p_ktrserial != 0, a point in p_traceflag,
 *		and td_syslimit == SYSLIMIT_TRACED of every thread are the same.
 *		(2) Who may not look into a process (cred_cansee()) neither
 *		begins nor ends its tracing, and what the super-user began only
 *		the super-user changes.
 *		(3) A process that executes a set-id program is not traced by
 *		anybody but the super-user from then on.
 *		(4) A process that is P_EXITING is not traced anew.
 *
 * Descendants	ktrace(2) changes processes with proctree_lock held to write.
 *		fork holds it to read while the child takes over what its parent
 *		has, when it can be found already: so a child is traced as the
 *		call found it or as the call left its parent.
 *
 * Locks	proctree_lock -> p_lock.  Files are closed with neither.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_ktrace.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/fcntl.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/rwlock.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#include <kern/kern_ktrace.h>

static uint64_t	ktr_serial;		/* (a) the last one given out */

/*
 * One call's work.
 */
struct ktr_op {
	int		ko_op;		/* KTROP_* */
	uint32_t	ko_facs;
	struct ktr_io	*ko_io;		/* the new file, or that to be left */
	struct ktr_io_list ko_gone;	/* nobody's any more */
	u_int		ko_found;	/* processes that it was about */
	u_int		ko_done;	/* ... and that it changed */
	u_int		ko_denied;	/* ... or was not allowed to */
};

/* --- the file ------------------------------------------------------------- */

/*
 * Open the file at a user's path for td.  The errors of openat(2).
 */
static int
ktr_io_open(struct thread *td, const char *path, struct ktr_io **iop)
{
	struct nameidata *nd;
	struct ktr_io *io;
	int error;

	io = kmem_zalloc(sizeof(*io), KM_SLEEP);
	nd = kmem_alloc(sizeof(*nd), KM_SLEEP);
	if (io == NULL || nd == NULL)
		error = SET_ERROR(ENOMEM);
	else {
		NDINIT(nd, LOOKUP, 0, UIO_USERSPACE, path, td);
		error = vn_open(nd, FWRITE | O_NOFOLLOW, 0, &io->kio_vp);
	}
	if (error == 0) {
		io->kio_ref = 1;
		io->kio_serial = atomic_inc_nv(&ktr_serial);
		io->kio_cred = cred_hold(td->td_cred);
		io->kio_limit = lim_cur(td, RLIMIT_FSIZE);
		*iop = io;
	} else
		kmem_free(io, sizeof(*io));
	kmem_free(nd, sizeof(*nd));
	return (error);
}

void
ktr_io_free(struct ktr_io *io)
{

	(void)vn_close(io->kio_vp, FWRITE, io->kio_cred);
	cred_free(io->kio_cred);
	kmem_free(io, sizeof(*io));
}

/*
 * Give up a reference.  No locks; sleeps.
 */
void
ktr_io_rele(struct ktr_io *io)
{

	if (atomic_dec_nv(&io->kio_ref) == 0)
		ktr_io_free(io);
}

/*
 * Where p is traced, referenced, or NULL.
 */
struct ktr_io *
ktr_io_get(struct proc *p)
{
	struct ktr_io *io;

	mutex_enter(&p->p_lock);
	io = p->p_ktrio;
	if (io != NULL)
		atomic_inc(&io->kio_ref);
	mutex_exit(&p->p_lock);
	return (io);
}

/*
 * The file that p is traced to, referenced, or NULL.
 */
struct vnode *
ktr_get_vnode(struct proc *p)
{
	struct vnode *vp = NULL;

	mutex_enter(&p->p_lock);
	if (p->p_ktrio != NULL) {
		vp = p->p_ktrio->kio_vp;
		vref(vp);
	}
	mutex_exit(&p->p_lock);
	return (vp);
}

/* --- processes ------------------------------------------------------------ */

/*
 * Invariant (1) for the threads of p.
 */
static void
ktr_set_threads(struct proc *p)
    __requires(p->p_lock)
{
	struct thread *td;

	FOREACH_THREAD(p, td)
		syscall_set_limit(td);
}

/*
 * End the tracing of p; the reference to what is returned, which may be NULL,
 * is the caller's.
 */
struct ktr_io *
ktr_detach(struct proc *p)
{
	struct ktr_io *io = p->p_ktrio;

	p->p_ktrio = NULL;
	atomic_store_relaxed(&p->p_ktrserial, 0);
	atomic_store_relaxed(&p->p_traceflag, 0);
	atomic_store_relaxed(&p->p_ktrdropped, 0);
	ktr_set_threads(p);
	return (io);
}

/*
 * Trace p to io, whose reference it takes, and return what it had.
 */
static struct ktr_io *
ktr_attach(struct proc *p, struct ktr_io *io, uint32_t facs)
    __requires(p->p_lock)
{
	struct ktr_io *old = p->p_ktrio;

	p->p_ktrio = io;
	atomic_store_relaxed(&p->p_ktrserial, io->kio_serial);
	atomic_store_relaxed(&p->p_traceflag, p->p_traceflag | facs);
	ktr_set_threads(p);
	return (old);
}

/*
 * p2, which does not run yet, is a child of p1, the running process, and can be
 * found.
 */
void
ktr_fork(struct proc *p1, struct proc *p2)
{
	struct ktr_io *io = NULL;
	uint32_t facs = 0;

	if (__predict_true((atomic_load_relaxed(&p1->p_traceflag) &
	    KTRFAC_INHERIT) == 0))
		return;
	rw_enter(&proctree_lock, RW_READER);
	mutex_enter(&p1->p_lock);
	if ((p1->p_traceflag & KTRFAC_INHERIT) != 0) {
		facs = p1->p_traceflag | KTRFAC_CTORDUE;
		io = p1->p_ktrio;
		atomic_inc(&io->kio_ref);
	}
	mutex_exit(&p1->p_lock);
	if (io != NULL) {
		mutex_enter(&p2->p_lock);
		if (p2->p_ktrio == NULL)
			io = ktr_attach(p2, io, facs);
		mutex_exit(&p2->p_lock);
	}
	rw_exit(&proctree_lock);
	if (io != NULL)
		ktr_io_rele(io);
}

/*
 * The running process has become a set-id program; its other threads are gone.
 */
void
ktr_exec(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct ktr_io *io = NULL;

	ktr_flush(td);
	mutex_enter(&p->p_lock);
	if (p->p_ktrio != NULL && p->p_ktrio->kio_cred->cr_uid != 0)
		io = ktr_detach(p);
	mutex_exit(&p->p_lock);
	if (io != NULL)
		ktr_io_rele(io);
}

/* --- the call ------------------------------------------------------------- */

static void
ktr_op_drop(struct ktr_op *ko, struct ktr_io *io)
{

	if (io != NULL && atomic_dec_nv(&io->kio_ref) == 0)
		SLIST_INSERT_HEAD(&ko->ko_gone, io, kio_link);
}

/*
 * Do it to one process.  proctree_lock held to write.
 */
static void
ktr_op_proc(struct thread *td, struct ktr_op *ko, struct proc *p)
{
	struct ktr_io *old = NULL;
	uint32_t facs = ko->ko_facs;

	mutex_enter(&p->p_lock);
	if (p->p_state != PRS_NORMAL || (p->p_flag & P_EXITING) != 0 ||
	    (ko->ko_op == KTROP_CLEARFILE && (p->p_ktrio == NULL ||
	    p->p_ktrio->kio_vp != ko->ko_io->kio_vp)))
		goto out;
	ko->ko_found++;
	if ((p->p_flag & P_KPROC) != 0 || cred_cansee(td->td_cred, p) != 0 ||
	    (p->p_ktrio != NULL && p->p_ktrio->kio_cred->cr_uid == 0 &&
	    td->td_cred->cr_uid != 0)) {
		ko->ko_denied++;
		goto out;
	}
	ko->ko_done++;
	if (ko->ko_op == KTROP_SET) {
		if (p->p_ktrio == NULL)
			facs |= KTRFAC_CTORDUE;
		atomic_inc(&ko->ko_io->kio_ref);
		old = ktr_attach(p, ko->ko_io, facs);
	} else if (p->p_ktrio != NULL) {
		atomic_store_relaxed(&p->p_traceflag, p->p_traceflag & ~facs);
		if (ko->ko_op == KTROP_CLEARFILE ||
		    (p->p_traceflag & KTRFAC_MASK) == 0)
			old = ktr_detach(p);
	}
out:
	mutex_exit(&p->p_lock);
	ktr_op_drop(ko, old);
}

/*
 * Do it to top and all its descendants: a walk over the tree without a stack.
 */
static void
ktr_op_tree(struct thread *td, struct ktr_op *ko, struct proc *top)
{
	struct proc *p = top;

	for (;;) {
		ktr_op_proc(td, ko, p);
		if (!LIST_EMPTY(&p->p_children)) {
			p = LIST_FIRST(&p->p_children);
			continue;
		}
		while (p != top && LIST_NEXT(p, p_sibling) == NULL)
			p = p->p_pptr;
		if (p == top)
			return;
		p = LIST_NEXT(p, p_sibling);
	}
}

/*
 * Do it to all that the caller means.  EPERM: it was allowed for none.  ESRCH.
 */
static int
ktr_op_run(struct thread *td, struct ktr_op *ko, pid_t pid, bool descend)
{
	struct pgrp *pg;
	struct proc *p;

	rw_enter(&proctree_lock, RW_WRITER);
	if (ko->ko_op == KTROP_CLEARFILE) {
		FOREACH_PROC(p)
			ktr_op_proc(td, ko, p);
	} else if (pid < 0) {
		pg = pid == INT_MIN ? NULL : pgfind(-pid);
		if (pg != NULL) {
			LIST_FOREACH(p, &pg->pg_members, p_pglist) {
				if (descend)
					ktr_op_tree(td, ko, p);
				else
					ktr_op_proc(td, ko, p);
			}
		}
	} else if ((p = proc_lookup(pid)) != NULL) {
		if (descend)
			ktr_op_tree(td, ko, p);
		else
			ktr_op_proc(td, ko, p);
	}
	rw_exit(&proctree_lock);
	if (ko->ko_op == KTROP_CLEARFILE)
		return (ko->ko_denied != 0 ? SET_ERROR(EPERM) : 0);
	if (ko->ko_found == 0)
		return (SET_ERROR(ESRCH));
	return (ko->ko_done == 0 ? SET_ERROR(EPERM) : 0);
}

int
sys_ktrace(struct thread *td, const struct ktrace_args *uap,
    register_t *retval)
{
	const int op = KTROP(uap->ops);
	const uint32_t facs = (uint32_t)uap->trpoints;
	struct ktr_op ko = { .ko_op = op, .ko_facs = facs };
	struct ktr_io *io;
	int error;

	if ((uap->ops & ~(3 | KTRFLAG_DESCEND)) != 0 || op > KTROP_CLEARFILE)
		return (SET_ERROR(EINVAL));
	if ((facs & ~(uint32_t)(KTRFAC_ALL | KTRFAC_INHERIT)) != 0 ||
	    (op != KTROP_CLEARFILE && (facs & KTRFAC_MASK) == 0))
		return (SET_ERROR(EINVAL));
	if (op != KTROP_CLEAR) {
		error = ktr_io_open(td, uap->path, &ko.ko_io);
		if (error != 0)
			return (error);
	}
	error = ktr_op_run(td, &ko, uap->pid,
	    (uap->ops & KTRFLAG_DESCEND) != 0);
	if (ko.ko_io != NULL)
		ktr_op_drop(&ko, ko.ko_io);
	while ((io = SLIST_FIRST(&ko.ko_gone)) != NULL) {
		SLIST_REMOVE_HEAD(&ko.ko_gone, kio_link);
		ktr_io_free(io);
	}
	return (error);
}
