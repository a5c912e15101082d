/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The page index of an object.
 *
 * Model	A radix tree with 64 slots in a node and path compression: a
 *		node exists only where two keys part, so an object with one page
 *		has no node at all and a dense one has a node for 64 pages,
 *		wherever in the index space its pages lie.  That matters because
 *		private objects are indexed by virtual page number.  A slot is
 *		empty, a page, or a node with bit 0 set.  The page's own
 *		p_index is its key.
 *
 * Invariants	(1) all keys below a node agree with n_base above bit
 *		    n_shift + 6; n_base is zero below that bit.
 *		(2) bit i of n_map is set exactly if slot i is used.
 *		(3) a node has at least two used slots.
 *		(4) a free node, in its cache, is all zero but for n_shift and
 *		    n_base, which makes taking one cheap.
 *
 * Limits	keys below 2^60.
 * Locks	none here; the owner of the tree (o_lock).  Nothing sleeps.
 * Tests	tests/sys/vm/unit
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/systm.h>

#include <vm/vm_radix.h>

struct radix_node {
	uint64_t	n_map;
	vm_pindex_t	n_base;
	u_int		n_shift;
	uintptr_t	n_slot[VM_RADIX_SLOTS];
};

#define	RADIX_NODE	((uintptr_t)1)
#define	RADIX_BATCH	64	/* pages given away at a time */

static struct kmem_cache *radix_cache;

static inline bool
radix_is_node(uintptr_t v)
{

	return ((v & RADIX_NODE) != 0);
}

static inline struct radix_node *
radix_node(uintptr_t v)
{

	return ((struct radix_node *)(v & ~RADIX_NODE));
}

static inline struct vm_page *
radix_page(uintptr_t v)
{

	return ((struct vm_page *)v);
}

static inline u_int
radix_slot(const struct radix_node *n, vm_pindex_t index)
{

	return ((index >> n->n_shift) & (VM_RADIX_SLOTS - 1));
}

/* Whether index belongs below n. */
static inline bool
radix_covers(const struct radix_node *n, vm_pindex_t index)
{

	return (((index ^ n->n_base) >> n->n_shift) < VM_RADIX_SLOTS);
}

static int
radix_ctor(void *obj, void *arg, int flags)
{

	memset(obj, 0, sizeof(struct radix_node));
	return (0);
}

void
vm_radix_init(void)
{

	radix_cache = kmem_cache_create("vm_radix", sizeof(struct radix_node),
	    0, radix_ctor, NULL, NULL);
	if (radix_cache == NULL)
		panic("vm_radix_init: no memory");
}

/*
 * The page with that index, or NULL.
 */
struct vm_page *
vm_radix_lookup(const struct vm_radix *rt, vm_pindex_t index)
{
	const struct radix_node *n;
	struct vm_page *pg;
	uintptr_t v;

	for (v = rt->rt_root; radix_is_node(v);) {
		n = radix_node(v);
		if (!radix_covers(n, index))
			return (NULL);
		v = n->n_slot[radix_slot(n, index)];
	}
	pg = radix_page(v);
	return (pg != NULL && pg->p_index == index ? pg : NULL);
}

/*
 * Enter pg under pg->p_index, which must not be taken.  ENOMEM changes
 * nothing.
 */
int
vm_radix_insert(struct vm_radix *rt, struct vm_page *pg)
{
	struct radix_node *n, *parent = NULL;
	vm_pindex_t index = pg->p_index, other;
	uintptr_t *vp = &rt->rt_root;
	u_int shift;

	while (radix_is_node(*vp) && radix_covers(radix_node(*vp), index)) {
		parent = radix_node(*vp);
		vp = &parent->n_slot[radix_slot(parent, index)];
	}
	if (*vp == 0) {
		*vp = (uintptr_t)pg;
		if (parent != NULL)
			parent->n_map |= 1UL << radix_slot(parent, index);
		return (0);
	}

	/* What is there parts from index above its own level. */
	other = radix_is_node(*vp) ? radix_node(*vp)->n_base :
	    radix_page(*vp)->p_index;
	KASSERTMSG(other != index || radix_is_node(*vp),
	    "page %#lx is there already", (u_long)index);
	n = kmem_cache_alloc(radix_cache, KM_NOSLEEP);
	if (n == NULL)
		return (SET_ERROR(ENOMEM));
	shift = (63 - (u_int)__builtin_clzl(other ^ index)) / VM_RADIX_BITS *
	    VM_RADIX_BITS;
	n->n_shift = shift;
	n->n_base = index >> shift >> VM_RADIX_BITS << VM_RADIX_BITS << shift;
	n->n_slot[radix_slot(n, index)] = (uintptr_t)pg;
	n->n_slot[radix_slot(n, other)] = *vp;
	n->n_map = 1UL << radix_slot(n, index) | 1UL << radix_slot(n, other);
	*vp = (uintptr_t)n | RADIX_NODE;
	return (0);
}

/*
 * Take the page with that index out and return it, or NULL.
 */
struct vm_page *
vm_radix_remove(struct vm_radix *rt, vm_pindex_t index)
{
	struct radix_node *n = NULL;
	uintptr_t *vp = &rt->rt_root, *nodep = NULL;
	struct vm_page *pg;
	u_int last;

	while (radix_is_node(*vp)) {
		nodep = vp;
		n = radix_node(*vp);
		if (!radix_covers(n, index))
			return (NULL);
		vp = &n->n_slot[radix_slot(n, index)];
	}
	pg = radix_page(*vp);
	if (pg == NULL || pg->p_index != index)
		return (NULL);
	*vp = 0;
	if (n == NULL)
		return (pg);
	n->n_map &= ~(1UL << radix_slot(n, index));
	if (powerof2(n->n_map)) {	/* one is left: the node goes */
		last = (u_int)__builtin_ctzl(n->n_map);
		*nodep = n->n_slot[last];
		n->n_slot[last] = 0;
		n->n_map = 0;
		kmem_cache_free(radix_cache, n);
	}
	return (pg);
}

/*
 * Put pg in the place of the page with the same index, which is returned;
 * NULL when there is none, and then nothing has changed.
 */
struct vm_page *
vm_radix_replace(struct vm_radix *rt, struct vm_page *pg)
{
	struct radix_node *n;
	uintptr_t *vp = &rt->rt_root;
	struct vm_page *old;

	while (radix_is_node(*vp)) {
		n = radix_node(*vp);
		if (!radix_covers(n, pg->p_index))
			return (NULL);
		vp = &n->n_slot[radix_slot(n, pg->p_index)];
	}
	old = radix_page(*vp);
	if (old == NULL || old->p_index != pg->p_index)
		return (NULL);
	*vp = (uintptr_t)pg;
	return (old);
}

/*
 * The recursion is as deep as the tree: at most ten levels.
 */
static struct vm_page *
radix_ge(uintptr_t v, vm_pindex_t index)
{
	const struct radix_node *n;
	struct vm_page *pg;
	uint64_t map;

	if (!radix_is_node(v)) {
		pg = radix_page(v);
		return (pg != NULL && pg->p_index >= index ? pg : NULL);
	}
	n = radix_node(v);
	map = n->n_map;
	if (radix_covers(n, index))
		map &= ~0UL << radix_slot(n, index);
	else if (index > n->n_base)
		return (NULL);
	for (; map != 0; map &= map - 1) {
		pg = radix_ge(n->n_slot[__builtin_ctzl(map)], index);
		if (pg != NULL)
			return (pg);
	}
	return (NULL);
}

/*
 * The page with the lowest index that is not below the given one, or NULL.
 */
struct vm_page *
vm_radix_lookup_ge(const struct vm_radix *rt, vm_pindex_t index)
{

	return (radix_ge(rt->rt_root, index));
}

/*
 * Pages on their way out of a tree.
 */
struct radix_drain {
	void		(*rd_fn)(struct vm_page **, u_int, void *);
	void		*rd_arg;
	vm_pindex_t	rd_start;
	vm_pindex_t	rd_end;
	u_int		rd_count;
	struct vm_page	*rd_pages[RADIX_BATCH];
};

static void
radix_drain_flush(struct radix_drain *rd)
{

	if (rd->rd_count != 0)
		rd->rd_fn(rd->rd_pages, rd->rd_count, rd->rd_arg);
	rd->rd_count = 0;
}

static inline void
radix_drain_page(struct radix_drain *rd, struct vm_page *pg)
{

	rd->rd_pages[rd->rd_count++] = pg;
	if (rd->rd_count == RADIX_BATCH)
		radix_drain_flush(rd);
}

/*
 * Take all pages out from below n, and free it.
 */
static void
radix_drain_node(struct radix_node *n, struct radix_drain *rd)
{
	uint64_t map;
	uintptr_t v;
	u_int i;

	for (map = n->n_map; map != 0; map &= map - 1) {
		i = (u_int)__builtin_ctzl(map);
		v = n->n_slot[i];
		n->n_slot[i] = 0;
		if (radix_is_node(v))
			radix_drain_node(radix_node(v), rd);
		else
			radix_drain_page(rd, radix_page(v));
	}
	n->n_map = 0;
	kmem_cache_free(radix_cache, n);
}

/*
 * Take the pages of the range out from below the slot value v; returns what is
 * left in its place.
 */
static uintptr_t
radix_drain_range(uintptr_t v, struct radix_drain *rd)
{
	struct radix_node *n;
	vm_pindex_t first, last;
	uint64_t map;
	uintptr_t left;
	u_int i;

	if (!radix_is_node(v)) {
		if (radix_page(v)->p_index < rd->rd_start ||
		    radix_page(v)->p_index >= rd->rd_end)
			return (v);
		radix_drain_page(rd, radix_page(v));
		return (0);
	}
	n = radix_node(v);
	first = n->n_base;
	last = first + ((vm_pindex_t)(VM_RADIX_SLOTS - 1) << n->n_shift) +
	    ((1UL << n->n_shift) - 1);
	if (first >= rd->rd_end || last < rd->rd_start)
		return (v);
	if (first >= rd->rd_start && last < rd->rd_end) {
		radix_drain_node(n, rd);
		return (0);
	}
	for (map = n->n_map; map != 0; map &= map - 1) {
		i = (u_int)__builtin_ctzl(map);
		left = radix_drain_range(n->n_slot[i], rd);
		n->n_slot[i] = left;
		if (left == 0)
			n->n_map &= ~(1UL << i);
	}
	if (n->n_map != 0 && !powerof2(n->n_map))
		return (v);
	left = 0;
	if (n->n_map != 0) {
		i = (u_int)__builtin_ctzl(n->n_map);
		left = n->n_slot[i];
		n->n_slot[i] = 0;
		n->n_map = 0;
	}
	kmem_cache_free(radix_cache, n);
	return (left);
}

/*
 * Take the pages with indices in [s, e) out: fn gets them, up to RADIX_BATCH
 * at a time.
 */
void
vm_radix_remove_range(struct vm_radix *rt, vm_pindex_t s, vm_pindex_t e,
    void (*fn)(struct vm_page **, u_int, void *), void *arg)
{
	struct radix_drain rd;

	if (rt->rt_root == 0)
		return;
	rd.rd_fn = fn;
	rd.rd_arg = arg;
	rd.rd_start = s;
	rd.rd_end = e;
	rd.rd_count = 0;
	rt->rt_root = radix_drain_range(rt->rt_root, &rd);
	radix_drain_flush(&rd);
}

/*
 * Empty the tree.
 */
void
vm_radix_drain(struct vm_radix *rt, void (*fn)(struct vm_page **, u_int,
    void *), void *arg)
{

	vm_radix_remove_range(rt, 0, UINT64_MAX, fn, arg);
}
