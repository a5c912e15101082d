/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The system calls about clocks and sleeping; kern_tc.c keeps the clocks.
 *
 * A sleep is a wait for a deadline of the uptime clock that nobody but a signal
 * ends.  A sleep until a time of the realtime clock is one in steps: the clock
 * may be set meanwhile, so it is computed anew at least every REALTIME_STEP.
 *
 * Context	thread; no locks.
 * Tests	tests/sys/kern/t_clock.c
 */

#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>


/*
 * The processor time of a thread of p.  EINVAL: it has none of that id.
 */
static __noinline int
clock_read_thread(struct proc *p, int tid, uint64_t *ns)
{
	struct thread *other;

	mutex_enter(&p->p_lock);
	FOREACH_THREAD(p, other) {
		if (other->td_tid == tid) {
			*ns = sched_runtime(other);
			break;
		}
	}
	mutex_exit(&p->p_lock);
	return (other == NULL ? SET_ERROR(EINVAL) : 0);
}

/*
 * What a clock shows, in ns.  EINVAL: no such clock.
 */
static int
clock_read(struct thread *td, clockid_t clock, uint64_t *ns)
{
	struct rucount rc;

	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_PRECISE:
	case CLOCK_REALTIME_FAST:
		*ns = realtime_ns();
		return (0);
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_PRECISE:
	case CLOCK_MONOTONIC_FAST:
	case CLOCK_UPTIME:
	case CLOCK_UPTIME_PRECISE:
	case CLOCK_UPTIME_FAST:
		*ns = uptime_ns();
		return (0);
	case CLOCK_SECOND:
		*ns = (uint64_t)time_second * NSEC_PER_SEC;
		return (0);
	case CLOCK_THREAD_CPUTIME_ID:
		*ns = sched_runtime(td);
		return (0);
	case CLOCK_VIRTUAL:
	case CLOCK_PROF:
	case CLOCK_PROCESS_CPUTIME_ID:
		rucount_proc(td->td_proc, &rc);
		*ns = rc.rc_utime;
		if (clock != CLOCK_VIRTUAL)
			*ns += rc.rc_stime;
		return (0);
	default:
		if (clock < 0)
			return (clock_read_thread(td->td_proc,
			    _CLOCK_OF_THREAD(clock), ns));
		return (SET_ERROR(EINVAL));
	}
}

int
sys_clock_gettime(struct thread *td, const struct clock_gettime_args *uap,
    register_t *retval)
{
	struct timespec ts;
	uint64_t ns;
	int error;

	error = clock_read(td, uap->clock, &ns);
	if (__predict_false(error != 0))
		return (error);
	ns_to_timespec(ns, &ts);
	return (copyout(&ts, uap->tp, sizeof(ts)));
}

int
sys_clock_settime(struct thread *td, const struct clock_settime_args *uap,
    register_t *retval)
{
	struct timespec ts;
	int error;

	error = priv_check(td->td_cred, PRIV_SETTIME);
	if (error != 0)
		return (error);
	if (uap->clock != CLOCK_REALTIME &&
	    uap->clock != CLOCK_REALTIME_PRECISE)
		return (SET_ERROR(EINVAL));
	error = copyin(uap->tp, &ts, sizeof(ts));
	if (error != 0)
		return (error);
	/* The realtime clock is ns in a signed 64-bit number: until 2262. */
	if (!timespec_valid(&ts) || ts.tv_sec < 0 ||
	    ts.tv_sec > INT64_MAX / (int64_t)NSEC_PER_SEC - 1)
		return (SET_ERROR(EINVAL));
	tc_setclock(&ts);
	/* The battery clock follows; without one there is nothing to do. */
	(void)md_rtc_write(&ts);
	return (0);
}

int
sys_clock_getres(struct thread *td, const struct clock_getres_args *uap,
    register_t *retval)
{
	struct timespec ts = { 0, 1 };
	uint64_t ns;
	int error;

	error = clock_read(td, uap->clock, &ns);
	if (error != 0)
		return (error);
	if (uap->clock == CLOCK_SECOND) {
		ts.tv_sec = 1;
		ts.tv_nsec = 0;
	}
	if (uap->tp == NULL)
		return (0);
	return (copyout(&ts, uap->tp, sizeof(ts)));
}

/*
 * Sleep until the deadline, of the uptime clock; 0: for ever.  0 when it is
 * reached, EINTR.
 */
static int
sleep_until(struct thread *td, uint64_t deadline)
{
	struct proc *p = td->td_proc;
	struct cv cv;
	int error;

	cv_init(&cv, "nanosleep");
	do {
		mutex_enter(&p->p_lock);
		error = cv_timedwait_sig(&cv, &p->p_lock, deadline);
		mutex_exit(&p->p_lock);
		if (error == ERESTART || error == EINTR)
			error = sig_interrupted(td);
	} while (error == 0);
	cv_destroy(&cv);
	return (error == ETIMEDOUT ? 0 : error);
}

/*
 * Sleep until the realtime clock shows ns.
 */
static int
sleep_until_realtime(struct thread *td, uint64_t ns)
{
	uint64_t now;
	int error = 0;

	while (error == 0 && (now = realtime_ns()) < ns)
		error = sleep_until(td, uptime_ns() +
		    MIN(ns - now, REALTIME_STEP));
	return (error);
}

int
sys_clock_nanosleep(struct thread *td, const struct clock_nanosleep_args *uap,
    register_t *retval)
{
	struct timespec ts;
	uint64_t deadline, ns, now;
	bool realtime;
	int error, copyerror;

	switch (uap->clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_PRECISE:
	case CLOCK_REALTIME_FAST:
	case CLOCK_SECOND:
		realtime = true;
		break;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_PRECISE:
	case CLOCK_MONOTONIC_FAST:
	case CLOCK_UPTIME:
	case CLOCK_UPTIME_PRECISE:
	case CLOCK_UPTIME_FAST:
		realtime = false;
		break;
	default:
		return (SET_ERROR(EINVAL));
	}
	if ((uap->flags & ~TIMER_ABSTIME) != 0)
		return (SET_ERROR(EINVAL));
	error = copyin(uap->rqtp, &ts, sizeof(ts));
	if (error != 0)
		return (error);
	if (!timespec_valid(&ts) || ts.tv_sec < 0)
		return (SET_ERROR(EINVAL));
	ns = timespec_to_ns_sat(&ts);
	if ((uap->flags & TIMER_ABSTIME) != 0) {
		if (realtime)
			return (sleep_until_realtime(td, ns));
		return (ns <= uptime_ns() ? 0 : sleep_until(td, ns));
	}
	if (ns == 0)
		return (0);
	now = uptime_ns();
	deadline = now + ns;
	error = sleep_until(td, deadline);
	if (error != 0 && uap->rmtp != NULL) {
		now = uptime_ns();
		ns_to_timespec(now < deadline ? deadline - now : 0, &ts);
		copyerror = copyout(&ts, uap->rmtp, sizeof(ts));
		if (copyerror != 0)
			error = copyerror;
	}
	return (error);
}
