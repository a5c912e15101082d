/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The page index of an object: a path-compressed radix tree of pages keyed by
 * p_index.  See vm_radix.c.
 *
 * Core: of objects.
 */
#ifndef _VM_VM_RADIX_H_
#define	_VM_VM_RADIX_H_

#ifdef _KERNEL
#include <vm/vm_page.h>

struct vm_radix {
	uintptr_t	rt_root;	/* page, node | 1, or 0 */
};

#define	VM_RADIX_BITS	6
#define	VM_RADIX_SLOTS	(1 << VM_RADIX_BITS)

void	vm_radix_init(void);
int	vm_radix_insert(struct vm_radix *, struct vm_page *) __result_use_check;
struct vm_page *vm_radix_lookup(const struct vm_radix *, vm_pindex_t);
struct vm_page *vm_radix_lookup_ge(const struct vm_radix *, vm_pindex_t);
struct vm_page *vm_radix_remove(struct vm_radix *, vm_pindex_t);
struct vm_page *vm_radix_replace(struct vm_radix *, struct vm_page *);
void	vm_radix_remove_range(struct vm_radix *, vm_pindex_t s, vm_pindex_t e,
	    void (*)(struct vm_page **, u_int, void *), void *);
void	vm_radix_drain(struct vm_radix *,
	    void (*)(struct vm_page **, u_int, void *), void *);

static inline bool
vm_radix_empty(const struct vm_radix *rt)
{

	return (rt->rt_root == 0);
}
#endif /* _KERNEL */

#endif /* !_VM_VM_RADIX_H_ */
