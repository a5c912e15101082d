/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_FCNTL_H_
#define	_SYS_FCNTL_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__mode_t	mode_t;
typedef	__off_t		off_t;
typedef	__pid_t		pid_t;

/* open(2). */
#define	O_RDONLY	0x00000000
#define	O_WRONLY	0x00000001
#define	O_RDWR		0x00000002
#define	O_ACCMODE	0x00000003
#define	O_NONBLOCK	0x00000004
#define	O_NDELAY	O_NONBLOCK
#define	O_APPEND	0x00000008
#define	O_SHLOCK	0x00000010	/* take a shared lock */
#define	O_EXLOCK	0x00000020	/* take an exclusive lock */
#define	O_ASYNC		0x00000040
#define	O_SYNC		0x00000080
#define	O_FSYNC		O_SYNC
#define	O_NOFOLLOW	0x00000100	/* refuse a symbolic link */
#define	O_CREAT		0x00000200
#define	O_TRUNC		0x00000400
#define	O_EXCL		0x00000800
#define	O_NOCTTY	0x00008000
#define	O_DIRECT	0x00010000
#define	O_DIRECTORY	0x00020000	/* only a directory */
#define	O_EXEC		0x00040000	/* for execution only */
#define	O_SEARCH	O_EXEC
#define	O_TTY_INIT	0x00080000
#define	O_CLOEXEC	0x00100000
#define	O_VERIFY	0x00200000
#define	O_PATH		0x00400000	/* a name, neither read nor write */
#define	O_RESOLVE_BENEATH 0x00800000	/* do not leave the directory */
#define	O_DSYNC		0x01000000
#define	O_RSYNC		O_SYNC
#define	O_EMPTY_PATH	0x02000000

/* The kernel's view of the access mode, O_* plus one. */
#define	FREAD		0x0001
#define	FWRITE		0x0002
#define	FFLAGS(oflags) \
	((oflags) & O_EXEC ? (oflags) : (oflags) + 1)
#define	OFLAGS(fflags) \
	((fflags) & O_EXEC ? (fflags) : (fflags) - 1)
#define	FAPPEND		O_APPEND
#define	FASYNC		O_ASYNC
#define	FFSYNC		O_FSYNC
#define	FNONBLOCK	O_NONBLOCK
#define	FRANDOM		0x10000000	/* posix_fadvise(2) said so */
#define	FSEQUENTIAL	0x20000000

/* The *at() family. */
#define	AT_FDCWD		(-100)
#define	AT_EACCESS		0x0100
#define	AT_SYMLINK_NOFOLLOW	0x0200
#define	AT_SYMLINK_FOLLOW	0x0400
#define	AT_REMOVEDIR		0x0800
#define	AT_RESOLVE_BENEATH	0x2000
#define	AT_EMPTY_PATH		0x4000

/* fcntl(2). */
#define	F_DUPFD		0
#define	F_GETFD		1
#define	F_SETFD		2
#define	F_GETFL		3
#define	F_SETFL		4
#define	F_GETOWN	5
#define	F_SETOWN	6
#define	F_DUP2FD	10
#define	F_GETLK		11
#define	F_SETLK		12
#define	F_SETLKW	13
#define	F_RDAHEAD	16
#define	F_DUPFD_CLOEXEC	17
#define	F_DUP2FD_CLOEXEC 18

#define	FD_CLOEXEC	1

#define	F_RDLCK		1
#define	F_UNLCK		2
#define	F_WRLCK		3

struct flock {
	off_t	l_start;
	off_t	l_len;		/* 0: to the end of the file */
	pid_t	l_pid;		/* owner, filled by F_GETLK */
	short	l_type;		/* F_RDLCK, F_UNLCK or F_WRLCK */
	short	l_whence;
	int	l_sysid;	/* 0: this machine */
	int	__l_spare;
};

_Static_assert(sizeof(struct flock) == 32, "struct flock is frozen");

/* flock(2). */
#define	LOCK_SH		0x01
#define	LOCK_EX		0x02
#define	LOCK_NB		0x04
#define	LOCK_UN		0x08

/* posix_fadvise(2). */
#define	POSIX_FADV_NORMAL	0
#define	POSIX_FADV_RANDOM	1
#define	POSIX_FADV_SEQUENTIAL	2
#define	POSIX_FADV_WILLNEED	3
#define	POSIX_FADV_DONTNEED	4
#define	POSIX_FADV_NOREUSE	5

#ifndef _KERNEL
__BEGIN_DECLS
int	creat(const char *, mode_t);
int	fcntl(int, int, ...);
int	flock(int, int);
int	open(const char *, int, ...);
int	openat(int, const char *, int, ...);
int	posix_fadvise(int, off_t, off_t, int);
int	posix_fallocate(int, off_t, off_t);
__END_DECLS
#endif

#endif /* !_SYS_FCNTL_H_ */
