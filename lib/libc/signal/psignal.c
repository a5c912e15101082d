/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <signal.h>
#include <stdio.h>
#include <string.h>

char *
strsignal(int sig)
{
	static __thread char buf[32];

	if (sig > 0 && sig < NSIG)
		return (__DECONST(char *, sys_siglist[sig]));
	if (sig >= SIGRTMIN && sig <= SIGRTMAX)
		(void)snprintf(buf, sizeof(buf), "Real-time signal %d",
		    sig - SIGRTMIN);
	else
		(void)snprintf(buf, sizeof(buf), "Unknown signal: %d", sig);
	return (buf);
}

void
psignal(unsigned int sig, const char *s)
{
	const char *text = strsignal((int)sig);

	if (s != NULL && *s != '\0')
		(void)fprintf(stderr, "%s: %s\n", s, text);
	else
		(void)fprintf(stderr, "%s\n", text);
}

void
psiginfo(const siginfo_t *info, const char *s)
{
	psignal((unsigned int)info->si_signo, s);
}
