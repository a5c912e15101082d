/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Remainders, exactly: the mantissa of x is brought to the exponent of y by
 * shifts of 63 bits, each followed by a division of integers.
 */

#ifndef REAL
#define	TEMPLATE	"fmod.c"
#include "each.h"
#else

/*
 * The remainder of |x| by |y|, both finite and y not zero, truncated; *quop
 * gets the last 31 bits of the quotient.
 */
static REAL
T(modulo)(REAL x, REAL y, unsigned int *quop)
{
	unsigned __int128 wide;
	uint64_t mx, my, quo;
	int ex, ey, shift;

	mx = T(decode)(x, &ex);
	my = T(decode)(y, &ey);
	*quop = 0;
	if (ABS(x) < ABS(y))
		return (ABS(x));
	quo = mx / my;
	mx %= my;
	while (ex > ey && mx != 0) {
		shift = ex - ey < 63 ? ex - ey : 63;
		wide = (unsigned __int128)mx << shift;
		quo = (quo << shift) + (uint64_t)(wide / my);
		mx = (uint64_t)(wide % my);
		ex -= shift;
	}
	if (ex > ey)
		quo = ex - ey < 64 ? quo << (ex - ey) : 0;
	*quop = quo & INT_MAX;
	return (F(scalbn)((REAL)mx, ey));
}

static bool
T(modulo_invalid)(REAL x, REAL y)
{
	return (ISNAN(x) || ISNAN(y) || ISINF(x) || y == 0);
}

REAL
F(fmod)(REAL x, REAL y)
{
	unsigned int quo;

	if (T(modulo_invalid)(x, y))
		return ((x * y) / (x * y));
	if (ISINF(y))
		return (x);
	return (B(copysign)(T(modulo)(x, y, &quo), x));
}

/* The quotient is the nearest integer, of two the even one. */
REAL
F(remquo)(REAL x, REAL y, int *quop)
{
	unsigned int quo = 0;
	REAL half, r;
	bool negative = NEGATIVE(x) != NEGATIVE(y), up;

	*quop = 0;
	if (T(modulo_invalid)(x, y))
		return ((x * y) / (x * y));
	if (ISINF(y))
		return (x);
	r = T(modulo)(x, y, &quo);
	y = ABS(y);
	/* y - r is exact where it decides; y / 2 may not be. */
	half = y - r;
	up = r > half || (r == half && (quo & 1) != 0);
	if (up) {
		quo++;
		r = -half;
	}
	*quop = (int)(quo & INT_MAX) * (negative ? -1 : 1);
	return (r == 0 ? B(copysign)(0, x) : NEGATIVE(x) ? -r : r);
}

REAL
F(remainder)(REAL x, REAL y)
{
	int quo;

	return (F(remquo)(x, y, &quo));
}

#endif
