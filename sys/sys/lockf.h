/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Advisory locks on files; see kern_lockf.c.
 *
 * Core: files and descriptors call these, for all file systems.
 */

#ifndef _SYS_LOCKF_H_
#define	_SYS_LOCKF_H_

#ifdef _KERNEL
#include <sys/proc.h>
#include <sys/types.h>
#include <sys/vnode.h>

struct file;
struct flock;
struct thread;

/*
 * The record locks of the process on the file behind fp: F_GETLK, F_SETLK or
 * F_SETLKW, with fl in the kernel.  EAGAIN, EBADF, EDEADLK, EINTR, EINVAL,
 * ENOLCK, ENOMEM, EOVERFLOW, ERESTART.  May sleep.
 */
int	lockf_fcntl(struct thread *, struct file *, int cmd, struct flock *);

/* Releases all record locks of a process, on one vnode or everywhere. */
void	lockf_release(struct proc *, struct vnode *);
void	lockf_exit(struct proc *);

/* Releases the lock that flock(2) gave this open file. */
void	lockf_file_close(struct file *);

/*
 * The process closes a descriptor of fp, which ends its record locks on the
 * file, whichever descriptor they were made through.
 */
static inline void
lockf_fd_close(struct proc *p, struct vnode *vp)
{

	if (__predict_false(p->p_nlockf != 0) && vp != NULL)
		lockf_release(p, vp);
}
#endif /* _KERNEL */

#endif /* !_SYS_LOCKF_H_ */
