/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls that make, open, link and remove names.
 *
 * Model	namei() does the walk and the checks that the directory needs;
 *		what remains is to decide about the file, to call the file
 *		system, and to tell the name cache while the directory is still
 *		locked.
 *
 * Invariants	(1) openat(2) has its descriptor and its struct file before it
 *		    touches the file, so that it does not fail after it created
 *		    or truncated something.
 *
 * Tests	tests/sys/kern/t_vfs_open.c, t_vfs_names.c
 */

#include <sys/param.h>
#include <sys/conf.h>
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

#define	OPEN_FLAGS	(O_ACCMODE | O_NONBLOCK | O_APPEND | O_SYNC |	\
			    O_NOFOLLOW | O_CREAT | O_TRUNC | O_EXCL |	\
			    O_NOCTTY | O_DIRECT | O_DIRECTORY | O_EXEC | \
			    O_TTY_INIT | O_CLOEXEC | O_DSYNC)

#define	DIRFD_RIGHTS(name, r) \
	static const cap_rights_t name = CAP_RIGHTS_WORDS(r, 0ULL)

DIRFD_RIGHTS(linkat_source_rights, RIGHTS_linkat_fd1);
DIRFD_RIGHTS(linkat_target_rights, RIGHTS_linkat_fd2);
DIRFD_RIGHTS(symlinkat_rights, RIGHTS_symlinkat_fd);
DIRFD_RIGHTS(readlinkat_rights, RIGHTS_readlinkat_fd);
DIRFD_RIGHTS(unlinkat_rights, RIGHTS_unlinkat_fd);
DIRFD_RIGHTS(mkdirat_rights, RIGHTS_mkdirat_fd);
DIRFD_RIGHTS(mknodat_rights, RIGHTS_mknodat_fd);

/*
 * What openat(2)'s directory must permit.
 */
static cap_rights_t
rights_openat(int flags)
{
	uint64_t r = CAP_LOOKUP;

	if ((flags & O_EXEC) != 0)
		r |= CAP_FEXECVE;
	else if ((flags & O_ACCMODE) != O_WRONLY)
		r |= CAP_READ;
	if ((flags & O_EXEC) == 0 && (flags & O_ACCMODE) != O_RDONLY)
		r |= (flags & O_APPEND) != 0 ? CAP_WRITE :
		    CAP_WRITE | CAP_SEEK;
	if ((flags & O_CREAT) != 0)
		r |= CAP_CREATE;
	if ((flags & O_TRUNC) != 0)
		r |= CAP_FTRUNCATE;
	if ((flags & (O_SYNC | O_DSYNC)) != 0)
		r |= CAP_FSYNC;
	return ((cap_rights_t)CAP_RIGHTS_WORDS(r, 0ULL));
}

static inline mode_t
masked_mode(const struct thread *td, mode_t mode)
{

	return (mode & ALLPERMS & ~td->td_proc->p_fd->fd_cwd.cwd_cmask);
}

static int
open_flags_check(int flags)
{

	if ((flags & ~OPEN_FLAGS) != 0 || (flags & O_ACCMODE) == O_ACCMODE ||
	    ((flags & O_EXEC) != 0 && (flags & O_ACCMODE) != 0) ||
	    (flags & (O_CREAT | O_DIRECTORY)) == (O_CREAT | O_DIRECTORY))
		return (SET_ERROR(EINVAL));
	return (0);
}

/*
 * fp was opened on /dev/fd/N: take what descriptor N refers to in its place.
 * The reference of fp is consumed if that works.
 */
static int
open_dupfd(struct thread *td, int flags, struct file **fpp)
{
	struct file *other;
	u_int want = (u_int)FFLAGS(flags) & (FREAD | FWRITE);
	int error;

	error = fd_get(td, (int)minor((*fpp)->f_vnode->v_rdev),
	    &cap_no_rights, &other);
	if (error != 0)
		return (error);
	if ((want & ~other->f_flag) != 0) {
		file_drop(other);
		return (SET_ERROR(EACCES));
	}
	file_drop(*fpp);
	*fpp = other;
	return (0);
}

/*
 * openat(2) of a path that is the program's or the kernel's.
 */
int
kern_openat(struct thread *td, int dirfd, const char *path, enum uio_seg seg,
    int flags, mode_t mode, register_t *retval)
{
	struct nameidata nd;
	struct file *fp;
	cap_rights_t rights;
	int error, fd;

	error = open_flags_check(flags);
	if (__predict_false(error != 0))
		return (error);
	error = file_alloc(td, &fp);
	if (__predict_false(error != 0))
		return (error);
	error = fd_reserve(td, 0, &fd);
	if (__predict_false(error != 0))
		goto fail_file;
	rights = rights_openat(flags);
	NDINIT_AT(&nd, LOOKUP, 0, seg, path, dirfd, &rights, td, td->td_cred);
	error = vn_open_file(&nd, FFLAGS(flags),
	    masked_mode(td, mode) & ~(mode_t)S_ISTXT, fp);
	if (__predict_false(error == EDUPFD))
		error = open_dupfd(td, flags, &fp);
	if (__predict_false(error != 0))
		goto fail_fd;
	fd_install(td, fd, fp, flags);
	*retval = fd;
	return (0);

fail_fd:
	fd_unreserve(td, fd);
fail_file:
	file_drop(fp);
	return (error);
}

int
sys_openat(struct thread *td, const struct openat_args *uap,
    register_t *retval)
{

	return (kern_openat(td, uap->fd, uap->path, UIO_USERSPACE, uap->flags,
	    uap->mode, retval));
}

/* --- making names --------------------------------------------------------- */

/*
 * What is common to the calls that make a name: it must not exist.  On success
 * nd->ni_dvp is locked and nameidone() gives it back.
 */
static int
new_namei(struct nameidata *nd, struct thread *td, int dirfd,
    const char *path, const cap_rights_t *rights, u_int flags)
{
	int error;

	NDINIT_AT(nd, CREATE, flags, UIO_USERSPACE, path, dirfd, rights, td,
	    td->td_cred);
	error = namei(nd);
	if (error == 0 && nd->ni_vp != NULL) {
		nameidone(nd);
		error = SET_ERROR(EEXIST);
	}
	return (error);
}

static void
new_enter(struct nameidata *nd, struct vnode *vp)
{

	cache_enter(nd->ni_dvp, vp, nd->ni_cnd.cn_name, nd->ni_cnd.cn_len,
	    nd->ni_cnd.cn_hash);
}

int
sys_mkdirat(struct thread *td, const struct mkdirat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct vattr va;
	struct vnode *vp;
	int error;

	error = new_namei(&nd, td, uap->fd, uap->path, &mkdirat_rights,
	    CREATEDIR);
	if (error != 0)
		return (error);
	vattr_null(&va);
	va.va_type = VDIR;
	va.va_mode = masked_mode(td, uap->mode) & (ACCESSPERMS | S_ISTXT);
	error = VOP_MKDIR(nd.ni_dvp, &vp, &nd.ni_cnd, &va);
	if (error == 0)
		new_enter(&nd, vp);
	nameidone(&nd);
	if (error == 0)
		vrele(vp);
	return (error);
}

int
sys_mknodat(struct thread *td, const struct mknodat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct vattr va;
	struct vnode *vp;
	int error = 0;

	vattr_null(&va);
	switch (uap->mode & S_IFMT) {
	case S_IFREG:
	case 0:
		va.va_type = VREG;
		break;
	case S_IFIFO:
		va.va_type = VFIFO;
		break;
	case S_IFCHR:
	case S_IFBLK:
		va.va_type = IFTOVT(uap->mode);
		va.va_rdev = uap->dev;
		error = priv_check(td->td_cred, PRIV_VFS_MKNOD);
		break;
	default:
		return (SET_ERROR(EINVAL));
	}
	if (error == 0 && (uap->mode & ~(mode_t)(S_IFMT | ALLPERMS)) != 0)
		error = SET_ERROR(EINVAL);
	if (error == 0)
		error = new_namei(&nd, td, uap->fd, uap->path,
		    &mknodat_rights, 0);
	if (error != 0)
		return (error);
	va.va_mode = masked_mode(td, uap->mode);
	if (va.va_type == VREG)
		error = VOP_CREATE(nd.ni_dvp, &vp, &nd.ni_cnd, &va);
	else
		error = VOP_MKNOD(nd.ni_dvp, &vp, &nd.ni_cnd, &va);
	if (error == 0)
		new_enter(&nd, vp);
	nameidone(&nd);
	if (error == 0)
		vrele(vp);
	return (error);
}

int
sys_symlinkat(struct thread *td, const struct symlinkat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct vattr va;
	struct vnode *vp;
	char *target;
	size_t len;
	int error;

	target = kmem_alloc(PATH_MAX, KM_SLEEP);
	if (target == NULL)
		return (SET_ERROR(ENOMEM));
	error = copyinstr(uap->target, target, PATH_MAX, &len);
	if (error == 0 && len == 1)
		error = SET_ERROR(ENOENT);
	if (error == 0)
		error = new_namei(&nd, td, uap->fd, uap->path,
		    &symlinkat_rights, 0);
	if (error != 0)
		goto out;
	vattr_null(&va);
	va.va_type = VLNK;
	va.va_mode = masked_mode(td, ACCESSPERMS);
	error = VOP_SYMLINK(nd.ni_dvp, &vp, &nd.ni_cnd, &va, target);
	if (error == 0)
		new_enter(&nd, vp);
	nameidone(&nd);
	if (error == 0)
		vrele(vp);
out:
	kmem_free(target, PATH_MAX);
	return (error);
}

/*
 * Give vp, referenced, one more name: nd, a CREATE that found nothing.  Only a
 * locked vnode keeps its mount.
 */
static int
link_vnode(struct nameidata *nd, struct vnode *vp)
{
	int error;

	error = vn_lock(vp, RW_WRITER);
	if (error != 0)
		return (error);
	error = nd->ni_dvp->v_mount != vp->v_mount ? SET_ERROR(EXDEV) :
	    VOP_LINK(nd->ni_dvp, vp, &nd->ni_cnd);
	if (error == 0)
		new_enter(nd, vp);
	vn_unlock(vp);
	return (error);
}

int
sys_linkat(struct thread *td, const struct linkat_args *uap,
    register_t *retval)
{
	struct nameidata *nd;
	struct vnode *vp;
	int error;

	if ((uap->flag & ~AT_SYMLINK_FOLLOW) != 0)
		return (SET_ERROR(EINVAL));
	nd = kmem_alloc(sizeof(*nd), KM_SLEEP);
	if (nd == NULL)
		return (SET_ERROR(ENOMEM));
	NDINIT_AT(nd, LOOKUP, (uap->flag & AT_SYMLINK_FOLLOW) != 0 ? FOLLOW :
	    0, UIO_USERSPACE, uap->path1, uap->fd1, &linkat_source_rights, td,
	    td->td_cred);
	error = namei(nd);
	if (error != 0)
		goto out;
	vp = nd->ni_vp;
	if (vp->v_type == VDIR)
		error = SET_ERROR(EPERM);
	else
		error = new_namei(nd, td, uap->fd2, uap->path2,
		    &linkat_target_rights, 0);
	if (error == 0) {
		error = link_vnode(nd, vp);
		nameidone(nd);
	}
	vrele(vp);
out:
	kmem_free(nd, sizeof(*nd));
	return (error);
}

/* --- removing and reading names ------------------------------------------- */

/*
 * A path that ends in ".", ".." or is a root cannot be removed.
 */
static int
remove_dot(struct nameidata *nd, bool rmdir)
{
	int error;

	if (!rmdir)
		error = SET_ERROR(EPERM);
	else if ((nd->ni_vp->v_flag & VV_ROOT) != 0)
		error = SET_ERROR(EBUSY);
	else
		error = SET_ERROR(EINVAL);
	nameidone(nd);
	return (error);
}

int
sys_unlinkat(struct thread *td, const struct unlinkat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct vnode *vp;
	bool rmdir = (uap->flag & AT_REMOVEDIR) != 0;
	int error;

	if ((uap->flag & ~AT_REMOVEDIR) != 0)
		return (SET_ERROR(EINVAL));
	NDINIT_AT(&nd, DELETE, 0, UIO_USERSPACE, uap->path, uap->fd,
	    &unlinkat_rights, td, td->td_cred);
	error = namei(&nd);
	if (error != 0)
		return (error);
	if (nd.ni_dvp == NULL)
		return (remove_dot(&nd, rmdir));
	vp = nd.ni_vp;
	if (vp->v_type == VDIR && vp->v_mountedhere != NULL)
		error = SET_ERROR(EBUSY);
	else if (rmdir)
		error = vp->v_type != VDIR ? SET_ERROR(ENOTDIR) :
		    VOP_RMDIR(nd.ni_dvp, vp, &nd.ni_cnd);
	else
		error = vp->v_type == VDIR ? SET_ERROR(EPERM) :
		    VOP_REMOVE(nd.ni_dvp, vp, &nd.ni_cnd);
	if (error == 0) {
		cache_remove(nd.ni_dvp, nd.ni_cnd.cn_name, nd.ni_cnd.cn_len,
		    nd.ni_cnd.cn_hash);
		if (rmdir)
			cache_purge(vp);
	}
	nameidone(&nd);
	return (error);
}

int
sys_readlinkat(struct thread *td, const struct readlinkat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct iovec iov;
	struct uio uio;
	int error;

	if (uap->size > SSIZE_MAX)
		return (SET_ERROR(EINVAL));
	NDINIT_AT(&nd, LOOKUP, LOCKLEAF | LOCKSHARED, UIO_USERSPACE,
	    uap->path, uap->fd, &readlinkat_rights, td, td->td_cred);
	error = namei(&nd);
	if (error != 0)
		return (error);
	uio_single(&uio, &iov, uap->buf, uap->size, 0, UIO_USERSPACE,
	    UIO_READ);
	if (nd.ni_vp->v_type != VLNK)
		error = SET_ERROR(EINVAL);
	else
		error = VOP_READLINK(nd.ni_vp, &uio, td->td_cred);
	nameidone(&nd);
	if (error == 0)
		*retval = (register_t)uap->size - uio.uio_resid;
	return (error);
}

/* --- directories ---------------------------------------------------------- */

int
sys_getdirentries(struct thread *td, const struct getdirentries_args *uap,
    register_t *retval)
{
	struct iovec iov;
	struct vnode *vp;
	struct file *fp;
	struct uio uio;
	off_t base;
	bool eof;
	int error;

	if (uap->nbytes > INT_MAX)
		return (SET_ERROR(EINVAL));
	error = fd_get_flag(td, uap->fd, &cap_read_rights, FREAD, &fp);
	if (error != 0)
		return (error);
	vp = fp->f_vnode;
	if (vp == NULL) {
		file_drop(fp);
		return (SET_ERROR(ENOTDIR));
	}
	uio_single(&uio, &iov, uap->buf, uap->nbytes, 0, UIO_USERSPACE,
	    UIO_READ);
	mutex_enter(&fp->f_lock);
	uio.uio_offset = base = fp->f_offset;
	error = vn_lock_io(vp, RW_READER);
	if (error == 0) {
		error = vp->v_type != VDIR ? SET_ERROR(ENOTDIR) :
		    VOP_READDIR(vp, &uio, td->td_cred, &eof);
		vn_unlock(vp);
	}
	if (error == 0 && uap->basep != NULL)
		error = copyout(&base, uap->basep, sizeof(base));
	if (error == 0)
		fp->f_offset = uio.uio_offset;
	mutex_exit(&fp->f_lock);
	file_drop(fp);
	if (error == 0)
		*retval = (register_t)uap->nbytes - uio.uio_resid;
	return (error);
}

/*
 * One record for VOP_READDIR.  *fullp is set, and nothing written, when it does
 * not fit any more.
 */
int
vn_dirent(struct uio *uio, ino_t ino, uint8_t type, const char *name,
    size_t namlen, off_t next, bool *fullp)
{
	struct dirent de;
	size_t reclen = _GENERIC_DIRLEN(namlen);

	KASSERT(namlen <= MAXNAMLEN);
	if ((size_t)uio->uio_resid < reclen) {
		*fullp = true;
		return (0);
	}
	de.d_fileno = ino;
	de.d_off = next;
	de.d_reclen = (uint16_t)reclen;
	de.d_type = type;
	de.d_pad0 = 0;
	de.d_namlen = (uint16_t)namlen;
	de.d_pad1 = 0;
	memcpy(de.d_name, name, namlen);
	memset(de.d_name + namlen, 0,
	    reclen - offsetof(struct dirent, d_name) - namlen);
	return (uiomove(&de, reclen, uio));
}
