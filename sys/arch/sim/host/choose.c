/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * All that is random in a run: one generator, begun with the seed, for
 * schedules, and another, from the same seed, for devices, so that a fault that
 * moves one does not move the other more than it must.
 *
 * Points	are counted from the start of the scenario, those only at which
 *		more than one CPU can go on, also the first one after another
 *		CPU woke up.  Where a CPU cannot go on and there are several
 *		others, that counts as one point more.  The chooser is asked too
 *		when a CPU wakes up or an event is due.
 * Schedules	random: after a random number of points, about `mean' on
 *		average, any CPU that can goes on; the seed chooses the mean of
 *		the run.  pct:D (Burckhardt et al., "A Randomized Scheduler with
 *		Probabilistic Guarantees of Finding Bugs"): CPUs have random
 *		priorities, the highest that can goes on, and at D random points
 *		of as many as a first run had, the one that executes falls below
 *		all others, but not below those that fell before at points of a
 *		lower rank, which is random.  A CPU that spins falls below all.
 *		at: a CPU goes on as long as it can, then the next one does, but
 *		where the plan says otherwise.  Without a plan's word half of
 *		the seeds use either of the first two.
 * Instances	Where there are several, each goes on for a random number of
 *		events; their CPUs are chosen at random.
 * Faults	are counted by kind while a scenario runs.
 */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

#define	FOREVER		(1L << 40)	/* points, unless something happens */
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
static unsigned long fired[PLAN_MAX];

static unsigned long points;		/* that have passed */
static unsigned long runnable;		/* CPUs that could go on, last time */
static unsigned	running;		/* the CPU that was chosen */
static unsigned long span = 1;		/* points that a run has */
static unsigned next_switch;		/* SCHED_AT */

/* What SCHED_AT could have done otherwise. */
static bool	recording;
static bool	unvaried;		/* some choices are not recorded */
static struct segment *segments;
static size_t	nsegments, maxsegments;

/* PCT. */
static long	prio[NCPU];		/* of each CPU, higher is first */
static long	lowest;
static unsigned	rank[NCPU];	/* c_rank where it fell last, else 0 */
static struct change {
	unsigned long	c_point;
	unsigned	c_rank;		/* from 1, of who falls there */
} change[PCT_MAXDEPTH];		/* by c_point */
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
cmp_change(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->c_point != y->c_point)
		return (x->c_point < y->c_point ? -1 : 1);
	return (x->c_rank < y->c_rank ? -1 : x->c_rank > y->c_rank);
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
	nchange = plan.pl_depth;
	memset(rank, 0, sizeof(rank));
	lowest = 0;
	next_change = 0;
	/* They are drawn in any order, so their ranks are in any order. */
	for (i = 0; i < nchange; i++) {
		change[i].c_point = 1 + next(&sched_state) % span;
		change[i].c_rank = i + 1;
	}
	qsort(change, nchange, sizeof(change[0]), cmp_change);
}

/*
 * A run begins: all that is random from here on follows from the seed.
 */
void
choose_begin(uint64_t seed, const struct plan *pl)
{
	enum sched_kind kind;
	uint64_t state;
	unsigned depth, i;

	plan = *pl;
	sched_state = seed * 0xd1342543de82ef95 + 1;
	device_state = seed ^ 0x5851f42d4c957f2d;
	(void)next(&sched_state);
	mean = 1L << 2 * (next(&sched_state) % 6);
	/* The seed's own choice, when a plan says it, is the same schedule. */
	kind = (next(&sched_state) & 1) != 0 ? SCHED_PCT : SCHED_RANDOM;
	depth = 1 + (unsigned)(next(&sched_state) % 5);
	if (!plan.pl_schedset) {
		plan.pl_sched = kind;
		plan.pl_depth = depth;
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
	unvaried = false;
	if (plan.pl_sched == SCHED_PCT)
		pct_begin();
	memset(counts, 0, sizeof(counts));
	memset(point_counts, 0, sizeof(point_counts));
	memset(fired, 0, sizeof(fired));
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

/*
 * How often a fault of the plan happened.
 */
unsigned long
choose_fired(unsigned fault)
{

	return (fired[fault]);
}

static bool
several(unsigned long cpus)
{

	return ((cpus & (cpus - 1)) != 0);
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

/*
 * Could the run have gone on otherwise where no segment says so?
 */
bool
choose_unvaried(void)
{

	return (unvaried);
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
 * A CPU falls below all others, but those of lower rank, if it has one itself,
 * that nothing has fallen below since.
 */
static void
pct_fall(unsigned self, unsigned myrank)
{
	unsigned i, above;
	long t;

	prio[self] = --lowest;
	rank[self] = myrank;
	for (;;) {
		above = self;
		for (i = 0; i < NCPU; i++)
			if (prio[i] > prio[self] &&
			    (above == self || prio[i] < prio[above]))
				above = i;
		if (rank[above] == 0 || rank[above] >= myrank)
			return;
		t = prio[above];
		prio[above] = prio[self];
		prio[self] = t;
	}
}

/*
 * The CPU of highest priority; the caller looks again after *n points.
 */
static unsigned
choose_pct(unsigned long cpus, unsigned self, int spinning, long *n)
{
	unsigned best = NCPU, i;

	while (next_change < nchange && change[next_change].c_point <= points)
		pct_fall(self, change[next_change++].c_rank);
	if (spinning)
		pct_fall(self, 0);
	for (i = 0; i < NCPU; i++)
		if ((cpus & 1UL << i) != 0 &&
		    (best == NCPU || prio[i] > prio[best]))
			best = i;
	*n = next_change == nchange ? FOREVER :
	    (long)(change[next_change].c_point - points);
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
choose_at(unsigned long cpus, unsigned self, int spinning, long *n)
{
	const struct plan_switch *ps;
	unsigned cpu = next_cpu(cpus, self);

	if (cpu != self && several(cpus)) {
		/* CPUs that spin could take turns for ever. */
		if (spinning)
			unvaried = true;
		else
			record(points, points, cpus & ~(1UL << cpu), true);
	}
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

	if (over || !several(runnable))
		return;
	if (plan.pl_sched == SCHED_AT)
		record(points + 1, points + passed, runnable & ~(1UL << self),
		    false);
	points += passed;
}

/*
 * Count this point, which nothing was known of before, where others than before
 * can go on, or self cannot.
 */
static void
account_now(unsigned long cpus, unsigned self, int spinning)
{
	unsigned long woken = cpus & ~runnable & ~(1UL << self);

	if ((cpus & 1UL << self) == 0) {
		points += several(cpus);
		return;
	}
	if (spinning || woken == 0)
		return;
	points += !several(runnable);
	if (plan.pl_sched == SCHED_AT)
		record(points, points, woken, false);
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
	if (over) {
		runnable = cpus;
		*n = FOREVER;
		return (next_cpu(spinning && others != 0 ? others : cpus,
		    self));
	}
	account_now(cpus, self, spinning);
	runnable = cpus;
	if (spinning && others != 0)
		cpus = others;
	switch (plan.pl_sched) {
	case SCHED_PCT:
		cpu = choose_pct(cpus, self, spinning, n);
		break;
	case SCHED_AT:
		cpu = choose_at(cpus, self, spinning, n);
		break;
	default:
		*n = 1 + (long)(next(&sched_state) % (2 * (unsigned)mean));
		cpu = nth_bit(cpus, (unsigned)(next(&sched_state) %
		    (unsigned)__builtin_popcountl(cpus)));
		break;
	}
	/* Until another wakes up, there is nothing to choose. */
	if (!several(runnable))
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
	int happens = 0;
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
			fired[i]++;
			happens = 1;
		}
	}
	return (happens);
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
		if (due(pf, ++point_counts[i])) {
			fired[i]++;
			return ((int)pf->pf_arg);
		}
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
