/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Names of signals, for kill and for the shell's trap.
 */

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "signames.h"

static const struct {
	int		number;
	const char	*name;
} signals[] = {
	{ SIGHUP, "HUP" },	{ SIGINT, "INT" },	{ SIGQUIT, "QUIT" },
	{ SIGILL, "ILL" },	{ SIGTRAP, "TRAP" },	{ SIGABRT, "ABRT" },
#ifdef SIGEMT
	{ SIGEMT, "EMT" },
#endif
	{ SIGFPE, "FPE" },	{ SIGKILL, "KILL" },	{ SIGBUS, "BUS" },
	{ SIGSEGV, "SEGV" },	{ SIGSYS, "SYS" },	{ SIGPIPE, "PIPE" },
	{ SIGALRM, "ALRM" },	{ SIGTERM, "TERM" },	{ SIGURG, "URG" },
	{ SIGSTOP, "STOP" },	{ SIGTSTP, "TSTP" },	{ SIGCONT, "CONT" },
	{ SIGCHLD, "CHLD" },	{ SIGTTIN, "TTIN" },	{ SIGTTOU, "TTOU" },
#ifdef SIGIO
	{ SIGIO, "IO" },
#endif
	{ SIGXCPU, "XCPU" },	{ SIGXFSZ, "XFSZ" },
	{ SIGVTALRM, "VTALRM" }, { SIGPROF, "PROF" },
#ifdef SIGWINCH
	{ SIGWINCH, "WINCH" },
#endif
#ifdef SIGINFO
	{ SIGINFO, "INFO" },
#endif
	{ SIGUSR1, "USR1" },	{ SIGUSR2, "USR2" }
};

#define	NSIGNALS	(sizeof(signals) / sizeof(signals[0]))

/* The name of a signal, without SIG; its number if it has none. */
const char *
signal_label(int sig)
{
	static char number[12];
	char *p = number + sizeof(number) - 1;
	size_t i;

	for (i = 0; i < NSIGNALS; i++) {
		if (signals[i].number == sig)
			return (signals[i].name);
	}
	do {
		*--p = (char)('0' + sig % 10);
	} while ((sig /= 10) > 0);
	return (p);
}

/*
 * The signal that s means: a number, or a name in either case, with or
 * without SIG; EXIT is 0 if exit_too is set.  -1 if there is none.
 */
int
signal_parse(const char *s, bool exit_too)
{
	size_t i;
	int v;

	if (*s >= '0' && *s <= '9') {
		if (s[strspn(s, "0123456789")] != '\0' || strlen(s) > 4)
			return (-1);
		v = atoi(s);
		return (v < NSIG ? v : -1);
	}
	if (exit_too && strcasecmp(s, "EXIT") == 0)
		return (0);
	if (strncasecmp(s, "SIG", 3) == 0)
		s += 3;
	for (i = 0; i < NSIGNALS; i++) {
		if (strcasecmp(signals[i].name, s) == 0)
			return (signals[i].number);
	}
	return (-1);
}
