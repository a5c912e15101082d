/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_STAT_H_
#define	_SYS_STAT_H_

#include <sys/_timespec.h>
#include <sys/types.h>

struct stat {
	dev_t		st_dev;		/* file system */
	ino_t		st_ino;
	nlink_t		st_nlink;
	mode_t		st_mode;
	uid_t		st_uid;
	gid_t		st_gid;
	__uint32_t	st_padding0;
	dev_t		st_rdev;	/* of a device */
	struct timespec	st_atim;	/* last access */
	struct timespec	st_mtim;	/* last change of the data */
	struct timespec	st_ctim;	/* last change of the inode */
	struct timespec	st_birthtim;	/* creation */
	off_t		st_size;
	blkcnt_t	st_blocks;	/* 512-byte blocks */
	blksize_t	st_blksize;	/* best size for I/O */
	__uint32_t	st_flags;	/* UF_*, SF_* */
	__uint64_t	st_gen;		/* generation number */
	__uint64_t	st_spare[10];
};

_Static_assert(sizeof(struct stat) == 224, "struct stat is frozen");

#define	st_atime	st_atim.tv_sec
#define	st_mtime	st_mtim.tv_sec
#define	st_ctime	st_ctim.tv_sec
#define	st_birthtime	st_birthtim.tv_sec
#define	st_atimespec	st_atim
#define	st_mtimespec	st_mtim
#define	st_ctimespec	st_ctim
#define	st_birthtimespec	st_birthtim

#define	S_ISUID		0004000
#define	S_ISGID		0002000
#define	S_ISVTX		0001000
#define	S_ISTXT		S_ISVTX

#define	S_IRWXU		0000700
#define	S_IRUSR		0000400
#define	S_IWUSR		0000200
#define	S_IXUSR		0000100
#define	S_IREAD		S_IRUSR
#define	S_IWRITE	S_IWUSR
#define	S_IEXEC		S_IXUSR
#define	S_IRWXG		0000070
#define	S_IRGRP		0000040
#define	S_IWGRP		0000020
#define	S_IXGRP		0000010
#define	S_IRWXO		0000007
#define	S_IROTH		0000004
#define	S_IWOTH		0000002
#define	S_IXOTH		0000001

#define	S_IFMT		0170000
#define	S_IFIFO		0010000
#define	S_IFCHR		0020000
#define	S_IFDIR		0040000
#define	S_IFBLK		0060000
#define	S_IFREG		0100000
#define	S_IFLNK		0120000
#define	S_IFSOCK	0140000

#define	S_ISDIR(m)	(((m) & S_IFMT) == S_IFDIR)
#define	S_ISCHR(m)	(((m) & S_IFMT) == S_IFCHR)
#define	S_ISBLK(m)	(((m) & S_IFMT) == S_IFBLK)
#define	S_ISREG(m)	(((m) & S_IFMT) == S_IFREG)
#define	S_ISFIFO(m)	(((m) & S_IFMT) == S_IFIFO)
#define	S_ISLNK(m)	(((m) & S_IFMT) == S_IFLNK)
#define	S_ISSOCK(m)	(((m) & S_IFMT) == S_IFSOCK)
#define	S_TYPEISMQ(st)	((void)(st), 0)
#define	S_TYPEISSEM(st)	((void)(st), 0)
#define	S_TYPEISSHM(st)	((void)(st), 0)

#define	ACCESSPERMS	(S_IRWXU | S_IRWXG | S_IRWXO)
#define	ALLPERMS	(S_ISUID | S_ISGID | S_ISTXT | ACCESSPERMS)
#define	DEFFILEMODE	(S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | \
			    S_IWOTH)
#define	S_BLKSIZE	512

/* st_flags: the owner's, then the super-user's. */
#define	UF_SETTABLE	0x0000ffff
#define	UF_NODUMP	0x00000001
#define	UF_IMMUTABLE	0x00000002
#define	UF_APPEND	0x00000004
#define	UF_OPAQUE	0x00000008
#define	UF_NOUNLINK	0x00000010
#define	SF_SETTABLE	0xffff0000
#define	SF_ARCHIVED	0x00010000
#define	SF_IMMUTABLE	0x00020000
#define	SF_APPEND	0x00040000
#define	SF_NOUNLINK	0x00100000

#define	UTIME_NOW	-1
#define	UTIME_OMIT	-2

#ifndef _KERNEL
__BEGIN_DECLS
int	chmod(const char *, mode_t);
int	fchmod(int, mode_t);
int	fchmodat(int, const char *, mode_t, int);
int	fstat(int, struct stat *);
int	fstatat(int, const char *__restrict, struct stat *__restrict, int);
int	futimens(int, const struct timespec [2]);
int	lchmod(const char *, mode_t);
int	lstat(const char *__restrict, struct stat *__restrict);
int	mkdir(const char *, mode_t);
int	mkdirat(int, const char *, mode_t);
int	mkfifo(const char *, mode_t);
int	mkfifoat(int, const char *, mode_t);
int	mknod(const char *, mode_t, dev_t);
int	mknodat(int, const char *, mode_t, dev_t);
int	stat(const char *__restrict, struct stat *__restrict);
mode_t	umask(mode_t);
int	utimensat(int, const char *, const struct timespec [2], int);
__END_DECLS
#endif

#endif /* !_SYS_STAT_H_ */
