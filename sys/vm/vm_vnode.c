/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Objects of files: reading pages in, writing them out, sizes.
 *
 * Model	The object of a vnode holds the pages of the file that are in
 *		memory, and is the only place where they are.  A page that is
 *		not there is read by vm_vnode_pagein(): a run of absent pages is
 *		entered busy, filled by the pager without a lock, and becomes
 *		valid as a whole.  A run grows while reads are sequential
 *		(o_ranext, o_rawindow).
 *
 *		A page gets dirty by ubc_uiomove() or by a write fault; either
 *		says so (PG_DIRTY) after it may have changed, before it can be
 *		lost.  Flushing makes runs of dirty pages PG_WRITEBACK and
 *		clean, takes write permission from all mappings, and writes
 *		them: a later change makes the page dirty again, and it is
 *		written again.
 *
 * Invariants	(1) a page that is neither PG_DIRTY nor PG_WRITEBACK has the
 *		    file's contents and no writable mapping.
 *		(2) what lies past o_size in the last page is zero when it is
 *		    written and when o_size grows over it.
 *		(3) o_paging counts pagers at work; the object stays until it is
 *		    0.
 *		(4) no page at or behind round_page(o_size) is valid, but for
 *		    the one that ubc_uiomove() is growing the file with, under
 *		    the vnode lock.
 *		(5) while VV_MODIFIED is clear no mapping of the file can be
 *		    written to: the next write faults, and sets it.
 *
 * Locks	o_lock; never held while the pager works.
 * Context	thread, may wait for I/O.
 * Tests	tests/sys/vm/unit, tests/sys/vm/t_mmap_file.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

/* These may release o_lock and take it again. */
static int	flush_write(struct vm_object *obj, struct vm_page **, u_int,
		    int) __requires(obj->o_lock);
static void	object_drop(struct vm_object *obj, vm_pindex_t, vm_pindex_t,
		    bool clean) __requires(obj->o_lock);

static int
vnode_pager_getpages(struct vm_object *obj, struct vm_page **pgs, int n)
{

	return (VOP_GETPAGES(obj->o_handle, pgs, n));
}

static int
vnode_pager_putpages(struct vm_object *obj, struct vm_page **pgs, int n,
    int flags)
{

	return (VOP_PUTPAGES(obj->o_handle, pgs, n, flags));
}

static void
vnode_pager_release(void *vp)
{

	vrele(vp);
}

const struct pager_ops vnode_pager_ops = {
	.pgo_getpages = vnode_pager_getpages,
	.pgo_putpages = vnode_pager_putpages,
	.pgo_release = vnode_pager_release,
};

void
vm_object_ref_vnode(struct vm_object *obj)
{

	vref(obj->o_handle);
}

static inline vm_pindex_t
object_end(const struct vm_object *obj)
{

	return (atop(round_page((vm_offset_t)obj->o_size)));
}

/*
 * pg of obj, locked, is newer than the file, or not any more.
 */
void
vm_page_dirty(struct vm_page *pg, struct vm_object *obj)
{

	if ((pg->p_flags & PG_DIRTY) == 0) {
		pg->p_flags |= PG_DIRTY;
		vnode_setflag(obj->o_handle, VV_DIRTY);
		obj->o_ndirty++;
		vm_count(VMC_DIRTY, 1);
	}
}

void
vm_page_clean(struct vm_page *pg, struct vm_object *obj)
{

	if ((pg->p_flags & PG_DIRTY) != 0) {
		pg->p_flags &= (uint16_t)~PG_DIRTY;
		obj->o_ndirty--;
		vm_count(VMC_DIRTY, -1);
	}
}

static void
object_paging_end(struct vm_object *obj)
{

	if (--obj->o_paging == 0)
		vm_object_wakeup(obj);
}

/*
 * How many pages to read from index on, which is absent: the read-ahead's
 * window, up to the end of the file and to the next page that is there.  advice
 * (MADV_*) is what the program said of its mapping.  Where pages are all there
 * is, there is nothing to read ahead.
 */
static u_int
pagein_window(struct vm_object *obj, vm_pindex_t index, int advice)
{
	struct vm_page *next;
	vm_pindex_t end;
	u_int window;

	if (advice == MADV_RANDOM || (obj->o_flags & VMO_NORECLAIM) != 0)
		return (1);
	if (advice == MADV_SEQUENTIAL)
		window = VM_READAHEAD_MAX;
	else if (index == obj->o_ranext)
		window = MIN(obj->o_rawindow * 2U, VM_READAHEAD_MAX);
	else
		window = VM_READAHEAD_MIN;
	obj->o_rawindow = (uint16_t)window;
	end = MIN(object_end(obj), index + window);
	next = vm_radix_lookup_ge(&obj->o_pages, index);
	if (next != NULL)
		end = MIN(end, next->p_index);
	return ((u_int)(end - index));
}

/*
 * Enter up to n busy pages from index on; returns how many there was memory
 * for.
 */
static u_int
pagein_prepare(struct vm_object *obj, vm_pindex_t index, u_int n,
    struct vm_page **pgs)
{
	struct vm_page *pg;
	u_int i;

	for (i = 0; i < n; i++) {
		pg = vm_page_alloc(KM_NOSLEEP);
		if (pg == NULL)
			break;
		pg->p_flags = PG_BUSY;
		if (vm_page_insert(pg, obj, index + i) != 0) {
			pg->p_flags = 0;
			vm_page_free(pg);
			break;
		}
		pgs[i] = pg;
	}
	return (i);
}

/*
 * Read the page at index, which is absent and within the size, and some behind
 * it, as advice says.  obj is locked, and unlocked meanwhile, so that on
 * success the caller looks the page up again.  The caller keeps obj from going
 * away.  EIO or what the pager says; ENOMEM for a process that is being killed.
 */
int
vm_vnode_pagein(struct vm_object *obj, vm_pindex_t index, int advice)
{
	struct vm_page *pgs[VM_READAHEAD_MAX];
	u_int i, n;
	int error;

	KASSERT(mutex_owned(&obj->o_lock));
	n = pagein_prepare(obj, index, pagein_window(obj, index, advice),
	    pgs);
	if (n == 0) {
		mutex_exit(&obj->o_lock);
		error = vm_page_wait();
		mutex_enter(&obj->o_lock);
		return (error);
	}
	for (;;) {
		obj->o_paging++;
		mutex_exit(&obj->o_lock);
		error = obj->o_pager->pgo_getpages(obj, pgs, (int)n);
		mutex_enter(&obj->o_lock);
		object_paging_end(obj);
		if (error == 0 || n == 1)
			break;
		/* The trouble may lie behind the page that is wanted. */
		while (n > 1)
			vm_page_remove(pgs[--n], obj);
	}
	if (error != 0) {
		vm_page_remove(pgs[0], obj);
		return (error);
	}
	for (i = 0; i < n; i++) {
		pgs[i]->p_flags |= PG_VALID;
		vm_page_unbusy(pgs[i], obj);
	}
	obj->o_ranext = index + n;
	vm_count(VMC_PAGEINS, n);
	return (0);
}

/*
 * Zero what lies past the end of the file in its last page, which a mapping may
 * have written to.  obj is locked.
 */
static void
object_zero_tail(struct vm_object *obj)
{
	struct vm_page *pg;
	size_t off;

	off = (size_t)obj->o_size & PAGE_MASK;
	if (off == 0)
		return;
	pg = vm_radix_lookup(&obj->o_pages, atop(obj->o_size));
	if (pg != NULL && (pg->p_flags & PG_VALID) != 0)
		memset((char *)vm_page_kva(pg) + off, 0, PAGE_SIZE - off);
}

/*
 * Gather dirty pages that follow index without a gap, below end, into pgs as
 * clean ones in write-back.  Returns how many.
 */
static u_int
flush_gather(struct vm_object *obj, struct vm_page *pg, vm_pindex_t end,
    struct vm_page **pgs)
{
	u_int n = 0;

	do {
		pg->p_flags |= PG_WRITEBACK;
		vm_page_clean(pg, obj);
		pgs[n++] = pg;
		if (pg->p_index + 1 >= end || n == VM_CLUSTER_MAX)
			break;
		pg = vm_radix_lookup(&obj->o_pages, pg->p_index + 1);
	} while (pg != NULL && (pg->p_flags & (PG_DIRTY | PG_VALID | PG_BUSY |
	    PG_WRITEBACK)) == (PG_DIRTY | PG_VALID));
	return (n);
}

/*
 * Write n gathered pages.  A page that fails is dirty again, so that it is
 * tried again later.  obj is locked, and unlocked meanwhile.
 */
static int
flush_write(struct vm_object *obj, struct vm_page **pgs, u_int n, int flags)
{
	vm_pindex_t first = pgs[0]->p_index;
	u_int i;
	int error;

	if (!LIST_EMPTY(&obj->o_mappings)) {
		vm_object_writeprotect(obj, first, first + n);
		if (first + n == object_end(obj))
			object_zero_tail(obj);
	}
	obj->o_paging++;
	mutex_exit(&obj->o_lock);
	error = obj->o_pager->pgo_putpages(obj, pgs, (int)n,
	    (flags & UBC_SYNC) != 0 ? PGO_SYNC : 0);
	mutex_enter(&obj->o_lock);
	for (i = 0; i < n; i++) {
		pgs[i]->p_flags &= (uint16_t)~PG_WRITEBACK;
		if (error != 0)
			vm_page_dirty(pgs[i], obj);
		if ((pgs[i]->p_flags & PG_WANTED) != 0) {
			pgs[i]->p_flags &= (uint16_t)~PG_WANTED;
			vm_object_wakeup(obj);
		}
	}
	object_paging_end(obj);
	vm_count(VMC_PAGEOUTS, n);
	return (error);
}

/*
 * Write the dirty pages of [s, e) of obj, locked and unlocked meanwhile; with
 * UBC_SYNC also wait for those that others are writing.  Tries all; returns the
 * first error.
 */
int
vm_vnode_flush(struct vm_object *obj, vm_pindex_t s, vm_pindex_t e, int flags)
{
	struct vm_page *pgs[VM_CLUSTER_MAX];
	struct vm_page *pg;
	int error, first_error = 0;
	u_int n;

	KASSERT(mutex_owned(&obj->o_lock));
	while ((pg = vm_radix_lookup_ge(&obj->o_pages, s)) != NULL &&
	    pg->p_index < e) {
		if (obj->o_ndirty == 0 && (obj->o_paging == 0 ||
		    (flags & UBC_SYNC) == 0))
			break;
		s = pg->p_index;
		if ((pg->p_flags & PG_WRITEBACK) != 0 &&
		    (flags & UBC_SYNC) != 0) {
			vm_page_busy_wait(pg, obj);
			continue;
		}
		s++;
		if ((pg->p_flags & (PG_DIRTY | PG_VALID | PG_BUSY |
		    PG_WRITEBACK)) != (PG_DIRTY | PG_VALID))
			continue;
		n = flush_gather(obj, pg, e, pgs);
		s = pgs[n - 1]->p_index + 1;
		error = flush_write(obj, pgs, n, flags);
		if (first_error == 0)
			first_error = error;
	}
	return (first_error);
}

/*
 * Drop the pages [s, e) of obj, locked.  All of them, waiting for those in use;
 * or, with `clean', those that are clean and idle.
 */
static void
object_drop(struct vm_object *obj, vm_pindex_t s, vm_pindex_t e, bool clean)
{
	struct vm_page *pg;

	vm_object_unmap(obj, s, e);
	while ((pg = vm_radix_lookup_ge(&obj->o_pages, s)) != NULL &&
	    pg->p_index < e) {
		if ((pg->p_flags & (PG_BUSY | PG_WRITEBACK)) != 0) {
			if (clean) {
				s = pg->p_index + 1;
				continue;
			}
			vm_page_busy_wait(pg, obj);
			/* It may have been mapped while we slept. */
			vm_object_unmap(obj, s, e);
			continue;
		}
		s = pg->p_index + 1;
		if (clean && (pg->p_flags & PG_DIRTY) != 0)
			continue;
		vm_page_remove(pg, obj);
	}
}

/*
 * The file has a new size.  See the header.
 */
void
vnode_pager_setsize(struct vnode *vp, off_t newsize)
{
	struct vm_object *obj = vp->v_object;
	vm_pindex_t keep, end;

	if (obj == NULL)
		return;
	mutex_enter(&obj->o_lock);
	if (newsize < obj->o_size) {
		end = object_end(obj);
		obj->o_size = newsize;
		keep = object_end(obj);
		if (keep < end)
			object_drop(obj, keep, end, false);
		object_zero_tail(obj);
	} else if (newsize > obj->o_size) {
		if (!LIST_EMPTY(&obj->o_mappings))
			object_zero_tail(obj);
		obj->o_size = newsize;
	}
	mutex_exit(&obj->o_lock);
}

int
ubc_flush(struct vnode *vp, off_t s, off_t e, int flags)
{
	struct vm_object *obj = vp->v_object;
	vm_pindex_t first, last;
	int error = 0;

	if (obj == NULL)
		return (0);
	first = atop(s);
	last = e == 0 ? UINT64_MAX : atop(round_page((vm_offset_t)e));
	mutex_enter(&obj->o_lock);
	if ((flags & UBC_CLEANONLY) == 0)
		error = vm_vnode_flush(obj, first, last, flags);
	if (error == 0 && (flags & (UBC_INVALIDATE | UBC_CLEANONLY)) != 0 &&
	    (obj->o_flags & VMO_NORECLAIM) == 0)
		object_drop(obj, first, last, (flags & UBC_CLEANONLY) != 0);
	mutex_exit(&obj->o_lock);
	return (error);
}

/*
 * The vnode is being reclaimed: its object loses its pages, and goes with its
 * last reference.  Dirty pages, which only remain where the file is gone or
 * could not be written, are lost.  Waits for pagers.
 */
void
vm_object_terminate(struct vm_object *obj)
{

	mutex_enter(&obj->o_lock);
	obj->o_flags |= VMO_DEAD;
	obj->o_size = 0;
	while (obj->o_paging != 0)
		vm_object_wait(obj);
	object_drop(obj, 0, UINT64_MAX, false);
	mutex_exit(&obj->o_lock);
	vm_object_vnode_drop(obj);
}

/*
 * Whether the file was written to through a mapping since this was asked last.
 * The file system then sets its times, unless they are being set otherwise; it
 * asks when somebody wants to know them and when pages are written, as msync(2)
 * does.  No vm lock is held; the vnode's may be.
 */
bool
ubc_modified(struct vnode *vp)
{
	struct vm_object *obj = vp->v_object;
	bool modified;

	if (__predict_true((vp->v_flag & VV_MODIFIED) == 0) || obj == NULL)
		return (false);
	mutex_enter(&obj->o_lock);
	modified = (vp->v_flag & VV_MODIFIED) != 0;
	if (modified) {
		vnode_clrflag(vp, VV_MODIFIED);
		vm_object_writeprotect(obj, 0, UINT64_MAX);
	}
	mutex_exit(&obj->o_lock);
	return (modified);
}

/*
 * Wait until each pager that was at work has been seen to be idle.  The vnode's
 * operations were replaced before: pagers that begin later see the new ones.
 */
void
vm_object_quiesce(struct vm_object *obj)
{

	mutex_enter(&obj->o_lock);
	while (obj->o_paging != 0)
		vm_object_wait(obj);
	mutex_exit(&obj->o_lock);
}

/* Pages of the file in memory, and those that are to be written. */
u_long
ubc_resident(struct vnode *vp)
{

	return (vp->v_object == NULL ? 0 : vp->v_object->o_npages);
}

off_t
ubc_next(struct vnode *vp, off_t s, off_t e, bool dirty)
{
	const u_int want = dirty ? PG_DIRTY | PG_WRITEBACK : PG_VALID;
	struct vm_object *obj = vp->v_object;
	struct vm_page *pg;
	vm_pindex_t index = atop(s);

	if (obj == NULL)
		return (e);
	mutex_enter(&obj->o_lock);
	while ((pg = vm_radix_lookup_ge(&obj->o_pages, index)) != NULL &&
	    (pg->p_flags & want) == 0)
		index = pg->p_index + 1;
	if (pg != NULL)
		e = MIN(e, MAX(s, (off_t)ptoa(pg->p_index)));
	mutex_exit(&obj->o_lock);
	return (e);
}

u_long
ubc_dirty(struct vnode *vp)
{

	return (vp->v_object == NULL ? 0 : vp->v_object->o_ndirty);
}
