/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Timers of processes, inside the kernel; kern_ptimer.c.
 *
 * Core: of processes.
 */

#ifndef _SYS_PTIMER_H_
#define	_SYS_PTIMER_H_

#ifdef _KERNEL
struct proc;
struct thread;

void	ptimers_check_cpu(struct thread *);
/* Only of a process with p_ptimers. */
void	ptimers_heard(struct proc *, int) __no_lock_analysis;
void	ptimers_exec(struct proc *);
void	ptimers_exit(struct proc *);
#endif /* _KERNEL */

#endif /* !_SYS_PTIMER_H_ */
