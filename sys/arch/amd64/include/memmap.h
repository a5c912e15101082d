/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading the firmware's memory map.
 */
#ifndef _MACHINE_MEMMAP_H_
#define	_MACHINE_MEMMAP_H_

#ifndef _KERNEL
typedef	unsigned long	vm_paddr_t;
#endif
#include <sys/bootinfo.h>

#define	MEMMAP_PAGE	4096UL

/*
 * The RAM in the n ranges of in: disjoint, sorted, whole pages, at most max
 * ranges in out.  Returns how many.
 */
u_int	memmap_normalize(const struct boot_range *in, u_int n,
	    struct boot_range *out, u_int max);

#endif /* !_MACHINE_MEMMAP_H_ */
