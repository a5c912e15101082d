/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The address space of the simulator's process, as far as it is the kernel's.
 * All of it lies above the shadow of AddressSanitizer.
 *
 *	1ffffffff000	the page through which programs enter the kernel
 *	200000000000	the window: user addresses of the process that runs
 *	300000000000	the arena: physical memory
 *	310000000000	kernel addresses: stacks
 */
#ifndef _MACHINE_VMPARAM_H_
#define	_MACHINE_VMPARAM_H_

#include <machine/simlayout.h>

#define	PAGE_SHIFT		12
#ifdef __ASSEMBLER__
#define	PAGE_SIZE		(1 << PAGE_SHIFT)
#else
#define	PAGE_SIZE		(1UL << PAGE_SHIFT)
#endif
#define	PAGE_MASK		(PAGE_SIZE - 1)

#define	VM_MINUSER_ADDRESS	SIM_WINDOW_START
#define	VM_MAXUSER_ADDRESS	SIM_WINDOW_END

/* The one slot for a program; <arch/amd64/include/vmparam.h>. */
#define	VM_SLOT_START		VM_MINUSER_ADDRESS
#define	VM_SLOT_SIZE		(VM_MAXUSER_ADDRESS - VM_MINUSER_ADDRESS)
#define	VM_SLOT_COUNT		1
#define	VM_SLOT_BITS		0
#define	VM_SLOT_MMAP		(512UL << 20)
#define	VM_ASLR_BITS		10
#define	VM_ASLR_BRK_BITS	8

#define	DMAP_START		SIM_ARENA_START
#define	DMAP_END		SIM_ARENA_END
#define	KVA_START		SIM_KVA_START
#define	KVA_END			SIM_KVA_END

#define	KSTACK_PAGES		8
#define	KSTACK_SIZE		(KSTACK_PAGES * PAGE_SIZE)

#if defined(_KERNEL) && !defined(__ASSEMBLER__)
#include <sys/types.h>

#define	trunc_page(x)		((x) & ~PAGE_MASK)
#define	round_page(x)		(((x) + PAGE_MASK) & ~PAGE_MASK)

#define	PHYS_TO_DMAP(pa)	((vm_offset_t)(pa) + DMAP_START)
#define	DMAP_TO_PHYS(va)	((vm_paddr_t)(vm_offset_t)(va) - DMAP_START)
#define	VA_IS_DMAP(va) \
	((vm_offset_t)(va) >= DMAP_START && (vm_offset_t)(va) < DMAP_END)
#define	VA_IS_USER(va) \
	((vm_offset_t)(va) >= VM_MINUSER_ADDRESS && \
	(vm_offset_t)(va) < VM_MAXUSER_ADDRESS)

#define	PHYS_LOW4G		0x100000000UL
#endif

#endif /* !_MACHINE_VMPARAM_H_ */
