/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page tables.
 *
 * Model	Two levels of tables, in pages of the arena like a machine's.
 *		The window, where programs execute, is a cache of the tables of
 *		one pmap, sim_window_pmap: the host maps a page of the arena
 *		there when a program first touches it (pmap_soft_fault), which
 *		also sets the accessed and modified bits, and forgets it when
 *		the entry loses a right or a bit, or when another pmap's program
 *		executes.  Several CPUs share the window: only one executes at a
 *		time.
 *		The kernel's own addresses have memory of their own, which is
 *		there from the beginning; pmap_kenter() records what page of the
 *		arena they stand for, and lets the host permit access.
 * Locks	pm_lock around every change of a user pmap; no walk contains a
 *		point.  sim_kva_pages needs none: each entry belongs to who has
 *		the address.
 * Tests	tests/sim
 */

#include <sys/param.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <machine/pmap.h>
#include <machine/sim.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>

#define	NPTE		(PAGE_SIZE / sizeof(uint64_t))
#define	LEAF_SIZE	(NPTE * PAGE_SIZE)
#define	ROOT_ORDER	1		/* pages of the root, as a power of 2 */
#define	ROOT_SIZE	(NPTE << ROOT_ORDER)
#define	ROOT_INDEX(va)	(((va) - VM_MINUSER_ADDRESS) / LEAF_SIZE)
#define	LEAF_INDEX(va)	(((va) - VM_MINUSER_ADDRESS) / PAGE_SIZE % NPTE)

_Static_assert((VM_MAXUSER_ADDRESS - VM_MINUSER_ADDRESS) / LEAF_SIZE <=
    ROOT_SIZE, "the root reaches the whole window");

struct pmap kernel_pmap;
static struct pmap *sim_window_pmap;	/* whose pages the window has */
static vm_paddr_t sim_kva_pages[SIM_KVA_SIZE / PAGE_SIZE];

static bool
is_user(vm_offset_t va)
{

	return (va >= VM_MINUSER_ADDRESS && va < VM_MAXUSER_ADDRESS);
}

/* The entry of va, or NULL without a table. */
static uint64_t *
pmap_walk(struct pmap *pm, vm_offset_t va)
{
	uint64_t *leaf;

	leaf = pm->pm_root[ROOT_INDEX(va)];
	return (leaf != NULL ? &leaf[LEAF_INDEX(va)] : NULL);
}

static uint64_t *
pmap_walk_alloc(struct pmap *pm, vm_offset_t va)
{
	uint64_t **re = &pm->pm_root[ROOT_INDEX(va)];
	struct vm_page *pg;

	if (*re == NULL) {
		pg = vm_phys_alloc(0, KM_NOSLEEP | VM_PHYS_ZERO);
		if (pg == NULL)
			return (NULL);
		*re = vm_page_kva(pg);
		pm->pm_ntables++;
	}
	return (&(*re)[LEAF_INDEX(va)]);
}

/* The window forgets a page. */
static void
pmap_forget(struct pmap *pm, vm_offset_t va, uint64_t *pte)
{

	if ((*pte & PTE_HOST) == 0)
		return;
	*pte &= ~PTE_HOST;
	if (pm == sim_window_pmap)
		host_unmap_window(va, PAGE_SIZE);
}

/*
 * The window is for pm from here to the next point.  Entries of the old one
 * keep PTE_HOST, which then means nothing.
 */
void
pmap_use_window(struct pmap *pm)
{

	if (pm == sim_window_pmap)
		return;
	if (sim_window_pmap != NULL)
		host_unmap_window(VM_MINUSER_ADDRESS,
		    VM_MAXUSER_ADDRESS - VM_MINUSER_ADDRESS);
	sim_window_pmap = pm;
}

static bool
pte_permits(uint64_t e, int prot)
{

	if ((e & PTE_V) == 0)
		return (false);
	if ((prot & PROT_WRITE) != 0 && (e & PTE_W) == 0)
		return (false);
	return ((prot & PROT_EXEC) == 0 || (e & PTE_X) != 0);
}

/*
 * The direct-map address of a user address, if the tables permit the access,
 * which is noted there; else NULL.
 */
void *
pmap_access(struct pmap *pm, vm_offset_t va, int prot)
{
	uint64_t *pte;

	if (!is_user(va) || (pte = pmap_walk(pm, va)) == NULL ||
	    !pte_permits(*pte, prot))
		return (NULL);
	*pte |= PTE_A | ((prot & PROT_WRITE) != 0 ? PTE_M : 0);
	return ((void *)(PHYS_TO_DMAP(*pte & PTE_FRAME) + (va & PAGE_MASK)));
}

/*
 * A program touched a page that the window does not have, or has without this
 * right.  True when the tables permit it: then the window has it now.
 */
bool
pmap_soft_fault(struct pmap *pm, vm_offset_t va, int prot)
{
	uint64_t *pte;
	int have = PROT_READ;

	if (pmap_access(pm, va, prot) == NULL)
		return (false);
	pte = pmap_walk(pm, va);
	if ((*pte & PTE_X) != 0)
		have |= PROT_EXEC;
	if ((*pte & (PTE_W | PTE_M)) == (PTE_W | PTE_M))
		have |= PROT_WRITE;
	pmap_use_window(pm);
	*pte |= PTE_HOST;
	host_map_window(trunc_page(va), *pte & PTE_FRAME, have);
	return (true);
}

/*
 * Pmaps.
 */

int
pmap_init(struct pmap *pm)
{
	struct vm_page *pg;

	pg = vm_phys_alloc(ROOT_ORDER, KM_SLEEP | VM_PHYS_ZERO);
	if (pg == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_init(&pm->pm_lock, "pmap");
	pm->pm_root = vm_page_kva(pg);
	pm->pm_resident = 0;
	pm->pm_ntables = 1 << ROOT_ORDER;
	return (0);
}

void
pmap_destroy(struct pmap *pm)
{
	u_int i;

	/* Kernel threads may still be said to run with it. */
	CPU_FOREACH(i) {
		if (cpus[i]->pc_md.md_pmap == pm)
			cpus[i]->pc_md.md_pmap = &kernel_pmap;
	}
	if (sim_window_pmap == pm)
		pmap_use_window(NULL);
	for (i = 0; i < ROOT_SIZE; i++) {
		if (pm->pm_root[i] != NULL)
			vm_phys_free(vm_page_from_pa(
			    DMAP_TO_PHYS(pm->pm_root[i])), 0);
	}
	vm_phys_free(vm_page_from_pa(DMAP_TO_PHYS(pm->pm_root)),
	    ROOT_ORDER);
	mutex_destroy(&pm->pm_lock);
	pm->pm_root = NULL;
}

int
pmap_enter(struct pmap *pm, vm_offset_t va, struct vm_page *pg, int prot,
    int flags)
{
	struct vm_page *wait;
	uint64_t *pte, new;

	KASSERT(is_user(va) && (va & PAGE_MASK) == 0);
	KASSERT((prot & (PROT_WRITE | PROT_EXEC)) != (PROT_WRITE | PROT_EXEC));
	new = vm_page_to_pa(pg) | PTE_V;
	if ((prot & PROT_WRITE) != 0)
		new |= PTE_W;
	if ((prot & PROT_EXEC) != 0)
		new |= PTE_X;
	if ((flags & PMAP_WIRED) != 0)
		new |= PTE_WIRED;

	mutex_enter(&pm->pm_lock);
	while ((pte = pmap_walk_alloc(pm, va)) == NULL) {
		mutex_exit(&pm->pm_lock);
		if ((flags & PMAP_NOSLEEP) != 0)
			return (SET_ERROR(ENOMEM));
		wait = vm_phys_alloc(0, KM_SLEEP);
		if (wait == NULL)
			return (SET_ERROR(ENOMEM));
		vm_phys_free(wait, 0);
		mutex_enter(&pm->pm_lock);
	}
	if (*pte != 0 && (flags & PMAP_KEEP) != 0)
		goto out;
	if (*pte == 0)
		pm->pm_resident++;
	else if (((*pte ^ new) & PTE_FRAME) == 0)
		new |= *pte & (PTE_A | PTE_M);
	pmap_forget(pm, va, pte);
	*pte = new;
out:
	mutex_exit(&pm->pm_lock);
	return (0);
}

/*
 * Call fn for each valid entry in [s, e); pm_lock is held.
 */
static void
pmap_foreach(struct pmap *pm, vm_offset_t s, vm_offset_t e,
    void (*fn)(struct pmap *, vm_offset_t, uint64_t *, void *), void *arg)
{
	uint64_t *pte;

	s = MAX(s, VM_MINUSER_ADDRESS);
	while (s < e) {
		pte = pmap_walk(pm, s);
		if (pte == NULL) {
			s += LEAF_SIZE - (s - VM_MINUSER_ADDRESS) % LEAF_SIZE;
			continue;
		}
		if ((*pte & PTE_V) != 0)
			fn(pm, s, pte, arg);
		s += PAGE_SIZE;
	}
}

static void
remove_one(struct pmap *pm, vm_offset_t va, uint64_t *pte, void *arg)
{

	pmap_forget(pm, va, pte);
	*pte = 0;
	pm->pm_resident--;
}

void
pmap_remove(struct pmap *pm, vm_offset_t s, vm_offset_t e)
{

	mutex_enter(&pm->pm_lock);
	pmap_foreach(pm, s, e, remove_one, NULL);
	mutex_exit(&pm->pm_lock);
}

static void
protect_one(struct pmap *pm, vm_offset_t va, uint64_t *pte, void *arg)
{
	const int *prot = arg;
	uint64_t clear = 0;

	if ((*prot & PROT_WRITE) == 0)
		clear |= PTE_W;
	if ((*prot & PROT_EXEC) == 0)
		clear |= PTE_X;
	if ((*pte & clear) != 0) {
		pmap_forget(pm, va, pte);
		*pte &= ~clear;
	}
}

void
pmap_protect(struct pmap *pm, vm_offset_t s, vm_offset_t e, int prot)
{

	if ((prot & (PROT_READ | PROT_WRITE | PROT_EXEC)) == 0) {
		pmap_remove(pm, s, e);
		return;
	}
	mutex_enter(&pm->pm_lock);
	pmap_foreach(pm, s, e, protect_one, &prot);
	mutex_exit(&pm->pm_lock);
}

struct copy_arg {
	struct pmap	*ca_dst;
	bool		ca_protect;
	bool		ca_full;	/* no memory for more tables */
};

static void
copy_one(struct pmap *pm, vm_offset_t va, uint64_t *pte, void *arg)
{
	struct copy_arg *ca = arg;
	uint64_t *dst;

	if (ca->ca_protect && (*pte & PTE_W) != 0) {
		pmap_forget(pm, va, pte);
		*pte &= ~PTE_W;
	}
	if (ca->ca_full)
		return;
	dst = pmap_walk_alloc(ca->ca_dst, va);
	if (dst == NULL) {
		ca->ca_full = true;
		return;
	}
	*dst = *pte & ~(PTE_A | PTE_M | PTE_WIRED | PTE_HOST);
	ca->ca_dst->pm_resident++;
}

int
pmap_copy(struct pmap *dst, struct pmap *src, vm_offset_t s, vm_offset_t e,
    bool writeprotect_src)
{
	struct copy_arg ca;

	ca.ca_dst = dst;
	ca.ca_protect = writeprotect_src;
	ca.ca_full = false;
	mutex_enter(&src->pm_lock);
	pmap_foreach(src, s, e, copy_one, &ca);
	mutex_exit(&src->pm_lock);
	return (ca.ca_full ? ENOMEM : 0);
}

bool
pmap_extract(struct pmap *pm, vm_offset_t va, vm_paddr_t *pap)
{
	uint64_t *pte;
	bool valid;

	if (!is_user(va))
		return (pmap_kextract(va, pap));
	mutex_enter(&pm->pm_lock);
	pte = pmap_walk(pm, va);
	valid = pte != NULL && (*pte & PTE_V) != 0;
	if (valid)
		*pap = (*pte & PTE_FRAME) | (va & PAGE_MASK);
	mutex_exit(&pm->pm_lock);
	return (valid);
}

/* What a bit of the entry is, which is then cleared if clear says so. */
static bool
pmap_bit(struct pmap *pm, vm_offset_t va, uint64_t bit, bool clear)
{
	uint64_t *pte;
	bool set;

	mutex_enter(&pm->pm_lock);
	pte = pmap_walk(pm, va);
	set = pte != NULL && (*pte & PTE_V) != 0 && (*pte & bit) != 0;
	if (set && clear) {
		pmap_forget(pm, va, pte);
		*pte &= ~bit;
	}
	mutex_exit(&pm->pm_lock);
	return (set);
}

bool
pmap_is_modified(struct pmap *pm, vm_offset_t va)
{

	return (pmap_bit(pm, va, PTE_M, false));
}

bool
pmap_clear_modified(struct pmap *pm, vm_offset_t va)
{

	return (pmap_bit(pm, va, PTE_M, true));
}

bool
pmap_is_referenced(struct pmap *pm, vm_offset_t va)
{

	return (pmap_bit(pm, va, PTE_A, false));
}

bool
pmap_clear_referenced(struct pmap *pm, vm_offset_t va)
{

	return (pmap_bit(pm, va, PTE_A, true));
}

void
pmap_activate(struct thread *td)
{

	KASSERT(td == curthread);
	curcpu()->pc_md.md_pmap = td->td_proc->p_vmspace->vm_map.m_pmap;
}

/*
 * The kernel's map.
 */

int
pmap_kgrow(vm_offset_t va, size_t len)
{

	KASSERT(va >= KVA_START && va + len <= KVA_END);
	return (0);
}

void
pmap_kenter(vm_offset_t va, vm_paddr_t pa, int prot, int memattr)
{
	vm_paddr_t *slot = &sim_kva_pages[(va - KVA_START) / PAGE_SIZE];

	KASSERT(va >= KVA_START && va < KVA_END);
	if (*slot != 0)
		panic("kernel address %#lx is mapped already", va);
	*slot = pa;
	host_protect_kva(va, PAGE_SIZE, prot);
}

void
pmap_kremove(vm_offset_t va, size_t len)
{
	vm_offset_t end = va + len;

	KASSERT(va >= KVA_START && end <= KVA_END);
	host_protect_kva(va, len, PROT_NONE);
	for (; va < end; va += PAGE_SIZE)
		sim_kva_pages[(va - KVA_START) / PAGE_SIZE] = 0;
}

bool
pmap_kextract(vm_offset_t va, vm_paddr_t *pap)
{
	vm_paddr_t pa;

	if (VA_IS_DMAP(va)) {
		*pap = DMAP_TO_PHYS(va);
		return (true);
	}
	if (va < KVA_START || va >= KVA_END)
		return (false);
	pa = sim_kva_pages[(va - KVA_START) / PAGE_SIZE];
	if (pa == 0)
		return (false);
	*pap = pa | (va & PAGE_MASK);
	return (true);
}
