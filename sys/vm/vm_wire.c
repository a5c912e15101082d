/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mlock(2), munlock(2), mlockall(2), munlockall(2).
 *
 * Model	A locked entry (ME_LOCKED) keeps what it maps in memory.
 *		Anonymous memory never leaves it, so that only pages of files
 *		need care: the page daemon passes by those that a locked entry
 *		maps (vm_pageout.c).  Locking a range marks its entries and then
 *		makes every page that a later access would want, a private copy
 *		where the program may write.  A child of fork(2) and a new
 *		program have nothing locked.
 *
 *		The range is made resident once before anything is marked, to
 *		learn whether it can be, and once after, for what went in
 *		between.
 *
 * Limits	A process's locked bytes (m_locked) are at most RLIMIT_MEMLOCK
 *		when they grow; those of all, in vm_locked_pages, at most
 *		vm.max_locked, a third of memory by default.
 *
 * Invariants	(1) m_locked is the sum of the sizes of a map's locked entries.
 *		(2) vm_locked_pages is the sum of atop(m_locked) of all maps.
 *		(3) a guard is never locked.
 *
 * Locks	m_lock to write for ME_LOCKED, m_locked and m_lockfuture, and
 *		for ME_LOCKED of an entry of a file its o_lock too.
 * Context	thread; may wait for pages.
 * Tests	tests/sys/vm/t_mlock.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

u_long	vm_locked_pages;		/* (a) */
u_long	vm_maxlocked;			/* (a) 0: a third of memory */

/*
 * Pages that all together may lock.
 */
u_long
vm_locked_limit(void)
{
	u_long pages = atomic_load_relaxed(&vm_maxlocked);

	return (pages != 0 ? pages : vm_phys_total_count() / 3);
}

/*
 * bytes more are to be locked.  ENOMEM: more than the process may; EAGAIN: than
 * there may be.  m_lock is held to write.
 */
int
vm_map_lock_charge(struct vm_map *map, struct thread *td, vm_size_t bytes)
{
	vm_size_t limit = (vm_size_t)lim_cur(td, RLIMIT_MEMLOCK);
	u_long pages = atop(bytes);

	KASSERT(rw_write_held(&map->m_lock));
	if (map->m_locked > limit || bytes > limit - map->m_locked)
		return (SET_ERROR(ENOMEM));
	if (atomic_fetch_add(&vm_locked_pages, pages) + pages >
	    vm_locked_limit()) {
		atomic_add(&vm_locked_pages, -pages);
		return (SET_ERROR(EAGAIN));
	}
	map->m_locked += bytes;
	return (0);
}

/*
 * bytes fewer are locked.  m_lock is held to write, or nobody else knows map.
 */
void
vm_map_lock_uncharge(struct vm_map *map, vm_size_t bytes)
{

	if (bytes == 0)
		return;
	KASSERT(map->m_locked >= bytes);
	map->m_locked -= bytes;
	atomic_add(&vm_locked_pages, -(u_long)atop(bytes));
}

/*
 * Bytes of [start, end) that are locked, or, with `locked' false, that are not
 * and could be.
 */
static vm_size_t
wire_count(struct vm_map *map, vm_offset_t start, vm_offset_t end, bool locked)
{
	struct vm_map_entry *e;
	vm_size_t size = 0;

	for (e = vm_map_lookup_ge(map, start);
	    !vm_map_is_end(map, e) && e->e_start < end; e = e->e_next) {
		if ((e->e_flags & ME_GUARD) == 0 &&
		    ((e->e_flags & ME_LOCKED) != 0) == locked)
			size += MIN(e->e_end, end) - MAX(e->e_start, start);
	}
	return (size);
}

/*
 * Make the part [start, end) of a mapping resident that allows prot.
 */
static int
wire_faultin_entry(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    int prot, bool private)
{
	int access, error = 0;
	vm_paddr_t pa;

	access = private && (prot & VM_PROT_WRITE) != 0 ? VM_PROT_WRITE :
	    VM_PROT_READ;
	if ((prot & (VM_PROT_READ | VM_PROT_WRITE)) == 0)
		access = VM_PROT_EXECUTE;
	for (; error == 0 && start < end; start += PAGE_SIZE) {
		if (access == VM_PROT_WRITE ||
		    !pmap_extract(map->m_pmap, start, &pa))
			error = vm_fault(map, start, access, 0);
	}
	return (error);
}

/*
 * Make all that is mapped in [start, end), and that may be accessed, resident.
 * No lock is held.  What a fault says of the first page that cannot be.
 */
int
vm_map_faultin(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *e;
	vm_offset_t stop;
	bool private;
	int error = 0, prot;

	for (; error == 0 && start < end; start = stop) {
		rw_enter(&map->m_lock, RW_READER);
		e = vm_map_lookup_ge(map, start);
		if (vm_map_is_end(map, e) || e->e_start >= end) {
			rw_exit(&map->m_lock);
			break;
		}
		start = MAX(start, e->e_start);
		stop = MIN(end, e->e_end);
		prot = (e->e_flags & ME_GUARD) != 0 ? 0 : e->e_prot;
		private = (e->e_flags & ME_SHARED) == 0;
		rw_exit(&map->m_lock);
		if (prot != 0)
			error = wire_faultin_entry(map, start, stop, prot,
			    private);
	}
	return (error);
}

/*
 * Mark what is not locked of [start, end), none of which need be mapped, as
 * locked.  Its pages are made resident by the caller.
 */
static int
wire_mark(struct thread *td, struct vm_map *map, vm_offset_t start,
    vm_offset_t end)
{
	vm_size_t bytes;
	int error;

	bytes = wire_count(map, start, end, false);
	error = vm_map_lock_charge(map, td, bytes);
	if (error != 0)
		return (error);
	error = vm_map_setattr(map, start, end, ME_LOCKED, 0, -1);
	if (error != 0)
		vm_map_lock_uncharge(map, bytes);
	return (error);
}

static int
wire_unmark(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	vm_size_t bytes;
	int error;

	bytes = wire_count(map, start, end, true);
	error = vm_map_setattr(map, start, end, 0, ME_LOCKED, -1);
	if (error == 0)
		vm_map_lock_uncharge(map, bytes);
	return (error);
}

/*
 * The pages of a range that a program names.  EINVAL: it wraps around.
 * ENOMEM: it is not of user memory.
 */
static int
wire_range(const struct vm_map *map, const void *addr, size_t len,
    vm_offset_t *startp, vm_offset_t *endp)
{
	vm_offset_t start = (vm_offset_t)addr;

	if (start + len < start || round_page(start + len) < start)
		return (SET_ERROR(EINVAL));
	*startp = trunc_page(start);
	*endp = len == 0 ? *startp : round_page(start + len);
	if (*startp < map->m_min || *endp > map->m_max)
		return (SET_ERROR(ENOMEM));
	return (0);
}

int
sys_mlock(struct thread *td, const struct mlock_args *uap, register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	vm_offset_t start, end;
	int error;

	error = wire_range(map, uap->addr, uap->len, &start, &end);
	if (error != 0)
		return (error);
	/* Not to read in what may not be locked anyway. */
	rw_enter(&map->m_lock, RW_WRITER);
	if (!vm_map_covers(map, start, end))
		error = SET_ERROR(ENOMEM);
	else {
		vm_size_t bytes = wire_count(map, start, end, false);

		error = vm_map_lock_charge(map, td, bytes);
		if (error == 0)
			vm_map_lock_uncharge(map, bytes);
	}
	rw_exit(&map->m_lock);
	if (error != 0)
		return (error);
	if (vm_map_faultin(map, start, end) != 0)
		return (SET_ERROR(ENOMEM));
	rw_enter(&map->m_lock, RW_WRITER);
	error = vm_map_covers(map, start, end) ?
	    wire_mark(td, map, start, end) : SET_ERROR(ENOMEM);
	rw_exit(&map->m_lock);
	if (error == 0)
		(void)vm_map_faultin(map, start, end);
	return (error);
}

int
sys_munlock(struct thread *td, const struct munlock_args *uap, register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	vm_offset_t start, end;
	int error;

	error = wire_range(map, uap->addr, uap->len, &start, &end);
	if (error != 0)
		return (error);
	rw_enter(&map->m_lock, RW_WRITER);
	error = vm_map_covers(map, start, end) ?
	    wire_unmark(map, start, end) : SET_ERROR(ENOMEM);
	rw_exit(&map->m_lock);
	return (error);
}

int
sys_mlockall(struct thread *td, const struct mlockall_args *uap,
    register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	int error = 0, flags = uap->flags;

	if (flags == 0 || (flags & ~(MCL_CURRENT | MCL_FUTURE)) != 0)
		return (SET_ERROR(EINVAL));
	rw_enter(&map->m_lock, RW_WRITER);
	if ((flags & MCL_CURRENT) != 0)
		error = wire_mark(td, map, map->m_min, map->m_max);
	if (error == 0 && (flags & MCL_FUTURE) != 0)
		map->m_lockfuture = true;
	rw_exit(&map->m_lock);
	/* What cannot be read in is what would give SIGBUS. */
	if (error == 0 && (flags & MCL_CURRENT) != 0)
		(void)vm_map_faultin(map, map->m_min, map->m_max);
	return (error);
}

int
sys_munlockall(struct thread *td, const struct munlockall_args *uap,
    register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;

	rw_enter(&map->m_lock, RW_WRITER);
	map->m_lockfuture = false;
	/* Whole entries need no clip, so this cannot fail. */
	(void)wire_unmark(map, map->m_min, map->m_max);
	rw_exit(&map->m_lock);
	return (0);
}
