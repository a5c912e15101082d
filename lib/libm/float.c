/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * float: each function is the one of double, rounded.  With 29 bits to spare
 * the second rounding decides wrongly about once in 2^28 cases, and where an
 * operation is exact, so is its double.
 */

#include "libm.h"

#define	UNARY(name)							\
float									\
name##f(float x)							\
{									\
	return ((float)name((double)x));				\
}

#define	BINARY(name)							\
float									\
name##f(float x, float y)						\
{									\
	return ((float)name((double)x, (double)y));			\
}

UNARY(acos)
UNARY(acosh)
UNARY(asin)
UNARY(asinh)
UNARY(atan)
BINARY(atan2)
UNARY(atanh)
UNARY(cbrt)
UNARY(cos)
UNARY(cosh)
UNARY(erf)
UNARY(erfc)
UNARY(exp)
UNARY(exp2)
UNARY(expm1)
BINARY(fmod)
BINARY(hypot)
UNARY(lgamma)
UNARY(log)
UNARY(log10)
UNARY(log1p)
UNARY(log2)
BINARY(pow)
BINARY(remainder)
UNARY(sin)
UNARY(sinh)
UNARY(tan)
UNARY(tanh)
UNARY(tgamma)

float
lgammaf_r(float x, int *signp)
{
	return ((float)lgamma_r((double)x, signp));
}

float
remquof(float x, float y, int *quop)
{
	return ((float)remquo((double)x, (double)y, quop));
}

void
sincosf(float x, float *sp, float *cp)
{
	*sp = sinf(x);
	*cp = cosf(x);
}
