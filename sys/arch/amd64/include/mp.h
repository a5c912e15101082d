/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Requests between CPUs.
 */
#ifndef _MACHINE_MP_H_
#define	_MACHINE_MP_H_

#include <sys/types.h>

struct pmap;

/*
 * Have the other CPUs on which pm is active (NULL: all others) forget n pages,
 * or all when n > TLB_MAXADDR; waits.  Not preemptible, interrupts on, except
 * before other CPUs run.
 */
void	mp_tlb_shootdown(struct pmap *pm, const vm_offset_t *addr, u_int n);

#endif /* !_MACHINE_MP_H_ */
