/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Counting bits, without the instruction that not every machine has.
 */

#include "rt.h"

int
__popcountdi2(long a)
{
	unsigned long x = (unsigned long)a;

	x -= x >> 1 & 0x5555555555555555UL;
	x = (x & 0x3333333333333333UL) + (x >> 2 & 0x3333333333333333UL);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fUL;
	return ((int)(x * 0x0101010101010101UL >> 56));
}

int
__popcountsi2(int a)
{
	return (__popcountdi2((long)(unsigned int)a));
}

int
__popcountti2(ti_int a)
{
	union tu_words x;

	x.all = (tu_int)a;
	return (__popcountdi2((long)x.s.high) + __popcountdi2((long)x.s.low));
}

int
__paritydi2(long a)
{
	return (__popcountdi2(a) & 1);
}

int
__paritysi2(int a)
{
	return (__popcountsi2(a) & 1);
}

int
__parityti2(ti_int a)
{
	return (__popcountti2(a) & 1);
}
