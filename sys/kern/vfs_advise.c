/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What programs say beforehand of the use that they will make of a file:
 * posix_fallocate(2), posix_fadvise(2).
 *
 * Model	posix_fallocate writes to the range what is there already: a
 *		write with UIO_NOCOPY makes room, and zeros, where there is a
 *		hole, and changes nothing else.  So all that holds for writes
 *		holds here: atomicity, limits, times, O_SYNC.  The range is
 *		written piece by piece, so that others get at the file between
 *		two pieces, and signals end the call.
 *
 *		Of the advice, what tells how the file will be read is kept in
 *		the open file (FRANDOM, FSEQUENTIAL in f_flag) and sets its
 *		read-ahead; what tells of pages that will or will not be used is
 *		acted upon at once.
 *
 * Locks	v_lock for a piece; o_lock inside.
 * Context	thread, may wait for I/O.
 * Tests	tests/sys/kern/t_vfs_advise.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/capsicum.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/statvfs.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vnode.h>
#include <vm/vm.h>
#include <vm/vm_extern.h>
#include <vm/vm_object.h>

#define	PIECE	(1024 * 1024)		/* bytes allocated with one lock */

/*
 * The vnode behind a file that such a call makes sense for: ESPIPE, ENODEV; EIO
 * when its file system was taken away.
 */
static int
advise_vnode(const struct file *fp, struct vnode **vpp)
{

	if ((fp->f_ops->fo_flags & FO_SEEKABLE) == 0)
		return (SET_ERROR(ESPIPE));
	if (fp->f_type != DTYPE_VNODE)
		return (SET_ERROR(ENODEV));
	*vpp = fp->f_vnode;
	switch (fp->f_vnode->v_type) {
	case VREG:
		return (0);
	case VBAD:
		return (SET_ERROR(EIO));
	default:
		return (SET_ERROR(ENODEV));
	}
}

/* --- posix_fallocate ------------------------------------------------------ */

/*
 * How many bytes a file system on a disk has for files that grow.  Where memory
 * is the store, what is free tells little: OFF_MAX.
 */
static int
bytes_free(struct vnode *vp, uint64_t *np)
{
	struct statvfs *sb;
	struct mount *mp;
	int error = 0;

	*np = OFF_MAX;
	if (vfs_ref_vnode(vp, &mp) != 0)
		return (SET_ERROR(EIO));
	sb = kmem_alloc(sizeof(*sb), KM_SLEEP);
	if (sb == NULL)
		error = SET_ERROR(ENOMEM);
	else if (vfs_busy(mp) != 0)
		error = SET_ERROR(EIO);
	else {
		if ((mp->mnt_op->vfs_flags & VFCF_DEVICE) != 0) {
			error = vfs_statvfs(mp, sb);
			*np = sb->f_bfree * sb->f_frsize;
		}
		vfs_unbusy(mp);
	}
	kmem_free(sb, sizeof(*sb));
	vfs_rele(mp);
	return (error);
}

/*
 * Refuse what cannot succeed before anything is done: the file would grow by
 * more than is free.  Holes are not counted, so it may still not fit.
 */
static int
allocate_room(struct vnode *vp, off_t offset, off_t end, struct cred *cred)
{
	struct vattr va;
	uint64_t room;
	int error;

	error = vn_lock_io(vp, RW_READER);
	if (error != 0)
		return (error);
	error = VOP_GETATTR(vp, &va, cred);
	vn_unlock(vp);
	if (error == 0)
		error = bytes_free(vp, &room);
	if (error != 0)
		return (error);
	offset = MAX(offset, va.va_size);
	return (offset < end && (uint64_t)(end - offset) > room ?
	    SET_ERROR(ENOSPC) : 0);
}

static int
allocate(struct thread *td, struct file *fp, off_t offset, off_t end)
{
	struct iovec iov;
	struct uio uio;
	int error = 0;

	while (error == 0 && offset < end) {
		error = sig_pending_check(td);
		if (error != 0)
			break;
		/* The buffer is an address that nobody uses. */
		uio_single(&uio, &iov, &uio, (size_t)MIN(end - offset, PIECE),
		    offset, UIO_NOCOPY, UIO_WRITE);
		error = fp->f_ops->fo_write(fp, &uio, td->td_cred, FOF_OFFSET,
		    td);
		offset = uio.uio_offset;
	}
	return (error);
}

int
sys_posix_fallocate(struct thread *td, const struct posix_fallocate_args *uap,
    register_t *retval)
{
	struct vnode *vp;
	struct file *fp;
	off_t end;
	int error;

	if (uap->offset < 0 || uap->len <= 0)
		return (SET_ERROR(EINVAL));
	error = fd_get(td, uap->fd, &cap_pwrite_rights, &fp);
	if (error != 0)
		return (error);
	error = advise_vnode(fp, &vp);
	if (error == 0 && (fp->f_flag & FWRITE) == 0)
		error = SET_ERROR(EBADF);
	if (error == 0 && __builtin_add_overflow(uap->offset, uap->len, &end))
		error = SET_ERROR(EFBIG);
	if (error == 0)
		error = vn_size_check(td, end);
	if (error == 0)
		error = allocate_room(vp, uap->offset, end, td->td_cred);
	if (error == 0)
		error = allocate(td, fp, uap->offset, end);
	file_drop(fp);
	return (error);
}

/* --- posix_fadvise -------------------------------------------------------- */

static void
advise_reading(struct file *fp, u_int flag)
{
	u_int old, new;

	old = atomic_load_relaxed(&fp->f_flag);
	do {
		new = (old & ~(u_int)(FRANDOM | FSEQUENTIAL)) | flag;
	} while (!atomic_fcas(&fp->f_flag, &old, new));
}

/*
 * Read what the range will need.  What goes wrong does so again when it is
 * read by the program.
 */
static void
advise_willneed(struct vnode *vp, off_t offset, off_t end)
{
	struct vm_object *obj;

	if (vn_lock_io(vp, RW_READER) != 0)
		return;
	obj = vp->v_object;
	if (obj != NULL)
		vm_object_ref(obj);
	vn_unlock(vp);
	if (obj == NULL)
		return;
	vm_object_prefetch(obj, atop(offset),
	    atop(round_page((vm_offset_t)end)));
	vm_object_deref(obj);
}

/*
 * Write what is dirty, without waiting for the disk, and let go of whole pages
 * that are clean.
 */
static void
advise_dontneed(struct vnode *vp, off_t offset, off_t end)
{
	off_t first = (off_t)round_page((vm_offset_t)offset);
	off_t last = (off_t)trunc_page((vm_offset_t)end);

	if (vn_lock_io(vp, RW_READER) != 0)
		return;
	(void)ubc_flush(vp, offset, end, 0);
	if (first < last)
		(void)ubc_flush(vp, first, last, UBC_CLEANONLY);
	vn_unlock(vp);
}

int
sys_posix_fadvise(struct thread *td, const struct posix_fadvise_args *uap,
    register_t *retval)
{
	struct vnode *vp;
	struct file *fp;
	off_t end;
	int error;

	if (uap->offset < 0 || uap->len < 0 ||
	    uap->advice < POSIX_FADV_NORMAL ||
	    uap->advice > POSIX_FADV_NOREUSE)
		return (SET_ERROR(EINVAL));
	if (uap->len == 0 ||
	    __builtin_add_overflow(uap->offset, uap->len, &end))
		end = OFF_MAX - PAGE_MASK;
	error = fd_get(td, uap->fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	error = advise_vnode(fp, &vp);
	if (error == 0) switch (uap->advice) {
	case POSIX_FADV_NORMAL:
		advise_reading(fp, 0);
		break;
	case POSIX_FADV_RANDOM:
		advise_reading(fp, FRANDOM);
		break;
	case POSIX_FADV_SEQUENTIAL:
		advise_reading(fp, FSEQUENTIAL);
		break;
	case POSIX_FADV_WILLNEED:
		advise_willneed(vp, uap->offset, end);
		break;
	case POSIX_FADV_DONTNEED:
		advise_dontneed(vp, uap->offset, end);
		break;
	default:
		break;		/* POSIX_FADV_NOREUSE: no effect */
	}
	file_drop(fp);
	return (error);
}
