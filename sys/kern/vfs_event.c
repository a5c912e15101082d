/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Events of vnodes: EVFILT_VNODE, and EVFILT_READ of files.
 *
 * Model	A vnode gets its notify list when somebody first watches it, and
 *		keeps it as long as its memory.  It is fired with NOTE_* by the
 *		VOP_* functions of <sys/vnode.h>, after an operation that
 *		succeeded, and by opening, closing and vgone().  A vnode without
 *		a list pays one load.
 *
 *		Knotes are there only while a descriptor refers to the vnode.
 *
 * Locks	The operations hold v_lock; reading attributes takes it.
 * Context	thread.
 * Tests	tests/sys/kern/t_kevent.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/eventvar.h>
#include <sys/file.h>
#include <sys/kmem.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vnode.h>

/*
 * The list of a vnode, which the caller has a reference on; NULL without
 * memory.
 */
static struct notify *
vnode_notify(struct vnode *vp)
{
	struct notify *n = atomic_load_acq(&vp->v_notify), *fresh;

	if (n != NULL)
		return (n);
	fresh = kmem_alloc(sizeof(*fresh), KM_SLEEP);
	if (fresh == NULL)
		return (NULL);
	notify_init(fresh);
	if (atomic_fcas(&vp->v_notify, &n, fresh))
		return (fresh);
	notify_destroy(fresh);			/* another was faster: n */
	kmem_free(fresh, sizeof(*fresh));
	return (n);
}

/*
 * For vnode_free().
 */
void
vnode_notify_free(struct vnode *vp)
{

	notify_destroy(vp->v_notify);
	kmem_free(vp->v_notify, sizeof(*vp->v_notify));
	vp->v_notify = NULL;
}

void
vnode_fire(struct vnode *vp, int hint)
{

	notify_fire(vp->v_notify, hint);
}

/*
 * VOP_WRITE and VOP_SETATTR of a vnode that is watched: did it grow?
 */
static off_t
vnode_size(struct vnode *vp, struct cred *cred)
{
	struct vattr va;

	return (VOP_GETATTR(vp, &va, cred) == 0 ? va.va_size : 0);
}

int
vnode_write_watched(struct vnode *vp, struct uio *uio, int ioflag,
    struct cred *cred)
{
	ssize_t resid = uio->uio_resid;
	off_t size;
	int error;

	size = vnode_size(vp, cred);
	error = vp->v_op->vop_write(vp, uio, ioflag, cred);
	if (uio->uio_resid != resid)
		vnode_fire(vp, NOTE_WRITE |
		    (vnode_size(vp, cred) > size ? NOTE_EXTEND : 0));
	return (error);
}

int
vnode_setattr_watched(struct vnode *vp, const struct vattr *va,
    struct cred *cred)
{
	off_t size, new;
	int error, hint = NOTE_ATTRIB;

	size = vnode_size(vp, cred);
	error = vp->v_op->vop_setattr(vp, va, cred);
	if (error != 0)
		return (error);
	if (va->va_size != VNOVAL) {
		new = vnode_size(vp, cred);
		if (new != size)
			hint |= NOTE_WRITE;
		if (new > size)
			hint |= NOTE_EXTEND;
	}
	vnode_fire(vp, hint);
	return (0);
}

/*
 * A rename was done.
 */
void
vnode_rename_fired(struct vnode *fdvp, struct vnode *fvp, struct vnode *tdvp,
    struct vnode *tvp)
{
	int fhint = NOTE_WRITE, thint = NOTE_WRITE;
	bool replaced = tvp != NULL && tvp->v_type == VDIR;

	/* The links of a directory are its subdirectories'. */
	if (fdvp == tdvp) {
		if (replaced)
			fhint |= NOTE_LINK;
	} else if (fvp->v_type == VDIR) {
		fhint |= NOTE_LINK;
		if (!replaced)
			thint |= NOTE_LINK;
	}
	vnode_event(fdvp, fhint);
	if (fdvp != tdvp)
		vnode_event(tdvp, thint);
	vnode_event(fvp, NOTE_RENAME);
	if (tvp != NULL)
		vnode_event(tvp, NOTE_DELETE);
}

/*
 * fo_event of files on vnodes: what follows the offset can be read.
 */
int
vn_fo_event(struct file *fp, struct file_event *fe, struct thread *td)
{
	struct vnode *vp = fp->f_data;
	struct vattr va;

	if (fe->fe_write) {
		fe->fe_ready = true;
		return (0);
	}
	fe->fe_events = NOTE_WRITE | NOTE_EXTEND | NOTE_REVOKE;
	fe->fe_notify = vnode_notify(vp);
	if (fe->fe_notify == NULL)
		return (SET_ERROR(ENOMEM));
	if (vn_lock_io(vp, RW_READER) != 0) {
		fe->fe_eof = true;
		return (0);
	}
	if (VOP_GETATTR(vp, &va, td->td_cred) == 0)
		fe->fe_data = va.va_size - fp->f_offset;
	vn_unlock(vp);
	fe->fe_ready = fe->fe_data != 0;
	return (0);
}

/* --- EVFILT_VNODE --------------------------------------------------------- */

static int
filt_vnode_attach(struct knote *kn, struct file *fp, struct thread *td)
{
	struct notify *n;

	if (fp->f_vnode == NULL)
		return (SET_ERROR(EINVAL));
	n = vnode_notify(fp->f_vnode);
	if (n == NULL)
		return (SET_ERROR(ENOMEM));
	kn->kn_file = fp;
	knote_attach(kn, n);
	/* A vnode that died before tells nobody any more. */
	if (fp->f_vnode->v_state == VS_DEAD)
		knote_fired(&kn->kn_entry, NOTE_REVOKE);
	return (0);
}

static void
filt_vnode_detach(struct knote *kn)
{

	notify_remove(&kn->kn_entry);
}

static bool
filt_vnode_fired(struct knote *kn, int hint)
{

	kn->kn_fflags |= kn->kn_sfflags & (u_int)hint;
	if ((hint & NOTE_REVOKE) != 0) {
		kn->kn_flags |= EV_EOF;
		return (true);
	}
	return ((kn->kn_sfflags & (u_int)hint) != 0);
}

const struct filter_ops event_filter_vnode = {
	.f_isfd = true,
	.f_attach = filt_vnode_attach,
	.f_detach = filt_vnode_detach,
	.f_fired = filt_vnode_fired,
};
