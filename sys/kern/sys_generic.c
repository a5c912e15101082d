/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading, writing and controlling any kind of file.
 *
 * All transfers go through dofile_read() and dofile_write(): a count that was
 * transferred before an interruption, a would-block or a want of memory or room
 * is the result, and a write to something nobody reads raises SIGPIPE.
 *
 * Context	thread; the operations of the file sleep.
 * Tests	tests/sys/kern/t_rw.c, t_descrip.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/capsicum.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/filio.h>
#include <sys/ioccom.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/socketvar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/uio.h>

#define	IOCTL_SMALL	128		/* data kept on the stack */

/*
 * Did something happen before the transfer was interrupted, or found no room?
 */
static inline bool
transfer_began(int error, const struct uio *uio, ssize_t cnt)
{

	return (uio->uio_resid != cnt && (error == ERESTART ||
	    error == EINTR || error == EWOULDBLOCK || error == ENOSPC ||
	    error == ENOBUFS));
}

static int
dofile_read(struct thread *td, struct file *fp, struct uio *uio, int flags,
    register_t *retval)
{
	ssize_t cnt = uio->uio_resid;
	int error;

	if (__predict_false(fp->f_ops->fo_read == NULL))
		return (SET_ERROR(EOPNOTSUPP));
	error = fp->f_ops->fo_read(fp, uio, td->td_cred, flags, td);
	if (__predict_false(error != 0) && transfer_began(error, uio, cnt))
		error = 0;
	*retval = cnt - uio->uio_resid;
	return (error);
}

static int
dofile_write(struct thread *td, struct file *fp, struct uio *uio, int flags,
    register_t *retval)
{
	ssize_t cnt = uio->uio_resid;
	int error;

	if (__predict_false(fp->f_ops->fo_write == NULL))
		return (SET_ERROR(EOPNOTSUPP));
	error = fp->f_ops->fo_write(fp, uio, td->td_cred, flags, td);
	if (__predict_false(error != 0)) {
		if (transfer_began(error, uio, cnt))
			error = 0;
		else if (error == EPIPE && !file_nosigpipe(fp)) {
			mutex_enter(&td->td_proc->p_lock);
			psignal(td->td_proc, SIGPIPE);
			mutex_exit(&td->td_proc->p_lock);
		}
	}
	*retval = cnt - uio->uio_resid;
	return (error);
}

int
sys_read(struct thread *td, const struct read_args *uap, register_t *retval)
{
	struct file *fp;
	struct iovec iov;
	struct uio uio;
	int error;

	if (__predict_false(uap->nbytes > SSIZE_MAX))
		return (SET_ERROR(EINVAL));
	error = fd_get_flag(td, uap->fd, &cap_read_rights, FREAD, &fp);
	if (__predict_false(error != 0))
		return (error);
	uio_single(&uio, &iov, uap->buf, uap->nbytes, 0, UIO_USERSPACE,
	    UIO_READ);
	error = dofile_read(td, fp, &uio, 0, retval);
	file_drop(fp);
	return (error);
}

int
sys_write(struct thread *td, const struct write_args *uap, register_t *retval)
{
	struct file *fp;
	struct iovec iov;
	struct uio uio;
	int error;

	if (__predict_false(uap->nbytes > SSIZE_MAX))
		return (SET_ERROR(EINVAL));
	error = fd_get_flag(td, uap->fd, &cap_write_rights, FWRITE, &fp);
	if (__predict_false(error != 0))
		return (error);
	uio_single(&uio, &iov, __DECONST(void *, uap->buf), uap->nbytes, 0,
	    UIO_USERSPACE, UIO_WRITE);
	error = dofile_write(td, fp, &uio, 0, retval);
	file_drop(fp);
	return (error);
}

/*
 * A transfer with a vector, at an offset (FOF_OFFSET) or at the file's.
 */
static int
kern_iov(struct thread *td, int fd, const struct iovec *uiov, int iovcnt,
    off_t offset, int flags, enum uio_rw rw, register_t *retval)
{
	struct iovec small[UIO_SMALLIOV], *iov;
	const cap_rights_t *rights;
	struct file *fp;
	struct uio uio;
	int error;

	if (rw == UIO_READ)
		rights = (flags & FOF_OFFSET) != 0 ? &cap_pread_rights :
		    &cap_read_rights;
	else
		rights = (flags & FOF_OFFSET) != 0 ? &cap_pwrite_rights :
		    &cap_write_rights;
	error = fd_get_flag(td, fd, rights, rw == UIO_READ ? FREAD : FWRITE,
	    &fp);
	if (error != 0)
		return (error);
	if ((flags & FOF_OFFSET) != 0) {
		if ((fp->f_ops->fo_flags & FO_SEEKABLE) == 0)
			error = SET_ERROR(ESPIPE);
		else if (offset < 0)
			error = SET_ERROR(EINVAL);
		if (error != 0)
			goto out;
	}
	error = uio_copyin(uiov, iovcnt, small, &iov, &uio.uio_resid);
	if (error != 0)
		goto out;
	uio.uio_iov = iov;
	uio.uio_iovcnt = iovcnt;
	uio.uio_offset = offset;
	uio.uio_segflg = UIO_USERSPACE;
	uio.uio_rw = rw;
	if (rw == UIO_READ)
		error = dofile_read(td, fp, &uio, flags, retval);
	else
		error = dofile_write(td, fp, &uio, flags, retval);
	uio_copyin_done(iov, small, iovcnt);
out:
	file_drop(fp);
	return (error);
}

int
sys_readv(struct thread *td, const struct readv_args *uap, register_t *retval)
{

	return (kern_iov(td, uap->fd, uap->iov, uap->iovcnt, 0, 0, UIO_READ,
	    retval));
}

int
sys_writev(struct thread *td, const struct writev_args *uap,
    register_t *retval)
{

	return (kern_iov(td, uap->fd, uap->iov, uap->iovcnt, 0, 0, UIO_WRITE,
	    retval));
}

int
sys_preadv(struct thread *td, const struct preadv_args *uap,
    register_t *retval)
{

	return (kern_iov(td, uap->fd, uap->iov, uap->iovcnt, uap->offset,
	    FOF_OFFSET, UIO_READ, retval));
}

int
sys_pwritev(struct thread *td, const struct pwritev_args *uap,
    register_t *retval)
{

	return (kern_iov(td, uap->fd, uap->iov, uap->iovcnt, uap->offset,
	    FOF_OFFSET, UIO_WRITE, retval));
}

/*
 * One buffer at an offset.
 */
static int
kern_pio(struct thread *td, int fd, void *buf, size_t nbytes, off_t offset,
    enum uio_rw rw, register_t *retval)
{
	struct file *fp;
	struct iovec iov;
	struct uio uio;
	int error;

	if (nbytes > SSIZE_MAX)
		return (SET_ERROR(EINVAL));
	error = fd_get_flag(td, fd, rw == UIO_READ ? &cap_pread_rights :
	    &cap_pwrite_rights, rw == UIO_READ ? FREAD : FWRITE, &fp);
	if (error != 0)
		return (error);
	uio_single(&uio, &iov, buf, nbytes, offset, UIO_USERSPACE, rw);
	if ((fp->f_ops->fo_flags & FO_SEEKABLE) == 0)
		error = SET_ERROR(ESPIPE);
	else if (offset < 0)
		error = SET_ERROR(EINVAL);
	else if (rw == UIO_READ)
		error = dofile_read(td, fp, &uio, FOF_OFFSET, retval);
	else
		error = dofile_write(td, fp, &uio, FOF_OFFSET, retval);
	file_drop(fp);
	return (error);
}

int
sys_pread(struct thread *td, const struct pread_args *uap, register_t *retval)
{

	return (kern_pio(td, uap->fd, uap->buf, uap->nbytes, uap->offset,
	    UIO_READ, retval));
}

int
sys_pwrite(struct thread *td, const struct pwrite_args *uap,
    register_t *retval)
{

	return (kern_pio(td, uap->fd, __DECONST(void *, uap->buf), uap->nbytes,
	    uap->offset, UIO_WRITE, retval));
}

/*
 * The requests about the descriptor or the open file itself; -1: not one of
 * them.
 */
static int
ioctl_generic(struct thread *td, int fd, struct file *fp, u_long cmd,
    void *data)
{
	struct filedesc *fdp = td->td_proc->p_fd;

	switch (cmd) {
	case FIOCLEX:
	case FIONCLEX:
		mutex_enter(&fdp->fd_lock);
		if ((u_int)fd < fdp->fd_nslots) {
			if (cmd == FIOCLEX)
				fdp->fd_slots[fd].fs_flags |= FDS_CLOEXEC;
			else
				fdp->fd_slots[fd].fs_flags &=
				    (uint8_t)~FDS_CLOEXEC;
		}
		mutex_exit(&fdp->fd_lock);
		return (0);
	case FIONBIO:
		if (*(int *)data != 0)
			atomic_or(&fp->f_flag, O_NONBLOCK);
		else
			atomic_and(&fp->f_flag, ~(u_int)O_NONBLOCK);
		return (0);
	default:
		return (-1);
	}
}

static int
kern_ioctl(struct thread *td, int fd, u_long cmd, void *data)
{
	struct fdslot copy;
	int error;

	error = fd_get_cap(td, fd, &cap_ioctl_rights, &copy);
	if (error != 0)
		return (error);
	if (copy.fs_nioctls >= 0)
		error = fd_check_ioctl(td, fd, cmd);
	if (error != 0)
		goto out;
	if ((copy.fs_file->f_flag & (FREAD | FWRITE)) == 0) {
		error = SET_ERROR(EBADF);
		goto out;
	}
	error = ioctl_generic(td, fd, copy.fs_file, cmd, data);
	if (error != -1)
		goto out;
	if (copy.fs_file->f_ops->fo_ioctl == NULL)
		error = SET_ERROR(ENOTTY);
	else
		error = copy.fs_file->f_ops->fo_ioctl(copy.fs_file, cmd, data,
		    td->td_cred, td);
out:
	file_drop(copy.fs_file);
	return (error);
}

/*
 * The request says which way its data goes and how long it is; operations see
 * a kernel copy.
 */
int
sys_ioctl(struct thread *td, const struct ioctl_args *uap, register_t *retval)
{
	const u_long cmd = uap->request & 0xffffffff;
	const u_long way = cmd & IOC_DIRMASK;
	const size_t size = IOCPARM_LEN(cmd);
	uint64_t small[IOCTL_SMALL / sizeof(uint64_t)];
	void *data = small;
	int error = 0;

	if (size > IOCPARM_MAX || (way == 0 && cmd != 0) ||
	    ((way & (IOC_IN | IOC_OUT)) != 0 && size == 0) ||
	    (way == IOC_VOID && size != 0 && size != sizeof(int)))
		return (SET_ERROR(ENOTTY));
	if (size > sizeof(small)) {
		data = kmem_alloc(size, KM_SLEEP);
		if (data == NULL)
			return (SET_ERROR(ENOMEM));
	}
	if ((way & IOC_IN) != 0)
		error = copyin(uap->arg, data, size);
	else if ((way & IOC_OUT) != 0)
		memset(data, 0, size);
	else if (size == sizeof(int))
		*(int *)data = (int)(intptr_t)uap->arg;
	if (error == 0)
		error = kern_ioctl(td, uap->fd, cmd, data);
	if (error == 0 && (way & IOC_OUT) != 0)
		error = copyout(data, uap->arg, size);
	if (data != small)
		kmem_free(data, size);
	return (error);
}
