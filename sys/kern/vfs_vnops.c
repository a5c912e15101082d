/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Open files on vnodes: opening, and the file operations.
 *
 * Model	vn_open_prepare() finds or makes the file and checks everything;
 *		it is followed by vn_open_commit() for files with data, or by
 *		the opening of a device or a FIFO, which may wait and so is done
 *		without the vnode lock.  The file refers to the vnode by f_data
 *		and f_vnode; f_vnode's reference is given back by file_close().
 *
 * Offsets	f_lock covers f_offset for the whole of a transfer, so that
 *		transfers through one open file happen one after the other.
 *		A transfer on a regular file holds the vnode lock, shared to
 *		read and exclusively to write: a write is atomic against
 *		all reads and other writes, and one with O_APPEND looks at the
 *		size under the same lock.
 *
 * Invariants	(1) v_writecount counts open files that may write, or is
 *		    negative: processes that execute the file.
 *		(2) no byte beyond the file size limit of the process is
 *		    written.
 *
 * Locks	f_lock -> v_lock; v_interlock for v_writecount.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_vfs_open.c, t_vfs_holes.c, t_rw.c
 */

#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filio.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/unistd.h>
#include <sys/vnode.h>
#include <vm/vm.h>
#include <vm/vm_extern.h>
#include <vm/vm_object.h>

const enum vtype iftovt_tab[16] = {
	VNON, VFIFO, VCHR, VNON, VDIR, VNON, VBLK, VNON,
	VREG, VNON, VLNK, VNON, VSOCK, VNON, VNON, VNON,
};
const mode_t vttoif_tab[9] = {
	0, S_IFREG, S_IFDIR, S_IFBLK, S_IFCHR, S_IFLNK, S_IFSOCK, S_IFIFO, 0
};
const uint8_t vttodt_tab[9] = {
	0, 8, 4, 6, 2, 10, 12, 1, 0	/* DT_*: the type bits of the mode */
};

/* --- writers and programs ------------------------------------------------- */

/*
 * One more writer of the file.  ETXTBSY: it is being executed.
 */
int
vn_write_hold(struct vnode *vp)
{
	int error = 0;

	spin_enter(&vp->v_interlock);
	if (vp->v_writecount < 0)
		error = SET_ERROR(ETXTBSY);
	else
		vp->v_writecount++;
	spin_exit(&vp->v_interlock);
	return (error);
}

void
vn_write_rele(struct vnode *vp)
{

	spin_enter(&vp->v_interlock);
	KASSERT(vp->v_writecount > 0);
	vp->v_writecount--;
	spin_exit(&vp->v_interlock);
}

/*
 * One more program runs from the file.  ETXTBSY: it is open for writing.
 */
int
vn_text_hold(struct vnode *vp)
{
	int error = 0;

	spin_enter(&vp->v_interlock);
	if (vp->v_writecount > 0)
		error = SET_ERROR(ETXTBSY);
	else
		vp->v_writecount--;
	spin_exit(&vp->v_interlock);
	return (error);
}

void
vn_text_rele(struct vnode *vp)
{

	spin_enter(&vp->v_interlock);
	KASSERT(vp->v_writecount < 0);
	vp->v_writecount++;
	spin_exit(&vp->v_interlock);
}

/*
 * May the data be used like that?  EACCES, EROFS, ETXTBSY.
 */
int
vn_access(struct vnode *vp, int accmode, struct cred *cred)
{

	if ((accmode & VWRITE) != 0) {
		if ((vp->v_type == VREG || vp->v_type == VDIR ||
		    vp->v_type == VLNK) && vp->v_mount != NULL &&
		    (vp->v_mount->mnt_flag & MNT_RDONLY) != 0)
			return (SET_ERROR(EROFS));
		if (vp->v_writecount < 0)
			return (SET_ERROR(ETXTBSY));
	}
	return (VOP_ACCESS(vp, accmode, cred));
}

/* --- opening -------------------------------------------------------------- */

/*
 * Make the file that nd, a CREATE that found nothing, names.
 */
static int
vn_create(struct nameidata *nd, mode_t mode, struct vnode **vpp)
{
	struct vattr va;
	struct vnode *vp;
	int error;

	vattr_null(&va);
	va.va_type = VREG;
	va.va_mode = mode;
	error = VOP_CREATE(nd->ni_dvp, &vp, &nd->ni_cnd, &va);
	if (error == 0)
		cache_enter(nd->ni_dvp, vp, nd->ni_cnd.cn_name,
		    nd->ni_cnd.cn_len, nd->ni_cnd.cn_hash);
	nameidone(nd);
	if (error != 0)
		return (error);
	error = vn_lock(vp, RW_WRITER);
	if (error != 0) {
		vrele(vp);
		return (error);
	}
	*vpp = vp;
	return (0);
}

static int
vn_open_permitted(struct vnode *vp, int flags, struct cred *cred)
{
	int accmode = 0;

	switch (vp->v_type) {
	case VLNK:
		return (SET_ERROR(ELOOP));
	case VSOCK:
		return (SET_ERROR(ENXIO));
	case VDIR:
		if ((flags & (FWRITE | O_TRUNC | O_CREAT)) != 0)
			return (SET_ERROR(EISDIR));
		break;
	default:
		if ((flags & O_DIRECTORY) != 0)
			return (SET_ERROR(ENOTDIR));
		break;
	}
	if ((flags & FREAD) != 0)
		accmode |= VREAD;
	if ((flags & (FWRITE | O_TRUNC)) != 0)
		accmode |= VWRITE;
	if ((flags & O_EXEC) != 0) {
		accmode |= VEXEC;
		if (vp->v_type != VDIR && (vp->v_type != VREG ||
		    (vp->v_mount->mnt_flag & MNT_NOEXEC) != 0))
			return (SET_ERROR(EACCES));
	}
	return (vn_access(vp, accmode, cred));
}

/*
 * Find or make the file that nd names and check whether it may be opened.  *vpp
 * is referenced and locked exclusively.  O_TRUNC is cleared in *flagsp if the
 * file is new.
 */
static int
vn_open_prepare(struct nameidata *nd, int *flagsp, mode_t mode,
    struct vnode **vpp)
{
	int error, flags = *flagsp;

	nd->ni_flags = LOCKLEAF;
	if ((flags & O_NOFOLLOW) == 0 &&
	    (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL))
		nd->ni_flags |= FOLLOW;
	nd->ni_op = (flags & O_CREAT) != 0 ? CREATE : LOOKUP;
	error = namei(nd);
	if (error != 0)
		return (error);
	if (nd->ni_vp == NULL) {
		*flagsp &= ~O_TRUNC;
		return (vn_create(nd, mode, vpp));
	}
	if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		error = SET_ERROR(EEXIST);
	else
		error = vn_open_permitted(nd->ni_vp, flags, nd->ni_cred);
	if (error != 0) {
		nameidone(nd);
		return (error);
	}
	*vpp = nd->ni_vp;
	nd->ni_vp = NULL;
	return (0);
}

static int
vn_truncate_locked(struct vnode *vp, off_t length, struct cred *cred)
{
	struct vattr va;

	vattr_null(&va);
	va.va_size = length;
	return (VOP_SETATTR(vp, &va, cred));
}

/*
 * Open a locked vnode whose use is permitted.
 */
static int
vn_open_commit(struct vnode *vp, int flags, struct cred *cred)
{
	int error;

	if ((flags & (FWRITE | O_TRUNC)) != 0) {
		error = vn_write_hold(vp);
		if (error != 0)
			return (error);
	}
	error = VOP_OPEN(vp, flags, cred);
	if (error == 0 && (flags & O_TRUNC) != 0 && vp->v_type == VREG) {
		error = vn_truncate_locked(vp, 0, cred);
		if (error != 0)
			(void)VOP_CLOSE(vp, flags, cred);
	}
	if ((flags & (FWRITE | O_TRUNC)) != 0 &&
	    (error != 0 || (flags & FWRITE) == 0))
		vn_write_rele(vp);
	return (error);
}

/*
 * Open a vnode, referenced and locked, without asking for permission.
 */
int
vn_open_vnode(struct vnode *vp, int flags, struct cred *cred)
{

	return (vn_open_commit(vp, flags, cred));
}

/*
 * Open for the kernel's own use; see the header.  Only regular files and
 * directories: ENXIO for others.
 */
int
vn_open(struct nameidata *nd, int flags, mode_t mode, struct vnode **vpp)
{
	struct vnode *vp;
	int error;

	error = vn_open_prepare(nd, &flags, mode, &vp);
	if (error != 0)
		return (error);
	if (vp->v_type != VREG && vp->v_type != VDIR)
		error = SET_ERROR(ENXIO);
	else
		error = vn_open_commit(vp, flags, nd->ni_cred);
	if (error != 0) {
		vput(vp);
		return (error);
	}
	vn_unlock(vp);
	*vpp = vp;
	return (0);
}

/*
 * Undo vn_open(), the reference included.
 */
int
vn_close(struct vnode *vp, int flags, struct cred *cred)
{
	int error;

	vn_lock_dead(vp, RW_WRITER);
	error = VOP_CLOSE(vp, flags, cred);
	if ((flags & FWRITE) != 0)
		vn_write_rele(vp);
	vput(vp);
	return (error);
}

/*
 * openat(2)'s work on the file fp, which nobody sees yet; it is closed by
 * file_drop() after an error, too.
 */
int
vn_open_file(struct nameidata *nd, int flags, mode_t mode, struct file *fp)
{
	struct vnode *vp;
	int error;

	error = vn_open_prepare(nd, &flags, mode, &vp);
	if (error != 0)
		return (error);
	fp->f_flag = (u_int)(flags & (FREAD | FWRITE | O_APPEND | O_NONBLOCK |
	    O_SYNC | O_DSYNC | O_EXEC | O_DIRECT));
	switch (vp->v_type) {
	case VCHR:
	case VBLK:
		vn_unlock(vp);
		fp->f_vnode = vp;
		return (dev_open_file(vp->v_rdev, flags, nd->ni_td, fp));
	case VFIFO:
		vn_unlock(vp);
		fp->f_vnode = vp;
		return (fifo_open(vp, flags, nd->ni_td, fp));
	default:
		error = vn_open_commit(vp, flags, nd->ni_cred);
		vn_unlock(vp);
		fp->f_vnode = vp;
		if (error == 0) {
			file_setup(fp, fp->f_flag, DTYPE_VNODE, vp, &vnops);
			vnode_event(vp, NOTE_OPEN);
		}
		return (error);
	}
}

/* --- reading and writing -------------------------------------------------- */

static inline int
vn_ioflag(const struct file *fp)
{
	u_int flag = fp->f_flag;

	if (__predict_true((flag & (O_SYNC | O_DSYNC | O_NONBLOCK | FRANDOM |
	    FSEQUENTIAL)) == 0))
		return (0);
	return (((flag & O_SYNC) != 0 ? IO_SYNC : 0) |
	    ((flag & O_DSYNC) != 0 ? IO_DSYNC : 0) |
	    ((flag & O_NONBLOCK) != 0 ? IO_NDELAY : 0) |
	    ((flag & FRANDOM) != 0 ? IO_RANDOM : 0) |
	    ((flag & FSEQUENTIAL) != 0 ? IO_SEQUENTIAL : 0));
}

static int
vn_fo_read(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
    __no_lock_analysis
{
	struct vnode *vp = fp->f_data;
	int error;

	if (__predict_false(vp->v_type == VDIR))
		return (SET_ERROR(EISDIR));
	if ((flags & FOF_OFFSET) == 0) {
		mutex_enter(&fp->f_lock);
		uio->uio_offset = fp->f_offset;
	}
	error = vn_lock_io(vp, RW_READER);
	if (__predict_true(error == 0)) {
		/* What may be read was decided when the file was opened. */
		error = VOP_READ(vp, uio, vn_ioflag(fp), fp->f_cred);
		vn_unlock(vp);
	}
	if ((flags & FOF_OFFSET) == 0) {
		fp->f_offset = uio->uio_offset;
		mutex_exit(&fp->f_lock);
	}
	return (error);
}

/*
 * RLIMIT_FSIZE: a write that begins beyond it gets EFBIG and SIGXFSZ; one that
 * would cross it is shortened, *cutp being by how much.
 */
static int
vn_check_fsize(struct vnode *vp, struct uio *uio, struct thread *td,
    ssize_t *cutp)
{
	rlim_t limit;

	*cutp = 0;
	if (vp->v_type != VREG)
		return (0);
	limit = lim_cur(td, RLIMIT_FSIZE);
	if (__predict_true((rlim_t)uio->uio_offset + (rlim_t)uio->uio_resid <=
	    limit))
		return (0);
	if ((rlim_t)uio->uio_offset < limit) {
		*cutp = uio->uio_resid -
		    (ssize_t)(limit - (rlim_t)uio->uio_offset);
		uio->uio_resid -= *cutp;
		return (0);
	}
	if (uio->uio_resid == 0)
		return (0);
	mutex_enter(&td->td_proc->p_lock);
	psignal(td->td_proc, SIGXFSZ);
	mutex_exit(&td->td_proc->p_lock);
	return (SET_ERROR(EFBIG));
}

static int
vn_fo_write(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
    __no_lock_analysis
{
	struct vnode *vp = fp->f_data;
	struct vattr va;
	ssize_t cut, resid = uio->uio_resid;
	int error, ioflag = vn_ioflag(fp);

	if ((flags & FOF_OFFSET) == 0) {
		mutex_enter(&fp->f_lock);
		uio->uio_offset = fp->f_offset;
	}
	error = vn_lock_io(vp, RW_WRITER);
	if (__predict_false(error != 0))
		goto out;
	if ((vp->v_mount->mnt_flag & MNT_SYNCHRONOUS) != 0)
		ioflag |= IO_SYNC;
	if ((fp->f_flag & O_APPEND) != 0 && (flags & FOF_OFFSET) == 0) {
		error = VOP_GETATTR(vp, &va, cred);
		uio->uio_offset = va.va_size;
	}
	if (error == 0)
		error = vn_check_fsize(vp, uio, td, &cut);
	if (error == 0) {
		error = VOP_WRITE(vp, uio, ioflag, cred);
		uio->uio_resid += cut;
	}
	vn_unlock(vp);
	if (error == 0 && (ioflag & (IO_SYNC | IO_DSYNC)) != 0)
		error = VOP_FSYNC(vp, true, (ioflag & IO_SYNC) == 0);
out:
	if ((flags & FOF_OFFSET) == 0) {
		/* O_APPEND moved it, which is only right if bytes were, too. */
		if (uio->uio_resid != resid)
			fp->f_offset = uio->uio_offset;
		mutex_exit(&fp->f_lock);
	}
	return (error);
}

int
vn_rdwr_flags(enum uio_rw rw, struct vnode *vp, void *buf, size_t len,
    off_t off, int ioflag, struct cred *cred, ssize_t *residp)
{
	struct iovec iov;
	struct uio uio;
	int error;

	uio_single(&uio, &iov, buf, len, off, UIO_SYSSPACE, rw);
	if ((ioflag & IO_NODELOCKED) == 0) {
		error = vn_lock_io(vp, rw == UIO_READ ? RW_READER : RW_WRITER);
		if (error != 0)
			return (error);
	}
	if (rw == UIO_READ)
		error = VOP_READ(vp, &uio, ioflag, cred);
	else
		error = VOP_WRITE(vp, &uio, ioflag, cred);
	if ((ioflag & IO_NODELOCKED) == 0)
		vn_unlock(vp);
	if (residp != NULL)
		*residp = uio.uio_resid;
	else if (error == 0 && uio.uio_resid != 0)
		error = SET_ERROR(EIO);
	return (error);
}

int
vn_rdwr(enum uio_rw rw, struct vnode *vp, void *buf, size_t len, off_t off,
    struct cred *cred, ssize_t *residp)
{

	return (vn_rdwr_flags(rw, vp, buf, len, off, 0, cred, residp));
}

/* --- the other operations ------------------------------------------------- */

int
vn_stat_locked(struct vnode *vp, struct stat *sb, struct cred *cred)
{
	struct vattr va;
	int error;

	error = VOP_GETATTR(vp, &va, cred);
	if (error != 0)
		return (error);
	memset(sb, 0, sizeof(*sb));
	sb->st_dev = va.va_fsid;
	sb->st_ino = va.va_fileid;
	sb->st_nlink = va.va_nlink;
	sb->st_mode = va.va_mode | VTTOIF(vp->v_type);
	sb->st_uid = va.va_uid;
	sb->st_gid = va.va_gid;
	sb->st_rdev = vp->v_type == VCHR || vp->v_type == VBLK ? va.va_rdev :
	    NODEV;
	sb->st_atim = va.va_atime;
	sb->st_mtim = va.va_mtime;
	sb->st_ctim = va.va_ctime;
	sb->st_birthtim = va.va_birthtime;
	sb->st_size = va.va_size;
	sb->st_blocks = (blkcnt_t)(va.va_bytes / S_BLKSIZE);
	sb->st_blksize = (blksize_t)va.va_blocksize;
	sb->st_flags = va.va_flags;
	sb->st_gen = va.va_gen;
	return (0);
}

int
vn_stat(struct vnode *vp, struct stat *sb, struct cred *cred)
{
	int error;

	error = vn_lock_io(vp, RW_READER);
	if (error != 0)
		return (error);
	error = vn_stat_locked(vp, sb, cred);
	vn_unlock(vp);
	return (error);
}

int
vnode_stat(struct vnode *vp, struct stat *sb, struct cred *cred,
    struct thread *td)
{

	return (vn_stat(vp, sb, cred));
}

int
vn_fo_stat(struct file *fp, struct stat *sb, struct cred *cred,
    struct thread *td)
{

	return (vn_stat(fp->f_vnode, sb, cred));
}

static int
vn_fo_truncate(struct file *fp, off_t length, struct cred *cred,
    struct thread *td)
{
	struct vnode *vp = fp->f_data;
	int error;

	error = vn_lock_io(vp, RW_WRITER);
	if (error != 0)
		return (error);
	error = vp->v_type != VREG ? SET_ERROR(EINVAL) :
	    vn_truncate_locked(vp, length, cred);
	vn_unlock(vp);
	return (error);
}

int
vn_fo_chmod(struct file *fp, mode_t mode, struct cred *cred,
    struct thread *td)
{

	return (vn_setmode(fp->f_vnode, mode, cred));
}

int
vn_fo_chown(struct file *fp, uid_t uid, gid_t gid, struct cred *cred,
    struct thread *td)
{

	return (vn_setowner(fp->f_vnode, uid, gid, cred));
}

/*
 * The first byte of data, or of a hole, that is not before *offp; a file ends
 * with a hole.  The vnode is locked.  ENXIO: there is none.
 */
static int
vn_seek_extent(struct vnode *vp, bool data, off_t size, off_t *offp)
{
	off_t end, off = *offp;
	bool isdata;
	int error;

	if (off < 0 || off >= size)
		return (SET_ERROR(ENXIO));
	for (; off < size; off = end) {
		end = size;
		error = VOP_EXTENT(vp, off, &end, &isdata);
		if (error != 0)
			return (error);
		KASSERT(end > off && end <= size);
		if (isdata == data)
			break;
	}
	if (data && off == size)
		return (SET_ERROR(ENXIO));
	*offp = off;
	return (0);
}

/*
 * lseek(2).
 */
static int
vn_fo_seek(struct file *fp, off_t off, int whence, off_t *result,
    struct thread *td)
{
	struct vnode *vp = fp->f_data;
	struct vattr va;
	off_t base = 0;
	int error = 0;

	mutex_enter(&fp->f_lock);
	if (whence == SEEK_CUR)
		base = fp->f_offset;
	else if (whence != SEEK_SET) {
		error = vn_lock_io(vp, RW_READER);
		if (error == 0) {
			error = VOP_GETATTR(vp, &va, td->td_cred);
			if (error == 0 &&
			    (whence == SEEK_DATA || whence == SEEK_HOLE))
				error = vn_seek_extent(vp,
				    whence == SEEK_DATA, va.va_size, &off);
			vn_unlock(vp);
		}
		if (error != 0)
			goto out;
	}
	switch (whence) {
	case SEEK_SET:
	case SEEK_CUR:
	case SEEK_DATA:
	case SEEK_HOLE:
		break;
	case SEEK_END:
		base = va.va_size;
		break;
	default:
		error = SET_ERROR(EINVAL);
		goto out;
	}
	if (__builtin_add_overflow(base, off, &off))
		error = off < 0 || base < 0 ? SET_ERROR(EOVERFLOW) :
		    SET_ERROR(EINVAL);
	else if (off < 0)
		error = SET_ERROR(EINVAL);
	else {
		fp->f_offset = off;
		*result = off;
	}
out:
	mutex_exit(&fp->f_lock);
	return (error);
}

static int
vn_fo_ioctl(struct file *fp, u_long cmd, void *data, struct cred *cred,
    struct thread *td)
{
	struct vnode *vp = fp->f_data;
	struct vattr va;
	int error;

	if (cmd == FIONREAD && vp->v_type == VREG) {
		error = vn_lock_io(vp, RW_READER);
		if (error != 0)
			return (error);
		error = VOP_GETATTR(vp, &va, cred);
		vn_unlock(vp);
		if (error == 0)
			*(int *)data = (int)MAX(0, MIN(va.va_size -
			    fp->f_offset, INT_MAX));
		return (error);
	}
	if (cmd == FIONBIO)
		return (0);
	return (VOP_IOCTL(vp, cmd, data, (int)fp->f_flag, cred));
}

static int
vn_fo_poll(struct file *fp, int events, struct thread *td)
{

	return (events & (POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM));
}

/*
 * The object to map; the caller has checked the descriptor's rights against
 * prot.
 */
static int
vn_fo_mmap(struct file *fp, struct vm_object **objp, int prot, int flags,
    off_t off, struct cred *cred, struct thread *td)
{
	struct vnode *vp = fp->f_data;
	int error;

	error = vn_lock_io(vp, RW_READER);
	if (error != 0)
		return (error);
	if (vp->v_type != VREG)
		error = SET_ERROR(ENODEV);
	else if ((prot & VM_PROT_EXECUTE) != 0 &&
	    (vp->v_mount->mnt_flag & MNT_NOEXEC) != 0)
		error = SET_ERROR(EACCES);
	else if (vp->v_object == NULL)
		error = SET_ERROR(ENODEV);
	else {
		*objp = vp->v_object;
		vm_object_ref(vp->v_object);
	}
	vn_unlock(vp);
	return (error);
}

static void
vn_fo_close(struct file *fp, struct thread *td)
{
	struct vnode *vp = fp->f_data;

	if (vp->v_op->vop_close != NULL) {
		vn_lock_dead(vp, RW_WRITER);
		(void)VOP_CLOSE(vp, (int)fp->f_flag, fp->f_cred);
		vn_unlock(vp);
	}
	if ((fp->f_flag & FWRITE) != 0)
		vn_write_rele(vp);
	vnode_event(vp, (fp->f_flag & FWRITE) != 0 ? NOTE_CLOSE_WRITE :
	    NOTE_CLOSE);
}

const struct file_ops vnops = {
	.fo_read = vn_fo_read,
	.fo_write = vn_fo_write,
	.fo_ioctl = vn_fo_ioctl,
	.fo_poll = vn_fo_poll,
	.fo_event = vn_fo_event,
	.fo_stat = vn_fo_stat,
	.fo_truncate = vn_fo_truncate,
	.fo_chmod = vn_fo_chmod,
	.fo_chown = vn_fo_chown,
	.fo_seek = vn_fo_seek,
	.fo_mmap = vn_fo_mmap,
	.fo_close = vn_fo_close,
	.fo_flags = FO_SEEKABLE | FO_PASSABLE,
};
