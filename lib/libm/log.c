/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Logarithms and inverse hyperbolic functions.
 *
 * x = 2^k m with m between sqrt(1/2) and sqrt(2), c the nearest of the points
 * j/128, f = m - c, which is exact, and s = f / (m + c), so |s| < 2^-8:
 *
 *	log(x) = k ln2 + log(c) + 2 (s + s^3/3 + s^5/5 + ...)
 *
 * where log(c) is a pair from a table and s a pair, and what follows s, below
 * 2^-17 s, a plain number.  Near 1 there is neither k nor c, hence the pair is
 * right to about PREC + 14 bits everywhere.  (P. T. P. Tang, Table-driven
 * implementation of the logarithm function in IEEE floating-point arithmetic,
 * 1990.)
 */

#ifndef REAL
#define	TEMPLATE	"log.c"
#include "each.h"
#else

#include "tables.h"

/* The logarithm of x / 2^*kp, where *kp is as in the head of this file. */
static PAIR
T(log_mantissa)(PAIR x, int *kp)
{
	const REAL *entry;
	PAIR d, f, s, t;
	REAL m, tail, w;
	int j, k;

	k = T(exponent)(x.hi);
	m = F(scalbn)(x.hi, -k);
	if (m > C(1.4142135623730950488)) {
		k++;
		m /= 2;
	}
	*kp = k;
	j = (int)(m * 128 + C(0.5));
	entry = T(log_table)[j - 90];
	x.lo = x.lo == 0 ? 0 : F(scalbn)(x.lo, -k);
	f = T(sum)(m - (REAL)j / 128, x.lo);
	d = T(sum)(m, (REAL)j / 128);
	d.lo += x.lo;
	s = T(pair_div)(f, d);
	w = s.hi * s.hi;
	tail = s.hi * w * T(poly)(T(log_coef),
	    sizeof(T(log_coef)) / sizeof(REAL), w) + 2 * s.lo * w;
	t = T(sum)(entry[0], 2 * s.hi);
	return (T(fast_sum)(t.hi, t.lo + (entry[1] + 2 * s.lo + tail)));
}

PAIR
T(__log_pair)(PAIR x)
{
	PAIR m, s;
	int k;

	m = T(log_mantissa)(x, &k);
	if (k == 0)
		return (m);
	s = T(fast_sum)((REAL)k * T(log2_split)[0], m.hi);
	return (T(fast_sum)(s.hi,
	    s.lo + (m.lo + (REAL)k * T(log2_split)[1])));
}

/*
 * True when x has a logarithm that takes computing; else *yp is the result
 * for a NaN, zero, an infinity or a negative number.
 */
static bool
T(log_domain)(REAL x, REAL *yp)
{
	if (ISNAN(x))
		*yp = x + x;
	else if (x == 0)
		*yp = -1 / (x * x);
	else if (x < 0)
		*yp = (x - x) / (ISINF(x) ? 1 : x - x);
	else if (ISINF(x))
		*yp = x;
	else
		return (true);
	return (false);
}

REAL
F(log)(REAL x)
{
	PAIR s;
	REAL y;

	if (!T(log_domain)(x, &y))
		return (y);
	s = T(__log_pair)((PAIR){ x, 0 });
	return (s.hi + s.lo);
}

/* A pair times a pair of the table of constants. */
static PAIR
T(times)(PAIR a, int index)
{
	return (T(pair_mul)(a, (PAIR){ T(constants)[index][0],
	    T(constants)[index][1] }));
}

REAL
F(log2)(REAL x)
{
	PAIR s;
	REAL y;
	int k;

	if (!T(log_domain)(x, &y))
		return (y);
	s = T(times)(T(log_mantissa)((PAIR){ x, 0 }, &k), C_INVLN2);
	s = T(pair_add)((PAIR){ k, 0 }, s);
	return (s.hi + s.lo);
}

REAL
F(log10)(REAL x)
{
	PAIR s;
	REAL y;
	int k;

	if (!T(log_domain)(x, &y))
		return (y);
	s = T(times)(T(log_mantissa)((PAIR){ x, 0 }, &k), C_INVLN10);
	s = T(pair_add)(T(times)((PAIR){ k, 0 }, C_LOG10_2), s);
	return (s.hi + s.lo);
}

REAL
F(log1p)(REAL x)
{
	PAIR s;

	if (!ISFINITE(x))
		return (x < 0 ? x - x : x + x);
	if (x <= -1)
		return (x < -1 ? (x - x) / (x - x) : -1 / ((x + 1) * (x + 1)));
	if (ABS(x) < T(pow2)(-PREC - 1))
		return (x);
	s = T(__log_pair)(T(sum)(1, x));
	return (s.hi + s.lo);
}

/* log(1 + a) of a pair that is not negative. */
static PAIR
T(log1p_pair)(PAIR a)
{
	return (T(__log_pair)(T(pair_add)((PAIR){ 1, 0 }, a)));
}

/*
 * log(x + sqrt(x^2 + 1)), as log(1 + x + x^2 / (1 + sqrt(x^2 + 1))) so that a
 * small x is not lost beside the one.
 */
REAL
F(asinh)(REAL x)
{
	PAIR a, root, s, square;

	if (!ISFINITE(x) || ABS(x) < T(pow2)(-PREC / 2 - 2))
		return (ISFINITE(x) ? x : x + x);
	a = (PAIR){ ABS(x), 0 };
	if (a.hi > T(pow2)(PREC)) {
		s = T(__log_pair)(a);
		s = T(pair_add)(s, (PAIR){ T(constants)[C_LN2][0],
		    T(constants)[C_LN2][1] });
	} else {
		square = T(product)(a.hi, a.hi);
		root = T(pair_sqrt)(T(pair_add)(square, (PAIR){ 1, 0 }));
		root = T(pair_add)(root, (PAIR){ 1, 0 });
		s = T(log1p_pair)(T(pair_add)(a, T(pair_div)(square, root)));
	}
	return (B(copysign)(s.hi + s.lo, x));
}

/* log(x + sqrt(x^2 - 1)), with t = x - 1 as log(1 + t + sqrt(2 t + t^2)). */
REAL
F(acosh)(REAL x)
{
	PAIR s, t;

	if (ISNAN(x) || x <= 1)
		return (x == 1 ? 0 : (x - x) / (x - x));
	if (ISINF(x))
		return (x);
	if (x > T(pow2)(PREC)) {
		s = T(__log_pair)((PAIR){ x, 0 });
		s = T(pair_add)(s, (PAIR){ T(constants)[C_LN2][0],
		    T(constants)[C_LN2][1] });
	} else {
		t = T(sum)(x, -1);
		s = T(pair_mul)(t, T(pair_add)(t, (PAIR){ 2, 0 }));
		s = T(log1p_pair)(T(pair_add)(t, T(pair_sqrt)(s)));
	}
	return (s.hi + s.lo);
}

/* Half of log(1 + 2x / (1 - x)). */
REAL
F(atanh)(REAL x)
{
	PAIR a, s;

	if (ISNAN(x) || ABS(x) >= 1)
		return (ABS(x) == 1 ? x / (1 - ABS(x)) : (x - x) / (x - x));
	if (ABS(x) < T(pow2)(-PREC / 2 - 2))
		return (x);
	a = (PAIR){ ABS(x), 0 };
	s = T(pair_div)(T(pair_scale)(a, 2), T(sum)(1, -a.hi));
	s = T(log1p_pair)(s);
	return (B(copysign)((s.hi + s.lo) / 2, x));
}

#endif
