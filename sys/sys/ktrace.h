/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Tracing of processes: ktrace(2), utrace(2), and the file that they write,
 * which kdump(1) reads.  The kernel's side is ktrace(9).
 *
 * The file is a sequence of records: a struct ktr_header, then ktr_len bytes
 * that ktr_type explains.
 */

#ifndef _SYS_KTRACE_H_
#define	_SYS_KTRACE_H_

#include <sys/cdefs.h>
#include <sys/types.h>

/* Operations of ktrace(2). */
#define	KTROP_SET	0		/* trace these points, too */
#define	KTROP_CLEAR	1		/* trace them no more */
#define	KTROP_CLEARFILE	2		/* stop all tracing to the file */
#define	KTROP(ops)	((ops) & 3)
#define	KTRFLAG_DESCEND	4		/* all descendants, too */

#define	KTR_COMMLEN	32

struct ktr_header {
	__uint32_t	ktr_len;	/* bytes that follow */
	__uint16_t	ktr_type;	/* KTR_*, perhaps with KTR_DROP */
	__uint16_t	ktr_version;	/* KTR_VERSION */
	__int32_t	ktr_pid;
	__int32_t	ktr_tid;
	__int64_t	ktr_sec;	/* real time */
	__int32_t	ktr_nsec;
	__int32_t	ktr_cpu;
	__uint32_t	ktr_dropped;	/* with KTR_DROP: how many */
	__uint32_t	ktr_spare;
	char		ktr_comm[KTR_COMMLEN];
};

#define	KTR_VERSION	1
#define	KTR_DROP	0x8000		/* records before this one were lost */

/* A system call begins: the arguments follow, 64 bits each. */
#define	KTR_SYSCALL	1
struct ktr_syscall {
	__uint16_t	ktr_code;
	__uint16_t	ktr_narg;
	__uint32_t	ktr_spare;
	__uint64_t	ktr_args[];
};

/* It ends. */
#define	KTR_SYSRET	2
struct ktr_sysret {
	__uint16_t	ktr_code;
	__uint16_t	ktr_spare;
	__int32_t	ktr_error;	/* errno, 0, or one of these */
	__int64_t	ktr_retval;
};
#define	KTR_ERESTART	(-1)		/* a signal decides: again, or EINTR */
#define	KTR_EJUSTRETURN	(-2)		/* the registers are not a result */

/* A path that is looked up follows, without a NUL. */
#define	KTR_NAMEI	3

/* Bytes that a call read or wrote follow, at most kern.ktrace.genio_size. */
#define	KTR_GENIO	4
struct ktr_genio {
	__int32_t	ktr_fd;
	__int32_t	ktr_rw;		/* 0: read, 1: written */
	__uint64_t	ktr_total;	/* how many there were */
};

/* A signal is taken. */
#define	KTR_PSIG	5
struct ktr_psig {
	__int32_t	ktr_signo;
	__int32_t	ktr_code;	/* SI_* and its kind */
	__uint64_t	ktr_action;	/* the handler, 0 for the default */
	__uint32_t	ktr_mask[4];	/* blocked before */
};

/* The thread leaves its processor, or is back. */
#define	KTR_CSW		6
struct ktr_csw {
	__int32_t	ktr_out;	/* 1: leaves */
	__int32_t	ktr_user;	/* 1: it would have gone on */
	char		ktr_wmesg[16];	/* what it waits for */
};

/* What utrace(2) was given follows. */
#define	KTR_USER	7
#define	KTR_USER_MAXLEN	2048

/*
 * What an argument points to follows: structures and strings.  The table in
 * <sys/sysarg.h> knows the type of an argument.
 */
#define	KTR_STRUCT	8
struct ktr_struct {
	__uint16_t	ktr_code;
	__uint8_t	ktr_arg;	/* from 0 */
	__uint8_t	ktr_out;	/* 1: as the call left it */
	__uint32_t	ktr_total;	/* bytes that there are */
};
#define	KTR_STRUCT_MAXLEN 2048

/* A process is traced from here on; it ends. */
#define	KTR_PROCCTOR	10
struct ktr_procctor {
	__uint32_t	ktr_abi;	/* __Tessera__ */
	__int32_t	ktr_ppid;
};
#define	KTR_PROCDTOR	11
struct ktr_procdtor {
	__int32_t	ktr_status;	/* as of wait(2) */
	__int32_t	ktr_spare;
};

/* A page fault begins, and ends. */
#define	KTR_FAULT	13
struct ktr_fault {
	__uint64_t	ktr_vaddr;
	__int32_t	ktr_access;	/* PROT_* */
	__int32_t	ktr_spare;
};
#define	KTR_FAULTEND	14
struct ktr_faultend {
	__int32_t	ktr_error;	/* errno, 0 when it was resolved */
	__int32_t	ktr_spare;
};

/* Trace points. */
#define	KTRFAC_SYSCALL	(1 << KTR_SYSCALL)
#define	KTRFAC_SYSRET	(1 << KTR_SYSRET)
#define	KTRFAC_NAMEI	(1 << KTR_NAMEI)
#define	KTRFAC_GENIO	(1 << KTR_GENIO)
#define	KTRFAC_PSIG	(1 << KTR_PSIG)
#define	KTRFAC_CSW	(1 << KTR_CSW)
#define	KTRFAC_USER	(1 << KTR_USER)
#define	KTRFAC_STRUCT	(1 << KTR_STRUCT)
#define	KTRFAC_PROCCTOR	(1 << KTR_PROCCTOR)
#define	KTRFAC_PROCDTOR	(1 << KTR_PROCDTOR)
#define	KTRFAC_FAULT	(1 << KTR_FAULT)
#define	KTRFAC_FAULTEND	(1 << KTR_FAULTEND)
#define	KTRFAC_MASK	0x00ffffff
#define	KTRFAC_INHERIT	0x40000000	/* children are traced, too */

/* What exists of those. */
#define	KTRFAC_ALL	(KTRFAC_SYSCALL | KTRFAC_SYSRET | KTRFAC_NAMEI | \
			    KTRFAC_GENIO | KTRFAC_PSIG | KTRFAC_CSW | \
			    KTRFAC_USER | KTRFAC_STRUCT | KTRFAC_PROCCTOR | \
			    KTRFAC_PROCDTOR | KTRFAC_FAULT | KTRFAC_FAULTEND)

#ifdef _KERNEL
#include <sys/proc.h>
#include <sys/syscall.h>

struct vnode;

/*
 * td_syslimit: calls whose number less 1 is not below it take the slow path of
 * the dispatcher, which is where calls are traced, and where a thread takes up
 * what another changed of its process.  (Exit, which is 1, needs nothing new.)
 */
#define	SYSLIMIT_NONE	(SYS_MAXSYSCALL - 1)
#define	SYSLIMIT_STALE	1
#define	SYSLIMIT_TRACED	0

/* Is the running thread traced?  Every hook asks this first. */
#define	ktr_on(td)							\
	__predict_false((td)->td_syslimit == SYSLIMIT_TRACED)

/* kern_ktrace.c: records; see there for their contexts. */
void	ktr_syscall(struct thread *, u_long code, const register_t *args);
void	ktr_sysret(struct thread *, u_long code, const register_t *args,
	    int error, register_t value);
void	ktr_namei(struct thread *, const char *path, size_t len);
void	ktr_psig(struct thread *, const siginfo_t *, const void *action,
	    const sigset_t *mask);
void	ktr_csw(struct thread *, bool out, bool user, const char *wmesg);
void	ktr_fault(struct thread *, vm_offset_t va, int access);
void	ktr_faultend(struct thread *, int error);

/* kern_ktrace.c: the lives of processes and threads. */
void	ktr_fork(struct proc *parent, struct proc *child);
void	ktr_fork_return(struct thread *);
void	ktr_thread_exit(struct thread *);
void	ktr_exec(struct thread *);
void	ktr_exit(struct thread *, int status);
struct vnode *ktr_get_vnode(struct proc *);
#else
__BEGIN_DECLS
int	ktrace(const char *, int, int, pid_t);
int	utrace(const void *, size_t);
__END_DECLS
#endif /* _KERNEL */

_Static_assert(sizeof(struct ktr_header) == 72, "ktr_header is frozen");

#endif /* !_SYS_KTRACE_H_ */
