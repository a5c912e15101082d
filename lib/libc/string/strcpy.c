/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Copying and appending strings.
 */
#include <string.h>
#include "word.h"

__no_sanitize_all char *
stpcpy(char *__restrict dst, const char *__restrict src)
{
	uint64_t w;

	for (; !WORD_ALIGNED(src); src++, dst++) {
		if ((*dst = *src) == '\0')
			return (dst);
	}
	for (;; src += 8, dst += 8) {
		w = *(const word_t *)(const void *)src;
		if (WORD_ZEROS(w) != 0)
			break;
		*(uword_t *)(void *)dst = w;
	}
	for (; (*dst = *src) != '\0'; src++, dst++)
		continue;
	return (dst);
}

char *
strcpy(char *__restrict dst, const char *__restrict src)
{
	(void)stpcpy(dst, src);
	return (dst);
}

char *
strcat(char *__restrict dst, const char *__restrict src)
{
	(void)stpcpy(dst + strlen(dst), src);
	return (dst);
}

char *
stpncpy(char *__restrict dst, const char *__restrict src, size_t n)
{
	size_t len = strnlen(src, n);

	(void)memcpy(dst, src, len);
	(void)memset(dst + len, 0, n - len);
	return (dst + len);
}

char *
strncpy(char *__restrict dst, const char *__restrict src, size_t n)
{
	(void)stpncpy(dst, src, n);
	return (dst);
}

char *
strncat(char *__restrict dst, const char *__restrict src, size_t n)
{
	char *end = dst + strlen(dst);
	size_t len = strnlen(src, n);

	(void)memcpy(end, src, len);
	end[len] = '\0';
	return (dst);
}

/*
 * Both return the length that the result would have had.
 */
size_t
strlcpy(char *__restrict dst, const char *__restrict src, size_t size)
{
	size_t len = strlen(src), n;

	if (size > 0) {
		n = len < size ? len : size - 1;
		(void)memcpy(dst, src, n);
		dst[n] = '\0';
	}
	return (len);
}

size_t
strlcat(char *__restrict dst, const char *__restrict src, size_t size)
{
	size_t used = strnlen(dst, size);

	return (used + strlcpy(dst + used, src, size - used));
}
