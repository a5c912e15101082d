/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page faults.
 *
 * Model	A fault looks the address up, finds or makes the page that
 *		belongs there, and enters it into the page table.  All of that
 *		happens under m_lock (to read) and the lock of the object that
 *		has the page.  Whoever takes mappings away does it under one of
 *		these two: a removal holds m_lock to write, a truncation the
 *		o_lock of the file's object.  So a page is never mapped after it
 *		was taken away, and nothing has to be checked twice.
 *
 * Retry	What has to wait (for a page to be read, for memory, for a busy
 *		page, for m_lock to write) cannot be done with these locks held.
 *		It is done without them, with a reference to the object that is
 *		waited for, and then the fault begins anew from the lookup: the
 *		map, the object or the page may be others by then.  It ends,
 *		since each round waits for something that has made progress.
 *
 *		CPU 0 (fault)			CPU 1 (truncation)
 *		page 7 is absent: reference
 *		  the object, unlock, read it
 *						o_size = 0; waits for page 7,
 *						  which is busy
 *		page 7 valid, unlock
 *						drops page 7
 *		lookup: page 7 is past the end:
 *		  EIO, SIGBUS
 *
 * Private	e_object is created, and put above an older one (ME_NEEDSCOPY),
 *		under m_lock to write, so that under m_lock to read it is
 *		constant.
 *
 * Ahead	A fault on a page of a file maps its resident neighbours too.
 *		A program that touches fresh anonymous memory in sequence gets a
 *		growing number of pages at once.  Both are hints: whatever goes
 *		wrong with the others is ignored.
 *
 * Context	thread; sleeps.
 * Tests	tests/sys/vm/unit, t_fault.c, t_mmap_file.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

/*
 * A fault in progress.  f_wait says what fault_once() left to be done without
 * locks before the next round.
 */
struct fault {
	struct vm_map	*f_map;
	struct vm_map_entry *f_entry;
	vm_offset_t	f_va;
	vm_pindex_t	f_index;	/* of the private layer */
	int		f_access;
	int		f_prot;		/* of the mapping */
	bool		f_write;	/* m_lock is held to write */
	enum {
		FW_NOTHING, FW_MEMORY, FW_PAGEIN, FW_BUSY, FW_STACK, FW_WRITER
	}		f_wait;
	struct vm_object *f_waitobj;	/* referenced; FW_PAGEIN, FW_BUSY */
	vm_pindex_t	f_waitindex;
	int		f_advice;	/* MADV_* of the entry */
};

#define	FAULT_AGAIN	(-1)		/* f_wait, then another round */

static int
fault_wait(struct fault *f, int what)
{

	f->f_wait = what;
	return (FAULT_AGAIN);
}

static int
fault_wait_object(struct fault *f, int what, struct vm_object *obj,
    vm_pindex_t index)
{

	vm_object_ref(obj);
	f->f_waitobj = obj;
	f->f_waitindex = index;
	f->f_advice = f->f_entry->e_advice;
	return (fault_wait(f, what));
}

/*
 * Map pg at the fault's address.  The lock of its object is held.
 */
static int
fault_enter(struct fault *f, struct vm_page *pg, int prot)
{

	if (pmap_enter(f->f_map->m_pmap, f->f_va, pg, prot,
	    PMAP_NOSLEEP) != 0)
		return (fault_wait(f, FW_MEMORY));
	return (0);
}

/*
 * Make pages behind the one at the fault's address, which was made just now in
 * obj, locked and without a shadow, if the program goes through memory in
 * sequence.
 */
static void
fault_ahead(struct fault *f, struct vm_object *obj)
{
	struct vm_map_entry *e = f->f_entry;
	struct vm_page *pg;
	vm_pindex_t index = f->f_index + 1, end;
	vm_offset_t va = f->f_va + PAGE_SIZE;
	u_int ahead = 0;

	if (f->f_index == e->e_lastfault && e->e_advice != MADV_RANDOM)
		ahead = MIN(e->e_ahead * 2U + 1, VM_FAULTAHEAD - 1);
	end = MIN(index + ahead, atop(e->e_end));
	for (; index < end; index++, va += PAGE_SIZE) {
		if (vm_radix_lookup(&obj->o_pages, index) != NULL)
			break;
		pg = vm_page_alloc(KM_NOSLEEP | VM_PHYS_ZERO);
		if (pg == NULL)
			break;
		pg->p_flags |= PG_VALID;
		if (vm_page_insert(pg, obj, index) != 0) {
			vm_page_free(pg);
			break;
		}
		vm_count(VMC_AHEAD, 1);
		if (pmap_enter(f->f_map->m_pmap, va, pg, f->f_prot,
		    PMAP_NOSLEEP) != 0) {
			index++;
			break;
		}
	}
	/* Hints: a race with another reader of the map does no harm. */
	e->e_ahead = (uint8_t)(index - f->f_index - 1);
	e->e_lastfault = index;
}

/*
 * Put a page of zeros into obj, locked.
 */
static int
fault_zero(struct fault *f, struct vm_object *obj, vm_pindex_t index, int prot)
{
	struct vm_page *pg;
	int error;

	pg = vm_page_alloc(KM_NOSLEEP | VM_PHYS_ZERO);
	if (pg == NULL)
		return (fault_wait(f, FW_MEMORY));
	pg->p_flags |= PG_VALID;
	if (vm_page_insert(pg, obj, index) != 0) {
		vm_page_free(pg);
		return (fault_wait(f, FW_MEMORY));
	}
	vm_count(VMC_ZFOD, 1);
	error = fault_enter(f, pg, prot);
	return (error);
}

/*
 * Put a copy of src, whose object is locked, into obj, locked.  The new page
 * takes the place of src in the page table.
 */
static int
fault_copy(struct fault *f, struct vm_object *obj, const struct vm_page *src)
{
	struct vm_page *pg;

	pg = vm_page_alloc(KM_NOSLEEP);
	if (pg == NULL)
		return (fault_wait(f, FW_MEMORY));
	vm_page_copy(pg, src);
	pg->p_flags |= PG_VALID;
	if (vm_page_insert(pg, obj, f->f_index) != 0) {
		vm_page_free(pg);
		return (fault_wait(f, FW_MEMORY));
	}
	vm_count(VMC_COW, 1);
	return (fault_enter(f, pg, f->f_prot));
}

/*
 * Map the valid neighbours of page index of obj, locked, read-only.  Those that
 * are mapped, maybe with more rights, stay as they are.
 */
static void
fault_around(struct fault *f, struct vm_object *obj, vm_pindex_t index)
{
	struct vm_map_entry *e = f->f_entry;
	struct vm_page *pg;
	vm_pindex_t i, last, lo, hi;
	int prot = f->f_prot & ~VM_PROT_WRITE;

	lo = rounddown2(index, (vm_pindex_t)VM_FAULTAROUND);
	hi = lo + VM_FAULTAROUND;
	last = e->e_vindex + atop(e->e_end - e->e_start);
	lo = MAX(lo, e->e_vindex);
	hi = MIN(hi, last);
	hi = MIN(hi, atop(round_page((vm_offset_t)obj->o_size)));
	for (i = lo; i < hi; i++) {
		if (i == index)
			continue;
		pg = vm_radix_lookup(&obj->o_pages, i);
		if (pg == NULL ||
		    (pg->p_flags & (PG_VALID | PG_BUSY)) != PG_VALID)
			continue;
		if (pmap_enter(f->f_map->m_pmap,
		    e->e_start + ptoa(i - e->e_vindex), pg, prot,
		    PMAP_NOSLEEP | PMAP_KEEP) != 0)
			break;
		vm_count(VMC_AROUND, 1);
	}
}

/*
 * The page of the shared layer, valid, at index: *pgp.  obj is locked.
 */
static int
fault_vobj_page(struct fault *f, struct vm_object *obj, vm_pindex_t index,
    struct vm_page **pgp)
{
	struct vm_page *pg;

	pg = vm_radix_lookup(&obj->o_pages, index);
	if (ptoa(index) >= (vm_offset_t)obj->o_size)
		return (SET_ERROR(EIO));
	if (pg == NULL) {
		*pgp = NULL;
		if (obj->o_type == OBJT_ANON)
			return (0);
		if (obj->o_type == OBJT_FIXED)
			return (SET_ERROR(ENXIO));
		return (fault_wait_object(f, FW_PAGEIN, obj, index));
	}
	if ((pg->p_flags & PG_BUSY) != 0)
		return (fault_wait_object(f, FW_BUSY, obj, index));
	pg->p_flags |= PG_REFERENCED;
	*pgp = pg;
	return (0);
}

/*
 * A shared mapping: the page is the object's own.
 */
static int
fault_shared(struct fault *f)
{
	struct vm_object *obj = f->f_entry->e_vobj;
	vm_pindex_t index = vm_entry_vindex(f->f_entry, f->f_va);
	struct vm_page *pg;
	int error;

	mutex_enter(&obj->o_lock);
	error = fault_vobj_page(f, obj, index, &pg);
	if (error != 0)
		goto out;
	if (pg == NULL) {
		error = fault_zero(f, obj, index, f->f_prot);
		goto out;
	}
	if (obj->o_type == OBJT_VNODE) {
		/* Read-only until it is written to, to know when. */
		if ((f->f_access & VM_PROT_WRITE) != 0) {
			vm_page_dirty(pg, obj);
			vnode_setflag(obj->o_handle, VV_MODIFIED);
		} else {
			f->f_prot &= ~VM_PROT_WRITE;
		}
	}
	error = fault_enter(f, pg, f->f_prot);
	if (error == 0 && (f->f_access & VM_PROT_WRITE) == 0)
		fault_around(f, obj, index);
out:
	mutex_exit(&obj->o_lock);
	return (error);
}

/*
 * A private mapping without a page of its own at the address, and top, its
 * locked object, if it has one: the page is the file's, or a copy of it.
 */
static int
fault_private_file(struct fault *f, struct vm_object *top)
{
	struct vm_object *obj = f->f_entry->e_vobj;
	vm_pindex_t index = vm_entry_vindex(f->f_entry, f->f_va);
	struct vm_page *pg;
	int error;

	mutex_enter(&obj->o_lock);
	error = fault_vobj_page(f, obj, index, &pg);
	if (error == 0 && (f->f_access & VM_PROT_WRITE) != 0) {
		error = pg == NULL ?
		    fault_zero(f, top, f->f_index, f->f_prot) :
		    fault_copy(f, top, pg);
	} else if (error == 0 && pg != NULL) {
		error = fault_enter(f, pg, f->f_prot & ~VM_PROT_WRITE);
		if (error == 0 && top == NULL)
			fault_around(f, obj, index);
	} else if (error == 0) {
		error = fault_zero(f, obj, index, f->f_prot & ~VM_PROT_WRITE);
	}
	mutex_exit(&obj->o_lock);
	return (error);
}

/*
 * A page was found in the private layer, in owner.  top is locked, and so is
 * owner.
 */
static int
fault_private_found(struct fault *f, struct vm_object *top,
    struct vm_object *owner, struct vm_page *pg)
{

	if ((f->f_access & VM_PROT_WRITE) == 0) {
		if (owner != top ||
		    (f->f_entry->e_flags & ME_NEEDSCOPY) != 0)
			f->f_prot &= ~VM_PROT_WRITE;
		return (fault_enter(f, pg, f->f_prot));
	}
	if (owner == top)
		return (fault_enter(f, pg, f->f_prot));
	return (fault_copy(f, top, pg));
}

static __no_lock_analysis int
fault_private(struct fault *f)
{
	struct vm_map_entry *e = f->f_entry;
	struct vm_object *top = e->e_object, *owner = NULL;
	struct vm_page *pg;
	int error;

	if (top == NULL)
		return (fault_private_file(f, NULL));
	mutex_enter(&top->o_lock);
	pg = vm_radix_lookup(&top->o_pages, f->f_index);
	if (pg != NULL) {
		owner = top;
	} else if (top->o_shadow != NULL) {
		if (atomic_load_relaxed(&top->o_shadow->o_refs) == 1)
			vm_object_collapse(top);
		pg = vm_object_chain_lookup(top, f->f_index, &owner);
	}
	if (pg != NULL) {
		error = fault_private_found(f, top, owner, pg);
		if (owner != top)
			mutex_exit(&owner->o_lock);
	} else if (e->e_vobj != NULL) {
		error = fault_private_file(f, top);
	} else if ((e->e_flags & ME_NEEDSCOPY) != 0) {
		/* A zero page for all who share top is what they all see. */
		error = fault_zero(f, top, f->f_index,
		    f->f_prot & ~VM_PROT_WRITE);
	} else {
		error = fault_zero(f, top, f->f_index, f->f_prot);
		if (error == 0 && top->o_shadow == NULL)
			fault_ahead(f, top);
	}
	mutex_exit(&top->o_lock);
	return (error);
}

/*
 * Give the entry a private object that it may write to.  m_lock is held to
 * write.
 */
static int
fault_own_object(struct fault *f)
{
	struct vm_map_entry *e = f->f_entry;
	struct vm_object *obj = e->e_object, *new;

	if (obj == NULL) {
		new = vm_object_anon_alloc();
	} else if (atomic_load_acq(&obj->o_refs) == 1) {
		/* The others are gone. */
		obj->o_flags |= VMO_ONEMAPPING;
		e->e_flags &= (uint16_t)~ME_NEEDSCOPY;
		return (0);
	} else {
		new = NULL;
		if (obj->o_depth >= VM_CHAIN_MAX)
			new = vm_object_flatten(obj, atop(e->e_start),
			    atop(e->e_end));
		if (new != NULL) {
			/*
			 * The page table may have pages of the old chain, which
			 * now change and go without this map being asked.
			 */
			pmap_remove(f->f_map->m_pmap, e->e_start, e->e_end);
			vm_object_deref(obj);
		} else {
			new = vm_object_shadow(obj);
		}
	}
	if (new == NULL)
		return (fault_wait(f, FW_MEMORY));
	e->e_object = new;
	e->e_flags &= (uint16_t)~ME_NEEDSCOPY;
	return (0);
}

/*
 * Whether the entry needs a new private object before this access.
 */
static bool
fault_needs_object(const struct fault *f)
{
	const struct vm_map_entry *e = f->f_entry;

	if ((e->e_flags & ME_SHARED) != 0)
		return (false);
	if ((f->f_access & VM_PROT_WRITE) != 0)
		return (e->e_object == NULL ||
		    (e->e_flags & ME_NEEDSCOPY) != 0);
	return (e->e_object == NULL && e->e_vobj == NULL);
}

/*
 * One round; m_lock is held.
 */
static int
fault_once(struct fault *f)
{
	struct vm_map_entry *e;
	int error;

	e = f->f_entry = vm_map_lookup(f->f_map, f->f_va);
	if (e == NULL)
		return (SET_ERROR(EFAULT));
	if (__predict_false((e->e_flags & ME_GUARD) != 0)) {
		if ((e->e_flags & ME_STACKGAP) != 0)
			return (fault_wait(f, FW_STACK));
		return (SET_ERROR(EFAULT));
	}
	/* The hardware cannot write or execute what it cannot read. */
	f->f_prot = e->e_prot;
	if (f->f_prot != VM_PROT_NONE)
		f->f_prot |= VM_PROT_READ;
	if ((f->f_access & ~f->f_prot) != 0)
		return (SET_ERROR(EACCES));
	f->f_index = atop(f->f_va);
	if (fault_needs_object(f)) {
		if (!f->f_write) {
			if (!rw_tryupgrade(&f->f_map->m_lock))
				return (fault_wait(f, FW_WRITER));
			f->f_write = true;
		}
		error = fault_own_object(f);
		if (error != 0)
			return (error);
	}
	if ((e->e_flags & ME_SHARED) != 0)
		return (fault_shared(f));
	return (fault_private(f));
}

/*
 * Read or wait for page f_waitindex of f_waitobj.
 */
static int
fault_wait_page(struct fault *f)
{
	struct vm_object *obj = f->f_waitobj;
	struct vm_page *pg;
	int error = 0;

	mutex_enter(&obj->o_lock);
	pg = vm_radix_lookup(&obj->o_pages, f->f_waitindex);
	if (pg != NULL && (pg->p_flags & PG_BUSY) != 0) {
		vm_page_busy_wait(pg, obj);
	} else if (pg == NULL &&
	    ptoa(f->f_waitindex) < (vm_offset_t)obj->o_size) {
		curthread->td_ru.rc_majflt++;
		error = vm_vnode_pagein(obj, f->f_waitindex, f->f_advice);
	}
	mutex_exit(&obj->o_lock);
	vm_object_deref(obj);
	return (error);
}

static __always_inline int
vm_fault_untraced(struct vm_map *map, vm_offset_t va, int access)
{
	struct fault f = {
		.f_map = map, .f_va = trunc_page(va), .f_access = access,
	};
	bool writer = false;
	int error;

	KASSERT(curthread->td_nofault == 0);
	vm_count(VMC_FAULTS, 1);
	curthread->td_ru.rc_minflt++;
	for (;;) {
		f.f_wait = FW_NOTHING;
		f.f_write = writer;
		rw_enter(&map->m_lock, writer ? RW_WRITER : RW_READER);
		error = fault_once(&f);
		rw_exit(&map->m_lock);
		if (__predict_true(error != FAULT_AGAIN))
			return (error);
		switch (f.f_wait) {
		case FW_MEMORY:
			error = vm_page_wait();
			break;
		case FW_PAGEIN:
		case FW_BUSY:
			error = fault_wait_page(&f);
			break;
		case FW_STACK:
			error = vm_map_growstack(map, va);
			break;
		case FW_WRITER:
			writer = true;
			error = 0;
			break;
		default:
			panic("vm_fault: %d", f.f_wait);
		}
		if (error != 0)
			return (error);
	}
}

int
vm_fault(struct vm_map *map, vm_offset_t va, int access, int flags)
{
	struct thread *td = curthread;
	int error;

	if (ktr_on(td))
		ktr_fault(td, va, access);
	error = vm_fault_untraced(map, va, access);
	if (ktr_on(td))
		ktr_faultend(td, error);
	return (error);
}
