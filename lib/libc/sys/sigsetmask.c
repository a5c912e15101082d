/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Masks of the first 32 signals in an int, as 4.2BSD had them.
 */
#include <signal.h>

static int
mask_change(int how, int mask)
{
	sigset_t set, old;

	sigemptyset(&set);
	set.__bits[0] = (unsigned int)mask;
	if (sigprocmask(how, &set, &old) == -1)
		return (-1);
	return ((int)old.__bits[0]);
}

int
sigblock(int mask)
{
	return (mask_change(SIG_BLOCK, mask));
}

int
sigsetmask(int mask)
{
	return (mask_change(SIG_SETMASK, mask));
}
