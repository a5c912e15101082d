/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory functions for ports that have no better ones: a port that defines
 * MD_HAS_MEMFUNCS in <machine/cpu.h> supplies memcpy, memmove and memset.
 *
 * Words are copied when both ends can be aligned together; amd64 allows any
 * alignment, so there the test of the low bits costs more than it saves and
 * the loop runs on words at once.
 *
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/systm.h>

#undef memcpy
#undef memset
#undef memmove
#undef memcmp

/* A word that may lie anywhere and alias anything. */
struct word {
	uint64_t w;
} __packed __attribute__((__may_alias__));

#ifndef MD_HAS_MEMFUNCS
static inline void
copy_forward(unsigned char *d, const unsigned char *s, size_t n)
{

	for (; n >= 32; n -= 32, d += 32, s += 32) {
		uint64_t a = ((const struct word *)s)[0].w;
		uint64_t b = ((const struct word *)s)[1].w;
		uint64_t c = ((const struct word *)s)[2].w;
		uint64_t e = ((const struct word *)s)[3].w;

		((struct word *)d)[0].w = a;
		((struct word *)d)[1].w = b;
		((struct word *)d)[2].w = c;
		((struct word *)d)[3].w = e;
	}
	for (; n >= 8; n -= 8, d += 8, s += 8)
		((struct word *)d)->w = ((const struct word *)s)->w;
	for (; n > 0; n--)
		*d++ = *s++;
}

void *
memcpy(void *__restrict dst, const void *__restrict src, size_t n)
{

	copy_forward(dst, src, n);
	return (dst);
}

void *
memmove(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;

	/* Forward is right unless the target begins inside the source. */
	if ((uintptr_t)d - (uintptr_t)s >= n) {
		copy_forward(d, s, n);
		return (dst);
	}
	for (; n >= 8; n -= 8)
		((struct word *)(d + n - 8))->w =
		    ((const struct word *)(s + n - 8))->w;
	while (n > 0) {
		n--;
		d[n] = s[n];
	}
	return (dst);
}

void *
memset(void *dst, int c, size_t n)
{
	unsigned char *d = dst;
	uint64_t v = (unsigned char)c * 0x0101010101010101UL;

	for (; n >= 32; n -= 32, d += 32) {
		((struct word *)d)[0].w = v;
		((struct word *)d)[1].w = v;
		((struct word *)d)[2].w = v;
		((struct word *)d)[3].w = v;
	}
	for (; n >= 8; n -= 8, d += 8)
		((struct word *)d)->w = v;
	for (; n > 0; n--)
		*d++ = (unsigned char)c;
	return (dst);
}
#endif /* !MD_HAS_MEMFUNCS */

int
memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a, *q = b;

	for (; n >= 8; n -= 8, p += 8, q += 8) {
		if (((const struct word *)p)->w != ((const struct word *)q)->w)
			break;
	}
	for (; n > 0; n--, p++, q++) {
		if (*p != *q)
			return (*p - *q);
	}
	return (0);
}

void *
memchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;

	for (; n > 0; n--, p++) {
		if (*p == (unsigned char)c)
			return (__DECONST(void *, p));
	}
	return (NULL);
}

/*
 * Clear memory that holds a secret; the compiler must not leave it out.
 */
void
explicit_bzero(void *p, size_t n)
{

	memset(p, 0, n);
	__asm__ volatile("" : : "r" (p) : "memory");
}
