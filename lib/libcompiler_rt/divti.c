/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Division of 128-bit numbers.
 *
 * A divisor of one word takes two hardware divisions.  A larger one leaves a
 * quotient of one word, which one hardware division estimates: with the
 * divisor shifted until its top bit is set, and the dividend halved so that
 * the division cannot overflow, the estimate is at most one too large after
 * it is shifted back and lowered by one; the remainder tells.
 */

#include "rt.h"

/* Divide high:low by d, where high < d; the quotient then fits a word. */
static inline unsigned long
divide_words(unsigned long high, unsigned long low, unsigned long d,
    unsigned long *rem)
{
	unsigned long q;

	__asm__("divq %4" : "=a" (q), "=d" (*rem)
	    : "0" (low), "1" (high), "rm" (d) : "cc");
	return (q);
}

tu_int
__udivmodti4(tu_int a, tu_int b, tu_int *rem)
{
	union tu_words n, d, q, r;
	unsigned long est, unused;
	int shift;

	n.all = a;
	d.all = b;
	if (b > a) {
		if (rem != 0)
			*rem = a;
		return (0);
	}
	if (d.s.high == 0) {
		q.s.high = n.s.high / d.s.low;
		q.s.low = divide_words(n.s.high % d.s.low, n.s.low, d.s.low,
		    &r.s.low);
		r.s.high = 0;
		if (rem != 0)
			*rem = r.all;
		return (q.all);
	}
	shift = __builtin_clzl(d.s.high);
	q.all = b << shift;
	n.all = a >> 1;
	est = divide_words(n.s.high, n.s.low, q.s.high, &unused) >>
	    (63 - shift);
	if (est != 0)
		est--;
	r.all = a - est * b;
	if (r.all >= b) {
		r.all -= b;
		est++;
	}
	if (rem != 0)
		*rem = r.all;
	return (est);
}

tu_int
__udivti3(tu_int a, tu_int b)
{
	return (__udivmodti4(a, b, 0));
}

tu_int
__umodti3(tu_int a, tu_int b)
{
	tu_int r;

	(void)__udivmodti4(a, b, &r);
	return (r);
}

/* The magnitude of a number, right for the smallest one too. */
static inline tu_int
magnitude(ti_int a)
{
	return (a < 0 ? 0 - (tu_int)a : (tu_int)a);
}

ti_int
__divmodti4(ti_int a, ti_int b, ti_int *rem)
{
	tu_int q, r;

	q = __udivmodti4(magnitude(a), magnitude(b), &r);
	if (rem != 0)
		*rem = (ti_int)(a < 0 ? 0 - r : r);
	return ((ti_int)((a < 0) != (b < 0) ? 0 - q : q));
}

ti_int
__divti3(ti_int a, ti_int b)
{
	return (__divmodti4(a, b, 0));
}

ti_int
__modti3(ti_int a, ti_int b)
{
	ti_int r;

	(void)__divmodti4(a, b, &r);
	return (r);
}
