/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pow(x, y) = exp(y log|x|) with the logarithm and the product as pairs: the
 * exponent's absolute error is below 2^-PREC/64 wherever the result is finite.
 */

#ifndef REAL
#define	TEMPLATE	"pow.c"
#include "each.h"
#else

/* 0 when finite y is no integer, 1 when it is odd, 2 when it is even. */
static int
T(parity)(REAL y)
{
	int e, zeros;
	uint64_t m;

	if (y == 0)
		return (2);
	m = T(decode)(y, &e);
	zeros = __builtin_ctzl(m);
	if (e + zeros < 0)
		return (0);
	return (e + zeros == 0 ? 1 : 2);
}

/* What Annex F prescribes where x or y is zero or infinite. */
static REAL
T(pow_special)(REAL x, REAL y, int parity)
{
	REAL r;
	bool big;

	if (ISINF(y)) {
		if (ABS(x) == 1)
			return (1);
		return ((ABS(x) > 1) == (y > 0) ? ABS(y) : 0);
	}
	big = ISINF(x) == (y > 0);
	if (!big)
		r = 0;
	else if (x == 0)
		r = 1 / ABS(x);
	else
		r = ABS(x);
	return (parity == 1 ? B(copysign)(r, x) : r);
}

REAL
F(pow)(REAL x, REAL y)
{
	PAIR e, l;
	REAL limit = (REAL)(EMAX + PREC + 2), r;
	int k, parity;
	bool negative;

	if (y == 0 || x == 1)
		return (1);
	if (ISNAN(x) || ISNAN(y))
		return (x + y);
	parity = ISINF(y) ? 2 : T(parity)(y);
	if (x == 0 || ISINF(x) || ISINF(y))
		return (T(pow_special)(x, y, parity));
	if (x < 0 && parity == 0)
		return ((x - x) / (x - x));
	negative = x < 0 && parity == 1;
	x = ABS(x);
	if (x == 1)
		return (negative ? -1 : 1);
	if (ABS(y) < T(pow2)(-PREC - 16))
		return (T(inexact)(1));
	/* Any x but 1 differs from it by at least 2^-PREC. */
	if (ABS(y) > T(pow2)(PREC + 16))
		return ((x > 1) == (y > 0) ? T(overflow)(negative) :
		    T(underflow)(negative));
	l = T(__log_pair)((PAIR){ x, 0 });
	e = T(product)(y, l.hi);
	e = T(fast_sum)(e.hi, e.lo + y * l.lo);
	if (e.hi > limit)
		return (T(overflow)(negative));
	if (e.hi < -limit)
		return (T(underflow)(negative));
	e = T(__exp_pair)(e, &k);
	r = T(pair_round)(e, k);
	return (negative ? -r : r);
}

#endif
