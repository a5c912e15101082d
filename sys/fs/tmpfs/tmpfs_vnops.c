/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Vnode operations of tmpfs.
 *
 * Locks	as <sys/vnode.h> says for each operation.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_vfs_*.c
 */

#include <sys/param.h>
#include <sys/kmem.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <vm/vm_extern.h>
#include <vm/vm_object.h>
#include <vm/vm_page.h>
#include <fs/tmpfs/tmpfs.h>

#define	WRITE_PIECE	65536		/* bytes charged for at a time */

/*
 * The node changed now; with mtime, its data did.  The vnode is locked, or held
 * by a pager at work.
 */
static void
node_touch(struct tmpfs_node *tn, bool mtime)
{
	struct tmpfs_mount *tm = MTOTM(tn->tn_vnode->v_mount);

	mutex_enter(&tm->tm_lock);
	getnanotime(&tn->tn_ctime);
	if (mtime)
		tn->tn_mtime = tn->tn_ctime;
	mutex_exit(&tm->tm_lock);
}

/* --- names ---------------------------------------------------------------- */

static int
tmpfs_lookup(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp)
{
	struct tmpfs_node *dir = VTOTN(dvp), *tn;
	struct tmpfs_dirent *td;

	if (dvp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if (cnp->cn_len == 2 && cnp->cn_name[0] == '.' &&
	    cnp->cn_name[1] == '.')
		tn = dir->tn_parent;
	else {
		td = tmpfs_dir_find(dir, cnp);
		tn = td == NULL ? NULL : td->td_node;
	}
	/* A node has its vnode; it is dying only while unmounting by force. */
	if (tn == NULL || !vnode_tryref(tn->tn_vnode))
		return (ENOENT);
	*vpp = tn->tn_vnode;
	return (0);
}

/*
 * Make a node of any type and its name.
 */
static int
make_node(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *vap,
    const char *target)
{
	struct tmpfs_node *dir = VTOTN(dvp), *tn;
	struct vattr va = *vap;
	struct tmpfs_dirent *td;
	struct vnode *vp;
	int error;

	if (dir->tn_nlink == 0)
		return (SET_ERROR(ENOENT));
	if (va.va_type == VDIR && dir->tn_nlink >= LINK_MAX)
		return (SET_ERROR(EMLINK));
	td = tmpfs_dir_prepare(MTOTM(dvp->v_mount), dir, cnp);
	if (td == NULL)
		return (SET_ERROR(ENOSPC));
	error = tmpfs_node_new(dvp->v_mount, va.va_type, &vp);
	if (error != 0)
		goto fail_entry;
	tn = VTOTN(vp);
	if (target != NULL) {
		tn->tn_target = kmem_strdup(target, KM_SLEEP);
		if (tn->tn_target == NULL) {
			error = SET_ERROR(ENOSPC);
			goto fail_node;
		}
		tn->tn_size = strlen(target);
	}
	vattr_inherit(&va, dir->tn_gid, dir->tn_mode, cnp->cn_cred,
	    &tn->tn_uid, &tn->tn_gid);
	tn->tn_mode = va.va_mode & ALLPERMS;
	tn->tn_nlink = 1;
	if (va.va_type == VDIR) {
		tn->tn_nlink = 2;
		tn->tn_parent = dir;
		dir->tn_nlink++;
		if ((tn->tn_mode & 0111) == 0111)
			vnode_setflag(vp, VV_SEARCHALL);
	} else if (va.va_type == VCHR || va.va_type == VBLK)
		vp->v_rdev = tn->tn_rdev = va.va_rdev;
	tmpfs_dir_insert(dir, td, tn);
	vnode_ready(vp);
	*vpp = vp;
	return (0);

fail_node:
	vp->v_data = NULL;
	tmpfs_node_free(MTOTM(dvp->v_mount), tn);
	vnode_abort(vp);
fail_entry:
	tmpfs_dir_abandon(MTOTM(dvp->v_mount), td);
	return (error);
}

static int
tmpfs_create(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va)
{

	return (make_node(dvp, vpp, cnp, va, NULL));
}

static int
tmpfs_symlink(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va,
    const char *target)
{

	return (make_node(dvp, vpp, cnp, va, target));
}

static int
tmpfs_link(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct tmpfs_node *dir = VTOTN(dvp), *tn = VTOTN(vp);
	struct tmpfs_dirent *td;

	if (dir->tn_nlink == 0 || tn->tn_nlink == 0)
		return (SET_ERROR(ENOENT));
	if (tn->tn_nlink >= LINK_MAX)
		return (SET_ERROR(EMLINK));
	td = tmpfs_dir_prepare(MTOTM(dvp->v_mount), dir, cnp);
	if (td == NULL)
		return (SET_ERROR(ENOSPC));
	tn->tn_nlink++;
	node_touch(tn, false);
	tmpfs_dir_insert(dir, td, tn);
	return (0);
}

/*
 * The node has one name less.
 */
static void
drop_link(struct tmpfs_node *tn)
{

	node_touch(tn, false);
	if (--tn->tn_nlink == 0)
		vnode_setflag(tn->tn_vnode, VV_INACTIVE);
}

/*
 * A directory has no name any more.
 */
static void
drop_dir(struct tmpfs_node *parent, struct tmpfs_node *tn)
{

	parent->tn_nlink--;
	tn->tn_nlink = 0;
	tn->tn_parent = NULL;
	node_touch(tn, false);
	vnode_setflag(tn->tn_vnode, VV_INACTIVE);
}

static int
tmpfs_remove(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct tmpfs_dirent *td = tmpfs_dir_find(VTOTN(dvp), cnp);

	if (td == NULL)
		return (SET_ERROR(ENOENT));
	tmpfs_dir_remove(MTOTM(dvp->v_mount), VTOTN(dvp), td);
	tmpfs_dir_trim(VTOTN(dvp));
	drop_link(VTOTN(vp));
	return (0);
}

static int
tmpfs_rmdir(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct tmpfs_dirent *td = tmpfs_dir_find(VTOTN(dvp), cnp);

	if (td == NULL)
		return (SET_ERROR(ENOENT));
	if (VTOTN(vp)->tn_nentries != 0)
		return (SET_ERROR(ENOTEMPTY));
	tmpfs_dir_remove(MTOTM(dvp->v_mount), VTOTN(dvp), td);
	tmpfs_dir_trim(VTOTN(dvp));
	drop_dir(VTOTN(dvp), VTOTN(vp));
	return (0);
}

static int
tmpfs_rename(struct vnode *fdvp, struct vnode *fvp,
    const struct componentname *fcnp, struct vnode *tdvp, struct vnode *tvp,
    const struct componentname *tcnp)
{
	struct tmpfs_node *fdir = VTOTN(fdvp), *tdir = VTOTN(tdvp);
	struct tmpfs_node *fn = VTOTN(fvp);
	struct tmpfs_mount *tm = MTOTM(fdvp->v_mount);
	struct tmpfs_dirent *from, *old, *new;

	from = tmpfs_dir_find(fdir, fcnp);
	old = tvp != NULL ? tmpfs_dir_find(tdir, tcnp) : NULL;
	if (from == NULL || tdir->tn_nlink == 0 || (tvp != NULL) !=
	    (old != NULL))
		return (SET_ERROR(ENOENT));
	if (tvp != NULL && tvp->v_type == VDIR &&
	    VTOTN(tvp)->tn_nentries != 0)
		return (SET_ERROR(ENOTEMPTY));
	if (fvp->v_type == VDIR && fdir != tdir && tvp == NULL &&
	    tdir->tn_nlink >= LINK_MAX)
		return (SET_ERROR(EMLINK));
	new = tmpfs_dir_prepare(tm, tdir, tcnp);
	if (new == NULL)
		return (SET_ERROR(ENOSPC));
	if (old != NULL) {
		tmpfs_dir_remove(tm, tdir, old);
		if (tvp->v_type == VDIR)
			drop_dir(tdir, VTOTN(tvp));
		else
			drop_link(VTOTN(tvp));
	}
	tmpfs_dir_remove(tm, fdir, from);
	tmpfs_dir_insert(tdir, new, fn);
	if (fvp->v_type == VDIR && fdir != tdir) {
		fdir->tn_nlink--;
		tdir->tn_nlink++;
		fn->tn_parent = tdir;
	}
	node_touch(fn, false);
	return (0);
}

static int
tmpfs_readdir(struct vnode *vp, struct uio *uio, struct cred *cred,
    bool *eofp)
{

	if (vp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if (VTOTN(vp)->tn_nlink == 0) {
		*eofp = true;
		return (0);
	}
	return (tmpfs_dir_read(vp, uio, eofp));
}

static int
tmpfs_readlink(struct vnode *vp, struct uio *uio, struct cred *cred)
{
	struct tmpfs_node *tn = VTOTN(vp);

	if (vp->v_type != VLNK)
		return (SET_ERROR(EINVAL));
	return (uiomove(tn->tn_target, (size_t)tn->tn_size, uio));
}

/* --- attributes ----------------------------------------------------------- */

static int
tmpfs_access(struct vnode *vp, int accmode, struct cred *cred)
{
	struct tmpfs_node *tn = VTOTN(vp);

	return (vaccess(tn->tn_type, tn->tn_mode, tn->tn_uid, tn->tn_gid,
	    accmode, cred));
}

static int
tmpfs_getattr(struct vnode *vp, struct vattr *va, struct cred *cred)
{
	struct tmpfs_node *tn = VTOTN(vp);

	if (ubc_modified(vp))
		node_touch(tn, true);
	va->va_type = tn->tn_type;
	va->va_mode = tn->tn_mode;
	va->va_flags = 0;
	va->va_vaflags = 0;
	va->va_nlink = tn->tn_nlink;
	va->va_uid = tn->tn_uid;
	va->va_gid = tn->tn_gid;
	va->va_fsid = vp->v_mount->mnt_stat.f_fsid;
	va->va_fileid = tn->tn_ino;
	va->va_size = (off_t)tn->tn_size;
	va->va_blocksize = PAGE_SIZE;
	va->va_atime = tn->tn_atime;
	va->va_mtime = tn->tn_mtime;
	va->va_ctime = tn->tn_ctime;
	va->va_birthtime = tn->tn_btime;
	va->va_gen = 0;
	va->va_rdev = tn->tn_rdev;
	va->va_bytes = vp->v_object != NULL ? ubc_resident(vp) * PAGE_SIZE :
	    tn->tn_size;
	return (0);
}

/*
 * A new size of a regular file.
 */
static int
set_size(struct vnode *vp, uint64_t size)
{
	struct tmpfs_node *tn = VTOTN(vp);

	if (size > VM_OBJECT_MAXSIZE)
		return (SET_ERROR(EFBIG));
	vnode_pager_setsize(vp, (off_t)size);
	tn->tn_size = size;
	tmpfs_settle(vp);
	node_touch(tn, true);
	return (0);
}

static int
set_owner(struct vnode *vp, const struct vattr *va, struct cred *cred)
{
	struct tmpfs_node *tn = VTOTN(vp);
	uid_t uid = va->va_uid == (uid_t)VNOVAL ? tn->tn_uid : va->va_uid;
	gid_t gid = va->va_gid == (gid_t)VNOVAL ? tn->tn_gid : va->va_gid;
	mode_t mode = va->va_mode;
	int error;

	if (mode != (mode_t)VNOVAL)
		error = vattr_check_chmod(tn->tn_type, tn->tn_mode,
		    tn->tn_uid, tn->tn_gid, &mode, cred);
	else
		error = vattr_check_chown(tn->tn_mode | VTTOIF(tn->tn_type),
		    tn->tn_uid, tn->tn_gid, uid, gid, &mode, cred);
	if (error != 0)
		return (error);
	tn->tn_mode = mode & ALLPERMS;
	tn->tn_uid = uid;
	tn->tn_gid = gid;
	if (tn->tn_type == VDIR) {
		if ((mode & 0111) == 0111)
			vnode_setflag(vp, VV_SEARCHALL);
		else
			vnode_clrflag(vp, VV_SEARCHALL);
	}
	node_touch(tn, false);
	return (0);
}

static void
set_times(struct vnode *vp, const struct vattr *va)
{
	struct tmpfs_mount *tm = MTOTM(vp->v_mount);
	struct tmpfs_node *tn = VTOTN(vp);

	/* What was written before is not to change them later. */
	if (va->va_mtime.tv_nsec != VNOVAL)
		(void)ubc_modified(vp);
	mutex_enter(&tm->tm_lock);
	if (va->va_atime.tv_nsec != VNOVAL)
		tn->tn_atime = va->va_atime;
	if (va->va_mtime.tv_nsec != VNOVAL)
		tn->tn_mtime = va->va_mtime;
	mutex_exit(&tm->tm_lock);
	node_touch(tn, false);
}

static int
tmpfs_setattr(struct vnode *vp, const struct vattr *va, struct cred *cred)
{
	struct tmpfs_node *tn = VTOTN(vp);
	int error = 0;

	if ((vp->v_mount->mnt_flag & MNT_RDONLY) != 0)
		return (SET_ERROR(EROFS));
	if (va->va_mode != (mode_t)VNOVAL || va->va_uid != (uid_t)VNOVAL ||
	    va->va_gid != (gid_t)VNOVAL)
		error = set_owner(vp, va, cred);
	if (error == 0 && va->va_size != VNOVAL) {
		if (vp->v_type == VDIR)
			return (SET_ERROR(EISDIR));
		if (vp->v_type != VREG)
			return (SET_ERROR(EINVAL));
		error = set_size(vp, (uint64_t)va->va_size);
		if (error == 0)
			tn->tn_mode = vattr_write_mode(tn->tn_mode, cred);
	}
	if (error == 0 && (va->va_atime.tv_nsec != VNOVAL ||
	    va->va_mtime.tv_nsec != VNOVAL)) {
		error = vattr_check_times(va, tn->tn_mode, tn->tn_uid,
		    tn->tn_gid, cred);
		if (error == 0)
			set_times(vp, va);
	}
	return (error);
}

/* --- data ----------------------------------------------------------------- */

static int
tmpfs_read(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{
	struct tmpfs_node *tn = VTOTN(vp);
	int error;

	if (vp->v_type != VREG)
		return (vp->v_type == VDIR ? SET_ERROR(EISDIR) :
		    SET_ERROR(EOPNOTSUPP));
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	if (uio->uio_resid == 0 || (uint64_t)uio->uio_offset >= tn->tn_size)
		return (0);
	error = ubc_uiomove(vp, uio, UBC_READ);
	if ((vp->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) == 0 &&
	    tn->tn_atime.tv_sec != time_second) {
		mutex_enter(&MTOTM(vp->v_mount)->tm_lock);
		getnanotime(&tn->tn_atime);
		mutex_exit(&MTOTM(vp->v_mount)->tm_lock);
	}
	return (error);
}

/*
 * May a write of n bytes at off use the pages that it may need?  If not all are
 * to be had, one page is asked for; it may be there already.
 */
static int
write_charge(struct vnode *vp, off_t off, size_t *np)
{
	struct tmpfs_mount *tm = MTOTM(vp->v_mount);
	struct vm_object *obj = vp->v_object;
	size_t in = (size_t)off & PAGE_MASK;
	bool there;

	if (tmpfs_charge(tm, (in + *np + PAGE_MASK) >> PAGE_SHIFT) == 0)
		return (0);
	*np = MIN(*np, PAGE_SIZE - in);
	mutex_enter(&obj->o_lock);
	there = vm_radix_lookup(&obj->o_pages, atop(off)) != NULL;
	mutex_exit(&obj->o_lock);
	return (there ? 0 : tmpfs_charge(tm, 1));
}

static int
tmpfs_write(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{
	struct tmpfs_node *tn = VTOTN(vp);
	ssize_t rest, resid = uio->uio_resid;
	size_t n;
	int error = 0;

	if (vp->v_type != VREG)
		return (vp->v_type == VDIR ? SET_ERROR(EISDIR) :
		    SET_ERROR(EOPNOTSUPP));
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	if (resid == 0)
		return (0);
	if ((uint64_t)uio->uio_offset + (uint64_t)resid > VM_OBJECT_MAXSIZE)
		return (SET_ERROR(EFBIG));
	while (error == 0 && uio->uio_resid > 0) {
		n = MIN((size_t)uio->uio_resid, WRITE_PIECE);
		error = write_charge(vp, uio->uio_offset, &n);
		if (error != 0)
			break;
		rest = uio->uio_resid - (ssize_t)n;
		uio->uio_resid = (ssize_t)n;
		error = ubc_uiomove(vp, uio, UBC_WRITE);
		uio->uio_resid += rest;
		if ((uint64_t)uio->uio_offset > tn->tn_size)
			tn->tn_size = (uint64_t)uio->uio_offset;
		tmpfs_settle(vp);
	}
	if (uio->uio_resid != resid) {
		tn->tn_mode = vattr_write_mode(tn->tn_mode, cred);
		node_touch(tn, true);
	}
	return (error);
}

/*
 * What has no page is a hole.
 */
static int
tmpfs_extent(struct vnode *vp, off_t off, off_t *endp, bool *datap)
{
	off_t next;

	if (vp->v_type != VREG)
		return (0);
	next = ubc_next(vp, off, *endp, false);
	*datap = next == off;
	*endp = *datap ? MIN(*endp, (off_t)trunc_page((vm_offset_t)off) +
	    (off_t)PAGE_SIZE) : next;
	return (0);
}

/*
 * A page that is not there is one of zeros, if the file may have it.
 */
static int
tmpfs_getpages(struct vnode *vp, struct vm_page **pgs, int n)
{
	int error, i;

	error = tmpfs_settle_new(vp);
	if (error != 0)
		return (error);
	for (i = 0; i < n; i++)
		vm_page_zero(pgs[i]);
	return (0);
}

/*
 * The pages are the file.
 */
static int
tmpfs_putpages(struct vnode *vp, struct vm_page **pgs, int n, int flags)
{

	if (ubc_modified(vp))
		node_touch(VTOTN(vp), true);
	return (0);
}

static void
tmpfs_inactive(struct vnode *vp)
{

	if (VTOTN(vp)->tn_nlink == 0)
		(void)vrecycle(vp);
}

static void
tmpfs_reclaim(struct vnode *vp)
{

	tmpfs_node_free(MTOTM(vp->v_mount), VTOTN(vp));
	vp->v_data = NULL;
}

const struct vnode_ops tmpfs_vnodeops = {
	.vop_name = "tmpfs",
	.vop_lookup = tmpfs_lookup,
	.vop_create = tmpfs_create,
	.vop_mknod = tmpfs_create,
	.vop_mkdir = tmpfs_create,
	.vop_symlink = tmpfs_symlink,
	.vop_link = tmpfs_link,
	.vop_remove = tmpfs_remove,
	.vop_rmdir = tmpfs_rmdir,
	.vop_rename = tmpfs_rename,
	.vop_access = tmpfs_access,
	.vop_getattr = tmpfs_getattr,
	.vop_setattr = tmpfs_setattr,
	.vop_read = tmpfs_read,
	.vop_write = tmpfs_write,
	.vop_readdir = tmpfs_readdir,
	.vop_readlink = tmpfs_readlink,
	.vop_inactive = tmpfs_inactive,
	.vop_reclaim = tmpfs_reclaim,
	.vop_getpages = tmpfs_getpages,
	.vop_putpages = tmpfs_putpages,
	.vop_extent = tmpfs_extent,
};
