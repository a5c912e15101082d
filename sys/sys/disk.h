/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Disks and their partitions.
 */
#ifndef _SYS_DISK_H_
#define	_SYS_DISK_H_

#include <sys/types.h>
#include <sys/ioccom.h>

/* ioctl(2) requests on a disk or a partition; values as on FreeBSD. */
#define	DIOCGSECTORSIZE	_IOR('d', 128, u_int)	/* bytes in a sector */
#define	DIOCGMEDIASIZE	_IOR('d', 129, off_t)	/* bytes in all */
#define	DIOCGFLUSH	_IO('d', 135)		/* empty the write cache */
#define	DIOCRESCAN	_IO('d', 200)		/* read the partitions anew */

#ifdef _KERNEL

#include <sys/bio.h>
#include <sys/queue.h>

struct cdev;
struct thread;

#define	DISK_NAMELEN	32

#define	DISK_RDONLY	0x01		/* writes are EROFS */
#define	DISK_GONE	0x02		/* the device went away */
#define	DISK_EXCL	0x04		/* a mount uses it */

/*
 * Locks: (d) disk_lock, (i) constant after disk_attach(), (a) atomic.
 * A partition is a disk whose d_parent is the whole disk.
 */
struct disk {
	TAILQ_ENTRY(disk) d_link;	/* (d) all disks */
	char		 d_name[DISK_NAMELEN];	/* (i) "vbd0", "vbd0p1" */
	u_int		 d_sectorsize;	/* (i) bytes; a power of 2 */
	off_t		 d_mediasize;	/* (i) bytes */
	size_t		 d_maxio;	/* (i) largest request, whole sectors;
					   0: any */
	int		 d_maxvec;	/* (i) most vectors of one request */
	u_int		 d_flags;	/* (d) DISK_* */
	/*
	 * The driver takes a request whose range was checked; any context
	 * at or below IPL_SOFT; ends it with bio_complete().
	 */
	void		(*d_strategy)(struct disk *, struct bio *); /* (i) */
	void		*d_softc;	/* (i) the driver's */
	struct disk	*d_parent;	/* (i) whole disk of a partition */
	off_t		 d_start;	/* (i) first byte on d_parent */
	u_int		 d_part;	/* (i) partition number, from 1 */
	struct cdev	*d_cdev;	/* (i) /dev/NAME */
	u_int		 d_opens;	/* (d) users: open files, mounts */
	u_int		 d_writers;	/* (d) of them, for writing */
	uint64_t	 d_stat_ops[3];	/* (a) requests by bio_cmd */
	uint64_t	 d_stat_bytes[2]; /* (a) bytes read, written */
};

/* Core: boot. */
void	disk_init(void);

/*
 * A driver found a disk: d_name, d_sectorsize, d_mediasize, d_maxio, d_maxvec,
 * d_flags, d_strategy and d_softc are set, the rest is zero.  Makes its device
 * node, reads its partition table and makes theirs.  May sleep.
 */
int	disk_attach(struct disk *);

/*
 * The device is gone: requests from now on fail with ENXIO, nodes vanish,
 * waits for the users, a mount being one.  May sleep.
 */
void	disk_detach(struct disk *);

/*
 * The disk behind a device node, or NULL.
 */
struct disk *disk_from_cdev(struct cdev *);

/*
 * Account a user of a disk.  EROFS for a writer of a read-only disk, EBUSY
 * for an exclusive user (a mount) of a disk that is written by others, ENXIO.
 */
int	disk_open(struct disk *, bool write, bool exclusive);
void	disk_close(struct disk *, bool write, bool exclusive);

/*
 * Synchronous access by kernel address, in whole sectors.
 */
int	disk_read(struct disk *, off_t offset, void *buf, size_t len);
int	disk_write(struct disk *, off_t offset, const void *buf, size_t len);
int	disk_flush(struct disk *);

#endif /* _KERNEL */
#endif /* !_SYS_DISK_H_ */
