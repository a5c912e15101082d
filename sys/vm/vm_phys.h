/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Physical memory, and the kernel's address arena; vm_phys(9).
 *
 * vm_phys_add_range	boot, before vm_phys_init(): whole pages inside
 *			[start, end) are memory.
 * vm_phys_alloc	2^order contiguous, aligned pages, or NULL.  KM_SLEEP
 *			may wait a while for the page daemon, in thread context;
 *			KM_NOSLEEP does not wait.  VM_PHYS_ZERO or KM_ZERO:
 *			filled with zeros; VM_PHYS_LOW4G: below 4 GiB.
 * vm_phys_free		the same block back.  Neither in a hard interrupt nor
 *			with a spin lock above IPL_SOFT.
 */
#ifndef _VM_VM_PHYS_H_
#define	_VM_VM_PHYS_H_

#ifdef _KERNEL
#include <vm/vm_page.h>

#define	VM_PHYS_MAXORDER	10	/* 4 MiB */

/*
 * Call fn, in any thread, whenever fewer than `low' pages are free or a wait
 * for memory begins: it wakes the page daemon.  Must not sleep.
 */
void	vm_phys_set_lowmem(void (*fn)(void), u_long low);

/* Core: give the per-CPU caches of the running CPU back; boot. */
void	vm_phys_drain_cpu(void);
void	vm_phys_init_cpu(u_int cpu);
#endif /* _KERNEL */

#endif /* !_VM_VM_PHYS_H_ */
