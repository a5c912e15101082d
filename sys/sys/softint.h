/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Soft interrupts; softint(9): work that a hard interrupt hands to a thread of
 * its own CPU, which may take mutexes but not wait for I/O.
 */
#ifndef _SYS_SOFTINT_H_
#define	_SYS_SOFTINT_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/types.h>

struct softint;

/* Classes, strongest first: one thread per CPU and class. */
#define	SOFTINT_CLOCK	0
#define	SOFTINT_SERIAL	1
#define	SOFTINT_NET	2
#define	SOFTINT_BLOCK	3
#define	SOFTINT_COUNT	4

/*
 * Establish fn(arg); NULL without memory.  Thread context, may sleep.
 */
struct softint *softint_establish(u_int class, void (*fn)(void *), void *arg)
	    __result_use_check;

/*
 * When this returns, fn is not running and never will.  May sleep; not from a
 * soft interrupt of the same class.
 */
void	softint_disestablish(struct softint *);

/*
 * Have fn run soon on this CPU, once for all calls since it last began.  Any
 * context up to IPL_SCHED.
 */
void	softint_schedule(struct softint *);

/* Core: boot, the threads of a CPU; ENOMEM. */
int	softint_init_cpu(u_int cpu);

#endif /* _KERNEL */
#endif /* !_SYS_SOFTINT_H_ */
