/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Physical memory: a buddy allocator with per-CPU caches of single pages.
 *
 * Model	One array of struct vm_page covers memory from the lowest to the
 *		highest page, so that a page's number is its index; it lies in
 *		memory taken from the largest range.  Holes have entries too,
 *		which are never free; ranges so far apart that the array would
 *		take more than an eighth of memory are left out, with a message.
 *
 *		Free blocks of 2^order pages, aligned to their size, are on a
 *		list for each order and pool; a pool is memory below, or from,
 *		4 GiB.  Freeing joins a block with its buddy as long as that is
 *		free, of the same order, and in the same pool.  Allocation takes
 *		the smallest block that is large enough, high memory first, and
 *		splits it.
 *
 *		Single pages go through a stack for each CPU, filled and emptied
 *		in batches, without a lock: preemption is off meanwhile.
 *
 * Invariants	(1) PG_FREE exactly on the first page of a block on a list, and
 *		    p_order is then its order; pages in a CPU's stack are not
 *		    PG_FREE.
 *		(2) no two buddies of one order are both free.
 *		(3) phys_free counts the pages on lists; pages in stacks are
 *		    counted by their CPU.
 *
 * DEBUG kernels fill free pages with a pattern and check it when they are
 * allocated.
 *
 * Locks	(f) phys_lock, IPL_SOFT: a leaf.
 * Context	thread and soft interrupt.
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/fail.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/queue.h>
#include <sys/signalvar.h>
#include <sys/sleepq.h>
#include <sys/spin.h>
#include <sys/sched.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>

#include <vm/vm_page.h>
#include <vm/vm_phys.h>

#include <machine/vmparam.h>

#define	NRANGES		64
#define	NORDERS		(VM_PHYS_MAXORDER + 1)
#define	POOL_LOW	0
#define	POOL_HIGH	1
#define	NPOOLS		2
#define	CPU_PAGES	64		/* stack of a CPU */
#define	CPU_BATCH	32
#define	WAIT_TRIES	100		/* of WAIT_NS, for KM_SLEEP */
#define	WAIT_NS		10000000UL
#define	POISON		0xdfdfdfdfdfdfdfdfUL

struct phys_range {
	vm_paddr_t	r_start;
	vm_paddr_t	r_end;
};

struct vm_phys_cpu {
	u_int		vc_count;	/* all: the CPU, preemption off */
	struct vm_page	*vc_pages[CPU_PAGES];
} __aligned(CACHE_LINE_SIZE);

static struct phys_range phys_ranges[NRANGES];	/* boot, then constant */
static u_int		phys_nranges;
static struct vm_page	*phys_pages;	/* constant: of page phys_first */
static u_long		phys_first;		/* constant: page numbers */
static u_long		phys_last;		/* constant: one past */
static u_long		phys_total;		/* constant */
static struct vm_phys_cpu phys_cpus[MAXCPU];

static struct spin	phys_lock = SPIN_INITIALIZER("vm_phys", IPL_SOFT);
static struct vm_pageq	phys_queues[NPOOLS][NORDERS];	/* (f) */
static u_long		phys_nfree[NPOOLS][NORDERS];	/* (f) blocks */
static volatile u_long	phys_free;			/* (f) to write */
static u_long		phys_failures;			/* (f) */
static u_long		phys_waits;			/* racy */
static u_long		phys_low;			/* constant */
static void		(*phys_lowmem)(void);		/* constant */

static struct sleepq	phys_waitq = SLEEPQ_INITIALIZER(phys_waitq);

struct vm_page *
vm_page_from_pa(vm_paddr_t pa)
{

	KASSERT((pa >> PAGE_SHIFT) >= phys_first &&
	    (pa >> PAGE_SHIFT) < phys_last);
	return (&phys_pages[(pa >> PAGE_SHIFT) - phys_first]);
}

vm_paddr_t
vm_page_to_pa(const struct vm_page *pg)
{

	return (((vm_paddr_t)(pg - phys_pages) + phys_first) << PAGE_SHIFT);
}

void *
vm_page_kva(const struct vm_page *pg)
{

	return ((void *)PHYS_TO_DMAP(vm_page_to_pa(pg)));
}

/*
 * Remember a range, joined with those it touches.
 */
void
vm_phys_add_range(vm_paddr_t start, vm_paddr_t end)
{
	u_int i;

	start = round_page(start);
	end = trunc_page(end);
	if (start >= end)
		return;
	for (i = 0; i < phys_nranges; i++) {
		struct phys_range *r = &phys_ranges[i];

		if (r->r_end == start) {
			r->r_end = end;
			return;
		}
		if (r->r_start == end) {
			r->r_start = start;
			return;
		}
	}
	if (phys_nranges == NRANGES) {
		printf("vm_phys: too many ranges, %#lx-%#lx is not used\n",
		    start, end);
		return;
	}
	phys_ranges[phys_nranges++] = (struct phys_range){ start, end };
}

/* Buddies. */

static inline u_int
phys_pool(u_long pfn)
{

	return ((pfn << PAGE_SHIFT) < PHYS_LOW4G ? POOL_LOW : POOL_HIGH);
}

/*
 * Put a block on its list after joining it with its buddies.
 */
static void
buddy_free(u_long pfn, u_int order)
{
	struct vm_page *pg, *buddy;
	u_int pool = phys_pool(pfn);
	u_long other;

	phys_free += 1UL << order;
	while (order < VM_PHYS_MAXORDER) {
		other = pfn ^ (1UL << order);
		if (other < phys_first || other >= phys_last)
			break;
		buddy = &phys_pages[other - phys_first];
		if ((buddy->p_flags & PG_FREE) == 0 ||
		    buddy->p_order != order || buddy->p_pool != pool)
			break;
		TAILQ_REMOVE(&phys_queues[pool][order], buddy, p_link);
		phys_nfree[pool][order]--;
		buddy->p_flags = 0;
		pfn &= ~(1UL << order);
		order++;
	}
	pg = &phys_pages[pfn - phys_first];
	pg->p_flags = PG_FREE;
	pg->p_order = (uint8_t)order;
	pg->p_pool = (uint8_t)pool;
	TAILQ_INSERT_HEAD(&phys_queues[pool][order], pg, p_link);
	phys_nfree[pool][order]++;
}

static struct vm_page *
buddy_alloc_pool(u_int pool, u_int order)
{
	struct vm_page *pg, *half;
	u_int o;

	for (o = order; o <= VM_PHYS_MAXORDER; o++) {
		pg = TAILQ_FIRST(&phys_queues[pool][o]);
		if (pg != NULL)
			break;
	}
	if (o > VM_PHYS_MAXORDER)
		return (NULL);
	TAILQ_REMOVE(&phys_queues[pool][o], pg, p_link);
	phys_nfree[pool][o]--;
	pg->p_flags = 0;
	while (o > order) {
		o--;
		half = pg + (1UL << o);
		half->p_flags = PG_FREE;
		half->p_order = (uint8_t)o;
		half->p_pool = (uint8_t)pool;
		TAILQ_INSERT_HEAD(&phys_queues[pool][o], half, p_link);
		phys_nfree[pool][o]++;
	}
	phys_free -= 1UL << order;
	return (pg);
}

static struct vm_page *
buddy_alloc(u_int order, int flags)
{
	struct vm_page *pg = NULL;

	if ((flags & VM_PHYS_LOW4G) == 0)
		pg = buddy_alloc_pool(POOL_HIGH, order);
	if (pg == NULL)
		pg = buddy_alloc_pool(POOL_LOW, order);
	return (pg);
}

#ifdef DEBUG
/*
 * Pages that were never allocated are not filled at boot, to save the time;
 * the others say so in p_private.
 */
static void
phys_poison(struct vm_page *pg, u_int order)
{
	uint64_t *p = vm_page_kva(pg);
	size_t i;

	for (i = 0; i < 1UL << order; i++)
		pg[i].p_private = (void *)POISON;
	for (i = 0; i < (PAGE_SIZE << order) / sizeof(*p); i++)
		p[i] = POISON;
	MD_MEM_DEAD(p, PAGE_SIZE << order);
}

static void
phys_check_poison(struct vm_page *pg, u_int order)
{
	const uint64_t *p;
	size_t i, j;

	MD_MEM_LIVE(vm_page_kva(pg), PAGE_SIZE << order);
	for (i = 0; i < 1UL << order; i++) {
		if (pg[i].p_private != (void *)POISON)
			continue;
		pg[i].p_private = NULL;
		p = vm_page_kva(&pg[i]);
		for (j = 0; j < PAGE_SIZE / sizeof(*p); j++) {
			if (p[j] != POISON)
				panic("page %#lx was written while free: %#lx "
				    "at offset %#zx", vm_page_to_pa(&pg[i]),
				    p[j], j * sizeof(*p));
		}
	}
}
#endif

/* Per-CPU stacks. */

/*
 * Refill the running CPU's stack, preemption off; false: no memory.
 */
static bool
cpu_refill(struct vm_phys_cpu *vc)
{
	struct vm_page *pg;

	spin_enter(&phys_lock);
	while (vc->vc_count < CPU_BATCH) {
		pg = buddy_alloc(0, 0);
		if (pg == NULL)
			break;
		vc->vc_pages[vc->vc_count++] = pg;
	}
	spin_exit(&phys_lock);
	return (vc->vc_count > 0);
}

static void
cpu_release(struct vm_phys_cpu *vc, u_int keep)
{

	spin_enter(&phys_lock);
	while (vc->vc_count > keep)
		buddy_free((u_long)(vc->vc_pages[--vc->vc_count] -
		    phys_pages) + phys_first, 0);
	spin_exit(&phys_lock);
}

void
vm_phys_drain_cpu(void)
{
	int ipl;

	ipl = preempt_disable();
	cpu_release(MD_PCPU_GET(pc_pages), 0);
	preempt_enable(ipl);
}

/*
 * One attempt.
 */
static struct vm_page *
phys_try(u_int order, int flags)
{
	struct vm_phys_cpu *vc;
	struct vm_page *pg = NULL;
	int ipl;

	if (order == 0 && (flags & VM_PHYS_LOW4G) == 0) {
		ipl = preempt_disable();
		vc = MD_PCPU_GET(pc_pages);
		if (__predict_true(vc->vc_count > 0) || cpu_refill(vc))
			pg = vc->vc_pages[--vc->vc_count];
		preempt_enable(ipl);
		return (pg);
	}
	spin_enter(&phys_lock);
	pg = buddy_alloc(order, flags);
	if (pg == NULL)
		phys_failures++;
	spin_exit(&phys_lock);
	return (pg);
}

/*
 * Wait for the page daemon to free something, for a moment.
 */
static void
phys_wait(void)
    __no_lock_analysis
{
	struct spin *l;

	phys_waits++;
	l = sleepq_lock(&phys_waitq);
	sleepq_enqueue(&phys_waitq, "memory", 0, 0);
	(void)sleepq_sleep(l, uptime_ns() + WAIT_NS);
}

struct vm_page *
vm_phys_alloc(int order, int flags)
{
	struct vm_page *pg;
	u_int tries = 0;

	KASSERT(order >= 0);
	if (order > VM_PHYS_MAXORDER)
		return (NULL);
	if (KFAIL_POINT_KIND(vm_phys_alloc, FAIL_ALLOC,
	    __builtin_return_address(0)) != 0)
		return (NULL);
	while ((pg = phys_try((u_int)order, flags)) == NULL) {
		if (phys_lowmem != NULL)
			phys_lowmem();
		if ((flags & KM_SLEEP) == 0 || cold || ++tries > WAIT_TRIES ||
		    sig_pending_check(curthread) != 0)
			return (NULL);
		phys_wait();
	}
	if (__predict_false(phys_free < phys_low) && phys_lowmem != NULL)
		phys_lowmem();
#ifdef DEBUG
	phys_check_poison(pg, (u_int)order);
#endif
	pg->p_private = NULL;
	pg->p_refs = 0;
	pg->p_flags = 0;
	if ((flags & (VM_PHYS_ZERO | KM_ZERO)) != 0) {
		if (order == 0)
			md_page_zero(vm_page_kva(pg));
		else
			memset(vm_page_kva(pg), 0, PAGE_SIZE << order);
	}
	return (pg);
}

void
vm_phys_free(struct vm_page *pg, int order)
{
	struct vm_phys_cpu *vc;
	int ipl;

	KASSERT(pg >= phys_pages && pg < phys_pages + (phys_last - phys_first));
	KASSERTMSG((pg->p_flags & PG_FREE) == 0, "page %#lx freed twice",
	    vm_page_to_pa(pg));
#ifdef DEBUG
	phys_poison(pg, (u_int)order);
#endif
	pg->p_flags = 0;
	if (order == 0) {
		ipl = preempt_disable();
		vc = MD_PCPU_GET(pc_pages);
		if (__predict_false(vc->vc_count == CPU_PAGES))
			cpu_release(vc, CPU_PAGES - CPU_BATCH);
		vc->vc_pages[vc->vc_count++] = pg;
		preempt_enable(ipl);
	} else {
		spin_enter(&phys_lock);
		buddy_free((u_long)(pg - phys_pages) + phys_first,
		    (u_int)order);
		spin_exit(&phys_lock);
	}
}

u_long
vm_phys_free_count(void)
{
	u_long n = phys_free;
	u_int cpu;

	CPU_FOREACH(cpu)
		n += phys_cpus[cpu].vc_count;
	return (n);
}

u_long
vm_phys_total_count(void)
{

	return (phys_total);
}

void
vm_phys_set_lowmem(void (*fn)(void), u_long low)
{

	phys_low = low;
	phys_lowmem = fn;
}

/* Boot. */

static void
phys_sort(void)
{
	struct phys_range r;
	u_int i, j;

	for (i = 1; i < phys_nranges; i++) {
		r = phys_ranges[i];
		for (j = i; j > 0 && phys_ranges[j - 1].r_start > r.r_start;
		    j--)
			phys_ranges[j] = phys_ranges[j - 1];
		phys_ranges[j] = r;
	}
}

/*
 * Drop ranges from the top until the array is small enough; returns its bytes.
 */
static size_t
phys_trim(void)
{
	size_t size;
	u_int i;

	for (;;) {
		phys_total = 0;
		for (i = 0; i < phys_nranges; i++)
			phys_total += (phys_ranges[i].r_end -
			    phys_ranges[i].r_start) >> PAGE_SHIFT;
		phys_first = phys_ranges[0].r_start >> PAGE_SHIFT;
		phys_last = phys_ranges[phys_nranges - 1].r_end >> PAGE_SHIFT;
		size = round_page((phys_last - phys_first) *
		    sizeof(struct vm_page));
		if (phys_nranges == 1 ||
		    size <= (phys_total << PAGE_SHIFT) / 8)
			return (size);
		phys_nranges--;
		printf("vm_phys: memory at %#lx is too far away to be used\n",
		    phys_ranges[phys_nranges].r_start);
	}
}

/*
 * Free [start, end) in the largest aligned blocks.
 */
static void
phys_free_range(u_long pfn, u_long end)
{
	u_int order;

	while (pfn < end) {
		for (order = 0; order < VM_PHYS_MAXORDER; order++) {
			if ((pfn & (1UL << order)) != 0 ||
			    pfn + (2UL << order) > end)
				break;
		}
		buddy_free(pfn, order);
		pfn += 1UL << order;
	}
}

void
vm_phys_init_cpu(u_int cpu)
{

	cpus[cpu]->pc_pages = &phys_cpus[cpu];
}

void
vm_phys_init(void)
{
	struct phys_range *r, *best = NULL;
	size_t size;
	u_int i, j;

	if (phys_nranges == 0)
		panic("no memory");
	phys_sort();
	size = phys_trim();
	for (i = 0; i < phys_nranges; i++) {
		r = &phys_ranges[i];
		if (best == NULL ||
		    r->r_end - r->r_start > best->r_end - best->r_start)
			best = r;
	}
	if (best->r_end - best->r_start <= size)
		panic("no room for the page array");
	/* From its end: low memory is for devices. */
	best->r_end -= size;
	phys_pages = (struct vm_page *)PHYS_TO_DMAP(best->r_end);
	memset(phys_pages, 0, size);
	for (i = 0; i < NPOOLS; i++) {
		for (j = 0; j < NORDERS; j++)
			TAILQ_INIT(&phys_queues[i][j]);
	}
	spin_enter(&phys_lock);
	for (i = 0; i < phys_nranges; i++)
		phys_free_range(phys_ranges[i].r_start >> PAGE_SHIFT,
		    phys_ranges[i].r_end >> PAGE_SHIFT);
	spin_exit(&phys_lock);
}

SYSCTL_NODE(_vm, OID_AUTO, phys, 0, NULL, "Physical memory");
SYSCTL_ULONG(_vm_phys, OID_AUTO, total, CTLFLAG_RD, &phys_total, 0,
    "Pages of memory that the kernel uses");
SYSCTL_ULONG(_vm_phys, OID_AUTO, failures, CTLFLAG_RD, &phys_failures, 0,
    "Blocks that could not be had at once");
SYSCTL_ULONG(_vm_phys, OID_AUTO, waits, CTLFLAG_RD, &phys_waits, 0,
    "Times a thread waited for memory");

static int
sysctl_phys_free(SYSCTL_HANDLER_ARGS)
{
	u_long n = vm_phys_free_count();

	return (sysctl_handle_long(oidp, &n, 0, req));
}
SYSCTL_PROC(_vm_phys, OID_AUTO, free, CTLTYPE_ULONG | CTLFLAG_RD, NULL, 0,
    sysctl_phys_free, "LU", "Free pages");

/*
 * For each order, the free blocks below and from 4 GiB.
 */
static int
sysctl_phys_orders(SYSCTL_HANDLER_ARGS)
{
	char line[80];
	u_int order;
	int error = 0, len;

	for (order = 0; order < NORDERS && error == 0; order++) {
		len = snprintf(line, sizeof(line), "%4lu KiB %8lu %8lu\n",
		    PAGE_SIZE << order >> 10, phys_nfree[POOL_LOW][order],
		    phys_nfree[POOL_HIGH][order]);
		error = SYSCTL_OUT(req, line, (size_t)len);
	}
	if (error == 0)
		error = SYSCTL_OUT(req, "", 1);
	return (error);
}
SYSCTL_PROC(_vm_phys, OID_AUTO, orders, CTLTYPE_STRING | CTLFLAG_RD, NULL, 0,
    sysctl_phys_orders, "A", "Free blocks by size, low and high memory");
