/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sorting strings by their bytes: multikey quicksort, which looks at each byte
 * that tells strings apart only a few times.  table, if given, orders the
 * bytes; endbyte ends a string.
 */

#include <errno.h>
#include <stdlib.h>

struct radix {
	unsigned char	order[256];
	unsigned int	end;
};

/* Order of byte depth of s, 0 at its end. */
static inline int
byte_at(const struct radix *r, const unsigned char *s, size_t depth)
{
	return (s[depth] == r->end ? 0 : r->order[s[depth]] + 1);
}

static void
radix_sort(const struct radix *r, const unsigned char **v, size_t n,
    size_t depth)
{
	const unsigned char *t;
	size_t lt, gt, i;
	int pivot, c;

	while (n > 1) {
		pivot = byte_at(r, v[n / 2], depth);
		lt = i = 0;
		gt = n;
		while (i < gt) {
			c = byte_at(r, v[i], depth);
			t = v[i];
			if (c < pivot) {
				v[i++] = v[lt];
				v[lt++] = t;
			} else if (c > pivot) {
				v[i] = v[--gt];
				v[gt] = t;
			} else
				i++;
		}
		radix_sort(r, v, lt, depth);
		radix_sort(r, v + gt, n - gt, depth);
		if (pivot == 0)
			return;
		v += lt;
		n = gt - lt;
		depth++;
	}
}

int
radixsort(const unsigned char **v, int n, const unsigned char *table,
    unsigned int endbyte)
{
	struct radix r;
	int i;

	if (n < 0 || endbyte > 255) {
		errno = EINVAL;
		return (-1);
	}
	for (i = 0; i < 256; i++)
		r.order[i] = table != NULL ? table[i] : (unsigned char)i;
	r.end = endbyte;
	radix_sort(&r, v, (size_t)n, 0);
	return (0);
}
