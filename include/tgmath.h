/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Type-generic mathematics: the type of the arguments, where integers count as
 * double, picks the function.
 */

#ifndef _TGMATH_H_
#define	_TGMATH_H_

#include <complex.h>
#include <math.h>

/* The type that the arguments share after the usual conversions. */
#define	__tg_type(x)	_Generic((x), float: 0.0F, long double: 0.0L, \
    float _Complex: (float _Complex)0, double _Complex: (double _Complex)0, \
    long double _Complex: (long double _Complex)0, default: 0.0)

#define	__tg_real(x, fn) _Generic(x, float: fn##f, long double: fn##l, \
    default: fn)
#define	__tg_both(x, fn, c) _Generic(x, float: fn##f, long double: fn##l, \
    float _Complex: c##f, double _Complex: c, long double _Complex: c##l, \
    default: fn)
#define	__tg_complex(x, c) _Generic(x, float: c##f, long double: c##l, \
    float _Complex: c##f, long double _Complex: c##l, default: c)

#define	__tg_one(x)	__tg_type(x)
#define	__tg_two(x, y)	(__tg_type(x) + __tg_type(y))
#define	__tg_three(x, y, z) (__tg_two(x, y) + __tg_type(z))

/* Functions of real and of complex numbers. */
#define	acos(x)	__tg_both(__tg_one(x), acos, cacos)(x)
#define	asin(x)	__tg_both(__tg_one(x), asin, casin)(x)
#define	atan(x)	__tg_both(__tg_one(x), atan, catan)(x)
#define	acosh(x)	__tg_both(__tg_one(x), acosh, cacosh)(x)
#define	asinh(x)	__tg_both(__tg_one(x), asinh, casinh)(x)
#define	atanh(x)	__tg_both(__tg_one(x), atanh, catanh)(x)
#define	cos(x)	__tg_both(__tg_one(x), cos, ccos)(x)
#define	sin(x)	__tg_both(__tg_one(x), sin, csin)(x)
#define	tan(x)	__tg_both(__tg_one(x), tan, ctan)(x)
#define	cosh(x)	__tg_both(__tg_one(x), cosh, ccosh)(x)
#define	sinh(x)	__tg_both(__tg_one(x), sinh, csinh)(x)
#define	tanh(x)	__tg_both(__tg_one(x), tanh, ctanh)(x)
#define	exp(x)	__tg_both(__tg_one(x), exp, cexp)(x)
#define	log(x)	__tg_both(__tg_one(x), log, clog)(x)
#define	sqrt(x)	__tg_both(__tg_one(x), sqrt, csqrt)(x)
#define	fabs(x)	__tg_both(__tg_one(x), fabs, cabs)(x)
#define	pow(x, y)	__tg_both(__tg_two(x, y), pow, cpow)(x, y)

/* Of real numbers. */
#define	cbrt(x)	__tg_real(__tg_one(x), cbrt)(x)
#define	ceil(x)	__tg_real(__tg_one(x), ceil)(x)
#define	erf(x)	__tg_real(__tg_one(x), erf)(x)
#define	erfc(x)	__tg_real(__tg_one(x), erfc)(x)
#define	exp2(x)	__tg_real(__tg_one(x), exp2)(x)
#define	expm1(x)	__tg_real(__tg_one(x), expm1)(x)
#define	floor(x)	__tg_real(__tg_one(x), floor)(x)
#define	lgamma(x)	__tg_real(__tg_one(x), lgamma)(x)
#define	log10(x)	__tg_real(__tg_one(x), log10)(x)
#define	log1p(x)	__tg_real(__tg_one(x), log1p)(x)
#define	log2(x)	__tg_real(__tg_one(x), log2)(x)
#define	logb(x)	__tg_real(__tg_one(x), logb)(x)
#define	nearbyint(x)	__tg_real(__tg_one(x), nearbyint)(x)
#define	rint(x)	__tg_real(__tg_one(x), rint)(x)
#define	round(x)	__tg_real(__tg_one(x), round)(x)
#define	tgamma(x)	__tg_real(__tg_one(x), tgamma)(x)
#define	trunc(x)	__tg_real(__tg_one(x), trunc)(x)
#define	ilogb(x)	__tg_real(__tg_one(x), ilogb)(x)
#define	llrint(x)	__tg_real(__tg_one(x), llrint)(x)
#define	llround(x)	__tg_real(__tg_one(x), llround)(x)
#define	lrint(x)	__tg_real(__tg_one(x), lrint)(x)
#define	lround(x)	__tg_real(__tg_one(x), lround)(x)
#define	atan2(x, y)	__tg_real(__tg_two(x, y), atan2)(x, y)
#define	copysign(x, y)	__tg_real(__tg_two(x, y), copysign)(x, y)
#define	fdim(x, y)	__tg_real(__tg_two(x, y), fdim)(x, y)
#define	fmax(x, y)	__tg_real(__tg_two(x, y), fmax)(x, y)
#define	fmin(x, y)	__tg_real(__tg_two(x, y), fmin)(x, y)
#define	fmod(x, y)	__tg_real(__tg_two(x, y), fmod)(x, y)
#define	hypot(x, y)	__tg_real(__tg_two(x, y), hypot)(x, y)
#define	nextafter(x, y)	__tg_real(__tg_two(x, y), nextafter)(x, y)
#define	remainder(x, y)	__tg_real(__tg_two(x, y), remainder)(x, y)
#define	fma(x, y, z)	__tg_real(__tg_three(x, y, z), fma)(x, y, z)
#define	remquo(x, y, p)	__tg_real(__tg_two(x, y), remquo)(x, y, p)
#define	frexp(x, p)	__tg_real(__tg_one(x), frexp)(x, p)
#define	ldexp(x, n)	__tg_real(__tg_one(x), ldexp)(x, n)
#define	scalbn(x, n)	__tg_real(__tg_one(x), scalbn)(x, n)
#define	scalbln(x, n)	__tg_real(__tg_one(x), scalbln)(x, n)
#define	nexttoward(x, y)	__tg_real(__tg_one(x), nexttoward)(x, y)

/* Of complex numbers. */
#define	carg(z)	__tg_complex(__tg_one(z), carg)(z)
#define	cimag(z)	__tg_complex(__tg_one(z), cimag)(z)
#define	conj(z)	__tg_complex(__tg_one(z), conj)(z)
#define	cproj(z)	__tg_complex(__tg_one(z), cproj)(z)
#define	creal(z)	__tg_complex(__tg_one(z), creal)(z)

#endif /* !_TGMATH_H_ */
