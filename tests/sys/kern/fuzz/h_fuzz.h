/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the two halves of the fuzzer share; h_fuzz.c says how it works.
 */

#ifndef _H_FUZZ_H_
#define	_H_FUZZ_H_

#include <sys/types.h>
#include <sys/sysarg.h>

#include <stdint.h>

extern uint64_t	rnd_state;

static inline uint32_t
rnd(uint32_t bound)
{

	rnd_state ^= rnd_state << 13;
	rnd_state ^= rnd_state >> 7;
	rnd_state ^= rnd_state << 17;
	return ((uint32_t)(rnd_state >> 24) % bound);
}

/* h_fuzz_args.c */
void	args_init(void);
void	args_make(const struct sysdesc *, uint64_t *);

#endif
