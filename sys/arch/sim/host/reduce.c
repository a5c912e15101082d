/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A plan is reduced to what a failure needs, so that whoever looks at it sees
 * nothing else.
 *
 * Model	Ever simpler plans are run, until none that is tried ends as the
 *		failure did, for the same reason and with the same message; for
 *		what a program finds, that is the last line of the console.
 *		Simpler is a plan with a fault less, with fewer faults in a row
 *		or earlier ones, with an earlier state after a power cut, with
 *		fewer change points or fewer or earlier switches.
 * Limits	A number is tried at its least, at half of it and less one, so
 *		what remains need not be the least of all.  After REDUCE_RUNS
 *		runs, or REDUCE_EVENTS events of all runs, it is good enough.
 */

#include <string.h>

#include "host.h"

#define	REDUCE_RUNS	300
#define	REDUCE_EVENTS	10000000

struct reduction {
	const struct sim_scenario *rd_scenario;
	uint64_t	rd_seed;
	const struct result *rd_failure;
	struct plan	*rd_plan;	/* the simplest so far */
	bool		rd_move;	/* lower numbers, too */
	unsigned	rd_runs;
	uint64_t	rd_events;
};

/* Take a simpler plan if the failure stays the same. */
static bool
try(struct reduction *rd, const struct plan *simpler)
{
	struct result r;

	if (rd->rd_runs == REDUCE_RUNS || rd->rd_events >= REDUCE_EVENTS)
		return (false);
	run(rd->rd_scenario, rd->rd_seed, simpler, &r);
	rd->rd_runs++;
	rd->rd_events += r.r_events;
	if (r.r_why != rd->rd_failure->r_why ||
	    strcmp(r.r_msg, rd->rd_failure->r_msg) != 0 ||
	    strcmp(r.r_last, rd->rd_failure->r_last) != 0)
		return (false);
	*rd->rd_plan = *simpler;
	return (true);
}

/*
 * Lower a number of the plan, which lies in simpler, a copy of it, as far as
 * that goes; true if it went at all.
 */
static bool
lower(struct reduction *rd, struct plan *simpler, unsigned long *v,
    unsigned long least)
{
	unsigned long was, tries[3];
	bool lowered = false;
	unsigned i;

	while ((was = *v) > least) {
		tries[0] = least;
		tries[1] = least + (was - least) / 2;
		tries[2] = was - 1;
		for (i = 0; i < 3; i++) {
			*v = tries[i];
			if ((i == 0 || *v != least) && try(rd, simpler))
				break;
		}
		if (i == 3) {
			*v = was;
			break;
		}
		lowered = true;
	}
	return (lowered);
}

static bool
drop_fault(struct reduction *rd, unsigned i)
{
	struct plan pl = *rd->rd_plan;

	pl.pl_nfaults--;
	memmove(&pl.pl_fault[i], &pl.pl_fault[i + 1],
	    (pl.pl_nfaults - i) * sizeof(pl.pl_fault[0]));
	return (try(rd, &pl));
}

static bool
lower_fault(struct reduction *rd, unsigned i)
{
	struct plan pl = *rd->rd_plan;
	struct plan_fault *pf = &pl.pl_fault[i];
	bool lowered;

	if (pf->pf_count == PLAN_ALL) {
		pf->pf_count = 1;
		lowered = try(rd, &pl);
		if (!lowered)
			pf->pf_count = PLAN_ALL;
	} else
		lowered = lower(rd, &pl, &pf->pf_count, 1);
	return (lower(rd, &pl, &pf->pf_first, 1) || lowered);
}

static bool
drop_switch(struct reduction *rd, unsigned i)
{
	struct plan pl = *rd->rd_plan;

	pl.pl_nswitches--;
	memmove(&pl.pl_switch[i], &pl.pl_switch[i + 1],
	    (pl.pl_nswitches - i) * sizeof(pl.pl_switch[0]));
	return (try(rd, &pl));
}

static bool
lower_switch(struct reduction *rd, unsigned i)
{
	struct plan pl = *rd->rd_plan;

	return (lower(rd, &pl, &pl.pl_switch[i].ps_point,
	    i != 0 ? pl.pl_switch[i - 1].ps_point + 1 : 1));
}

static bool
lower_depth(struct reduction *rd)
{
	struct plan pl = *rd->rd_plan;
	unsigned long depth;
	bool lowered = false;

	for (depth = pl.pl_depth; depth != 0; depth--) {
		pl.pl_depth--;
		if (!try(rd, &pl))
			break;
		lowered = true;
	}
	return (lowered);
}

/* Each thing once; true if any was of use. */
static bool
simplify(struct reduction *rd)
{
	struct plan *pl = rd->rd_plan, earlier;
	bool better = false;
	unsigned i;

	for (i = 0; i < pl->pl_nfaults; ) {
		if (drop_fault(rd, i))
			better = true;
		else if (rd->rd_move)
			better |= lower_fault(rd, i++);
		else
			i++;
	}
	earlier = *pl;
	if (pl->pl_cut != 0 && rd->rd_move)
		better |= lower(rd, &earlier, &earlier.pl_cut, 0);
	if (!pl->pl_schedset || !rd->rd_move)
		return (better);
	if (pl->pl_sched == SCHED_PCT)
		return (lower_depth(rd) || better);
	for (i = 0; i < pl->pl_nswitches; ) {
		if (drop_switch(rd, i))
			better = true;
		else
			better |= lower_switch(rd, i++);
	}
	return (better);
}

/*
 * Leave out of the plan all that the failure of a run with it does not need;
 * move: and lower the numbers in it.
 */
void
reduce(const struct sim_scenario *ss, uint64_t seed, struct plan *pl,
    const struct result *failure, bool move)
{
	struct reduction rd;

	memset(&rd, 0, sizeof(rd));
	rd.rd_scenario = ss;
	rd.rd_seed = seed;
	rd.rd_failure = failure;
	rd.rd_plan = pl;
	rd.rd_move = move;
	while (simplify(&rd))
		continue;
}
