/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_UCONTEXT_H_
#define	_SYS_UCONTEXT_H_

#include <sys/signal.h>
#include <machine/ucontext.h>

typedef struct __ucontext {
	sigset_t	uc_sigmask;
	mcontext_t	uc_mcontext;
	struct __ucontext *uc_link;
	stack_t		uc_stack;
	int		uc_flags;
	int		__uc_spare[5];
} ucontext_t;

_Static_assert(sizeof(ucontext_t) == 328, "ucontext_t is frozen");

#endif /* !_SYS_UCONTEXT_H_ */
