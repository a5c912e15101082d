/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vmstat: what memory and processors are doing.  All of it comes from sysctl
 * nodes: vm.stats, kern.stats, kern.cp_time, vm.kmem and hw.intrs.
 *
 * A row of the table is about the time since the row before; the first one is
 * about the time since the system started.
 */
#include <sys/types.h>
#include <sys/sysctl.h>

#include <err.h>
#include <getopt.h>
#include <libutil.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define	NCPUSTATES	5		/* of kern.cp_time */
#define	ST_IDLE		4
#define	ROWS		20		/* between two headings */

/*
 * What is counted.  A gauge is shown as it is, a counter as what it has grown
 * by in a second.
 */
static const struct counter {
	const char	*c_head;	/* of its column; NULL: -s only */
	int		 c_width;
	bool		 c_gauge;
	const char	*c_node;
	const char	*c_text;
} counters[] = {
	{ "free", 8, true, "vm.stats.free", "pages free" },
	{ "anon", 8, true, "vm.stats.anon", "pages of anonymous memory" },
	{ "file", 8, true, "vm.stats.file", "pages of files" },
	{ NULL, 0, true, "vm.stats.dirty", "pages of files to be written" },
	{ NULL, 0, true, "vm.stats.locked", "pages locked" },
	{ NULL, 0, true, "vm.stats.wired", "pages of the kernel" },
	{ NULL, 0, true, "vm.stats.total", "pages of memory" },
	{ NULL, 0, true, "vm.stats.objects", "memory objects" },
	{ "flt", 6, false, "vm.stats.faults", "page faults" },
	{ "cow", 6, false, "vm.stats.cow", "faults that copied a page" },
	{ NULL, 0, false, "vm.stats.zfod", "faults that made a page" },
	{ "pi", 5, false, "vm.stats.pageins", "pages read from files" },
	{ "po", 5, false, "vm.stats.pageouts", "pages written to files" },
	{ "fr", 5, false, "vm.stats.reclaimed", "pages taken back" },
	{ NULL, 0, false, "vm.stats.oomkills",
	    "processes killed for want of memory" },
	{ "in", 6, false, "kern.stats.interrupts", "interrupts" },
	{ "sy", 7, false, "kern.stats.syscalls", "system calls" },
	{ "cs", 6, false, "kern.stats.switches", "context switches" },
	{ NULL, 0, false, "kern.stats.traps", "traps" },
	{ NULL, 0, false, "kern.stats.softints", "soft interrupts" },
	{ NULL, 0, false, "kern.stats.ipis", "interrupts between CPUs" },
};

#define	NCOUNTERS	(sizeof(counters) / sizeof(counters[0]))

struct sample {
	unsigned long	s_count[NCOUNTERS];
	long		s_ticks[NCPUSTATES];
	double		s_time;		/* seconds since the start */
};

static void	heading(void);
static void	print_intrs(bool);
static void	print_kmem(bool);
static void	print_row(const struct sample *, const struct sample *, bool);
static void	print_sum(bool);
static void	take(struct sample *);
static char	*table(const char *);
static double	uptime(void);
static void	usage(void) __dead2;

static long
number(const char *what, const char *s)
{
	const char *errstr;
	long n;

	n = (long)strtonum(s, 1, INT_MAX, &errstr);
	if (errstr != NULL)
		errx(1, "%s %s: %s", what, s, errstr);
	return (n);
}

int
main(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ NULL, 0, NULL, 0 }
	};
	static struct sample now, before;
	bool iflag = false, json = false, mflag = false, sflag = false;
	long count = -1, n, wait = 0;
	int ch;

	while ((ch = getopt_long(argc, argv, "Jc:imsw:", options, NULL)) != -1) {
		switch (ch) {
		case 'J':
			json = true;
			break;
		case 'c':
			count = number("-c", optarg);
			break;
		case 'i':
			iflag = true;
			break;
		case 'm':
			mflag = true;
			break;
		case 's':
			sflag = true;
			break;
		case 'w':
			wait = number("-w", optarg);
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc > 0)
		wait = number("wait", argv[0]);
	if (argc > 1)
		count = number("count", argv[1]);
	if (argc > 2 || iflag + mflag + sflag > 1)
		usage();
	if (iflag)
		print_intrs(json);
	if (mflag)
		print_kmem(json);
	if (sflag)
		print_sum(json);
	if (count == -1)
		count = wait == 0 ? 1 : LONG_MAX;
	if (iflag || mflag || sflag)
		count = 0;
	for (n = 0; n < count; n++) {
		if (n > 0)
			(void)sleep(wait == 0 ? 1 : (unsigned int)wait);
		take(&now);
		if (!json && n % ROWS == 0)
			heading();
		print_row(&now, &before, json);
		before = now;
		if (fflush(stdout) != 0)
			err(1, "stdout");
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

/*
 * Seconds since the system started.
 */
static double
uptime(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) == -1)
		err(1, "clock_gettime");
	return ((double)ts.tv_sec + (double)ts.tv_nsec / 1e9);
}

static void
take(struct sample *s)
{
	size_t i, len;

	for (i = 0; i < NCOUNTERS; i++) {
		len = sizeof(s->s_count[i]);
		if (sysctlbyname(counters[i].c_node, &s->s_count[i], &len,
		    NULL, 0) == -1)
			err(1, "%s", counters[i].c_node);
	}
	len = sizeof(s->s_ticks);
	if (sysctlbyname("kern.cp_time", s->s_ticks, &len, NULL, 0) == -1)
		err(1, "kern.cp_time");
	s->s_time = uptime();
}

static void
heading(void)
{
	size_t i;

	for (i = 0; i < NCOUNTERS; i++) {
		if (counters[i].c_head != NULL)
			(void)printf(" %*s", counters[i].c_width,
			    counters[i].c_head);
	}
	(void)printf("  us  sy  id\n");
}

/*
 * What counter i is to show for the time since the sample before.
 */
static unsigned long
shown(const struct sample *now, const struct sample *before, size_t i)
{
	double seconds = now->s_time - before->s_time;

	if (counters[i].c_gauge)
		return (now->s_count[i]);
	if (seconds <= 0)
		return (0);
	return ((unsigned long)((double)(now->s_count[i] -
	    before->s_count[i]) / seconds + 0.5));
}

static void
print_row(const struct sample *now, const struct sample *before, bool json)
{
	long all = 0, part[NCPUSTATES], user, idle;
	size_t i;

	for (i = 0; i < NCPUSTATES; i++) {
		part[i] = now->s_ticks[i] - before->s_ticks[i];
		all += part[i];
	}
	if (all == 0)
		part[ST_IDLE] = all = 1;
	user = ((part[0] + part[1]) * 100 + all / 2) / all;
	idle = part[ST_IDLE] * 100 / all;
	if (json)
		(void)printf("{");
	for (i = 0; i < NCOUNTERS; i++) {
		if (counters[i].c_head == NULL)
			continue;
		if (json)
			(void)printf("\"%s\": %lu, ", counters[i].c_head,
			    shown(now, before, i));
		else
			(void)printf(" %*lu", counters[i].c_width,
			    shown(now, before, i));
	}
	if (json)
		(void)printf("\"user\": %ld, \"system\": %ld, \"idle\": "
		    "%ld}\n", user, 100 - user - idle, idle);
	else
		(void)printf(" %3ld %3ld %3ld\n", user, 100 - user - idle,
		    idle);
}

/*
 * -s: each counter since the start.
 */
static void
print_sum(bool json)
{
	static struct sample now;
	size_t i;

	take(&now);
	for (i = 0; i < NCOUNTERS; i++) {
		if (json)
			(void)printf("%s\"%s\": %lu", i == 0 ? "{" : ", ",
			    counters[i].c_node, now.s_count[i]);
		else
			(void)printf("%12lu %s\n", now.s_count[i],
			    counters[i].c_text);
	}
	if (json)
		(void)printf("}\n");
}

/*
 * The text of a node that is a table, allocated.
 */
static char *
table(const char *node)
{
	size_t len;
	char *text;

	if (sysctlbyname(node, NULL, &len, NULL, 0) == -1)
		err(1, "%s", node);
	len += 4096;			/* it may grow meanwhile */
	text = malloc(len + 1);
	if (text == NULL)
		err(1, NULL);
	if (sysctlbyname(node, text, &len, NULL, 0) == -1)
		err(1, "%s", node);
	text[len] = '\0';
	return (text);
}

/*
 * -i: interrupts, which hw.intrs lists as lines of a source and a count.
 */
static void
print_intrs(bool json)
{
	char *line, *next, *text = table("hw.intrs"), name[64];
	double seconds = uptime();
	unsigned long count, all = 0;
	bool first = true;

	if (json)
		(void)printf("[");
	else
		(void)printf("%-28s %14s %10s\n", "interrupt", "total", "rate");
	next = text;
	while ((line = strsep(&next, "\n")) != NULL) {
		if (sscanf(line, "%63s %lu", name, &count) != 2)
			continue;
		if (json) {
			(void)printf("%s\n  {\"interrupt\": ",
			    first ? "" : ",");
			fput_json(name, strlen(name), stdout);
			(void)printf(", \"total\": %lu}", count);
		} else
			(void)printf("%-28s %14lu %10.0f\n", name, count,
			    (double)count / seconds);
		first = false;
		all += count;
	}
	if (json)
		(void)printf("\n]\n");
	else
		(void)printf("%-28s %14lu %10.0f\n", "total", all,
		    (double)all / seconds);
	free(text);
}

/*
 * -m: the kernel's caches of memory, which vm.kmem lists as lines of name,
 * size, objects in use, and objects that there is room for.
 */
static void
print_kmem(bool json)
{
	char *line, *next, *text = table("vm.kmem"), name[64];
	unsigned long size, used, room;
	bool first = true;

	if (json)
		(void)printf("[");
	else
		(void)printf("%-20s %8s %10s %10s %10s\n", "cache", "size",
		    "used", "room", "KiB");
	next = text;
	while ((line = strsep(&next, "\n")) != NULL) {
		if (sscanf(line, "%63s %lu %lu %lu", name, &size, &used,
		    &room) != 4)
			continue;
		if (json) {
			(void)printf("%s\n  {\"cache\": ", first ? "" : ",");
			fput_json(name, strlen(name), stdout);
			(void)printf(", \"size\": %lu, \"used\": %lu, "
			    "\"room\": %lu}", size, used, room);
		} else
			(void)printf("%-20s %8lu %10lu %10lu %10lu\n", name,
			    size, used, room, size * room / 1024);
		first = false;
	}
	if (json)
		(void)printf("\n]\n");
	free(text);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: vmstat [-Jims] [-c count] [-w wait] "
	    "[wait [count]]\n");
	exit(1);
}
