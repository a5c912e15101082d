/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The number, from 1, of the lowest or highest bit that is set; 0 for none.
 */
#include <strings.h>

int
ffs(int x)
{
	return (__builtin_ffs(x));
}

int
ffsl(long x)
{
	return (__builtin_ffsl(x));
}

int
ffsll(long long x)
{
	return (__builtin_ffsll(x));
}

int
fls(int x)
{
	return (x == 0 ? 0 : 32 - __builtin_clz((unsigned int)x));
}

int
flsl(long x)
{
	return (x == 0 ? 0 : 64 - __builtin_clzl((unsigned long)x));
}

int
flsll(long long x)
{
	return (x == 0 ? 0 : 64 - __builtin_clzll((unsigned long long)x));
}
