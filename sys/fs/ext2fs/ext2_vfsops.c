/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The ext2 file system: mounting, unmounting, syncing.
 *
 * Model	The files of this directory:
 *		ext2_check.c	checks of what the disk says
 *		ext2_alloc.c	blocks and inodes
 *		ext2_bmap.c	which blocks a file has
 *		ext2_inode.c	inodes and their life
 *		ext2_dir.c	directories
 *		ext2_data.c	file data
 *		ext2_vnops.c	the operations
 *
 *		Descriptors and superblock are in memory as on the disk, and
 *		their counts are right there; a sync puts them into buffers.
 *		All other metadata is in buffers, file data in vnode objects.
 *
 *		While it is mounted for writing, the disk says that it is not
 *		clean; fsck then knows after a crash.
 *
 * Order	Buffers are written in classes (<sys/buf.h>); within them in any
 *		order.  What a crash leaves is for fsck to mend.  A file that
 *		was synced, and not touched since, is whole: its data, inode,
 *		indirect blocks and names were written and the disk's cache was
 *		emptied before fsync(2) returned, and its blocks belong to
 *		nobody else on the disk.
 *
 * Invariants	(1) nothing on the disk is believed: see ext2_check.c.  What is
 *		    found broken is said once and then (rate-limited), the
 *		    superblock is marked, and the operation fails with EIO.
 *		(2) a feature that we do not know keeps us off.
 *
 * Locks	mnt_busy -> v_lock -> i_dirlock -> i_lock -> um_lock -> buffers.
 *		No buffer is owned by who allocates or frees.
 * Context	thread; sleeps.
 * Tests	tests/sys/fs/ext2fs
 */

#include <sys/param.h>
#include <sys/buf.h>
#include <sys/disk.h>
#include <sys/kmem.h>
#include <sys/proc.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <vm/vm_extern.h>
#include <fs/ext2fs/ext2_var.h>

/*
 * The disk is broken: say so, and remember it in the superblock.  Any locks.
 */
void
ext2_error(struct ext2_mount *um, const char *fmt, ...)
{
	char text[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_ratelimited(LOG_ERR, "ext2fs: %s: %s\n",
	    um->um_disk != NULL ? um->um_disk->d_name : "?", text);
	um->um_error = true;
	um->um_sbdirty = true;
}

/* --- superblock and descriptors ------------------------------------------- */

/*
 * Put superblock and descriptors into their buffers.
 */
int
ext2_write_super(struct ext2_mount *um)
{
	const struct ext2_geom *g = &um->um_geom;
	struct buf *bp;
	uint32_t i;
	int error;

	mutex_enter(&um->um_lock);
	um->um_sbdirty = false;
	um->um_sb.s_free_blocks_count = htole32(um->um_freeblocks);
	um->um_sb.s_free_inodes_count = htole32(um->um_freeinodes);
	um->um_sb.s_wtime = htole32((uint32_t)time_second);
	if (um->um_error)
		um->um_sb.s_state |= htole16(EXT2_STATE_ERROR);
	error = bread(um->um_bufs, EXT2_SBOFF / g->g_bsize, &bp);
	if (error == 0) {
		memcpy((char *)bp->b_data + EXT2_SBOFF % g->g_bsize,
		    &um->um_sb, sizeof(um->um_sb));
		bdwrite(bp, BUF_SUPER);
	}
	for (i = 0; error == 0 && i < g->g_gdblocks; i++) {
		error = getblk(um->um_bufs, g->g_first + 1 + i, &bp);
		if (error != 0)
			break;
		memcpy(bp->b_data, (char *)um->um_gd + (size_t)i * g->g_bsize,
		    g->g_bsize);
		bdwrite(bp, BUF_SUPER);
	}
	mutex_exit(&um->um_lock);
	return (error);
}

/*
 * Write the superblock now, with or without the mark that all is well.
 */
static int
write_state(struct ext2_mount *um, bool clean)
{
	int error;

	mutex_enter(&um->um_lock);
	if (clean)
		um->um_sb.s_state |= htole16(EXT2_STATE_VALID);
	else
		um->um_sb.s_state &= htole16((uint16_t)~EXT2_STATE_VALID);
	mutex_exit(&um->um_lock);
	error = ext2_write_super(um);
	if (error == 0)
		error = bufset_sync(um->um_bufs, true);
	return (error);
}

static int
read_super(struct ext2_mount *um, struct disk *d)
{
	size_t len = MAX(4096, d->d_sectorsize);
	const char *why;
	char *block;
	int error;

	if (d->d_mediasize < (off_t)len)
		return (SET_ERROR(EINVAL));
	block = kmem_alloc(len, KM_SLEEP);
	if (block == NULL)
		return (SET_ERROR(ENOMEM));
	error = disk_read(d, 0, block, len);
	if (error == 0) {
		memcpy(&um->um_sb, block + EXT2_SBOFF, sizeof(um->um_sb));
		why = ext2_check_super(&um->um_sb, (uint64_t)d->d_mediasize,
		    um->um_rdonly, &um->um_geom, &error);
		if (why == NULL)
			error = 0;
		else
			log(LOG_ERR, "ext2fs: %s: %s\n", d->d_name, why);
	}
	kmem_free(block, len);
	return (error);
}

/*
 * Read the descriptors, check them and add up their counts.
 */
static int
read_groups(struct ext2_mount *um)
{
	const struct ext2_geom *g = &um->um_geom;
	const char *why;
	struct buf *bp;
	uint32_t i;
	int error;

	for (i = 0; i < g->g_gdblocks; i++) {
		error = bread(um->um_bufs, g->g_first + 1 + i, &bp);
		if (error != 0)
			return (error);
		memcpy((char *)um->um_gd + (size_t)i * g->g_bsize, bp->b_data,
		    g->g_bsize);
		brelse(bp);
	}
	for (i = 0; i < g->g_groups; i++) {
		why = ext2_check_group(&um->um_gd[i], g, i);
		if (why != NULL) {
			log(LOG_ERR, "ext2fs: %s: group %u: %s\n",
			    um->um_disk->d_name, i, why);
			return (SET_ERROR(EINVAL));
		}
		um->um_freeblocks +=
		    le16toh(um->um_gd[i].bg_free_blocks_count);
		um->um_freeinodes +=
		    le16toh(um->um_gd[i].bg_free_inodes_count);
		um->um_dirs += le16toh(um->um_gd[i].bg_used_dirs_count);
	}
	return (0);
}

/* --- orphans -------------------------------------------------------------- */

/*
 * Free the files that were unlinked and in use when the machine went down.
 * Each one that is freed is not in use any more, so a circle ends.
 */
static void
free_orphans(struct ext2_mount *um)
{
	uint32_t ino = le32toh(um->um_sb.s_last_orphan), n = 0;
	struct ext2_inode *ip;
	struct vnode *vp;

	while (ino != 0 && n < um->um_geom.g_inodes) {
		if (vcache_get(um->um_mp, ino, &vp) != 0)
			break;
		ip = VTOI(vp);
		if (ip->i_nlink != 0) {
			/* A truncation of another system's that did not end. */
			vrele(vp);
			break;
		}
		ino = ip->i_dtime;
		ext2_unlinked(ip);
		vrele(vp);
		n++;
	}
	um->um_sb.s_last_orphan = 0;
	if (n != 0)
		log(LOG_INFO, "ext2fs: %s: freed %u unlinked files\n",
		    um->um_disk->d_name, n);
}

/*
 * Chain an orphan on the disk: this one leads to those before it.
 */
static int
chain_orphan(struct ext2_inode *ip)
{
	struct ext2_mount *um = ip->i_um;

	mutex_enter(&um->um_lock);
	ip->i_dtime = le32toh(um->um_sb.s_last_orphan);
	um->um_sb.s_last_orphan = htole32(ip->i_ino);
	mutex_exit(&um->um_lock);
	return (ext2_update(ip));
}

/* --- syncing -------------------------------------------------------------- */

static bool
sync_wanted(struct vnode *vp)
{

	/* Orphans among those with work at their end: chained each time. */
	return ((vp->v_flag & (VV_DIRTY | VV_INACTIVE)) != 0);
}

static void
sync_vnode(struct vnode *vp, void *arg)
{
	int error;

	/* Whoever changes it from now on sets it again. */
	vnode_clrflag(vp, VV_DIRTY);
	error = ubc_flush(vp, 0, 0, UBC_SYNC);
	if (vn_lock(vp, RW_READER) == 0) {
		if (VTOI(vp)->i_orphan)
			error = chain_orphan(VTOI(vp));
		else if (VTOI(vp)->i_dirty != 0 && error == 0)
			error = ext2_update(VTOI(vp));
		vn_unlock(vp);
	}
	if (error != 0)
		*(int *)arg = error;
}

/*
 * VFS_SYNC.
 */
int
ext2_sync_fs(struct mount *mp, int waitfor)
{
	struct ext2_mount *um = MTOUM(mp);
	int error = 0, error2;

	if (um->um_rdonly)
		return (0);
	/* The chain of orphans is made anew each time. */
	mutex_enter(&um->um_lock);
	um->um_sb.s_last_orphan = 0;
	mutex_exit(&um->um_lock);
	vnode_foreach(mp, sync_wanted, sync_vnode, &error);
	if (um->um_sbdirty) {
		error2 = ext2_write_super(um);
		if (error == 0)
			error = error2;
	}
	error2 = bufset_sync(um->um_bufs, waitfor == MNT_WAIT);
	return (error != 0 ? error : error2);
}

/* --- mounting ------------------------------------------------------------- */

static void
mount_free(struct ext2_mount *um)
{

	if (um->um_bufs != NULL)
		bufset_destroy(um->um_bufs);
	if (um->um_disk != NULL)
		disk_close(um->um_disk, !um->um_rdonly, true);
	if (um->um_gd != NULL)
		kmem_free(um->um_gd, um->um_gdsize);
	if (um->um_ihint != NULL)
		kmem_free(um->um_ihint, um->um_geom.g_groups *
		    sizeof(*um->um_ihint));
	if (um->um_bhint != NULL)
		kmem_free(um->um_bhint, um->um_geom.g_groups *
		    sizeof(*um->um_bhint));
	mutex_destroy(&um->um_lock);
	kmem_free(um, sizeof(*um));
}

/*
 * Memory for the groups.
 */
static int
alloc_groups(struct ext2_mount *um)
{
	const struct ext2_geom *g = &um->um_geom;

	um->um_gdsize = (size_t)g->g_gdblocks * g->g_bsize;
	um->um_gd = kmem_zalloc(um->um_gdsize, KM_SLEEP);
	um->um_ihint = kmem_zalloc(g->g_groups * sizeof(*um->um_ihint),
	    KM_SLEEP);
	um->um_bhint = kmem_zalloc(g->g_groups * sizeof(*um->um_bhint),
	    KM_SLEEP);
	return (um->um_gd == NULL || um->um_ihint == NULL ||
	    um->um_bhint == NULL ? SET_ERROR(ENOMEM) : 0);
}

/*
 * Writing begins: the disk is not clean, and was mounted once more.
 */
static int
begin_writing(struct ext2_mount *um)
{
	uint16_t state = le16toh(um->um_sb.s_state);

	um->um_wasclean = (state & EXT2_STATE_VALID) != 0;
	if (!um->um_wasclean || (state & EXT2_STATE_ERROR) != 0)
		log(LOG_WARNING, "ext2fs: %s: was not unmounted cleanly, "
		    "run fsck\n", um->um_disk->d_name);
	um->um_sb.s_mnt_count =
	    htole16((uint16_t)(le16toh(um->um_sb.s_mnt_count) + 1));
	um->um_sb.s_mtime = htole32((uint32_t)time_second);
	return (write_state(um, false));
}

static bool
vnode_is_writing(struct vnode *vp)
{

	return (vp->v_writecount > 0);
}

static void
vnode_count(struct vnode *vp, void *arg)
{

	++*(u_int *)arg;
}

static bool
ext2_has_writers(struct mount *mp)
{
	u_int n = 0;

	vnode_foreach(mp, vnode_is_writing, vnode_count, &n);
	return (n != 0 || !LIST_EMPTY(&MTOUM(mp)->um_orphans));
}

/*
 * From reading to writing and back.  mnt_busy is held exclusively.
 */
static int
ext2_update_mount(struct mount *mp, bool force)
{
	struct ext2_mount *um = MTOUM(mp);
	bool rdonly = (mp->mnt_flag & MNT_RDONLY) != 0;
	struct ext2_geom geom;
	const char *why;
	int error;

	if (rdonly == um->um_rdonly)
		return (0);
	if (rdonly) {
		if (!force && ext2_has_writers(mp))
			return (SET_ERROR(EBUSY));
		error = ext2_sync_fs(mp, MNT_WAIT);
		if (error == 0)
			error = write_state(um, um->um_wasclean &&
			    LIST_EMPTY(&um->um_orphans));
		if (error == 0)
			um->um_rdonly = true;
		return (error);
	}
	why = ext2_check_super(&um->um_sb, (uint64_t)um->um_disk->d_mediasize,
	    false, &geom, &error);
	if (why != NULL) {
		log(LOG_ERR, "ext2fs: %s: %s\n", um->um_disk->d_name, why);
		return (error);
	}
	if ((um->um_disk->d_flags & DISK_RDONLY) != 0)
		return (SET_ERROR(EROFS));
	um->um_rdonly = false;
	error = begin_writing(um);
	if (error != 0)
		um->um_rdonly = true;
	return (error);
}

static void
mount_fill_stat(struct ext2_mount *um, struct mount *mp)
{
	struct statvfs *sb = &mp->mnt_stat;

	sb->f_type = MFSTYPE_EXT2;
	sb->f_bsize = PAGE_SIZE;
	sb->f_frsize = um->um_geom.g_bsize;
	sb->f_iosize = PAGE_SIZE;
	sb->f_namemax = EXT2_NAMEMAX;
	mp->mnt_flag |= MNT_LOCAL;
}

static int
ext2_mount(struct mount *mp, const char *fspec, const void *data,
    size_t datalen, int oldflags, struct thread *td)
{
	struct ext2_mount *um;
	struct disk *d;
	int error;

	if ((mp->mnt_flag & MNT_UPDATE) != 0)
		return (ext2_update_mount(mp,
		    (mp->mnt_flag & MNT_FORCE) != 0));
	error = vfs_getdisk(td, fspec, &d);
	if (error != 0)
		return (error);
	um = kmem_zalloc(sizeof(*um), KM_SLEEP);
	if (um == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_init(&um->um_lock, "ext2");
	LIST_INIT(&um->um_orphans);
	LIST_INIT(&um->um_windows);
	um->um_mp = mp;
	um->um_rdonly = (mp->mnt_flag & MNT_RDONLY) != 0;
	error = disk_open(d, !um->um_rdonly, true);
	if (error != 0)
		goto fail;
	um->um_disk = d;
	error = read_super(um, d);
	if (error == 0)
		error = alloc_groups(um);
	if (error == 0)
		error = bufset_create(d, um->um_geom.g_bsize, &um->um_bufs);
	if (error == 0)
		error = read_groups(um);
	if (error != 0)
		goto fail;
	um->um_nextgen = random_u32();
	um->um_rsvblocks = le32toh(um->um_sb.s_r_blocks_count);
	mp->mnt_data = um;
	mount_fill_stat(um, mp);
	if (!um->um_rdonly) {
		error = begin_writing(um);
		if (error == 0)
			free_orphans(um);
	}
	if (error == 0)
		error = vcache_get(mp, EXT2_ROOTINO, &mp->mnt_root);
	if (error == 0 && mp->mnt_root->v_type != VDIR) {
		vrele(mp->mnt_root);
		error = SET_ERROR(EINVAL);
	}
	if (error == 0)
		return (0);
	(void)vflush(mp, NULL, true);
	mp->mnt_data = NULL;
fail:
	mount_free(um);
	return (error);
}

static int
ext2_unmount(struct mount *mp, bool force)
{
	struct ext2_mount *um = MTOUM(mp);
	int error = 0;

	if (!um->um_rdonly)
		error = write_state(um, um->um_wasclean);
	mp->mnt_data = NULL;
	mount_free(um);
	return (error);
}

static int
ext2_statvfs(struct mount *mp, struct statvfs *sb)
{
	struct ext2_mount *um = MTOUM(mp);
	const struct ext2_geom *g = &um->um_geom;
	uint32_t group, meta;

	mutex_enter(&um->um_lock);
	/* What the metadata takes is not for files. */
	meta = g->g_first;
	for (group = 0; group < g->g_groups; group++) {
		meta += 2 + g->g_itblocks;
		if (ext2_group_has_super(g, group))
			meta += 1 + g->g_gdblocks + g->g_rsvgdt;
	}
	sb->f_blocks = g->g_blocks > meta ? g->g_blocks - meta : 0;
	sb->f_bfree = um->um_freeblocks;
	sb->f_bavail = um->um_freeblocks > um->um_rsvblocks ?
	    um->um_freeblocks - um->um_rsvblocks : 0;
	sb->f_files = g->g_inodes;
	sb->f_ffree = sb->f_favail = um->um_freeinodes;
	mutex_exit(&um->um_lock);
	return (0);
}

static const struct vfsops ext2_vfsops = {
	.vfs_name = "ext2fs",
	.vfs_flags = VFCF_DEVICE | VFCF_NEGCACHE,
	.vfs_mount = ext2_mount,
	.vfs_unmount = ext2_unmount,
	.vfs_statvfs = ext2_statvfs,
	.vfs_sync = ext2_sync_fs,
	.vfs_loadvnode = ext2_loadvnode,
	.vfs_init = ext2_inode_init,
};
VFS_SET(ext2_vfsops);
