/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals inside the kernel.  See psignal(9) and kern_sig.c.
 */

#ifndef _SYS_SIGNALVAR_H_
#define	_SYS_SIGNALVAR_H_

#ifdef _KERNEL
#include <sys/queue.h>
#include <sys/signal.h>
#include <sys/types.h>

struct pgrp;
struct proc;
struct sigqueue;
struct thread;

/*
 * Sets are handled as two 64-bit words.
 */
static inline uint64_t
sigset_word(const sigset_t *set, u_int n)
{

	return ((uint64_t)set->__bits[2 * n] |
	    (uint64_t)set->__bits[2 * n + 1] << 32);
}

static inline void
sigset_setword(sigset_t *set, u_int n, uint64_t w)
{

	set->__bits[2 * n] = (uint32_t)w;
	set->__bits[2 * n + 1] = (uint32_t)(w >> 32);
}

static inline bool
sigset_has(const sigset_t *set, int sig)
{

	return ((set->__bits[_SIG_WORD(sig)] & _SIG_BIT(sig)) != 0);
}

static inline void
sigset_add(sigset_t *set, int sig)
{

	set->__bits[_SIG_WORD(sig)] |= _SIG_BIT(sig);
}

static inline void
sigset_del(sigset_t *set, int sig)
{

	set->__bits[_SIG_WORD(sig)] &= ~_SIG_BIT(sig);
}

static inline void
sigset_clear(sigset_t *set)
{

	sigset_setword(set, 0, 0);
	sigset_setword(set, 1, 0);
}

static inline bool
sigset_isempty(const sigset_t *set)
{

	return ((sigset_word(set, 0) | sigset_word(set, 1)) == 0);
}

static inline void
sigset_or(sigset_t *set, const sigset_t *other)
{

	sigset_setword(set, 0, sigset_word(set, 0) | sigset_word(other, 0));
	sigset_setword(set, 1, sigset_word(set, 1) | sigset_word(other, 1));
}

static inline void
sigset_and(sigset_t *set, const sigset_t *other)
{

	sigset_setword(set, 0, sigset_word(set, 0) & sigset_word(other, 0));
	sigset_setword(set, 1, sigset_word(set, 1) & sigset_word(other, 1));
}

static inline bool
sigset_equal(const sigset_t *a, const sigset_t *b)
{

	return (sigset_word(a, 0) == sigset_word(b, 0) &&
	    sigset_word(a, 1) == sigset_word(b, 1));
}

static inline void
sigset_nand(sigset_t *set, const sigset_t *other)
{

	sigset_setword(set, 0, sigset_word(set, 0) & ~sigset_word(other, 0));
	sigset_setword(set, 1, sigset_word(set, 1) & ~sigset_word(other, 1));
}

/* Bits of the first 64 signals, for constant sets. */
#define	SIGBIT64(sig)	(1ULL << ((sig) - 1))
#define	SIGS_STOP	(SIGBIT64(SIGSTOP) | SIGBIT64(SIGTSTP) | \
			    SIGBIT64(SIGTTIN) | SIGBIT64(SIGTTOU))
#define	SIGS_CANTCATCH	(SIGBIT64(SIGKILL) | SIGBIT64(SIGSTOP))
/* Cancellation of threads must get through. */
#define	SIGS_CANTMASK	(SIGS_CANTCATCH | SIGBIT64(SIGTHR))

/*
 * What is to be told of one pending signal.  It belongs to the queue and is
 * counted in p_nksi, or, if ksi_taken is set, to somebody who is told so, with
 * p_lock held, when it has left the queue: because the signal is taken, and
 * then he may add to what is said, or because it was thrown away (NULL).
 */
struct ksiginfo {
	TAILQ_ENTRY(ksiginfo) ksi_link;	/* (p) */
	void		(*ksi_taken)(struct ksiginfo *, siginfo_t *); /* (i) */
	union {
		struct sigqueue	*ksi_queue; /* (p) with ksi_taken: where */
		struct proc	*ksi_proc;  /* (i) without: who counts it */
	};
	siginfo_t	ksi_info;
};

/*
 * Pending signals of a process or a thread; p_lock guards it.  A signal in
 * sq_set whose info could not be kept has none on sq_list.
 */
struct sigqueue {
	sigset_t	sq_set;
	TAILQ_HEAD(, ksiginfo) sq_list;
};

/*
 * Actions.  A forked child refers to its parent's; while more than one process
 * does (sa_ref > 1) it is immutable, and who changes it makes a copy first.
 * (p) guards the pointer p_sigacts and, when unshared, what is in it.
 */
struct sigacts {
	u_int		sa_ref;		/* (a) */
	u_int		sa_flag;	/* SAF_* */
	sigset_t	sa_ignore;	/* SIG_IGN, or ignored by default */
	sigset_t	sa_catch;	/* has a handler */
	struct sigaction sa_act[_SIG_MAXSIG];	/* of signal n + 1 */
};

#define	SAF_NOCLDSTOP	0x01
#define	SAF_NOCLDWAIT	0x02		/* also when SIGCHLD is ignored */

/* Core: boot, and what fork(2), execve(2) and sigaction(2) do. */
void	sig_init(void);
struct sigacts *sigacts_hold(struct sigacts *);
void	sigacts_free(struct sigacts *);
void	sigqueue_init(struct sigqueue *);
void	sigqueue_flush(struct sigqueue *);
int	execsigs(struct thread *) __no_lock_analysis;
int	kern_sigaction(struct thread *, int, const struct sigaction *,
	    struct sigaction *) __no_lock_analysis;

void	tdsignal_info(struct thread *, const siginfo_t *)
	    __no_lock_analysis;
void	pgsignal(struct pgrp *, int, bool);
void	trapsignal(struct thread *, int, int, void *) __no_lock_analysis;
int	sig_pending_check(struct thread *);
int	sig_interrupted(struct thread *) __no_lock_analysis;
bool	sig_ignored(struct proc *, int);
bool	sig_blocked_or_ignored(struct thread *, int);

/* Core: what system calls, timers and the way to user mode do. */
int	sig_fatal(struct thread *) __no_lock_analysis;
void	sig_post_owned(struct proc *, struct thread *, struct ksiginfo *)
	    __no_lock_analysis;
void	sig_withdraw(struct ksiginfo *);
int	sig_queue(struct proc *, const siginfo_t *) __no_lock_analysis;
int	sig_wait(struct thread *, const sigset_t *, uint64_t, siginfo_t *)
	    __no_lock_analysis;
void	sig_setmask(struct thread *, const sigset_t *);
void	sig_suspend_mask(struct thread *, const sigset_t *);
void	sig_recalc(struct thread *);
void	sig_pass_on(struct thread *);
bool	sig_delays_fork(struct thread *);
void	sig_continue(struct proc *);
void	sig_stop_wait(struct thread *) __no_lock_analysis;
void	sigexit(struct thread *, int) __dead2;
void	ast(struct thread *) __no_lock_analysis;

extern struct sigacts sigacts_default;
#endif /* _KERNEL */

#endif /* !_SYS_SIGNALVAR_H_ */
