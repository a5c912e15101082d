/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Capability rights of descriptors.  The encoding is FreeBSD's: a cap_rights_t
 * is an array of words; the top two bits of word 0 hold the number of words
 * less two (the version), the next five bits of every word hold one bit that
 * names the word's index, and the other 57 bits are rights.  A right is a
 * 64-bit constant that carries its index, so that sets of one word are built
 * with "|" and the wrong word is noticed.
 *
 * Every descriptor slot carries a set; fd_get() refuses a use that needs more.
 */

#ifndef _SYS_CAPSICUM_H_
#define	_SYS_CAPSICUM_H_

#include <sys/types.h>

#define	CAP_RIGHTS_VERSION_00	0
#define	CAP_RIGHTS_VERSION	CAP_RIGHTS_VERSION_00

typedef struct cap_rights {
	__uint64_t	cr_rights[CAP_RIGHTS_VERSION + 2];
} cap_rights_t;

#define	CAPRIGHT(idx, bit)	((1ULL << (57 + (idx))) | (bit))

/* Word 0. */
#define	CAP_READ		CAPRIGHT(0, 0x0000000000000001ULL)
#define	CAP_WRITE		CAPRIGHT(0, 0x0000000000000002ULL)
#define	CAP_SEEK_TELL		CAPRIGHT(0, 0x0000000000000004ULL)
#define	CAP_SEEK		(CAP_SEEK_TELL | 0x0000000000000008ULL)
#define	CAP_PREAD		(CAP_SEEK | CAP_READ)
#define	CAP_PWRITE		(CAP_SEEK | CAP_WRITE)
#define	CAP_MMAP		CAPRIGHT(0, 0x0000000000000010ULL)
#define	CAP_MMAP_R		(CAP_MMAP | CAP_SEEK | CAP_READ)
#define	CAP_MMAP_W		(CAP_MMAP | CAP_SEEK | CAP_WRITE)
#define	CAP_MMAP_X		(CAP_MMAP | CAP_SEEK | 0x0000000000000020ULL)
#define	CAP_MMAP_RW		(CAP_MMAP_R | CAP_MMAP_W)
#define	CAP_MMAP_RX		(CAP_MMAP_R | CAP_MMAP_X)
#define	CAP_MMAP_WX		(CAP_MMAP_W | CAP_MMAP_X)
#define	CAP_MMAP_RWX		(CAP_MMAP_R | CAP_MMAP_W | CAP_MMAP_X)
#define	CAP_CREATE		CAPRIGHT(0, 0x0000000000000040ULL)
#define	CAP_FEXECVE		CAPRIGHT(0, 0x0000000000000080ULL)
#define	CAP_FSYNC		CAPRIGHT(0, 0x0000000000000100ULL)
#define	CAP_FTRUNCATE		CAPRIGHT(0, 0x0000000000000200ULL)
#define	CAP_LOOKUP		CAPRIGHT(0, 0x0000000000000400ULL)
#define	CAP_FCHDIR		CAPRIGHT(0, 0x0000000000000800ULL)
#define	CAP_FCHFLAGS		CAPRIGHT(0, 0x0000000000001000ULL)
#define	CAP_CHFLAGSAT		(CAP_FCHFLAGS | CAP_LOOKUP)
#define	CAP_FCHMOD		CAPRIGHT(0, 0x0000000000002000ULL)
#define	CAP_FCHMODAT		(CAP_FCHMOD | CAP_LOOKUP)
#define	CAP_FCHOWN		CAPRIGHT(0, 0x0000000000004000ULL)
#define	CAP_FCHOWNAT		(CAP_FCHOWN | CAP_LOOKUP)
#define	CAP_FCNTL		CAPRIGHT(0, 0x0000000000008000ULL)
#define	CAP_FLOCK		CAPRIGHT(0, 0x0000000000010000ULL)
#define	CAP_FPATHCONF		CAPRIGHT(0, 0x0000000000020000ULL)
#define	CAP_FSCK		CAPRIGHT(0, 0x0000000000040000ULL)
#define	CAP_FSTAT		CAPRIGHT(0, 0x0000000000080000ULL)
#define	CAP_FSTATAT		(CAP_FSTAT | CAP_LOOKUP)
#define	CAP_FSTATFS		CAPRIGHT(0, 0x0000000000100000ULL)
#define	CAP_FUTIMES		CAPRIGHT(0, 0x0000000000200000ULL)
#define	CAP_FUTIMESAT		(CAP_FUTIMES | CAP_LOOKUP)
#define	CAP_LINKAT_TARGET	(CAP_LOOKUP | 0x0000000000400000ULL)
#define	CAP_MKDIRAT		(CAP_LOOKUP | 0x0000000000800000ULL)
#define	CAP_MKFIFOAT		(CAP_LOOKUP | 0x0000000001000000ULL)
#define	CAP_MKNODAT		(CAP_LOOKUP | 0x0000000002000000ULL)
#define	CAP_RENAMEAT_SOURCE	(CAP_LOOKUP | 0x0000000004000000ULL)
#define	CAP_SYMLINKAT		(CAP_LOOKUP | 0x0000000008000000ULL)
#define	CAP_UNLINKAT		(CAP_LOOKUP | 0x0000000010000000ULL)
#define	CAP_ACCEPT		CAPRIGHT(0, 0x0000000020000000ULL)
#define	CAP_BIND		CAPRIGHT(0, 0x0000000040000000ULL)
#define	CAP_CONNECT		CAPRIGHT(0, 0x0000000080000000ULL)
#define	CAP_GETPEERNAME		CAPRIGHT(0, 0x0000000100000000ULL)
#define	CAP_GETSOCKNAME		CAPRIGHT(0, 0x0000000200000000ULL)
#define	CAP_GETSOCKOPT		CAPRIGHT(0, 0x0000000400000000ULL)
#define	CAP_LISTEN		CAPRIGHT(0, 0x0000000800000000ULL)
#define	CAP_PEELOFF		CAPRIGHT(0, 0x0000001000000000ULL)
#define	CAP_SETSOCKOPT		CAPRIGHT(0, 0x0000002000000000ULL)
#define	CAP_SHUTDOWN		CAPRIGHT(0, 0x0000004000000000ULL)
#define	CAP_BINDAT		(CAP_LOOKUP | 0x0000008000000000ULL)
#define	CAP_CONNECTAT		(CAP_LOOKUP | 0x0000010000000000ULL)
#define	CAP_LINKAT_SOURCE	(CAP_LOOKUP | 0x0000020000000000ULL)
#define	CAP_RENAMEAT_TARGET	(CAP_LOOKUP | 0x0000040000000000ULL)
#define	CAP_ALL0		CAPRIGHT(0, 0x000007FFFFFFFFFFULL)
#define	CAP_RECV		CAP_READ
#define	CAP_SEND		CAP_WRITE

/* Word 1. */
#define	CAP_PDGETPID		CAPRIGHT(1, 0x0000000000000001ULL)
#define	CAP_PDWAIT		CAPRIGHT(1, 0x0000000000000002ULL)
#define	CAP_PDKILL		CAPRIGHT(1, 0x0000000000000004ULL)
#define	CAP_SEM_GETVALUE	CAPRIGHT(1, 0x0000000000000008ULL)
#define	CAP_SEM_POST		CAPRIGHT(1, 0x0000000000000010ULL)
#define	CAP_SEM_WAIT		CAPRIGHT(1, 0x0000000000000020ULL)
#define	CAP_EVENT		CAPRIGHT(1, 0x0000000000000040ULL)
#define	CAP_KQUEUE_EVENT	CAPRIGHT(1, 0x0000000000000080ULL)
#define	CAP_IOCTL		CAPRIGHT(1, 0x0000000000000100ULL)
#define	CAP_TTYHOOK		CAPRIGHT(1, 0x0000000000000200ULL)
#define	CAP_KQUEUE_CHANGE	CAPRIGHT(1, 0x0000000000100000ULL)
#define	CAP_KQUEUE		(CAP_KQUEUE_EVENT | CAP_KQUEUE_CHANGE)
#define	CAP_ALL1		CAPRIGHT(1, 0x00000000001FFFFFULL)

/* What fcntl(2) commands a descriptor permits. */
#define	CAP_FCNTL_GETFL		(1 << 3)
#define	CAP_FCNTL_SETFL		(1 << 4)
#define	CAP_FCNTL_GETOWN	(1 << 5)
#define	CAP_FCNTL_SETOWN	(1 << 6)
#define	CAP_FCNTL_ALL		(CAP_FCNTL_GETFL | CAP_FCNTL_SETFL | \
				    CAP_FCNTL_GETOWN | CAP_FCNTL_SETOWN)

#define	CAP_IOCTLS_ALL		SSIZE_MAX

#ifdef _KERNEL
/*
 * Constant sets are written at compile time: CAP_RIGHTS_WORDS(r0, r1) takes
 * rights of word 0 and of word 1, either may be 0.
 */
#define	CAP_RIGHTS_WORDS(r0, r1) \
	{ { CAPRIGHT(0, 0ULL) | (r0), CAPRIGHT(1, 0ULL) | (r1) } }

extern const cap_rights_t cap_all_rights;
extern const cap_rights_t cap_no_rights;
extern const cap_rights_t cap_accept_rights;
extern const cap_rights_t cap_bind_rights;
extern const cap_rights_t cap_connect_rights;
extern const cap_rights_t cap_getpeername_rights;
extern const cap_rights_t cap_getsockname_rights;
extern const cap_rights_t cap_getsockopt_rights;
extern const cap_rights_t cap_listen_rights;
extern const cap_rights_t cap_send_connect_rights;
extern const cap_rights_t cap_setsockopt_rights;
extern const cap_rights_t cap_shutdown_rights;
extern const cap_rights_t cap_fchdir_rights;
extern const cap_rights_t cap_fchmod_rights;
extern const cap_rights_t cap_fchown_rights;
extern const cap_rights_t cap_fcntl_rights;
extern const cap_rights_t cap_fexecve_rights;
extern const cap_rights_t cap_flock_rights;
extern const cap_rights_t cap_fpathconf_rights;
extern const cap_rights_t cap_fstat_rights;
extern const cap_rights_t cap_fstatfs_rights;
extern const cap_rights_t cap_fsync_rights;
extern const cap_rights_t cap_ftruncate_rights;
extern const cap_rights_t cap_futimes_rights;
extern const cap_rights_t cap_ioctl_rights;
extern const cap_rights_t cap_lookup_rights;
extern const cap_rights_t cap_mmap_rights;
extern const cap_rights_t cap_event_rights;
extern const cap_rights_t cap_pdgetpid_rights;
extern const cap_rights_t cap_pdkill_rights;
extern const cap_rights_t cap_pdwait_rights;
extern const cap_rights_t cap_pread_rights;
extern const cap_rights_t cap_pwrite_rights;
extern const cap_rights_t cap_read_rights;
extern const cap_rights_t cap_seek_rights;
extern const cap_rights_t cap_seek_tell_rights;
extern const cap_rights_t cap_write_rights;

/*
 * Does big hold every right of little?  Both are valid sets of our version.
 */
static inline bool
cap_rights_has(const cap_rights_t *big, const cap_rights_t *little)
{

	return (((little->cr_rights[0] & ~big->cr_rights[0]) |
	    (little->cr_rights[1] & ~big->cr_rights[1])) == 0);
}

static inline void
cap_rights_add(cap_rights_t *dst, const cap_rights_t *src)
{

	dst->cr_rights[0] |= src->cr_rights[0];
	dst->cr_rights[1] |= src->cr_rights[1];
}
#endif /* _KERNEL */

#endif /* !_SYS_CAPSICUM_H_ */
