/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <time.h>

double
difftime(time_t a, time_t b)
{
	/* Exact while the difference is; then rounded once. */
	if (a >= b)
		return ((double)((unsigned long)a - (unsigned long)b));
	return (-(double)((unsigned long)b - (unsigned long)a));
}
