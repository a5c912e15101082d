/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's live objects, by type; h_types.h says how they are used.  Caches
 * are emptied before each count, so that only what is in use counts.
 */

#include <sys/types.h>
#include <sys/sysctl.h>

#include <err.h>
#include <paths.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "h_types.h"

#define	BASELINES	10
#define	BETWEEN		50000000	/* ns between counts */
#define	SETTLE_BETWEEN	200000000

/*
 * Types of pages, beside what vm.kmem lists, and how many more there may be.
 *
 * Of the kernel's own pages, slabs do not count: their objects do, and how many
 * pages these take depends on which of them happen to lie together.  Page
 * tables for the kernel's addresses are never freed, one for each 2 MiB or a
 * hundred of the threads that there ever were at once; the bound stands for
 * 6,400 more than at the time of the baseline.
 */
static const struct counter {
	const char	*c_name;
	const char	*c_less[2];	/* does not count */
	long		 c_more;
} counters[] = {
	{ "vm.stats.anon", { NULL }, 0 },
	{ "vm.stats.file", { NULL }, 0 },
	{ "vm.stats.dirty", { NULL }, 0 },
	{ "vm.stats.locked", { NULL }, 0 },
	{ "vm.stats.wired", { "vm.stats.slabs", "vm.kva.tables" }, 0 },
	{ "vm.kva.tables", { NULL }, 64 },
	{ "vm.kva.stacks", { NULL }, 0 },
};
#define	NCOUNTERS	(sizeof(counters) / sizeof(counters[0]))

/* One for all counts after the first, so that its pages count in that, too. */
static struct type	now[TYPES_MAX];

static long	counter(const char *);
static void	types_add(struct type *, int *, const char *, long, long);
static int	types_compare(const struct type *, bool);
static void	types_count(struct type *);

static void
types_add(struct type *types, int *np, const char *name, long live, long more)
{

	if (*np == TYPES_MAX - 1)
		errx(1, "more than %d types", TYPES_MAX - 1);
	(void)strlcpy(types[*np].t_name, name, sizeof(types[*np].t_name));
	types[*np].t_live = live;
	types[*np].t_more = more;
	types[++*np].t_name[0] = '\0';
}

static long
counter(const char *name)
{
	long value = 0;			/* some have 4 bytes only */
	size_t len = sizeof(value);

	if (sysctlbyname(name, &value, &len, NULL, 0) == -1)
		err(1, "%s", name);
	return (value);
}

/* Empty the caches and count. */
static void
types_count(struct type *types)
{
	static char buf[16384];
	const struct counter *c;
	size_t len = sizeof(buf) - 1;
	char *line, *next, name[32];
	int i, one = 1, n = 0;
	long live;

	sync();
	/* The nodes of devices that are gone go when somebody looks. */
	(void)access(_PATH_DEVNULL, F_OK);
	if (sysctlbyname("vm.reclaim", NULL, NULL, &one, sizeof(one)) == -1)
		err(1, "vm.reclaim");
	if (sysctlbyname("vm.kmem", buf, &len, NULL, 0) == -1)
		err(1, "vm.kmem");
	buf[len] = '\0';
	for (line = buf; line != NULL; line = next) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		if (sscanf(line, "%31s %*d %ld", name, &live) == 2)
			types_add(types, &n, name, live, 0);
	}
	if (n == 0)
		errx(1, "vm.kmem says nothing");
	for (c = counters; c < counters + NCOUNTERS; c++) {
		live = counter(c->c_name);
		for (i = 0; i < 2 && c->c_less[i] != NULL; i++)
			live -= counter(c->c_less[i]);
		types_add(types, &n, c->c_name, live, c->c_more);
	}
}

void
types_baseline(struct type *types)
{
	const struct timespec ts = { 0, BETWEEN };
	int i, n;

	memset(now, 0, sizeof(now));
	types_count(types);
	for (i = 0; i < BASELINES; i++) {
		(void)nanosleep(&ts, NULL);
		types_count(now);
		for (n = 0; now[n].t_name[0] != '\0'; n++)
			if (now[n].t_live > types[n].t_live)
				types[n].t_live = now[n].t_live;
	}
}

/*
 * Of how many types there are more now than is right; with `say', which, and
 * of which there are fewer.
 */
static int
types_compare(const struct type *before, bool say)
{
	int more = 0, n;

	for (n = 0; now[n].t_name[0] != '\0'; n++) {
		if (now[n].t_live > before[n].t_live + now[n].t_more)
			more++;
		else if (now[n].t_live >= before[n].t_live)
			continue;
		if (!say)
			continue;
		(void)fprintf(stderr, "%s: %ld before, now %ld",
		    now[n].t_name, before[n].t_live, now[n].t_live);
		if (now[n].t_more != 0)
			(void)fprintf(stderr, ", %ld more are allowed",
			    now[n].t_more);
		(void)fprintf(stderr, "\n");
	}
	return (more);
}

void
types_settle(const struct type *before, time_t seconds)
{
	const struct timespec ts = { 0, SETTLE_BETWEEN };
	time_t start = time(NULL);

	do {
		types_count(now);
		if (types_compare(before, false) == 0)
			return;
		(void)nanosleep(&ts, NULL);
	} while (time(NULL) < start + seconds);
	(void)types_compare(before, true);
	errx(1, "the kernel has more objects than before");
}
