/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Devices: the list of them, and open files on them.
 *
 * Model	A device exists from dev_create() until dev_destroy(); its
 *		memory lasts while nodes and open files refer to it.  Around
 *		each call of a driver's function stand dev_enter() and
 *		dev_exit(), which count the threads inside:
 *
 *		    a user			dev_destroy()
 *		    inc si_threads		set SI_DEAD
 *		    SI_DEAD? out again		si_threads != 0? wait
 *
 *		Both sides write first and then read, with a full barrier
 *		between, so one of them sees the other.
 *
 *		A major number belongs to a cdevsw and is given when that first
 *		makes a device, in the order of the kernel's start.
 *
 * Invariants	(1) after dev_destroy() no function of the driver runs for the
 *		    device.
 *		(2) d_close is called once for each successful d_open, unless
 *		    the device was destroyed.
 *		(3) no two devices on the list have the same name or number.
 *
 * Locks	dev_lock; never held over a driver's function.
 * Context	thread.
 * Tests	tests/sys/fs/devfs/t_devfs.sh
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/conf.h>
#include <sys/condvar.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filio.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/unistd.h>
#include <sys/vnode.h>
#include <fs/devfs/devfs.h>

#define	DEV_HASHSIZE	64		/* a power of 2 */
#define	DEV_MAXMAJOR	128

struct kmutex		dev_lock;
struct cdevlist		cdevlist = TAILQ_HEAD_INITIALIZER(cdevlist); /* (d) */
volatile uint64_t	dev_generation;		/* (d to write) */
dev_t			dev_fd_number;
static LIST_HEAD(, cdev) dev_hash[DEV_HASHSIZE];	/* (d) */
static const struct cdevsw *dev_majors[DEV_MAXMAJOR];	/* (d) */
static u_int		dev_nmajors;			/* (d) */
static uint64_t		dev_serial;			/* (d) */
static struct cv	dev_cv;		/* a last thread left a dead device */

static const struct file_ops dev_seekops;
static const struct file_ops dev_memops;

/* --- devices -------------------------------------------------------------- */

static u_int
dev_hashof(dev_t rdev)
{

	return ((u_int)(rdev ^ (rdev >> 29)) & (DEV_HASHSIZE - 1));
}

void
dev_hold(struct cdev *dev)
{

	atomic_inc(&dev->si_refs);
}

void
dev_rele(struct cdev *dev)
{

	if (atomic_dec_nv(&dev->si_refs) != 0)
		return;
	if (dev->si_devsw->d_free != NULL)
		dev->si_devsw->d_free(dev);
	kmem_free(dev, sizeof(*dev));
}

static struct cdev *
dev_find(dev_t rdev)
{
	struct cdev *dev;

	LIST_FOREACH(dev, &dev_hash[dev_hashof(rdev)], si_hash)
		if (dev->si_rdev == rdev)
			return (dev);
	return (NULL);
}

struct cdev *
dev_lookup(dev_t rdev)
{
	struct cdev *dev;

	mutex_enter(&dev_lock);
	dev = dev_find(rdev);
	if (dev != NULL)
		dev_hold(dev);
	mutex_exit(&dev_lock);
	return (dev);
}

static struct cdev *
dev_find_name(const char *name)
{
	struct cdev *dev;

	TAILQ_FOREACH(dev, &cdevlist, si_list)
		if (strcmp(dev->si_name, name) == 0)
			return (dev);
	return (NULL);
}

struct cdev *
dev_lookup_name(const char *name)
{
	struct cdev *dev;

	mutex_enter(&dev_lock);
	dev = dev_find_name(name);
	if (dev != NULL)
		dev_hold(dev);
	mutex_exit(&dev_lock);
	return (dev);
}

/*
 * The major number of a driver; 0: there are too many.  dev_lock held.
 */
static u_int
dev_major(const struct cdevsw *sw)
{
	u_int i;

	for (i = 0; i < dev_nmajors; i++)
		if (dev_majors[i] == sw)
			return (i + 1);
	if (dev_nmajors == DEV_MAXMAJOR)
		return (0);
	dev_majors[dev_nmajors++] = sw;
	return (dev_nmajors);
}

/*
 * The number of a new device.  Two nodes of one driver and unit (an alias) get
 * different ones: the second has something in the high byte of the minor.
 */
static dev_t
dev_number(u_int maj, dev_t unit)
{
	dev_t rdev = makedev(maj, unit);
	u_int n;

	for (n = 1; dev_find(rdev) != NULL; n++)
		rdev = makedev(maj, (u_int)unit ^ (n << 24));
	return (rdev);
}

struct cdev *
dev_create(const struct cdevsw *sw, void *softc, dev_t unit, uid_t uid,
    gid_t gid, mode_t mode, const char *fmt, ...)
{
	struct cdev *dev;
	va_list ap;
	u_int maj;

	dev = kmem_zalloc(sizeof(*dev), KM_SLEEP);
	if (dev == NULL)
		return (NULL);
	va_start(ap, fmt);
	vsnprintf(dev->si_name, sizeof(dev->si_name), fmt, ap);
	va_end(ap);
	dev->si_devsw = sw;
	dev->si_softc = softc;
	dev->si_uid = uid;
	dev->si_gid = gid;
	dev->si_mode = mode;
	dev->si_refs = 1;
	dev->si_atime = dev->si_mtime = time_second;
	mutex_enter(&dev_lock);
	maj = dev_major(sw);
	if (maj == 0 || dev_find_name(dev->si_name) != NULL) {
		mutex_exit(&dev_lock);
		kmem_free(dev, sizeof(*dev));
		return (NULL);
	}
	dev->si_serial = ++dev_serial;
	dev->si_rdev = dev_number(maj, unit);
	TAILQ_INSERT_TAIL(&cdevlist, dev, si_list);
	LIST_INSERT_HEAD(&dev_hash[dev_hashof(dev->si_rdev)], dev, si_hash);
	dev_generation++;
	mutex_exit(&dev_lock);
	return (dev);
}

/*
 * A thread left a dead device: dev_destroy() may wait for it.
 */
void
dev_exit_slow(struct cdev *dev)
{

	mutex_enter(&dev_lock);
	cv_broadcast(&dev_cv);
	mutex_exit(&dev_lock);
}

void
dev_destroy(struct cdev *dev)
{

	mutex_enter(&dev_lock);
	KASSERT((dev->si_flags & SI_DEAD) == 0);
	atomic_or(&dev->si_flags, SI_DEAD);
	TAILQ_REMOVE(&cdevlist, dev, si_list);
	LIST_REMOVE(dev, si_hash);
	dev_generation++;
	while (dev->si_threads != 0)
		cv_wait(&dev_cv, &dev_lock);
	mutex_exit(&dev_lock);
	devfs_forget();
	dev_rele(dev);
}

/* --- open files ----------------------------------------------------------- */

static const struct file_ops *
dev_fileops(const struct cdevsw *sw)
{

	if ((sw->d_flags & D_MEM) != 0)
		return (&dev_memops);
	if ((sw->d_flags & (D_DISK | D_SEEK)) != 0)
		return (&dev_seekops);
	return (&devfs_fileops);
}

/*
 * Open a device; see the header.  On failure file_drop(fp) has nothing to do.
 */
int
dev_open_file(dev_t rdev, int oflags, struct thread *td, struct file *fp)
{
	const struct cdevsw *sw;
	struct cdev *dev;
	int error = 0;

	dev = dev_lookup(rdev);
	if (dev == NULL)
		return (rdev >= dev_fd_number && rdev <= dev_fd_number +
		    INT_MAX ? EDUPFD : SET_ERROR(ENXIO));
	if (!dev_enter(dev)) {
		dev_rele(dev);
		return (SET_ERROR(ENXIO));
	}
	sw = dev->si_devsw;
	if (sw->d_fdopen != NULL)
		error = sw->d_fdopen(dev, oflags, td, fp);
	else if (sw->d_open != NULL)
		error = sw->d_open(dev, oflags, td);
	dev_exit(dev);
	if (error != 0 || fp->f_ops != &file_badops) {
		/* It failed, or became a file of its own kind. */
		if (fp->f_type == 0)
			fp->f_type = DTYPE_DEV;
		dev_rele(dev);
		return (error);
	}
	file_setup(fp, fp->f_flag, DTYPE_VNODE, dev, dev_fileops(sw));
	return (0);
}

static inline int
dev_ioflag(const struct file *fp)
{
	u_int flag = fp->f_flag;

	return (((flag & O_NONBLOCK) != 0 ? IO_NDELAY : 0) |
	    ((flag & O_SYNC) != 0 ? IO_SYNC : 0));
}

/*
 * Enter the device of an open file: ENXIO when it is gone.
 */
static inline int
dev_fo_enter(struct cdev *dev)
{

	return (__predict_true(dev_enter(dev)) ? 0 : SET_ERROR(ENXIO));
}

static int
dev_fo_read(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{
	struct cdev *dev = fp->f_data;
	int error;

	error = dev_fo_enter(dev);
	if (error != 0)
		return (error);
	dev->si_atime = time_second;
	error = dev->si_devsw->d_read == NULL ? SET_ERROR(EOPNOTSUPP) :
	    dev->si_devsw->d_read(dev, uio, dev_ioflag(fp));
	dev_exit(dev);
	return (error);
}

static int
dev_fo_write(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{
	struct cdev *dev = fp->f_data;
	int error;

	error = dev_fo_enter(dev);
	if (error != 0)
		return (error);
	dev->si_mtime = time_second;
	error = dev->si_devsw->d_write == NULL ? SET_ERROR(EOPNOTSUPP) :
	    dev->si_devsw->d_write(dev, uio, dev_ioflag(fp));
	dev_exit(dev);
	return (error);
}

/*
 * The same for devices with an offset.
 */
static int
dev_fo_seekread(struct file *fp, struct uio *uio, struct cred *cred,
    int flags, struct thread *td)
{
	int error;

	if ((flags & FOF_OFFSET) != 0)
		return (dev_fo_read(fp, uio, cred, flags, td));
	mutex_enter(&fp->f_lock);
	uio->uio_offset = fp->f_offset;
	error = dev_fo_read(fp, uio, cred, flags, td);
	fp->f_offset = uio->uio_offset;
	mutex_exit(&fp->f_lock);
	return (error);
}

static int
dev_fo_seekwrite(struct file *fp, struct uio *uio, struct cred *cred,
    int flags, struct thread *td)
{
	int error;

	if ((flags & FOF_OFFSET) != 0)
		return (dev_fo_write(fp, uio, cred, flags, td));
	mutex_enter(&fp->f_lock);
	uio->uio_offset = fp->f_offset;
	error = dev_fo_write(fp, uio, cred, flags, td);
	fp->f_offset = uio->uio_offset;
	mutex_exit(&fp->f_lock);
	return (error);
}

/*
 * And for memory devices, which never go away and have no state.
 */
static int
dev_fo_memread(struct file *fp, struct uio *uio, struct cred *cred, int flags,
    struct thread *td)
{
	struct cdev *dev = fp->f_data;

	return (dev->si_devsw->d_read(dev, uio, dev_ioflag(fp)));
}

static int
dev_fo_memwrite(struct file *fp, struct uio *uio, struct cred *cred,
    int flags, struct thread *td)
{
	struct cdev *dev = fp->f_data;

	return (dev->si_devsw->d_write(dev, uio, 0));
}

static int
dev_fo_ioctl(struct file *fp, u_long cmd, void *data, struct cred *cred,
    struct thread *td)
{
	struct cdev *dev = fp->f_data;
	int error;

	if (cmd == FIONBIO)
		return (0);		/* f_flag has it */
	error = dev_fo_enter(dev);
	if (error != 0)
		return (error);
	error = dev->si_devsw->d_ioctl == NULL ? SET_ERROR(ENOTTY) :
	    dev->si_devsw->d_ioctl(dev, cmd, data, (int)fp->f_flag, td);
	dev_exit(dev);
	return (error);
}

static int
dev_fo_poll(struct file *fp, int events, struct thread *td)
{
	struct cdev *dev = fp->f_data;
	int revents;

	if (!dev_enter(dev))
		return (POLLHUP | (events & (POLLIN | POLLRDNORM)));
	revents = dev->si_devsw->d_poll == NULL ?
	    events & (POLLIN | POLLRDNORM | POLLOUT) :
	    dev->si_devsw->d_poll(dev, events, td);
	dev_exit(dev);
	return (revents);
}

static int
dev_fo_event(struct file *fp, struct file_event *fe, struct thread *td)
{
	struct cdev *dev = fp->f_data;
	int error = 0;

	if (!dev_enter(dev)) {
		fe->fe_eof = true;
		return (0);
	}
	if (dev->si_devsw->d_event != NULL)
		error = dev->si_devsw->d_event(dev, fe, td);
	else
		fe->fe_ready = true;
	dev_exit(dev);
	return (error);
}

static int
dev_fo_mmap(struct file *fp, struct vm_object **objp, int prot, int flags,
    off_t off, struct cred *cred, struct thread *td)
{
	struct cdev *dev = fp->f_data;
	int error;

	/* A device that is gone has no memory either. */
	if (dev_fo_enter(dev) != 0)
		return (SET_ERROR(ENODEV));
	error = dev->si_devsw->d_mmap == NULL ? SET_ERROR(ENODEV) :
	    dev->si_devsw->d_mmap(dev, off, 0, prot, objp);
	dev_exit(dev);
	return (error);
}

/*
 * A disk ends where ioctl(2) says; SEEK_END is not for devices.
 */
static int
dev_fo_seek(struct file *fp, off_t off, int whence, off_t *result,
    struct thread *td)
{
	off_t new = off;
	int error = 0;

	mutex_enter(&fp->f_lock);
	if (whence == SEEK_CUR) {
		if (__builtin_add_overflow(fp->f_offset, off, &new))
			error = SET_ERROR(EOVERFLOW);
	} else if (whence != SEEK_SET)
		error = SET_ERROR(EINVAL);
	if (error == 0 && new < 0)
		error = SET_ERROR(EINVAL);
	if (error == 0)
		fp->f_offset = *result = new;
	mutex_exit(&fp->f_lock);
	return (error);
}

static void
dev_fo_close(struct file *fp, struct thread *td)
{
	struct cdev *dev = fp->f_data;

	if (dev->si_devsw->d_close != NULL && dev_enter(dev)) {
		(void)dev->si_devsw->d_close(dev, (int)fp->f_flag, td);
		dev_exit(dev);
	}
	dev_rele(dev);
}

#define	DEV_FILEOPS							\
	.fo_ioctl = dev_fo_ioctl,					\
	.fo_poll = dev_fo_poll,						\
	.fo_event = dev_fo_event,					\
	.fo_stat = vn_fo_stat,						\
	.fo_chmod = vn_fo_chmod,					\
	.fo_chown = vn_fo_chown,					\
	.fo_mmap = dev_fo_mmap,						\
	.fo_close = dev_fo_close

const struct file_ops devfs_fileops = {
	.fo_read = dev_fo_read,
	.fo_write = dev_fo_write,
	.fo_flags = FO_PASSABLE,
	DEV_FILEOPS
};

static const struct file_ops dev_seekops = {
	.fo_read = dev_fo_seekread,
	.fo_write = dev_fo_seekwrite,
	.fo_seek = dev_fo_seek,
	.fo_flags = FO_SEEKABLE | FO_PASSABLE,
	DEV_FILEOPS
};

static const struct file_ops dev_memops = {
	.fo_read = dev_fo_memread,
	.fo_write = dev_fo_memwrite,
	.fo_seek = dev_fo_seek,
	.fo_flags = FO_SEEKABLE | FO_PASSABLE,
	DEV_FILEOPS
};

/* The driver of /dev/fd/N, which only has a major number. */
static const struct cdevsw fd_cdevsw = {
	.d_name = "fd",
};

void
dev_init(void)
{

	mutex_init(&dev_lock, "dev");
	cv_init(&dev_cv, "devgone");
	mutex_enter(&dev_lock);
	dev_fd_number = makedev(dev_major(&fd_cdevsw), 0);
	mutex_exit(&dev_lock);
}
