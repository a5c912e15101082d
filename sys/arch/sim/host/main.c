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
	FILE		*o_trace;	/* NULL: none */
	bool		o_sweep;	/* a fault at every chance */
	unsigned	o_swept;	/* of this kind */
	bool		o_explore;	/* all schedules with preemptions */
	unsigned	o_preemptions;	/* so many at most */
};

struct totals {
	unsigned long	t_runs;
	unsigned long	t_failed;
	unsigned long	t_sweeps;
	unsigned long	t_faults;	/* of all sweeps */
	uint64_t	t_events;
	uint64_t	t_states;
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
 * Report a run that failed, with the least plan that ends in the same way,
 * whose run is the one that the report shows, and the trace has.
 */
static void
report(const struct sim_scenario *ss, uint64_t seed, const struct plan *planned,
    const struct result *r)
{
	struct result again;
	struct plan pl = *planned;

	printf("seed %ju: %s: %s\n", (uintmax_t)seed, run_why(r->r_why),
	    r->r_msg);
	fflush(stdout);
	trace_to(NULL);
	/* A sweep comes to all the numbers itself. */
	reduce(ss, seed, &pl, r, !opt.o_sweep);
	trace_to(opt.o_trace);
	run(ss, seed, &pl, &again);
	trace_to(NULL);
	opt.o_trace = NULL;
	console_print(stdout);
	report_replay(ss, seed, &pl);
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
	fprintf(stderr, "%s: %lu runs, %.0f a second, %.0f events a second, "
	    "%.0f states a second\n", ss->ss_name, t->t_runs,
	    (double)t->t_runs / (now() - t->t_start),
	    (double)t->t_events / (now() - t->t_start),
	    (double)t->t_states / (now() - t->t_start));
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
	if (text[0] == '\0')
		strcpy(text, "none");
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
	argv[n++] = "-f";
	argv[n++] = text;
	argv[n++] = ss->ss_name;
	argv[n] = NULL;
	execvp("gdb", (char *const *)(uintptr_t)argv);
	err(1, "gdb");
}

static void
count(struct totals *t, const struct result *r)
{

	t->t_runs++;
	t->t_events += r->r_events;
	t->t_states += r->r_states;
}

/*
 * One run of a sweep, with the n-th chance added to the plan; may a program end
 * with an error when a fault happens?  Did this one?
 */
static bool
sweep_one(const struct sim_scenario *ss, struct totals *t, struct result *r,
    unsigned long n, unsigned long cut, bool mayfail)
{
	struct plan pl = opt.o_plan;
	unsigned swept = pl.pl_nfaults++, i;
	bool happened = false;

	memset(&pl.pl_fault[swept], 0, sizeof(pl.pl_fault[swept]));
	pl.pl_fault[swept].pf_kind = opt.o_swept;
	pl.pl_fault[swept].pf_first = n;
	pl.pl_fault[swept].pf_count = 1;
	if (pl.pl_cut == 0)
		pl.pl_cut = cut;
	run(ss, sweep_seed, &pl, r);
	count(t, r);
	for (i = 0; i < pl.pl_nfaults; i++)
		happened |= r->r_fired[i] != 0;
	if (r->r_faults[opt.o_swept] >= n && r->r_fired[swept] == 0) {
		r->r_why = SIM_STOP_FAIL;
		snprintf(r->r_msg, sizeof(r->r_msg),
		    "fault %lu was due and did not happen", n);
	} else if (r->r_why == SIM_STOP_DONE ||
	    (r->r_why == SIM_STOP_FAIL && mayfail && happened))
		return (r->r_fired[swept] != 0);
	t->t_failed++;
	report(ss, sweep_seed, &pl, r);
	return (r->r_fired[swept] != 0);
}

/*
 * A power cut at the n-th write: all states that it may leave when these are
 * few, else some that are far from one another.
 */
static bool
sweep_cuts(const struct sim_scenario *ss, struct totals *t, struct result *r,
    unsigned long n)
{
	unsigned long cuts, i;
	bool happened;

	happened = sweep_one(ss, t, r, n, 1, false);
	cuts = opt.o_plan.pl_cut == 0 ? r->r_cuts : 1;
	for (i = 1; i < cuts && i < MAX_CUTS; i++)
		(void)sweep_one(ss, t, r, n, 1 + (cuts <= MAX_CUTS ? i :
		    i * 0x9e3779b97f4a7c15UL % cuts), false);
	return (happened);
}

/*
 * What a sweep, or all of them together, reached.
 */
static void
sweep_report(const char *name, unsigned long faults, bool all)
{
	unsigned seen, failed;

	choose_sites(opt.o_swept, all, &seen, &failed);
	printf("%-20s %lu faults", name, faults);
	if (seen > 1)
		printf(", %u of %u places failed", failed, seen);
	printf("\n");
	fflush(stdout);
}

/*
 * The n-th chance of one kind of fault, for every n that there is; how many
 * happened.  Process 1 may end with an error then, but the kernel may not.
 */
static unsigned long
sweep_chances(const struct sim_scenario *ss, struct totals *t)
{
	unsigned long happened = 0, n = 0;
	struct result r;

	do {
		n++;
		if (opt.o_swept == SIM_FAULT_WRITE)
			happened += sweep_cuts(ss, t, &r, n);
		else
			happened += sweep_one(ss, t, &r, n, 0,
			    ss->ss_program != NULL);
		progress(ss, t);
	} while (n <= r.r_faults[opt.o_swept]);
	return (happened);
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
	count(t, &r);
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
		count(t, &r);
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
			opt.o_trace = fopen(optarg, "w");
			if (opt.o_trace == NULL)
				err(1, "%s", optarg);
			trace_to(opt.o_trace);
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
			if (!plan_kind(optarg, &opt.o_swept))
				errx(2, "%s: not alloc, sleep, io, short or "
				    "power, which are counted", optarg);
			opt.o_sweep = true;
			break;
		default:
			usage();
		}
	}
	if (optind == argc)
		usage();
	if (opt.o_sweep && opt.o_plan.pl_nfaults == PLAN_MAX)
		errx(2, "the plan has no place for another fault");
}

/*
 * May a scenario be run as the options say?  If not, why.
 */
static const char *
unfit(const struct sim_scenario *ss)
{

	unsigned i;
	bool cut = opt.o_sweep && opt.o_swept == SIM_FAULT_WRITE;

	for (i = 0; i < opt.o_plan.pl_nfaults; i++)
		if (opt.o_plan.pl_fault[i].pf_kind == SIM_FAULT_WRITE)
			cut = true;
	if (cut && (ss->ss_flags & SIM_S_POWER) == 0)
		return ("it does not go on after a power cut");
	if (opt.o_explore && ss->ss_nodes > 1)
		return ("several instances have random schedules only");
	return (plan_unfit(&opt.o_plan, ss));
}

static void
run_one(const struct sim_scenario *ss, struct totals *t)
{
	const char *why = unfit(ss);

	if (why != NULL)
		errx(2, "%s: %s", ss->ss_name, why);
	(void)run_scenario(ss, t);
}

/* All that fit. */
static void
run_all(struct totals *t)
{
	const struct sim_scenario *ss;
	const char *why;
	unsigned i;

	for (i = 0; (ss = sim_scenario_nth(i)) != NULL; i++) {
		if ((ss->ss_flags & SIM_S_DEFECT) != 0)
			continue;
		why = unfit(ss);
		if (why != NULL)
			warnx("%s left out: %s", ss->ss_name, why);
		else
			(void)run_scenario(ss, t);
	}
}

static void
totals(const struct totals *t)
{
	double seconds = now() - t->t_start;

	printf("%lu runs, %lu failed, %ju events, %ju states, %.1f s, "
	    "%.0f runs a second, %.0f events a second, %.0f states a second, "
	    "%.0f us a restore\n", t->t_runs, t->t_failed,
	    (uintmax_t)t->t_events, (uintmax_t)t->t_states, seconds,
	    (double)t->t_runs / seconds, (double)t->t_events / seconds,
	    (double)t->t_states / seconds, run_restore_time() * 1e6);
}

int
main(int argc, char *argv[])
{
	struct totals t;
	const char *event;
	uint64_t first;
	int arg;

	options(argc, argv);
	run_init(opt.o_image);
	if (opt.o_input != NULL) {
		first = input_file(opt.o_input);
		run_input = opt.o_input;
		if (!opt.o_seeded)
			opt.o_seed = first;
	}
	event = getenv("SIM_STOP_EVENT");
	if (event != NULL)
		run_stop_at(number(event));
	memset(&t, 0, sizeof(t));
	t.t_start = t.t_last = now();
	for (arg = optind; arg < argc; arg++) {
		if (strcmp(argv[arg], "all") == 0)
			run_all(&t);
		else
			run_one(run_find(argv[arg]), &t);
	}
	if (t.t_sweeps > 1)
		sweep_report("all", t.t_faults, true);
	if (t.t_runs > 1 && !opt.o_quiet && !opt.o_hashes)
		totals(&t);
	trace_to(NULL);
	return (t.t_failed != 0);
}
