/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Attributes of files: the rules of who may read and change them, and the calls
 * that do.
 *
 * Model	A call finds the vnode, checks what is common to all file
 *		systems and calls VOP_GETATTR or VOP_SETATTR with the vnode
 *		locked.  File systems keep owner, group and mode, and decide
 *		with the vattr_check_* functions here, so that the rules of the
 *		standard stand in one place.
 *
 * Invariants	(1) a file loses its set-id bits when it is written to, or
 *		    given away, by who is not privileged.
 *		(2) nothing is changed when a call fails.
 *
 * Tests	tests/sys/kern/t_vfs_attr.c
 */

#include <sys/param.h>
#include <sys/disk.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/stat.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/unistd.h>
#include <sys/vnode.h>

#define	DIRFD_RIGHTS(name, r) \
	static const cap_rights_t name = CAP_RIGHTS_WORDS(r, 0ULL)

DIRFD_RIGHTS(fstatat_rights, RIGHTS_fstatat_fd);
DIRFD_RIGHTS(faccessat_rights, RIGHTS_faccessat_fd);
DIRFD_RIGHTS(fchmodat_rights, RIGHTS_fchmodat_fd);
DIRFD_RIGHTS(fchownat_rights, RIGHTS_fchownat_fd);
DIRFD_RIGHTS(utimensat_rights, RIGHTS_utimensat_fd);

/* --- rules ---------------------------------------------------------------- */

/*
 * May cred do accmode to a file with these attributes?  EACCES; EPERM for
 * VADMIN.
 */
int
vaccess(enum vtype type, mode_t mode, uid_t uid, gid_t gid, int accmode,
    struct cred *cred)
{
	int granted;

	if (cred->cr_uid == uid)
		granted = (int)(mode >> 6) & 07;
	else if (cred_groupmember(gid, cred))
		granted = (int)(mode >> 3) & 07;
	else
		granted = (int)mode & 07;
	if (cred->cr_uid == uid)
		granted |= VADMIN;
	accmode &= ~granted;
	if (__predict_true(accmode == 0))
		return (0);
	if ((accmode & VADMIN) != 0 &&
	    priv_check(cred, PRIV_VFS_ADMIN) != 0)
		return (SET_ERROR(EPERM));
	if ((accmode & VREAD) != 0 && priv_check(cred, PRIV_VFS_READ) != 0)
		return (SET_ERROR(EACCES));
	if ((accmode & VWRITE) != 0 && priv_check(cred, PRIV_VFS_WRITE) != 0)
		return (SET_ERROR(EACCES));
	if ((accmode & VEXEC) != 0) {
		if (type == VDIR) {
			if (priv_check(cred, PRIV_VFS_READ) != 0)
				return (SET_ERROR(EACCES));
		} else if ((mode & (S_IXUSR | S_IXGRP | S_IXOTH)) == 0 ||
		    priv_check(cred, PRIV_VFS_EXEC) != 0)
			return (SET_ERROR(EACCES));
	}
	return (0);
}

/*
 * chmod(2): may cred give the file the permissions *newp?  *newp is changed to
 * what it gets.
 */
int
vattr_check_chmod(enum vtype type, mode_t old, uid_t uid, gid_t gid,
    mode_t *newp, struct cred *cred)
{
	int error;

	error = vaccess(type, old, uid, gid, VADMIN, cred);
	if (error != 0)
		return (error);
	if (type != VDIR && (*newp & S_ISVTX) != 0 &&
	    priv_check(cred, PRIV_VFS_STICKYFILE) != 0)
		*newp &= ~(mode_t)S_ISVTX;
	if ((*newp & S_ISGID) != 0 && !cred_groupmember(gid, cred) &&
	    priv_check(cred, PRIV_VFS_SETGID) != 0)
		*newp &= ~(mode_t)S_ISGID;
	return (0);
}

/*
 * chown(2): may cred change the owner from uid to nuid and the group from gid
 * to ngid?  *modep is the mode that the file then has.
 */
int
vattr_check_chown(mode_t old, uid_t uid, gid_t gid, uid_t nuid, gid_t ngid,
    mode_t *modep, struct cred *cred)
{
	bool owner = cred->cr_uid == uid;

	if (!owner || nuid != uid ||
	    (ngid != gid && !cred_groupmember(ngid, cred))) {
		if (priv_check(cred, PRIV_VFS_CHOWN) != 0)
			return (SET_ERROR(EPERM));
	}
	*modep = old;
	if ((old & S_IFMT) != S_IFDIR && (old & (S_ISUID | S_ISGID)) != 0 &&
	    (old & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0 &&
	    priv_check(cred, PRIV_VFS_RETAINSUGID) != 0)
		*modep &= ~(mode_t)(S_ISUID | S_ISGID);
	return (0);
}

/*
 * utimensat(2): may cred set the times?
 */
int
vattr_check_times(const struct vattr *va, mode_t mode, uid_t uid, gid_t gid,
    struct cred *cred)
{
	int error;

	error = vaccess(VREG, mode, uid, gid, VADMIN, cred);
	if (error != 0 && (va->va_vaflags & VA_UTIMES_NULL) != 0)
		error = vaccess(VREG, mode, uid, gid, VWRITE, cred);
	return (error);
}

/*
 * The mode after cred wrote to the file.
 */
mode_t
vattr_write_mode(mode_t mode, const struct cred *cred)
{

	if (__predict_false((mode & (S_ISUID | S_ISGID)) != 0) &&
	    priv_check(cred, PRIV_VFS_RETAINSUGID) != 0)
		mode &= ~(mode_t)(S_ISUID | S_ISGID);
	return (mode);
}

/*
 * Owner and group of a new file: the caller's user, and the group of the
 * directory if that has the set-group-id bit, which directories pass on; else
 * the caller's group.
 */
void
vattr_inherit(struct vattr *va, gid_t dgid, mode_t dmode,
    const struct cred *cred, uid_t *uidp, gid_t *gidp)
{

	*uidp = cred->cr_uid;
	if ((dmode & S_ISGID) != 0) {
		*gidp = dgid;
		if (va->va_type == VDIR)
			va->va_mode |= S_ISGID;
	} else
		*gidp = cred->cr_gid;
	if (va->va_type != VDIR && (va->va_mode & S_ISGID) != 0 &&
	    !cred_groupmember(*gidp, cred) &&
	    priv_check(cred, PRIV_VFS_SETGID) != 0)
		va->va_mode &= ~(mode_t)S_ISGID;
}

/* --- what VOP_SETATTR is called with -------------------------------------- */

/*
 * Lock vp, which is referenced, for a change of its attributes.  EROFS; EIO: it
 * is dead.
 */
static int
attr_lock(struct vnode *vp)
{
	int error;

	error = vn_lock_io(vp, RW_WRITER);
	if (error == 0 && (vp->v_mount->mnt_flag & MNT_RDONLY) != 0) {
		vn_unlock(vp);
		error = SET_ERROR(EROFS);
	}
	return (error);
}

static int
attr_set(struct vnode *vp, const struct vattr *va, struct cred *cred)
{
	int error;

	error = attr_lock(vp);
	if (error != 0)
		return (error);
	error = VOP_SETATTR(vp, va, cred);
	vn_unlock(vp);
	return (error);
}

int
vn_setmode(struct vnode *vp, mode_t mode, struct cred *cred)
{
	struct vattr va;

	vattr_null(&va);
	va.va_mode = mode & ALLPERMS;
	return (attr_set(vp, &va, cred));
}

int
vn_setowner(struct vnode *vp, uid_t uid, gid_t gid, struct cred *cred)
{
	struct vattr va;

	vattr_null(&va);
	va.va_uid = uid;
	va.va_gid = gid;
	return (attr_set(vp, &va, cred));
}

/*
 * The new times of a call in va; *omit when nothing is to be changed.
 */
static int
times_copyin(const struct timespec *utimes, struct vattr *va, bool *omit)
{
	struct timespec now, ts[2];
	int error, i, nnow = 0, nomit = 0;

	vattr_null(va);
	nanotime(&now);
	*omit = false;
	if (utimes == NULL) {
		va->va_atime = va->va_mtime = now;
		va->va_vaflags = VA_UTIMES_NULL;
		return (0);
	}
	error = copyin(utimes, ts, sizeof(ts));
	if (error != 0)
		return (error);
	for (i = 0; i < 2; i++) {
		if (ts[i].tv_nsec == UTIME_NOW) {
			ts[i] = now;
			nnow++;
		} else if (ts[i].tv_nsec == UTIME_OMIT) {
			ts[i].tv_nsec = VNOVAL;
			nomit++;
		} else if (!timespec_valid(&ts[i]))
			return (SET_ERROR(EINVAL));
	}
	va->va_atime = ts[0];
	va->va_mtime = ts[1];
	if (nnow == 2)
		va->va_vaflags = VA_UTIMES_NULL;
	*omit = nomit == 2;
	return (0);
}

int
vn_size_check(struct thread *td, off_t length)
{

	if (length < 0)
		return (SET_ERROR(EINVAL));
	if ((rlim_t)length > lim_cur(td, RLIMIT_FSIZE)) {
		mutex_enter(&td->td_proc->p_lock);
		psignal(td->td_proc, SIGXFSZ);
		mutex_exit(&td->td_proc->p_lock);
		return (SET_ERROR(EFBIG));
	}
	return (0);
}

/* --- calls by name -------------------------------------------------------- */

int
sys_fstatat(struct thread *td, const struct fstatat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct stat sb;
	int error;

	if (__predict_false((uap->flag & ~AT_SYMLINK_NOFOLLOW) != 0))
		return (SET_ERROR(EINVAL));
	NDINIT_AT(&nd, LOOKUP, LOCKLEAF | LOCKSHARED |
	    ((uap->flag & AT_SYMLINK_NOFOLLOW) != 0 ? 0 : FOLLOW),
	    UIO_USERSPACE, uap->path, uap->fd, &fstatat_rights, td,
	    td->td_cred);
	error = namei(&nd);
	if (error != 0)
		return (error);
	error = vn_stat_locked(nd.ni_vp, &sb, td->td_cred);
	nameidone(&nd);
	if (error == 0)
		error = copyout(&sb, uap->sb, sizeof(sb));
	return (error);
}

/*
 * Credentials with the real ids in place of the effective ones, referenced.
 */
static struct cred *
cred_real(struct cred *cred)
{
	struct cred *new;

	if (cred->cr_uid == cred->cr_ruid && cred->cr_gid == cred->cr_rgid)
		return (cred_hold(cred));
	new = cred_dup(cred, cred->cr_ngroups);
	if (new != NULL) {
		new->cr_uid = cred->cr_ruid;
		new->cr_gid = cred->cr_rgid;
	}
	return (new);
}

int
sys_faccessat(struct thread *td, const struct faccessat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct cred *cred;
	int error;

	if ((uap->flag & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW)) != 0 ||
	    (uap->mode & ~(R_OK | W_OK | X_OK)) != 0)
		return (SET_ERROR(EINVAL));
	cred = (uap->flag & AT_EACCESS) != 0 ? cred_hold(td->td_cred) :
	    cred_real(td->td_cred);
	if (cred == NULL)
		return (SET_ERROR(ENOMEM));
	NDINIT_AT(&nd, LOOKUP, LOCKLEAF | LOCKSHARED |
	    ((uap->flag & AT_SYMLINK_NOFOLLOW) != 0 ? 0 : FOLLOW),
	    UIO_USERSPACE, uap->path, uap->fd, &faccessat_rights, td, cred);
	error = namei(&nd);
	if (error == 0) {
		if (uap->mode != F_OK)
			error = vn_access(nd.ni_vp, uap->mode, cred);
		/* A program that runs may not be opened, yet has permission. */
		if (error == ETXTBSY)
			error = VOP_ACCESS(nd.ni_vp, uap->mode, cred);
		nameidone(&nd);
	}
	cred_free(cred);
	return (error);
}

/*
 * Find the file whose attributes are to be changed.
 */
static int
attr_namei(struct nameidata *nd, struct thread *td, int dirfd,
    const char *path, int flag, const cap_rights_t *rights)
{

	if ((flag & ~AT_SYMLINK_NOFOLLOW) != 0)
		return (SET_ERROR(EINVAL));
	NDINIT_AT(nd, LOOKUP, (flag & AT_SYMLINK_NOFOLLOW) != 0 ? 0 : FOLLOW,
	    UIO_USERSPACE, path, dirfd, rights, td, td->td_cred);
	return (namei(nd));
}

int
sys_fchmodat(struct thread *td, const struct fchmodat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	int error;

	error = attr_namei(&nd, td, uap->fd, uap->path, uap->flag,
	    &fchmodat_rights);
	if (error != 0)
		return (error);
	error = vn_setmode(nd.ni_vp, uap->mode, td->td_cred);
	nameidone(&nd);
	return (error);
}

int
sys_fchownat(struct thread *td, const struct fchownat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	int error;

	error = attr_namei(&nd, td, uap->fd, uap->path, uap->flag,
	    &fchownat_rights);
	if (error != 0)
		return (error);
	error = vn_setowner(nd.ni_vp, uap->uid, uap->gid, td->td_cred);
	nameidone(&nd);
	return (error);
}

int
sys_utimensat(struct thread *td, const struct utimensat_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct vattr va;
	bool omit;
	int error;

	error = times_copyin(uap->times, &va, &omit);
	if (error == 0)
		error = attr_namei(&nd, td, uap->fd, uap->path, uap->flag,
		    &utimensat_rights);
	if (error != 0)
		return (error);
	if (!omit)
		error = attr_set(nd.ni_vp, &va, td->td_cred);
	nameidone(&nd);
	return (error);
}

int
sys_truncate(struct thread *td, const struct truncate_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	struct vnode *vp;
	struct vattr va;
	int error;

	error = vn_size_check(td, uap->length);
	if (error != 0)
		return (error);
	NDINIT(&nd, LOOKUP, FOLLOW | LOCKLEAF, UIO_USERSPACE, uap->path, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	vp = nd.ni_vp;
	if (vp->v_type == VDIR)
		error = SET_ERROR(EISDIR);
	else if (vp->v_type != VREG)
		error = SET_ERROR(EINVAL);
	else
		error = vn_access(vp, VWRITE, td->td_cred);
	if (error == 0)
		error = vn_write_hold(vp);
	if (error == 0) {
		vattr_null(&va);
		va.va_size = uap->length;
		error = VOP_OPEN(vp, FWRITE, td->td_cred);
		if (error == 0) {
			error = VOP_SETATTR(vp, &va, td->td_cred);
			(void)VOP_CLOSE(vp, FWRITE, td->td_cred);
		}
		vn_write_rele(vp);
	}
	nameidone(&nd);
	return (error);
}

int
sys_pathconf(struct thread *td, const struct pathconf_args *uap,
    register_t *retval)
{
	struct nameidata nd;
	long value;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW | LOCKLEAF | LOCKSHARED, UIO_USERSPACE,
	    uap->path, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	error = VOP_PATHCONF(nd.ni_vp, uap->name, &value);
	nameidone(&nd);
	if (error == 0)
		*retval = value;
	return (error);
}

/* --- calls by descriptor -------------------------------------------------- */

static int
file_sync(struct file *fp, bool dataonly)
{
	struct vnode *vp = fp->f_vnode;
	struct cdev *dev;
	struct disk *d;
	int error;

	if (vp == NULL)
		return (SET_ERROR(EINVAL));
	switch (vp->v_type) {
	case VREG:
	case VDIR:
	case VBAD:
		return (VOP_FSYNC(vp, true, dataonly));
	case VCHR:
	case VBLK:
		dev = dev_lookup(vp->v_rdev);
		if (dev == NULL)
			return (SET_ERROR(EINVAL));
		d = disk_from_cdev(dev);
		error = d == NULL ? SET_ERROR(EINVAL) : disk_flush(d);
		dev_rele(dev);
		return (error);
	default:
		return (SET_ERROR(EINVAL));
	}
}

int
sys_fsync(struct thread *td, const struct fsync_args *uap, register_t *retval)
{
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_fsync_rights, &fp);
	if (error != 0)
		return (error);
	error = file_sync(fp, false);
	file_drop(fp);
	return (error);
}

int
sys_fdatasync(struct thread *td, const struct fdatasync_args *uap,
    register_t *retval)
{
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_fsync_rights, &fp);
	if (error != 0)
		return (error);
	error = file_sync(fp, true);
	file_drop(fp);
	return (error);
}

int
sys_ftruncate(struct thread *td, const struct ftruncate_args *uap,
    register_t *retval)
{
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_ftruncate_rights, &fp);
	if (error != 0)
		return (error);
	if ((fp->f_flag & FWRITE) == 0 || fp->f_ops->fo_truncate == NULL)
		error = SET_ERROR(EINVAL);
	else
		error = vn_size_check(td, uap->length);
	if (error == 0)
		error = fp->f_ops->fo_truncate(fp, uap->length, td->td_cred,
		    td);
	file_drop(fp);
	return (error);
}

int
sys_fchmod(struct thread *td, const struct fchmod_args *uap,
    register_t *retval)
{
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_fchmod_rights, &fp);
	if (error != 0)
		return (error);
	error = fp->f_ops->fo_chmod == NULL ? SET_ERROR(EINVAL) :
	    fp->f_ops->fo_chmod(fp, uap->mode, td->td_cred, td);
	file_drop(fp);
	return (error);
}

int
sys_fchown(struct thread *td, const struct fchown_args *uap,
    register_t *retval)
{
	struct file *fp;
	int error;

	error = fd_get(td, uap->fd, &cap_fchown_rights, &fp);
	if (error != 0)
		return (error);
	error = fp->f_ops->fo_chown == NULL ? SET_ERROR(EINVAL) :
	    fp->f_ops->fo_chown(fp, uap->uid, uap->gid, td->td_cred, td);
	file_drop(fp);
	return (error);
}

int
sys_futimens(struct thread *td, const struct futimens_args *uap,
    register_t *retval)
{
	struct file *fp;
	struct vattr va;
	bool omit;
	int error;

	error = fd_get(td, uap->fd, &cap_futimes_rights, &fp);
	if (error != 0)
		return (error);
	error = times_copyin(uap->times, &va, &omit);
	if (error == 0 && fp->f_vnode == NULL)
		error = SET_ERROR(EINVAL);
	if (error == 0 && !omit)
		error = attr_set(fp->f_vnode, &va, td->td_cred);
	file_drop(fp);
	return (error);
}

int
sys_fpathconf(struct thread *td, const struct fpathconf_args *uap,
    register_t *retval)
{
	struct vnode *vp;
	struct file *fp;
	long value;
	int error;

	error = fd_get(td, uap->fd, &cap_fpathconf_rights, &fp);
	if (error != 0)
		return (error);
	vp = fp->f_vnode;
	if (vp == NULL) {
		/* A pipe, or something else without a name. */
		value = PIPE_BUF;
		if (fp->f_type != DTYPE_PIPE || uap->name != _PC_PIPE_BUF)
			error = SET_ERROR(EINVAL);
	} else {
		error = vn_lock_io(vp, RW_READER);
		if (error == 0) {
			error = VOP_PATHCONF(vp, uap->name, &value);
			vn_unlock(vp);
		}
	}
	file_drop(fp);
	if (error == 0)
		*retval = value;
	return (error);
}

/*
 * What a file system does not answer itself.
 */
int
VOP_PATHCONF(struct vnode *vp, int name, long *valuep)
{

	if (vp->v_op->vop_pathconf != NULL &&
	    vp->v_op->vop_pathconf(vp, name, valuep) == 0)
		return (0);
	switch (name) {
	case _PC_LINK_MAX:
		*valuep = LINK_MAX;
		return (0);
	case _PC_NAME_MAX:
		*valuep = NAME_MAX;
		return (0);
	case _PC_PATH_MAX:
		*valuep = PATH_MAX;
		return (0);
	case _PC_PIPE_BUF:
		if (vp->v_type != VFIFO && vp->v_type != VDIR)
			return (SET_ERROR(EINVAL));
		*valuep = PIPE_BUF;
		return (0);
	case _PC_CHOWN_RESTRICTED:
	case _PC_NO_TRUNC:
	case _PC_2_SYMLINKS:
	case _PC_SYNC_IO:
	case _PC_TIMESTAMP_RESOLUTION:
		*valuep = 1;
		return (0);
	case _PC_MAX_CANON:
	case _PC_MAX_INPUT:
		if (vp->v_type != VCHR)
			return (SET_ERROR(EINVAL));
		*valuep = name == _PC_MAX_CANON ? MAX_CANON : MAX_INPUT;
		return (0);
	case _PC_VDISABLE:
		if (vp->v_type != VCHR)
			return (SET_ERROR(EINVAL));
		*valuep = 0xff;
		return (0);
	case _PC_FILESIZEBITS:
		*valuep = 64;
		return (0);
	case _PC_SYMLINK_MAX:
		*valuep = SYMLINK_MAX;
		return (0);
	case _PC_ASYNC_IO:
	case _PC_PRIO_IO:
		*valuep = 0;
		return (0);
	default:
		return (SET_ERROR(EINVAL));
	}
}
