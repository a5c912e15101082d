/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A long double's parts: x87 extended precision, 64 bits of significand.
 */
#include <float.h>
#include <stdint.h>
#include "fpdec.h"

_Static_assert(LDBL_MANT_DIG == 64, "x87 extended format");

union extended {
	long double	value;
	struct {
		uint64_t	mantissa;
		uint16_t	exponent;
	} part;
};

#define	EXT_BIAS	16383

uint64_t
fp_split(long double value, int *exponentp)
{
	union extended u = { .value = value };
	int e = u.part.exponent & 0x7fff;

	*exponentp = (e == 0 ? 1 : e) - EXT_BIAS - 63;
	return (u.part.mantissa);
}

/*
 * m * 2^e, which must be exact and in range.
 */
long double
fp_join(uint64_t m, int e)
{
	union extended u = { .value = 0 };
	int shift;

	if (m == 0)
		return (0);
	shift = __builtin_clzl(m);
	if (e - shift < 1 - EXT_BIAS - 63)
		shift = e - (1 - EXT_BIAS - 63);	/* denormal */
	m <<= shift;
	e -= shift;
	u.part.mantissa = m;
	u.part.exponent = (m >> 63) != 0 ?
	    (uint16_t)(e + EXT_BIAS + 63) : 0;
	return (u.value);
}
