/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sim-fuzz: libFuzzer chooses the input of a scenario; tools/simfuzz.
 *
 *	sim-fuzz scenario [-option=value ...] [directory ...]
 *
 * The options are libFuzzer's.  An input is what `sim --input' reads, so a
 * failure is replayed, traced and debugged there.  libFuzzer finds what is new
 * by the kernel's own counters of executed code, which no restore sets back.
 *
 * libFuzzer's alarm and its second thread are turned off: a program in the
 * window has no thread of the host, and each run has an end of its own.
 */

#include <err.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

#define	MAXARGS		64
#define	PREFIX		"-artifact_prefix="
/* libFuzzer executes this program itself, to merge, and knows no scenario. */
#define	ENV_SCENARIO	"SIM_FUZZ_SCENARIO"

int	LLVMFuzzerInitialize(int *argc, char ***argv);
int	LLVMFuzzerTestOneInput(const uint8_t *p, size_t len);

static const struct sim_scenario *scenario;
static struct plan plan;		/* left to the seed */
static const char *artifact_prefix = "";
static const uint8_t *unit;		/* the input that is run */
static size_t	unit_len;

int
LLVMFuzzerInitialize(int *argcp, char ***argvp)
{
	static const char *const ours[] = { "-timeout=0", "-rss_limit_mb=0",
	    "-detect_leaks=0", "-reload=0", "-len_control=0", "-max_len=1024" };
#define	NOURS	(sizeof(ours) / sizeof(ours[0]))
	static char *args[MAXARGS + 1];
	char **argv = *argvp;
	const char *name = getenv(ENV_SCENARIO);
	int argc = *argcp, i, n = 0;

	args[n++] = *argv++;
	argc--;
	if (name == NULL) {
		if (argc == 0 || argv[0][0] == '-')
			errx(2, "usage: sim-fuzz scenario [-option=value ...] "
			    "[directory ...]");
		name = *argv++;
		argc--;
		setenv(ENV_SCENARIO, name, 1);
	}
	run_init(NULL);
	scenario = run_find(name);
	if ((scenario->ss_flags & SIM_S_FUZZ) == 0)
		errx(2, "%s has no input", name);
	if (argc > MAXARGS - 1 - (int)NOURS)
		errx(2, "too many arguments");
	for (i = 0; i < (int)NOURS; i++)
		args[n++] = strdup(ours[i]);
	for (i = 0; i < argc; i++) {
		args[n++] = argv[i];
		if (strncmp(argv[i], PREFIX, sizeof(PREFIX) - 1) == 0)
			artifact_prefix = argv[i] + sizeof(PREFIX) - 1;
	}
	*argcp = n;
	*argvp = args;
	return (0);
}

/*
 * The process is about to end where libFuzzer has no hand in it: write the
 * input, as it does.
 */
static void
keep(void)
{
	uint64_t name = 0xcbf29ce484222325;
	char path[PATH_MAX];
	FILE *fp;
	size_t i;

	for (i = 0; i < unit_len; i++)
		name = (name ^ unit[i]) * 0x100000001b3;
	snprintf(path, sizeof(path), "%scrash-%016jx", artifact_prefix,
	    (uintmax_t)name);
	fp = fopen(path, "w");
	if (fp == NULL || fwrite(unit, 1, unit_len, fp) != unit_len ||
	    fclose(fp) != 0)
		warn("%s", path);
	else
		printf("Test unit written to %s\n", path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct result r;
	unsigned seed;

	unit = p;
	unit_len = len;
	if (run_input == NULL) {
		/* The first one: libFuzzer has set itself up. */
		run_input = "INPUT";
		run_fuzzing(keep);
	}
	seed = input_set(p, len);
	run(scenario, seed, &plan, &r);
	if (r.r_why == SIM_STOP_DONE)
		return (0);
	printf("seed %u: %s: %s\n", seed, run_why(r.r_why), r.r_msg);
	console_print(stdout);
	choose_plan(&plan);
	plan.pl_schedset = false;
	report_replay(scenario, seed, &plan);
	abort();
}
