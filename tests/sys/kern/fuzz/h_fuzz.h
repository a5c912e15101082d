/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the parts of the fuzzer share; h_fuzz.c says how it works.
 */

#ifndef _H_FUZZ_H_
#define	_H_FUZZ_H_

#include <sys/types.h>
#include <sys/resource.h>
#include <sys/sysarg.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * All choices: a number below the bound, which is not 0; any number at all.
 * h_fuzz.c makes them from a seed, the simulator's u_fuzz_syscall.c from its
 * input.
 */
uint32_t rnd(uint32_t);
uint64_t rnd_any(void);

/* h_fuzz_args.c */
void	args_init(void);			/* once in each process */
void	args_make(const struct sysdesc *, uint64_t *);
bool	errno_documented(const struct sysdesc *, int);

/*
 * Become that user, with the directory as root, in its subdirectory u<uid>,
 * with some files open and limits, also for the address space.
 */
void	user_begin(const char *directory, uid_t, rlim_t space);

#endif
