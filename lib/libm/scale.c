/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exponents: taking them apart from mantissas, and changing them.
 */

#ifndef REAL
#define	EACH_FLOAT
#define	TEMPLATE	"scale.c"
#include "each.h"
#else

/*
 * x 2^n.  On the way down, PREC bits are kept above the subnormal numbers until
 * the last step, which alone rounds.
 */
REAL
F(scalbn)(REAL x, int n)
{
	int i;

	for (i = 0; i < 3 && n > EMAX; i++) {
		x *= T(pow2)(EMAX);
		n -= EMAX;
	}
	for (i = 0; i < 3 && n < EMIN; i++) {
		x *= T(pow2)(EMIN + PREC);
		n -= EMIN + PREC;
	}
	if (n > EMAX)
		n = EMAX;
	if (n < EMIN)
		n = EMIN;
	return (x * T(pow2)(n));
}

REAL
F(scalbln)(REAL x, long n)
{
	if (n > INT_MAX)
		n = INT_MAX;
	if (n < INT_MIN)
		n = INT_MIN;
	return (F(scalbn)(x, (int)n));
}

REAL
F(ldexp)(REAL x, int n)
{
	return (F(scalbn)(x, n));
}

REAL
F(frexp)(REAL x, int *ep)
{
	*ep = 0;
	if (x == 0 || !ISFINITE(x))
		return (x + x);
	*ep = T(exponent)(x) + 1;
	return (F(scalbn)(x, -*ep));
}

REAL
F(logb)(REAL x)
{
	if (!ISFINITE(x))
		return (x * x);
	if (x == 0)
		return (-1 / ABS(x));
	return ((REAL)T(exponent)(x));
}

int
F(ilogb)(REAL x)
{
	if (x != 0 && ISFINITE(x))
		return (T(exponent)(x));
	feraiseexcept(FE_INVALID);
	if (x == 0)
		return (FP_ILOGB0);
	return (ISNAN(x) ? FP_ILOGBNAN : INT_MAX);
}

#endif
