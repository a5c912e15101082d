/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The buffer cache: metadata blocks of mounted disks; buf(9), and the theory
 * statement of vfs_bio.c.  File data is not here but in the vnodes' objects.
 */
#ifndef _SYS_BUF_H_
#define	_SYS_BUF_H_

#ifdef _KERNEL
#include <sys/bio.h>
#include <sys/condvar.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/types.h>

struct buf;
struct disk;

/*
 * Classes of a mount's dirty buffers, written one after the other: a sync
 * writes all of a class and waits before it begins with the next, so that an
 * inode does not reach the disk before the blocks that say where its data is, a
 * name not before the inode it names, and a name does not vanish before the one
 * that replaces it is there: before BUF_UNLINK the disk's cache is flushed too.
 */
enum buf_order {
	BUF_MAP,			/* bit maps, indirect blocks */
	BUF_INODE,			/* inodes */
	BUF_DIR,			/* blocks of directories */
	BUF_UNLINK,			/* the same, where a name moved away */
	BUF_SUPER,			/* superblocks and group descriptors */
	BUF_NORDER
};

TAILQ_HEAD(bufqueue, buf);

/*
 * The buffers of one mounted disk.  Locks: (i) constant, (b) bs_lock.
 */
struct bufset {
	struct disk	*bs_disk;	/* (i) */
	uint32_t	bs_size;	/* (i) bytes of a block */
	uint32_t	bs_serial;	/* (i) for the hash */
	uint64_t	bs_nblocks;	/* (i) whole blocks of the disk */
	struct kmutex	bs_flushlock;	/* one sync at a time */
	struct kmutex	bs_lock;
	struct bufqueue	bs_dirty[BUF_NORDER];	/* (b) in order of age */
	u_int		bs_ndirty;	/* (b) */
};

/*
 * One block.  Who has a buffer from bread() or getblk() owns it alone until it
 * is released.  Locks: (o) the owner, (h) the lock of its hash chain, (l) the
 * list's lock, (b) bs_lock, (a) atomic, (i) constant.
 */
struct buf {
	struct bufset	*b_set;		/* (i) */
	uint64_t	b_blkno;	/* (i) in blocks of the set */
	void		*b_data;	/* (i) the pointer; (o) the contents */
	uint32_t	b_size;		/* (i) */
	volatile uint32_t b_refs; /* (a; up: h) owner and those who wait */
	volatile uint16_t b_flags;	/* (o) B_* */
	uint8_t		b_order;	/* (b) enum buf_order */
	volatile uint8_t b_used; /* (l to clear) since the clock came by */
	struct kmutex	b_lock;		/* ownership */
	LIST_ENTRY(buf)	b_hash;		/* (h) */
	TAILQ_ENTRY(buf) b_lru;		/* (l) */
	TAILQ_ENTRY(buf) b_dirtyq;	/* (b) */
	uint64_t	b_dirtytime;	/* (b) ns, when it became dirty */
	uint64_t	b_owner; /* (o) with B_CHECKED: the file system's */
};

#define	B_VALID		0x0001		/* the contents are the block's */
#define	B_DIRTY		0x0002		/* (o+b) newer than the disk */
#define	B_CHECKED	0x0004	/* (o) verified as b_owner's directory */

/*
 * EINVAL: blocksize is not a power of two between the disk's sector and a page,
 * or the disk has no such block.
 */
int	bufset_create(struct disk *, uint32_t blocksize, struct bufset **);
void	bufset_destroy(struct bufset *);

/*
 * The block, read if need be, owned; EIO, ENOMEM, EINVAL.  getblk: without
 * reading: the contents are undefined unless B_VALID, and the owner fills all
 * of it before he releases it with bdwrite or bwrite.  A thread owns several
 * buffers only in the order that the file system has given to its blocks.
 */
int	bread(struct bufset *, uint64_t blkno, struct buf **)
	    __result_use_check;
int	getblk(struct bufset *, uint64_t blkno, struct buf **)
	    __result_use_check;

/*
 * Release a buffer: unchanged; changed, to be written later, in class order.
 */
void	brelse(struct buf *);
void	bdwrite(struct buf *, enum buf_order);

/*
 * The block belongs to nobody any more: forget it, written or not.  May be
 * called for blocks that are not cached.
 */
void	binval(struct bufset *, uint64_t blkno);

/*
 * Write all that is dirty now, in class order, and wait; with flush, empty the
 * disk's cache too.  The first error: what it kept from the disk, and the
 * classes after that, stay dirty for the next sync.
 */
int	bufset_sync(struct bufset *, bool flush);

/*
 * Several requests at once, one wait for all.  iog_bio() gives an empty request
 * to be filled with bio_add() and handed over with iog_submit(); iog_wait()
 * returns the first error.  A group lies on the stack of the thread that waits.
 * Never fails for lack of memory: then requests go one after the other.
 */
struct iogroup {
	struct kmutex	iog_lock;
	struct cv	iog_cv;
	u_int		iog_pending;	/* iog_lock */
	int		iog_error;	/* iog_lock */
	bool		iog_busy;	/* iog_lock: iog_bio0 is in use */
	struct bio	iog_bio0;
};

void	iog_init(struct iogroup *);
struct bio *iog_bio(struct iogroup *, struct disk *, enum bio_cmd, off_t);
void	iog_submit(struct iogroup *, struct bio *);
int	iog_wait(struct iogroup *);

/* Core: boot. */
void	bio_cache_init(void);
#endif /* _KERNEL */

#endif /* !_SYS_BUF_H_ */
