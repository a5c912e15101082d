/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ChaCha20: the block function of RFC 8439 with its original counter of 64 bits
 * and nonce of 64 bits.
 *
 * Tests	tests/sys/kern/unit: the RFC's vectors
 */
#include <sys/param.h>
#include <sys/endian.h>
#include <sys/systm.h>

#include <libkern/chacha20.h>

static inline uint32_t
rotl(uint32_t v, u_int n)
{

	return (v << n | v >> (32 - n));
}

#define	QUARTER(a, b, c, d) do {					\
	x[a] += x[b]; x[d] = rotl(x[d] ^ x[a], 16);			\
	x[c] += x[d]; x[b] = rotl(x[b] ^ x[c], 12);			\
	x[a] += x[b]; x[d] = rotl(x[d] ^ x[a], 8);			\
	x[c] += x[d]; x[b] = rotl(x[b] ^ x[c], 7);			\
} while (0)

void
chacha20_init(struct chacha20 *cc, const uint8_t key[CHACHA20_KEYLEN],
    uint64_t counter, uint64_t nonce)
{
	u_int i;

	/* "expand 32-byte k" */
	cc->state[0] = 0x61707865;
	cc->state[1] = 0x3320646e;
	cc->state[2] = 0x79622d32;
	cc->state[3] = 0x6b206574;
	for (i = 0; i < 8; i++)
		cc->state[4 + i] = le32dec(key + 4 * i);
	cc->state[12] = (uint32_t)counter;
	cc->state[13] = (uint32_t)(counter >> 32);
	cc->state[14] = (uint32_t)nonce;
	cc->state[15] = (uint32_t)(nonce >> 32);
}

void
chacha20_block(struct chacha20 *cc, uint8_t out[CHACHA20_BLOCKLEN])
{
	uint32_t x[16];
	u_int i;

	memcpy(x, cc->state, sizeof(x));
	for (i = 0; i < 10; i++) {
		QUARTER(0, 4, 8, 12);
		QUARTER(1, 5, 9, 13);
		QUARTER(2, 6, 10, 14);
		QUARTER(3, 7, 11, 15);
		QUARTER(0, 5, 10, 15);
		QUARTER(1, 6, 11, 12);
		QUARTER(2, 7, 8, 13);
		QUARTER(3, 4, 9, 14);
	}
	for (i = 0; i < 16; i++)
		le32enc(out + 4 * i, x[i] + cc->state[i]);
	if (++cc->state[12] == 0)
		cc->state[13]++;
}
