/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Cases of the page allocator.
 */
#include <sys/param.h>
#include <sys/kmem.h>
#include <sys/systm.h>

#include <vm/vm_page.h>
#include <vm/vm_phys.h>

#include "h_core.h"
#include "h_core_shim.h"

#define	MAXPAGES	(SHIM_MEMORY / PAGE_SIZE)

static struct vm_page *pages[MAXPAGES];
static uint8_t	owner[MAXPAGES];

/*
 * Claim the pages of a block: none may have an owner.
 */
static void
claim(struct vm_page *pg, int order, bool take)
{
	u_long first = vm_page_to_pa(pg) >> PAGE_SHIFT, i;

	CHECK((first & ((1UL << order) - 1)) == 0);
	for (i = first; i < first + (1UL << order); i++) {
		CHECK(i < MAXPAGES && owner[i] == !take);
		owner[i] = take;
	}
	CHECK(vm_page_from_pa(vm_page_to_pa(pg)) == pg);
}

/* Every page exactly once; then all come back. */
void
core_phys_all(void)
{
	u_long n, free, i;

	shim_boot();
	free = vm_phys_free_count();
	CHECK(free > MAXPAGES * 9 / 10 && free < MAXPAGES);
	for (n = 0; (pages[n] = vm_phys_alloc(0, KM_NOSLEEP)) != NULL; n++) {
		claim(pages[n], 0, true);
		memset(vm_page_kva(pages[n]), 0xee, PAGE_SIZE);
	}
	CHECK(n == free && vm_phys_free_count() == 0);
	for (i = 0; i < n; i++) {
		claim(pages[i], 0, false);
		vm_phys_free(pages[i], 0);
	}
	CHECK(vm_phys_free_count() == free);
	shim_check_idle();
}

/* Random blocks of all orders never overlap and are aligned. */
void
core_phys_orders(void)
{
	static int orders[512];
	u_long free;
	u_int i, slot;

	shim_boot();
	free = vm_phys_free_count();
	for (i = 0; i < 20000; i++) {
		slot = shim_random(nitems(orders));
		shim_play(shim_random(MAXCPU));
		if (pages[slot] != NULL) {
			claim(pages[slot], orders[slot], false);
			vm_phys_free(pages[slot], orders[slot]);
			pages[slot] = NULL;
			continue;
		}
		orders[slot] = (int)shim_random(6) + (i % 100 == 0 ? 4 : 0);
		pages[slot] = vm_phys_alloc(orders[slot], KM_NOSLEEP);
		if (pages[slot] != NULL)
			claim(pages[slot], orders[slot], true);
	}
	for (slot = 0; slot < nitems(orders); slot++) {
		if (pages[slot] != NULL)
			vm_phys_free(pages[slot], orders[slot]);
	}
	CHECK(vm_phys_free_count() == free);
	CHECK(vm_phys_alloc(VM_PHYS_MAXORDER + 1, KM_NOSLEEP) == NULL);
}

/* After everything was freed, large blocks are whole again. */
void
core_phys_buddies(void)
{
	u_long n, big = 0, again = 0, i;
	u_int cpu;

	shim_boot();
	while ((pages[big] = vm_phys_alloc(8, KM_NOSLEEP)) != NULL)
		big++;
	CHECK(big > 10);
	for (i = 0; i < big; i++)
		vm_phys_free(pages[i], 8);
	for (n = 0; (pages[n] = vm_phys_alloc(0, KM_NOSLEEP)) != NULL; n++)
		continue;
	for (i = 0; i < n; i += 2)
		vm_phys_free(pages[i], 0);
	CHECK(vm_phys_alloc(8, KM_NOSLEEP) == NULL);
	for (i = 1; i < n; i += 2)
		vm_phys_free(pages[i], 0);
	for (cpu = 0; cpu < MAXCPU; cpu++) {
		shim_play(cpu);
		vm_phys_drain_cpu();
	}
	while ((pages[again] = vm_phys_alloc(8, KM_NOSLEEP)) != NULL)
		again++;
	CHECK(again == big);
}

/* High memory is used first; LOW4G is obeyed, to the last page. */
void
core_phys_low(void)
{
	struct vm_page *pg;
	u_long low = 0;

	shim_boot();
	pg = vm_phys_alloc(0, KM_NOSLEEP);
	CHECK(vm_page_to_pa(pg) >= PHYS_LOW4G);
	while ((pg = vm_phys_alloc(0, KM_NOSLEEP | VM_PHYS_LOW4G)) != NULL) {
		CHECK(vm_page_to_pa(pg) < PHYS_LOW4G);
		low++;
	}
	CHECK(low == (0x9f000 - 0x10000 + PHYS_LOW4G - 0x100000) / PAGE_SIZE);
	CHECK(vm_phys_alloc(0, KM_NOSLEEP) != NULL);
}

void
core_phys_zero(void)
{
	struct vm_page *pg;
	const char *p;
	size_t i;
	int order;

	shim_boot();
	for (order = 0; order < 4; order++) {
		pg = vm_phys_alloc(order, KM_NOSLEEP);
		memset(vm_page_kva(pg), 0xff, PAGE_SIZE << order);
		vm_phys_free(pg, order);
		pg = vm_phys_alloc(order, KM_NOSLEEP | VM_PHYS_ZERO);
		p = vm_page_kva(pg);
		for (i = 0; i < PAGE_SIZE << order; i++)
			CHECK(p[i] == 0);
	}
}

void
core_phys_double_free(void)
{
	struct vm_page *pg;

	shim_boot();
	pg = vm_phys_alloc(3, KM_NOSLEEP);
	vm_phys_free(pg, 3);
	host_expect_panic("freed twice");
	vm_phys_free(pg, 3);
}

void
core_phys_use_after_free(void)
{
	struct vm_page *pg;

	shim_boot();
	pg = vm_phys_alloc(0, KM_NOSLEEP);
	vm_phys_free(pg, 0);
	((char *)vm_page_kva(pg))[100] = 1;
	host_expect_panic("written while free");
	(void)!vm_phys_alloc(0, KM_NOSLEEP);
}
