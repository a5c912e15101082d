/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * BLAKE2s-256 (RFC 7693), with an optional key.
 */
#ifndef _LIBKERN_BLAKE2S_H_
#define	_LIBKERN_BLAKE2S_H_

#include <sys/types.h>

#define	BLAKE2S_LEN		32
#define	BLAKE2S_BLOCKLEN	64

struct blake2s {
	uint32_t	h[8];
	uint64_t	count;		/* bytes compressed */
	u_int		used;		/* bytes in buf */
	uint8_t		buf[BLAKE2S_BLOCKLEN];
};

/* keylen is at most 32; 0 for none. */
void	blake2s_init(struct blake2s *, const void *key, size_t keylen);
void	blake2s_update(struct blake2s *, const void *, size_t);
/* The digest; the state is cleared. */
void	blake2s_final(struct blake2s *, uint8_t out[BLAKE2S_LEN]);

#endif /* !_LIBKERN_BLAKE2S_H_ */
