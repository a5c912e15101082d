/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * All that is random in a run: one generator, begun with the seed, for
 * schedules, and another, from the same seed, for devices, so that a fault that
 * moves one does not move the other more than it must.
 *
 * Points	are counted from the start of the scenario, those only at which
 *		more than one CPU can go on.  Where a CPU cannot go on and there
 *		are several others, that counts as one point more.  The chooser
 *		is asked too when a CPU wakes up or an event is due.
 * Schedules	random: after a random number of points, about `mean' on
 *		average, any CPU that can goes on; the seed chooses the mean of
 *		the run.  pct:D (Burckhardt et al., "A Randomized Scheduler with
 *		Probabilistic Guarantees of Finding Bugs"): CPUs have random
 *		priorities, the highest that can goes on, and at D random points
 *		of as many as a first run had, the one that executes falls to
 *		the lowest.  A CPU that spins falls too.  at: a CPU goes on as
 *		long as it can, then the next one does, but where the plan says
 *		otherwise.  Without a plan's word half of the seeds use either
 *		of the first two.
 * Instances	Where there are several, each goes on for a random number of
 *		events; their CPUs are chosen at random.
 * Faults	are counted by kind while a scenario runs.
 */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

#define	FOREVER		(1L << 40)	/* points, unless something happens */
#define	NCPU		8
#define	SLICE		40		/* events of an instance, at most */
#define	MAXSITE		8192

/* A place in the kernel where a fault can happen. */
struct site {
	const void	*s_pc;
	unsigned	s_kind;
	bool		s_seen;		/* in this sweep */
	bool		s_failed;	/* in it */
	bool		s_everfailed;	/* in any */
};

static struct site sites[MAXSITE];
static size_t	nsites;
static struct plan plan;
static uint64_t sched_state, device_state;
static long mean;
static bool armed;		/* faults happen */
static bool over;		/* the scenario is */
static unsigned long counts[SIM_FAULT_NKINDS];
static unsigned long point_counts[PLAN_MAX];

static unsigned long points;		/* that have passed */
static unsigned long runnable;		/* CPUs that could go on, last time */
static unsigned	running;		/* the CPU that was chosen */
static unsigned long span = 1;		/* points that a run has */
static unsigned next_switch;		/* SCHED_AT */

/* What SCHED_AT could have done otherwise. */
static bool	recording;
static struct segment *segments;
static size_t	nsegments, maxsegments;

/* PCT. */
static long	prio[NCPU];		/* of each CPU, higher is first */
static long	lowest;
static unsigned long change[PCT_MAXDEPTH];	/* sorted */
static unsigned nchange, next_change;

/* Steele, Lea, Flood: SplitMix. */
static uint64_t
next(uint64_t *state)
{
	uint64_t z;

	z = *state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (z ^ z >> 31);
}

unsigned long
host_random(void)
{

	return (next(&device_state));
}

static int
cmp_ulong(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a;
	unsigned long y = *(const unsigned long *)b;

	return (x < y ? -1 : x > y);
}

static void
pct_begin(void)
{
	unsigned i, j;
	long t;

	for (i = 0; i < NCPU; i++)
		prio[i] = i;
	for (i = NCPU - 1; i > 0; i--) {
		j = (unsigned)(next(&sched_state) % (i + 1));
		t = prio[i];
		prio[i] = prio[j];
		prio[j] = t;
	}
	lowest = -1;
	nchange = plan.pl_depth;
	next_change = 0;
	for (i = 0; i < nchange; i++)
		change[i] = 1 + next(&sched_state) % span;
	qsort(change, nchange, sizeof(change[0]), cmp_ulong);
}

/*
 * A run begins: all that is random from here on follows from the seed.
 */
void
choose_begin(uint64_t seed, const struct plan *pl)
{
	uint64_t state;
	unsigned i;

	plan = *pl;
	sched_state = seed * 0xd1342543de82ef95 + 1;
	device_state = seed ^ 0x5851f42d4c957f2d;
	(void)next(&sched_state);
	mean = 1L << 2 * (next(&sched_state) % 6);
	if (!plan.pl_schedset) {
		plan.pl_sched = (next(&sched_state) & 1) != 0 ? SCHED_PCT :
		    SCHED_RANDOM;
		plan.pl_depth = 1 + (unsigned)(next(&sched_state) % 5);
	}
	for (i = 0; i < plan.pl_nfaults; i++) {
		if (!plan.pl_fault[i].pf_random)
			continue;
		/* Not from the stream: a replay names the number. */
		state = seed + i;
		plan.pl_fault[i].pf_first = 1 + next(&state) %
		    plan.pl_fault[i].pf_first;
		plan.pl_fault[i].pf_random = false;
	}
	points = 0;
	runnable = 0;
	next_switch = 0;
	nsegments = 0;
	if (plan.pl_sched == SCHED_PCT)
		pct_begin();
	memset(counts, 0, sizeof(counts));
	memset(point_counts, 0, sizeof(point_counts));
	armed = false;
	over = false;
}

/*
 * The plan of the run, in which nothing is left to the seed.
 */
void
choose_plan(struct plan *pl)
{

	*pl = plan;
}

void
choose_arm(void)
{

	armed = true;
}

unsigned long
choose_count(unsigned kind)
{

	return (counts[kind]);
}

static unsigned
nth_bit(unsigned long mask, unsigned n)
{

	while (n-- > 0)
		mask &= mask - 1;
	return ((unsigned)__builtin_ctzl(mask));
}

/*
 * How many points the run has had.
 */
unsigned long
choose_points(void)
{

	return (points);
}

/*
 * Runs have about so many points.
 */
void
choose_span(unsigned long n)
{

	span = n != 0 ? n : 1;
}

/*
 * Does a run with this seed and plan depend on choose_span()?
 */
bool
choose_needs_span(uint64_t seed, const struct plan *pl)
{

	choose_begin(seed, pl);
	return (plan.pl_sched == SCHED_PCT);
}

/*
 * Whether to keep what choose_segments() returns.
 */
void
choose_record(bool on)
{

	recording = on;
}

/*
 * The segments of the run, which the caller may read until the next one, and
 * how many there are.
 */
size_t
choose_segments(struct segment **sgp)
{

	*sgp = segments;
	return (nsegments);
}

static void
record(unsigned long first, unsigned long last, unsigned long cpus, bool alone)
{
	struct segment *sg;

	if (!recording || cpus == 0 || first > last)
		return;
	if (nsegments == maxsegments) {
		maxsegments = maxsegments != 0 ? 2 * maxsegments : 256;
		segments = realloc(segments, maxsegments * sizeof(*segments));
		if (segments == NULL)
			err(1, "realloc");
	}
	sg = &segments[nsegments++];
	sg->sg_first = first;
	sg->sg_last = last;
	sg->sg_cpus = cpus;
	sg->sg_free = alone;
}

/*
 * The CPU of highest priority; the caller looks again after *n points.
 */
static unsigned
choose_pct(unsigned long cpus, unsigned self, int spinning, long *n)
{
	unsigned best = NCPU, i;

	while (next_change < nchange && change[next_change] <= points) {
		next_change++;
		prio[self] = lowest--;
	}
	if (spinning)
		prio[self] = lowest--;
	for (i = 0; i < NCPU; i++)
		if ((cpus & 1UL << i) != 0 &&
		    (best == NCPU || prio[i] > prio[best]))
			best = i;
	*n = next_change < nchange ? (long)(change[next_change] - points) :
	    FOREVER;
	return (best);
}

/* The CPU that executes, or the next one that can. */
static unsigned
next_cpu(unsigned long cpus, unsigned self)
{
	unsigned cpu = self;

	while ((cpus & 1UL << cpu) == 0)
		cpu = (cpu + 1) % NCPU;
	return (cpu);
}

/*
 * The CPU that executes, or the next one, unless the plan has another.
 */
static unsigned
choose_at(unsigned long cpus, unsigned self, long *n)
{
	const struct plan_switch *ps;
	unsigned cpu = next_cpu(cpus, self);

	if (cpu != self && (cpus & (cpus - 1)) != 0)
		record(points, points, cpus & ~(1UL << cpu), true);
	*n = FOREVER;
	for (; next_switch < plan.pl_nswitches; next_switch++) {
		ps = &plan.pl_switch[next_switch];
		if (ps->ps_point > points) {
			*n = (long)(ps->ps_point - points);
			break;
		}
		if (ps->ps_point == points && ps->ps_cpu < NCPU &&
		    (cpus & 1UL << ps->ps_cpu) != 0)
			cpu = ps->ps_cpu;
	}
	return (cpu);
}

/* Count the points that have passed since the chooser was asked. */
static void
account(unsigned long passed, unsigned self)
{

	if (over || (runnable & (runnable - 1)) == 0)
		return;
	if (plan.pl_sched == SCHED_AT)
		record(points + 1, points + passed, runnable & ~(1UL << self),
		    false);
	points += passed;
}

/*
 * The run has ended.
 */
void
choose_end(void)
{

	account(sim_points_passed(), running);
	runnable = 0;
	armed = false;
}

unsigned
host_choose(unsigned long cpus, unsigned self, int spinning,
    unsigned long passed, long *n)
{
	unsigned long others = cpus & ~(1UL << self);
	unsigned cpu;

	account(passed, self);
	runnable = cpus;
	if (over) {
		*n = FOREVER;
		return (next_cpu(spinning && others != 0 ? others : cpus,
		    self));
	}
	if (cpus == others && (cpus & (cpus - 1)) != 0)
		points++;
	if (spinning && others != 0)
		cpus = others;
	switch (plan.pl_sched) {
	case SCHED_PCT:
		cpu = choose_pct(cpus, self, spinning, n);
		break;
	case SCHED_AT:
		cpu = choose_at(cpus, self, n);
		break;
	default:
		*n = 1 + (long)(next(&sched_state) % (2 * (unsigned)mean));
		cpu = nth_bit(cpus, (unsigned)(next(&sched_state) %
		    (unsigned)__builtin_popcountl(cpus)));
		break;
	}
	/* Until another wakes up, there is nothing to choose. */
	if ((runnable & (runnable - 1)) == 0)
		*n = FOREVER;
	running = cpu;
	return (cpu);
}

/*
 * The instance that goes on, one of these, and for how many events.
 */
unsigned
choose_node(unsigned long nodes, uint64_t *slice)
{

	*slice = 1 + next(&sched_state) % SLICE;
	return (nth_bit(nodes, (unsigned)(next(&sched_state) %
	    (unsigned)__builtin_popcountl(nodes))));
}

/*
 * Faults.
 */

static bool
due(const struct plan_fault *pf, unsigned long n)
{

	return (n >= pf->pf_first && n - pf->pf_first < pf->pf_count);
}

/* The entry of a place in the kernel; it stays from run to run. */
static struct site *
site_find(unsigned kind, const void *pc)
{
	struct site *s;
	size_t i;

	for (i = ((uintptr_t)pc >> 2) % MAXSITE; ; i = (i + 1) % MAXSITE) {
		s = &sites[i];
		if (s->s_pc == NULL) {
			if (++nsites > MAXSITE / 2)
				errx(1, "too many places where faults happen");
			s->s_pc = pc;
			s->s_kind = kind;
		}
		if (s->s_pc == pc && s->s_kind == kind)
			return (s);
	}
}

/*
 * A sweep begins.
 */
void
choose_sweep(void)
{
	size_t i;

	for (i = 0; i < MAXSITE; i++)
		sites[i].s_seen = sites[i].s_failed = false;
}

/*
 * How many places passed a fault of this kind, and how many have failed, in
 * this sweep or in all of them.
 */
void
choose_sites(unsigned kind, bool all, unsigned *seen, unsigned *failed)
{
	const struct site *s;

	*seen = *failed = 0;
	for (s = sites; s < sites + MAXSITE; s++) {
		if (s->s_pc == NULL || s->s_kind != kind)
			continue;
		*seen += all || s->s_seen;
		*failed += all ? s->s_everfailed : s->s_failed;
	}
}

int
host_fault(unsigned kind, const void *pc)
{
	struct site *s, nowhere;
	unsigned i;

	if (!armed)
		return (0);
	counts[kind]++;
	/* A fault of a device happens at no place. */
	s = pc != NULL ? site_find(kind, pc) : &nowhere;
	s->s_seen = true;
	for (i = 0; i < plan.pl_nfaults; i++) {
		if (plan.pl_fault[i].pf_kind == kind &&
		    due(&plan.pl_fault[i], counts[kind])) {
			s->s_failed = s->s_everfailed = true;
			return (1);
		}
	}
	return (0);
}

int
host_failpoint(const char *name)
{
	struct plan_fault *pf;
	unsigned i;

	if (!armed)
		return (0);
	for (i = 0; i < plan.pl_nfaults; i++) {
		pf = &plan.pl_fault[i];
		if (pf->pf_kind != SIM_FAULT_NKINDS ||
		    strcmp(pf->pf_name, name) != 0)
			continue;
		if (due(pf, ++point_counts[i]))
			return ((int)pf->pf_arg);
	}
	return (0);
}

/*
 * What comes is only to look at what is left: without faults, and with no
 * choice of schedules, which would take points from the scenario.
 */
void
choose_over(void)
{

	armed = false;
	account(sim_points_passed(), running);
	over = true;
}
