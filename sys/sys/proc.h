/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processes, threads, process groups and sessions.  See proc(9) and the
 * theory statement of kern_proc.c.
 *
 * Lock order	proctree_lock -> tty -> pg_lock -> p_lock -> sleep queues and
 *		run queues.  Two p_locks are never held together.
 */

#ifndef _SYS_PROC_H_
#define	_SYS_PROC_H_

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/queue.h>
#include <sys/resourcevar.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/ucred.h>
#include <machine/pcb.h>
#include <machine/vmparam.h>

struct filedesc;
struct ktr_io;
struct ktr_thread;
struct pgrp;
struct poll_wait;
struct proc;
struct procdesc;
struct ptimers;
struct session;
struct sockctl_list;
struct trapframe;
struct tty;
struct vmspace;
struct vnode;

/*
 * A session.  Locks: (t) proctree_lock, (i) constant, (a) atomic.
 */
struct session {
	u_int		s_ref;		/* (a) groups, and whoever holds it */
	u_int		s_ngroups;	/* (t) */
	pid_t		s_sid;		/* (i) the leader's process id */
	struct proc	*s_leader;	/* (t) NULL once it has exited */
	struct tty	*s_ttyp;	/* (t) controlling terminal */
	char		s_login[MAXLOGNAME];	/* (t) setlogin(2) */
};

/*
 * A process group.  Members change with proctree_lock and pg_lock both; either
 * is enough to walk them.
 */
struct pgrp {
	LIST_ENTRY(pgrp) pg_hash;	/* (t) */
	pid_t		pg_id;		/* (i) */
	u_int		pg_ref;		/* (a) 1 for the members together */
	u_int		pg_jobc;	/* (t) members whose parent is outside
					   the group, inside the session */
	struct session	*pg_session;	/* (i) referenced */
	struct kmutex	pg_lock;
	LIST_HEAD(, proc) pg_members;	/* (t+pg_lock) */
};

/*
 * A thread.  Locks: (c) only the thread itself, (p) p_lock, (i) constant,
 * (a) atomic, (s) see <sys/sched.h>.
 * Assembly and the traps read the first members.
 */
struct thread {
#define	td_startzero	td_ast
	struct proc	*td_proc;	/* (i) */
	uint32_t	td_ast;		/* (a) AST_*: work before user mode */
	int		td_nofault;	/* (c) copyin fails, does not fault */
	struct trapframe *td_frame;	/* (c) user registers */
	struct cred	*td_cred;	/* (c) p_cred as of the trap */
	struct plimit	*td_limit;	/* (c) p_limit as of the trap */
	uint32_t	td_flags;	/* (c) TDF_*; TDF_FATAL: set with (p) */
	struct poll_wait *td_poll;	/* (c) where poll_record() records */
	struct sockctl_list *td_ctlfree; /* (c) what sockctl_free() does */
	sigset_t	td_sigmask;	/* (p) to change; (c) to read */
	sigset_t	td_oldsigmask;	/* (c) if TDF_OLDMASK: of sigsuspend */
	struct sigqueue	td_sigqueue;	/* (p) signals to this thread only */
	sigset_t	td_sigwait;	/* (p) what sigtimedwait waits for */
	stack_t		td_sigstk;	/* (c) sigaltstack(2) */
	struct rucount	td_ru;		/* (c) */
	char		td_name[MAXCOMLEN + 1];	/* (i) of kernel threads */
#define	td_endzero	td_tid
	int		td_tid;		/* (i) thread id */
	u_long		td_syslimit;	/* (p; read without) <sys/ktrace.h> */
	struct ktr_thread *td_ktr;	/* (c) records, or NULL */
	void		*td_kstack;	/* (i) lowest address */
	TAILQ_ENTRY(thread) td_plist;	/* (p) p_threads */
	LIST_ENTRY(thread) td_hash;	/* by td_tid: kern_proc.c */

	struct td_sched	td_sched;	/* (s) */
	struct pcb	td_pcb;		/* MD */
};

/* td_ast: reasons to call ast() on the way to user mode. */
#define	AST_SIG		0x0001		/* a signal may be deliverable */
#define	AST_RESCHED	0x0002		/* a woken thread goes first */
#define	AST_STOP	0x0004		/* the process is stopped */
#define	AST_SYSCALL	0x0008		/* ERESTART is to be decided */
#define	AST_OLDMASK	0x0010		/* td_oldsigmask is to be restored */
#define	AST_CRED	0x0020		/* p_cred was replaced */
#define	AST_CPULIMIT	0x0040		/* a tick: look at processor time */
#define	AST_EXIT	0x0080		/* p_single wants the thread to end */
#define	AST_LIMIT	0x0100		/* p_limit was replaced */
#define	AST_ALONE	0x0200		/* the other threads have ended */
#define	AST_STALE	(AST_CRED | AST_LIMIT)

/* td_flags. */
#define	TDF_KTHREAD	0x0001		/* never in user mode */
#define	TDF_OLDMASK	0x0002		/* td_oldsigmask is valid */
#define	TDF_ERESTART	0x0004		/* the call ended with ERESTART */
#define	TDF_EXITING	0x0008		/* past the point of no return */
#define	TDF_FATAL	0x0010		/* a signal it took ends the process */

/*
 * What a process was started with, for ps(1) and procstat(1): NUL-terminated
 * strings in a row, arguments first.
 */
struct pargs {
	u_int		pa_ref;		/* (a) */
	u_int		pa_len;		/* bytes of arguments */
	u_int		pa_envlen;	/* bytes of environment */
	char		pa_data[];
};

/*
 * Process states.
 */
enum proc_state {
	PRS_NEW,			/* being created */
	PRS_NORMAL,
	PRS_ZOMBIE,			/* ended; pid, status and use remain */
	PRS_DEAD			/* waited for */
};

/*
 * A process.  Locks: (i) constant, (p) p_lock, (t) proctree_lock, (a) atomic,
 * (c) its only thread, see thread_single(); with two letters both to change and
 * either to read.
 */
struct proc {
	enum proc_state	p_state;	/* (p+t) */
	u_int		p_ref;		/* (a) keeps the memory */
	struct kmutex	p_lock;
	pid_t		p_pid;		/* (i) */
	pid_t		p_ppid;		/* (t; read without) parent's p_pid */
	pid_t		p_pgid;		/* (t; read without) group's id */
	pid_t		p_sid;		/* (t; read without) session's id */
	struct vmspace	*p_vmspace;	/* (p+c), its threads read it */
	struct filedesc	*p_fd;		/* (p+c), its threads read it */
	struct cred	*p_cred;	/* (p) referenced; DEAD: NULL */
	struct plimit	*p_limit;	/* (p) referenced */
	struct sigacts	*p_sigacts;	/* (p) */
	struct sigqueue	p_sigqueue;	/* (p) signals to any thread */
	TAILQ_HEAD(, thread) p_threads;	/* (p) */

	LIST_ENTRY(proc) p_list;	/* (t) allproc */
	LIST_ENTRY(proc) p_hash;	/* (t) pid hash */
	LIST_ENTRY(proc) p_pglist;	/* (t+pg_lock) pg_members */
	struct pgrp	*p_pgrp;	/* (p+t) */
	LIST_ENTRY(proc) p_sibling;	/* (t) p_children of p_pptr */
	LIST_HEAD(, proc) p_children;	/* (t) */
	u_int		p_childchanges;	/* (p) children's changes of state */
	struct cv	p_waitcv;	/* wait6(2) sleeps here; the parent, in
					   fork_wait() */
	struct cv	p_stopcv;	/* stopped threads sleep here */
	struct cv	p_singlecv;	/* p_single sleeps here */
	struct notify	p_notify;	/* NOTE_*, for event queues */

#define	p_startzero	p_flag
	uint32_t	p_flag;		/* (p) P_* */
	u_int		p_nthreads;	/* (p) */
	struct thread	*p_single;	/* (p) who ends all other threads */
	u_int		p_nlockf;	/* record locks: kern_lockf.c */
	struct proc	*p_pptr;	/* (t) */
	struct procdesc	*p_procdesc;	/* (t) of pdfork(2), or NULL */
	int		p_xstat;	/* (p) exit code or signal, as wait */
	int		p_stopsig;	/* (p) signal that stopped it */
	u_int		p_nstopped;	/* (p) threads that have stopped */
	int		p_nice;		/* (p) */
	struct ptimers	*p_ptimers;	/* (p) timers, or NULL: kern_ptimer.c */
	u_int		p_ncputimers;	/* (p) of them: on processor time */
	u_int		p_nksi;		/* (p) ksiginfos, but for timers' */
	struct ktr_io	*p_ktrio;	/* (p) where it is traced, or NULL */
	uint64_t	p_ktrserial;	/* (p; read without) of p_ktrio, or 0 */
	uint32_t	p_traceflag;	/* (p; read without) KTRFAC_* */
	uint32_t	p_ktrdropped;	/* (a) records lost since the last */
	struct vnode	*p_textvp;	/* (p) executable, referenced */
	struct pargs	*p_args;	/* (p) */
	vm_offset_t	p_sigtramp;	/* (c) signal trampoline */
	vm_offset_t	p_psstrings;	/* (c) top of the argument area */
	uint64_t	p_start;	/* (i) ns since boot */
	uint64_t	p_cpulimit;	/* (p) RLIMIT_CPU in ns; next warning */
	struct rucount	p_ru;		/* (p) of threads that ended */
	struct rucount	p_cru;		/* (p) of children waited for */
	char		p_comm[MAXCOMLEN + 1];	/* (p) */
#define	p_endzero	p_end
	char		p_end[1];
};

/* p_flag. */
#define	P_KPROC		0x00000001	/* of the kernel */
#define	P_SUGID		0x00000002	/* has changed ids; issetugid(2) */
#define	P_EXEC		0x00000004	/* has called execve since fork */
#define	P_EXITING	0x00000008	/* in exit1() */
#define	P_STOPPED	0x00000010	/* a stop signal is in effect */
#define	P_STOPNOTE	0x00000020	/* wait6(2) may report the stop */
#define	P_CONTNOTE	0x00000040	/* wait6(2) may report the continue */
#define	P_CONTSIG	0x00000080	/* the parent gets SIGCHLD for it */
#define	P_STOPSIG	0x00000200	/* all stopped; P_STOPNOTE is next */
#define	P_INEXEC	0x00000400	/* in execve */
#define	P_SYSTEM	0x00000800	/* init: default actions do nothing */
#define	P_XCPU		0x00001000	/* SIGXCPU has been sent */
#define	P_PROTECTED	0x00002000	/* not killed for want of memory */
#define	P_PPWAIT	0x00004000	/* the parent sleeps in fork_wait(); set
					   before the process runs, cleared by
					   its only thread */
#define	P_UNBORN	0x00008000	/* of a posix_spawn(3) that has failed:
					   ends without a trace */
#define	P_OOMKILLED	0x00100000	/* killed for want of memory, once */

#define	PID_MAX		99999
#define	NO_PID		100000

#define	curproc		(curthread->td_proc)

extern struct proc proc0;
extern struct thread thread0;
extern struct proc *initproc;
extern struct rwlock proctree_lock;
extern LIST_HEAD(proclist, proc) allproc;	/* (t) */
extern u_int nprocs;				/* (t) */
extern u_int maxproc;
extern int thread_lasttid;			/* kern_proc.c */

#define	FOREACH_PROC(p)		LIST_FOREACH((p), &allproc, p_list)
#define	FOREACH_THREAD(p, td)	TAILQ_FOREACH((td), &(p)->p_threads, td_plist)

/* kern_proc.c */
/* Found with p_lock held, or NULL; the analysis cannot follow that. */
struct proc *proc_find(pid_t) __no_lock_analysis;
struct proc *proc_find_any(pid_t) __no_lock_analysis;
struct proc *proc_lookup(pid_t);
struct pgrp *pgfind(pid_t);
void	proc_hold(struct proc *);
struct proc *proc_hold_next(pid_t);
void	proc_rele(struct proc *);
void	pgrp_hold(struct pgrp *);
void	pgrp_rele(struct pgrp *);
void	session_hold(struct session *);
void	session_rele(struct session *);
bool	pgrp_orphaned(const struct pgrp *);
struct pargs *pargs_hold(struct pargs *);
void	pargs_drop(struct pargs *);

/* Core: how they come and go. */
void	proc0_init(void);
struct proc *proc_alloc(void);
int	proc_insert(struct proc *, struct proc *);
void	proc_remove(struct proc *);
void	proc_adopt(struct proc *, struct proc *);
void	proc_leave_family(struct proc *);
struct pgrp *pgrp_alloc(void);
void	pgrp_free(struct pgrp *);
void	pgrp_enter(struct proc *, struct pgrp *, struct session *);
struct session *session_alloc(void);
void	session_free(struct session *);
struct pargs *pargs_alloc(u_int, u_int);
struct thread *thread_alloc(struct proc *);
void	thread_link(struct thread *, struct proc *);
void	thread_unlink(struct thread *);
void	thread_remove(struct thread *) __no_lock_analysis;
void	thread_free(struct thread *);
void	thread_reap(struct thread *);

/* Core: kern_thread.c. */
int	thread_single(struct thread *);
void	thread_alone(struct thread *);
void	thread_exit(struct thread *) __dead2 __no_lock_analysis;

/* kern_procinfo.c */
struct kinfo_proc;
bool	proc_kinfo(struct proc *, struct kinfo_proc *);
struct pargs *proc_get_args(struct proc *, const struct cred *);

/* Core: of sysctl kern.proc. */
int	kinfo_name_proc(const int *, intptr_t, struct proc **)
	    __no_lock_analysis;

/* kern_sig.c; the rest is in <sys/signalvar.h> */
void	psignal(struct proc *p, int) __requires(p->p_lock);
void	psignal_info(struct proc *p, const siginfo_t *) __requires(p->p_lock);

/* kern_fork.c */

/* The address space of a new process. */
enum fork_space {
	FORK_COPY,			/* a copy of the parent's */
	FORK_SHARE,			/* the parent's */
	FORK_NOSPACE			/* none, until it runs a program */
};

/* What process to make. */
struct fork_desc {
	enum fork_space	fk_space;
	bool		fk_wait;	/* until it runs a program, or ends */
	struct procdesc	*fk_procdesc;	/* for it, or NULL */
	void		(*fk_fn)(void *);	/* where it begins; NULL: it
						   returns 0 as fork(2) does */
	void		*fk_arg;	/* of fk_fn */
};

int	fork1(struct thread *, const struct fork_desc *, pid_t *);
void	fork_done(struct thread *);

/* Core: kern_fork.c. */
int	fork_kernel(void (*)(void *), void *, const char *, struct proc **);
void	fork_return(void *);

/* Core: kern_xxx.c. */
extern volatile u_int rebooting;	/* (a) reboot(2) has begun */
void	reboot_wait(void) __dead2;

/* Core: kern_exit.c. */
void	proc_reap(struct proc *, struct proc *);
void	proc_free(struct proc *);
void	exit1(struct thread *, int) __dead2;
#endif /* _KERNEL */

#endif /* !_SYS_PROC_H_ */
