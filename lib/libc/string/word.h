/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Looking at eight bytes at a time.  An aligned word never crosses a page, so
 * reading the whole word that holds a wanted byte is safe.
 */

#ifndef _STRING_WORD_H_
#define	_STRING_WORD_H_

#include <stdint.h>

typedef uint64_t __attribute__((__may_alias__)) word_t;
typedef uint64_t __attribute__((__may_alias__, __aligned__(1))) uword_t;

#define	WORD_ONES	0x0101010101010101UL
#define	WORD_HIGHS	0x8080808080808080UL

/*
 * The high bit of each zero byte, exact up to and including the first one;
 * above that, a byte 1 may be marked as well.
 */
#define	WORD_ZEROS(w)	(((w) - WORD_ONES) & ~(w) & WORD_HIGHS)

/* Which byte the lowest mark stands for. */
#define	WORD_FIRST(m)	((unsigned int)__builtin_ctzl(m) / 8)

#define	WORD_ALIGNED(p)	(((uintptr_t)(p) & 7) == 0)

#endif /* !_STRING_WORD_H_ */
