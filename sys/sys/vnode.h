/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Vnodes: files of whatever kind of file system; vnode(9), and the theory
 * statement of vfs_vnode.c.
 */
#ifndef _SYS_VNODE_H_
#define	_SYS_VNODE_H_

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/conf.h>
#include <sys/event.h>
#include <sys/queue.h>
#include <sys/rwlock.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>

struct cdev;
struct componentname;
struct cred;
struct fifo;
struct file;
struct file_event;
struct file_ops;
struct mount;
struct nameidata;
struct namecache;
struct notify;
struct stat;
struct thread;
struct uio;
struct unpcb;
struct vattr;
struct vm_object;
struct vm_page;
struct vnode;

enum vtype {
	VNON, VREG, VDIR, VBLK, VCHR, VLNK, VSOCK, VFIFO, VBAD
};

/*
 * Life of a vnode.  EMBRYO: its file system is filling it in, nobody else sees
 * it.  LIVE.  DYING: being taken from its file system.  DEAD: v_op is
 * dead_vnodeops; the memory goes with the last user.
 */
enum vstate {
	VS_EMBRYO, VS_LIVE, VS_DYING, VS_DEAD
};

/*
 * Locks: (i) constant while the vnode is live, (a) atomic, (v) v_lock,
 * (I) v_interlock, (m) mnt_lock of v_mount, (l) the lock of the list of unused
 * vnodes, (h) the lock of the hash table, (n) the name cache's locks.
 */
struct vnode {
	struct rwlock	v_lock;
	uint32_t	v_usecount;	/* (a) users; VUSE_GATE: no new ones */
	uint32_t	v_holdcount;	/* (I) keeps the memory */
	uint8_t		v_type;		/* (i) enum vtype */
	uint8_t		v_state;	/* (I) enum vstate; read without */
	uint16_t	v_spare;
	volatile uint32_t v_flag;	/* (a) VV_* */
	const struct vnode_ops *v_op;	/* (v) */
	void		*v_data;	/* (v) the file system's */
	struct mount	*v_mount;	/* (v) NULL when dead */
	struct vm_object *v_object;	/* (v+I) file data; may be NULL */
	union {
		struct mount	*v_mountedhere;	/* (I) VDIR */
		dev_t		v_rdev;		/* (i) VCHR, VBLK */
		struct fifo	*v_fifo;	/* (v) VFIFO, while open */
		struct unpcb	*v_socket;	/* VSOCK: unp_lock */
	};
	struct spin	v_interlock;
	struct lockf_head *v_lockf;	/* locks on the file: kern_lockf.c */
	struct notify	*v_notify;	/* (a) once set, stays; vfs_event.c */
	int		v_writecount;	/* (I) opened for writing; < 0: text */
	uint64_t	v_serial;	/* (i) never used twice */
	uint64_t	v_key;		/* (i) inode number, for the hash */
	LIST_ENTRY(vnode) v_hash;	/* (h) */
	TAILQ_ENTRY(vnode) v_mntlist;	/* (m) all of the mount */
	TAILQ_ENTRY(vnode) v_lru;	/* (l) unused ones */
	LIST_HEAD(, namecache) v_nc_children; /* (n) names in this directory */
	LIST_HEAD(, namecache) v_nc_names;	/* (n) names of this vnode */
};

#define	VUSE_GATE	0x80000000U

/* v_flag. */
#define	VV_ROOT		0x0001	/* root of its mount */
#define	VV_INACTIVE	0x0002	/* VOP_INACTIVE is to be called */
#define	VV_PERSIST	0x0004	/* not reclaimed for being unused */
#define	VV_SEARCHALL	0x0008	/* directory: everybody may search it */
#define	VV_ONLRU	0x0010	/* (l) on the list of unused vnodes */
#define	VV_ONMNT	0x0020	/* (m) on mnt_vnodelist */
#define	VV_HASHED	0x0040	/* (h) in the hash table */
#define	VV_NOCACHE	0x0080	/* directory: names are not cached */
#define	VV_DIRTY	0x0100	/* data or attributes may have to be written */
#define	VV_MODIFIED	0x0200	/* written to through a mapping: its times are
				   to be set; ubc_modified() */

static inline void
vnode_setflag(struct vnode *vp, uint32_t flag)
{

	if ((vp->v_flag & flag) != flag)
		atomic_or(&vp->v_flag, flag);
}

static inline void
vnode_clrflag(struct vnode *vp, uint32_t flag)
{

	if ((vp->v_flag & flag) != 0)
		atomic_and(&vp->v_flag, ~flag);
}

/*
 * Attributes.  VOP_SETATTR changes what is not VNOVAL.
 */
#define	VNOVAL	(-1)

struct vattr {
	enum vtype	va_type;
	mode_t		va_mode;	/* permissions, without the type */
	uint32_t	va_flags;	/* UF_*, SF_* */
	uint32_t	va_vaflags;	/* VA_* */
	nlink_t		va_nlink;
	uid_t		va_uid;
	gid_t		va_gid;
	dev_t		va_fsid;
	ino_t		va_fileid;
	off_t		va_size;
	long		va_blocksize;
	struct timespec	va_atime;
	struct timespec	va_mtime;
	struct timespec	va_ctime;
	struct timespec	va_birthtime;
	uint64_t	va_gen;
	dev_t		va_rdev;
	uint64_t	va_bytes;	/* on the disk */
};

#define	VA_UTIMES_NULL	0x01	/* times are "now": write permission suffices */

static inline void
vattr_null(struct vattr *va)
{

	memset(va, 0xff, sizeof(*va));
	va->va_type = VNON;
	va->va_vaflags = 0;
}

/* What VOP_ACCESS is asked for; values as of the mode's bits for others. */
#define	VEXEC		0x01
#define	VWRITE		0x02
#define	VREAD		0x04
#define	VADMIN		0x10		/* owner's rights: chmod, utimes */

/*
 * Operations.  "Locked" is v_lock, S shared at least, X exclusively.  Vnodes
 * that are returned are referenced and not locked.  A member that is NULL gives
 * the errno in brackets.
 *
 *	lookup(dvp S, vpp, cnp)		ENOENT without; no permission checks;
 *					also ".." [ENOTDIR]
 *	create(dvp X, vpp, cnp, va)	[EROFS]
 *	mknod(dvp X, vpp, cnp, va)	[EROFS]
 *	mkdir(dvp X, vpp, cnp, va)	[EROFS]
 *	symlink(dvp X, vpp, cnp, va, target)	[EROFS]
 *	link(dvp X, vp X, cnp)		[EROFS]
 *	remove(dvp X, vp X, cnp)	[EROFS]
 *	rmdir(dvp X, vp X, cnp)		[EROFS]
 *	rename(fdvp X, fvp X, fcnp, tdvp X, tvp X or NULL, tcnp)
 *					all checks that need no knowledge of
 *					the file system are done; fdvp may be
 *					tdvp [EROFS]
 *	open(vp X, fflag, cred)		[0]
 *	close(vp X, fflag, cred)	[0]
 *	access(vp S, VREAD.., cred)	EACCES, EPERM [0]
 *	getattr(vp S, va, cred)
 *	setattr(vp X, va, cred)		checks ownership [EROFS]
 *	read(vp S, uio, ioflag, cred)	[EOPNOTSUPP]
 *	write(vp X, uio, ioflag, cred)	ioflag IO_APPEND was dealt with
 *	ioctl(vp, cmd, data, fflag, cred)	[ENOTTY]
 *	fsync(vp, waitfor, dataonly)	lock not needed [0]
 *	readdir(vp S, uio, cred, eofp)	struct dirent records; uio_offset is a
 *					cookie; EINVAL without room for one
 *	readlink(vp S, uio, cred)	[EINVAL]
 *	inactive(vp X)			no user is left; vgone() may be called
 *	reclaim(vp X)			take v_data away; cannot fail
 *	getpages, putpages(vp, ...)	as pager_ops; no lock
 *	pathconf(vp S, name, long *)	[what all file systems share]
 *	extent(vp S, off, endp, datap)	off is within the file; is it data or
 *					a hole, and up to where, at most
 *					*endp? [all is data]
 */
struct vnode_ops {
	const char	*vop_name;
	int	(*vop_lookup)(struct vnode *, struct vnode **,
		    const struct componentname *);
	int	(*vop_create)(struct vnode *, struct vnode **,
		    const struct componentname *, const struct vattr *);
	int	(*vop_mknod)(struct vnode *, struct vnode **,
		    const struct componentname *, const struct vattr *);
	int	(*vop_mkdir)(struct vnode *, struct vnode **,
		    const struct componentname *, const struct vattr *);
	int	(*vop_symlink)(struct vnode *, struct vnode **,
		    const struct componentname *, const struct vattr *,
		    const char *);
	int	(*vop_link)(struct vnode *, struct vnode *,
		    const struct componentname *);
	int	(*vop_remove)(struct vnode *, struct vnode *,
		    const struct componentname *);
	int	(*vop_rmdir)(struct vnode *, struct vnode *,
		    const struct componentname *);
	int	(*vop_rename)(struct vnode *, struct vnode *,
		    const struct componentname *, struct vnode *,
		    struct vnode *, const struct componentname *);
	int	(*vop_open)(struct vnode *, int, struct cred *);
	int	(*vop_close)(struct vnode *, int, struct cred *);
	int	(*vop_access)(struct vnode *, int, struct cred *);
	int	(*vop_getattr)(struct vnode *, struct vattr *, struct cred *);
	int	(*vop_setattr)(struct vnode *, const struct vattr *,
		    struct cred *);
	int	(*vop_read)(struct vnode *, struct uio *, int, struct cred *);
	int	(*vop_write)(struct vnode *, struct uio *, int, struct cred *);
	int	(*vop_ioctl)(struct vnode *, u_long, void *, int,
		    struct cred *);
	int	(*vop_fsync)(struct vnode *, bool waitfor, bool dataonly);
	int	(*vop_readdir)(struct vnode *, struct uio *, struct cred *,
		    bool *);
	int	(*vop_readlink)(struct vnode *, struct uio *, struct cred *);
	void	(*vop_inactive)(struct vnode *);
	void	(*vop_reclaim)(struct vnode *);
	int	(*vop_getpages)(struct vnode *, struct vm_page **, int);
	int	(*vop_putpages)(struct vnode *, struct vm_page **, int, int);
	int	(*vop_pathconf)(struct vnode *, int, long *);
	int	(*vop_extent)(struct vnode *, off_t, off_t *, bool *);
};

extern const struct vnode_ops dead_vnodeops;
extern const struct file_ops vnops;		/* files on vnodes */
extern const struct file_ops devfs_fileops;	/* files on devices */
extern struct vnode *rootvnode;			/* of the root mount */

/* --- vfs_vnode.c: life ---------------------------------------------------- */

/* Core: the rare half of vrele(). */
void	vrele_slow(struct vnode *);

/*
 * Take one more reference of a vnode that one has already; give one back (may
 * sleep, no vnode lock of vp held: vput for that).  vput unlocks first.
 */
static inline void
vref(struct vnode *vp)
{

	KASSERT((vp->v_usecount & ~VUSE_GATE) != 0);
	atomic_inc(&vp->v_usecount);
}

static inline void
vrele(struct vnode *vp)
{
	uint32_t n = atomic_load_relaxed(&vp->v_usecount);

	while (__predict_true((n & ~VUSE_GATE) > 1))
		if (atomic_fcas(&vp->v_usecount, &n, n - 1))
			return;
	vrele_slow(vp);
}

/*
 * A reference of a vnode that something (a lock of a table it is in, a hold)
 * keeps in memory; false when it is being reclaimed.
 */
static inline bool
vnode_tryref(struct vnode *vp)
{

	if (__predict_true((atomic_fetch_add(&vp->v_usecount, 1) &
	    VUSE_GATE) == 0))
		return (true);
	atomic_dec(&vp->v_usecount);
	return (false);
}

void	vput(struct vnode *);
void	vhold(struct vnode *);
void	vdrop(struct vnode *);

/*
 * Lock.  vn_lock: ENOENT, and not locked, when the vnode is dead.  vn_lock_io,
 * for a file that was open already: EIO then.  vn_lock_dead locks it anyhow.
 */
static inline void
vn_unlock(struct vnode *vp)
{

	rw_exit(&vp->v_lock);
}

static inline void
vn_lock_dead(struct vnode *vp, enum rw_op op)
{

	rw_enter(&vp->v_lock, op);
}

static inline int
vn_lock(struct vnode *vp, enum rw_op op)
{

	rw_enter(&vp->v_lock, op);
	if (__predict_true(vp->v_state == VS_LIVE))
		return (0);
	rw_exit(&vp->v_lock);
	return (SET_ERROR(ENOENT));
}

static inline int
vn_lock_io(struct vnode *vp, enum rw_op op)
{

	rw_enter(&vp->v_lock, op);
	if (__predict_true(vp->v_state == VS_LIVE))
		return (0);
	rw_exit(&vp->v_lock);
	return (SET_ERROR(EIO));
}

/*
 * A new vnode in state EMBRYO with one reference, not in the hash table;
 * ENOMEM.  vnode_ready() makes it visible.  vnode_abort() undoes getnewvnode().
 */
int	getnewvnode(struct mount *, const struct vnode_ops *, struct vnode **)
	    __result_use_check;
void	vnode_ready(struct vnode *);
void	vnode_abort(struct vnode *);

/*
 * The vnode of (mount, key), referenced and not locked; made by the mount's
 * vfs_loadvnode when there is none.  vcache_new is for file systems that make
 * an inode and its vnode together: enters an embryo.
 */
int	vcache_get(struct mount *, uint64_t key, struct vnode **);
struct vnode *vcache_lookup(struct mount *, uint64_t key);
int	vcache_new(struct mount *, uint64_t key, struct vnode **);

/*
 * vgone: take the vnode from its file system now, whoever uses it; the caller
 * has a reference and holds the lock exclusively, and still does afterwards.
 * vrecycle: the same if the caller is the only user.
 */
void	vgone(struct vnode *);
bool	vrecycle(struct vnode *);
int	vflush(struct mount *, struct vnode *skip, bool force);
void	vnode_foreach(struct mount *, bool (*want)(struct vnode *),
	    void (*fn)(struct vnode *, void *), void *);

/* Core: boot. */
void	vnode_init(void);
extern u_int numvnodes;
extern u_int maxvnodes;

/* --- vfs_vnops.c: files --------------------------------------------------- */

/*
 * Open the file that nd names; mode is for O_CREAT (without umask applied).  On
 * success *vpp is open, referenced, not locked, and vn_close() gives it back.
 * flags are F* flags.
 */
int	vn_open(struct nameidata *, int flags, mode_t mode, struct vnode **vpp);
int	vn_open_vnode(struct vnode *, int flags, struct cred *);
int	vn_close(struct vnode *, int flags, struct cred *);

/*
 * openat(2): the same for any kind of file, on fp, which nobody sees yet.
 */
int	vn_open_file(struct nameidata *, int flags, mode_t mode, struct file *);
int	vn_fo_stat(struct file *, struct stat *, struct cred *,
	    struct thread *);
int	vn_fo_chmod(struct file *, mode_t, struct cred *, struct thread *);
int	vn_fo_chown(struct file *, uid_t, gid_t, struct cred *,
	    struct thread *);
int	vn_setmode(struct vnode *, mode_t, struct cred *);
int	vn_setowner(struct vnode *, uid_t, gid_t, struct cred *);

/*
 * Read or write kernel memory.  What could not be moved is *residp; without
 * residp a short transfer is EIO.
 */
int	vn_rdwr(enum uio_rw, struct vnode *, void *, size_t, off_t,
	    struct cred *, ssize_t *residp);
int	vn_rdwr_flags(enum uio_rw, struct vnode *, void *, size_t, off_t,
	    int ioflag, struct cred *, ssize_t *residp);

/* Attributes as stat(2) shows them; the vnode is locked for vn_stat_locked. */
int	vn_stat(struct vnode *, struct stat *, struct cred *);
int	vn_stat_locked(struct vnode *, struct stat *, struct cred *);
int	vnode_stat(struct vnode *, struct stat *, struct cred *,
	    struct thread *);

/*
 * Whether the process may make a file as long as that: EINVAL; EFBIG, when
 * SIGXFSZ was sent.
 */
int	vn_size_check(struct thread *, off_t);

/*
 * Permission to do something with the data: VOP_ACCESS and, for VWRITE, EROFS
 * and ETXTBSY.  The vnode is locked.
 */
int	vn_access(struct vnode *, int mode, struct cred *);

/* The decision for ordinary owners, groups and modes, for file systems. */
int	vaccess(enum vtype, mode_t, uid_t, gid_t, int accmode, struct cred *);

/*
 * A program being executed and a file being written exclude each other:
 * ETXTBSY.
 */
int	vn_text_hold(struct vnode *);
void	vn_text_rele(struct vnode *);
int	vn_write_hold(struct vnode *);
void	vn_write_rele(struct vnode *);

/*
 * The path of a vnode from the caller's root; *pathp points into buf.  ENOENT
 * when it has none any more.
 */
int	vn_fullpath(struct thread *, struct vnode *, char *buf, size_t,
	    char **pathp);

extern const enum vtype iftovt_tab[16];
extern const mode_t vttoif_tab[9];
#define	IFTOVT(mode)	(iftovt_tab[((mode) & 0170000) >> 12])
#define	VTTOIF(type)	(vttoif_tab[(int)(type)])
extern const uint8_t vttodt_tab[9];
#define	VTTODT(type)	(vttodt_tab[(int)(type)])

/*
 * File attributes helpers for file systems.  vattr_check_chmod and _chown
 * decide whether cred may, and which mode remains.
 */
int	vattr_check_chmod(enum vtype, mode_t old, uid_t, gid_t, mode_t *newp,
	    struct cred *);
int	vattr_check_chown(mode_t old, uid_t, gid_t, uid_t nuid, gid_t ngid,
	    mode_t *modep, struct cred *);
int	vattr_check_times(const struct vattr *, mode_t, uid_t, gid_t,
	    struct cred *);
mode_t	vattr_write_mode(mode_t, const struct cred *);
void	vattr_inherit(struct vattr *, gid_t dgid, mode_t dmode,
	    const struct cred *, uid_t *, gid_t *);

/*
 * A record for VOP_READDIR, whose uio_offset the caller sets.  0 and *fullp
 * when it does not fit into uio; EFAULT.
 */
int	vn_dirent(struct uio *, ino_t, uint8_t type, const char *name,
	    size_t namlen, off_t next, bool *fullp);

/* --- vfs_event.c: event queues -------------------------------------------- */

int	vn_fo_event(struct file *, struct file_event *, struct thread *);

/* Core: the operations below tell of what they did. */
void	vnode_fire(struct vnode *, int);
void	vnode_notify_free(struct vnode *);
int	vnode_write_watched(struct vnode *, struct uio *, int, struct cred *);
int	vnode_setattr_watched(struct vnode *, const struct vattr *,
	    struct cred *);
void	vnode_rename_fired(struct vnode *, struct vnode *, struct vnode *,
	    struct vnode *);

/* Core: the same. */
static inline bool
vnode_watched(const struct vnode *vp)
{

	return (__predict_false(atomic_load_relaxed(&vp->v_notify) != NULL));
}

/*
 * Core: NOTE_* happened to vp: tell who watches it.
 */
static inline void
vnode_event(struct vnode *vp, int hint)
{

	if (vnode_watched(vp))
		vnode_fire(vp, hint);
}

/* Core: FIFOs, vfs_fifo.c, for all file systems. */
int	fifo_open(struct vnode *, int fflag, struct thread *, struct file *);
void	fifo_gone(struct vnode *);
void	fifo_init(void);

/* --- calls; what succeeds is an event ------------------------------------- */

static inline int
VOP_LOOKUP(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp)
{

	return (dvp->v_op->vop_lookup == NULL ? SET_ERROR(ENOTDIR) :
	    dvp->v_op->vop_lookup(dvp, vpp, cnp));
}

static inline int
VOP_CREATE(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va)
{
	int error;

	if (dvp->v_op->vop_create == NULL)
		return (SET_ERROR(EROFS));
	error = dvp->v_op->vop_create(dvp, vpp, cnp, va);
	if (error == 0)
		vnode_event(dvp, NOTE_WRITE);
	return (error);
}

static inline int
VOP_MKNOD(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va)
{
	int error;

	if (dvp->v_op->vop_mknod == NULL)
		return (SET_ERROR(EROFS));
	error = dvp->v_op->vop_mknod(dvp, vpp, cnp, va);
	if (error == 0)
		vnode_event(dvp, NOTE_WRITE);
	return (error);
}

static inline int
VOP_MKDIR(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va)
{
	int error;

	if (dvp->v_op->vop_mkdir == NULL)
		return (SET_ERROR(EROFS));
	error = dvp->v_op->vop_mkdir(dvp, vpp, cnp, va);
	if (error == 0)
		vnode_event(dvp, NOTE_WRITE | NOTE_LINK);
	return (error);
}

static inline int
VOP_SYMLINK(struct vnode *dvp, struct vnode **vpp,
    const struct componentname *cnp, const struct vattr *va,
    const char *target)
{
	int error;

	if (dvp->v_op->vop_symlink == NULL)
		return (SET_ERROR(EROFS));
	error = dvp->v_op->vop_symlink(dvp, vpp, cnp, va, target);
	if (error == 0)
		vnode_event(dvp, NOTE_WRITE);
	return (error);
}

static inline int
VOP_LINK(struct vnode *dvp, struct vnode *vp, const struct componentname *cnp)
{
	int error;

	if (dvp->v_op->vop_link == NULL)
		return (SET_ERROR(EROFS));
	error = dvp->v_op->vop_link(dvp, vp, cnp);
	if (error == 0) {
		vnode_event(dvp, NOTE_WRITE);
		vnode_event(vp, NOTE_LINK);
	}
	return (error);
}

static inline int
VOP_REMOVE(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	int error;

	if (dvp->v_op->vop_remove == NULL)
		return (SET_ERROR(EROFS));
	error = dvp->v_op->vop_remove(dvp, vp, cnp);
	if (error == 0) {
		vnode_event(dvp, NOTE_WRITE);
		vnode_event(vp, NOTE_DELETE | NOTE_LINK);
	}
	return (error);
}

static inline int
VOP_RMDIR(struct vnode *dvp, struct vnode *vp,
    const struct componentname *cnp)
{
	int error;

	if (dvp->v_op->vop_rmdir == NULL)
		return (SET_ERROR(EROFS));
	error = dvp->v_op->vop_rmdir(dvp, vp, cnp);
	if (error == 0) {
		vnode_event(dvp, NOTE_WRITE | NOTE_LINK);
		vnode_event(vp, NOTE_DELETE);
	}
	return (error);
}

static inline int
VOP_RENAME(struct vnode *fdvp, struct vnode *fvp,
    const struct componentname *fcnp, struct vnode *tdvp, struct vnode *tvp,
    const struct componentname *tcnp)
{
	int error;

	if (fdvp->v_op->vop_rename == NULL)
		return (SET_ERROR(EROFS));
	error = fdvp->v_op->vop_rename(fdvp, fvp, fcnp, tdvp, tvp, tcnp);
	if (error == 0)
		vnode_rename_fired(fdvp, fvp, tdvp, tvp);
	return (error);
}

static inline int
VOP_OPEN(struct vnode *vp, int fflag, struct cred *cred)
{

	return (vp->v_op->vop_open == NULL ? 0 :
	    vp->v_op->vop_open(vp, fflag, cred));
}

static inline int
VOP_CLOSE(struct vnode *vp, int fflag, struct cred *cred)
{

	return (vp->v_op->vop_close == NULL ? 0 :
	    vp->v_op->vop_close(vp, fflag, cred));
}

static inline int
VOP_ACCESS(struct vnode *vp, int accmode, struct cred *cred)
{

	return (vp->v_op->vop_access == NULL ? 0 :
	    vp->v_op->vop_access(vp, accmode, cred));
}

static inline int
VOP_GETATTR(struct vnode *vp, struct vattr *va, struct cred *cred)
{

	return (vp->v_op->vop_getattr(vp, va, cred));
}

static inline int
VOP_SETATTR(struct vnode *vp, const struct vattr *va, struct cred *cred)
{

	if (vp->v_op->vop_setattr == NULL)
		return (SET_ERROR(EROFS));
	return (vnode_watched(vp) ? vnode_setattr_watched(vp, va, cred) :
	    vp->v_op->vop_setattr(vp, va, cred));
}

static inline int
VOP_READ(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{
	int error;

	if (vp->v_op->vop_read == NULL)
		return (SET_ERROR(EOPNOTSUPP));
	error = vp->v_op->vop_read(vp, uio, ioflag, cred);
	if (error == 0)
		vnode_event(vp, NOTE_READ);
	return (error);
}

static inline int
VOP_WRITE(struct vnode *vp, struct uio *uio, int ioflag, struct cred *cred)
{

	if (vp->v_op->vop_write == NULL)
		return (SET_ERROR(EOPNOTSUPP));
	return (vnode_watched(vp) ?
	    vnode_write_watched(vp, uio, ioflag, cred) :
	    vp->v_op->vop_write(vp, uio, ioflag, cred));
}

static inline int
VOP_IOCTL(struct vnode *vp, u_long cmd, void *data, int fflag,
    struct cred *cred)
{

	return (vp->v_op->vop_ioctl == NULL ? SET_ERROR(ENOTTY) :
	    vp->v_op->vop_ioctl(vp, cmd, data, fflag, cred));
}

static inline int
VOP_FSYNC(struct vnode *vp, bool waitfor, bool dataonly)
{

	return (vp->v_op->vop_fsync == NULL ? 0 :
	    vp->v_op->vop_fsync(vp, waitfor, dataonly));
}

static inline int
VOP_READDIR(struct vnode *vp, struct uio *uio, struct cred *cred, bool *eofp)
{
	int error;

	if (vp->v_op->vop_readdir == NULL)
		return (SET_ERROR(ENOTDIR));
	error = vp->v_op->vop_readdir(vp, uio, cred, eofp);
	if (error == 0)
		vnode_event(vp, NOTE_READ);
	return (error);
}

static inline int
VOP_READLINK(struct vnode *vp, struct uio *uio, struct cred *cred)
{

	return (vp->v_op->vop_readlink == NULL ? SET_ERROR(EINVAL) :
	    vp->v_op->vop_readlink(vp, uio, cred));
}

/*
 * These two are called without v_lock, while o_paging of the object keeps the
 * file system there; v_op may become that of the dead meanwhile.
 */
static inline int
VOP_GETPAGES(struct vnode *vp, struct vm_page **pgs, int n)
{
	const struct vnode_ops *op = atomic_load_acq(&vp->v_op);

	return (op->vop_getpages == NULL ? SET_ERROR(EIO) :
	    op->vop_getpages(vp, pgs, n));
}

static inline int
VOP_PUTPAGES(struct vnode *vp, struct vm_page **pgs, int n, int flags)
{
	const struct vnode_ops *op = atomic_load_acq(&vp->v_op);

	return (op->vop_putpages == NULL ? SET_ERROR(EIO) :
	    op->vop_putpages(vp, pgs, n, flags));
}

static inline int
VOP_EXTENT(struct vnode *vp, off_t off, off_t *endp, bool *datap)
{

	*datap = true;
	return (vp->v_op->vop_extent == NULL ? 0 :
	    vp->v_op->vop_extent(vp, off, endp, datap));
}

int	VOP_PATHCONF(struct vnode *, int name, long *);
#endif /* _KERNEL */

#endif /* !_SYS_VNODE_H_ */
