/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The allocators, used by several CPUs at once: nobody gets what another has,
 * and in the end everything is back.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <machine/sim.h>
#include <vm/vm.h>
#include <vm/vm_page.h>
#include <vm/vm_phys.h>

#define	NTHREADS	3
#define	NROUNDS		40
#define	NHELD		6
#define	MAXORDER	4

/*
 * Pages: each block carries its holder's mark in the first and last word of
 * each page.
 */
static void
pages_mark(const struct vm_page *pg, int order, u_long mark)
{
	char *p = vm_page_kva(pg);
	u_int i;

	for (i = 0; i < 1U << order; i++, p += PAGE_SIZE) {
		*(u_long *)p = mark + i;
		((u_long *)(p + PAGE_SIZE))[-1] = ~(mark + i);
	}
}

static void
pages_check(const struct vm_page *pg, int order, u_long mark)
{
	const char *p = vm_page_kva(pg);
	u_int i;

	for (i = 0; i < 1U << order; i++, p += PAGE_SIZE) {
		SIM_CHECK_EQ(*(const u_long *)p, mark + i);
		SIM_CHECK_EQ(((const u_long *)(p + PAGE_SIZE))[-1],
		    ~(mark + i));
	}
}

static void
buddy_thread(void *arg)
{
	struct vm_page *held[NHELD] = { NULL };
	int order[NHELD] = { 0 };
	u_long mark[NHELD] = { 0 };
	u_long i, slot;

	for (i = 0; i < NROUNDS; i++) {
		slot = sim_random(NHELD);
		if (held[slot] != NULL) {
			pages_check(held[slot], order[slot], mark[slot]);
			vm_phys_free(held[slot], order[slot]);
			held[slot] = NULL;
			continue;
		}
		order[slot] = (int)sim_random(MAXORDER + 1);
		mark[slot] = (u_long)(uintptr_t)arg << 32 | i << 8;
		held[slot] = vm_phys_alloc(order[slot], KM_SLEEP);
		SIM_CHECK(held[slot] != NULL);
		SIM_CHECK_EQ(vm_page_to_pa(held[slot]) &
		    ((PAGE_SIZE << order[slot]) - 1), 0);
		pages_mark(held[slot], order[slot], mark[slot]);
	}
	for (slot = 0; slot < NHELD; slot++) {
		if (held[slot] == NULL)
			continue;
		pages_check(held[slot], order[slot], mark[slot]);
		vm_phys_free(held[slot], order[slot]);
	}
}

static void
buddy(void)
{
	uintptr_t i;

	for (i = 1; i <= NTHREADS; i++)
		sim_thread(buddy_thread, (void *)i, "buddy");
	sim_join();
}
SIM_SCENARIO(buddy, 3, 0, buddy, "blocks of pages that belong to one thread");

/*
 * Objects of a cache with a constructor: what it made is there at each
 * allocation, and objects go from one thread's hands to another's.
 */
#define	SLAB_MAGIC	0x51ab0b1ecUL
#define	NSHARED		8

struct slab_obj {
	u_long	so_magic;
	u_long	so_owner;
	char	so_rest[200];
};

static struct kmem_cache *slab_cache;
static struct kmutex slab_lock = MUTEX_INITIALIZER(slab_lock, "slabtest");
static struct slab_obj *slab_shared[NSHARED];	/* slab_lock */
static volatile u_int slab_made;

static int
slab_ctor(void *obj, void *arg, int flags)
{
	struct slab_obj *so = obj;

	so->so_magic = SLAB_MAGIC;
	so->so_owner = 0;
	atomic_inc(&slab_made);
	return (0);
}

static void
slab_dtor(void *obj, void *arg)
{

	SIM_CHECK_EQ(((struct slab_obj *)obj)->so_magic, SLAB_MAGIC);
	atomic_dec(&slab_made);
}

static void
slab_thread(void *arg)
{
	struct slab_obj *so, *old;
	u_long i, slot;

	for (i = 0; i < NROUNDS; i++) {
		so = kmem_cache_alloc(slab_cache, KM_SLEEP);
		SIM_CHECK(so != NULL);
		SIM_CHECK_EQ(so->so_magic, SLAB_MAGIC);
		SIM_CHECK_EQ(so->so_owner, 0);
		so->so_owner = 1;
		slot = sim_random(NSHARED);
		mutex_enter(&slab_lock);
		old = slab_shared[slot];
		slab_shared[slot] = so;
		mutex_exit(&slab_lock);
		if (old == NULL)
			continue;
		SIM_CHECK_EQ(old->so_owner, 1);
		old->so_owner = 0;
		kmem_cache_free(slab_cache, old);
		if (i % 16 == 15)
			kmem_reclaim();
	}
}

static void
slab(void)
{
	u_int i;

	slab_cache = kmem_cache_create("simslab", sizeof(struct slab_obj), 0,
	    slab_ctor, slab_dtor, NULL);
	SIM_CHECK(slab_cache != NULL);
	for (i = 0; i < NTHREADS; i++)
		sim_thread(slab_thread, NULL, "slab");
	sim_join();
	for (i = 0; i < NSHARED; i++) {
		if (slab_shared[i] == NULL)
			continue;
		slab_shared[i]->so_owner = 0;
		kmem_cache_free(slab_cache, slab_shared[i]);
	}
	SIM_CHECK_EQ(kmem_cache_live(slab_cache), 0);
	kmem_cache_destroy(slab_cache);
	SIM_CHECK_EQ(slab_made, 0);
}
SIM_SCENARIO(slab, 3, 0, slab, "objects of a cache go from thread to thread");

/*
 * Blocks of all sizes, small and large, whose content is the thread's own.
 */
static void
malloc_thread(void *arg)
{
	u_char *held[NHELD] = { NULL };
	size_t size[NHELD] = { 0 }, j;
	u_long i, slot;

	for (i = 0; i < 2 * NROUNDS; i++) {
		slot = sim_random(NHELD);
		if (held[slot] == NULL) {
			size[slot] = 1 + sim_random(sim_random(4) == 0 ? 20000 :
			    600);
			held[slot] = kmem_zalloc(size[slot], KM_SLEEP);
			SIM_CHECK(held[slot] != NULL);
			for (j = 0; j < size[slot]; j++)
				SIM_CHECK_EQ(held[slot][j], 0);
			memset(held[slot], (int)slot + 1, size[slot]);
			continue;
		}
		SIM_CHECK_EQ(held[slot][0], slot + 1);
		SIM_CHECK_EQ(held[slot][size[slot] - 1], slot + 1);
		kmem_free(held[slot], size[slot]);
		held[slot] = NULL;
	}
	for (slot = 0; slot < NHELD; slot++)
		if (held[slot] != NULL)
			kmem_free(held[slot], size[slot]);
}

static void
blocks(void)
{
	u_int i;

	for (i = 0; i < NTHREADS; i++)
		sim_thread(malloc_thread, NULL, "blocks");
	sim_join();
}
SIM_SCENARIO(blocks, 3, 0, blocks, "blocks of all sizes, zeroed and whole");
