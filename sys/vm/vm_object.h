/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Objects: what mappings map.  There are two layers, as a map entry has two
 * pointers:
 *
 *	e_vobj		what is shared: the data of a file (a vnode object), an
 *			anonymous shared object, or fixed pages of the kernel.
 *			Its pages are indexed from its first byte.
 *	e_object	what is private: an anonymous object with the pages that
 *			this mapping has of its own, indexed by virtual page
 *			number (atop(va)), on top of a chain of older ones that
 *			forks left (o_shadow).  A page that the whole chain
 *			lacks comes from e_vobj, or is zero without one.
 *
 * Chains hold anonymous objects only, and all of a chain use the same index.
 */
#ifndef _VM_VM_OBJECT_H_
#define	_VM_VM_OBJECT_H_

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <vm/vm_radix.h>

/*
 * What backs an object.  getpages and putpages are called without any lock,
 * in thread context; they may sleep; they must not take the vnode's lock
 * (the caller may hold it, or a reader may), nor fault on user memory.
 *
 * getpages: fill n pages of consecutive indices, which are busy, from the file;
 * what lies past the end of the file or in a hole is zero.  An error says
 * that none is valid; ENOSPC that the file may have no more of them.
 * putpages: write n consecutive pages, busy or in write-back, which keep their
 * contents meanwhile.  Must not write past the end of the file.  flags is
 * PGO_SYNC when the data must be on the disk on return.
 * release: a reference that was also a use of o_handle is gone; no lock is
 * held.
 */
struct pager_ops {
	int	(*pgo_getpages)(struct vm_object *, struct vm_page **, int n);
	int	(*pgo_putpages)(struct vm_object *, struct vm_page **, int n,
		    int flags);
	void	(*pgo_release)(void *handle);
};

#define	PGO_SYNC	0x01

/*
 * Locks: (o) o_lock, (i) constant, (a) atomic, (b) o_lock of the object that
 * is shadowed.
 */
struct vm_object {
	struct kmutex	o_lock;
	uint32_t	o_refs;		/* (a) entries, shadows, users */
	uint16_t	o_flags;	/* (o) VMO_* */
	uint8_t		o_type;		/* (i) OBJT_* */
	uint8_t		o_depth;	/* (o) of the chain, at most */
	struct vm_radix	o_pages;	/* (o) */
	u_long		o_npages;	/* (o) in o_pages */
	struct vm_object *o_shadow;	/* (o) older pages, referenced */
	LIST_HEAD(, vm_map_entry) o_mappings;	/* (o) by e_vobj */
	const struct pager_ops *o_pager;	/* (i) or NULL */
	void		*o_handle;	/* (i) vnode */
	vm_ooffset_t	o_size;		/* (o) bytes; not of private ones */
	vm_pindex_t	o_ranext;	/* (o) a sequential read goes on here */
	uint16_t	o_rawindow;	/* (o) pages of the next read-ahead */
	u_int		o_paging;	/* (o) pagers that are at work */
	u_long		o_ndirty;	/* (o) pages with PG_DIRTY */
	struct cv	o_cv;		/* PG_BUSY, PG_WRITEBACK, o_paging */
};

/* o_type. */
#define	OBJT_ANON	1		/* private or shared, zero-filled */
#define	OBJT_VNODE	2
#define	OBJT_FIXED	3		/* pages of the kernel */

/* o_flags. */
#define	VMO_ONEMAPPING	0x0001		/* no page is in two mappings */
#define	VMO_DEAD	0x0002		/* the vnode is being reclaimed */
#define	VMO_NORECLAIM	0x0004		/* the pages are all there is (tmpfs) */
#define	VMO_WANTED	0x0008		/* somebody waits on o_cv */

struct vm_object *vm_object_anon_alloc(void);
struct vm_object *vm_object_shared_alloc(vm_size_t);
struct vm_object *vm_object_fixed_alloc(struct vm_page **, u_int);
/*
 * The object of a file.  The vnode owns the reference that it returns and
 * gives it back with vm_object_terminate() when it is reclaimed; mappings that
 * are left then (a forced unmount) find an empty file.  NULL without memory.
 * flags: 0, or VMO_NORECLAIM for a file system without a disk.
 * handle is the vnode.
 */
struct vm_object *vm_object_vnode_alloc(struct vnode *,
	    const struct pager_ops *, off_t size, u_int flags);
void	vm_object_terminate(struct vm_object *);
void	vm_object_quiesce(struct vm_object *);

/* The pager that asks VOP_GETPAGES and VOP_PUTPAGES. */
extern const struct pager_ops vnode_pager_ops;

static inline struct vm_object *
vm_object_vnode_create(struct vnode *vp, off_t size)
{

	return (vm_object_vnode_alloc(vp, &vnode_pager_ops, size, 0));
}

void	vm_object_deref(struct vm_object *);

/* Core: of sys/vm. */
struct vm_object *vm_object_shadow(struct vm_object *);
void	vm_object_collapse(struct vm_object *);
/*
 * Read what is not in memory of pages [s, e) of a file's object, which the
 * caller refers to, or the first part of it.  What goes wrong does so again
 * when the page is used.  May sleep; no lock held.
 */
void	vm_object_prefetch(struct vm_object *, vm_pindex_t s, vm_pindex_t e);
void	vm_object_page_remove(struct vm_object *, vm_pindex_t s, vm_pindex_t e);
struct vm_page *vm_object_chain_lookup(struct vm_object *, vm_pindex_t,
	    struct vm_object **);
u_int	vm_object_chain_length(struct vm_object *);
void	vm_object_unmap(struct vm_object *, vm_pindex_t s, vm_pindex_t e);
void	vm_object_writeprotect(struct vm_object *, vm_pindex_t s,
	    vm_pindex_t e);
void	vm_object_init(void);

/* Core: the rare half of vm_object_ref(). */
void	vm_object_ref_vnode(struct vm_object *);

/*
 * One more reference by who has one.  Of a file's object every reference but
 * the vnode's own is also a use of the vnode.
 */
static inline void
vm_object_ref(struct vm_object *obj)
{

	atomic_inc(&obj->o_refs);
	if (obj->o_type == OBJT_VNODE)
		vm_object_ref_vnode(obj);
}
#endif /* _KERNEL */

#endif /* !_VM_VM_OBJECT_H_ */
