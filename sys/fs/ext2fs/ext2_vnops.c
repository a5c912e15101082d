/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Vnode operations of ext2.
 *
 * Model	Names are changed after everything that can fail was done, and
 *		in an order that a crash at any place leaves mendable: a new
 *		inode is in its buffer before its name is entered; a link count
 *		is raised before there is one more name and lowered after there
 *		is one less; a renamed file has its new name before it loses the
 *		old one (BUF_DIR before BUF_UNLINK).
 *
 * Locks	as <sys/vnode.h> says for each operation.
 * Context	thread; sleeps.
 * Tests	tests/sys/fs/ext2fs
 */

#include <sys/param.h>
#include <sys/buf.h>
#include <sys/fcntl.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/unistd.h>
#include <vm/vm_extern.h>
#include <fs/ext2fs/ext2_var.h>

/*
 * A link count changed: in memory and in the buffer.
 */
static int
set_nlink(struct ext2_inode *ip, uint32_t nlink)
{

	ip->i_nlink = nlink;
	ext2_touch(ip, false);
	return (ext2_update(ip));
}

static int
ext2_lookup(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp)
{
	struct ext2_inode *dp = VTOI(dvp);
	uint32_t ino;
	int error;

	if (dvp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if (dp->i_nlink == 0)
		return (SET_ERROR(ENOENT));
	error = ext2_dir_lookup(dp, cnp->cn_name, cnp->cn_len, cnp->cn_hash,
	    &ino);
	if (error != 0)
		return (error);
	if (ino == dp->i_ino) {
		/* A directory that is in itself: the disk is broken. */
		ext2_error(dp->i_um, "directory %u contains itself", ino);
		return (SET_ERROR(EIO));
	}
	return (vcache_get(dvp->v_mount, ino, vpp));
}

/*
 * Make a file: inode first, then the name.
 */
static int
make_node(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va)
{
	struct ext2_inode *dp = VTOI(dvp), *ip;
	struct vnode *vp;
	int error;

	error = ext2_newinode(dp, va, cnp->cn_cred, &vp);
	if (error != 0)
		return (error);
	ip = VTOI(vp);
	ip->i_nlink = 1;
	error = ext2_update(ip);
	if (error == 0)
		error = ext2_dir_enter(dp, cnp->cn_name, cnp->cn_len,
		    cnp->cn_hash, ip->i_ino, ip->i_mode);
	if (error != 0) {
		ip->i_nlink = 0;
		ext2_abort_inode(vp);
		return (error);
	}
	vnode_ready(vp);
	*vpp = vp;
	return (0);
}

static int
ext2_mkdir(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va)
{
	struct ext2_inode *dp = VTOI(dvp), *ip;
	struct vnode *vp;
	int error;

	if (dp->i_nlink >= EXT2_LINK_MAX)
		return (SET_ERROR(EMLINK));
	error = ext2_newinode(dp, va, cnp->cn_cred, &vp);
	if (error != 0)
		return (error);
	ip = VTOI(vp);
	ip->i_nlink = 2;
	error = ext2_dir_init(ip, dp->i_ino);
	if (error == 0)
		error = ext2_update(ip);
	if (error == 0)
		error = set_nlink(dp, dp->i_nlink + 1);
	if (error != 0)
		goto fail;
	error = ext2_dir_enter(dp, cnp->cn_name, cnp->cn_len, cnp->cn_hash,
	    ip->i_ino, ip->i_mode);
	if (error != 0) {
		(void)set_nlink(dp, dp->i_nlink - 1);
		goto fail;
	}
	vnode_ready(vp);
	*vpp = vp;
	return (0);
fail:
	ip->i_nlink = 0;
	ext2_abort_inode(vp);
	return (error);
}

/*
 * The target of a link that is too long for the inode goes into a block.
 */
static int
symlink_block(struct ext2_inode *ip, const char *target, size_t len)
{
	uint32_t pbn, run;
	struct buf *bp;
	bool fresh;
	int error;

	error = ext2_bmap_alloc(ip, 0, 1, &pbn, &run, &fresh);
	if (error == 0)
		error = getblk(ip->i_um->um_bufs, pbn, &bp);
	if (error != 0)
		return (error);
	memset(bp->b_data, 0, bp->b_size);
	memcpy(bp->b_data, target, len);
	bdwrite(bp, BUF_INODE);
	return (0);
}

static int
ext2_symlink(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va,
    const char *target)
{
	struct ext2_inode *dp = VTOI(dvp), *ip;
	size_t len = strlen(target);
	struct vnode *vp;
	int error;

	if (len >= dp->i_um->um_geom.g_bsize)
		return (SET_ERROR(ENAMETOOLONG));
	error = ext2_newinode(dp, va, cnp->cn_cred, &vp);
	if (error != 0)
		return (error);
	ip = VTOI(vp);
	if (len < EXT2_FASTLINK)
		memcpy(ip->i_block, target, len);
	else
		error = symlink_block(ip, target, len);
	ip->i_size = len;
	ip->i_nlink = 1;
	if (error == 0)
		error = ext2_update(ip);
	if (error == 0)
		error = ext2_dir_enter(dp, cnp->cn_name, cnp->cn_len,
		    cnp->cn_hash, ip->i_ino, ip->i_mode);
	if (error != 0) {
		ip->i_nlink = 0;
		if (len < EXT2_FASTLINK)
			memset(ip->i_block, 0, sizeof(ip->i_block));
		ext2_abort_inode(vp);
		return (error);
	}
	vnode_ready(vp);
	*vpp = vp;
	return (0);
}

/*
 * Is the target in the inode itself?
 */
static bool
symlink_is_fast(const struct ext2_inode *ip)
{
	uint64_t acl = ip->i_facl != 0 ?
	    ip->i_um->um_geom.g_bsize / DEV_BSIZE : 0;

	return (ip->i_size < EXT2_FASTLINK && ip->i_nblock <= acl);
}

static int
ext2_readlink(struct vnode *vp, struct uio *uio, struct cred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	uint32_t pbn, run;
	struct buf *bp;
	int error;

	if (vp->v_type != VLNK)
		return (SET_ERROR(EINVAL));
	if (symlink_is_fast(ip))
		return (uiomove(ip->i_block, (size_t)ip->i_size, uio));
	error = ext2_bmap(ip, 0, 1, &pbn, &run);
	if (error == 0 && pbn == 0)
		error = SET_ERROR(EIO);
	if (error == 0)
		error = bread(ip->i_um->um_bufs, pbn, &bp);
	if (error != 0)
		return (error);
	error = uiomove(bp->b_data, (size_t)ip->i_size, uio);
	brelse(bp);
	return (error);
}

static int
ext2_link(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct ext2_inode *dp = VTOI(dvp), *ip = VTOI(vp);
	int error;

	if (dp->i_nlink == 0 || ip->i_nlink == 0)
		return (SET_ERROR(ENOENT));
	if (ip->i_nlink >= EXT2_LINK_MAX)
		return (SET_ERROR(EMLINK));
	if ((ip->i_flags & (EXT2_FL_IMMUTABLE | EXT2_FL_APPEND)) != 0)
		return (SET_ERROR(EPERM));
	error = set_nlink(ip, ip->i_nlink + 1);
	if (error != 0)
		return (error);
	error = ext2_dir_enter(dp, cnp->cn_name, cnp->cn_len, cnp->cn_hash,
	    ip->i_ino, ip->i_mode);
	if (error != 0)
		(void)set_nlink(ip, ip->i_nlink - 1);
	return (error);
}

/*
 * One name less.
 */
static int
drop_link(struct ext2_inode *ip)
{

	ip->i_nlink -= ip->i_nlink > 0 ? 1 : 0;
	ext2_touch(ip, false);
	if (ip->i_nlink == 0) {
		ext2_unlinked(ip);
		ext2_mark(ip, IN_CHANGED);
		return (0);
	}
	return (ext2_update(ip));
}

static int
ext2_remove(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct ext2_inode *dp = VTOI(dvp), *ip = VTOI(vp);
	int error;

	if (((ip->i_flags | dp->i_flags) & (EXT2_FL_IMMUTABLE |
	    EXT2_FL_APPEND)) != 0)
		return (SET_ERROR(EPERM));
	error = ext2_dir_remove(dp, cnp->cn_name, cnp->cn_len, cnp->cn_hash,
	    BUF_DIR);
	return (error != 0 ? error : drop_link(ip));
}

/*
 * A directory lost its last name.
 */
static int
drop_dir(struct ext2_inode *dp, struct ext2_inode *ip)
{

	ip->i_nlink = 0;
	ext2_touch(ip, false);
	ext2_mark(ip, IN_CHANGED);
	ext2_unlinked(ip);
	return (set_nlink(dp, dp->i_nlink > 2 ? dp->i_nlink - 1 : 2));
}

static int
ext2_rmdir(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct ext2_inode *dp = VTOI(dvp), *ip = VTOI(vp);
	bool empty;
	int error;

	if (((ip->i_flags | dp->i_flags) & (EXT2_FL_IMMUTABLE |
	    EXT2_FL_APPEND)) != 0)
		return (SET_ERROR(EPERM));
	error = ext2_dir_isempty(ip, &empty);
	if (error != 0)
		return (error);
	if (!empty)
		return (SET_ERROR(ENOTEMPTY));
	error = ext2_dir_remove(dp, cnp->cn_name, cnp->cn_len, cnp->cn_hash,
	    BUF_DIR);
	return (error != 0 ? error : drop_dir(dp, ip));
}

/*
 * What can be found wrong before anything is changed.
 */
static int
rename_check(struct ext2_inode *fdp, struct ext2_inode *fip,
    struct ext2_inode *tdp, struct ext2_inode *tip)
{
	uint32_t flags = fip->i_flags | fdp->i_flags;
	bool empty;
	int error;

	if (tip != NULL)
		flags |= tip->i_flags | tdp->i_flags;
	if ((flags & (EXT2_FL_IMMUTABLE | EXT2_FL_APPEND)) != 0)
		return (SET_ERROR(EPERM));
	if (tdp->i_nlink == 0)
		return (SET_ERROR(ENOENT));
	if (S_ISDIR(fip->i_mode) && fdp != tdp && tip == NULL &&
	    tdp->i_nlink >= EXT2_LINK_MAX)
		return (SET_ERROR(EMLINK));
	if (tip == NULL || !S_ISDIR(tip->i_mode))
		return (0);
	error = ext2_dir_isempty(tip, &empty);
	if (error == 0 && !empty)
		error = SET_ERROR(ENOTEMPTY);
	return (error);
}

static int
ext2_rename(struct vnode *fdvp, struct vnode *fvp,
    const struct componentname *fcnp, struct vnode *tdvp, struct vnode *tvp,
    const struct componentname *tcnp)
{
	struct ext2_inode *fdp = VTOI(fdvp), *fip = VTOI(fvp);
	struct ext2_inode *tdp = VTOI(tdvp);
	struct ext2_inode *tip = tvp != NULL ? VTOI(tvp) : NULL;
	bool moved = fvp->v_type == VDIR && fdvp != tdvp;
	int error;

	error = rename_check(fdp, fip, tdp, tip);
	if (error != 0)
		return (error);
	/* The new name ... */
	if (tip != NULL)
		error = ext2_dir_change(tdp, tcnp->cn_name, tcnp->cn_len,
		    tcnp->cn_hash, fip->i_ino, fip->i_mode);
	else
		error = ext2_dir_enter(tdp, tcnp->cn_name, tcnp->cn_len,
		    tcnp->cn_hash, fip->i_ino, fip->i_mode);
	if (error != 0)
		return (error);
	/* ... and from here on it is done, whatever the disk says. */
	if (moved) {
		error = ext2_dir_change(fip, "..", 2, 0, tdp->i_ino, S_IFDIR);
		if (error == 0)
			error = set_nlink(tdp, tdp->i_nlink + 1);
	}
	if (error == 0)
		error = ext2_dir_remove(fdp, fcnp->cn_name, fcnp->cn_len,
		    fcnp->cn_hash, fdp == tdp ? BUF_DIR : BUF_UNLINK);
	if (error == 0 && moved)
		error = set_nlink(fdp, fdp->i_nlink > 2 ?
		    fdp->i_nlink - 1 : 2);
	if (tip != NULL && tvp->v_type == VDIR)
		(void)drop_dir(tdp, tip);
	else if (tip != NULL)
		(void)drop_link(tip);
	ext2_touch(fip, false);
	return (error);
}

static int
ext2_open(struct vnode *vp, int fflag, struct cred *cred)
{
	struct ext2_inode *ip = VTOI(vp);

	if ((ip->i_flags & EXT2_FL_APPEND) != 0 &&
	    (fflag & (FWRITE | O_APPEND)) == FWRITE)
		return (SET_ERROR(EPERM));
	return (vp->v_type == VREG ? ext2_object(vp) : 0);
}

static int
ext2_access(struct vnode *vp, int accmode, struct cred *cred)
{
	struct ext2_inode *ip = VTOI(vp);

	if ((accmode & VWRITE) != 0 &&
	    (ip->i_flags & EXT2_FL_IMMUTABLE) != 0)
		return (SET_ERROR(EPERM));
	return (vaccess(vp->v_type, ip->i_mode, ip->i_uid, ip->i_gid, accmode,
	    cred));
}

static int
ext2_getattr(struct vnode *vp, struct vattr *va, struct cred *cred)
{
	struct ext2_inode *ip = VTOI(vp);

	if (ubc_modified(vp) && !ip->i_um->um_rdonly)
		ext2_touch(ip, true);
	va->va_type = vp->v_type;
	va->va_mode = ip->i_mode & ALLPERMS;
	va->va_flags = ((ip->i_flags & EXT2_FL_IMMUTABLE) != 0 ?
	    SF_IMMUTABLE : 0) | ((ip->i_flags & EXT2_FL_APPEND) != 0 ?
	    SF_APPEND : 0) | ((ip->i_flags & EXT2_FL_NODUMP) != 0 ?
	    UF_NODUMP : 0);
	va->va_vaflags = 0;
	va->va_nlink = ip->i_nlink;
	va->va_uid = ip->i_uid;
	va->va_gid = ip->i_gid;
	va->va_fsid = vp->v_mount->mnt_stat.f_fsid;
	va->va_fileid = ip->i_ino;
	va->va_size = (off_t)ip->i_size;
	va->va_blocksize = PAGE_SIZE;
	va->va_atime = ip->i_atime;
	va->va_mtime = ip->i_mtime;
	va->va_ctime = ip->i_ctime;
	va->va_birthtime = ip->i_btime;
	va->va_gen = ip->i_gen;
	va->va_rdev = vp->v_type == VCHR || vp->v_type == VBLK ? vp->v_rdev :
	    0;
	va->va_bytes = ip->i_nblock * DEV_BSIZE;
	return (0);
}

static int
setattr_times(struct ext2_inode *ip, const struct vattr *va,
    struct cred *cred)
{
	int error;

	error = vattr_check_times(va, ip->i_mode, ip->i_uid, ip->i_gid, cred);
	if (error != 0)
		return (error);
	/* What was written before is not to change them later. */
	if (va->va_mtime.tv_nsec != VNOVAL)
		(void)ubc_modified(ip->i_vnode);
	vnode_setflag(ip->i_vnode, VV_DIRTY);
	mutex_enter(&ip->i_lock);
	if (va->va_atime.tv_nsec != VNOVAL)
		ip->i_atime = va->va_atime;
	if (va->va_mtime.tv_nsec != VNOVAL)
		ip->i_mtime = va->va_mtime;
	getnanotime(&ip->i_ctime);
	ip->i_dirty |= IN_CHANGED;
	mutex_exit(&ip->i_lock);
	return (0);
}

/*
 * Owner, group and mode.
 */
static int
setattr_owner(struct vnode *vp, const struct vattr *va, struct cred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	uid_t uid = va->va_uid == (uid_t)VNOVAL ? ip->i_uid : va->va_uid;
	gid_t gid = va->va_gid == (gid_t)VNOVAL ? ip->i_gid : va->va_gid;
	mode_t mode = va->va_mode;
	int error;

	if (mode != (mode_t)VNOVAL) {
		error = vattr_check_chmod(vp->v_type, ip->i_mode, ip->i_uid,
		    ip->i_gid, &mode, cred);
		if (error != 0)
			return (error);
		mode = (ip->i_mode & S_IFMT) | (mode & ALLPERMS);
	} else {
		error = vattr_check_chown(ip->i_mode, ip->i_uid, ip->i_gid,
		    uid, gid, &mode, cred);
		if (error != 0)
			return (error);
	}
	ip->i_mode = mode;
	ip->i_uid = uid;
	ip->i_gid = gid;
	if (vp->v_type == VDIR) {
		if ((mode & 0111) == 0111)
			vnode_setflag(vp, VV_SEARCHALL);
		else
			vnode_clrflag(vp, VV_SEARCHALL);
	}
	ext2_touch(ip, false);
	ext2_mark(ip, IN_CHANGED);
	return (0);
}

static int
ext2_setattr(struct vnode *vp, const struct vattr *va, struct cred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	int error = 0;

	if (ip->i_um->um_rdonly)
		return (SET_ERROR(EROFS));
	if ((ip->i_flags & EXT2_FL_IMMUTABLE) != 0)
		return (SET_ERROR(EPERM));
	if (va->va_mode != (mode_t)VNOVAL || va->va_uid != (uid_t)VNOVAL ||
	    va->va_gid != (gid_t)VNOVAL)
		error = setattr_owner(vp, va, cred);
	if (error == 0 && va->va_size != VNOVAL) {
		if (vp->v_type == VDIR)
			return (SET_ERROR(EISDIR));
		if (vp->v_type != VREG)
			return (SET_ERROR(EINVAL));
		if ((ip->i_flags & EXT2_FL_APPEND) != 0)
			return (SET_ERROR(EPERM));
		error = ext2_truncate(ip, (uint64_t)va->va_size);
		if (error == 0)
			ip->i_mode = vattr_write_mode(ip->i_mode, cred);
	}
	if (error == 0 && (va->va_atime.tv_nsec != VNOVAL ||
	    va->va_mtime.tv_nsec != VNOVAL))
		error = setattr_times(ip, va, cred);
	return (error);
}

/*
 * Everything that makes the file what it is goes to the disk: its data, its
 * inode, and with them all metadata of the mount that has changed, names
 * included.
 */
static int
ext2_fsync(struct vnode *vp, bool waitfor, bool dataonly)
{
	struct ext2_inode *ip = VTOI(vp);
	int error, error2;

	if (ip->i_um->um_rdonly)
		return (0);
	error = ubc_flush(vp, 0, 0, UBC_SYNC);
	error2 = vn_lock(vp, RW_READER);
	if (error2 != 0)
		return (SET_ERROR(EIO));
	if ((ip->i_dirty & (dataonly ? IN_CHANGED : ~0U)) != 0)
		error2 = ext2_update(ip);
	vn_unlock(vp);
	if (error == 0)
		error = error2;
	error2 = bufset_sync(ip->i_um->um_bufs, true);
	return (error != 0 ? error : error2);
}

static int
ext2_readdir(struct vnode *vp, struct uio *uio, struct cred *cred,
    bool *eofp)
{

	if (vp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	return (ext2_dir_read(VTOI(vp), uio, eofp));
}

static int
ext2_pathconf(struct vnode *vp, int name, long *valuep)
{

	switch (name) {
	case _PC_LINK_MAX:
		*valuep = EXT2_LINK_MAX;
		return (0);
	case _PC_FILESIZEBITS:
		*valuep = flsl(VTOI(vp)->i_um->um_geom.g_maxsize) + 1;
		return (0);
	case _PC_ALLOC_SIZE_MIN:
	case _PC_REC_XFER_ALIGN:
		*valuep = VTOI(vp)->i_um->um_geom.g_bsize;
		return (0);
	case _PC_SYMLINK_MAX:
		*valuep = SYMLINK_MAX;
		return (0);
	default:
		return (EINVAL);
	}
}

const struct vnode_ops ext2_vnodeops = {
	.vop_name = "ext2fs",
	.vop_lookup = ext2_lookup,
	.vop_create = make_node,
	.vop_mknod = make_node,
	.vop_mkdir = ext2_mkdir,
	.vop_symlink = ext2_symlink,
	.vop_link = ext2_link,
	.vop_remove = ext2_remove,
	.vop_rmdir = ext2_rmdir,
	.vop_rename = ext2_rename,
	.vop_open = ext2_open,
	.vop_access = ext2_access,
	.vop_getattr = ext2_getattr,
	.vop_setattr = ext2_setattr,
	.vop_read = ext2_read,
	.vop_write = ext2_write,
	.vop_fsync = ext2_fsync,
	.vop_readdir = ext2_readdir,
	.vop_readlink = ext2_readlink,
	.vop_inactive = ext2_inactive,
	.vop_reclaim = ext2_reclaim,
	.vop_getpages = ext2_getpages,
	.vop_putpages = ext2_putpages,
	.vop_pathconf = ext2_pathconf,
	.vop_extent = ext2_extent,
};
