/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pages of physical memory.
 *
 * A page is free (vm_phys's), or taken by an owner that uses it through the
 * direct map (slab, page tables, stacks), or in an object.  Of a page in an
 * object:
 *
 *	(1) its p_refs counts the object's index as one, and each vm_page_hold()
 *	    as one more; the page is freed by whoever drops the last.  So a page
 *	    that is being copied from survives its removal by a truncation.
 *	(2) PG_BUSY: one thread is filling it or changes its identity; its
 *	    contents are invisible to others, who wait with
 *	    vm_page_busy_wait().  A busy page is never mapped.
 *	(3) PG_VALID: the contents are the object's.  A page that is neither
 *	    valid nor busy does not exist.
 *	(4) PG_DIRTY: newer than the file.  Write faults set it, so a clean page
 *	    has no writable mapping.
 *	(5) the index does not depend on p_object, which is set only in pages
 *	    of objects with a pager.  An anonymous page is known to its object
 *	    alone, and so whole anonymous trees move between objects without
 *	    touching their pages.
 */
#ifndef _VM_VM_PAGE_H_
#define	_VM_VM_PAGE_H_

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/queue.h>
#include <vm/vm.h>

/*
 * Locks: (f) vm_phys's, while the page is free; (o) o_lock of the object;
 * (q) pageq_lock; (a) atomic; (x) the owner of a page without object.
 */
struct vm_page {
	TAILQ_ENTRY(vm_page) p_link;	/* (f,q,x) free list, reclaim queue */
	union {
		struct vm_object *p_object;	/* (o+q) or NULL */
		void	*p_private;	/* (x) slab, page-table count ... */
	};
	vm_pindex_t	p_index;	/* (o) */
	uint32_t	p_refs;		/* (a) */
	uint16_t	p_flags;	/* (o,f,x) PG_* */
	uint8_t		p_order;	/* (f) of the free block it heads */
	uint8_t		p_pool;		/* (f,x) vm_phys's */
};

TAILQ_HEAD(vm_pageq, vm_page);

#define	PG_BUSY		0x0001
#define	PG_WANTED	0x0002		/* somebody waits for PG_BUSY to go */
#define	PG_VALID	0x0004
#define	PG_DIRTY	0x0008
#define	PG_REFERENCED	0x0010		/* used since the clock came by */
#define	PG_QUEUED	0x0020		/* on the reclaim queue */
#define	PG_WRITEBACK	0x0040		/* being written; stays visible */
#define	PG_FIXED	0x0080		/* never freed by its object */
#define	PG_FREE		0x4000		/* vm_phys: on a free list */
#define	PG_ZERO		0x8000		/* vm_phys: is known to be zero */

/* Flags of vm_phys_alloc, beside KM_*. */
#define	VM_PHYS_ZERO	0x1000		/* filled with zeros */
#define	VM_PHYS_LOW4G	0x2000		/* below 4 GiB */

/* vm_phys.c */
void	vm_phys_add_range(vm_paddr_t, vm_paddr_t);
struct vm_page *vm_phys_alloc(int order, int flags) __result_use_check;
void	vm_phys_free(struct vm_page *, int order);
struct vm_page *vm_page_from_pa(vm_paddr_t);
vm_paddr_t vm_page_to_pa(const struct vm_page *);
void	*vm_page_kva(const struct vm_page *);
u_long	vm_phys_free_count(void);
u_long	vm_phys_total_count(void);

/* Core: boot. */
void	vm_phys_init(void);

/* vm_page.c */
struct vm_page *vm_page_alloc(int flags) __result_use_check;
void	vm_page_free(struct vm_page *);
int	vm_page_wait(void);

/* Core: of sys/vm. */
int	vm_page_insert(struct vm_page *, struct vm_object *, vm_pindex_t)
	    __result_use_check;
void	vm_page_remove(struct vm_page *, struct vm_object *);
void	vm_page_unhold_last(struct vm_page *);
void	vm_page_busy_wait(struct vm_page *, struct vm_object *);
void	vm_page_unbusy(struct vm_page *, struct vm_object *);
void	vm_page_zero(struct vm_page *);
void	vm_page_copy(struct vm_page *dst, const struct vm_page *src);

/* A page of an object must not go while we use it; the object is locked. */
static inline void
vm_page_hold(struct vm_page *pg)
{

	atomic_inc(&pg->p_refs);
}

/* No lock needed. */
static inline void
vm_page_unhold(struct vm_page *pg)
{

	if (atomic_dec_nv(&pg->p_refs) == 0)
		vm_page_unhold_last(pg);
}
#endif /* _KERNEL */

#endif /* !_VM_VM_PAGE_H_ */
