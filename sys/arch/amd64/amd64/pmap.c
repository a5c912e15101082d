/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page tables.
 *
 * Model	Four levels, 4 KiB pages for users.  The upper half of every
 *		pmap's root has the same entries as the kernel's, made once in
 *		pmap_bootstrap(): the tables below them are shared, so a change
 *		there is seen by all.  The direct map reaches every table.
 * Invariants	(1) An entry that leads to a user table counts that table's
 *		valid entries in its bits 52-61, which the processor ignores; a
 *		table without valid entries is unlinked and, after the TLBs
 *		forgot it, freed.  All tables but the root are on pm_tables, so
 *		that the end of a pmap looks at none of their entries.
 *		(2) A CPU whose cr3 is a pmap's has its bit in pm_active; it is
 *		set before cr3 is loaded and cleared after another was.
 *		(3) A TLB holds no entry whose accessed bit was clear when it
 *		was removed, so only the others are flushed.  That bit of a
 *		valid leaf is therefore never lost: every change of one is an
 *		atomic operation.  Of the tables above, which are always
 *		flushed, it means nothing and may be lost.
 *		(4) Nothing in the kernel is both writable and executable.
 * Lazy cr3	A kernel thread runs on the tables of whoever ran before.
 *		pmap_destroy() tells CPUs that still do so to leave.
 * Locks	pm_lock around any change and walk of a user pmap; the kernel's
 *		tables have pmap_klock (IPL_SOFT: shootdowns need interrupts).
 *		Neither is held across anything that sleeps.
 * Shootdowns	One request for each operation, for up to TLB_MAXADDR pages,
 *		else everything; only to CPUs in pm_active.
 * Limits	No PCIDs: under the emulator every load of cr3 flushes anyway.
 * Tests	tests/sys/vm (t_munmap, t_mprotect, t_stress); md_selftest.c;
 *		pmap_verify_kernel() at boot.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/machdep.h>
#include <machine/mp.h>
#include <machine/pmap.h>
#include <machine/pmap_impl.h>
#include <machine/specialreg.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>

#define	NO_HINT		UINT64_MAX	/* of pm_hint */

/*
 * What an operation leaves to do once its changes are made: pages to forget,
 * tables to free.
 */
struct tlb_batch {
	u_int		tb_naddr;	/* > TLB_MAXADDR: everything */
	vm_offset_t	tb_addr[TLB_MAXADDR];
	struct vm_pageq	tb_tables;
};

struct pmap kernel_pmap;
uint64_t pmap_nx;
static struct spin pmap_klock = SPIN_INITIALIZER("pmap_kernel", IPL_SOFT);
static u_long pmap_ktables;		/* pmap_klock; of the kernel's map */
uint8_t pmap_kslots[PMAP_MAXKSLOTS];
u_int pmap_nkslots;

SYSCTL_DECL(_vm_kva);
SYSCTL_ULONG(_vm_kva, OID_AUTO, tables, CTLFLAG_RD, &pmap_ktables, 0,
    "Page tables made for the kernel's addresses, which stay");

/*
 * TLB.
 */

static void
batch_init(struct tlb_batch *tb)
{

	tb->tb_naddr = 0;
	TAILQ_INIT(&tb->tb_tables);
}

static inline void
batch_add(struct tlb_batch *tb, vm_offset_t va)
{

	if (tb->tb_naddr < TLB_MAXADDR)
		tb->tb_addr[tb->tb_naddr] = va;
	if (tb->tb_naddr <= TLB_MAXADDR)
		tb->tb_naddr++;
}

/*
 * Forget n pages of pm (NULL: kernel pages), or everything when
 * n > TLB_MAXADDR, on this CPU.  Not preemptible.
 */
void
pmap_flush_local(struct pmap *pm, const vm_offset_t *addr, u_int n)
{
	uint64_t cr4;
	u_int i;

	if (n <= TLB_MAXADDR) {
		for (i = 0; i < n; i++)
			invlpg(addr[i]);
	} else if (pm != NULL) {
		lcr3(rcr3());
	} else {
		cr4 = rcr4();		/* PGE off and on: global ones too */
		lcr4(cr4 & ~(uint64_t)CR4_PGE);
		lcr4(cr4);
	}
}

/*
 * Do what a batch asks for on all CPUs, then free the tables.  pm_lock held.
 */
static void
batch_finish(struct pmap *pm, struct tlb_batch *tb)
{
	struct vm_page *pg;
	int s;

	if (tb->tb_naddr != 0) {
		s = ipl_raise(IPL_SOFT);
		if (curcpu()->pc_md.md_pmap == pm)
			pmap_flush_local(pm, tb->tb_addr, tb->tb_naddr);
		mp_tlb_shootdown(pm, tb->tb_addr, tb->tb_naddr);
		ipl_lower(s);
	}
	while ((pg = TAILQ_FIRST(&tb->tb_tables)) != NULL) {
		TAILQ_REMOVE(&tb->tb_tables, pg, p_link);
		vm_phys_free(pg, 0);
	}
}

/*
 * Tables of users.
 */

static uint64_t *
table_alloc(struct pmap *pm, uint64_t *e)
{
	struct vm_page *pg;

	pg = vm_phys_alloc(0, KM_NOSLEEP | VM_PHYS_ZERO);
	if (pg == NULL)
		return (NULL);
	pm->pm_ntables++;
	TAILQ_INSERT_HEAD(&pm->pm_tables, pg, p_link);
	*e = vm_page_to_pa(pg) | PTE_V | PTE_RW | PTE_U;
	return (PTE_TABLE(*e));
}

static void
table_unlink(struct pmap *pm, uint64_t *e, struct tlb_batch *tb)
{
	struct vm_page *pg;

	pg = vm_page_from_pa(*e & PTE_FRAME);
	*e = 0;
	pm->pm_hint = NO_HINT;
	pm->pm_ntables--;
	TAILQ_REMOVE(&pm->pm_tables, pg, p_link);
	TAILQ_INSERT_TAIL(&tb->tb_tables, pg, p_link);
}

/* The leaf entry of a user address, or NULL without a table. */
static uint64_t *
pmap_walk(struct pmap *pm, vm_offset_t va)
{
	uint64_t e;

	e = pm->pm_pml4[L4_INDEX(va)];
	if ((e & PTE_V) == 0)
		return (NULL);
	e = PTE_TABLE(e)[L3_INDEX(va)];
	if ((e & PTE_V) == 0)
		return (NULL);
	e = PTE_TABLE(e)[L2_INDEX(va)];
	if ((e & PTE_V) == 0)
		return (NULL);
	return (&PTE_TABLE(e)[L1_INDEX(va)]);
}

/*
 * The entry of the table that holds the leaf of va, made with all above it.
 * NULL without memory; then empty tables that were made stay, to be used or to
 * go with the pmap.
 */
static __noinline uint64_t *
pmap_pde_alloc(struct pmap *pm, vm_offset_t va)
{
	uint64_t *e4, *e3, *e2;

	e4 = &pm->pm_pml4[L4_INDEX(va)];
	if ((*e4 & PTE_V) == 0 && table_alloc(pm, e4) == NULL)
		return (NULL);
	e3 = &PTE_TABLE(*e4)[L3_INDEX(va)];
	if ((*e3 & PTE_V) == 0) {
		if (table_alloc(pm, e3) == NULL)
			return (NULL);
		*e4 += PTE_COUNT1;
	}
	e2 = &PTE_TABLE(*e3)[L2_INDEX(va)];
	if ((*e2 & PTE_V) == 0) {
		if (table_alloc(pm, e2) == NULL)
			return (NULL);
		*e3 += PTE_COUNT1;
	}
	pm->pm_hint = va / L1_SIZE;
	pm->pm_hintpde = e2;
	return (e2);
}

/*
 * The leaf entry of va; *pdep gets the entry of its table, whose count the
 * caller keeps.  Consecutive calls mostly want the same table.
 */
static inline uint64_t *
pmap_walk_alloc(struct pmap *pm, vm_offset_t va, uint64_t **pdep)
{
	uint64_t *pde;

	if (__predict_true(pm->pm_hint == va / L1_SIZE))
		pde = pm->pm_hintpde;
	else if ((pde = pmap_pde_alloc(pm, va)) == NULL)
		return (NULL);
	*pdep = pde;
	return (&PTE_TABLE(*pde)[L1_INDEX(va)]);
}

/* Sleep until there is a page; false when there will not be one. */
static bool
pmap_wait_memory(void)
{
	struct vm_page *pg;

	pg = vm_phys_alloc(0, KM_SLEEP);
	if (pg == NULL)
		return (false);
	vm_phys_free(pg, 0);
	return (true);
}

static inline uint64_t
pte_bits(int prot)
{
	uint64_t bits;

	bits = PTE_V | PTE_U;
	if ((prot & PROT_WRITE) != 0)
		bits |= PTE_RW;
	if ((prot & PROT_EXEC) == 0)
		bits |= pmap_nx;
	return (bits);
}

int
pmap_init(struct pmap *pm)
{
	struct vm_page *pg;
	u_int i;

	pg = vm_phys_alloc(0, KM_SLEEP | VM_PHYS_ZERO);
	if (pg == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_init(&pm->pm_lock, "pmap");
	pm->pm_cr3 = vm_page_to_pa(pg);
	pm->pm_pml4 = vm_page_kva(pg);
	pm->pm_active = 0;
	pm->pm_resident = 0;
	pm->pm_hint = NO_HINT;
	pm->pm_ntables = 1;
	TAILQ_INIT(&pm->pm_tables);
	for (i = 0; i < pmap_nkslots; i++)
		pm->pm_pml4[NPTE / 2 + pmap_kslots[i]] =
		    kernel_pmap.pm_pml4[NPTE / 2 + pmap_kslots[i]];
	return (0);
}

/* On a CPU that may still use the tables of arg, a dying pmap. */
void
pmap_leave(void *arg)
{
	struct pcpu *pc = curcpu();

	if (pc->pc_md.md_pmap == arg)
		pmap_switch(pc, &kernel_pmap);
}

/*
 * Free the tables, with whatever they map.  No thread has this address space
 * any more.
 */
void
pmap_destroy(struct pmap *pm)
{
	struct vm_page *pg;
	uint64_t active;
	u_int i;
	int s;

	s = ipl_raise(IPL_SOFT);
	active = atomic_load_acq(&pm->pm_active);
	if ((active & 1UL << curcpu()->pc_cpuid) != 0)
		pmap_leave(pm);
	for (i = 0; (active = atomic_load_acq(&pm->pm_active)) != 0; i++) {
		KASSERT(i < MAXCPU);
		cpu_ipi_call((u_int)__builtin_ctzl(active), pmap_leave, pm);
	}
	ipl_lower(s);
	while ((pg = TAILQ_FIRST(&pm->pm_tables)) != NULL) {
		TAILQ_REMOVE(&pm->pm_tables, pg, p_link);
		vm_phys_free(pg, 0);
	}
	vm_phys_free(vm_page_from_pa(pm->pm_cr3), 0);
	mutex_destroy(&pm->pm_lock);
	pm->pm_pml4 = NULL;
}

/*
 * Replace the valid entry at va.  More rights for the same page need no flush
 * elsewhere: at worst another CPU faults once more and comes here.
 *
 * The processors of other CPUs set PTE_A and PTE_M meanwhile.  A bit that is
 * lost would make a later removal believe that no TLB has the page:
 *
 *	CPU 0				CPU 1
 *	load: A is clear
 *					walks the table: sets A, fills its TLB
 *	store without A
 *	pmap_remove: A is clear, no
 *	  flush
 *					goes on using the page
 *
 * So the entry is exchanged only if it still is what the new one was made of.
 */
static __noinline void
pmap_replace(struct pmap *pm, vm_offset_t va, uint64_t *pte, uint64_t want)
{
	struct tlb_batch tb;
	uint64_t old, new;

	old = atomic_load_relaxed(pte);
	do {
		new = want;
		if (((old ^ new) & PTE_FRAME) == 0)
			new |= old & (PTE_A | PTE_M);
	} while (new != old && !atomic_fcas(pte, &old, new));
	if (((old ^ new) & PTE_FRAME) == 0 && (old & PTE_RW & ~new) == 0 &&
	    (~old & new & PTE_NX) == 0) {
		invlpg(va);
		return;
	}
	if ((old & PTE_A) != 0) {
		batch_init(&tb);
		batch_add(&tb, va);
		batch_finish(pm, &tb);
	}
}

/*
 * Map one page.  An earlier mapping of the address is replaced, or with
 * PMAP_KEEP stays.
 */
int
pmap_enter(struct pmap *pm, vm_offset_t va, struct vm_page *pg, int prot,
    int flags)
{
	uint64_t *pte, *pde, new;

	KASSERT(va < VM_MAXUSER_ADDRESS && (va & PAGE_MASK) == 0);
	KASSERT((prot & (PROT_WRITE | PROT_EXEC)) != (PROT_WRITE | PROT_EXEC));
	new = vm_page_to_pa(pg) | pte_bits(prot);
	if ((flags & PMAP_WIRED) != 0)
		new |= PTE_W;

	mutex_enter(&pm->pm_lock);
	while (__predict_false((pte = pmap_walk_alloc(pm, va, &pde)) ==
	    NULL)) {
		mutex_exit(&pm->pm_lock);
		if ((flags & PMAP_NOSLEEP) != 0 || !pmap_wait_memory())
			return (SET_ERROR(ENOMEM));
		mutex_enter(&pm->pm_lock);
	}
	if (__predict_true(*pte == 0)) {
		*pde += PTE_COUNT1;
		pm->pm_resident++;
		*pte = new;
	} else if ((flags & PMAP_KEEP) == 0) {
		pmap_replace(pm, va, pte, new);
	}
	mutex_exit(&pm->pm_lock);
	return (0);
}

/*
 * Remove the mappings of one table's part of [s, e); returns how many.
 */
static u_int
remove_leaves(uint64_t *t, vm_offset_t s, vm_offset_t e, struct tlb_batch *tb)
{
	uint64_t *pte, old;
	u_int n = 0;

	for (pte = &t[L1_INDEX(s)]; s < e; s += PAGE_SIZE, pte++) {
		old = *pte;
		if (old == 0)
			continue;
		/* The processor may set the accessed bit until it is gone. */
		old = atomic_swap(pte, 0);
		if ((old & PTE_A) != 0)
			batch_add(tb, s);
		n++;
	}
	return (n);
}

/*
 * The end of the part of [va, e) that one entry of a table covers, when
 * entries cover size bytes.
 */
static inline vm_offset_t
entry_end(vm_offset_t va, vm_offset_t e, vm_offset_t size)
{
	vm_offset_t end = (va + size) & ~(size - 1);

	return (end < e ? end : e);
}

static void
remove_l2(struct pmap *pm, uint64_t *e3, vm_offset_t s, vm_offset_t e,
    struct tlb_batch *tb)
{
	uint64_t *e2;
	vm_offset_t end;
	u_int n;

	e2 = &PTE_TABLE(*e3)[L2_INDEX(s)];
	for (; s < e; s = end, e2++) {
		end = entry_end(s, e, L1_SIZE);
		if ((*e2 & PTE_V) == 0)
			continue;
		n = remove_leaves(PTE_TABLE(*e2), s, end, tb);
		pm->pm_resident -= n;
		*e2 -= n * PTE_COUNT1;
		if ((*e2 & PTE_COUNT) == 0) {
			table_unlink(pm, e2, tb);
			*e3 -= PTE_COUNT1;
			/* The table may be cached though no leaf was. */
			batch_add(tb, s);
		}
	}
}

/*
 * Unmap [s, e).
 */
void
pmap_remove(struct pmap *pm, vm_offset_t s, vm_offset_t e)
{
	struct tlb_batch tb;
	uint64_t *e4, *e3;
	vm_offset_t end3, end4;

	KASSERT(((s | e) & PAGE_MASK) == 0 && e <= VM_MAXUSER_ADDRESS);
	batch_init(&tb);
	mutex_enter(&pm->pm_lock);
	for (; s < e; s = end4) {
		end4 = entry_end(s, e, L3_SIZE);
		e4 = &pm->pm_pml4[L4_INDEX(s)];
		if ((*e4 & PTE_V) == 0)
			continue;
		for (; s < end4; s = end3) {
			end3 = entry_end(s, end4, L2_SIZE);
			e3 = &PTE_TABLE(*e4)[L3_INDEX(s)];
			if ((*e3 & PTE_V) == 0)
				continue;
			remove_l2(pm, e3, s, end3, &tb);
			if ((*e3 & PTE_COUNT) == 0) {
				table_unlink(pm, e3, &tb);
				*e4 -= PTE_COUNT1;
				batch_add(&tb, s);
			}
		}
		if ((*e4 & PTE_COUNT) == 0) {
			table_unlink(pm, e4, &tb);
			batch_add(&tb, s - PAGE_SIZE);
		}
	}
	batch_finish(pm, &tb);
	mutex_exit(&pm->pm_lock);
}

/*
 * Call fn for each table of leaves that has a part of [s, e); the walk of
 * operations that make and free none.
 */
static void
pmap_foreach_table(struct pmap *pm, vm_offset_t s, vm_offset_t e,
    void (*fn)(uint64_t *t, vm_offset_t s, vm_offset_t e, void *arg),
    void *arg)
{
	uint64_t e4, e3, e2;
	vm_offset_t end;

	for (; s < e; s = end) {
		e4 = pm->pm_pml4[L4_INDEX(s)];
		if ((e4 & PTE_V) == 0) {
			end = entry_end(s, e, L3_SIZE);
			continue;
		}
		e3 = PTE_TABLE(e4)[L3_INDEX(s)];
		if ((e3 & PTE_V) == 0) {
			end = entry_end(s, e, L2_SIZE);
			continue;
		}
		end = entry_end(s, e, L1_SIZE);
		e2 = PTE_TABLE(e3)[L2_INDEX(s)];
		if ((e2 & PTE_V) != 0)
			fn(PTE_TABLE(e2), s, end, arg);
	}
}

struct protect_arg {
	uint64_t	pa_clear;
	uint64_t	pa_set;
	struct tlb_batch pa_batch;
};

static void
protect_leaves(uint64_t *t, vm_offset_t s, vm_offset_t e, void *arg)
{
	struct protect_arg *pa = arg;
	uint64_t *pte, old, new;

	for (pte = &t[L1_INDEX(s)]; s < e; s += PAGE_SIZE, pte++) {
		old = atomic_load_relaxed(pte);
		do {
			if ((old & PTE_V) == 0)
				break;
			new = (old & ~pa->pa_clear) | pa->pa_set;
			if (new == old)
				break;
		} while (!atomic_fcas(pte, &old, new));
		if ((old & PTE_V) != 0 && (old & PTE_A) != 0 &&
		    ((old & pa->pa_clear) != 0 || (~old & pa->pa_set) != 0))
			batch_add(&pa->pa_batch, s);
	}
}

/*
 * Take rights away from the mappings of [s, e).  Rights in prot that a mapping
 * lacks are not added: the next fault does.
 */
void
pmap_protect(struct pmap *pm, vm_offset_t s, vm_offset_t e, int prot)
{
	struct protect_arg pa;

	if ((prot & (PROT_READ | PROT_WRITE | PROT_EXEC)) == 0) {
		pmap_remove(pm, s, e);
		return;
	}
	pa.pa_clear = (prot & PROT_WRITE) != 0 ? 0 : PTE_RW;
	pa.pa_set = (prot & PROT_EXEC) != 0 ? 0 : pmap_nx;
	if (pa.pa_clear == 0 && pa.pa_set == 0)
		return;
	batch_init(&pa.pa_batch);
	mutex_enter(&pm->pm_lock);
	pmap_foreach_table(pm, s, e, protect_leaves, &pa);
	batch_finish(pm, &pa.pa_batch);
	mutex_exit(&pm->pm_lock);
}

struct copy_arg {
	struct pmap	*ca_dst;
	bool		ca_protect;
	bool		ca_full;	/* no memory for more tables */
	struct tlb_batch ca_batch;
};

static void
copy_leaves(uint64_t *t, vm_offset_t s, vm_offset_t e, void *arg)
{
	struct copy_arg *ca = arg;
	uint64_t *pte, *dst = NULL, *pde = NULL, old;
	vm_offset_t base = s;
	u_int n = 0;

	for (pte = &t[L1_INDEX(s)]; s < e; s += PAGE_SIZE, pte++) {
		old = *pte;
		if (old == 0)
			continue;
		if (ca->ca_protect && (old & PTE_RW) != 0) {
			/* Read again: a TLB that has it set PTE_A before. */
			atomic_and(pte, ~PTE_RW);
			old = atomic_load_relaxed(pte);
			if ((old & PTE_A) != 0)
				batch_add(&ca->ca_batch, s);
		}
		if (ca->ca_full)
			continue;
		if (dst == NULL) {
			dst = pmap_walk_alloc(ca->ca_dst, base, &pde);
			if (dst == NULL) {
				ca->ca_full = true;
				continue;
			}
		}
		dst[(s - base) >> PAGE_SHIFT] = old &
		    ~(PTE_A | PTE_M | PTE_W);
		n++;
	}
	if (n == 0)
		return;
	*pde += n * PTE_COUNT1;
	ca->ca_dst->pm_resident += n;
}

/*
 * Give dst, which no thread uses yet and which maps nothing there, the mappings
 * of src in [s, e), as far as memory permits (ENOMEM tells that it did not);
 * with writeprotect_src both lose the right to write.
 */
int
pmap_copy(struct pmap *dst, struct pmap *src, vm_offset_t s, vm_offset_t e,
    bool writeprotect_src)
{
	struct copy_arg ca;

	ca.ca_dst = dst;
	ca.ca_protect = writeprotect_src;
	ca.ca_full = false;
	batch_init(&ca.ca_batch);
	mutex_enter(&src->pm_lock);
	pmap_foreach_table(src, s, e, copy_leaves, &ca);
	batch_finish(src, &ca.ca_batch);
	mutex_exit(&src->pm_lock);
	return (ca.ca_full ? ENOMEM : 0);
}

bool
pmap_extract(struct pmap *pm, vm_offset_t va, vm_paddr_t *pap)
{
	uint64_t *pte;
	bool valid = false;

	if (va >= VM_MAXUSER_ADDRESS)
		return (pmap_kextract(va, pap));
	mutex_enter(&pm->pm_lock);
	pte = pmap_walk(pm, va);
	if (pte != NULL && (*pte & PTE_V) != 0) {
		*pap = (*pte & PTE_FRAME) | (va & PAGE_MASK);
		valid = true;
	}
	mutex_exit(&pm->pm_lock);
	return (valid);
}

static bool
pmap_test_bit(struct pmap *pm, vm_offset_t va, uint64_t bit)
{
	uint64_t *pte;
	bool set;

	mutex_enter(&pm->pm_lock);
	pte = pmap_walk(pm, va);
	set = pte != NULL && (*pte & PTE_V) != 0 && (*pte & bit) != 0;
	mutex_exit(&pm->pm_lock);
	return (set);
}

/*
 * Returns what the bit was.  The TLBs forget the page, or else they would not
 * set the bit again.
 */
static bool
pmap_clear_bit(struct pmap *pm, vm_offset_t va, uint64_t bit)
{
	struct tlb_batch tb;
	uint64_t *pte, old = 0;

	mutex_enter(&pm->pm_lock);
	pte = pmap_walk(pm, va);
	if (pte != NULL && (*pte & bit) != 0) {
		old = atomic_fetch_and(pte, ~bit);
		batch_init(&tb);
		batch_add(&tb, va);
		batch_finish(pm, &tb);
	}
	mutex_exit(&pm->pm_lock);
	return ((old & bit) != 0);
}

bool
pmap_is_modified(struct pmap *pm, vm_offset_t va)
{

	return (pmap_test_bit(pm, va, PTE_M));
}

bool
pmap_clear_modified(struct pmap *pm, vm_offset_t va)
{

	return (pmap_clear_bit(pm, va, PTE_M));
}

bool
pmap_is_referenced(struct pmap *pm, vm_offset_t va)
{

	return (pmap_test_bit(pm, va, PTE_A));
}

bool
pmap_clear_referenced(struct pmap *pm, vm_offset_t va)
{

	return (pmap_clear_bit(pm, va, PTE_A));
}

/*
 * Load the tables of pm on this CPU.  Not preemptible.
 */
void
pmap_switch(struct pcpu *pc, struct pmap *pm)
{
	struct pmap *old = pc->pc_md.md_pmap;
	uint64_t bit = 1UL << pc->pc_cpuid;

	if (old == pm)
		return;
	if (pm != &kernel_pmap)
		atomic_or(&pm->pm_active, bit);
	pc->pc_md.md_pmap = pm;
	lcr3(pm->pm_cr3);
	if (old != &kernel_pmap)
		atomic_and(&old->pm_active, ~bit);
}

/*
 * The running thread td has a new address space.
 */
void
pmap_activate(struct thread *td)
{
	int s;

	KASSERT(td == curthread);
	s = ipl_raise(IPL_SOFT);
	pmap_switch(curcpu(), td->td_proc->p_vmspace->vm_map.m_pmap);
	ipl_lower(s);
}

/*
 * The kernel's map.
 */

static uint64_t *
kernel_walk(vm_offset_t va, bool alloc)
{
	struct vm_page *pg;
	uint64_t *e;
	int shift;

	e = &kernel_pmap.pm_pml4[L4_INDEX(va)];
	for (shift = 30; shift >= PAGE_SHIFT; shift -= 9) {
		if ((*e & PTE_V) == 0) {
			if (!alloc || shift == 30)
				return (NULL);
			pg = vm_phys_alloc(0, KM_NOSLEEP | VM_PHYS_ZERO);
			if (pg == NULL)
				return (NULL);
			pmap_ktables++;
			*e = vm_page_to_pa(pg) | PTE_V | PTE_RW;
		}
		if ((*e & PTE_PS) != 0)
			return (NULL);
		e = &PTE_TABLE(*e)[va >> shift & (NPTE - 1)];
	}
	return (e);
}

int
pmap_kgrow(vm_offset_t va, size_t len)
{
	vm_offset_t end = va + len;
	int error = 0;

	KASSERT(va >= KVA_START && end <= KVA_END && end >= va);
	spin_enter(&pmap_klock);
	for (; va < end; va = entry_end(va, end, L1_SIZE)) {
		if (kernel_walk(va, true) == NULL) {
			error = SET_ERROR(ENOMEM);
			break;
		}
	}
	spin_exit(&pmap_klock);
	return (error);
}

/*
 * Map one page at a kernel address where there is none.  Without
 * pmap_kgrow() before, running out of memory is a panic.
 */
void
pmap_kenter(vm_offset_t va, vm_paddr_t pa, int prot, int memattr)
{
	uint64_t *pte, new;

	KASSERT(va >= KVA_START && va < KVA_END);
	KASSERT((prot & (PROT_WRITE | PROT_EXEC)) != (PROT_WRITE | PROT_EXEC));
	new = (pa & PTE_FRAME) | PTE_V | PTE_G | PTE_A | PTE_M;
	if ((prot & PROT_WRITE) != 0)
		new |= PTE_RW;
	if ((prot & PROT_EXEC) == 0)
		new |= pmap_nx;
	if (memattr == PMAP_UNCACHED)
		new |= PTE_PCD | PTE_PWT;
	else if (memattr == PMAP_WRITETHROUGH)
		new |= PTE_PWT;

	spin_enter(&pmap_klock);
	pte = kernel_walk(va, true);
	if (pte == NULL)
		panic("no memory for kernel page tables");
	if ((*pte & PTE_V) != 0)
		panic("kernel address %#lx is mapped already", va);
	*pte = new;
	spin_exit(&pmap_klock);
}

/*
 * Unmap [va, va + len), holes included, on all CPUs.
 */
void
pmap_kremove(vm_offset_t va, size_t len)
{
	struct tlb_batch tb;
	uint64_t *pte;
	vm_offset_t end = va + len;

	KASSERT(va >= KVA_START && end <= KVA_END);
	batch_init(&tb);
	spin_enter(&pmap_klock);
	for (; va < end; va += PAGE_SIZE) {
		pte = kernel_walk(va, false);
		if (pte == NULL || (*pte & PTE_V) == 0)
			continue;
		*pte = 0;
		batch_add(&tb, va);
	}
	if (tb.tb_naddr != 0) {
		pmap_flush_local(NULL, tb.tb_addr, tb.tb_naddr);
		mp_tlb_shootdown(NULL, tb.tb_addr, tb.tb_naddr);
	}
	spin_exit(&pmap_klock);
}

/*
 * The physical address behind a kernel address.
 */
bool
pmap_kextract(vm_offset_t va, vm_paddr_t *pap)
{
	uint64_t *t, e;

	e = kernel_pmap.pm_pml4[L4_INDEX(va)];
	if (va < DMAP_START || (e & PTE_V) == 0)
		return (false);
	t = PTE_TABLE(e);
	e = t[L3_INDEX(va)];
	if ((e & PTE_V) == 0)
		return (false);
	if ((e & PTE_PS) != 0) {
		*pap = (e & PTE_FRAME & ~(L2_SIZE - 1)) | (va & (L2_SIZE - 1));
		return (true);
	}
	e = PTE_TABLE(e)[L2_INDEX(va)];
	if ((e & PTE_V) == 0)
		return (false);
	if ((e & PTE_PS) != 0) {
		*pap = (e & PTE_FRAME & ~(L1_SIZE - 1)) | (va & (L1_SIZE - 1));
		return (true);
	}
	e = PTE_TABLE(e)[L1_INDEX(va)];
	if ((e & PTE_V) == 0)
		return (false);
	*pap = (e & PTE_FRAME) | (va & PAGE_MASK);
	return (true);
}
