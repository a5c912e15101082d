/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Current and root directory, the creation mask, and the way back from a vnode
 * to its path.
 *
 * Model	The directories lie in struct fdcwd of the descriptor table and
 *		are references.  A path is found from its end: the name cache
 *		knows under which name a vnode was reached; for a directory
 *		that it has forgotten, the parent is searched for the entry with
 *		its number.
 *
 * Locks	fd_lock for the directories; the vnode lock of one directory at
 *		a time.
 * Tests	tests/sys/kern/t_vfs_dirs.c
 */

#include <sys/param.h>
#include <sys/dirent.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#define	PARENT_BUFSIZE	4096

/*
 * Make vp, whose reference is consumed, the current or root directory.
 */
static void
cwd_set(struct thread *td, struct vnode **place, struct vnode *vp)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct vnode *old;

	mutex_enter(&fdp->fd_lock);
	old = *place;
	*place = vp;
	mutex_exit(&fdp->fd_lock);
	if (old != NULL)
		vrele(old);
}

/*
 * May the caller make vp its directory?
 */
static int
cwd_check(struct vnode *vp, struct cred *cred)
{
	int error;

	error = vn_lock_io(vp, RW_READER);
	if (error != 0)
		return (error);
	error = vp->v_type != VDIR ? SET_ERROR(ENOTDIR) :
	    VOP_ACCESS(vp, VEXEC, cred);
	vn_unlock(vp);
	return (error);
}

static int
cwd_change(struct thread *td, const char *path, enum uio_seg seg,
    struct vnode **place)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, seg, path, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	error = cwd_check(nd.ni_vp, td->td_cred);
	if (error != 0)
		nameidone(&nd);
	else
		cwd_set(td, place, nd.ni_vp);
	return (error);
}

/*
 * chdir(2) to a path that is the program's or the kernel's.
 */
int
kern_chdir(struct thread *td, const char *path, enum uio_seg seg)
{

	return (cwd_change(td, path, seg,
	    &td->td_proc->p_fd->fd_cwd.cwd_cdir));
}

int
sys_chdir(struct thread *td, const struct chdir_args *uap, register_t *retval)
{

	return (kern_chdir(td, uap->path, UIO_USERSPACE));
}

int
sys_fchdir(struct thread *td, const struct fchdir_args *uap,
    register_t *retval)
{
	struct vnode *vp;
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_fchdir_rights, &fp);
	if (error != 0)
		return (error);
	vp = fp->f_vnode;
	error = vp == NULL ? SET_ERROR(ENOTDIR) : cwd_check(vp, td->td_cred);
	if (error == 0) {
		vref(vp);
		cwd_set(td, &td->td_proc->p_fd->fd_cwd.cwd_cdir, vp);
	}
	file_drop(fp);
	return (error);
}

int
sys_chroot(struct thread *td, const struct chroot_args *uap,
    register_t *retval)
{
	int error;

	error = priv_check(td->td_cred, PRIV_VFS_CHROOT);
	if (error != 0)
		return (error);
	return (cwd_change(td, uap->path, UIO_USERSPACE,
	    &td->td_proc->p_fd->fd_cwd.cwd_rdir));
}

int
sys_umask(struct thread *td, const struct umask_args *uap, register_t *retval)
{
	struct filedesc *fdp = td->td_proc->p_fd;

	mutex_enter(&fdp->fd_lock);
	*retval = (register_t)fdp->fd_cwd.cwd_cmask;
	fdp->fd_cwd.cwd_cmask = uap->mask & ACCESSPERMS;
	mutex_exit(&fdp->fd_lock);
	return (0);
}

/* --- from vnodes to paths ------------------------------------------------- */

/*
 * Look for inode ino among the len bytes of directory records in buf.
 */
static bool
dirent_find(const char *buf, size_t len, ino_t ino, char *name,
    size_t *namelen)
{
	const struct dirent *de;
	size_t pos;

	for (pos = 0; pos < len; pos += de->d_reclen) {
		de = (const struct dirent *)(const void *)(buf + pos);
		if (de->d_fileno != ino || de->d_name[0] == '\0' ||
		    strcmp(de->d_name, ".") == 0 ||
		    strcmp(de->d_name, "..") == 0)
			continue;
		*namelen = de->d_namlen;
		memcpy(name, de->d_name, de->d_namlen);
		return (true);
	}
	return (false);
}

/*
 * Find the name that the directory dvp, referenced, has for inode ino.
 */
static int
parent_search(struct vnode *dvp, ino_t ino, struct cred *cred, char *name,
    size_t *namelen)
{
	struct iovec iov;
	struct uio uio;
	off_t offset = 0;
	bool eof = false;
	char *buf;
	int error;

	buf = kmem_alloc(PARENT_BUFSIZE, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOMEM));
	do {
		uio_single(&uio, &iov, buf, PARENT_BUFSIZE, offset,
		    UIO_SYSSPACE, UIO_READ);
		error = vn_lock(dvp, RW_READER);
		if (error != 0)
			break;
		error = VOP_READDIR(dvp, &uio, cred, &eof);
		vn_unlock(dvp);
		if (error != 0)
			break;
		if (dirent_find(buf, PARENT_BUFSIZE - (size_t)uio.uio_resid,
		    ino, name, namelen))
			goto out;
		if (uio.uio_offset == offset)
			break;
		offset = uio.uio_offset;
	} while (!eof);
	if (error == 0)
		error = SET_ERROR(ENOENT);
out:
	kmem_free(buf, PARENT_BUFSIZE);
	return (error);
}

/*
 * A directory above vp, referenced, and vp's name in it.
 */
static int
parent_find(struct vnode *vp, struct cred *cred, struct vnode **dvpp,
    char *name, size_t *namelen)
{
	struct componentname cn;
	struct vnode *dvp;
	struct vattr va;
	int error;

	dvp = cache_reverse(vp, name, namelen);
	if (dvp != NULL) {
		*dvpp = dvp;
		return (0);
	}
	if (vp->v_type != VDIR)
		return (SET_ERROR(ENOENT));
	cn.cn_op = LOOKUP;
	cn.cn_name = "..";
	cn.cn_len = 2;
	cn.cn_hash = name_hash("..", 2);
	cn.cn_cred = cred;
	error = vn_lock(vp, RW_READER);
	if (error != 0)
		return (error);
	error = VOP_GETATTR(vp, &va, cred);
	if (error == 0)
		error = namei_relookup(vp, &cn, &dvp);
	vn_unlock(vp);
	if (error != 0)
		return (error);
	error = parent_search(dvp, va.va_fileid, cred, name, namelen);
	if (error != 0)
		vrele(dvp);
	else
		*dvpp = dvp;
	return (error);
}

/*
 * If vp, referenced, is the root of a mount, go to the directory it covers.
 */
static struct vnode *
uncover(struct vnode *vp)
{
	struct vnode *covered;

	while ((vp->v_flag & VV_ROOT) != 0 && vp != rootvnode) {
		if (vn_lock(vp, RW_READER) != 0)
			break;
		covered = vp->v_mount->mnt_vnodecovered;
		if (covered != NULL)
			vref(covered);
		vn_unlock(vp);
		if (covered == NULL)
			break;
		vrele(vp);
		vp = covered;
	}
	return (vp);
}

/*
 * The path of vp from the root directory of td's process; see the header.
 * ERANGE: buf is too small.
 */
int
vn_fullpath(struct thread *td, struct vnode *vp, char *buf, size_t size,
    char **pathp)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct vnode *dvp, *rdir = NULL;
	char name[NAME_MAX + 1];
	char *p = buf + size;
	size_t len;
	int error = 0;

	if (size < 2)
		return (SET_ERROR(ERANGE));
	if (fdp != NULL) {
		mutex_enter(&fdp->fd_lock);
		rdir = fdp->fd_cwd.cwd_rdir;
		if (rdir != NULL)
			vref(rdir);
		mutex_exit(&fdp->fd_lock);
	}
	*--p = '\0';
	vref(vp);
	for (;;) {
		if (vp == rdir || vp == rootvnode)
			break;
		vp = uncover(vp);
		if (vp == rdir || vp == rootvnode)
			break;
		error = parent_find(vp, td->td_cred, &dvp, name, &len);
		if (error != 0)
			break;
		vrele(vp);
		vp = dvp;
		if (len + 1 > (size_t)(p - buf)) {
			error = SET_ERROR(ERANGE);
			break;
		}
		p -= len;
		memcpy(p, name, len);
		*--p = '/';
	}
	if (error == 0 && *p == '\0')
		*--p = '/';
	vrele(vp);
	if (rdir != NULL)
		vrele(rdir);
	*pathp = p;
	return (error);
}

int
sys_getcwd(struct thread *td, const struct getcwd_args *uap,
    register_t *retval)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct vnode *cdir;
	char *buf, *path;
	size_t len;
	int error;

	if (uap->size == 0)
		return (SET_ERROR(EINVAL));
	buf = kmem_alloc(PATH_MAX, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_enter(&fdp->fd_lock);
	cdir = fdp->fd_cwd.cwd_cdir;
	vref(cdir);
	mutex_exit(&fdp->fd_lock);
	error = vn_fullpath(td, cdir, buf, PATH_MAX, &path);
	vrele(cdir);
	if (error == 0) {
		len = strlen(path) + 1;
		error = len > uap->size ? SET_ERROR(ERANGE) :
		    copyout(path, uap->buf, len);
	}
	kmem_free(buf, PATH_MAX);
	return (error);
}
