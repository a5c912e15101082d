/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel threads; kthread(9).
 */
#ifndef _SYS_KTHREAD_H_
#define	_SYS_KTHREAD_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/types.h>

struct thread;

/*
 * Start fn(arg) in a new thread of proc0, named as fmt says.  The thread ends
 * with kthread_exit() or when fn returns.  tdp may be NULL.  ENOMEM.  Thread
 * context, may sleep.
 */
int	kthread_create(void (*fn)(void *), void *arg, struct thread **tdp,
	    const char *fmt, ...) __printflike(4, 5) __result_use_check;
int	kthread_create_bound(void (*fn)(void *), void *arg, u_int cpu,
	    u_int prio, struct thread **tdp, const char *fmt, ...)
	    __printflike(6, 7) __result_use_check;
void	kthread_exit(void) __dead2;

#endif /* _KERNEL */
#endif /* !_SYS_KTHREAD_H_ */
