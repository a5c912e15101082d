/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <stdlib.h>
#include "sort_impl.h"

static void
sift_down(char *base, size_t root, size_t n, size_t size,
    int (*cmp)(const void *, const void *))
{
	size_t child;

	while ((child = 2 * root + 1) < n) {
		if (child + 1 < n &&
		    cmp(base + child * size, base + (child + 1) * size) < 0)
			child++;
		if (cmp(base + root * size, base + child * size) >= 0)
			return;
		sort_swap(base + root * size, base + child * size, size);
		root = child;
	}
}

int
heapsort(void *base, size_t n, size_t size,
    int (*cmp)(const void *, const void *))
{
	size_t i;

	if (size == 0) {
		errno = EINVAL;
		return (-1);
	}
	for (i = n / 2; i-- > 0; )
		sift_down(base, i, n, size, cmp);
	for (i = n; i-- > 1; ) {
		sort_swap(base, (char *)base + i * size, size);
		sift_down(base, 0, i, size, cmp);
	}
	return (0);
}
