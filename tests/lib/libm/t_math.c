/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What Annex F and G of C prescribe for zeros, infinities and NaNs, which
 * exceptions are raised, rounding modes, and the type-generic macros.
 */

#include <atf-c.h>
#include <complex.h>
#include <errno.h>
#include <fenv.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define	SERIOUS	(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW)
#define	INF	INFINITY

static bool
same(long double a, long double b)
{
	if (isnan(a) || isnan(b))
		return (isnan(a) && isnan(b));
	return (a == b && signbit(a) == signbit(b));
}

struct one {
	const char	*name;
	double		(*d)(double);
	float		(*f)(float);
	long double	(*l)(long double);
	double		x, want;
	int		flags;
};

#define	ONE(n, x, want, flags)	{ #n, n, n##f, n##l, x, want, flags }

static const struct one ones[] = {
	ONE(acos, 1, 0.0, 0), ONE(acos, 2, NAN, FE_INVALID),
	ONE(acosh, 1, 0.0, 0), ONE(acosh, 0.5, NAN, FE_INVALID),
	ONE(acosh, INF, INF, 0), ONE(asin, -0.0, -0.0, 0),
	ONE(asin, -1.5, NAN, FE_INVALID), ONE(asinh, -INF, -INF, 0),
	ONE(asinh, -0.0, -0.0, 0), ONE(atan, -0.0, -0.0, 0),
	ONE(atanh, 1, INF, FE_DIVBYZERO), ONE(atanh, -1, -INF, FE_DIVBYZERO),
	ONE(atanh, 1.5, NAN, FE_INVALID), ONE(atanh, -0.0, -0.0, 0),
	ONE(cbrt, -27, -3, 0), ONE(cbrt, -0.0, -0.0, 0),
	ONE(cbrt, -INF, -INF, 0), ONE(ceil, -0.5, -0.0, 0),
	ONE(ceil, 2.5, 3, 0), ONE(ceil, INF, INF, 0), ONE(cos, -0.0, 1, 0),
	ONE(cos, INF, NAN, FE_INVALID), ONE(cosh, 0, 1, 0),
	ONE(cosh, -INF, INF, 0), ONE(cosh, 20000, INF, FE_OVERFLOW),
	ONE(erf, -INF, -1, 0), ONE(erf, -0.0, -0.0, 0), ONE(erfc, INF, 0.0, 0),
	ONE(erfc, -INF, 2, 0), ONE(erfc, 200, 0.0, FE_UNDERFLOW),
	ONE(exp, -0.0, 1, 0), ONE(exp, -INF, 0.0, 0), ONE(exp, INF, INF, 0),
	ONE(exp, 20000, INF, FE_OVERFLOW),
	ONE(exp, -20000, 0.0, FE_UNDERFLOW), ONE(exp2, 10, 1024, 0),
	ONE(exp2, -INF, 0.0, 0), ONE(exp2, 20000, INF, FE_OVERFLOW),
	ONE(expm1, -0.0, -0.0, 0), ONE(expm1, -INF, -1, 0),
	ONE(expm1, -300, -1, 0), ONE(expm1, 20000, INF, FE_OVERFLOW),
	ONE(fabs, -0.0, 0.0, 0), ONE(floor, -0.5, -1, 0),
	ONE(floor, -0.0, -0.0, 0), ONE(floor, 0.5, 0.0, 0),
	ONE(lgamma, 1, 0.0, 0), ONE(lgamma, 2, 0.0, 0),
	ONE(lgamma, 0.0, INF, FE_DIVBYZERO),
	ONE(lgamma, -3, INF, FE_DIVBYZERO), ONE(lgamma, -INF, INF, 0),
	ONE(log, 1, 0.0, 0), ONE(log, -0.0, -INF, FE_DIVBYZERO),
	ONE(log, -1, NAN, FE_INVALID), ONE(log, -INF, NAN, FE_INVALID),
	ONE(log, INF, INF, 0), ONE(log10, 1000, 3, 0), ONE(log10, 1, 0.0, 0),
	ONE(log10, 0, -INF, FE_DIVBYZERO), ONE(log1p, -0.0, -0.0, 0),
	ONE(log1p, -1, -INF, FE_DIVBYZERO), ONE(log1p, -2, NAN, FE_INVALID),
	ONE(log1p, -INF, NAN, FE_INVALID), ONE(log2, 8, 3, 0),
	ONE(log2, 0.125, -3, 0), ONE(log2, -1, NAN, FE_INVALID),
	ONE(logb, 0, -INF, FE_DIVBYZERO), ONE(logb, -INF, INF, 0),
	ONE(logb, 12, 3, 0), ONE(nearbyint, -0.5, -0.0, 0),
	ONE(nearbyint, 2.5, 2, 0), ONE(rint, 3.5, 4, 0),
	ONE(rint, -0.0, -0.0, 0), ONE(round, 2.5, 3, 0),
	ONE(round, -0.4, -0.0, 0), ONE(round, -2.5, -3, 0),
	ONE(sin, -0.0, -0.0, 0), ONE(sin, -INF, NAN, FE_INVALID),
	ONE(sinh, -0.0, -0.0, 0), ONE(sinh, -INF, -INF, 0),
	ONE(sinh, -20000, -INF, FE_OVERFLOW), ONE(sqrt, 9, 3, 0),
	ONE(sqrt, -0.0, -0.0, 0), ONE(sqrt, -1, NAN, FE_INVALID),
	ONE(tan, -0.0, -0.0, 0), ONE(tan, INF, NAN, FE_INVALID),
	ONE(tanh, -INF, -1, 0), ONE(tanh, -0.0, -0.0, 0),
	ONE(tgamma, 5, 24, 0), ONE(tgamma, 0.0, INF, FE_DIVBYZERO),
	ONE(tgamma, -0.0, -INF, FE_DIVBYZERO),
	ONE(tgamma, -2, NAN, FE_INVALID), ONE(tgamma, -INF, NAN, FE_INVALID),
	ONE(tgamma, INF, INF, 0), ONE(tgamma, 2000, INF, FE_OVERFLOW),
	ONE(tgamma, -2000.5, -0.0, FE_UNDERFLOW), ONE(trunc, -1.9, -1, 0),
	ONE(trunc, -0.9, -0.0, 0), ONE(sin, NAN, NAN, 0),
	ONE(exp, NAN, NAN, 0), ONE(log, NAN, NAN, 0), ONE(tgamma, NAN, NAN, 0),
	ONE(floor, NAN, NAN, 0), ONE(erf, NAN, NAN, 0),
};

#define	CHECK(call, type, x)						\
do {									\
	feclearexcept(FE_ALL_EXCEPT);					\
	got = call;							\
	flags = fetestexcept(SERIOUS);					\
	ATF_CHECK_MSG(same(got, (type)t->want), "%s(%g) " #type " is %Lg", \
	    t->name, x, got);						\
	ATF_CHECK_MSG(flags == t->flags, "%s(%g) " #type " raised %#x",	\
	    t->name, x, flags);						\
} while (0)

ATF_TC_WITHOUT_HEAD(one_argument);
ATF_TC_BODY(one_argument, tc)
{
	const struct one *t;
	long double got;
	int flags;

	errno = 0;
	for (t = ones; t < &ones[sizeof(ones) / sizeof(ones[0])]; t++) {
		CHECK(t->d(t->x), double, t->x);
		CHECK(t->f((float)t->x), float, t->x);
		CHECK(t->l(t->x), long double, t->x);
	}
	ATF_CHECK_EQ(0, errno);
	ATF_CHECK_EQ(MATH_ERREXCEPT, math_errhandling);
}

struct two {
	const char	*name;
	double		(*d)(double, double);
	float		(*f)(float, float);
	long double	(*l)(long double, long double);
	double		x, y, want;
	int		flags;
};

#define	TWO(n, x, y, want, flags) { #n, n, n##f, n##l, x, y, want, flags }

static const struct two twos[] = {
	TWO(atan2, 0.0, 1, 0.0, 0), TWO(atan2, -0.0, 1, -0.0, 0),
	TWO(atan2, -0.0, 0.0, -0.0, 0), TWO(atan2, 1, INF, 0.0, 0),
	TWO(copysign, 1, -0.0, -1, 0), TWO(copysign, -INF, 1, INF, 0),
	TWO(fdim, 3, 1, 2, 0), TWO(fdim, 1, 3, 0.0, 0),
	TWO(fdim, NAN, 3, NAN, 0), TWO(fmax, NAN, 3, 3, 0),
	TWO(fmax, -0.0, 0.0, 0.0, 0), TWO(fmin, 0.0, -0.0, -0.0, 0),
	TWO(fmin, 2, NAN, 2, 0), TWO(fmod, 7, -3, 1, 0),
	TWO(fmod, -6, 3, -0.0, 0), TWO(fmod, 1, 0, NAN, FE_INVALID),
	TWO(fmod, INF, 2, NAN, FE_INVALID), TWO(fmod, 3, INF, 3, 0),
	TWO(hypot, INF, NAN, INF, 0), TWO(hypot, 3, -4, 5, 0),
	TWO(hypot, -0.0, 0, 0.0, 0), TWO(nextafter, 1, 1, 1, 0),
	TWO(nextafter, -0.0, 0.0, 0.0, 0), TWO(pow, NAN, 0, 1, 0),
	TWO(pow, 1, NAN, 1, 0), TWO(pow, -1, INF, 1, 0),
	TWO(pow, 0.0, -3, INF, FE_DIVBYZERO),
	TWO(pow, -0.0, -3, -INF, FE_DIVBYZERO),
	TWO(pow, -0.0, -2, INF, FE_DIVBYZERO), TWO(pow, -0.0, 3, -0.0, 0),
	TWO(pow, -0.0, 2.5, 0.0, 0), TWO(pow, -8, 0.5, NAN, FE_INVALID),
	TWO(pow, 0.5, -INF, INF, 0), TWO(pow, 2, -INF, 0.0, 0),
	TWO(pow, -INF, 3, -INF, 0), TWO(pow, -INF, -3, -0.0, 0),
	TWO(pow, -INF, 2, INF, 0), TWO(pow, INF, -1, 0.0, 0),
	TWO(pow, -3, 3, -27, 0), TWO(pow, 2, -2, 0.25, 0),
	TWO(pow, 10, 20000, INF, FE_OVERFLOW),
	TWO(pow, -10, 20001, -INF, FE_OVERFLOW),
	TWO(pow, -10, -20001, -0.0, FE_UNDERFLOW),
	TWO(pow, 2, 1e30, INF, FE_OVERFLOW), TWO(pow, 3, 1e-30, 1, 0),
	TWO(remainder, 5, 3, -1, 0), TWO(remainder, -6, 4, 2, 0),
	TWO(remainder, 10, 4, 2, 0), TWO(remainder, 1, 0, NAN, FE_INVALID),
	TWO(remainder, -4, 2, -0.0, 0),
};

ATF_TC_WITHOUT_HEAD(two_arguments);
ATF_TC_BODY(two_arguments, tc)
{
	const struct two *t;
	long double got;
	int flags;

	for (t = twos; t < &twos[sizeof(twos) / sizeof(twos[0])]; t++) {
		CHECK(t->d(t->x, t->y), double, t->x);
		CHECK(t->f((float)t->x, (float)t->y), float, t->x);
		CHECK(t->l(t->x, t->y), long double, t->x);
	}
	ATF_CHECK(same(M_PI, atan2(0.0, -1)));
	ATF_CHECK(same(-M_PI, atan2(-0.0, -0.0)));
	ATF_CHECK(same(-M_PI_2, atan2(-1, 0)));
	ATF_CHECK(same(M_PI_4, atan2(INF, INF)));
	ATF_CHECK(same(3 * M_PI_4, atan2(INF, -INF)));
}

ATF_TC_WITHOUT_HEAD(representation);
ATF_TC_BODY(representation, tc)
{
	long double x, lip;
	double ip;
	int e, quo;

	ATF_CHECK(same(0.75, frexp(12, &e)) && e == 4);
	ATF_CHECK(same(-0.5, frexp(-DBL_TRUE_MIN, &e)) && e == -1073);
	ATF_CHECK(same(0.5L, frexpl(LDBL_TRUE_MIN, &e)) && e == -16444);
	ATF_CHECK(same(0.5F, frexpf(FLT_TRUE_MIN, &e)) && e == -148);
	ATF_CHECK(same(-0.0, frexp(-0.0, &e)) && e == 0);
	ATF_CHECK(same(DBL_TRUE_MIN, ldexp(1, -1074)));
	ATF_CHECK(same(DBL_MAX, scalbn(DBL_MAX * 0x1p-1000, 1000)));
	ATF_CHECK(same(1, scalbln(DBL_TRUE_MIN, 1074)));
	ATF_CHECK(same(INF, scalbln(1, LONG_MAX)));
	ATF_CHECK(same(-0.0, scalbln(-1, LONG_MIN)));
	/* One rounding: 2^-1074 (1.5 + 2^-52) lies above the middle. */
	ATF_CHECK(same(2 * DBL_TRUE_MIN,
	    scalbn(1.5 + DBL_EPSILON, -1074)));
	ATF_CHECK(same(-3, modf(-3.25, &ip) + ip + 0.25) && ip == -3);
	ATF_CHECK(same(-0.0, modf(-INF, &ip)) && ip == -INF);
	ATF_CHECK(same(0.5L, modfl(0x1p62L + 0.5L, &lip)) && lip == 0x1p62L);
	ATF_CHECK_EQ(FP_ILOGB0, ilogb(0));
	ATF_CHECK_EQ(FP_ILOGBNAN, ilogb(NAN));
	ATF_CHECK_EQ(INT_MAX, ilogbl(INF));
	ATF_CHECK_EQ(-1074, ilogb(DBL_TRUE_MIN));
	ATF_CHECK_EQ(-16445, ilogbl(LDBL_TRUE_MIN));

	ATF_CHECK(same(1 + DBL_EPSILON, nextafter(1, 2)));
	ATF_CHECK(same(1 - DBL_EPSILON / 2, nextafter(1, -INF)));
	ATF_CHECK(same(DBL_TRUE_MIN, nextafter(0, 1)));
	ATF_CHECK(same(-LDBL_TRUE_MIN, nextafterl(0, -1)));
	ATF_CHECK(same(0.0, nextafterf(FLT_TRUE_MIN, -1)));
	ATF_CHECK(same(INF, nextafterl(LDBL_MAX, INF)));
	ATF_CHECK(same(1 - LDBL_EPSILON / 2, nextafterl(1, 0)));
	x = nextafterl(LDBL_MIN, 0);
	ATF_CHECK(fpclassify(x) == FP_SUBNORMAL);
	ATF_CHECK(nextafterl(x, 1) == LDBL_MIN);
	ATF_CHECK(same(1 + DBL_EPSILON, nexttoward(1, 1 + LDBL_EPSILON)));

	ATF_CHECK(same(-1, remquo(-9, 4, &quo)) && quo == -2);
	ATF_CHECK(same(1, remquo(29, 4, &quo)) && (quo & 7) == 7);
	ATF_CHECK(same(fmodl(0x1p16000L, 3), 1));

	ATF_CHECK_EQ(-1, lgamma(-0.5) > 0 ? signgam : 0);
	ATF_CHECK_EQ(FP_NAN, fpclassify(nan("0x12")));
	ATF_CHECK(isnan(nanf("")) && isnan(nanl("77")));
	ATF_CHECK_EQ(FP_SUBNORMAL, fpclassify(FLT_TRUE_MIN));
	ATF_CHECK_EQ(FP_ZERO, fpclassify(-0.0L));
	ATF_CHECK_EQ(FP_INFINITE, fpclassify(HUGE_VALF));
	ATF_CHECK(isnormal(1.0F) && !isnormal(DBL_TRUE_MIN));
	ATF_CHECK(signbit(-NAN) && isinf(-INF) && isfinite(DBL_MAX));
	feclearexcept(FE_ALL_EXCEPT);
	ATF_CHECK(isunordered(NAN, 1) && !isless(NAN, 1));
	ATF_CHECK_EQ(0, fetestexcept(FE_INVALID));
}

ATF_TC_WITHOUT_HEAD(rounding);
ATF_TC_BODY(rounding, tc)
{
	static const struct {
		int	mode;
		long	up, down, minus;	/* of 2.3, 2.7 and -2.5 */
	} modes[] = {
		{ FE_TONEAREST, 2, 3, -2 }, { FE_UPWARD, 3, 3, -2 },
		{ FE_DOWNWARD, 2, 2, -3 }, { FE_TOWARDZERO, 2, 2, -2 }
	};
	volatile double a = 2.3, b = 2.7, c = -2.5, third;
	volatile long double x;
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		ATF_REQUIRE_EQ(0, fesetround(modes[i].mode));
		ATF_CHECK_EQ(modes[i].mode, fegetround());
		ATF_CHECK_EQ(modes[i].up, lrint(a));
		ATF_CHECK_EQ(modes[i].down, llrintf((float)b));
		ATF_CHECK_EQ(modes[i].minus, lrintl(c));
		ATF_CHECK_EQ(modes[i].minus, rint(c));
		ATF_CHECK_EQ(-3, lround(c));
		ATF_CHECK_EQ(3, floor(b) + 1);
		/* The last bit of an fma follows the mode too. */
		ATF_CHECK_EQ(modes[i].mode == FE_UPWARD,
		    fma(1, 1, 0x1p-80) > 1);
		ATF_CHECK_EQ(modes[i].mode == FE_DOWNWARD ||
		    modes[i].mode == FE_TOWARDZERO, fmal(1, 1, -0x1p-90L) < 1);
	}
	ATF_REQUIRE_EQ(0, fesetround(FE_TONEAREST));
	ATF_CHECK(fesetround(0x1234) != 0);

	ATF_CHECK_EQ(0, feclearexcept(FE_ALL_EXCEPT));
	(void)nearbyint(a);
	ATF_CHECK_EQ(0, fetestexcept(FE_ALL_EXCEPT));
	(void)rint(a);
	ATF_CHECK_EQ(FE_INEXACT, fetestexcept(FE_ALL_EXCEPT));
	feclearexcept(FE_ALL_EXCEPT);
	(void)lrint(1e300);
	ATF_CHECK((fetestexcept(FE_INVALID)) != 0);

	/* Both units: SSE for double, the x87 for long double. */
	feclearexcept(FE_ALL_EXCEPT);
	third = 1 / a;
	ATF_CHECK_EQ(FE_INEXACT, fetestexcept(FE_ALL_EXCEPT));
	feclearexcept(FE_INEXACT);
	x = 1;
	x = x / 3;
	ATF_CHECK_EQ(FE_INEXACT, fetestexcept(FE_ALL_EXCEPT));
	(void)third;
}

ATF_TC_WITHOUT_HEAD(environment);
ATF_TC_BODY(environment, tc)
{
	volatile double one = 1, zero = 0, r;
	fexcept_t saved;
	fenv_t env;

	feclearexcept(FE_ALL_EXCEPT);
	ATF_CHECK_EQ(0, feraiseexcept(FE_OVERFLOW | FE_INEXACT));
	ATF_CHECK_EQ(FE_OVERFLOW | FE_INEXACT, fetestexcept(FE_ALL_EXCEPT));
	ATF_CHECK_EQ(0, fegetexceptflag(&saved, FE_ALL_EXCEPT));
	feclearexcept(FE_ALL_EXCEPT);
	ATF_CHECK_EQ(0, fesetexceptflag(&saved, FE_OVERFLOW));
	ATF_CHECK_EQ(FE_OVERFLOW, fetestexcept(FE_ALL_EXCEPT));

	ATF_CHECK_EQ(0, feholdexcept(&env));
	ATF_CHECK_EQ(0, fetestexcept(FE_ALL_EXCEPT));
	fesetround(FE_UPWARD);
	r = one / zero;
	ATF_CHECK_EQ(FE_DIVBYZERO, fetestexcept(FE_ALL_EXCEPT));
	ATF_CHECK_EQ(0, feupdateenv(&env));
	ATF_CHECK_EQ(FE_DIVBYZERO | FE_OVERFLOW, fetestexcept(FE_ALL_EXCEPT));
	ATF_CHECK_EQ(FE_TONEAREST, fegetround());

	fesetround(FE_DOWNWARD);
	ATF_CHECK_EQ(0, fegetenv(&env));
	ATF_CHECK_EQ(0, fesetenv(FE_DFL_ENV));
	ATF_CHECK_EQ(FE_TONEAREST, fegetround());
	ATF_CHECK_EQ(0, fetestexcept(FE_ALL_EXCEPT));
	ATF_CHECK_EQ(0, fesetenv(&env));
	ATF_CHECK_EQ(FE_DOWNWARD, fegetround());
	fesetround(FE_TONEAREST);

	ATF_CHECK_EQ(0, fegetexcept());
	ATF_CHECK_EQ(0, feenableexcept(FE_DIVBYZERO));
	ATF_CHECK_EQ(FE_DIVBYZERO, fegetexcept());
	ATF_CHECK_EQ(FE_DIVBYZERO, fedisableexcept(FE_DIVBYZERO));
	ATF_CHECK_EQ(0, fegetexcept());
	(void)r;
}

static bool
near(double complex a, double complex b)
{
	return (cabs(a - b) <= 4 * DBL_EPSILON * (1 + cabs(b)));
}

ATF_TC_WITHOUT_HEAD(complex_functions);
ATF_TC_BODY(complex_functions, tc)
{
	static const double parts[] = { -3, -1, -0.25, 0.5, 1.25, 2 };
	double complex z;
	size_t i, j;

	ATF_CHECK_EQ(5, cabs(CMPLX(3, -4)));
	ATF_CHECK(same(M_PI, carg(CMPLX(-1, 0.0))));
	ATF_CHECK(same(-M_PI, carg(CMPLX(-1, -0.0))));
	ATF_CHECK_EQ(-4, cimag(conj(CMPLX(3, 4))));
	ATF_CHECK_EQ(INF, creal(cproj(CMPLX(1, -INF))));
	ATF_CHECK(same(-0.0, cimag(cproj(CMPLX(1, -INF)))));
	/* The sides of the cut. */
	ATF_CHECK_EQ(2, cimag(csqrt(CMPLX(-4, 0.0))));
	ATF_CHECK_EQ(-2, cimag(csqrt(CMPLX(-4, -0.0))));
	ATF_CHECK_EQ(INF, creal(csqrt(CMPLX(NAN, INF))));
	ATF_CHECK(near(cexp(I * M_PI), -1));
	ATF_CHECK(near(cpow(I, 2), -1));
	ATF_CHECK_EQ(1, creal(cpow(CMPLX(NAN, 1), 0)));
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		for (j = 0; j < sizeof(parts) / sizeof(parts[0]); j++) {
			z = CMPLX(parts[i], parts[j]);
			ATF_CHECK(near(csqrt(z) * csqrt(z), z));
			ATF_CHECK(near(cexp(clog(z)), z));
			ATF_CHECK(near(csin(casin(z)), z));
			ATF_CHECK(near(ccos(cacos(z)), z));
			ATF_CHECK(near(ctan(catan(z)), z));
			ATF_CHECK(near(csinh(casinh(z)), z));
			ATF_CHECK(near(ccosh(cacosh(z)), z));
			ATF_CHECK(near(ctanh(catanh(z)), z));
			ATF_CHECK(near(csin(z) * csin(z) + ccos(z) * ccos(z),
			    1) || cabs(csin(z)) > 2);
			ATF_CHECK(near(ctan(z), csin(z) / ccos(z)));
		}
	}
	/* Huge parts: neither square may overflow. */
	ATF_CHECK(near(csqrt(CMPLX(0x1p1022, 0x1p1022)) /
	    csqrt(CMPLX(1, 1)), 0x1p511) ||
	    near(csqrt(CMPLX(0x1p1022, 0x1p1022)) / 0x1p511,
	    csqrt(CMPLX(1, 1))));
}

#include <tgmath.h>

ATF_TC_WITHOUT_HEAD(type_generic);
ATF_TC_BODY(type_generic, tc)
{
	float f = 0.5F;
	double d = 0.5;
	long double l = 0.5L;
	float complex fc = 0.5F;
	int n = 2;

	ATF_CHECK_EQ(sizeof(float), sizeof(sin(f)));
	ATF_CHECK_EQ(sizeof(double), sizeof(sin(d)));
	ATF_CHECK_EQ(sizeof(double), sizeof(sin(n)));
	ATF_CHECK_EQ(sizeof(long double), sizeof(sin(l)));
	ATF_CHECK_EQ(sizeof(float complex), sizeof(sqrt(fc)));
	ATF_CHECK_EQ(sizeof(float), sizeof(fabs(fc)));
	ATF_CHECK_EQ(sizeof(double), sizeof(pow(f, n)));
	ATF_CHECK_EQ(sizeof(long double), sizeof(atan2(f, l)));
	ATF_CHECK_EQ(sizeof(double complex), sizeof(pow(fc, d)));
	ATF_CHECK_EQ(sizeof(float), sizeof(creal(fc)));
	ATF_CHECK_EQ(4, pow(n, n));
	ATF_CHECK_EQ((sinf)(f), sin(f));
	ATF_CHECK_EQ((sinl)(l), sin(l));
	ATF_CHECK_EQ(2, ldexp(f, n));
	ATF_CHECK_EQ(5, fma(n, n, 1));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, one_argument);
	ATF_TP_ADD_TC(tp, two_arguments);
	ATF_TP_ADD_TC(tp, representation);
	ATF_TP_ADD_TC(tp, rounding);
	ATF_TP_ADD_TC(tp, environment);
	ATF_TP_ADD_TC(tp, complex_functions);
	ATF_TP_ADD_TC(tp, type_generic);
	return (atf_no_error());
}
