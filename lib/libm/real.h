/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Representation and pairs of the type REAL.  each.h includes this file once
 * for each type; only the first part is common to all.
 */

#ifndef _REAL_H_
#define	_REAL_H_

/* Of the table constants, by index. */
enum {
	C_PI, C_PIO2, C_LN2, C_INVLN2, C_INVLN10, C_LOG10_2, C_2_SQRTPI,
	C_1_GAMMA, C_HALF_LOG_2PI, C_HALF_ZETA2
};

#define	EMIN		(1 - EMAX)		/* of normal numbers */
#define	ABS(x)		B(fabs)(x)
#define	ISNAN(x)	__builtin_isnan(x)
#define	ISINF(x)	__builtin_isinf(x)
#define	ISFINITE(x)	__builtin_isfinite(x)
#define	NEGATIVE(x)	(__builtin_signbit(x) != 0)
#define	PAIR		struct T(pair)

#endif /* !_REAL_H_ */

/* 2^n for EMIN <= n <= EMAX. */
static inline REAL
T(pow2)(int n)
{
#if PREC == 24
	union { uint32_t u; float f; } v = { .u = (uint32_t)(n + EMAX) << 23 };
#elif PREC == 53
	union { uint64_t u; double f; } v = { .u = (uint64_t)(n + EMAX) << 52 };
#else
	union { struct { uint64_t m; uint16_t e; } u; long double f; } v = {
	    .u = { 1UL << 63, (uint16_t)(n + EMAX) } };
#endif
	return (v.f);
}

/* The magnitude of a finite x is the result times 2^*ep. */
static inline uint64_t
T(decode)(REAL x, int *ep)
{
	uint64_t m;
	int e;
#if PREC == 24
	union { float f; uint32_t u; } v = { .f = x };

	m = v.u & 0x7fffff;
	e = v.u >> 23 & 0xff;
	m |= (uint64_t)(e != 0) << 23;
#elif PREC == 53
	union { double f; uint64_t u; } v = { .f = x };

	m = v.u & 0xfffffffffffff;
	e = v.u >> 52 & 0x7ff;
	m |= (uint64_t)(e != 0) << 52;
#else
	union { long double f; struct { uint64_t m; uint16_t e; } u; } v = {
	    .f = x };

	m = v.u.m;
	e = v.u.e & 0x7fff;
#endif
	*ep = (e == 0 ? 1 : e) - EMAX - (PREC - 1);
	return (m);
}

/* The largest n with 2^n <= |x|, for finite x other than zero. */
static inline int
T(exponent)(REAL x)
{
	int e;
	uint64_t m = T(decode)(x, &e);

	return (e + 63 - __builtin_clzl(m));
}

/* Results of overflow and underflow that raise the exceptions. */
static inline REAL
T(overflow)(bool negative)
{
	volatile REAL big = REAL_MAX;

	return (negative ? -big * big : big * big);
}

static inline REAL
T(underflow)(bool negative)
{
	volatile REAL tiny = REAL_MIN;

	return (negative ? -tiny * tiny : tiny * tiny);
}

/* x, which is near one, when the result is not quite it. */
static inline REAL
T(inexact)(REAL x)
{
	volatile REAL tiny = REAL_MIN;

	return (x + tiny);
}

/* A polynomial of n coefficients, the lowest first. */
static inline REAL
T(poly)(const REAL *coef, int n, REAL x)
{
	REAL y = coef[n - 1];

	while (--n > 0)
		y = y * x + coef[n - 1];
	return (y);
}

/* a + b exactly, when |a| >= |b| or a is zero. */
static inline PAIR
T(fast_sum)(REAL a, REAL b)
{
	REAL s = a + b;

	return ((PAIR){ s, b - (s - a) });
}

/* a + b exactly. */
static inline PAIR
T(sum)(REAL a, REAL b)
{
	REAL s = a + b, t = s - a;

	return ((PAIR){ s, (a - (s - t)) + (b - t) });
}

/* a * b exactly, unless something overflows or underflows. */
static inline PAIR
T(product)(REAL a, REAL b)
{
	const REAL splitter = (REAL)((1UL << ((PREC + 1) / 2)) + 1);
	REAL ah, al, bh, bl, p = a * b, t;

	t = splitter * a;
	ah = t - (t - a);
	al = a - ah;
	t = splitter * b;
	bh = t - (t - b);
	bl = b - bh;
	return ((PAIR){ p, ((ah * bh - p) + ah * bl + al * bh) + al * bl });
}

/*
 * a 2^k, rounded once.  A number that will be subnormal is first added to the
 * power of two whose last place is that of the least number, since scalbn would
 * round what was rounded already.
 */
static inline REAL
T(pair_round)(PAIR a, int k)
{
	PAIR s;
	REAL base;

	if (T(exponent)(a.hi) + k >= EMIN)
		return (F(scalbn)(a.hi + a.lo, k));
	if (T(exponent)(a.hi) + k < EMIN - PREC)
		return (T(underflow)(a.hi < 0));
	(void)T(underflow)(false);
	base = B(copysign)(T(pow2)(EMIN - k), a.hi);
	s = T(fast_sum)(base, a.hi);
	return (F(scalbn)(s.hi + (s.lo + a.lo) - base, k));
}

static inline PAIR
T(pair_negate)(PAIR a)
{
	return ((PAIR){ -a.hi, -a.lo });
}

static inline PAIR
T(pair_scale)(PAIR a, REAL power)
{
	return ((PAIR){ a.hi * power, a.lo * power });
}

static inline PAIR
T(pair_add)(PAIR a, PAIR b)
{
	PAIR s = T(sum)(a.hi, b.hi), t = T(sum)(a.lo, b.lo);

	s = T(fast_sum)(s.hi, s.lo + t.hi);
	return (T(fast_sum)(s.hi, s.lo + t.lo));
}

static inline PAIR
T(pair_mul)(PAIR a, PAIR b)
{
	PAIR p = T(product)(a.hi, b.hi);

	return (T(fast_sum)(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi)));
}

static inline PAIR
T(pair_div)(PAIR a, PAIR b)
{
	REAL q = a.hi / b.hi;
	PAIR p = T(product)(q, b.hi);

	return (T(fast_sum)(q,
	    ((a.hi - p.hi) - p.lo + a.lo - q * b.lo) / b.hi));
}

/* The square root of a pair that is positive. */
static inline PAIR
T(pair_sqrt)(PAIR a)
{
	REAL r = B(sqrt)(a.hi);
	PAIR p = T(product)(r, r);

	return (T(fast_sum)(r, ((a.hi - p.hi) - p.lo + a.lo) / (2 * r)));
}
