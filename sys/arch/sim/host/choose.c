/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * All that is random in a run: one generator, begun with the seed, for
 * schedules, and another, from the same seed, for devices, so that a fault that
 * moves one does not move the other more than it must.
 *
 * Schedules	random: after a random number of points, about `mean' on
 *		average, any CPU that can goes on; the seed chooses the mean of
 *		the run.  pct:D (Burckhardt et al., "A Randomized Scheduler with
 *		Probabilistic Guarantees of Finding Bugs"): CPUs have random
 *		priorities, the highest that can goes on, and at D random points
 *		the one that executes falls to the lowest.  A CPU that spins
 *		falls too.  Without a plan's word half of the seeds use either.
 * Faults	are counted by kind while a scenario runs.
 */

#include <stdlib.h>
#include <string.h>

#include "host.h"

#define	PCT_SPAN	20000		/* points of a PCT run, by guess */
#define	PCT_MAXDEPTH	16
#define	PCT_ASK		300		/* points until somebody may be awake */
#define	NCPU		8
#define	MAXSITE		8192

static const char *const fault_names[SIM_FAULT_NKINDS] = {
	[SIM_FAULT_ALLOC] = "alloc",
	[SIM_FAULT_SLEEP] = "sleep",
	[SIM_FAULT_IO] = "io",
	[SIM_FAULT_SHORT] = "short",
	[SIM_FAULT_WRITE] = "power",
};

/* A place in the kernel where a fault can happen. */
struct site {
	const void	*s_pc;
	unsigned	s_kind;
	bool		s_failed;
};

static struct site sites[MAXSITE];
static size_t	nsites;
static struct plan plan;
static uint64_t sched_state, device_state;
static long mean;
static bool armed;
static unsigned long counts[SIM_FAULT_NKINDS];
static unsigned long point_counts[PLAN_MAX];

/* PCT. */
static unsigned long points;		/* that have passed, about */
static long	asked;			/* that the kernel goes on for */
static unsigned prio[NCPU];		/* of each CPU, higher is first */
static unsigned lowest;
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
	unsigned i, j, t;

	for (i = 0; i < NCPU; i++)
		prio[i] = 1000 + i;
	for (i = NCPU - 1; i > 0; i--) {
		j = (unsigned)(next(&sched_state) % (i + 1));
		t = prio[i];
		prio[i] = prio[j];
		prio[j] = t;
	}
	lowest = 999;
	nchange = plan.pl_depth;
	next_change = 0;
	for (i = 0; i < nchange; i++)
		change[i] = 1 + next(&sched_state) % PCT_SPAN;
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
	mean = 4L << 2 * (next(&sched_state) % 5);
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
	asked = 0;
	if (plan.pl_sched == SCHED_PCT)
		pct_begin();
	memset(counts, 0, sizeof(counts));
	memset(point_counts, 0, sizeof(point_counts));
	armed = false;
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
choose_arm(bool on)
{

	armed = on;
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
 * The CPU of highest priority; the caller looks at points again after *n.
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
	*n = PCT_ASK;
	if (next_change < nchange && change[next_change] - points < PCT_ASK)
		*n = (long)(change[next_change] - points);
	return (best);
}

unsigned
host_choose(unsigned long cpus, unsigned self, int spinning, long *n)
{
	unsigned cpu;

	points += (unsigned long)asked;
	if (plan.pl_sched == SCHED_PCT) {
		cpu = choose_pct(cpus, self, spinning, n);
	} else {
		*n = 1 + (long)(next(&sched_state) % (2 * (unsigned)mean));
		cpu = nth_bit(cpus, (unsigned)(next(&sched_state) %
		    (unsigned)__builtin_popcountl(cpus)));
	}
	asked = *n;
	return (cpu);
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
		if (s->s_pc == NULL && nsites < MAXSITE / 2) {
			nsites++;
			s->s_pc = pc;
			s->s_kind = kind;
		}
		if (s->s_pc == NULL || (s->s_pc == pc && s->s_kind == kind))
			return (s);
	}
}

/*
 * How many places passed a fault of this kind, and how many have failed.
 */
void
choose_sites(unsigned kind, unsigned *seen, unsigned *failed)
{
	size_t i;

	*seen = *failed = 0;
	for (i = 0; i < MAXSITE; i++) {
		if (sites[i].s_pc == NULL || sites[i].s_kind != kind)
			continue;
		++*seen;
		*failed += sites[i].s_failed;
	}
}

int
host_fault(unsigned kind, const void *pc)
{
	struct site *s;
	unsigned i;

	if (!armed)
		return (0);
	counts[kind]++;
	s = site_find(kind, pc);
	for (i = 0; i < plan.pl_nfaults; i++) {
		if (plan.pl_fault[i].pf_kind == kind &&
		    due(&plan.pl_fault[i], counts[kind])) {
			s->s_failed = true;
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
 * Plans as text: words separated by commas,
 *
 *	sched=random | sched=pct:D
 *	KIND=N[+COUNT]		alloc, sleep, io, short, power: the N-th, or
 *				COUNT from the N-th on (`+' alone: all);
 *				~N: one of the first N, by the seed
 *	fail:NAME=ERRNO[@N[+COUNT]]
 */

static bool
parse_range(const char *s, struct plan_fault *pf)
{
	char *end;

	if (*s == '~')
		pf->pf_random = true, s++;
	pf->pf_first = strtoul(s, &end, 10);
	pf->pf_count = 1;
	if (end == s || pf->pf_first == 0)
		return (false);
	if (*end == '+') {
		s = end + 1;
		pf->pf_count = *s == '\0' ? ~0UL : strtoul(s, &end, 10);
		if (*s == '\0')
			end++;
	}
	return (*end == '\0' && pf->pf_count != 0);
}

static bool
parse_word(struct plan *pl, char *word)
{
	struct plan_fault *pf = &pl->pl_fault[pl->pl_nfaults];
	char *value, *at;
	unsigned i;

	value = strchr(word, '=');
	if (value == NULL)
		return (false);
	*value++ = '\0';
	if (strcmp(word, "sched") == 0) {
		pl->pl_schedset = true;
		if (strcmp(value, "random") == 0) {
			pl->pl_sched = SCHED_RANDOM;
			return (true);
		}
		pl->pl_sched = SCHED_PCT;
		if (strncmp(value, "pct:", 4) != 0)
			return (false);
		pl->pl_depth = (unsigned)strtoul(value + 4, &at, 10);
		return (*at == '\0' && pl->pl_depth <= PCT_MAXDEPTH);
	}
	if (pl->pl_nfaults == PLAN_MAX)
		return (false);
	memset(pf, 0, sizeof(*pf));
	if (strncmp(word, "fail:", 5) == 0) {
		pf->pf_kind = SIM_FAULT_NKINDS;
		if (strlen(word + 5) >= sizeof(pf->pf_name))
			return (false);
		strcpy(pf->pf_name, word + 5);
		at = strchr(value, '@');
		if (at != NULL)
			*at++ = '\0';
		pf->pf_arg = strtoul(value, NULL, 10);
		if (!parse_range(at != NULL ? at : "1+", pf))
			return (false);
		pl->pl_nfaults++;
		return (true);
	}
	for (i = 0; i < SIM_FAULT_NKINDS; i++)
		if (strcmp(word, fault_names[i]) == 0)
			break;
	if (i == SIM_FAULT_NKINDS || !parse_range(value, pf))
		return (false);
	pf->pf_kind = i;
	pl->pl_nfaults++;
	return (true);
}

bool
plan_parse(struct plan *pl, const char *text, char *err, size_t len)
{
	char buf[1024], *word, *save;

	memset(pl, 0, sizeof(*pl));
	if (strlen(text) >= sizeof(buf)) {
		snprintf(err, len, "the plan is too long");
		return (false);
	}
	strcpy(buf, text);
	for (word = strtok_r(buf, ",", &save); word != NULL;
	    word = strtok_r(NULL, ",", &save)) {
		if (!parse_word(pl, word)) {
			snprintf(err, len, "`%s' is no part of a plan", word);
			return (false);
		}
	}
	return (true);
}

static size_t
print_range(const struct plan_fault *pf, char *buf, size_t len)
{
	const char *how = pf->pf_random ? "~" : "";

	if (pf->pf_count == ~0UL)
		return ((size_t)snprintf(buf, len, "%s%lu+", how,
		    pf->pf_first));
	if (pf->pf_count != 1)
		return ((size_t)snprintf(buf, len, "%s%lu+%lu", how,
		    pf->pf_first, pf->pf_count));
	return ((size_t)snprintf(buf, len, "%s%lu", how, pf->pf_first));
}

void
plan_print(const struct plan *pl, char *buf, size_t len)
{
	const struct plan_fault *pf;
	size_t n = 0;
	unsigned i;

	buf[0] = '\0';
	if (pl->pl_schedset && pl->pl_sched == SCHED_RANDOM)
		n += (size_t)snprintf(buf, len, "sched=random,");
	else if (pl->pl_schedset)
		n += (size_t)snprintf(buf, len, "sched=pct:%u,",
		    pl->pl_depth);
	for (i = 0; i < pl->pl_nfaults && n + 80 < len; i++) {
		pf = &pl->pl_fault[i];
		if (pf->pf_kind == SIM_FAULT_NKINDS)
			n += (size_t)snprintf(buf + n, len - n,
			    "fail:%s=%lu@", pf->pf_name, pf->pf_arg);
		else
			n += (size_t)snprintf(buf + n, len - n, "%s=",
			    fault_names[pf->pf_kind]);
		n += print_range(pf, buf + n, len - n);
		buf[n++] = ',';
		buf[n] = '\0';
	}
	if (n != 0)
		buf[n - 1] = '\0';
}
