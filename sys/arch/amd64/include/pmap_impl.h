/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What pmap.c and pmap_boot.c share.
 */
#ifndef _MACHINE_PMAP_IMPL_H_
#define	_MACHINE_PMAP_IMPL_H_

#include <sys/types.h>
#include <machine/pmap.h>

#define	NPTE		512
#define	L1_SIZE		(1UL << 21)	/* what one table of pages maps */
#define	L2_SIZE		(1UL << 30)
#define	L3_SIZE		(1UL << 39)
#define	L4_INDEX(va)	((va) >> 39 & (NPTE - 1))
#define	L3_INDEX(va)	((va) >> 30 & (NPTE - 1))
#define	L2_INDEX(va)	((va) >> 21 & (NPTE - 1))
#define	L1_INDEX(va)	((va) >> 12 & (NPTE - 1))
#define	PTE_TABLE(e)	((uint64_t *)PHYS_TO_DMAP((e) & PTE_FRAME))

#define	PTE_DMAP	(PTE_V | PTE_A | PTE_M | PTE_G)

/*
 * Entries of the upper half of the root, less NPTE / 2, that all roots share.
 */
#define	PMAP_MAXKSLOTS	16
extern uint8_t pmap_kslots[PMAP_MAXKSLOTS];
extern u_int pmap_nkslots;

#endif /* !_MACHINE_PMAP_IMPL_H_ */
