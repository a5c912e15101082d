/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Collation: that of the C locale, and of UTF-8, is by byte value.
 */
#include <string.h>

int
strcoll(const char *a, const char *b)
{
	return (strcmp(a, b));
}

int
strcoll_l(const char *a, const char *b, locale_t loc)
{
	return (strcmp(a, b));
}

size_t
strxfrm(char *__restrict dst, const char *__restrict src, size_t size)
{
	return (strlcpy(dst, src, size));
}

size_t
strxfrm_l(char *__restrict dst, const char *__restrict src, size_t size,
    locale_t loc)
{
	return (strlcpy(dst, src, size));
}
