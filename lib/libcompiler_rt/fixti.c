/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Floating point to 128-bit integers and to unsigned words.  Values out of
 * range saturate, NaN gives 0 when unsigned and the smallest number when
 * signed, as the machine's own conversions come closest to.
 */

#include "rt.h"

/*
 * The integer part of x, 0 <= x < 2^128, from two words: dividing by a power
 * of two is exact, and so is what remains.
 */
#define	TWO64		0x1p64L

static tu_int
fix_positive(long double x)
{
	unsigned long high, low;

	high = (unsigned long)(x / TWO64);
	low = (unsigned long)(x - (long double)high * TWO64);
	return ((tu_int)high << 64 | low);
}

ti_int
__fixxfti(long double x)
{
	if (!(x > -0x1p127L))
		return (TI_MIN);
	if (x >= 0x1p127L)
		return (TI_MAX);
	return (x < 0 ? (ti_int)(0 - fix_positive(-x)) :
	    (ti_int)fix_positive(x));
}

tu_int
__fixunsxfti(long double x)
{
	if (!(x >= 1))
		return (0);
	if (x >= 0x1p128L)
		return (~(tu_int)0);
	return (fix_positive(x));
}

ti_int
__fixsfti(float x)
{
	return (__fixxfti(x));
}

ti_int
__fixdfti(double x)
{
	return (__fixxfti(x));
}

tu_int
__fixunssfti(float x)
{
	return (__fixunsxfti(x));
}

tu_int
__fixunsdfti(double x)
{
	return (__fixunsxfti(x));
}

unsigned long
__fixunsxfdi(long double x)
{
	if (!(x >= 1))
		return (0);
	if (x >= 0x1p64L)
		return (~0UL);
	if (x >= 0x1p63L)
		return ((unsigned long)(long)(x - 0x1p63L) ^ 1UL << 63);
	return ((unsigned long)(long)x);
}

unsigned long
__fixunsdfdi(double x)
{
	return (__fixunsxfdi(x));
}

unsigned long
__fixunssfdi(float x)
{
	return (__fixunsxfdi(x));
}

unsigned int
__fixunsxfsi(long double x)
{
	if (!(x >= 1))
		return (0);
	if (x >= 0x1p32L)
		return (~0U);
	return ((unsigned int)(long)x);
}
