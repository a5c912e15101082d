/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * madvise(2), mincore(2), msync(2).
 *
 * Model	Advice is kept in the entry (e_advice) where it tells how the
 *		pages will be used, and acted upon at once where it tells what
 *		will or will not be used.  It never changes what a program
 *		reads, but for MADV_FREE, which may turn memory to zeros.
 *
 *		msync(2) writes a file's dirty pages through its object, as
 *		fsync(2) does for all of them: there is one copy of the data,
 *		so mappings and files agree without it, and MS_INVALIDATE has
 *		nothing to do but refuse locked memory.
 *
 * Locks	m_lock -> o_lock, as a fault takes them.  msync holds neither
 *		while it writes: it keeps the vnode, and looks the map up again
 *		at the next address.
 * Context	thread, may wait for I/O.
 * Tests	tests/sys/vm/t_madvise.c, t_mlock.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

#define	WILLNEED_MAX	256		/* pages read ahead by one request */
#define	MINCORE_CHUNK	128		/* pages looked at under m_lock */

/*
 * The pages of a range that a program names: aligned, and of user memory.
 * EINVAL; ENOMEM.
 */
static int
advise_range(const struct vm_map *map, const void *addr, size_t len,
    vm_offset_t *startp, vm_offset_t *endp)
{
	vm_offset_t start = (vm_offset_t)addr;

	if ((start & PAGE_MASK) != 0 || round_page(start + len) < start ||
	    start + len < start)
		return (SET_ERROR(EINVAL));
	*startp = start;
	*endp = round_page(start + len);
	if (start < map->m_min || *endp > map->m_max)
		return (SET_ERROR(ENOMEM));
	return (0);
}

void
vm_object_prefetch(struct vm_object *obj, vm_pindex_t s, vm_pindex_t e)
{
	int error = 0;

	e = MIN(e, s + WILLNEED_MAX);
	mutex_enter(&obj->o_lock);
	for (; error == 0 && s < e && ptoa(s) < (vm_offset_t)obj->o_size; s++) {
		if (vm_radix_lookup(&obj->o_pages, s) == NULL)
			error = vm_vnode_pagein(obj, s, MADV_SEQUENTIAL);
	}
	mutex_exit(&obj->o_lock);
}

/*
 * Read the files mapped in [start, end).
 */
static void
advise_willneed(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *e;
	struct vm_object *obj;
	vm_pindex_t first, last;

	while (start < end) {
		rw_enter(&map->m_lock, RW_READER);
		e = vm_map_lookup_ge(map, start);
		if (vm_map_is_end(map, e) || e->e_start >= end) {
			rw_exit(&map->m_lock);
			return;
		}
		start = MAX(start, e->e_start);
		obj = e->e_vobj;
		if (obj != NULL && obj->o_type == OBJT_VNODE)
			vm_object_ref(obj);
		else
			obj = NULL;
		first = vm_entry_vindex(e, start);
		start = MIN(end, e->e_end);
		last = vm_entry_vindex(e, start);
		rw_exit(&map->m_lock);
		if (obj != NULL) {
			vm_object_prefetch(obj, first, last);
			vm_object_deref(obj);
		}
	}
}

/*
 * Forget that the pages of the file that e maps in [start, end) were used, so
 * that they go first when memory is short.  m_lock is held.
 */
static void
dontneed_entry(struct vm_map *map, struct vm_map_entry *e, vm_offset_t start,
    vm_offset_t end)
{
	struct vm_object *obj = e->e_vobj;
	struct vm_page *pg;
	vm_pindex_t index, last;

	if (obj == NULL || obj->o_type != OBJT_VNODE ||
	    (e->e_flags & ME_LOCKED) != 0)
		return;
	mutex_enter(&obj->o_lock);
	pmap_remove(map->m_pmap, start, end);
	index = vm_entry_vindex(e, start);
	last = vm_entry_vindex(e, end);
	while ((pg = vm_radix_lookup_ge(&obj->o_pages, index)) != NULL &&
	    pg->p_index < last) {
		pg->p_flags &= (uint16_t)~PG_REFERENCED;
		index = pg->p_index + 1;
	}
	mutex_exit(&obj->o_lock);
}

/*
 * Free the anonymous pages of e in [start, end), where nothing shows through
 * once they are gone.  m_lock is held to write.
 */
static void
free_entry(struct vm_map *map, struct vm_map_entry *e, vm_offset_t start,
    vm_offset_t end)
{
	struct vm_object *obj = e->e_object;

	if (obj == NULL || e->e_vobj != NULL || obj->o_shadow != NULL ||
	    (e->e_flags & (ME_SHARED | ME_NEEDSCOPY | ME_LOCKED)) != 0 ||
	    (obj->o_flags & VMO_ONEMAPPING) == 0)
		return;
	pmap_remove(map->m_pmap, start, end);
	vm_object_page_remove(obj, atop(start), atop(end));
}

/*
 * Call fn for the part of each mapping that is in [start, end).
 */
static void
advise_each(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    void (*fn)(struct vm_map *, struct vm_map_entry *, vm_offset_t,
    vm_offset_t))
{
	struct vm_map_entry *e;

	for (e = vm_map_lookup_ge(map, start);
	    !vm_map_is_end(map, e) && e->e_start < end; e = e->e_next) {
		if ((e->e_flags & ME_GUARD) == 0)
			fn(map, e, MAX(start, e->e_start),
			    MIN(end, e->e_end));
	}
}

/*
 * MADV_PROTECT is of the process, not of memory.
 */
static int
advise_protect(struct thread *td)
{
	struct proc *p = td->td_proc;
	int error;

	error = priv_check(td->td_cred, PRIV_PROC_PROTECT);
	if (error != 0)
		return (error);
	mutex_enter(&p->p_lock);
	p->p_flag |= P_PROTECTED;
	mutex_exit(&p->p_lock);
	return (0);
}

int
sys_madvise(struct thread *td, const struct madvise_args *uap,
    register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	vm_offset_t start, end;
	int error, advice = uap->behav;

	if (advice == MADV_PROTECT)
		return (advise_protect(td));
	if (advice < MADV_NORMAL || advice > MADV_CORE)
		return (SET_ERROR(EINVAL));
	error = advise_range(map, uap->addr, uap->len, &start, &end);
	if (error != 0)
		return (error);
	rw_enter(&map->m_lock, RW_WRITER);
	if (!vm_map_covers(map, start, end))
		error = SET_ERROR(ENOMEM);
	else switch (advice) {
	case MADV_NORMAL:
	case MADV_RANDOM:
	case MADV_SEQUENTIAL:
		error = vm_map_setattr(map, start, end, 0, 0, advice);
		break;
	case MADV_DONTNEED:
		advise_each(map, start, end, dontneed_entry);
		break;
	case MADV_FREE:
		advise_each(map, start, end, free_entry);
		break;
	default:
		break;
	}
	rw_exit(&map->m_lock);
	if (error == 0 && advice == MADV_WILLNEED)
		advise_willneed(map, start, end);
	return (error);
}

/* --- mincore -------------------------------------------------------------- */

/*
 * Whether the page that a fault at va of e would use is in memory, though it is
 * not mapped.  m_lock is held.
 */
static __no_lock_analysis bool
mincore_object(struct vm_map_entry *e, vm_offset_t va)
{
	struct vm_object *obj = e->e_object, *owner;
	struct vm_page *pg = NULL;

	if (obj != NULL) {
		mutex_enter(&obj->o_lock);
		pg = vm_object_chain_lookup(obj, atop(va), &owner);
		if (pg != NULL && owner != obj)
			mutex_exit(&owner->o_lock);
		mutex_exit(&obj->o_lock);
	}
	if (pg != NULL)
		return (true);
	obj = e->e_vobj;
	if (obj == NULL)
		return (false);
	mutex_enter(&obj->o_lock);
	pg = vm_radix_lookup(&obj->o_pages, vm_entry_vindex(e, va));
	if (pg != NULL && (pg->p_flags & PG_VALID) == 0)
		pg = NULL;
	mutex_exit(&obj->o_lock);
	return (pg != NULL);
}

static char
mincore_page(struct vm_map *map, struct vm_map_entry *e, vm_offset_t va)
{
	vm_paddr_t pa;
	char bits = 0;

	if (pmap_extract(map->m_pmap, va, &pa)) {
		bits = MINCORE_INCORE;
		if (pmap_is_referenced(map->m_pmap, va))
			bits |= MINCORE_REFERENCED;
		if (pmap_is_modified(map->m_pmap, va))
			bits |= MINCORE_MODIFIED;
	} else if ((e->e_flags & ME_GUARD) == 0 && mincore_object(e, va)) {
		bits = MINCORE_INCORE;
	}
	return (bits);
}

int
sys_mincore(struct thread *td, const struct mincore_args *uap,
    register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	struct vm_map_entry *e;
	char bits[MINCORE_CHUNK], *vec = uap->vec;
	vm_offset_t start, end;
	size_t n;
	int error;

	error = advise_range(map, uap->addr, uap->len, &start, &end);
	while (error == 0 && start < end) {
		rw_enter(&map->m_lock, RW_READER);
		e = vm_map_lookup_ge(map, start);
		for (n = 0; n < MINCORE_CHUNK && start < end; n++) {
			if (!vm_map_is_end(map, e) && e->e_end <= start)
				e = e->e_next;
			if (vm_map_is_end(map, e) || e->e_start > start) {
				error = SET_ERROR(ENOMEM);
				break;
			}
			bits[n] = mincore_page(map, e, start);
			start += PAGE_SIZE;
		}
		rw_exit(&map->m_lock);
		if (error == 0)
			error = copyout(bits, vec, n);
		vec += n;
	}
	return (error);
}

/* --- msync ---------------------------------------------------------------- */

/*
 * Write what the mapping at *startp shares with a file, up to end; *startp is
 * then the address behind that mapping.
 */
static int
msync_one(struct vm_map *map, vm_offset_t *startp, vm_offset_t end, int flags)
{
	struct vm_map_entry *e;
	struct vnode *vp = NULL;
	vm_offset_t stop;
	off_t first = 0;
	int error = 0;

	rw_enter(&map->m_lock, RW_READER);
	e = vm_map_lookup_ge(map, *startp);
	if (vm_map_is_end(map, e) || e->e_start > *startp) {
		rw_exit(&map->m_lock);
		return (SET_ERROR(ENOMEM));
	}
	stop = MIN(end, e->e_end);
	if ((e->e_flags & ME_SHARED) != 0 &&
	    e->e_vobj->o_type == OBJT_VNODE) {
		vp = e->e_vobj->o_handle;
		vref(vp);
		first = (off_t)ptoa(vm_entry_vindex(e, *startp));
	}
	rw_exit(&map->m_lock);
	if (vp != NULL) {
		/* As fsync(2) of a file whose file system was taken away. */
		error = vp->v_state == VS_DEAD ? SET_ERROR(EIO) :
		    ubc_flush(vp, first, first + (off_t)(stop - *startp),
		    (flags & MS_ASYNC) != 0 ? 0 : UBC_SYNC);
		vrele(vp);
	}
	*startp = stop;
	return (error);
}

int
sys_msync(struct thread *td, const struct msync_args *uap, register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	struct vm_map_entry *e;
	vm_offset_t start, end;
	int error, flags = uap->flags;

	if ((flags & ~(MS_ASYNC | MS_INVALIDATE)) != 0 ||
	    flags == (MS_ASYNC | MS_INVALIDATE))
		return (SET_ERROR(EINVAL));
	error = advise_range(map, uap->addr, uap->len, &start, &end);
	if (error != 0)
		return (error);
	rw_enter(&map->m_lock, RW_READER);
	if (!vm_map_covers(map, start, end))
		error = SET_ERROR(ENOMEM);
	for (e = vm_map_lookup_ge(map, start);
	    error == 0 && (flags & MS_INVALIDATE) != 0 &&
	    !vm_map_is_end(map, e) && e->e_start < end; e = e->e_next) {
		if ((e->e_flags & ME_LOCKED) != 0)
			error = SET_ERROR(EBUSY);
	}
	rw_exit(&map->m_lock);
	while (error == 0 && start < end)
		error = msync_one(map, &start, end, flags);
	return (error);
}
