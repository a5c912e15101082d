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
 * writes all of a class and waits before it begins with the next, so that a
 * name never reaches the disk before the inode it names.
 */
enum buf_order {
	BUF_INODE,			/* inodes, bitmaps, indirect blocks */
	BUF_DIR,			/* blocks of directories */
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
	uint64_t	bs_serial;	/* (i) for the hash */
	struct kmutex	bs_lock;
	struct cv	bs_cv;		/* bs_writes fell to 0 */
	struct bufqueue	bs_dirty[BUF_NORDER];	/* (b) in order of age */
	u_int		bs_ndirty;	/* (b) */
	u_int		bs_writes;	/* (b) writes in progress */
	int		bs_error;	/* (b) of a write nobody waited for */
};

/*
 * One block.  Who has a buffer from bread() or getblk() owns it alone until it
 * is released.  Locks: (o) the owner, (h) the lock of its hash chain, (l) the
 * list's lock, (b) bs_lock, (i) constant.
 */
struct buf {
	struct bufset	*b_set;		/* (i) */
	uint64_t	b_blkno;	/* (i) in blocks of the set */
	void		*b_data;	/* (i) the pointer; (o) the contents */
	uint32_t	b_size;		/* (i) */
	uint32_t	b_refs;		/* (h) owner and those who wait */
	uint16_t	b_flags;	/* (o) B_* */
	uint8_t		b_order;	/* (o) enum buf_order */
	uint8_t		b_onlru;	/* (l) */
	struct kmutex	b_lock;		/* ownership */
	LIST_ENTRY(buf)	b_hash;		/* (h) */
	TAILQ_ENTRY(buf) b_lru;		/* (l) */
	TAILQ_ENTRY(buf) b_dirtyq;	/* (b) */
	uint64_t	b_dirtytime;	/* (b) ns, when it became dirty */
	struct bio	*b_bio;		/* (o) write in progress */
};

#define	B_VALID		0x0001		/* the contents are the block's */
#define	B_DIRTY		0x0002		/* (b) newer than the disk */
#define	B_INVAL		0x0004		/* do not keep it */

int	bufset_create(struct disk *, uint32_t blocksize, struct bufset **);
void	bufset_destroy(struct bufset *);

/*
 * The block, read if need be, owned; EIO, ENOMEM.  getblk: without reading:
 * valid only if it happens to be in memory (B_VALID).
 */
int	bread(struct bufset *, uint64_t blkno, struct buf **)
	    __result_use_check;
int	getblk(struct bufset *, uint64_t blkno, struct buf **)
	    __result_use_check;
/* Start reading blocks that will be wanted. */
void	bread_ahead(struct bufset *, uint64_t blkno, u_int n);

/*
 * Release a buffer: unchanged; changed, to be written later, in class order;
 * changed, written now and waited for; changed, write started.
 */
void	brelse(struct buf *);
void	bdwrite(struct buf *, enum buf_order);
int	bwrite(struct buf *);
void	bawrite(struct buf *, enum buf_order);

/*
 * The block belongs to nobody any more: forget it, written or not.  May be
 * called for blocks that are not cached.
 */
void	binval(struct bufset *, uint64_t blkno);

/*
 * Write all dirty buffers in class order and wait; with flush, empty the disk's
 * cache too.  The first error.  bufset_age writes those older than age ns and
 * does not wait longer than the order demands.
 */
int	bufset_sync(struct bufset *, bool flush);
int	bufset_age(struct bufset *, uint64_t age);
int	bufset_flush(struct bufset *);
/* Forget everything; dirty buffers are lost. */
void	bufset_purge(struct bufset *);

void	bio_cache_init(void);
#endif /* _KERNEL */

#endif /* !_SYS_BUF_H_ */
