/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Physical memory is an array; the direct map is where it lies.
 */
#ifndef _MACHINE_VMPARAM_H_
#define	_MACHINE_VMPARAM_H_

#include <sys/types.h>

#define	PAGE_SHIFT		12
#define	PAGE_SIZE		(1UL << PAGE_SHIFT)
#define	PAGE_MASK		(PAGE_SIZE - 1)
#define	VM_MINUSER_ADDRESS	0x0000000000010000
#define	VM_MAXUSER_ADDRESS	0x00007ffffffff000
#define	KVA_START		0xffffe00000000000
#define	KVA_END			0xffffe08000000000
#define	KSTACK_PAGES		4
#define	KSTACK_SIZE		(KSTACK_PAGES * PAGE_SIZE)

#define	trunc_page(x)		((x) & ~PAGE_MASK)
#define	round_page(x)		(((x) + PAGE_MASK) & ~PAGE_MASK)

extern char *host_dmap;

#define	PHYS_TO_DMAP(pa)	((vm_offset_t)host_dmap + (vm_offset_t)(pa))
#define	DMAP_TO_PHYS(va)	((vm_paddr_t)(va) - (vm_paddr_t)host_dmap)
#define	VA_IS_DMAP(va)		((vm_offset_t)(va) >= (vm_offset_t)host_dmap)
#define	PHYS_LOW4G		0x800000UL	/* both pools are tested */

#endif /* !_MACHINE_VMPARAM_H_ */
