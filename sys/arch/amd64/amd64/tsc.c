/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The clock: the TSC, measured at boot against the best reference there is.
 *
 * References	HPET; the ACPI PM timer; the i8254's counter 0; and, on a
 *		machine with none of these (a microvm), the local APIC's timer,
 *		which such machines run at 1 GHz.  The frequency that CPUID or
 *		the hypervisor states is believed instead when there is one.
 * Measuring	Reference and TSC are read together, between two readings of
 *		the TSC; the closest pair of several is taken, at the beginning
 *		and at the end, so that a host that stops us for a while does no
 *		harm.
 * CPUs		The TSCs must agree, as those of invariant TSCs and of emulators
 *		do; mp.c looks when a CPU starts and says so if not.
 * Arithmetic	ns = (tsc - base) * mult >> 32, in 128 bits: no overflow for
 *		centuries.
 */

#include <sys/param.h>
#include <sys/bus.h>
#include <sys/md.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/machdep.h>
#include <machine/specialreg.h>

#define	NS_PER_SEC	1000000000UL
#define	MEASURE_NS	(4 * 1000 * 1000)
#define	LAPIC_ASSUMED_HZ NS_PER_SEC
#define	INVERSE_SHIFT	30		/* hz << 30 fits up to 17 GHz */

#define	HPET_CAP	0x000
#define	HPET_CONFIG	0x010
#define	HPET_CONFIG_ON	0x1
#define	HPET_COUNTER	0x0f0
#define	HPET_LEN	0x400

#define	PMTIMER_HZ	3579545
#define	PIT_HZ		1193182
#define	PIT_CH0		0x40
#define	PIT_CMD		0x43

static uint64_t tsc_base;
static uint64_t tsc_mult = 1UL << 32;	/* a guess until it is measured */
static uint64_t tsc_inverse;
static uint64_t tsc_hz;			/* 0 until then */
static void	*hpet_base;
static uint32_t	pit_last, pit_total;

/*
 * References: a counter that grows, its frequency and its width.
 */
struct tsc_ref {
	const char	*tr_name;
	uint64_t	(*tr_read)(void);
	uint64_t	tr_hz;
	uint64_t	tr_mask;
};

static uint64_t
hpet_read(void)
{

	return (bus_read_4(hpet_base, HPET_COUNTER));
}

static bool
hpet_setup(struct tsc_ref *tr)
{
	uint32_t period;

	if (md_platform.mp_hpet == 0)
		return (false);
	hpet_base = bus_map_phys(md_platform.mp_hpet, HPET_LEN);
	if (hpet_base == NULL)
		return (false);
	period = bus_read_4(hpet_base, HPET_CAP + 4);	/* femtoseconds */
	if (period == 0 || period > 100000000)
		return (false);
	bus_write_4(hpet_base, HPET_CONFIG,
	    bus_read_4(hpet_base, HPET_CONFIG) | HPET_CONFIG_ON);
	tr->tr_name = "HPET";
	tr->tr_read = hpet_read;
	tr->tr_hz = 1000000000000000UL / period;
	tr->tr_mask = 0xffffffff;
	return (true);
}

static uint64_t
pmtimer_read(void)
{

	return (inl(md_platform.mp_pmtimer));
}

static bool
pmtimer_setup(struct tsc_ref *tr)
{
	uint64_t a;
	u_int i;

	if (md_platform.mp_pmtimer == 0)
		return (false);
	a = pmtimer_read();
	for (i = 0; i < 1000 && pmtimer_read() == a; i++)
		md_cpu_relax();
	if (i == 1000)
		return (false);
	tr->tr_name = "ACPI PM timer";
	tr->tr_read = pmtimer_read;
	tr->tr_hz = PMTIMER_HZ;
	tr->tr_mask = md_platform.mp_pmtimer32 ? 0xffffffff : 0xffffff;
	return (true);
}

/* The counter runs down from 65536; add up what went by. */
static uint64_t
pit_read(void)
{
	uint32_t v;

	outb(PIT_CMD, 0x00);			/* latch counter 0 */
	v = inb(PIT_CH0);
	v |= (uint32_t)inb(PIT_CH0) << 8;
	pit_total += (pit_last - v) & 0xffff;
	pit_last = v;
	return (pit_total);
}

static bool
pit_setup(struct tsc_ref *tr)
{
	uint64_t a;
	u_int i;

	outb(PIT_CMD, 0x34);			/* counter 0, mode 2, 16 bits */
	outb(PIT_CH0, 0);
	outb(PIT_CH0, 0);
	pit_last = pit_total = 0;
	a = pit_read();
	for (i = 0; i < 1000 && pit_read() == a; i++)
		md_cpu_relax();
	if (i == 1000)
		return (false);
	tr->tr_name = "i8254";
	tr->tr_read = pit_read;
	tr->tr_hz = PIT_HZ;
	tr->tr_mask = 0xffffffff;
	return (true);
}

static uint64_t
lapic_ref_read(void)
{

	return (lapic_timer_measure_end());
}

static void
lapic_setup(struct tsc_ref *tr)
{

	tr->tr_name = "local APIC";
	tr->tr_read = lapic_ref_read;
	tr->tr_hz = LAPIC_ASSUMED_HZ;
	tr->tr_mask = 0xffffffff;
}

struct tsc_sample {
	uint64_t	ts_tsc;
	uint64_t	ts_ref;
	uint32_t	ts_lapic;
};

/* The closest of several simultaneous readings. */
static void
tsc_sample(const struct tsc_ref *tr, struct tsc_sample *best)
{
	struct tsc_sample s;
	uint64_t before, after, width = UINT64_MAX;
	u_int i;

	for (i = 0; i < 8; i++) {
		before = rdtsc();
		s.ts_ref = tr->tr_read();
		s.ts_lapic = lapic_timer_measure_end();
		after = rdtsc();
		s.ts_tsc = before + (after - before) / 2;
		if (after - before < width) {
			width = after - before;
			*best = s;
		}
	}
}

static void
tsc_set_hz(uint64_t hz)
{

	tsc_hz = hz;
	tsc_mult = (NS_PER_SEC << 32) / hz;
	tsc_inverse = (hz << INVERSE_SHIFT) / NS_PER_SEC;
}

bool
tsc_is_clock(void)
{

	return (tsc_hz != 0);
}

/* The TSC's value at a time, for the APIC's deadline. */
uint64_t
tsc_from_ns(uint64_t ns)
{

	return (tsc_base + mul64_shift(ns, tsc_inverse, INVERSE_SHIFT) + 1);
}

/*
 * Measure TSC and APIC timer; boot CPU, after the platform is known.
 */
void
tsc_init(void)
{
	struct tsc_ref ref;
	struct tsc_sample a, b;
	uint64_t dref, hz, lapic_hz;

	if (!hpet_setup(&ref) && !pmtimer_setup(&ref) && !pit_setup(&ref))
		lapic_setup(&ref);
	lapic_timer_measure_start();
	tsc_sample(&ref, &a);
	do {
		md_cpu_relax();
		dref = (ref.tr_read() - a.ts_ref) & ref.tr_mask;
	} while (dref < ref.tr_hz / (NS_PER_SEC / MEASURE_NS));
	tsc_sample(&ref, &b);
	dref = (b.ts_ref - a.ts_ref) & ref.tr_mask;
	hz = (b.ts_tsc - a.ts_tsc) * ref.tr_hz / dref;
	lapic_hz = (uint64_t)(b.ts_lapic - a.ts_lapic) * ref.tr_hz / dref;
	if (cpu_features.cf_lapic_hz != 0)
		lapic_hz = cpu_features.cf_lapic_hz;
	if (cpu_features.cf_tsc_hz != 0) {
		hz = cpu_features.cf_tsc_hz;
		ref.tr_name = "CPUID";
	}
	tsc_set_hz(hz);
	lapic_timer_init(lapic_hz);
	printf("clock: TSC at %lu.%03lu MHz (%s), APIC timer %lu.%03lu MHz\n",
	    hz / 1000000, hz / 1000 % 1000, ref.tr_name, lapic_hz / 1000000,
	    lapic_hz / 1000 % 1000);
}

/*
 * Time since tsc_start().
 */
uint64_t
md_time_ns(void)
{

	return (mul64_shift(rdtsc() - tsc_base, tsc_mult, 32));
}

void
md_delay(uint64_t ns)
{
	uint64_t end;

	end = md_time_ns() + ns;
	while (md_time_ns() < end)
		md_cpu_relax();
}

/*
 * Time counts from here: the very beginning.
 */
void
tsc_start(void)
{

	tsc_base = rdtsc();
}
