/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What ps(1) learns of a process: one struct kinfo_proc each from the sysctl
 * kern.proc.  ki_structsize is the size that the kernel knows; a reader steps
 * through an array by it, so that the structure can grow.
 */

#ifndef _SYS_USER_H_
#define	_SYS_USER_H_

#include <sys/types.h>
#include <sys/_timeval.h>
#include <sys/resource.h>

#define	KI_COMMLEN	32
#define	KI_WMESGLEN	16
#define	KI_LOGINLEN	40
#define	KI_TTYLEN	32

/* ki_stat. */
#define	SIDL		1	/* being created */
#define	SRUN		2	/* running or ready */
#define	SSLEEP		3	/* asleep */
#define	SSTOP		4	/* stopped */
#define	SZOMB		5	/* ended, not waited for */

/* ki_flag. */
#define	KI_SLEADER	0x0001	/* leads its session */
#define	KI_CTTY		0x0002	/* has a controlling terminal */
#define	KI_FOREGROUND	0x0004	/* in the terminal's foreground group */
#define	KI_KERNEL	0x0008	/* has no user part */
#define	KI_UNINTR	0x0010	/* its sleep ignores signals */
#define	KI_ONCPU	0x0020	/* a thread is on a processor */
#define	KI_SUGID	0x0040	/* has changed credentials */
#define	KI_CAPMODE	0x0080	/* in capability mode */
#define	KI_EXITING	0x0100

struct kinfo_proc {
	int		ki_structsize;
	int		ki_flag;	/* KI_* */
	pid_t		ki_pid;
	pid_t		ki_ppid;
	pid_t		ki_pgid;
	pid_t		ki_sid;
	pid_t		ki_tpgid;	/* the terminal's group, or -1 */
	int		ki_stat;	/* S* */
	dev_t		ki_tdev;	/* terminal, or NODEV */
	uid_t		ki_uid;		/* effective */
	uid_t		ki_ruid;
	uid_t		ki_svuid;
	gid_t		ki_gid;		/* effective */
	gid_t		ki_rgid;
	gid_t		ki_svgid;
	int		ki_nice;
	int		ki_priority;
	int		ki_numthreads;
	int		ki_lastcpu;
	__uint32_t	ki_pctcpu;	/* FSCALE is one processor */
	__uint32_t	ki_exitstatus;	/* of a zombie */
	__uint64_t	ki_size;	/* address space, bytes */
	__uint64_t	ki_rssize;	/* resident, bytes */
	__uint64_t	ki_tsize;	/* text, data and stack, bytes */
	__uint64_t	ki_dsize;
	__uint64_t	ki_ssize;
	__uint64_t	ki_runtime;	/* processor time, microseconds */
	struct timeval	ki_start;	/* real time of its creation */
	struct rusage	ki_rusage;
	struct rusage	ki_rusage_ch;	/* of waited-for children */
	char		ki_comm[KI_COMMLEN];
	char		ki_wmesg[KI_WMESGLEN];	/* why it sleeps */
	char		ki_login[KI_LOGINLEN];
	char		ki_ttyname[KI_TTYLEN];	/* without /dev/ */
	__uint64_t	ki_spare[24];
};

_Static_assert(sizeof(struct kinfo_proc) == 752, "kinfo_proc is frozen");

#endif /* !_SYS_USER_H_ */
