/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Rounding to integers.
 *
 * A conversion to a 64-bit integer and back drops the fraction of every number
 * that has one, since all below 2^63 fit.  These functions raise inexact when
 * they drop something, as C allows, and nearbyint never does.
 */

#ifndef REAL
#define	EACH_FLOAT
#define	TEMPLATE	"round.c"
#include "each.h"
#else

/* True when x is an integer by its size, or no number. */
#define	IS_BIG(x)	(!__builtin_isless(ABS(x), T(pow2)(PREC - 1)))

REAL
F(trunc)(REAL x)
{
	if (IS_BIG(x))
		return (ISNAN(x) ? x + x : x);
	return (B(copysign)((REAL)(int64_t)x, x));
}

REAL
F(floor)(REAL x)
{
	REAL t;

	if (IS_BIG(x))
		return (ISNAN(x) ? x + x : x);
	t = (REAL)(int64_t)x;
	return (B(copysign)(t > x ? t - 1 : t, x));
}

REAL
F(ceil)(REAL x)
{
	REAL t;

	if (IS_BIG(x))
		return (ISNAN(x) ? x + x : x);
	t = (REAL)(int64_t)x;
	return (B(copysign)(t < x ? t + 1 : t, x));
}

/* To nearest, halves away from zero, in every rounding mode. */
REAL
F(round)(REAL x)
{
	REAL t;

	if (IS_BIG(x))
		return (ISNAN(x) ? x + x : x);
	t = (REAL)(int64_t)ABS(x);
	return (B(copysign)(ABS(x) - t >= C(0.5) ? t + 1 : t, x));
}

/* In the current rounding mode: past 2^(PREC-1) there are no fractions. */
REAL
F(rint)(REAL x)
{
	volatile REAL t;
	REAL big = B(copysign)(T(pow2)(PREC - 1), x);

	if (IS_BIG(x))
		return (ISNAN(x) ? x + x : x);
	t = x + big;
	return (B(copysign)(t - big, x));
}

REAL
F(nearbyint)(REAL x)
{
	bool inexact = fetestexcept(FE_INEXACT) != 0;

	x = F(rint)(x);
	if (!inexact)
		feclearexcept(FE_INEXACT);
	return (x);
}

/* What does not fit raises invalid, by the conversion. */
long
F(lrint)(REAL x)
{
	return ((long)F(rint)(x));
}

long long
F(llrint)(REAL x)
{
	return ((long long)F(rint)(x));
}

long
F(lround)(REAL x)
{
	return ((long)F(round)(x));
}

long long
F(llround)(REAL x)
{
	return ((long long)F(round)(x));
}

REAL
F(modf)(REAL x, REAL *ip)
{
	*ip = F(trunc)(x);
	return (B(copysign)(ISINF(x) ? 0 : x - *ip, x));
}

#endif
