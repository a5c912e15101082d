/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * devfs: device nodes, made by the kernel.
 *
 * Model	Each mount has a tree of nodes of its own, so that owners and
 *		modes may differ between mounts.  Before a directory is looked
 *		at, the tree is brought up to date with the list of devices, if
 *		dev_generation tells that it has changed: so a device is visible
 *		as soon as dev_create() has returned, and not any more once
 *		dev_destroy() has begun.  That goes over the mounts at its end,
 *		so that no node keeps the device until somebody looks.
 *
 *		The directory fd is another matter: its nodes are made when they
 *		are looked up, for descriptors that the caller has open.
 *
 * Invariants	(1) a node is in its directory's list, or unlinked; an unlinked
 *		    one is freed with its vnode, or at once without.
 *		(2) names are not cached (VV_NOCACHE): the number behind a name
 *		    changes without a directory operation.
 *		(3) an inode number is that of a device and its mount for ever.
 *
 * Locks	v_lock -> devfs_lock -> dm_lock -> dev_lock.  dm_lock guards the
 *		tree and the attributes of its nodes, devfs_lock the list of
 *		mounts.
 * Context	thread.
 * Tests	tests/sys/fs/devfs/t_devfs.sh
 */

#include <sys/param.h>
#include <sys/conf.h>
#include <sys/dirent.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>
#include <fs/devfs/devfs.h>

#define	DEVFS_ROOTINO	2
#define	DEVFS_DIRINO	(1ULL << 32)	/* directories: from here on */
#define	DEVFS_DEVINO	(1ULL << 33)	/* devices: plus their serial number */
#define	DEVFS_FDINO	(1ULL << 40)	/* /dev/fd/N: plus N */

TAILQ_HEAD(devnodelist, devnode);

/*
 * Locks: (m) dm_lock, (i) constant.
 */
struct devnode {
	TAILQ_ENTRY(devnode) dn_link;	/* (m) in the directory */
	struct devnodelist dn_children;	/* (m) of a directory */
	struct devnode	*dn_parent;	/* (m) NULL: unlinked, or the root */
	struct cdev	*dn_dev;	/* (i) NULL: no device; referenced */
	const char	*dn_target;	/* (i) of a symbolic link */
	uint64_t	dn_ino;		/* (i) */
	enum vtype	dn_type;	/* (i) */
	dev_t		dn_rdev;	/* (i) */
	mode_t		dn_mode;	/* (m) */
	uid_t		dn_uid;		/* (m) */
	gid_t		dn_gid;		/* (m) */
	nlink_t		dn_nlink;	/* (m) */
	struct timespec	dn_atime;	/* (m) of what is no device */
	struct timespec	dn_mtime;	/* (m) */
	struct timespec	dn_ctime;	/* (m) */
	struct timespec	dn_btime;	/* (i) */
	bool		dn_hasvnode;	/* (m) freed by reclaim */
	bool		dn_gone;	/* (m) unlinked */
	char		dn_name[64];	/* (i) last component */
};

struct devfs_mount {
	LIST_ENTRY(devfs_mount) dm_link; /* devfs_lock */
	struct kmutex	dm_lock;
	uint64_t	dm_generation;	/* (m) what the tree shows */
	uint64_t	dm_nextdir;	/* (m) inode of the next directory */
	struct devnode	*dm_root;	/* (i) */
	struct devnode	*dm_fd;		/* (i) /dev/fd */
};

#define	VTODN(vp)	((struct devnode *)(vp)->v_data)
#define	MTODM(mp)	((struct devfs_mount *)(mp)->mnt_data)

static struct kmutex	devfs_lock = MUTEX_INITIALIZER(devfs_lock, "devfslist");
static LIST_HEAD(, devfs_mount) devfs_mounts =
    LIST_HEAD_INITIALIZER(devfs_mounts);		/* devfs_lock */

static const struct vnode_ops devfs_vnodeops;

/* --- the tree ------------------------------------------------------------- */

static struct devnode *
devnode_new(enum vtype type, uint64_t ino, const char *name, size_t len,
    mode_t mode)
{
	struct devnode *dn;

	if (len >= sizeof(dn->dn_name))
		return (NULL);
	dn = kmem_zalloc(sizeof(*dn), KM_SLEEP);
	if (dn == NULL)
		return (NULL);
	TAILQ_INIT(&dn->dn_children);
	dn->dn_type = type;
	dn->dn_ino = ino;
	dn->dn_mode = mode;
	dn->dn_nlink = type == VDIR ? 2 : 1;
	memcpy(dn->dn_name, name, len);
	nanotime(&dn->dn_btime);
	dn->dn_atime = dn->dn_mtime = dn->dn_ctime = dn->dn_btime;
	return (dn);
}

static void
devnode_free(struct devnode *dn)
{

	if (dn->dn_dev != NULL)
		dev_rele(dn->dn_dev);
	kmem_free(dn, sizeof(*dn));
}

static void
devnode_link(struct devnode *dir, struct devnode *dn)
{

	dn->dn_parent = dir;
	TAILQ_INSERT_TAIL(&dir->dn_children, dn, dn_link);
	if (dn->dn_type == VDIR)
		dir->dn_nlink++;
	nanotime(&dir->dn_mtime);
	dir->dn_ctime = dir->dn_mtime;
}

static void
devnode_unlink(struct devnode *dn)
{
	struct devnode *dir = dn->dn_parent;

	TAILQ_REMOVE(&dir->dn_children, dn, dn_link);
	dn->dn_parent = NULL;
	dn->dn_gone = true;
	nanotime(&dir->dn_mtime);
	dir->dn_ctime = dir->dn_mtime;
	if (!dn->dn_hasvnode)
		devnode_free(dn);
}

static struct devnode *
devnode_find(struct devnode *dir, const char *name, size_t len)
{
	struct devnode *dn;

	TAILQ_FOREACH(dn, &dir->dn_children, dn_link)
		if (strncmp(dn->dn_name, name, len) == 0 &&
		    dn->dn_name[len] == '\0')
			return (dn);
	return (NULL);
}

/*
 * The node of an inode number in the tree below dir.
 */
static struct devnode *
devnode_byino(struct devnode *dir, uint64_t ino)
{
	struct devnode *dn, *found;

	if (dir->dn_ino == ino)
		return (dir);
	TAILQ_FOREACH(dn, &dir->dn_children, dn_link) {
		if (dn->dn_ino == ino)
			return (dn);
		if (dn->dn_type == VDIR &&
		    (found = devnode_byino(dn, ino)) != NULL)
			return (found);
	}
	return (NULL);
}

/*
 * Remove the nodes of dead devices below dir.
 */
static void
devfs_sweep(struct devnode *dir)
{
	struct devnode *dn, *next;

	TAILQ_FOREACH_SAFE(dn, &dir->dn_children, dn_link, next) {
		if (dn->dn_type == VDIR)
			devfs_sweep(dn);
		else if (dn->dn_dev != NULL &&
		    (dn->dn_dev->si_flags & SI_DEAD) != 0)
			devnode_unlink(dn);
	}
}

/*
 * A device is dead: no mount keeps a node of it, but where a file does.
 */
void
devfs_forget(void)
{
	struct devfs_mount *dm;

	mutex_enter(&devfs_lock);
	LIST_FOREACH(dm, &devfs_mounts, dm_link) {
		mutex_enter(&dm->dm_lock);
		devfs_sweep(dm->dm_root);
		mutex_exit(&dm->dm_lock);
	}
	mutex_exit(&devfs_lock);
}

/*
 * Add the node of a device, with the directories of its name.  dm_lock and
 * dev_lock are held.
 */
static void
devfs_add(struct devfs_mount *dm, struct cdev *dev)
{
	struct devnode *dir = dm->dm_root, *dn;
	const char *name = dev->si_name, *slash;

	while ((slash = strchr(name, '/')) != NULL) {
		dn = devnode_find(dir, name, (size_t)(slash - name));
		if (dn == NULL) {
			dn = devnode_new(VDIR, dm->dm_nextdir++, name,
			    (size_t)(slash - name), 0755);
			if (dn == NULL)
				return;
			devnode_link(dir, dn);
		}
		if (dn->dn_type != VDIR)
			return;
		dir = dn;
		name = slash + 1;
	}
	if (devnode_find(dir, name, strlen(name)) != NULL)
		return;
	dn = devnode_new(VCHR, DEVFS_DEVINO + dev->si_serial, name,
	    strlen(name), dev->si_mode);
	if (dn == NULL)
		return;
	dn->dn_uid = dev->si_uid;
	dn->dn_gid = dev->si_gid;
	dn->dn_rdev = dev->si_rdev;
	dev_hold(dev);
	dn->dn_dev = dev;
	devnode_link(dir, dn);
}

/*
 * Bring the tree up to date.  dm_lock held.
 */
static void
devfs_update(struct devfs_mount *dm)
{
	struct cdev *dev;

	if (__predict_true(dm->dm_generation == dev_generation))
		return;
	devfs_sweep(dm->dm_root);
	mutex_enter(&dev_lock);
	TAILQ_FOREACH(dev, &cdevlist, si_list)
		devfs_add(dm, dev);
	dm->dm_generation = dev_generation;
	mutex_exit(&dev_lock);
}

/* --- /dev/fd -------------------------------------------------------------- */

/*
 * The descriptor of a name in /dev/fd; -1: the caller has none such.
 */
static int
devfs_fd_number(const char *name, size_t len)
{
	static const cap_rights_t *rights = &cap_no_rights;
	struct file *fp;
	long n = 0;
	size_t i;

	if (len > 9 || (len > 1 && name[0] == '0'))
		return (-1);
	for (i = 0; i < len; i++) {
		if (name[i] < '0' || name[i] > '9')
			return (-1);
		n = n * 10 + (name[i] - '0');
	}
	if (fd_get(curthread, (int)n, rights, &fp) != 0)
		return (-1);
	file_drop(fp);
	return ((int)n);
}

static int
devfs_fd_readdir(struct uio *uio, bool *eofp)
{
	struct filedesc *fdp = curproc->p_fd;
	char name[12];
	bool full = false;
	u_int fd, top;
	int error = 0, len;

	mutex_enter(&fdp->fd_lock);
	top = fdp->fd_top;
	mutex_exit(&fdp->fd_lock);
	*eofp = false;
	for (fd = (u_int)MIN(uio->uio_offset - 2, INT_MAX); fd < top; fd++) {
		len = snprintf(name, sizeof(name), "%u", fd);
		if (devfs_fd_number(name, (size_t)len) < 0)
			continue;
		error = vn_dirent(uio, DEVFS_FDINO + fd, DT_CHR, name,
		    (size_t)len, (off_t)fd + 3, &full);
		if (error != 0 || full)
			return (error);
		uio->uio_offset = (off_t)fd + 3;
	}
	*eofp = true;
	return (0);
}

/* --- vnodes --------------------------------------------------------------- */

/*
 * The vnode of an inode number: a node of the tree, or one of /dev/fd.
 */
static int
devfs_loadvnode(struct mount *mp, struct vnode *vp, uint64_t ino)
{
	struct devfs_mount *dm = MTODM(mp);
	struct devnode *dn;

	if (ino >= DEVFS_FDINO) {
		dn = devnode_new(VCHR, ino, "", 0, 0666);
		if (dn == NULL)
			return (SET_ERROR(ENOMEM));
		dn->dn_rdev = dev_fd_number + (ino - DEVFS_FDINO);
		dn->dn_gone = true;
	} else {
		mutex_enter(&dm->dm_lock);
		dn = devnode_byino(dm->dm_root, ino);
		if (dn != NULL)
			dn->dn_hasvnode = true;
		mutex_exit(&dm->dm_lock);
		if (dn == NULL)
			return (SET_ERROR(ENOENT));
	}
	vp->v_type = (uint8_t)dn->dn_type;
	vp->v_op = &devfs_vnodeops;
	vp->v_data = dn;
	if (dn->dn_type == VCHR)
		vp->v_rdev = dn->dn_rdev;
	else
		vnode_setflag(vp, VV_NOCACHE);
	if (dn->dn_type == VDIR && (dn->dn_mode & 0111) == 0111)
		vnode_setflag(vp, VV_SEARCHALL);
	if (ino >= DEVFS_FDINO)
		vnode_setflag(vp, VV_INACTIVE);
	return (0);
}

static int
devfs_lookup(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp)
{
	struct devfs_mount *dm = MTODM(dvp->v_mount);
	struct devnode *dir = VTODN(dvp), *dn;
	uint64_t ino = 0;
	int fd;

	if (dir->dn_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	mutex_enter(&dm->dm_lock);
	devfs_update(dm);
	if (cnp->cn_len == 2 && cnp->cn_name[0] == '.' &&
	    cnp->cn_name[1] == '.')
		dn = dir->dn_parent != NULL ? dir->dn_parent : dm->dm_root;
	else
		dn = devnode_find(dir, cnp->cn_name, cnp->cn_len);
	if (dn != NULL)
		ino = dn->dn_ino;
	mutex_exit(&dm->dm_lock);
	if (ino == 0 && dir == dm->dm_fd) {
		fd = devfs_fd_number(cnp->cn_name, cnp->cn_len);
		if (fd >= 0)
			ino = DEVFS_FDINO + (uint64_t)fd;
	}
	if (ino == 0)
		return (ENOENT);
	return (vcache_get(dvp->v_mount, ino, vpp));
}

static int
devfs_access(struct vnode *vp, int accmode, struct cred *cred)
{
	struct devnode *dn = VTODN(vp);

	return (vaccess(dn->dn_type, dn->dn_mode, dn->dn_uid, dn->dn_gid,
	    accmode, cred));
}

static int
devfs_getattr(struct vnode *vp, struct vattr *va, struct cred *cred)
{
	struct devfs_mount *dm = MTODM(vp->v_mount);
	struct devnode *dn = VTODN(vp);

	vattr_null(va);
	mutex_enter(&dm->dm_lock);
	va->va_type = dn->dn_type;
	va->va_mode = dn->dn_mode;
	va->va_flags = 0;
	va->va_nlink = dn->dn_gone && dn->dn_dev != NULL ? 0 : dn->dn_nlink;
	va->va_uid = dn->dn_uid;
	va->va_gid = dn->dn_gid;
	va->va_fsid = vp->v_mount->mnt_stat.f_fsid;
	va->va_fileid = dn->dn_ino;
	va->va_size = dn->dn_type == VDIR ? 512 :
	    dn->dn_target != NULL ? (off_t)strlen(dn->dn_target) : 0;
	va->va_blocksize = PAGE_SIZE;
	va->va_atime = dn->dn_atime;
	va->va_mtime = dn->dn_mtime;
	va->va_ctime = dn->dn_ctime;
	va->va_birthtime = dn->dn_btime;
	if (dn->dn_dev != NULL) {
		if (dn->dn_dev->si_atime > va->va_atime.tv_sec)
			va->va_atime = (struct timespec){
			    dn->dn_dev->si_atime, 0 };
		if (dn->dn_dev->si_mtime > va->va_mtime.tv_sec)
			va->va_mtime = (struct timespec){
			    dn->dn_dev->si_mtime, 0 };
	}
	va->va_gen = 0;
	va->va_rdev = dn->dn_rdev;
	va->va_bytes = 0;
	mutex_exit(&dm->dm_lock);
	return (0);
}

/*
 * The owner, mode and times of the node in this mount.
 */
static int
devfs_setattr(struct vnode *vp, const struct vattr *va, struct cred *cred)
{
	struct devfs_mount *dm = MTODM(vp->v_mount);
	struct devnode *dn = VTODN(vp);
	mode_t mode = va->va_mode;
	uid_t uid = va->va_uid == (uid_t)VNOVAL ? dn->dn_uid : va->va_uid;
	gid_t gid = va->va_gid == (gid_t)VNOVAL ? dn->dn_gid : va->va_gid;
	int error = 0;

	if (va->va_size != VNOVAL && dn->dn_type == VDIR)
		return (SET_ERROR(EISDIR));
	mutex_enter(&dm->dm_lock);
	if (mode != (mode_t)VNOVAL)
		error = vattr_check_chmod(dn->dn_type, dn->dn_mode,
		    dn->dn_uid, dn->dn_gid, &mode, cred);
	else
		mode = dn->dn_mode;
	if (error == 0 && (uid != dn->dn_uid || gid != dn->dn_gid))
		error = vattr_check_chown(mode | VTTOIF(dn->dn_type),
		    dn->dn_uid, dn->dn_gid, uid, gid, &mode, cred);
	if (error == 0 && (va->va_atime.tv_nsec != VNOVAL ||
	    va->va_mtime.tv_nsec != VNOVAL))
		error = vattr_check_times(va, dn->dn_mode, dn->dn_uid,
		    dn->dn_gid, cred);
	if (error == 0) {
		dn->dn_mode = mode & ALLPERMS;
		dn->dn_uid = uid;
		dn->dn_gid = gid;
		if (va->va_atime.tv_nsec != VNOVAL)
			dn->dn_atime = va->va_atime;
		if (va->va_mtime.tv_nsec != VNOVAL)
			dn->dn_mtime = va->va_mtime;
		nanotime(&dn->dn_ctime);
		if (dn->dn_type == VDIR && (dn->dn_mode & 0111) == 0111)
			vnode_setflag(vp, VV_SEARCHALL);
		else
			vnode_clrflag(vp, VV_SEARCHALL);
	}
	mutex_exit(&dm->dm_lock);
	return (error);
}

/*
 * The entry at position pos of a directory, dm_lock held: "." and ".." are 0
 * and 1.
 */
static struct devnode *
devfs_entry(struct devfs_mount *dm, struct devnode *dir, off_t pos,
    const char **name)
{
	struct devnode *dn;

	if (pos == 0) {
		*name = ".";
		return (dir);
	}
	if (pos == 1) {
		*name = "..";
		return (dir->dn_parent != NULL ? dir->dn_parent : dm->dm_root);
	}
	TAILQ_FOREACH(dn, &dir->dn_children, dn_link)
		if (pos-- == 2) {
			*name = dn->dn_name;
			return (dn);
		}
	return (NULL);
}

static int
devfs_readdir(struct vnode *vp, struct uio *uio, struct cred *cred,
    bool *eofp)
{
	struct devfs_mount *dm = MTODM(vp->v_mount);
	struct devnode *dir = VTODN(vp), *dn;
	char buf[64];
	const char *name;
	uint64_t ino;
	uint8_t type;
	bool full = false;
	ssize_t resid = uio->uio_resid;
	int error = 0;

	if (dir->dn_type != VDIR)
		return (SET_ERROR(ENOTDIR));
	*eofp = true;
	if (uio->uio_offset < 0)
		return (SET_ERROR(EINVAL));
	while (dir != dm->dm_fd || uio->uio_offset < 2) {
		/* The copy out must not be done with the lock held. */
		mutex_enter(&dm->dm_lock);
		devfs_update(dm);
		dn = devfs_entry(dm, dir, uio->uio_offset, &name);
		if (dn == NULL) {
			mutex_exit(&dm->dm_lock);
			return (0);
		}
		ino = dn->dn_ino;
		type = VTTODT(dn->dn_type);
		strlcpy(buf, name, sizeof(buf));
		mutex_exit(&dm->dm_lock);
		off_t next = uio->uio_offset + 1;

		error = vn_dirent(uio, ino, type, buf, strlen(buf), next,
		    &full);
		if (error != 0 || full)
			break;
		uio->uio_offset = next;
	}
	if (error == 0 && !full)
		error = devfs_fd_readdir(uio, eofp);
	else
		*eofp = false;
	if (error == 0 && !*eofp && uio->uio_resid == resid)
		error = SET_ERROR(EINVAL);
	return (error);
}

static int
devfs_readlink(struct vnode *vp, struct uio *uio, struct cred *cred)
{
	struct devnode *dn = VTODN(vp);

	if (dn->dn_target == NULL)
		return (SET_ERROR(EINVAL));
	return (uiomove(__DECONST(char *, dn->dn_target),
	    strlen(dn->dn_target), uio));
}

static void
devfs_inactive(struct vnode *vp)
{

	if (VTODN(vp)->dn_gone)
		(void)vrecycle(vp);
}

static void
devfs_reclaim(struct vnode *vp)
{
	struct devfs_mount *dm = MTODM(vp->v_mount);
	struct devnode *dn = VTODN(vp);
	bool gone;

	mutex_enter(&dm->dm_lock);
	dn->dn_hasvnode = false;
	gone = dn->dn_gone;
	mutex_exit(&dm->dm_lock);
	if (gone)
		devnode_free(dn);
}

static const struct vnode_ops devfs_vnodeops = {
	.vop_name = "devfs",
	.vop_lookup = devfs_lookup,
	.vop_access = devfs_access,
	.vop_getattr = devfs_getattr,
	.vop_setattr = devfs_setattr,
	.vop_readdir = devfs_readdir,
	.vop_readlink = devfs_readlink,
	.vop_inactive = devfs_inactive,
	.vop_reclaim = devfs_reclaim,
};

/* --- mounts --------------------------------------------------------------- */

static void
devfs_free_tree(struct devnode *dir)
{
	struct devnode *dn;

	while ((dn = TAILQ_FIRST(&dir->dn_children)) != NULL) {
		TAILQ_REMOVE(&dir->dn_children, dn, dn_link);
		devfs_free_tree(dn);
	}
	devnode_free(dir);
}

/*
 * The directory fd and the links into it, and the directory of terminals, which
 * is there before the first of them.
 */
static int
devfs_make_fixed(struct devfs_mount *dm)
{
	static const struct {
		const char *name;
		const char *target;
	} links[] = {
		{ "stdin", "fd/0" }, { "stdout", "fd/1" }, { "stderr", "fd/2" }
	};
	struct devnode *dn;
	u_int i;

	dm->dm_fd = devnode_new(VDIR, dm->dm_nextdir++, "fd", 2, 0555);
	if (dm->dm_fd == NULL)
		return (SET_ERROR(ENOMEM));
	devnode_link(dm->dm_root, dm->dm_fd);
	dn = devnode_new(VDIR, dm->dm_nextdir++, "pts", 3, 0755);
	if (dn == NULL)
		return (SET_ERROR(ENOMEM));
	devnode_link(dm->dm_root, dn);
	for (i = 0; i < nitems(links); i++) {
		dn = devnode_new(VLNK, dm->dm_nextdir++, links[i].name,
		    strlen(links[i].name), 0777);
		if (dn == NULL)
			return (SET_ERROR(ENOMEM));
		dn->dn_target = links[i].target;
		devnode_link(dm->dm_root, dn);
	}
	return (0);
}

static int
devfs_mount(struct mount *mp, const char *fspec, const void *data,
    size_t datalen, int oldflags, struct thread *td)
{
	struct devfs_mount *dm;
	int error;

	if ((mp->mnt_flag & MNT_UPDATE) != 0)
		return (0);
	if (datalen != 0)
		return (SET_ERROR(EINVAL));
	dm = kmem_zalloc(sizeof(*dm), KM_SLEEP);
	if (dm == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_init(&dm->dm_lock, "devfs");
	dm->dm_nextdir = DEVFS_DIRINO;
	dm->dm_root = devnode_new(VDIR, DEVFS_ROOTINO, "", 0, 0755);
	error = dm->dm_root == NULL ? SET_ERROR(ENOMEM) :
	    devfs_make_fixed(dm);
	mp->mnt_data = dm;
	if (error == 0)
		error = vcache_get(mp, DEVFS_ROOTINO, &mp->mnt_root);
	if (error != 0) {
		if (dm->dm_root != NULL)
			devfs_free_tree(dm->dm_root);
		mutex_destroy(&dm->dm_lock);
		kmem_free(dm, sizeof(*dm));
		mp->mnt_data = NULL;
		return (error);
	}
	mutex_enter(&devfs_lock);
	LIST_INSERT_HEAD(&devfs_mounts, dm, dm_link);
	mutex_exit(&devfs_lock);
	mp->mnt_flag |= MNT_LOCAL;
	mp->mnt_stat.f_type = MFSTYPE_DEVFS;
	mp->mnt_stat.f_bsize = mp->mnt_stat.f_frsize = DEV_BSIZE;
	return (0);
}

static int
devfs_unmount(struct mount *mp, bool force)
{
	struct devfs_mount *dm = MTODM(mp);

	mutex_enter(&devfs_lock);
	LIST_REMOVE(dm, dm_link);
	mutex_exit(&devfs_lock);
	devfs_free_tree(dm->dm_root);
	mutex_destroy(&dm->dm_lock);
	kmem_free(dm, sizeof(*dm));
	mp->mnt_data = NULL;
	return (0);
}

static int
devfs_statvfs(struct mount *mp, struct statvfs *sb)
{

	return (0);
}

static int
devfs_sync(struct mount *mp, int waitfor)
{

	return (0);
}

static const struct vfsops devfs_vfsops = {
	.vfs_name = "devfs",
	.vfs_flags = VFCF_SYNTHETIC,
	.vfs_mount = devfs_mount,
	.vfs_unmount = devfs_unmount,
	.vfs_statvfs = devfs_statvfs,
	.vfs_sync = devfs_sync,
	.vfs_loadvnode = devfs_loadvnode,
};
VFS_SET(devfs_vfsops);
