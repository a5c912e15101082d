/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * SHA-512, for crypt(3) alone.
 */

#ifndef _SHA512_H_
#define	_SHA512_H_

#include <stddef.h>
#include <stdint.h>

#define	SHA512_SIZE	64

struct sha512 {
	uint64_t	s_state[8];
	uint64_t	s_length;	/* bytes so far */
	uint8_t		s_block[128];	/* the last ones, s_length % 128 */
};

void	__sha512_init(struct sha512 *);
void	__sha512_add(struct sha512 *, const void *, size_t);
void	__sha512_end(struct sha512 *, uint8_t [SHA512_SIZE]);

#endif /* !_SHA512_H_ */
