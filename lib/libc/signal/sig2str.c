/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Names of signals, without SIG, and back.  A real-time signal is named by its
 * distance from the nearer end of their range.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

int
sig2str(int sig, char *str)
{
	if (sig > 0 && sig < NSIG && sys_signame[sig] != NULL)
		(void)strlcpy(str, sys_signame[sig], SIG2STR_MAX);
	else if (sig == SIGRTMIN)
		(void)strlcpy(str, "RTMIN", SIG2STR_MAX);
	else if (sig == SIGRTMAX)
		(void)strlcpy(str, "RTMAX", SIG2STR_MAX);
	else if (sig > SIGRTMIN && sig <= (SIGRTMIN + SIGRTMAX) / 2)
		(void)snprintf(str, SIG2STR_MAX, "RTMIN+%d", sig - SIGRTMIN);
	else if (sig > SIGRTMIN && sig < SIGRTMAX)
		(void)snprintf(str, SIG2STR_MAX, "RTMAX-%d", SIGRTMAX - sig);
	else
		return (-1);
	return (0);
}

/*
 * A decimal number from min to max, all of the text.
 */
static int
decimal(const char *s, int min, int max, int *np)
{
	int n = 0;

	if (*s == '\0')
		return (-1);
	for (; *s >= '0' && *s <= '9'; s++) {
		n = n * 10 + (*s - '0');
		if (n > max)
			return (-1);
	}
	if (*s != '\0' || n < min)
		return (-1);
	*np = n;
	return (0);
}

int
str2sig(const char *restrict str, int *restrict sigp)
{
	const int range = SIGRTMAX - SIGRTMIN;
	int n;

	if (strncmp(str, "RTMIN", 5) == 0) {
		n = 0;
		if (str[5] != '\0' && (str[5] != '+' ||
		    decimal(str + 6, 1, range, &n) != 0))
			return (-1);
		*sigp = SIGRTMIN + n;
		return (0);
	}
	if (strncmp(str, "RTMAX", 5) == 0) {
		n = 0;
		if (str[5] != '\0' && (str[5] != '-' ||
		    decimal(str + 6, 1, range, &n) != 0))
			return (-1);
		*sigp = SIGRTMAX - n;
		return (0);
	}
	for (n = 1; n < NSIG; n++)
		if (sys_signame[n] != NULL &&
		    strcmp(sys_signame[n], str) == 0) {
			*sigp = n;
			return (0);
		}
	if (decimal(str, 1, SIGRTMAX, &n) != 0 ||
	    (n >= NSIG && n < SIGRTMIN))
		return (-1);
	*sigp = n;
	return (0);
}
