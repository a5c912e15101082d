/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The errors of libm's functions, in units in the last place, against the
 * host's functions of 113 bits on random arguments.  The bounds are those
 * of math(3).
 */

#include <atf-c.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define	SAMPLES		8000

typedef __float128 quad;

#define	QUAD(name)	quad name##f128(quad)

QUAD(acos); QUAD(acosh); QUAD(asin); QUAD(asinh); QUAD(atan); QUAD(atanh);
QUAD(cbrt); QUAD(cos); QUAD(cosh); QUAD(erf); QUAD(erfc); QUAD(exp);
QUAD(exp2); QUAD(expm1); QUAD(lgamma); QUAD(log); QUAD(log10); QUAD(log1p);
QUAD(log2); QUAD(sin); QUAD(sinh); QUAD(tan); QUAD(tanh); QUAD(tgamma);
quad	atan2f128(quad, quad);
quad	fmaf128(quad, quad, quad);
quad	fmodf128(quad, quad);
quad	hypotf128(quad, quad);
int	ilogbf128(quad);
quad	powf128(quad, quad);
quad	remainderf128(quad, quad);
quad	scalbnf128(quad, int);

/* The format of a type: bits of its mantissa, least exponent. */
struct format {
	int	prec;
	int	emin;
};

static const struct format formats[] = { { 24, -126 }, { 53, -1022 },
    { 64, -16382 } };

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint64_t
next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed);
}

static long double
uniform(long double low, long double high)
{
	return (low + (high - low) * ((long double)next() * 0x1p-64L));
}

/*
 * A number of [low, high]: of four, two spread evenly and one by its exponent;
 * the last lies near a whole number or a multiple of pi/2.
 */
static long double
sample(long double low, long double high)
{
	long double x;

	switch (next() % 4) {
	case 0:
		x = scalbnl(uniform(1, 2), (int)uniform(-80, 40));
		if (low < 0 && (next() & 1) != 0)
			x = -x;
		break;
	case 1:
		x = roundl(uniform(low, high)) * ((next() & 1) != 0 ? 1 :
		    1.57079632679489661923L);
		x += scalbnl(uniform(-1, 1), (int)uniform(-60, 0));
		break;
	default:
		x = uniform(low, high);
	}
	return (x < low || x > high ? uniform(low, high) : x);
}

/* The distance of got from want in units of want's last place. */
static double
ulps(const struct format *f, long double got, quad want)
{
	quad distance;
	int e;

	if (isnan(got))
		return (want != want ? 0 : 1e9);
	if (isinf(got)) {
		/* Right, if want is no less than half a unit past the end. */
		quad top = scalbnf128(1, 1 - f->emin);

		want = want < 0 ? -want : want;
		return (want >= top - scalbnf128(1, 1 - f->emin - f->prec - 1) *
		    (quad)1.1 ? 0 : 1e9);
	}
	if (want == 0)
		return (got == 0 ? 0 : 1e9);
	e = ilogbf128(want);
	if (e < f->emin)
		e = f->emin;
	distance = (quad)got - want;
	if (distance < 0)
		distance = -distance;
	return ((double)scalbnf128(distance, f->prec - 1 - e));
}

struct worst {
	double	ulps;
	long double x, y;
};

static void
note(struct worst *w, double error, long double x, long double y)
{
	if (error > w->ulps)
		*w = (struct worst){ error, x, y };
}

static void
judge(const char *name, const struct worst w[3], const double bounds[3])
{
	static const char *const types[] = { "float", "double", "long double" };
	int i;

	for (i = 0; i < 3; i++) {
		printf("%s %s: %.3f ulp at (%La, %La)\n", name, types[i],
		    w[i].ulps, w[i].x, w[i].y);
		ATF_CHECK_MSG(w[i].ulps <= bounds[i],
		    "%s %s: %.3f ulp at (%La, %La)", name, types[i], w[i].ulps,
		    w[i].x, w[i].y);
	}
}

struct unary {
	const char	*name;
	float		(*f)(float);
	double		(*d)(double);
	long double	(*l)(long double);
	quad		(*q)(quad);
	long double	low, high;	/* of the arguments */
	double		bounds[3];
};

#define	TIGHT		{ 0.51, 0.51, 0.51 }
#define	UNARY(n, low, high, ...)					\
	{ #n, n##f, n, n##l, n##f128, low, high, __VA_ARGS__ }

static void
measure_unary(const struct unary *u)
{
	struct worst w[3] = { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } };
	long double x;
	float f;
	double d;
	int i;

	for (i = 0; i < SAMPLES; i++) {
		x = sample(u->low, u->high);
		note(&w[2], ulps(&formats[2], u->l(x), u->q(x)), x, 0);
		d = (double)x;
		note(&w[1], ulps(&formats[1], u->d(d), u->q(d)), d, 0);
		f = (float)x;
		note(&w[0], ulps(&formats[0], u->f(f), u->q(f)), f, 0);
	}
	judge(u->name, w, u->bounds);
}

static void
measure_all(const struct unary *u, size_t n)
{
	for (; n > 0; n--, u++)
		measure_unary(u);
}

#define	MEASURE(table)	measure_all(table, sizeof(table) / sizeof(table[0]))

ATF_TC_WITHOUT_HEAD(exponentials);
ATF_TC_BODY(exponentials, tc)
{
	static const struct unary table[] = {
		UNARY(exp, -103, 88, TIGHT),
		UNARY(exp, -745, 709, TIGHT),
		UNARY(exp, -11350, 11350, TIGHT),
		UNARY(exp2, -149, 128, TIGHT),
		UNARY(exp2, -16400, 16380, TIGHT),
		UNARY(expm1, -50, 88, TIGHT),
		UNARY(expm1, -0.1, 0.1, TIGHT),
		UNARY(sinh, -88, 88, TIGHT),
		UNARY(sinh, -1, 1, TIGHT),
		UNARY(cosh, -88, 88, TIGHT),
		UNARY(cosh, -2, 2, TIGHT),
		UNARY(tanh, -20, 20, TIGHT),
		UNARY(tanh, -1, 1, TIGHT),
	};

	MEASURE(table);
}

ATF_TC_WITHOUT_HEAD(logarithms);
ATF_TC_BODY(logarithms, tc)
{
	static const struct unary table[] = {
		UNARY(log, 1e-30, 1e30, TIGHT),
		UNARY(log, 0.9, 1.1, TIGHT),
		UNARY(log2, 1e-30, 1e30, TIGHT),
		UNARY(log2, 0.5, 2, TIGHT),
		UNARY(log10, 1e-30, 1e30, TIGHT),
		UNARY(log10, 0.5, 2, TIGHT),
		UNARY(log1p, -0.999, 1e30, TIGHT),
		UNARY(log1p, -0.1, 0.1, TIGHT),
		UNARY(asinh, -1e30, 1e30, TIGHT),
		UNARY(asinh, -1, 1, TIGHT),
		UNARY(acosh, 1, 1e30, TIGHT),
		UNARY(acosh, 1, 1.1, TIGHT),
		UNARY(atanh, -0.9999999, 0.9999999, TIGHT),
		UNARY(atanh, -0.1, 0.1, TIGHT),
	};

	MEASURE(table);
}

ATF_TC_WITHOUT_HEAD(trigonometry);
ATF_TC_BODY(trigonometry, tc)
{
	static const struct unary table[] = {
		UNARY(sin, -4, 4, { 0.51, 0.8, 0.8 }),
		UNARY(sin, -1e6, 1e6, { 0.51, 0.8, 0.8 }),
		UNARY(sin, -1e9, 1e9, { 0.51, 0.8, 0.8 }),
		UNARY(sin, -1e37, 1e37, { 0.51, 0.8, 0.8 }),
		UNARY(cos, -4, 4, { 0.51, 0.8, 0.8 }),
		UNARY(cos, -1e6, 1e6, { 0.51, 0.8, 0.8 }),
		UNARY(cos, -1e37, 1e37, { 0.51, 0.8, 0.8 }),
		UNARY(tan, -4, 4, { 0.51, 1.0, 1.0 }),
		UNARY(tan, -1e6, 1e6, { 0.51, 1.0, 1.0 }),
		UNARY(tan, -1e37, 1e37, { 0.51, 1.0, 1.0 }),
		UNARY(asin, -1, 1, TIGHT),
		UNARY(acos, -1, 1, TIGHT),
		UNARY(atan, -1e30, 1e30, TIGHT),
		UNARY(atan, -2, 2, TIGHT),
	};

	MEASURE(table);
}

ATF_TC_WITHOUT_HEAD(special_functions);
ATF_TC_BODY(special_functions, tc)
{
	static const struct unary table[] = {
		UNARY(cbrt, -1e30, 1e30, TIGHT),
		UNARY(erf, -9, 9, { 0.51, 0.65, 0.65 }),
		UNARY(erfc, -9, 9, { 0.51, 0.65, 0.65 }),
		UNARY(erfc, 0, 26.5, { 0.51, 0.65, 0.65 }),
		UNARY(tgamma, 1e-30, 171, TIGHT),
		UNARY(tgamma, -170.9, 0, { 0.51, 0.8, 0.8 }),
		UNARY(lgamma, 1e-30, 1e30, { 0.51, 0.8, 0.8 }),
		UNARY(lgamma, 0.1, 5, { 0.51, 0.8, 0.8 }),
	};

	MEASURE(table);
}

struct binary {
	const char	*name;
	float		(*f)(float, float);
	double		(*d)(double, double);
	long double	(*l)(long double, long double);
	quad		(*q)(quad, quad);
	long double	low, high, low2, high2;
	double		bounds[3];
};

#define	BINARY(n, ...)							\
	{ #n, n##f, n, n##l, n##f128, __VA_ARGS__ }

static void
measure_binary(const struct binary *u)
{
	struct worst w[3] = { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } };
	long double x, y;
	float f, g;
	double d, e;
	int i;

	for (i = 0; i < SAMPLES; i++) {
		x = sample(u->low, u->high);
		y = sample(u->low2, u->high2);
		note(&w[2], ulps(&formats[2], u->l(x, y), u->q(x, y)), x, y);
		d = (double)x;
		e = (double)y;
		note(&w[1], ulps(&formats[1], u->d(d, e), u->q(d, e)), d, e);
		f = (float)x;
		g = (float)y;
		note(&w[0], ulps(&formats[0], u->f(f, g), u->q(f, g)), f, g);
	}
	judge(u->name, w, u->bounds);
}

ATF_TC_WITHOUT_HEAD(binary_functions);
ATF_TC_BODY(binary_functions, tc)
{
	static const struct binary table[] = {
		BINARY(pow, 1e-30, 1e6, -60, 60, { 0.51, 0.52, 0.55 }),
		BINARY(pow, 0.5, 2, -900, 900, { 0.51, 0.52, 0.55 }),
		BINARY(pow, 0.4, 3, -10000, 10000, { 0.51, 0.52, 0.55 }),
		BINARY(atan2, -10, 10, -10, 10, TIGHT),
		BINARY(atan2, -1e30, 1e30, -1e30, 1e30, TIGHT),
		BINARY(hypot, -10, 10, -10, 10, TIGHT),
		BINARY(hypot, -1e37, 1e37, -1e37, 1e37, TIGHT),
		BINARY(fmod, -1e30, 1e30, -10, 10, { 0, 0, 0 }),
		BINARY(remainder, -1e30, 1e30, -10, 10, { 0, 0, 0 }),
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		measure_binary(&table[i]);
}

/* Rounded once: two products of float and double are exact in wider types. */
ATF_TC_WITHOUT_HEAD(fma_is_exact);
ATF_TC_BODY(fma_is_exact, tc)
{
	long double a, b, c;
	quad want;
	int i;

	for (i = 0; i < 20 * SAMPLES; i++) {
		a = scalbnl(uniform(1, 2), (int)uniform(-60, 60));
		b = scalbnl(uniform(-2, 2), (int)uniform(-60, 60));
		c = (next() & 1) != 0 ? uniform(-4, 4) :
		    -a * b * (1 + scalbnl(uniform(-1, 1), -(int)(next() % 70)));
		if ((next() & 3) == 0)
			c = scalbnl(c, (int)uniform(-120, 120));
		want = fmaf128((double)a, (double)b, (double)c);
		ATF_REQUIRE_MSG(ulps(&formats[1], fma((double)a, (double)b,
		    (double)c), want) <= 0.5, "%a %a %a", (double)a, (double)b,
		    (double)c);
		want = fmaf128((float)a, (float)b, (float)c);
		ATF_REQUIRE_MSG(ulps(&formats[0], fmaf((float)a, (float)b,
		    (float)c), want) <= 0.5, "%a %a %a", (float)a, (float)b,
		    (float)c);
		want = fmaf128(a, b, c);
		ATF_REQUIRE_MSG(ulps(&formats[2], fmal(a, b, c), want) <= 0.5,
		    "%La %La %La", a, b, c);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, exponentials);
	ATF_TP_ADD_TC(tp, logarithms);
	ATF_TP_ADD_TC(tp, trigonometry);
	ATF_TP_ADD_TC(tp, special_functions);
	ATF_TP_ADD_TC(tp, binary_functions);
	ATF_TP_ADD_TC(tp, fma_is_exact);
	return (atf_no_error());
}
