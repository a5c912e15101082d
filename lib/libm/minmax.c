/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Magnitude, sign, the smaller and the larger, and differences.
 */

#ifndef REAL
#define	EACH_FLOAT
#define	TEMPLATE	"minmax.c"
#include "each.h"
#else

REAL
F(fabs)(REAL x)
{
	return (B(fabs)(x));
}

REAL
F(copysign)(REAL x, REAL y)
{
	return (B(copysign)(x, y));
}

/* Of two zeros, -0 is the smaller. */
REAL
F(fmin)(REAL x, REAL y)
{
	if (ISNAN(x) || ISNAN(y))
		return (ISNAN(x) ? y : x);
	if (x == y)
		return (NEGATIVE(x) ? x : y);
	return (x < y ? x : y);
}

REAL
F(fmax)(REAL x, REAL y)
{
	if (ISNAN(x) || ISNAN(y))
		return (ISNAN(x) ? y : x);
	if (x == y)
		return (NEGATIVE(x) ? y : x);
	return (x > y ? x : y);
}

REAL
F(fdim)(REAL x, REAL y)
{
	if (ISNAN(x) || ISNAN(y))
		return (x + y);
	return (x > y ? x - y : 0);
}

REAL
F(sqrt)(REAL x)
{
	return (B(sqrt)(x));
}

#endif
