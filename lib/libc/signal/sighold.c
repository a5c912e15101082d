/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Signals as System V had them, over the calls that replaced them.
 */
#include <signal.h>
#include <string.h>

static int
sig_mask_one(int how, int sig, sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	if (sigaddset(&set, sig) == -1)
		return (-1);
	return (sigprocmask(how, &set, old));
}

int
sighold(int sig)
{

	return (sig_mask_one(SIG_BLOCK, sig, NULL));
}

int
sigrelse(int sig)
{

	return (sig_mask_one(SIG_UNBLOCK, sig, NULL));
}

int
sigignore(int sig)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_IGN;
	return (sigaction(sig, &sa, NULL));
}

int
sigpause(int sig)
{
	sigset_t set;

	if (sigprocmask(SIG_BLOCK, NULL, &set) == -1 ||
	    sigdelset(&set, sig) == -1)
		return (-1);
	return (sigsuspend(&set));
}

void (*
sigset(int sig, void (*handler)(int)))(int)
{
	struct sigaction sa, old;
	sigset_t oldmask;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	if (sigaction(sig, handler == SIG_HOLD ? NULL : &sa, &old) == -1 ||
	    sig_mask_one(handler == SIG_HOLD ? SIG_BLOCK : SIG_UNBLOCK, sig,
	    &oldmask) == -1)
		return (SIG_ERR);
	return (sigismember(&oldmask, sig) != 0 ? SIG_HOLD : old.sa_handler);
}
