/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Disks, their partitions, and the way of a block request to its driver.
 *
 * Model	A driver attaches a whole disk; reading its partition table
 *		gives further disks that share the driver and begin d_start
 *		bytes into it.  Each has a device node: reads and writes of the
 *		node go to the device directly (a raw disk has no cache), in
 *		whole sectors, through a bounce buffer.
 *
 *		bio_submit() checks the range against the disk, adds d_start
 *		and calls the driver's strategy.  bio_complete() may be called
 *		in a hard interrupt: it queues the request for the block soft
 *		interrupt of the CPU, which calls bio_done.
 *
 * Invariants	(1) a request reaches a driver only when its bytes lie inside
 *		    the disk it was made for, in whole sectors, and it is no
 *		    larger than d_maxio and d_maxvec permit.
 *		(2) bio_done is called exactly once for each bio_submit().
 *		(3) d_opens counts d_writers and more; an exclusive user
 *		    (mount) and a writer through the node exclude each other.
 *
 * Locks	disk_lock (mutex): the list, flags and use counts;
 *		biodone_lock (spin, IPL_VM): finished requests.
 * Tests	tests/boot/t_disk.sh
 */
#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/bio.h>
#include <sys/conf.h>
#include <sys/condvar.h>
#include <sys/disk.h>
#include <sys/errno.h>
#include <sys/fail.h>
#include <sys/fcntl.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/partition.h>
#include <sys/proc.h>
#include <sys/softint.h>
#include <sys/spin.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>

#include <vm/vm_page.h>

#define	DISK_RAWIO	(64 * 1024)	/* bytes of a raw transfer at a time */
#define	DISK_GID	5		/* group "operator" */
#define	DISK_MAXPARTS	128

static struct kmutex disk_lock;
static struct cv disk_cv;	/* the last user of a gone disk left */
static TAILQ_HEAD(, disk) disks = TAILQ_HEAD_INITIALIZER(disks); /* (d) */

static struct spin biodone_lock;
static TAILQ_HEAD(, bio) biodone_queue =
    TAILQ_HEAD_INITIALIZER(biodone_queue);	/* biodone_lock */
static struct softint *biodone_softint;

/* --- requests ------------------------------------------------------------- */

void
bio_init(struct bio *bp, struct disk *d, enum bio_cmd cmd, off_t offset)
{

	bp->bio_disk = d;
	bp->bio_cmd = cmd;
	bp->bio_flags = 0;
	bp->bio_offset = offset;
	bp->bio_length = 0;
	bp->bio_nvec = 0;
	bp->bio_error = 0;
	bp->bio_done = NULL;
	bp->bio_arg = NULL;
	bp->bio_driver = NULL;
}

int
bio_add(struct bio *bp, void *base, size_t len)
{

	if (bp->bio_nvec == BIO_MAXVEC || len == 0)
		return (SET_ERROR(EINVAL));
	bp->bio_vec[bp->bio_nvec].bv_base = base;
	bp->bio_vec[bp->bio_nvec].bv_len = len;
	bp->bio_nvec++;
	bp->bio_length += len;
	return (0);
}

static int
bio_check(const struct bio *bp, const struct disk *d)
{
	size_t mask = d->d_sectorsize - 1;
	int i;

	if ((d->d_flags & DISK_GONE) != 0)
		return (SET_ERROR(ENXIO));
	if (bp->bio_cmd == BIO_FLUSH)
		return (0);
	if (bp->bio_cmd == BIO_WRITE && (d->d_flags & DISK_RDONLY) != 0)
		return (SET_ERROR(EROFS));
	if (bp->bio_nvec == 0 || bp->bio_offset < 0 ||
	    ((size_t)bp->bio_offset & mask) != 0 ||
	    bp->bio_offset > d->d_mediasize ||
	    bp->bio_length > (size_t)(d->d_mediasize - bp->bio_offset) ||
	    bp->bio_nvec > d->d_maxvec ||
	    (d->d_maxio != 0 && bp->bio_length > d->d_maxio))
		return (SET_ERROR(EINVAL));
	for (i = 0; i < bp->bio_nvec; i++)
		if ((bp->bio_vec[i].bv_len & mask) != 0)
			return (SET_ERROR(EINVAL));
	return (0);
}

/*
 * The errno that somebody asked for; fail(9).
 */
static int
bio_fault(enum bio_cmd cmd)
{

	switch (cmd) {
	case BIO_READ:
		return (KFAIL_POINT(disk_read));
	case BIO_WRITE:
		return (KFAIL_POINT(disk_write));
	default:
		return (KFAIL_POINT(disk_flush));
	}
}

void
bio_submit(struct bio *bp)
{
	struct disk *d = bp->bio_disk;
	struct disk *whole = d->d_parent != NULL ? d->d_parent : d;
	int error;

	KASSERT(bp->bio_done != NULL);
	atomic_inc(&d->d_stat_ops[bp->bio_cmd]);
	if (bp->bio_cmd != BIO_FLUSH)
		atomic_add(&d->d_stat_bytes[bp->bio_cmd], bp->bio_length);
	if (bp->bio_cmd == BIO_READ)
		curthread->td_ru.rc_inblock++;
	else if (bp->bio_cmd == BIO_WRITE)
		curthread->td_ru.rc_oublock++;
	bp->bio_whole = whole;
	error = bio_check(bp, d);
	if (error == 0)
		error = bio_fault(bp->bio_cmd);
	if (error != 0) {
		bio_complete(bp, error);
		return;
	}
	bp->bio_pblkno = d->d_start + bp->bio_offset;
	whole->d_strategy(whole, bp);
}

void
bio_complete(struct bio *bp, int error)
{

	bp->bio_error = error;
	spin_enter(&biodone_lock);
	TAILQ_INSERT_TAIL(&biodone_queue, bp, bio_link);
	spin_exit(&biodone_lock);
	softint_schedule(biodone_softint);
}

static void
biodone_run(void *arg)
{
	struct bio *bp;

	for (;;) {
		spin_enter(&biodone_lock);
		bp = TAILQ_FIRST(&biodone_queue);
		if (bp != NULL)
			TAILQ_REMOVE(&biodone_queue, bp, bio_link);
		spin_exit(&biodone_lock);
		if (bp == NULL)
			return;
		bp->bio_done(bp);
	}
}

struct bio_waiter {
	struct kmutex	w_lock;
	struct cv	w_cv;
	bool		w_done;		/* w_lock */
};

static void
bio_wakeup(struct bio *bp)
{
	struct bio_waiter *w = bp->bio_arg;

	/* Signalled under the lock: the waiter's stack goes after it. */
	mutex_enter(&w->w_lock);
	w->w_done = true;
	cv_signal(&w->w_cv);
	mutex_exit(&w->w_lock);
}

int
bio_wait(struct bio *bp)
{
	struct bio_waiter w;

	mutex_init(&w.w_lock, "biowait");
	cv_init(&w.w_cv, "biowait");
	w.w_done = false;
	bp->bio_done = bio_wakeup;
	bp->bio_arg = &w;
	bio_submit(bp);
	mutex_enter(&w.w_lock);
	while (!w.w_done)
		cv_wait(&w.w_cv, &w.w_lock);
	mutex_exit(&w.w_lock);
	cv_destroy(&w.w_cv);
	mutex_destroy(&w.w_lock);
	return (bp->bio_error);
}

/*
 * One request, or as many as d_maxio makes necessary, one after the other.
 */
static int
disk_rdwr(struct disk *d, enum bio_cmd cmd, off_t offset, void *buf,
    size_t len)
{
	size_t n, max = d->d_maxio != 0 ? d->d_maxio : len;
	struct bio *bp;
	int error;

	bp = kmem_alloc(sizeof(*bp), KM_SLEEP);
	if (bp == NULL)
		return (SET_ERROR(ENOMEM));
	do {
		n = MIN(len, max);
		bio_init(bp, d, cmd, offset);
		error = cmd == BIO_FLUSH ? 0 : bio_add(bp, buf, n);
		if (error == 0)
			error = bio_wait(bp);
		buf = (char *)buf + n;
		offset += (off_t)n;
		len -= n;
	} while (error == 0 && len != 0);
	kmem_free(bp, sizeof(*bp));
	return (error);
}

int
disk_read(struct disk *d, off_t offset, void *buf, size_t len)
{

	return (disk_rdwr(d, BIO_READ, offset, buf, len));
}

int
disk_write(struct disk *d, off_t offset, const void *buf, size_t len)
{

	return (disk_rdwr(d, BIO_WRITE, offset, __DECONST(void *, buf), len));
}

int
disk_flush(struct disk *d)
{

	return (disk_rdwr(d, BIO_FLUSH, 0, NULL, 0));
}

/* --- users ---------------------------------------------------------------- */

int
disk_open(struct disk *d, bool write, bool exclusive)
{
	int error = 0;

	mutex_enter(&disk_lock);
	if ((d->d_flags & DISK_GONE) != 0)
		error = SET_ERROR(ENXIO);
	else if (write && (d->d_flags & DISK_RDONLY) != 0)
		error = SET_ERROR(EROFS);
	else if (exclusive && (d->d_writers != 0 ||
	    (d->d_flags & DISK_EXCL) != 0))
		error = SET_ERROR(EBUSY);
	else if (write && !exclusive && (d->d_flags & DISK_EXCL) != 0)
		error = SET_ERROR(EBUSY);
	else {
		d->d_opens++;
		if (write && !exclusive)
			d->d_writers++;
		if (exclusive)
			d->d_flags |= DISK_EXCL;
	}
	mutex_exit(&disk_lock);
	return (error);
}

void
disk_close(struct disk *d, bool write, bool exclusive)
{

	mutex_enter(&disk_lock);
	KASSERT(d->d_opens > 0);
	d->d_opens--;
	if (write && !exclusive)
		d->d_writers--;
	if (exclusive) {
		d->d_flags &= ~DISK_EXCL;
		cv_broadcast(&disk_cv);
	}
	mutex_exit(&disk_lock);
}

struct disk *
disk_from_cdev(struct cdev *dev)
{

	return ((dev->si_devsw->d_flags & D_DISK) != 0 ? dev_softc(dev) :
	    NULL);
}

/* --- device nodes --------------------------------------------------------- */

static int
disk_dev_open(struct cdev *dev, int oflags, struct thread *td)
{

	return (disk_open(dev_softc(dev), (oflags & FWRITE) != 0, false));
}

static int
disk_dev_close(struct cdev *dev, int fflag, struct thread *td)
{

	disk_close(dev_softc(dev), (fflag & FWRITE) != 0, false);
	return (0);
}

/*
 * Raw transfer.  Reading stops at the end of the disk; writing past it is
 * ENOSPC.  Offset and length are whole sectors, or EINVAL.
 */
static int
disk_dev_rdwr(struct disk *d, struct uio *uio)
{
	size_t n, mask = d->d_sectorsize - 1;
	void *buf;
	int error = 0;

	if (uio->uio_offset < 0 || ((size_t)uio->uio_offset & mask) != 0 ||
	    ((size_t)uio->uio_resid & mask) != 0)
		return (SET_ERROR(EINVAL));
	if (uio->uio_resid == 0)
		return (0);
	if (uio->uio_offset >= d->d_mediasize)
		return (uio->uio_rw == UIO_READ ? 0 : SET_ERROR(ENOSPC));
	buf = kmem_alloc(DISK_RAWIO, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOMEM));
	while (uio->uio_resid > 0 && uio->uio_offset < d->d_mediasize) {
		n = MIN((size_t)uio->uio_resid, DISK_RAWIO);
		n = MIN(n, (size_t)(d->d_mediasize - uio->uio_offset));
		if (uio->uio_rw == UIO_READ) {
			error = disk_read(d, uio->uio_offset, buf, n);
			if (error == 0)
				error = uiomove(buf, n, uio);
		} else {
			off_t offset = uio->uio_offset;

			error = uiomove(buf, n, uio);
			if (error == 0)
				error = disk_write(d, offset, buf, n);
		}
		if (error != 0)
			break;
	}
	kmem_free(buf, DISK_RAWIO);
	return (error);
}

static int
disk_dev_read(struct cdev *dev, struct uio *uio, int ioflag)
{

	return (disk_dev_rdwr(dev_softc(dev), uio));
}

static int	disk_rescan(struct disk *);

static int
disk_dev_ioctl(struct cdev *dev, u_long cmd, void *data, int fflag,
    struct thread *td)
{
	struct disk *d = dev_softc(dev);

	switch (cmd) {
	case DIOCGSECTORSIZE:
		*(u_int *)data = d->d_sectorsize;
		return (0);
	case DIOCGMEDIASIZE:
		*(off_t *)data = d->d_mediasize;
		return (0);
	case DIOCGFLUSH:
		return (disk_flush(d));
	case DIOCRESCAN:
		if ((fflag & FWRITE) == 0)
			return (SET_ERROR(EBADF));
		return (disk_rescan(d));
	default:
		return (SET_ERROR(ENOTTY));
	}
}

static const struct cdevsw disk_cdevsw = {
	.d_name = "disk",
	.d_flags = D_DISK,
	.d_open = disk_dev_open,
	.d_close = disk_dev_close,
	.d_read = disk_dev_read,
	.d_write = disk_dev_read,
	.d_ioctl = disk_dev_ioctl,
};

static int
disk_publish(struct disk *d)
{
	static uint64_t unit;		/* atomic */

	d->d_cdev = dev_create(&disk_cdevsw, d, atomic_fetch_add(&unit, 1), 0,
	    DISK_GID, S_IRUSR | S_IWUSR | S_IRGRP, "%s", d->d_name);
	if (d->d_cdev == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_enter(&disk_lock);
	TAILQ_INSERT_TAIL(&disks, d, d_link);
	mutex_exit(&disk_lock);
	return (0);
}

/* --- partitions ----------------------------------------------------------- */

static void
disk_add_partition(struct disk *whole, const struct partition *pt)
{
	struct disk *d;

	d = kmem_zalloc(sizeof(*d), KM_SLEEP);
	if (d == NULL)
		return;
	snprintf(d->d_name, sizeof(d->d_name), "%sp%u", whole->d_name,
	    pt->pt_index);
	d->d_sectorsize = whole->d_sectorsize;
	d->d_mediasize = pt->pt_size;
	d->d_maxio = whole->d_maxio;
	d->d_maxvec = whole->d_maxvec;
	d->d_flags = whole->d_flags & DISK_RDONLY;
	d->d_parent = whole;
	d->d_start = pt->pt_start;
	d->d_part = pt->pt_index;
	if (disk_publish(d) != 0) {
		kmem_free(d, sizeof(*d));
		return;
	}
	printf("%s: %ju MiB at %ju\n", d->d_name,
	    (uintmax_t)d->d_mediasize >> 20, (uintmax_t)d->d_start);
}

static int
disk_partition_read(void *arg, off_t offset, void *buf, size_t len)
{

	return (disk_read(arg, offset, buf, len));
}

/*
 * Read the partition table and add what it names and is not there yet.
 */
static int
disk_scan(struct disk *whole)
{
	struct partition *parts;
	struct disk *d;
	u_int i, n;
	int error;

	parts = kmem_alloc(DISK_MAXPARTS * sizeof(*parts), KM_SLEEP);
	if (parts == NULL)
		return (SET_ERROR(ENOMEM));
	error = partition_read(disk_partition_read, whole, whole->d_mediasize,
	    whole->d_sectorsize, parts, DISK_MAXPARTS, &n);
	for (i = 0; error == 0 && i < n; i++) {
		mutex_enter(&disk_lock);
		TAILQ_FOREACH(d, &disks, d_link)
			if (d->d_parent == whole &&
			    d->d_part == parts[i].pt_index)
				break;
		mutex_exit(&disk_lock);
		if (d == NULL)
			disk_add_partition(whole, &parts[i]);
	}
	kmem_free(parts, DISK_MAXPARTS * sizeof(*parts));
	return (error);
}

/*
 * Forget the partitions of a disk none of which is in use, and scan anew.
 */
static int
disk_rescan(struct disk *whole)
{
	struct disk *d, *next;
	TAILQ_HEAD(, disk) gone = TAILQ_HEAD_INITIALIZER(gone);
	bool busy = false;

	if (whole->d_parent != NULL)
		return (SET_ERROR(EINVAL));
	mutex_enter(&disk_lock);
	TAILQ_FOREACH(d, &disks, d_link)
		if (d->d_parent == whole && d->d_opens != 0)
			busy = true;
	if (!busy) {
		TAILQ_FOREACH_SAFE(d, &disks, d_link, next) {
			if (d->d_parent != whole)
				continue;
			d->d_flags |= DISK_GONE;
			TAILQ_REMOVE(&disks, d, d_link);
			TAILQ_INSERT_TAIL(&gone, d, d_link);
		}
	}
	mutex_exit(&disk_lock);
	if (busy)
		return (SET_ERROR(EBUSY));
	TAILQ_FOREACH_SAFE(d, &gone, d_link, next) {
		dev_destroy(d->d_cdev);
		kmem_free(d, sizeof(*d));
	}
	return (disk_scan(whole));
}

int
disk_attach(struct disk *d)
{
	int error;

	KASSERT(d->d_sectorsize >= 512 &&
	    (d->d_sectorsize & (d->d_sectorsize - 1)) == 0);
	KASSERT(d->d_maxvec > 0 && d->d_maxio % d->d_sectorsize == 0);
	d->d_mediasize -= d->d_mediasize % (off_t)d->d_sectorsize;
	error = disk_publish(d);
	if (error != 0)
		return (error);
	error = disk_scan(d);
	if (error != 0)
		printf("%s: partition table unreadable, error %d\n",
		    d->d_name, error);
	return (0);
}

void
disk_detach(struct disk *whole)
{
	struct disk *d;

	for (;;) {
		mutex_enter(&disk_lock);
		TAILQ_FOREACH(d, &disks, d_link)
			if (d->d_parent == whole)
				break;
		if (d == NULL)
			d = whole;
		d->d_flags |= DISK_GONE;
		TAILQ_REMOVE(&disks, d, d_link);
		mutex_exit(&disk_lock);
		/* After this the only users are mounts. */
		dev_destroy(d->d_cdev);
		mutex_enter(&disk_lock);
		while ((d->d_flags & DISK_EXCL) != 0)
			cv_wait(&disk_cv, &disk_lock);
		mutex_exit(&disk_lock);
		if (d == whole)
			return;
		kmem_free(d, sizeof(*d));
	}
}

/* --- statistics and start ------------------------------------------------- */

static int
sysctl_disks(SYSCTL_HANDLER_ARGS)
{
	struct disk *d;
	char line[160];
	int error = 0;

	mutex_enter(&disk_lock);
	TAILQ_FOREACH(d, &disks, d_link) {
		snprintf(line, sizeof(line),
		    "%s%s: size %ju reads %ju writes %ju flushes %ju "
		    "read_bytes %ju written_bytes %ju",
		    d == TAILQ_FIRST(&disks) ? "" : "\n", d->d_name,
		    (uintmax_t)d->d_mediasize,
		    (uintmax_t)d->d_stat_ops[BIO_READ],
		    (uintmax_t)d->d_stat_ops[BIO_WRITE],
		    (uintmax_t)d->d_stat_ops[BIO_FLUSH],
		    (uintmax_t)d->d_stat_bytes[BIO_READ],
		    (uintmax_t)d->d_stat_bytes[BIO_WRITE]);
		error = SYSCTL_OUT(req, line, strlen(line));
		if (error != 0)
			break;
	}
	mutex_exit(&disk_lock);
	if (error == 0)
		error = SYSCTL_OUT(req, "", 1);
	return (error);
}
SYSCTL_PROC(_kern, OID_AUTO, disks, CTLTYPE_STRING | CTLFLAG_RD, NULL, 0,
    sysctl_disks, "A", "Disks with their sizes and counts of requests");

void
disk_init(void)
{

	mutex_init(&disk_lock, "disk");
	cv_init(&disk_cv, "diskgone");
	spin_init(&biodone_lock, "biodone", IPL_VM);
	biodone_softint = softint_establish(SOFTINT_BLOCK, biodone_run, NULL);
	if (biodone_softint == NULL)
		panic("disk_init: no memory");
}
