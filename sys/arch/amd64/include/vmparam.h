/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The address space of amd64.
 *
 *	0000000000000000	never mapped below VM_MINUSER_ADDRESS
 *	0000000000010000	user
 *	00007ffffffff000	end of user; the last page stays a guard, so the
 *				return address of a syscall is always canonical
 *	ffff800000000000	direct map of physical memory, 64 TiB
 *	ffffe00000000000	kernel map arena, 512 GiB: stacks, devices
 *	ffffffff80000000	the kernel's image
 */
#ifndef _MACHINE_VMPARAM_H_
#define	_MACHINE_VMPARAM_H_

#define	PAGE_SHIFT		12
#ifdef __ASSEMBLER__
#define	PAGE_SIZE		(1 << PAGE_SHIFT)
#else
#define	PAGE_SIZE		(1UL << PAGE_SHIFT)
#endif
#define	PAGE_MASK		(PAGE_SIZE - 1)

#define	VM_MINUSER_ADDRESS	0x0000000000010000
#define	VM_MAXUSER_ADDRESS	0x00007ffffffff000

/*
 * A program lies in one of VM_SLOT_COUNT slots: itself from the slot's start,
 * mappings from VM_SLOT_MMAP, its stack below the slot's end, each moved by
 * VM_ASLR_BITS bits of pages.
 */
#define	VM_SLOT_START		(1UL << 39)
#define	VM_SLOT_SIZE		(1UL << 39)
#define	VM_SLOT_COUNT		254	/* the last one ends below the top */
#define	VM_SLOT_BITS		8
#define	VM_SLOT_MMAP		(128UL << 30)
#define	VM_ASLR_BITS		25
#define	VM_ASLR_BRK_BITS	12

#define	DMAP_START		0xffff800000000000
#define	DMAP_END		0xffffc00000000000
#define	KVA_START		0xffffe00000000000
#define	KVA_END			0xffffe08000000000
#define	KERNBASE		0xffffffff80000000

#define	KERNLOAD		0x200000	/* physical, of the image */

#define	KSTACK_PAGES		4
#define	KSTACK_SIZE		(KSTACK_PAGES * PAGE_SIZE)

#if defined(_KERNEL) && !defined(__ASSEMBLER__)
#include <sys/types.h>

#define	trunc_page(x)		((x) & ~PAGE_MASK)
#define	round_page(x)		(((x) + PAGE_MASK) & ~PAGE_MASK)

/*
 * The first bytes of a 2 MiB and of a 1 GiB page; the largest page that a
 * mapping may use is the direct map's business only.
 */
#define	PHYS_TO_DMAP(pa)	((vm_offset_t)(pa) + DMAP_START)
#define	DMAP_TO_PHYS(va)	((vm_paddr_t)(vm_offset_t)(va) - DMAP_START)
#define	VA_IS_DMAP(va) \
	((vm_offset_t)(va) >= DMAP_START && (vm_offset_t)(va) < DMAP_END)
#define	VA_IS_USER(va) \
	((vm_offset_t)(va) < VM_MAXUSER_ADDRESS)

/* Pages can be given to devices that address 32 bits only below this. */
#define	PHYS_LOW4G		0x100000000UL
#endif

#endif /* !_MACHINE_VMPARAM_H_ */
