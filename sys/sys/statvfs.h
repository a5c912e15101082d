/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * State of a mounted file system: the standard's fields first, then what
 * mount(8) and df(1) show.  getfsstat(2) returns an array of these.
 */

#ifndef _SYS_STATVFS_H_
#define	_SYS_STATVFS_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__fsblkcnt_t	fsblkcnt_t;
typedef	__fsfilcnt_t	fsfilcnt_t;

#define	_VFS_NAMELEN	32
#define	_VFS_MNAMELEN	1024

typedef struct fsid {
	__int32_t	val[2];
} fsid_t;

struct statvfs {
	unsigned long	f_bsize;	/* best size for I/O */
	unsigned long	f_frsize;	/* unit of the counts below */
	fsblkcnt_t	f_blocks;
	fsblkcnt_t	f_bfree;
	fsblkcnt_t	f_bavail;	/* for other than root */
	fsfilcnt_t	f_files;
	fsfilcnt_t	f_ffree;
	fsfilcnt_t	f_favail;
	unsigned long	f_fsid;
	unsigned long	f_flag;		/* ST_*, which are MNT_* */
	unsigned long	f_namemax;
	unsigned long	f_iosize;
	fsid_t		f_fsidx;
	__uid_t		f_owner;	/* who mounted it */
	__uint32_t	f_type;		/* number of the type */
	__uint64_t	f_syncreads;
	__uint64_t	f_syncwrites;
	__uint64_t	f_asyncreads;
	__uint64_t	f_asyncwrites;
	__uint64_t	f_spare[10];
	char		f_fstypename[_VFS_NAMELEN];
	char		f_mntonname[_VFS_MNAMELEN];
	char		f_mntfromname[_VFS_MNAMELEN];
};

_Static_assert(sizeof(struct statvfs) == 2304, "struct statvfs is frozen");

#define	ST_RDONLY	0x00000001
#define	ST_SYNCHRONOUS	0x00000002
#define	ST_NOEXEC	0x00000004
#define	ST_NOSUID	0x00000008
#define	ST_NOATIME	0x10000000

#ifndef _KERNEL
__BEGIN_DECLS
int	fstatvfs(int, struct statvfs *);
int	getfsstat(struct statvfs *, __size_t, int);
int	getmntinfo(struct statvfs **, int);
int	statvfs(const char *__restrict, struct statvfs *__restrict);
__END_DECLS
#endif

#endif /* !_SYS_STATVFS_H_ */
