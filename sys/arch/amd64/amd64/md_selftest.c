/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Stress tests of the port, inside the kernel: option SELFTEST, never in
 * GENERIC.  Writing 1 to debug.selftest_md runs them, reading it gives the
 * number of failures so far.
 *
 * They show what no user program can: that a request reaches every CPU exactly
 * once however many CPUs ask at the same time, and that no CPU keeps a
 * translation after the page tables lost it.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <machine/pmap.h>
#include <vm/vm_page.h>

#define	IPI_ROUNDS	200
#define	MAP_ROUNDS	300
#define	USER_VA		0x10000000UL
#define	USER_PAGES	40		/* more than one request can name */

static struct kmutex ms_lock = MUTEX_INITIALIZER(ms_lock, "md_selftest");
static u_int ms_failures;		/* (a) */
static u_int ms_running;		/* (a) */
static uint64_t ms_calls;		/* (a) */

#define	CHECK(cond) do {						\
	if (!(cond)) {							\
		atomic_inc(&ms_failures);				\
		printf("selftest_md: line %d: %s\n", __LINE__, #cond);	\
	}								\
} while (0)

/*
 * Everybody calls everybody.
 */

static void
ms_count(void *arg)
{
	u_int *seen = arg;

	atomic_inc(&seen[curcpuid()]);
	atomic_inc(&ms_calls);
	CHECK(curipl() >= IPL_SCHED && !md_intr_enabled());
}

static void
ms_ipi_thread(void *arg)
{
	u_int seen[MAXCPU] = { 0 };
	u_int i, cpu;

	for (i = 0; i < IPI_ROUNDS; i++) {
		cpu_ipi_call_all(ms_count, seen);
		CPU_FOREACH(cpu)
			CHECK(seen[cpu] == i + 1);
	}
	atomic_dec(&ms_running);
	kthread_exit();
}

static void
ms_ipis(void)
{
	u_int i, n = 2 * ncpu;

	ms_calls = 0;
	ms_running = n;
	for (i = 0; i < n; i++) {
		if (kthread_create(ms_ipi_thread, NULL, NULL, "ipi%u", i) !=
		    0) {
			atomic_dec(&ms_running);
			n--;
		}
	}
	while (atomic_load_acq(&ms_running) != 0)
		sched_yield_cpu();
	CHECK(ms_calls == (uint64_t)n * IPI_ROUNDS * ncpu);
}

/*
 * One kernel address, whose page changes: each CPU must see each page.
 */

struct ms_look {
	volatile uint64_t *ml_va;
	uint64_t	ml_want;
};

static void
ms_read(void *arg)
{
	const struct ms_look *ml = arg;

	CHECK(*ml->ml_va == ml->ml_want);
}

static void
ms_kernel_map(void)
{
	struct vm_page *pg[2];
	struct ms_look ml;
	vm_offset_t va;
	u_int i;

	va = kva_alloc(PAGE_SIZE, PAGE_SIZE);
	pg[0] = vm_phys_alloc(0, KM_SLEEP);
	pg[1] = vm_phys_alloc(0, KM_SLEEP);
	if (va == 0 || pg[0] == NULL || pg[1] == NULL ||
	    pmap_kgrow(va, PAGE_SIZE) != 0)
		panic("selftest_md: no memory");
	ml.ml_va = (volatile uint64_t *)va;
	for (i = 0; i < MAP_ROUNDS; i++) {
		*(uint64_t *)vm_page_kva(pg[i & 1]) = ml.ml_want = i;
		pmap_kenter(va, vm_page_to_pa(pg[i & 1]),
		    PROT_READ | PROT_WRITE, PMAP_CACHED);
		cpu_ipi_call_all(ms_read, &ml);
		pmap_kremove(va, PAGE_SIZE);
	}
	vm_phys_free(pg[0], 0);
	vm_phys_free(pg[1], 0);
	kva_free(va, PAGE_SIZE);
}

/*
 * A user address space on all CPUs that run kernel threads: what is removed or
 * protected must be gone everywhere.  Its pages are read and written with the
 * routines for user memory, which return EFAULT in interrupts instead of
 * looking for the page.
 */

struct ms_user {
	struct pmap	mu_pmap;
	uint64_t	mu_want;
	bool		mu_mapped;
	bool		mu_writable;
	u_int		mu_looked;	/* (a) */
};

static void
ms_user_look(void *arg)
{
	struct ms_user *mu = arg;
	struct pcpu *pc = curcpu();
	uint64_t v = 0;
	u_int i;
	int error;

	if ((curthread->td_pcb.pcb_flags & PCB_KTHREAD) == 0)
		return;
	pmap_switch(pc, &mu->mu_pmap);
	for (i = 0; i < USER_PAGES; i++) {
		void *u = (void *)(USER_VA + ptoa(i));

		error = fuword64(u, &v);
		CHECK(mu->mu_mapped ? error == 0 && v == mu->mu_want + i :
		    error == EFAULT);
		error = suword64(u, mu->mu_want + i);
		CHECK(error == (mu->mu_writable ? 0 : EFAULT));
	}
	atomic_inc(&mu->mu_looked);
}

static void
ms_user_round(struct ms_user *mu, struct vm_page **pg, u_int n, u_int round)
{
	vm_offset_t end = USER_VA + ptoa(USER_PAGES);
	u_int i;

	mu->mu_want = round * 1000;
	for (i = 0; i < USER_PAGES; i++)
		*(uint64_t *)vm_page_kva(pg[(i + round) % n]) =
		    mu->mu_want + i;
	for (i = 0; i < USER_PAGES; i++)
		CHECK(pmap_enter(&mu->mu_pmap, USER_VA + ptoa(i),
		    pg[(i + round) % n], PROT_READ | PROT_WRITE, 0) == 0);
	CHECK(pmap_resident_count(&mu->mu_pmap) == USER_PAGES);
	mu->mu_mapped = mu->mu_writable = true;
	cpu_ipi_call_all(ms_user_look, mu);
	CHECK(pmap_is_modified(&mu->mu_pmap, USER_VA));

	/* One page, then all: by address, and everything. */
	pmap_protect(&mu->mu_pmap, USER_VA, USER_VA + PAGE_SIZE, PROT_READ);
	pmap_protect(&mu->mu_pmap, USER_VA, end, PROT_READ);
	mu->mu_writable = false;
	cpu_ipi_call_all(ms_user_look, mu);

	if (round % 2 == 0) {
		pmap_remove(&mu->mu_pmap, USER_VA, end);
		CHECK(pmap_table_count(&mu->mu_pmap) == 1);
	} else {
		for (i = 0; i < USER_PAGES; i++)
			pmap_remove(&mu->mu_pmap, USER_VA + ptoa(i),
			    USER_VA + ptoa(i + 1));
	}
	CHECK(pmap_resident_count(&mu->mu_pmap) == 0);
	mu->mu_mapped = false;
	cpu_ipi_call_all(ms_user_look, mu);
}

static void
ms_not_there(void *arg)
{

	CHECK(curcpu()->pc_md.md_pmap != arg);
}

static void
ms_user_thread(void *arg)
{
	struct vm_page *pg[USER_PAGES + 3];
	struct ms_user *mu;
	u_int i;

	mu = kmem_zalloc(sizeof(*mu), KM_SLEEP);
	if (mu == NULL || pmap_init(&mu->mu_pmap) != 0)
		panic("selftest_md: no memory");
	for (i = 0; i < nitems(pg); i++) {
		pg[i] = vm_phys_alloc(0, KM_SLEEP);
		if (pg[i] == NULL)
			panic("selftest_md: no memory");
	}
	for (i = 0; i < MAP_ROUNDS; i++)
		ms_user_round(mu, pg, nitems(pg), i);
	CHECK(mu->mu_looked >= MAP_ROUNDS);
	pmap_destroy(&mu->mu_pmap);
	cpu_ipi_call_all(ms_not_there, &mu->mu_pmap);
	for (i = 0; i < nitems(pg); i++)
		vm_phys_free(pg[i], 0);
	kmem_free(mu, sizeof(*mu));
	atomic_dec(&ms_running);
	kthread_exit();
}

static void
ms_user_map(void)
{

	ms_running = 1;
	if (kthread_create(ms_user_thread, NULL, NULL, "mduser") != 0)
		panic("selftest_md: no memory");
	while (atomic_load_acq(&ms_running) != 0)
		sched_yield_cpu();
}

/*
 * One CPU reads pages while another gives them more rights: afterwards each
 * page is known to have been read, for the removal must tell the reader's CPU.
 */
struct ms_reader {
	struct pmap	mr_pmap;
	volatile u_int	mr_round;	/* (a) to be read, 0: end */
	volatile u_int	mr_done;	/* (a) was read */
};

static void
ms_reader_thread(void *arg)
{
	struct ms_reader *mr = arg;
	uint64_t v;
	u_int done = 1, i, round;
	int s;

	while ((round = atomic_load_acq(&mr->mr_round)) != 0) {
		if (round == done) {
			sched_yield_cpu();
			continue;
		}
		s = ipl_raise(IPL_SOFT);	/* stay on this CPU */
		pmap_switch(curcpu(), &mr->mr_pmap);
		for (i = 0; i < USER_PAGES; i++)
			CHECK(fuword64((void *)(USER_VA + ptoa(i)), &v) == 0 &&
			    v == i);
		ipl_lower(s);
		done = round;
		atomic_store_rel(&mr->mr_done, done);
	}
	atomic_dec(&ms_running);
	kthread_exit();
}

static void
ms_reader_round(struct ms_reader *mr, struct vm_page **pg, u_int round)
{
	struct pmap *pm = &mr->mr_pmap;
	u_int i;

	for (i = 0; i < USER_PAGES; i++)
		CHECK(pmap_enter(pm, USER_VA + ptoa(i), pg[i], PROT_READ,
		    0) == 0);
	atomic_store_rel(&mr->mr_round, round);
	for (i = 0; i < USER_PAGES; i++)
		CHECK(pmap_enter(pm, USER_VA + ptoa(i), pg[i],
		    PROT_READ | PROT_WRITE, 0) == 0);
	while (atomic_load_acq(&mr->mr_done) != round)
		sched_yield_cpu();
	for (i = 0; i < USER_PAGES; i++)
		CHECK(pmap_is_referenced(pm, USER_VA + ptoa(i)));
	pmap_remove(pm, USER_VA, USER_VA + ptoa(USER_PAGES));
}

static void
ms_referenced(void)
{
	struct vm_page *pg[USER_PAGES];
	struct ms_reader *mr;
	u_int i;

	mr = kmem_zalloc(sizeof(*mr), KM_SLEEP);
	if (mr == NULL || pmap_init(&mr->mr_pmap) != 0)
		panic("selftest_md: no memory");
	for (i = 0; i < nitems(pg); i++) {
		pg[i] = vm_phys_alloc(0, KM_SLEEP | VM_PHYS_ZERO);
		if (pg[i] == NULL)
			panic("selftest_md: no memory");
		*(uint64_t *)vm_page_kva(pg[i]) = i;
	}
	mr->mr_round = 1;
	ms_running = 1;
	if (kthread_create(ms_reader_thread, mr, NULL, "mdreader") != 0)
		panic("selftest_md: no memory");
	for (i = 2; i < MAP_ROUNDS; i++)
		ms_reader_round(mr, pg, i);
	atomic_store_rel(&mr->mr_round, 0);
	while (atomic_load_acq(&ms_running) != 0)
		sched_yield_cpu();
	pmap_destroy(&mr->mr_pmap);
	for (i = 0; i < nitems(pg); i++)
		vm_phys_free(pg[i], 0);
	kmem_free(mr, sizeof(*mr));
}

static int
sysctl_selftest_md(SYSCTL_HANDLER_ARGS)
{
	int error, value = (int)ms_failures;

	error = sysctl_handle_int(oidp, &value, 0, req);
	if (error != 0 || !SYSCTL_WRITING(req) || value != 1)
		return (error);
	mutex_enter(&ms_lock);
	ms_ipis();
	ms_kernel_map();
	ms_user_map();
	ms_referenced();
	pmap_verify_kernel();
	printf("selftest_md: %u failures\n", ms_failures);
	mutex_exit(&ms_lock);
	return (0);
}
SYSCTL_PROC(_debug, OID_AUTO, selftest_md, CTLTYPE_INT | CTLFLAG_RW, NULL, 0,
    sysctl_selftest_md, "I", "Write 1 to run the port's stress tests");
