/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The shape of an address map: which entry holds an address, and where there is
 * room.
 *
 * Model	Entries are in an AVL tree and in a ring, both by address.  The
 *		ring's sentinel m_head starts at the map's end and ends at its
 *		beginning, so that for every entry, and for the sentinel, the
 *		gap before it is e_start - e_prev->e_end.  Each entry knows the
 *		largest such gap in its subtree; a search for room follows the
 *		leftmost path on which there is some.
 *
 * Invariants	(1) entries do not overlap, are not empty, and lie in
 *		    [m_min, m_max).
 *		(2) the heights of an entry's two subtrees differ by at most 1.
 *		(3) e_maxgap is the maximum of the gaps before the entries of
 *		    the subtree.  The gap at the end of the map is not in the
 *		    tree.
 *		(4) m_hint is an entry of the map or its sentinel.
 *		vm_map_check() recomputes all four.
 *
 * Locks	m_lock: to write for all that changes, to read for the rest.
 *		Nothing sleeps or allocates.
 * Tests	tests/sys/vm/unit
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/systm.h>

#include <vm/vm_impl.h>

static inline u_int
entry_height(const struct vm_map_entry *e)
{

	return (e == NULL ? 0 : e->e_height);
}

static inline vm_size_t
entry_maxgap(const struct vm_map_entry *e)
{

	return (e == NULL ? 0 : e->e_maxgap);
}

static inline vm_size_t
entry_gap(const struct vm_map_entry *e)
{

	return (e->e_start - e->e_prev->e_end);
}

/*
 * Recompute what e says of its subtree; true when that changed.
 */
static bool
entry_update(struct vm_map_entry *e)
{
	vm_size_t gap;
	u_int height;

	height = 1 + MAX(entry_height(e->e_left), entry_height(e->e_right));
	gap = MAX(entry_maxgap(e->e_left), entry_maxgap(e->e_right));
	gap = MAX(gap, entry_gap(e));
	if (height == e->e_height && gap == e->e_maxgap)
		return (false);
	e->e_height = (uint8_t)height;
	e->e_maxgap = gap;
	return (true);
}

/*
 * Make new take old's place below its parent.
 */
static void
tree_replace_child(struct vm_map *map, struct vm_map_entry *old,
    struct vm_map_entry *new)
{
	struct vm_map_entry *parent = old->e_parent;

	if (parent == NULL)
		map->m_root = new;
	else if (parent->e_left == old)
		parent->e_left = new;
	else
		parent->e_right = new;
	if (new != NULL)
		new->e_parent = parent;
}

/*
 * Rotate e's right (left) child above e and return that child.
 */
static struct vm_map_entry *
tree_rotate_left(struct vm_map *map, struct vm_map_entry *e)
{
	struct vm_map_entry *up = e->e_right;

	tree_replace_child(map, e, up);
	e->e_right = up->e_left;
	if (e->e_right != NULL)
		e->e_right->e_parent = e;
	up->e_left = e;
	e->e_parent = up;
	(void)entry_update(e);
	(void)entry_update(up);
	return (up);
}

static struct vm_map_entry *
tree_rotate_right(struct vm_map *map, struct vm_map_entry *e)
{
	struct vm_map_entry *up = e->e_left;

	tree_replace_child(map, e, up);
	e->e_left = up->e_right;
	if (e->e_left != NULL)
		e->e_left->e_parent = e;
	up->e_right = e;
	e->e_parent = up;
	(void)entry_update(e);
	(void)entry_update(up);
	return (up);
}

/*
 * Restore balance and sums from e to the root.
 */
static void
tree_retrace(struct vm_map *map, struct vm_map_entry *e)
{
	struct vm_map_entry *l, *r;
	int balance;
	bool changed;

	for (; e != NULL; e = e->e_parent) {
		changed = entry_update(e);
		l = e->e_left;
		r = e->e_right;
		balance = (int)entry_height(r) - (int)entry_height(l);
		if (balance > 1) {
			if (entry_height(r->e_left) > entry_height(r->e_right))
				(void)tree_rotate_right(map, r);
			e = tree_rotate_left(map, e);
		} else if (balance < -1) {
			if (entry_height(l->e_right) > entry_height(l->e_left))
				(void)tree_rotate_left(map, l);
			e = tree_rotate_right(map, e);
		} else if (!changed) {
			return;
		}
	}
}

void
vm_map_tree_init(struct vm_map *map, vm_offset_t minaddr, vm_offset_t maxaddr)
{

	memset(&map->m_head, 0, sizeof(map->m_head));
	map->m_head.e_start = maxaddr;
	map->m_head.e_end = minaddr;
	map->m_head.e_next = map->m_head.e_prev = &map->m_head;
	map->m_root = NULL;
	map->m_hint = &map->m_head;
	map->m_nentries = 0;
	map->m_min = minaddr;
	map->m_max = maxaddr;
}

/*
 * The gap before e changed, since e or the entry before it moved an edge.
 */
void
vm_map_gap_changed(struct vm_map *map, struct vm_map_entry *e)
{

	if (e == &map->m_head)
		return;
	for (; e != NULL && entry_update(e); e = e->e_parent)
		continue;
}

/*
 * Link e, whose range is free.
 */
void
vm_map_tree_insert(struct vm_map *map, struct vm_map_entry *e)
{
	struct vm_map_entry *parent = NULL, *next = &map->m_head;
	struct vm_map_entry **linkp = &map->m_root;

	while (*linkp != NULL) {
		parent = *linkp;
		if (e->e_start < parent->e_start) {
			next = parent;
			linkp = &parent->e_left;
		} else {
			linkp = &parent->e_right;
		}
	}
	e->e_next = next;
	e->e_prev = next->e_prev;
	next->e_prev->e_next = e;
	next->e_prev = e;
	KASSERT(e->e_prev->e_end <= e->e_start && e->e_start < e->e_end &&
	    e->e_end <= next->e_start);

	e->e_left = e->e_right = NULL;
	e->e_parent = parent;
	e->e_height = 0;		/* never right, so retrace goes on */
	e->e_maxgap = 0;
	*linkp = e;
	map->m_nentries++;
	tree_retrace(map, e);
	vm_map_gap_changed(map, next);
}

/*
 * Unlink e.
 */
void
vm_map_tree_remove(struct vm_map *map, struct vm_map_entry *e)
{
	struct vm_map_entry *from, *heir, *next = e->e_next;

	next->e_prev = e->e_prev;
	e->e_prev->e_next = next;
	if (map->m_hint == e)
		map->m_hint = &map->m_head;
	map->m_nentries--;

	if (e->e_left == NULL || e->e_right == NULL) {
		heir = e->e_left != NULL ? e->e_left : e->e_right;
		from = e->e_parent;
		tree_replace_child(map, e, heir);
	} else {
		/* The next entry is the leftmost on the right; it moves up. */
		heir = next;
		from = heir->e_parent;
		if (from == e) {
			from = heir;
		} else {
			tree_replace_child(map, heir, heir->e_right);
			heir->e_right = e->e_right;
			heir->e_right->e_parent = heir;
		}
		heir->e_left = e->e_left;
		heir->e_left->e_parent = heir;
		tree_replace_child(map, e, heir);
		/*
		 * Wrong on purpose: if the retrace stops below heir, what
		 * follows sees a change here and carries it up.
		 */
		heir->e_height = 0;
	}
	tree_retrace(map, from);
	vm_map_gap_changed(map, next);
}

/*
 * A subtree of the n entries that begin at *ep, which moves past them.
 */
static struct vm_map_entry *
tree_build(struct vm_map_entry **ep, u_int n, struct vm_map_entry *parent)
{
	struct vm_map_entry *e, *left;

	if (n == 0)
		return (NULL);
	left = tree_build(ep, n / 2, NULL);
	e = *ep;
	*ep = e->e_next;
	e->e_parent = parent;
	e->e_left = left;
	if (left != NULL)
		left->e_parent = e;
	e->e_right = tree_build(ep, n - n / 2 - 1, e);
	e->e_height = 0;
	(void)entry_update(e);
	return (e);
}

/*
 * Make the tree anew from the ring, whose length is m_nentries.
 */
void
vm_map_tree_build(struct vm_map *map)
{
	struct vm_map_entry *e = map->m_head.e_next;

	map->m_root = tree_build(&e, map->m_nentries, NULL);
	KASSERT(e == &map->m_head);
}

/*
 * The entry that holds va, or NULL.
 */
struct vm_map_entry *
vm_map_lookup(struct vm_map *map, vm_offset_t va)
{
	struct vm_map_entry *e;

	e = atomic_load_relaxed(&map->m_hint);
	if (va >= e->e_start && va < e->e_end)
		return (e);
	for (e = map->m_root; e != NULL;) {
		if (va < e->e_start) {
			e = e->e_left;
		} else if (va >= e->e_end) {
			e = e->e_right;
		} else {
			atomic_store_relaxed(&map->m_hint, e);
			return (e);
		}
	}
	return (NULL);
}

/*
 * The first entry that ends above va, or the sentinel.
 */
struct vm_map_entry *
vm_map_lookup_ge(struct vm_map *map, vm_offset_t va)
{
	struct vm_map_entry *e, *best = &map->m_head;

	for (e = map->m_root; e != NULL;) {
		if (e->e_end > va) {
			best = e;
			e = e->e_left;
		} else {
			e = e->e_right;
		}
	}
	return (best);
}

/* Whether nothing is mapped in [start, end), which lies in the map. */
bool
vm_map_range_free(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{

	return (vm_map_lookup_ge(map, start)->e_start >= end);
}

/*
 * The leftmost entry of e's subtree, which has one, with so large a gap.
 */
static struct vm_map_entry *
tree_leftmost_gap(struct vm_map_entry *e, vm_size_t len)
{

	for (;;) {
		if (entry_maxgap(e->e_left) >= len)
			e = e->e_left;
		else if (entry_gap(e) >= len)
			return (e);
		else
			e = e->e_right;
	}
}

/*
 * The first entry behind e with a gap of len before it; the sentinel if none
 * has, whatever the last gap is.
 */
static struct vm_map_entry *
tree_next_gap(struct vm_map *map, struct vm_map_entry *e, vm_size_t len)
{
	struct vm_map_entry *child;

	for (;;) {
		if (entry_maxgap(e->e_right) >= len)
			return (tree_leftmost_gap(e->e_right, len));
		do {
			child = e;
			e = e->e_parent;
			if (e == NULL)
				return (&map->m_head);
		} while (e->e_right == child);
		if (entry_gap(e) >= len)
			return (e);
	}
}

static vm_offset_t
align_up(vm_offset_t va, vm_size_t align)
{

	return ((va + align - 1) & ~(align - 1));
}

/*
 * The lowest address from `from' on, below `limit', with room for len bytes.
 */
static int
map_search(struct vm_map *map, vm_offset_t from, vm_offset_t limit,
    vm_size_t len, vm_size_t align, vm_offset_t *addrp)
{
	struct vm_map_entry *e;
	vm_offset_t va;

	e = vm_map_lookup_ge(map, from);
	va = align_up(MAX(from, e->e_prev->e_end), align);
	for (;;) {
		/* The gap before e is [va, e_start), if not empty. */
		if (va >= limit)
			return (ENOMEM);
		if (va < e->e_start && e->e_start - va >= len) {
			*addrp = va;
			return (0);
		}
		if (e == &map->m_head)
			return (ENOMEM);
		/* Large enough to be so after alignment, or the last one. */
		e = tree_next_gap(map, e, len);
		va = align_up(e->e_prev->e_end, align);
	}
}

/*
 * Find room for len bytes, aligned: at or above hint, else anywhere.  ENOMEM
 * when there is none.  len is not 0; both are multiples of a page; align is a
 * power of 2.
 */
int
vm_map_findspace(struct vm_map *map, vm_offset_t hint, vm_size_t len,
    vm_size_t align, vm_offset_t *addrp)
{
	int error;

	if (len > map->m_max - map->m_min)
		return (SET_ERROR(ENOMEM));
	hint = MAX(hint, map->m_min);
	if (hint < map->m_max &&
	    map_search(map, hint, map->m_max, len, align, addrp) == 0)
		return (0);
	error = map_search(map, map->m_min, hint, len, align, addrp);
	return (error == 0 ? 0 : SET_ERROR(error));
}

static u_int
check_subtree(struct vm_map *map, const struct vm_map_entry *e,
    const struct vm_map_entry *parent, vm_size_t *gapp)
{
	vm_size_t lgap = 0, rgap = 0;
	u_int lh, rh;

	if (e == NULL)
		return (0);
	if (e->e_parent != parent)
		panic("map %p entry %p: parent", map, e);
	lh = check_subtree(map, e->e_left, e, &lgap);
	rh = check_subtree(map, e->e_right, e, &rgap);
	*gapp = MAX(entry_gap(e), MAX(lgap, rgap));
	if (lh > rh + 1 || rh > lh + 1 || e->e_height != MAX(lh, rh) + 1)
		panic("map %p entry %p: height %u of %u, %u", map, e,
		    e->e_height, lh, rh);
	if (e->e_maxgap != *gapp)
		panic("map %p entry %p: gap %#lx is %#lx", map, e,
		    (u_long)e->e_maxgap, (u_long)*gapp);
	return (MAX(lh, rh) + 1);
}

/*
 * Panic unless the invariants hold.  The lock is held.
 */
void
vm_map_check(struct vm_map *map)
{
	struct vm_map_entry *e;
	vm_offset_t last = map->m_min;
	vm_size_t gap;
	u_int n = 0;
	bool hint = map->m_hint == &map->m_head;

	VM_MAP_FOREACH(e, map) {
		if (e->e_prev->e_next != e || e->e_start < last ||
		    e->e_end <= e->e_start || e->e_end > map->m_max)
			panic("map %p entry %p: order", map, e);
		if (vm_map_lookup_ge(map, e->e_start) != e)
			panic("map %p entry %p: not found", map, e);
		last = e->e_end;
		hint |= map->m_hint == e;
		n++;
	}
	if (n != map->m_nentries || !hint)
		panic("map %p: %u entries of %u", map, n, map->m_nentries);
	(void)check_subtree(map, map->m_root, NULL, &gap);
}
