/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Devices and their nodes; dev_create(9).
 *
 * A driver calls dev_create() and from then on the node is in every mounted
 * devfs.  Its functions are called without any lock held.  Between the return
 * of dev_destroy() and the next dev_create() none of them runs or will be
 * called; open files of a destroyed device fail with ENXIO.
 */
#ifndef _SYS_CONF_H_
#define	_SYS_CONF_H_

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/cdefs.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/types.h>

struct cdev;
struct file;
struct file_event;
struct thread;
struct uio;
struct vm_object;

/*
 * What a device can do.  A member that is NULL: open and close succeed, read
 * and write are EOPNOTSUPP, ioctl is ENOTTY, poll and event find all ready,
 * mmap is ENODEV.
 *
 * d_open is called once for each open(2), d_close once for each success of
 * d_open, when the open file goes; oflags and fflag are F* flags (FREAD,
 * FWRITE, O_NONBLOCK ...).  d_fdopen, in place of d_open, may make the new
 * file an object of its own by file_setup(); if it does not and returns 0, the
 * file becomes an ordinary one of the device.  ioflag is made of IO_NDELAY,
 * IO_APPEND and IO_SYNC.  uio_offset is meaningful for devices with D_SEEK or
 * D_DISK only.  d_event is fo_event of notify(9); the list that it names must
 * last as long as the cdev, at whose end d_free is called: not before the last
 * open file is closed.
 */
struct cdevsw {
	const char	*d_name;
	u_int		d_flags;	/* D_* */
	int		(*d_open)(struct cdev *, int oflags, struct thread *);
	int		(*d_fdopen)(struct cdev *, int oflags, struct thread *,
			    struct file *);
	int		(*d_close)(struct cdev *, int fflag, struct thread *);
	int		(*d_read)(struct cdev *, struct uio *, int ioflag);
	int		(*d_write)(struct cdev *, struct uio *, int ioflag);
	int		(*d_ioctl)(struct cdev *, u_long cmd, void *data,
			    int fflag, struct thread *);
	int		(*d_poll)(struct cdev *, int events, struct thread *);
	int		(*d_event)(struct cdev *, struct file_event *,
			    struct thread *);
	int		(*d_mmap)(struct cdev *, off_t, size_t, int prot,
			    struct vm_object **);
	void		(*d_free)(struct cdev *);
};

#define	D_DISK	0x0001		/* softc is a struct disk; has an offset */
#define	D_TTY	0x0002		/* a terminal */
#define	D_MEM	0x0004		/* memory: /dev/null and its like */
#define	D_SEEK	0x0008		/* has an offset */

/* ioflag. */
#define	IO_APPEND	0x0001	/* at the end of the file */
#define	IO_NDELAY	0x0002	/* EAGAIN instead of waiting */
#define	IO_SYNC		0x0004	/* on the disk before it returns */
#define	IO_DSYNC	0x0008	/* the data at least */
#define	IO_NODELOCKED	0x0010	/* vn_rdwr: the caller holds the vnode lock */
#define	IO_RANDOM	0x0020	/* no reading ahead */
#define	IO_SEQUENTIAL	0x0040	/* as much of it as there is */

/*
 * A device.  Locks: (d) dev_lock, (i) constant after dev_create(), (a) atomic.
 */
struct cdev {
	const struct cdevsw *si_devsw;	/* (i) */
	void		*si_softc;	/* (i) the driver's */
	dev_t		si_rdev;	/* (i) number, as st_rdev shows it */
	uint64_t	si_serial;	/* (i) never used twice: inode number */
	uid_t		si_uid;		/* (i) first owner, group and mode */
	gid_t		si_gid;		/* (i) */
	mode_t		si_mode;	/* (i) */
	volatile u_int	si_flags;	/* (d to write) SI_* */
	volatile u_int	si_threads;	/* (a) inside the driver's functions */
	u_int		si_refs;	/* (a) nodes, files, the list */
	time_t		si_atime;	/* (a) last read and write */
	time_t		si_mtime;	/* (a) */
	TAILQ_ENTRY(cdev) si_list;	/* (d) all devices, in order of age */
	LIST_ENTRY(cdev) si_hash;	/* (d) by number */
	char		si_name[64];	/* (i) below /dev */
};

#define	SI_DEAD		0x0001		/* dev_destroy() was called */

/*
 * Make a device and its node, whose name may have directories ("pts/0").  The
 * major number is the driver's, given when it is first seen; unit is the minor.
 * NULL: no memory, or the name is taken.  Thread context, may sleep.
 */
struct cdev *dev_create(const struct cdevsw *, void *softc, dev_t unit, uid_t,
	    gid_t, mode_t, const char *fmt, ...) __printflike(7, 8);

/*
 * Remove it: no function of the driver is called any more, and those that are
 * being executed by others have returned.  A driver whose d_close is still owed
 * for open files does not get it.  Thread context, sleeps; never from the
 * device's own functions.
 */
void	dev_destroy(struct cdev *);

/*
 * The device of this number, of this name below /dev, referenced, or NULL.
 */
struct cdev *dev_lookup(dev_t);
struct cdev *dev_lookup_name(const char *);
void	dev_hold(struct cdev *);
void	dev_rele(struct cdev *);

static inline void *
dev_softc(const struct cdev *dev)
{

	return (dev->si_softc);
}

/* Core: the rare half of dev_exit(). */
void	dev_exit_slow(struct cdev *);

/*
 * Around each call of a driver's function: false when the device is gone.
 */
static inline void
dev_exit(struct cdev *dev)
{

	if (__predict_false(atomic_dec_nv(&dev->si_threads) == 0 &&
	    (dev->si_flags & SI_DEAD) != 0))
		dev_exit_slow(dev);
}

static inline bool
dev_enter(struct cdev *dev)
{

	atomic_inc(&dev->si_threads);
	if (__predict_true((dev->si_flags & SI_DEAD) == 0))
		return (true);
	dev_exit(dev);
	return (false);
}

/*
 * Open the device of that number on a file whose f_vnode and f_flag are set.
 * EDUPFD: the file is to be another descriptor's, td's minor(dev).
 */
int	dev_open_file(dev_t, int oflags, struct thread *, struct file *);

#define	EDUPFD		(-16)		/* inside the kernel only */

/* For devfs: all devices, with dev_lock held; what changes when they do. */
TAILQ_HEAD(cdevlist, cdev);
extern struct cdevlist cdevlist;
extern struct kmutex dev_lock;
extern volatile uint64_t dev_generation;
extern dev_t dev_fd_number;		/* of /dev/fd/0 */

/* Core: boot; dev_init() before any driver. */
void	dev_init(void);
void	memdev_init(void);
#endif /* _KERNEL */

#endif /* !_SYS_CONF_H_ */
