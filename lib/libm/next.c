/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The next number in a direction.  The bits of a number's magnitude, taken as
 * an integer, count the numbers from zero.
 */

#ifndef REAL
#define	EACH_FLOAT
#define	TEMPLATE	"next.c"
#include "each.h"
#else

/* The number after or before x != 0 by magnitude. */
static REAL
T(step)(REAL x, bool up)
{
#if PREC == 24
	union { float f; uint32_t u; } v = { .f = x };

	v.u += up ? 1 : -1;
#elif PREC == 53
	union { double f; uint64_t u; } v = { .f = x };

	v.u += up ? 1 : -1;
#else
	union { long double f; struct { uint64_t m; uint16_t e; } u; } v = {
	    .f = x };
	const uint64_t one = 1UL << 63;

	/* The first bit of the mantissa is stored, and set if normal. */
	if (up) {
		if (++v.u.m == 0 || (v.u.m == one && (v.u.e & 0x7fff) == 0)) {
			v.u.m = one;
			v.u.e++;
		}
	} else if (v.u.m-- == one && (v.u.e & 0x7fff) != 0) {
		if ((--v.u.e & 0x7fff) != 0)
			v.u.m |= one;
	}
#endif
	return (v.f);
}

/* x one step towards larger numbers, or smaller ones. */
static REAL
T(next)(REAL x, bool upward)
{
	volatile REAL raise;
	REAL r;

	if (x == 0) {
		r = T(step)(T(pow2)(EMIN), false);
		r = T(pow2)(EMIN) - r;
		raise = T(underflow)(false);
		return (upward ? r : -r);
	}
	r = T(step)(x, upward == !NEGATIVE(x));
	if (ISINF(r))
		raise = T(overflow)(false);
	else if (ABS(r) < REAL_MIN)
		raise = T(underflow)(false);
	(void)raise;
	return (r);
}

REAL
F(nextafter)(REAL x, REAL y)
{
	if (ISNAN(x) || ISNAN(y))
		return (x + y);
	return (x == y ? y : T(next)(x, x < y));
}

REAL
F(nexttoward)(REAL x, long double y)
{
	if (ISNAN(x) || ISNAN(y))
		return (x + (REAL)y);
	return ((long double)x == y ? (REAL)y : T(next)(x, x < y));
}

#endif
