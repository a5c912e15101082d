/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Copying.  Short blocks are two overlapping halves, each loaded before either
 * is stored, so that one body serves memcpy and memmove alike; long ones go 64
 * bytes a round in 16-byte vectors, from whichever end is safe.
 *
 * No `rep' instructions: emulators execute them a byte at a time.
 * Tests: tests/lib/libc/string/t_memcpy.c
 */

#include <stdint.h>
#include <string.h>
#include <strings.h>

typedef long long v16 __attribute__((__vector_size__(16), __aligned__(1),
    __may_alias__));
typedef uint64_t u8 __attribute__((__aligned__(1), __may_alias__));
typedef uint32_t u4 __attribute__((__aligned__(1), __may_alias__));
typedef uint16_t u2 __attribute__((__aligned__(1), __may_alias__));

/* At most 16 bytes. */
static inline void
copy_short(unsigned char *d, const unsigned char *s, size_t n)
{
	if (n >= 8) {
		uint64_t a = *(const u8 *)s, b = *(const u8 *)(s + n - 8);

		*(u8 *)d = a;
		*(u8 *)(d + n - 8) = b;
	} else if (n >= 4) {
		uint32_t a = *(const u4 *)s, b = *(const u4 *)(s + n - 4);

		*(u4 *)d = a;
		*(u4 *)(d + n - 4) = b;
	} else if (n >= 2) {
		uint16_t a = *(const u2 *)s, b = *(const u2 *)(s + n - 2);

		*(u2 *)d = a;
		*(u2 *)(d + n - 2) = b;
	} else if (n == 1)
		*d = *s;
}

/* 17 to 64 bytes. */
static inline void
copy_medium(unsigned char *d, const unsigned char *s, size_t n)
{
	v16 a = *(const v16 *)s, z = *(const v16 *)(s + n - 16);

	if (n > 32) {
		v16 b = *(const v16 *)(s + 16);
		v16 y = *(const v16 *)(s + n - 32);

		*(v16 *)(d + 16) = b;
		*(v16 *)(d + n - 32) = y;
	}
	*(v16 *)d = a;
	*(v16 *)(d + n - 16) = z;
}

/* More than 64 bytes, upwards: right if d is not inside the source. */
static inline void
copy_up(unsigned char *d, const unsigned char *s, size_t n)
{
	v16 w = *(const v16 *)(s + n - 64), x = *(const v16 *)(s + n - 48);
	v16 y = *(const v16 *)(s + n - 32), z = *(const v16 *)(s + n - 16);
	unsigned char *last = d + n - 64;

	while (d < last) {
		v16 a = ((const v16 *)s)[0], b = ((const v16 *)s)[1];
		v16 c = ((const v16 *)s)[2], e = ((const v16 *)s)[3];

		((v16 *)d)[0] = a;
		((v16 *)d)[1] = b;
		((v16 *)d)[2] = c;
		((v16 *)d)[3] = e;
		s += 64;
		d += 64;
	}
	((v16 *)last)[0] = w;
	((v16 *)last)[1] = x;
	((v16 *)last)[2] = y;
	((v16 *)last)[3] = z;
}

/* More than 64 bytes, downwards. */
static inline void
copy_down(unsigned char *d, const unsigned char *s, size_t n)
{
	v16 w = ((const v16 *)s)[0], x = ((const v16 *)s)[1];
	v16 y = ((const v16 *)s)[2], z = ((const v16 *)s)[3];
	unsigned char *first = d;

	for (; n > 64; n -= 64) {
		const v16 *sp = (const v16 *)(s + n - 64);
		v16 *dp = (v16 *)(d + n - 64);
		v16 a = sp[0], b = sp[1], c = sp[2], e = sp[3];

		dp[3] = e;
		dp[2] = c;
		dp[1] = b;
		dp[0] = a;
	}
	((v16 *)first)[0] = w;
	((v16 *)first)[1] = x;
	((v16 *)first)[2] = y;
	((v16 *)first)[3] = z;
}

void *
memcpy(void *__restrict dst, const void *__restrict src, size_t n)
{
	if (n <= 16)
		copy_short(dst, src, n);
	else if (n <= 64)
		copy_medium(dst, src, n);
	else
		copy_up(dst, src, n);
	return (dst);
}

void *
memmove(void *dst, const void *src, size_t n)
{
	if (n <= 16)
		copy_short(dst, src, n);
	else if (n <= 64)
		copy_medium(dst, src, n);
	else if ((uintptr_t)dst - (uintptr_t)src >= n)
		copy_up(dst, src, n);
	else
		copy_down(dst, src, n);
	return (dst);
}

void *
mempcpy(void *__restrict dst, const void *__restrict src, size_t n)
{
	return ((char *)memcpy(dst, src, n) + n);
}

void
bcopy(const void *src, void *dst, size_t n)
{
	(void)memmove(dst, src, n);
}
