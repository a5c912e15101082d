/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sizes and limits of virtual memory that do not depend on the machine.
 */
#ifndef _VM_VM_PARAM_H_
#define	_VM_VM_PARAM_H_

#include <sys/types.h>
#include <machine/vmparam.h>

#ifdef _KERNEL
typedef	__uint64_t	vm_pindex_t;	/* page of an object */
typedef	__int64_t	vm_ooffset_t;	/* byte of an object */
#endif

#define	atop(x)		((vm_pindex_t)(x) >> PAGE_SHIFT)
#define	ptoa(x)		((vm_offset_t)(x) << PAGE_SHIFT)

/*
 * Largest file, and largest object, that can be mapped: byte offsets stay
 * positive in an off_t after rounding up to a page.
 */
#define	VM_OBJECT_MAXSIZE	(INT64_MAX - (int64_t)PAGE_MASK)

#define	VM_FAULTAROUND		16	/* pages mapped by one file fault */
#define	VM_FAULTAHEAD		16	/* pages zeroed ahead, at most */
#define	VM_READAHEAD_MIN	4	/* pages of a first or random read */
#define	VM_READAHEAD_MAX	32	/* pages of a sequential one */
#define	VM_CLUSTER_MAX		32	/* pages of one putpages call */

#define	VM_STACK_GUARD_PAGES	16	/* never mapped below a stack */
#define	VM_STACK_INIT		(128UL * 1024)	/* mapped at exec */
#define	VM_STACK_MAX		(512UL * 1024 * 1024)	/* address room */

#endif /* !_VM_VM_PARAM_H_ */
