/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <inttypes.h>
#include <stdlib.h>

int
abs(int n)
{
	return (n < 0 ? -n : n);
}

long
labs(long n)
{
	return (n < 0 ? -n : n);
}

long long
llabs(long long n)
{
	return (n < 0 ? -n : n);
}

intmax_t
imaxabs(intmax_t n)
{
	return (n < 0 ? -n : n);
}

div_t
div(int a, int b)
{
	return ((div_t){ .quot = a / b, .rem = a % b });
}

ldiv_t
ldiv(long a, long b)
{
	return ((ldiv_t){ .quot = a / b, .rem = a % b });
}

lldiv_t
lldiv(long long a, long long b)
{
	return ((lldiv_t){ .quot = a / b, .rem = a % b });
}

imaxdiv_t
imaxdiv(intmax_t a, intmax_t b)
{
	return ((imaxdiv_t){ .quot = a / b, .rem = a % b });
}
