/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_STDDEF_H_
#define	_SYS_STDDEF_H_

#include <sys/_null.h>
#include <sys/_types.h>

typedef	__ptrdiff_t	ptrdiff_t;
typedef	__size_t	size_t;
#ifndef __cplusplus
typedef	__wchar_t	wchar_t;
#endif

#undef offsetof
#define	offsetof(type, field)	__builtin_offsetof(type, field)

#endif /* !_SYS_STDDEF_H_ */
