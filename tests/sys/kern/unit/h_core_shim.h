/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * For the h_core_*.c files: the machine they run on.
 */
#ifndef _H_CORE_SHIM_H_
#define	_H_CORE_SHIM_H_

#include <sys/types.h>

#define	SHIM_MEMORY	(24UL << 20)

extern uint64_t	shim_now;		/* the clock */
extern uint64_t	shim_armed[];		/* of each CPU's timer */
extern int	shim_priv;		/* what priv_check() says */
extern u_int	shim_pages_mapped;
extern bool	shim_softints_at_once;

void	shim_boot(void);
void	shim_play(u_int cpu);
void	shim_run_softints(void);
void	shim_check_idle(void);
u_int	shim_random(u_int bound);

#endif /* !_H_CORE_SHIM_H_ */
