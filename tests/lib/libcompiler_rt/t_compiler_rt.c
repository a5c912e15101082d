/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * lib/libcompiler_rt against the library of the host's compiler.
 */

#include <atf-c.h>
#include <complex.h>
#include <math.h>
#include <stdint.h>

#include "rt.h"

#define	ROUNDS	200000

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint64_t
next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed);
}

/* A number of any length, often with long runs of equal bits. */
static tu_int
wide(void)
{
	tu_int x = (tu_int)next() << 64 | next();

	if ((next() & 1) != 0)
		x |= (tu_int)next() << (next() % 128);
	x >>= next() % 128;
	if ((next() & 7) == 0)
		x = ~x;
	if ((next() & 15) == 0)
		x = (tu_int)1 << (next() % 128);
	return (x);
}

ATF_TC_WITHOUT_HEAD(divide);
ATF_TC_BODY(divide, tc)
{
	tu_int a, b, r;
	ti_int s;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		a = wide();
		if ((b = wide()) == 0)
			b = 1;
		ATF_REQUIRE(__udivmodti4(a, b, &r) == a / b);
		ATF_REQUIRE(r == a % b);
		ATF_REQUIRE(__udivti3(a, b) == a / b);
		ATF_REQUIRE(__umodti3(a, b) == a % b);
		if ((ti_int)a == TI_MIN && (ti_int)b == -1)
			continue;
		ATF_REQUIRE(__divti3((ti_int)a, (ti_int)b) ==
		    (ti_int)a / (ti_int)b);
		ATF_REQUIRE(__modti3((ti_int)a, (ti_int)b) ==
		    (ti_int)a % (ti_int)b);
		ATF_REQUIRE(__divmodti4((ti_int)a, (ti_int)b, &s) ==
		    (ti_int)a / (ti_int)b);
		ATF_REQUIRE(s == (ti_int)a % (ti_int)b);
	}
}

ATF_TC_WITHOUT_HEAD(multiply);
ATF_TC_BODY(multiply, tc)
{
	ti_int a, b, r;
	int i, over, want;

	for (i = 0; i < ROUNDS; i++) {
		a = (ti_int)wide();
		b = (ti_int)wide();
		ATF_REQUIRE((tu_int)__multi3(a, b) == (tu_int)a * (tu_int)b);
		want = __builtin_mul_overflow(a, b, &r);
		ATF_REQUIRE(__muloti4(a, b, &over) == r);
		ATF_REQUIRE_EQ(want, over);
	}
}

ATF_TC_WITHOUT_HEAD(bits);
ATF_TC_BODY(bits, tc)
{
	tu_int a;
	int i, n;

	for (i = 0; i < ROUNDS; i++) {
		a = wide();
		n = (int)(next() % 128);
		ATF_REQUIRE((tu_int)__ashlti3((ti_int)a, n) == a << n);
		ATF_REQUIRE((tu_int)__lshrti3((ti_int)a, n) == a >> n);
		ATF_REQUIRE(__ashrti3((ti_int)a, n) == (ti_int)a >> n);
		ATF_REQUIRE_EQ(__builtin_popcountll((uint64_t)a) +
		    __builtin_popcountll((uint64_t)(a >> 64)),
		    __popcountti2((ti_int)a));
		ATF_REQUIRE_EQ(__popcountti2((ti_int)a) & 1,
		    __parityti2((ti_int)a));
		if (a == 0)
			continue;
		n = __clzti2((ti_int)a);
		ATF_REQUIRE(a >> (127 - n) == 1);
		n = __ctzti2((ti_int)a);
		ATF_REQUIRE(a << (127 - n) == (tu_int)1 << 127);
		ATF_REQUIRE_EQ(n + 1, __ffsti2((ti_int)a));
	}
}

ATF_TC_WITHOUT_HEAD(convert);
ATF_TC_BODY(convert, tc)
{
	tu_int a;
	ti_int s;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		a = wide();
		s = (ti_int)a;
		ATF_REQUIRE(__floatuntisf(a) == (float)a);
		ATF_REQUIRE(__floatuntidf(a) == (double)a);
		ATF_REQUIRE(__floatuntixf(a) == (long double)a);
		ATF_REQUIRE(__floattisf(s) == (float)s);
		ATF_REQUIRE(__floattidf(s) == (double)s);
		ATF_REQUIRE(__floattixf(s) == (long double)s);
		a >>= 1;
		ATF_REQUIRE(__fixunsdfti((double)a) == (tu_int)(double)a);
		ATF_REQUIRE(__fixunsxfti((long double)a) ==
		    (tu_int)(long double)a);
		s = (ti_int)(a >> 1);
		ATF_REQUIRE(__fixdfti(-(double)s) == (ti_int)-(double)s);
		ATF_REQUIRE(__fixxfti(-(long double)s) ==
		    (ti_int)-(long double)s);
		ATF_REQUIRE(__fixunsxfdi((long double)(uint64_t)a) ==
		    (uint64_t)a);
	}
	ATF_REQUIRE(__fixunsdfti(-1.0) == 0);
	ATF_REQUIRE(__fixxfti(0x1p127L) == TI_MAX);
	ATF_REQUIRE(__fixxfti(-0x1p127L) == TI_MIN);
}

static bool
same_part(double a, double b, double size)
{
	/* Where the host's library has no answer, any will do. */
	return (isnan(b) || a == b || fabs(a - b) <= 1e-13 * size);
}

/* Errors are small beside the number, not beside a part that cancels. */
static bool
same(double complex a, double complex b)
{
	double size = fmax(fabs(creal(b)), fabs(cimag(b)));

	if (isinf(size))
		size = 0;
	return (same_part(creal(a), creal(b), size) &&
	    same_part(cimag(a), cimag(b), size));
}

/*
 * Of finite numbers by long double, whose range and precision are such that the
 * formula itself will do; of others as the host's library has it.
 */
static double complex
quotient(double complex x, double complex y)
{
	long double a = creal(x), b = cimag(x), c = creal(y), d = cimag(y);
	long double denom = c * c + d * d;

	/* A NaN without an infinity may give anything. */
	if (isnan(a + b) && isfinite(denom) && denom != 0 && !isinf(a) &&
	    !isinf(b))
		return (__builtin_complex(NAN, NAN));
	if (!isfinite(a) || !isfinite(b) || !isfinite(denom) || denom == 0)
		return (x / y);
	return (__builtin_complex((double)((a * c + b * d) / denom),
	    (double)((b * c - a * d) / denom)));
}

ATF_TC_WITHOUT_HEAD(complex_numbers);
ATF_TC_BODY(complex_numbers, tc)
{
	static const double v[] = { 0.0, -0.0, 1.0, -2.5, 1e300, 1e-300, 7.0,
	    INFINITY, -INFINITY, NAN };
	const size_t n = sizeof(v) / sizeof(v[0]);
	volatile double complex x, y;
	double complex want, got;
	size_t i;

	for (i = 0; i < n * n * n * n; i++) {
		x = __builtin_complex(v[i % n], v[i / n % n]);
		y = __builtin_complex(v[i / n / n % n], v[i / n / n / n]);
		want = x * y;
		got = __muldc3(creal(x), cimag(x), creal(y), cimag(y));
		ATF_REQUIRE_MSG(same(got, want), "%zu", i);
		want = quotient(x, y);
		got = __divdc3(creal(x), cimag(x), creal(y), cimag(y));
		ATF_REQUIRE_MSG(same(got, want),
		    "(%g,%g)/(%g,%g) = (%g,%g), not (%g,%g)", creal(x),
		    cimag(x), creal(y), cimag(y), creal(got), cimag(got),
		    creal(want), cimag(want));
	}
}

ATF_TC_WITHOUT_HEAD(powers);
ATF_TC_BODY(powers, tc)
{
	int i;

	for (i = -30; i <= 30; i++) {
		ATF_REQUIRE(__powidf2(2.0, i) == ldexp(1.0, i));
		ATF_REQUIRE(__powisf2(2.0f, i) == ldexpf(1.0f, i));
		ATF_REQUIRE(__powixf2(2.0L, i) == ldexpl(1.0L, i));
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, divide);
	ATF_TP_ADD_TC(tp, multiply);
	ATF_TP_ADD_TC(tp, bits);
	ATF_TP_ADD_TC(tp, convert);
	ATF_TP_ADD_TC(tp, complex_numbers);
	ATF_TP_ADD_TC(tp, powers);
	return (atf_no_error());
}
