/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the files of libm share, apart from each.h and real.h.
 *
 * The library's plan: the elementary functions are written once, as templates
 * over the type, and compute with pairs: a pair (hi, lo) stands for hi + lo,
 * where lo is at most half a unit in the last place of hi.  Arguments are
 * reduced to small intervals around the points of a table, where Taylor's
 * series itself is short, so that no coefficient needs a fit and mktables can
 * compute all from definitions.  A result is rounded once, at the end, which
 * keeps errors little above half a unit.  float goes through double.
 *
 * The algorithms on pairs are Dekker's and Knuth's (T. J. Dekker, A floating-
 * point technique for extending the available precision, 1971; D. E. Knuth,
 * The Art of Computer Programming, volume 2, 4.2.2).  They hold when rounding
 * is to nearest; in the other modes the error stays below two units.
 *
 * errno is never set; exceptions are raised by arithmetic that has them.
 *
 * Long double must be the x87's format: that is asserted here and used in
 * real.h, fma.c and next.c.
 */

#ifndef _LIBM_H_
#define	_LIBM_H_

#include <fenv.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

_Static_assert(LDBL_MANT_DIG == 64, "long double has 64 bits of mantissa");

#define	HIDDEN	__attribute__((__visibility__("hidden")))

struct pair_f {
	float	hi, lo;
};

struct pair_d {
	double	hi, lo;
};

struct pair_l {
	long double hi, lo;
};

/* exp.c: hi + lo times 2^*kp is the exponential of a pair. */
HIDDEN struct pair_d	__exp_pair_d(struct pair_d, int *);
HIDDEN struct pair_l	__exp_pair_l(struct pair_l, int *);
/* log.c: the logarithm of a pair that is positive and normal. */
HIDDEN struct pair_d	__log_pair_d(struct pair_d);
HIDDEN struct pair_l	__log_pair_l(struct pair_l);
/* trig.c: sine and cosine of a pair of at most pi/4. */
HIDDEN struct pair_d	__sin_pair_d(struct pair_d);
HIDDEN struct pair_l	__sin_pair_l(struct pair_l);
HIDDEN struct pair_d	__cos_pair_d(struct pair_d);
HIDDEN struct pair_l	__cos_pair_l(struct pair_l);

#endif /* !_LIBM_H_ */
