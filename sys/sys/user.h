/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What ps(1) and procstat(1) learn of processes from the sysctl kern.proc.
 * Each structure begins with its size as the kernel knows it; a reader steps
 * through an array by it, so that the structures can grow.
 */

#ifndef _SYS_USER_H_
#define	_SYS_USER_H_

#include <sys/types.h>
#include <sys/_sigset.h>
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

/* A process, or, from kern.proc.all_td and pid_td, one of its threads. */
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
	__sigset_t	ki_siglist;	/* pending */
	__sigset_t	ki_sigmask;	/* blocked, by the first thread */
	__sigset_t	ki_sigignore;
	__sigset_t	ki_sigcatch;
	char		ki_tdname[KI_COMMLEN];	/* the thread's, if any */
	int		ki_tid;		/* the thread, or the first one */
	int		ki_jobc;	/* its group's parents outside */
	__uint64_t	ki_spare[11];
};

_Static_assert(sizeof(struct kinfo_proc) == 752, "kinfo_proc is frozen");

/* kf_type. */
#define	KF_TYPE_VNODE	1	/* file */
#define	KF_TYPE_SOCKET	2
#define	KF_TYPE_PIPE	3
#define	KF_TYPE_FIFO	4
#define	KF_TYPE_KQUEUE	5
#define	KF_TYPE_SHM	8
#define	KF_TYPE_PTS	10
#define	KF_TYPE_DEV	11
#define	KF_TYPE_PROCDESC 12

/* kf_fd, of what is no descriptor. */
#define	KF_FD_CWD	(-1)	/* current directory */
#define	KF_FD_ROOT	(-2)	/* root directory */
#define	KF_FD_TRACE	(-4)	/* where ktrace(2) writes */
#define	KF_FD_TEXT	(-5)	/* the program */

/* kf_flags. */
#define	KF_FLAG_READ	0x0001
#define	KF_FLAG_WRITE	0x0002
#define	KF_FLAG_APPEND	0x0004
#define	KF_FLAG_NONBLOCK 0x0008
#define	KF_FLAG_SYNC	0x0010
#define	KF_FLAG_CLOEXEC	0x0020
#define	KF_FLAG_LIMITED	0x0040	/* has not all rights */

/*
 * A descriptor, from kern.proc.filedesc.  Two strings follow: the path of a
 * file, or the address of a socket; and the address of its peer.
 */
struct kinfo_file {
	int		kf_structsize;	/* with the strings and padding */
	int		kf_fd;		/* number, or KF_FD_* */
	int		kf_type;	/* KF_TYPE_* */
	int		kf_flags;	/* KF_FLAG_* */
	__uint32_t	kf_refs;	/* of the open file */
	__uint32_t	kf_mode;	/* as of fstat(2), or 0 */
	__int64_t	kf_offset;	/* -1: has none */
	__int64_t	kf_size;
	__uint64_t	kf_dev;
	__uint64_t	kf_ino;
	__uint64_t	kf_rights[2];	/* CAP_*, a cap_rights_t */
	int		kf_domain;	/* of a socket */
	int		kf_socktype;
	int		kf_pid;		/* of a process descriptor */
	int		kf_spare0;
	__uint64_t	kf_spare[2];
	char		kf_path[];
};

/* kve_type. */
#define	KVE_TYPE_NONE	0	/* nothing has been put there yet */
#define	KVE_TYPE_ANON	1	/* private memory */
#define	KVE_TYPE_SHARED	2	/* shared memory without a name */
#define	KVE_TYPE_VNODE	3	/* a file */
#define	KVE_TYPE_FIXED	4	/* pages of the kernel */
#define	KVE_TYPE_GUARD	5	/* never anything */

/* kve_prot, kve_maxprot. */
#define	KVE_PROT_READ	0x1
#define	KVE_PROT_WRITE	0x2
#define	KVE_PROT_EXEC	0x4

/* kve_flags. */
#define	KVE_FLAG_SHARED	0x0001	/* writes reach the object */
#define	KVE_FLAG_COW	0x0002	/* the next write copies */
#define	KVE_FLAG_GROWS	0x0004	/* a stack */
#define	KVE_FLAG_LOCKED	0x0008	/* stays in memory */

/*
 * A mapping, from kern.proc.vmmap.  The path of its file follows.
 */
struct kinfo_vmentry {
	int		kve_structsize;	/* with the path and padding */
	int		kve_type;	/* KVE_TYPE_* */
	__uint64_t	kve_start;
	__uint64_t	kve_end;
	__uint64_t	kve_offset;	/* in the object */
	__uint64_t	kve_resident;	/* pages of the object in memory */
	__uint64_t	kve_private;	/* pages that only this mapping has */
	__uint64_t	kve_fileid;	/* of the file */
	__uint64_t	kve_fsid;
	__uint32_t	kve_refs;	/* of the object */
	__uint16_t	kve_prot;	/* KVE_PROT_* */
	__uint16_t	kve_maxprot;
	__uint32_t	kve_flags;	/* KVE_FLAG_* */
	__uint32_t	kve_spare0;
	__uint64_t	kve_spare[4];
	char		kve_path[];
};

_Static_assert(sizeof(struct kinfo_file) == 104, "kinfo_file is frozen");
_Static_assert(sizeof(struct kinfo_vmentry) == 112,
    "kinfo_vmentry is frozen");

#endif /* !_SYS_USER_H_ */
