/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Address spaces of processes: making, copying, leaving, looking at them.
 *
 * Model	A fork copies the entries, refers to the same objects, and makes
 *		private ones ME_NEEDSCOPY on both sides; what work there is for
 *		each page is the page table's (pmap_copy).  The tree is built at
 *		once from the ordered entries.  minherit(2) makes exceptions.
 *
 *		An address space is taken down only when no CPU uses it any more
 *		and nobody else refers to it.  Then no page has to be unmapped
 *		by itself: the tables go as a whole, and then the objects.
 *
 * Invariants	(1) p_vmspace changes under p_lock, by the process itself; so
 *		    vmspace_acquire(), under p_lock, gets one that is alive.
 *		(2) entries leave their files' o_mappings before the pmap goes,
 *		    as a truncation may be using it.
 *		(3) a child's entry of a file is on o_mappings before its pages
 *		    are mapped, both under o_lock: a truncation sees neither or
 *		    both.
 *
 * Lock order	p_lock alone; m_lock of the parent -> o_lock.
 * Context	thread, may sleep.
 * Tests	tests/sys/vm/unit, tests/sys/vm/t_fault.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

struct vmspace vmspace0;

static struct kmem_cache *vmspace_cache;

static void	space_reclaim(void);

void
vm_space_init(void)
{

	vmspace_cache = kmem_cache_create("vmspace", sizeof(struct vmspace),
	    CACHE_LINE_SIZE, NULL, NULL, NULL);
	if (vmspace_cache == NULL || pmap_init(&vmspace0.vm_pmap) != 0)
		panic("vm_space_init: no memory");
	vm_map_init(&vmspace0.vm_map, &vmspace0.vm_pmap, VM_MINUSER_ADDRESS,
	    VM_MINUSER_ADDRESS);
	vmspace0.vm_refs = 1;
	reclaim_register(space_reclaim);
}

/*
 * An empty address space.
 */
struct vmspace *
vmspace_alloc(void)
{
	struct vmspace *vm;

	vm = kmem_cache_alloc(vmspace_cache, KM_SLEEP);
	if (vm == NULL)
		return (NULL);
	memset(vm, 0, sizeof(*vm));
	if (pmap_init(&vm->vm_pmap) != 0) {
		kmem_cache_free(vmspace_cache, vm);
		return (NULL);
	}
	vm_map_init(&vm->vm_map, &vm->vm_pmap, VM_MINUSER_ADDRESS,
	    VM_MAXUSER_ADDRESS);
	vm->vm_refs = 1;
	return (vm);
}

/*
 * Give a reference back; the last one takes everything down.  Sleeps.
 */
void
vmspace_free(struct vmspace *vm)
{
	struct vm_map *map = &vm->vm_map;
	struct vm_map_entry *e, *next;

	if (atomic_dec_nv(&vm->vm_refs) != 0)
		return;
	KASSERT(vm != &vmspace0);
	vm_map_lock_uncharge(map, map->m_locked);
	VM_MAP_FOREACH(e, map)
		vm_entry_unlink(e);
	pmap_destroy(&vm->vm_pmap);
	for (e = vm_map_first(map); !vm_map_is_end(map, e); e = next) {
		next = e->e_next;
		vm_entry_drop_objects(e);
		vm_map_entry_free(e);
	}
	rw_destroy(&map->m_lock);
	kmem_cache_free(vmspace_cache, vm);
}

/*
 * Copy the part of the page table that belongs to e to ne's, which is its copy.
 */
static __no_lock_analysis void
fork_copy_pages(struct vm_map_entry *e, struct vm_map_entry *ne)
{
	struct vm_object *file;

	file = e->e_vobj != NULL && e->e_vobj->o_type == OBJT_VNODE ?
	    e->e_vobj : NULL;
	if (file != NULL) {
		mutex_enter(&file->o_lock);
		LIST_INSERT_HEAD(&file->o_mappings, ne, e_vlink);
	}
	(void)pmap_copy(ne->e_map->m_pmap, e->e_map->m_pmap, e->e_start,
	    e->e_end, (e->e_flags & ME_NEEDSCOPY) != 0 &&
	    (e->e_prot & VM_PROT_WRITE) != 0);
	if (file != NULL)
		mutex_exit(&file->o_lock);
}

/*
 * The child's copy of e.  m_lock of the parent is held to write.
 */
static struct vm_map_entry *
fork_entry(struct vm_map *map, struct vm_map_entry *e)
{
	struct vm_map_entry *ne;
	struct vm_object *obj = e->e_object;

	ne = vm_map_entry_alloc();
	if (ne == NULL)
		return (NULL);
	if (obj != NULL) {
		mutex_enter(&obj->o_lock);
		vm_object_collapse(obj);
		obj->o_flags &= (uint16_t)~VMO_ONEMAPPING;
		mutex_exit(&obj->o_lock);
		e->e_flags |= ME_NEEDSCOPY;
	}
	*ne = *e;
	ne->e_map = map;
	ne->e_flags &= (uint16_t)~ME_LOCKED;
	ne->e_ahead = 0;
	ne->e_lastfault = 0;
	vm_entry_hold_objects(ne);
	if ((e->e_flags & ME_GUARD) == 0)
		fork_copy_pages(e, ne);
	return (ne);
}

/*
 * Memory of zeros in place of e, for the child.
 */
static struct vm_map_entry *
fork_zero_entry(struct vm_map *map, const struct vm_map_entry *e)
{
	struct vm_map_entry *ne;

	ne = vm_map_entry_alloc();
	if (ne == NULL)
		return (NULL);
	*ne = *e;
	ne->e_map = map;
	ne->e_object = NULL;
	ne->e_vobj = NULL;
	ne->e_vindex = 0;
	ne->e_flags &= ME_GROWSDOWN | ME_MAINSTACK | ME_DATA | ME_INHZERO;
	ne->e_ahead = 0;
	ne->e_lastfault = 0;
	return (ne);
}

/*
 * A copy of the calling process's address space for its child, or NULL.
 */
struct vmspace *
vmspace_fork(struct vmspace *vm1)
{
	struct vm_map *map1 = &vm1->vm_map, *map2;
	struct vm_map_entry *e, *ne;
	struct vmspace *vm2;
	vm_size_t left_out = 0;
	bool ok = true;

	vm2 = vmspace_alloc();
	if (vm2 == NULL)
		return (NULL);
	map2 = &vm2->vm_map;
	rw_enter(&map1->m_lock, RW_WRITER);
	VM_MAP_FOREACH(e, map1) {
		if (__predict_false((e->e_flags & ME_INHNONE) != 0)) {
			left_out += e->e_end - e->e_start;
			continue;
		}
		ne = __predict_false((e->e_flags & ME_INHZERO) != 0) ?
		    fork_zero_entry(map2, e) : fork_entry(map2, e);
		if (ne == NULL) {
			ok = false;
			break;
		}
		ne->e_prev = map2->m_head.e_prev;
		ne->e_next = &map2->m_head;
		ne->e_prev->e_next = ne;
		map2->m_head.e_prev = ne;
		map2->m_nentries++;
	}
	map2->m_size = map1->m_size - left_out;
	map2->m_base = map1->m_base;
	vm2->vm_taddr = vm1->vm_taddr;
	vm2->vm_tsize = vm1->vm_tsize;
	vm2->vm_daddr = vm1->vm_daddr;
	vm2->vm_dsize = vm1->vm_dsize;
	vm2->vm_brkstart = vm1->vm_brkstart;
	vm2->vm_brk = vm1->vm_brk;
	vm2->vm_stacktop = vm1->vm_stacktop;
	vm2->vm_ssize = vm1->vm_ssize;
	vm2->vm_sigtramp = vm1->vm_sigtramp;
	rw_exit(&map1->m_lock);
	vm_map_tree_build(map2);
	if (!ok) {
		vmspace_free(vm2);
		return (NULL);
	}
	return (vm2);
}

/*
 * The running process leaves its address space for vm.
 */
static void
vmspace_switch(struct thread *td, struct vmspace *vm)
{
	struct proc *p = td->td_proc;
	struct vmspace *old;

	KASSERT(td == curthread);
	mutex_enter(&p->p_lock);
	old = p->p_vmspace;
	p->p_vmspace = vm;
	mutex_exit(&p->p_lock);
	pmap_activate(td);
	if (old != &vmspace0)
		vmspace_free(old);
}

/*
 * The running process, with one thread, gets vm, whose reference it takes.
 */
void
vmspace_exec(struct thread *td, struct vmspace *vm)
{

	vmspace_switch(td, vm);
}

/*
 * The running process needs no user addresses any more.
 */
void
vmspace_exit(struct thread *td)
{
	struct rucount *ru = &td->td_ru;
	uint64_t rss;

	rss = (uint64_t)vmspace_resident(td->td_proc->p_vmspace) *
	    (PAGE_SIZE / 1024);
	ru->rc_maxrss = MAX(ru->rc_maxrss, rss);
	vmspace_switch(td, &vmspace0);
}

/*
 * p's address space with a reference, for vmspace_free(); NULL when it has none
 * any more.  p is held; p_lock is not.
 */
struct vmspace *
vmspace_acquire(struct proc *p)
{
	struct vmspace *vm;

	mutex_enter(&p->p_lock);
	vm = p->p_vmspace;
	if (vm == &vmspace0)
		vm = NULL;
	if (vm != NULL)
		atomic_inc(&vm->vm_refs);
	mutex_exit(&p->p_lock);
	return (vm);
}

/*
 * vm.reclaim: every chain of objects becomes as short as it can.  A process
 * whose relatives are gone does so only at its next fault.
 */
static void
space_reclaim(void)
{
	struct vm_map_entry *e;
	struct vmspace *vm;
	struct proc *p;
	pid_t pid = 0;

	while ((p = proc_hold_next(pid)) != NULL) {
		pid = p->p_pid;
		vm = vmspace_acquire(p);
		proc_rele(p);
		if (vm == NULL)
			continue;
		rw_enter(&vm->vm_map.m_lock, RW_READER);
		VM_MAP_FOREACH(e, &vm->vm_map) {
			if (e->e_object == NULL)
				continue;
			mutex_enter(&e->e_object->o_lock);
			vm_object_collapse(e->e_object);
			mutex_exit(&e->e_object->o_lock);
		}
		rw_exit(&vm->vm_map.m_lock);
		vmspace_free(vm);
	}
}

/* Pages of vm in memory; without a lock, so of some moment. */
long
vmspace_resident(const struct vmspace *vm)
{

	return (pmap_resident_count(&vm->vm_pmap));
}

/* Bytes that are mapped. */
vm_size_t
vmspace_size(const struct vmspace *vm)
{

	return (vm->vm_map.m_size);
}

static u_int
snapshot_fill(struct vm_map *map, struct vm_map_snap *snaps, u_int max)
{
	struct vm_map_entry *e;
	struct vm_map_snap *s;
	u_int n = 0;

	VM_MAP_FOREACH(e, map) {
		if (n == max)
			break;
		s = &snaps[n++];
		s->s_start = e->e_start;
		s->s_end = e->e_end;
		s->s_offset = (vm_ooffset_t)ptoa(e->e_vindex);
		s->s_vnode = NULL;
		s->s_type = 0;
		s->s_refs = 0;
		s->s_npages = 0;
		if (e->e_vobj != NULL) {
			s->s_type = e->e_vobj->o_type;
			s->s_refs = atomic_load_relaxed(&e->e_vobj->o_refs);
			s->s_npages =
			    atomic_load_relaxed(&e->e_vobj->o_npages);
		}
		s->s_private = e->e_object != NULL;
		s->s_nprivate = s->s_private ?
		    atomic_load_relaxed(&e->e_object->o_npages) : 0;
		if (e->e_vobj != NULL && e->e_vobj->o_type == OBJT_VNODE) {
			s->s_vnode = e->e_vobj->o_handle;
			vref(s->s_vnode);
		}
		s->s_prot = e->e_prot;
		s->s_maxprot = e->e_maxprot;
		s->s_flags = e->e_flags;
	}
	return (n);
}

/*
 * See the header.  0, what cb returned, ESRCH for a process that has no address
 * space (any more), or ENOMEM.
 */
int
vm_map_snapshot(struct proc *p, int (*cb)(const struct vm_map_snap *, void *),
    void *arg)
{
	struct vm_map_snap *snaps = NULL;
	struct vmspace *vm;
	u_int i, max, n = 0;
	int error = 0;

	vm = vmspace_acquire(p);
	if (vm == NULL)
		return (SET_ERROR(ESRCH));
	max = vm->vm_map.m_nentries + 16;
	for (;;) {
		snaps = kmem_alloc(max * sizeof(*snaps), KM_SLEEP);
		if (snaps == NULL) {
			error = SET_ERROR(ENOMEM);
			break;
		}
		rw_enter(&vm->vm_map.m_lock, RW_READER);
		if (vm->vm_map.m_nentries <= max) {
			n = snapshot_fill(&vm->vm_map, snaps, max);
			rw_exit(&vm->vm_map.m_lock);
			break;
		}
		rw_exit(&vm->vm_map.m_lock);
		kmem_free(snaps, max * sizeof(*snaps));
		max *= 2;
	}
	for (i = 0; i < n; i++) {
		if (error == 0)
			error = cb(&snaps[i], arg);
		if (snaps[i].s_vnode != NULL)
			vrele(snaps[i].s_vnode);
	}
	if (snaps != NULL)
		kmem_free(snaps, max * sizeof(*snaps));
	vmspace_free(vm);
	return (error);
}
