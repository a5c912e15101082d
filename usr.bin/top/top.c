/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * top: the processes that use the most, again and again.
 *
 * A display is made of two samples: percentages are of the time between them.
 * The first display is about the time since the system, and each process,
 * started.  On a terminal it is drawn anew each time and keys are read while
 * waiting; else, or with -b, displays follow each other.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/sysctl.h>
#include <sys/user.h>

#include <err.h>
#include <getopt.h>
#include <libutil.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define	NCPUSTATES	5		/* of kern.cp_times */
#define	MAXCPUS		64

struct row {
	struct kinfo_proc r_ki;
	double		r_pct;		/* of a processor */
};

struct sample {
	struct row	*s_rows;
	size_t		 s_nrows;
	long		 s_ticks[MAXCPUS][NCPUSTATES];
	size_t		 s_ncpu;
	double		 s_time;	/* seconds since the system started */
};

static const struct order {
	const char	*o_name;
	char		 o_key;		/* on a terminal */
	int		(*o_cmp)(const struct row *, const struct row *);
} *order;

static bool	bflag, jflag, kernel, percpu;
static struct termios saved;

static void	display(const struct sample *, const struct sample *, size_t);
static void	take(struct sample *);
static void	usage(void) __dead2;
static bool	wait_key(int);

static int
by_cpu(const struct row *a, const struct row *b)
{

	return (a->r_pct < b->r_pct ? 1 : a->r_pct > b->r_pct ? -1 : 0);
}

static int
by_time(const struct row *a, const struct row *b)
{

	return (a->r_ki.ki_runtime < b->r_ki.ki_runtime ? 1 :
	    a->r_ki.ki_runtime > b->r_ki.ki_runtime ? -1 : 0);
}

static int
by_size(const struct row *a, const struct row *b)
{

	return (a->r_ki.ki_size < b->r_ki.ki_size ? 1 :
	    a->r_ki.ki_size > b->r_ki.ki_size ? -1 : 0);
}

static int
by_res(const struct row *a, const struct row *b)
{

	return (a->r_ki.ki_rssize < b->r_ki.ki_rssize ? 1 :
	    a->r_ki.ki_rssize > b->r_ki.ki_rssize ? -1 : 0);
}

static int
by_pid(const struct row *a, const struct row *b)
{

	return (a->r_ki.ki_pid - b->r_ki.ki_pid);
}

static const struct order orders[] = {
	{ "cpu", 'C', by_cpu },
	{ "time", 'T', by_time },
	{ "size", 'S', by_size },
	{ "res", 'M', by_res },
	{ "pid", 'N', by_pid },
};

#define	NORDERS		(sizeof(orders) / sizeof(orders[0]))

/* Equal ones by process id, so that they keep their places. */
static int
compare(const void *a, const void *b)
{
	int c = order->o_cmp(a, b);

	return (c != 0 ? c : by_pid(a, b));
}

static void
set_order(const char *name)
{
	size_t i;

	for (i = 0; i < NORDERS; i++) {
		if (strcmp(orders[i].o_name, name) == 0) {
			order = &orders[i];
			return;
		}
	}
	errx(1, "-o %s: not cpu, time, size, res or pid", name);
}

static int
number(const char *what, const char *s, int low)
{
	const char *errstr;
	int n;

	n = (int)strtonum(s, low, 1000000, &errstr);
	if (errstr != NULL)
		errx(1, "%s %s: %s", what, s, errstr);
	return (n);
}

static void
restore(void)
{

	(void)tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

static void
raw_mode(void)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &saved) == -1)
		return;
	t = saved;
	t.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	(void)atexit(restore);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

int
main(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ NULL, 0, NULL, 0 }
	};
	static struct sample now, before;
	int ch, count = -1, delay = 2, n, shown = -1;

	order = &orders[0];
	while ((ch = getopt_long(argc, argv, "bd:Jn:o:PSs:", options, NULL)) !=
	    -1) {
		switch (ch) {
		case 'b':
			bflag = true;
			break;
		case 'd':
			count = number("-d", optarg, 1);
			break;
		case 'J':
			jflag = bflag = true;
			break;
		case 'n':
			shown = number("-n", optarg, 0);
			break;
		case 'o':
			set_order(optarg);
			break;
		case 'P':
			percpu = true;
			break;
		case 'S':
			kernel = true;
			break;
		case 's':
			delay = number("-s", optarg, 1);
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();
	if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
		bflag = true;
	if (!bflag)
		raw_mode();
	if (count == -1)
		count = bflag ? 1 : INT_MAX;
	for (n = 0; n < count; n++) {
		if (n > 0 && !wait_key(delay))
			break;
		take(&now);
		display(&now, &before, shown == -1 ? SIZE_MAX : (size_t)shown);
		free(before.s_rows);
		before = now;
		if (fflush(stdout) != 0)
			err(1, "stdout");
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

/*
 * Wait for the next display; false when the user has had enough.
 */
static bool
wait_key(int seconds)
{
	struct pollfd pfd = { .fd = STDIN_FILENO, .events = POLLIN };
	size_t i;
	char c;

	if (bflag) {
		(void)sleep((unsigned int)seconds);
		return (true);
	}
	if (poll(&pfd, 1, seconds * 1000) <= 0)
		return (true);
	if (read(STDIN_FILENO, &c, 1) != 1 || c == 'q')
		return (false);
	if (c == 'P')
		percpu = !percpu;
	if (c == 's')
		kernel = !kernel;
	for (i = 0; i < NORDERS; i++) {
		if (orders[i].o_key == c)
			order = &orders[i];
	}
	return (true);
}

static void
take(struct sample *s)
{
	int mib[3] = { CTL_KERN, KERN_PROC, KERN_PROC_PROC };
	struct kinfo_proc *ki;
	struct timespec ts;
	size_t i, len;

	if (sysctl(mib, 3, NULL, &len, NULL, 0) == -1)
		err(1, "kern.proc");
	len += 100 * sizeof(*ki);	/* some are started meanwhile */
	ki = malloc(len);
	if (ki == NULL)
		err(1, NULL);
	if (sysctl(mib, 3, ki, &len, NULL, 0) == -1)
		err(1, "kern.proc");
	s->s_nrows = len / sizeof(*ki);
	s->s_rows = calloc(s->s_nrows + 1, sizeof(*s->s_rows));
	if (s->s_rows == NULL)
		err(1, NULL);
	for (i = 0; i < s->s_nrows; i++)
		s->s_rows[i].r_ki = ki[i];
	free(ki);
	len = sizeof(s->s_ticks);
	if (sysctlbyname("kern.cp_times", s->s_ticks, &len, NULL, 0) == -1)
		err(1, "kern.cp_times");
	s->s_ncpu = len / sizeof(s->s_ticks[0]);
	if (clock_gettime(CLOCK_MONOTONIC, &ts) == -1)
		err(1, "clock_gettime");
	s->s_time = (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/*
 * The share of a processor that each process had since the sample before.
 */
static void
set_shares(const struct sample *now, const struct sample *before)
{
	double seconds = now->s_time - before->s_time;
	struct row *r;
	uint64_t used;
	size_t i, j;

	for (i = 0; i < now->s_nrows; i++) {
		r = &now->s_rows[i];
		r->r_pct = (double)r->r_ki.ki_pctcpu * 100 / 2048;
		for (j = 0; j < before->s_nrows; j++) {
			if (before->s_rows[j].r_ki.ki_pid != r->r_ki.ki_pid)
				continue;
			used = r->r_ki.ki_runtime -
			    before->s_rows[j].r_ki.ki_runtime;
			if (seconds > 0)
				r->r_pct = (double)used / 1e4 / seconds;
			break;
		}
	}
}

/*
 * A line of the states of processor cpu, or with -1 of all.
 */
static void
put_cpu(const struct sample *now, const struct sample *before, int cpu)
{
	static const char *const names[NCPUSTATES] = { "user", "nice",
	    "system", "interrupt", "idle" };
	long all = 0, part[NCPUSTATES] = { 0 };
	size_t c, i;

	for (c = 0; c < now->s_ncpu; c++) {
		for (i = 0; i < NCPUSTATES; i++) {
			if (cpu == -1 || (size_t)cpu == c)
				part[i] += now->s_ticks[c][i] -
				    before->s_ticks[c][i];
		}
	}
	for (i = 0; i < NCPUSTATES; i++)
		all += part[i];
	if (all == 0)
		part[NCPUSTATES - 1] = all = 1;
	if (jflag)
		(void)printf("%s{", cpu > 0 ? ", " : "");
	else if (cpu == -1)
		(void)printf("CPU:   ");
	else
		(void)printf("CPU %-2d:", cpu);
	for (i = 0; i < NCPUSTATES; i++) {
		if (i > 0)
			(void)printf(",");
		if (jflag)
			(void)printf("\"%s\": %.1f", names[i],
			    (double)part[i] * 100 / (double)all);
		else
			(void)printf(" %5.1f%% %s", (double)part[i] * 100 /
			    (double)all, names[i]);
	}
	(void)printf(jflag ? "}" : "\n");
}

static unsigned long
pages(const char *node)
{
	unsigned long value;
	size_t len = sizeof(value);

	if (sysctlbyname(node, &value, &len, NULL, 0) == -1)
		err(1, "%s", node);
	return (value);
}

/*
 * Load, processes, processors, memory; returns the lines that it took.
 */
static size_t
put_summary(const struct sample *now, const struct sample *before)
{
	static const char *const nodes[] = { "free", "anon", "file", "wired",
	    "total" };
	char node[32];
	double load[3] = { 0 };
	size_t cpu, i;

	(void)getloadavg(load, 3);
	(void)printf(jflag ? "{\"load\": [%.2f, %.2f, %.2f], \"cpus\": [" :
	    "load averages: %5.2f, %5.2f, %5.2f\n", load[0], load[1], load[2]);
	if (!jflag)
		(void)printf("%zu processes\n", now->s_nrows);
	if (jflag || percpu) {
		for (cpu = 0; cpu < now->s_ncpu; cpu++)
			put_cpu(now, before, (int)cpu);
	} else
		put_cpu(now, before, -1);
	(void)printf(jflag ? "], \"memory_kib\": {" : "Memory:");
	for (i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		(void)snprintf(node, sizeof(node), "vm.stats.%s", nodes[i]);
		if (i > 0)
			(void)printf(",");
		if (jflag)
			(void)printf("\"%s\": %lu", nodes[i], pages(node) * 4);
		else
			(void)printf(" %luK %s", pages(node) * 4, nodes[i]);
	}
	(void)printf(jflag ? "}, \"processes\": [" : "\n\n");
	return (percpu ? now->s_ncpu + 4 : 5);
}

static void
put_row(const struct row *r, bool first)
{
	static const char *const states[] = { "?", "start", "run", "sleep",
	    "stop", "zomb" };
	const struct kinfo_proc *ki = &r->r_ki;
	const struct passwd *pw = getpwuid(ki->ki_uid);
	const char *state, *user;
	char uid[16];

	(void)snprintf(uid, sizeof(uid), "%u", ki->ki_uid);
	user = pw != NULL ? pw->pw_name : uid;
	state = ki->ki_stat >= SIDL && ki->ki_stat <= SZOMB ?
	    states[ki->ki_stat] : states[0];
	if (ki->ki_stat == SSLEEP && ki->ki_wmesg[0] != '\0')
		state = ki->ki_wmesg;
	if (!jflag) {
		(void)printf("%6d %-8.8s %3d %3d %7juK %7juK %-8.8s %2d "
		    "%5ju:%02ju %6.2f%% %s\n", ki->ki_pid, user,
		    ki->ki_numthreads, ki->ki_nice,
		    (uintmax_t)ki->ki_size / 1024,
		    (uintmax_t)ki->ki_rssize / 1024, state, ki->ki_lastcpu,
		    (uintmax_t)ki->ki_runtime / 60000000,
		    (uintmax_t)ki->ki_runtime / 1000000 % 60, r->r_pct,
		    ki->ki_comm);
		return;
	}
	(void)printf("%s\n  {\"pid\": %d, \"user\": ", first ? "" : ",",
	    ki->ki_pid);
	fput_json(user, strlen(user), stdout);
	(void)printf(", \"threads\": %d, \"nice\": %d, \"size\": %ju, "
	    "\"resident\": %ju, \"state\": ", ki->ki_numthreads, ki->ki_nice,
	    (uintmax_t)ki->ki_size, (uintmax_t)ki->ki_rssize);
	fput_json(state, strlen(state), stdout);
	(void)printf(", \"cpu\": %d, \"time_us\": %ju, \"percent\": %.2f, "
	    "\"command\": ", ki->ki_lastcpu, (uintmax_t)ki->ki_runtime,
	    r->r_pct);
	fput_json(ki->ki_comm, strlen(ki->ki_comm), stdout);
	(void)printf("}");
}

static void
display(const struct sample *now, const struct sample *before, size_t shown)
{
	struct winsize ws;
	size_t i, lines, n = 0;

	set_shares(now, before);
	qsort(now->s_rows, now->s_nrows, sizeof(*now->s_rows), compare);
	if (!bflag)
		(void)printf("\033[H\033[J");
	lines = put_summary(now, before);
	if (!jflag)
		(void)printf("%6s %-8s %3s %3s %8s %8s %-8s %2s %8s %7s %s\n",
		    "PID", "USER", "THR", "NI", "SIZE", "RES", "STATE", "C",
		    "TIME", "CPU", "COMMAND");
	if (!bflag && ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 &&
	    ws.ws_row > lines + 1 && shown > ws.ws_row - lines - 1U)
		shown = ws.ws_row - lines - 1U;
	for (i = 0; i < now->s_nrows && n < shown; i++) {
		if (!kernel && (now->s_rows[i].r_ki.ki_flag & KI_KERNEL) != 0)
			continue;
		put_row(&now->s_rows[i], n == 0);
		n++;
	}
	if (jflag)
		(void)printf("\n]}\n");
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: top [-bJPS] [-d count] [-n number] "
	    "[-o key] [-s seconds]\n");
	exit(1);
}
