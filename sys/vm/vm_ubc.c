/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Copying between callers of read(2) and write(2) and the pages of files.
 *
 * Model	A page is held (vm_page_hold), not busy, while it is copied from
 *		or to: a fault on the other end of the copy may need the very
 *		same page, or another thread may map it.  Atomicity of reads and
 *		writes against each other is the vnode lock's.
 *
 *		A page that a write replaces as a whole, or that lies past the
 *		end of the file, is not read: it is filled while busy.  As a
 *		fault then could wait for that page itself, the copy is done
 *		with faults off (td_nofault); when that fails the page is thrown
 *		away and the write goes the ordinary way.
 *
 * Invariants	(1) nobody else ever sees bytes of a new page that are neither
 *		    the file's, nor zero, nor what was written.
 *		(2) a page is marked dirty after it was changed, while it is
 *		    still held, which keeps the page daemon away.
 *
 * Locks	the caller has the vnode lock; o_lock, never over a copy.
 * Context	thread; waits for I/O.
 * Tests	tests/sys/vm/unit, tests/sys/vm/t_mmap_file.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

/* All of these may release o_lock and take it again. */
static int	ubc_get(struct vm_object *obj, vm_pindex_t, int advice,
		    struct vm_page **) __requires(obj->o_lock);
static int	ubc_new_page(struct vm_object *obj, vm_pindex_t,
		    struct vm_page **) __requires(obj->o_lock);
static int	ubc_write_new(struct vm_object *obj, struct uio *, size_t off,
		    size_t n) __requires(obj->o_lock);
static int	ubc_zero_page(struct vm_object *obj, vm_pindex_t)
		    __requires(obj->o_lock);
static int	ubc_write_old(struct vm_object *obj, struct uio *, size_t off,
		    size_t n) __requires(obj->o_lock);

/*
 * The valid page at index, held, and what advice (MADV_*) says behind it; obj
 * is locked, and may have been unlocked meanwhile.
 */
static int
ubc_get(struct vm_object *obj, vm_pindex_t index, int advice,
    struct vm_page **pgp)
{
	struct vm_page *pg;
	int error;

	for (;;) {
		pg = vm_radix_lookup(&obj->o_pages, index);
		if (pg == NULL) {
			error = vm_vnode_pagein(obj, index, advice);
			if (error != 0)
				return (error);
			continue;
		}
		if ((pg->p_flags & PG_BUSY) != 0) {
			vm_page_busy_wait(pg, obj);
			continue;
		}
		pg->p_flags |= PG_REFERENCED;
		vm_page_hold(pg);
		*pgp = pg;
		return (0);
	}
}

int
ubc_hold(struct vm_object *obj, vm_pindex_t index, struct vm_page **pgp)
{
	int error;

	mutex_enter(&obj->o_lock);
	if (ptoa(index) >= (vm_offset_t)obj->o_size)
		error = SET_ERROR(EIO);
	else
		error = ubc_get(obj, index, MADV_NORMAL, pgp);
	mutex_exit(&obj->o_lock);
	return (error);
}

/*
 * How many of the n bytes at the uio's place lie in a hole of a file whose
 * pages are all there is; obj is locked.
 */
static size_t
ubc_hole(struct vm_object *obj, const struct uio *uio, size_t n)
{
	const struct vm_page *next;
	vm_ooffset_t end;

	if ((obj->o_flags & VMO_NORECLAIM) == 0)
		return (0);
	next = vm_radix_lookup_ge(&obj->o_pages, atop(uio->uio_offset));
	if (next == NULL)
		return (n);
	end = (vm_ooffset_t)ptoa(next->p_index);
	return (end <= uio->uio_offset ? 0 :
	    MIN(n, (size_t)(end - uio->uio_offset)));
}

/*
 * Reading a hole makes no page where nothing could take it away again.
 */
static int
ubc_read(struct vm_object *obj, struct uio *uio, int advice)
{
	struct vm_page *pg;
	size_t hole, n, off;
	int error = 0;

	mutex_enter(&obj->o_lock);
	while (uio->uio_resid > 0 && uio->uio_offset < obj->o_size) {
		off = (size_t)uio->uio_offset & PAGE_MASK;
		n = MIN((size_t)uio->uio_resid,
		    (size_t)(obj->o_size - uio->uio_offset));
		hole = ubc_hole(obj, uio, n);
		if (hole != 0) {
			mutex_exit(&obj->o_lock);
			error = uio_zero(hole, uio);
			mutex_enter(&obj->o_lock);
			if (error != 0)
				break;
			continue;
		}
		n = MIN(n, PAGE_SIZE - off);
		error = ubc_get(obj, atop(uio->uio_offset), advice, &pg);
		if (error != 0)
			break;
		mutex_exit(&obj->o_lock);
		error = uiomove((char *)vm_page_kva(pg) + off, n, uio);
		vm_page_unhold(pg);
		mutex_enter(&obj->o_lock);
		if (error != 0)
			break;
	}
	mutex_exit(&obj->o_lock);
	return (error);
}

/*
 * A busy page at index, which is absent; its contents are undefined.  obj is
 * locked, and may have been unlocked meanwhile: then *pgp is NULL.
 */
static int
ubc_new_page(struct vm_object *obj, vm_pindex_t index, struct vm_page **pgp)
{
	struct vm_page *pg;
	int error;

	*pgp = NULL;
	pg = vm_page_alloc(KM_NOSLEEP);
	if (pg != NULL) {
		pg->p_flags = PG_BUSY;
		if (vm_page_insert(pg, obj, index) == 0) {
			*pgp = pg;
			return (0);
		}
		pg->p_flags = 0;
		vm_page_free(pg);
	}
	mutex_exit(&obj->o_lock);
	error = vm_page_wait();
	mutex_enter(&obj->o_lock);
	return (error);
}

/*
 * The object now ends at `end' at least.  What a mapping wrote behind the old
 * end in its last page becomes part of the file, and must be zero.
 */
static void
ubc_grow(struct vm_object *obj, vm_ooffset_t end)
{
	struct vm_page *pg;
	size_t off = (size_t)obj->o_size & PAGE_MASK;

	if (end <= obj->o_size)
		return;
	if (off != 0 && atop(obj->o_size) != atop(end - 1) &&
	    !LIST_EMPTY(&obj->o_mappings)) {
		pg = vm_radix_lookup(&obj->o_pages, atop(obj->o_size));
		if (pg != NULL && (pg->p_flags & PG_VALID) != 0)
			memset((char *)vm_page_kva(pg) + off, 0,
			    PAGE_SIZE - off);
	}
	obj->o_size = end;
}

/*
 * Fill the absent page at the uio's place with n bytes from off on, and zeros
 * around them, which the current vector has.  EAGAIN: it must go another way,
 * and nothing was done.
 */
static int
ubc_write_new(struct vm_object *obj, struct uio *uio, size_t off, size_t n)
{
	struct vm_page *pg;
	struct uio before = *uio;
	struct iovec iov = *uio->uio_iov;
	char *kva;
	int error;

	KASSERT(n <= iov.iov_len);
	error = ubc_new_page(obj, atop(uio->uio_offset), &pg);
	if (error != 0 || pg == NULL)
		return (error);
	obj->o_paging++;
	mutex_exit(&obj->o_lock);
	kva = vm_page_kva(pg);
	if (off != 0)
		memset(kva, 0, off);
	curthread->td_nofault++;
	error = uiomove(kva + off, n, uio);
	curthread->td_nofault--;
	if (off + n < PAGE_SIZE)
		memset(kva + off + n, 0, PAGE_SIZE - off - n);
	mutex_enter(&obj->o_lock);
	if (--obj->o_paging == 0)
		vm_object_wakeup(obj);
	if (error == 0) {
		pg->p_flags |= PG_VALID | PG_REFERENCED;
		vm_page_dirty(pg, obj);
		ubc_grow(obj, uio->uio_offset);
		vm_page_unbusy(pg, obj);
		return (0);
	}
	vm_page_remove(pg, obj);
	*uio = before;
	*uio->uio_iov = iov;
	return (EAGAIN);
}

/*
 * A valid page of zeros at index, which is absent and lies past the end.
 */
static int
ubc_zero_page(struct vm_object *obj, vm_pindex_t index)
{
	struct vm_page *pg;
	int error;

	error = ubc_new_page(obj, index, &pg);
	if (error == 0 && pg != NULL) {
		vm_page_zero(pg);
		pg->p_flags |= PG_VALID;
		vm_page_unbusy(pg, obj);
	}
	return (error);
}

/*
 * Write n bytes into the page that is, or is made to be, there.
 */
static int
ubc_write_old(struct vm_object *obj, struct uio *uio, size_t off, size_t n)
{
	struct vm_page *pg;
	vm_pindex_t index = atop(uio->uio_offset);
	ssize_t resid = uio->uio_resid;
	size_t old, upto;
	int error;

	error = ubc_get(obj, index, MADV_NORMAL, &pg);
	if (error != 0)
		return (error);
	/* Zero what no byte is copied to of the page that has the end. */
	old = (size_t)obj->o_size & PAGE_MASK;
	upto = uio->uio_segflg == UIO_NOCOPY ? off + n : off;
	if (atop(obj->o_size) == index && upto > old)
		memset((char *)vm_page_kva(pg) + old, 0, upto - old);
	mutex_exit(&obj->o_lock);
	error = uiomove((char *)vm_page_kva(pg) + off, n, uio);
	mutex_enter(&obj->o_lock);
	if (uio->uio_resid != resid) {
		vm_page_dirty(pg, obj);
		ubc_grow(obj, uio->uio_offset);
	} else if (ptoa(index) >= (vm_offset_t)obj->o_size &&
	    (pg->p_flags & PG_DIRTY) == 0) {
		vm_page_remove(pg, obj);	/* ubc_zero_page() made it */
	}
	vm_page_unhold(pg);
	return (error);
}

static int
ubc_write(struct vm_object *obj, struct uio *uio)
{
	vm_ooffset_t start;
	size_t n, off;
	bool past;
	int error = 0;

	mutex_enter(&obj->o_lock);
	while (uio->uio_resid > 0) {
		off = (size_t)uio->uio_offset & PAGE_MASK;
		start = uio->uio_offset - (vm_ooffset_t)off;
		n = MIN(PAGE_SIZE - off, (size_t)uio->uio_resid);
		past = start >= obj->o_size;
		if ((past || (off == 0 && (n == PAGE_SIZE ||
		    uio->uio_offset + (vm_ooffset_t)n >= obj->o_size))) &&
		    n <= uio->uio_iov->iov_len &&
		    uio->uio_segflg != UIO_NOCOPY &&
		    vm_radix_lookup(&obj->o_pages, atop(start)) == NULL) {
			error = ubc_write_new(obj, uio, off, n);
			if (error == 0)
				continue;
			if (error != EAGAIN)
				break;
		}
		if (past &&
		    vm_radix_lookup(&obj->o_pages, atop(start)) == NULL) {
			error = ubc_zero_page(obj, atop(start));
			if (error != 0)
				break;
			continue;
		}
		error = ubc_write_old(obj, uio, off, n);
		if (error != 0)
			break;
	}
	mutex_exit(&obj->o_lock);
	return (error);
}

int
ubc_uiomove(struct vnode *vp, struct uio *uio, int flags)
{
	struct vm_object *obj = vp->v_object;

	if ((flags & UBC_READ) != 0)
		return (ubc_read(obj, uio,
		    (flags & UBC_RANDOM) != 0 ? MADV_RANDOM :
		    (flags & UBC_SEQUENTIAL) != 0 ? MADV_SEQUENTIAL :
		    MADV_NORMAL));
	return (ubc_write(obj, uio));
}

int
ubc_zero(struct vnode *vp, off_t s, off_t e)
{
	struct vm_object *obj = vp->v_object;
	struct vm_page *pg;
	size_t n, off;
	int error = 0;

	mutex_enter(&obj->o_lock);
	e = MIN(e, obj->o_size);
	for (; s < e; s += (off_t)n) {
		off = (size_t)s & PAGE_MASK;
		n = MIN(PAGE_SIZE - off, (size_t)(e - s));
		error = ubc_get(obj, atop(s), MADV_NORMAL, &pg);
		if (error != 0)
			break;
		memset((char *)vm_page_kva(pg) + off, 0, n);
		vm_page_dirty(pg, obj);
		vm_page_unhold(pg);
	}
	mutex_exit(&obj->o_lock);
	return (error);
}
