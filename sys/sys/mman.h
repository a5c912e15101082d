/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_MMAN_H_
#define	_SYS_MMAN_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__mode_t	mode_t;
typedef	__off_t		off_t;
typedef	__size_t	size_t;

#define	PROT_NONE	0x00
#define	PROT_READ	0x01
#define	PROT_WRITE	0x02
#define	PROT_EXEC	0x04
#define	_PROT_ALL	(PROT_READ | PROT_WRITE | PROT_EXEC)

/*
 * The most a later mprotect(2) may ask for; without it, reading, writing and
 * what mmap(2) asks, as far as the file permits.
 */
#define	PROT_MAX_SHIFT	16
#define	PROT_MAX(prot)	((prot) << PROT_MAX_SHIFT)
#define	PROT_EXTRACT(prot)	((prot) & _PROT_ALL)
#define	PROT_MAX_EXTRACT(prot)	(((prot) >> PROT_MAX_SHIFT) & _PROT_ALL)

#define	MAP_SHARED	0x0001
#define	MAP_PRIVATE	0x0002
#define	MAP_FILE	0x0000
#define	MAP_FIXED	0x0010
#define	MAP_HASSEMAPHORE 0x0200
#define	MAP_STACK	0x0400
#define	MAP_NOSYNC	0x0800
#define	MAP_ANON	0x1000
#define	MAP_ANONYMOUS	MAP_ANON
#define	MAP_GUARD	0x2000		/* reserve, never accessible */
#define	MAP_EXCL	0x4000		/* MAP_FIXED fails over a mapping */
#define	MAP_NOCORE	0x00020000
#define	MAP_PREFAULT_READ 0x00040000
#define	MAP_ALIGNED(n)	((n) << MAP_ALIGNMENT_SHIFT)
#define	MAP_ALIGNMENT_SHIFT	24
#define	MAP_ALIGNMENT_MASK	MAP_ALIGNED(0xff)

#define	MAP_FAILED	((void *)-1)

#define	MS_SYNC		0x0000
#define	MS_ASYNC	0x0001
#define	MS_INVALIDATE	0x0002

#define	MCL_CURRENT	0x0001
#define	MCL_FUTURE	0x0002

#define	MADV_NORMAL	0
#define	MADV_RANDOM	1
#define	MADV_SEQUENTIAL	2
#define	MADV_WILLNEED	3
#define	MADV_DONTNEED	4
#define	MADV_FREE	5
#define	MADV_NOSYNC	6
#define	MADV_AUTOSYNC	7
#define	MADV_NOCORE	8
#define	MADV_CORE	9
#define	MADV_PROTECT	10
#define	POSIX_MADV_NORMAL	MADV_NORMAL
#define	POSIX_MADV_RANDOM	MADV_RANDOM
#define	POSIX_MADV_SEQUENTIAL	MADV_SEQUENTIAL
#define	POSIX_MADV_WILLNEED	MADV_WILLNEED
#define	POSIX_MADV_DONTNEED	MADV_DONTNEED

/* minherit(2). */
#define	INHERIT_SHARE	0
#define	INHERIT_COPY	1
#define	INHERIT_NONE	2
#define	INHERIT_ZERO	3

#define	SHM_ANON	((char *)1)	/* shm_open(3): without a name */

#define	MINCORE_INCORE		0x01
#define	MINCORE_REFERENCED	0x02
#define	MINCORE_MODIFIED	0x04

#ifndef _KERNEL
__BEGIN_DECLS
int	madvise(void *, size_t, int);
int	mincore(const void *, size_t, char *);
int	minherit(void *, size_t, int);
int	mlock(const void *, size_t);
int	mlockall(int);
void	*mmap(void *, size_t, int, int, int, off_t);
int	mprotect(void *, size_t, int);
int	msync(void *, size_t, int);
int	munlock(const void *, size_t);
int	munlockall(void);
int	munmap(void *, size_t);
int	posix_madvise(void *, size_t, int);
int	shm_open(const char *, int, mode_t);
int	shm_unlink(const char *);
__END_DECLS
#endif

#endif /* !_SYS_MMAN_H_ */
