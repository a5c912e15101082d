/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Address maps: entering, removing and changing mappings.
 *
 * Model	A map is a set of entries (vm_map_tree.c has its shape).  An
 *		operation on a range first clips entries at its ends, so that it
 *		then deals with whole entries.  Neighbours that are alike become
 *		one again, so that a program that maps memory piece by piece
 *		has few entries.
 *
 *		A stack is two entries: the stack, which grows down
 *		(ME_GROWSDOWN), and below it a guard entry (ME_STACKGAP) that
 *		keeps its room free; a fault in the gap moves the border, but
 *		never into its lowest VM_STACK_GUARD_PAGES.
 *
 * Invariants	those of vm_map_tree.c, and
 *		(5) an entry refers to its objects once each, and is on
 *		    o_mappings of e_vobj if that is a file's object.
 *		(6) while an entry is there, faults for it may enter pages into
 *		    the pmap, under m_lock (read) and the o_lock of the page's
 *		    object.  So when a removal, which has m_lock to write, has
 *		    called pmap_remove, nothing is mapped and nothing will be;
 *		    only then objects are unlinked and pages freed.
 *		(7) every step that may fail comes before the first visible
 *		    change.  A clip is none.
 *
 * Lock order	m_lock -> o_lock -> pmap.  References are dropped after m_lock
 *		(vm_map_dead_free), since the last use of a vnode may wait for
 *		its lock, and its holder for a fault.
 * Context	thread, may sleep.
 * Tests	tests/sys/vm/unit, t_mmap.c, t_munmap.c, t_mprotect.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/systm.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

u_int vm_map_maxentries = 65536;

static struct kmem_cache *entry_cache;

void
vm_map_setup(void)
{

	entry_cache = kmem_cache_create("vm_map_entry",
	    sizeof(struct vm_map_entry), 0, NULL, NULL, NULL);
	if (entry_cache == NULL)
		panic("vm_map_setup: no memory");
}

/*
 * An empty map of [minaddr, maxaddr).
 */
void
vm_map_init(struct vm_map *map, struct pmap *pmap, vm_offset_t minaddr,
    vm_offset_t maxaddr)
{

	rw_init(&map->m_lock, "vm_map");
	vm_map_tree_init(map, minaddr, maxaddr);
	map->m_size = 0;
	map->m_locked = 0;
	map->m_lockfuture = false;
	map->m_base = minaddr;
	map->m_pmap = pmap;
}

struct vm_map_entry *
vm_map_entry_alloc(void)
{

	return (kmem_cache_alloc(entry_cache, KM_SLEEP));
}

void
vm_map_entry_free(struct vm_map_entry *e)
{

	kmem_cache_free(entry_cache, e);
}

/*
 * Whether a map has as many entries as one may.
 */
static bool
map_is_full(const struct vm_map *map)
{

	return (map->m_nentries >= vm_map_maxentries);
}

static inline bool
entry_has_vnode(const struct vm_map_entry *e)
{

	return (e->e_vobj != NULL && e->e_vobj->o_type == OBJT_VNODE);
}

/*
 * One more entry refers to e's objects.
 */
void
vm_entry_hold_objects(struct vm_map_entry *e)
{

	if (e->e_object != NULL)
		vm_object_ref(e->e_object);
	if (e->e_vobj != NULL) {
		vm_object_ref(e->e_vobj);
		/* There is one hold already, so another cannot fail. */
		if (((e->e_flags & ME_TEXT) != 0 &&
		    vn_text_hold(e->e_vobj->o_handle) != 0) ||
		    ((e->e_flags & ME_WRITER) != 0 &&
		    vn_write_hold(e->e_vobj->o_handle) != 0))
			panic("vm_map: file without a hold");
	}
}

/*
 * Give back what a mapping with these flags has of its file, and the reference.
 */
static void
file_drop_holds(struct vm_object *vobj, u_int flags)
{

	if ((flags & ME_TEXT) != 0)
		vn_text_rele(vobj->o_handle);
	if ((flags & ME_WRITER) != 0)
		vn_write_rele(vobj->o_handle);
	vm_object_deref(vobj);
}

/*
 * One fewer; no lock may be held.
 */
void
vm_entry_drop_objects(struct vm_map_entry *e)
{

	if (e->e_object != NULL)
		vm_object_deref(e->e_object);
	if (e->e_vobj != NULL)
		file_drop_holds(e->e_vobj, e->e_flags);
}

/*
 * Make e known to the object of its file, and forget it again.
 */
void
vm_entry_link(struct vm_map_entry *e)
{

	if (entry_has_vnode(e)) {
		mutex_enter(&e->e_vobj->o_lock);
		LIST_INSERT_HEAD(&e->e_vobj->o_mappings, e, e_vlink);
		mutex_exit(&e->e_vobj->o_lock);
	}
}

void
vm_entry_unlink(struct vm_map_entry *e)
{

	if (entry_has_vnode(e)) {
		mutex_enter(&e->e_vobj->o_lock);
		LIST_REMOVE(e, e_vlink);
		mutex_exit(&e->e_vobj->o_lock);
	}
}

/*
 * A truncation reads e through its file's object, with that object's lock.
 */
static __no_lock_analysis void
entry_lock_file(const struct vm_map_entry *e)
{

	if (entry_has_vnode(e))
		mutex_enter(&e->e_vobj->o_lock);
}

static __no_lock_analysis void
entry_unlock_file(const struct vm_map_entry *e)
{

	if (entry_has_vnode(e))
		mutex_exit(&e->e_vobj->o_lock);
}

/*
 * Move the edges of e; what e_vobj's list tells of it changes at once.
 */
static void
entry_set_range(struct vm_map_entry *e, vm_offset_t start, vm_offset_t end,
    vm_pindex_t vindex)
{

	entry_lock_file(e);
	e->e_start = start;
	e->e_end = end;
	e->e_vindex = vindex;
	entry_unlock_file(e);
}

#define	ME_NOMERGE	(ME_GROWSDOWN | ME_STACKGAP)

/*
 * Whether e's private layer can take in more addresses: there is none, or one
 * that nobody else has and that has nothing below.
 */
static bool
entry_extendable(const struct vm_map_entry *e)
{
	const struct vm_object *obj = e->e_object;

	if ((e->e_flags & ME_NOMERGE) != 0)
		return (false);
	return (obj == NULL || ((e->e_flags & ME_NEEDSCOPY) == 0 &&
	    obj->o_refs == 1 && obj->o_shadow == NULL &&
	    (obj->o_flags & VMO_ONEMAPPING) != 0));
}

static bool
entry_like_req(const struct vm_map_entry *e, const struct vm_map_req *req)
{

	return (e->e_flags == req->r_flags && e->e_prot == req->r_prot &&
	    e->e_advice == MADV_NORMAL &&
	    e->e_maxprot == req->r_maxprot && e->e_vobj == req->r_vobj);
}

/*
 * Grow the neighbour before or behind the wanted range over it, if it is alike.
 */
static bool
map_insert_merge(struct vm_map *map, const struct vm_map_req *req)
{
	struct vm_map_entry *next, *prev;
	vm_pindex_t n = atop(req->r_end - req->r_start);

	next = vm_map_lookup_ge(map, req->r_start);
	prev = next->e_prev;
	if (prev != &map->m_head && prev->e_end == req->r_start &&
	    entry_like_req(prev, req) && entry_extendable(prev) &&
	    (req->r_vobj == NULL || prev->e_vindex +
	    atop(prev->e_end - prev->e_start) == req->r_vindex)) {
		if (prev->e_object != NULL)
			vm_object_page_remove(prev->e_object,
			    atop(req->r_start), atop(req->r_end));
		entry_set_range(prev, prev->e_start, req->r_end,
		    prev->e_vindex);
	} else if (next != &map->m_head && next->e_start == req->r_end &&
	    entry_like_req(next, req) && entry_extendable(next) &&
	    (req->r_vobj == NULL || req->r_vindex + n == next->e_vindex)) {
		if (next->e_object != NULL)
			vm_object_page_remove(next->e_object,
			    atop(req->r_start), atop(req->r_end));
		entry_set_range(next, req->r_start, next->e_end,
		    req->r_vindex);
	} else {
		return (false);
	}
	vm_map_gap_changed(map, next);
	return (true);
}

/*
 * Enter a mapping into a free range.  On success the map owns the reference to
 * r_vobj and the holds that r_flags tell of.  ENOMEM only without r_spare.
 * m_lock is held to write.
 */
int
vm_map_insert(struct vm_map *map, struct vm_map_req *req)
{
	struct vm_map_entry *e;

	KASSERT(rw_write_held(&map->m_lock));
	KASSERT(vm_map_range_free(map, req->r_start, req->r_end));
	KASSERT((req->r_prot & ~req->r_maxprot) == 0);
	if (map_insert_merge(map, req)) {
		/* The entry there has its own. */
		if (req->r_vobj != NULL)
			file_drop_holds(req->r_vobj, req->r_flags);
		goto done;
	}
	e = req->r_spare;
	if (e == NULL && !map_is_full(map))
		e = vm_map_entry_alloc();
	if (e == NULL)
		return (SET_ERROR(ENOMEM));
	req->r_spare = NULL;
	e->e_start = req->r_start;
	e->e_end = req->r_end;
	e->e_object = NULL;
	e->e_vobj = req->r_vobj;
	e->e_vindex = req->r_vindex;
	e->e_map = map;
	e->e_flags = req->r_flags;
	e->e_prot = req->r_prot;
	e->e_maxprot = req->r_maxprot;
	e->e_advice = MADV_NORMAL;
	e->e_ahead = 0;
	e->e_lastfault = 0;
	vm_map_tree_insert(map, e);
	vm_entry_link(e);
done:
	if ((req->r_flags & ME_GUARD) == 0)
		map->m_size += req->r_end - req->r_start;
	return (0);
}

/*
 * Split e, if `at' is inside.
 */
static int
map_clip(struct vm_map *map, struct vm_map_entry *e, vm_offset_t at)
{
	struct vm_map_entry *back;
	vm_offset_t end = e->e_end;

	if (e == &map->m_head || at <= e->e_start || at >= end)
		return (0);
	back = map_is_full(map) ? NULL : vm_map_entry_alloc();
	if (back == NULL)
		return (SET_ERROR(ENOMEM));
	*back = *e;
	back->e_start = at;
	back->e_vindex = vm_entry_vindex(e, at);
	vm_entry_hold_objects(back);
	/*
	 * Between these two steps a truncation, which holds only o_lock, could
	 * miss the back half: so both are one.
	 */
	entry_lock_file(e);
	e->e_end = at;
	if (entry_has_vnode(e))
		LIST_INSERT_HEAD(&e->e_vobj->o_mappings, back, e_vlink);
	entry_unlock_file(e);
	vm_map_tree_insert(map, back);
	return (0);
}

/*
 * Make [start, end) begin and end at the edges of entries.  ENOMEM.
 */
int
vm_map_clip_range(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	int error;

	KASSERT(rw_write_held(&map->m_lock));
	error = map_clip(map, vm_map_lookup_ge(map, start), start);
	if (error == 0)
		error = map_clip(map, vm_map_lookup_ge(map, end), end);
	return (error);
}

/*
 * Join e and the next entry, if they are alike.
 */
static bool
map_join(struct vm_map *map, struct vm_map_entry *e)
{
	struct vm_map_entry *next = e->e_next;
	vm_offset_t end = next->e_end;

	if (e == &map->m_head || next == &map->m_head ||
	    e->e_end != next->e_start || e->e_flags != next->e_flags ||
	    (e->e_flags & ME_NOMERGE) != 0 || e->e_prot != next->e_prot ||
	    e->e_maxprot != next->e_maxprot ||
	    e->e_advice != next->e_advice || e->e_vobj != next->e_vobj ||
	    e->e_object != next->e_object || (e->e_vobj != NULL &&
	    vm_entry_vindex(e, e->e_end) != next->e_vindex))
		return (false);
	/* Never without a mapping of the second half, for truncations. */
	entry_set_range(e, e->e_start, end, e->e_vindex);
	next->e_start = end;
	vm_entry_unlink(next);
	vm_map_tree_remove(map, next);
	/* e's own references remain, so these are not the last. */
	vm_entry_drop_objects(next);
	vm_map_entry_free(next);
	return (true);
}

/*
 * Bytes of [start, end) that count as mapped.
 */
vm_size_t
vm_map_mapped(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *e;
	vm_size_t size = 0;

	for (e = vm_map_lookup_ge(map, start);
	    e != &map->m_head && e->e_start < end; e = e->e_next)
		if ((e->e_flags & ME_GUARD) == 0)
			size += MIN(e->e_end, end) - MAX(e->e_start, start);
	return (size);
}

/*
 * Take whatever is in [start, end) out of the map; m_lock is held to write.
 * The entries are added to *dead, for vm_map_dead_free() once the map is
 * unlocked.  ENOMEM: nothing was taken.
 */
int
vm_map_remove(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    struct vm_map_dead *dead)
{
	struct vm_map_entry *e, *next;
	struct vm_object *obj;
	int error;

	e = vm_map_lookup_ge(map, start);
	if (e->e_start >= end)
		return (0);
	if (e->e_start < start || e->e_end > end ||
	    vm_map_lookup_ge(map, end)->e_start < end) {
		error = vm_map_clip_range(map, start, end);
		if (error != 0)
			return (error);
		e = vm_map_lookup_ge(map, start);
	}
	pmap_remove(map->m_pmap, start, end);
	for (; e != &map->m_head && e->e_start < end; e = next) {
		next = e->e_next;
		if ((e->e_flags & ME_GUARD) == 0)
			map->m_size -= e->e_end - e->e_start;
		if ((e->e_flags & ME_LOCKED) != 0)
			vm_map_lock_uncharge(map, e->e_end - e->e_start);
		vm_entry_unlink(e);
		vm_map_tree_remove(map, e);
		obj = e->e_object;
		/*
		 * Others of this map's entries have the object too.  The pages
		 * must go before somebody can map these addresses again, as
		 * part of one of those.
		 */
		if (obj != NULL && atomic_load_relaxed(&obj->o_refs) > 1 &&
		    (obj->o_flags & VMO_ONEMAPPING) != 0)
			vm_object_page_remove(obj, atop(e->e_start),
			    atop(e->e_end));
		e->e_next = dead->d_first;
		dead->d_first = e;
	}
	return (0);
}

/*
 * Free what was taken out of maps.  No lock is held.
 */
void
vm_map_dead_free(struct vm_map_dead *dead)
{
	struct vm_map_entry *e;

	while ((e = dead->d_first) != NULL) {
		dead->d_first = e->e_next;
		vm_entry_drop_objects(e);
		vm_map_entry_free(e);
	}
}

/*
 * Take away what the hardware would still allow.  Rights that are added come
 * with the next fault.
 */
static void
entry_pmap_protect(struct vm_map *map, struct vm_map_entry *e, int old)
{
	int keep = old & e->e_prot;

	if (keep == old || (e->e_flags & ME_GUARD) != 0)
		return;
	if (keep == 0)
		pmap_remove(map->m_pmap, e->e_start, e->e_end);
	else if ((old & ~keep & (VM_PROT_WRITE | VM_PROT_EXECUTE)) != 0)
		pmap_protect(map->m_pmap, e->e_start, e->e_end, keep);
}

/*
 * Join entries from the one before [start, end) on, where they are alike.
 */
static void
map_join_range(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *e = vm_map_lookup_ge(map, start);

	if (e->e_prev != &map->m_head)
		e = e->e_prev;
	while (e != &map->m_head && e->e_start < end)
		if (!map_join(map, e))
			e = e->e_next;
}

/*
 * Whether all of [start, end) is mapped, without a guard.
 */
bool
vm_map_covers(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *e;

	for (e = vm_map_lookup_ge(map, start); start < end; e = e->e_next) {
		if (e == &map->m_head || e->e_start > start ||
		    (e->e_flags & ME_GUARD) != 0)
			return (false);
		start = e->e_end;
	}
	return (true);
}

/*
 * Set and clear flags, and set the advice (-1: leave it), of what is mapped in
 * [start, end); not of guards.  m_lock is held to write.  ENOMEM changes
 * nothing.
 */
int
vm_map_setattr(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    u_int set, u_int clear, int advice)
{
	struct vm_map_entry *e;
	int error;

	error = vm_map_clip_range(map, start, end);
	if (error != 0)
		return (error);
	for (e = vm_map_lookup_ge(map, start);
	    e != &map->m_head && e->e_start < end; e = e->e_next) {
		if ((e->e_flags & ME_GUARD) != 0)
			continue;
		entry_lock_file(e);
		e->e_flags = (uint16_t)((e->e_flags & ~clear) | set);
		entry_unlock_file(e);
		if (advice >= 0)
			e->e_advice = (uint8_t)advice;
	}
	map_join_range(map, start, end);
	return (0);
}

/*
 * Change the protection of [start, end), all of which is mapped (else ENOMEM)
 * and allows it (else EACCES).  m_lock is held to write.
 */
int
vm_map_protect(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    int prot)
{
	struct vm_map_entry *e;
	vm_offset_t at = start;
	int error, old;

	for (e = vm_map_lookup_ge(map, start); at < end; e = e->e_next) {
		if (e == &map->m_head || e->e_start > at)
			return (SET_ERROR(ENOMEM));
		if ((prot & ~e->e_maxprot) != 0 ||
		    (e->e_flags & ME_GUARD) != 0)
			return (SET_ERROR(EACCES));
		at = e->e_end;
	}
	error = vm_map_clip_range(map, start, end);
	if (error != 0)
		return (error);
	for (e = vm_map_lookup_ge(map, start);
	    e != &map->m_head && e->e_start < end; e = e->e_next) {
		old = e->e_prot;
		entry_lock_file(e);
		e->e_prot = (uint8_t)prot;
		entry_unlock_file(e);
		entry_pmap_protect(map, e, old);
	}
	map_join_range(map, start, end);
	return (0);
}

/*
 * A stack of at most [bottom, top), of which init bytes are mapped now.  The
 * range is free; m_lock is held to write.  spares are two entries; those that
 * are not NULL afterwards remain the caller's.
 */
void
vm_map_stack(struct vm_map *map, vm_offset_t bottom, vm_offset_t top,
    vm_size_t init, int prot, u_int flags, struct vm_map_entry *spares[2])
{
	struct vm_map_req gap = {
		.r_start = bottom, .r_end = top - init,
		.r_spare = spares[0],
		.r_flags = ME_GUARD | ME_STACKGAP,
	};
	struct vm_map_req stack = {
		.r_start = top - init, .r_end = top,
		.r_spare = spares[1],
		.r_prot = (uint8_t)prot, .r_maxprot = VM_PROT_RW,
		.r_flags = (uint16_t)(ME_GROWSDOWN | flags),
	};

	KASSERT(init < top - bottom);
	(void)vm_map_insert(map, &gap);
	(void)vm_map_insert(map, &stack);
	spares[0] = gap.r_spare;
	spares[1] = stack.r_spare;
}

/*
 * How far down a stack may grow into the gap below it, at the most: an address
 * in [gap->e_start, stack->e_start].  The latter when there is no room, be it
 * that the gap has become smaller than its guard (somebody unmapped a part of
 * it), or that a limit was lowered below what is mapped.
 */
static vm_offset_t
growstack_lowest(const struct vm_map *map, const struct vmspace *vm,
    const struct vm_map_entry *gap, const struct vm_map_entry *stack)
{
	struct thread *td = curthread;
	vm_offset_t top = stack->e_start, lowest;
	vm_size_t room;

	if (top - gap->e_start <= ptoa(VM_STACK_GUARD_PAGES))
		return (top);
	lowest = gap->e_start + ptoa(VM_STACK_GUARD_PAGES);
	if ((stack->e_flags & ME_MAINSTACK) != 0) {
		room = (vm_size_t)lim_cur(td, RLIMIT_STACK);
		if (room < vm->vm_stacktop - lowest)
			lowest = vm->vm_stacktop - trunc_page(room);
		if (lowest >= top)
			return (top);
	}
	room = (vm_size_t)lim_cur(td, RLIMIT_AS);
	if (map->m_size >= room)
		return (top);
	if (room - map->m_size < top - lowest)
		lowest = top - trunc_page(room - map->m_size);
	return (lowest);
}

/*
 * A fault at va, in the gap below a stack: let the stack grow over it.
 * EFAULT when it may not.  No lock is held.
 */
int
vm_map_growstack(struct vm_map *map, vm_offset_t va)
{
	struct vmspace *vm = __containerof(map, struct vmspace, vm_map);
	struct vm_map_entry *gap, *stack;
	vm_offset_t lowest, start;
	int error = EFAULT;

	rw_enter(&map->m_lock, RW_WRITER);
	gap = vm_map_lookup(map, va);
	if (gap == NULL || (gap->e_flags & ME_STACKGAP) == 0) {
		error = gap == NULL ? EFAULT : 0;	/* another thread's */
		goto out;
	}
	stack = gap->e_next;
	if (stack == &map->m_head || stack->e_start != gap->e_end ||
	    (stack->e_flags & ME_GROWSDOWN) == 0)
		goto out;
	lowest = growstack_lowest(map, vm, gap, stack);
	start = trunc_page(va);
	if (start < lowest)
		goto out;
	/* Some more than needed, to be back less often. */
	if (stack->e_start - start < VM_STACK_INIT)
		start = stack->e_start - lowest < VM_STACK_INIT ? lowest :
		    stack->e_start - VM_STACK_INIT;
	KASSERT(start >= gap->e_start + ptoa(VM_STACK_GUARD_PAGES) &&
	    start < stack->e_start);
	if ((stack->e_flags & ME_LOCKED) != 0 &&
	    vm_map_lock_charge(map, curthread, stack->e_start - start) != 0)
		goto out;
	map->m_size += stack->e_start - start;
	if ((stack->e_flags & ME_MAINSTACK) != 0)
		vm->vm_ssize += stack->e_start - start;
	gap->e_end = start;
	stack->e_start = start;
	error = 0;
out:
	rw_exit(&map->m_lock);
	return (error);
}

/*
 * Copy len bytes (zeros, if src is NULL) to address va of a map that is not
 * current and that nobody else uses yet.  As vm_fault().
 */
int
vm_map_copyout(struct vm_map *map, const void *src, vm_offset_t va, size_t len)
{
	const char *from = src;
	vm_paddr_t pa;
	size_t n;
	int error;

	for (; len > 0; len -= n, va += n) {
		n = MIN(len, PAGE_SIZE - (va & PAGE_MASK));
		error = vm_fault(map, va, VM_PROT_WRITE, 0);
		if (error != 0)
			return (error);
		if (!pmap_extract(map->m_pmap, va, &pa))
			panic("vm_map_copyout: page is gone");
		if (from == NULL) {
			memset((void *)PHYS_TO_DMAP(pa), 0, n);
		} else {
			memcpy((void *)PHYS_TO_DMAP(pa), from, n);
			from += n;
		}
	}
	return (0);
}
