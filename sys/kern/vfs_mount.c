/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mounted file systems: the list of them, mount(2), unmount(2), the root.
 *
 * Model	A mount covers a directory: v_mountedhere of the covered vnode
 *		points to it, and path lookup goes on in mnt_root.  The covered
 *		vnode and the root are kept in use by the mount.  Unmounting
 *		first closes the way in (MNTK_UNMOUNT: a lookup that comes by
 *		waits), then takes all vnodes from the file system, then ends
 *		it; when a vnode is in use it opens the way again.
 *
 * Invariants	(1) A mount that is on the list is complete.
 *		(2) mnt_flag changes only with mnt_busy held exclusively and
 *		    mountlist_lock held.
 *		(3) v_mountedhere changes under v_interlock of the covered
 *		    vnode, and mnt_root is valid as long as it points here.
 *		(4) A mount's memory lasts while a vnode belongs to it or
 *		    somebody has a reference (mnt_ref).
 *
 * Locks	mnt_busy -> v_lock of the covered directory or of a vnode of
 *		the mount -> mountlist_lock -> v_interlock.  mnt_busy is held
 *		exclusively by mount updates and unmounts, shared by whoever
 *		uses the mount as a whole.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_vfs_mount.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/bootinfo.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/disk.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#define	MOUNT_DATAMAX	4096		/* bytes of mount(2)'s data */
#define	MOUNT_SETTABLE	(MNT_RDONLY | MNT_SYNCHRONOUS | MNT_NOEXEC |	\
			    MNT_NOSUID | MNT_ASYNC | MNT_NOSYMFOLLOW |	\
			    MNT_NOATIME)

SET_DECLARE(vfsops_set, const struct vfsops);

struct mntlist	mountlist = TAILQ_HEAD_INITIALIZER(mountlist);
struct rwlock	mountlist_lock;
struct vnode	*rootvnode;
static uint64_t	mount_serial;		/* (a) */

/* --- references ----------------------------------------------------------- */

void
vfs_ref(struct mount *mp)
{

	atomic_inc(&mp->mnt_ref);
}

void
vfs_rele(struct mount *mp)
{

	if (atomic_dec_nv(&mp->mnt_ref) != 0)
		return;
	KASSERT(TAILQ_EMPTY(&mp->mnt_vnodelist));
	mutex_destroy(&mp->mnt_lock);
	mutex_destroy(&mp->mnt_renamelock);
	rw_destroy(&mp->mnt_busy);
	kmem_free(mp, sizeof(*mp));
}

/*
 * Keep a mount, of which the caller has a reference, from being unmounted.
 */
int
vfs_busy(struct mount *mp)
{

	rw_enter(&mp->mnt_busy, RW_READER);
	if ((mp->mnt_kflag & MNTK_GONE) == 0)
		return (0);
	rw_exit(&mp->mnt_busy);
	return (SET_ERROR(ENOENT));
}

void
vfs_unbusy(struct mount *mp)
{

	rw_exit(&mp->mnt_busy);
}

/*
 * Call fn for each mount, oldest first, until it returns other than 0.  fn is
 * called with the mount busy and no other lock.  No vnode is locked: who
 * unmounts waits for it with the mount busy.
 */
int
vfs_foreach(int (*fn)(struct mount *, void *), void *arg)
{
	struct mount *mp, *next;
	int error = 0;

	rw_enter(&mountlist_lock, RW_READER);
	mp = TAILQ_FIRST(&mountlist);
	if (mp != NULL)
		vfs_ref(mp);
	rw_exit(&mountlist_lock);
	while (mp != NULL) {
		if (error == 0 && vfs_busy(mp) == 0) {
			error = fn(mp, arg);
			vfs_unbusy(mp);
		}
		rw_enter(&mountlist_lock, RW_READER);
		/* One that is gone left the list; its link still leads on. */
		next = (mp->mnt_kflag & MNTK_GONE) != 0 ? NULL :
		    TAILQ_NEXT(mp, mnt_list);
		if (next != NULL)
			vfs_ref(next);
		rw_exit(&mountlist_lock);
		vfs_rele(mp);
		mp = error == 0 ? next : NULL;
		if (error != 0 && next != NULL)
			vfs_rele(next);
	}
	return (error);
}

/*
 * Call fn for each mount, oldest first, with mountlist_lock held, which is what
 * mnt_stat and mnt_flag need; fn does not sleep.  Waits for no mount, so that
 * the caller may have locked vnodes.
 */
void
vfs_foreach_locked(void (*fn)(const struct mount *, void *), void *arg)
{
	const struct mount *mp;

	rw_enter(&mountlist_lock, RW_READER);
	TAILQ_FOREACH(mp, &mountlist, mnt_list)
		fn(mp, arg);
	rw_exit(&mountlist_lock);
}

/*
 * The counts of a mount, which is busy, with what mount(2) knew.
 */
int
vfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	int error;

	rw_enter(&mountlist_lock, RW_READER);
	*sb = mp->mnt_stat;
	sb->f_flag = mp->mnt_flag & MNT_VISFLAGMASK;
	rw_exit(&mountlist_lock);
	error = mp->mnt_op->vfs_statvfs(mp, sb);
	return (error);
}

/* --- mounting ------------------------------------------------------------- */

static const struct vfsops *
vfs_find(const char *type)
{
	const struct vfsops **opp;

	if (strcmp(type, "ext2") == 0)
		type = "ext2fs";
	SET_FOREACH(opp, vfsops_set)
		if (strcmp((*opp)->vfs_name, type) == 0)
			return (*opp);
	return (NULL);
}

static struct mount *
mount_alloc(const struct vfsops *ops, int flags, const char *fspec,
    const char *dir, struct cred *cred)
{
	struct mount *mp;

	mp = kmem_zalloc(sizeof(*mp), KM_SLEEP);
	if (mp == NULL)
		return (NULL);
	mp->mnt_op = ops;
	mp->mnt_flag = (uint32_t)flags & MOUNT_SETTABLE;
	mp->mnt_ref = 1;
	mp->mnt_serial = atomic_inc_nv(&mount_serial);
	mutex_init(&mp->mnt_lock, "mntvnodes");
	mutex_init(&mp->mnt_renamelock, "rename");
	rw_init(&mp->mnt_busy, "mount");
	TAILQ_INIT(&mp->mnt_vnodelist);
	mp->mnt_stat.f_fsid = mp->mnt_serial;
	mp->mnt_stat.f_fsidx.val[0] = (int)mp->mnt_serial;
	mp->mnt_stat.f_owner = cred->cr_uid;
	mp->mnt_stat.f_namemax = NAME_MAX;
	strlcpy(mp->mnt_stat.f_fstypename, ops->vfs_name, MFSNAMELEN);
	strlcpy(mp->mnt_stat.f_mntonname, dir, MNAMELEN);
	strlcpy(mp->mnt_stat.f_mntfromname, *fspec != '\0' ? fspec :
	    ops->vfs_name, MNAMELEN);
	return (mp);
}

/*
 * The mount of vp, referenced; no vnode is locked.  A forced unmount takes a
 * vnode from its mount with v_lock held, so without it v_mount may be NULL or
 * lead to freed memory.  ENOENT: vp is dead.
 */
int
vfs_ref_vnode(struct vnode *vp, struct mount **mpp)
{
	int error;

	error = vn_lock(vp, RW_READER);
	if (error != 0)
		return (error);
	*mpp = vp->v_mount;
	vfs_ref(*mpp);
	vn_unlock(vp);
	return (0);
}

/*
 * Change the flags of the mount whose root is vp, referenced.
 */
static int
mount_update(struct vnode *vp, int flags, const void *data, size_t datalen,
    struct thread *td)
{
	struct mount *mp;
	uint32_t old;
	int error;

	if ((vp->v_flag & VV_ROOT) == 0)
		return (SET_ERROR(EINVAL));
	error = vfs_ref_vnode(vp, &mp);
	if (error != 0)
		return (error);
	rw_enter(&mp->mnt_busy, RW_WRITER);
	if ((mp->mnt_kflag & MNTK_GONE) != 0) {
		error = SET_ERROR(ENOENT);
		goto out;
	}
	old = mp->mnt_flag;
	rw_enter(&mountlist_lock, RW_WRITER);
	mp->mnt_flag = (old & ~(uint32_t)MOUNT_SETTABLE) |
	    ((uint32_t)flags & (MOUNT_SETTABLE | MNT_UPDATE | MNT_FORCE));
	rw_exit(&mountlist_lock);
	error = mp->mnt_op->vfs_mount(mp, mp->mnt_stat.f_mntfromname, data,
	    datalen, (int)old, td);
	rw_enter(&mountlist_lock, RW_WRITER);
	if (error != 0)
		mp->mnt_flag = old;
	mp->mnt_flag &= ~(uint32_t)(MNT_UPDATE | MNT_FORCE);
	rw_exit(&mountlist_lock);
out:
	rw_exit(&mp->mnt_busy);
	vfs_rele(mp);
	return (error);
}

/*
 * Make mp cover vp.
 */
static int
mount_cover(struct mount *mp, struct vnode *vp)
{
	int error;

	error = vn_lock(vp, RW_WRITER);
	if (error != 0)
		return (error);
	rw_enter(&mountlist_lock, RW_WRITER);
	spin_enter(&vp->v_interlock);
	if (vp->v_mountedhere != NULL || (vp->v_flag & VV_ROOT) != 0)
		error = SET_ERROR(EBUSY);
	else {
		vp->v_mountedhere = mp;
		mp->mnt_vnodecovered = vp;
	}
	spin_exit(&vp->v_interlock);
	if (error == 0) {
		vref(vp);
		TAILQ_INSERT_TAIL(&mountlist, mp, mnt_list);
	}
	rw_exit(&mountlist_lock);
	vn_unlock(vp);
	return (error);
}

/*
 * End a file system that nothing leads to: vnodes, then the rest.  EBUSY when
 * one is in use; with force they are taken away.
 */
static int
mount_end(struct mount *mp, bool force)
{
	struct vnode *root = mp->mnt_root;
	int error;

	if (!force && (root->v_usecount & ~VUSE_GATE) > 1)
		return (SET_ERROR(EBUSY));
	error = vflush(mp, root, force);
	if (error == 0)
		error = mp->mnt_op->vfs_sync(mp, MNT_WAIT);
	if (error != 0 && !force)
		return (error);
	vn_lock_dead(root, RW_WRITER);
	if (!force && !vrecycle(root)) {
		vn_unlock(root);
		return (SET_ERROR(EBUSY));
	}
	vgone(root);
	vn_unlock(root);
	error = mp->mnt_op->vfs_unmount(mp, force);
	if (error != 0)
		log(LOG_ERR, "%s: error %d while unmounting\n",
		    mp->mnt_stat.f_mntonname, error);
	vrele(root);
	mp->mnt_root = NULL;
	return (0);
}

/*
 * Mount a file system on the directory vp, referenced.
 */
static int
mount_new(struct vnode *vp, const struct vfsops *ops, const char *dir,
    const char *fspec, int flags, const void *data, size_t datalen,
    struct thread *td)
{
	struct mount *mp;
	int error;

	if (vp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if ((vp->v_flag & VV_ROOT) != 0)
		return (SET_ERROR(EBUSY));
	mp = mount_alloc(ops, flags, fspec, dir, td->td_cred);
	if (mp == NULL)
		return (SET_ERROR(ENOMEM));
	error = ops->vfs_mount(mp, fspec, data, datalen, 0, td);
	if (error != 0)
		goto fail;
	vnode_setflag(mp->mnt_root, VV_ROOT);
	error = mount_cover(mp, vp);
	if (error == 0)
		return (0);
	(void)mount_end(mp, true);
fail:
	vfs_rele(mp);
	return (error);
}

/*
 * The name to show for a mount point.
 */
static void
mount_dirname(struct thread *td, struct vnode *vp, const char *dir,
    char *name)
{
	char *buf, *path;

	strlcpy(name, dir, MNAMELEN);
	buf = kmem_alloc(PATH_MAX, KM_SLEEP);
	if (buf == NULL)
		return;
	if (vn_fullpath(td, vp, buf, PATH_MAX, &path) == 0)
		strlcpy(name, path, MNAMELEN);
	kmem_free(buf, PATH_MAX);
}

/*
 * mount(2) with everything in kernel memory.
 */
int
vfs_mount_at(struct thread *td, const char *type, const char *dir,
    const char *fspec, int flags, const void *data, size_t datalen)
{
	const struct vfsops *ops;
	struct nameidata *nd;
	char *name;
	int error;

	nd = kmem_alloc(sizeof(*nd) + MNAMELEN, KM_SLEEP);
	if (nd == NULL)
		return (SET_ERROR(ENOMEM));
	name = (char *)(nd + 1);
	NDINIT(nd, LOOKUP, FOLLOW, UIO_SYSSPACE, dir, td);
	error = namei(nd);
	if (error != 0)
		goto out;
	ops = vfs_find(type);
	if (ops == NULL)
		error = SET_ERROR(ENODEV);
	else if ((flags & MNT_UPDATE) != 0)
		error = mount_update(nd->ni_vp, flags, data, datalen, td);
	else {
		mount_dirname(td, nd->ni_vp, dir, name);
		error = mount_new(nd->ni_vp, ops, name, fspec, flags, data,
		    datalen, td);
	}
	nameidone(nd);
out:
	kmem_free(nd, sizeof(*nd) + MNAMELEN);
	return (error);
}

/*
 * The disk that a path, or before there is a root a device's name, leads to.
 */
int
vfs_getdisk(struct thread *td, const char *fspec, struct disk **dp)
{
	struct nameidata *nd;
	struct cdev *dev;
	int error = 0;

	if (rootvnode == NULL) {
		if (strncmp(fspec, "/dev/", 5) == 0)
			fspec += 5;
		dev = dev_lookup_name(fspec);
	} else {
		nd = kmem_alloc(sizeof(*nd), KM_SLEEP);
		if (nd == NULL)
			return (SET_ERROR(ENOMEM));
		NDINIT(nd, LOOKUP, FOLLOW, UIO_SYSSPACE, fspec, td);
		error = namei(nd);
		dev = NULL;
		if (error == 0) {
			if (nd->ni_vp->v_type == VCHR ||
			    nd->ni_vp->v_type == VBLK)
				dev = dev_lookup(nd->ni_vp->v_rdev);
			else
				error = SET_ERROR(ENOTBLK);
			nameidone(nd);
		}
		kmem_free(nd, sizeof(*nd));
		if (error != 0)
			return (error);
	}
	if (dev == NULL)
		return (SET_ERROR(ENXIO));
	*dp = disk_from_cdev(dev);
	dev_rele(dev);
	return (*dp == NULL ? SET_ERROR(ENOTBLK) : 0);
}

/* Strings of a mount(2) call. */
struct mount_strings {
	char	ms_type[MFSNAMELEN];
	char	ms_dir[PATH_MAX];
	char	ms_fspec[MNAMELEN];
};

static int
mount_copyin(struct mount_strings *ms, const struct mount_args *uap,
    void *data)
{
	const struct vfsops *ops;
	struct mount_dev_args da;
	int error;

	error = copyinstr(uap->type, ms->ms_type, MFSNAMELEN, NULL);
	if (error == ENAMETOOLONG)
		error = SET_ERROR(ENODEV);
	if (error == 0)
		error = copyinstr(uap->dir, ms->ms_dir, PATH_MAX, NULL);
	if (error == 0 && uap->datalen != 0)
		error = copyin(uap->data, data, uap->datalen);
	if (error != 0)
		return (error);
	ms->ms_fspec[0] = '\0';
	ops = vfs_find(ms->ms_type);
	if (ops == NULL || (ops->vfs_flags & VFCF_DEVICE) == 0 ||
	    (uap->flags & MNT_UPDATE) != 0)
		return (0);
	if (uap->datalen < sizeof(da))
		return (SET_ERROR(EINVAL));
	memcpy(&da, data, sizeof(da));
	if (da.size != sizeof(da) || da.flags != 0)
		return (SET_ERROR(EINVAL));
	return (copyinstr(da.fspec, ms->ms_fspec, MNAMELEN, NULL));
}

int
sys_mount(struct thread *td, const struct mount_args *uap, register_t *retval)
{
	struct mount_strings *ms;
	void *data = NULL;
	int error;

	error = priv_check(td->td_cred, PRIV_VFS_MOUNT);
	if (error != 0)
		return (error);
	if (uap->datalen > MOUNT_DATAMAX || (uap->flags & ~(MOUNT_SETTABLE |
	    MNT_UPDATE | MNT_FORCE)) != 0)
		return (SET_ERROR(EINVAL));
	ms = kmem_alloc(sizeof(*ms), KM_SLEEP);
	if (ms == NULL)
		return (SET_ERROR(ENOMEM));
	if (uap->datalen != 0) {
		data = kmem_alloc(uap->datalen, KM_SLEEP);
		if (data == NULL) {
			kmem_free(ms, sizeof(*ms));
			return (SET_ERROR(ENOMEM));
		}
	}
	error = mount_copyin(ms, uap, data);
	if (error == 0)
		error = vfs_mount_at(td, ms->ms_type, ms->ms_dir,
		    ms->ms_fspec, uap->flags, data, uap->datalen);
	if (data != NULL)
		kmem_free(data, uap->datalen);
	kmem_free(ms, sizeof(*ms));
	return (error);
}

/* --- unmounting ----------------------------------------------------------- */

static void
mount_setkflag(struct mount *mp, uint32_t set, uint32_t clear)
{

	rw_enter(&mountlist_lock, RW_WRITER);
	mp->mnt_kflag = (mp->mnt_kflag | set) & ~clear;
	rw_exit(&mountlist_lock);
}

/*
 * Does something lie on top of the mount?  It must go first.
 */
static bool
mount_covered(const struct mount *mp)
{
	const struct mount *other;
	bool covered = false;

	rw_enter(&mountlist_lock, RW_READER);
	TAILQ_FOREACH(other, &mountlist, mnt_list)
		if (other->mnt_vnodecovered != NULL &&
		    other->mnt_vnodecovered->v_mount == mp)
			covered = true;
	rw_exit(&mountlist_lock);
	return (covered);
}

/*
 * Unmount mp, of which the caller has a reference.
 */
static int
mount_unmount(struct mount *mp, bool force)
{
	struct vnode *covered;
	int error;

	rw_enter(&mp->mnt_busy, RW_WRITER);
	if ((mp->mnt_kflag & MNTK_GONE) != 0)
		error = SET_ERROR(EINVAL);
	else if (mount_covered(mp))
		error = SET_ERROR(EBUSY);
	else {
		mount_setkflag(mp, MNTK_UNMOUNT, 0);
		error = mount_end(mp, force);
	}
	if (error != 0) {
		if ((mp->mnt_kflag & MNTK_UNMOUNT) != 0)
			mount_setkflag(mp, 0, MNTK_UNMOUNT);
		rw_exit(&mp->mnt_busy);
		return (error);
	}
	covered = mp->mnt_vnodecovered;
	rw_enter(&mountlist_lock, RW_WRITER);
	mp->mnt_kflag |= MNTK_GONE;
	TAILQ_REMOVE(&mountlist, mp, mnt_list);
	if (covered != NULL) {
		spin_enter(&covered->v_interlock);
		covered->v_mountedhere = NULL;
		spin_exit(&covered->v_interlock);
	}
	rw_exit(&mountlist_lock);
	rw_exit(&mp->mnt_busy);
	if (covered != NULL)
		vrele(covered);
	vfs_rele(mp);
	return (0);
}

int
sys_unmount(struct thread *td, const struct unmount_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct mount *mp = NULL;
	int error;

	error = priv_check(td->td_cred, PRIV_VFS_UNMOUNT);
	if (error != 0)
		return (error);
	if ((uap->flags & ~MNT_FORCE) != 0)
		return (SET_ERROR(EINVAL));
	NDINIT(&nd, LOOKUP, FOLLOW | LOCKLEAF | LOCKSHARED, UIO_USERSPACE,
	    uap->dir, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	if ((nd.ni_vp->v_flag & VV_ROOT) == 0)
		error = SET_ERROR(EINVAL);
	else if (nd.ni_vp == rootvnode)
		error = SET_ERROR(EBUSY);
	else {
		mp = nd.ni_vp->v_mount;		/* locked by LOCKLEAF */
		vfs_ref(mp);
	}
	nameidone(&nd);
	if (error != 0)
		return (error);
	error = mount_unmount(mp, (uap->flags & MNT_FORCE) != 0);
	vfs_rele(mp);
	return (error);
}

/*
 * Before the machine stops: write everything, and unmount the newest first, so
 * that each disk is left in order.  User processes are no more, or must not
 * mind to lose their files.
 */
void
vfs_shutdown(void)
{
	struct mount *mp;

	(void)vfs_sync_all(MNT_WAIT);
	for (;;) {
		rw_enter(&mountlist_lock, RW_READER);
		mp = TAILQ_LAST(&mountlist, mntlist);
		if (mp != NULL)
			vfs_ref(mp);
		rw_exit(&mountlist_lock);
		if (mp == NULL)
			break;
		if (mount_unmount(mp, true) != 0) {
			printf("%s: cannot be unmounted\n",
			    mp->mnt_stat.f_mntonname);
			vfs_rele(mp);
			break;
		}
		vfs_rele(mp);
	}
}

/* --- the list ------------------------------------------------------------- */

struct getfsstat_state {
	struct statvfs	*gs_buf;	/* user address of the next element */
	size_t		gs_room;	/* elements left */
	size_t		gs_count;
	struct statvfs	*gs_sb;
};

static int
getfsstat_one(struct mount *mp, void *arg)
{
	struct getfsstat_state *gs = arg;
	int error;

	gs->gs_count++;
	if (gs->gs_buf == NULL || gs->gs_room == 0)
		return (0);
	error = vfs_statvfs(mp, gs->gs_sb);
	if (error != 0) {
		/* A file system that cannot answer is listed all the same. */
		*gs->gs_sb = mp->mnt_stat;
		gs->gs_sb->f_flag = mp->mnt_flag & MNT_VISFLAGMASK;
	}
	error = copyout(gs->gs_sb, gs->gs_buf, sizeof(*gs->gs_sb));
	gs->gs_buf++;
	gs->gs_room--;
	return (error);
}

int
sys_getfsstat(struct thread *td, const struct getfsstat_args *uap,
    register_t *retval)
{
	struct getfsstat_state gs;
	size_t room;
	int error;

	if (uap->flags != MNT_WAIT && uap->flags != MNT_NOWAIT &&
	    uap->flags != MNT_LAZY)
		return (SET_ERROR(EINVAL));
	gs.gs_sb = kmem_alloc(sizeof(*gs.gs_sb), KM_SLEEP);
	if (gs.gs_sb == NULL)
		return (SET_ERROR(ENOMEM));
	gs.gs_buf = uap->buf;
	gs.gs_room = room = uap->bufsize / sizeof(struct statvfs);
	gs.gs_count = 0;
	error = vfs_foreach(getfsstat_one, &gs);
	kmem_free(gs.gs_sb, sizeof(*gs.gs_sb));
	if (error == 0)
		*retval = (register_t)(uap->buf == NULL ? gs.gs_count :
		    ulmin(room, gs.gs_count));
	return (error);
}

/*
 * The counts of the file system that vp, referenced, is of.
 */
static int
statvfs_vnode(struct vnode *vp, struct statvfs *ubuf)
{
	struct statvfs *sb;
	struct mount *mp;
	int error;

	sb = kmem_alloc(sizeof(*sb), KM_SLEEP);
	if (sb == NULL)
		return (SET_ERROR(ENOMEM));
	/* Dead: EIO, as for any use of a file that was open. */
	if (vfs_ref_vnode(vp, &mp) != 0) {
		error = SET_ERROR(EIO);
		goto out;
	}
	error = vfs_busy(mp);
	if (error == 0) {
		error = vfs_statvfs(mp, sb);
		vfs_unbusy(mp);
	}
	vfs_rele(mp);
	if (error == 0)
		error = copyout(sb, ubuf, sizeof(*sb));
out:
	kmem_free(sb, sizeof(*sb));
	return (error);
}

int
sys_statvfs(struct thread *td, const struct statvfs_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, uap->path, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	error = statvfs_vnode(nd.ni_vp, uap->buf);
	nameidone(&nd);
	return (error);
}

int
sys_fstatvfs(struct thread *td, const struct fstatvfs_args *uap,
    register_t *retval)
{
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_fstatfs_rights, &fp);
	if (error != 0)
		return (error);
	error = fp->f_vnode == NULL ? SET_ERROR(EBADF) :
	    statvfs_vnode(fp->f_vnode, uap->buf);
	file_drop(fp);
	return (error);
}

/* --- the root ------------------------------------------------------------- */

/*
 * Mount "type:device" as the root.
 */
static int
mount_root(struct thread *td, const char *spec)
{
	const struct vfsops *ops;
	const char *fspec;
	char type[MFSNAMELEN];
	struct mount *mp;
	size_t len;
	int error;

	fspec = strchr(spec, ':');
	len = fspec == NULL ? strlen(spec) : (size_t)(fspec - spec);
	if (len >= sizeof(type))
		return (SET_ERROR(ENODEV));
	memcpy(type, spec, len);
	type[len] = '\0';
	fspec = fspec == NULL ? "" : fspec + 1;
	ops = vfs_find(type);
	if (ops == NULL)
		return (SET_ERROR(ENODEV));
	mp = mount_alloc(ops, bootarg("ro") != NULL ? MNT_RDONLY : 0, fspec,
	    "/", td->td_cred);
	if (mp == NULL)
		return (SET_ERROR(ENOMEM));
	error = ops->vfs_mount(mp, fspec, NULL, 0, 0, td);
	if (error != 0) {
		vfs_rele(mp);
		return (error);
	}
	vnode_setflag(mp->mnt_root, VV_ROOT);
	mp->mnt_flag |= MNT_ROOTFS;
	rw_enter(&mountlist_lock, RW_WRITER);
	TAILQ_INSERT_TAIL(&mountlist, mp, mnt_list);
	rw_exit(&mountlist_lock);
	rootvnode = mp->mnt_root;
	return (0);
}

/*
 * Mount the root, and a devfs on /dev; td's process gets its directories.  A
 * machine whose disk cannot be mounted gets an empty root in memory.
 */
void
vfs_mountroot(struct thread *td)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	const char *spec = bootarg("root");
	int error;

	if (spec == NULL || *spec == '\0')
		spec = "ext2fs:/dev/vbd0p1";
	error = mount_root(td, spec);
	if (error != 0) {
		printf("root: %s cannot be mounted, error %d\n", spec, error);
		error = mount_root(td, "tmpfs");
		if (error != 0)
			panic("vfs_mountroot: error %d", error);
	} else
		printf("root: %s\n", spec);
	vref(rootvnode);
	vref(rootvnode);
	mutex_enter(&fdp->fd_lock);
	fdp->fd_cwd.cwd_cdir = rootvnode;
	fdp->fd_cwd.cwd_rdir = rootvnode;
	mutex_exit(&fdp->fd_lock);
	error = vfs_mount_at(td, "devfs", "/dev", "", 0, NULL, 0);
	if (error != 0)
		printf("root: no devfs on /dev, error %d\n", error);
}

/*
 * Boot: what needs no thread, then what does.
 */
void
vfs_init(void)
{
	const struct vfsops **opp;

	rw_init(&mountlist_lock, "mountlist");
	vnode_init();
	cache_init();
	bio_cache_init();
	dev_init();
	memdev_init();
	fifo_init();
	SET_FOREACH(opp, vfsops_set)
		if ((*opp)->vfs_init != NULL)
			(*opp)->vfs_init();
}

static int
sysctl_vfs_types(SYSCTL_HANDLER_ARGS)
{
	const struct vfsops **opp;
	int error = 0;

	SET_FOREACH(opp, vfsops_set) {
		if (opp != SET_BEGIN(vfsops_set))
			error = SYSCTL_OUT(req, " ", 1);
		if (error == 0)
			error = SYSCTL_OUT(req, (*opp)->vfs_name,
			    strlen((*opp)->vfs_name));
		if (error != 0)
			return (error);
	}
	return (SYSCTL_OUT(req, "", 1));
}
SYSCTL_PROC(_vfs, OID_AUTO, types, CTLTYPE_STRING | CTLFLAG_RD, NULL, 0,
    sysctl_vfs_types, "A", "File system types that can be mounted");
