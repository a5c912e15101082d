/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <stdlib.h>

/* Park and Miller's generator, from 1 to 2^31 - 2, less one. */
static unsigned int
rand_step(unsigned int x)
{
	return ((unsigned int)((unsigned long)x * 16807 % 0x7fffffff));
}

int
rand_r(unsigned int *seed)
{
	unsigned int x = *seed % 0x7ffffffe + 1;

	x = rand_step(x);
	*seed = x - 1;
	return ((int)(x - 1));
}

static unsigned int rand_seed = 1;

int
rand(void)
{
	return (rand_r(&rand_seed));
}

void
srand(unsigned int seed)
{
	rand_seed = seed;
}
