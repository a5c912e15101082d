/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Several CPUs: starting them, requests between them, stopping them.
 *
 * Requests	Each CPU has one request to others at a time, in its pcpu.  It
 *		sets its bit in md_ipi_from of each CPU it asks, interrupts
 *		them, and waits until each has cleared its bit in ir_pending.
 *		A CPU that waits with interrupts off looks for requests to
 *		itself meanwhile, so two that ask each other never wait for
 *		ever.  The one who asks is not preemptible.
 * Tests	md_selftest.c.
 * Starting	One after the other.  A CPU begins in a page below 1 MiB
 *		(locore.S), comes to amd64_init_ap() on one of its interrupt
 *		stacks, says that it is there, and waits.  Only then is it made
 *		a CPU of the kernel, gets its idle thread, and goes on.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/softint.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/timeout.h>
#include <machine/cpufunc.h>
#include <machine/intr.h>
#include <machine/machdep.h>
#include <machine/mp.h>
#include <machine/pmap.h>
#include <machine/segments.h>
#include <machine/specialreg.h>

#define	AP_ENTRY	0x8000		/* physical; never given to vm_phys */
#define	AP_PATIENCE_NS	(1000UL * 1000 * 1000)
#define	STOP_PATIENCE_NS (100UL * 1000 * 1000)
#define	TSC_SLACK	100000		/* ticks; less is the cache's delay */

struct ap_args {
	uint64_t	aa_cr3;
	uint64_t	aa_stack;
	struct pcpu	*aa_pcpu;
};

/* What a CPU needs from before its first instruction to the end. */
struct cpu_memory {
	struct pcpu	cm_pcpu;
	struct cpu_tables cm_tables;
};

void	amd64_init_ap(struct pcpu *);
void	cpu_enter_idle(vm_offset_t sp) __dead2;

extern const char ap_start[], ap_end[], ap_args[];

static uint32_t mp_apicid[MAXCPU];	/* in the order of cpuid */
static u_int mp_found;
static uint64_t mp_online = 1;		/* (a) CPUs that take requests */
static u_int mp_arrived;		/* (a) cpuid of the last that came */
static bool mp_go;			/* (a) it may run */
static uint64_t mp_tsc;			/* (a) the starter's, just now */
static bool mp_stopping;		/* (a) */
static uint64_t mp_stopped;		/* (a) */

/*
 * The firmware knows of a CPU; boot.
 */
void
mp_add_cpu(uint32_t apicid)
{
	u_int i;

	for (i = 0; i < mp_found; i++)
		if (mp_apicid[i] == apicid)
			return;
	if (mp_found == MAXCPU) {
		printf("cpu: more than %d, the rest stays off\n", MAXCPU);
		return;
	}
	mp_apicid[mp_found++] = apicid;
}

/*
 * Work on what other CPUs ask of this one; interrupts off.
 */
void
ipi_call_handler(void)
{
	struct pcpu *pc = curcpu();
	struct ipi_request *ir;
	uint64_t from;
	u_int cpu;

	from = atomic_swap(&pc->pc_md.md_ipi_from, 0);
	for (; from != 0; from &= from - 1) {
		cpu = (u_int)__builtin_ctzl(from);
		ir = &cpus[cpu]->pc_md.md_ipi;
		if (ir->ir_fn != NULL)
			ir->ir_fn(ir->ir_arg);
		else if (ir->ir_pmap == NULL ||
		    ir->ir_pmap == pc->pc_md.md_pmap)
			pmap_flush_local(ir->ir_pmap, ir->ir_addr,
			    ir->ir_naddr);
		atomic_and(&ir->ir_pending, ~(1UL << pc->pc_cpuid));
	}
}

/*
 * Send this CPU's request to the targets and wait for all.  Not preemptible.
 */
static void
ipi_send_wait(struct pcpu *pc, uint64_t targets)
{
	struct ipi_request *ir = &pc->pc_md.md_ipi;
	uint64_t left;
	u_int cpu;
	int s;

	KASSERT(pc->pc_ipl >= IPL_SOFT && pc->pc_intr_depth == 0);
	atomic_store_rel(&ir->ir_pending, targets);
	for (left = targets; left != 0; left &= left - 1) {
		cpu = (u_int)__builtin_ctzl(left);
		atomic_or(&cpus[cpu]->pc_md.md_ipi_from, 1UL << pc->pc_cpuid);
		lapic_ipi(cpus[cpu]->pc_md.md_apicid, IDT_IPI_CALL);
	}
	while (atomic_load_acq(&ir->ir_pending) != 0) {
		if (atomic_load_relaxed(&pc->pc_md.md_ipi_from) != 0) {
			s = ipl_raise(IPL_SCHED);
			ipi_call_handler();
			ipl_lower(s);
		}
		md_cpu_relax();
	}
}

void
mp_tlb_shootdown(struct pmap *pm, const vm_offset_t *addr, u_int n)
{
	struct pcpu *pc = curcpu();
	struct ipi_request *ir = &pc->pc_md.md_ipi;
	uint64_t targets;

	/*
	 * The changes first, then who has the tables loaded: a CPU that sets
	 * its bit later sees them.
	 */
	atomic_fence_seq();
	targets = pm != NULL ? atomic_load_acq(&pm->pm_active) :
	    atomic_load_acq(&mp_online);
	targets &= ~(1UL << pc->pc_cpuid);
	if (__predict_true(targets == 0))
		return;
	ir->ir_fn = NULL;
	ir->ir_pmap = pm;
	ir->ir_naddr = n;
	if (n <= TLB_MAXADDR)
		memcpy(ir->ir_addr, addr, n * sizeof(*addr));
	ipi_send_wait(pc, targets);
}

static void
ipi_call_mask(uint64_t mask, void (*fn)(void *), void *arg)
{
	struct pcpu *pc;
	int s, high;

	s = ipl_raise(IPL_SOFT);
	pc = curcpu();
	if ((mask & 1UL << pc->pc_cpuid) != 0) {
		high = ipl_raise(IPL_SCHED);
		fn(arg);
		ipl_lower(high);
		mask &= ~(1UL << pc->pc_cpuid);
	}
	if (mask != 0) {
		pc->pc_md.md_ipi.ir_fn = fn;
		pc->pc_md.md_ipi.ir_arg = arg;
		ipi_send_wait(pc, mask);
	}
	ipl_lower(s);
}

void
cpu_ipi_call_all(void (*fn)(void *), void *arg)
{

	ipi_call_mask(atomic_load_acq(&mp_online), fn, arg);
}

void
cpu_ipi_call(u_int cpu, void (*fn)(void *), void *arg)
{

	ipi_call_mask(1UL << cpu, fn, arg);
}

void
cpu_ipi_resched(u_int cpu)
{

	if ((atomic_load_acq(&mp_online) & 1UL << cpu) != 0)
		lapic_ipi(cpus[cpu]->pc_md.md_apicid, IDT_IPI_RESCHED);
}

/*
 * A non-maskable interrupt: does not return when it means to stop this CPU.
 */
void
ipi_nmi(void)
{

	if (!atomic_load_acq(&mp_stopping))
		return;
	atomic_or(&mp_stopped, 1UL << MD_PCPU_GET(pc_cpuid));
	for (;;)
		md_cpu_relax();
}

void
md_panic_stop_others(void)
{
	uint64_t others, left, end;
	u_int cpu;

	others = atomic_load_acq(&mp_online) &
	    ~(1UL << MD_PCPU_GET(pc_cpuid));
	if (others == 0 || atomic_swap(&mp_stopping, true))
		return;
	for (left = others; left != 0; left &= left - 1) {
		cpu = (u_int)__builtin_ctzl(left);
		lapic_ipi_nmi(cpus[cpu]->pc_md.md_apicid);
	}
	end = md_time_ns() + STOP_PATIENCE_NS;
	while ((atomic_load_acq(&mp_stopped) & others) != others &&
	    md_time_ns() < end)
		md_cpu_relax();
}

/*
 * The first C code of another CPU, on one of its interrupt stacks.
 */
void
amd64_init_ap(struct pcpu *pc)
{
	struct cpu_memory *cm = __containerof(pc, struct cpu_memory, cm_pcpu);
	uint64_t then;

	lcr3(kernel_pmap.pm_cr3);
	segments_init_cpu(pc, &cm->cm_tables);
	cpu_init_control();
	fpu_init_cpu();
	pc->pc_md.md_pmap = &kernel_pmap;
	pc->pc_ipl = IPL_HIGH;
	lapic_init_cpu();
	lapic_timer_init_cpu();

	atomic_store_rel(&mp_arrived, pc->pc_cpuid);
	while (!atomic_load_acq(&mp_go)) {
		then = atomic_load_acq(&mp_tsc);
		if (then > rdtsc() + TSC_SLACK)
			panic("cpu%u: its TSC is behind", pc->pc_cpuid);
		md_cpu_relax();
	}
	/* Requests reach this CPU from here on: forget what came before. */
	atomic_or(&mp_online, 1UL << pc->pc_cpuid);
	pmap_flush_local(NULL, NULL, TLB_MAXADDR + 1);
	cpu_enter_idle((vm_offset_t)pc->pc_curthread->td_kstack +
	    KSTACK_SIZE);
}

static bool
ap_start_one(struct cpu_memory *cm, uint32_t apicid)
{
	struct pcpu *pc = &cm->cm_pcpu;
	struct ap_args *args;
	uint64_t end;

	args = (struct ap_args *)PHYS_TO_DMAP(AP_ENTRY +
	    (vm_offset_t)(ap_args - ap_start));
	args->aa_cr3 = (vm_offset_t)boot_pml4 - KERNBASE;
	args->aa_stack = pc->pc_md.md_ist[IST_NMI - 1];
	args->aa_pcpu = pc;
	atomic_store_rel(&mp_go, false);
	atomic_store_rel(&mp_tsc, 0);
	lapic_start_cpu(apicid, AP_ENTRY);
	end = md_time_ns() + AP_PATIENCE_NS;
	while (atomic_load_acq(&mp_arrived) != pc->pc_cpuid) {
		if (md_time_ns() > end)
			return (false);
		md_cpu_relax();
	}
	atomic_store_rel(&mp_tsc, rdtsc());
	return (true);
}

/* Let a CPU that came become one of the kernel's. */
static bool
ap_adopt(struct pcpu *pc)
{
	struct thread *td;
	u_int cpu = pc->pc_cpuid;

	pcpu_init(pc, cpu);
	td = sched_idle_create(cpu);
	if (td == NULL)
		return (false);
	pc->pc_idle = td;
	pc->pc_curthread = td;
	atomic_store_rel(&mp_go, true);
	while ((atomic_load_acq(&mp_online) & 1UL << cpu) == 0)
		md_cpu_relax();
	return (true);
}

void
cpu_startup_aps(void)
{
	struct cpu_memory *cm;
	char *ist;
	u_int i, j, cpu;

	memcpy((void *)PHYS_TO_DMAP(AP_ENTRY), ap_start,
	    (size_t)(ap_end - ap_start));
	cpu = 1;
	for (i = 0; i < mp_found; i++) {
		if (mp_apicid[i] == cpus[0]->pc_md.md_apicid)
			continue;
		/* Pages: struct pcpu wants cache lines of its own. */
		cm = kmem_zalloc(round_page(sizeof(*cm)), KM_SLEEP);
		ist = kmem_zalloc(IST_COUNT * IST_SIZE, KM_SLEEP);
		if (cm == NULL || ist == NULL)
			panic("no memory to start cpu%u", cpu);
		cm->cm_pcpu.pc_self = &cm->cm_pcpu;
		cm->cm_pcpu.pc_cpuid = cpu;
		for (j = 0; j < IST_COUNT; j++)
			cm->cm_pcpu.pc_md.md_ist[j] = (vm_offset_t)ist +
			    (j + 1) * IST_SIZE;
		if (!ap_start_one(cm, mp_apicid[i])) {
			/* It may still wake up, so its memory is not freed. */
			printf("cpu%u: APIC %u does not start\n", cpu,
			    mp_apicid[i]);
			continue;
		}
		if (!ap_adopt(&cm->cm_pcpu))
			panic("no memory for cpu%u's idle thread", cpu);
		cpu++;
	}
	pmap_boot_unmap();
}
