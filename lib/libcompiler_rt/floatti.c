/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * 128-bit integers to floating point, rounded once, to nearest even.
 *
 * The number is shifted until its top bit is bit 127; the kept bits become an
 * exact integer of the format, the dropped ones decide the rounding.  A carry
 * out of the kept bits needs no care: the next power of two is exact as well.
 */

#include "rt.h"

/*
 * Return the top `bits' bits of a, a != 0, rounded, and through *exp how far
 * they must be moved up.
 */
static tu_int
round_top(tu_int a, int bits, int *exp)
{
	tu_int half, kept, rest;
	int drop, width;

	width = TI_BITS - __clzti2((ti_int)a);
	drop = width - bits;
	if (drop <= 0) {
		*exp = 0;
		return (a);
	}
	*exp = drop;
	kept = a >> drop;
	rest = a & (((tu_int)1 << drop) - 1);
	half = (tu_int)1 << (drop - 1);
	if (rest > half || (rest == half && (kept & 1) != 0))
		kept++;
	return (kept);
}

/* 2^n for 0 <= n <= 128, exact in every format. */
static long double
power(int n)
{
	long double r = 1;

	for (; n >= 32; n -= 32)
		r *= 0x1p32L;
	return (r * (long double)(1UL << n));
}

/* a * 2^exp, where a fits 64 bits or is 2^64. */
static long double
scale(tu_int a, int exp)
{
	long double r;

	if (a >> 64 != 0)
		r = 0x1p64L;
	else if (((unsigned long)a & 1UL << 63) != 0)
		r = (long double)(long)((unsigned long)a >> 1) * 2 +
		    (long double)(long)((unsigned long)a & 1);
	else
		r = (long double)(long)(unsigned long)a;
	return (r * power(exp));
}

#define	FLOATS(name, uname, type, bits)					\
type									\
uname(tu_int a)								\
{									\
	tu_int top;							\
	int exp;							\
									\
	if (a == 0)							\
		return (0);						\
	top = round_top(a, bits, &exp);					\
	return ((type)scale(top, exp));					\
}									\
									\
type									\
name(ti_int a)								\
{									\
	return (a < 0 ? -uname(0 - (tu_int)a) : uname((tu_int)a));	\
}

FLOATS(__floattisf, __floatuntisf, float, 24)
FLOATS(__floattidf, __floatuntidf, double, 53)
FLOATS(__floattixf, __floatuntixf, long double, 64)
