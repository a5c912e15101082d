/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The error function and its complement.
 *
 * Below 1/2, erf is its Taylor series.  Above, erfc(x) = exp(-x^2) w(x), where
 * w varies slowly: up to 8 by its Taylor series around the nearest multiple of
 * 1/8, beyond by its asymptotic series, whose terms fall until 2 x^2 of them
 * are added.  x^2 is a pair, so that exp does not magnify its rounding.
 */

#ifndef REAL
#define	TEMPLATE	"erf.c"
#include "each.h"
#else

#include "tables.h"

#define	COUNT(a)	((int)(sizeof(a) / sizeof((a)[0])))

/* exp(x^2) erfc(x) for x >= 1/2. */
static PAIR
T(scaled_erfc)(REAL x)
{
	const REAL *a;
	PAIR s;
	REAL h, sum, term;
	int j, k;

	if (x < C(8.0)) {
		j = (int)(x * 8 + C(0.5));
		a = T(erfcx)[j - 4];
		h = x - (REAL)j / 8;
		s = T(product)(a[2], h);
		s = T(pair_add)((PAIR){ a[0], a[1] }, s);
		sum = h * h * T(poly)(a + 3, COUNT(T(erfcx)[0]) - 3, h);
		return (T(fast_sum)(s.hi, s.lo + sum));
	}
	sum = 0;
	term = 1;
	h = C(0.5) / x / x;
	for (k = 1; k < 40 && ABS(term) > T(pow2)(-PREC - 8); k++) {
		term *= -(REAL)(2 * k - 1) * h;
		sum += term;
	}
	s = T(pair_mul)((PAIR){ T(constants)[C_2_SQRTPI][0] / 2,
	    T(constants)[C_2_SQRTPI][1] / 2 }, T(fast_sum)(1, sum));
	return (T(pair_div)(s, (PAIR){ x, 0 }));
}

/* erfc(x) for x >= 1/2, times 2^-*kp. */
static PAIR
T(erfc_pair)(REAL x, int *kp)
{
	PAIR e = T(__exp_pair)(T(pair_negate)(T(product)(x, x)), kp);

	return (T(pair_mul)(e, T(scaled_erfc)(x)));
}

static PAIR
T(erf_small)(REAL x)
{
	PAIR s;
	REAL z = x * x;

	s = T(pair_mul)((PAIR){ T(constants)[C_2_SQRTPI][0],
	    T(constants)[C_2_SQRTPI][1] }, (PAIR){ x, 0 });
	return (T(fast_sum)(s.hi, s.lo + x * z *
	    T(poly)(T(erf_coef), COUNT(T(erf_coef)), z)));
}

REAL
F(erf)(REAL x)
{
	PAIR s;
	int k;

	if (ISNAN(x))
		return (x + x);
	if (ABS(x) < T(pow2)(EMIN + 2 * PREC))
		return (x * T(constants)[C_2_SQRTPI][0]);
	if (ABS(x) < C(0.5)) {
		s = T(erf_small)(x);
		return (s.hi + s.lo);
	}
	if (ABS(x) > C(8.0))
		return (B(copysign)(ISINF(x) ? 1 : T(inexact)(1), x));
	s = T(erfc_pair)(ABS(x), &k);
	s = T(pair_scale)(s, T(pow2)(k));
	s = T(pair_add)((PAIR){ 1, 0 }, T(pair_negate)(s));
	return (B(copysign)(s.hi + s.lo, x));
}

REAL
F(erfc)(REAL x)
{
	/* Past the first, the result underflows; past the second it is 2. */
	const REAL limit = PREC == 53 ? 28 : 107;
	PAIR s;
	int k;

	if (ISNAN(x))
		return (x + x);
	if (ABS(x) < C(0.5)) {
		if (ABS(x) < T(pow2)(-PREC - 6))
			return (1 - x);
		s = T(pair_add)((PAIR){ 1, 0 },
		    T(pair_negate)(T(erf_small)(x)));
		return (s.hi + s.lo);
	}
	if (x > limit)
		return (ISINF(x) ? 0 : T(underflow)(false));
	if (x < -8)
		return (ISINF(x) ? 2 : T(inexact)(2));
	s = T(erfc_pair)(ABS(x), &k);
	if (x > 0)
		return (T(pair_round)(s, k));
	s = T(pair_scale)(s, T(pow2)(k));
	s = T(pair_add)((PAIR){ 2, 0 }, T(pair_negate)(s));
	return (s.hi + s.lo);
}

#endif
