/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * All schedules with few preemptions (Musuvathi and Qadeer, "Iterative Context
 * Bounding for Systematic Testing of Multithreaded Programs").
 *
 * Model	A schedule is the list of points at which not the CPU goes on
 *		that `at' of choose.c has by itself.  A run under a list says
 *		where else a switch was possible: each such place behind the
 *		last one of the list makes a longer list.  Those in place of a
 *		CPU that could go on are preemptions; the others are free.  So
 *		every schedule is met once, as a tree whose root is the empty
 *		list.
 *		First come all schedules without a preemption, then all with
 *		one, and so on: what fails first has no more than it needs.
 *		To that end the inner parts of the tree are run again.
 * Limits	Which CPU takes over from one that spins is not varied; where
 *		several could, some schedules are left out.
 */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

static bool	visit(struct exploration *, struct plan *, unsigned left);

/* Visit pl with one more switch. */
static bool
visit_longer(struct exploration *ex, struct plan *pl, unsigned long point,
    unsigned cpu, unsigned left)
{
	struct plan_switch *ps;
	bool more;

	if (pl->pl_nswitches == PLAN_SWITCHES) {
		ex->ex_cut = true;
		return (true);
	}
	ps = &pl->pl_switch[pl->pl_nswitches++];
	ps->ps_point = point;
	ps->ps_cpu = cpu;
	more = visit(ex, pl, left);
	pl->pl_nswitches--;
	return (more);
}

static bool
visit_segment(struct exploration *ex, struct plan *pl,
    const struct segment *sg, unsigned left)
{
	unsigned long from = 0, point, cpus;

	if (!sg->sg_free && left == 0)
		return (true);
	if (pl->pl_nswitches != 0)
		from = pl->pl_switch[pl->pl_nswitches - 1].ps_point + 1;
	for (point = sg->sg_first; point <= sg->sg_last; point++) {
		if (point < from)
			continue;
		for (cpus = sg->sg_cpus; cpus != 0; cpus &= cpus - 1)
			if (!visit_longer(ex, pl, point,
			    (unsigned)__builtin_ctzl(cpus),
			    sg->sg_free ? left : left - 1))
				return (false);
	}
	return (true);
}

/*
 * Run all schedules that begin with pl and have left preemptions more; false
 * when it is enough.
 */
static bool
visit(struct exploration *ex, struct plan *pl, unsigned left)
{
	struct segment *sg, *copy;
	size_t n, i;
	bool more;

	if (ex->ex_limit != 0 && ex->ex_schedules == ex->ex_limit) {
		ex->ex_cut = true;
		return (false);
	}
	ex->ex_schedules += left == 0;
	if (!ex->ex_run(pl))
		return (false);
	ex->ex_cut |= choose_unvaried();
	n = choose_segments(&sg);
	copy = malloc((n + 1) * sizeof(*copy));
	if (copy == NULL)
		err(1, "malloc");
	memcpy(copy, sg, n * sizeof(*copy));
	for (i = 0, more = true; i < n && more; i++)
		more = visit_segment(ex, pl, &copy[i], left);
	free(copy);
	return (more);
}

/*
 * Call ex_run for each schedule with at most ex_depth preemptions, and the
 * faults of pl.
 */
void
explore(struct exploration *ex, const struct plan *pl)
{
	struct plan plan = *pl;
	unsigned depth;

	plan.pl_sched = SCHED_AT;
	plan.pl_schedset = true;
	plan.pl_nswitches = 0;
	ex->ex_schedules = 0;
	ex->ex_cut = false;
	choose_record(true);
	for (depth = 0; depth <= ex->ex_depth; depth++)
		if (!visit(ex, &plan, depth))
			break;
	choose_record(false);
}
