/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Inverse trigonometric functions, all by the angle of a point (x, y).
 *
 * In the first octant, with c the nearest of j/32 to y/x,
 *
 *	atan(y/x) = atan(c) + atan(t),	t = (y - c x) / (x + c y),
 *
 * |t| <= 1/64, where atan(c) is a pair from a table and t a pair; the rest of
 * the series, below 2^-13 t, is a plain number.
 */

#ifndef REAL
#define	TEMPLATE	"atan.c"
#include "each.h"
#else

#include "tables.h"

/* The angle of a point of the first quadrant, whose larger part is near 1. */
static PAIR
T(angle)(PAIR y, PAIR x)
{
	const REAL *entry;
	PAIR a, t;
	REAL c, z;
	bool swap = y.hi > x.hi;

	if (swap) {
		t = x;
		x = y;
		y = t;
	}
	c = (REAL)(int)(y.hi / x.hi * 32 + C(0.5)) / 32;
	entry = T(atan_table)[(int)(c * 32)];
	t = y;
	if (c != 0) {
		t = T(pair_add)(y, T(pair_scale)(T(pair_mul)(x,
		    (PAIR){ c, 0 }), -1));
		x = T(pair_add)(x, T(pair_mul)(y, (PAIR){ c, 0 }));
	}
	t = T(pair_div)(t, x);
	z = t.hi * t.hi;
	a = T(sum)(entry[0], t.hi);
	a = T(fast_sum)(a.hi, a.lo + (entry[1] + t.lo * (1 - z) + t.hi * z *
	    T(poly)(T(atan_coef), sizeof(T(atan_coef)) / sizeof(REAL), z)));
	if (swap)
		a = T(pair_add)((PAIR){ T(constants)[C_PIO2][0],
		    T(constants)[C_PIO2][1] }, T(pair_negate)(a));
	return (a);
}

REAL
F(atan)(REAL x)
{
	PAIR a;

	if (ISNAN(x))
		return (x + x);
	if (ABS(x) < T(pow2)(-PREC / 2 - 2))
		return (x);
	if (ABS(x) > T(pow2)(PREC + 3))
		a = (PAIR){ T(constants)[C_PIO2][0], T(constants)[C_PIO2][1] };
	else
		a = T(angle)((PAIR){ ABS(x), 0 }, (PAIR){ 1, 0 });
	return (B(copysign)(a.hi + a.lo, x));
}

/* The angle of (|x|, |y|), no NaN, not both zero, at least one finite. */
static PAIR
T(first_quadrant)(REAL y, REAL x)
{
	int ex, ey, scale;

	ex = x == 0 ? -2 * EMAX : T(exponent)(x);
	ey = y == 0 ? -2 * EMAX : T(exponent)(y);
	if (ISINF(y) || (!ISINF(x) && ey - ex > PREC + 3))
		return ((PAIR){ T(constants)[C_PIO2][0],
		    T(constants)[C_PIO2][1] });
	if (y == 0 || ISINF(x))
		return ((PAIR){ 0, 0 });
	/* Here y / x is the angle to more bits than the type has. */
	if (ex - ey > PREC + 3)
		return ((PAIR){ ABS(y) / ABS(x), 0 });
	scale = -(ex > ey ? ex : ey);
	return (T(angle)((PAIR){ F(scalbn)(ABS(y), scale), 0 },
	    (PAIR){ F(scalbn)(ABS(x), scale), 0 }));
}

REAL
F(atan2)(REAL y, REAL x)
{
	PAIR a, pi = { T(constants)[C_PI][0], T(constants)[C_PI][1] };

	if (ISNAN(x) || ISNAN(y))
		return (x + y);
	if (ISINF(x) && ISINF(y))
		a = T(pair_scale)(pi, C(0.25));
	else if (x == 0 && y == 0)
		a = (PAIR){ 0, 0 };
	else
		a = T(first_quadrant)(y, x);
	if (NEGATIVE(x))
		a = T(pair_add)(pi, T(pair_negate)(a));
	return (B(copysign)(a.hi + a.lo, y));
}

/* sqrt(1 - x^2) */
static PAIR
T(cathetus)(REAL x)
{
	PAIR p = T(pair_mul)(T(sum)(1, -x), T(sum)(1, x));

	return (p.hi == 0 ? p : T(pair_sqrt)(p));
}

REAL
F(asin)(REAL x)
{
	PAIR a;

	if (ISNAN(x) || ABS(x) > 1)
		return ((x - x) / (x - x));
	if (ABS(x) < T(pow2)(-PREC / 2 - 2))
		return (x);
	a = T(angle)((PAIR){ ABS(x), 0 }, T(cathetus)(x));
	return (B(copysign)(a.hi + a.lo, x));
}

REAL
F(acos)(REAL x)
{
	PAIR a, pi = { T(constants)[C_PI][0], T(constants)[C_PI][1] };

	if (ISNAN(x) || ABS(x) > 1)
		return ((x - x) / (x - x));
	if (ABS(x) == 1)
		return (x > 0 ? 0 : pi.hi + pi.lo);
	if (ABS(x) < T(pow2)(-PREC - 3))
		x = 0;
	a = T(angle)(T(cathetus)(x), (PAIR){ ABS(x), 0 });
	if (x < 0)
		a = T(pair_add)(pi, T(pair_negate)(a));
	return (a.hi + a.lo);
}

#endif
