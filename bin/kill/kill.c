/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kill: send a signal to processes.  The shell's built-in, which also takes
 * jobs, is made from this file too.
 */

#include <sys/types.h>

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../sh/bltin.h"
#include "signames.h"

#ifdef SHELL
#include "../sh/jobs.h"
#endif

static int	kill_one(const char *, int);
static int	list_signals(char **);
static int	need_signal(const char *);
static void	usage(void) __attribute__((__noreturn__));

static void
usage(void)
{
	bltin_error(2, "usage: kill [-s signal | -signal] pid ...\n"
	    "       kill -l [status ...]");
}

static int
need_signal(const char *s)
{
	int sig;

	if ((sig = signal_parse(s, false)) < 0)
		bltin_error(2, "%s: no such signal", s);
	return (sig);
}

/* Print the name of the signal that an exit status, or a number, means. */
static int
list_one(const char *s)
{
	const char *name = "0";
	char *end;
	long v;

	v = strtol(s, &end, 10);
	if (end != s && *end == '\0') {
		if (v > 128)
			v -= 128;
		if (v > 0 && v < NSIG)
			name = signal_label((int)v);
	}
	if (*name >= '0' && *name <= '9') {
		bltin_warn("%s: no such signal", s);
		return (1);
	}
	bltin_puts(name);
	bltin_putc('\n');
	return (0);
}

/* Print the names of all signals, or of those that are asked for. */
static int
list_signals(char **argv)
{
	int column = 0, sig, status = 0;
	const char *name;

	if (*argv != NULL) {
		for (; *argv != NULL; argv++)
			status |= list_one(*argv);
		return (status);
	}
	for (sig = 1; sig < NSIG; sig++) {
		name = signal_label(sig);
		if (*name >= '0' && *name <= '9')
			continue;
		if (column > 0)
			bltin_putc(column % 8 == 0 ? '\n' : ' ');
		bltin_puts(name);
		column++;
	}
	bltin_putc('\n');
	return (0);
}

/* Send sig to what s names; returns 1 if that failed. */
static int
kill_one(const char *s, int sig)
{
	char *end;
	intmax_t pid;

#ifdef SHELL
	if (*s == '%') {
		if (job_kill(job_find(s, true), sig) == 0)
			return (0);
		bltin_warn("%s: %s", s, strerror(errno));
		return (1);
	}
#endif
	errno = 0;
	pid = strtoimax(s, &end, 10);
	if (end == s || *end != '\0' || errno != 0 || pid > INT_MAX ||
	    pid < INT_MIN) {
		bltin_warn("%s: not a process id", s);
		return (1);
	}
	if (kill((pid_t)pid, sig) != 0) {
		bltin_warn("%s: %s", s, strerror(errno));
		return (1);
	}
	return (0);
}

BLTIN_MAIN(kill)
{
	const char *arg;
	int sig = SIGTERM, status = 0;

	if (argc < 2)
		usage();
	argv++;
	arg = *argv;
	if (strcmp(arg, "-l") == 0)
		return (bltin_finish(list_signals(argv + 1)));
	if (strcmp(arg, "-s") == 0 || strcmp(arg, "-n") == 0) {
		if (argv[1] == NULL)
			usage();
		sig = need_signal(argv[1]);
		argv += 2;
	} else if (strncmp(arg, "-s", 2) == 0 &&
	    signal_parse(arg + 1, false) < 0) {
		sig = need_signal(arg + 2);
		argv++;
	} else if (arg[0] == '-' && strcmp(arg, "--") != 0) {
		sig = need_signal(arg + 1);
		argv++;
	}
	if (*argv != NULL && strcmp(*argv, "--") == 0)
		argv++;
	if (*argv == NULL)
		usage();
	for (; *argv != NULL; argv++)
		status |= kill_one(*argv, sig);
	return (status);
}
