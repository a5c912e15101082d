/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The page index and the shape of a map, against the plainest models.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/systm.h>

#include <vm/vm_impl.h>
#include <vm/vm_radix.h>

#include "h_unit_shim.h"

static uint64_t seed = 88172645463325252ULL;

static uint64_t
rnd(void)
{

	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed);
}

static void
count_batch(struct vm_page **pgs, u_int n, void *arg)
{

	*(u_int *)arg += n;
}

void
unit_radix_dense(void)
{
	static struct vm_page pages[5000];
	struct vm_radix rt = { 0 };
	u_int i, n = 0;
	vm_pindex_t base = 0x7ffff0000UL;

	for (i = 0; i < nitems(pages); i++) {
		pages[i].p_index = base + i;
		CHECK(vm_radix_insert(&rt, &pages[i]) == 0);
	}
	for (i = 0; i < nitems(pages); i++)
		CHECK(vm_radix_lookup(&rt, base + i) == &pages[i]);
	CHECK(vm_radix_lookup(&rt, base - 1) == NULL);
	CHECK(vm_radix_lookup(&rt, base + i) == NULL);
	CHECK(vm_radix_lookup_ge(&rt, 0) == &pages[0]);
	CHECK(vm_radix_lookup_ge(&rt, base + 77) == &pages[77]);
	CHECK(vm_radix_lookup_ge(&rt, base + i) == NULL);
	CHECK(shim_live > 5000 / 64 && shim_live < 5000 / 64 + 8);
	vm_radix_drain(&rt, count_batch, &n);
	CHECK(n == nitems(pages) && vm_radix_empty(&rt) && shim_live == 0);
}

#define	NKEYS	512

static struct vm_page *
model_ge(struct vm_page **model, const vm_pindex_t *keys, vm_pindex_t at)
{
	struct vm_page *best = NULL;
	u_int i;

	for (i = 0; i < NKEYS; i++)
		if (model[i] != NULL && keys[i] >= at &&
		    (best == NULL || keys[i] < best->p_index))
			best = model[i];
	return (best);
}

void
unit_radix_random(void)
{
	static struct vm_page pages[NKEYS][2];
	static struct vm_page *model[NKEYS];
	static vm_pindex_t keys[NKEYS];
	struct vm_radix rt = { 0 };
	struct vm_page *pg;
	u_int i, j, round, n = 0, live = 0;
	vm_pindex_t at;

	for (i = 0; i < NKEYS; i++) {
		do {
			keys[i] = rnd() >> 12 >> (rnd() % 48);
			for (j = 0; j < i && keys[j] != keys[i]; j++)
				continue;
		} while (j != i);
		pages[i][0].p_index = pages[i][1].p_index = keys[i];
	}
	for (round = 0; round < 60000; round++) {
		i = (u_int)(rnd() % NKEYS);
		if (round % 1000 == 0) {
			vm_pindex_t lo = keys[i], hi = keys[rnd() % NKEYS];
			u_int got = 0, want = 0;

			for (j = 0; j < NKEYS; j++)
				if (model[j] != NULL && keys[j] >= lo &&
				    keys[j] < hi) {
					model[j] = NULL;
					want++;
				}
			vm_radix_remove_range(&rt, lo, hi, count_batch, &got);
			CHECK(got == want);
			live -= want;
		}
		switch (rnd() % 4) {
		case 0:
			if (model[i] != NULL)
				break;
			model[i] = &pages[i][0];
			CHECK(vm_radix_insert(&rt, model[i]) == 0);
			live++;
			break;
		case 1:
			CHECK(vm_radix_remove(&rt, keys[i]) == model[i]);
			live -= model[i] != NULL;
			model[i] = NULL;
			break;
		case 2:
			pg = model[i] == &pages[i][0] ? &pages[i][1] :
			    &pages[i][0];
			CHECK(vm_radix_replace(&rt, pg) == model[i]);
			if (model[i] != NULL)
				model[i] = pg;
			break;
		default:
			CHECK(vm_radix_lookup(&rt, keys[i]) == model[i]);
			at = rnd() % 3 == 0 ? rnd() >> 12 : keys[i] +
			    rnd() % 3 - 1;
			CHECK(vm_radix_lookup_ge(&rt, at) ==
			    model_ge(model, keys, at));
		}
	}
	vm_radix_drain(&rt, count_batch, &n);
	CHECK(n == live && shim_live == 0);
}

void
unit_radix_nomem(void)
{
	static struct vm_page pages[3];
	struct vm_radix rt = { 0 };

	pages[0].p_index = 1;
	pages[1].p_index = 1000;
	shim_fail_after = 0;
	CHECK(vm_radix_insert(&rt, &pages[0]) == 0);
	CHECK(vm_radix_insert(&rt, &pages[1]) == ENOMEM);
	CHECK(vm_radix_lookup(&rt, 1) == &pages[0]);
	CHECK(vm_radix_lookup(&rt, 1000) == NULL);
	shim_fail_after = ULONG_MAX;
	CHECK(vm_radix_insert(&rt, &pages[1]) == 0);
	CHECK(vm_radix_remove(&rt, 1) == &pages[0]);
	CHECK(shim_live == 0);
}

/* --- maps ----------------------------------------------------------------- */

#define	TREE_PAGES	4096
#define	TREE_BASE	0x100000UL

static struct vm_map_entry *owner[TREE_PAGES];

static bool
model_room(u_int at, u_int n)
{
	u_int i;

	if (at + n > TREE_PAGES)
		return (false);
	for (i = 0; i < n; i++)
		if (owner[at + i] != NULL)
			return (false);
	return (true);
}

static void
check_findspace(struct vm_map *map)
{
	vm_offset_t got = 0;
	u_int hint = (u_int)(rnd() % TREE_PAGES), at;
	u_int n = 1 + (u_int)(rnd() % 40);
	u_int align = 1U << (rnd() % 4);
	int error;

	error = vm_map_findspace(map, TREE_BASE + ptoa(hint), ptoa(n),
	    ptoa(align), &got);
	for (at = hint; at < TREE_PAGES; at++)
		if ((atop(TREE_BASE) + at) % align == 0 && model_room(at, n))
			break;
	if (at == TREE_PAGES)
		for (at = 0; at < hint; at++)
			if ((atop(TREE_BASE) + at) % align == 0 &&
			    model_room(at, n))
				break;
	if (at < TREE_PAGES && model_room(at, n)) {
		CHECK(error == 0);
		CHECK(got == TREE_BASE + ptoa(at));
	} else {
		CHECK(error == ENOMEM);
	}
}

void
unit_tree_random(void)
{
	struct vm_map map;
	struct vm_map_entry *e;
	vm_offset_t va;
	u_int at, i, n, round;

	memset(&map, 0, sizeof(map));
	vm_map_tree_init(&map, TREE_BASE, TREE_BASE + ptoa(TREE_PAGES));
	for (round = 0; round < 30000; round++) {
		at = (u_int)(rnd() % TREE_PAGES);
		n = 1 + (u_int)(rnd() % 30);
		if (rnd() % 100 < (round / 3000 % 2 ? 30 : 70)) {
			if (!model_room(at, n))
				continue;
			e = host_alloc(sizeof(*e));
			memset(e, 0, sizeof(*e));
			e->e_start = TREE_BASE + ptoa(at);
			e->e_end = e->e_start + ptoa(n);
			vm_map_tree_insert(&map, e);
			for (i = 0; i < n; i++)
				owner[at + i] = e;
		} else if ((e = owner[at]) != NULL) {
			vm_map_tree_remove(&map, e);
			for (i = 0; i < TREE_PAGES; i++)
				if (owner[i] == e)
					owner[i] = NULL;
			host_free(e);
		}
		va = TREE_BASE + ptoa(rnd() % TREE_PAGES);
		CHECK(vm_map_lookup(&map, va) == owner[atop(va - TREE_BASE)]);
		check_findspace(&map);
		if (round % 64 == 0)
			vm_map_check(&map);
		if (round % 3000 == 0) {
			vm_map_tree_build(&map);
			vm_map_check(&map);
		}
	}
	while ((e = map.m_root) != NULL) {
		vm_map_tree_remove(&map, e);
		vm_map_check(&map);
		host_free(e);
	}
}

void
unit_tree_findspace(void)
{
	struct vm_map map;
	vm_offset_t va;

	memset(&map, 0, sizeof(map));
	vm_map_tree_init(&map, 0x10000, 0x7ffffffff000);
	CHECK(vm_map_findspace(&map, 0, 0x7fffffff0000, 4096, &va) == ENOMEM);
	CHECK(vm_map_findspace(&map, 0, 0x7ffffffef000, 4096, &va) == 0);
	CHECK(va == 0x10000);
	CHECK(vm_map_findspace(&map, 0x7fffffffe000, 0x2000, 4096, &va) == 0);
	CHECK(va == 0x10000);
	CHECK(vm_map_findspace(&map, 0x12345000, 4096, 1UL << 30, &va) == 0);
	CHECK(va == 1UL << 30);
	CHECK(vm_map_findspace(&map, ~0UL - 4095, 4096, 4096, &va) == 0);
	CHECK(va == 0x10000);
}
