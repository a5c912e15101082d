/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's address arena, and kernel stacks.
 *
 * Model	[KVA_START, KVA_END) is tiled by segments, each free or in use.
 *		All are in one tree by address, so that a freed one finds its
 *		neighbours; free ones are also on a list for each power of two
 *		of their size.  Allocation takes the first segment of a list
 *		whose every member is large enough, and splits it.  A segment's
 *		struct stays with the address, so freeing needs no memory.
 *
 *		Stacks are KSTACK_SIZE bytes above an unmapped page each.  Freed
 *		ones are kept, mapped, on a list through their first words: a
 *		fork takes one without touching page tables.
 *
 * Invariants	(1) the segments are disjoint and cover the arena.
 *		(2) no two neighbours are both free.
 *		(3) kstack_count stacks are on kstack_list, at most KSTACK_KEEP,
 *		    and nobody uses them.
 *
 * Locks	(v) kva_lock, a mutex; (s) kstack_lock, IPL_SOFT.
 * Context	thread.
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/tree.h>

#include <vm/vm_page.h>
#include <vm/vm_phys.h>

#include <machine/pmap.h>
#include <machine/vmparam.h>

#define	KVA_NCLASSES	64
#define	KSTACK_KEEP	64
#define	KSTACK_SLOT	(KSTACK_SIZE + PAGE_SIZE)

struct kva_seg {
	RB_ENTRY(kva_seg)	ks_tree;	/* (v) all */
	LIST_ENTRY(kva_seg)	ks_list;	/* (v) free ones */
	vm_offset_t		ks_start;	/* (v) */
	size_t			ks_size;	/* (v) */
	bool			ks_free;	/* (v) */
};

struct kstack_free {
	struct kstack_free	*kf_next;	/* (s) */
};

RB_HEAD(kva_tree, kva_seg);
LIST_HEAD(kva_list, kva_seg);

static struct kmutex	kva_lock = MUTEX_INITIALIZER(kva_lock, "kva");
static struct kva_tree	kva_segs = RB_INITIALIZER(&kva_segs);	/* (v) */
static struct kva_list	kva_free_lists[KVA_NCLASSES];	/* (v) */
static u_long		kva_used;			/* (v) */

static struct spin	kstack_lock = SPIN_INITIALIZER("kstack", IPL_SOFT);
static struct kstack_free *kstack_list;			/* (s) */
static u_int		kstack_count;			/* (s) */
static u_int		kstack_total;			/* (v) */

static int
kva_cmp(const struct kva_seg *a, const struct kva_seg *b)
{

	return (a->ks_start < b->ks_start ? -1 : a->ks_start > b->ks_start);
}

RB_GENERATE_STATIC(kva_tree, kva_seg, ks_tree, kva_cmp);

/*
 * Class i holds sizes from 2^i to 2^(i+1) - 1.
 */
static inline u_int
kva_class(size_t size)
{

	return ((u_int)flsl(size) - 1);
}

static void
kva_insert_free(struct kva_seg *ks)
{

	ks->ks_free = true;
	LIST_INSERT_HEAD(&kva_free_lists[kva_class(ks->ks_size)], ks, ks_list);
}

/*
 * A free segment with room for size, aligned; taken off its list.
 */
static struct kva_seg *
kva_take(size_t size, size_t align)
{
	struct kva_seg *ks;
	size_t need = size + align - PAGE_SIZE;
	u_int class;

	/* Any member of a class above fits; of this one, the first may. */
	class = kva_class(need);
	ks = LIST_FIRST(&kva_free_lists[class]);
	if (ks == NULL || ks->ks_size < need) {
		do {
			if (++class == KVA_NCLASSES)
				return (NULL);
			ks = LIST_FIRST(&kva_free_lists[class]);
		} while (ks == NULL);
	}
	LIST_REMOVE(ks, ks_list);
	ks->ks_free = false;
	return (ks);
}

/*
 * Cut what lies behind the first size bytes of ks off, into rest.
 */
static void
kva_split(struct kva_seg *ks, size_t size, struct kva_seg *rest)
{

	rest->ks_start = ks->ks_start + size;
	rest->ks_size = ks->ks_size - size;
	rest->ks_free = false;
	ks->ks_size = size;
	(void)RB_INSERT(kva_tree, &kva_segs, rest);
}

vm_offset_t
kva_alloc(size_t size, size_t align)
{
	struct kva_seg *ks, *spare[2];
	vm_offset_t start = 0;
	size_t front;
	u_int i, n = 0;

	if (size == 0 || size > KVA_END - KVA_START)
		return (0);
	size = round_page(size);
	align = MAX(round_page(align), PAGE_SIZE);
	KASSERT(powerof2(align));
	for (i = 0; i < 2; i++)
		spare[i] = kmem_alloc(sizeof(*ks), KM_SLEEP);
	if (spare[0] == NULL || spare[1] == NULL)
		goto out;
	mutex_enter(&kva_lock);
	ks = kva_take(size, align);
	if (ks != NULL) {
		front = roundup2(ks->ks_start, align) - ks->ks_start;
		if (front > 0) {
			kva_split(ks, front, spare[n]);
			kva_insert_free(ks);
			ks = spare[n];
			spare[n++] = NULL;
		}
		if (ks->ks_size > size) {
			kva_split(ks, size, spare[n]);
			kva_insert_free(spare[n]);
			spare[n++] = NULL;
		}
		start = ks->ks_start;
		kva_used += size;
	}
	mutex_exit(&kva_lock);
out:
	for (i = 0; i < 2; i++)
		kmem_free(spare[i], sizeof(*ks));
	return (start);
}

/*
 * Join ks with the segment after it, if both are free; returns the struct that
 * is left over.
 */
static struct kva_seg *
kva_join(struct kva_seg *ks, struct kva_seg *next)
{

	if (ks == NULL || next == NULL || !ks->ks_free || !next->ks_free)
		return (NULL);
	LIST_REMOVE(ks, ks_list);
	LIST_REMOVE(next, ks_list);
	(void)RB_REMOVE(kva_tree, &kva_segs, next);
	ks->ks_size += next->ks_size;
	kva_insert_free(ks);
	return (next);
}

void
kva_free(vm_offset_t start, size_t size)
{
	struct kva_seg key = { .ks_start = start }, *ks, *prev, *next;
	struct kva_seg *left1, *left2;

	size = round_page(size);
	mutex_enter(&kva_lock);
	ks = RB_FIND(kva_tree, &kva_segs, &key);
	if (ks == NULL || ks->ks_free || ks->ks_size != size)
		panic("kva_free: %#lx of %#zx bytes is not allocated", start,
		    size);
	prev = RB_PREV(kva_tree, &kva_segs, ks);
	next = RB_NEXT(kva_tree, &kva_segs, ks);
	kva_insert_free(ks);
	kva_used -= size;
	left1 = kva_join(ks, next);
	left2 = kva_join(prev, ks);
	mutex_exit(&kva_lock);
	kmem_free(left1, sizeof(*ks));
	kmem_free(left2, sizeof(*ks));
}

/* Stacks. */

/*
 * Unmap a stack and give its pages and addresses back.
 */
static void
kstack_destroy(void *stack, u_int npages)
{
	vm_offset_t va = (vm_offset_t)stack;
	struct vm_page *pg[KSTACK_PAGES];
	vm_paddr_t pa;
	u_int i;

	for (i = 0; i < npages; i++) {
		if (!pmap_extract(&kernel_pmap, va + ptoa(i), &pa))
			panic("kstack: page %u of %p is not mapped", i, stack);
		pg[i] = vm_page_from_pa(pa);
	}
	if (npages > 0)
		pmap_kremove(va, ptoa(npages));
	for (i = 0; i < npages; i++)
		vm_phys_free(pg[i], 0);
	kva_free(va - PAGE_SIZE, KSTACK_SLOT);
}

static void *
kstack_create(void)
{
	struct vm_page *pg;
	vm_offset_t va;
	u_int i;

	va = kva_alloc(KSTACK_SLOT, PAGE_SIZE);
	if (va == 0)
		return (NULL);
	va += PAGE_SIZE;
	for (i = 0; i < KSTACK_PAGES; i++) {
		pg = vm_phys_alloc(0, KM_SLEEP);
		if (pg == NULL) {
			kstack_destroy((void *)va, i);
			return (NULL);
		}
		pmap_kenter(va + ptoa(i), vm_page_to_pa(pg),
		    PROT_READ | PROT_WRITE, PMAP_CACHED);
	}
	atomic_inc(&kstack_total);
	return ((void *)va);
}

static struct kstack_free *
kstack_take(void)
{
	struct kstack_free *kf;

	spin_enter(&kstack_lock);
	kf = kstack_list;
	if (kf != NULL) {
		kstack_list = kf->kf_next;
		kstack_count--;
	}
	spin_exit(&kstack_lock);
	return (kf);
}

void *
kstack_alloc(void)
{
	struct kstack_free *kf = kstack_take();

	return (kf != NULL ? (void *)kf : kstack_create());
}

void
kstack_free(void *stack)
{
	struct kstack_free *kf = stack;
	bool keep;

	spin_enter(&kstack_lock);
	keep = kstack_count < KSTACK_KEEP;
	if (keep) {
		kf->kf_next = kstack_list;
		kstack_list = kf;
		kstack_count++;
	}
	spin_exit(&kstack_lock);
	if (!keep) {
		atomic_dec(&kstack_total);
		kstack_destroy(stack, KSTACK_PAGES);
	}
}

static void
kstack_reclaim(void)
{
	struct kstack_free *kf;

	while ((kf = kstack_take()) != NULL) {
		atomic_dec(&kstack_total);
		kstack_destroy(kf, KSTACK_PAGES);
	}
}

/*
 * One free segment: all of the arena but its first page, so that 0 and the
 * arena's edge are never confused with an allocation.
 */
void
kva_init(void)
{
	struct kva_seg *ks;

	ks = kmem_alloc(sizeof(*ks), KM_SLEEP);
	if (ks == NULL)
		panic("kva_init: no memory");
	ks->ks_start = KVA_START + PAGE_SIZE;
	ks->ks_size = KVA_END - KVA_START - PAGE_SIZE;
	mutex_enter(&kva_lock);
	(void)RB_INSERT(kva_tree, &kva_segs, ks);
	kva_insert_free(ks);
	mutex_exit(&kva_lock);
	reclaim_register(kstack_reclaim);
}

SYSCTL_NODE(_vm, OID_AUTO, kva, 0, NULL, "The kernel's address arena");
SYSCTL_ULONG(_vm_kva, OID_AUTO, used, CTLFLAG_RD, &kva_used, 0,
    "Bytes of addresses in use");
SYSCTL_UINT(_vm_kva, OID_AUTO, stacks, CTLFLAG_RD, &kstack_total, 0,
    "Kernel stacks that exist");
SYSCTL_UINT(_vm_kva, OID_AUTO, stacks_cached, CTLFLAG_RD, &kstack_count, 0,
    "Kernel stacks that nobody uses");
