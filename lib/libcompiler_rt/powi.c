/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Integer powers by repeated squaring.
 */

#include "rt.h"

#define	POWI(name, type)						\
type									\
name(type a, int n)							\
{									\
	unsigned int e = n < 0 ? 0U - (unsigned int)n : (unsigned int)n; \
	type r = 1;							\
									\
	for (; e != 0; e >>= 1) {					\
		if ((e & 1) != 0)					\
			r *= a;						\
		a *= a;							\
	}								\
	return (n < 0 ? 1 / r : r);					\
}

POWI(__powisf2, float)
POWI(__powidf2, double)
POWI(__powixf2, long double)
