/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtual memory: the words that all its parts share.  vm(9) describes the
 * whole.
 */
#ifndef _VM_VM_H_
#define	_VM_VM_H_

#ifdef _KERNEL
#include <sys/types.h>
#include <vm/vm_param.h>

struct pmap;
struct proc;
struct thread;
struct vm_map;
struct vm_map_entry;
struct vm_object;
struct vm_page;
struct vmspace;
struct vnode;

/* Protections: the PROT_* of <sys/mman.h>. */
#define	VM_PROT_NONE	0x00
#define	VM_PROT_READ	0x01
#define	VM_PROT_WRITE	0x02
#define	VM_PROT_EXECUTE	0x04
#define	VM_PROT_RW	(VM_PROT_READ | VM_PROT_WRITE)
#define	VM_PROT_RX	(VM_PROT_READ | VM_PROT_EXECUTE)
#define	VM_PROT_ALL	(VM_PROT_READ | VM_PROT_WRITE | VM_PROT_EXECUTE)

/*
 * Core: boot.  vm_phys has its memory, kmem and sysctl work, no process but
 * proc0 exists.  vm_init() makes the caches, vmspace0 and the signal
 * trampoline's object; vm_pageout_start() the page daemon's thread, once
 * threads can run.
 */
void	vm_init(void);
void	vm_pageout_start(void);
#endif /* _KERNEL */

#endif /* !_VM_VM_H_ */
