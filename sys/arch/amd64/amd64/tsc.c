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
 * Arithmetic	ns = start + ((tsc - base) * mult >> 32), in 128 bits, which do
 *		not overflow for centuries.
 * Refining	A few milliseconds at boot give the frequency to some hundred
 *		parts in a million.  Two seconds later the same pair of readings
 *		gives it to a few; a new scale then continues the old one's
 *		time.  Scales are never changed once in force: a reader takes
 *		the pointer and is consistent.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/bus.h>
#include <sys/md.h>
#include <sys/systm.h>
#include <sys/timeout.h>
#include <machine/cpufunc.h>
#include <machine/machdep.h>
#include <machine/specialreg.h>

#define	NS_PER_SEC	1000000000UL
#define	MEASURE_NS	(4 * 1000 * 1000)
#define	REFINE_NS	(2 * NS_PER_SEC)	/* the PM timer wraps at 4.6 */
#define	REFINE_MAX	500		/* a 500th is no refinement but wrong */
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

/*
 * References: a counter that grows, its frequency and its width.
 */
struct tsc_ref {
	const char	*tr_name;
	uint64_t	(*tr_read)(void);
	uint64_t	tr_hz;
	uint64_t	tr_mask;
	bool		tr_refine;	/* readable at any time */
};

struct tsc_sample {
	uint64_t	ts_tsc;
	uint64_t	ts_ref;
	uint32_t	ts_lapic;
};

/*
 * From the counter to time.
 */
struct tsc_scale {
	uint64_t	sc_base;	/* counter */
	uint64_t	sc_start;	/* time at sc_base, ns */
	uint64_t	sc_mult;	/* ns << 32 for each count */
	uint64_t	sc_inverse;	/* counts of an ns << INVERSE_SHIFT */
};

static struct tsc_scale tsc_scales[3] = {
	{ .sc_mult = 1UL << 32 },	/* a guess until it is measured */
};
static const struct tsc_scale *tsc_scale = &tsc_scales[0];	/* (a) */
static uint64_t tsc_hz;			/* 0 until measured */
static struct tsc_ref tsc_reference;
static struct tsc_sample tsc_first;
static struct timeout tsc_timeout;
static void	*hpet_base;
static uint32_t	pit_last, pit_total;

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
	tr->tr_refine = true;
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
	tr->tr_refine = true;
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

/*
 * Put a frequency in force, from the moment `base' of the old scale on.
 */
static void
tsc_set_hz(struct tsc_scale *sc, uint64_t hz, uint64_t base)
{
	const struct tsc_scale *old = tsc_scale;

	sc->sc_base = base;
	sc->sc_start = tsc_hz != 0 ? old->sc_start +
	    mul64_shift(base - old->sc_base, old->sc_mult, 32) : 0;
	sc->sc_mult = (NS_PER_SEC << 32) / hz;
	sc->sc_inverse = (hz << INVERSE_SHIFT) / NS_PER_SEC;
	atomic_store_rel(&tsc_scale, sc);
	tsc_hz = hz;
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
	const struct tsc_scale *sc = tsc_scale;

	if (ns <= sc->sc_start)
		return (sc->sc_base);
	return (sc->sc_base + mul64_shift(ns - sc->sc_start, sc->sc_inverse,
	    INVERSE_SHIFT) + 1);
}

static uint64_t
tsc_hz_between(const struct tsc_sample *a, const struct tsc_sample *b)
{
	const struct tsc_ref *tr = &tsc_reference;

	return ((b->ts_tsc - a->ts_tsc) * tr->tr_hz /
	    ((b->ts_ref - a->ts_ref) & tr->tr_mask));
}

/*
 * Measure TSC and APIC timer; boot CPU, after the platform is known.
 */
void
tsc_init(void)
{
	struct tsc_ref *tr = &tsc_reference;
	struct tsc_sample b;
	uint64_t dref, hz, lapic_hz;

	if (!hpet_setup(tr) && !pmtimer_setup(tr) && !pit_setup(tr))
		lapic_setup(tr);
	lapic_timer_measure_start();
	tsc_sample(tr, &tsc_first);
	do {
		md_cpu_relax();
		dref = (tr->tr_read() - tsc_first.ts_ref) & tr->tr_mask;
	} while (dref < tr->tr_hz / (NS_PER_SEC / MEASURE_NS));
	tsc_sample(tr, &b);
	dref = (b.ts_ref - tsc_first.ts_ref) & tr->tr_mask;
	hz = tsc_hz_between(&tsc_first, &b);
	lapic_hz = (uint64_t)(b.ts_lapic - tsc_first.ts_lapic) * tr->tr_hz /
	    dref;
	if (cpu_features.cf_lapic_hz != 0)
		lapic_hz = cpu_features.cf_lapic_hz;
	if (cpu_features.cf_tsc_hz != 0) {
		hz = cpu_features.cf_tsc_hz;
		tr->tr_name = "CPUID";
		tr->tr_refine = false;
	}
	tsc_set_hz(&tsc_scales[1], hz, tsc_scales[0].sc_base);
	lapic_timer_init(lapic_hz);
	printf("clock: TSC at %lu.%03lu MHz (%s), APIC timer %lu.%03lu MHz\n",
	    hz / 1000000, hz / 1000 % 1000, tr->tr_name, lapic_hz / 1000000,
	    lapic_hz / 1000 % 1000);
}

static void
tsc_refine(void *arg)
{
	struct tsc_sample now;
	uint64_t hz;

	tsc_sample(&tsc_reference, &now);
	hz = tsc_hz_between(&tsc_first, &now);
	/* We may have been stopped for so long that the reference wrapped. */
	if (hz - tsc_hz + tsc_hz / REFINE_MAX > 2 * (tsc_hz / REFINE_MAX))
		return;
	tsc_set_hz(&tsc_scales[2], hz, rdtsc());
	log(LOG_DEBUG, "clock: TSC at %lu.%06lu MHz\n", hz / 1000000,
	    hz % 1000000);
}

/*
 * Threads run: measure once more in a while, unless the frequency is known or
 * the reference would wrap or has to be watched.
 */
void
tsc_refine_later(void)
{

	if (!tsc_reference.tr_refine)
		return;
	timeout_init(&tsc_timeout, tsc_refine, NULL);
	timeout_set(&tsc_timeout, md_time_ns() + REFINE_NS);
}

/*
 * Time since tsc_start().
 */
uint64_t
md_time_ns(void)
{
	const struct tsc_scale *sc = atomic_load_acq(&tsc_scale);

	return (sc->sc_start + mul64_shift(rdtsc() - sc->sc_base, sc->sc_mult,
	    32));
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

	tsc_scales[0].sc_base = rdtsc();
}
