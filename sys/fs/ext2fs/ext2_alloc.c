/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Allocation of blocks and inodes.
 *
 * Model	Bit maps are buffers, counts live in the descriptors in memory,
 *		which a sync writes.  A block is looked for at a goal, then
 *		behind it in the goal's group, then in the groups that follow.
 *		A file that grows gets a window: blocks behind the ones it
 *		asked for, marked in the map and used up by its next requests,
 *		so that files that grow at the same time do not interleave.  The
 *		rest of a window is given back when the file falls out of use,
 *		or when the disk is full.
 *
 *		A directory goes to a group with more free inodes and blocks
 *		than the average, its files into its own group.
 *
 * Invariants	(1) a block is handed out only if its bit was clear, and it is
 *		    neither outside of the disk nor part of metadata, whatever
 *		    the map says.
 *		(2) counts never wrap: they are corrected when a map disagrees.
 *		(3) um_ihint and um_bhint are lower bounds of what is free.
 *
 * Locks	um_lock, held while a bit map is read from the disk; inside of
 *		it the map's buffer.
 * Context	thread; sleeps.
 * Tests	tests/sys/fs/ext2fs/t_ext2_files.c
 */

#include <sys/param.h>
#include <sys/buf.h>
#include <sys/kmem.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <fs/ext2fs/ext2_var.h>

#define	WINDOW_MIN	8		/* blocks of a file's first window */
#define	WINDOW_MAX	128

static inline uint32_t
group_of(const struct ext2_geom *g, uint32_t blk)
{

	return ((blk - g->g_first) / g->g_bpg);
}

static inline uint32_t
group_start(const struct ext2_geom *g, uint32_t group)
{

	return (g->g_first + group * g->g_bpg);
}

/* Blocks in a group; the last may be short. */
static inline uint32_t
group_blocks(const struct ext2_geom *g, uint32_t group)
{

	return (MIN(g->g_bpg, g->g_blocks - group_start(g, group)));
}

static void
gd_add_blocks(struct ext2_mount *um, uint32_t group, int n)
{
	struct ext2_group *gd = &um->um_gd[group];
	int count = (int)le16toh(gd->bg_free_blocks_count) + n;

	count = imax(0, imin(count, (int)group_blocks(&um->um_geom, group)));
	gd->bg_free_blocks_count = htole16((uint16_t)count);
	if (n < 0 && um->um_freeblocks < (uint32_t)-n)
		um->um_freeblocks = 0;
	else
		um->um_freeblocks += (uint32_t)n;
	um->um_sbdirty = true;
}

/*
 * May the running thread use the last blocks?
 */
bool
ext2_may_use_reserve(void)
{
	struct thread *td = curthread;

	return (td->td_cred == NULL || (td->td_flags & TDF_KTHREAD) != 0 ||
	    priv_check(td->td_cred, PRIV_VFS_BLOCKRESERVE) == 0);
}

/* --- blocks --------------------------------------------------------------- */

static void
set_bits(uint8_t *map, uint32_t from, uint32_t n)
{

	for (; n != 0 && from % 8 != 0; n--, from++)
		setbit(map, from);
	for (; n >= 8; n -= 8, from += 8)
		map[from / 8] = 0xff;
	for (; n != 0; n--, from++)
		setbit(map, from);
}

/*
 * Find up to want clear bits in a row in a group's map, from bit `from' on,
 * that are data blocks indeed.  Bits of metadata that the map calls free are
 * set.  Returns how many, starting at *bitp.
 */
static uint32_t
search_map(struct ext2_mount *um, uint32_t group, struct buf *bp,
    uint32_t from, uint32_t want, uint32_t *bitp)
{
	const struct ext2_geom *g = &um->um_geom;
	uint32_t bit, end = group_blocks(g, group), n;

	for (;;) {
		bit = ext2_bit_findclear(bp->b_data, from, end);
		if (bit >= end)
			return (0);
		n = ext2_bit_runclear(bp->b_data, bit, MIN(want, end - bit));
		while (n > 1 && !ext2_check_blocks(g, um->um_gd,
		    group_start(g, group) + bit, n))
			n /= 2;
		if (ext2_check_blocks(g, um->um_gd,
		    group_start(g, group) + bit, n)) {
			*bitp = bit;
			return (n);
		}
		ext2_error(um, "block %u of the metadata is marked free",
		    group_start(g, group) + bit);
		setbit(bp->b_data, bit);
		from = bit + 1;
	}
}

/*
 * Take blocks from one group.  0 blocks: it has none.  um_lock held.
 */
static int
alloc_in_group(struct ext2_mount *um, uint32_t group, uint32_t from,
    uint32_t want, uint32_t *startp, uint32_t *gotp)
{
	const struct ext2_geom *g = &um->um_geom;
	struct ext2_group *gd = &um->um_gd[group];
	struct buf *bp;
	uint32_t bit, n, hint = um->um_bhint[group];
	int error;

	*gotp = 0;
	if (gd->bg_free_blocks_count == 0)
		return (0);
	error = bread(um->um_bufs, le32toh(gd->bg_block_bitmap), &bp);
	if (error != 0)
		return (error);
	from = MAX(from, hint);
	n = search_map(um, group, bp, from, want, &bit);
	if (n == 0 && from > hint)
		n = search_map(um, group, bp, hint, want, &bit);
	if (n == 0) {
		ext2_error(um, "group %u has no free block, says it has %u",
		    group, le16toh(gd->bg_free_blocks_count));
		gd_add_blocks(um, group,
		    -(int)le16toh(gd->bg_free_blocks_count));
		brelse(bp);
		return (0);
	}
	set_bits(bp->b_data, bit, n);
	bdwrite(bp, BUF_MAP);
	if (bit == hint)
		um->um_bhint[group] = bit + n;
	gd_add_blocks(um, group, -(int)n);
	*startp = group_start(g, group) + bit;
	*gotp = n;
	return (0);
}

static int
alloc_anywhere(struct ext2_mount *um, uint32_t goal, uint32_t want,
    uint32_t *startp, uint32_t *gotp)
{
	const struct ext2_geom *g = &um->um_geom;
	uint32_t group, i;
	int error;

	if (goal < g->g_first || goal >= g->g_blocks)
		goal = g->g_first;
	group = group_of(g, goal);
	error = alloc_in_group(um, group, goal - group_start(g, group), want,
	    startp, gotp);
	for (i = 1; error == 0 && *gotp == 0 && i < g->g_groups; i++) {
		if (++group == g->g_groups)
			group = 0;
		error = alloc_in_group(um, group, 0, want, startp, gotp);
	}
	return (error);
}

/*
 * Clear the bits of [bit, bit + n) of a group; false: one was clear already.
 * um_lock held.
 */
static bool
free_in_group(struct ext2_mount *um, uint32_t group, uint32_t bit, uint32_t n)
{
	struct buf *bp;
	uint32_t i, freed = 0;
	bool ok = true;

	if (bread(um->um_bufs, le32toh(um->um_gd[group].bg_block_bitmap),
	    &bp) != 0)
		return (false);
	for (i = bit; i < bit + n; i++) {
		if (isclr(bp->b_data, i)) {
			ok = false;
			continue;
		}
		clrbit((uint8_t *)bp->b_data, i);
		freed++;
	}
	bdwrite(bp, BUF_MAP);
	if (bit < um->um_bhint[group])
		um->um_bhint[group] = bit;
	gd_add_blocks(um, group, (int)freed);
	if (!ok)
		ext2_error(um, "block %u is free and was to be freed",
		    group_start(&um->um_geom, group) + bit);
	return (ok);
}

/*
 * Free n blocks in a row, which are data blocks.  False: some were free.
 */
static bool
free_locked(struct ext2_mount *um, uint32_t blk, uint32_t n)
    __requires(um->um_lock)
{
	const struct ext2_geom *g = &um->um_geom;
	uint32_t bit, group, k;
	bool ok = true;

	for (; n != 0; blk += k, n -= k) {
		group = group_of(g, blk);
		bit = blk - group_start(g, group);
		k = MIN(n, group_blocks(g, group) - bit);
		if (!free_in_group(um, group, bit, k))
			ok = false;
	}
	return (ok);
}

/*
 * Free n blocks in a row.  False: they cannot be, or some were free; the rest
 * is freed nevertheless.
 */
bool
ext2_free_blocks(struct ext2_mount *um, uint32_t blk, uint32_t n)
{
	bool ok;

	if (!ext2_check_blocks(&um->um_geom, um->um_gd, blk, n)) {
		ext2_error(um, "freeing blocks [%u, +%u), which are no data",
		    blk, n);
		return (false);
	}
	mutex_enter(&um->um_lock);
	ok = free_locked(um, blk, n);
	mutex_exit(&um->um_lock);
	return (ok);
}

/*
 * Give a window's blocks back.
 */
static void
window_discard(struct ext2_mount *um, struct ext2_inode *ip)
    __requires(um->um_lock)
{

	if (ip->i_winlen == 0)
		return;
	LIST_REMOVE(ip, i_windowlink);
	(void)free_locked(um, ip->i_winstart, ip->i_winlen);
	ip->i_winlen = 0;
}

void
ext2_discard_window(struct ext2_inode *ip)
{

	struct ext2_mount *um = ip->i_um;

	if (ip->i_winlen == 0)
		return;
	mutex_enter(&um->um_lock);
	window_discard(um, ip);
	mutex_exit(&um->um_lock);
}

/*
 * Give all windows back: the disk is full.
 */
static bool
windows_discard_all(struct ext2_mount *um)
    __requires(um->um_lock)
{
	struct ext2_inode *ip;
	bool any = false;

	while ((ip = LIST_FIRST(&um->um_windows)) != NULL) {
		window_discard(um, ip);
		any = true;
	}
	return (any);
}

/*
 * Blocks from the window of a file, if it begins at the goal.
 */
static bool
window_take(struct ext2_inode *ip, uint32_t goal, uint32_t want,
    uint32_t *startp, uint32_t *gotp)
{

	if (ip->i_winlen == 0 || ip->i_winstart != goal)
		return (false);
	*startp = goal;
	*gotp = MIN(want, ip->i_winlen);
	ip->i_winstart += *gotp;
	ip->i_winlen -= *gotp;
	if (ip->i_winlen == 0)
		LIST_REMOVE(ip, i_windowlink);
	return (true);
}

/*
 * Keep what was found beyond the wish as the file's window.
 */
static void
window_keep(struct ext2_mount *um, struct ext2_inode *ip, uint32_t start,
    uint32_t want, uint32_t *gotp)
    __requires(um->um_lock)
{

	if (*gotp <= want)
		return;
	window_discard(um, ip);
	ip->i_winstart = start + want;
	ip->i_winlen = *gotp - want;
	ip->i_wingrow = MIN(MAX(ip->i_wingrow * 2, WINDOW_MIN), WINDOW_MAX);
	*gotp = want;
	LIST_INSERT_HEAD(&um->um_windows, ip, i_windowlink);
	vnode_setflag(ip->i_vnode, VV_INACTIVE);
}

/*
 * Allocate up to want blocks in a row, one at least, near goal; with grow, keep
 * more behind them for later.  ENOSPC, EIO.  The caller has i_lock.
 */
int
ext2_alloc_blocks(struct ext2_inode *ip, uint32_t goal, uint32_t want,
    bool grow, uint32_t *startp, uint32_t *gotp)
{
	struct ext2_mount *um = ip->i_um;
	uint32_t extra = 0, room;
	int error;

	mutex_enter(&um->um_lock);
	if (grow && window_take(ip, goal, want, startp, gotp)) {
		mutex_exit(&um->um_lock);
		return (0);
	}
again:
	room = um->um_freeblocks;
	if (room < um->um_rsvblocks + want && !ext2_may_use_reserve())
		room = room > um->um_rsvblocks ? room - um->um_rsvblocks : 0;
	if (room == 0) {
		error = SET_ERROR(ENOSPC);
		goto full;
	}
	want = MIN(want, room);
	if (grow && room / 8 > WINDOW_MAX)
		extra = MAX(ip->i_wingrow, WINDOW_MIN);
	error = alloc_anywhere(um, goal, want + extra, startp, gotp);
	if (error == 0 && *gotp == 0)
		error = SET_ERROR(ENOSPC);
full:
	if (error == ENOSPC && windows_discard_all(um))
		goto again;
	if (error == 0)
		window_keep(um, ip, *startp, want, gotp);
	mutex_exit(&um->um_lock);
	return (error);
}

/* --- inodes --------------------------------------------------------------- */

/*
 * A group for a new directory: one with at least the average of free inodes and
 * blocks, and the fewest directories; below the root they spread over the disk.
 */
static uint32_t
group_for_dir(struct ext2_mount *um, const struct ext2_inode *parent)
{
	const struct ext2_geom *g = &um->um_geom;
	uint32_t avgi = um->um_freeinodes / g->g_groups;
	uint32_t avgb = um->um_freeblocks / g->g_groups;
	uint32_t best = UINT32_MAX, bestdirs = UINT32_MAX, dirs, group, i;
	uint32_t home = (parent->i_ino - 1) / g->g_ipg;
	bool top = parent->i_ino == EXT2_ROOTINO;

	for (i = 0; i < g->g_groups; i++) {
		group = (home + i) % g->g_groups;
		if (le16toh(um->um_gd[group].bg_free_inodes_count) < avgi ||
		    um->um_gd[group].bg_free_inodes_count == 0 ||
		    le16toh(um->um_gd[group].bg_free_blocks_count) < avgb)
			continue;
		dirs = le16toh(um->um_gd[group].bg_used_dirs_count);
		/* Deeper down, the parent's group unless it is crowded. */
		if (!top && dirs <= um->um_dirs / g->g_groups + 64)
			return (group);
		if (dirs < bestdirs) {
			best = group;
			bestdirs = dirs;
		}
	}
	return (best != UINT32_MAX ? best : home);
}

/*
 * Take a free inode of a group; 0: it has none.  um_lock held.
 */
static int
inode_in_group(struct ext2_mount *um, uint32_t group, bool isdir,
    uint32_t *inop)
{
	const struct ext2_geom *g = &um->um_geom;
	struct ext2_group *gd = &um->um_gd[group];
	struct buf *bp;
	uint32_t bit, first;
	int error;

	*inop = 0;
	if (gd->bg_free_inodes_count == 0)
		return (0);
	error = bread(um->um_bufs, le32toh(gd->bg_inode_bitmap), &bp);
	if (error != 0)
		return (error);
	first = group == 0 ? g->g_firstino - 1 : 0;
	bit = ext2_bit_findclear(bp->b_data, MAX(first, um->um_ihint[group]),
	    g->g_ipg);
	if (bit >= g->g_ipg) {
		ext2_error(um, "group %u has no free inode, says it has %u",
		    group, le16toh(gd->bg_free_inodes_count));
		gd->bg_free_inodes_count = 0;
		brelse(bp);
		return (0);
	}
	setbit(bp->b_data, bit);
	bdwrite(bp, BUF_MAP);
	um->um_ihint[group] = bit + 1;
	gd->bg_free_inodes_count =
	    htole16((uint16_t)(le16toh(gd->bg_free_inodes_count) - 1));
	if (um->um_freeinodes > 0)
		um->um_freeinodes--;
	if (isdir) {
		gd->bg_used_dirs_count =
		    htole16((uint16_t)(le16toh(gd->bg_used_dirs_count) + 1));
		um->um_dirs++;
	}
	um->um_sbdirty = true;
	*inop = group * g->g_ipg + bit + 1;
	return (0);
}

/*
 * Allocate an inode for a file of that mode in dir.  ENOSPC, EIO.
 */
int
ext2_alloc_inode(struct ext2_inode *dir, mode_t mode, uint32_t *inop)
{
	struct ext2_mount *um = dir->i_um;
	const struct ext2_geom *g = &um->um_geom;
	uint32_t group, i;
	int error;

	mutex_enter(&um->um_lock);
	group = S_ISDIR(mode) ? group_for_dir(um, dir) :
	    (dir->i_ino - 1) / g->g_ipg;
	error = inode_in_group(um, group, S_ISDIR(mode), inop);
	for (i = 1; error == 0 && *inop == 0 && i < g->g_groups; i++) {
		if (++group == g->g_groups)
			group = 0;
		error = inode_in_group(um, group, S_ISDIR(mode), inop);
	}
	mutex_exit(&um->um_lock);
	if (error == 0 && *inop == 0)
		error = SET_ERROR(ENOSPC);
	return (error);
}

void
ext2_free_inode(struct ext2_mount *um, uint32_t ino, bool isdir)
{
	const struct ext2_geom *g = &um->um_geom;
	uint32_t group = (ino - 1) / g->g_ipg, bit = (ino - 1) % g->g_ipg;
	struct ext2_group *gd = &um->um_gd[group];
	uint32_t n;
	struct buf *bp;

	mutex_enter(&um->um_lock);
	if (bread(um->um_bufs, le32toh(gd->bg_inode_bitmap), &bp) != 0) {
		mutex_exit(&um->um_lock);
		return;
	}
	if (isclr(bp->b_data, bit)) {
		brelse(bp);
		ext2_error(um, "inode %u is free and was to be freed", ino);
		mutex_exit(&um->um_lock);
		return;
	}
	clrbit((uint8_t *)bp->b_data, bit);
	bdwrite(bp, BUF_MAP);
	if (bit < um->um_ihint[group])
		um->um_ihint[group] = bit;
	n = MIN(le16toh(gd->bg_free_inodes_count) + 1U, g->g_ipg);
	gd->bg_free_inodes_count = htole16((uint16_t)n);
	um->um_freeinodes++;
	n = le16toh(gd->bg_used_dirs_count);
	if (isdir && n > 0) {
		gd->bg_used_dirs_count = htole16((uint16_t)(n - 1));
		um->um_dirs--;
	}
	um->um_sbdirty = true;
	mutex_exit(&um->um_lock);
}

/*
 * How many of the inodes [first, first + n) of a group are marked as used; all,
 * if that cannot be found out.
 */
uint32_t
ext2_inodes_inuse(struct ext2_mount *um, uint32_t group, uint32_t first,
    uint32_t n)
{
	uint32_t i, used = 0;
	struct buf *bp;

	if (bread(um->um_bufs, le32toh(um->um_gd[group].bg_inode_bitmap),
	    &bp) != 0)
		return (n);
	for (i = first; i < first + n; i++)
		used += isset(bp->b_data, i) != 0;
	brelse(bp);
	return (used);
}

/*
 * A generation number that no inode had while the file system is mounted.
 */
uint32_t
ext2_new_generation(struct ext2_mount *um)
{
	uint32_t gen;

	mutex_enter(&um->um_lock);
	gen = um->um_nextgen++;
	mutex_exit(&um->um_lock);
	return (gen);
}
