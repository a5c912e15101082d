/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Compiles the file that TEMPLATE names for double and for long double, and
 * for float too when EACH_FLOAT is defined.  The file includes this one when
 * REAL is not defined yet, and is the template when it is:
 *
 *	#ifndef REAL
 *	#define	TEMPLATE "log.c"
 *	#include "each.h"
 *	#else
 *	REAL F(log)(REAL x) ...
 *	#endif
 *
 * PREC	the bits of the mantissa
 * REAL	the type
 * F(n)	the public function of this type that is called n for double
 * T(n)	the private function or table of this type
 * C(x)	a constant
 * B(n)	the compiler's built-in function, which it expands in place
 */

#ifndef _EACH_H_
#define	_EACH_H_

#include "libm.h"

#ifdef EACH_FLOAT
#define	PREC	24
#define	REAL	float
#define	EMAX	127
#define	REAL_MAX FLT_MAX
#define	REAL_MIN FLT_MIN
#define	F(name)	name##f
#define	T(name)	name##_f
#define	C(x)	x##F
#define	B(name)	__builtin_##name##f
#include "real.h"
#include TEMPLATE
#undef PREC
#undef REAL
#undef EMAX
#undef REAL_MAX
#undef REAL_MIN
#undef F
#undef T
#undef C
#undef B
#endif

#define	PREC	53
#define	REAL	double
#define	EMAX	1023
#define	REAL_MAX DBL_MAX
#define	REAL_MIN DBL_MIN
#define	F(name)	name
#define	T(name)	name##_d
#define	C(x)	x
#define	B(name)	__builtin_##name
#include "real.h"
#include TEMPLATE
#undef PREC
#undef REAL
#undef EMAX
#undef REAL_MAX
#undef REAL_MIN
#undef F
#undef T
#undef C
#undef B

#define	PREC	64
#define	REAL	long double
#define	EMAX	16383
#define	REAL_MAX LDBL_MAX
#define	REAL_MIN LDBL_MIN
#define	F(name)	name##l
#define	T(name)	name##_l
#define	C(x)	x##L
#define	B(name)	__builtin_##name##l
#include "real.h"
#include TEMPLATE

#endif /* !_EACH_H_ */
