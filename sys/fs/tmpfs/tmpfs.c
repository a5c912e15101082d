/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: a file system in memory; tmpfs(5).
 *
 * Model	A file is a struct tmpnode and lives exactly as long as its
 *		vnode, which is kept in memory (VV_PERSIST) while the file has
 *		a name: the data of a regular file are the pages of the vnode's
 *		VM object, which nothing else backs (VMO_NORECLAIM).
 *
 *		A directory has its entries in two trees: by name, for look-ups,
 *		and by cookie, a number that grows with each new entry, for
 *		reading: entries made or removed meanwhile neither repeat nor
 *		hide others.
 *
 * Invariants	(1) an entry's node has a live vnode, found by inode number.
 *		(2) tn_nlink is the number of entries of a node, plus for a
 *		    directory its own "." and the ".." of each subdirectory.
 *		(3) tm_bytes is the sum of all sizes, regular files rounded up
 *		    to pages; holes count, so that memory cannot run out under
 *		    a mapping of one.
 *
 * Locks	(v) the vnode's lock; (m) tm_lock; (i) constant.
 * Lock order	v_lock -> tm_lock.
 * Context	thread.
 * Tests	tests/sys/fs/tmpfs
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/dirent.h>
#include <sys/kmem.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/tree.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_extern.h>
#include <vm/vm_object.h>
#include <vm/vm_page.h>

#define	TMPFS_ROOTINO	2
#define	TMPFS_DIRSIZE	32		/* what an entry adds to st_size */

struct tmpdirent {
	RB_ENTRY(tmpdirent) de_byname;	/* (v) of the directory */
	RB_ENTRY(tmpdirent) de_bycookie; /* (v) */
	struct tmpnode	*de_node;	/* (v) */
	uint64_t	 de_cookie;	/* (i) */
	uint32_t	 de_hash;	/* (i) */
	uint32_t	 de_len;	/* (i) */
	char		 de_name[];	/* (i) not NUL-terminated */
};

RB_HEAD(tmpnametree, tmpdirent);
RB_HEAD(tmpcookietree, tmpdirent);

struct tmpnode {
	ino_t		 tn_ino;	/* (i) */
	enum vtype	 tn_type;	/* (i) */
	mode_t		 tn_mode;	/* (v) */
	uid_t		 tn_uid;	/* (v) */
	gid_t		 tn_gid;	/* (v) */
	nlink_t		 tn_nlink;	/* (v) */
	uint32_t	 tn_flags;	/* (v) */
	dev_t		 tn_rdev;	/* (i) */
	off_t		 tn_size;	/* (v) */
	struct timespec	 tn_atime;	/* (v), but see tmpfs_accessed() */
	struct timespec	 tn_mtime;	/* (v) */
	struct timespec	 tn_ctime;	/* (v) */
	struct timespec	 tn_btime;	/* (i) */
	/* Directories. */
	struct tmpnametree tn_names;	/* (v) */
	struct tmpcookietree tn_cookies; /* (v) */
	uint64_t	 tn_nextcookie;	/* (v) */
	ino_t		 tn_parent;	/* (v) */
	/* Symbolic links. */
	char		*tn_target;	/* (i) tn_size bytes */
};

struct tmpmount {
	struct kmutex	 tm_lock;
	ino_t		 tm_nextino;	/* (m) */
	uint64_t	 tm_bytes;	/* (m) */
	uint64_t	 tm_bytes_max;	/* (m) */
	uint64_t	 tm_nodes;	/* (m) */
	uint64_t	 tm_nodes_max;	/* (m) */
	struct tmpnode	*tm_root;	/* until its vnode is made */
};

#define	VTOTN(vp)	((struct tmpnode *)(vp)->v_data)
#define	MTOTM(mp)	((struct tmpmount *)(mp)->mnt_data)
#define	VTOTM(vp)	MTOTM((vp)->v_mount)

static const struct vnode_ops tmpfs_vnodeops;

/* --- trees ---------------------------------------------------------------- */

static int
tmpfs_cmp_name(const struct tmpdirent *a, const struct tmpdirent *b)
{

	if (a->de_hash != b->de_hash)
		return (a->de_hash < b->de_hash ? -1 : 1);
	if (a->de_len != b->de_len)
		return (a->de_len < b->de_len ? -1 : 1);
	return (memcmp(a->de_name, b->de_name, a->de_len));
}

static int
tmpfs_cmp_cookie(const struct tmpdirent *a, const struct tmpdirent *b)
{

	return ((a->de_cookie > b->de_cookie) -
	    (a->de_cookie < b->de_cookie));
}

RB_GENERATE_STATIC(tmpnametree, tmpdirent, de_byname, tmpfs_cmp_name);
RB_GENERATE_STATIC(tmpcookietree, tmpdirent, de_bycookie, tmpfs_cmp_cookie);

static struct tmpdirent *
tmpfs_find(struct tmpnode *dir, const struct componentname *cnp)
{
	struct tmpdirent *de = RB_ROOT(&dir->tn_names);
	int c;

	while (de != NULL) {
		if (cnp->cn_hash != de->de_hash)
			c = cnp->cn_hash < de->de_hash ? -1 : 1;
		else if (cnp->cn_len != de->de_len)
			c = cnp->cn_len < de->de_len ? -1 : 1;
		else
			c = memcmp(cnp->cn_name, de->de_name, de->de_len);
		if (c == 0)
			return (de);
		de = c < 0 ? RB_LEFT(de, de_byname) :
		    RB_RIGHT(de, de_byname);
	}
	return (NULL);
}

static struct tmpdirent *
tmpfs_dirent_alloc(const struct componentname *cnp)
{
	struct tmpdirent *de;

	de = kmem_zalloc(sizeof(*de) + cnp->cn_len, KM_SLEEP);
	if (de == NULL)
		return (NULL);
	de->de_hash = cnp->cn_hash;
	de->de_len = (uint32_t)cnp->cn_len;
	memcpy(de->de_name, cnp->cn_name, cnp->cn_len);
	return (de);
}

static void
tmpfs_dirent_free(struct tmpdirent *de)
{

	kmem_free(de, sizeof(*de) + de->de_len);
}

static void
tmpfs_changed(struct tmpnode *tn)
{

	nanotime(&tn->tn_mtime);
	tn->tn_ctime = tn->tn_mtime;
}

static void
tmpfs_link(struct tmpnode *dir, struct tmpdirent *de, struct tmpnode *tn)
{

	de->de_node = tn;
	de->de_cookie = dir->tn_nextcookie++;
	RB_INSERT(tmpnametree, &dir->tn_names, de);
	RB_INSERT(tmpcookietree, &dir->tn_cookies, de);
	dir->tn_size += TMPFS_DIRSIZE;
	tmpfs_changed(dir);
}

static void
tmpfs_unlink(struct tmpnode *dir, struct tmpdirent *de)
{

	RB_REMOVE(tmpnametree, &dir->tn_names, de);
	RB_REMOVE(tmpcookietree, &dir->tn_cookies, de);
	dir->tn_size -= TMPFS_DIRSIZE;
	tmpfs_changed(dir);
}

/* --- accounting ----------------------------------------------------------- */

static uint64_t
tmpfs_charged(off_t size)
{

	return (roundup((uint64_t)size, PAGE_SIZE));
}

/*
 * Account for a file that changes its size; ENOSPC when it may not grow so.
 */
static int
tmpfs_charge(struct tmpmount *tm, off_t old, off_t new)
{
	uint64_t was = tmpfs_charged(old), is = tmpfs_charged(new);
	int error = 0;

	if (was == is)
		return (0);
	mutex_enter(&tm->tm_lock);
	if (is > was && (is - was > tm->tm_bytes_max ||
	    tm->tm_bytes > tm->tm_bytes_max - (is - was)))
		error = SET_ERROR(ENOSPC);
	else
		tm->tm_bytes += is - was;
	mutex_exit(&tm->tm_lock);
	return (error);
}

/* --- nodes ---------------------------------------------------------------- */

static int
tmpfs_node_alloc(struct tmpmount *tm, enum vtype type, struct tmpnode **tnp)
{
	struct tmpnode *tn;
	bool full;

	mutex_enter(&tm->tm_lock);
	full = tm->tm_nodes >= tm->tm_nodes_max;
	if (!full)
		tm->tm_nodes++;
	mutex_exit(&tm->tm_lock);
	if (full)
		return (SET_ERROR(ENOSPC));
	tn = kmem_zalloc(sizeof(*tn), KM_SLEEP);
	if (tn == NULL) {
		mutex_enter(&tm->tm_lock);
		tm->tm_nodes--;
		mutex_exit(&tm->tm_lock);
		return (SET_ERROR(ENOMEM));
	}
	mutex_enter(&tm->tm_lock);
	tn->tn_ino = tm->tm_nextino++;
	mutex_exit(&tm->tm_lock);
	tn->tn_type = type;
	RB_INIT(&tn->tn_names);
	RB_INIT(&tn->tn_cookies);
	tn->tn_nextcookie = 2;		/* behind "." and ".." */
	nanotime(&tn->tn_btime);
	tn->tn_atime = tn->tn_mtime = tn->tn_ctime = tn->tn_btime;
	*tnp = tn;
	return (0);
}

static void
tmpfs_node_free(struct tmpmount *tm, struct tmpnode *tn)
{
	struct tmpdirent *de;

	while ((de = RB_MIN(tmpnametree, &tn->tn_names)) != NULL) {
		RB_REMOVE(tmpnametree, &tn->tn_names, de);
		tmpfs_dirent_free(de);
	}
	if (tn->tn_type == VREG)
		(void)tmpfs_charge(tm, tn->tn_size, 0);
	if (tn->tn_target != NULL)
		kmem_free(tn->tn_target, (size_t)tn->tn_size);
	mutex_enter(&tm->tm_lock);
	tm->tm_nodes--;
	mutex_exit(&tm->tm_lock);
	kmem_free(tn, sizeof(*tn));
}

/*
 * Connect a vnode that nobody sees yet with its node.
 */
static int
tmpfs_vnode_setup(struct vnode *vp, struct tmpnode *tn)
{

	if (tn->tn_type == VREG) {
		vp->v_object = vm_object_vnode_alloc(vp, &vnode_pager_ops, 0,
		    VMO_NORECLAIM);
		if (vp->v_object == NULL)
			return (SET_ERROR(ENOMEM));
	}
	vp->v_type = (uint8_t)tn->tn_type;
	vp->v_op = &tmpfs_vnodeops;
	vp->v_data = tn;
	if (tn->tn_type == VCHR || tn->tn_type == VBLK)
		vp->v_rdev = tn->tn_rdev;
	if (tn->tn_type == VDIR && (tn->tn_mode & 0111) == 0111)
		vnode_setflag(vp, VV_SEARCHALL);
	vnode_setflag(vp, VV_PERSIST);
	return (0);
}

/*
 * Only the root is loaded: every other vnode is made with its node and stays.
 */
static int
tmpfs_loadvnode(struct mount *mp, struct vnode *vp, uint64_t ino)
{
	struct tmpmount *tm = MTOTM(mp);
	int error;

	if (ino != TMPFS_ROOTINO || tm->tm_root == NULL)
		return (SET_ERROR(ENOENT));
	error = tmpfs_vnode_setup(vp, tm->tm_root);
	if (error == 0)
		tm->tm_root = NULL;
	return (error);
}

/*
 * Make a file in dvp.  Everything that can fail is done before the entry goes
 * into the directory.
 */
static int
tmpfs_make(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *vap,
    const char *target)
{
	struct tmpmount *tm = VTOTM(dvp);
	struct tmpnode *dir = VTOTN(dvp), *tn;
	struct vattr va = *vap;
	struct tmpdirent *de;
	struct vnode *vp;
	int error;

	if (dir->tn_nlink == 0)
		return (SET_ERROR(ENOENT));
	error = tmpfs_node_alloc(tm, va.va_type, &tn);
	if (error != 0)
		return (error);
	vattr_inherit(&va, dir->tn_gid, dir->tn_mode, cnp->cn_cred,
	    &tn->tn_uid, &tn->tn_gid);
	tn->tn_mode = va.va_mode & ALLPERMS;
	tn->tn_nlink = 1;
	if (va.va_type == VCHR || va.va_type == VBLK)
		tn->tn_rdev = va.va_rdev;
	if (va.va_type == VDIR) {
		tn->tn_nlink = 2;
		tn->tn_parent = dir->tn_ino;
	}
	de = tmpfs_dirent_alloc(cnp);
	if (de == NULL) {
		error = SET_ERROR(ENOMEM);
		goto fail_node;
	}
	if (target != NULL) {
		tn->tn_target = kmem_alloc(strlen(target), KM_SLEEP);
		if (tn->tn_target == NULL) {
			error = SET_ERROR(ENOMEM);
			goto fail_dirent;
		}
		tn->tn_size = (off_t)strlen(target);
		memcpy(tn->tn_target, target, (size_t)tn->tn_size);
	}
	error = vcache_new(dvp->v_mount, tn->tn_ino, &vp);
	if (error != 0)
		goto fail_dirent;
	error = tmpfs_vnode_setup(vp, tn);
	if (error != 0) {
		vnode_abort(vp);
		goto fail_dirent;
	}
	tmpfs_link(dir, de, tn);
	if (va.va_type == VDIR)
		dir->tn_nlink++;
	vnode_ready(vp);
	*vpp = vp;
	return (0);

fail_dirent:
	tmpfs_dirent_free(de);
fail_node:
	tmpfs_node_free(tm, tn);
	return (error);
}

static int
tmpfs_create(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va)
{

	return (tmpfs_make(dvp, vpp, cnp, va, NULL));
}

static int
tmpfs_symlink(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va,
    const char *target)
{

	return (tmpfs_make(dvp, vpp, cnp, va, target));
}

/* --- names ---------------------------------------------------------------- */

static int
tmpfs_lookup(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp)
{
	struct tmpnode *dir = VTOTN(dvp);
	struct tmpdirent *de;

	if (dir->tn_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if (cnp->cn_len == 2 && cnp->cn_name[0] == '.' &&
	    cnp->cn_name[1] == '.')
		return (vcache_get(dvp->v_mount, dir->tn_parent, vpp));
	de = tmpfs_find(dir, cnp);
	if (de == NULL)
		return (ENOENT);
	return (vcache_get(dvp->v_mount, de->de_node->tn_ino, vpp));
}

/*
 * The node has one name less; without any it goes with its last user.
 */
static void
tmpfs_drop_link(struct vnode *vp)
{
	struct tmpnode *tn = VTOTN(vp);

	tn->tn_nlink--;
	nanotime(&tn->tn_ctime);
	if (tn->tn_nlink == 0) {
		vnode_clrflag(vp, VV_PERSIST);
		vnode_setflag(vp, VV_INACTIVE);
	}
}

static int
tmpfs_newlink(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct tmpnode *dir = VTOTN(dvp), *tn = VTOTN(vp);
	struct tmpdirent *de;

	if (dir->tn_nlink == 0 || tn->tn_nlink == 0)
		return (SET_ERROR(ENOENT));
	if (tn->tn_nlink >= LINK_MAX)
		return (SET_ERROR(EMLINK));
	de = tmpfs_dirent_alloc(cnp);
	if (de == NULL)
		return (SET_ERROR(ENOMEM));
	tmpfs_link(dir, de, tn);
	tn->tn_nlink++;
	nanotime(&tn->tn_ctime);
	return (0);
}

static int
tmpfs_remove(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct tmpnode *dir = VTOTN(dvp);
	struct tmpdirent *de = tmpfs_find(dir, cnp);

	if (de == NULL || de->de_node != VTOTN(vp))
		return (SET_ERROR(ENOENT));
	tmpfs_unlink(dir, de);
	tmpfs_dirent_free(de);
	tmpfs_drop_link(vp);
	return (0);
}

/*
 * An empty directory loses its name and its ".".
 */
static void
tmpfs_drop_dir(struct vnode *dvp, struct vnode *vp)
{

	VTOTN(dvp)->tn_nlink--;
	VTOTN(vp)->tn_nlink--;
	tmpfs_drop_link(vp);
}

static int
tmpfs_rmdir(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	struct tmpnode *dir = VTOTN(dvp), *tn = VTOTN(vp);
	struct tmpdirent *de = tmpfs_find(dir, cnp);

	if (de == NULL || de->de_node != tn)
		return (SET_ERROR(ENOENT));
	if (!RB_EMPTY(&tn->tn_names))
		return (SET_ERROR(ENOTEMPTY));
	tmpfs_unlink(dir, de);
	tmpfs_dirent_free(de);
	tmpfs_drop_dir(dvp, vp);
	return (0);
}

static int
tmpfs_rename(struct vnode *fdvp, struct vnode *fvp,
    const struct componentname *fcnp, struct vnode *tdvp, struct vnode *tvp,
    const struct componentname *tcnp)
{
	struct tmpnode *fdir = VTOTN(fdvp), *tdir = VTOTN(tdvp);
	struct tmpnode *fn = VTOTN(fvp);
	struct tmpdirent *fde, *tde = NULL, *new;

	fde = tmpfs_find(fdir, fcnp);
	if (fde == NULL || fde->de_node != fn || tdir->tn_nlink == 0)
		return (SET_ERROR(ENOENT));
	if (tvp != NULL) {
		tde = tmpfs_find(tdir, tcnp);
		if (tde == NULL || tde->de_node != VTOTN(tvp))
			return (SET_ERROR(ENOENT));
		if (tvp->v_type == VDIR && !RB_EMPTY(&VTOTN(tvp)->tn_names))
			return (SET_ERROR(ENOTEMPTY));
	}
	new = tmpfs_dirent_alloc(tcnp);
	if (new == NULL)
		return (SET_ERROR(ENOMEM));

	/* Nothing below fails. */
	if (tde != NULL) {
		tmpfs_unlink(tdir, tde);
		tmpfs_dirent_free(tde);
		if (tvp->v_type == VDIR)
			tmpfs_drop_dir(tdvp, tvp);
		else
			tmpfs_drop_link(tvp);
	}
	tmpfs_unlink(fdir, fde);
	tmpfs_dirent_free(fde);
	tmpfs_link(tdir, new, fn);
	if (fn->tn_type == VDIR && fdir != tdir) {
		fdir->tn_nlink--;
		tdir->tn_nlink++;
		fn->tn_parent = tdir->tn_ino;
	}
	nanotime(&fn->tn_ctime);
	return (0);
}

static int
tmpfs_readdir(struct vnode *vp, struct uio *uio, struct cred *cred,
    bool *eofp)
{
	struct tmpnode *dir = VTOTN(vp);
	struct tmpdirent key, *de;
	ssize_t resid = uio->uio_resid;
	bool full = false;
	int error = 0;
	off_t at;

	if (dir->tn_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	while (error == 0 && !full && (at = uio->uio_offset) < 2) {
		error = vn_dirent(uio, at == 0 ? dir->tn_ino : dir->tn_parent,
		    DT_DIR, "..", (size_t)at + 1, at + 1, &full);
		if (error == 0 && !full)
			uio->uio_offset = at + 1;
	}
	key.de_cookie = (uint64_t)uio->uio_offset;
	de = RB_NFIND(tmpcookietree, &dir->tn_cookies, &key);
	for (; error == 0 && !full && de != NULL;
	    de = RB_NEXT(tmpcookietree, &dir->tn_cookies, de)) {
		at = (off_t)de->de_cookie + 1;
		error = vn_dirent(uio, de->de_node->tn_ino,
		    VTTODT(de->de_node->tn_type), de->de_name, de->de_len, at,
		    &full);
		if (error == 0 && !full)
			uio->uio_offset = at;
	}
	*eofp = error == 0 && !full;
	if (error == 0 && full && uio->uio_resid == resid)
		error = SET_ERROR(EINVAL);
	if ((vp->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) == 0)
		nanotime(&dir->tn_atime);
	return (error);
}

/* --- attributes ----------------------------------------------------------- */

static int
tmpfs_access(struct vnode *vp, int accmode, struct cred *cred)
{
	struct tmpnode *tn = VTOTN(vp);

	return (vaccess(tn->tn_type, tn->tn_mode, tn->tn_uid, tn->tn_gid,
	    accmode, cred));
}

static int
tmpfs_getattr(struct vnode *vp, struct vattr *va, struct cred *cred)
{
	struct tmpnode *tn = VTOTN(vp);

	vattr_null(va);
	va->va_type = tn->tn_type;
	va->va_mode = tn->tn_mode;
	va->va_flags = tn->tn_flags;
	va->va_nlink = tn->tn_nlink;
	va->va_uid = tn->tn_uid;
	va->va_gid = tn->tn_gid;
	va->va_fsid = vp->v_mount->mnt_stat.f_fsid;
	va->va_fileid = tn->tn_ino;
	va->va_size = tn->tn_size;
	va->va_blocksize = PAGE_SIZE;
	va->va_atime = tn->tn_atime;
	va->va_mtime = tn->tn_mtime;
	va->va_ctime = tn->tn_ctime;
	va->va_birthtime = tn->tn_btime;
	va->va_gen = 0;
	va->va_rdev = tn->tn_rdev;
	va->va_bytes = tn->tn_type == VREG ?
	    ubc_resident(vp) * PAGE_SIZE : 0;
	return (0);
}

static int
tmpfs_setsize(struct vnode *vp, off_t size)
{
	struct tmpnode *tn = VTOTN(vp);
	int error;

	if (tn->tn_type == VDIR)
		return (SET_ERROR(EISDIR));
	if (tn->tn_type != VREG)
		return (0);
	error = tmpfs_charge(VTOTM(vp), tn->tn_size, size);
	if (error != 0)
		return (error);
	tn->tn_size = size;
	vnode_pager_setsize(vp, size);
	tmpfs_changed(tn);
	return (0);
}

static int
tmpfs_setattr(struct vnode *vp, const struct vattr *va, struct cred *cred)
{
	struct tmpnode *tn = VTOTN(vp);
	uid_t uid = va->va_uid == (uid_t)VNOVAL ? tn->tn_uid : va->va_uid;
	gid_t gid = va->va_gid == (gid_t)VNOVAL ? tn->tn_gid : va->va_gid;
	mode_t mode = va->va_mode;
	int error = 0;

	if (mode != (mode_t)VNOVAL)
		error = vattr_check_chmod(tn->tn_type, tn->tn_mode,
		    tn->tn_uid, tn->tn_gid, &mode, cred);
	else
		mode = tn->tn_mode;
	if (error == 0 && (va->va_uid != (uid_t)VNOVAL ||
	    va->va_gid != (gid_t)VNOVAL))
		error = vattr_check_chown(mode | VTTOIF(tn->tn_type),
		    tn->tn_uid, tn->tn_gid, uid, gid, &mode, cred);
	if (error == 0 && (va->va_atime.tv_nsec != VNOVAL ||
	    va->va_mtime.tv_nsec != VNOVAL))
		error = vattr_check_times(va, tn->tn_mode, tn->tn_uid,
		    tn->tn_gid, cred);
	if (error == 0 && va->va_size != VNOVAL)
		error = tmpfs_setsize(vp, va->va_size);
	if (error != 0)
		return (error);
	tn->tn_mode = mode & ALLPERMS;
	tn->tn_uid = uid;
	tn->tn_gid = gid;
	if (va->va_atime.tv_nsec != VNOVAL)
		tn->tn_atime = va->va_atime;
	if (va->va_mtime.tv_nsec != VNOVAL)
		tn->tn_mtime = va->va_mtime;
	nanotime(&tn->tn_ctime);
	if (tn->tn_type == VDIR && (tn->tn_mode & 0111) == 0111)
		vnode_setflag(vp, VV_SEARCHALL);
	else
		vnode_clrflag(vp, VV_SEARCHALL);
	return (0);
}

/* --- data ----------------------------------------------------------------- */

static int
tmpfs_read(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{
	struct tmpnode *tn = VTOTN(vp);
	int error;

	if (tn->tn_type != VREG)
		return (SET_ERROR(tn->tn_type == VDIR ? EISDIR :
		    EOPNOTSUPP));
	error = ubc_uiomove(vp, uio, UBC_READ);
	/*
	 * The lock is shared: two readers may store at once, and a third see
	 * a mixture of two times that are nanoseconds apart.
	 */
	if ((vp->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) == 0)
		nanotime(&tn->tn_atime);
	return (error);
}

static int
tmpfs_write(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{
	struct tmpmount *tm = VTOTM(vp);
	struct tmpnode *tn = VTOTN(vp);
	off_t old = tn->tn_size, end, size;
	int error;

	if (tn->tn_type != VREG)
		return (SET_ERROR(EOPNOTSUPP));
	if (uio->uio_resid == 0)
		return (0);
	if (uio->uio_offset < 0 ||
	    uio->uio_offset > INT64_MAX - (off_t)PAGE_SIZE - uio->uio_resid)
		return (SET_ERROR(EFBIG));
	end = MAX(old, uio->uio_offset + uio->uio_resid);
	error = tmpfs_charge(tm, old, end);
	if (error != 0)
		return (error);
	error = ubc_uiomove(vp, uio, UBC_WRITE);
	/* Less may have been written: what was not is given back. */
	size = MAX(old, uio->uio_offset);
	(void)tmpfs_charge(tm, end, size);
	tn->tn_size = size;
	tn->tn_mode = vattr_write_mode(tn->tn_mode, cred);
	tmpfs_changed(tn);
	return (error);
}

static int
tmpfs_getpages(struct vnode *vp, struct vm_page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++)
		memset(vm_page_kva(pages[i]), 0, PAGE_SIZE);
	return (0);
}

static int
tmpfs_readlink(struct vnode *vp, struct uio *uio, struct cred *cred)
{
	struct tmpnode *tn = VTOTN(vp);

	if (tn->tn_type != VLNK)
		return (SET_ERROR(EINVAL));
	return (uiomove(tn->tn_target, MIN((size_t)tn->tn_size,
	    (size_t)uio->uio_resid), uio));
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

	tmpfs_node_free(VTOTM(vp), VTOTN(vp));
}

static const struct vnode_ops tmpfs_vnodeops = {
	.vop_name = "tmpfs",
	.vop_lookup = tmpfs_lookup,
	.vop_create = tmpfs_create,
	.vop_mknod = tmpfs_create,
	.vop_mkdir = tmpfs_create,
	.vop_symlink = tmpfs_symlink,
	.vop_link = tmpfs_newlink,
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
};

/* --- mounts --------------------------------------------------------------- */

/*
 * Limits that were not given: half of the memory, and a node for every page of
 * that.
 */
static void
tmpfs_limits(struct tmpmount *tm, const struct mount_tmpfs_args *args)
{
	uint64_t half = (uint64_t)vm_phys_total_count() / 2 * PAGE_SIZE;

	tm->tm_bytes_max = args->bytes_max != 0 ? args->bytes_max : half;
	tm->tm_nodes_max = args->nodes_max != 0 ? args->nodes_max :
	    half / PAGE_SIZE;
}

static int
tmpfs_mount(struct mount *mp, const char *fspec, const void *data,
    size_t datalen, int oldflags, struct thread *td)
{
	struct mount_tmpfs_args args = { .mode = S_IRWXU | S_IRWXG | S_IRWXO |
	    S_ISVTX };
	struct tmpmount *tm;
	struct tmpnode *root;
	int error;

	if (datalen != 0) {
		if (datalen != sizeof(args))
			return (SET_ERROR(EINVAL));
		memcpy(&args, data, sizeof(args));
		if (args.size != sizeof(args) || (args.mode & ~ALLPERMS) != 0)
			return (SET_ERROR(EINVAL));
	}
	if ((mp->mnt_flag & MNT_UPDATE) != 0) {
		tm = MTOTM(mp);
		mutex_enter(&tm->tm_lock);
		if (args.bytes_max != 0)
			tm->tm_bytes_max = args.bytes_max;
		if (args.nodes_max != 0)
			tm->tm_nodes_max = args.nodes_max;
		mutex_exit(&tm->tm_lock);
		return (0);
	}
	tm = kmem_zalloc(sizeof(*tm), KM_SLEEP);
	if (tm == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_init(&tm->tm_lock, "tmpfs");
	tm->tm_nextino = TMPFS_ROOTINO;
	tmpfs_limits(tm, &args);
	error = tmpfs_node_alloc(tm, VDIR, &root);
	if (error != 0)
		goto fail;
	root->tn_mode = args.mode;
	root->tn_uid = args.uid;
	root->tn_gid = args.gid;
	root->tn_nlink = 2;
	root->tn_parent = root->tn_ino;
	tm->tm_root = root;
	mp->mnt_data = tm;
	error = vcache_get(mp, TMPFS_ROOTINO, &mp->mnt_root);
	if (error != 0) {
		if (tm->tm_root != NULL)
			tmpfs_node_free(tm, root);
		goto fail;
	}
	mp->mnt_flag |= MNT_LOCAL;
	mp->mnt_stat.f_type = MFSTYPE_TMPFS;
	mp->mnt_stat.f_bsize = mp->mnt_stat.f_frsize = PAGE_SIZE;
	return (0);

fail:
	mp->mnt_data = NULL;
	mutex_destroy(&tm->tm_lock);
	kmem_free(tm, sizeof(*tm));
	return (error);
}

static int
tmpfs_unmount(struct mount *mp, bool force)
{
	struct tmpmount *tm = MTOTM(mp);

	mutex_destroy(&tm->tm_lock);
	kmem_free(tm, sizeof(*tm));
	mp->mnt_data = NULL;
	return (0);
}

static int
tmpfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	struct tmpmount *tm = MTOTM(mp);

	mutex_enter(&tm->tm_lock);
	sb->f_blocks = tm->tm_bytes_max / PAGE_SIZE;
	sb->f_bfree = tm->tm_bytes > tm->tm_bytes_max ? 0 :
	    (tm->tm_bytes_max - tm->tm_bytes) / PAGE_SIZE;
	sb->f_bavail = sb->f_bfree;
	sb->f_files = tm->tm_nodes_max;
	sb->f_ffree = tm->tm_nodes > tm->tm_nodes_max ? 0 :
	    tm->tm_nodes_max - tm->tm_nodes;
	sb->f_favail = sb->f_ffree;
	mutex_exit(&tm->tm_lock);
	return (0);
}

static int
tmpfs_sync(struct mount *mp, int waitfor)
{

	return (0);
}

static const struct vfsops tmpfs_vfsops = {
	.vfs_name = "tmpfs",
	.vfs_flags = VFCF_NEGCACHE,
	.vfs_mount = tmpfs_mount,
	.vfs_unmount = tmpfs_unmount,
	.vfs_statvfs = tmpfs_statvfs,
	.vfs_sync = tmpfs_sync,
	.vfs_loadvnode = tmpfs_loadvnode,
};
VFS_SET(tmpfs_vfsops);
