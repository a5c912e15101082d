/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The local APIC of each CPU: its interrupts' acknowledgement, interrupts to
 * other CPUs, and the timer.  In x2APIC mode, when the processor has it, the
 * registers are MSRs; else they are memory, at the same address for each CPU.
 *
 * The timer fires once: by the TSC's deadline, or by counting down at a
 * frequency found at boot against the clock.
 *
 * Context	any, interrupts off while a register pair is used.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/bus.h>
#include <sys/md.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/intr.h>
#include <machine/machdep.h>
#include <machine/specialreg.h>

#define	LAPIC_ID		0x020
#define	LAPIC_VERSION		0x030
#define	LAPIC_TPR		0x080
#define	LAPIC_EOI		0x0b0
#define	LAPIC_SVR		0x0f0
#define	LAPIC_SVR_ENABLE	0x100
#define	LAPIC_ESR		0x280
#define	LAPIC_ICR_LO		0x300
#define	LAPIC_ICR_HI		0x310
#define	LAPIC_LVT_TIMER		0x320
#define	LAPIC_LVT_THERMAL	0x330
#define	LAPIC_LVT_PMC		0x340
#define	LAPIC_LVT_LINT0		0x350
#define	LAPIC_LVT_LINT1		0x360
#define	LAPIC_LVT_ERROR		0x370
#define	LAPIC_TIMER_INIT	0x380
#define	LAPIC_TIMER_CUR		0x390
#define	LAPIC_TIMER_DIV		0x3e0

#define	ICR_NMI			0x00000400
#define	ICR_INIT		0x00000500
#define	ICR_STARTUP		0x00000600
#define	ICR_PENDING		0x00001000
#define	ICR_ASSERT		0x00004000
#define	ICR_LEVEL		0x00008000

#define	LVT_NMI			0x00000400
#define	LVT_MASKED		0x00010000
#define	LVT_TSC_DEADLINE	0x00040000

#define	TIMER_DIV_1		0x0b
#define	TIMER_MIN_NS		1000	/* shorter waits fire at once anyway */

static void	*lapic_base;		/* NULL in x2APIC mode */
static uint64_t	lapic_timer_mult;	/* ticks = ns * mult >> 32 */
static bool	lapic_deadline;

static uint32_t
lapic_read(u_int reg)
{

	if (lapic_base != NULL)
		return (bus_read_4(lapic_base, reg));
	return ((uint32_t)rdmsr(MSR_X2APIC + (reg >> 4)));
}

static void
lapic_write(u_int reg, uint32_t v)
{

	if (lapic_base != NULL)
		bus_write_4(lapic_base, reg, v);
	else
		wrmsr(MSR_X2APIC + (reg >> 4), v);
}

uint32_t
lapic_id(void)
{
	uint32_t id = lapic_read(LAPIC_ID);

	return (lapic_base != NULL ? id >> 24 : id);
}

void
lapic_eoi(void)
{

	lapic_write(LAPIC_EOI, 0);
}

/*
 * Find the APIC and enable it on the boot CPU.
 */
void
lapic_init(void)
{
	uint64_t base = rdmsr(MSR_APICBASE);

	if (!cpu_features.cf_x2apic && (base & APICBASE_X2APIC) == 0) {
		lapic_base = bus_map_phys(base & APICBASE_ADDR, PAGE_SIZE);
		if (lapic_base == NULL)
			panic("no memory for the local APIC");
	}
	lapic_init_cpu();
}

/*
 * Enable the running CPU's.
 */
void
lapic_init_cpu(void)
{
	uint64_t base = rdmsr(MSR_APICBASE) | APICBASE_ENABLE;

	wrmsr(MSR_APICBASE, base);
	if (lapic_base == NULL)
		wrmsr(MSR_APICBASE, base | APICBASE_X2APIC);
	lapic_write(LAPIC_TPR, 0);
	lapic_write(LAPIC_LVT_TIMER, LVT_MASKED | IDT_TIMER);
	lapic_write(LAPIC_LVT_LINT0, LVT_MASKED);
	lapic_write(LAPIC_LVT_LINT1, LVT_NMI);
	lapic_write(LAPIC_LVT_ERROR, IDT_APIC_ERROR);
	lapic_write(LAPIC_ESR, 0);
	lapic_write(LAPIC_SVR, LAPIC_SVR_ENABLE | IDT_SPURIOUS);
	lapic_eoi();
	curcpu()->pc_md.md_apicid = lapic_id();
}

static void
lapic_icr(uint32_t apicid, uint32_t cmd)
{
	register_t flags;

	flags = md_intr_disable();
	if (lapic_base != NULL) {
		while ((lapic_read(LAPIC_ICR_LO) & ICR_PENDING) != 0)
			md_cpu_relax();
		lapic_write(LAPIC_ICR_HI, apicid << 24);
		lapic_write(LAPIC_ICR_LO, cmd);
	} else {
		/* The MSR is not a serializing write: finish ours first. */
		atomic_fence_seq();
		wrmsr(MSR_X2APIC + (LAPIC_ICR_LO >> 4),
		    (uint64_t)apicid << 32 | cmd);
	}
	md_intr_restore(flags);
}

void
lapic_ipi(uint32_t apicid, u_int vector)
{

	lapic_icr(apicid, ICR_ASSERT | vector);
}

void
lapic_ipi_nmi(uint32_t apicid)
{

	lapic_icr(apicid, ICR_ASSERT | ICR_NMI);
}

/*
 * Reset another CPU and let it begin at entry, a page below 1 MiB.
 */
void
lapic_start_cpu(uint32_t apicid, vm_paddr_t entry)
{
	u_int i;

	lapic_icr(apicid, ICR_ASSERT | ICR_LEVEL | ICR_INIT);
	md_delay(200 * 1000);
	lapic_icr(apicid, ICR_LEVEL | ICR_INIT);
	md_delay(cpu_features.cf_hypervisor ? 10 * 1000 : 10 * 1000 * 1000);
	for (i = 0; i < 2; i++) {
		lapic_icr(apicid, ICR_ASSERT | ICR_STARTUP |
		    (uint32_t)(entry >> PAGE_SHIFT));
		md_delay(200 * 1000);
	}
}

/*
 * Start the counter at its highest value, for tsc.c to measure; what it
 * returns is how far it counted.
 */
void
lapic_timer_measure_start(void)
{

	lapic_write(LAPIC_TIMER_DIV, TIMER_DIV_1);
	lapic_write(LAPIC_LVT_TIMER, LVT_MASKED | IDT_TIMER);
	lapic_write(LAPIC_TIMER_INIT, 0xffffffff);
}

uint32_t
lapic_timer_measure_end(void)
{

	return (0xffffffff - lapic_read(LAPIC_TIMER_CUR));
}

void
lapic_timer_init(uint64_t hz)
{

	lapic_write(LAPIC_TIMER_INIT, 0);
	lapic_deadline = cpu_features.cf_tsc_deadline && tsc_is_clock();
	lapic_timer_mult = (hz << 32) / 1000000000;
	if (!lapic_deadline && lapic_timer_mult == 0)
		panic("the local APIC's timer does not count");
	lapic_timer_init_cpu();
}

void
lapic_timer_init_cpu(void)
{

	if (lapic_deadline) {
		lapic_write(LAPIC_LVT_TIMER, LVT_TSC_DEADLINE | IDT_TIMER);
		atomic_fence_seq();
	} else {
		lapic_write(LAPIC_TIMER_DIV, TIMER_DIV_1);
		lapic_write(LAPIC_LVT_TIMER, IDT_TIMER);
	}
}

void
md_timer_arm(uint64_t deadline_ns)
{
	uint64_t now, ticks;

	if (lapic_deadline) {
		wrmsr(MSR_TSC_DEADLINE, tsc_from_ns(deadline_ns));
		return;
	}
	now = md_time_ns();
	ticks = deadline_ns > now + TIMER_MIN_NS ? deadline_ns - now :
	    TIMER_MIN_NS;
	/* A deadline that does not fit comes early and is armed again. */
	ticks = mul64_shift(ticks, lapic_timer_mult, 32) + 1;
	lapic_write(LAPIC_TIMER_INIT, ticks > 0xffffffff ? 0xffffffff :
	    (uint32_t)ticks);
}

void
md_timer_cancel(void)
{

	if (lapic_deadline)
		wrmsr(MSR_TSC_DEADLINE, 0);
	else
		lapic_write(LAPIC_TIMER_INIT, 0);
}
