/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The gamma function and its logarithm.
 *
 * Both rest on Stirling's series
 *
 *	log gamma(y) = (y - 1/2) log y - y + log(2 pi)/2 + 1/(12 y) - ...
 *
 * for y >= 16 (24 for long double), and on gamma(x) = gamma(x + n) / (x (x + 1)
 * ... (x + n - 1)) below, all in pairs, hence slow and exact.  Between 0 and
 * 2.5, where the logarithm has its two zeros, it is a series around 2 in the
 * zeta function's values minus one.  Negative arguments are reflected:
 * gamma(x) gamma(1 - x) = pi / sin(pi x).
 */

#ifndef REAL
#define	TEMPLATE	"gamma.c"
#include "each.h"
#else

#include "tables.h"

#define	COUNT(a)	((int)(sizeof(a) / sizeof((a)[0])))
#define	CONSTANT(i)	((PAIR){ T(constants)[i][0], T(constants)[i][1] })

/* What Stirling's series takes at least. */
#define	LARGE		(PREC == 53 ? 16 : 24)

#ifndef _GAMMA_C_
#define	_GAMMA_C_
int	signgam;
#endif

/* log gamma of a pair >= LARGE. */
static PAIR
T(stirling)(PAIR y)
{
	PAIR s;
	REAL inverse = 1 / y.hi;

	s = T(pair_mul)(T(pair_add)(y, (PAIR){ -C(0.5), 0 }),
	    T(__log_pair)(y));
	s = T(pair_add)(s, T(pair_negate)(y));
	s = T(pair_add)(s, CONSTANT(C_HALF_LOG_2PI));
	return (T(pair_add)(s, (PAIR){ inverse * T(poly)(T(stirling_coef),
	    COUNT(T(stirling_coef)), inverse * inverse), 0 }));
}

/* The product of x, x + 1, ... until the sum is LARGE, which *yp gets. */
static PAIR
T(shift)(PAIR x, PAIR *yp)
{
	PAIR p = { 1, 0 };

	while (x.hi < LARGE) {
		p = T(pair_mul)(p, x);
		x = T(pair_add)(x, (PAIR){ 1, 0 });
	}
	*yp = x;
	return (p);
}

/* gamma of a positive pair, times 2^-*kp. */
static PAIR
T(gamma_pair)(PAIR x, int *kp)
{
	PAIR p, y;

	p = T(shift)(x, &y);
	return (T(pair_div)(T(__exp_pair)(T(stirling)(y), kp), p));
}

/* |sin(pi x)| for x that is no integer; *oddp tells whether floor(x) is odd. */
static PAIR
T(sin_pi)(REAL x, bool *oddp)
{
	REAL n = F(floor)(x), r = x - n;

	*oddp = F(floor)(n / 2) * 2 != n;
	if (r > C(0.5))
		r = n + 1 - x;
	if (r <= C(0.25))
		return (T(__sin_pair)(T(pair_mul)(CONSTANT(C_PI),
		    (PAIR){ r, 0 })));
	return (T(__cos_pair)(T(pair_mul)(CONSTANT(C_PI),
	    (PAIR){ C(0.5) - r, 0 })));
}

REAL
F(tgamma)(REAL x)
{
	PAIR g, s;
	REAL y;
	int k;
	bool odd;

	if (ISNAN(x) || x == 0)
		return (x == 0 ? 1 / x : x + x);
	if (ISINF(x) || (x < 0 && F(floor)(x) == x))
		return (x > 0 ? x : (x - x) / (ISINF(x) ? 1 : x - x));
	if (ABS(x) < T(pow2)(-PREC - 6))
		return (1 / x);
	if (x > (PREC == 53 ? 172 : 1756))
		return (T(overflow)(false));
	if (x > 0) {
		g = T(gamma_pair)((PAIR){ x, 0 }, &k);
		return (T(pair_round)(g, k));
	}
	s = T(sin_pi)(x, &odd);
	if (x < (PREC == 53 ? -185 : -1770))
		return (T(underflow)(odd));
	g = T(gamma_pair)(T(sum)(1, -x), &k);
	g = T(pair_div)(CONSTANT(C_PI), T(pair_mul)(s, g));
	y = T(pair_round)(g, -k);
	return (odd ? -y : y);
}

/* log gamma(2 + z), |z| <= 1/2 */
static PAIR
T(lgamma_near_two)(REAL z)
{
	PAIR s = T(pair_mul)(CONSTANT(C_HALF_ZETA2), (PAIR){ z, 0 });

	s = T(pair_add)(CONSTANT(C_1_GAMMA), s);
	s = T(pair_mul)(s, (PAIR){ z, 0 });
	return (T(pair_add)(s, (PAIR){ z * z * z *
	    T(poly)(T(lgamma_coef), COUNT(T(lgamma_coef)), z), 0 }));
}

/* log gamma of x > 0 */
static PAIR
T(lgamma_positive)(PAIR x)
{
	PAIR l, p, y;
	REAL z;

	if (x.hi >= C(2.5) || x.lo != 0) {
		p = T(shift)(x, &y);
		l = T(stirling)(y);
		return (p.hi == 1 ? l :
		    T(pair_add)(l, T(pair_negate)(T(__log_pair)(p))));
	}
	if (x.hi >= C(1.5))
		return (T(lgamma_near_two)(x.hi - 2));
	if (x.hi >= C(0.5)) {
		z = x.hi - 1;
		return (T(pair_add)(T(lgamma_near_two)(z),
		    T(pair_negate)(T(__log_pair)(T(sum)(1, z)))));
	}
	p = T(pair_mul)(T(sum)(1, x.hi), x);
	return (T(pair_add)(T(lgamma_near_two)(x.hi),
	    T(pair_negate)(T(__log_pair)(p))));
}

#if PREC == 53
#define	LGAMMA_R	lgamma_r
#else
#undef LGAMMA_R
#define	LGAMMA_R	lgammal_r
#endif

REAL
LGAMMA_R(REAL x, int *signp)
{
	PAIR l, s;
	bool odd;

	*signp = 1;
	if (!ISFINITE(x))
		return (x * x);
	if (x <= 0 && F(floor)(x) == x) {
		*signp = NEGATIVE(x) && x == 0 ? -1 : 1;
		return (1 / ABS(x - x));
	}
	if (ABS(x) < T(pow2)(-PREC - 2)) {
		*signp = x < 0 ? -1 : 1;
		return (-F(log)(ABS(x)));
	}
	if (x > T(pow2)(EMAX - 4)) {
		l = T(__log_pair)((PAIR){ x, 0 });
		return (x * (l.hi - 1));
	}
	if (x > 0) {
		l = T(lgamma_positive)((PAIR){ x, 0 });
		return (l.hi + l.lo);
	}
	s = T(sin_pi)(x, &odd);
	*signp = odd ? -1 : 1;
	l = T(__log_pair)(T(pair_div)(CONSTANT(C_PI), s));
	l = T(pair_add)(l, T(pair_negate)(T(lgamma_positive)(T(sum)(1, -x))));
	return (l.hi + l.lo);
}

REAL
F(lgamma)(REAL x)
{
	return (LGAMMA_R(x, &signgam));
}

#endif
