/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * BLAKE2s-256.
 *
 * Tests	tests/sys/kern/unit: published vectors
 */
#include <sys/param.h>
#include <sys/endian.h>
#include <sys/systm.h>

#include <libkern/blake2s.h>

static const uint32_t	iv[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
};

static const uint8_t	sigma[10][16] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	{ 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
	{ 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
	{ 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
	{ 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
	{ 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
	{ 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
	{ 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
	{ 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
	{ 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 }
};

static inline uint32_t
rotr(uint32_t v, u_int n)
{

	return (v >> n | v << (32 - n));
}

static inline void
mix(uint32_t *v, u_int a, u_int b, u_int c, u_int d, uint32_t x, uint32_t y)
{

	v[a] += v[b] + x;
	v[d] = rotr(v[d] ^ v[a], 16);
	v[c] += v[d];
	v[b] = rotr(v[b] ^ v[c], 12);
	v[a] += v[b] + y;
	v[d] = rotr(v[d] ^ v[a], 8);
	v[c] += v[d];
	v[b] = rotr(v[b] ^ v[c], 7);
}

static void
compress(struct blake2s *b, u_int len, bool last)
{
	uint32_t v[16], m[16];
	const uint8_t *s;
	u_int i;

	b->count += len;
	for (i = 0; i < 16; i++)
		m[i] = le32dec(b->buf + 4 * i);
	for (i = 0; i < 8; i++) {
		v[i] = b->h[i];
		v[8 + i] = iv[i];
	}
	v[12] ^= (uint32_t)b->count;
	v[13] ^= (uint32_t)(b->count >> 32);
	if (last)
		v[14] = ~v[14];
	for (i = 0; i < 10; i++) {
		s = sigma[i];
		mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
		mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
		mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
		mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
		mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
		mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
		mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
		mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
	}
	for (i = 0; i < 8; i++)
		b->h[i] ^= v[i] ^ v[8 + i];
	b->used = 0;
}

void
blake2s_init(struct blake2s *b, const void *key, size_t keylen)
{

	memset(b, 0, sizeof(*b));
	memcpy(b->h, iv, sizeof(iv));
	b->h[0] ^= 0x01010000 ^ (uint32_t)keylen << 8 ^ BLAKE2S_LEN;
	if (keylen > 0) {
		memcpy(b->buf, key, keylen);
		b->used = BLAKE2S_BLOCKLEN;
	}
}

void
blake2s_update(struct blake2s *b, const void *data, size_t len)
{
	const uint8_t *p = data;
	size_t part;

	while (len > 0) {
		/* A full block waits: it might be the last one. */
		if (b->used == BLAKE2S_BLOCKLEN)
			compress(b, BLAKE2S_BLOCKLEN, false);
		part = MIN(len, BLAKE2S_BLOCKLEN - b->used);
		memcpy(b->buf + b->used, p, part);
		b->used += (u_int)part;
		p += part;
		len -= part;
	}
}

void
blake2s_final(struct blake2s *b, uint8_t out[BLAKE2S_LEN])
{
	u_int i;

	memset(b->buf + b->used, 0, BLAKE2S_BLOCKLEN - b->used);
	compress(b, b->used, true);
	for (i = 0; i < 8; i++)
		le32enc(out + 4 * i, b->h[i]);
	explicit_bzero(b, sizeof(*b));
}
