/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Open files: what descriptors refer to.  See file(9).
 */

#ifndef _SYS_FILE_H_
#define	_SYS_FILE_H_

#include <sys/fcntl.h>
#include <sys/types.h>

#define	DTYPE_VNODE	1	/* file */
#define	DTYPE_SOCKET	2	/* communications endpoint */
#define	DTYPE_PIPE	3	/* pipe */
#define	DTYPE_FIFO	4	/* named pipe */
#define	DTYPE_KQUEUE	5	/* event queue */
#define	DTYPE_SHM	8	/* shared memory */
#define	DTYPE_PTS	10	/* pseudo-terminal master */
#define	DTYPE_DEV	11	/* device that made its own kind of file */
#define	DTYPE_PROCDESC	12	/* process descriptor */

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/mutex.h>

struct cred;
struct file;
struct file_event;
struct stat;
struct thread;
struct uio;
struct vm_object;
struct vnode;

/* Flags of fo_read and fo_write. */
#define	FOF_OFFSET	0x01	/* use uio_offset, leave f_offset alone */

/*
 * Operations on an open file.  A member that is NULL is an operation that the
 * kind of file does not have: read and write give EOPNOTSUPP, ioctl ENOTTY,
 * poll always-ready, event EINVAL, stat EOPNOTSUPP, truncate chmod chown
 * EINVAL, seek ESPIPE, mmap ENODEV.  None is called with a lock held, and all
 * may sleep, except poll, which does not.  For event see notify(9).
 */
struct file_ops {
	int	(*fo_read)(struct file *, struct uio *, struct cred *, int,
		    struct thread *);
	int	(*fo_write)(struct file *, struct uio *, struct cred *, int,
		    struct thread *);
	int	(*fo_ioctl)(struct file *, u_long, void *, struct cred *,
		    struct thread *);
	int	(*fo_poll)(struct file *, int, struct thread *);
	int	(*fo_event)(struct file *, struct file_event *,
		    struct thread *);
	int	(*fo_stat)(struct file *, struct stat *, struct cred *,
		    struct thread *);
	int	(*fo_truncate)(struct file *, off_t, struct cred *,
		    struct thread *);
	int	(*fo_chmod)(struct file *, mode_t, struct cred *,
		    struct thread *);
	int	(*fo_chown)(struct file *, uid_t, gid_t, struct cred *,
		    struct thread *);
	int	(*fo_seek)(struct file *, off_t, int, off_t *, struct thread *);
	int	(*fo_mmap)(struct file *, struct vm_object **, int, int, off_t,
		    struct cred *, struct thread *);
	void	(*fo_close)(struct file *, struct thread *);
	u_int	fo_flags;
};

#define	FO_SEEKABLE	0x01	/* has an offset; pread and pwrite work */
#define	FO_PASSABLE	0x02	/* may be sent to another process */
#define	FO_NOFORK	0x04	/* a forked child does not have it */

/*
 * Locks: (i) constant once a descriptor refers to the file, (a) atomic,
 * (o) f_lock.
 */
struct file {
	const struct file_ops *f_ops;	/* (i) */
	void		*f_data;	/* (i) the object */
	u_int		f_flag;		/* (a) F*, O_NONBLOCK, O_APPEND ... */
	u_int		f_count;	/* (a) references */
	short		f_type;		/* (i) DTYPE_* */
	struct cred	*f_cred;	/* (i) of the opener, referenced */
	struct vnode	*f_vnode;	/* (i) behind a name, or NULL; used */
	struct kmutex	f_lock;		/* file offset */
	off_t		f_offset;	/* (o) */
};

extern const struct file_ops file_badops;

/* Core: boot; the rare half of file_drop(). */
void	file_init(void);
void	file_close(struct file *, struct thread *);

int	file_alloc(struct thread *, struct file **);
void	file_setup(struct file *, u_int, short, void *,
	    const struct file_ops *);

static inline void
file_hold(struct file *fp)
{

	atomic_inc(&fp->f_count);
}

/*
 * Give a reference back.  The last one closes the file, which may sleep.
 */
static inline void
file_drop(struct file *fp)
{

	if (atomic_dec_nv(&fp->f_count) == 0)
		file_close(fp, curthread);
}
#endif /* _KERNEL */

#endif /* !_SYS_FILE_H_ */
