/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Random numbers for every purpose: ChaCha20 keyed from getrandom(2).
 *
 * Each refill overwrites the key with the first bytes of the new output, and
 * output is wiped as it is taken, so that a later look at memory tells nothing
 * about earlier numbers.  The generator is keyed anew after a fork and after
 * REKEY_BYTES.
 * Tests: tests/lib/libc/stdlib/t_arc4random.c
 */

#include <sys/random.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

#define	KEY_BYTES	32
#define	IV_BYTES	8
#define	SEED_BYTES	(KEY_BYTES + IV_BYTES)
#define	BLOCK_BYTES	64
#define	POOL_BYTES	(16 * BLOCK_BYTES)
#define	REKEY_BYTES	1600000

static struct libc_lock	rnd_lock = LIBC_LOCK_INITIALIZER;
static uint32_t		rnd_state[16];
static unsigned char	rnd_pool[POOL_BYTES];
static size_t		rnd_left;	/* unused bytes at the pool's end */
static size_t		rnd_budget;	/* bytes until new key material */

static inline uint32_t
rotate(uint32_t x, int n)
{
	return (x << n | x >> (32 - n));
}

static inline void
quarter_round(uint32_t *x, int a, int b, int c, int d)
{
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 16);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 12);
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 8);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 7);
}

static void
chacha_block(uint32_t state[16], unsigned char *out)
{
	uint32_t x[16], v;
	int i;

	memcpy(x, state, sizeof(x));
	for (i = 0; i < 10; i++) {
		quarter_round(x, 0, 4, 8, 12);
		quarter_round(x, 1, 5, 9, 13);
		quarter_round(x, 2, 6, 10, 14);
		quarter_round(x, 3, 7, 11, 15);
		quarter_round(x, 0, 5, 10, 15);
		quarter_round(x, 1, 6, 11, 12);
		quarter_round(x, 2, 7, 8, 13);
		quarter_round(x, 3, 4, 9, 14);
	}
	for (i = 0; i < 16; i++) {
		v = x[i] + state[i];
		memcpy(out + 4 * i, &v, sizeof(v));
	}
	if (++state[12] == 0)
		state[13]++;
}

static void
set_key(const unsigned char *seed)
{
	static const char sigma[] = "expand 32-byte k";

	memcpy(rnd_state, sigma, 16);
	memcpy(rnd_state + 4, seed, KEY_BYTES);
	rnd_state[12] = rnd_state[13] = 0;
	memcpy(rnd_state + 14, seed + KEY_BYTES, IV_BYTES);
}

static void
refill(void)
{
	size_t i;

	for (i = 0; i < POOL_BYTES; i += BLOCK_BYTES)
		chacha_block(rnd_state, rnd_pool + i);
	set_key(rnd_pool);
	memset(rnd_pool, 0, SEED_BYTES);
	rnd_left = POOL_BYTES - SEED_BYTES;
}

static void
stir(void)
{
	unsigned char seed[SEED_BYTES];
	uint32_t old;
	size_t i;

	if (getentropy(seed, sizeof(seed)) == -1)
		libc_fatal("arc4random", ": no random bytes from the system");
	/* What was known before goes in, too. */
	for (i = 0; i < KEY_BYTES / sizeof(old) && rnd_state[0] != 0; i++) {
		memcpy(&old, seed + i * sizeof(old), sizeof(old));
		old ^= rnd_state[4 + i];
		memcpy(seed + i * sizeof(old), &old, sizeof(old));
	}
	set_key(seed);
	explicit_bzero(seed, sizeof(seed));
	refill();
	rnd_budget = REKEY_BYTES;
}

static void
take(void *buf, size_t n)
{
	unsigned char *p = buf, *from;
	size_t some;

	if (rnd_budget < n)
		stir();
	rnd_budget -= n < rnd_budget ? n : rnd_budget;
	while (n > 0) {
		if (rnd_left == 0)
			refill();
		some = n < rnd_left ? n : rnd_left;
		from = rnd_pool + POOL_BYTES - rnd_left;
		memcpy(p, from, some);
		memset(from, 0, some);
		rnd_left -= some;
		p += some;
		n -= some;
	}
}

/* In the child of a fork: parent and child must not agree. */
void
libc_arc4random_forked(void)
{
	rnd_budget = 0;
	rnd_left = 0;
}

void
arc4random_buf(void *buf, size_t n)
{
	libc_lock(&rnd_lock);
	take(buf, n);
	libc_unlock(&rnd_lock);
}

uint32_t
arc4random(void)
{
	uint32_t v;

	arc4random_buf(&v, sizeof(v));
	return (v);
}

/*
 * A number below bound, each equally likely: the few values that would make
 * the first ones likelier are thrown away.
 */
uint32_t
arc4random_uniform(uint32_t bound)
{
	uint32_t v, least;

	if (bound < 2)
		return (0);
	least = -bound % bound;
	do {
		v = arc4random();
	} while (v < least);
	return (v % bound);
}

int
getentropy(void *buf, size_t n)
{
	unsigned char *p = buf;
	ssize_t got;

	if (n > 256) {
		errno = EIO;
		return (-1);
	}
	while (n > 0) {
		got = getrandom(p, n, 0);
		if (got == -1) {
			if (errno == EINTR)
				continue;
			return (-1);
		}
		p += got;
		n -= (size_t)got;
	}
	return (0);
}
