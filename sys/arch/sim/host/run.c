/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * One run of a scenario.
 *
 * A scenario's kernel is booted once, always with the same seed, and kept in a
 * snapshot; each run restores it and begins with its own seed and plan.  So a
 * run depends on nothing but the program, the scenario, the seed, the plan and
 * the input, if the scenario has one.
 */

#include <sys/time.h>
#include <err.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "host.h"

#define	BOOT_SEED	0
#define	MAX_EVENTS	2000000		/* of one run */
#define	RUN_SECONDS	20		/* of the host's CPU, for one run */
#define	ENV_SECONDS	"SIMSECONDS"	/* says another number of them */
#define	EMPTY_DISK	(4UL << 20)
#define	DEFAULT_IMAGE	"root.img"

const char	*run_self;		/* the program's path */
const char	*run_image;		/* the root disk's */
const char	*run_input;		/* the input's name, or NULL */

static const struct sim_scenario *booted;
static struct sim_boot_args boot_args;
static unsigned	booted_nodes;		/* instances that it has */
static double	restore_seconds;	/* all restores together */
static unsigned long restores;
static uint64_t	stop_event;		/* SIGTRAP there, for a debugger */
static bool	measured;		/* how many points a run has */
static bool	measuring;
static void	(*keep_input)(void);	/* before the process ends */
static long	run_seconds = RUN_SECONDS;
static uint64_t	running_seed;
static struct plan running_plan;
static char	again_msg[64];		/* why a run after a power cut failed */

const struct sim_scenario *
run_find(const char *name)
{
	const struct sim_scenario *ss;
	unsigned i;

	for (i = 0; (ss = sim_scenario_nth(i)) != NULL; i++)
		if (strcmp(ss->ss_name, name) == 0)
			return (ss);
	errx(2, "there is no scenario %s; -l lists them", name);
}

/*
 * Print how to do again what has just been run.
 */
void
report_replay(const struct sim_scenario *ss, uint64_t seed,
    const struct plan *pl)
{
	char text[1024];

	plan_print(pl, text, sizeof(text));
	if (text[0] != '\0')
		printf("plan: %s\n", text);
	else if (ss->ss_plan != NULL)
		strcpy(text, "none");		/* nor its own */
	printf("event %ju, hash %016jx; replay:\n\ttools/sim -s %ju",
	    (uintmax_t)trace_events(), (uintmax_t)trace_hash(),
	    (uintmax_t)seed);
	if (text[0] != '\0')
		printf(" -f '%s'", text);
	if (run_input != NULL)
		printf(" --input %s", run_input);
	printf(" %s\n", ss->ss_name);
	fflush(stdout);
}

/*
 * A sanitizer, or an alarm, ends the process: say in which run.  A run that
 * measures is one with the input of its seed.
 */
void
report_death(const char *why)
{

	printf("seed %ju: %s\n", (uintmax_t)running_seed, why);
	console_print(stdout);
	if (measuring)
		run_input = NULL;
	if (booted != NULL)
		report_replay(booted, running_seed, &running_plan);
	if (keep_input != NULL)
		keep_input();
	fflush(NULL);
	_exit(1);
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

/*
 * This process is libFuzzer's, which has taken the callback for itself.  If it
 * ends in a run, call keep first.
 */
void
run_fuzzing(void (*keep)(void))
{

	keep_input = keep;
	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(sanitizer_death);
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
	const struct itimerval limit = {
		.it_value = { .tv_sec = run_seconds },
	};
	int why;

	console_clear();
	running_seed = seed;
	running_plan = *pl;
	choose_begin(seed, pl);
	input_begin(measuring);
	(void)setitimer(ITIMER_PROF, &limit, NULL);
	trace_begin(!measuring);
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
 * Measure how many points a run has, in one that depends on the scenario only.
 */
static void
measure(void)
{
	struct plan pl;

	memset(&pl, 0, sizeof(pl));
	pl.pl_schedset = true;
	measuring = true;
	(void)run_booted(BOOT_SEED, &pl);
	measuring = false;
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
		disk_attach_image(0, run_image, 0);
		sb->sb_ndisks = 1;
	}
	if ((ss->ss_flags & SIM_S_DISK) != 0)
		disk_attach_image(sb->sb_ndisks++, NULL, EMPTY_DISK);
	console_clear();
	choose_begin(BOOT_SEED, &none);
	trace_begin(false);
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

void
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
	if (r->r_why == SIM_STOP_POWEROFF && (ss->ss_flags & SIM_S_POWER) != 0)
		r->r_why = run_again(ss, r);
	trace_stop_at(0);
	r->r_hash = trace_hash();
	r->r_events = trace_events();
	r->r_states = choose_points();
	snprintf(r->r_msg, sizeof(r->r_msg), "%s", again_msg[0] != '\0' ?
	    again_msg : sim_message());
	r->r_last[0] = '\0';
	if (r->r_why == SIM_STOP_FAIL && ss->ss_program != NULL)
		console_last(r->r_last, sizeof(r->r_last));
	for (i = 0; i < SIM_FAULT_NKINDS; i++)
		r->r_faults[i] = choose_count(i);
	for (i = 0; i < PLAN_MAX; i++)
		r->r_fired[i] = choose_fired(i);
}

const char *
run_why(int why)
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

/* Seconds that a restore takes on average. */
double
run_restore_time(void)
{

	return (restores != 0 ? restore_seconds / (double)restores : 0);
}

/* In all runs, raise SIGTRAP at this event. */
void
run_stop_at(uint64_t event)
{

	stop_event = event;
}

/*
 * Once, before all else.  The image of the root disk lies beside the program
 * unless it is said.
 */
void
run_init(const char *image)
{
	static char self[PATH_MAX], path[PATH_MAX];
	const char *seconds = getenv(ENV_SECONDS);
	ssize_t n;

	if (seconds != NULL && (run_seconds = atol(seconds)) <= 0)
		errx(2, ENV_SECONDS "=%s: not a number of seconds", seconds);
	n = readlink("/proc/self/exe", self,
	    sizeof(self) - sizeof(DEFAULT_IMAGE));
	if (n < 0)
		err(1, "/proc/self/exe");
	self[n] = '\0';
	run_self = self;
	strcpy(path, self);
	strcpy(strrchr(path, '/') + 1, DEFAULT_IMAGE);
	run_image = image != NULL ? image : path;
	node_init();
	trap_init();
	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(sanitizer_death);
}
