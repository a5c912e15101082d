/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_SIGNAL_H_
#define	_SYS_SIGNAL_H_

#include <sys/cdefs.h>
#include <sys/_sigset.h>
#include <sys/_types.h>
#include <machine/signal.h>

#define	NSIG		32	/* one more than the last old signal */

#define	SIGHUP		1	/* hangup */
#define	SIGINT		2	/* interrupt */
#define	SIGQUIT		3	/* quit */
#define	SIGILL		4	/* illegal instruction */
#define	SIGTRAP		5	/* trace trap */
#define	SIGABRT		6	/* abort() */
#define	SIGIOT		SIGABRT
#define	SIGEMT		7	/* emulator trap */
#define	SIGFPE		8	/* arithmetic exception */
#define	SIGKILL		9	/* kill (cannot be caught or ignored) */
#define	SIGBUS		10	/* bus error */
#define	SIGSEGV		11	/* segmentation violation */
#define	SIGSYS		12	/* bad system call */
#define	SIGPIPE		13	/* write to a pipe nobody reads */
#define	SIGALRM		14	/* alarm clock */
#define	SIGTERM		15	/* software termination */
#define	SIGURG		16	/* urgent condition on a descriptor */
#define	SIGSTOP		17	/* stop (cannot be caught or ignored) */
#define	SIGTSTP		18	/* stop from the terminal */
#define	SIGCONT		19	/* continue */
#define	SIGCHLD		20	/* child changed state */
#define	SIGTTIN		21	/* background read from the terminal */
#define	SIGTTOU		22	/* background write to the terminal */
#define	SIGIO		23	/* input or output possible */
#define	SIGXCPU		24	/* processor time limit exceeded */
#define	SIGXFSZ		25	/* file size limit exceeded */
#define	SIGVTALRM	26	/* virtual time alarm */
#define	SIGPROF		27	/* profiling time alarm */
#define	SIGWINCH	28	/* window size changed */
#define	SIGINFO		29	/* status request from the terminal */
#define	SIGUSR1		30
#define	SIGUSR2		31
#define	SIGTHR		32	/* thread library */
#define	SIGLWP		SIGTHR
#define	SIGLIBRT	33	/* real-time library */
#define	SIGRTMIN	65
#define	SIGRTMAX	126

typedef	void __sighandler_t(int);

#define	SIG_DFL		((__sighandler_t *)0)
#define	SIG_IGN		((__sighandler_t *)1)
#define	SIG_CATCH	((__sighandler_t *)2)
#define	SIG_HOLD	((__sighandler_t *)3)
#define	SIG_ERR		((__sighandler_t *)-1)

typedef	__sigset_t	sigset_t;
typedef	__pid_t		pid_t;
typedef	__size_t	size_t;
typedef	__uid_t		uid_t;

union sigval {
	int	sival_int;
	void	*sival_ptr;
	int	sigval_int;
	void	*sigval_ptr;
};

struct sigevent {
	int		sigev_notify;	/* SIGEV_* */
	int		sigev_signo;
	union sigval	sigev_value;
	union {
		__int32_t	_threadid;
		struct {
			void	(*_function)(union sigval);
			void	*_attribute;
		} _sigev_thread;
		unsigned short	_kevent_flags;
		long		__spare__[8];
	} _sigev_un;
};
#define	sigev_notify_function	_sigev_un._sigev_thread._function
#define	sigev_notify_attributes	_sigev_un._sigev_thread._attribute
#define	sigev_notify_thread_id	_sigev_un._threadid

#define	SIGEV_NONE	0
#define	SIGEV_SIGNAL	1
#define	SIGEV_THREAD	2
#define	SIGEV_KEVENT	3
#define	SIGEV_THREAD_ID	4

typedef struct __siginfo {
	int		si_signo;
	int		si_errno;
	int		si_code;	/* SI_*, ILL_*, ... */
	__pid_t		si_pid;		/* sender */
	__uid_t		si_uid;		/* its real user */
	int		si_status;	/* exit value or signal of a child */
	void		*si_addr;	/* faulting address */
	union sigval	si_value;
	union {
		struct {
			int	_trapno;
		} _fault;
		struct {
			int	_timerid;
			int	_overrun;
		} _timer;
		struct {
			long	_band;
		} _poll;
		long	__spare__[5];
	} _reason;
} siginfo_t;
#define	si_trapno	_reason._fault._trapno
#define	si_timerid	_reason._timer._timerid
#define	si_overrun	_reason._timer._overrun
#define	si_band		_reason._poll._band

_Static_assert(sizeof(siginfo_t) == 80, "siginfo_t is frozen");
_Static_assert(sizeof(struct sigevent) == 80, "sigevent is frozen");

struct sigaction {
	union {
		void	(*__sa_handler)(int);
		void	(*__sa_sigaction)(int, struct __siginfo *, void *);
	} __sigaction_u;
	int		sa_flags;	/* SA_* */
	int		__sa_spare;
	sigset_t	sa_mask;
};
#define	sa_handler	__sigaction_u.__sa_handler
#define	sa_sigaction	__sigaction_u.__sa_sigaction

_Static_assert(sizeof(struct sigaction) == 32, "sigaction is frozen");

#define	SA_ONSTACK	0x0001	/* run on the alternate stack */
#define	SA_RESTART	0x0002	/* restart system calls */
#define	SA_RESETHAND	0x0004	/* back to SIG_DFL when caught */
#define	SA_NOCLDSTOP	0x0008	/* no SIGCHLD for stopped children */
#define	SA_NODEFER	0x0010	/* do not block the signal in its handler */
#define	SA_NOCLDWAIT	0x0020	/* children leave no zombies */
#define	SA_SIGINFO	0x0040	/* the handler takes three arguments */

#define	SIG_BLOCK	1
#define	SIG_UNBLOCK	2
#define	SIG_SETMASK	3

/* si_code of signals that are sent. */
#define	SI_NOINFO	0
#define	SI_USER		0x10001	/* kill() */
#define	SI_QUEUE	0x10002	/* sigqueue() */
#define	SI_TIMER	0x10003
#define	SI_ASYNCIO	0x10004
#define	SI_MESGQ	0x10005
#define	SI_KERNEL	0x10006	/* raised by the kernel */
#define	SI_LWP		0x10007	/* raised by a thread */

#define	ILL_ILLOPC	1
#define	ILL_ILLOPN	2
#define	ILL_ILLADR	3
#define	ILL_ILLTRP	4
#define	ILL_PRVOPC	5
#define	ILL_PRVREG	6
#define	ILL_COPROC	7
#define	ILL_BADSTK	8

#define	FPE_INTOVF	1
#define	FPE_INTDIV	2
#define	FPE_FLTDIV	3
#define	FPE_FLTOVF	4
#define	FPE_FLTUND	5
#define	FPE_FLTRES	6
#define	FPE_FLTINV	7
#define	FPE_FLTSUB	8

#define	SEGV_MAPERR	1	/* nothing is mapped there */
#define	SEGV_ACCERR	2	/* the mapping forbids it */

#define	BUS_ADRALN	1
#define	BUS_ADRERR	2
#define	BUS_OBJERR	3

#define	TRAP_BRKPT	1
#define	TRAP_TRACE	2

#define	CLD_EXITED	1
#define	CLD_KILLED	2
#define	CLD_DUMPED	3
#define	CLD_TRAPPED	4
#define	CLD_STOPPED	5
#define	CLD_CONTINUED	6

#define	POLL_IN		1
#define	POLL_OUT	2
#define	POLL_MSG	3
#define	POLL_ERR	4
#define	POLL_PRI	5
#define	POLL_HUP	6

typedef struct __stack_t {
	void		*ss_sp;
	__size_t	ss_size;
	int		ss_flags;	/* SS_* */
	int		__ss_spare;
} stack_t;

_Static_assert(sizeof(stack_t) == 24, "stack_t is frozen");

#define	SS_ONSTACK	0x0001
#define	SS_DISABLE	0x0004
#define	SIGSTKSZ	(MINSIGSTKSZ + 32768)

#include <sys/ucontext.h>

#endif /* !_SYS_SIGNAL_H_ */
