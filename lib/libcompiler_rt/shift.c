/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Shifts, comparisons and bit searches of 128-bit numbers.
 */

#include "rt.h"

ti_int
__ashlti3(ti_int a, int n)
{
	union tu_words x;

	x.all = (tu_int)a;
	if (n >= 64) {
		x.s.high = x.s.low << (n - 64);
		x.s.low = 0;
	} else if (n != 0) {
		x.s.high = x.s.high << n | x.s.low >> (64 - n);
		x.s.low <<= n;
	}
	return ((ti_int)x.all);
}

ti_int
__lshrti3(ti_int a, int n)
{
	union tu_words x;

	x.all = (tu_int)a;
	if (n >= 64) {
		x.s.low = x.s.high >> (n - 64);
		x.s.high = 0;
	} else if (n != 0) {
		x.s.low = x.s.low >> n | x.s.high << (64 - n);
		x.s.high >>= n;
	}
	return ((ti_int)x.all);
}

ti_int
__ashrti3(ti_int a, int n)
{
	union tu_words x;
	long high;

	x.all = (tu_int)a;
	high = (long)x.s.high;
	if (n >= 64) {
		x.s.low = (unsigned long)(high >> (n - 64));
		x.s.high = (unsigned long)(high >> 63);
	} else if (n != 0) {
		x.s.low = x.s.low >> n | x.s.high << (64 - n);
		x.s.high = (unsigned long)(high >> n);
	}
	return ((ti_int)x.all);
}

int
__clzti2(ti_int a)
{
	union tu_words x;

	x.all = (tu_int)a;
	return (x.s.high != 0 ? __builtin_clzl(x.s.high) :
	    64 + __builtin_clzl(x.s.low));
}

int
__ctzti2(ti_int a)
{
	union tu_words x;

	x.all = (tu_int)a;
	return (x.s.low != 0 ? __builtin_ctzl(x.s.low) :
	    64 + __builtin_ctzl(x.s.high));
}

int
__ffsti2(ti_int a)
{
	return (a == 0 ? 0 : __ctzti2(a) + 1);
}

int
__ffsdi2(long a)
{
	return (a == 0 ? 0 : __builtin_ctzl((unsigned long)a) + 1);
}

/* 0, 1 or 2: less, equal, greater. */
int
__cmpti2(ti_int a, ti_int b)
{
	return (a < b ? 0 : a == b ? 1 : 2);
}

int
__ucmpti2(tu_int a, tu_int b)
{
	return (a < b ? 0 : a == b ? 1 : 2);
}
