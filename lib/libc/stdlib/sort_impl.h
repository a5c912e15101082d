/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Exchanging elements of any size.
 */
#ifndef _SORT_IMPL_H_
#define	_SORT_IMPL_H_

#include <stdint.h>
#include <stddef.h>

typedef uint64_t __attribute__((__may_alias__, __aligned__(1))) sort_word;

static inline void
sort_swap(char *a, char *b, size_t size)
{
	sort_word w;
	char c;

	for (; size >= sizeof(w); size -= sizeof(w)) {
		w = *(sort_word *)(void *)a;
		*(sort_word *)(void *)a = *(sort_word *)(void *)b;
		*(sort_word *)(void *)b = w;
		a += sizeof(w);
		b += sizeof(w);
	}
	for (; size > 0; size--) {
		c = *a;
		*a++ = *b;
		*b++ = c;
	}
}

#endif /* !_SORT_IMPL_H_ */
