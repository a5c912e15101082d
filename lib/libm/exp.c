/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exponentials and hyperbolic functions.
 *
 * x = n ln2/32 + r with |r| <= ln2/64; with n = 32 k + j,
 *
 *	exp(x) = 2^k 2^(j/32) (1 + r + q),	q = r^2/2 + r^3/6 + ...
 *
 * where 2^(j/32) is a pair from a table, r a pair, and q, below 2^-14, a plain
 * number: the pair that comes out is right to about PREC + 13 bits.  (P. T. P.
 * Tang, Table-driven implementation of the exponential function in IEEE
 * floating-point arithmetic, 1989.)
 *
 * expm1 of a small argument is r + q itself, so that nothing cancels, and the
 * hyperbolic functions are quotients and sums of expm1.
 */

#ifndef REAL
#define	TEMPLATE	"exp.c"
#include "each.h"
#else

#include "tables.h"

/* exp overflows above; below, it is less than half the least number. */
#if PREC == 53
#define	EXP_MAX		0x1.62e42fefa39efp+9
#define	EXP_MIN		(-0x1.74910d52d3053p+9)
#else
#undef EXP_MAX
#undef EXP_MIN
#define	EXP_MAX		0xb.17217f7d1cf79acp+10L
#define	EXP_MIN		(-0xb.21dfe7f09e2baaap+10L)
#endif

/* 2^(n/32) (1 + r + q) without its factor 2^*kp.  */
static PAIR
T(exp_finish)(int n, PAIR r, int *kp)
{
	const REAL *entry = T(exp2_table)[n & 31];
	PAIR p, s;
	REAL q;

	q = r.hi * r.hi * T(poly)(T(exp_coef),
	    sizeof(T(exp_coef)) / sizeof(REAL), r.hi) + r.lo * r.hi;
	*kp = n >> 5;
	p = T(product)(entry[0], r.hi);
	s = T(fast_sum)(entry[0], p.hi);
	s.lo += p.lo + (entry[0] * (r.lo + q) + (entry[1] + entry[1] * r.hi));
	return (T(fast_sum)(s.hi, s.lo));
}

/* n and r of the head of this file, for |x| <= 2^15. */
static int
T(exp_reduce)(PAIR x, PAIR *r)
{
	const REAL shift = C(1.5) * T(pow2)(PREC - 1);
	REAL n;
	PAIR s;

	n = (x.hi * T(inverse_ln2_32)[0] + shift) - shift;
	s = T(sum)(x.hi - n * T(ln2_split)[0], -n * T(ln2_split)[1]);
	*r = T(fast_sum)(s.hi, s.lo + (x.lo - n * T(ln2_split)[2]));
	return ((int)n);
}

PAIR
T(__exp_pair)(PAIR x, int *kp)
{
	PAIR r;
	int n;

	n = T(exp_reduce)(x, &r);
	return (T(exp_finish)(n, r, kp));
}

/* exp(x) - 1 of a pair whose exponential is finite. */
static PAIR
T(expm1_pair)(PAIR x)
{
	PAIR e, r;
	int k, n;

	n = T(exp_reduce)(x, &r);
	if (n == 0)
		return (T(fast_sum)(r.hi, r.lo + (r.lo * r.hi + r.hi * r.hi *
		    T(poly)(T(exp_coef), sizeof(T(exp_coef)) / sizeof(REAL),
		    r.hi))));
	e = T(exp_finish)(n, r, &k);
	/* Past these the one is less than the pair's error. */
	if (k < -2 * PREC)
		return ((PAIR){ -1, REAL_MIN });
	e = T(pair_scale)(e, T(pow2)(k > EMAX ? EMAX : k));
	return (T(pair_add)(e, (PAIR){ -1, 0 }));
}

REAL
F(exp)(REAL x)
{
	PAIR e;
	int k;

	if (ISNAN(x))
		return (x + x);
	if (x > EXP_MAX)
		return (ISINF(x) ? x : T(overflow)(false));
	if (x < EXP_MIN)
		return (ISINF(x) ? 0 : T(underflow)(false));
	if (ABS(x) < T(pow2)(-PREC - 1))
		return (1 + x);
	e = T(__exp_pair)((PAIR){ x, 0 }, &k);
	return (T(pair_round)(e, k));
}

REAL
F(exp2)(REAL x)
{
	const REAL shift = C(1.5) * T(pow2)(PREC - 1);
	PAIR e, r;
	REAL n;
	int k;

	if (ISNAN(x))
		return (x + x);
	if (x >= EMAX + 1)
		return (ISINF(x) ? x : T(overflow)(false));
	if (x < EMIN - PREC)
		return (ISINF(x) ? 0 : T(underflow)(false));
	if (ABS(x) < T(pow2)(-PREC - 1))
		return (1 + x);
	n = (x * 32 + shift) - shift;
	r = T(pair_mul)((PAIR){ x - n / 32, 0 },
	    (PAIR){ T(constants)[C_LN2][0], T(constants)[C_LN2][1] });
	e = T(exp_finish)((int)n, r, &k);
	return (T(pair_round)(e, k));
}

REAL
F(expm1)(REAL x)
{
	PAIR e;

	if (ISNAN(x))
		return (x + x);
	if (x > EXP_MAX)
		return (ISINF(x) ? x : T(overflow)(false));
	if (x < -2 * PREC)
		return (ISINF(x) ? -1 : T(inexact)(-1));
	if (ABS(x) < T(pow2)(-PREC - 1))
		return (x);
	if (x > PREC * 2)
		return (F(exp)(x));
	e = T(expm1_pair)((PAIR){ x, 0 });
	return (e.hi + e.lo);
}

/*
 * Half the exponential of |x|, for sinh and cosh where the other half does not
 * count any more; it overflows later than exp.
 */
static REAL
T(half_exp)(REAL x)
{
	PAIR e;
	int k;

	x = ABS(x);
	if (x > EXP_MAX + 1)
		return (T(overflow)(false));
	e = T(__exp_pair)((PAIR){ x, 0 }, &k);
	return (T(pair_round)(e, k - 1));
}

/* With m = expm1(|x|): sinh is (m + m / (m + 1)) / 2. */
REAL
F(sinh)(REAL x)
{
	PAIR m;
	REAL y;

	if (!ISFINITE(x) || ABS(x) < T(pow2)(-PREC / 2 - 1))
		return (ISFINITE(x) ? x : x + x);
	if (ABS(x) > PREC)
		y = T(half_exp)(x);
	else {
		m = T(expm1_pair)((PAIR){ ABS(x), 0 });
		m = T(pair_add)(m, T(pair_div)(m,
		    T(pair_add)(m, (PAIR){ 1, 0 })));
		y = (m.hi + m.lo) / 2;
	}
	return (B(copysign)(y, x));
}

REAL
F(cosh)(REAL x)
{
	PAIR e;
	int k;

	if (!ISFINITE(x))
		return (x * x);
	if (ABS(x) < T(pow2)(-PREC / 2 - 1))
		return (x == 0 ? 1 : T(inexact)(1));
	if (ABS(x) > PREC)
		return (T(half_exp)(x));
	e = T(__exp_pair)((PAIR){ ABS(x), 0 }, &k);
	e = T(pair_scale)(e, T(pow2)(k));
	e = T(pair_add)(e, T(pair_div)((PAIR){ 1, 0 }, e));
	return ((e.hi + e.lo) / 2);
}

/* With m = expm1(2|x|): m / (m + 2). */
REAL
F(tanh)(REAL x)
{
	PAIR m;

	if (ISNAN(x))
		return (x + x);
	if (ABS(x) < T(pow2)(-PREC / 2 - 1))
		return (x);
	if (ABS(x) > PREC / 2)
		return (B(copysign)(ISINF(x) ? 1 : T(inexact)(1), x));
	m = T(expm1_pair)((PAIR){ 2 * ABS(x), 0 });
	m = T(pair_div)(m, T(pair_add)(m, (PAIR){ 2, 0 }));
	return (B(copysign)(m.hi + m.lo, x));
}

#endif
