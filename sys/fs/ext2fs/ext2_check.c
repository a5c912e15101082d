/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of what comes from an ext2 disk, which may be of anybody's making.
 *
 * Model	Each kind of structure is checked once, when it enters memory,
 *		and used without doubt from then on.  The functions are pure:
 *		no state, no kernel.
 *
 * Tests	tests/sys/fs/ext2fs/t_mutated.sh
 */

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/endian.h>
#include <sys/systm.h>
#else
#include <sys/types.h>
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#define	nitems(x)	(sizeof((x)) / sizeof((x)[0]))
#endif
#include <fs/ext2fs/ext2fs.h>

static uint32_t
div_round_up(uint32_t a, uint32_t b)
{

	return (a / b + (a % b != 0));
}

/*
 * The features: what we do not know we do not touch.
 */
static const char *
check_features(const struct ext2_super *sb, bool rdonly, int *errorp)
{
	uint32_t incompat, ro;

	if (le32toh(sb->s_rev_level) == 0)
		return (NULL);
	incompat = le32toh(sb->s_feature_incompat);
	if ((incompat & EXT2_INCOMPAT_RECOVER) != 0)
		return ("its journal was not replayed");
	if ((incompat & ~(uint32_t)EXT2_INCOMPAT_KNOWN) != 0)
		return ("unknown incompatible features");
	ro = le32toh(sb->s_feature_ro_compat);
	if (!rdonly && (ro & ~(uint32_t)EXT2_RO_KNOWN) != 0) {
		*errorp = EROFS;
		return ("unknown features, can only be read");
	}
	return (NULL);
}

/*
 * Bytes that the largest file can have: by its pointers, and by its count of
 * 512-byte units, which has 32 bits.
 */
static uint64_t
max_file_size(uint32_t bshift)
{
	uint64_t ptrs = (uint64_t)1 << (bshift - 2), blocks, meta, limit;

	blocks = EXT2_NDADDR + ptrs + ptrs * ptrs + ptrs * ptrs * ptrs;
	limit = (uint64_t)UINT32_MAX >> (bshift - 9);
	/* Of `limit' blocks so many are indirect, and three more at the top. */
	meta = limit / ptrs + limit / (ptrs * ptrs) + 4;
	if (blocks > limit - meta)
		blocks = limit - meta;
	return (blocks << bshift);
}

const char *
ext2_check_super(const struct ext2_super *sb, uint64_t disksize, bool rdonly,
    struct ext2_geom *g, int *errorp)
{
	const char *why;
	uint32_t logsize;

	*errorp = EINVAL;
	memset(g, 0, sizeof(*g));
	if (le16toh(sb->s_magic) != EXT2_MAGIC)
		return ("not an ext2 file system");
	if (le32toh(sb->s_rev_level) > 1)
		return ("unknown revision");
	logsize = le32toh(sb->s_log_block_size);
	if (logsize > 2)
		return ("unsupported block size");
	g->g_bshift = 10 + logsize;
	g->g_bsize = 1U << g->g_bshift;
	why = check_features(sb, rdonly, errorp);
	if (why != NULL)
		return (why);
	g->g_blocks = le32toh(sb->s_blocks_count);
	g->g_first = le32toh(sb->s_first_data_block);
	g->g_inodes = le32toh(sb->s_inodes_count);
	g->g_bpg = le32toh(sb->s_blocks_per_group);
	g->g_ipg = le32toh(sb->s_inodes_per_group);
	if (g->g_first != (g->g_bsize == 1024 ? 1 : 0))
		return ("bad first data block");
	if (g->g_blocks <= g->g_first + 4 ||
	    (uint64_t)g->g_blocks << g->g_bshift > disksize)
		return ("larger than its device");
	if (g->g_bpg < 64 || g->g_bpg > g->g_bsize * 8 || g->g_bpg % 8 != 0)
		return ("bad number of blocks per group");
	if (g->g_ipg < 8 || g->g_ipg > g->g_bsize * 8 || g->g_ipg % 8 != 0)
		return ("bad number of inodes per group");
	g->g_groups = div_round_up(g->g_blocks - g->g_first, g->g_bpg);
	if ((uint64_t)g->g_groups * g->g_ipg != g->g_inodes)
		return ("bad number of inodes");
	if (le32toh(sb->s_rev_level) == 0) {
		g->g_isize = EXT2_OLDISIZE;
		g->g_firstino = 11;
	} else {
		g->g_isize = le16toh(sb->s_inode_size);
		g->g_firstino = le32toh(sb->s_first_ino);
		g->g_rsvgdt = le16toh(sb->s_reserved_gdt_blocks);
		g->g_filetype = (le32toh(sb->s_feature_incompat) &
		    EXT2_INCOMPAT_FILETYPE) != 0;
		g->g_sparse = (le32toh(sb->s_feature_ro_compat) &
		    EXT2_RO_SPARSESUPER) != 0;
	}
	if (g->g_isize < EXT2_OLDISIZE || g->g_isize > g->g_bsize ||
	    (g->g_isize & (g->g_isize - 1)) != 0)
		return ("bad inode size");
	if (g->g_firstino < 11 || g->g_firstino > g->g_inodes)
		return ("bad first inode");
	g->g_ipb = g->g_bsize / g->g_isize;
	g->g_itblocks = div_round_up(g->g_ipg, g->g_ipb);
	g->g_gdblocks = div_round_up(g->g_groups,
	    g->g_bsize / (uint32_t)sizeof(struct ext2_group));
	if (g->g_rsvgdt > g->g_bsize / 4)
		return ("bad number of reserved descriptor blocks");
	if (g->g_itblocks + g->g_gdblocks + 3 > g->g_bpg ||
	    g->g_first + 1 + g->g_gdblocks >= g->g_blocks)
		return ("groups too small for their metadata");
	if (le32toh(sb->s_r_blocks_count) > g->g_blocks)
		return ("bad number of reserved blocks");
	g->g_ptrs = g->g_bsize / 4;
	g->g_ptrshift = g->g_bshift - 2;
	g->g_maxsize = max_file_size(g->g_bshift);
	return (NULL);
}

static bool
is_power_of(uint32_t n, uint32_t base)
{

	while (n % base == 0)
		n /= base;
	return (n == 1);
}

bool
ext2_group_has_super(const struct ext2_geom *g, uint32_t group)
{

	if (!g->g_sparse || group <= 1)
		return (true);
	return (is_power_of(group, 3) || is_power_of(group, 5) ||
	    is_power_of(group, 7));
}

static bool
overlap(uint32_t a, uint32_t an, uint32_t b, uint32_t bn)
{

	return ((uint64_t)a < (uint64_t)b + bn &&
	    (uint64_t)b < (uint64_t)a + an);
}

const char *
ext2_check_group(const struct ext2_group *gd, const struct ext2_geom *g,
    uint32_t group)
{
	uint32_t bb = le32toh(gd->bg_block_bitmap);
	uint32_t ib = le32toh(gd->bg_inode_bitmap);
	uint32_t it = le32toh(gd->bg_inode_table);
	uint32_t start = g->g_first + group * g->g_bpg;
	uint32_t end = g->g_blocks - start < g->g_bpg ? g->g_blocks :
	    start + g->g_bpg;
	uint32_t super = 0;

	if (ext2_group_has_super(g, group))
		super = 1 + g->g_gdblocks + g->g_rsvgdt;
	if (bb < start || bb >= end || ib < start || ib >= end)
		return ("bitmap outside of its group");
	if (it < start || it >= end || end - it < g->g_itblocks)
		return ("inode table outside of its group");
	if (bb == ib || overlap(it, g->g_itblocks, bb, 1) ||
	    overlap(it, g->g_itblocks, ib, 1) ||
	    overlap(start, super, bb, 1) || overlap(start, super, ib, 1) ||
	    overlap(start, super, it, g->g_itblocks))
		return ("metadata overlaps");
	if (le16toh(gd->bg_free_blocks_count) > end - start ||
	    le16toh(gd->bg_free_inodes_count) > g->g_ipg ||
	    le16toh(gd->bg_used_dirs_count) > g->g_ipg)
		return ("bad counts");
	return (NULL);
}

bool
ext2_check_blocks(const struct ext2_geom *g, const struct ext2_group *gds,
    uint32_t blk, uint32_t n)
{
	const struct ext2_group *gd;
	uint32_t group, start;

	if (n == 0 || blk <= g->g_first || blk >= g->g_blocks ||
	    n > g->g_blocks - blk)
		return (false);
	for (group = (blk - g->g_first) / g->g_bpg; group < g->g_groups;
	    group++) {
		start = g->g_first + group * g->g_bpg;
		if (start >= blk + n)
			break;
		gd = &gds[group];
		if (overlap(blk, n, le32toh(gd->bg_block_bitmap), 1) ||
		    overlap(blk, n, le32toh(gd->bg_inode_bitmap), 1) ||
		    overlap(blk, n, le32toh(gd->bg_inode_table),
		    g->g_itblocks))
			return (false);
		if (ext2_group_has_super(g, group) &&
		    overlap(blk, n, start, 1 + g->g_gdblocks))
			return (false);
	}
	return (true);
}

const char *
ext2_check_inode(const struct ext2_dinode *di, const struct ext2_geom *g,
    uint32_t ino)
{
	uint64_t size = le32toh(di->di_size);
	uint16_t mode = le16toh(di->di_mode);

	switch (mode & 0170000) {
	case 0100000:
		size |= (uint64_t)le32toh(di->di_size_high) << 32;
		if (size > g->g_maxsize)
			return ("file too large");
		break;
	case 0040000:
		if (size == 0 || size % g->g_bsize != 0 || size > INT32_MAX)
			return ("bad size of a directory");
		break;
	case 0120000:
		if (size == 0 || size >= g->g_bsize)
			return ("bad length of a symbolic link");
		break;
	case 0010000:
	case 0020000:
	case 0060000:
	case 0140000:
		break;
	default:
		return ("unknown type");
	}
	if ((le32toh(di->di_flags) & (EXT2_FL_EXTENTS | EXT2_FL_INLINE)) != 0)
		return ("unknown block map");
	if (g->g_isize > EXT2_OLDISIZE &&
	    le16toh(di->di_extra_isize) > g->g_isize - EXT2_OLDISIZE)
		return ("bad extra size");
	if (ino == EXT2_ROOTINO && (mode & 0170000) != 0040000)
		return ("root is not a directory");
	return (NULL);
}

const char *
ext2_check_dirblock(const void *block, const struct ext2_geom *g)
{
	const char *p = block;
	const struct ext2_direct *de;
	uint32_t pos, reclen;

	for (pos = 0; pos < g->g_bsize; pos += reclen) {
		de = (const struct ext2_direct *)(const void *)(p + pos);
		if (g->g_bsize - pos < EXT2_DIRLEN(1))
			return ("directory record cut off");
		reclen = le16toh(de->e_reclen);
		if (reclen < EXT2_DIRLEN(1) || reclen % 4 != 0 ||
		    reclen > g->g_bsize - pos)
			return ("bad length of a directory record");
		if (de->e_ino == 0)
			continue;
		if (de->e_namlen == 0 || EXT2_DIRLEN(de->e_namlen) > reclen)
			return ("bad length of a name");
		if (le32toh(de->e_ino) > g->g_inodes)
			return ("bad inode number in a directory");
		if (memchr(de->e_name, '/', de->e_namlen) != NULL ||
		    memchr(de->e_name, '\0', de->e_namlen) != NULL)
			return ("bad character in a name");
	}
	return (NULL);
}

/* --- bit maps ------------------------------------------------------------- */

static uint64_t
map_word(const void *map, uint32_t word)
{
	uint64_t w;

	memcpy(&w, (const char *)map + (size_t)word * 8, sizeof(w));
	return (le64toh(w));
}

/*
 * Maps are a block long, so whole words may be read.
 */
uint32_t
ext2_bit_findclear(const void *map, uint32_t from, uint32_t to)
{
	uint64_t w;
	uint32_t word;

	if (from >= to)
		return (to);
	word = from / 64;
	w = ~map_word(map, word) & (~0ULL << (from % 64));
	while (w == 0) {
		word++;
		if (word * 64 >= to)
			return (to);
		w = ~map_word(map, word);
	}
	from = word * 64 + (uint32_t)__builtin_ctzll(w);
	return (from < to ? from : to);
}

uint32_t
ext2_bit_runclear(const void *map, uint32_t from, uint32_t max)
{
	const uint8_t *p = map;
	uint32_t n;

	for (n = 0; n < max; n++)
		if ((p[(from + n) / 8] & (1U << ((from + n) % 8))) != 0)
			break;
	return (n);
}

/* --- times ---------------------------------------------------------------- */

void
ext2_time_get(uint32_t sec, uint32_t extra, bool hasextra, int64_t *secp,
    long *nsecp)
{

	*secp = (int32_t)le32toh(sec);
	*nsecp = 0;
	if (!hasextra)
		return;
	extra = le32toh(extra);
	*secp += (int64_t)(extra & 3) << 32;
	*nsecp = (long)(extra >> 2);
	if (*nsecp >= 1000000000L)
		*nsecp = 0;
}

/*
 * Times outside the 34 bits that the disk has become the nearest one.
 */
void
ext2_time_put(int64_t sec, long nsec, uint32_t *secp, uint32_t *extrap)
{
	int64_t epoch;

	if (sec < INT32_MIN)
		sec = INT32_MIN;
	if (sec > (int64_t)INT32_MAX + (3LL << 32))
		sec = (int64_t)INT32_MAX + (3LL << 32);
	epoch = (sec - (int32_t)sec) >> 32;
	*secp = htole32((uint32_t)sec);
	*extrap = htole32((uint32_t)(epoch & 3) | (uint32_t)nsec << 2);
}
