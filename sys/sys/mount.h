/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_MOUNT_H_
#define	_SYS_MOUNT_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <sys/statvfs.h>

typedef	__size_t	size_t;

#define	MFSNAMELEN	_VFS_NAMELEN
#define	MNAMELEN	_VFS_MNAMELEN

/* Options of a mount, shown in f_flag. */
#define	MNT_RDONLY	0x00000001
#define	MNT_SYNCHRONOUS	0x00000002
#define	MNT_NOEXEC	0x00000004
#define	MNT_NOSUID	0x00000008
#define	MNT_UNION	0x00000020
#define	MNT_ASYNC	0x00000040
#define	MNT_NOSYMFOLLOW	0x00400000
#define	MNT_NOATIME	0x10000000
/* What the kernel says of it. */
#define	MNT_LOCAL	0x00001000
#define	MNT_ROOTFS	0x00004000
#define	MNT_USER	0x00008000
#define	MNT_IGNORE	0x00800000
/* Commands to mount(2) and unmount(2). */
#define	MNT_UPDATE	0x00010000
#define	MNT_RELOAD	0x00040000
#define	MNT_FORCE	0x00080000
#define	MNT_BYFSID	0x08000000

#define	MNT_VISFLAGMASK	(MNT_RDONLY | MNT_SYNCHRONOUS | MNT_NOEXEC | \
			    MNT_NOSUID | MNT_UNION | MNT_ASYNC | \
			    MNT_NOSYMFOLLOW | MNT_NOATIME | MNT_LOCAL | \
			    MNT_ROOTFS | MNT_USER | MNT_IGNORE)
#define	MNT_CMDFLAGS	(MNT_UPDATE | MNT_RELOAD | MNT_FORCE | MNT_BYFSID)

/* getfsstat(2). */
#define	MNT_WAIT	1	/* ask the file systems */
#define	MNT_NOWAIT	2	/* what is known already */
#define	MNT_LAZY	3

/* Data that mount(2) takes for a file system that lives on a device. */
struct mount_dev_args {
	__uint32_t	size;		/* of this structure */
	__uint32_t	flags;
	const char	*fspec;		/* path of the device */
};

/* And for one in memory. */
struct mount_tmpfs_args {
	__uint32_t	size;		/* of this structure */
	__mode_t	mode;		/* of the root directory */
	__uid_t		uid;
	__gid_t		gid;
	__uint64_t	bytes_max;	/* 0: half of the memory */
	__uint64_t	nodes_max;	/* 0: as many as fit */
};

#ifdef _KERNEL
#include <sys/linker_set.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/rwlock.h>
#include <sys/types.h>

struct cred;
struct disk;
struct mount;
struct stat;
struct thread;
struct vnode;

/*
 * A file system type.  vfs_mount fills mp->mnt_data, mnt_root (referenced) and
 * the constant part of mnt_stat; data is in kernel memory, fspec the device as
 * the caller named it ("" without).  With MNT_UPDATE in mnt_flag it changes a
 * mount, the old flags being given.  vfs_unmount is called when no vnode but
 * the root is in use (or force), all others are gone; it writes everything and
 * gives mnt_data back.  vfs_loadvnode makes the vnode of an inode number:
 * sets v_type, v_op, v_data; ENOENT when there is none.
 */
struct vfsops {
	const char	*vfs_name;
	u_int		vfs_flags;	/* VFCF_* */
	int	(*vfs_mount)(struct mount *, const char *fspec,
		    const void *data, size_t datalen, int oldflags,
		    struct thread *);
	int	(*vfs_unmount)(struct mount *, bool force);
	int	(*vfs_statvfs)(struct mount *, struct statvfs *);
	int	(*vfs_sync)(struct mount *, int waitfor);	/* MNT_* */
	int	(*vfs_loadvnode)(struct mount *, struct vnode *, __uint64_t);
	void	(*vfs_init)(void);
};

#define	VFCF_DEVICE	0x01		/* needs a device: fspec */
#define	VFCF_SYNTHETIC	0x02		/* has no data of its own */
#define	VFCF_NEGCACHE	0x04		/* missing names may be cached */

#define	VFS_SET(ops)	DATA_SET(vfsops_set, ops)

/*
 * A mounted file system.  Locks: (M) mountlist_lock, (m) mnt_lock,
 * (i) constant, (a) atomic, (I) v_interlock of the covered vnode.
 */
struct mount {
	TAILQ_ENTRY(mount) mnt_list;	/* (M) */
	const struct vfsops *mnt_op;	/* (i) */
	struct vnode	*mnt_vnodecovered;	/* (i) referenced; NULL: root */
	struct vnode	*mnt_root;	/* (i) referenced */
	void		*mnt_data;	/* (i) the file system's */
	volatile __uint32_t mnt_flag;	/* (M to write) MNT_* */
	__uint32_t	mnt_kflag;	/* (M) MNTK_* */
	__uint32_t	mnt_ref;	/* (a) keeps the memory */
	__uint64_t	mnt_serial;	/* (i) never used twice */
	struct kmutex	mnt_lock;
	TAILQ_HEAD(, vnode) mnt_vnodelist;	/* (m) */
	__uint32_t	mnt_nvnodes;	/* (m) */
	struct kmutex	mnt_renamelock;	/* directories keep their parents */
	struct rwlock	mnt_busy;	/* shared: not unmounted meanwhile */
	struct statvfs	mnt_stat;	/* (M) what is constant, last counts */
};

#define	MNTK_UNMOUNT	0x0001		/* being unmounted */
#define	MNTK_GONE	0x0002		/* is unmounted */

extern TAILQ_HEAD(mntlist, mount) mountlist;
extern struct rwlock mountlist_lock;

#define	MFSTYPE_EXT2	0xef53
#define	MFSTYPE_TMPFS	0x87
#define	MFSTYPE_DEVFS	0x71
#define	MFSTYPE_PROCFS	0x02

/*
 * Core: boot.  vfs_mountroot() mounts what the command line's root= names and a
 * devfs on /dev, and gives td's process its directories.
 */
void	vfs_init(void);
void	vfs_start(void);
void	vfs_mountroot(struct thread *);

/* vfs_shutdown() writes everything and unmounts what it can. */
void	vfs_shutdown(void);
int	vfs_mount_at(struct thread *, const char *type, const char *dir,
	    const char *fspec, int flags, const void *data, size_t);
int	vfs_busy(struct mount *);	/* ENOENT once it is unmounted */
void	vfs_unbusy(struct mount *);
void	vfs_ref(struct mount *);
int	vfs_ref_vnode(struct vnode *, struct mount **);
void	vfs_rele(struct mount *);
int	vfs_statvfs(struct mount *, struct statvfs *);
int	vfs_sync_all(int waitfor);
int	vfs_foreach(int (*)(struct mount *, void *), void *);
void	vfs_foreach_locked(void (*)(const struct mount *, void *), void *);
int	vfs_getdisk(struct thread *, const char *fspec, struct disk **);
#else
__BEGIN_DECLS
int	mount(const char *, const char *, int, void *, size_t);
int	unmount(const char *, int);
__END_DECLS
#endif

#endif /* !_SYS_MOUNT_H_ */
