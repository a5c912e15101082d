/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Inodes of ext2: from and to the disk, their birth, their sizes and their end.
 *
 * Model	An inode in memory belongs to a vnode.  Changes are made there
 *		and noted in i_dirty; ext2_update() copies the inode into the
 *		buffer of its table, where a sync finds it.  What others rely on
 *		(a new inode before its name, a truncated map before its blocks
 *		are free, a link count) is copied at once; times and sizes when
 *		the file is synced or falls out of use.
 *
 *		A file whose last name is gone but which is in use is an orphan:
 *		a sync chains the orphans on the disk, by s_last_orphan and
 *		i_dtime, so that a mount after a crash can free them.
 *
 * Invariants	(1) when an inode is freed, its buffer says so before its bit is
 *		    clear.
 *		(2) an inode in memory has passed ext2_check_inode().
 *
 * Locks	v_lock -> i_lock -> the buffer of the inode table; um_lock for
 *		the orphans.
 * Context	thread; sleeps.
 * Tests	tests/sys/fs/ext2fs/t_ext2_files.c
 */

#include <sys/param.h>
#include <sys/buf.h>
#include <sys/kmem.h>
#include <sys/namei.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <vm/vm_extern.h>
#include <vm/vm_object.h>
#include <fs/ext2fs/ext2_var.h>

static struct kmem_cache *ext2_inode_cache;

static int
inode_ctor(void *obj, void *arg, int flags)
{
	struct ext2_inode *ip = obj;

	memset(ip, 0, sizeof(*ip));
	mutex_init(&ip->i_lock, "ext2map");
	mutex_init(&ip->i_dirlock, "ext2dir");
	return (0);
}

static void
inode_dtor(void *obj, void *arg)
{
	struct ext2_inode *ip = obj;

	mutex_destroy(&ip->i_lock);
	mutex_destroy(&ip->i_dirlock);
}

void
ext2_inode_init(void)
{

	ext2_inode_cache = kmem_cache_create("ext2inode",
	    sizeof(struct ext2_inode), 0, inode_ctor, inode_dtor, NULL);
	if (ext2_inode_cache == NULL)
		panic("ext2_inode_init: no memory");
}

static struct ext2_inode *
inode_alloc(struct ext2_mount *um, struct vnode *vp, uint32_t ino)
{
	struct ext2_inode *ip;

	ip = kmem_cache_alloc(ext2_inode_cache, KM_SLEEP);
	if (ip == NULL)
		return (NULL);
	ip->i_vnode = vp;
	ip->i_um = um;
	ip->i_ino = ino;
	ip->i_dirty = 0;
	ip->i_flags = 0;
	ip->i_size = 0;
	ip->i_dtime = 0;
	ip->i_facl = 0;
	ip->i_nblock = 0;
	memset(ip->i_block, 0, sizeof(ip->i_block));
	ip->i_lastlbn = ip->i_lastpbn = 0;
	ip->i_fresh = ip->i_freshend = 0;
	ip->i_winlen = ip->i_wingrow = 0;
	ip->i_orphan = false;
	ip->i_dirscans = 0;
	ip->i_dirhash = NULL;
	return (ip);
}

static void
inode_free(struct ext2_inode *ip)
{

	KASSERT(ip->i_winlen == 0 && !ip->i_orphan && ip->i_dirhash == NULL);
	kmem_cache_free(ext2_inode_cache, ip);
}

/*
 * The buffer with an inode, owned, and the inode in it.
 */
static int
dinode_read(struct ext2_mount *um, uint32_t ino, struct buf **bpp,
    struct ext2_dinode **dip)
{
	const struct ext2_geom *g = &um->um_geom;
	uint32_t group = (ino - 1) / g->g_ipg, index = (ino - 1) % g->g_ipg;
	int error;

	error = bread(um->um_bufs, le32toh(um->um_gd[group].bg_inode_table) +
	    index / g->g_ipb, bpp);
	if (error != 0)
		return (error);
	*dip = (struct ext2_dinode *)(void *)((char *)(*bpp)->b_data +
	    (size_t)(index % g->g_ipb) * g->g_isize);
	return (0);
}

/*
 * The same for an inode that was allocated just now.  If no other inode of its
 * block is in use, what the block holds matters to nobody and is not read.
 */
static int
dinode_read_new(struct ext2_mount *um, uint32_t ino, struct buf **bpp,
    struct ext2_dinode **dip)
{
	const struct ext2_geom *g = &um->um_geom;
	uint32_t group = (ino - 1) / g->g_ipg, index = (ino - 1) % g->g_ipg;
	uint32_t first = index - index % g->g_ipb;
	int error;

	if (ext2_inodes_inuse(um, group, first, MIN(g->g_ipb,
	    g->g_ipg - first)) > 1)
		return (dinode_read(um, ino, bpp, dip));
	error = getblk(um->um_bufs, le32toh(um->um_gd[group].bg_inode_table) +
	    index / g->g_ipb, bpp);
	if (error != 0)
		return (error);
	if (((*bpp)->b_flags & B_VALID) == 0)
		memset((*bpp)->b_data, 0, (*bpp)->b_size);
	*dip = (struct ext2_dinode *)(void *)((char *)(*bpp)->b_data +
	    (size_t)(index % g->g_ipb) * g->g_isize);
	return (0);
}

static bool
dinode_has_extra(const struct ext2_mount *um, const struct ext2_dinode *di,
    size_t end)
{

	return (um->um_geom.g_isize > EXT2_OLDISIZE &&
	    EXT2_OLDISIZE + (size_t)le16toh(di->di_extra_isize) >= end);
}

#define	HAS_EXTRA(um, di, field)					\
	dinode_has_extra((um), (di),					\
	    offsetof(struct ext2_dinode, field) + sizeof((di)->field))

/*
 * From the disk to memory.
 */
static void
inode_decode(struct ext2_inode *ip, const struct ext2_dinode *di)
{
	struct ext2_mount *um = ip->i_um;
	bool extra;

	ip->i_mode = le16toh(di->di_mode);
	ip->i_uid = le16toh(di->di_uid) |
	    (uint32_t)le16toh(di->di_uid_high) << 16;
	ip->i_gid = le16toh(di->di_gid) |
	    (uint32_t)le16toh(di->di_gid_high) << 16;
	ip->i_nlink = le16toh(di->di_nlink);
	ip->i_flags = le32toh(di->di_flags);
	ip->i_gen = le32toh(di->di_gen);
	ip->i_size = le32toh(di->di_size);
	if (S_ISREG(ip->i_mode))
		ip->i_size |= (uint64_t)le32toh(di->di_size_high) << 32;
	ip->i_nblock = le32toh(di->di_nblock);
	ip->i_facl = le32toh(di->di_file_acl);
	ip->i_dtime = le32toh(di->di_dtime);
	memcpy(ip->i_block, di->di_block, sizeof(ip->i_block));
	extra = HAS_EXTRA(um, di, di_ctime_extra);
	ext2_time_get(di->di_ctime, extra ? di->di_ctime_extra : 0, extra,
	    &ip->i_ctime.tv_sec, &ip->i_ctime.tv_nsec);
	extra = HAS_EXTRA(um, di, di_mtime_extra);
	ext2_time_get(di->di_mtime, extra ? di->di_mtime_extra : 0, extra,
	    &ip->i_mtime.tv_sec, &ip->i_mtime.tv_nsec);
	extra = HAS_EXTRA(um, di, di_atime_extra);
	ext2_time_get(di->di_atime, extra ? di->di_atime_extra : 0, extra,
	    &ip->i_atime.tv_sec, &ip->i_atime.tv_nsec);
	if (HAS_EXTRA(um, di, di_crtime_extra))
		ext2_time_get(di->di_crtime, di->di_crtime_extra, true,
		    &ip->i_btime.tv_sec, &ip->i_btime.tv_nsec);
	else
		ip->i_btime = ip->i_ctime;
}

/*
 * From memory to the buffer.  i_lock held.
 */
static void
inode_encode(const struct ext2_inode *ip, struct ext2_dinode *di)
{
	struct ext2_mount *um = ip->i_um;
	uint32_t sec, extra;

	di->di_mode = htole16((uint16_t)ip->i_mode);
	di->di_uid = htole16((uint16_t)ip->i_uid);
	di->di_uid_high = htole16((uint16_t)(ip->i_uid >> 16));
	di->di_gid = htole16((uint16_t)ip->i_gid);
	di->di_gid_high = htole16((uint16_t)(ip->i_gid >> 16));
	di->di_nlink = htole16((uint16_t)ip->i_nlink);
	di->di_flags = htole32(ip->i_flags);
	di->di_gen = htole32(ip->i_gen);
	di->di_size = htole32((uint32_t)ip->i_size);
	if (S_ISREG(ip->i_mode))
		di->di_size_high = htole32((uint32_t)(ip->i_size >> 32));
	di->di_nblock = htole32((uint32_t)ip->i_nblock);
	di->di_dtime = htole32(ip->i_dtime);
	di->di_file_acl = htole32(ip->i_facl);
	memcpy(di->di_block, ip->i_block, sizeof(ip->i_block));

	ext2_time_put(ip->i_ctime.tv_sec, ip->i_ctime.tv_nsec, &sec, &extra);
	di->di_ctime = sec;
	if (HAS_EXTRA(um, di, di_ctime_extra))
		di->di_ctime_extra = extra;
	ext2_time_put(ip->i_mtime.tv_sec, ip->i_mtime.tv_nsec, &sec, &extra);
	di->di_mtime = sec;
	if (HAS_EXTRA(um, di, di_mtime_extra))
		di->di_mtime_extra = extra;
	ext2_time_put(ip->i_atime.tv_sec, ip->i_atime.tv_nsec, &sec, &extra);
	di->di_atime = sec;
	if (HAS_EXTRA(um, di, di_atime_extra))
		di->di_atime_extra = extra;
	if (HAS_EXTRA(um, di, di_crtime_extra)) {
		ext2_time_put(ip->i_btime.tv_sec, ip->i_btime.tv_nsec, &sec,
		    &extra);
		di->di_crtime = sec;
		di->di_crtime_extra = extra;
	}
}

/*
 * Put an inode into its buffer.  The vnode is locked, shared at least.
 */
int
ext2_update(struct ext2_inode *ip)
{
	struct ext2_dinode *di;
	struct buf *bp;
	int error;

	if (ip->i_um->um_rdonly) {
		ip->i_dirty = 0;
		return (0);
	}
	mutex_enter(&ip->i_lock);
	error = dinode_read(ip->i_um, ip->i_ino, &bp, &di);
	if (error == 0) {
		inode_encode(ip, di);
		bdwrite(bp, BUF_INODE);
		ip->i_dirty = 0;
	}
	mutex_exit(&ip->i_lock);
	return (error);
}

/*
 * The inode differs from its buffer.
 */
void
ext2_mark(struct ext2_inode *ip, uint32_t dirty)
{

	vnode_setflag(ip->i_vnode, VV_DIRTY);
	if ((ip->i_dirty & dirty) == dirty)
		return;
	mutex_enter(&ip->i_lock);
	ip->i_dirty |= dirty;
	mutex_exit(&ip->i_lock);
}

/*
 * The inode changed now; with mtime, its data did.
 */
void
ext2_touch(struct ext2_inode *ip, bool mtime)
{
	struct timespec now;

	vnode_setflag(ip->i_vnode, VV_DIRTY);
	getnanotime(&now);
	mutex_enter(&ip->i_lock);
	ip->i_ctime = now;
	if (mtime)
		ip->i_mtime = now;
	ip->i_dirty |= IN_TIMES;
	mutex_exit(&ip->i_lock);
}

/* --- vnodes --------------------------------------------------------------- */

/*
 * Device numbers: the older form has 8 bits of each part, the newer 12 and 20.
 */
static dev_t
rdev_decode(const uint32_t *blocks)
{
	uint32_t old = le32toh(blocks[0]), new = le32toh(blocks[1]);

	if (old != 0)
		return (makedev((old >> 8) & 0xff, old & 0xff));
	return (makedev((new >> 8) & 0xfff, (new & 0xff) |
	    ((new >> 12) & 0xfff00)));
}

static int
rdev_encode(dev_t rdev, uint32_t *blocks)
{
	uint32_t maj = (uint32_t)major(rdev), min = (uint32_t)minor(rdev);

	if (maj > 0xfff || min > 0xfffff)
		return (SET_ERROR(EINVAL));
	if (maj < 256 && min < 256 && (maj | min) != 0)
		blocks[0] = htole32(maj << 8 | min);
	else
		blocks[1] = htole32((min & 0xff) | maj << 8 |
		    (min & 0xfff00) << 12);
	return (0);
}

static void
inode_attach(struct ext2_inode *ip, struct vnode *vp)
{

	vp->v_type = (uint8_t)IFTOVT(ip->i_mode);
	vp->v_op = &ext2_vnodeops;
	vp->v_data = ip;
	if (vp->v_type == VCHR || vp->v_type == VBLK)
		vp->v_rdev = rdev_decode(ip->i_block);
	if (vp->v_type == VDIR && (ip->i_mode & 0111) == 0111)
		vnode_setflag(vp, VV_SEARCHALL);
	ip->i_dirgroup = (ip->i_ino - 1) / ip->i_um->um_geom.g_ipg;
}

/*
 * For vcache_get(): the inode from the disk.  EIO: there is none of that number
 * in use, or it is broken.
 */
int
ext2_loadvnode(struct mount *mp, struct vnode *vp, uint64_t ino)
{
	struct ext2_mount *um = MTOUM(mp);
	struct ext2_inode *ip;
	struct ext2_dinode *di;
	const char *why = NULL;
	struct buf *bp;
	int error;

	if (ino == 0 || ino > um->um_geom.g_inodes ||
	    (ino < um->um_geom.g_firstino && ino != EXT2_ROOTINO))
		why = "no such inode";
	else if (ext2_inodes_inuse(um, (uint32_t)(ino - 1) / um->um_geom.g_ipg,
	    (uint32_t)(ino - 1) % um->um_geom.g_ipg, 1) == 0)
		why = "inode is not in use";
	if (why != NULL) {
		ext2_error(um, "inode %ju: %s", (uintmax_t)ino, why);
		return (SET_ERROR(EIO));
	}
	ip = inode_alloc(um, vp, (uint32_t)ino);
	if (ip == NULL)
		return (SET_ERROR(ENOMEM));
	error = dinode_read(um, (uint32_t)ino, &bp, &di);
	if (error != 0) {
		inode_free(ip);
		return (error);
	}
	why = ext2_check_inode(di, &um->um_geom, (uint32_t)ino);
	if (why == NULL)
		inode_decode(ip, di);
	brelse(bp);
	/* Without links it is an orphan: only ext2_orphans() wants it. */
	if (why == NULL && ip->i_nlink == 0 && um->um_mp->mnt_root != NULL)
		why = "no links";
	if (why != NULL) {
		ext2_error(um, "inode %ju: %s", (uintmax_t)ino, why);
		inode_free(ip);
		return (SET_ERROR(EIO));
	}
	inode_attach(ip, vp);
	return (0);
}

/*
 * Give a file the object that its data lives in.  The vnode is locked.
 */
int
ext2_object(struct vnode *vp)
{
	struct ext2_inode *ip = VTOI(vp);
	int error = 0;

	if (__predict_true(vp->v_object != NULL))
		return (0);
	mutex_enter(&ip->i_lock);
	if (vp->v_object == NULL) {
		vp->v_object = vm_object_vnode_alloc(vp, &vnode_pager_ops,
		    (off_t)ip->i_size, 0);
		if (vp->v_object == NULL)
			error = SET_ERROR(ENOMEM);
	}
	mutex_exit(&ip->i_lock);
	return (error);
}

/*
 * A new inode in dir, which is locked exclusively: its vnode, referenced, which
 * nobody else sees until vnode_ready().  It has no link yet.
 */
int
ext2_newinode(struct ext2_inode *dir, const struct vattr *vap,
    const struct cred *cred, struct vnode **vpp)
{
	struct ext2_mount *um = dir->i_um;
	struct ext2_inode *ip;
	struct ext2_dinode *di;
	struct vattr va = *vap;
	struct vnode *vp;
	struct buf *bp;
	uint32_t ino;
	mode_t type = VTTOIF(va.va_type);
	int error;

	if (dir->i_nlink == 0)
		return (SET_ERROR(ENOENT));
	error = ext2_alloc_inode(dir, type, &ino);
	if (error != 0)
		return (error);
	error = vcache_new(um->um_mp, ino, &vp);
	if (error != 0)
		goto fail_ino;
	ip = inode_alloc(um, vp, ino);
	if (ip == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_vnode;
	}
	vattr_inherit(&va, dir->i_gid, dir->i_mode, cred, &ip->i_uid,
	    &ip->i_gid);
	ip->i_mode = type | (va.va_mode & ALLPERMS);
	ip->i_gen = ext2_new_generation(um);
	ip->i_nlink = 0;
	ip->i_flags = dir->i_flags & EXT2_FL_INHERITED;
	getnanotime(&ip->i_btime);
	ip->i_atime = ip->i_mtime = ip->i_ctime = ip->i_btime;
	if (va.va_type == VCHR || va.va_type == VBLK) {
		error = rdev_encode(va.va_rdev, ip->i_block);
		if (error != 0)
			goto fail_inode;
	}
	error = dinode_read_new(um, ino, &bp, &di);
	if (error != 0)
		goto fail_inode;
	memset(di, 0, um->um_geom.g_isize);
	if (um->um_geom.g_isize > EXT2_OLDISIZE)
		di->di_extra_isize = htole16((uint16_t)MIN(EXT2_EXTRAISIZE,
		    um->um_geom.g_isize - EXT2_OLDISIZE));
	bdwrite(bp, BUF_INODE);
	inode_attach(ip, vp);
	*vpp = vp;
	return (0);

fail_inode:
	inode_free(ip);
fail_vnode:
	vnode_abort(vp);
fail_ino:
	ext2_free_inode(um, ino, S_ISDIR(type));
	return (error);
}

/*
 * The new inode gets no name after all.
 */
void
ext2_abort_inode(struct vnode *vp)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_mount *um = ip->i_um;

	ext2_dir_forget(ip);
	(void)ext2_bmap_trunc(ip, 0);
	ip->i_dtime = (uint32_t)time_second;
	ip->i_mode = 0;
	ip->i_size = 0;
	(void)ext2_update(ip);
	ext2_free_inode(um, ip->i_ino, vp->v_type == VDIR);
	vp->v_data = NULL;
	inode_free(ip);
	vnode_abort(vp);
}

/* --- size ----------------------------------------------------------------- */

/*
 * The superblock says that there are files of 2 GiB and more.
 */
void
ext2_need_large_files(struct ext2_mount *um)
{

	mutex_enter(&um->um_lock);
	um->um_sb.s_feature_ro_compat |= htole32(EXT2_RO_LARGEFILE);
	um->um_sbdirty = true;
	mutex_exit(&um->um_lock);
}

/*
 * Give a regular file a new size.  The vnode is locked exclusively.  EFBIG,
 * EIO; then nothing has changed.
 */
int
ext2_truncate(struct ext2_inode *ip, uint64_t size)
{
	const struct ext2_geom *g = &ip->i_um->um_geom;
	struct vnode *vp = ip->i_vnode;
	uint64_t old = ip->i_size;
	int error;

	if (size > g->g_maxsize)
		return (SET_ERROR(EFBIG));
	if (size > INT32_MAX && (le32toh(ip->i_um->um_sb.s_feature_ro_compat) &
	    EXT2_RO_LARGEFILE) == 0)
		ext2_need_large_files(ip->i_um);
	if (size < old && (BLKOFF(g, size) != 0 || vp->v_object != NULL)) {
		error = ext2_object(vp);
		/* The rest of the last block is zero on the disk, too. */
		if (error == 0 && BLKOFF(g, size) != 0)
			error = ubc_zero(vp, (off_t)size,
			    (off_t)MIN(old, BLKROUNDUP(g, size)));
		if (error != 0)
			return (error);
	}
	ip->i_size = size;
	ext2_touch(ip, true);
	ext2_mark(ip, IN_CHANGED);
	if (vp->v_object != NULL)
		vnode_pager_setsize(vp, (off_t)size);
	if (size >= old)
		return (0);
	return (ext2_bmap_trunc(ip, BLKROUNDUP(g, size) >> g->g_bshift));
}

/* --- the end -------------------------------------------------------------- */

/*
 * The last name of a file is gone; it is freed when nobody uses it.  The vnode
 * is locked exclusively.
 */
void
ext2_unlinked(struct ext2_inode *ip)
{
	struct ext2_mount *um = ip->i_um;

	KASSERT(ip->i_nlink == 0);
	mutex_enter(&um->um_lock);
	if (!ip->i_orphan) {
		ip->i_orphan = true;
		LIST_INSERT_HEAD(&um->um_orphans, ip, i_orphanlink);
		um->um_sbdirty = true;
	}
	mutex_exit(&um->um_lock);
	vnode_setflag(ip->i_vnode, VV_INACTIVE);
}

/*
 * Give the block of extended attributes back, which several inodes may share:
 * it begins with a magic number and the number of users.
 */
static void
free_attributes(struct ext2_inode *ip)
{
	struct ext2_mount *um = ip->i_um;
	uint32_t blk = ip->i_facl, *hdr;
	struct buf *bp;

	if (blk == 0)
		return;
	ip->i_facl = 0;
	if (!ext2_check_blocks(&um->um_geom, um->um_gd, blk, 1) ||
	    bread(um->um_bufs, blk, &bp) != 0) {
		ext2_error(um, "inode %u: bad attribute block %u", ip->i_ino,
		    blk);
		return;
	}
	hdr = bp->b_data;
	if (le32toh(hdr[0]) != EXT2_XATTR_MAGIC) {
		brelse(bp);
		ext2_error(um, "inode %u: bad attribute block %u", ip->i_ino,
		    blk);
	} else if (le32toh(hdr[1]) > 1) {
		hdr[1] = htole32(le32toh(hdr[1]) - 1);
		bdwrite(bp, BUF_INODE);
	} else {
		brelse(bp);
		binval(um->um_bufs, blk);
		(void)ext2_free_blocks(um, blk, 1);
	}
}

/*
 * Free the blocks and the inode of a file without names.
 */
static void
inode_destroy(struct vnode *vp)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_mount *um = ip->i_um;
	bool isdir = vp->v_type == VDIR;

	ext2_dir_forget(ip);
	if (vp->v_object != NULL)
		vnode_pager_setsize(vp, 0);
	ip->i_size = 0;
	if (vp->v_type == VREG || vp->v_type == VDIR ||
	    (vp->v_type == VLNK && ip->i_nblock != 0))
		(void)ext2_bmap_trunc(ip, 0);
	mutex_enter(&um->um_lock);
	if (ip->i_orphan) {
		ip->i_orphan = false;
		LIST_REMOVE(ip, i_orphanlink);
	}
	mutex_exit(&um->um_lock);
	free_attributes(ip);
	ip->i_dtime = (uint32_t)time_second;
	ip->i_mode = 0;
	(void)ext2_update(ip);
	ext2_free_inode(um, ip->i_ino, isdir);
}

/*
 * Nobody uses the vnode, which is locked exclusively.
 */
void
ext2_inactive(struct vnode *vp)
{
	struct ext2_inode *ip = VTOI(vp);

	if (ip->i_um->um_rdonly)
		return;
	ext2_discard_window(ip);
	if (ip->i_nlink == 0 && ip->i_mode != 0) {
		inode_destroy(vp);
		(void)vrecycle(vp);
		return;
	}
	if ((ip->i_dirty & IN_CHANGED) != 0)
		(void)ext2_update(ip);
}

void
ext2_reclaim(struct vnode *vp)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_mount *um = ip->i_um;

	ext2_discard_window(ip);
	if (ip->i_dirty != 0 && ip->i_mode != 0)
		(void)ext2_update(ip);
	mutex_enter(&um->um_lock);
	if (ip->i_orphan) {
		ip->i_orphan = false;
		LIST_REMOVE(ip, i_orphanlink);
	}
	mutex_exit(&um->um_lock);
	ext2_dir_forget(ip);
	vp->v_data = NULL;
	inode_free(ip);
}
