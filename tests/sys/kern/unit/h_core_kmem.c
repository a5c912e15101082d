/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Cases of kernel memory, the address arena and kernel stacks.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/sched.h>
#include <sys/systm.h>

#include <vm/vm_page.h>
#include <vm/vm_phys.h>

#include <machine/vmparam.h>

#include "h_core.h"
#include "h_core_shim.h"

#define	SLOTS	400

static unsigned char *objs[SLOTS];
static size_t sizes[SLOTS];

static void
boot(void)
{

	shim_boot();
	kmem_init();
	CHECK(kmem_init_softint() == 0);
	cold = false;
	shim_softints_at_once = true;
}

/* Each size gives memory of its own, aligned, that may be written wholly. */
void
core_kmem_classes(void)
{
	size_t size;
	char *p, *q;

	boot();
	for (size = 1; size < 40000; size += size < 4200 ? 1 : 997) {
		p = kmem_alloc(size, KM_NOSLEEP);
		q = kmem_zalloc(size, KM_NOSLEEP);
		CHECK(p != NULL && q != NULL);
		CHECK(((uintptr_t)p & 15) == 0);
		CHECK(size < PAGE_SIZE || ((uintptr_t)p & PAGE_MASK) == 0);
		CHECK(q[0] == 0 && q[size - 1] == 0);
		memset(p, 1, size);
		memset(q, 2, size);
		CHECK(p[0] == 1 && p[size - 1] == 1);
		kmem_free(p, size);
		kmem_free(q, size);
	}
	kmem_free(NULL, 10);
	shim_check_idle();
}

/* Blocks keep their contents, whichever CPU frees them; no page is lost. */
void
core_kmem_random(void)
{
	u_long free;
	u_int i, slot;
	size_t j;

	boot();
	kmem_reclaim();
	free = vm_phys_free_count();
	for (i = 0; i < 60000; i++) {
		shim_play(shim_random(MAXCPU));
		slot = shim_random(SLOTS);
		if (objs[slot] == NULL) {
			sizes[slot] = 1 + shim_random(i % 50 ? 1000 : 20000);
			objs[slot] = kmem_alloc(sizes[slot], KM_NOSLEEP);
			CHECK(objs[slot] != NULL);
			memset(objs[slot], (int)slot, sizes[slot]);
			continue;
		}
		for (j = 0; j < sizes[slot]; j++)
			CHECK(objs[slot][j] == (unsigned char)slot);
		kmem_free(objs[slot], sizes[slot]);
		objs[slot] = NULL;
	}
	for (slot = 0; slot < SLOTS; slot++)
		kmem_free(objs[slot], sizes[slot]);
	shim_play(0);
	kmem_reclaim();
	CHECK(vm_phys_free_count() == free);
}

/* Live counts are exact, and draining gives all pages back. */
void
core_kmem_drain(void)
{
	struct kmem_cache *kc;
	u_long free;
	u_int i;

	boot();
	kc = kmem_cache_create("test", 72, 64, NULL, NULL, NULL);
	CHECK(kc != NULL);
	kmem_reclaim();
	free = vm_phys_free_count();
	for (i = 0; i < SLOTS; i++) {
		shim_play(i % MAXCPU);
		objs[i] = kmem_cache_alloc(kc, KM_NOSLEEP);
		CHECK(objs[i] != NULL && ((uintptr_t)objs[i] & 63) == 0);
		CHECK(kmem_cache_live(kc) == i + 1);
	}
	CHECK(vm_phys_free_count() < free);
	for (i = 0; i < SLOTS; i++) {
		shim_play((i + 1) % MAXCPU);
		kmem_cache_free(kc, objs[i]);
		CHECK(kmem_cache_live(kc) == SLOTS - 1 - i);
	}
	kmem_reclaim();
	CHECK(vm_phys_free_count() == free);
	kmem_cache_destroy(kc);
	shim_check_idle();
}

static u_int	ctors, dtors, ctor_fails;

static int
test_ctor(void *obj, void *arg, int flags)
{

	CHECK(arg == &ctors);
	if (ctor_fails > 0) {
		ctor_fails--;
		return (ENOMEM);
	}
	ctors++;
	memset(obj, 0x77, 100);
	return (0);
}

static void
test_dtor(void *obj, void *arg)
{

	CHECK(((u_char *)obj)[99] == 0x77);
	dtors++;
}

/* Objects stay constructed; each construction is undone once. */
void
core_kmem_ctor(void)
{
	struct kmem_cache *kc;
	u_int i, round;

	boot();
	kc = kmem_cache_create("ctor", 100, 0, test_ctor, test_dtor, &ctors);
	ctor_fails = 1;
	CHECK(kmem_cache_alloc(kc, KM_NOSLEEP) == NULL);
	CHECK(kmem_cache_live(kc) == 0);
	for (round = 0; round < 3; round++) {
		for (i = 0; i < SLOTS; i++) {
			objs[i] = kmem_cache_alloc(kc, KM_NOSLEEP);
			CHECK(objs[i][0] == 0x77 && objs[i][99] == 0x77);
		}
		for (i = 0; i < SLOTS; i++)
			kmem_cache_free(kc, objs[i]);
	}
	CHECK(ctors >= SLOTS && ctors < 2 * SLOTS);
	kmem_cache_destroy(kc);
	CHECK(ctors == dtors);
}

/* Without memory: NULL, nothing lost, and all well afterwards. */
void
core_kmem_nomem(void)
{
	void **list = NULL, **p;
	u_long free, n = 0;

	boot();
	kmem_reclaim();
	free = vm_phys_free_count();
	while ((p = kmem_alloc(512, KM_NOSLEEP)) != NULL) {
		*p = list;
		list = p;
		n++;
	}
	CHECK(n > free * 5);
	CHECK(kmem_alloc(8192, KM_NOSLEEP) == NULL);
	CHECK(kmem_alloc(512, KM_SLEEP) == NULL);
	while ((p = list) != NULL) {
		list = *p;
		kmem_free(p, 512);
	}
	kmem_reclaim();
	CHECK(vm_phys_free_count() == free);
	p = kmem_alloc(100, KM_NOSLEEP);
	CHECK(p != NULL);
	kmem_free(p, 100);
}

void
core_kmem_overrun(void)
{
	char *p;

	boot();
	p = kmem_alloc(100, KM_NOSLEEP);
	__asm__("" : "+r" (p));
	p[100] = 1;
	host_expect_panic("written beyond its end");
	kmem_free(p, 100);
}

void
core_kmem_double_free(void)
{
	char *p;

	boot();
	p = kmem_alloc(40, KM_NOSLEEP);
	kmem_free(p, 40);
	host_expect_panic("freed twice");
	kmem_free(p, 40);
}

void
core_kmem_wrong_size(void)
{
	char *p;

	boot();
	p = kmem_alloc(40, KM_NOSLEEP);
	host_expect_panic("freed with another size");
	kmem_free(p, 44);
}

void
core_kmem_use_after_free(void)
{
	char *p;

	boot();
	p = kmem_alloc(64, KM_NOSLEEP);
	kmem_free(p, 64);
	__asm__("" : "+r" (p));
	p[10] = 0;
	host_expect_panic("written while free");
	(void)!kmem_alloc(64, KM_NOSLEEP);
}

/* Allocations of the arena are disjoint and join again when freed. */
void
core_kva_random(void)
{
	static vm_offset_t va[SLOTS];
	u_int i, j, slot;

	boot();
	for (i = 0; i < 4000; i++) {
		slot = shim_random(SLOTS);
		if (va[slot] != 0) {
			kva_free(va[slot], sizes[slot]);
			va[slot] = 0;
			continue;
		}
		sizes[slot] = (1 + shim_random(40)) * PAGE_SIZE;
		va[slot] = kva_alloc(sizes[slot], 0);
		CHECK(va[slot] > KVA_START &&
		    va[slot] + sizes[slot] <= KVA_END);
		for (j = 0; j < SLOTS; j++)
			CHECK(j == slot || va[j] == 0 ||
			    va[j] + sizes[j] <= va[slot] ||
			    va[slot] + sizes[slot] <= va[j]);
	}
	for (slot = 0; slot < SLOTS; slot++) {
		if (va[slot] != 0)
			kva_free(va[slot], sizes[slot]);
	}
	va[0] = kva_alloc(KVA_END - KVA_START - PAGE_SIZE, 0);
	CHECK(va[0] != 0);
	CHECK(kva_alloc(PAGE_SIZE, 0) == 0);
	kva_free(va[0], KVA_END - KVA_START - PAGE_SIZE);
}

void
core_kva_align(void)
{
	vm_offset_t va;
	size_t align;

	boot();
	for (align = PAGE_SIZE; align <= 1UL << 30; align <<= 1) {
		va = kva_alloc(3 * PAGE_SIZE, align);
		CHECK(va != 0 && (va & (align - 1)) == 0);
	}
	CHECK(kva_alloc(0, 0) == 0);
	CHECK(kva_alloc(KVA_END - KVA_START + 1, 0) == 0);
}

/*
 * Stacks have all their pages and lie apart.  They are not given back: the list
 * of free ones runs through their memory, which is not mapped here.
 */
void
core_kstack(void)
{
	vm_offset_t last = 0;
	void *stack;
	u_int i;

	boot();
	for (i = 0; i < 80; i++) {
		stack = kstack_alloc();
		CHECK(stack != NULL);
		CHECK(shim_pages_mapped == (i + 1) * KSTACK_PAGES);
		CHECK((vm_offset_t)stack > last + KSTACK_SIZE);
		last = (vm_offset_t)stack;
	}
}
