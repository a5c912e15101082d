/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _STDDEF_H_
#define	_STDDEF_H_

#include <sys/stddef.h>

/* The compiler's own <stddef.h> uses the same guard for the same type. */
#ifndef __CLANG_MAX_ALIGN_T_DEFINED
#define	__CLANG_MAX_ALIGN_T_DEFINED
typedef struct {
	long long	__max_align_ll
	    __attribute__((__aligned__(__alignof__(long long))));
	long double	__max_align_ld
	    __attribute__((__aligned__(__alignof__(long double))));
} max_align_t;
#endif

#endif /* !_STDDEF_H_ */
