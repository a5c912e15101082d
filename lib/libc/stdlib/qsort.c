/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Introspective sort: quicksort with a median of three (of nine in long ranges)
 * and three-way partition, insertion sort for short ranges, and heap sort when
 * the recursion gets deeper than twice the logarithm of the length, so that no
 * input takes more than n log n comparisons.  The longer part is done by the
 * loop, the shorter one by recursion, so that the stack stays small.
 * Tests: tests/lib/libc/stdlib/t_qsort.c
 */

#include <stdlib.h>
#include "sort_impl.h"

#define	INSERTION_MAX	8	/* so few elements are inserted */
#define	NINTHER_MIN	64	/* so many deserve a better pivot */

typedef int cmp_r(const void *, const void *, void *);

struct sort {
	size_t	size;
	cmp_r	*cmp;
	void	*arg;
};

static inline int
compare(const struct sort *s, const void *a, const void *b)
{
	return (s->cmp(a, b, s->arg));
}

static char *
median3(const struct sort *s, char *a, char *b, char *c)
{
	if (compare(s, a, b) < 0)
		return (compare(s, b, c) < 0 ? b :
		    compare(s, a, c) < 0 ? c : a);
	return (compare(s, b, c) > 0 ? b : compare(s, a, c) < 0 ? a : c);
}

static void
insertion(const struct sort *s, char *base, size_t n)
{
	char *end = base + n * s->size, *p, *q;

	for (p = base + s->size; p < end; p += s->size) {
		for (q = p; q > base && compare(s, q - s->size, q) > 0;
		    q -= s->size)
			sort_swap(q - s->size, q, s->size);
	}
}

static void
sift_down(const struct sort *s, char *base, size_t root, size_t n)
{
	size_t child;

	while ((child = 2 * root + 1) < n) {
		if (child + 1 < n && compare(s, base + child * s->size,
		    base + (child + 1) * s->size) < 0)
			child++;
		if (compare(s, base + root * s->size,
		    base + child * s->size) >= 0)
			return;
		sort_swap(base + root * s->size, base + child * s->size,
		    s->size);
		root = child;
	}
}

static void
heap(const struct sort *s, char *base, size_t n)
{
	size_t i;

	for (i = n / 2; i-- > 0; )
		sift_down(s, base, i, n);
	for (i = n; i-- > 1; ) {
		sort_swap(base, base + i * s->size, s->size);
		sift_down(s, base, 0, i);
	}
}

static char *
choose_pivot(const struct sort *s, char *base, size_t n)
{
	char *low = base, *mid = base + n / 2 * s->size;
	char *high = base + (n - 1) * s->size;
	size_t d;

	if (n >= NINTHER_MIN) {
		d = n / 8 * s->size;
		low = median3(s, low, low + d, low + 2 * d);
		mid = median3(s, mid - d, mid, mid + d);
		high = median3(s, high - 2 * d, high - d, high);
	}
	return (median3(s, low, mid, high));
}

static void
intro(const struct sort *s, char *base, size_t n, int depth)
{
	char *lt, *gt, *p;
	size_t nlow, nhigh;
	int c;

	while (n > INSERTION_MAX) {
		if (depth-- == 0) {
			heap(s, base, n);
			return;
		}
		/* [base, lt) < pivot = [lt, p), [p, gt) unknown, then >. */
		sort_swap(base, choose_pivot(s, base, n), s->size);
		lt = base;
		p = base + s->size;
		gt = base + n * s->size;
		while (p < gt) {
			c = compare(s, p, lt);
			if (c < 0) {
				sort_swap(lt, p, s->size);
				lt += s->size;
				p += s->size;
			} else if (c > 0) {
				/* Find one from the end that goes left. */
				do {
					gt -= s->size;
				} while (gt > p && compare(s, gt, lt) > 0);
				if (gt > p)
					sort_swap(p, gt, s->size);
			} else
				p += s->size;
		}
		nlow = (size_t)(lt - base) / s->size;
		nhigh = n - (size_t)(gt - base) / s->size;
		if (nlow < nhigh) {
			intro(s, base, nlow, depth);
			base = gt;
			n = nhigh;
		} else {
			intro(s, gt, nhigh, depth);
			n = nlow;
		}
	}
	insertion(s, base, n);
}

void
qsort_r(void *base, size_t n, size_t size, cmp_r *cmp, void *arg)
{
	struct sort s = { .size = size, .cmp = cmp, .arg = arg };

	if (n < 2 || size == 0)
		return;
	intro(&s, base, n, 2 * (64 - __builtin_clzl(n)));
}

static int
cmp_plain(const void *a, const void *b, void *arg)
{
	return ((*(int (**)(const void *, const void *))arg)(a, b));
}

void
qsort(void *base, size_t n, size_t size,
    int (*cmp)(const void *, const void *))
{
	qsort_r(base, n, size, cmp_plain, &cmp);
}
