/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Objects and the chains of anonymous ones.
 *
 * Model	<vm/vm_object.h> tells what is in the two layers of an entry.
 *		A fork makes parent and child refer to the same private object,
 *		with ME_NEEDSCOPY; who writes first puts an empty object above
 *		it (vm_object_shadow) and copies page by page.  What a reader
 *		sees at an index is the page of the uppermost object of its
 *		chain that has one.
 *
 *		When an object below is referred to by nothing but the one above
 *		it, the two become one (vm_object_collapse): the smaller set of
 *		pages moves, and then the upper object takes the tree, which it
 *		can since pages do not name their anonymous object.  So a
 *		process that forks in a loop pays for the pages it wrote in
 *		between, not for its size, and its chain stays at two objects.
 *		An object that others need, but that has nothing to show to this
 *		chain, is passed by.  A chain that reaches VM_CHAIN_MAX living
 *		ancestors nevertheless is flattened at the next shadow by
 *		copying, if it is small.
 *
 * Invariants	(1) o_shadow is a reference; chains end, for an object's shadow
 *		    is always older.
 *		(2) an object whose only reference is an o_shadow is reached
 *		    through the object above alone, whose lock keeps it as is.
 *		(3) an anonymous page is never busy.
 *		(4) moving a page down into an object that only this chain sees,
 *		    or up from one, changes nothing that anyone can read: a
 *		    collapse may stop half-way for want of memory.
 *		(5) VMO_ONEMAPPING: each index of the object is in at most one
 *		    entry, so pages of an unmapped range can go.
 *
 * Lock order	(functions that walk a chain hand over hand are beyond the
 *		compiler's lock analysis and say so)
 *		m_lock -> o_lock of the upper -> o_lock of the lower -> pmap ->
 *		pageq_lock.  A chain is walked hand over hand from above.
 * Context	thread.  Allocation under o_lock does not sleep.
 * Tests	tests/sys/vm/unit
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/systm.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

static struct kmem_cache *object_cache;

static int
object_ctor(void *mem, void *arg, int flags)
{
	struct vm_object *obj = mem;

	memset(obj, 0, sizeof(*obj));
	mutex_init(&obj->o_lock, "vm_object");
	cv_init(&obj->o_cv, "vmobj");
	return (0);
}

static void
object_dtor(void *mem, void *arg)
{
	struct vm_object *obj = mem;

	cv_destroy(&obj->o_cv);
	mutex_destroy(&obj->o_lock);
}

void
vm_object_init(void)
{

	object_cache = kmem_cache_create("vm_object",
	    sizeof(struct vm_object), 0, object_ctor, object_dtor, NULL);
	if (object_cache == NULL)
		panic("vm_object_init: no memory");
	vm_radix_init();
}

/*
 * An object with one reference and no pages, or NULL.  Does not sleep.
 */
static struct vm_object *
object_alloc(u_int type, u_int flags)
{
	struct vm_object *obj;

	obj = kmem_cache_alloc(object_cache, KM_NOSLEEP);
	if (obj == NULL)
		return (NULL);
	KASSERT(vm_radix_empty(&obj->o_pages));
	obj->o_refs = 1;
	obj->o_flags = (uint16_t)flags;
	obj->o_type = (uint8_t)type;
	obj->o_depth = 0;
	obj->o_npages = 0;
	obj->o_shadow = NULL;
	LIST_INIT(&obj->o_mappings);
	obj->o_pager = NULL;
	obj->o_handle = NULL;
	obj->o_size = 0;
	obj->o_ranext = 0;
	obj->o_rawindow = VM_READAHEAD_MIN;
	obj->o_paging = 0;
	obj->o_ndirty = 0;
	vm_count(VMC_OBJECTS, 1);
	return (obj);
}

static void
object_free(struct vm_object *obj)
{

	KASSERT(vm_radix_empty(&obj->o_pages) && obj->o_npages == 0);
	KASSERT(LIST_EMPTY(&obj->o_mappings) && obj->o_paging == 0);
	vm_count(VMC_OBJECTS, -1);
	kmem_cache_free(object_cache, obj);
}

/*
 * A private object for one entry.
 */
struct vm_object *
vm_object_anon_alloc(void)
{

	return (object_alloc(OBJT_ANON, VMO_ONEMAPPING));
}

/*
 * A shared anonymous object of size bytes, for e_vobj.
 */
struct vm_object *
vm_object_shared_alloc(vm_size_t size)
{
	struct vm_object *obj;

	obj = object_alloc(OBJT_ANON, 0);
	if (obj != NULL)
		obj->o_size = (vm_ooffset_t)size;
	return (obj);
}

/*
 * An object of n pages that the kernel owns and never frees; they are readable
 * by whoever gets to map it.  NULL without memory.
 */
struct vm_object *
vm_object_fixed_alloc(struct vm_page **pgs, u_int n)
{
	struct vm_object *obj;
	u_int i;

	obj = object_alloc(OBJT_FIXED, VMO_NORECLAIM);
	if (obj == NULL)
		return (NULL);
	obj->o_size = (vm_ooffset_t)ptoa(n);
	mutex_enter(&obj->o_lock);
	for (i = 0; i < n; i++) {
		pgs[i]->p_flags = PG_VALID | PG_FIXED;
		if (vm_page_insert(pgs[i], obj, i) != 0)
			panic("vm_object_fixed_alloc: no memory");
	}
	mutex_exit(&obj->o_lock);
	return (obj);
}

/*
 * The object of a vnode; see the header.
 */
struct vm_object *
vm_object_vnode_alloc(struct vnode *vp, const struct pager_ops *ops,
    off_t size, u_int flags)
{
	struct vm_object *obj;

	KASSERT((flags & ~VMO_NORECLAIM) == 0);
	obj = object_alloc(OBJT_VNODE, flags);
	if (obj == NULL)
		return (NULL);
	obj->o_pager = ops;
	obj->o_handle = vp;
	obj->o_size = size;
	return (obj);
}

/*
 * One reference to the object of a file is gone; the last one finds it without
 * pages, see vm_object_terminate().
 */
void
vm_object_vnode_drop(struct vm_object *obj)
{

	KASSERT(obj->o_type == OBJT_VNODE);
	if (atomic_dec_nv(&obj->o_refs) == 0) {
		KASSERT((obj->o_flags & VMO_DEAD) != 0);
		object_free(obj);
	}
}

/*
 * Sleep on o_cv; o_lock is held, and released meanwhile.
 */
void
vm_object_wait(struct vm_object *obj)
{

	obj->o_flags |= VMO_WANTED;
	cv_wait(&obj->o_cv, &obj->o_lock);
}

void
vm_object_wakeup(struct vm_object *obj)
{

	if ((obj->o_flags & VMO_WANTED) != 0) {
		obj->o_flags &= (uint16_t)~VMO_WANTED;
		cv_broadcast(&obj->o_cv);
	}
}

static void
object_free_batch(struct vm_page **pgs, u_int n, void *arg)
{
	u_int i;

	for (i = 0; i < n; i++) {
		if (__predict_true(pgs[i]->p_refs == 1))
			vm_phys_free(pgs[i], 0);
		else
			vm_page_unhold(pgs[i]);
	}
	*(u_long *)arg += n;
}

/*
 * Free all pages of an anonymous object that nobody can reach any more.
 */
static void
object_drain(struct vm_object *obj)
{

	u_long n = 0;

	if (obj->o_npages == 0)
		return;
	vm_radix_drain(&obj->o_pages, object_free_batch, &n);
	KASSERT(n == obj->o_npages);
	vm_count(VMC_ANON, -(long)n);
	obj->o_npages = 0;
}

/*
 * Give a reference back.  The last one of an anonymous object frees it and goes
 * on with what it shadowed.  References to a file's object count as uses of
 * the vnode, so this may sleep; no vm lock may be held then.
 */
void
vm_object_deref(struct vm_object *obj)
{
	const struct pager_ops *pager;
	struct vm_object *next;
	void *handle;

	for (; obj != NULL; obj = next) {
		next = NULL;
		if (obj->o_type == OBJT_VNODE) {
			pager = obj->o_pager;
			handle = obj->o_handle;
			vm_object_vnode_drop(obj);
			pager->pgo_release(handle);
			return;
		}
		/* A sole owner needs no atomic operation. */
		if (atomic_load_acq(&obj->o_refs) != 1 &&
		    atomic_dec_nv(&obj->o_refs) != 0)
			return;
		KASSERTMSG(obj->o_type == OBJT_ANON, "fixed object freed");
		object_drain(obj);
		next = obj->o_shadow;
		obj->o_shadow = NULL;
		object_free(obj);
	}
}

/*
 * Drop the pages [s, e) of an anonymous object.  They are not mapped.
 */
void
vm_object_page_remove(struct vm_object *obj, vm_pindex_t s, vm_pindex_t e)
{
	u_long n = 0;

	KASSERT(obj->o_type == OBJT_ANON);
	mutex_enter(&obj->o_lock);
	vm_radix_remove_range(&obj->o_pages, s, e, object_free_batch, &n);
	obj->o_npages -= n;
	mutex_exit(&obj->o_lock);
	vm_count(VMC_ANON, -(long)n);
}

static void
object_set_depth(struct vm_object *obj)
{
	u_int depth;

	depth = obj->o_shadow == NULL ? 0 : obj->o_shadow->o_depth + 1U;
	obj->o_depth = (uint8_t)MIN(depth, UINT8_MAX);
}

/*
 * Move the pages of `from', both objects locked, to `to'.  Where to has one
 * already, from's wins if `newer', else to's.  False when memory ran out before
 * the end: from keeps the rest.
 */
static bool
object_move_pages(struct vm_object *to, struct vm_object *from, bool newer)
{
	struct vm_page *pg, *old;
	vm_pindex_t index = 0;

	while ((pg = vm_radix_lookup_ge(&from->o_pages, index)) != NULL) {
		index = pg->p_index + 1;
		if (newer) {
			old = vm_radix_replace(&to->o_pages, pg);
		} else {
			old = vm_radix_lookup(&to->o_pages, pg->p_index);
			if (old != NULL)
				old = pg;
		}
		if (old == NULL) {
			if (vm_radix_insert(&to->o_pages, pg) != 0)
				return (false);
			to->o_npages++;
		} else {
			vm_count(VMC_ANON, -1);
		}
		(void)vm_radix_remove(&from->o_pages, pg->p_index);
		from->o_npages--;
		if (old != NULL)
			vm_page_unhold(old);
	}
	return (true);
}

/*
 * Merge obj, locked, with the object below it, locked and referred to by obj
 * alone.  On success the lower one is empty and out of the chain.
 */
static bool
object_merge(struct vm_object *obj, struct vm_object *below)
{
	struct vm_radix tree;
	u_long n;

	if (obj->o_npages < below->o_npages) {
		if (!object_move_pages(below, obj, true))
			return (false);
		tree = obj->o_pages;
		obj->o_pages = below->o_pages;
		below->o_pages = tree;
		n = obj->o_npages;
		obj->o_npages = below->o_npages;
		below->o_npages = n;
	} else if (!object_move_pages(obj, below, false)) {
		return (false);
	}
	obj->o_shadow = below->o_shadow;
	below->o_shadow = NULL;
	object_set_depth(obj);
	vm_count(VMC_COLLAPSES, 1);
	return (true);
}

/*
 * Whether below shows nothing through obj: each of its pages is hidden.  Looks
 * at a few pages only.
 */
static bool
object_hides(struct vm_object *obj, struct vm_object *below)
{
	struct vm_page *pg;
	vm_pindex_t index = 0;

	if (below->o_npages > MIN(obj->o_npages, 32))
		return (false);
	while ((pg = vm_radix_lookup_ge(&below->o_pages, index)) != NULL) {
		if (vm_radix_lookup(&obj->o_pages, pg->p_index) == NULL)
			return (false);
		index = pg->p_index + 1;
	}
	return (true);
}

/*
 * Shorten the chain below obj, which is locked and stays so.
 */
void
vm_object_collapse(struct vm_object *obj)
{
	struct vm_object *below;
	bool merged;

	KASSERT(mutex_owned(&obj->o_lock));
	while ((below = obj->o_shadow) != NULL) {
		mutex_enter(&below->o_lock);
		if (atomic_load_acq(&below->o_refs) == 1) {
			merged = object_merge(obj, below);
			mutex_exit(&below->o_lock);
			if (!merged)
				return;
			object_free(below);
			continue;
		}
		if (!object_hides(obj, below)) {
			mutex_exit(&below->o_lock);
			return;
		}
		obj->o_shadow = below->o_shadow;
		if (obj->o_shadow != NULL)
			vm_object_ref(obj->o_shadow);
		object_set_depth(obj);
		mutex_exit(&below->o_lock);
		vm_object_deref(below);
	}
}

/*
 * An empty object above obj, whose reference it takes over; NULL without
 * memory, then the reference stays the caller's.
 */
struct vm_object *
vm_object_shadow(struct vm_object *obj)
{
	struct vm_object *top;

	top = vm_object_anon_alloc();
	if (top == NULL)
		return (NULL);
	mutex_enter(&obj->o_lock);
	vm_object_collapse(obj);
	top->o_shadow = obj;
	object_set_depth(top);
	mutex_exit(&obj->o_lock);
	return (top);
}

/*
 * The uppermost page at index in the chain of obj, and in *ownerp the object
 * that has it.  obj is locked and stays so; *ownerp is locked too, if it is
 * another.  NULL: nobody has it, and nothing but obj is locked.
 */
__no_lock_analysis struct vm_page *
vm_object_chain_lookup(struct vm_object *obj, vm_pindex_t index,
    struct vm_object **ownerp)
{
	struct vm_object *o = obj, *below;
	struct vm_page *pg;

	KASSERT(mutex_owned(&obj->o_lock));
	for (;;) {
		pg = vm_radix_lookup(&o->o_pages, index);
		if (pg != NULL) {
			*ownerp = o;
			return (pg);
		}
		below = o->o_shadow;
		if (below != NULL)
			mutex_enter(&below->o_lock);
		if (o != obj)
			mutex_exit(&o->o_lock);
		if (below == NULL)
			return (NULL);
		o = below;
	}
}

/*
 * How many objects the chain of obj has; the caller refers to obj.
 */
__no_lock_analysis u_int
vm_object_chain_length(struct vm_object *obj)
{
	struct vm_object *below;
	u_int n = 1;

	mutex_enter(&obj->o_lock);
	while ((below = obj->o_shadow) != NULL) {
		mutex_enter(&below->o_lock);
		mutex_exit(&obj->o_lock);
		obj = below;
		n++;
	}
	mutex_exit(&obj->o_lock);
	return (n);
}

/*
 * Copy what [s, e) of o, locked, shows and flat does not have yet.
 */
static bool
object_copy_pages(struct vm_object *flat, struct vm_object *o, vm_pindex_t s,
    vm_pindex_t e)
{
	struct vm_page *pg, *copy;

	while ((pg = vm_radix_lookup_ge(&o->o_pages, s)) != NULL &&
	    pg->p_index < e) {
		s = pg->p_index + 1;
		if (vm_radix_lookup(&flat->o_pages, pg->p_index) != NULL)
			continue;
		if (flat->o_npages >= VM_FLATTEN_PAGES)
			return (false);
		copy = vm_page_alloc(KM_NOSLEEP);
		if (copy == NULL)
			return (false);
		vm_page_copy(copy, pg);
		copy->p_flags |= PG_VALID;
		if (vm_page_insert(copy, flat, pg->p_index) != 0) {
			vm_page_free(copy);
			return (false);
		}
	}
	return (true);
}

/*
 * A new object with copies of what the chain of obj shows in [s, e), or NULL
 * when that is too much or there is no memory.  The caller refers to obj and
 * keeps the entry from changing.
 */
__no_lock_analysis struct vm_object *
vm_object_flatten(struct vm_object *obj, vm_pindex_t s, vm_pindex_t e)
{
	struct vm_object *flat, *below;
	bool ok;

	flat = vm_object_anon_alloc();
	if (flat == NULL)
		return (NULL);
	mutex_enter(&flat->o_lock);
	mutex_enter(&obj->o_lock);
	for (;;) {
		ok = object_copy_pages(flat, obj, s, e);
		below = ok ? obj->o_shadow : NULL;
		if (below != NULL)
			mutex_enter(&below->o_lock);
		mutex_exit(&obj->o_lock);
		if (below == NULL)
			break;
		obj = below;
	}
	mutex_exit(&flat->o_lock);
	if (!ok) {
		vm_object_deref(flat);
		return (NULL);
	}
	return (flat);
}

/*
 * For each entry that maps some of [s, e) of obj: its addresses of that part.
 * o_lock keeps the entries and their pmaps.
 */
static bool
mapping_range(const struct vm_map_entry *me, vm_pindex_t s, vm_pindex_t e,
    vm_offset_t *startp, vm_offset_t *endp)
{
	vm_pindex_t first = me->e_vindex, last;

	last = first + atop(me->e_end - me->e_start);
	if (s >= last || e <= first)
		return (false);
	*startp = me->e_start + (s > first ? ptoa(s - first) : 0);
	*endp = e < last ? me->e_start + ptoa(e - first) : me->e_end;
	return (true);
}

/*
 * Unmap pages [s, e) of obj, locked, wherever they are mapped.  Private copies
 * at the same addresses are unmapped too, and come back by faults.
 */
void
vm_object_unmap(struct vm_object *obj, vm_pindex_t s, vm_pindex_t e)
{
	struct vm_map_entry *me;
	vm_offset_t start, end;

	KASSERT(mutex_owned(&obj->o_lock));
	LIST_FOREACH(me, &obj->o_mappings, e_vlink)
		if (mapping_range(me, s, e, &start, &end))
			pmap_remove(me->e_map->m_pmap, start, end);
}

/*
 * Make every mapping of pages [s, e) of obj, locked, read-only, so that the
 * next write to one faults.  e_prot may already be what mprotect(2) is about to
 * make of the page table, so e_maxprot says who could write.
 */
void
vm_object_writeprotect(struct vm_object *obj, vm_pindex_t s, vm_pindex_t e)
{
	struct vm_map_entry *me;
	vm_offset_t start, end;

	KASSERT(mutex_owned(&obj->o_lock));
	LIST_FOREACH(me, &obj->o_mappings, e_vlink)
		if ((me->e_flags & ME_SHARED) != 0 &&
		    (me->e_maxprot & VM_PROT_WRITE) != 0 &&
		    mapping_range(me, s, e, &start, &end))
			pmap_protect(me->e_map->m_pmap, start, end,
			    VM_PROT_READ);
}
