/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals: sending, waiting with a changed mask, taking them on the way to user
 * mode, stopping and continuing.
 *
 * Model	A signal is posted to a process or to one of its threads: a bit
 *		in a sigqueue, and usually a ksiginfo that says more.  Signals
 *		below SIGRTMIN are kept once, the others as often as they are
 *		sent, and in that order; the lowest number goes first.  A
 *		process has at most SIGQUEUE_MAX ksiginfos, in all its queues,
 *		so the memory that waits for it is bounded: what is posted
 *		beyond that is a bit only, and sigqueue(2) fails.  Those of
 *		timers are the timers' memory and not counted.  Posting makes a
 *		thread that may take it look: AST_SIG in td_ast, and the end of
 *		an interruptible sleep.  The thread takes signals in ast(), on
 *		its way to user mode: it enters a handler, stops, or ends the
 *		process.  So no kernel code runs "inside" a signal, and a thread
 *		that stops holds no lock.
 *
 * Restart	A call that a signal interrupted unwinds with ERESTART, and
 *		what becomes of it is decided when the signal is taken: entering
 *		a handler without SA_RESTART turns it into EINTR; anything else
 *		(a stop, a signal that vanished) repeats the call.  Calls that
 *		must always fail with EINTR, or that sleep until a deadline, ask
 *		sig_interrupted(), which lets the process stop there and says
 *		whether a handler or death is waiting.
 *
 * Waiting	sig_wait() takes signals out of the queues itself, blocked or
 *		not.  td_sigwait says which, and posting one of them makes the
 *		thread look as if it did not block it.
 *
 * Invariants	(1) A thread with a deliverable signal (pending, not in its
 *		mask) has AST_SIG set; AST_SIG without one is harmless.
 *		(2) SIGKILL and SIGSTOP are in no mask, have no handler, and are
 *		not ignored.
 *		(3) Ignored signals are never pending.
 *		(4) A posted SIGCONT removes pending stop signals, and the
 *		reverse.
 *		(5) A sigacts with sa_ref > 1 does not change.
 *		(6) A process with P_PPWAIT is never P_STOPPED.
 *		(7) From when a signal that ends or stops the process is posted
 *		until no thread of it runs any more, sig_delays_fork() says so:
 *		it is pending, or a thread that has taken it has TDF_FATAL, or
 *		the others have AST_STOP or AST_EXIT.  Each is set under p_lock
 *		before the one before it goes.
 *
 * Locks	p_lock guards queues, masks and actions.  Order: pg_lock ->
 *		p_lock -> sleep queue.  Parents are told with no p_lock held.
 * Context	Posting: thread and soft interrupt.  The rest: the thread.
 * Tests	tests/sys/kern/t_signal.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/eventvar.h>
#include <sys/kmem.h>
#include <sys/ktrace.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/procdesc.h>
#include <sys/ptimer.h>
#include <sys/queue.h>
#include <sys/rwlock.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/systm.h>
#include <sys/ucontext.h>
#include <sys/wait.h>

/* What the default action of a signal is. */
#define	SIGS_DFL_IGNORE	(SIGBIT64(SIGURG) | SIGBIT64(SIGCONT) | \
			    SIGBIT64(SIGCHLD) | SIGBIT64(SIGIO) | \
			    SIGBIT64(SIGWINCH) | SIGBIT64(SIGINFO))
/* Ends the process in a way that someone should hear of. */
#define	SIGS_CORE	(SIGBIT64(SIGQUIT) | SIGBIT64(SIGILL) | \
			    SIGBIT64(SIGTRAP) | SIGBIT64(SIGABRT) | \
			    SIGBIT64(SIGEMT) | SIGBIT64(SIGFPE) | \
			    SIGBIT64(SIGBUS) | SIGBIT64(SIGSEGV) | \
			    SIGBIT64(SIGSYS))

struct sigacts		sigacts_default;
static struct kmem_cache *sigacts_cache;
static struct kmem_cache *ksiginfo_cache;
static const struct sigaction sigaction_default;

static struct sigacts *sigacts_own(struct proc *p) __requires(p->p_lock);
static void	sig_setaction(struct proc *p, struct sigacts *, int,
		    const struct sigaction *) __requires(p->p_lock);
static void	sig_discard_set(struct proc *p, const sigset_t *)
		    __requires(p->p_lock);
static void	sig_discard64(struct proc *p, uint64_t) __requires(p->p_lock);
static int	sig_post(struct proc *p, struct thread *, const siginfo_t *,
		    struct ksiginfo *, bool) __requires(p->p_lock);
/*
 * These are called with the lock of the thread's process, which the analysis
 * cannot name.
 */
static void	sig_stop(struct thread *, int) __no_lock_analysis;
static int	sig_take(struct thread *, bool, siginfo_t *)
		    __no_lock_analysis;
static void	sig_deliver(struct thread *, int, const siginfo_t *)
		    __no_lock_analysis;

static inline bool
sig_in64(uint64_t set, int sig)
{

	return (sig <= 64 && (set & SIGBIT64(sig)) != 0);
}

void
sig_init(void)
{

	ksiginfo_cache = kmem_cache_create("ksiginfo", sizeof(struct ksiginfo),
	    0, NULL, NULL, NULL);
	sigacts_cache = kmem_cache_create("sigacts", sizeof(struct sigacts), 0,
	    NULL, NULL, NULL);
	if (ksiginfo_cache == NULL || sigacts_cache == NULL)
		panic("sig_init: no memory for the caches");
	/* The static reference keeps it shared and so immutable for ever. */
	sigacts_default.sa_ref = 1;
	sigset_setword(&sigacts_default.sa_ignore, 0, SIGS_DFL_IGNORE);
}

struct sigacts *
sigacts_hold(struct sigacts *sa)
{

	atomic_inc(&sa->sa_ref);
	return (sa);
}

void
sigacts_free(struct sigacts *sa)
{

	if (atomic_dec_nv(&sa->sa_ref) == 0)
		kmem_cache_free(sigacts_cache, sa);
}

/*
 * Actions that p may change: a copy of its present ones unless it is the only
 * user.  Called and returns with p_lock held; may drop it to sleep.  NULL
 * without memory.
 */
static struct sigacts *
sigacts_own(struct proc *p)
{
	struct sigacts *sa, *copy;

	if (atomic_load_relaxed(&p->p_sigacts->sa_ref) == 1)
		return (p->p_sigacts);
	mutex_exit(&p->p_lock);
	copy = kmem_cache_alloc(sigacts_cache, KM_SLEEP);
	mutex_enter(&p->p_lock);
	sa = p->p_sigacts;
	if (copy == NULL || atomic_load_relaxed(&sa->sa_ref) == 1) {
		if (copy != NULL)
			kmem_cache_free(sigacts_cache, copy);
		return (copy == NULL ? NULL : sa);
	}
	memcpy(copy, sa, sizeof(*copy));
	copy->sa_ref = 1;
	p->p_sigacts = copy;
	sigacts_free(sa);
	return (copy);
}

void
sigqueue_init(struct sigqueue *sq)
{

	sigset_clear(&sq->sq_set);
	TAILQ_INIT(&sq->sq_list);
}

/*
 * A ksiginfo has left its queue, taken (info is what is told of it) or
 * forgotten (NULL).
 */
static void
ksiginfo_done(struct ksiginfo *ksi, siginfo_t *info)
{

	if (__predict_true(ksi->ksi_taken == NULL)) {
		KASSERT(ksi->ksi_proc->p_nksi > 0);
		ksi->ksi_proc->p_nksi--;
		kmem_cache_free(ksiginfo_cache, ksi);
		return;
	}
	ksi->ksi_queue = NULL;
	ksi->ksi_taken(ksi, info);
}

/*
 * Forget all that is pending.  p_lock held.
 */
void
sigqueue_flush(struct sigqueue *sq)
{
	struct ksiginfo *ksi;

	while ((ksi = TAILQ_FIRST(&sq->sq_list)) != NULL) {
		TAILQ_REMOVE(&sq->sq_list, ksi, ksi_link);
		ksiginfo_done(ksi, NULL);
	}
	sigset_clear(&sq->sq_set);
}

/*
 * Forget the signals of the set.
 */
static void
sigqueue_delete(struct sigqueue *sq, const sigset_t *set)
{
	struct ksiginfo *ksi, *next;

	if (((sigset_word(&sq->sq_set, 0) & sigset_word(set, 0)) |
	    (sigset_word(&sq->sq_set, 1) & sigset_word(set, 1))) == 0)
		return;
	TAILQ_FOREACH_SAFE(ksi, &sq->sq_list, ksi_link, next) {
		if (!sigset_has(set, ksi->ksi_info.si_signo))
			continue;
		TAILQ_REMOVE(&sq->sq_list, ksi, ksi_link);
		ksiginfo_done(ksi, NULL);
	}
	sigset_nand(&sq->sq_set, set);
}

/*
 * Nothing of the set is pending for p or its threads any more.  p_lock held.
 */
static void
sig_discard_set(struct proc *p, const sigset_t *set)
{
	struct thread *td;

	sigqueue_delete(&p->p_sigqueue, set);
	FOREACH_THREAD(p, td)
		sigqueue_delete(&td->td_sigqueue, set);
}

static void
sig_discard64(struct proc *p, uint64_t word)
{
	sigset_t set;

	sigset_clear(&set);
	sigset_setword(&set, 0, word);
	sig_discard_set(p, &set);
}

/*
 * A ksiginfo of p that says info; NULL without memory, or if p has as many as
 * it may.  p_lock held.
 */
static struct ksiginfo *
ksiginfo_alloc(struct proc *p, const siginfo_t *info)
{
	struct ksiginfo *ksi;

	if (p->p_nksi >= SIGQUEUE_MAX)
		return (NULL);
	ksi = kmem_cache_alloc(ksiginfo_cache, KM_NOSLEEP);
	if (ksi == NULL)
		return (NULL);
	p->p_nksi++;
	ksi->ksi_taken = NULL;
	ksi->ksi_proc = p;
	memcpy(&ksi->ksi_info, info, sizeof(ksi->ksi_info));
	return (ksi);
}

/*
 * Would one more of sig add nothing to the queue?
 */
static inline bool
sigqueue_has_enough(const struct sigqueue *sq, int sig)
{

	return (sig < SIGRTMIN && sigset_has(&sq->sq_set, sig));
}

/*
 * Keep the signal of ksi, or sig alone if that is NULL: its bit is enough to
 * deliver it once.
 */
static void
sigqueue_post(struct sigqueue *sq, int sig, struct ksiginfo *ksi)
{

	sigset_add(&sq->sq_set, sig);
	if (ksi != NULL)
		TAILQ_INSERT_TAIL(&sq->sq_list, ksi, ksi_link);
}

/*
 * Keep a signal whose ksiginfo is somebody's own, and is not queued.  It is
 * kept whatever else is pending.
 */
static void
sigqueue_post_owned(struct sigqueue *sq, struct ksiginfo *ksi)
{

	KASSERT(ksi->ksi_taken != NULL && ksi->ksi_queue == NULL);
	ksi->ksi_queue = sq;
	sigqueue_post(sq, ksi->ksi_info.si_signo, ksi);
}

/*
 * Take sig, which is pending, from the queue.
 */
static void
sigqueue_get(struct sigqueue *sq, int sig, siginfo_t *info)
{
	struct ksiginfo *ksi, *found = NULL;
	bool more = false;

	TAILQ_FOREACH(ksi, &sq->sq_list, ksi_link) {
		if (ksi->ksi_info.si_signo != sig)
			continue;
		if (found != NULL) {
			more = true;
			break;
		}
		found = ksi;
	}
	if (found != NULL) {
		memcpy(info, &found->ksi_info, sizeof(*info));
		TAILQ_REMOVE(&sq->sq_list, found, ksi_link);
		ksiginfo_done(found, info);
	} else {
		memset(info, 0, sizeof(*info));
		info->si_signo = sig;
		info->si_code = SI_NOINFO;
	}
	if (!more)
		sigset_del(&sq->sq_set, sig);
}

/*
 * What waits as if it were blocked, of the first 64: a process does not stop
 * while its parent sleeps until it has run a program.  p_lock held.
 */
static inline uint64_t
sig_deferred(const struct proc *p)
{

	return (__predict_true((p->p_flag & P_PPWAIT) == 0) ? 0 :
	    SIGS_STOP & ~sigset_word(&p->p_sigacts->sa_catch, 0));
}

/*
 * The lowest pending signal that td does not block, SIGKILL before all others;
 * 0 when there is none.  p_lock held.
 */
static int
sig_next(const struct thread *td)
{
	const struct proc *p = td->td_proc;
	uint64_t w;

	w = (sigset_word(&td->td_sigqueue.sq_set, 0) |
	    sigset_word(&p->p_sigqueue.sq_set, 0)) &
	    ~sigset_word(&td->td_sigmask, 0) & ~sig_deferred(p);
	if (w != 0) {
		if ((w & SIGBIT64(SIGKILL)) != 0)
			return (SIGKILL);
		return (__builtin_ctzll(w) + 1);
	}
	w = (sigset_word(&td->td_sigqueue.sq_set, 1) |
	    sigset_word(&p->p_sigqueue.sq_set, 1)) &
	    ~sigset_word(&td->td_sigmask, 1);
	return (w == 0 ? 0 : __builtin_ctzll(w) + 65);
}

/*
 * td's mask or its signals changed: make invariant (1) true.  p_lock held, td
 * is the running thread.
 */
void
sig_recalc(struct thread *td)
{

	if (sig_next(td) != 0)
		atomic_or(&td->td_ast, AST_SIG);
}

/*
 * Is td to look when sig is posted?  p_lock held.
 */
static inline bool
sig_hears(const struct thread *td, int sig)
{

	return (!sigset_has(&td->td_sigmask, sig) ||
	    sigset_has(&td->td_sigwait, sig));
}

/*
 * The thread that shall take sig: the running one if it can, since it looks
 * soonest, else any that does not block it or waits for it.  NULL: nobody.
 */
static struct thread *
sig_pick_thread(struct proc *p, int sig)
{
	struct thread *td = curthread;

	if (td->td_proc == p && !sigset_has(&td->td_sigmask, sig) &&
	    (td->td_flags & TDF_EXITING) == 0)
		return (td);
	FOREACH_THREAD(p, td) {
		if (sig_hears(td, sig))
			break;
	}
	return (td);
}

/*
 * The running thread blocks more signals than before, or ends: let other
 * threads look at those that wait for the process and that it may have been
 * chosen for.  p_lock held.
 */
void
sig_pass_on(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct thread *other;
	sigset_t left, before, deaf;

	if (__predict_true(p->p_nthreads == 1) ||
	    sigset_isempty(&p->p_sigqueue.sq_set))
		return;
	left = p->p_sigqueue.sq_set;
	if ((td->td_flags & TDF_EXITING) == 0)
		sigset_and(&left, &td->td_sigmask);
	FOREACH_THREAD(p, other) {
		if (other == td)
			continue;
		before = left;
		deaf = other->td_sigmask;
		sigset_nand(&deaf, &other->td_sigwait);
		sigset_and(&left, &deaf);
		if (sigset_equal(&before, &left))
			continue;
		atomic_or(&other->td_ast, AST_SIG);
		sched_interrupt(other);
	}
}

/*
 * Let stopped threads of p run on.  p_lock held.
 */
void
sig_continue(struct proc *p)
{

	p->p_flag &= ~(P_STOPPED | P_STOPNOTE | P_STOPSIG);
	cv_broadcast(&p->p_stopcv);
}

/*
 * Would p ignore sig now?  Init hears only what it asked for.  p_lock held.
 */
static bool
sig_unheard(const struct proc *p, int sig)
{

	return (sigset_has(&p->p_sigacts->sa_ignore, sig) ||
	    ((p->p_flag & P_SYSTEM) != 0 &&
	    !sigset_has(&p->p_sigacts->sa_catch, sig)));
}

/*
 * Post a signal to p, or to its thread target.  own is NULL, or the ksiginfo
 * that contains info and is to be queued itself.  With `whole' what info says
 * must be kept: EAGAIN, with nothing done, if it cannot.  p_lock held.
 */
static int
sig_post(struct proc *p, struct thread *target, const siginfo_t *info,
    struct ksiginfo *own, bool whole)
{
	struct sigqueue *sq;
	struct ksiginfo *ksi = NULL;
	struct thread *td;
	bool keep;
	int sig = info->si_signo;

	KASSERT(mutex_owned(&p->p_lock));
	KASSERT(_SIG_VALID(sig));
	if (p->p_state != PRS_NORMAL ||
	    (p->p_flag & (P_EXITING | P_KPROC)) != 0)
		return (0);
	sq = target != NULL ? &target->td_sigqueue : &p->p_sigqueue;
	keep = !sig_unheard(p, sig) &&
	    (own != NULL || !sigqueue_has_enough(sq, sig));
	if (keep && own == NULL) {
		ksi = ksiginfo_alloc(p, info);
		if (ksi == NULL && whole)
			return (SET_ERROR(EAGAIN));
	}
	proc_event(p, NOTE_SIGNAL | sig);
	if (sig == SIGCONT)
		sig_discard64(p, SIGS_STOP);
	else if (sig_in64(SIGS_STOP, sig))
		sig_discard64(p, SIGBIT64(SIGCONT));
	if ((p->p_flag & P_STOPPED) != 0) {
		if (sig == SIGCONT) {
			sig_continue(p);
			p->p_flag |= P_CONTNOTE | P_CONTSIG;
		} else if (sig == SIGKILL)
			sig_continue(p);
	}
	if (sig_unheard(p, sig))
		return (0);
	if (own != NULL)
		sigqueue_post_owned(sq, own);
	else if (keep)
		sigqueue_post(sq, sig, ksi);
	td = target;
	if (td == NULL)
		td = sig_pick_thread(p, sig);
	else if (!sig_hears(td, sig))
		td = NULL;
	if (td != NULL) {
		atomic_or(&td->td_ast, AST_SIG);
		if (td != curthread)
			sched_interrupt(td);
	}
	return (0);
}

/*
 * Post a signal to a process, saying nothing but that the kernel did.
 * p_lock held; does not sleep.
 */
void
psignal(struct proc *p, int sig)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = sig;
	info.si_code = SI_KERNEL;
	(void)sig_post(p, NULL, &info, NULL, false);
}

void
psignal_info(struct proc *p, const siginfo_t *info)
{

	(void)sig_post(p, NULL, info, NULL, false);
}

/*
 * As psignal_info(), for those who must know that all of it arrives.  EAGAIN:
 * it does not, for too many wait.
 */
int
sig_queue(struct proc *p, const siginfo_t *info)
{

	return (sig_post(p, NULL, info, NULL, true));
}

/*
 * Post a signal to one thread.  p_lock of its process held.
 */
void
tdsignal_info(struct thread *td, const siginfo_t *info)
{

	(void)sig_post(td->td_proc, td, info, NULL, false);
}

/*
 * Post the signal of a ksiginfo that is the caller's and not queued, to p or to
 * its thread td.  p_lock held.
 */
void
sig_post_owned(struct proc *p, struct thread *td, struct ksiginfo *ksi)
{

	(void)sig_post(p, td, &ksi->ksi_info, ksi, false);
}

/*
 * Take such a ksiginfo off its queue, if it is on one.  p_lock held.
 */
void
sig_withdraw(struct ksiginfo *ksi)
{
	struct sigqueue *sq = ksi->ksi_queue;
	struct ksiginfo *other;
	int sig = ksi->ksi_info.si_signo;

	if (sq == NULL)
		return;
	TAILQ_REMOVE(&sq->sq_list, ksi, ksi_link);
	ksi->ksi_queue = NULL;
	TAILQ_FOREACH(other, &sq->sq_list, ksi_link) {
		if (other->ksi_info.si_signo == sig)
			return;
	}
	sigset_del(&sq->sq_set, sig);
}

/*
 * Post sig to the members of a group; with checkctty only if their session has
 * a controlling terminal.  pg may be NULL.  Takes pg_lock.
 */
void
pgsignal(struct pgrp *pg, int sig, bool checkctty)
{
	struct proc *p;

	if (pg == NULL || (checkctty && pg->pg_session->s_ttyp == NULL))
		return;
	mutex_enter(&pg->pg_lock);
	LIST_FOREACH(p, &pg->pg_members, p_pglist) {
		mutex_enter(&p->p_lock);
		psignal(p, sig);
		mutex_exit(&p->p_lock);
	}
	mutex_exit(&pg->pg_lock);
}

bool
sig_ignored(struct proc *p, int sig)
{

	return (sigset_has(&p->p_sigacts->sa_ignore, sig));
}

/*
 * Would td not notice sig?  What terminals ask before SIGTTIN and SIGTTOU.
 */
bool
sig_blocked_or_ignored(struct thread *td, int sig)
{
	struct proc *p = td->td_proc;
	bool ignored;

	if (sigset_has(&td->td_sigmask, sig))
		return (true);
	mutex_enter(&p->p_lock);
	ignored = sig_ignored(p, sig);
	mutex_exit(&p->p_lock);
	return (ignored);
}

/*
 * For sleep queues: shall an interruptible sleep of the running thread end?
 * No lock is needed: a false alarm only unwinds and repeats the call.
 */
int
sig_pending_check(struct thread *td)
{

	if (__predict_true((atomic_load_acq(&td->td_ast) &
	    (AST_SIG | AST_STOP | AST_EXIT)) == 0))
		return (0);
	return (ERESTART);
}

/*
 * Replace the running thread's mask, without SIGKILL and SIGSTOP.
 */
void
sig_setmask(struct thread *td, const sigset_t *mask)
{
	struct proc *p = td->td_proc;

	mutex_enter(&p->p_lock);
	td->td_sigmask = *mask;
	td->td_sigmask.__bits[0] &= ~(uint32_t)SIGS_CANTMASK;
	sig_recalc(td);
	sig_pass_on(td);
	mutex_exit(&p->p_lock);
}

/*
 * For sigsuspend, ppoll and pselect: use mask until the call returns; a handler
 * that ends the call still runs under it and restores the mask of before.
 */
void
sig_suspend_mask(struct thread *td, const sigset_t *mask)
{

	td->td_oldsigmask = td->td_sigmask;
	td->td_flags |= TDF_OLDMASK;
	atomic_or(&td->td_ast, AST_OLDMASK);
	sig_setmask(td, mask);
}

/*
 * Tell the parent of the running process of its stop or continuation; wakes
 * wait6(2) and sends SIGCHLD, unless the parent asked not to, or the process
 * has a descriptor, which is told.  No locks held.
 *
 * wait6(2) looks with proctree_lock held to write: who learns of a stop that
 * way has got the signal too.
 */
static void
sig_tell_parent(struct proc *p, int code, int status)
{
	siginfo_t info;
	struct proc *parent;

	memset(&info, 0, sizeof(info));
	info.si_signo = SIGCHLD;
	info.si_code = code;
	info.si_pid = p->p_pid;
	info.si_uid = p->p_cred->cr_ruid;
	info.si_status = status;
	rw_enter(&proctree_lock, RW_READER);
	if (code == CLD_STOPPED) {
		mutex_enter(&p->p_lock);
		if ((p->p_flag & P_STOPSIG) != 0) {
			p->p_flag &= ~P_STOPSIG;
			p->p_flag |= P_STOPNOTE;
		}
		mutex_exit(&p->p_lock);
	}
	parent = p->p_pptr;
	mutex_enter(&parent->p_lock);
	parent->p_childchanges++;
	cv_broadcast(&parent->p_waitcv);
	if ((parent->p_sigacts->sa_flag & SAF_NOCLDSTOP) == 0 &&
	    p->p_procdesc == NULL)
		psignal_info(parent, &info);
	mutex_exit(&parent->p_lock);
	procdesc_changed(p);
	rw_exit(&proctree_lock);
}

/*
 * The process is stopped: wait until it is not.  Called and returns with
 * p_lock held, dropped meanwhile.
 *
 * The last thread that arrives here reports the stop; the first one that leaves
 * after SIGCONT reports that.
 */
void
sig_stop_wait(struct thread *td)
{
	struct proc *p = td->td_proc;
	int sig;

	p->p_nstopped++;
	if (p->p_nstopped == p->p_nthreads) {
		p->p_flag |= P_STOPSIG;
		sig = p->p_stopsig;
		mutex_exit(&p->p_lock);
		sig_tell_parent(p, CLD_STOPPED, sig);
		mutex_enter(&p->p_lock);
	}
	while ((p->p_flag & P_STOPPED) != 0)
		cv_wait(&p->p_stopcv, &p->p_lock);
	p->p_nstopped--;
	if ((p->p_flag & P_CONTSIG) != 0) {
		p->p_flag &= ~P_CONTSIG;
		mutex_exit(&p->p_lock);
		sig_tell_parent(p, CLD_CONTINUED, SIGCONT);
		mutex_enter(&p->p_lock);
	}
}

/*
 * The default action of a stop signal.  As above.
 */
static void
sig_stop(struct thread *td, int sig)
{
	struct proc *p = td->td_proc;
	struct thread *other;

	p->p_flag |= P_STOPPED;
	p->p_flag &= ~(P_CONTNOTE | P_CONTSIG);
	p->p_stopsig = sig;
	FOREACH_THREAD(p, other) {
		if (other == td)
			continue;
		atomic_or(&other->td_ast, AST_STOP);
		sched_interrupt(other);
	}
	sig_stop_wait(td);
}

/*
 * The lowest of the set that is pending for td, blocked or not; 0 when none is.
 * p_lock held.
 */
static int
sig_next_of(const struct thread *td, const sigset_t *set)
{
	const struct proc *p = td->td_proc;
	uint64_t w;
	u_int n;

	for (n = 0; n < 2; n++) {
		w = (sigset_word(&td->td_sigqueue.sq_set, n) |
		    sigset_word(&p->p_sigqueue.sq_set, n)) &
		    sigset_word(set, n);
		if (w != 0)
			return (__builtin_ctzll(w) + 1 + 64 * (int)n);
	}
	return (0);
}

/*
 * The lowest pending signal that td neither blocks nor catches; 0 when there is
 * none.  p_lock held.
 */
static int
sig_next_uncaught(const struct thread *td)
{
	const struct proc *p = td->td_proc;
	const struct sigacts *sa = p->p_sigacts;
	sigset_t set;

	sigset_setword(&set, 0, ~(sigset_word(&td->td_sigmask, 0) |
	    sigset_word(&sa->sa_catch, 0) | sig_deferred(p)));
	sigset_setword(&set, 1, ~(sigset_word(&td->td_sigmask, 1) |
	    sigset_word(&sa->sa_catch, 1)));
	return (sig_next_of(td, &set));
}

/*
 * The running thread is about to make a child: must it look at signals first?
 * With pg_lock held the answer counts for those sent to the group: each that
 * the child would miss has had its effect on the parent, as if it had been sent
 * before the call.  It is not enough that this thread has no signal, as another
 * may be about to end or stop the process.  p_lock held.
 */
bool
sig_delays_fork(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct thread *other;

	KASSERT(mutex_owned(&p->p_lock));
	sig_recalc(td);
	if ((atomic_load_relaxed(&td->td_ast) &
	    (AST_SIG | AST_STOP | AST_EXIT)) != 0)
		return (true);
	if (__predict_true(p->p_nthreads == 1))
		return (false);
	FOREACH_THREAD(p, other) {
		if ((other->td_flags & TDF_FATAL) != 0 ||
		    sig_next_uncaught(other) != 0)
			return (true);
	}
	return (false);
}

/*
 * Take the next signal that needs an action by the caller: to enter its handler
 * (only if `caught'), or to end the process.  Stops happen here.  0: nothing is
 * left.  Called and returns with p_lock held, may drop it.
 */
static int
sig_take(struct thread *td, bool caught, siginfo_t *info)
{
	struct proc *p = td->td_proc;
	int sig;

	for (;;) {
		if (p->p_single != NULL)	/* it ends all but itself */
			return (0);
		if ((p->p_flag & P_STOPPED) != 0) {
			sig_stop_wait(td);
			continue;
		}
		sig = caught ? sig_next(td) : sig_next_uncaught(td);
		if (sig == 0)
			return (0);
		sigqueue_get(sigset_has(&td->td_sigqueue.sq_set, sig) ?
		    &td->td_sigqueue : &p->p_sigqueue, sig, info);
		if (sigset_has(&p->p_sigacts->sa_catch, sig))
			return (sig);
		if (sigset_has(&p->p_sigacts->sa_ignore, sig) ||
		    (p->p_flag & P_SYSTEM) != 0)
			continue;
		if (!sig_in64(SIGS_STOP, sig)) {
			td->td_flags |= TDF_FATAL;
			return (sig);
		}
		/* Nobody could continue an orphaned group from its terminal. */
		if (sig != SIGSTOP && pgrp_orphaned(p->p_pgrp))
			continue;
		sig_stop(td, sig);
	}
}

/*
 * A sleep of the running thread ended with ERESTART, which nothing may end but
 * the end of the process: stop if that is asked for, and leave signals with
 * handlers for later, when the caller calls sig_recalc().  The signal that ends
 * the process, which the caller gives to sigexit(); -1: the thread is to end
 * for another reason; 0: sleep on.  No locks held.
 */
int
sig_fatal(struct thread *td)
{
	struct proc *p = td->td_proc;
	siginfo_t info;
	int sig;

	mutex_enter(&p->p_lock);
	atomic_and(&td->td_ast, ~(uint32_t)(AST_SIG | AST_STOP));
	sig = sig_take(td, false, &info);
	if (sig == 0 && p->p_single != NULL)
		sig = -1;
	mutex_exit(&p->p_lock);
	return (sig);
}

/*
 * A caught or fatal signal is waiting for the running thread.  p_lock held.
 */
static bool
sig_actionable(struct thread *td)
{
	struct proc *p = td->td_proc;
	uint64_t stops;
	int sig;

	sig = sig_next(td);
	if (sig == 0)
		return (false);
	if (!sig_in64(SIGS_STOP, sig) ||
	    sigset_has(&p->p_sigacts->sa_catch, sig))
		return (true);
	/* A stop is first; look behind it. */
	stops = SIGS_STOP & ~sigset_word(&p->p_sigacts->sa_catch, 0);
	return (((sigset_word(&td->td_sigqueue.sq_set, 0) |
	    sigset_word(&p->p_sigqueue.sq_set, 0)) &
	    ~sigset_word(&td->td_sigmask, 0) & ~stops) != 0);
}

/*
 * A sleep of the running thread ended with ERESTART, in a call that goes on
 * sleeping unless there is a reason to return.  Takes stop signals at once.
 * EINTR: a handler is to be entered, or the process ends; 0: sleep on.
 * No locks held.
 */
int
sig_interrupted(struct thread *td)
{
	struct proc *p = td->td_proc;
	siginfo_t info;
	int sig;

	mutex_enter(&p->p_lock);
	atomic_and(&td->td_ast, ~(uint32_t)(AST_SIG | AST_STOP));
	for (;;) {
		if (p->p_single != NULL) {
			mutex_exit(&p->p_lock);
			return (EINTR);
		}
		if ((p->p_flag & P_STOPPED) != 0) {
			sig_stop_wait(td);
			continue;
		}
		if (sig_actionable(td) || (sig = sig_next(td)) == 0)
			break;
		sigqueue_get(sigset_has(&td->td_sigqueue.sq_set, sig) ?
		    &td->td_sigqueue : &p->p_sigqueue, sig, &info);
		if (sig == SIGSTOP || !pgrp_orphaned(p->p_pgrp))
			sig_stop(td, sig);
	}
	sig = sig_next(td);
	if (sig != 0)
		atomic_or(&td->td_ast, AST_SIG);
	mutex_exit(&p->p_lock);
	return (sig != 0 ? EINTR : 0);
}

/*
 * Take a signal of the set from those that are pending for the running thread,
 * waiting for one until the deadline (0: for ever).  EAGAIN: none
 * came; EINTR: another signal's handler is to be entered, or the process ends.
 * No locks held.
 */
int
sig_wait(struct thread *td, const sigset_t *set, uint64_t deadline,
    siginfo_t *info)
{
	struct proc *p = td->td_proc;
	struct cv cv;
	int error = 0, sig;

	cv_init(&cv, "sigwait");
	mutex_enter(&p->p_lock);
	td->td_sigwait = *set;
	td->td_sigwait.__bits[0] &= ~(uint32_t)SIGS_CANTMASK;
	for (;;) {
		sig = sig_next_of(td, &td->td_sigwait);
		if (sig != 0 || error != 0)
			break;
		/* Nobody wakes it: only a signal or the time ends the sleep. */
		error = cv_timedwait_sig(&cv, &p->p_lock, deadline);
		if (error == ETIMEDOUT)
			error = SET_ERROR(EAGAIN);
		else if (error != 0 &&
		    sig_next_of(td, &td->td_sigwait) == 0) {
			mutex_exit(&p->p_lock);
			error = sig_interrupted(td);
			mutex_enter(&p->p_lock);
		}
	}
	if (sig != 0) {
		sigqueue_get(sigset_has(&td->td_sigqueue.sq_set, sig) ?
		    &td->td_sigqueue : &p->p_sigqueue, sig, info);
		error = 0;
	}
	/* It may have been chosen for more than it took. */
	sigset_clear(&td->td_sigwait);
	sig_recalc(td);
	sig_pass_on(td);
	mutex_exit(&p->p_lock);
	cv_destroy(&cv);
	return (error);
}

/*
 * End the running process by a signal.  No locks held.
 */
void
sigexit(struct thread *td, int sig)
{
	struct proc *p = td->td_proc;

	if (sig_in64(SIGS_CORE, sig)) {
		log_ratelimited(LOG_INFO,
		    "pid %d (%s), uid %u: ended by signal %d\n", p->p_pid,
		    p->p_comm, td->td_cred->cr_uid, sig);
	}
	exit1(td, W_EXITCODE(0, sig));
}

/*
 * Enter the handler of sig.  Called with p_lock held, which it drops.
 */
static void
sig_deliver(struct thread *td, int sig, const siginfo_t *info)
{
	struct proc *p = td->td_proc;
	struct sigaction act;
	struct sigacts *sa = p->p_sigacts;
	sigset_t oldmask;

	act = sa->sa_act[sig - 1];
	if ((act.sa_flags & SA_RESETHAND) != 0) {
		sa = sigacts_own(p);
		if (sa == NULL) {
			mutex_exit(&p->p_lock);
			sigexit(td, SIGKILL);
		}
		sig_setaction(p, sa, sig, &sigaction_default);
	}
	oldmask = td->td_sigmask;
	if ((td->td_flags & TDF_OLDMASK) != 0) {
		td->td_flags &= ~TDF_OLDMASK;
		oldmask = td->td_oldsigmask;
	}
	sigset_or(&td->td_sigmask, &act.sa_mask);
	if ((act.sa_flags & SA_NODEFER) == 0)
		sigset_add(&td->td_sigmask, sig);
	sig_pass_on(td);
	mutex_exit(&p->p_lock);
	if (ktr_on(td))
		ktr_psig(td, info, act.sa_handler, &oldmask);
	if ((td->td_flags & TDF_ERESTART) != 0) {
		td->td_flags &= ~TDF_ERESTART;
		if ((act.sa_flags & SA_RESTART) != 0)
			cpu_syscall_restart(td);
		else
			cpu_set_retval(td, 0, EINTR);
	}
	td->td_ru.rc_nsignals++;
	if (cpu_sendsig(td, &act, sig, &oldmask, info) != 0)
		sigexit(td, SIGILL);
}

/*
 * A fault of the running thread, in user mode, raised sig.  Its handler is
 * entered at once; a fault whose signal is blocked or ignored, which would only
 * happen again, ends the process.  No locks held.
 */
void
trapsignal(struct thread *td, int sig, int code, void *addr)
{
	struct proc *p = td->td_proc;
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = sig;
	info.si_code = code;
	info.si_addr = addr;
	mutex_enter(&p->p_lock);
	if (sigset_has(&p->p_sigacts->sa_catch, sig) &&
	    !sigset_has(&td->td_sigmask, sig)) {
		sig_deliver(td, sig, &info);
		return;
	}
	mutex_exit(&p->p_lock);
	if (ktr_on(td))
		ktr_psig(td, &info, SIG_DFL, &td->td_sigmask);
	sigexit(td, sig);
}

/*
 * Work on the way to user mode, called with interrupts on while td_ast is not
 * 0.  May not return.
 */
void
ast(struct thread *td)
{
	struct proc *p = td->td_proc;
	siginfo_t info;
	uint32_t todo;
	int sig;

	todo = atomic_swap(&td->td_ast, 0);
	if ((todo & AST_RESCHED) != 0) {
		if (ktr_on(td))
			ktr_csw(td, true, true, "preempt");
		sched_ast();
		if (ktr_on(td))
			ktr_csw(td, false, true, "preempt");
	}
	if ((todo & AST_CRED) != 0)
		cred_refresh(td);
	if ((todo & AST_LIMIT) != 0)
		lim_refresh(td);
	if ((todo & AST_CPULIMIT) != 0) {
		lim_check_cpu(td);
		ptimers_check_cpu(td);
	}
	if ((todo & AST_ALONE) != 0)
		thread_alone(td);
	if ((todo & AST_EXIT) != 0)
		thread_exit(td);
	if ((todo & (AST_SIG | AST_STOP)) != 0) {
		mutex_enter(&p->p_lock);
		while ((sig = sig_take(td, true, &info)) != 0) {
			if (!sigset_has(&p->p_sigacts->sa_catch, sig)) {
				mutex_exit(&p->p_lock);
				if (ktr_on(td))
					ktr_psig(td, &info, SIG_DFL,
					    &td->td_sigmask);
				sigexit(td, sig);
			}
			sig_deliver(td, sig, &info);
			mutex_enter(&p->p_lock);
		}
		mutex_exit(&p->p_lock);
	}
	if ((td->td_flags & TDF_OLDMASK) != 0) {
		td->td_flags &= ~TDF_OLDMASK;
		sig_setmask(td, &td->td_oldsigmask);
	}
	if ((td->td_flags & TDF_ERESTART) != 0) {
		td->td_flags &= ~TDF_ERESTART;
		cpu_syscall_restart(td);
	}
}

/*
 * The action of sig becomes act, in sa, which belongs to p alone.  p_lock held.
 */
static void
sig_setaction(struct proc *p, struct sigacts *sa, int sig,
    const struct sigaction *act)
{
	sigset_t set;
	bool ignore;

	sa->sa_act[sig - 1] = *act;
	sa->sa_act[sig - 1].sa_mask.__bits[0] &= ~(uint32_t)SIGS_CANTMASK;
	sigset_del(&sa->sa_ignore, sig);
	sigset_del(&sa->sa_catch, sig);
	if (sig == SIGCHLD) {
		sa->sa_flag = 0;
		if ((act->sa_flags & SA_NOCLDSTOP) != 0)
			sa->sa_flag |= SAF_NOCLDSTOP;
		if ((act->sa_flags & SA_NOCLDWAIT) != 0 ||
		    act->sa_handler == SIG_IGN)
			sa->sa_flag |= SAF_NOCLDWAIT;
	}
	ignore = act->sa_handler == SIG_IGN ||
	    (act->sa_handler == SIG_DFL && sig_in64(SIGS_DFL_IGNORE, sig));
	if (ignore) {
		sigset_add(&sa->sa_ignore, sig);
		sigset_clear(&set);
		sigset_add(&set, sig);
		sig_discard_set(p, &set);
		return;
	}
	if (act->sa_handler != SIG_DFL)
		sigset_add(&sa->sa_catch, sig);
	if (__predict_false(p->p_ptimers != NULL))
		ptimers_heard(p, sig);
}

/*
 * Get and set the action of a signal; act and old are kernel copies and may be
 * NULL.  EINVAL: no such signal, or not to be changed.  ENOMEM.
 */
int
kern_sigaction(struct thread *td, int sig, const struct sigaction *act,
    struct sigaction *old)
{
	struct proc *p = td->td_proc;
	struct sigacts *sa;

	if (!_SIG_VALID(sig) ||
	    (act != NULL && sig_in64(SIGS_CANTCATCH, sig) &&
	    act->sa_handler != SIG_DFL))
		return (SET_ERROR(EINVAL));
	mutex_enter(&p->p_lock);
	if (old != NULL)
		*old = p->p_sigacts->sa_act[sig - 1];
	if (act != NULL && !sig_in64(SIGS_CANTCATCH, sig)) {
		sa = sigacts_own(p);
		if (sa == NULL) {
			mutex_exit(&p->p_lock);
			return (SET_ERROR(ENOMEM));
		}
		sig_setaction(p, sa, sig, act);
	}
	mutex_exit(&p->p_lock);
	return (0);
}

/*
 * execve(2): caught signals, and SIGCHLD even if ignored, get their default
 * action back and the alternate stack is forgotten.  Other ignored signals,
 * pending signals and the mask stay.  ENOMEM leaves all as it was.
 */
int
execsigs(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct sigacts *sa = p->p_sigacts;
	int sig;

	mutex_enter(&p->p_lock);
	if (!sigset_isempty(&sa->sa_catch) || sa->sa_flag != 0) {
		sa = sigacts_own(p);
		if (sa == NULL) {
			mutex_exit(&p->p_lock);
			return (SET_ERROR(ENOMEM));
		}
		for (sig = 1; sig <= _SIG_MAXSIG; sig++) {
			if (sigset_has(&sa->sa_catch, sig) || sig == SIGCHLD)
				sig_setaction(p, sa, sig,
				    &sigaction_default);
		}
	}
	memset(&td->td_sigstk, 0, sizeof(td->td_sigstk));
	td->td_sigstk.ss_flags = SS_DISABLE;
	mutex_exit(&p->p_lock);
	return (0);
}
