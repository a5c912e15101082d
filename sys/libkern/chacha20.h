/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ChaCha20, a block at a time.
 */
#ifndef _LIBKERN_CHACHA20_H_
#define	_LIBKERN_CHACHA20_H_

#include <sys/types.h>

#define	CHACHA20_KEYLEN		32
#define	CHACHA20_BLOCKLEN	64

struct chacha20 {
	uint32_t	state[16];
};

void	chacha20_init(struct chacha20 *, const uint8_t key[CHACHA20_KEYLEN],
	    uint64_t counter, uint64_t nonce);

/* The next block of the key stream. */
void	chacha20_block(struct chacha20 *, uint8_t out[CHACHA20_BLOCKLEN]);

#endif /* !_LIBKERN_CHACHA20_H_ */
