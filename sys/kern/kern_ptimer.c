/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Timers of processes: getitimer(2), setitimer(2), timer_create(2) and its
 * relatives.
 *
 * Model	A process has a table of timers, which it gets with the first of
 *		them: the three interval timers, then those that it makes.  A
 *		timer counts on one of five bases.  Uptime is what a timeout(9)
 *		waits for.  A time of the realtime clock is waited for in steps,
 *		for that clock may be set.  Processor time is looked at when a
 *		tick has struck one of the threads, in ast(), while
 *		p_ncputimers says that it matters.
 *
 * Overruns	The ksiginfo of a timer is a part of it, so that expiring needs
 *		no memory.  While it is queued nobody hears of an expiration, so
 *		the timer need not wake for it: who takes the signal, or throws
 *		it away, looks at the clock, counts how often the timer has
 *		expired since, and lets it wait again, in phase.  pt_lastoverrun
 *		keeps the count for timer_getoverrun(2).
 *
 * Load		So a timer, however short its interval, costs one call of
 *		ptimer_expire() for each signal that a thread has taken, and a
 *		process that does not run costs nothing.  A timer whose signal
 *		is ignored, or goes to a thread that is gone, is deaf after it
 *		has expired once: it waits again when the signal's action
 *		changes, or when it is set.  SIGEV_NONE never wakes anybody:
 *		timer_gettime(2) computes.
 *
 * Invariants	(1) pt_next is not 0 exactly while the timer is armed; it may
 *		    have passed, if nobody has looked since.
 *		(2) An armed timer on uptime or the realtime clock has its
 *		    timeout set, or ptimer_expire() is about to run, unless
 *		    ptimer_rests().
 *		(3) p_ncputimers counts the armed timers on processor time that
 *		    send a signal.
 *		(4) What is out of the table is not armed and not queued; its
 *		    memory goes when its timeout has been drained.
 *
 * Life		Interval timers stay over execve(2), the others end there; a
 *		forked child has none.
 * Locks	p_lock guards everything.  It is not held while a timeout is
 *		drained, for ptimer_expire() takes it.
 * Context	The calls: thread.  ptimer_expire(): the clock's soft interrupt.
 * Tests	tests/sys/kern/t_timer.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/kmem.h>
#include <sys/limits.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/ptimer.h>
#include <sys/resourcevar.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timeout.h>

#define	NITIMERS	3
#define	PTIMER_NSLOTS	(NITIMERS + TIMER_MAX)	/* ids begin at NITIMERS */
#define	SIGEV_ITIMER	(-1)	/* pt_notify of an interval timer */
#define	PTIMER_PAUSE	50000	/* ns, at least, between two expirations */

/* What a timer counts. */
enum ptimer_base {
	PTB_UPTIME,
	PTB_REALTIME,
	PTB_USER,			/* time of the process in user mode */
	PTB_PROCESS,			/* all its processor time */
	PTB_THREAD			/* processor time of thread pt_tid */
};

/*
 * Locks: (p) p_lock of pt_proc, (i) constant.
 */
struct ptimer {
	struct timeout	pt_timeout;
	struct ksiginfo	pt_ksi;		/* (p) */
	struct proc	*pt_proc;	/* (i) */
	clockid_t	pt_clock;	/* (i) */
	int		pt_tid;		/* (i) of the maker, for PTB_THREAD */
	int		pt_notify;	/* (i) SIGEV_* */
	int		pt_target;	/* (i) thread, for SIGEV_THREAD_ID */
	enum ptimer_base pt_base;	/* (p) */
	uint64_t	pt_next;	/* (p) when it expires, in ns; or 0 */
	uint64_t	pt_interval;	/* (p) ns from then on; 0: once */
	uint64_t	pt_overrun;	/* (p) since the signal was queued */
	uint64_t	pt_lastoverrun;	/* (p) of the signal taken last */
	bool		pt_deaf;	/* (p) its last signal was not kept */
};

struct ptimers {
	struct ptimer	*pts_timer[PTIMER_NSLOTS];	/* (p) */
};

/* What a program asks for, in ns. */
struct ptimer_setting {
	uint64_t	ps_value;
	uint64_t	ps_interval;
};

static const int itimer_signals[NITIMERS] = { SIGALRM, SIGVTALRM, SIGPROF };
static const clockid_t itimer_clocks[NITIMERS] = {
	CLOCK_MONOTONIC, CLOCK_VIRTUAL, CLOCK_PROF
};

/*
 * All of these are called with the lock of pt_proc, which the analysis cannot
 * name.
 */
static void	ptimer_arm(struct ptimer *, uint64_t) __no_lock_analysis;
static void	ptimer_disarm(struct ptimer *) __no_lock_analysis;
static void	ptimer_run(struct ptimer *, uint64_t) __no_lock_analysis;
static void	ptimer_notify(struct ptimer *, uint64_t) __no_lock_analysis;
static uint64_t	ptimer_now(const struct ptimer *) __no_lock_analysis;

static inline bool
ptimer_on_cputime(const struct ptimer *pt)
{

	return (pt->pt_base >= PTB_USER);
}

/*
 * Would nobody hear of it if it expired?
 */
static inline bool
ptimer_rests(const struct ptimer *pt)
{

	return (pt->pt_notify == SIGEV_NONE || pt->pt_deaf ||
	    pt->pt_ksi.ksi_queue != NULL);
}

/*
 * What the timer's base shows.
 */
static uint64_t
ptimer_now(const struct ptimer *pt)
{
	struct proc *p = pt->pt_proc;
	struct rucount rc;
	struct thread *td;

	switch (pt->pt_base) {
	case PTB_REALTIME:
		return (realtime_ns());
	case PTB_USER:
	case PTB_PROCESS:
		rucount_sum(p, &rc);
		return (rc.rc_utime +
		    (pt->pt_base == PTB_PROCESS ? rc.rc_stime : 0));
	case PTB_THREAD:
		FOREACH_THREAD(p, td) {
			if (td->td_tid == pt->pt_tid)
				return (sched_runtime(td));
		}
		return (0);
	default:
		return (uptime_ns());
	}
}

/*
 * Wait for pt_next.
 */
static void
ptimer_arm(struct ptimer *pt, uint64_t now)
{
	uint64_t wait;

	if (pt->pt_next == 0 || ptimer_on_cputime(pt) || ptimer_rests(pt))
		return;
	wait = pt->pt_next > now ? pt->pt_next - now : 0;
	wait = MAX(wait, PTIMER_PAUSE);
	if (pt->pt_base == PTB_REALTIME)
		wait = MIN(wait, REALTIME_STEP);
	now = uptime_ns();
	timeout_set(&pt->pt_timeout, now + MIN(wait, UINT64_MAX - now));
}

static void
ptimer_disarm(struct ptimer *pt)
{

	if (pt->pt_next == 0)
		return;
	pt->pt_next = 0;
	if (!ptimer_on_cputime(pt))
		(void)timeout_cancel(&pt->pt_timeout);
	else if (pt->pt_notify != SIGEV_NONE)
		pt->pt_proc->p_ncputimers--;
}

/*
 * How often the timer, which is armed, has expired until now; the next time is
 * after that.
 */
static uint64_t
ptimer_count(struct ptimer *pt, uint64_t now)
{
	uint64_t n;

	if (now < pt->pt_next)
		return (0);
	if (pt->pt_interval == 0) {
		ptimer_disarm(pt);
		return (1);
	}
	n = 1 + (now - pt->pt_next) / pt->pt_interval;
	pt->pt_next += n * pt->pt_interval;
	return (n);
}

/*
 * It has expired n times: send the signal, or count.
 */
static void
ptimer_notify(struct ptimer *pt, uint64_t n)
{
	struct proc *p = pt->pt_proc;
	struct thread *td = NULL;

	if (pt->pt_ksi.ksi_queue != NULL) {
		pt->pt_overrun += n;
		return;
	}
	pt->pt_overrun = n - 1;
	if (pt->pt_notify == SIGEV_THREAD_ID) {
		FOREACH_THREAD(p, td) {
			if (td->td_tid == pt->pt_target)
				break;
		}
	}
	if (pt->pt_notify != SIGEV_THREAD_ID || td != NULL)
		sig_post_owned(p, td, &pt->pt_ksi);
	pt->pt_deaf = pt->pt_ksi.ksi_queue == NULL;
}

/*
 * The signal of the timer is being taken, or has been thrown away (info is
 * NULL): say how often it would have come since it was queued, and go on.
 */
static void
ptimer_taken(struct ksiginfo *ksi, siginfo_t *info)
{
	struct ptimer *pt = __containerof(ksi, struct ptimer, pt_ksi);
	uint64_t now;

	if (pt->pt_next != 0) {
		now = ptimer_now(pt);
		pt->pt_overrun += ptimer_count(pt, now);
		ptimer_arm(pt, now);
	}
	if (info != NULL && pt->pt_notify != SIGEV_ITIMER) {
		pt->pt_lastoverrun = MIN(pt->pt_overrun, DELAYTIMER_MAX);
		info->si_overrun = (int)pt->pt_lastoverrun;
	}
	pt->pt_overrun = 0;
}

/*
 * The timer's base shows now: expire as often as that means.
 */
static void
ptimer_run(struct ptimer *pt, uint64_t now)
{
	uint64_t n;

	if (pt->pt_next == 0)
		return;
	n = ptimer_count(pt, now);
	if (n != 0)
		ptimer_notify(pt, n);
	ptimer_arm(pt, now);
}

static void
ptimer_expire(void *arg)
{
	struct ptimer *pt = arg;
	struct proc *p = pt->pt_proc;

	mutex_enter(&p->p_lock);
	ptimer_run(pt, ptimer_now(pt));
	mutex_exit(&p->p_lock);
}

/*
 * A tick has struck the running thread, and some timers count such.
 */
void
ptimers_check_cpu(struct thread *td)
{
	struct proc *p = td->td_proc;
	struct ptimer *pt;
	u_int i;

	mutex_enter(&p->p_lock);
	for (i = 0; p->p_ncputimers != 0 && i < PTIMER_NSLOTS; i++) {
		pt = p->p_ptimers->pts_timer[i];
		if (pt != NULL && pt->pt_next != 0 && ptimer_on_cputime(pt) &&
		    pt->pt_notify != SIGEV_NONE)
			ptimer_run(pt, ptimer_now(pt));
	}
	mutex_exit(&p->p_lock);
}

/*
 * sig is not ignored any more: its timers are heard again, from the next time
 * that they expire.  p_lock held.
 */
void
ptimers_heard(struct proc *p, int sig)
{
	struct ptimer *pt;
	uint64_t now;
	u_int i;

	for (i = 0; i < PTIMER_NSLOTS; i++) {
		pt = p->p_ptimers->pts_timer[i];
		if (pt == NULL || !pt->pt_deaf ||
		    pt->pt_ksi.ksi_info.si_signo != sig)
			continue;
		pt->pt_deaf = false;
		if (pt->pt_next == 0)
			continue;
		now = ptimer_now(pt);
		(void)ptimer_count(pt, now);
		ptimer_arm(pt, now);
	}
}

static enum ptimer_base
ptimer_base_of(clockid_t clock, bool absolute)
{

	switch (clock) {
	case CLOCK_VIRTUAL:
		return (PTB_USER);
	case CLOCK_PROF:
	case CLOCK_PROCESS_CPUTIME_ID:
		return (PTB_PROCESS);
	case CLOCK_THREAD_CPUTIME_ID:
		return (PTB_THREAD);
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_PRECISE:
	case CLOCK_REALTIME_FAST:
		return (absolute ? PTB_REALTIME : PTB_UPTIME);
	default:
		return (PTB_UPTIME);
	}
}

/*
 * How long until it expires next, and how often then.  pt may be NULL.  One
 * that is to expire once, has, and is about to say so has a nanosecond left.
 * p_lock held.
 */
static void
ptimer_get(const struct ptimer *pt, struct ptimer_setting *ps)
{
	uint64_t now;

	ps->ps_value = ps->ps_interval = 0;
	if (pt == NULL)
		return;
	ps->ps_interval = pt->pt_interval;
	if (pt->pt_next == 0)
		return;
	now = ptimer_now(pt);
	if (pt->pt_next > now)
		ps->ps_value = pt->pt_next - now;
	else if (pt->pt_interval != 0)
		ps->ps_value = pt->pt_interval -
		    (now - pt->pt_next) % pt->pt_interval;
	else if (!ptimer_rests(pt))
		ps->ps_value = 1;
}

/*
 * Let the timer expire at a time, or after one; 0 disarms.  p_lock held.
 */
static void
ptimer_set(struct ptimer *pt, const struct ptimer_setting *ps, bool absolute)
{
	uint64_t now;

	ptimer_disarm(pt);
	pt->pt_interval = ps->ps_interval;
	pt->pt_overrun = 0;
	pt->pt_deaf = false;
	if (ps->ps_value == 0)
		return;
	pt->pt_base = ptimer_base_of(pt->pt_clock, absolute);
	now = ptimer_now(pt);
	pt->pt_next = absolute ? ps->ps_value : now + ps->ps_value;
	if (ptimer_on_cputime(pt) && pt->pt_notify != SIGEV_NONE)
		pt->pt_proc->p_ncputimers++;
	ptimer_arm(pt, now);
}

/*
 * A timer that is in no table; NULL without memory.
 */
static struct ptimer *
ptimer_alloc(struct thread *td, clockid_t clock, int notify, int sig)
{
	struct ptimer *pt;

	pt = kmem_zalloc(sizeof(*pt), KM_SLEEP);
	if (pt == NULL)
		return (NULL);
	timeout_init(&pt->pt_timeout, ptimer_expire, pt);
	pt->pt_proc = td->td_proc;
	pt->pt_clock = clock;
	pt->pt_tid = td->td_tid;
	pt->pt_notify = notify;
	pt->pt_ksi.ksi_taken = ptimer_taken;
	pt->pt_ksi.ksi_info.si_signo = sig;
	pt->pt_ksi.ksi_info.si_code = notify == SIGEV_ITIMER ? SI_KERNEL :
	    SI_TIMER;
	return (pt);
}

/*
 * Put pt into slot first to last-1 of the table, the lowest that is free; which
 * it is is returned, or -1: there is none.  p_lock held.
 */
static int
ptimer_enter(struct ptimers *pts, struct ptimer *pt, int first, int last)
{
	int i;

	for (i = first; i < last; i++) {
		if (pts->pts_timer[i] == NULL) {
			pts->pts_timer[i] = pt;
			return (i);
		}
	}
	return (-1);
}

/*
 * Free a timer that is out of the table.  No locks held; sleeps.
 */
static void
ptimer_free(struct ptimer *pt)
{

	KASSERT(pt->pt_next == 0 && pt->pt_ksi.ksi_queue == NULL);
	(void)timeout_drain(&pt->pt_timeout);
	kmem_free(pt, sizeof(*pt));
}

/*
 * Take the timer out of slot i and free it.  EINVAL: there is none.
 */
static int
ptimer_delete(struct proc *p, int i)
{
	struct ptimer *pt;

	mutex_enter(&p->p_lock);
	pt = p->p_ptimers == NULL ? NULL : p->p_ptimers->pts_timer[i];
	if (pt != NULL) {
		p->p_ptimers->pts_timer[i] = NULL;
		ptimer_disarm(pt);
		sig_withdraw(&pt->pt_ksi);
	}
	mutex_exit(&p->p_lock);
	if (pt == NULL)
		return (SET_ERROR(EINVAL));
	ptimer_free(pt);
	return (0);
}

/*
 * execve(2): what timer_create(2) made goes.  The process has one thread.
 */
void
ptimers_exec(struct proc *p)
{
	int i;

	for (i = NITIMERS; i < PTIMER_NSLOTS; i++) {
		if (p->p_ptimers->pts_timer[i] != NULL)
			(void)ptimer_delete(p, i);
	}
}

/*
 * The process ends, with its last thread.
 */
void
ptimers_exit(struct proc *p)
{
	int i;

	for (i = 0; i < PTIMER_NSLOTS; i++) {
		if (p->p_ptimers->pts_timer[i] != NULL)
			(void)ptimer_delete(p, i);
	}
	KASSERT(p->p_ncputimers == 0);
	kmem_free(p->p_ptimers, sizeof(*p->p_ptimers));
	p->p_ptimers = NULL;
}

/*
 * Let the process have a table; false without memory.
 */
static bool
ptimers_have(struct proc *p)
{
	struct ptimers *pts;

	if (p->p_ptimers != NULL)
		return (true);
	pts = kmem_zalloc(sizeof(*pts), KM_SLEEP);
	if (pts == NULL)
		return (false);
	mutex_enter(&p->p_lock);
	if (p->p_ptimers == NULL) {
		p->p_ptimers = pts;
		pts = NULL;
	}
	mutex_exit(&p->p_lock);
	if (pts != NULL)
		kmem_free(pts, sizeof(*pts));
	return (true);
}

/*
 * The timer with an id, or NULL.  p_lock held.
 */
static struct ptimer *
ptimer_find(struct proc *p, int id)
{

	if (id < NITIMERS || id >= PTIMER_NSLOTS || p->p_ptimers == NULL)
		return (NULL);
	return (p->p_ptimers->pts_timer[id]);
}

static void
itimer_export(const struct ptimer_setting *ps, struct itimerval *it)
{

	memset(it, 0, sizeof(*it));
	it->it_interval.tv_sec = (time_t)(ps->ps_interval / NSEC_PER_SEC);
	it->it_interval.tv_usec = (suseconds_t)(ps->ps_interval %
	    NSEC_PER_SEC / 1000);
	/* What is left of a microsecond is not yet nothing. */
	it->it_value.tv_sec = (time_t)((ps->ps_value + 999) / NSEC_PER_SEC);
	it->it_value.tv_usec = (suseconds_t)((ps->ps_value + 999) %
	    NSEC_PER_SEC / 1000);
}

static int
itimer_import(const struct timeval *tv, uint64_t *ns)
{
	struct timespec ts;

	if (tv->tv_sec < 0 || tv->tv_usec < 0 || tv->tv_usec >= 1000000)
		return (SET_ERROR(EINVAL));
	ts.tv_sec = tv->tv_sec;
	ts.tv_nsec = tv->tv_usec * 1000;
	*ns = timespec_to_ns_sat(&ts);
	return (0);
}

int
sys_getitimer(struct thread *td, const struct getitimer_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct ptimer_setting ps;
	struct itimerval it;

	if (uap->which < 0 || uap->which >= NITIMERS)
		return (SET_ERROR(EINVAL));
	mutex_enter(&p->p_lock);
	ptimer_get(p->p_ptimers == NULL ? NULL :
	    p->p_ptimers->pts_timer[uap->which], &ps);
	mutex_exit(&p->p_lock);
	itimer_export(&ps, &it);
	return (copyout(&it, uap->value, sizeof(it)));
}

/*
 * Let the process have interval timer i.  ENOMEM.
 */
static int
itimer_have(struct thread *td, int i)
{
	struct proc *p = td->td_proc;
	struct ptimer *pt;
	int slot;

	if (!ptimers_have(p))
		return (SET_ERROR(ENOMEM));
	if (p->p_ptimers->pts_timer[i] != NULL)
		return (0);
	pt = ptimer_alloc(td, itimer_clocks[i], SIGEV_ITIMER,
	    itimer_signals[i]);
	if (pt == NULL)
		return (SET_ERROR(ENOMEM));
	mutex_enter(&p->p_lock);
	slot = ptimer_enter(p->p_ptimers, pt, i, i + 1);
	mutex_exit(&p->p_lock);
	if (slot < 0)
		ptimer_free(pt);
	return (0);
}

int
sys_setitimer(struct thread *td, const struct setitimer_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct ptimer_setting ps, old;
	struct itimerval it;
	struct ptimer *pt;
	int error;

	if (uap->which < 0 || uap->which >= NITIMERS)
		return (SET_ERROR(EINVAL));
	error = copyin(uap->value, &it, sizeof(it));
	if (error == 0)
		error = itimer_import(&it.it_value, &ps.ps_value);
	if (error == 0)
		error = itimer_import(&it.it_interval, &ps.ps_interval);
	if (error == 0)
		error = itimer_have(td, uap->which);
	if (error != 0)
		return (error);
	mutex_enter(&p->p_lock);
	pt = p->p_ptimers->pts_timer[uap->which];
	ptimer_get(pt, &old);
	ptimer_set(pt, &ps, false);
	mutex_exit(&p->p_lock);
	if (uap->old == NULL)
		return (0);
	itimer_export(&old, &it);
	return (copyout(&it, uap->old, sizeof(it)));
}

/*
 * Can a timer count on the clock?
 */
static bool
ptimer_clock_valid(clockid_t clock)
{

	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_PRECISE:
	case CLOCK_REALTIME_FAST:
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_PRECISE:
	case CLOCK_MONOTONIC_FAST:
	case CLOCK_UPTIME:
	case CLOCK_UPTIME_PRECISE:
	case CLOCK_UPTIME_FAST:
	case CLOCK_VIRTUAL:
	case CLOCK_PROF:
	case CLOCK_PROCESS_CPUTIME_ID:
	case CLOCK_THREAD_CPUTIME_ID:
		return (true);
	default:
		return (false);
	}
}

/*
 * Is that how the process can be notified?  EINVAL.
 */
static int
ptimer_check_event(struct proc *p, const struct sigevent *ev)
{
	struct thread *td;

	if (ev->sigev_notify == SIGEV_NONE)
		return (0);
	if ((ev->sigev_notify != SIGEV_SIGNAL &&
	    ev->sigev_notify != SIGEV_THREAD_ID) ||
	    !_SIG_VALID(ev->sigev_signo))
		return (SET_ERROR(EINVAL));
	if (ev->sigev_notify == SIGEV_SIGNAL)
		return (0);
	mutex_enter(&p->p_lock);
	FOREACH_THREAD(p, td) {
		if (td->td_tid == ev->sigev_notify_thread_id)
			break;
	}
	mutex_exit(&p->p_lock);
	return (td != NULL ? 0 : SET_ERROR(EINVAL));
}

int
sys_timer_create(struct thread *td, const struct timer_create_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGALRM };
	struct ptimer *pt;
	clockid_t clock = uap->clock;
	int error = 0, id;

	if (clock == _CLOCK_OF_THREAD(td->td_tid))
		clock = CLOCK_THREAD_CPUTIME_ID;
	if (!ptimer_clock_valid(clock))
		return (SET_ERROR(EINVAL));
	if (uap->event != NULL)
		error = copyin(uap->event, &ev, sizeof(ev));
	if (error == 0)
		error = ptimer_check_event(p, &ev);
	if (error != 0)
		return (error);
	pt = !ptimers_have(p) ? NULL :
	    ptimer_alloc(td, clock, ev.sigev_notify, ev.sigev_signo);
	if (pt == NULL)
		return (SET_ERROR(EAGAIN));
	pt->pt_target = ev.sigev_notify_thread_id;
	pt->pt_ksi.ksi_info.si_value = ev.sigev_value;
	mutex_enter(&p->p_lock);
	id = ptimer_enter(p->p_ptimers, pt, NITIMERS, PTIMER_NSLOTS);
	pt->pt_ksi.ksi_info.si_timerid = id;
	if (uap->event == NULL)
		pt->pt_ksi.ksi_info.si_value.sival_int = id;
	mutex_exit(&p->p_lock);
	if (id < 0) {
		ptimer_free(pt);
		return (SET_ERROR(EAGAIN));
	}
	error = copyout(&id, uap->id, sizeof(id));
	if (error != 0)
		(void)ptimer_delete(p, id);
	return (error);
}

int
sys_timer_delete(struct thread *td, const struct timer_delete_args *uap,
    register_t *retval)
{

	if (uap->id < NITIMERS || uap->id >= PTIMER_NSLOTS)
		return (SET_ERROR(EINVAL));
	return (ptimer_delete(td->td_proc, uap->id));
}

static void
ptimer_export(const struct ptimer_setting *ps, struct itimerspec *it)
{

	ns_to_timespec(ps->ps_interval, &it->it_interval);
	ns_to_timespec(ps->ps_value, &it->it_value);
}

int
sys_timer_settime(struct thread *td, const struct timer_settime_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct ptimer_setting ps, old;
	struct itimerspec it;
	struct ptimer *pt;
	int error;

	if ((uap->flags & ~TIMER_ABSTIME) != 0)
		return (SET_ERROR(EINVAL));
	error = copyin(uap->value, &it, sizeof(it));
	if (error != 0)
		return (error);
	if (!timespec_valid(&it.it_value) || it.it_value.tv_sec < 0 ||
	    !timespec_valid(&it.it_interval) || it.it_interval.tv_sec < 0)
		return (SET_ERROR(EINVAL));
	ps.ps_value = timespec_to_ns_sat(&it.it_value);
	ps.ps_interval = timespec_to_ns_sat(&it.it_interval);
	mutex_enter(&p->p_lock);
	pt = ptimer_find(p, uap->id);
	if (pt != NULL) {
		ptimer_get(pt, &old);
		ptimer_set(pt, &ps, (uap->flags & TIMER_ABSTIME) != 0);
	}
	mutex_exit(&p->p_lock);
	if (pt == NULL)
		return (SET_ERROR(EINVAL));
	if (uap->old == NULL)
		return (0);
	ptimer_export(&old, &it);
	return (copyout(&it, uap->old, sizeof(it)));
}

int
sys_timer_gettime(struct thread *td, const struct timer_gettime_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct ptimer_setting ps;
	struct itimerspec it;
	struct ptimer *pt;

	mutex_enter(&p->p_lock);
	pt = ptimer_find(p, uap->id);
	ptimer_get(pt, &ps);
	mutex_exit(&p->p_lock);
	if (pt == NULL)
		return (SET_ERROR(EINVAL));
	ptimer_export(&ps, &it);
	return (copyout(&it, uap->value, sizeof(it)));
}

int
sys_timer_getoverrun(struct thread *td, const struct timer_getoverrun_args *uap,
    register_t *retval)
{
	struct proc *p = td->td_proc;
	struct ptimer *pt;

	mutex_enter(&p->p_lock);
	pt = ptimer_find(p, uap->id);
	if (pt != NULL)
		*retval = (register_t)pt->pt_lastoverrun;
	mutex_exit(&p->p_lock);
	return (pt != NULL ? 0 : SET_ERROR(EINVAL));
}
