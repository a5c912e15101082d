/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sleep: wait.
 */
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t	report;

static double	seconds(const char *);
static void	usage(void) __dead2;

static void
on_info(int sig)
{

	report = sig;
}

int
main(int argc, char *argv[])
{
	struct timespec left;
	struct sigaction sa = { .sa_handler = on_info };
	double total = 0;
	int i;

	while ((i = getopt(argc, argv, "")) != -1)
		usage();
	argv += optind;
	if (*argv == NULL)
		usage();
	for (; *argv != NULL; argv++)
		total += seconds(*argv);
	if (total <= 0)
		return (0);
	if (total > 1e15)
		total = 1e15;
	left.tv_sec = (time_t)total;
	left.tv_nsec = (long)((total - (double)left.tv_sec) * 1e9);
	(void)sigaction(SIGINFO, &sa, NULL);
	while (nanosleep(&left, &left) != 0) {
		if (errno != EINTR)
			err(1, "nanosleep");
		if (report != 0) {
			report = 0;
			warnx("about %lld second(s) left of %lld",
			    (long long)left.tv_sec, (long long)total);
		}
	}
	return (0);
}

/*
 * A number of seconds, or of minutes, hours or days with a letter behind it.
 */
static double
seconds(const char *s)
{
	double val;
	char *end;

	val = strtod(s, &end);
	if (end == s || val != val)
		errx(1, "%s: invalid time", s);
	switch (*end) {
	case 'd':
		val *= 24;
		/* FALLTHROUGH */
	case 'h':
		val *= 60;
		/* FALLTHROUGH */
	case 'm':
		val *= 60;
		/* FALLTHROUGH */
	case 's':
		end++;
		break;
	default:
		break;
	}
	if (*end != '\0')
		errx(1, "%s: invalid time", s);
	return (val);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: sleep number[unit] ...\n");
	exit(1);
}
