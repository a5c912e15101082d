/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_RESOURCE_H_
#define	_SYS_RESOURCE_H_

#include <sys/cdefs.h>
#include <sys/_timeval.h>
#include <sys/_types.h>

typedef	__id_t		id_t;
typedef	__rlim_t	rlim_t;

#define	PRIO_MIN	(-20)
#define	PRIO_MAX	20
#define	PRIO_PROCESS	0
#define	PRIO_PGRP	1
#define	PRIO_USER	2

#define	RUSAGE_SELF	0
#define	RUSAGE_CHILDREN	(-1)
#define	RUSAGE_THREAD	1

struct rusage {
	struct timeval	ru_utime;	/* user time */
	struct timeval	ru_stime;	/* system time */
	long		ru_maxrss;	/* in KiB */
	long		ru_ixrss;
	long		ru_idrss;
	long		ru_isrss;
	long		ru_minflt;	/* faults without I/O */
	long		ru_majflt;	/* faults with I/O */
	long		ru_nswap;
	long		ru_inblock;	/* block reads */
	long		ru_oublock;	/* block writes */
	long		ru_msgsnd;
	long		ru_msgrcv;
	long		ru_nsignals;
	long		ru_nvcsw;	/* voluntary switches */
	long		ru_nivcsw;	/* involuntary switches */
};

_Static_assert(sizeof(struct rusage) == 144, "struct rusage is frozen");

/* What wait6(2) tells: the child, and those that it waited for. */
struct wrusage {
	struct rusage	wru_self;
	struct rusage	wru_children;
};

#define	RLIMIT_CPU	0
#define	RLIMIT_FSIZE	1
#define	RLIMIT_DATA	2
#define	RLIMIT_STACK	3
#define	RLIMIT_CORE	4
#define	RLIMIT_RSS	5
#define	RLIMIT_MEMLOCK	6
#define	RLIMIT_NPROC	7
#define	RLIMIT_NOFILE	8
#define	RLIMIT_SBSIZE	9
#define	RLIMIT_VMEM	10
#define	RLIMIT_AS	RLIMIT_VMEM
#define	RLIMIT_NPTS	11
#define	RLIMIT_SWAP	12
#define	RLIMIT_KQUEUES	13
#define	RLIMIT_UMTXP	14
#define	RLIM_NLIMITS	15

#define	RLIM_INFINITY	((rlim_t)0x7fffffffffffffffUL)
#define	RLIM_SAVED_MAX	RLIM_INFINITY
#define	RLIM_SAVED_CUR	RLIM_INFINITY

struct rlimit {
	rlim_t	rlim_cur;
	rlim_t	rlim_max;
};

struct loadavg {
	__uint32_t	ldavg[3];	/* FSHIFT bits of fraction */
	long		fscale;
};

#define	CP_USER		0
#define	CP_NICE		1
#define	CP_SYS		2
#define	CP_INTR		3
#define	CP_IDLE		4
#define	CPUSTATES	5

#ifndef _KERNEL
__BEGIN_DECLS
int	getpriority(int, id_t);
int	getrlimit(int, struct rlimit *);
int	getrusage(int, struct rusage *);
int	setpriority(int, id_t, int);
int	setrlimit(int, const struct rlimit *);
__END_DECLS
#endif

#endif /* !_SYS_RESOURCE_H_ */
