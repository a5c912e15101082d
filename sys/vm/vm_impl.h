/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the files of sys/vm share among themselves.
 */
#ifndef _VM_VM_IMPL_H_
#define	_VM_VM_IMPL_H_

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/mutex.h>
#include <machine/cpu.h>
#include <machine/pcpu.h>
#include <vm/vm_map.h>

/*
 * Counters, one set for each CPU so that counting never contends; the sum is
 * exact.
 */
enum vm_counter {
	VMC_ANON,			/* pages of anonymous objects */
	VMC_FILE,			/* pages of files */
	VMC_DIRTY,			/* of these, dirty */
	VMC_OBJECTS,
	VMC_FAULTS,
	VMC_COW,
	VMC_ZFOD,
	VMC_AHEAD,			/* anonymous pages made ahead of use */
	VMC_AROUND,			/* file pages mapped around a fault */
	VMC_PAGEINS,
	VMC_PAGEOUTS,
	VMC_COLLAPSES,
	VMC_RECLAIMED,
	VMC_OOMKILLS,
	VMC_COUNT
};

struct vm_percpu {
	u_long		vc_count[VMC_COUNT];	/* (a) */
} __aligned(CACHE_LINE_SIZE);

extern struct vm_percpu vm_percpu[MAXCPU];

static inline void
vm_count(enum vm_counter which, long n)
{

	atomic_add(&vm_percpu[md_curcpu()->pc_cpuid].vc_count[which],
	    (u_long)n);
}

u_long	vm_count_sum(enum vm_counter);

/* vm_pageout.c: the reclaim queue of file pages. */
void	vm_pageout_init(void);
void	vm_pageq_insert(struct vm_page *);
void	vm_pageq_remove(struct vm_page *);

/* vm_object.c */
#define	VM_CHAIN_MAX	16		/* objects of a chain before it is
					   flattened */
#define	VM_FLATTEN_PAGES 1024		/* at most so many are copied for it */
void	vm_object_vnode_drop(struct vm_object *);
struct vm_object *vm_object_flatten(struct vm_object *, vm_pindex_t,
	    vm_pindex_t);
void	vm_object_wait(struct vm_object *obj) __requires(obj->o_lock);
void	vm_object_wakeup(struct vm_object *);

/* vm_vnode.c */
int	vm_vnode_pagein(struct vm_object *obj, vm_pindex_t, int advice)
	    __requires(obj->o_lock);
void	vm_page_dirty(struct vm_page *, struct vm_object *);
void	vm_page_clean(struct vm_page *, struct vm_object *);
int	vm_vnode_flush(struct vm_object *obj, vm_pindex_t, vm_pindex_t, int)
	    __requires(obj->o_lock);

/* vm_map_tree.c: the shape of a map; m_lock is held to write. */
void	vm_map_tree_init(struct vm_map *, vm_offset_t, vm_offset_t);
void	vm_map_tree_insert(struct vm_map *, struct vm_map_entry *);
void	vm_map_tree_remove(struct vm_map *, struct vm_map_entry *);
void	vm_map_tree_build(struct vm_map *);
void	vm_map_gap_changed(struct vm_map *, struct vm_map_entry *);

/* Whether va's page number is one of entry e's. */
static inline vm_pindex_t
vm_entry_vindex(const struct vm_map_entry *e, vm_offset_t va)
{

	return (e->e_vindex + atop(va - e->e_start));
}

/* vm_map.c */
extern u_int vm_map_maxentries;
void	vm_entry_hold_objects(struct vm_map_entry *);
void	vm_entry_drop_objects(struct vm_map_entry *);
void	vm_entry_link(struct vm_map_entry *);
void	vm_entry_unlink(struct vm_map_entry *);

/* vm_wire.c */
struct thread;
extern u_long vm_locked_pages;
extern u_long vm_maxlocked;
u_long	vm_locked_limit(void);
int	vm_map_lock_charge(struct vm_map *, struct thread *, vm_size_t);
void	vm_map_lock_uncharge(struct vm_map *, vm_size_t);
int	vm_map_faultin(struct vm_map *, vm_offset_t, vm_offset_t);

/* vm_space.c */
void	vm_space_init(void);
#endif /* _KERNEL */

#endif /* !_VM_VM_IMPL_H_ */
