/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * renameat(2): the locks and the rules, for all file systems.
 *
 * Model	Both names are looked up without locks.  Then the directories
 *		are locked, the names are looked up once more, and the files are
 *		locked; if a name has changed meanwhile, everything is given
 *		back and the call begins anew.  VOP_RENAME gets four locked
 *		vnodes between which all rules of the standard hold.
 *
 * Order	mnt_renamelock, if the directories differ: while it is held, no
 *		directory of the mount gets a new parent, so that who is an
 *		ancestor of whom is a fact.  Then the directories: an ancestor
 *		first; unrelated ones by serial number.  Then the files, by
 *		serial number; neither is an ancestor of a directory that is
 *		locked (EINVAL, ENOTEMPTY), so that no thread that goes down the
 *		tree waits for one of ours with another of ours locked.
 *
 * Invariants	(1) a directory is never moved into itself or below.
 *		(2) a name never disappears from the sight of a lookup while it
 *		    is replaced: the directory is locked until the cache is
 *		    told.
 *
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_vfs_rename.c
 */

#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/kmem.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

static const cap_rights_t rename_source_rights =
    CAP_RIGHTS_WORDS(RIGHTS_renameat_fd1, 0ULL);
static const cap_rights_t rename_target_rights =
    CAP_RIGHTS_WORDS(RIGHTS_renameat_fd2, 0ULL);

/*
 * The two ends of a rename; both paths in one piece of memory.
 */
struct rename {
	struct nameidata r_from;
	struct nameidata r_to;
	struct mount	*r_mount;	/* of both, referenced; or NULL */
	bool		r_locked;	/* mnt_renamelock is held */
};

/* Another thread changed a name; to be tried again.  Not an errno. */
#define	RENAME_AGAIN	(-1)

/*
 * Is anc the vnode vp or a directory above it?  No vnode is locked;
 * mnt_renamelock is held.  *resultp; the errors of the disk.
 */
static int
is_ancestor(struct vnode *anc, struct vnode *vp, struct cred *cred,
    bool *resultp)
{
	struct componentname cn;
	struct vnode *dvp;
	u_int depth;
	int error = 0;

	*resultp = false;
	cn.cn_op = LOOKUP;
	cn.cn_name = "..";
	cn.cn_len = 2;
	cn.cn_hash = name_hash("..", 2);
	cn.cn_cred = cred;
	vref(vp);
	/* A tree on a broken disk may have no root. */
	for (depth = 0; depth < 100000; depth++) {
		if (vp == anc) {
			*resultp = true;
			break;
		}
		if ((vp->v_flag & VV_ROOT) != 0)
			break;
		error = vn_lock(vp, RW_READER);
		if (error != 0)
			break;
		error = namei_relookup(vp, &cn, &dvp);
		vn_unlock(vp);
		if (error != 0)
			break;
		vrele(vp);
		vp = dvp;
	}
	if (depth == 100000)
		error = SET_ERROR(EIO);
	vrele(vp);
	return (error);
}

/*
 * Refuse what the place in the tree forbids, and lock the directories in
 * their order.  On success they are locked.
 */
static int
rename_lock_dirs(struct rename *r)
    __no_lock_analysis
{
	struct vnode *fdvp = r->r_from.ni_dvp, *fvp = r->r_from.ni_vp;
	struct vnode *tdvp = r->r_to.ni_dvp, *tvp = r->r_to.ni_vp;
	struct vnode *first, *second;
	struct cred *cred = r->r_from.ni_cred;
	bool above, below = false;
	int error;

	if (fdvp == tdvp)
		return (vn_lock(fdvp, RW_WRITER));
	mutex_enter(&r->r_mount->mnt_renamelock);
	r->r_locked = true;
	if (fvp->v_type == VDIR) {
		error = is_ancestor(fvp, tdvp, cred, &above);
		if (error != 0)
			return (error);
		if (above)
			return (SET_ERROR(EINVAL));
	}
	if (tvp != NULL && tvp->v_type == VDIR) {
		error = is_ancestor(tvp, fdvp, cred, &above);
		if (error != 0)
			return (error);
		if (above)
			return (fvp->v_type == VDIR ? SET_ERROR(ENOTEMPTY) :
			    SET_ERROR(EISDIR));
	}
	error = is_ancestor(fdvp, tdvp, cred, &above);
	if (error == 0 && !above)
		error = is_ancestor(tdvp, fdvp, cred, &below);
	if (error != 0)
		return (error);
	first = above || (!below && fdvp->v_serial < tdvp->v_serial) ? fdvp :
	    tdvp;
	second = first == fdvp ? tdvp : fdvp;
	error = vn_lock(first, RW_WRITER);
	if (error != 0)
		return (error);
	error = vn_lock(second, RW_WRITER);
	if (error != 0)
		vn_unlock(first);
	return (error);
}

static void
rename_unlock_dirs(struct rename *r)
{

	vn_unlock(r->r_to.ni_dvp);
	if (r->r_from.ni_dvp != r->r_to.ni_dvp)
		vn_unlock(r->r_from.ni_dvp);
}

/*
 * The name must still be what it was; its directory is locked.
 */
static int
rename_recheck(struct nameidata *nd)
{
	struct vnode *vp;
	int error;

	error = namei_relookup(nd->ni_dvp, &nd->ni_cnd, &vp);
	if (error == ENOENT)
		return (nd->ni_vp == NULL ? 0 : RENAME_AGAIN);
	if (error != 0)
		return (error);
	error = vp == nd->ni_vp ? 0 : RENAME_AGAIN;
	vrele(vp);
	return (error);
}

/*
 * The directories are locked, the files too.  May it be done?
 */
static int
rename_permitted(struct rename *r)
{
	struct vnode *fdvp = r->r_from.ni_dvp, *fvp = r->r_from.ni_vp;
	struct vnode *tdvp = r->r_to.ni_dvp, *tvp = r->r_to.ni_vp;
	struct cred *cred = r->r_from.ni_cred;
	int error;

	error = namei_maydelete(fdvp, fvp, cred);
	if (error != 0)
		return (error);
	error = tvp != NULL ? namei_maydelete(tdvp, tvp, cred) :
	    VOP_ACCESS(tdvp, VWRITE, cred);
	if (error != 0)
		return (error);
	/* A directory that gets a new parent is written to. */
	if (fvp->v_type == VDIR && fdvp != tdvp)
		error = VOP_ACCESS(fvp, VWRITE, cred);
	return (error);
}

/*
 * The directories are locked: lock the files, and do it.
 */
static int
rename_locked(struct rename *r)
{
	struct vnode *fdvp = r->r_from.ni_dvp, *fvp = r->r_from.ni_vp;
	struct vnode *tdvp = r->r_to.ni_dvp, *tvp = r->r_to.ni_vp;
	struct vnode *first = fvp, *second = tvp;
	struct componentname *fcnp = &r->r_from.ni_cnd;
	struct componentname *tcnp = &r->r_to.ni_cnd;
	int error;

	if (tvp != NULL && tvp->v_serial < fvp->v_serial) {
		first = tvp;
		second = fvp;
	}
	error = vn_lock(first, RW_WRITER);
	if (error != 0)
		return (error);
	if (second != NULL) {
		error = vn_lock(second, RW_WRITER);
		if (error != 0) {
			vn_unlock(first);
			return (error);
		}
	}
	error = rename_permitted(r);
	if (error == 0)
		error = VOP_RENAME(fdvp, fvp, fcnp, tdvp, tvp, tcnp);
	if (error == 0) {
		cache_remove(tdvp, tcnp->cn_name, tcnp->cn_len, tcnp->cn_hash);
		cache_remove(fdvp, fcnp->cn_name, fcnp->cn_len, fcnp->cn_hash);
		if (fvp->v_type == VDIR && fdvp != tdvp)
			cache_remove(fvp, "..", 2, name_hash("..", 2));
		if (tvp != NULL && tvp->v_type == VDIR)
			cache_purge(tvp);
	}
	if (second != NULL)
		vn_unlock(second);
	vn_unlock(first);
	return (error);
}

/*
 * The one mount that a rename happens in, referenced.  EXDEV; ENOENT: it was
 * unmounted by force.
 */
static int
rename_mount(struct rename *r)
{
	struct vnode *fdvp = r->r_from.ni_dvp, *tdvp = r->r_to.ni_dvp;
	struct mount *other;
	int error;

	error = vfs_ref_vnode(fdvp, &r->r_mount);
	if (error != 0 || fdvp == tdvp)
		return (error);
	error = vfs_ref_vnode(tdvp, &other);
	if (error != 0)
		return (error);
	if (other != r->r_mount)
		error = SET_ERROR(EXDEV);
	vfs_rele(other);
	return (error);
}

/*
 * The rules for which no lock is kept.  Finds r_mount.
 */
static int
rename_check(struct rename *r)
{
	const struct vnode *fvp = r->r_from.ni_vp, *tvp = r->r_to.ni_vp;
	int error;

	if (fvp == NULL)
		return (SET_ERROR(ENOENT));
	if ((r->r_from.ni_trailing || r->r_to.ni_trailing) &&
	    fvp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	error = rename_mount(r);
	if (error != 0)
		return (error);
	if ((fvp->v_type == VDIR && fvp->v_mountedhere != NULL) ||
	    (tvp != NULL && tvp->v_type == VDIR && tvp->v_mountedhere != NULL))
		return (SET_ERROR(EBUSY));
	if (tvp == NULL)
		return (0);
	if (fvp->v_type == VDIR && tvp->v_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	if (fvp->v_type != VDIR && tvp->v_type == VDIR)
		return (SET_ERROR(EISDIR));
	return (0);
}

/*
 * One end of the rename.
 */
static int
rename_namei(struct nameidata *nd, struct thread *td, int dirfd,
    const char *path, const cap_rights_t *rights)
{
	int error;

	NDINIT_AT(nd, RENAME, 0, UIO_USERSPACE, path, dirfd, rights, td,
	    td->td_cred);
	error = namei(nd);
	if (error == 0 && nd->ni_dvp == NULL) {
		error = (nd->ni_vp->v_flag & VV_ROOT) != 0 ?
		    SET_ERROR(EBUSY) : SET_ERROR(EINVAL);
		nameidone(nd);
	}
	return (error);
}

/*
 * Both names are looked up.
 */
static int
rename_found(struct rename *r)
    __no_lock_analysis
{
	int error;

	r->r_mount = NULL;
	r->r_locked = false;
	error = rename_check(r);
	if (error != 0)
		goto out;
	error = rename_lock_dirs(r);
	if (error == 0) {
		error = rename_recheck(&r->r_from);
		if (error == 0)
			error = rename_recheck(&r->r_to);
		/* Two names of one file stay as they are. */
		if (error == 0 && r->r_from.ni_vp != r->r_to.ni_vp)
			error = rename_locked(r);
		rename_unlock_dirs(r);
	}
	if (r->r_locked)
		mutex_exit(&r->r_mount->mnt_renamelock);
out:
	if (r->r_mount != NULL)
		vfs_rele(r->r_mount);
	return (error);
}

int
sys_renameat(struct thread *td, const struct renameat_args *uap,
    register_t *retval)
{
	struct rename *r;
	int error;

	r = kmem_alloc(sizeof(*r), KM_SLEEP);
	if (r == NULL)
		return (SET_ERROR(ENOMEM));
	do {
		error = rename_namei(&r->r_from, td, uap->fd1, uap->from,
		    &rename_source_rights);
		if (error != 0)
			break;
		error = rename_namei(&r->r_to, td, uap->fd2, uap->to,
		    &rename_target_rights);
		if (error == 0) {
			error = rename_found(r);
			nameidone(&r->r_to);
		}
		nameidone(&r->r_from);
	} while (error == RENAME_AGAIN);
	kmem_free(r, sizeof(*r));
	return (error);
}
