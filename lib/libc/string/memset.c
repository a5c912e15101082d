/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Filling.  Like memcpy.c: overlapping stores for short blocks, 64 bytes a
 * round for long ones.
 */
#include <stdint.h>
#include <string.h>
#include <strings.h>

typedef long long v16 __attribute__((__vector_size__(16), __aligned__(1),
    __may_alias__));
typedef uint64_t u8 __attribute__((__aligned__(1), __may_alias__));
typedef uint32_t u4 __attribute__((__aligned__(1), __may_alias__));
typedef uint16_t u2 __attribute__((__aligned__(1), __may_alias__));

void *
memset(void *dst, int c, size_t n)
{
	uint64_t w = (unsigned char)c * 0x0101010101010101UL;
	unsigned char *d = dst, *last;
	v16 v = { (long long)w, (long long)w };

	if (n > 64) {
		last = d + n - 64;
		do {
			((v16 *)d)[0] = v;
			((v16 *)d)[1] = v;
			((v16 *)d)[2] = v;
			((v16 *)d)[3] = v;
			d += 64;
		} while (d < last);
		((v16 *)last)[0] = v;
		((v16 *)last)[1] = v;
		((v16 *)last)[2] = v;
		((v16 *)last)[3] = v;
	} else if (n >= 16) {
		*(v16 *)d = v;
		*(v16 *)(d + n - 16) = v;
		if (n > 32) {
			*(v16 *)(d + 16) = v;
			*(v16 *)(d + n - 32) = v;
		}
	} else if (n >= 8) {
		*(u8 *)d = w;
		*(u8 *)(d + n - 8) = w;
	} else if (n >= 4) {
		*(u4 *)d = (uint32_t)w;
		*(u4 *)(d + n - 4) = (uint32_t)w;
	} else if (n >= 2) {
		*(u2 *)d = (uint16_t)w;
		*(u2 *)(d + n - 2) = (uint16_t)w;
	} else if (n == 1)
		*d = (unsigned char)c;
	return (dst);
}

void
bzero(void *dst, size_t n)
{
	(void)memset(dst, 0, n);
}

/*
 * The compiler must believe that somebody looks at the bytes afterwards.
 */
void *
memset_explicit(void *dst, int c, size_t n)
{
	(void)memset(dst, c, n);
	__asm__ __volatile__("" : : "r" (dst) : "memory");
	return (dst);
}

void
explicit_bzero(void *dst, size_t n)
{
	(void)memset_explicit(dst, 0, n);
}
