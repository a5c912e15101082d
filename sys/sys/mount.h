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

#ifndef _KERNEL
__BEGIN_DECLS
int	mount(const char *, const char *, int, void *, size_t);
int	unmount(const char *, int);
__END_DECLS
#endif

#endif /* !_SYS_MOUNT_H_ */
