/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS__SIGSET_H_
#define	_SYS__SIGSET_H_

#include <sys/_types.h>

#define	_SIG_WORDS	4
#define	_SIG_MAXSIG	128
#define	_SIG_IDX(sig)	((sig) - 1)
#define	_SIG_WORD(sig)	(_SIG_IDX(sig) >> 5)
#define	_SIG_BIT(sig)	(1U << (_SIG_IDX(sig) & 31))
#define	_SIG_VALID(sig)	((sig) <= _SIG_MAXSIG && (sig) > 0)

typedef struct __sigset {
	__uint32_t	__bits[_SIG_WORDS];
} __sigset_t;

_Static_assert(sizeof(__sigset_t) == 16, "sigset_t is frozen");

#endif /* !_SYS__SIGSET_H_ */
