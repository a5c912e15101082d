/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_TYPES_H_
#define	_SYS_TYPES_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <sys/endian.h>
#include <sys/stdint.h>

typedef	unsigned char	u_char;
typedef	unsigned short	u_short;
typedef	unsigned int	u_int;
typedef	unsigned long	u_long;
typedef	unsigned short	ushort;
typedef	unsigned int	uint;
typedef	unsigned long	ulong;
typedef	__uint8_t	u_int8_t;
typedef	__uint16_t	u_int16_t;
typedef	__uint32_t	u_int32_t;
typedef	__uint64_t	u_int64_t;
typedef	__uint64_t	u_quad_t;
typedef	__int64_t	quad_t;
typedef	__register_t	register_t;
typedef	char		*caddr_t;

typedef	__blkcnt_t	blkcnt_t;
typedef	__blksize_t	blksize_t;
typedef	__clock_t	clock_t;
typedef	__clockid_t	clockid_t;
typedef	__int64_t	daddr_t;
typedef	__dev_t		dev_t;
typedef	__fsblkcnt_t	fsblkcnt_t;
typedef	__fsfilcnt_t	fsfilcnt_t;
typedef	__gid_t		gid_t;
typedef	__id_t		id_t;
typedef	__ino_t		ino_t;
typedef	__key_t		key_t;
typedef	__mode_t	mode_t;
typedef	__nlink_t	nlink_t;
typedef	__off_t		off_t;
typedef	__pid_t		pid_t;
typedef	__rlim_t	rlim_t;
typedef	__size_t	size_t;
typedef	__ssize_t	ssize_t;
typedef	__suseconds_t	suseconds_t;
typedef	__time_t	time_t;
typedef	__timer_t	timer_t;
typedef	__uid_t		uid_t;
typedef	__useconds_t	useconds_t;

/*
 * A dev_t holds 32 bits of major and 32 bits of minor number.
 */
#define	major(d)	((int)(((__dev_t)(d) >> 32) & 0xffffffffUL))
#define	minor(d)	((int)((__dev_t)(d) & 0xffffffffUL))
#define	makedev(ma, mi) \
	(((__dev_t)(unsigned int)(ma) << 32) | (unsigned int)(mi))

_Static_assert(sizeof(time_t) == 8 && sizeof(off_t) == 8 &&
    sizeof(ino_t) == 8 && sizeof(dev_t) == 8 && sizeof(blkcnt_t) == 8 &&
    sizeof(nlink_t) == 8, "64-bit file and time types");
_Static_assert(sizeof(pid_t) == 4 && sizeof(uid_t) == 4 &&
    sizeof(gid_t) == 4 && sizeof(mode_t) == 4, "32-bit id types");

#ifdef _KERNEL
#include <sys/stdbool.h>
#include <sys/stddef.h>

typedef	__vaddr_t	vaddr_t;
typedef	__paddr_t	paddr_t;
typedef	__vsize_t	vsize_t;
typedef	__psize_t	psize_t;
typedef	__vaddr_t	vm_offset_t;	/* virtual address */
typedef	__vsize_t	vm_size_t;
typedef	__paddr_t	vm_paddr_t;	/* physical address */
#else
#include <sys/select.h>

typedef	struct __pthread		*pthread_t;
typedef	int				pthread_key_t;
typedef	struct __pthread_attr		{ long __room[8]; } pthread_attr_t;
typedef	struct __pthread_mutex		{ long __room[8]; } pthread_mutex_t;
typedef	struct __pthread_mutexattr	{ long __room[2]; } pthread_mutexattr_t;
typedef	struct __pthread_cond		{ long __room[6]; } pthread_cond_t;
typedef	struct __pthread_condattr	{ long __room[2]; } pthread_condattr_t;
typedef	struct __pthread_rwlock		{ long __room[8]; } pthread_rwlock_t;
typedef	struct __pthread_rwlockattr { long __room[2]; } pthread_rwlockattr_t;
typedef	struct __pthread_barrier	{ long __room[6]; } pthread_barrier_t;
typedef	struct __pthread_barrierattr { long __room[2]; } pthread_barrierattr_t;
typedef	struct __pthread_spin		{ long __room[1]; } pthread_spinlock_t;
typedef	struct __pthread_once		{ long __room[1]; } pthread_once_t;
#endif

#endif /* !_SYS_TYPES_H_ */
