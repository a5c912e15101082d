/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cpuset: run a command on some CPUs, or show and set those of a process or
 * thread.
 */
#include <sys/types.h>
#include <sys/cpuset.h>

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void	parse_list(char *, cpuset_t *);
static void	print_set(const char *, id_t, const cpuset_t *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	cpuwhich_t which = CPU_WHICH_PID;
	cpulevel_t level = CPU_LEVEL_WHICH;
	bool gflag = false, have_set = false, have_id = false;
	const char *errstr;
	cpuset_t set;
	id_t id = -1;
	int ch;

	while ((ch = getopt(argc, argv, "gl:p:rt:")) != -1) {
		switch (ch) {
		case 'g':
			gflag = true;
			break;
		case 'l':
			parse_list(optarg, &set);
			have_set = true;
			break;
		case 'p':
		case 't':
			which = ch == 'p' ? CPU_WHICH_PID : CPU_WHICH_TID;
			id = strtonum(optarg, 0, INT_MAX, &errstr);
			if (errstr != NULL)
				errx(1, "-%c %s: %s", ch, optarg, errstr);
			have_id = true;
			break;
		case 'r':
			level = CPU_LEVEL_ROOT;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (gflag) {
		if (have_set || argc != 0)
			usage();
		if (cpuset_getaffinity(level, which, id, sizeof(set), &set) ==
		    -1)
			err(1, "cpuset_getaffinity");
		print_set(which == CPU_WHICH_TID ? "tid" : "pid", id, &set);
		return (0);
	}
	if (!have_set || level != CPU_LEVEL_WHICH || have_id != (argc == 0))
		usage();
	if (cpuset_setaffinity(level, which, id, sizeof(set), &set) == -1) {
		if (errno == EDEADLK)
			errx(1, "-l: none of these CPUs exists; -g -r lists "
			    "those that do");
		err(1, "cpuset_setaffinity");
	}
	if (argc == 0)
		return (0);
	(void)execvp(argv[0], argv);
	err(errno == ENOENT ? 127 : 126, "%s", argv[0]);
}

/*
 * Numbers and ranges with commas between, or "all".
 */
static void
parse_list(char *list, cpuset_t *set)
{
	const char *errstr;
	char *dash, *word;
	int first, last;

	CPU_ZERO(set);
	if (strcmp(list, "all") == 0)
		list = (char []){ "0-255" };
	if (*list == '\0')
		errx(1, "-l: no CPUs");
	while ((word = strsep(&list, ",")) != NULL) {
		dash = strchr(word, '-');
		if (dash != NULL)
			*dash++ = '\0';
		first = (int)strtonum(word, 0, CPU_SETSIZE - 1, &errstr);
		if (errstr != NULL)
			errx(1, "-l %s: %s", word, errstr);
		last = first;
		if (dash != NULL)
			last = (int)strtonum(dash, first, CPU_SETSIZE - 1,
			    &errstr);
		if (errstr != NULL)
			errx(1, "-l %s: %s", dash, errstr);
		for (; first <= last; first++)
			CPU_SET(first, set);
	}
}

static void
print_set(const char *kind, id_t id, const cpuset_t *set)
{
	const char *between = " ";
	int cpu;

	if (id == -1)
		(void)printf("mask:");
	else
		(void)printf("%s %jd mask:", kind, (intmax_t)id);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (CPU_ISSET(cpu, set)) {
			(void)printf("%s%d", between, cpu);
			between = ", ";
		}
	}
	(void)printf("\n");
	if (fflush(stdout) != 0)
		err(1, "stdout");
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: cpuset -l list command [argument ...]\n"
	    "       cpuset -l list -p pid | -t tid\n"
	    "       cpuset -g [-r] [-p pid | -t tid]\n");
	exit(1);
}
