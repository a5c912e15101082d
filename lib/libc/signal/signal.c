/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * signal(3) as BSD has it: the handler stays, and interrupted calls restart
 * unless siginterrupt(3) said otherwise.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

static sigset_t	sigintr;	/* signals that interrupt calls */

void (*
signal(int sig, void (*handler)(int)))(int)
{
	struct sigaction sa, old;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	if (_SIG_VALID(sig) && sigismember(&sigintr, sig) == 0)
		sa.sa_flags = SA_RESTART;
	if (sigaction(sig, &sa, &old) == -1)
		return (SIG_ERR);
	return (old.sa_handler);
}

int
siginterrupt(int sig, int flag)
{
	struct sigaction sa;

	if (sigaction(sig, NULL, &sa) == -1)
		return (-1);
	if (flag != 0) {
		(void)sigaddset(&sigintr, sig);
		sa.sa_flags &= ~SA_RESTART;
	} else {
		(void)sigdelset(&sigintr, sig);
		sa.sa_flags |= SA_RESTART;
	}
	return (sigaction(sig, &sa, NULL));
}
