/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sine, cosine and tangent.
 *
 * x is reduced to a pair r, |r| <= pi/4, and a quadrant.  Up to a million (16
 * million for long double), n pi/2 is subtracted in parts whose products with
 * n are exact (W. J. Cody and W. Waite, Software Manual for the Elementary
 * Functions, 1980), which leaves more than PREC + 20 right bits however close x
 * is to a multiple.  Beyond, the mantissa is multiplied as an integer by those
 * 256 bits of 2/pi that decide the quadrant and the fraction (M. H. Payne and
 * R. N. Hanek, Radian reduction for trigonometric functions, 1983).
 */

#ifndef REAL
#define	TEMPLATE	"trig.c"
#include "each.h"
#else

#include "tables.h"

#ifndef _TRIG_C_
#define	_TRIG_C_

typedef unsigned __int128 uint128_t;

#endif

/*
 * The product of m and the window of 2/pi whose first bit has the weight 2^1
 * in m 2^e 2/pi.  Of its low 256 bits, the upper two are the quadrant and the
 * rest the fraction; higher ones are whole turns.
 */
static void
T(payne_hanek)(uint64_t m, int e, uint64_t product[4])
{
	int bit = 128 + e - 2, i, shift, word;
	uint64_t window;
	uint128_t carry = 0;

	word = bit / 64;
	shift = bit % 64;
	for (i = 3; i >= 0; i--) {
		window = two_over_pi[word + i] << shift;
		if (shift != 0)
			window |= two_over_pi[word + i + 1] >> (64 - shift);
		carry += (uint128_t)m * window;
		product[i] = (uint64_t)carry;
		carry >>= 64;
	}
}

static int
T(reduce_huge)(REAL x, PAIR *r)
{
	uint64_t m, p[4];
	uint128_t top;
	int e, i, n, quadrant, up;

	m = T(decode)(x, &e);
	T(payne_hanek)(m, e, p);
	quadrant = (int)(p[0] >> 62);
	/* The fraction, at the upper end; above a half, its complement. */
	for (i = 0; i < 3; i++)
		p[i] = p[i] << 2 | p[i + 1] >> 62;
	p[3] <<= 2;
	up = (int)(p[0] >> 63);
	for (i = 0; i < 4 && up != 0; i++)
		p[i] = ~p[i];
	for (n = 0; p[0] == 0 && n < 128; n += 64) {
		for (i = 0; i < 3; i++)
			p[i] = p[i + 1];
		p[3] = 0;
	}
	i = p[0] == 0 ? 0 : __builtin_clzl(p[0]);
	top = (uint128_t)p[0] << 64 | p[1];
	if (i != 0)
		top = top << i | p[2] >> (64 - i);
	n += i;
	r->hi = F(scalbn)((REAL)(uint64_t)(top >> (128 - PREC)), -n - PREC);
	r->lo = F(scalbn)((REAL)(uint64_t)(top << PREC >> 64),
	    -n - PREC - 64);
	*r = T(fast_sum)(r->hi, r->lo);
	*r = T(pair_mul)(*r, (PAIR){ T(constants)[C_PIO2][0],
	    T(constants)[C_PIO2][1] });
	if (up != 0)
		*r = T(pair_negate)(*r);
	return ((quadrant + up) & 3);
}

/* The quadrant of a finite x and what remains of it. */
static int
T(reduce)(REAL x, PAIR *r)
{
	const REAL shift = C(1.5) * T(pow2)(PREC - 1);
	const REAL *part = T(pio2_split);
	PAIR s, t;
	REAL n;
	int quadrant;

	if (ABS(x) <= C(0.785398163397448)) {
		*r = (PAIR){ x, 0 };
		return (0);
	}
	if (ABS(x) > T(pow2)(PREC == 53 ? 20 : 24)) {
		quadrant = T(reduce_huge)(ABS(x), r);
		if (x > 0)
			return (quadrant);
		*r = T(pair_negate)(*r);
		return (-quadrant & 3);
	}
	n = (x * T(two_over_pi_first)[0] + shift) - shift;
	s = T(sum)(x - n * part[0], -n * part[1]);
	t = T(sum)(s.hi, -n * part[2]);
	*r = T(sum)(t.hi, s.lo);
	*r = T(fast_sum)(r->hi, r->lo + (t.lo - n * part[3]));
	return ((int)n & 3);
}

/* sin(hi + lo) = hi + (lo cos(hi) + hi^3 S(hi^2)) */
PAIR
T(__sin_pair)(PAIR r)
{
	REAL z = r.hi * r.hi;

	return (T(fast_sum)(r.hi, r.lo * (1 - z / 2) + r.hi * z *
	    T(poly)(T(sin_coef), sizeof(T(sin_coef)) / sizeof(REAL), z)));
}

/* cos(hi + lo) = 1 - hi^2/2 + (hi^4 C(hi^2) - hi lo) */
PAIR
T(__cos_pair)(PAIR r)
{
	PAIR s, square = T(product)(r.hi, r.hi);
	REAL z = square.hi;

	s = T(fast_sum)(1, -z / 2);
	return (T(fast_sum)(s.hi, s.lo + (z * z * T(poly)(T(cos_coef),
	    sizeof(T(cos_coef)) / sizeof(REAL), z) -
	    (r.hi * r.lo + square.lo / 2))));
}

static bool
T(is_tiny)(REAL x)
{
	return (ABS(x) < T(pow2)(-PREC / 2 - 2));
}

REAL
F(sin)(REAL x)
{
	PAIR r;
	int quadrant;

	if (!ISFINITE(x))
		return (x - x);
	if (T(is_tiny)(x))
		return (x);
	quadrant = T(reduce)(x, &r);
	r = (quadrant & 1) != 0 ? T(__cos_pair)(r) : T(__sin_pair)(r);
	return ((quadrant & 2) != 0 ? -r.hi - r.lo : r.hi + r.lo);
}

REAL
F(cos)(REAL x)
{
	PAIR r;
	int quadrant;

	if (!ISFINITE(x))
		return (x - x);
	if (T(is_tiny)(x))
		return (x == 0 ? 1 : T(inexact)(1));
	quadrant = T(reduce)(x, &r) + 1;
	r = (quadrant & 1) != 0 ? T(__cos_pair)(r) : T(__sin_pair)(r);
	return ((quadrant & 2) != 0 ? -r.hi - r.lo : r.hi + r.lo);
}

void
F(sincos)(REAL x, REAL *sp, REAL *cp)
{
	*sp = F(sin)(x);
	*cp = F(cos)(x);
}

REAL
F(tan)(REAL x)
{
	PAIR c, r, s;
	int quadrant;

	if (!ISFINITE(x))
		return (x - x);
	if (T(is_tiny)(x))
		return (x);
	quadrant = T(reduce)(x, &r);
	s = T(__sin_pair)(r);
	c = T(__cos_pair)(r);
	r = (quadrant & 1) != 0 ? T(pair_div)(T(pair_negate)(c), s) :
	    T(pair_div)(s, c);
	return (r.hi + r.lo);
}

#endif
