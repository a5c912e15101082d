/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The block map of an inode: twelve direct blocks, then trees of one, two and
 * three levels of indirect blocks.
 *
 * Model	A map is looked up and filled for runs: as many logical blocks
 *		as lie one behind the other on the disk, or are holes.  i_lock
 *		covers the map, so that pages can be read and written without
 *		the vnode lock.
 *
 *		Blocks that were allocated for a write that has not copied its
 *		data yet are "fresh" (i_fresh to i_freshend): for readers of
 *		pages they are still holes.
 *
 *		Truncation first takes the pointers out of the inode and the
 *		indirect blocks that stay, and puts the inode into its buffer;
 *		then it frees what they led to.
 *
 * Invariants	(1) every pointer from the disk is checked before it is used.
 *		(2) an indirect block is freed before its pointers are followed,
 *		    and only if it was allocated: so a tree that is a circle
 *		    ends.
 *		(3) a block is not free before the inode's buffer has lost it.
 *
 * Locks	v_lock for truncation; i_lock -> um_lock -> buffers.
 * Context	thread; sleeps.
 * Tests	tests/sys/fs/ext2fs/t_ext2_files.c
 */

#include <sys/param.h>
#include <sys/buf.h>
#include <sys/kmem.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <fs/ext2fs/ext2_var.h>

/*
 * The way to a block: the index in the inode, then one in each indirect block.
 */
struct bpath {
	uint32_t	bp_level;	/* indirect blocks on the way */
	uint32_t	bp_index[EXT2_NIADDR + 1];
};

static int
bmap_path(const struct ext2_geom *g, uint64_t lbn, struct bpath *path)
{
	uint64_t span = g->g_ptrs;
	uint32_t i, level, shift;

	if (lbn < EXT2_NDADDR) {
		path->bp_level = 0;
		path->bp_index[0] = (uint32_t)lbn;
		return (0);
	}
	lbn -= EXT2_NDADDR;
	for (level = 1; lbn >= span; level++) {
		if (level == EXT2_NIADDR)
			return (SET_ERROR(EFBIG));
		lbn -= span;
		span <<= g->g_ptrshift;
	}
	path->bp_level = level;
	path->bp_index[0] = EXT2_NDADDR + level - 1;
	for (i = 1; i <= level; i++) {
		shift = (level - i) * g->g_ptrshift;
		path->bp_index[i] = (uint32_t)(lbn >> shift) & (g->g_ptrs - 1);
	}
	return (0);
}

/*
 * A pointer that was read: is it a data block of the disk?
 */
static int
bmap_check(struct ext2_inode *ip, uint32_t blk)
{

	if (__predict_true(ext2_check_blocks(&ip->i_um->um_geom,
	    ip->i_um->um_gd, blk, 1)))
		return (0);
	ext2_error(ip->i_um, "inode %u: bad block %u", ip->i_ino, blk);
	return (SET_ERROR(EIO));
}

/*
 * How many of the pointers ptrs[0] to ptrs[max - 1] go on as the first begins:
 * holes, or blocks one behind the other.
 */
static uint32_t
bmap_run(const uint32_t *ptrs, uint32_t max)
{
	uint32_t first = le32toh(ptrs[0]), n;

	for (n = 1; n < max; n++)
		if (le32toh(ptrs[n]) != (first == 0 ? 0 : first + n))
			break;
	return (n);
}

/*
 * Limit a run so that it lies inside or outside the fresh blocks; true: inside.
 */
static bool
bmap_fresh(const struct ext2_inode *ip, uint64_t lbn, uint32_t *runp)
{

	if (__predict_true(ip->i_fresh == ip->i_freshend) ||
	    lbn >= ip->i_freshend || lbn + *runp <= ip->i_fresh)
		return (false);
	if (lbn < ip->i_fresh) {
		*runp = (uint32_t)(ip->i_fresh - lbn);
		return (false);
	}
	*runp = (uint32_t)MIN(*runp, ip->i_freshend - lbn);
	return (true);
}

/*
 * Follow the path to the block of pointers that holds lbn's.  *bpp: it, owned;
 * NULL with *ptrsp set: the inode itself; NULL with *ptrsp NULL: a hole, of
 * *spanp blocks from lbn on.
 */
static int
bmap_walk(struct ext2_inode *ip, const struct bpath *path, struct buf **bpp,
    uint32_t **ptrsp, uint64_t *spanp)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct buf *bp = NULL;
	uint32_t blk, i, j, shift;
	int error;

	*bpp = NULL;
	blk = le32toh(ip->i_block[path->bp_index[0]]);
	for (i = 1; i <= path->bp_level; i++) {
		if (blk == 0) {
			/* What is left of the subtree that is not there. */
			*spanp = 1ULL << ((path->bp_level - i + 1) *
			    g->g_ptrshift);
			for (j = i; j <= path->bp_level; j++) {
				shift = (path->bp_level - j) * g->g_ptrshift;
				*spanp -= (uint64_t)path->bp_index[j] << shift;
			}
			*ptrsp = NULL;
			return (0);
		}
		error = bmap_check(ip, blk);
		if (error == 0)
			error = bread(ip->i_um->um_bufs, blk, &bp);
		if (error != 0)
			return (error);
		if (i == path->bp_level) {
			*bpp = bp;
			*ptrsp = bp->b_data;
			return (0);
		}
		blk = le32toh(((uint32_t *)bp->b_data)[path->bp_index[i]]);
		brelse(bp);
	}
	*ptrsp = ip->i_block;
	return (0);
}

static inline uint32_t
bmap_limit(const struct ext2_geom *g, const struct bpath *path)
{

	return ((path->bp_level == 0 ? EXT2_NDADDR : g->g_ptrs) -
	    path->bp_index[path->bp_level]);
}

/*
 * Where logical block lbn is: *pbnp, 0 for a hole; *runp blocks, at most max,
 * go on like it.  i_lock is taken here.
 */
int
ext2_bmap(struct ext2_inode *ip, uint64_t lbn, uint32_t max, uint32_t *pbnp,
    uint32_t *runp)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct bpath path;
	struct buf *bp;
	uint32_t *ptrs, run;
	uint64_t span;
	int error;

	error = bmap_path(g, lbn, &path);
	if (error != 0)
		return (error);
	mutex_enter(&ip->i_lock);
	error = bmap_walk(ip, &path, &bp, &ptrs, &span);
	if (error != 0)
		goto out;
	if (ptrs == NULL) {
		*pbnp = 0;
		*runp = (uint32_t)MIN(span, max);
		goto out;
	}
	ptrs += path.bp_index[path.bp_level];
	run = bmap_run(ptrs, MIN(max, bmap_limit(g, &path)));
	*pbnp = le32toh(*ptrs);
	if (bp != NULL)
		brelse(bp);
	if (*pbnp != 0) {
		if (bmap_fresh(ip, lbn, &run))
			*pbnp = 0;
		else if (!ext2_check_blocks(g, ip->i_um->um_gd, *pbnp, run)) {
			run = 1;
			error = bmap_check(ip, *pbnp);
		}
	}
	*runp = run;
out:
	mutex_exit(&ip->i_lock);
	return (error);
}

/* --- filling holes -------------------------------------------------------- */

/*
 * Where a block of the file should best be.
 */
static uint32_t
bmap_goal(const struct ext2_inode *ip, uint64_t lbn, const uint32_t *ptrs,
    uint32_t index)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint32_t prev;

	if (ip->i_lastpbn != 0 && ip->i_lastlbn + 1 == lbn)
		return (ip->i_lastpbn + 1);
	if (ptrs != NULL && index > 0) {
		prev = le32toh(ptrs[index - 1]);
		if (prev != 0)
			return (prev + 1);
	}
	if (ip->i_lastpbn != 0)
		return (ip->i_lastpbn + 1);
	/* The inode's group, in sixteen places so that files spread. */
	return (g->g_first + (ip->i_ino - 1) / g->g_ipg * g->g_bpg +
	    ip->i_ino % 16 * (g->g_bpg / 16));
}

/*
 * A new block of pointers, all holes.
 */
static int
bmap_new_indirect(struct ext2_inode *ip, uint64_t lbn, uint32_t *blkp)
{
	struct buf *bp;
	uint32_t got;
	int error;

	error = ext2_alloc_blocks(ip, bmap_goal(ip, lbn, NULL, 0), 1, false,
	    blkp, &got);
	if (error != 0)
		return (error);
	error = getblk(ip->i_um->um_bufs, *blkp, &bp);
	if (error != 0) {
		(void)ext2_free_blocks(ip->i_um, *blkp, 1);
		return (error);
	}
	memset(bp->b_data, 0, bp->b_size);
	bdwrite(bp, BUF_MAP);
	ip->i_nblock += ip->i_um->um_geom.g_bsize / DEV_BSIZE;
	ip->i_lastpbn = *blkp;
	ip->i_lastlbn = (uint32_t)lbn - 1;
	ip->i_dirty |= IN_CHANGED;
	return (0);
}

/*
 * Like bmap_walk(), but makes the indirect blocks that are missing.  No buffer
 * is owned while a block is allocated.
 */
static int
bmap_walk_alloc(struct ext2_inode *ip, uint64_t lbn,
    const struct bpath *path, struct buf **bpp, uint32_t **ptrsp)
{
	struct bufset *bs = ip->i_um->um_bufs;
	uint32_t *slot = &ip->i_block[path->bp_index[0]], blk, i, parent = 0;
	struct buf *bp = NULL;
	int error;

	*ptrsp = ip->i_block;
	for (i = 1; i <= path->bp_level; i++) {
		blk = le32toh(*slot);
		if (blk == 0) {
			if (bp != NULL)
				brelse(bp);
			error = bmap_new_indirect(ip, lbn, &blk);
			if (error != 0)
				return (error);
			if (parent != 0) {
				error = bread(bs, parent, &bp);
				if (error != 0)
					return (error);
				slot = (uint32_t *)bp->b_data +
				    path->bp_index[i - 1];
			}
			*slot = htole32(blk);
			if (bp != NULL)
				bdwrite(bp, BUF_MAP);
		} else {
			if (bp != NULL)
				brelse(bp);
			error = bmap_check(ip, blk);
			if (error != 0)
				return (error);
		}
		bp = NULL;
		error = bread(bs, blk, &bp);
		if (error != 0)
			return (error);
		slot = (uint32_t *)bp->b_data + path->bp_index[i];
		*ptrsp = bp->b_data;
		parent = blk;
	}
	*bpp = bp;
	return (0);
}

/*
 * Fill run holes from lbn on with blocks in a row; fewer if there are not so
 * many.  i_lock is held, no buffer is owned.
 */
static int
bmap_fill(struct ext2_inode *ip, uint64_t lbn, const struct bpath *path,
    uint32_t goal, uint32_t *pbnp, uint32_t *runp)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint32_t *ptrs, i, index = path->bp_index[path->bp_level];
	struct buf *bp;
	int error;

	error = ext2_alloc_blocks(ip, goal, *runp, S_ISREG(ip->i_mode), pbnp,
	    runp);
	if (error != 0)
		return (error);
	error = bmap_walk_alloc(ip, lbn, path, &bp, &ptrs);
	if (error != 0) {
		(void)ext2_free_blocks(ip->i_um, *pbnp, *runp);
		return (error);
	}
	for (i = 0; i < *runp; i++)
		ptrs[index + i] = htole32(*pbnp + i);
	if (bp != NULL)
		bdwrite(bp, BUF_MAP);
	ip->i_nblock += (uint64_t)*runp * (g->g_bsize / DEV_BSIZE);
	ip->i_lastlbn = (uint32_t)lbn + *runp - 1;
	ip->i_lastpbn = *pbnp + *runp - 1;
	ip->i_dirty |= IN_CHANGED;
	return (0);
}

/*
 * Where logical block lbn is, allocated if it is a hole: then also up to max -
 * 1 holes behind it, as long as there are blocks in a row, and *freshp is set:
 * they are the fresh blocks of the inode until the caller says otherwise.
 * ENOSPC, EFBIG, EIO.  i_lock is taken here.
 */
int
ext2_bmap_alloc(struct ext2_inode *ip, uint64_t lbn, uint32_t max,
    uint32_t *pbnp, uint32_t *runp, bool *freshp)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct bpath path;
	struct buf *bp;
	uint32_t *ptrs, goal, index, run, pbn;
	int error;

	error = bmap_path(g, lbn, &path);
	if (error != 0)
		return (error);
	*freshp = false;
	mutex_enter(&ip->i_lock);
	error = bmap_walk_alloc(ip, lbn, &path, &bp, &ptrs);
	if (error != 0)
		goto out;
	index = path.bp_index[path.bp_level];
	run = bmap_run(ptrs + index, MIN(max, bmap_limit(g, &path)));
	pbn = le32toh(ptrs[index]);
	goal = pbn == 0 ? bmap_goal(ip, lbn, ptrs, index) : 0;
	if (bp != NULL)
		brelse(bp);
	if (pbn == 0) {
		error = bmap_fill(ip, lbn, &path, goal, &pbn, &run);
		*freshp = error == 0;
	} else {
		(void)bmap_fresh(ip, lbn, &run);
		if (!ext2_check_blocks(g, ip->i_um->um_gd, pbn, run)) {
			run = 1;
			error = bmap_check(ip, pbn);
		}
	}
	*pbnp = pbn;
	*runp = run;
out:
	mutex_exit(&ip->i_lock);
	return (error);
}

/* --- truncation ----------------------------------------------------------- */

/*
 * Blocks to be freed, gathered into runs.  fr_ptrs has room for the pointers of
 * an indirect block of each level, and of one more that stays: allocated before
 * i_lock is taken and a buffer is owned, which the writing of pages, for want
 * of memory, may need.
 */
struct freerun {
	struct ext2_inode *fr_ip;
	uint32_t	*fr_ptrs;	/* NULL: there are only direct blocks */
	uint32_t	fr_start;
	uint32_t	fr_len;
	uint64_t	fr_total;
};

#define	TRUNC_MEMORY(ip) \
	((EXT2_NIADDR + 1) * (size_t)(ip)->i_um->um_geom.g_bsize)

static void
freerun_flush(struct freerun *fr)
{
	struct ext2_inode *ip = fr->fr_ip;
	uint32_t i;

	if (fr->fr_len == 0)
		return;
	/* Directories and long symbolic links have their data in buffers. */
	if (!S_ISREG(ip->i_mode))
		for (i = 0; i < fr->fr_len; i++)
			binval(ip->i_um->um_bufs, fr->fr_start + i);
	(void)ext2_free_blocks(ip->i_um, fr->fr_start, fr->fr_len);
	fr->fr_total += fr->fr_len;
	fr->fr_len = 0;
}

static void
freerun_add(struct freerun *fr, uint32_t blk)
{

	if (blk == 0 || bmap_check(fr->fr_ip, blk) != 0)
		return;
	if (fr->fr_len != 0 && fr->fr_start + fr->fr_len == blk) {
		fr->fr_len++;
		return;
	}
	freerun_flush(fr);
	fr->fr_start = blk;
	fr->fr_len = 1;
}

/*
 * Free a tree of indirect blocks that nothing refers to any more.  Invariant
 * (2) bounds the work by the number of blocks that are allocated.
 */
static void
free_tree(struct freerun *fr, uint32_t blk, uint32_t level)
{
	struct ext2_mount *um = fr->fr_ip->i_um;
	uint32_t i, *ptrs = fr->fr_ptrs + level * um->um_geom.g_ptrs;
	struct buf *bp;

	if (blk == 0 || bmap_check(fr->fr_ip, blk) != 0)
		return;
	if (bread(um->um_bufs, blk, &bp) != 0)
		return;			/* fsck finds the blocks */
	memcpy(ptrs, bp->b_data, um->um_geom.g_bsize);
	brelse(bp);
	binval(um->um_bufs, blk);
	if (!ext2_free_blocks(um, blk, 1))
		return;
	fr->fr_total++;
	for (i = 0; i < um->um_geom.g_ptrs; i++) {
		if (ptrs[i] == 0)
			continue;
		if (level == 1)
			freerun_add(fr, le32toh(ptrs[i]));
		else
			free_tree(fr, le32toh(ptrs[i]), level - 1);
	}
}

/*
 * Take the pointers from index `from' on out of an indirect block that stays;
 * what they led to is freed once the block's buffer has changed.
 */
static void
trunc_pointers(struct freerun *fr, struct buf *bp, uint32_t from,
    uint32_t level)
{
	const struct ext2_geom *g = &fr->fr_ip->i_um->um_geom;
	uint32_t i, n = g->g_ptrs - from, *cut = fr->fr_ptrs;

	if (n == 0) {
		brelse(bp);
		return;
	}
	memcpy(cut, (uint32_t *)bp->b_data + from, n * sizeof(*cut));
	memset((uint32_t *)bp->b_data + from, 0, n * sizeof(*cut));
	bdwrite(bp, BUF_MAP);
	for (i = 0; i < n; i++) {
		if (cut[i] == 0)
			continue;
		if (level == 1)
			freerun_add(fr, le32toh(cut[i]));
		else
			free_tree(fr, le32toh(cut[i]), level - 1);
	}
}

/*
 * Cut the tree that holds logical block first in the middle: along the path to
 * it, everything to the right goes.
 */
static int
trunc_partial(struct freerun *fr, uint64_t first, const struct bpath *path)
{
	struct ext2_inode *ip = fr->fr_ip;
	uint32_t blk = le32toh(ip->i_block[path->bp_index[0]]), i, level, next;
	struct buf *bp;
	int error;

	for (i = 1; i <= path->bp_level && blk != 0; i++) {
		level = path->bp_level - i + 1;
		error = bmap_check(ip, blk);
		if (error == 0)
			error = bread(ip->i_um->um_bufs, blk, &bp);
		if (error != 0)
			return (error);
		next = le32toh(((uint32_t *)bp->b_data)[path->bp_index[i]]);
		/* The pointer on the path itself goes at the lowest level. */
		trunc_pointers(fr, bp, path->bp_index[i] +
		    (level == 1 ? 0 : 1), level);
		blk = next;
	}
	return (0);
}

/*
 * Does the path lead to the first block of its tree?
 */
static bool
path_is_first(const struct bpath *path)
{
	uint32_t i;

	for (i = 1; i <= path->bp_level; i++)
		if (path->bp_index[i] != 0)
			return (false);
	return (true);
}

/*
 * Take i_lock, with the memory for freeing what the file has.  ENOMEM.
 */
static int
trunc_lock(struct freerun *fr)
    __no_lock_analysis
{
	struct ext2_inode *ip = fr->fr_ip;
	uint32_t i;

	for (;;) {
		mutex_enter(&ip->i_lock);
		for (i = EXT2_NDADDR; i < EXT2_NBLOCKS; i++)
			if (ip->i_block[i] != 0)
				break;
		if (i == EXT2_NBLOCKS || fr->fr_ptrs != NULL)
			return (0);
		mutex_exit(&ip->i_lock);
		fr->fr_ptrs = kmem_alloc(TRUNC_MEMORY(ip), KM_SLEEP);
		if (fr->fr_ptrs == NULL)
			return (SET_ERROR(ENOMEM));
	}
}

/*
 * Free all blocks of the file from logical block first on.  The vnode is locked
 * exclusively, and its pages are gone.  ENOMEM: nothing has changed; EIO.
 */
int
ext2_bmap_trunc(struct ext2_inode *ip, uint64_t first)
    __no_lock_analysis
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct freerun fr = { .fr_ip = ip };
	uint32_t cut[EXT2_NBLOCKS], from, i;
	struct bpath path;
	bool partial;
	int error;

	error = bmap_path(g, first, &path);
	if (error != 0)
		return (0);		/* beyond what a file can have */
	error = trunc_lock(&fr);
	if (error != 0)
		return (error);
	ext2_discard_window(ip);
	partial = path.bp_level > 0 && !path_is_first(&path) &&
	    ip->i_block[path.bp_index[0]] != 0;
	from = path.bp_index[0] + (partial ? 1 : 0);
	memset(cut, 0, sizeof(cut));
	for (i = from; i < EXT2_NBLOCKS; i++) {
		cut[i] = ip->i_block[i];
		ip->i_block[i] = 0;
	}
	ip->i_lastpbn = 0;
	ip->i_dirty |= IN_CHANGED;
	mutex_exit(&ip->i_lock);

	error = ext2_update(ip);
	mutex_enter(&ip->i_lock);
	if (error == 0 && partial)
		error = trunc_partial(&fr, first, &path);
	for (i = from; error == 0 && i < EXT2_NBLOCKS; i++) {
		if (cut[i] == 0)
			continue;
		if (i < EXT2_NDADDR)
			freerun_add(&fr, le32toh(cut[i]));
		else
			free_tree(&fr, le32toh(cut[i]), i - EXT2_NDADDR + 1);
	}
	freerun_flush(&fr);
	fr.fr_total *= g->g_bsize / DEV_BSIZE;
	ip->i_nblock -= MIN(ip->i_nblock, fr.fr_total);
	ip->i_dirty |= IN_CHANGED;
	mutex_exit(&ip->i_lock);
	if (fr.fr_ptrs != NULL)
		kmem_free(fr.fr_ptrs, TRUNC_MEMORY(ip));
	return (error);
}
