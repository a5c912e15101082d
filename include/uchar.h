/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _UCHAR_H_
#define	_UCHAR_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__mbstate_t	mbstate_t;
typedef	__size_t	size_t;
#ifndef __cplusplus
typedef	__CHAR16_TYPE__	char16_t;
typedef	__CHAR32_TYPE__	char32_t;
#endif

__BEGIN_DECLS
size_t	c16rtomb(char *__restrict, char16_t, mbstate_t *__restrict);
size_t	c32rtomb(char *__restrict, char32_t, mbstate_t *__restrict);
size_t	mbrtoc16(char16_t *__restrict, const char *__restrict, size_t,
	    mbstate_t *__restrict);
size_t	mbrtoc32(char32_t *__restrict, const char *__restrict, size_t,
	    mbstate_t *__restrict);
__END_DECLS

#endif /* !_UCHAR_H_ */
