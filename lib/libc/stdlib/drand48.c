/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The 48-bit linear congruential generators, whose constants and sequence the
 * standard fixes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define	MASK48		0xffffffffffffUL
#define	MULT_DEFAULT	0x5deece66dUL
#define	ADD_DEFAULT	0xbUL
#define	SEED_LOW	0x330eUL

static uint64_t		seed48_state = 0x1234abcd330eUL;
static uint64_t		seed48_mult = MULT_DEFAULT;
static uint64_t		seed48_add = ADD_DEFAULT;

static uint64_t
load48(const unsigned short x[3])
{
	return ((uint64_t)x[2] << 32 | (uint64_t)x[1] << 16 | x[0]);
}

static void
store48(unsigned short x[3], uint64_t v)
{
	x[0] = (unsigned short)v;
	x[1] = (unsigned short)(v >> 16);
	x[2] = (unsigned short)(v >> 32);
}

static uint64_t
step(uint64_t x)
{
	return ((x * seed48_mult + seed48_add) & MASK48);
}

static uint64_t
step_array(unsigned short x[3])
{
	uint64_t v = step(load48(x));

	store48(x, v);
	return (v);
}

double
erand48(unsigned short x[3])
{
	return ((double)step_array(x) / (double)(MASK48 + 1));
}

double
drand48(void)
{
	seed48_state = step(seed48_state);
	return ((double)seed48_state / (double)(MASK48 + 1));
}

long
nrand48(unsigned short x[3])
{
	return ((long)(step_array(x) >> 17));
}

long
lrand48(void)
{
	seed48_state = step(seed48_state);
	return ((long)(seed48_state >> 17));
}

long
jrand48(unsigned short x[3])
{
	return ((int32_t)(step_array(x) >> 16));
}

long
mrand48(void)
{
	seed48_state = step(seed48_state);
	return ((int32_t)(seed48_state >> 16));
}

void
srand48(long seed)
{
	seed48_state = ((uint64_t)(uint32_t)seed << 16) | SEED_LOW;
	seed48_mult = MULT_DEFAULT;
	seed48_add = ADD_DEFAULT;
}

unsigned short *
seed48(unsigned short x[3])
{
	static unsigned short old[3];

	store48(old, seed48_state);
	seed48_state = load48(x);
	seed48_mult = MULT_DEFAULT;
	seed48_add = ADD_DEFAULT;
	return (old);
}

void
lcong48(unsigned short p[7])
{
	seed48_state = load48(p);
	seed48_mult = load48(p + 3);
	seed48_add = p[6];
}
