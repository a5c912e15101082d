/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _MACHINE_VMPARAM_H_
#define	_MACHINE_VMPARAM_H_

#include <sys/types.h>

#define	PAGE_SHIFT		12
#define	PAGE_SIZE		(1UL << PAGE_SHIFT)
#define	PAGE_MASK		(PAGE_SIZE - 1)
#define	VM_MINUSER_ADDRESS	0x0000000000010000
#define	VM_MAXUSER_ADDRESS	0x00007ffffffff000
#define	KSTACK_SIZE		(4 * PAGE_SIZE)
#define	trunc_page(x)		((x) & ~PAGE_MASK)
#define	round_page(x)		(((x) + PAGE_MASK) & ~PAGE_MASK)
#define	PHYS_TO_DMAP(pa)	((vm_offset_t)(pa))

#endif /* !_MACHINE_VMPARAM_H_ */
