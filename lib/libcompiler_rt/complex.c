/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Complex products and quotients as Annex G of C has them: where the plain
 * formula gives NaN for both parts, infinities are recovered.
 */

#include "rt.h"

#define	ISNAN(x)	((x) != (x))
#define	ISINF(x)	(!ISNAN(x) && ISNAN((x) - (x)))
#define	ISFINITE(x)	(!ISNAN((x) - (x)))

/* 1 or 0 with the sign of x: what an infinite, or finite, part counts as. */
#define	BOXED(copysign, x)	copysign(ISINF(x) ? 1 : 0, x)

#define	MULTIPLY(name, type, copysign)					\
_Complex type								\
name(type a, type b, type c, type d)					\
{									\
	type ac = a * c, bd = b * d, ad = a * d, bc = b * c;		\
	type inf = (type)__builtin_inf(), re, im;			\
	_Bool again = 0;						\
									\
	re = ac - bd;							\
	im = ad + bc;							\
	if (!ISNAN(re) || !ISNAN(im))					\
		return (__builtin_complex(re, im));			\
	if (ISINF(a) || ISINF(b)) {					\
		a = BOXED(copysign, a);					\
		b = BOXED(copysign, b);					\
		c = ISNAN(c) ? copysign(0, c) : c;			\
		d = ISNAN(d) ? copysign(0, d) : d;			\
		again = 1;						\
	}								\
	if (ISINF(c) || ISINF(d)) {					\
		c = BOXED(copysign, c);					\
		d = BOXED(copysign, d);					\
		a = ISNAN(a) ? copysign(0, a) : a;			\
		b = ISNAN(b) ? copysign(0, b) : b;			\
		again = 1;						\
	}								\
	if (!again &&							\
	    (ISINF(ac) || ISINF(bd) || ISINF(ad) || ISINF(bc))) {	\
		a = ISNAN(a) ? copysign(0, a) : a;			\
		b = ISNAN(b) ? copysign(0, b) : b;			\
		c = ISNAN(c) ? copysign(0, c) : c;			\
		d = ISNAN(d) ? copysign(0, d) : d;			\
		again = 1;						\
	}								\
	if (again) {							\
		re = inf * (a * c - b * d);				\
		im = inf * (a * d + b * c);				\
	}								\
	return (__builtin_complex(re, im));				\
}

/*
 * A divisor of one part divides each part of the other: then an infinite part
 * of a does not meet the zero and spoil the part that is finite.  Any other
 * divisor is scaled by a power of two so that its larger part lies in [1, 2);
 * the quotient is scaled back at the end, and an infinite dividend meets the
 * divisor unscaled, as its smaller part may have vanished.
 */
#define	DIVIDE(name, type, copysign, fmax, fabs, logb, scalbn)		\
static type								\
logb(type x)								\
{									\
	int n = 0;							\
									\
	if (x == 0 || !ISFINITE(x))					\
		return (x == 0 ? -(type)__builtin_inf() : x * x);	\
	for (; x >= 0x1p32; x *= (type)0x1p-32)				\
		n += 32;						\
	for (; x < (type)0x1p-32; x *= (type)0x1p32)			\
		n -= 32;						\
	for (; x >= 2; x /= 2)						\
		n++;							\
	for (; x < 1; x *= 2)						\
		n--;							\
	return ((type)n);						\
}									\
									\
static type								\
scalbn(type x, int n)							\
{									\
	for (; n >= 32; n -= 32)					\
		x *= (type)0x1p32;					\
	for (; n <= -32; n += 32)					\
		x *= (type)0x1p-32;					\
	return (n < 0 ? x / (type)(1UL << -n) : x * (type)(1UL << n));	\
}									\
									\
_Complex type								\
name(type a, type b, type c, type d)					\
{									\
	type inf = (type)__builtin_inf(), c0 = c, d0 = d;		\
	type denom, e, im, re;						\
	int n = 0;							\
									\
	if (d == 0 && c != 0 && ISFINITE(c))				\
		return (__builtin_complex(a / c, b / c));		\
	if (c == 0 && d != 0 && ISFINITE(d))				\
		return (__builtin_complex(b / d, -a / d));		\
	e = logb(fmax(fabs(c), fabs(d)));				\
	if (ISFINITE(e)) {						\
		n = (int)e;						\
		c = scalbn(c, -n);					\
		d = scalbn(d, -n);					\
	}								\
	denom = c * c + d * d;						\
	re = scalbn((a * c + b * d) / denom, -n);			\
	im = scalbn((b * c - a * d) / denom, -n);			\
	if ((ISNAN(re) || ISNAN(im)) && (ISINF(a) || ISINF(b)) &&	\
	    ISFINITE(c) && ISFINITE(d) && denom != 0) {			\
		a = BOXED(copysign, a);					\
		b = BOXED(copysign, b);					\
		re = inf * (a * c0 + b * d0);				\
		im = inf * (b * c0 - a * d0);				\
	}								\
	if (!ISNAN(re) || !ISNAN(im))					\
		return (__builtin_complex(re, im));			\
	if (denom == 0 && (!ISNAN(a) || !ISNAN(b))) {			\
		re = copysign(inf, c) * a;				\
		im = copysign(inf, c) * b;				\
	} else if (ISINF(e) && e > 0 && ISFINITE(a) && ISFINITE(b)) {	\
		c = BOXED(copysign, c);					\
		d = BOXED(copysign, d);					\
		re = 0 * (a * c + b * d);				\
		im = 0 * (b * c - a * d);				\
	}								\
	return (__builtin_complex(re, im));				\
}

#define	LARGER(x, y)	((x) > (y) || ISNAN(y) ? (x) : (y))

MULTIPLY(__mulsc3, float, __builtin_copysignf)
MULTIPLY(__muldc3, double, __builtin_copysign)
MULTIPLY(__mulxc3, long double, __builtin_copysignl)
DIVIDE(__divsc3, float, __builtin_copysignf, LARGER, __builtin_fabsf,
    exponent_float, scale_float)
DIVIDE(__divdc3, double, __builtin_copysign, LARGER, __builtin_fabs,
    exponent_double, scale_double)
DIVIDE(__divxc3, long double, __builtin_copysignl, LARGER, __builtin_fabsl,
    exponent_extended, scale_extended)
