/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A stable sort: bottom-up merging between the array and a copy.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

int
mergesort(void *base, size_t n, size_t size,
    int (*cmp)(const void *, const void *))
{
	char *from = base, *to, *copy, *a, *b, *aend, *bend, *out;
	size_t run, start, mid, end;

	if (size < 1) {
		errno = EINVAL;
		return (-1);
	}
	if (n < 2)
		return (0);
	if ((copy = reallocarray(NULL, n, size)) == NULL)
		return (-1);
	to = copy;
	for (run = 1; run < n; run *= 2) {
		for (start = 0; start < n; start = end) {
			mid = n - start < run ? n : start + run;
			end = n - mid < run ? n : mid + run;
			a = from + start * size;
			aend = b = from + mid * size;
			bend = from + end * size;
			out = to + start * size;
			while (a < aend && b < bend) {
				if (cmp(a, b) <= 0) {
					memcpy(out, a, size);
					a += size;
				} else {
					memcpy(out, b, size);
					b += size;
				}
				out += size;
			}
			memcpy(out, a, (size_t)(aend - a));
			memcpy(out + (aend - a), b, (size_t)(bend - b));
		}
		out = from;
		from = to;
		to = out;
	}
	if (from != (char *)base)
		memcpy(base, from, n * size);
	free(copy);
	return (0);
}
