/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Multiplication: of 128-bit numbers, and with a flag for overflow.
 */

#include "rt.h"

ti_int
__multi3(ti_int a, ti_int b)
{
	union tu_words x, y, r;

	x.all = (tu_int)a;
	y.all = (tu_int)b;
	__asm__("mulq %3" : "=a" (r.s.low), "=d" (r.s.high)
	    : "0" (x.s.low), "rm" (y.s.low) : "cc");
	r.s.high += x.s.high * y.s.low + x.s.low * y.s.high;
	return ((ti_int)r.all);
}

/* The product is in range when dividing it by one factor gives the other. */
ti_int
__muloti4(ti_int a, ti_int b, int *overflow)
{
	tu_int limit, x, y;
	int negative;

	negative = (a < 0) != (b < 0);
	x = a < 0 ? 0 - (tu_int)a : (tu_int)a;
	y = b < 0 ? 0 - (tu_int)b : (tu_int)b;
	limit = (tu_int)TI_MAX + (tu_int)negative;
	*overflow = x != 0 && y > __udivti3(limit, x);
	return (__multi3(a, b));
}

long
__mulodi4(long a, long b, int *overflow)
{
	long r;

	*overflow = __builtin_mul_overflow(a, b, &r);
	return (r);
}

int
__mulosi4(int a, int b, int *overflow)
{
	int r;

	*overflow = __builtin_mul_overflow(a, b, &r);
	return (r);
}
