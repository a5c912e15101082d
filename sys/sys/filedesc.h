/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptor tables.  See fd_get(9) and kern_descrip.c.
 */

#ifndef _SYS_FILEDESC_H_
#define	_SYS_FILEDESC_H_

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/capsicum.h>
#include <sys/file.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/systm.h>
#include <sys/types.h>

struct kqueue;
struct proc;
struct thread;
struct vnode;

/*
 * One descriptor.  A slot whose bit is set in fd_map and whose fs_file is NULL
 * is reserved by a call that is about to install a file.
 */
struct fdslot {
	struct file	*fs_file;
	cap_rights_t	fs_rights;	/* what fd_get() may be asked for */
	u_long		*fs_ioctls;	/* permitted requests, or NULL */
	int16_t		fs_nioctls;	/* how many; -1: all of them */
	uint8_t		fs_flags;	/* FDS_* */
	uint8_t		fs_spare;
	uint32_t	fs_fcntls;	/* CAP_FCNTL_* */
};

#define	FDS_CLOEXEC	0x01		/* close on exec */
#define	FDS_ALLRIGHTS	0x02		/* fs_rights is everything */

#define	FD_NINLINE	32		/* slots that need no allocation */
#define	FD_MAPBITS	64

/*
 * Current and root directory and creation mask.  They lie in the table since
 * they are inherited and shared exactly as it is, and follow its rule: changed
 * under fd_lock; read by the only thread that uses the table without it.
 */
struct fdcwd {
	struct vnode	*cwd_cdir;	/* (f) current directory, used */
	struct vnode	*cwd_rdir;	/* (f) root directory, used */
	mode_t		cwd_cmask;	/* (f) umask */
};

/*
 * Locks: (f) fd_lock to change; to read too, except by the only thread that
 * uses the table (fd_shared false); (a) atomic, (i) constant.
 */
struct filedesc {
	struct fdslot	*fd_slots;	/* (f) */
	uint64_t	*fd_map;	/* (f) a bit per descriptor in use */
	uint64_t	*fd_full;	/* (f) a bit per word of fd_map */
	u_int		fd_nslots;	/* (f) */
	u_int		fd_top;		/* (f) one more than the highest used */
	u_int		fd_nopen;	/* (f) descriptors in use */
	bool		fd_shared;	/* (f) more than one thread uses it */
	u_int		fd_ref;		/* (a) processes that use it */
	u_int		fd_holds;	/* (a) keeps the memory: 1 for all of
					   them, and 1 for each queue */
	LIST_HEAD(, kqueue) fd_kqueues;	/* (f) event queues of the table */
	struct kmutex	fd_lock;
	struct fdcwd	fd_cwd;		/* (f) */
	uint64_t	fd_map0;	/* first fd_map, fd_full and slots */
	uint64_t	fd_full0;
	struct fdslot	fd_slots0[FD_NINLINE];
};

/*
 * Core: the slot of fd, or NULL.  fd_lock held, or the table is not shared.
 */
static inline struct fdslot *
fd_slot(const struct filedesc *fdp, int fd)
{
	struct fdslot *fs;

	if (__predict_false((u_int)fd >= fdp->fd_nslots))
		return (NULL);
	fs = &fdp->fd_slots[fd];
	return (__predict_true(fs->fs_file != NULL) ? fs : NULL);
}

/*
 * Core: has the descriptor the rights?
 */
static __always_inline bool
fd_slot_permits(const struct fdslot *fs, const cap_rights_t *rights)
{

	return (__predict_true((fs->fs_flags & FDS_ALLRIGHTS) != 0) ||
	    cap_rights_has(&fs->fs_rights, rights));
}

/* How kern_dup() chooses the new descriptor. */
enum dup_mode {
	DUP_LOWEST,			/* the lowest free, not below `to' */
	DUP_EXACT			/* `to', closing what it was */
};

/* Core: tables. */
void	filedesc_init(void);
struct filedesc *fdinit(void);
struct filedesc *fdcopy(struct filedesc *);
void	fdfree(struct proc *, struct thread *);
void	filedesc_hold(struct filedesc *);
void	filedesc_rele(struct filedesc *);
void	fdcloseexec(struct thread *);

int	fd_get(struct thread *, int, const cap_rights_t *, struct file **);
int	fd_get_flag(struct thread *, int, const cap_rights_t *, u_int,
	    struct file **);
int	fd_get_cap(struct thread *, int, const cap_rights_t *, struct fdslot *);
int	fd_reserve(struct thread *, int, int *);
void	fd_install(struct thread *, int, struct file *, int);
void	fd_unreserve(struct thread *, int);
int	fd_alloc(struct thread *, struct file *, int, int *);
int	fd_close(struct thread *, int);

/* Core: what is done to descriptors themselves. */
int	fd_check_ioctl(struct thread *, int, u_long);
bool	fd_refers(struct thread *, int, const struct file *);
int	fd_export(struct thread *, int, struct fdslot *);
void	fd_import(struct thread *, int, struct fdslot *, bool);
void	fdslot_drop(struct fdslot *);
int	kern_dup(struct thread *, enum dup_mode, int, u_int, bool,
	    register_t *);
u_int	fd_limit(struct thread *);
int	fd_get_slow(struct filedesc *, int, const cap_rights_t *,
	    struct file **);

/*
 * Core: the file of descriptor fd of the running thread's table fdp, which
 * must have the rights, referenced: the caller gives it back with file_drop().
 * EBADF, ENOTCAPABLE.
 */
static __always_inline int
fd_get_table(struct filedesc *fdp, int fd, const cap_rights_t *rights,
    struct file **fpp)
{
	struct fdslot *fs;

	if (__predict_false(fdp->fd_shared))
		return (fd_get_slow(fdp, fd, rights, fpp));
	fs = fd_slot(fdp, fd);
	if (__predict_false(fs == NULL))
		return (SET_ERROR(EBADF));
	if (__predict_false(!fd_slot_permits(fs, rights)))
		return (SET_ERROR(ENOTCAPABLE));
	file_hold(fs->fs_file);
	*fpp = fs->fs_file;
	return (0);
}
#endif /* _KERNEL */

#endif /* !_SYS_FILEDESC_H_ */
