/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * random(3): the additive feedback generators, with state tables of the sizes
 * that initstate(3) knows.  The sequence of each seed is that of every BSD.
 *
 * The first word of a state holds its kind and where the rear pointer stands.
 */

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include "libc_private.h"

struct kind {
	size_t	minbytes;	/* of the state array */
	int	degree;
	int	separation;
};

#define	NKINDS	5
static const struct kind random_kinds[NKINDS] = {
	{ 8, 0, 0 },
	{ 32, 7, 3 },
	{ 64, 15, 1 },
	{ 128, 31, 3 },
	{ 256, 63, 1 }
};

static struct libc_lock	random_lock = LIBC_LOCK_INITIALIZER;
static uint32_t		random_default[32];
static uint32_t		*random_state = NULL;	/* behind the first word */
static int		random_kind = 3;
static int		random_front, random_rear;

static uint32_t
good_rand(uint32_t x)
{
	int64_t v = (x % 0x7ffffffe) + 1;

	v = v * 16807 % 0x7fffffff;
	return ((uint32_t)(v - 1));
}

static uint32_t
random_step(void)
{
	const struct kind *k = &random_kinds[random_kind];
	uint32_t v;

	if (k->degree == 0) {
		random_state[0] = good_rand(random_state[0]);
		return (random_state[0]);
	}
	random_state[random_front] += random_state[random_rear];
	v = random_state[random_front] >> 1;
	if (++random_front >= k->degree)
		random_front = 0;
	if (++random_rear >= k->degree)
		random_rear = 0;
	return (v);
}

static void
random_seed(uint32_t seed)
{
	const struct kind *k = &random_kinds[random_kind];
	int i;

	random_state[0] = seed;
	if (k->degree == 0) {
		(void)random_step();
		for (i = 0; i < 49; i++)
			(void)random_step();
		return;
	}
	for (i = 1; i < k->degree; i++)
		random_state[i] = good_rand(random_state[i - 1]);
	random_front = k->separation;
	random_rear = 0;
	for (i = 0; i < 10 * k->degree; i++)
		(void)random_step();
}

static void
random_ready(void)
{
	if (random_state == NULL) {
		random_state = random_default + 1;
		random_seed(1);
	}
}

static void
random_save(void)
{
	random_state[-1] = random_kind == 0 ? 0 :
	    (uint32_t)(NKINDS * random_rear + random_kind);
}

long
random(void)
{
	uint32_t v;

	libc_lock(&random_lock);
	random_ready();
	v = random_step();
	libc_unlock(&random_lock);
	return ((long)v);
}

void
srandom(unsigned int seed)
{
	libc_lock(&random_lock);
	random_ready();
	random_seed(seed);
	libc_unlock(&random_lock);
}

void
srandomdev(void)
{
	const struct kind *k;

	libc_lock(&random_lock);
	random_ready();
	k = &random_kinds[random_kind];
	arc4random_buf(random_state, sizeof(uint32_t) *
	    (size_t)(k->degree > 0 ? k->degree : 1));
	random_front = k->separation;
	random_rear = 0;
	libc_unlock(&random_lock);
}

char *
initstate(unsigned int seed, char *state, size_t size)
{
	char *old;
	int kind;

	if (size < random_kinds[0].minbytes) {
		errno = EINVAL;
		return (NULL);
	}
	libc_lock(&random_lock);
	random_ready();
	random_save();
	old = (char *)(random_state - 1);
	for (kind = NKINDS - 1; size < random_kinds[kind].minbytes; )
		kind--;
	random_kind = kind;
	random_state = (uint32_t *)(void *)state + 1;
	random_seed(seed);
	random_save();
	libc_unlock(&random_lock);
	return (old);
}

char *
setstate(char *state)
{
	uint32_t *words = (uint32_t *)(void *)state;
	uint32_t kind = words[0] % NKINDS, rear = words[0] / NKINDS;
	char *old;

	if (kind != 0 && rear >= (uint32_t)random_kinds[kind].degree) {
		errno = EINVAL;
		return (NULL);
	}
	libc_lock(&random_lock);
	random_ready();
	random_save();
	old = (char *)(random_state - 1);
	random_kind = (int)kind;
	random_state = words + 1;
	if (kind != 0) {
		random_rear = (int)rear;
		random_front = ((int)rear + random_kinds[kind].separation) %
		    random_kinds[kind].degree;
	}
	libc_unlock(&random_lock);
	return (old);
}
