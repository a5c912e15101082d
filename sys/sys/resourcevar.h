/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Resource limits and use, inside the kernel.
 */

#ifndef _SYS_RESOURCEVAR_H_
#define	_SYS_RESOURCEVAR_H_

#ifdef _KERNEL
#include <sys/resource.h>
#include <sys/types.h>

struct proc;
struct thread;

/*
 * Limits of a process.  Immutable: setrlimit(2) makes a copy, and each thread
 * has a reference of its own, td_limit, for the length of a system call.
 */
struct plimit {
	u_int		pl_ref;		/* (a) */
	struct rlimit	pl_rlimit[RLIM_NLIMITS];
};

/*
 * What is counted, for a thread and summed for a process and its children.
 * Times are nanoseconds.
 */
struct rucount {
	uint64_t	rc_utime;
	uint64_t	rc_stime;
	uint64_t	rc_maxrss;	/* KiB; a maximum, not a sum */
	uint64_t	rc_minflt;
	uint64_t	rc_majflt;
	uint64_t	rc_inblock;
	uint64_t	rc_oublock;
	uint64_t	rc_msgsnd;
	uint64_t	rc_msgrcv;
	uint64_t	rc_nsignals;
	uint64_t	rc_nvcsw;
	uint64_t	rc_nivcsw;
};

struct plimit *lim_hold(struct plimit *);
void	lim_free(struct plimit *);
rlim_t	lim_cur(struct thread *, int);
rlim_t	lim_max(struct thread *, int);

/* Core: boot, the clock, and the way to user mode. */
void	lim_init(void);
void	lim_check_cpu(struct thread *);
void	lim_refresh(struct thread *);
void	lim_start_cpu(struct proc *);
extern struct plimit *limit0;

void	rucount_add(struct rucount *, const struct rucount *);
void	rucount_thread(struct thread *, struct rucount *);
void	rucount_sum(struct proc *, struct rucount *);
void	rucount_proc(struct proc *, struct rucount *);
void	rucount_export(const struct rucount *, struct rusage *);
#endif /* _KERNEL */

#endif /* !_SYS_RESOURCEVAR_H_ */
