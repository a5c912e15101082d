/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The system calls about descriptors; kern_descrip.c does the work.
 *
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_descrip.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/capsicum.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/lockf.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/unistd.h>

/* Flags that F_SETFL changes. */
#define	FCNTL_SETFLAGS	(O_NONBLOCK | O_APPEND | O_SYNC | O_DSYNC | O_DIRECT)
/* Flags that F_GETFL shows. */
#define	FCNTL_GETFLAGS	(FCNTL_SETFLAGS | FREAD | FWRITE | O_EXEC | O_PATH)

int
sys_close(struct thread *td, const struct close_args *uap, register_t *retval)
{

	return (fd_close(td, uap->fd));
}

int
sys_close_range(struct thread *td, const struct close_range_args *uap,
    register_t *retval)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	u_int fd, high;

	if (uap->low > uap->high || (uap->flags & ~CLOSE_RANGE_CLOEXEC) != 0)
		return (SET_ERROR(EINVAL));
	if ((uap->flags & CLOSE_RANGE_CLOEXEC) != 0) {
		mutex_enter(&fdp->fd_lock);
		for (fd = uap->low; fd <= uap->high && fd < fdp->fd_top; fd++) {
			if (fdp->fd_slots[fd].fs_file != NULL)
				fdp->fd_slots[fd].fs_flags |= FDS_CLOEXEC;
		}
		mutex_exit(&fdp->fd_lock);
		return (0);
	}
	for (fd = uap->low; ; fd++) {
		mutex_enter(&fdp->fd_lock);
		high = fdp->fd_top;
		mutex_exit(&fdp->fd_lock);
		if (fd > uap->high || fd >= high)
			break;
		(void)fd_close(td, (int)fd);
	}
	return (0);
}

int
sys_dup(struct thread *td, const struct dup_args *uap, register_t *retval)
{

	return (kern_dup(td, DUP_LOWEST, uap->fd, 0, false, retval));
}

int
sys_dup2(struct thread *td, const struct dup2_args *uap, register_t *retval)
{

	if (uap->to < 0 || (u_int)uap->to >= fd_limit(td))
		return (SET_ERROR(EBADF));
	return (kern_dup(td, DUP_EXACT, uap->from, (u_int)uap->to, false,
	    retval));
}

/*
 * F_GETFD and F_SETFD: about the descriptor, not the file.
 */
static int
fcntl_fdflags(struct thread *td, int fd, bool set, intptr_t arg,
    register_t *retval)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct fdslot *fs;
	int error = 0;

	mutex_enter(&fdp->fd_lock);
	fs = fd_slot(fdp, fd);
	if (fs == NULL)
		error = SET_ERROR(EBADF);
	else if (!set)
		*retval = (fs->fs_flags & FDS_CLOEXEC) != 0 ? FD_CLOEXEC : 0;
	else if ((arg & FD_CLOEXEC) != 0)
		fs->fs_flags |= FDS_CLOEXEC;
	else
		fs->fs_flags &= (uint8_t)~FDS_CLOEXEC;
	mutex_exit(&fdp->fd_lock);
	return (error);
}

/*
 * F_GETFL and F_SETFL: about the file.
 */
static int
fcntl_flflags(struct thread *td, int fd, bool set, intptr_t arg,
    register_t *retval)
{
	struct fdslot copy;
	struct file *fp;
	u_int old, new;
	int error;

	error = fd_get_cap(td, fd, &cap_fcntl_rights, &copy);
	if (error != 0)
		return (error);
	fp = copy.fs_file;
	if ((copy.fs_fcntls & (set ? CAP_FCNTL_SETFL : CAP_FCNTL_GETFL)) == 0)
		error = SET_ERROR(ENOTCAPABLE);
	else if (!set)
		*retval = (register_t)OFLAGS(atomic_load_relaxed(&fp->f_flag) &
		    FCNTL_GETFLAGS);
	else {
		old = atomic_load_relaxed(&fp->f_flag);
		do {
			new = (old & ~(u_int)FCNTL_SETFLAGS) |
			    ((u_int)arg & FCNTL_SETFLAGS);
		} while (!atomic_fcas(&fp->f_flag, &old, new));
	}
	file_drop(fp);
	return (error);
}

/*
 * F_GETLK, F_SETLK and F_SETLKW.  When another thread closed the descriptor in
 * the meantime, it may have been too early to release the lock, which would
 * then outlive the file: so that is done here.
 */
static int
fcntl_lock(struct thread *td, int fd, int cmd, void *arg)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct fdslot *fs;
	struct file *fp;
	struct flock fl;
	bool closed;
	int error;

	error = fd_get(td, fd, &cap_flock_rights, &fp);
	if (error != 0)
		return (error);
	error = copyin(arg, &fl, sizeof(fl));
	if (error == 0)
		error = lockf_fcntl(td, fp, cmd, &fl);
	if (error == 0 && cmd == F_GETLK)
		error = copyout(&fl, arg, sizeof(fl));
	else if (error == 0) {
		mutex_enter(&fdp->fd_lock);
		fs = fd_slot(fdp, fd);
		closed = fs == NULL || fs->fs_file != fp;
		mutex_exit(&fdp->fd_lock);
		if (closed) {
			lockf_release(td->td_proc, fp->f_vnode);
			error = SET_ERROR(EBADF);
		}
	}
	file_drop(fp);
	return (error);
}

/*
 * Owners for SIGIO (F_GETOWN, F_SETOWN) do not exist and are EINVAL, as is
 * every unknown command.
 */
int
sys_fcntl(struct thread *td, const struct fcntl_args *uap, register_t *retval)
{
	const intptr_t arg = uap->arg;
	struct file *fp;
	int error;

	switch (uap->cmd) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		if ((int)arg < 0 || (u_int)(int)arg >= fd_limit(td))
			break;
		return (kern_dup(td, DUP_LOWEST, uap->fd, (u_int)arg,
		    uap->cmd == F_DUPFD_CLOEXEC, retval));
	case F_DUP2FD:
	case F_DUP2FD_CLOEXEC:
		if ((int)arg < 0 || (u_int)(int)arg >= fd_limit(td))
			return (SET_ERROR(EBADF));
		return (kern_dup(td, DUP_EXACT, uap->fd, (u_int)arg,
		    uap->cmd == F_DUP2FD_CLOEXEC, retval));
	case F_GETFD:
	case F_SETFD:
		return (fcntl_fdflags(td, uap->fd, uap->cmd == F_SETFD, arg,
		    retval));
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		return (fcntl_lock(td, uap->fd, uap->cmd, (void *)arg));
	case F_GETFL:
	case F_SETFL:
		return (fcntl_flflags(td, uap->fd, uap->cmd == F_SETFL, arg,
		    retval));
	}
	/* A bad descriptor is worse than a bad command. */
	error = fd_get(td, uap->fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	file_drop(fp);
	return (SET_ERROR(EINVAL));
}

int
sys_lseek(struct thread *td, const struct lseek_args *uap, register_t *retval)
{
	struct file *fp;
	off_t result;
	int error;

	error = fd_get(td, uap->fd, uap->offset == 0 &&
	    uap->whence == SEEK_CUR ? &cap_seek_tell_rights : &cap_seek_rights,
	    &fp);
	if (error != 0)
		return (error);
	if (fp->f_ops->fo_seek == NULL)
		error = SET_ERROR(ESPIPE);
	else
		error = fp->f_ops->fo_seek(fp, uap->offset, uap->whence,
		    &result, td);
	if (error == 0)
		*retval = result;
	file_drop(fp);
	return (error);
}

int
sys_fstat(struct thread *td, const struct fstat_args *uap, register_t *retval)
{
	struct stat sb;
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_fstat_rights, &fp);
	if (error != 0)
		return (error);
	if (fp->f_ops->fo_stat == NULL)
		error = SET_ERROR(EOPNOTSUPP);
	else {
		memset(&sb, 0, sizeof(sb));
		error = fp->f_ops->fo_stat(fp, &sb, td->td_cred, td);
	}
	file_drop(fp);
	if (error == 0)
		error = copyout(&sb, uap->sb, sizeof(sb));
	return (error);
}
