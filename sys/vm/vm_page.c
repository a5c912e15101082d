/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pages of objects: <vm/vm_page.h> has their states and rules.
 *
 * Locks	an object's o_lock for everything but holds, which are atomic.
 * Context	thread; only vm_page_wait() and vm_page_busy_wait() sleep, and
 *		vm_page_alloc(KM_SLEEP).
 * Tests	tests/sys/vm/unit
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/systm.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

/*
 * A page without an object, p_refs 1.  flags: KM_NOSLEEP or KM_SLEEP, and
 * VM_PHYS_ZERO.  NULL: no memory, and with KM_SLEEP that the process is being
 * killed.  No vm lock may be held with KM_SLEEP.
 */
struct vm_page *
vm_page_alloc(int flags)
{
	struct vm_page *pg;

	for (;;) {
		pg = vm_phys_alloc(0, KM_NOSLEEP | (flags & VM_PHYS_ZERO));
		if (__predict_true(pg != NULL))
			break;
		if ((flags & KM_SLEEP) == 0 || vm_page_wait() != 0)
			return (NULL);
	}
	pg->p_object = NULL;
	pg->p_refs = 1;
	pg->p_flags = 0;
	return (pg);
}

/*
 * Free a page that is in no object and that nobody holds.
 */
void
vm_page_free(struct vm_page *pg)
{

	KASSERT((pg->p_flags & (PG_BUSY | PG_QUEUED | PG_FIXED)) == 0);
	pg->p_object = NULL;
	vm_phys_free(pg, 0);
}

/*
 * The last hold of a page is gone: its object had dropped it before.
 */
void
vm_page_unhold_last(struct vm_page *pg)
{

	if ((pg->p_flags & PG_FIXED) == 0)
		vm_page_free(pg);
}

/*
 * Put pg into obj, which takes its reference.  ENOMEM changes nothing.
 */
int
vm_page_insert(struct vm_page *pg, struct vm_object *obj, vm_pindex_t index)
{
	int error;

	KASSERT(mutex_owned(&obj->o_lock));
	pg->p_index = index;
	error = vm_radix_insert(&obj->o_pages, pg);
	if (__predict_false(error != 0))
		return (error);
	obj->o_npages++;
	if (obj->o_type == OBJT_VNODE) {
		pg->p_object = obj;
		vm_count(VMC_FILE, 1);
		if ((obj->o_flags & VMO_NORECLAIM) == 0)
			vm_pageq_insert(pg);
	} else if (obj->o_type == OBJT_ANON) {
		vm_count(VMC_ANON, 1);
	}
	return (0);
}

/*
 * Take pg out of obj and drop the reference that the index was.  The caller has
 * seen to it that it is not mapped.
 */
void
vm_page_remove(struct vm_page *pg, struct vm_object *obj)
{
	struct vm_page *found __unused;

	KASSERT(mutex_owned(&obj->o_lock));
	KASSERT((pg->p_flags & PG_WRITEBACK) == 0);
	found = vm_radix_remove(&obj->o_pages, pg->p_index);
	KASSERT(found == pg);
	obj->o_npages--;
	if (obj->o_type == OBJT_VNODE) {
		vm_page_clean(pg, obj);
		if ((pg->p_flags & PG_QUEUED) != 0)
			vm_pageq_remove(pg);
		pg->p_object = NULL;
		vm_count(VMC_FILE, -1);
	} else if (obj->o_type == OBJT_ANON) {
		vm_count(VMC_ANON, -1);
	}
	if ((pg->p_flags & PG_BUSY) != 0) {
		pg->p_flags &= ~PG_BUSY;
		if ((pg->p_flags & PG_WANTED) != 0)
			vm_object_wakeup(obj);
	}
	pg->p_flags &= ~(PG_VALID | PG_WANTED);
	vm_page_unhold(pg);
}

/*
 * Sleep until something changes about pg, which is PG_BUSY or PG_WRITEBACK.
 * o_lock is released meanwhile and held on return: pg may be gone, so the
 * caller looks everything up again.
 */
__no_lock_analysis void
vm_page_busy_wait(struct vm_page *pg, struct vm_object *obj)
{

	KASSERT((pg->p_flags & (PG_BUSY | PG_WRITEBACK)) != 0);
	pg->p_flags |= PG_WANTED;
	vm_object_wait(obj);
}

/*
 * The page is ready for others.
 */
void
vm_page_unbusy(struct vm_page *pg, struct vm_object *obj)
{

	KASSERT(mutex_owned(&obj->o_lock));
	KASSERT((pg->p_flags & PG_BUSY) != 0);
	pg->p_flags &= ~PG_BUSY;
	if ((pg->p_flags & PG_WANTED) != 0) {
		pg->p_flags &= ~PG_WANTED;
		vm_object_wakeup(obj);
	}
}

void
vm_page_zero(struct vm_page *pg)
{

	md_page_zero(vm_page_kva(pg));
}

void
vm_page_copy(struct vm_page *dst, const struct vm_page *src)
{

	md_page_copy(vm_page_kva(dst), vm_page_kva(src));
}
