/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Looking for a block in a block, in linear time and constant space: the
 * Two-Way algorithm of Crochemore and Perrin.  The needle is cut at a critical
 * position, where the local period equals the period of the whole; its right
 * part is compared first, then the left one, and a mismatch says how far to
 * move.
 */

#include <stdint.h>
#include <string.h>

/*
 * The start of the greatest suffix under one of the two orders of bytes
 * (reverse turns the order around), and the period of that suffix.
 */
static size_t
max_suffix(const unsigned char *x, size_t n, int reverse, size_t *periodp)
{
	size_t best = 0, cand = 1, k = 0, period = 1;
	unsigned char a, b;

	while (cand + k < n) {
		a = x[cand + k];
		b = x[best + k];
		if (a == b) {
			if (++k == period) {
				cand += period;
				k = 0;
			}
		} else if ((a < b) != (reverse != 0)) {
			cand += k + 1;
			k = 0;
			period = cand - best;
		} else {
			best = cand++;
			k = 0;
			period = 1;
		}
	}
	*periodp = period;
	return (best);
}

static const void *
two_way(const unsigned char *h, size_t hlen, const unsigned char *x, size_t n)
{
	size_t crit, period, other, otherperiod, pos, i, memory = 0;
	int periodic;

	crit = max_suffix(x, n, 0, &period);
	other = max_suffix(x, n, 1, &otherperiod);
	if (other > crit) {
		crit = other;
		period = otherperiod;
	}
	periodic = crit + period <= n && memcmp(x, x + period, crit) == 0;
	if (!periodic)
		period = (crit > n - crit ? crit : n - crit) + 1;

	for (pos = 0; pos + n <= hlen; ) {
		i = crit > memory ? crit : memory;
		while (i < n && x[i] == h[pos + i])
			i++;
		if (i < n) {
			pos += i - crit + 1;
			memory = 0;
			continue;
		}
		i = crit;
		while (i > memory && x[i - 1] == h[pos + i - 1])
			i--;
		if (i <= memory)
			return (h + pos);
		pos += period;
		/* The overlap with the old place is known to match. */
		memory = periodic ? n - period : 0;
	}
	return (NULL);
}

void *
memmem(const void *haystack, size_t hlen, const void *needle, size_t n)
{
	const unsigned char *h = haystack, *x = needle, *first;

	if (n == 0)
		return (__DECONST(void *, haystack));
	if (hlen < n)
		return (NULL);
	first = memchr(h, x[0], hlen - n + 1);
	if (first == NULL || n == 1)
		return (__DECONST(void *, first));
	return (__DECONST(void *,
	    two_way(first, hlen - (size_t)(first - h), x, n)));
}
