/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Comparing blocks.
 */
#include <string.h>
#include <strings.h>
#include "word.h"

int
memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a, *q = b;
	uint64_t x, y;

	for (; n >= 8; n -= 8, p += 8, q += 8) {
		x = *(const uword_t *)p;
		y = *(const uword_t *)q;
		if (x != y) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
			x = __builtin_bswap64(x);
			y = __builtin_bswap64(y);
#endif
			return (x < y ? -1 : 1);
		}
	}
	for (; n > 0; n--, p++, q++) {
		if (*p != *q)
			return (*p - *q);
	}
	return (0);
}

int
bcmp(const void *a, const void *b, size_t n)
{
	return (memcmp(a, b, n) != 0);
}

/*
 * These two take the same time whatever the bytes are.
 */
int
timingsafe_bcmp(const void *a, const void *b, size_t n)
{
	const volatile unsigned char *p = a, *q = b;
	int diff = 0;

	for (; n > 0; n--)
		diff |= *p++ ^ *q++;
	return (diff != 0);
}

int
timingsafe_memcmp(const void *a, const void *b, size_t n)
{
	const volatile unsigned char *p = a, *q = b;
	int result = 0, decided = 0, less, greater;
	size_t i;

	for (i = 0; i < n; i++) {
		less = ((int)p[i] - (int)q[i]) >> 8;
		greater = ((int)q[i] - (int)p[i]) >> 8;
		result |= (less - greater) & ~decided;
		decided |= less | greater;
	}
	return (result);
}
