/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <signal.h>
#include <string.h>

static int
sig_check(int sig)
{
	if (_SIG_VALID(sig))
		return (0);
	errno = EINVAL;
	return (-1);
}

int
sigemptyset(sigset_t *set)
{
	memset(set, 0, sizeof(*set));
	return (0);
}

int
sigfillset(sigset_t *set)
{
	memset(set, 0xff, sizeof(*set));
	return (0);
}

int
sigaddset(sigset_t *set, int sig)
{
	if (sig_check(sig) == -1)
		return (-1);
	set->__bits[_SIG_WORD(sig)] |= _SIG_BIT(sig);
	return (0);
}

int
sigdelset(sigset_t *set, int sig)
{
	if (sig_check(sig) == -1)
		return (-1);
	set->__bits[_SIG_WORD(sig)] &= ~_SIG_BIT(sig);
	return (0);
}

int
sigismember(const sigset_t *set, int sig)
{
	if (sig_check(sig) == -1)
		return (-1);
	return ((set->__bits[_SIG_WORD(sig)] & _SIG_BIT(sig)) != 0);
}

int
sigisemptyset(const sigset_t *set)
{
	int i;

	for (i = 0; i < _SIG_WORDS; i++) {
		if (set->__bits[i] != 0)
			return (0);
	}
	return (1);
}

int
sigandset(sigset_t *dst, const sigset_t *a, const sigset_t *b)
{
	int i;

	for (i = 0; i < _SIG_WORDS; i++)
		dst->__bits[i] = a->__bits[i] & b->__bits[i];
	return (0);
}

int
sigorset(sigset_t *dst, const sigset_t *a, const sigset_t *b)
{
	int i;

	for (i = 0; i < _SIG_WORDS; i++)
		dst->__bits[i] = a->__bits[i] | b->__bits[i];
	return (0);
}
