/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sim: run scenarios over seeds; sim(7) has the manual.
 *
 * A scenario's kernel is booted once, always with the same seed, and kept in a
 * snapshot; each run restores it and begins with its own seed and plan.  So a
 * run depends on nothing but the program, the scenario, the seed and the plan.
 */

#include <sys/time.h>
#include <err.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "host.h"

#define	BOOT_SEED	0
#define	MAX_EVENTS	2000000		/* of one run */
#define	RUN_SECONDS	20		/* of the host's CPU, for one run */
#define	MAX_CUTS	16		/* states after one power cut */
#define	PROGRESS	2.0		/* seconds between two lines */
#define	EMPTY_DISK	(4UL << 20)
#define	DEFAULT_IMAGE	"root.img"

enum {
	OPT_TRACE = 256,
	OPT_GDB,
	OPT_HASHES,
	OPT_IMAGE,
	OPT_PREEMPT,
	OPT_SWEEP
};

struct options {
	uint64_t	o_seed;
	unsigned long	o_runs;		/* 0: not said */
	struct plan	o_plan;
	bool		o_planned;	/* by -f */
	const char	*o_image;
	const char	*o_self;
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
static const struct sim_scenario *booted;
static struct sim_boot_args boot_args;
static unsigned	booted_nodes;		/* instances that it has */
static double	restore_seconds;	/* all restores together */
static unsigned long restores;
static uint64_t	stop_event;		/* SIGTRAP there, for a debugger */
static bool	measured;		/* how many points a run has */
static uint64_t	sweep_seed;
static uint64_t	running_seed;
static struct plan running_plan;
static char again_msg[64];		/* why a run after a power cut failed */

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
	    "           [--image file] [--preempt d] [--sweep kind] "
	    "[--trace file]\n"
	    "           scenario ...\n"
	    "       sim -l\n");
	exit(2);
}

static const struct sim_scenario *
find_scenario(const char *name)
{
	const struct sim_scenario *ss;
	unsigned i;

	for (i = 0; (ss = sim_scenario_nth(i)) != NULL; i++)
		if (strcmp(ss->ss_name, name) == 0)
			return (ss);
	errx(2, "there is no scenario %s; -l lists them", name);
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
 * A sanitizer, or an alarm, is about to end the process: say in which run.
 */
void
report_death(const char *why)
{
	char text[1024];

	plan_print(&running_plan, text, sizeof(text));
	printf("seed %ju: %s\n", (uintmax_t)running_seed, why);
	console_print(stdout);
	printf("event %ju; replay:\n\ttools/sim -s %ju%s%s%s %s\n",
	    (uintmax_t)trace_events(), (uintmax_t)running_seed,
	    text[0] != '\0' ? " -f '" : "", text,
	    text[0] != '\0' ? "'" : "", booted != NULL ? booted->ss_name :
	    "(booting)");
	fflush(stdout);
}

/* The sanitizers', when they are linked in. */
void	__sanitizer_set_death_callback(void (*)(void))
	    __attribute__((__weak__));

/*
 * No symbols: the symbolizer is another process, and waiting for it on a stack
 * of the kernel ends in a deadlock.
 */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{

	return ("symbolize=0:print_legend=0:handle_segv=0");
}

static void
sanitizer_death(void)
{

	report_death("a sanitizer's report, above");
}

/* Seconds of CPU time, which do not depend on what else the host does. */
static double
cpu_time(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return ((double)ts.tv_sec + (double)ts.tv_nsec / 1e9);
}

/* Back to what was booted. */
static void
restore(void)
{
	double start;
	unsigned i;

	for (i = 0; i < booted_nodes; i++) {
		sim_select(i);
		start = cpu_time();
		sim_restore();
		restore_seconds += cpu_time() - start;
		restores++;
	}
}

/*
 * Run all instances, in turns, until all have ended or one has failed.
 */
static int
run_nodes(void)
{
	unsigned long left = (1UL << booted_nodes) - 1;
	int why = SIM_STOP_DONE;
	uint64_t slice;
	unsigned node;

	while (left != 0) {
		node = choose_node(left, &slice);
		sim_select(node);
		trace_slice(slice);
		why = sim_run();
		if (why == SIM_STOP_DONE)
			left &= ~(1UL << node);
		else if (why != SIM_STOP_SLICE)
			break;
	}
	trace_slice(0);
	return (why);
}

/*
 * Run what is booted with this seed and plan, until it stops; why it did.
 */
static int
run_booted(uint64_t seed, const struct plan *pl)
{
	static const struct itimerval limit = {
		.it_value = { .tv_sec = RUN_SECONDS },
	};
	int why;

	console_clear();
	running_seed = seed;
	running_plan = *pl;
	choose_begin(seed, pl);
	(void)setitimer(ITIMER_PROF, &limit, NULL);
	trace_begin();
	trace_limit(MAX_EVENTS);
	choose_arm();
	why = booted_nodes > 1 ? run_nodes() : sim_run();
	choose_end();
	return (why);
}

/*
 * From the kernel: it begins to look at what the scenario has left.  Others may
 * not be so far.
 */
void
host_scenario_over(void)
{

	if (booted_nodes == 1)
		choose_over();
}

/*
 * Measure how many points a run has, in one that chooses at random.
 */
static void
measure(void)
{
	struct plan pl;

	memset(&pl, 0, sizeof(pl));
	pl.pl_schedset = true;
	(void)run_booted(BOOT_SEED, &pl);
	choose_span(choose_points());
	measured = true;
	restore();
}

/*
 * Boot an instance of a scenario's kernel and keep it.
 */
static void
boot_node(const struct sim_scenario *ss, unsigned node)
{
	static char cmdline[256];
	struct sim_boot_args *sb = &boot_args;
	struct plan none;

	memset(&none, 0, sizeof(none));
	memset(sb, 0, sizeof(*sb));
	sb->sb_ncpu = ss->ss_ncpu != 0 ? ss->ss_ncpu : 2;
	sb->sb_node = node;
	sb->sb_scenario = ss;
	sb->sb_cmdline = cmdline;
	snprintf(cmdline, sizeof(cmdline), "root=%s init=%s",
	    (ss->ss_flags & SIM_S_ROOT) != 0 ? "ext2fs:/dev/sd0" : "tmpfs",
	    ss->ss_program != NULL ? ss->ss_program : "");
	sim_select(node);
	if ((ss->ss_flags & SIM_S_ROOT) != 0) {
		disk_attach_image(0, opt.o_image, 0);
		sb->sb_ndisks = 1;
	} else if ((ss->ss_flags & SIM_S_DISK) != 0) {
		disk_attach_image(0, NULL, EMPTY_DISK);
		sb->sb_ndisks = 1;
	}
	console_clear();
	choose_begin(BOOT_SEED, &none);
	trace_begin();
	if (sim_boot(node, sb) != SIM_STOP_READY) {
		console_print(stderr);
		errx(1, "%s: the kernel does not boot: %s", ss->ss_name,
		    sim_message());
	}
	sim_snapshot();
}

static void
boot(const struct sim_scenario *ss)
{
	unsigned i;

	booted_nodes = ss->ss_nodes != 0 ? ss->ss_nodes : 1;
	for (i = 0; i < booted_nodes; i++)
		boot_node(ss, i);
	sim_select(0);
	booted = ss;
	measured = false;
}

/*
 * The power was cut.  Go on with what the disks still hold.
 */
static int
run_again(const struct sim_scenario *ss, struct result *r)
{
	int why;

	r->r_cuts = disk_power_cut(running_plan.pl_cut);
	if ((ss->ss_flags & SIM_S_FSCK) != 0 && !disk_fsck(0)) {
		snprintf(again_msg, sizeof(again_msg),
		    "e2fsck cannot repair the disk");
		return (SIM_STOP_FAIL);
	}
	boot_args.sb_boots = 1;
	why = sim_boot(0, &boot_args);
	boot_args.sb_boots = 0;
	return (why == SIM_STOP_READY ? sim_run() : why);
}

static void
run(const struct sim_scenario *ss, uint64_t seed, const struct plan *pl,
    struct result *r)
{
	struct plan one;
	unsigned i;

	again_msg[0] = '\0';
	r->r_cuts = 0;
	if (booted != ss)
		boot(ss);
	else
		restore();
	one = *pl;
	if (booted_nodes > 1) {
		one.pl_schedset = true;
		one.pl_sched = SCHED_RANDOM;
	}
	if (!measured && choose_needs_span(seed, &one))
		measure();
	trace_stop_at(stop_event);
	r->r_why = run_booted(seed, &one);
	trace_stop_at(0);
	if (r->r_why == SIM_STOP_POWEROFF && (ss->ss_flags & SIM_S_POWER) != 0)
		r->r_why = run_again(ss, r);
	r->r_hash = trace_hash();
	r->r_events = trace_events();
	snprintf(r->r_msg, sizeof(r->r_msg), "%s", again_msg[0] != '\0' ?
	    again_msg : sim_message());
	for (i = 0; i < SIM_FAULT_NKINDS; i++)
		r->r_faults[i] = choose_count(i);
}

static const char *
why_name(int why)
{

	switch (why) {
	case SIM_STOP_FAIL:
		return ("failed");
	case SIM_STOP_PANIC:
		return ("panic");
	case SIM_STOP_STUCK:
		return ("stuck");
	case SIM_STOP_LIMIT:
		return ("no end");
	case SIM_STOP_POWEROFF:
		return ("power off");
	default:
		return ("ended strangely");
	}
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
	char text[1024];

	printf("seed %ju: %s: %s\n", (uintmax_t)seed, why_name(r->r_why),
	    r->r_msg);
	fflush(stdout);
	console_print(stdout);
	pl = *planned;
	reduce(ss, seed, &pl, r->r_why);
	run(ss, seed, &pl, &again);
	plan_print(&pl, text, sizeof(text));
	if (text[0] != '\0')
		printf("plan: %s\n", text);
	printf("event %ju, hash %016jx; replay:\n\ttools/sim -s %ju%s%s%s %s\n",
	    (uintmax_t)again.r_events, (uintmax_t)again.r_hash,
	    (uintmax_t)seed, text[0] != '\0' ? " -f '" : "", text,
	    text[0] != '\0' ? "'" : "", ss->ss_name);
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
	char seed[32], event[32], text[1024];
	struct result r;

	run(ss, opt.o_seed, pl, &r);
	snprintf(seed, sizeof(seed), "%ju", (uintmax_t)opt.o_seed);
	plan_print(pl, text, sizeof(text));
	snprintf(event, sizeof(event), "%ju", (uintmax_t)r.r_events);
	setenv("SIM_STOP_EVENT", event, 1);
	execlp("gdb", "gdb", "-q", "-ex", "handle SIGSEGV nostop noprint pass",
	    "-ex", "handle SIGSYS nostop noprint pass", "-ex", "run", "--args",
	    opt.o_self, "-s", seed, "--image", opt.o_image, ss->ss_name,
	    text[0] != '\0' ? "-f" : NULL, text, (char *)NULL);
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

/* The image of the root disk lies beside the program. */
static void
find_image(void)
{
	static char path[PATH_MAX];
	char *slash;
	ssize_t n;

	n = readlink("/proc/self/exe", path, sizeof(path) - sizeof(DEFAULT_IMAGE));
	if (n < 0)
		err(1, "/proc/self/exe");
	path[n] = '\0';
	opt.o_self = strdup(path);
	slash = strrchr(path, '/');
	strcpy(slash + 1, DEFAULT_IMAGE);
	if (opt.o_image == NULL)
		opt.o_image = path;
}

int
main(int argc, char *argv[])
{
	const struct sim_scenario *ss;
	struct totals t;
	const char *event;
	double seconds;
	unsigned i;
	int arg;

	options(argc, argv);
	find_image();
	event = getenv("SIM_STOP_EVENT");
	if (event != NULL)
		stop_event = number(event);
	node_init();
	trap_init();
	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(sanitizer_death);
	memset(&t, 0, sizeof(t));
	t.t_start = t.t_last = now();
	for (arg = optind; arg < argc; arg++) {
		if (strcmp(argv[arg], "all") != 0) {
			(void)run_scenario(find_scenario(argv[arg]), &t);
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
		    restores != 0 ? restore_seconds / (double)restores * 1e6 :
		    0);
	return (t.t_failed != 0);
}
