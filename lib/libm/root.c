/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Roots.  cbrt takes Halley's steps, each of which triples the right digits,
 * and one of Newton's with an exact residue; hypot is the root of a pair.
 */

#ifndef REAL
#define	TEMPLATE	"root.c"
#include "each.h"
#else

REAL
F(cbrt)(REAL x)
{
	PAIR cube;
	REAL m, y;
	int e, i;

	if (x == 0 || !ISFINITE(x))
		return (x + x);
	e = T(exponent)(x);
	e -= (e % 3 + 3) % 3;
	m = F(scalbn)(ABS(x), -e);		/* in [1, 8) */
	y = C(0.85) + m * C(0.15);
	for (i = 0; i < 4; i++)
		y *= (y * y * y + 2 * m) / (2 * y * y * y + m);
	cube = T(pair_mul)(T(product)(y, y), (PAIR){ y, 0 });
	y += ((m - cube.hi) - cube.lo) / (3 * y * y);
	return (B(copysign)(F(scalbn)(y, e / 3), x));
}

REAL
F(hypot)(REAL x, REAL y)
{
	PAIR r;
	int e;

	if (ISINF(x) || ISINF(y))
		return (ABS(ISINF(x) ? x : y));
	if (ISNAN(x) || ISNAN(y))
		return (x + y);
	x = ABS(x);
	y = ABS(y);
	if (x < y) {
		REAL t = x;

		x = y;
		y = t;
	}
	if (y == 0)
		return (x);
	e = T(exponent)(x);
	if (e - T(exponent)(y) > PREC)
		return (x + y);
	x = F(scalbn)(x, -e);
	y = F(scalbn)(y, -e);
	r = T(pair_sqrt)(T(pair_add)(T(product)(x, x), T(product)(y, y)));
	return (F(scalbn)(r.hi + r.lo, e));
}

#endif
