/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sim: run scenarios over seeds; sim(7) has the manual.
 */

#include <err.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "host.h"

#define	MAX_CUTS	16		/* states after one power cut */
#define	PROGRESS	2.0		/* seconds between two lines */

enum {
	OPT_TRACE = 256,
	OPT_GDB,
	OPT_HASHES,
	OPT_IMAGE,
	OPT_INPUT,
	OPT_PREEMPT,
	OPT_SWEEP
};

struct options {
	uint64_t	o_seed;
	unsigned long	o_runs;		/* 0: not said */
	struct plan	o_plan;
	bool		o_planned;	/* by -f */
	bool		o_seeded;	/* by -s */
	const char	*o_image;	/* NULL: beside the program */
	const char	*o_input;	/* NULL: from the seed */
	bool		o_hashes;	/* one line for each run */
	bool		o_quiet;
	bool		o_verbose;
	bool		o_gdb;
	bool		o_sweep;	/* the plan's fault, at every chance */
	bool		o_explore;	/* all schedules with preemptions */
	unsigned	o_preemptions;	/* so many at most */
};

struct totals {
	unsigned long	t_runs;
	unsigned long	t_failed;
	unsigned long	t_sweeps;
	unsigned long	t_faults;	/* of all sweeps */
	uint64_t	t_events;
	double		t_start;
	double		t_last;		/* of the progress line */
};

static struct options opt = { .o_seed = 1 };
static uint64_t	sweep_seed;

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((double)ts.tv_sec + (double)ts.tv_nsec / 1e9);
}

static void
usage(void)
{

	fprintf(stderr,
	    "usage: sim [-qv] [-f plan] [-n runs] [-s seed] [--gdb] [--hashes]\n"
	    "           [--image file] [--input file] [--preempt d] "
	    "[--sweep kind]\n"
	    "           [--trace file] scenario ...\n"
	    "       sim -l\n");
	exit(2);
}

static void
list_scenarios(void)
{
	const struct sim_scenario *ss;
	unsigned i;

	for (i = 0; (ss = sim_scenario_nth(i)) != NULL; i++)
		printf("%-20s %s%s\n", ss->ss_name,
		    (ss->ss_flags & SIM_S_DEFECT) != 0 ? "(defect) " : "",
		    ss->ss_descr);
}

/*
 * Leave out of the plan all that the failure does not need; any failure of the
 * same kind will do.
 */
static void
reduce(const struct sim_scenario *ss, uint64_t seed, struct plan *pl, int why)
{
	struct plan smaller;
	struct result r;
	unsigned i;

	for (i = 0; i < pl->pl_nfaults; ) {
		smaller = *pl;
		memmove(&smaller.pl_fault[i], &smaller.pl_fault[i + 1],
		    (smaller.pl_nfaults - i - 1) * sizeof(struct plan_fault));
		smaller.pl_nfaults--;
		run(ss, seed, &smaller, &r);
		if (r.r_why == why) {
			*pl = smaller;
			continue;
		}
		/* Half as many of them? */
		smaller = *pl;
		if (smaller.pl_fault[i].pf_count > 1) {
			smaller.pl_fault[i].pf_count /= 2;
			run(ss, seed, &smaller, &r);
			if (r.r_why == why) {
				*pl = smaller;
				continue;
			}
		}
		i++;
	}
}

static void
report(const struct sim_scenario *ss, uint64_t seed, const struct plan *planned,
    const struct result *r)
{
	struct result again;
	struct plan pl;

	printf("seed %ju: %s: %s\n", (uintmax_t)seed, run_why(r->r_why),
	    r->r_msg);
	fflush(stdout);
	console_print(stdout);
	pl = *planned;
	reduce(ss, seed, &pl, r->r_why);
	run(ss, seed, &pl, &again);
	report_replay(ss, seed, &pl, opt.o_input);
	if (again.r_why != r->r_why)
		printf("the replay ends otherwise: %s\n", again.r_msg);
	fflush(stdout);
}

static void
progress(const struct sim_scenario *ss, struct totals *t)
{

	if (opt.o_quiet || !isatty(2) || now() - t->t_last < PROGRESS)
		return;
	t->t_last = now();
	fprintf(stderr, "%s: %lu runs, %.0f a second, %.0f events a second\n",
	    ss->ss_name, t->t_runs, (double)t->t_runs / (now() - t->t_start),
	    (double)t->t_events / (now() - t->t_start));
}

/*
 * Stop at the last event of a run, in a debugger.
 */
static void
debug(const struct sim_scenario *ss, const struct plan *pl)
{
	const char *argv[32];
	char seed[32], event[32], text[1024];
	struct result r;
	unsigned n = 0;

	run(ss, opt.o_seed, pl, &r);
	snprintf(seed, sizeof(seed), "%ju", (uintmax_t)opt.o_seed);
	plan_print(pl, text, sizeof(text));
	snprintf(event, sizeof(event), "%ju", (uintmax_t)r.r_events);
	setenv("SIM_STOP_EVENT", event, 1);
	argv[n++] = "gdb";
	argv[n++] = "-q";
	argv[n++] = "-ex";
	argv[n++] = "handle SIGSEGV nostop noprint pass";
	argv[n++] = "-ex";
	argv[n++] = "handle SIGSYS nostop noprint pass";
	argv[n++] = "-ex";
	argv[n++] = "run";
	argv[n++] = "--args";
	argv[n++] = run_self;
	argv[n++] = "-s";
	argv[n++] = seed;
	argv[n++] = "--image";
	argv[n++] = run_image;
	if (opt.o_input != NULL) {
		argv[n++] = "--input";
		argv[n++] = opt.o_input;
	}
	if (text[0] != '\0') {
		argv[n++] = "-f";
		argv[n++] = text;
	}
	argv[n++] = ss->ss_name;
	argv[n] = NULL;
	execvp("gdb", (char *const *)(uintptr_t)argv);
	err(1, "gdb");
}

/* One run of a sweep; may a program end with an error? */
static void
sweep_one(const struct sim_scenario *ss, struct totals *t, struct result *r,
    bool mayfail)
{

	run(ss, sweep_seed, &opt.o_plan, r);
	t->t_runs++;
	t->t_events += r->r_events;
	if (r->r_why == SIM_STOP_DONE || (r->r_why == SIM_STOP_FAIL && mayfail))
		return;
	t->t_failed++;
	report(ss, sweep_seed, &opt.o_plan, r);
}

/*
 * A power cut at one write: all states that it may leave when these are few,
 * else some that are far from one another.
 */
static void
sweep_cuts(const struct sim_scenario *ss, struct totals *t, struct result *r)
{
	unsigned long cuts, i;

	opt.o_plan.pl_cut = 1;
	sweep_one(ss, t, r, false);
	cuts = r->r_cuts;
	for (i = 1; i < cuts && i < MAX_CUTS; i++) {
		opt.o_plan.pl_cut = 1 + (cuts <= MAX_CUTS ? i :
		    i * 0x9e3779b97f4a7c15UL % cuts);
		sweep_one(ss, t, r, false);
	}
}

/*
 * What a sweep, or all of them together, reached.
 */
static void
sweep_report(const char *name, unsigned long faults, bool all)
{
	unsigned seen, failed;

	choose_sites(opt.o_plan.pl_fault[0].pf_kind, all, &seen, &failed);
	printf("%-20s %lu faults", name, faults);
	if (seen > 1)
		printf(", %u of %u places failed", failed, seen);
	printf("\n");
	fflush(stdout);
}

/*
 * The n-th chance of one kind of fault, for every n that there is.  Process 1
 * may end with an error then, but the kernel may not.
 */
static unsigned long
sweep_chances(const struct sim_scenario *ss, struct totals *t)
{
	struct plan_fault *pf = &opt.o_plan.pl_fault[0];
	struct result r;

	for (pf->pf_first = 1; ; pf->pf_first++) {
		if (pf->pf_kind == SIM_FAULT_WRITE)
			sweep_cuts(ss, t, &r);
		else
			sweep_one(ss, t, &r, ss->ss_program != NULL);
		if (pf->pf_first > r.r_faults[pf->pf_kind])
			return (pf->pf_first - 1);
		progress(ss, t);
	}
}

static unsigned long
sweep(const struct sim_scenario *ss, struct totals *t)
{
	unsigned long faults = 0, i = 0;

	choose_sweep();
	do {
		sweep_seed = opt.o_seed + i;
		faults += sweep_chances(ss, t);
	} while (++i < opt.o_runs);
	sweep_report(ss->ss_name, faults, false);
	return (faults);
}

/* What explore() calls. */
static const struct sim_scenario *exploring;
static struct totals *exploring_totals;

static bool
explore_run(const struct plan *pl)
{
	struct totals *t = exploring_totals;
	struct result r;

	run(exploring, opt.o_seed, pl, &r);
	t->t_runs++;
	t->t_events += r.r_events;
	progress(exploring, t);
	if (r.r_why == SIM_STOP_DONE)
		return (true);
	t->t_failed++;
	report(exploring, opt.o_seed, pl, &r);
	return (false);
}

/*
 * All schedules with few preemptions.
 */
static void
explore_scenario(const struct sim_scenario *ss, struct totals *t)
{
	unsigned long failed = t->t_failed;
	struct exploration ex;

	ex.ex_depth = opt.o_preemptions;
	ex.ex_limit = opt.o_runs;
	ex.ex_run = explore_run;
	exploring = ss;
	exploring_totals = t;
	explore(&ex, &opt.o_plan);
	printf("%-20s %lu schedules with up to %u preemptions, %s\n",
	    ss->ss_name, ex.ex_schedules, ex.ex_depth,
	    t->t_failed != failed ? "the last one failed" :
	    ex.ex_cut ? "others left out" : "which are all");
	fflush(stdout);
}

static bool
run_scenario(const struct sim_scenario *ss, struct totals *t)
{
	struct plan pl, made;
	struct result r;
	char msg[256];
	unsigned long runs = opt.o_runs != 0 ? opt.o_runs : 1, i;
	bool ok = true;

	if (opt.o_sweep) {
		t->t_faults += sweep(ss, t);
		t->t_sweeps++;
		return (true);
	}
	if (opt.o_explore) {
		explore_scenario(ss, t);
		return (true);
	}
	pl = opt.o_plan;
	if (!opt.o_planned && ss->ss_plan != NULL &&
	    !plan_parse(&pl, ss->ss_plan, msg, sizeof(msg)))
		errx(2, "%s: %s", ss->ss_name, msg);
	if (opt.o_gdb)
		debug(ss, &pl);
	for (i = 0; i < runs; i++) {
		run(ss, opt.o_seed + i, &pl, &r);
		t->t_runs++;
		t->t_events += r.r_events;
		if (r.r_why != SIM_STOP_DONE) {
			t->t_failed++;
			ok = false;
			choose_plan(&made);
			made.pl_schedset = pl.pl_schedset;
			report(ss, opt.o_seed + i, &made, &r);
			break;
		}
		if (opt.o_hashes)
			printf("%s %ju %016jx\n", ss->ss_name,
			    (uintmax_t)(opt.o_seed + i), (uintmax_t)r.r_hash);
		else if (runs == 1)
			printf("seed %ju: ok hash %016jx\n",
			    (uintmax_t)(opt.o_seed + i), (uintmax_t)r.r_hash);
		progress(ss, t);
	}
	if (ok && runs > 1 && !opt.o_hashes)
		printf("%-20s ok, %lu seeds from %ju\n", ss->ss_name,
		    runs, (uintmax_t)opt.o_seed);
	fflush(stdout);
	return (ok);
}

static uint64_t
number(const char *s)
{
	char *end;
	uint64_t v;

	v = strtoull(s, &end, 10);
	if (end == s || *end != '\0')
		errx(2, "%s: not a number", s);
	return (v);
}

static void
options(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "trace", required_argument, NULL, OPT_TRACE },
		{ "gdb", no_argument, NULL, OPT_GDB },
		{ "hashes", no_argument, NULL, OPT_HASHES },
		{ "image", required_argument, NULL, OPT_IMAGE },
		{ "input", required_argument, NULL, OPT_INPUT },
		{ "preempt", required_argument, NULL, OPT_PREEMPT },
		{ "sweep", required_argument, NULL, OPT_SWEEP },
		{ NULL, 0, NULL, 0 }
	};
	char msg[256];
	FILE *fp;
	int ch;

	while ((ch = getopt_long(argc, argv, "f:ln:qs:v", longopts,
	    NULL)) != -1) {
		switch (ch) {
		case 'f':
			if (!plan_parse(&opt.o_plan, optarg, msg, sizeof(msg)))
				errx(2, "%s", msg);
			opt.o_planned = true;
			break;
		case 'l':
			list_scenarios();
			exit(0);
		case 'n':
			opt.o_runs = number(optarg);
			break;
		case 'q':
			opt.o_quiet = true;
			break;
		case 's':
			opt.o_seed = number(optarg);
			opt.o_seeded = true;
			break;
		case 'v':
			console_show(true);
			break;
		case OPT_TRACE:
			fp = fopen(optarg, "w");
			if (fp == NULL)
				err(1, "%s", optarg);
			trace_to(fp);
			break;
		case OPT_GDB:
			opt.o_gdb = true;
			break;
		case OPT_HASHES:
			opt.o_hashes = true;
			break;
		case OPT_IMAGE:
			opt.o_image = optarg;
			break;
		case OPT_INPUT:
			opt.o_input = optarg;
			break;
		case OPT_PREEMPT:
			opt.o_preemptions = (unsigned)number(optarg);
			opt.o_explore = true;
			break;
		case OPT_SWEEP:
			snprintf(msg, sizeof(msg), "%s=1", optarg);
			if (!plan_parse(&opt.o_plan, msg, msg, sizeof(msg)) ||
			    opt.o_plan.pl_nfaults != 1)
				errx(2, "%s: no kind of fault", optarg);
			opt.o_sweep = true;
			break;
		default:
			usage();
		}
	}
	if (optind == argc)
		usage();
}

int
main(int argc, char *argv[])
{
	const struct sim_scenario *ss;
	struct totals t;
	const char *event;
	uint64_t first;
	double seconds;
	unsigned i;
	int arg;

	options(argc, argv);
	run_init(opt.o_image);
	if (opt.o_input != NULL) {
		first = input_file(opt.o_input);
		if (!opt.o_seeded)
			opt.o_seed = first;
	}
	event = getenv("SIM_STOP_EVENT");
	if (event != NULL)
		run_stop_at(number(event));
	memset(&t, 0, sizeof(t));
	t.t_start = t.t_last = now();
	for (arg = optind; arg < argc; arg++) {
		if (strcmp(argv[arg], "all") != 0) {
			(void)run_scenario(run_find(argv[arg]), &t);
			continue;
		}
		for (i = 0; (ss = sim_scenario_nth(i)) != NULL; i++)
			if ((ss->ss_flags & SIM_S_DEFECT) == 0)
				(void)run_scenario(ss, &t);
	}
	if (t.t_sweeps > 1)
		sweep_report("all", t.t_faults, true);
	seconds = now() - t.t_start;
	if (t.t_runs > 1 && !opt.o_quiet && !opt.o_hashes)
		printf("%lu runs, %lu failed, %ju events, %.1f s, "
		    "%.0f runs a second, %.0f events a second, "
		    "%.0f us a restore\n", t.t_runs, t.t_failed,
		    (uintmax_t)t.t_events, seconds,
		    (double)t.t_runs / seconds, (double)t.t_events / seconds,
		    run_restore_time() * 1e6);
	return (t.t_failed != 0);
}
