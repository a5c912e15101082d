/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The buffer cache alone, on a disk of its own: threads change the same few
 * blocks and forget some while others sync them, and writes fail or break off.
 *
 * Model	A block is filled with its version, which its owner raises.
 *		What was the version of a dirty block before a sync began that
 *		succeeded, or a newer one, is on the media, whole.  A block that
 *		was forgotten is not written any more.  The writes of one sync
 *		come in the order of their classes, and before names vanish the
 *		disk's cache was flushed.
 */

#include <sys/param.h>
#include <sys/bio.h>
#include <sys/buf.h>
#include <sys/disk.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <machine/sim.h>

#define	BLOCK		1024
#define	SECTOR		512
#define	NSHARED		6
#define	NCHANGERS	2		/* each has a block of its own, too */
#define	NBLOCKS		(NSHARED + NCHANGERS)
#define	NCHANGES	20
#define	NSYNCS		8

static u_long	changed[NBLOCKS];	/* the buffer's owner */
static u_long	dirtied[NBLOCKS];	/* bufcache_lock: as of bdwrite() */
static struct kmutex bufcache_lock = MUTEX_INITIALIZER(bufcache_lock, "bctest");
static struct disk bufcache_disk;
static struct bufset *bufcache_set;

/* What the disk has; its routine comes to no point while it changes this. */
static u_char	media[NBLOCKS * BLOCK];
static u_int	writes;			/* and flushes, so far */
static u_int	written[NBLOCKS];	/* as which of them */
static u_int	flushed;		/* the last one */
static bool	mayfail;

static void
bufcache_strategy(struct disk *d, struct bio *bp)
{
	size_t off = (size_t)bp->bio_pblkno, left = bp->bio_length, n;
	int error = 0, i;

	sim_sleep(sim_random(3000));
	writes++;
	if (bp->bio_cmd == BIO_FLUSH)
		flushed = writes;
	else if (bp->bio_cmd == BIO_WRITE && mayfail && sim_random(12) == 0) {
		left = rounddown2(sim_random(left), SECTOR);
		error = EIO;
	}
	for (i = 0; i < bp->bio_nvec && left != 0; i++, off += n, left -= n) {
		n = MIN(left, bp->bio_vec[i].bv_len);
		if (bp->bio_cmd == BIO_READ)
			memcpy(bp->bio_vec[i].bv_base, media + off, n);
		else {
			memcpy(media + off, bp->bio_vec[i].bv_base, n);
			written[off / BLOCK] = writes;
		}
	}
	bio_complete(bp, error);
}

/* What all words of a block are. */
static u_long
block_get(const void *data)
{
	const u_long *p = data;
	u_int i;

	for (i = 1; i < BLOCK / sizeof(*p); i++)
		SIM_CHECK_EQ(p[i], p[0]);
	return (p[0]);
}

/* Raise the version of an owned block and release it. */
static void
block_change(struct buf *bp, u_long n, enum buf_order order)
{
	u_long *p = bp->b_data, v = ++changed[n];
	u_int i;

	for (i = 0; i < BLOCK / sizeof(*p); i++)
		p[i] = v;
	bdwrite(bp, order);
	mutex_enter(&bufcache_lock);
	dirtied[n] = MAX(dirtied[n], v);
	mutex_exit(&bufcache_lock);
}

/* Change a block that is nobody else's, forget it, and see that it stays so. */
static void
bufcache_forget(u_long n)
{
	static u_char before[NBLOCKS][BLOCK];
	struct buf *bp;

	SIM_CHECK_EQ(getblk(bufcache_set, n, &bp), 0);
	block_change(bp, n, BUF_MAP);
	sim_sleep(sim_random(10000));
	binval(bufcache_set, n);
	memcpy(before[n], media + n * BLOCK, BLOCK);
	sim_sleep(sim_random(20000));
	SIM_CHECK(memcmp(before[n], media + n * BLOCK, BLOCK) == 0);
	SIM_CHECK_EQ(getblk(bufcache_set, n, &bp), 0);
	SIM_CHECK((bp->b_flags & (B_VALID | B_DIRTY)) == 0);
	block_change(bp, n, BUF_MAP);
}

static void
bufcache_changer(void *arg)
{
	struct buf *bp;
	u_long i, n;

	for (i = 0; i < NCHANGES; i++) {
		if (sim_random(6) == 0)
			bufcache_forget(NSHARED + (u_long)(uintptr_t)arg);
		n = sim_random(NSHARED);
		SIM_CHECK_EQ(bread(bufcache_set, n, &bp), 0);
		SIM_CHECK_EQ(block_get(bp->b_data), changed[n]);
		if (sim_random(4) == 0) {
			brelse(bp);
			kmem_reclaim();
		} else
			block_change(bp, n,
			    (enum buf_order)sim_random(BUF_NORDER));
	}
}

/* Sync; true if that succeeded, and then all is there that was to be. */
static bool
bufcache_sync(void)
{
	u_long want[NSHARED], n;

	mutex_enter(&bufcache_lock);
	memcpy(want, dirtied, sizeof(want));
	mutex_exit(&bufcache_lock);
	if (bufset_sync(bufcache_set, true) != 0)
		return (false);
	for (n = 0; n < NSHARED; n++)
		SIM_CHECK(*(u_long *)(media + n * BLOCK) >= want[n]);
	return (true);
}

static void
bufcache_syncer(void *arg)
{
	u_int i;

	for (i = 0; i < NSYNCS; i++) {
		sim_sleep(sim_random(20000));
		(void)bufcache_sync();
	}
}

/* One sync, of blocks of all classes. */
static void
bufcache_order(void)
{
	enum buf_order order[NBLOCKS];
	struct buf *bp;
	u_long i, j;

	for (i = 0; i < NBLOCKS; i++) {
		SIM_CHECK_EQ(getblk(bufcache_set, i, &bp), 0);
		order[i] = (enum buf_order)sim_random(BUF_NORDER);
		block_change(bp, i, order[i]);
	}
	flushed = 0;
	SIM_CHECK_EQ(bufset_sync(bufcache_set, false), 0);
	for (i = 0; i < NBLOCKS; i++) {
		SIM_CHECK_EQ(block_get(media + i * BLOCK), changed[i]);
		for (j = 0; j < NBLOCKS; j++)
			if (order[i] < order[j])
				SIM_CHECK(written[i] < written[j]);
		if (order[i] == BUF_UNLINK)
			SIM_CHECK(flushed != 0 && flushed < written[i]);
	}
}

static void
bufcache(void)
{
	uintptr_t i;

	strlcpy(bufcache_disk.d_name, "bctest", sizeof(bufcache_disk.d_name));
	bufcache_disk.d_sectorsize = SECTOR;
	bufcache_disk.d_mediasize = sizeof(media);
	bufcache_disk.d_maxvec = BIO_MAXVEC;
	bufcache_disk.d_strategy = bufcache_strategy;
	SIM_CHECK_EQ(disk_attach(&bufcache_disk), 0);
	SIM_CHECK_EQ(bufset_create(&bufcache_disk, BLOCK, &bufcache_set), 0);
	bufcache_order();
	mayfail = true;
	for (i = 0; i < NCHANGERS; i++)
		sim_thread(bufcache_changer, (void *)i, "change");
	for (i = 0; i < 2; i++)
		sim_thread(bufcache_syncer, NULL, "sync");
	sim_join();
	mayfail = false;
	SIM_CHECK(bufcache_sync());
	for (i = 0; i < NBLOCKS; i++)
		SIM_CHECK_EQ(block_get(media + i * BLOCK), changed[i]);
	bufset_destroy(bufcache_set);
	disk_detach(&bufcache_disk);
}
SIM_SCENARIO(bufcache, 3, 0, bufcache,
    "the buffer cache: what was synced is on the disk");
