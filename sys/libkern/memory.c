/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Memory functions.
 *
 * A block of 16 bytes or more is done in words, the last of which ends where
 * the block ends and may overlap the one before; shorter ones likewise in
 * halves.  Words may lie at any address.  A port that can move or store many
 * words in fewer instructions than a loop says so with MD_COPY_WORDS in
 * <machine/cpu.h>.
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

struct half {
	uint32_t h;
} __packed __attribute__((__may_alias__));

#define	WORD(p)		(((struct word *)(void *)(p))->w)
#define	CWORD(p)	(((const struct word *)(const void *)(p))->w)
#define	HALF(p)		(((struct half *)(void *)(p))->h)
#define	CHALF(p)	(((const struct half *)(const void *)(p))->h)

#define	LONG_BLOCK	128		/* bytes from which md_* is better */

/*
 * Fewer than 16 bytes; all are loaded before any is stored.
 */
static inline void
copy_short(unsigned char *d, const unsigned char *s, size_t n)
{
	unsigned char a, b, c;
	uint64_t w, x;
	uint32_t h, k;

	if (n >= 8) {
		w = CWORD(s);
		x = CWORD(s + n - 8);
		WORD(d) = w;
		WORD(d + n - 8) = x;
	} else if (n >= 4) {
		h = CHALF(s);
		k = CHALF(s + n - 4);
		HALF(d) = h;
		HALF(d + n - 4) = k;
	} else if (n > 0) {
		a = s[0];
		b = s[n / 2];
		c = s[n - 1];
		d[0] = a;
		d[n / 2] = b;
		d[n - 1] = c;
	}
}

/*
 * 16 bytes or more, from the lowest address; right for overlapping blocks when
 * d is below s.
 */
static inline void
copy_forward(unsigned char *d, const unsigned char *s, size_t n)
{
	unsigned char *dend = d + n;
	uint64_t a, b, tail = CWORD(s + n - 8);
	size_t words = (n - 1) / 8;

#ifdef MD_COPY_WORDS
	if (n >= LONG_BLOCK) {
		md_copy_words(d, s, words);
		WORD(dend - 8) = tail;
		return;
	}
#endif
	for (; words >= 2; words -= 2, d += 16, s += 16) {
		a = CWORD(s);
		b = CWORD(s + 8);
		WORD(d) = a;
		WORD(d + 8) = b;
	}
	if (words > 0)
		WORD(d) = CWORD(s);
	WORD(dend - 8) = tail;
}

void *
memcpy(void *__restrict dst, const void *__restrict src, size_t n)
{

	if (n < 16)
		copy_short(dst, src, n);
	else
		copy_forward(dst, src, n);
	return (dst);
}

void *
memmove(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;
	uint64_t head;

	if (n < 16) {
		copy_short(d, s, n);
		return (dst);
	}
	/* Forward is right unless the target begins inside the source. */
	if ((uintptr_t)d - (uintptr_t)s >= n) {
		copy_forward(d, s, n);
		return (dst);
	}
	head = CWORD(s);
	for (; n >= 8; n -= 8)
		WORD(d + n - 8) = CWORD(s + n - 8);
	WORD(dst) = head;
	return (dst);
}

void *
memset(void *dst, int c, size_t n)
{
	unsigned char *d = dst;
	uint64_t v = (unsigned char)c * 0x0101010101010101UL;
	size_t words;

	if (n < 8) {
		if (n >= 4) {
			HALF(d) = (uint32_t)v;
			HALF(d + n - 4) = (uint32_t)v;
		} else if (n > 0) {
			d[0] = (unsigned char)c;
			d[n / 2] = (unsigned char)c;
			d[n - 1] = (unsigned char)c;
		}
		return (dst);
	}
	WORD(d + n - 8) = v;
	words = (n - 1) / 8;
#ifdef MD_COPY_WORDS
	if (n >= LONG_BLOCK) {
		md_set_words(d, v, words);
		return (dst);
	}
#endif
	for (; words > 0; words--, d += 8)
		WORD(d) = v;
	return (dst);
}

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
