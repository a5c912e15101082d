/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a signal handler finds on its stack.
 */
#ifndef _MACHINE_SIGFRAME_H_
#define	_MACHINE_SIGFRAME_H_

#define	SIGFRAME_UC	88		/* offset of sf_uc */

#ifndef __ASSEMBLER__
#include <sys/signal.h>
#include <sys/ucontext.h>

struct sigframe {
	register_t	sf_ret;		/* %rsp: the trampoline */
	siginfo_t	sf_si;
	ucontext_t	sf_uc;
};
#endif

#endif /* !_MACHINE_SIGFRAME_H_ */
