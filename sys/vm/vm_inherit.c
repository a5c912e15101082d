/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * minherit(2): what a forked child has of a mapping.
 *
 * Model	Two flags of an entry tell vmspace_fork() to leave it out, or to
 *		give the child zeros.  Sharing needs no flag: a private mapping
 *		of anonymous memory becomes a shared one, whose object has the
 *		pages that the private layer had, at the indices that they had
 *		there.  So everything else knows what to do with it; but it does
 *		not become private again.
 *
 * Invariants	(1) ME_INHNONE and ME_INHZERO are never both set, nor on a
 *		    guard.
 *		(2) what may fail (clipping, new objects) comes before the first
 *		    entry changes.
 *
 * Locks	m_lock, to write.
 * Context	thread, may sleep.
 * Tests	tests/sys/vm/t_minherit.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/sysproto.h>
#include <sys/systm.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

#define	FOREACH_IN_RANGE(e, map, start, end)				\
	for ((e) = vm_map_lookup_ge((map), (start));			\
	    !vm_map_is_end((map), (e)) && (e)->e_start < (end);		\
	    (e) = (e)->e_next)

/*
 * Is e private memory, which is to become shared?
 */
static inline bool
inherit_converts(const struct vm_map_entry *e)
{

	return ((e->e_flags & (ME_SHARED | ME_GUARD)) == 0);
}

/*
 * May the entries of a range be inherited so?  EACCES.  *countp: how many are
 * to become shared memory.
 */
static int
inherit_check(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    int inherit, u_int *countp)
{
	struct vm_map_entry *e;

	*countp = 0;
	FOREACH_IN_RANGE(e, map, start, end) {
		/* A stack's room is no use without the stack. */
		if ((e->e_flags & (ME_GROWSDOWN | ME_STACKGAP)) != 0 &&
		    (inherit == INHERIT_NONE || inherit == INHERIT_SHARE))
			return (SET_ERROR(EACCES));
		if (inherit != INHERIT_SHARE || !inherit_converts(e))
			continue;
		if (e->e_vobj != NULL)
			return (SET_ERROR(EACCES));
		(*countp)++;
	}
	return (0);
}

/*
 * An object with what the private layer of e has, in the same places, with a
 * reference: the layer's own, if it is e's alone.  NULL: no memory, or too much
 * would have to be copied.
 */
static struct vm_object *
inherit_object(const struct vm_map_entry *e)
{
	struct vm_object *obj = e->e_object;

	if (obj == NULL)
		return (vm_object_shared_alloc(e->e_end));
	if ((e->e_flags & ME_NEEDSCOPY) == 0 && obj->o_shadow == NULL &&
	    atomic_load_acq(&obj->o_refs) == 1) {
		vm_object_ref(obj);
		return (obj);
	}
	return (vm_object_flatten(obj, atop(e->e_start), atop(e->e_end)));
}

/*
 * e becomes a shared mapping of new, whose reference it takes.
 */
static void
inherit_convert(struct vm_map *map, struct vm_map_entry *e,
    struct vm_object *new)
{
	struct vm_object *old = e->e_object;

	if (old != NULL && old != new)
		pmap_remove(map->m_pmap, e->e_start, e->e_end);
	mutex_enter(&new->o_lock);
	new->o_flags &= (uint16_t)~VMO_ONEMAPPING;
	new->o_size = (vm_ooffset_t)e->e_end;
	mutex_exit(&new->o_lock);
	e->e_object = NULL;
	e->e_vobj = new;
	e->e_vindex = atop(e->e_start);
	e->e_flags = (uint16_t)((e->e_flags & ~ME_NEEDSCOPY) | ME_SHARED);
	if (old != NULL)
		vm_object_deref(old);
}

/*
 * Make n entries of the range, which is clipped, shared memory.  ENOMEM.
 */
static int
inherit_share(struct vm_map *map, vm_offset_t start, vm_offset_t end, u_int n)
{
	struct vm_object **objs;
	struct vm_map_entry *e;
	u_int i = 0, got;
	int error = 0;

	if (n == 0)
		return (0);
	objs = kmem_zalloc(n * sizeof(*objs), KM_SLEEP);
	if (objs == NULL)
		return (SET_ERROR(ENOMEM));
	FOREACH_IN_RANGE(e, map, start, end) {
		if (!inherit_converts(e))
			continue;
		objs[i] = inherit_object(e);
		if (objs[i++] == NULL) {
			error = SET_ERROR(ENOMEM);
			break;
		}
	}
	got = i;
	i = 0;
	if (error == 0) {
		FOREACH_IN_RANGE(e, map, start, end) {
			if (inherit_converts(e))
				inherit_convert(map, e, objs[i++]);
		}
	}
	for (; i < got; i++) {
		if (objs[i] != NULL)
			vm_object_deref(objs[i]);
	}
	kmem_free(objs, n * sizeof(*objs));
	return (error);
}

int
sys_minherit(struct thread *td, const struct minherit_args *uap,
    register_t *retval)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	vm_offset_t start = (vm_offset_t)uap->addr, end;
	u_int n = 0, set = 0;
	int error, inherit = uap->inherit;

	if (inherit < INHERIT_SHARE || inherit > INHERIT_ZERO ||
	    (start & PAGE_MASK) != 0 || start + uap->len < start ||
	    round_page(start + uap->len) < start)
		return (SET_ERROR(EINVAL));
	end = round_page(start + uap->len);
	if (inherit == INHERIT_NONE)
		set = ME_INHNONE;
	else if (inherit == INHERIT_ZERO)
		set = ME_INHZERO;
	rw_enter(&map->m_lock, RW_WRITER);
	error = start < map->m_min || end > map->m_max ||
	    !vm_map_covers(map, start, end) ? SET_ERROR(ENOMEM) :
	    inherit_check(map, start, end, inherit, &n);
	if (error == 0)
		error = vm_map_clip_range(map, start, end);
	if (error == 0)
		error = inherit_check(map, start, end, inherit, &n);
	if (error == 0)
		error = inherit_share(map, start, end, n);
	if (error == 0)
		error = vm_map_setattr(map, start, end, set,
		    (ME_INHNONE | ME_INHZERO) & ~set, -1);
	rw_exit(&map->m_lock);
	return (error);
}
