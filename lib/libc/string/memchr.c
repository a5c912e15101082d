/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Looking for a byte in a block.
 */
#include <string.h>
#include "word.h"

__no_sanitize_all void *
memchr(const void *block, int c, size_t n)
{
	const unsigned char *p = block;
	uint64_t pattern = (unsigned char)c * WORD_ONES, mark;

	for (; n > 0 && !WORD_ALIGNED(p); n--, p++) {
		if (*p == (unsigned char)c)
			return (__DECONST(void *, p));
	}
	for (; n >= 8; n -= 8, p += 8) {
		mark = *(const word_t *)(const void *)p ^ pattern;
		mark = WORD_ZEROS(mark);
		if (mark != 0)
			return (__DECONST(void *, p + WORD_FIRST(mark)));
	}
	for (; n > 0; n--, p++) {
		if (*p == (unsigned char)c)
			return (__DECONST(void *, p));
	}
	return (NULL);
}

void *
memrchr(const void *block, int c, size_t n)
{
	const unsigned char *p = (const unsigned char *)block + n;

	while (n-- > 0) {
		if (*--p == (unsigned char)c)
			return (__DECONST(void *, p));
	}
	return (NULL);
}

void *
memccpy(void *__restrict dst, const void *__restrict src, int c, size_t n)
{
	const void *end = memchr(src, c, n);

	if (end == NULL) {
		(void)memcpy(dst, src, n);
		return (NULL);
	}
	return (mempcpy(dst, src,
	    (size_t)((const char *)end - (const char *)src) + 1));
}
