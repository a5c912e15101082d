/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _MACHINE__TYPES_H_
#define	_MACHINE__TYPES_H_

typedef signed char		__int8_t;
typedef unsigned char		__uint8_t;
typedef short			__int16_t;
typedef unsigned short		__uint16_t;
typedef int			__int32_t;
typedef unsigned int		__uint32_t;
typedef long			__int64_t;
typedef unsigned long		__uint64_t;
typedef long			__intptr_t;
typedef unsigned long		__uintptr_t;
typedef long			__intmax_t;
typedef unsigned long		__uintmax_t;
typedef long			__register_t;
typedef unsigned long		__size_t;
typedef long			__ssize_t;
typedef long			__ptrdiff_t;

typedef unsigned long		__vaddr_t;
typedef unsigned long		__paddr_t;
typedef unsigned long		__vsize_t;
typedef unsigned long		__psize_t;

_Static_assert(sizeof(void *) == 8 && sizeof(long) == 8, "LP64 only");

#endif /* !_MACHINE__TYPES_H_ */
