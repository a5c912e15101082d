/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The types behind the public typedef names, so that a header can declare just
 * the names that its standard asks for.  All sizes here are frozen ABI.
 */

#ifndef _SYS__TYPES_H_
#define	_SYS__TYPES_H_

#include <sys/cdefs.h>
#include <machine/_types.h>

typedef	__int64_t	__blkcnt_t;	/* 512-byte blocks of a file */
typedef	__int32_t	__blksize_t;	/* preferred transfer size */
typedef	__int64_t	__clock_t;	/* 1/CLOCKS_PER_SEC seconds */
typedef	__int32_t	__clockid_t;
typedef	__uint64_t	__dev_t;
typedef	__uint64_t	__fflags_t;
typedef	__uint64_t	__fsblkcnt_t;
typedef	__uint64_t	__fsfilcnt_t;
typedef	__uint32_t	__gid_t;
typedef	__int64_t	__id_t;		/* holds a pid, gid or uid */
typedef	__uint64_t	__ino_t;
typedef	__int64_t	__key_t;
typedef	__uint32_t	__mode_t;
typedef	__uint64_t	__nlink_t;
typedef	__int64_t	__off_t;
typedef	__int32_t	__pid_t;
typedef	__uint64_t	__rlim_t;
typedef	__uint8_t	__sa_family_t;
typedef	__uint32_t	__socklen_t;
typedef	__int64_t	__suseconds_t;
typedef	__int64_t	__time_t;
typedef	struct __timer	*__timer_t;
typedef	__uint32_t	__uid_t;
typedef	__uint32_t	__useconds_t;
typedef	__WCHAR_TYPE__	__wchar_t;
typedef	unsigned int	__wint_t;
typedef	__builtin_va_list	__va_list;

/*
 * Conversion state of one multibyte character.
 */
typedef union {
	char		__mbstate8[128];
	__int64_t	__mbstateL;
} __mbstate_t;

#endif /* !_SYS__TYPES_H_ */
