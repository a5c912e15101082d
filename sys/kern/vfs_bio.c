/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The buffer cache: blocks of metadata, and the order in which they are
 * written.
 *
 * Model	A buffer is found in a hash table by its set (a mounted disk)
 *		and block number.  Its owner holds b_lock; b_refs counts the
 *		owner and those who wait for it, and keeps the memory.  Changed
 *		buffers are queued by class and age, and written by a sync: all
 *		of a class, then all of the next.  Clean ones without
 *		references are freed by a clock hand that goes round when the
 *		cache is larger than its limit.
 *
 *		A sync owns the buffers that it writes until they are on the
 *		disk, up to BUF_BATCH at once.  It waits for a buffer only when
 *		it owns none: so it cannot be part of a circle of owners.
 *
 * Invariants	(1) b_refs grows only with the chain locked; a buffer that is
 *		    seen there with b_refs 0 has no owner.
 *		(2) a dirty buffer is on its set's queue and is not freed.
 *		(3) a buffer without B_VALID is seen by its owner only.
 *		(4) when bufset_sync() returns 0, what was dirty before it began
 *		    is on the disk: syncs of a set happen one after the other,
 *		    and what could not be written is dirty still.
 *		(5) no class is written before what was to be written of those
 *		    before it.
 *
 * Locks	bs_flushlock -> b_lock -> bs_lock; list lock -> chain lock.
 * Context	thread; sleeps for I/O and memory.
 * Limits	vfs.buf.max bytes are kept; dirty buffers may exceed that until
 *		the next sync.
 * Tests	tests/sys/fs/ext2fs/t_ext2_files.c, tests/sim/s_bufcache.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/buf.h>
#include <sys/disk.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <vm/vm_page.h>

#define	BUF_BATCH	16		/* buffers a sync owns at once */
#define	BUF_LOCKS	64		/* a power of 2 */

struct buf_lock {
	struct kmutex	bl_lock;
} __aligned(CACHE_LINE_SIZE);

LIST_HEAD(buf_chain, buf);

static struct kmem_cache *buf_cache;
static struct kmem_cache *bio_cache;
static struct buf_lock	buf_locks[BUF_LOCKS];
static struct buf_chain	*buf_table;		/* chain locks */
static u_long		buf_mask;
static struct kmutex	buf_listlock;
static struct bufqueue	buf_list = TAILQ_HEAD_INITIALIZER(buf_list);
static u_long		buf_bytes;		/* buf_listlock */
static u_long		buf_max;
static uint32_t		bufset_serial;		/* (a) */
static uint64_t		buf_hits, buf_misses;	/* roughly */

SYSCTL_NODE(_vfs, OID_AUTO, buf, 0, NULL, "Buffer cache");
SYSCTL_ULONG(_vfs_buf, OID_AUTO, bytes, CTLFLAG_RD, &buf_bytes, 0,
    "Bytes in buffers");
SYSCTL_ULONG(_vfs_buf, OID_AUTO, max, CTLFLAG_RW, &buf_max, 0,
    "Bytes to keep in clean buffers, at most");
SYSCTL_UQUAD(_vfs_buf, OID_AUTO, hits, CTLFLAG_RD, &buf_hits, 0,
    "Blocks found in the cache");
SYSCTL_UQUAD(_vfs_buf, OID_AUTO, misses, CTLFLAG_RD, &buf_misses, 0,
    "Blocks read from a disk");

/* --- groups of requests --------------------------------------------------- */

void
iog_init(struct iogroup *iog)
{

	mutex_init(&iog->iog_lock, "iogroup");
	cv_init(&iog->iog_cv, "iowait");
	iog->iog_pending = 0;
	iog->iog_error = 0;
	iog->iog_busy = false;
}

static void
iog_done(struct bio *bp)
{
	struct iogroup *iog = bp->bio_arg;

	/* Signalled under the lock: the waiter's stack goes after it. */
	mutex_enter(&iog->iog_lock);
	if (bp->bio_error != 0 && iog->iog_error == 0)
		iog->iog_error = bp->bio_error;
	if (bp == &iog->iog_bio0)
		iog->iog_busy = false;
	iog->iog_pending--;
	cv_broadcast(&iog->iog_cv);
	mutex_exit(&iog->iog_lock);
	if (bp != &iog->iog_bio0)
		kmem_cache_free(bio_cache, bp);
}

/*
 * An empty request at a byte offset.
 */
struct bio *
iog_bio(struct iogroup *iog, struct disk *d, enum bio_cmd cmd, off_t offset)
{
	struct bio *bp = &iog->iog_bio0;

	mutex_enter(&iog->iog_lock);
	if (iog->iog_busy) {
		mutex_exit(&iog->iog_lock);
		bp = kmem_cache_alloc(bio_cache, KM_NOSLEEP);
		mutex_enter(&iog->iog_lock);
		if (bp == NULL) {
			while (iog->iog_busy)
				cv_wait(&iog->iog_cv, &iog->iog_lock);
			bp = &iog->iog_bio0;
		}
	}
	if (bp == &iog->iog_bio0)
		iog->iog_busy = true;
	mutex_exit(&iog->iog_lock);
	bio_init(bp, d, cmd, offset);
	return (bp);
}

/*
 * Start a request that iog_bio() gave.
 */
void
iog_submit(struct iogroup *iog, struct bio *bp)
{

	mutex_enter(&iog->iog_lock);
	iog->iog_pending++;
	mutex_exit(&iog->iog_lock);
	bp->bio_done = iog_done;
	bp->bio_arg = iog;
	bio_submit(bp);
}

/*
 * Wait for all requests; the first error.  The group can be used again.
 */
int
iog_wait(struct iogroup *iog)
{
	int error;

	mutex_enter(&iog->iog_lock);
	while (iog->iog_pending != 0)
		cv_wait(&iog->iog_cv, &iog->iog_lock);
	error = iog->iog_error;
	iog->iog_error = 0;
	mutex_exit(&iog->iog_lock);
	return (error);
}

/* --- the table ------------------------------------------------------------ */

static u_long
buf_hashof(const struct bufset *bs, uint64_t blkno)
{
	uint64_t h = (blkno + (uint64_t)bs->bs_serial * 0x9e3779b97f4a7c15ULL) *
	    0xff51afd7ed558ccdULL;

	return (h >> 40);
}

static struct kmutex *
buf_lockof(u_long hash)
{

	return (&buf_locks[hash & (BUF_LOCKS - 1)].bl_lock);
}

static struct buf *
buf_find(const struct bufset *bs, uint64_t blkno, u_long hash)
{
	struct buf *bp;

	LIST_FOREACH(bp, &buf_table[hash & buf_mask], b_hash)
		if (bp->b_blkno == blkno && bp->b_set == bs)
			return (bp);
	return (NULL);
}

static void
buf_free(struct buf *bp)
{

	KASSERT(bp->b_refs == 0 && (bp->b_flags & B_DIRTY) == 0);
	kmem_free(bp->b_data, bp->b_size);
	mutex_destroy(&bp->b_lock);
	kmem_cache_free(buf_cache, bp);
}

/*
 * Free bp, which is on the list, if nobody wants it.  List lock held.
 */
static bool
buf_tryfree(struct buf *bp)
{
	u_long hash = buf_hashof(bp->b_set, bp->b_blkno);
	struct kmutex *lock = buf_lockof(hash);
	bool gone;

	mutex_enter(lock);
	gone = bp->b_refs == 0 && (bp->b_flags & B_DIRTY) == 0;
	if (gone)
		LIST_REMOVE(bp, b_hash);
	mutex_exit(lock);
	if (gone) {
		TAILQ_REMOVE(&buf_list, bp, b_lru);
		buf_bytes -= bp->b_size;
		buf_free(bp);
	}
	return (gone);
}

/*
 * Turn the clock until at most `keep' bytes are left, or it came round twice.
 * With `all', used buffers go too.
 */
static void
buf_reclaim(u_long keep, bool all)
{
	struct buf *bp;
	u_long n = 0, most;

	mutex_enter(&buf_listlock);
	most = 2 * (buf_bytes / 1024) + 2;
	while (buf_bytes > keep && n++ < most) {
		bp = TAILQ_FIRST(&buf_list);
		if (bp == NULL)
			break;
		if ((all || !bp->b_used) && bp->b_refs == 0 &&
		    buf_tryfree(bp))
			continue;
		bp->b_used = 0;
		TAILQ_REMOVE(&buf_list, bp, b_lru);
		TAILQ_INSERT_TAIL(&buf_list, bp, b_lru);
	}
	mutex_exit(&buf_listlock);
}

static void
buf_drain(void)
{

	buf_reclaim(0, true);
}

static struct buf *
buf_alloc(struct bufset *bs, uint64_t blkno)
{
	struct buf *bp;

	if (buf_bytes > buf_max)
		buf_reclaim(buf_max - buf_max / 16, false);
	bp = kmem_cache_alloc(buf_cache, KM_SLEEP);
	if (bp == NULL)
		return (NULL);
	bp->b_data = kmem_alloc(bs->bs_size, KM_SLEEP);
	if (bp->b_data == NULL) {
		kmem_cache_free(buf_cache, bp);
		return (NULL);
	}
	bp->b_set = bs;
	bp->b_blkno = blkno;
	bp->b_size = bs->bs_size;
	bp->b_refs = 1;
	bp->b_flags = 0;
	bp->b_order = 0;
	bp->b_used = 0;
	bp->b_dirtytime = 0;
	mutex_init(&bp->b_lock, "buf");
	return (bp);
}

/*
 * Enter a new buffer, unless somebody else did; returns the one that is there,
 * with a reference.
 */
static struct buf *
buf_enter(struct buf *bp, u_long hash)
{
	struct kmutex *lock = buf_lockof(hash);
	struct buf *other;

	mutex_enter(lock);
	other = buf_find(bp->b_set, bp->b_blkno, hash);
	if (other != NULL)
		atomic_inc(&other->b_refs);
	else
		LIST_INSERT_HEAD(&buf_table[hash & buf_mask], bp, b_hash);
	mutex_exit(lock);
	if (other != NULL) {
		bp->b_refs = 0;
		buf_free(bp);
		return (other);
	}
	mutex_enter(&buf_listlock);
	TAILQ_INSERT_TAIL(&buf_list, bp, b_lru);
	buf_bytes += bp->b_size;
	mutex_exit(&buf_listlock);
	return (bp);
}

int
getblk(struct bufset *bs, uint64_t blkno, struct buf **bpp)
    __no_lock_analysis
{
	u_long hash = buf_hashof(bs, blkno);
	struct kmutex *lock = buf_lockof(hash);
	struct buf *bp;

	if (__predict_false(blkno >= bs->bs_nblocks))
		return (SET_ERROR(EINVAL));
	mutex_enter(lock);
	bp = buf_find(bs, blkno, hash);
	if (__predict_true(bp != NULL))
		atomic_inc(&bp->b_refs);
	mutex_exit(lock);
	if (bp == NULL) {
		bp = buf_alloc(bs, blkno);
		if (bp == NULL)
			return (SET_ERROR(ENOMEM));
		bp = buf_enter(bp, hash);
	}
	mutex_enter(&bp->b_lock);
	bp->b_used = 1;
	*bpp = bp;
	return (0);
}

static void
buf_rele(struct buf *bp)
    __no_lock_analysis
{

	mutex_exit(&bp->b_lock);
	atomic_dec(&bp->b_refs);
}

static off_t
buf_offset(const struct buf *bp)
{

	return ((off_t)bp->b_blkno * (off_t)bp->b_size);
}

int
bread(struct bufset *bs, uint64_t blkno, struct buf **bpp)
{
	struct buf *bp;
	int error;

	error = getblk(bs, blkno, &bp);
	if (error != 0)
		return (error);
	if (__predict_false((bp->b_flags & B_VALID) == 0)) {
		error = disk_read(bs->bs_disk, buf_offset(bp), bp->b_data,
		    bp->b_size);
		if (error != 0) {
			buf_rele(bp);
			return (error);
		}
		bp->b_flags |= B_VALID;
		buf_misses++;
	} else
		buf_hits++;
	*bpp = bp;
	return (0);
}

void
brelse(struct buf *bp)
{

	buf_rele(bp);
}

/* --- writing -------------------------------------------------------------- */

/*
 * Insert a buffer behind those of its class that are not younger: one that
 * comes from another class may be older than others here, and a sync that began
 * after it and before them must find it.  bs_lock held.
 */
static void
buf_insert_dirty(struct bufset *bs, struct buf *bp)
{
	struct bufqueue *queue = &bs->bs_dirty[bp->b_order];
	struct buf *other;

	TAILQ_FOREACH_REVERSE(other, queue, bufqueue, b_dirtyq)
		if (other->b_dirtytime <= bp->b_dirtytime)
			break;
	if (other != NULL)
		TAILQ_INSERT_AFTER(queue, other, bp, b_dirtyq);
	else
		TAILQ_INSERT_HEAD(queue, bp, b_dirtyq);
}

/*
 * Queue or unqueue a buffer of which the caller is the owner.
 */
static void
buf_setdirty(struct buf *bp, enum buf_order order)
{
	struct bufset *bs = bp->b_set;

	if ((bp->b_flags & B_DIRTY) != 0 && order <= bp->b_order)
		return;
	mutex_enter(&bs->bs_lock);
	if ((bp->b_flags & B_DIRTY) != 0)
		TAILQ_REMOVE(&bs->bs_dirty[bp->b_order], bp, b_dirtyq);
	else {
		bs->bs_ndirty++;
		bp->b_dirtytime = uptime_ns();
	}
	bp->b_flags |= B_DIRTY;
	bp->b_order = (uint8_t)order;
	buf_insert_dirty(bs, bp);
	mutex_exit(&bs->bs_lock);
}

static void
buf_setclean(struct buf *bp)
{
	struct bufset *bs = bp->b_set;

	if ((bp->b_flags & B_DIRTY) == 0)
		return;
	mutex_enter(&bs->bs_lock);
	TAILQ_REMOVE(&bs->bs_dirty[bp->b_order], bp, b_dirtyq);
	bs->bs_ndirty--;
	bp->b_flags &= (uint16_t)~B_DIRTY;
	mutex_exit(&bs->bs_lock);
}

void
bdwrite(struct buf *bp, enum buf_order order)
{

	bp->b_flags |= B_VALID;
	if (order != BUF_DIR && order != BUF_UNLINK)
		bp->b_flags &= (uint16_t)~B_CHECKED;
	buf_setdirty(bp, order);
	buf_rele(bp);
}

void
binval(struct bufset *bs, uint64_t blkno)
    __no_lock_analysis
{
	u_long hash = buf_hashof(bs, blkno);
	struct kmutex *lock = buf_lockof(hash);
	struct buf *bp;

	mutex_enter(lock);
	bp = buf_find(bs, blkno, hash);
	if (bp != NULL)
		atomic_inc(&bp->b_refs);
	mutex_exit(lock);
	if (bp == NULL)
		return;
	mutex_enter(&bp->b_lock);
	buf_setclean(bp);
	bp->b_flags &= (uint16_t)~(B_VALID | B_CHECKED);
	bp->b_used = 0;
	buf_rele(bp);
}

/*
 * Release n owned buffers, which were about to be written and are dirty again.
 * Returns why.
 */
static int
buf_put_back(struct buf **bufs, u_int n, int error)
{
	u_int i;

	for (i = 0; i < n; i++) {
		buf_setdirty(bufs[i], (enum buf_order)bufs[i]->b_order);
		buf_rele(bufs[i]);
	}
	return (error);
}

/*
 * Write n owned buffers, runs of neighbours in one request each, and release
 * them; when that fails they are dirty again.
 */
static int
buf_write_batch(struct bufset *bs, struct buf **bufs, u_int n)
{
	struct iogroup iog;
	struct bio *bio = NULL;
	struct buf *bp;
	u_int i, j;
	int error;

	for (i = 1; i < n; i++) {
		bp = bufs[i];
		for (j = i; j > 0 && bufs[j - 1]->b_blkno > bp->b_blkno; j--)
			bufs[j] = bufs[j - 1];
		bufs[j] = bp;
	}
	iog_init(&iog);
	for (i = 0; i < n; i++) {
		bp = bufs[i];
		if (bio != NULL &&
		    (bufs[i - 1]->b_blkno + 1 != bp->b_blkno ||
		    (bs->bs_disk->d_maxio != 0 && bio->bio_length +
		    bp->b_size > bs->bs_disk->d_maxio) ||
		    bio->bio_nvec >= bs->bs_disk->d_maxvec ||
		    bio_add(bio, bp->b_data, bp->b_size) != 0)) {
			iog_submit(&iog, bio);
			bio = NULL;
		}
		if (bio == NULL) {
			bio = iog_bio(&iog, bs->bs_disk, BIO_WRITE,
			    buf_offset(bp));
			(void)bio_add(bio, bp->b_data, bp->b_size);
		}
	}
	if (bio != NULL)
		iog_submit(&iog, bio);
	error = iog_wait(&iog);
	if (error != 0)
		return (buf_put_back(bufs, n, error));
	for (i = 0; i < n; i++)
		buf_rele(bufs[i]);
	return (0);
}

/*
 * The next dirty buffer of a class that is not younger than `limit', owned;
 * NULL: there is none, or, unless `wait', somebody else owns it.
 */
static struct buf *
buf_next_dirty(struct bufset *bs, enum buf_order order, uint64_t limit,
    bool wait)
    __no_lock_analysis
{
	struct buf *bp;

	for (;;) {
		mutex_enter(&bs->bs_lock);
		bp = TAILQ_FIRST(&bs->bs_dirty[order]);
		if (bp == NULL || bp->b_dirtytime > limit) {
			mutex_exit(&bs->bs_lock);
			return (NULL);
		}
		/* Dirty, hence not being freed. */
		atomic_inc(&bp->b_refs);
		mutex_exit(&bs->bs_lock);
		if (wait)
			mutex_enter(&bp->b_lock);
		else if (!mutex_tryenter(&bp->b_lock)) {
			atomic_dec(&bp->b_refs);
			return (NULL);
		}
		if ((bp->b_flags & B_DIRTY) != 0 && bp->b_order == order) {
			buf_setclean(bp);
			return (bp);
		}
		buf_rele(bp);
	}
}

/*
 * Write what is dirty of a class and not younger than limit, up to an error.
 * What failed goes to the tail, so that the next sync begins with the others.
 * bs_flushlock held.
 */
static int
bufset_write_class(struct bufset *bs, enum buf_order order, uint64_t limit)
{
	struct buf *bufs[BUF_BATCH];
	bool flushed = order != BUF_UNLINK;
	int error = 0;
	u_int n;

	while (error == 0) {
		for (n = 0; n < BUF_BATCH; n++) {
			bufs[n] = buf_next_dirty(bs, order, limit, n == 0);
			if (bufs[n] == NULL)
				break;
		}
		if (n == 0)
			break;
		/* The new names must be there, not just written. */
		if (!flushed)
			error = disk_flush(bs->bs_disk);
		flushed = true;
		error = error == 0 ? buf_write_batch(bs, bufs, n) :
		    buf_put_back(bufs, n, error);
	}
	return (error);
}

int
bufset_sync(struct bufset *bs, bool flush)
{
	uint64_t limit;
	int error = 0;
	u_int order;

	mutex_enter(&bs->bs_flushlock);
	limit = uptime_ns();
	for (order = 0; error == 0 && order < BUF_NORDER; order++)
		error = bufset_write_class(bs, (enum buf_order)order, limit);
	if (error != 0)
		log_ratelimited(LOG_ERR, "%s: error %d writing metadata\n",
		    bs->bs_disk->d_name, error);
	else if (flush)
		error = disk_flush(bs->bs_disk);
	mutex_exit(&bs->bs_flushlock);
	return (error);
}

/* --- sets ----------------------------------------------------------------- */

int
bufset_create(struct disk *d, uint32_t size, struct bufset **bsp)
{
	struct bufset *bs;
	u_int i;

	if (size < d->d_sectorsize || size > PAGE_SIZE || !powerof2(size))
		return (SET_ERROR(EINVAL));
	bs = kmem_zalloc(sizeof(*bs), KM_SLEEP);
	if (bs == NULL)
		return (SET_ERROR(ENOMEM));
	bs->bs_disk = d;
	bs->bs_size = size;
	bs->bs_serial = atomic_inc_nv(&bufset_serial);
	bs->bs_nblocks = (uint64_t)d->d_mediasize / size;
	mutex_init(&bs->bs_flushlock, "bufflush");
	mutex_init(&bs->bs_lock, "bufset");
	for (i = 0; i < BUF_NORDER; i++)
		TAILQ_INIT(&bs->bs_dirty[i]);
	*bsp = bs;
	return (0);
}

/*
 * Forget all buffers of a set, which nobody uses any more; changes that were
 * not written are lost.
 */
void
bufset_destroy(struct bufset *bs)
{
	struct buf *bp, *next;

	mutex_enter(&buf_listlock);
	TAILQ_FOREACH_SAFE(bp, &buf_list, b_lru, next) {
		if (bp->b_set != bs)
			continue;
		KASSERT(bp->b_refs == 0);
		buf_setclean(bp);
		(void)buf_tryfree(bp);
	}
	mutex_exit(&buf_listlock);
	mutex_destroy(&bs->bs_lock);
	mutex_destroy(&bs->bs_flushlock);
	kmem_free(bs, sizeof(*bs));
}

void
bio_cache_init(void)
{
	u_long n;
	u_int i;

	buf_cache = kmem_cache_create("buf", sizeof(struct buf), 0, NULL, NULL,
	    NULL);
	bio_cache = kmem_cache_create("bio", sizeof(struct bio), 0, NULL, NULL,
	    NULL);
	buf_max = vm_phys_total_count() * PAGE_SIZE / 16;
	for (n = 512; n < buf_max / 4096; n *= 2)
		continue;
	buf_mask = n - 1;
	buf_table = kmem_zalloc(n * sizeof(*buf_table), KM_SLEEP);
	if (buf_cache == NULL || bio_cache == NULL || buf_table == NULL)
		panic("bio_cache_init: no memory");
	for (i = 0; i < BUF_LOCKS; i++)
		mutex_init(&buf_locks[i].bl_lock, "bufhash");
	mutex_init(&buf_listlock, "buflist");
	reclaim_register(buf_drain);
}
