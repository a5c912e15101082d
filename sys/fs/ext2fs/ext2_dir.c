/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Directories of ext2.
 *
 * Model	A directory is a list of records in each of its blocks.  A
 *		directory that changes, or is larger than a block, or was
 *		searched several times, gets an index in memory (dirhash): for
 *		each name its hash and position, and for each block how much
 *		room it has at most.  So a name is found, entered and removed
 *		without walking through the directory.
 *
 *		A removed record stays as a free one, and takes in a free one
 *		behind it; free neighbours are joined when the block is searched
 *		for room.  Directories do not shrink.
 *
 * Invariants	(1) a block that is worked on has passed ext2_check_dirblock()
 *		    since it was read (B_CHECKED), so walks stay inside.
 *		(2) the index holds every name but "." and "..".
 *		(3) dh_free[b] is at least the room of the largest record that
 *		    block b can be made to have, and dh_hint[n] at most the
 *		    first block with room for n units.
 *		(4) dh_slot, unless 0, is the position of a record.
 *
 * Locks	v_lock exclusively to change the directory; i_dirlock for the
 *		index, under the shared v_lock of lookups; then i_lock and
 *		buffers, of which one is owned at a time.
 * Context	thread; sleeps.
 * Tests	tests/sys/fs/ext2fs/t_ext2_files.c
 */

#include <sys/param.h>
#include <sys/buf.h>
#include <sys/dirent.h>
#include <sys/kmem.h>
#include <sys/namei.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <fs/ext2fs/ext2_var.h>

#define	DIRHASH_MINSIZE	64		/* entries; a power of 2 */
#define	DIRHASH_MAXBLKS	65536		/* larger directories have none */
#define	DIRHASH_UNITS	(EXT2_DIRLEN(EXT2_NAMEMAX) / 4 + 1)
#define	DIR_SCANS	3		/* searches before there is an index */

/* Values of de_pos, which counts in units of 4 bytes and is never 1 else. */
#define	POS_EMPTY	0
#define	POS_DELETED	1

struct dirhash_entry {
	uint32_t	de_hash;
	uint32_t	de_pos;
};

struct ext2_dirhash {
	struct dirhash_entry *dh_table;
	uint32_t	dh_size;	/* entries of the table; a power of 2 */
	uint32_t	dh_used;	/* not POS_EMPTY */
	uint32_t	dh_live;	/* names */
	uint32_t	dh_nblocks;
	uint32_t	dh_maxblocks;	/* room of dh_free */
	uint16_t	*dh_free;	/* units of 4 bytes */
	uint32_t	dh_slot; /* byte position of a record with room */
	uint32_t	dh_hint[DIRHASH_UNITS];
};

static inline struct ext2_direct *
dir_at(const struct buf *bp, uint32_t off)
{

	return ((struct ext2_direct *)(void *)((char *)bp->b_data + off));
}

static inline uint32_t
dir_reclen(const struct ext2_direct *de)
{

	return (le16toh(de->e_reclen));
}

/* Bytes of a record that a new name could have. */
static inline uint32_t
dir_room(const struct ext2_direct *de)
{

	return (de->e_ino == 0 ? dir_reclen(de) :
	    dir_reclen(de) - EXT2_DIRLEN(de->e_namlen));
}

static inline bool
dir_isname(const struct ext2_direct *de, const char *name, size_t len)
{

	return (de->e_ino != 0 && de->e_namlen == len &&
	    memcmp(de->e_name, name, len) == 0);
}

static inline bool
dir_isdot(const char *name, size_t len)
{

	return (name[0] == '.' && (len == 1 || (len == 2 && name[1] == '.')));
}

/*
 * What stands in b_owner of a directory's block.  A block that a broken disk
 * gives to two of them, or twice to one, is usable in one place only: else the
 * positions in an index would not be those of records.
 */
static inline uint64_t
dir_owner(const struct ext2_inode *ip, uint32_t lbn)
{

	return ((uint64_t)ip->i_ino << 32 | lbn);
}

static void
dir_own(const struct ext2_inode *ip, uint32_t lbn, struct buf *bp)
{

	bp->b_owner = dir_owner(ip, lbn);
	bp->b_flags |= B_CHECKED;
}

/*
 * A block of a directory, owned and checked.  A hole is an error: a directory
 * has none.
 */
static int
dir_block(struct ext2_inode *ip, uint32_t lbn, struct buf **bpp)
{
	const char *why;
	uint32_t pbn, run;
	int error;

	error = ext2_bmap(ip, lbn, 1, &pbn, &run);
	if (error != 0)
		return (error);
	if (pbn == 0) {
		ext2_error(ip->i_um, "directory %u has a hole", ip->i_ino);
		return (SET_ERROR(EIO));
	}
	error = bread(ip->i_um->um_bufs, pbn, bpp);
	if (error != 0)
		return (error);
	if (((*bpp)->b_flags & B_CHECKED) == 0)
		why = ext2_check_dirblock((*bpp)->b_data, &ip->i_um->um_geom);
	else if ((*bpp)->b_owner == dir_owner(ip, lbn))
		return (0);
	else
		why = "a block belongs to another directory";
	if (why != NULL) {
		brelse(*bpp);
		ext2_error(ip->i_um, "directory %u: %s", ip->i_ino, why);
		return (SET_ERROR(EIO));
	}
	dir_own(ip, lbn, *bpp);
	return (0);
}

static inline uint32_t
dir_nblocks(const struct ext2_inode *ip)
{

	return ((uint32_t)LBLKNO(&ip->i_um->um_geom, ip->i_size));
}

/* --- the index ------------------------------------------------------------ */

static void
dirhash_free(struct ext2_dirhash *dh)
{

	kmem_free(dh->dh_table, dh->dh_size * sizeof(*dh->dh_table));
	kmem_free(dh->dh_free, dh->dh_maxblocks * sizeof(*dh->dh_free));
	kmem_free(dh, sizeof(*dh));
}

/*
 * Drop the index.  The vnode is locked exclusively, or dying.
 */
void
ext2_dir_forget(struct ext2_inode *ip)
{
	struct ext2_dirhash *dh = ip->i_dirhash;

	ip->i_dirhash = NULL;
	if (dh != NULL)
		dirhash_free(dh);
}

static void
dirhash_put(struct ext2_dirhash *dh, uint32_t hash, uint32_t pos)
{
	uint32_t i = hash & (dh->dh_size - 1);

	while (dh->dh_table[i].de_pos > POS_DELETED)
		i = (i + 1) & (dh->dh_size - 1);
	if (dh->dh_table[i].de_pos == POS_EMPTY)
		dh->dh_used++;
	dh->dh_table[i].de_hash = hash;
	dh->dh_table[i].de_pos = pos / 4;
	dh->dh_live++;
}

/*
 * Make room for one more name; false without memory.
 */
static bool
dirhash_grow(struct ext2_dirhash *dh)
{
	struct dirhash_entry *old = dh->dh_table, *new;
	uint32_t i, oldsize = dh->dh_size, size;

	if ((dh->dh_used + 1) * 4 <= oldsize * 3)
		return (true);
	for (size = DIRHASH_MINSIZE; size < (dh->dh_live + 1) * 2; size *= 2)
		continue;
	new = kmem_zalloc(size * sizeof(*new), KM_SLEEP);
	if (new == NULL)
		return (false);
	dh->dh_table = new;
	dh->dh_size = size;
	dh->dh_used = dh->dh_live = 0;
	for (i = 0; i < oldsize; i++)
		if (old[i].de_pos > POS_DELETED)
			dirhash_put(dh, old[i].de_hash, old[i].de_pos * 4);
	kmem_free(old, oldsize * sizeof(*old));
	return (true);
}

/*
 * Block b has room for n bytes, perhaps.
 */
static void
dirhash_setfree(struct ext2_dirhash *dh, uint32_t b, uint32_t n)
{
	uint32_t units = n / 4, i;

	dh->dh_free[b] = (uint16_t)units;
	for (i = MIN(units, DIRHASH_UNITS - 1); i > 0 && dh->dh_hint[i] > b;
	    i--)
		dh->dh_hint[i] = b;
}

/*
 * Note what a block has: the names, unless they are known, and the room.
 */
static bool
dirhash_scan(struct ext2_dirhash *dh, struct buf *bp, uint32_t b)
{
	struct ext2_direct *de;
	uint32_t off, room = 0, run = 0;

	for (off = 0; off < bp->b_size; off += dir_reclen(de)) {
		de = dir_at(bp, off);
		run = de->e_ino == 0 ? run + dir_reclen(de) : dir_room(de);
		room = MAX(room, run);
		if (de->e_ino != 0)
			run = 0;
		if (de->e_ino == 0 || dir_isdot(de->e_name, de->e_namlen))
			continue;
		if (!dirhash_grow(dh))
			return (false);
		dirhash_put(dh, name_hash(de->e_name, de->e_namlen),
		    b * bp->b_size + off);
	}
	dh->dh_free[b] = (uint16_t)(room / 4);
	return (true);
}

/*
 * Make the index.  i_dirlock held.  Without memory, or when the directory
 * cannot be read, there is none.
 */
static void
dirhash_build(struct ext2_inode *ip)
{
	struct ext2_dirhash *dh;
	uint32_t b, n = dir_nblocks(ip);
	struct buf *bp;
	bool ok = true;

	if (ip->i_dirhash != NULL || n == 0 || n > DIRHASH_MAXBLKS)
		return;
	dh = kmem_zalloc(sizeof(*dh), KM_SLEEP);
	if (dh == NULL)
		return;
	dh->dh_nblocks = n;
	dh->dh_maxblocks = n + 8;
	dh->dh_size = DIRHASH_MINSIZE;
	dh->dh_table = kmem_zalloc(dh->dh_size * sizeof(*dh->dh_table),
	    KM_SLEEP);
	dh->dh_free = kmem_zalloc(dh->dh_maxblocks * sizeof(*dh->dh_free),
	    KM_SLEEP);
	if (dh->dh_table == NULL || dh->dh_free == NULL)
		ok = false;
	for (b = 0; ok && b < n; b++) {
		ok = dir_block(ip, b, &bp) == 0;
		if (!ok)
			break;
		ok = dirhash_scan(dh, bp, b);
		brelse(bp);
	}
	if (ok) {
		ip->i_dirhash = dh;
		return;
	}
	kmem_free(dh->dh_table, dh->dh_size * sizeof(*dh->dh_table));
	kmem_free(dh->dh_free, dh->dh_maxblocks * sizeof(*dh->dh_free));
	kmem_free(dh, sizeof(*dh));
}

/* --- finding -------------------------------------------------------------- */

/*
 * Find a name by the index: its block, owned, and its position there.
 */
static int
find_hashed(struct ext2_inode *ip, const char *name, size_t len,
    uint32_t hash, struct buf **bpp, uint32_t *posp, uint32_t *slotp)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct ext2_dirhash *dh = ip->i_dirhash;
	struct dirhash_entry *e;
	uint32_t i, pos;
	int error;

	for (i = hash & (dh->dh_size - 1);; i = (i + 1) & (dh->dh_size - 1)) {
		e = &dh->dh_table[i];
		if (e->de_pos == POS_EMPTY)
			return (ENOENT);
		if (e->de_pos == POS_DELETED || e->de_hash != hash)
			continue;
		pos = e->de_pos * 4;
		error = dir_block(ip, (uint32_t)LBLKNO(g, pos), bpp);
		if (error != 0)
			return (error);
		if (dir_isname(dir_at(*bpp, BLKOFF(g, pos)), name, len)) {
			*posp = pos;
			*slotp = i;
			return (0);
		}
		brelse(*bpp);
	}
}

/*
 * The same by walking through the first n blocks.
 */
static int
find_linear(struct ext2_inode *ip, const char *name, size_t len, uint32_t n,
    struct buf **bpp, uint32_t *posp)
{
	struct ext2_direct *de;
	uint32_t b, off;
	int error;

	for (b = 0; b < n; b++) {
		error = dir_block(ip, b, bpp);
		if (error != 0)
			return (error);
		for (off = 0; off < (*bpp)->b_size; off += dir_reclen(de)) {
			de = dir_at(*bpp, off);
			if (dir_isname(de, name, len)) {
				*posp = b * (*bpp)->b_size + off;
				return (0);
			}
		}
		brelse(*bpp);
	}
	return (ENOENT);
}

/*
 * Find a name.  i_dirlock held.  ENOENT, EIO.
 */
static int
dir_find(struct ext2_inode *ip, const char *name, size_t len, uint32_t hash,
    bool modify, struct buf **bpp, uint32_t *posp, uint32_t *slotp)
{

	if (dir_isdot(name, len))
		return (find_linear(ip, name, len, MIN(1, dir_nblocks(ip)),
		    bpp, posp));
	if (ip->i_dirhash == NULL && (modify || dir_nblocks(ip) > 1 ||
	    ip->i_dirscans++ >= DIR_SCANS))
		dirhash_build(ip);
	if (ip->i_dirhash != NULL)
		return (find_hashed(ip, name, len, hash, bpp, posp, slotp));
	return (find_linear(ip, name, len, dir_nblocks(ip), bpp, posp));
}

/*
 * The inode number of a name.  The directory is locked, shared at least.
 */
int
ext2_dir_lookup(struct ext2_inode *ip, const char *name, size_t len,
    uint32_t hash, uint32_t *inop)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint32_t pos, slot;
	struct buf *bp;
	int error;

	mutex_enter(&ip->i_dirlock);
	error = dir_find(ip, name, len, hash, false, &bp, &pos, &slot);
	mutex_exit(&ip->i_dirlock);
	if (error != 0)
		return (error);
	*inop = le32toh(dir_at(bp, BLKOFF(g, pos))->e_ino);
	brelse(bp);
	return (0);
}

/*
 * Does the directory have nothing but "." and ".."?
 */
int
ext2_dir_isempty(struct ext2_inode *ip, bool *emptyp)
{
	struct ext2_direct *de;
	uint32_t b, off;
	struct buf *bp;
	int error;

	*emptyp = true;
	if (ip->i_dirhash != NULL) {
		*emptyp = ip->i_dirhash->dh_live == 0;
		return (0);
	}
	for (b = 0; *emptyp && b < dir_nblocks(ip); b++) {
		error = dir_block(ip, b, &bp);
		if (error != 0)
			return (error);
		for (off = 0; off < bp->b_size; off += dir_reclen(de)) {
			de = dir_at(bp, off);
			if (de->e_ino != 0 &&
			    !dir_isdot(de->e_name, de->e_namlen))
				*emptyp = false;
		}
		brelse(bp);
	}
	return (0);
}

/* --- changing ------------------------------------------------------------- */

static uint8_t
dir_type(const struct ext2_inode *ip, mode_t mode)
{
	static const uint8_t types[16] = {
		[S_IFIFO >> 12] = EXT2_FT_FIFO, [S_IFCHR >> 12] = EXT2_FT_CHR,
		[S_IFDIR >> 12] = EXT2_FT_DIR, [S_IFBLK >> 12] = EXT2_FT_BLK,
		[S_IFREG >> 12] = EXT2_FT_REG, [S_IFLNK >> 12] = EXT2_FT_LNK,
		[S_IFSOCK >> 12] = EXT2_FT_SOCK,
	};

	return (ip->i_um->um_geom.g_filetype ? types[(mode & S_IFMT) >> 12] :
	    EXT2_FT_UNKNOWN);
}

/*
 * The directory changed: its times, and a hash tree on the disk, of which we
 * only know the blocks, is one no more.
 */
static void
dir_changed(struct ext2_inode *ip)
{

	if ((ip->i_flags & EXT2_FL_INDEX) != 0) {
		ip->i_flags &= ~(uint32_t)EXT2_FL_INDEX;
		(void)ext2_update(ip);
	}
	ext2_touch(ip, true);
}

/* A new record. */
struct newrec {
	const char	*nr_name;
	size_t		nr_len;
	uint32_t	nr_ino;
	uint8_t		nr_type;
	uint32_t	nr_need;	/* bytes */
};

/*
 * Put a name into the record at off, which has room; returns where it is.
 */
static uint32_t
record_fill(struct buf *bp, uint32_t off, const struct newrec *nr)
{
	struct ext2_direct *de = dir_at(bp, off);
	uint32_t used, reclen = dir_reclen(de);

	if (de->e_ino != 0) {
		used = EXT2_DIRLEN(de->e_namlen);
		de->e_reclen = htole16((uint16_t)used);
		off += used;
		de = dir_at(bp, off);
		de->e_reclen = htole16((uint16_t)(reclen - used));
	}
	de->e_ino = htole32(nr->nr_ino);
	de->e_namlen = (uint8_t)nr->nr_len;
	de->e_type = nr->nr_type;
	memcpy(de->e_name, nr->nr_name, nr->nr_len);
	return (off);
}

/*
 * Find a record with room in a block, joining free neighbours on the way.
 * Returns its offset, or the block's size; *mostp is the most room there is.
 */
static uint32_t
record_search(struct buf *bp, uint32_t need, uint32_t *mostp)
{
	struct ext2_direct *de, *next;
	uint32_t off, reclen;

	*mostp = 0;
	for (off = 0; off < bp->b_size; off += dir_reclen(de)) {
		de = dir_at(bp, off);
		while (de->e_ino == 0 &&
		    (reclen = dir_reclen(de)) < bp->b_size - off) {
			next = dir_at(bp, off + reclen);
			if (next->e_ino != 0)
				break;
			de->e_reclen =
			    htole16((uint16_t)(reclen + dir_reclen(next)));
		}
		if (dir_room(de) >= need)
			return (off);
		*mostp = MAX(*mostp, dir_room(de));
	}
	return (bp->b_size);
}

/*
 * Enter a record into a block, if there is room: ENOSPC.  *posp is where, as a
 * position in the directory.
 */
static int
enter_block(struct ext2_inode *ip, uint32_t b, const struct newrec *nr,
    uint32_t *posp)
{
	struct ext2_dirhash *dh = ip->i_dirhash;
	struct buf *bp;
	uint32_t most, off;
	int error;

	error = dir_block(ip, b, &bp);
	if (error != 0)
		return (error);
	off = record_search(bp, nr->nr_need, &most);
	if (dh != NULL && dh->dh_slot / bp->b_size == b)
		dh->dh_slot = 0;	/* it may have been joined */
	if (off == bp->b_size) {
		if (dh != NULL)
			dh->dh_free[b] = (uint16_t)(most / 4);
		brelse(bp);
		return (ENOSPC);
	}
	*posp = b * bp->b_size + record_fill(bp, off, nr);
	bdwrite(bp, BUF_DIR);
	return (0);
}

/*
 * Enter a record behind the one that was entered last, if there is room.
 */
static int
enter_slot(struct ext2_inode *ip, const struct newrec *nr, uint32_t *posp)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint32_t slot = ip->i_dirhash->dh_slot, b;
	struct buf *bp;
	int error;

	if (slot == 0)
		return (ENOSPC);
	b = (uint32_t)LBLKNO(g, slot);
	error = dir_block(ip, b, &bp);
	if (error != 0)
		return (error);
	if (dir_room(dir_at(bp, BLKOFF(g, slot))) < nr->nr_need) {
		brelse(bp);
		return (ENOSPC);
	}
	*posp = b * g->g_bsize + record_fill(bp, BLKOFF(g, slot), nr);
	bdwrite(bp, BUF_DIR);
	return (0);
}

/*
 * Make room for one more block in the index.
 */
static bool
dirhash_addblock(struct ext2_dirhash *dh)
{
	uint32_t max = dh->dh_maxblocks * 2;
	uint16_t *new;

	if (dh->dh_nblocks < dh->dh_maxblocks)
		return (true);
	new = kmem_zalloc(max * sizeof(*new), KM_SLEEP);
	if (new == NULL)
		return (false);
	memcpy(new, dh->dh_free, dh->dh_nblocks * sizeof(*new));
	kmem_free(dh->dh_free, dh->dh_maxblocks * sizeof(*new));
	dh->dh_free = new;
	dh->dh_maxblocks = max;
	return (true);
}

/*
 * Append a block that holds only the new record.
 */
static int
enter_append(struct ext2_inode *ip, const struct newrec *nr, uint32_t *posp)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	uint32_t b = dir_nblocks(ip), pbn, run;
	struct ext2_direct *de;
	struct buf *bp;
	bool fresh;
	int error;

	if (ip->i_size + g->g_bsize > INT32_MAX)
		return (SET_ERROR(ENOSPC));
	error = ext2_bmap_alloc(ip, b, 1, &pbn, &run, &fresh);
	if (error != 0)
		return (error);
	error = getblk(ip->i_um->um_bufs, pbn, &bp);
	if (error != 0) {
		(void)ext2_bmap_trunc(ip, b);
		return (error);
	}
	memset(bp->b_data, 0, bp->b_size);
	de = bp->b_data;
	de->e_reclen = htole16((uint16_t)g->g_bsize);
	*posp = b * g->g_bsize + record_fill(bp, 0, nr);
	dir_own(ip, b, bp);
	bdwrite(bp, BUF_DIR);
	ip->i_size += g->g_bsize;
	if (ip->i_dirhash != NULL) {
		if (dirhash_addblock(ip->i_dirhash)) {
			ip->i_dirhash->dh_nblocks++;
			dirhash_setfree(ip->i_dirhash, b,
			    g->g_bsize - nr->nr_need);
		} else
			ext2_dir_forget(ip);
	}
	return (ext2_update(ip));
}

/*
 * Enter a record where the index says that there is room.
 */
static int
enter_hashed(struct ext2_inode *ip, const struct newrec *nr, uint32_t *posp)
{
	struct ext2_dirhash *dh = ip->i_dirhash;
	uint32_t b, units = nr->nr_need / 4;
	int error;

	error = enter_slot(ip, nr, posp);
	if (error != ENOSPC)
		return (error);
	for (b = dh->dh_hint[units]; b < dh->dh_nblocks; b++) {
		if (dh->dh_free[b] < units)
			continue;
		error = enter_block(ip, b, nr, posp);
		if (error != ENOSPC)
			break;
	}
	dh->dh_hint[units] = b;
	return (b < dh->dh_nblocks ? error : ENOSPC);
}

/*
 * Enter a name, which is not there.  The directory is locked exclusively.
 * ENOSPC, EIO; then nothing has changed.
 */
int
ext2_dir_enter(struct ext2_inode *ip, const char *name, size_t len,
    uint32_t hash, uint32_t ino, mode_t mode)
{
	struct newrec nr = { name, len, ino, dir_type(ip, mode),
	    EXT2_DIRLEN(len) };
	uint32_t b, n = dir_nblocks(ip), pos;
	int error = ENOSPC;

	mutex_enter(&ip->i_dirlock);
	dirhash_build(ip);
	if (ip->i_dirhash != NULL && !dirhash_grow(ip->i_dirhash))
		ext2_dir_forget(ip);
	if (ip->i_dirhash != NULL)
		error = enter_hashed(ip, &nr, &pos);
	else
		for (b = 0; b < n && error == ENOSPC; b++)
			error = enter_block(ip, b, &nr, &pos);
	if (error == ENOSPC)
		error = enter_append(ip, &nr, &pos);
	if (error == 0 && ip->i_dirhash != NULL) {
		dirhash_put(ip->i_dirhash, hash, pos);
		ip->i_dirhash->dh_slot = pos;
	}
	mutex_exit(&ip->i_dirlock);
	if (error == 0)
		dir_changed(ip);
	return (error);
}

/*
 * Remove a name.  The directory is locked exclusively.
 */
int
ext2_dir_remove(struct ext2_inode *ip, const char *name, size_t len,
    uint32_t hash, enum buf_order order)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct ext2_dirhash *dh;
	struct ext2_direct *de, *next;
	uint32_t b, off, pos, slot = 0;
	struct buf *bp;
	int error;

	mutex_enter(&ip->i_dirlock);
	error = dir_find(ip, name, len, hash, true, &bp, &pos, &slot);
	if (error != 0) {
		mutex_exit(&ip->i_dirlock);
		return (error);
	}
	b = (uint32_t)LBLKNO(g, pos);
	off = BLKOFF(g, pos);
	dh = ip->i_dirhash;
	de = dir_at(bp, off);
	de->e_ino = 0;
	off += dir_reclen(de);
	if (off < g->g_bsize) {
		next = dir_at(bp, off);
		if (next->e_ino == 0) {
			de->e_reclen = htole16((uint16_t)(dir_reclen(de) +
			    dir_reclen(next)));
			if (dh != NULL && dh->dh_slot == b * g->g_bsize + off)
				dh->dh_slot = 0;
		}
	}
	if (dh != NULL) {
		dh->dh_table[slot].de_pos = POS_DELETED;
		dh->dh_live--;
		dirhash_setfree(dh, b, MIN(g->g_bsize,
		    dh->dh_free[b] * 4U + dir_reclen(de)));
	}
	bdwrite(bp, order);
	mutex_exit(&ip->i_dirlock);
	dir_changed(ip);
	return (0);
}

/*
 * Let a name that is there lead to another inode.  The directory is locked
 * exclusively.
 */
int
ext2_dir_change(struct ext2_inode *ip, const char *name, size_t len,
    uint32_t hash, uint32_t ino, mode_t mode)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct ext2_direct *de;
	uint32_t pos, slot;
	struct buf *bp;
	int error;

	mutex_enter(&ip->i_dirlock);
	error = dir_find(ip, name, len, hash, true, &bp, &pos, &slot);
	if (error == 0) {
		de = dir_at(bp, BLKOFF(g, pos));
		de->e_ino = htole32(ino);
		de->e_type = dir_type(ip, mode);
		bdwrite(bp, BUF_DIR);
	}
	mutex_exit(&ip->i_dirlock);
	if (error == 0)
		dir_changed(ip);
	return (error);
}

/*
 * The first block of a new directory.
 */
int
ext2_dir_init(struct ext2_inode *ip, uint32_t parent)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct newrec dot = { ".", 1, ip->i_ino, dir_type(ip, S_IFDIR),
	    EXT2_DIRLEN(1) };
	struct newrec dotdot = { "..", 2, parent, dir_type(ip, S_IFDIR),
	    EXT2_DIRLEN(2) };
	uint32_t pbn, run;
	struct ext2_direct *de;
	struct buf *bp;
	bool fresh;
	int error;

	error = ext2_bmap_alloc(ip, 0, 1, &pbn, &run, &fresh);
	if (error != 0)
		return (error);
	error = getblk(ip->i_um->um_bufs, pbn, &bp);
	if (error != 0)
		return (error);
	memset(bp->b_data, 0, bp->b_size);
	de = bp->b_data;
	de->e_reclen = htole16((uint16_t)g->g_bsize);
	(void)record_fill(bp, record_fill(bp, 0, &dot), &dotdot);
	dir_own(ip, 0, bp);
	bdwrite(bp, BUF_DIR);
	ip->i_size = g->g_bsize;
	ext2_mark(ip, IN_CHANGED);
	return (0);
}

/* --- reading -------------------------------------------------------------- */

/*
 * Give out the records of one block from offset `from' on.  *offp is where the
 * next begins.
 */
static int
read_block(const struct ext2_geom *g, const char *block, uint32_t from,
    uint64_t base, struct uio *uio, uint32_t *offp, bool *fullp)
{
	static const uint8_t types[EXT2_FT_MAX] = {
		DT_UNKNOWN, DT_REG, DT_DIR, DT_CHR, DT_BLK, DT_FIFO, DT_SOCK,
		DT_LNK
	};
	const struct ext2_direct *de;
	uint32_t next, off;
	uint8_t type;
	int error;

	for (off = 0; off < g->g_bsize; off = next) {
		de = (const struct ext2_direct *)(const void *)(block + off);
		next = off + dir_reclen(de);
		if (off < from || de->e_ino == 0)
			continue;
		type = g->g_filetype && de->e_type < EXT2_FT_MAX ?
		    types[de->e_type] : DT_UNKNOWN;
		error = vn_dirent(uio, le32toh(de->e_ino), type, de->e_name,
		    de->e_namlen, (off_t)(base + next), fullp);
		if (error != 0 || *fullp)
			return (error);
		*offp = next;
	}
	*offp = g->g_bsize;
	return (0);
}

/*
 * VOP_READDIR: positions are those of the records.  One that is not, because
 * the record was joined with another or the number is of the caller's making,
 * stands for the next one.
 */
int
ext2_dir_read(struct ext2_inode *ip, struct uio *uio, bool *eofp)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	ssize_t resid = uio->uio_resid;
	uint64_t base, pos = (uint64_t)uio->uio_offset;
	uint32_t off;
	struct buf *bp;
	char *block;
	bool full = false;
	int error = 0;

	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	*eofp = pos >= ip->i_size;
	if (*eofp)
		return (0);
	block = kmem_alloc(g->g_bsize, KM_SLEEP);
	if (block == NULL)
		return (SET_ERROR(ENOMEM));
	while (pos < ip->i_size && !full) {
		error = dir_block(ip, (uint32_t)LBLKNO(g, pos), &bp);
		if (error != 0)
			break;
		/* The copy to the user may wait for pages. */
		memcpy(block, bp->b_data, g->g_bsize);
		brelse(bp);
		off = BLKOFF(g, pos);
		base = pos - off;
		error = read_block(g, block, off, base, uio, &off, &full);
		pos = base + off;
		if (error != 0)
			break;
	}
	kmem_free(block, g->g_bsize);
	if (error == 0 && full && uio->uio_resid == resid)
		error = SET_ERROR(EINVAL);
	if (error == 0)
		uio->uio_offset = (off_t)pos;
	*eofp = pos >= ip->i_size;
	return (error);
}
