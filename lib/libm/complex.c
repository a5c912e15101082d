/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Functions of complex numbers, from those of real ones.  The inverse ones use
 * the formulas of W. Kahan, Branch cuts for complex elementary functions, or
 * much ado about nothing's sign bit, 1987, which keep the sign of zero on the
 * cuts and lose no digits to cancellation.
 */

#ifndef REAL
#define	EACH_FLOAT
#define	TEMPLATE	"complex.c"
#include <complex.h>
#undef I
#include "each.h"
#else

#define	COMPLEX		REAL _Complex
#define	MAKE(x, y)	__builtin_complex((REAL)(x), (REAL)(y))
#define	RE(z)		__real__(z)
#define	IM(z)		__imag__(z)

/* i z and -i z */
#define	TURN(z)		MAKE(-IM(z), RE(z))
#define	TURN_BACK(z)	MAKE(IM(z), -RE(z))

REAL
F(creal)(COMPLEX z)
{
	return (RE(z));
}

REAL
F(cimag)(COMPLEX z)
{
	return (IM(z));
}

REAL
F(cabs)(COMPLEX z)
{
	return (F(hypot)(RE(z), IM(z)));
}

REAL
F(carg)(COMPLEX z)
{
	return (F(atan2)(IM(z), RE(z)));
}

COMPLEX
F(conj)(COMPLEX z)
{
	return (MAKE(RE(z), -IM(z)));
}

/* All infinities are one. */
COMPLEX
F(cproj)(COMPLEX z)
{
	if (ISINF(RE(z)) || ISINF(IM(z)))
		return (MAKE(__builtin_inf(), B(copysign)(0, IM(z))));
	return (z);
}

/*
 * With r = sqrt((|x| + |z|) / 2), the parts are r and y / (2 r), swapped when x
 * is negative; scaled, so that neither sum nor root overflows.
 */
COMPLEX
F(csqrt)(COMPLEX z)
{
	REAL x = RE(z), y = IM(z), r, other;
	int e;

	if (x == 0 && y == 0)
		return (MAKE(0, y));
	if (ISINF(y))
		return (MAKE(__builtin_inf(), y));
	if (ISINF(x)) {
		other = ISNAN(y) ? y : B(copysign)(0, y);
		if (x > 0)
			return (MAKE(x, other));
		return (MAKE(ABS(other), B(copysign)(x, y)));
	}
	if (ISNAN(x) || ISNAN(y))
		return (MAKE(x + y, x + y));
	e = T(exponent)(ABS(x) > ABS(y) ? x : y) & ~1;
	x = F(scalbn)(x, -e);
	y = F(scalbn)(y, -e);
	r = B(sqrt)((ABS(x) + F(hypot)(x, y)) / 2);
	other = ABS(y) / (2 * r);
	r = F(scalbn)(r, e / 2);
	other = F(scalbn)(other, e / 2);
	if (x >= 0)
		return (MAKE(r, B(copysign)(other, y)));
	return (MAKE(other, B(copysign)(r, y)));
}

COMPLEX
F(cexp)(COMPLEX z)
{
	REAL x = RE(z), y = IM(z), e;

	if (y == 0)
		return (MAKE(F(exp)(x), y));
	if (ISINF(x) && !ISFINITE(y)) {
		if (x < 0)
			return (MAKE(0, B(copysign)(0, y)));
		return (MAKE(x, y - y));
	}
	/* Past the range of exp the product may still be finite. */
	if (ISFINITE(x) && x > EMAX / 2) {
		e = F(exp)(x / 2);
		return (MAKE(e * F(cos)(y) * e, e * F(sin)(y) * e));
	}
	e = F(exp)(x);
	return (MAKE(e * F(cos)(y), e * F(sin)(y)));
}

/*
 * log|z| is half of log1p((|x| - 1) (|x| + 1) + y^2) where |z| is near one,
 * with the larger part as x.
 */
COMPLEX
F(clog)(COMPLEX z)
{
	REAL a = ABS(RE(z)), b = ABS(IM(z)), l, t;

	if (a < b) {
		t = a;
		a = b;
		b = t;
	}
	if (a > C(0.5) && a < 2 && b < 2) {
		PAIR p = T(pair_mul)(T(sum)(a, -1), T(sum)(a, 1));

		p = T(pair_add)(p, T(product)(b, b));
		l = F(log1p)(p.hi + p.lo) / 2;
	} else if (ISFINITE(a) && a > T(pow2)(EMAX - 1))
		l = F(log)(F(hypot)(a / 2, b / 2)) + (REAL)M_LN2;
	else
		l = F(log)(F(hypot)(a, b));
	return (MAKE(l, F(carg)(z)));
}

COMPLEX
F(cpow)(COMPLEX z, COMPLEX w)
{
	if (RE(w) == 0 && IM(w) == 0)
		return (MAKE(1, 0));
	if (RE(z) == 0 && IM(z) == 0 && RE(w) > 0)
		return (MAKE(0, 0));
	return (F(cexp)(w * F(clog)(z)));
}

COMPLEX
F(csinh)(COMPLEX z)
{
	REAL x = RE(z), y = IM(z);

	if (y == 0)
		return (MAKE(F(sinh)(x), y));
	if (x == 0)
		return (MAKE(ISFINITE(y) ? B(copysign)(0, x * F(cos)(y)) : x,
		    F(sin)(y)));
	if (ISFINITE(x) && ABS(x) > EMAX / 2) {
		z = F(cexp)(MAKE(ABS(x), y));
		return (MAKE(B(copysign)(1, x) * RE(z) / 2, IM(z) / 2));
	}
	if (ISINF(x) && !ISFINITE(y))
		return (MAKE(x, y - y));
	return (MAKE(F(sinh)(x) * F(cos)(y), F(cosh)(x) * F(sin)(y)));
}

COMPLEX
F(ccosh)(COMPLEX z)
{
	REAL x = RE(z), y = IM(z);

	if (y == 0)
		return (MAKE(F(cosh)(x), ISFINITE(x) ? x * y :
		    B(copysign)(1, x) * y));
	if (x == 0)
		return (MAKE(F(cos)(y), ISFINITE(y) ? x * F(sin)(y) : x));
	if (ISFINITE(x) && ABS(x) > EMAX / 2) {
		z = F(cexp)(MAKE(ABS(x), y));
		return (MAKE(RE(z) / 2, B(copysign)(1, x) * IM(z) / 2));
	}
	if (ISINF(x) && !ISFINITE(y))
		return (MAKE(x * x, y - y));
	return (MAKE(F(cosh)(x) * F(cos)(y), F(sinh)(x) * F(sin)(y)));
}

/*
 * With t = tan y and s = sinh x: (cosh x s (1 + t^2) + i t) / (1 + s^2 (1 +
 * t^2)).
 */
COMPLEX
F(ctanh)(COMPLEX z)
{
	REAL x = RE(z), y = IM(z), beta, d, s, t;

	if (y == 0 || (x == 0 && ISFINITE(y)))
		return (MAKE(F(tanh)(x), x == 0 ? F(tan)(y) : y));
	if (ISINF(x))
		return (MAKE(B(copysign)(1, x), B(copysign)(0,
		    ISFINITE(y) ? F(sin)(2 * y) : y)));
	if (!ISFINITE(y))
		return (MAKE(x == 0 ? x : y - y, y - y));
	if (ABS(x) > PREC)
		return (MAKE(B(copysign)(1, x),
		    4 * F(sin)(y) * F(cos)(y) * F(exp)(-2 * ABS(x))));
	t = F(tan)(y);
	beta = 1 + t * t;
	s = F(sinh)(x);
	d = 1 + beta * s * s;
	if (ISINF(t))
		return (MAKE(F(cosh)(x) / s, 1 / t));
	return (MAKE(beta * F(cosh)(x) * s / d, t / d));
}

/* sin z = -i sinh iz, cos z = cosh iz, tan z = -i tanh iz */
COMPLEX
F(csin)(COMPLEX z)
{
	z = F(csinh)(TURN(z));
	return (TURN_BACK(z));
}

COMPLEX
F(ccos)(COMPLEX z)
{
	return (F(ccosh)(TURN(z)));
}

COMPLEX
F(ctan)(COMPLEX z)
{
	z = F(ctanh)(TURN(z));
	return (TURN_BACK(z));
}

/* The roots of 1 - z and 1 + z. */
static void
T(roots)(COMPLEX z, COMPLEX *minus, COMPLEX *plus)
{
	*minus = F(csqrt)(MAKE(1 - RE(z), -IM(z)));
	*plus = F(csqrt)(MAKE(1 + RE(z), IM(z)));
}

COMPLEX
F(casin)(COMPLEX z)
{
	COMPLEX m, p;

	T(roots)(z, &m, &p);
	return (MAKE(F(atan2)(RE(z), RE(m) * RE(p) - IM(m) * IM(p)),
	    F(asinh)(RE(m) * IM(p) - IM(m) * RE(p))));
}

COMPLEX
F(cacos)(COMPLEX z)
{
	COMPLEX m, p;

	T(roots)(z, &m, &p);
	return (MAKE(2 * F(atan2)(RE(m), RE(p)),
	    F(asinh)(RE(p) * IM(m) - IM(p) * RE(m))));
}

COMPLEX
F(cacosh)(COMPLEX z)
{
	COMPLEX m, p;

	m = F(csqrt)(MAKE(RE(z) - 1, IM(z)));
	p = F(csqrt)(MAKE(RE(z) + 1, IM(z)));
	return (MAKE(F(asinh)(RE(m) * RE(p) + IM(m) * IM(p)),
	    2 * F(atan2)(IM(m), RE(p))));
}

COMPLEX
F(casinh)(COMPLEX z)
{
	z = F(casin)(TURN(z));
	return (TURN_BACK(z));
}

COMPLEX
F(catanh)(COMPLEX z)
{
	REAL x = ABS(RE(z)), y = IM(z), re;

	/* Here the squares would overflow, and 1/z is as good. */
	if (x > T(pow2)(EMAX / 2 - 2) || ABS(y) > T(pow2)(EMAX / 2 - 2)) {
		re = ISINF(x) || ISINF(y) ? 0 :
		    x / F(hypot)(x, y) / F(hypot)(x, y);
		return (MAKE(B(copysign)(re, RE(z)),
		    B(copysign)((REAL)M_PI_2, y)));
	}
	re = F(log1p)(4 * x / ((1 - x) * (1 - x) + y * y)) / 4;
	return (MAKE(B(copysign)(re, RE(z)),
	    F(atan2)(2 * y, (1 - x) * (1 + x) - y * y) / 2));
}

COMPLEX
F(catan)(COMPLEX z)
{
	z = F(catanh)(TURN(z));
	return (TURN_BACK(z));
}

#endif
