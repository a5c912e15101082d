/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * From paths to vnodes.
 *
 * Model	A path is copied into the nameidata and walked component by
 *		component.  The directory reached so far is referenced and not
 *		locked.  For each name the cache is asked first, which needs no
 *		lock of the directory; else the directory is locked shared for
 *		the file system's lookup, whose answer is entered into the
 *		cache.  Only the last component of a path that is to be created
 *		or deleted is looked up with the directory locked exclusively:
 *		then it stays locked for the caller.
 *
 *		The target of a symbolic link replaces it in the buffer, in
 *		front of what remains of the path.
 *
 * Invariants	(1) A component is looked up only in a directory that the
 *		    caller may search.
 *		(2) The walk never gets above the root directory of the process
 *		    by "..": in that directory, and in the root of the root
 *		    mount, ".." is the directory itself.
 *		(3) A vnode that is covered by a mount is never left as the
 *		    result, but for DELETE and RENAME, which refuse it.
 *		(4) After an error nothing is referenced or locked.
 *
 * Locks	v_lock of one directory at a time, and with it for DELETE that
 *		of the file (parent before child); v_interlock of a covered
 *		vnode.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_vfs_names.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

/*
 * The state of a walk that callers do not see.
 */
struct walk {
	struct vnode	*w_dp;		/* where we are, referenced */
	struct vnode	*w_rdir;	/* root directory of the process */
	bool		w_rdirref;	/* it is referenced */
	char		*w_cp;		/* what remains of the path */
	char		*w_next; /* behind the component and its slashes */
	uint32_t	w_hash;		/* of the component */
	size_t		w_len;
	bool		w_last;
	bool		w_slash;	/* slashes follow the component */
};

static int	namei_last(struct nameidata *, struct walk *);

static int
namei_copyin(struct nameidata *nd)
{
	size_t len;
	int error;

	if (nd->ni_segflg == UIO_USERSPACE) {
		error = copyinstr(nd->ni_path, nd->ni_buf, PATH_MAX, &len);
		if (error != 0)
			return (error);
		nd->ni_len = len - 1;
	} else {
		nd->ni_len = strlen(nd->ni_path);
		if (nd->ni_len >= PATH_MAX)
			return (SET_ERROR(ENAMETOOLONG));
		memcpy(nd->ni_buf, nd->ni_path, nd->ni_len + 1);
	}
	return (nd->ni_len == 0 ? SET_ERROR(ENOENT) : 0);
}

/*
 * The directory behind a descriptor, referenced.
 */
static int
namei_dirfd(struct nameidata *nd, struct vnode **vpp)
{
	struct file *fp;
	struct vnode *vp;
	int error;

	error = fd_get(nd->ni_td, nd->ni_dirfd, nd->ni_rights, &fp);
	if (error != 0)
		return (error);
	vp = fp->f_vnode;
	if (vp == NULL || vp->v_type != VDIR)
		error = SET_ERROR(ENOTDIR);
	else {
		vref(vp);
		*vpp = vp;
	}
	file_drop(fp);
	return (error);
}

/*
 * Find where the walk starts.
 */
static int
walk_start(struct nameidata *nd, struct walk *w)
    __no_lock_analysis
{
	struct filedesc *fdp = nd->ni_td->td_proc->p_fd;
	struct vnode *cdir, *rdir;
	int error;
	bool shared;

	w->w_rdirref = false;
	if (fdp == NULL || fdp->fd_cwd.cwd_rdir == NULL) {
		/* Threads of the kernel are in the root. */
		if (rootvnode == NULL)
			return (SET_ERROR(ENOENT));
		w->w_rdir = cdir = rootvnode;
		vref(cdir);
	} else {
		shared = fdp->fd_shared;
		if (shared)
			mutex_enter(&fdp->fd_lock);
		w->w_rdir = rdir = fdp->fd_cwd.cwd_rdir;
		cdir = nd->ni_buf[0] == '/' ? rdir : fdp->fd_cwd.cwd_cdir;
		vref(cdir);
		if (shared) {
			vref(rdir);
			w->w_rdirref = true;
			mutex_exit(&fdp->fd_lock);
		}
	}
	if (nd->ni_buf[0] != '/' && nd->ni_dirfd != AT_FDCWD) {
		vrele(cdir);
		error = namei_dirfd(nd, &cdir);
		if (error != 0) {
			if (w->w_rdirref)
				vrele(w->w_rdir);
			return (error);
		}
	}
	w->w_dp = cdir;
	w->w_cp = nd->ni_buf;
	return (0);
}

/*
 * Find the next component: its length, hash and what follows.  w_cp is at its
 * first byte, which is not a slash.
 */
static int
walk_component(struct walk *w)
{
	uint32_t h = 2166136261U;
	char *cp = w->w_cp;
	char c;

	while ((c = *cp) != '/' && c != '\0') {
		h = (h ^ (uint8_t)c) * 16777619U;
		cp++;
	}
	w->w_hash = h;
	w->w_len = (size_t)(cp - w->w_cp);
	if (w->w_len > NAME_MAX)
		return (SET_ERROR(ENAMETOOLONG));
	w->w_slash = c == '/';
	while (*cp == '/')
		cp++;
	w->w_next = cp;
	w->w_last = *cp == '\0';
	return (0);
}

static inline bool
walk_isdot(const struct walk *w)
{

	return (w->w_cp[0] == '.' && (w->w_len == 1 ||
	    (w->w_len == 2 && w->w_cp[1] == '.')));
}

/*
 * If a mount covers *vpp, go to its root, as deep as there are any.
 */
static void
walk_cross(struct vnode **vpp)
{
	struct vnode *root, *vp = *vpp;
	struct mount *mp;

	while (vp->v_type == VDIR && vp->v_mountedhere != NULL) {
		spin_enter(&vp->v_interlock);
		mp = vp->v_mountedhere;
		root = NULL;
		if (mp != NULL && (mp->mnt_kflag & MNTK_UNMOUNT) != 0)
			vfs_ref(mp);
		else if (mp != NULL && vnode_tryref(mp->mnt_root))
			root = mp->mnt_root;
		spin_exit(&vp->v_interlock);
		if (root != NULL) {
			vrele(vp);
			vp = root;
		} else if (mp == NULL) {
			break;
		} else if ((mp->mnt_kflag & MNTK_UNMOUNT) != 0) {
			/* Wait until the unmount has succeeded or failed. */
			rw_enter(&mp->mnt_busy, RW_READER);
			rw_exit(&mp->mnt_busy);
			vfs_rele(mp);
		} else
			break;
	}
	*vpp = vp;
}

static int
walk_maysearch(struct vnode *dp, struct cred *cred)
{
	int error;

	if (__predict_false(dp->v_type != VDIR))
		return (SET_ERROR(ENOTDIR));
	if (__predict_true((dp->v_flag & VV_SEARCHALL) != 0))
		return (0);
	error = vn_lock(dp, RW_READER);
	if (error == 0) {
		error = VOP_ACCESS(dp, VEXEC, cred);
		vn_unlock(dp);
	}
	return (error);
}

/*
 * Ask the file system for a name in dp, locked, and tell the cache.
 */
static int
lookup_locked(struct vnode *dp, const struct componentname *cnp,
    struct vnode **vpp)
{
	int error;

	error = VOP_LOOKUP(dp, vpp, cnp);
	if (error == 0)
		cache_enter(dp, *vpp, cnp->cn_name, cnp->cn_len, cnp->cn_hash);
	else if (error == ENOENT && dp->v_mount != NULL &&
	    (dp->v_mount->mnt_op->vfs_flags & VFCF_NEGCACHE) != 0)
		cache_enter(dp, NULL, cnp->cn_name, cnp->cn_len, cnp->cn_hash);
	return (error);
}

/*
 * Look a name up in dp, which is locked.
 */
int
namei_relookup(struct vnode *dp, const struct componentname *cnp,
    struct vnode **vpp)
{
	int error;

	error = cache_lookup(dp, vpp, cnp->cn_name, cnp->cn_len, cnp->cn_hash);
	if (error < 0)
		error = lookup_locked(dp, cnp, vpp);
	return (error);
}

static void
walk_cnp(const struct nameidata *nd, const struct walk *w,
    struct componentname *cnp)
{

	cnp->cn_op = nd->ni_op;
	cnp->cn_name = w->w_cp;
	cnp->cn_len = w->w_len;
	cnp->cn_hash = w->w_hash;
	cnp->cn_cred = nd->ni_cred;
}

/*
 * Look the component up in w_dp, which is not locked: cache, then file system.
 */
static int
walk_lookup(struct nameidata *nd, struct walk *w, struct vnode **vpp)
{
	struct componentname cn;
	int error;

	error = cache_lookup(w->w_dp, vpp, w->w_cp, w->w_len, w->w_hash);
	if (__predict_true(error >= 0))
		return (error);
	walk_cnp(nd, w, &cn);
	error = vn_lock(w->w_dp, RW_READER);
	if (error != 0)
		return (error);
	error = lookup_locked(w->w_dp, &cn, vpp);
	vn_unlock(w->w_dp);
	return (error);
}

/*
 * "..": up through the roots of mounts, but never above the process's root.
 */
static int
walk_dotdot(struct nameidata *nd, struct walk *w, struct vnode **vpp)
{
	struct vnode *covered, *dp = w->w_dp;
	int error;

	for (;;) {
		if (dp == w->w_rdir || dp == rootvnode) {
			vref(dp);
			*vpp = dp;
			return (0);
		}
		if ((dp->v_flag & VV_ROOT) == 0)
			break;
		error = vn_lock(dp, RW_READER);
		if (error != 0)
			return (error);
		covered = dp->v_mount->mnt_vnodecovered;
		if (covered != NULL)
			vref(covered);
		vn_unlock(dp);
		if (covered == NULL)
			return (SET_ERROR(ENOENT));
		vrele(dp);
		w->w_dp = dp = covered;
	}
	return (walk_lookup(nd, w, vpp));
}

/*
 * Put the target of the link vp in place of the component.  vp's reference is
 * consumed.
 */
static int
walk_symlink(struct nameidata *nd, struct walk *w, struct vnode *vp)
{
	struct iovec iov;
	struct uio uio;
	size_t len, rest, restoff;
	char *target;
	int error;

	if (nd->ni_links++ >= MAXSYMLINKS) {
		vrele(vp);
		return (SET_ERROR(ELOOP));
	}
	target = kmem_alloc(PATH_MAX, KM_SLEEP);
	if (target == NULL) {
		vrele(vp);
		return (SET_ERROR(ENOMEM));
	}
	uio_single(&uio, &iov, target, PATH_MAX, 0, UIO_SYSSPACE, UIO_READ);
	error = vn_lock(vp, RW_READER);
	if (error == 0) {
		if ((vp->v_mount->mnt_flag & MNT_NOSYMFOLLOW) != 0)
			error = SET_ERROR(EACCES);
		else
			error = VOP_READLINK(vp, &uio, nd->ni_cred);
		vn_unlock(vp);
	}
	vrele(vp);
	if (error != 0)
		goto out;
	len = PATH_MAX - (size_t)uio.uio_resid;
	restoff = (size_t)(w->w_cp - nd->ni_buf) + w->w_len;
	rest = nd->ni_len - restoff;
	if (len == 0 || memchr(target, '\0', len) != NULL)
		error = SET_ERROR(ENOENT);
	else if (len + rest >= PATH_MAX)
		error = SET_ERROR(ENAMETOOLONG);
	if (error != 0)
		goto out;
	memmove(nd->ni_buf + len, nd->ni_buf + restoff, rest + 1);
	memcpy(nd->ni_buf, target, len);
	nd->ni_len = len + rest;
	w->w_cp = nd->ni_buf;
	if (*target == '/') {
		vrele(w->w_dp);
		w->w_dp = w->w_rdir;
		vref(w->w_dp);
	}
out:
	kmem_free(target, PATH_MAX);
	return (error);
}

static int
namei_finish(struct nameidata *nd, struct vnode *vp)
{
	int error;

	nd->ni_vp = vp;
	if ((nd->ni_flags & LOCKLEAF) != 0 && nd->ni_op != RENAME &&
	    nd->ni_op != DELETE) {
		error = vn_lock(vp, (nd->ni_flags & LOCKSHARED) != 0 ?
		    RW_READER : RW_WRITER);
		if (error != 0) {
			vrele(vp);
			nd->ni_vp = NULL;
			return (error);
		}
		nd->ni_vplocked = true;
	}
	return (0);
}

/*
 * The walk.  Returns with w_dp's reference given back or moved to nd.
 */
static int
namei_walk(struct nameidata *nd, struct walk *w)
{
	struct vnode *vp;
	int error;

	for (;;) {
		while (*w->w_cp == '/')
			w->w_cp++;
		if (*w->w_cp == '\0') {
			/* Only slashes: the root, or where a link led. */
			nd->ni_isdot = true;
			return (namei_finish(nd, w->w_dp));
		}
		error = walk_component(w);
		if (error != 0)
			break;
		error = walk_maysearch(w->w_dp, nd->ni_cred);
		if (error != 0)
			break;
		if (__predict_false(walk_isdot(w))) {
			if (w->w_len == 2) {
				error = walk_dotdot(nd, w, &vp);
				if (error != 0)
					break;
				vrele(w->w_dp);
				w->w_dp = vp;
			}
			w->w_cp = w->w_next;
			continue;
		}
		if (w->w_last && nd->ni_op != LOOKUP) {
			error = namei_last(nd, w);
			if (error >= 0)
				return (error);
			continue;	/* a symbolic link was put in */
		}
		error = walk_lookup(nd, w, &vp);
		if (error != 0)
			break;
		if (vp->v_type == VLNK && (!w->w_last || w->w_slash ||
		    (nd->ni_flags & FOLLOW) != 0)) {
			error = walk_symlink(nd, w, vp);
			if (error != 0)
				break;
			continue;
		}
		walk_cross(&vp);
		if (w->w_last) {
			if (w->w_slash && vp->v_type != VDIR) {
				vrele(vp);
				error = SET_ERROR(ENOTDIR);
				break;
			}
			walk_cnp(nd, w, &nd->ni_cnd);
			vrele(w->w_dp);
			return (namei_finish(nd, vp));
		}
		vrele(w->w_dp);
		w->w_dp = vp;
		w->w_cp = w->w_next;
	}
	vrele(w->w_dp);
	return (error);
}

/*
 * The last component of a name that is to be created: what exists is found as
 * for a lookup; else the directory is returned locked, after a second look.
 */
static int
last_create(struct nameidata *nd, struct walk *w, struct vnode **vpp)
{
	struct vnode *dp = w->w_dp;
	int error;

	error = cache_lookup(dp, vpp, w->w_cp, w->w_len, w->w_hash);
	if (error == 0)
		return (0);
	error = vn_lock(dp, RW_WRITER);
	if (error != 0)
		return (error);
	error = namei_relookup(dp, &nd->ni_cnd, vpp);
	if (error == 0) {
		vn_unlock(dp);
		return (0);
	}
	if (error == ENOENT) {
		if (w->w_slash && (nd->ni_flags & CREATEDIR) == 0)
			error = SET_ERROR(ENOENT);
		else if ((dp->v_mount->mnt_flag & MNT_RDONLY) != 0)
			error = SET_ERROR(EROFS);
		else
			error = VOP_ACCESS(dp, VWRITE, nd->ni_cred);
		if (error == 0) {
			*vpp = NULL;
			nd->ni_dvp = dp;
			nd->ni_dvplocked = true;
			return (0);
		}
	}
	vn_unlock(dp);
	return (error);
}

/*
 * May cred remove vp from dp?  Both are locked, or kept from changing
 * otherwise.
 */
int
namei_maydelete(struct vnode *dp, struct vnode *vp, struct cred *cred)
{
	struct vattr dva, va;
	int error;

	if ((dp->v_mount->mnt_flag & MNT_RDONLY) != 0)
		return (SET_ERROR(EROFS));
	error = VOP_ACCESS(dp, VWRITE, cred);
	if (error != 0)
		return (error);
	error = VOP_GETATTR(dp, &dva, cred);
	if (error != 0 || (dva.va_mode & S_ISVTX) == 0 ||
	    cred->cr_uid == dva.va_uid)
		return (error);
	error = VOP_GETATTR(vp, &va, cred);
	if (error == 0 && cred->cr_uid != va.va_uid &&
	    priv_check(cred, PRIV_VFS_STICKY) != 0)
		error = SET_ERROR(EPERM);
	return (error);
}

/*
 * The last component of a name that is to be deleted.
 */
static int
last_delete(struct nameidata *nd, struct walk *w)
{
	struct vnode *vp, *dp = w->w_dp;
	int error;

	error = vn_lock(dp, RW_WRITER);
	if (error != 0)
		return (error);
	error = namei_relookup(dp, &nd->ni_cnd, &vp);
	if (error != 0)
		goto fail;
	error = vn_lock(vp, RW_WRITER);
	if (error != 0) {
		vrele(vp);
		goto fail;
	}
	if (w->w_slash && vp->v_type != VDIR)
		error = SET_ERROR(ENOTDIR);
	else
		error = namei_maydelete(dp, vp, nd->ni_cred);
	if (error != 0) {
		vput(vp);
		goto fail;
	}
	nd->ni_dvp = dp;
	nd->ni_vp = vp;
	nd->ni_dvplocked = nd->ni_vplocked = true;
	return (0);
fail:
	vn_unlock(dp);
	return (error);
}

/*
 * The last component, with an intent.  -1: a symbolic link was put in its
 * place, the walk goes on.  Else w_dp's reference is gone, or nd's.
 */
static int
namei_last(struct nameidata *nd, struct walk *w)
{
	struct vnode *vp;
	int error;

	walk_cnp(nd, w, &nd->ni_cnd);
	nd->ni_trailing = w->w_slash;
	if (nd->ni_op == DELETE) {
		error = last_delete(nd, w);
		if (error != 0)
			vrele(w->w_dp);
		return (error);
	}
	if (nd->ni_op == RENAME) {
		error = walk_lookup(nd, w, &vp);
		if (error == ENOENT)
			vp = NULL;
		else if (error != 0) {
			vrele(w->w_dp);
			return (error);
		}
		nd->ni_dvp = w->w_dp;
		nd->ni_vp = vp;
		return (0);
	}
	error = last_create(nd, w, &vp);
	if (error != 0) {
		vrele(w->w_dp);
		return (error);
	}
	if (vp == NULL) {
		nd->ni_vp = NULL;
		return (0);
	}
	if (vp->v_type == VLNK && (w->w_slash ||
	    (nd->ni_flags & FOLLOW) != 0)) {
		error = walk_symlink(nd, w, vp);
		if (error == 0)
			return (-1);
		vrele(w->w_dp);
		return (error);
	}
	walk_cross(&vp);
	vrele(w->w_dp);
	if (w->w_slash && vp->v_type != VDIR) {
		vrele(vp);
		return (SET_ERROR(ENOTDIR));
	}
	return (namei_finish(nd, vp));
}

int
namei(struct nameidata *nd)
{
	struct walk w;
	int error;

	nd->ni_vp = nd->ni_dvp = NULL;
	nd->ni_trailing = nd->ni_isdot = false;
	nd->ni_dvplocked = nd->ni_vplocked = false;
	nd->ni_links = 0;
	error = namei_copyin(nd);
	if (error != 0)
		return (error);
	if (ktr_on(nd->ni_td))
		ktr_namei(nd->ni_td, nd->ni_buf, nd->ni_len);
	error = walk_start(nd, &w);
	if (error != 0)
		return (error);
	error = namei_walk(nd, &w);
	if (w.w_rdirref)
		vrele(w.w_rdir);
	return (error);
}

/*
 * Give back what namei() returned.
 */
void
nameidone(struct nameidata *nd)
{

	/* A file's last use may end here: not with its directory locked. */
	if (nd->ni_vplocked && nd->ni_vp != NULL)
		vn_unlock(nd->ni_vp);
	if (nd->ni_dvplocked && nd->ni_dvp != NULL)
		vn_unlock(nd->ni_dvp);
	if (nd->ni_vp != NULL)
		vrele(nd->ni_vp);
	if (nd->ni_dvp != NULL)
		vrele(nd->ni_dvp);
	nd->ni_vp = nd->ni_dvp = NULL;
}
