/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Interval timers, alarm(3), and the timers of timer_create(2).
 */

#include <sys/mman.h>
#include <sys/time.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include "h_kern.h"

#define	PAGE		4096
#define	NOTIMER		((timer_t)(intptr_t)9999)

static const struct timespec h_long = { 30, 0 };

static struct itimerspec
spec(long value_ms, long interval_ms)
{
	struct itimerspec it = {
		.it_value = { value_ms / 1000, value_ms % 1000 * 1000000 },
		.it_interval = { interval_ms / 1000,
		    interval_ms % 1000 * 1000000 }
	};

	return (it);
}

static struct itimerval
val(long value_ms, long interval_ms)
{
	struct itimerval it = {
		.it_value = { value_ms / 1000, value_ms % 1000 * 1000 },
		.it_interval = { interval_ms / 1000,
		    interval_ms % 1000 * 1000 }
	};

	return (it);
}

static sigset_t
block(int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	return (set);
}

/* A timer that sends sig, which is blocked. */
static timer_t
make_timer(clockid_t clock, int sig, int value)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = sig, .sigev_value.sival_int = value };
	timer_t timer;

	(void)block(sig);
	ATF_REQUIRE_EQ(0, timer_create(clock, &ev, &timer));
	return (timer);
}

static int64_t
now_ns(clockid_t clock)
{
	struct timespec ts;

	ATF_REQUIRE_EQ(0, clock_gettime(clock, &ts));
	return (ts.tv_sec * 1000000000L + ts.tv_nsec);
}

static void
burn(clockid_t clock, int64_t ns)
{
	int64_t end = now_ns(clock) + ns;

	while (now_ns(clock) < end)
		continue;
}

ATF_TC_WITHOUT_HEAD(setitimer__real);
ATF_TC_BODY(setitimer__real, tc)
{
	sigset_t set = block(SIGALRM);
	struct itimerval it, old;
	int64_t start = now_ns(CLOCK_MONOTONIC);
	int i;

	it = val(10, 20);
	ATF_REQUIRE_EQ(0, setitimer(ITIMER_REAL, &it, &old));
	ATF_CHECK_EQ(0, old.it_value.tv_sec + old.it_value.tv_usec);
	for (i = 0; i < 3; i++)
		ATF_REQUIRE_EQ(SIGALRM, sigtimedwait(&set, NULL, &h_long));
	ATF_CHECK(now_ns(CLOCK_MONOTONIC) - start >= 50000000);
	ATF_REQUIRE_EQ(0, getitimer(ITIMER_REAL, &it));
	ATF_CHECK_EQ(20000, it.it_interval.tv_usec);
	ATF_CHECK(it.it_value.tv_usec > 0 && it.it_value.tv_usec <= 20000);
	it = val(0, 20);
	ATF_REQUIRE_EQ(0, setitimer(ITIMER_REAL, &it, &old));
	ATF_CHECK_EQ(20000, old.it_interval.tv_usec);
	ATF_REQUIRE_EQ(0, getitimer(ITIMER_REAL, &it));
	ATF_CHECK_EQ(0, it.it_value.tv_sec + it.it_value.tv_usec);
}

ATF_TC_WITHOUT_HEAD(setitimer__virtual_and_prof);
ATF_TC_BODY(setitimer__virtual_and_prof, tc)
{
	struct itimerval it = val(20, 0);

	catch_signal(SIGVTALRM, 0);
	ATF_REQUIRE_EQ(0, setitimer(ITIMER_VIRTUAL, &it, NULL));
	while (h_caught == 0)
		continue;
	ATF_CHECK_EQ(SIGVTALRM, h_caught);
	catch_signal(SIGPROF, 0);
	ATF_REQUIRE_EQ(0, setitimer(ITIMER_PROF, &it, NULL));
	/* Sleeping does not count. */
	msleep(40);
	ATF_CHECK_EQ(0, h_caught);
	ATF_REQUIRE_EQ(0, getitimer(ITIMER_PROF, &it));
	ATF_CHECK(it.it_value.tv_usec > 0);
	while (h_caught == 0)
		(void)getppid();
	ATF_CHECK_EQ(SIGPROF, h_caught);
	ATF_REQUIRE_EQ(0, getitimer(ITIMER_VIRTUAL, &it));
	ATF_CHECK_EQ(0, it.it_value.tv_sec + it.it_value.tv_usec);
}

static void
child_no_timer(void)
{
	struct itimerval it;
	timer_t timer;

	WANT(getitimer(ITIMER_REAL, &it) == 0);
	WANT(it.it_value.tv_sec == 0 && it.it_value.tv_usec == 0);
	WANT(timer_create(CLOCK_MONOTONIC, NULL, &timer) == 0);
	WANT(timer_delete(timer) == 0);
	WANT_ERRNO(EINVAL, timer_delete(timer) == -1);
}

ATF_TC_WITHOUT_HEAD(setitimer__not_inherited_and_kept_by_exec);
ATF_TC_BODY(setitimer__not_inherited_and_kept_by_exec, tc)
{
	struct itimerval it = val(50, 0);
	int status;
	pid_t pid;

	ATF_REQUIRE_EQ(0, alarm(100));
	in_child(0, child_no_timer);
	ATF_CHECK(alarm(0) >= 99);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		(void)setitimer(ITIMER_REAL, &it, NULL);
		execl("/bin/sleep", "sleep", "100", NULL);
		_exit(1);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(SIGALRM, WTERMSIG(status));
}

ATF_TC_WITHOUT_HEAD(setitimer__alarm);
ATF_TC_BODY(setitimer__alarm, tc)
{
	sigset_t set = block(SIGALRM);
	useconds_t left;

	ATF_CHECK_EQ(0, ualarm(900000, 0));
	left = ualarm(10000, 10000);
	ATF_CHECK(left > 0 && left <= 900000);
	ATF_REQUIRE_EQ(SIGALRM, sigtimedwait(&set, NULL, &h_long));
	ATF_REQUIRE_EQ(SIGALRM, sigtimedwait(&set, NULL, &h_long));
	/* Less than half a second is told as one. */
	ATF_CHECK_EQ(1, alarm(5));
	ATF_CHECK_EQ(5, alarm(0));
	ATF_CHECK_EQ(0, alarm(0));
}

ATF_TC_WITHOUT_HEAD(setitimer__einval_which_or_time);
ATF_TC_BODY(setitimer__einval_which_or_time, tc)
{
	struct itimerval it = val(50000, 0), bad;

	ATF_CHECK_ERRNO(EINVAL, setitimer(-1, &it, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, setitimer(3, &it, NULL) == -1);
	ATF_REQUIRE_EQ(0, setitimer(ITIMER_REAL, &it, NULL));
	bad = it;
	bad.it_value.tv_usec = 1000000;
	ATF_CHECK_ERRNO(EINVAL, setitimer(ITIMER_REAL, &bad, NULL) == -1);
	bad = it;
	bad.it_interval.tv_usec = -1;
	ATF_CHECK_ERRNO(EINVAL, setitimer(ITIMER_REAL, &bad, NULL) == -1);
	bad = it;
	bad.it_value.tv_sec = -1;
	ATF_CHECK_ERRNO(EINVAL, setitimer(ITIMER_REAL, &bad, NULL) == -1);
	/* It goes on. */
	ATF_CHECK(alarm(0) >= 49);
}

ATF_TC_WITHOUT_HEAD(setitimer__efault_bad_pointer);
ATF_TC_BODY(setitimer__efault_bad_pointer, tc)
{
	struct itimerval it = val(0, 0);

	ATF_CHECK_ERRNO(EFAULT, setitimer(ITIMER_REAL, BADPTR, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, setitimer(ITIMER_REAL, &it, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(getitimer__einval_which);
ATF_TC_BODY(getitimer__einval_which, tc)
{
	struct itimerval it;

	ATF_CHECK_ERRNO(EINVAL, getitimer(3, &it) == -1);
	ATF_CHECK_ERRNO(EINVAL, getitimer(-1, &it) == -1);
}

ATF_TC_WITHOUT_HEAD(getitimer__efault_bad_pointer);
ATF_TC_BODY(getitimer__efault_bad_pointer, tc)
{

	ATF_CHECK_ERRNO(EFAULT, getitimer(ITIMER_PROF, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(timer_settime__once_with_info);
ATF_TC_BODY(timer_settime__once_with_info, tc)
{
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGRTMIN, 4711);
	sigset_t set = block(SIGRTMIN);
	struct itimerspec it = spec(10, 0), old;
	siginfo_t info;

	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, &old));
	ATF_CHECK_EQ(0, old.it_value.tv_sec + old.it_value.tv_nsec);
	ATF_REQUIRE_EQ(SIGRTMIN, sigtimedwait(&set, &info, &h_long));
	ATF_CHECK_EQ(SI_TIMER, info.si_code);
	ATF_CHECK_EQ(4711, info.si_value.sival_int);
	ATF_CHECK_EQ((int)(intptr_t)timer, info.si_timerid);
	ATF_CHECK_EQ(0, info.si_overrun);
	ATF_REQUIRE_EQ(0, timer_gettime(timer, &it));
	ATF_CHECK_EQ(0, it.it_value.tv_sec + it.it_value.tv_nsec);
	ATF_CHECK_EQ(0, timer_delete(timer));
}

ATF_TC_WITHOUT_HEAD(timer_settime__absolute);
ATF_TC_BODY(timer_settime__absolute, tc)
{
	static const clockid_t clocks[] = { CLOCK_MONOTONIC, CLOCK_REALTIME };
	sigset_t set = block(SIGRTMIN);
	struct itimerspec it = spec(0, 0);
	timer_t timer;
	int64_t at;
	size_t i;

	for (i = 0; i < 2; i++) {
		timer = make_timer(clocks[i], SIGRTMIN, 0);
		at = now_ns(clocks[i]) + 15000000;
		it.it_value.tv_sec = at / 1000000000;
		it.it_value.tv_nsec = at % 1000000000;
		ATF_REQUIRE_EQ(0, timer_settime(timer, TIMER_ABSTIME, &it,
		    NULL));
		ATF_REQUIRE_EQ(SIGRTMIN, sigtimedwait(&set, NULL, &h_long));
		ATF_CHECK(now_ns(clocks[i]) >= at);
		/* What is past comes at once. */
		it.it_value.tv_sec = 0;
		it.it_value.tv_nsec = 1;
		ATF_REQUIRE_EQ(0, timer_settime(timer, TIMER_ABSTIME, &it,
		    NULL));
		ATF_REQUIRE_EQ(SIGRTMIN, sigtimedwait(&set, NULL, &h_long));
		ATF_CHECK_EQ(0, timer_delete(timer));
	}
}

ATF_TC_WITHOUT_HEAD(timer_getoverrun__counts);
ATF_TC_BODY(timer_getoverrun__counts, tc)
{
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGUSR1, 0);
	sigset_t set = block(SIGUSR1);
	struct itimerspec it = spec(1, 1);
	siginfo_t info;

	ATF_CHECK_EQ(0, timer_getoverrun(timer));
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	msleep(40);
	it = spec(0, 0);
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	ATF_REQUIRE_EQ(0, sigpending(&set));
	ATF_CHECK(sigismember(&set, SIGUSR1));
	ATF_CHECK_EQ(0, timer_getoverrun(timer));
	/* Setting a timer forgets what was counted. */
	ATF_REQUIRE_EQ(SIGUSR1, sigtimedwait(&set, &info, &h_long));
	ATF_CHECK_EQ(0, info.si_overrun);
	it = spec(1, 1);
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	msleep(40);
	ATF_REQUIRE_EQ(SIGUSR1, sigtimedwait(&set, &info, &h_long));
	ATF_CHECK_MSG(info.si_overrun >= 10, "%d", info.si_overrun);
	ATF_CHECK_EQ(info.si_overrun, timer_getoverrun(timer));
	ATF_CHECK_EQ(0, timer_delete(timer));
}

/*
 * Signals and overruns together are as many as the intervals since the timer
 * was set, which was between two looks at the clock, as was the taking.
 */
ATF_TC_WITHOUT_HEAD(timer_getoverrun__counts_every_interval);
ATF_TC_BODY(timer_getoverrun__counts_every_interval, tc)
{
	static const long periods[] = { 1000, 700000 };
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGRTMIN, 0);
	sigset_t set = block(SIGRTMIN);
	struct itimerspec it = spec(0, 0);
	int64_t start[2], seen[2], n;
	siginfo_t info;
	int i, k;

	for (k = 0; k < 2; k++) {
		it.it_value.tv_nsec = it.it_interval.tv_nsec = periods[k];
		start[0] = now_ns(CLOCK_MONOTONIC);
		ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
		start[1] = now_ns(CLOCK_MONOTONIC);
		for (i = 0, n = 0; i < 40; i++) {
			if (i % 10 == 5)
				msleep(15);
			seen[0] = now_ns(CLOCK_MONOTONIC);
			ATF_REQUIRE_EQ(SIGRTMIN, sigtimedwait(&set, &info,
			    &h_long));
			seen[1] = now_ns(CLOCK_MONOTONIC);
			ATF_CHECK_EQ(info.si_overrun, timer_getoverrun(timer));
			n += 1 + info.si_overrun;
			ATF_CHECK_MSG(n >= (seen[0] - start[1]) / periods[k],
			    "%jd of %jd", (intmax_t)n,
			    (intmax_t)((seen[0] - start[1]) / periods[k]));
			ATF_CHECK_MSG(n <= (seen[1] - start[0]) / periods[k],
			    "%jd of %jd", (intmax_t)n,
			    (intmax_t)((seen[1] - start[0]) / periods[k]));
		}
		it.it_value.tv_nsec = 0;
		ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
		(void)sigtimedwait(&set, NULL, &(struct timespec){ 0, 0 });
	}
	ATF_CHECK_EQ(0, timer_delete(timer));
}

ATF_TC_WITHOUT_HEAD(timer_getoverrun__at_most_delaytimer_max);
ATF_TC_BODY(timer_getoverrun__at_most_delaytimer_max, tc)
{
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGRTMIN, 0);
	sigset_t set = block(SIGRTMIN);
	struct itimerspec it = spec(0, 0);
	siginfo_t info;

	it.it_value.tv_nsec = it.it_interval.tv_nsec = 1;
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	msleep(2300);
	ATF_REQUIRE_EQ(SIGRTMIN, sigtimedwait(&set, &info, &h_long));
	ATF_CHECK_EQ(DELAYTIMER_MAX, info.si_overrun);
	ATF_CHECK_EQ(DELAYTIMER_MAX, timer_getoverrun(timer));
	ATF_CHECK_EQ(0, timer_delete(timer));
}

/*
 * A timer in phase with `at' and with this interval says what is left, between
 * two looks at the clock.
 */
static void
check_left(timer_t timer, int64_t at, int64_t interval)
{
	struct itimerspec it;
	int64_t before, after, left, late;

	before = now_ns(CLOCK_MONOTONIC);
	ATF_REQUIRE_EQ(0, timer_gettime(timer, &it));
	after = now_ns(CLOCK_MONOTONIC);
	left = it.it_value.tv_sec * 1000000000 + it.it_value.tv_nsec;
	ATF_CHECK(left > 0 && left <= interval);
	ATF_CHECK_EQ(interval, it.it_interval.tv_nsec);
	late = (before + left - at + interval) % interval;
	late = late == 0 ? 0 : interval - late;
	ATF_CHECK_MSG(late <= after - before, "%jd ns of %jd", (intmax_t)late,
	    (intmax_t)(after - before));
}

/* Nobody has heard of what it did, yet it goes on, and so without a signal. */
ATF_TC_WITHOUT_HEAD(timer_gettime__while_nobody_listens);
ATF_TC_BODY(timer_gettime__while_nobody_listens, tc)
{
	struct sigevent ev = { .sigev_notify = SIGEV_NONE };
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGUSR1, 0), none;
	struct itimerspec it = spec(0, 0);
	sigset_t set = block(SIGUSR1);
	int64_t at;
	int i;

	ATF_REQUIRE_EQ(0, timer_create(CLOCK_MONOTONIC, &ev, &none));
	at = now_ns(CLOCK_MONOTONIC) + 3000000;
	it.it_value.tv_sec = at / 1000000000;
	it.it_value.tv_nsec = at % 1000000000;
	it.it_interval.tv_nsec = 7000000;
	ATF_REQUIRE_EQ(0, timer_settime(timer, TIMER_ABSTIME, &it, NULL));
	ATF_REQUIRE_EQ(0, timer_settime(none, TIMER_ABSTIME, &it, NULL));
	for (i = 0; i < 10; i++) {
		check_left(timer, at, 7000000);
		check_left(none, at, 7000000);
		msleep(4);
	}
	/* What had expired once only has nothing left. */
	it = spec(5, 0);
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	ATF_REQUIRE_EQ(0, timer_settime(none, 0, &it, NULL));
	msleep(20);
	ATF_REQUIRE_EQ(0, timer_gettime(timer, &it));
	ATF_CHECK_EQ(0, it.it_value.tv_sec + it.it_value.tv_nsec);
	ATF_REQUIRE_EQ(0, timer_gettime(none, &it));
	ATF_CHECK_EQ(0, it.it_value.tv_sec + it.it_value.tv_nsec);
	/* The signal of before has waited for this one too. */
	ATF_REQUIRE_EQ(SIGUSR1, sigtimedwait(&set, NULL, &h_long));
	ATF_CHECK(timer_getoverrun(timer) >= 1);
	ATF_CHECK_EQ(0, timer_delete(timer));
	ATF_CHECK_EQ(0, timer_delete(none));
}

static void
want_few_calls(void)
{
	u_long calls;

	msleep(30);
	calls = timeout_calls();
	msleep(500);
	calls = timeout_calls() - calls;
	ATF_CHECK_MSG(calls < CALLS_FEW, "%lu", calls);
}

/* As fast as it goes, with nobody who takes the signals. */
ATF_TC_WITHOUT_HEAD(timer_settime__costs_nothing_while_nobody_listens);
ATF_TC_BODY(timer_settime__costs_nothing_while_nobody_listens, tc)
{
	struct sigevent ev = { .sigev_notify = SIGEV_NONE };
	struct itimerspec it = spec(0, 0);
	struct itimerval iv = { { 0, 1 }, { 0, 1 } };
	sigset_t set = block(SIGALRM);
	timer_t timer[4];
	int i;

	it.it_value.tv_nsec = it.it_interval.tv_nsec = 1;
	timer[0] = make_timer(CLOCK_MONOTONIC, SIGRTMIN, 0);
	timer[1] = make_timer(CLOCK_MONOTONIC, SIGUSR1, 0);
	ATF_REQUIRE(signal(SIGUSR1, SIG_IGN) != SIG_ERR);
	timer[2] = make_timer(CLOCK_MONOTONIC, SIGURG, 0);
	ATF_REQUIRE_EQ(0, timer_create(CLOCK_MONOTONIC, &ev, &timer[3]));
	for (i = 0; i < 4; i++)
		ATF_REQUIRE_EQ(0, timer_settime(timer[i], 0, &it, NULL));
	ATF_REQUIRE_EQ(0, setitimer(ITIMER_REAL, &iv, NULL));
	want_few_calls();
	/* The alarm is one signal, and others follow. */
	for (i = 0; i < 3; i++)
		ATF_REQUIRE_EQ(SIGALRM, sigtimedwait(&set, NULL, &h_long));
	want_few_calls();
	/* What was ignored is heard of again, when it is not any more. */
	(void)block(SIGUSR1);
	(void)block(SIGURG);
	catch_signal(SIGURG, 0);
	ATF_REQUIRE(signal(SIGUSR1, SIG_DFL) != SIG_ERR);
	sigemptyset(&set);
	sigaddset(&set, SIGURG);
	ATF_REQUIRE_EQ(SIGURG, sigtimedwait(&set, NULL, &h_long));
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ATF_REQUIRE_EQ(SIGUSR1, sigtimedwait(&set, NULL, &h_long));
	/* To ignore it while it waits is to throw it away. */
	msleep(10);
	ATF_REQUIRE(signal(SIGUSR1, SIG_IGN) != SIG_ERR);
	want_few_calls();
	ATF_REQUIRE(signal(SIGUSR1, SIG_DFL) != SIG_ERR);
	ATF_REQUIRE_EQ(SIGUSR1, sigtimedwait(&set, NULL, &h_long));
	for (i = 0; i < 4; i++)
		ATF_CHECK_EQ(0, timer_delete(timer[i]));
}

ATF_TC_WITHOUT_HEAD(timer_delete__takes_its_signal);
ATF_TC_BODY(timer_delete__takes_its_signal, tc)
{
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGRTMIN, 1);
	timer_t other = make_timer(CLOCK_MONOTONIC, SIGRTMIN, 2);
	struct itimerspec it = spec(5, 0);
	sigset_t set, pending;
	siginfo_t info;

	set = block(SIGRTMIN);
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	ATF_REQUIRE_EQ(0, timer_settime(other, 0, &it, NULL));
	msleep(20);
	ATF_REQUIRE_EQ(0, timer_delete(timer));
	/* The other one's stays. */
	ATF_REQUIRE_EQ(SIGRTMIN, sigtimedwait(&set, &info, &h_long));
	ATF_CHECK_EQ(2, info.si_value.sival_int);
	ATF_REQUIRE_EQ(0, timer_settime(other, 0, &it, NULL));
	msleep(20);
	ATF_REQUIRE_EQ(0, timer_delete(other));
	ATF_REQUIRE_EQ(0, sigpending(&pending));
	ATF_CHECK(!sigismember(&pending, SIGRTMIN));
}

ATF_TC_WITHOUT_HEAD(timer_create__default_event_and_none);
ATF_TC_BODY(timer_create__default_event_and_none, tc)
{
	struct sigevent ev = { .sigev_notify = SIGEV_NONE };
	struct itimerspec it = spec(10, 0);
	sigset_t set = block(SIGALRM);
	siginfo_t info;
	timer_t timer, none;

	ATF_REQUIRE_EQ(0, timer_create(CLOCK_REALTIME, NULL, &timer));
	ATF_REQUIRE_EQ(0, timer_create(CLOCK_REALTIME, &ev, &none));
	ATF_REQUIRE_EQ(0, timer_settime(none, 0, &it, NULL));
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	ATF_REQUIRE_EQ(SIGALRM, sigtimedwait(&set, &info, &h_long));
	ATF_CHECK_EQ((int)(intptr_t)timer, info.si_value.sival_int);
	do {
		msleep(5);
		ATF_REQUIRE_EQ(0, timer_gettime(none, &it));
	} while (it.it_value.tv_sec != 0 || it.it_value.tv_nsec != 0);
	ATF_CHECK_EQ(0, timer_delete(timer));
	ATF_CHECK_EQ(0, timer_delete(none));
}

ATF_TC_WITHOUT_HEAD(timer_create__processor_time);
ATF_TC_BODY(timer_create__processor_time, tc)
{
	static const clockid_t clocks[] = { CLOCK_PROCESS_CPUTIME_ID,
	    CLOCK_THREAD_CPUTIME_ID };
	struct itimerspec it = spec(20, 0);
	sigset_t set;
	timer_t timer;
	size_t i;

	for (i = 0; i < 2; i++) {
		timer = make_timer(clocks[i], SIGUSR2, 0);
		ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
		msleep(40);
		ATF_REQUIRE_EQ(0, sigpending(&set));
		ATF_CHECK(!sigismember(&set, SIGUSR2));
		do {
			burn(clocks[i], 5000000);
			ATF_REQUIRE_EQ(0, sigpending(&set));
		} while (!sigismember(&set, SIGUSR2));
		ATF_CHECK_EQ(0, timer_delete(timer));
	}
}

static pthread_t	h_notified;
static volatile int	h_calls;
static int		h_sum;

static void
notify(union sigval v)
{

	h_notified = pthread_self();
	h_sum += v.sival_int;
	(void)__atomic_add_fetch(&h_calls, 1, __ATOMIC_SEQ_CST);
}

ATF_TC_WITHOUT_HEAD(timer_create__thread);
ATF_TC_BODY(timer_create__thread, tc)
{
	struct sigevent ev = { .sigev_notify = SIGEV_THREAD,
	    .sigev_notify_function = notify, .sigev_value.sival_int = 7 };
	struct itimerspec it = spec(5, 0);
	timer_t timer;
	int i;

	ATF_REQUIRE_EQ(0, timer_create(CLOCK_MONOTONIC, &ev, &timer));
	for (i = 1; i <= 3; i++) {
		ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
		while (h_calls < i)
			msleep(2);
		ATF_CHECK(!pthread_equal(h_notified, pthread_self()));
	}
	ATF_CHECK_EQ(21, h_sum);
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	ATF_REQUIRE_EQ(0, timer_delete(timer));
	/* A child makes its own thread. */
	in_child(0, child_no_timer);
}

/* The attributes of a notification, which cannot be read yet. */
static void		*h_attrs;
static volatile int	h_reading;

/* The thread is inside timer_create(): let the others go on meanwhile. */
static void
attrs_come(int sig)
{

	h_reading = 1;
	msleep(100);
	if (mprotect(h_attrs, PAGE, PROT_READ | PROT_WRITE) == -1)
		_exit(1);
}

static void *
create_slowly(void *arg)
{
	struct sigevent ev = { .sigev_notify = SIGEV_THREAD,
	    .sigev_notify_function = notify,
	    .sigev_notify_attributes = h_attrs };
	timer_t timer;

	return (timer_create(CLOCK_MONOTONIC, &ev, &timer) == 0 ? arg : NULL);
}

ATF_TC_WITHOUT_HEAD(timer_create__thread_over_fork);
ATF_TC_BODY(timer_create__thread_over_fork, tc)
{
	pthread_t thread;
	void *result;
	int status;
	pid_t pid;

	h_attrs = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	ATF_REQUIRE(h_attrs != MAP_FAILED);
	ATF_REQUIRE_EQ(0, pthread_attr_init(h_attrs));
	ATF_REQUIRE_EQ(0, mprotect(h_attrs, PAGE, PROT_NONE));
	ATF_REQUIRE(signal(SIGSEGV, attrs_come) != SIG_ERR);
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, create_slowly,
	    h_attrs));
	while (h_reading == 0)
		msleep(2);
	pid = fork();
	ATF_REQUIRE(pid != -1);
	if (pid == 0) {
		/* A lock of the library that another thread had stays held. */
		alarm(20);
		_exit(timer_delete(NOTIMER) == -1 && errno == EINVAL ? 0 : 1);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK(result == h_attrs);
}

static volatile int	h_tid;

static void *
take_one(void *arg)
{
	sigset_t set;
	siginfo_t info;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	h_tid = pthread_getthreadid_np();
	if (sigwaitinfo(&set, &info) != SIGUSR1)
		return (NULL);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(timer_create__to_a_thread);
ATF_TC_BODY(timer_create__to_a_thread, tc)
{
	struct sigevent ev = { .sigev_notify = SIGEV_THREAD_ID,
	    .sigev_signo = SIGUSR1 };
	struct itimerspec it = spec(5, 0);
	pthread_t thread;
	sigset_t set = block(SIGUSR1);
	timer_t timer;
	void *res;

	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, take_one, &ev));
	while (h_tid == 0)
		msleep(2);
	ev.sigev_notify_thread_id = h_tid;
	ATF_REQUIRE_EQ(0, timer_create(CLOCK_MONOTONIC, &ev, &timer));
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	ATF_REQUIRE_EQ(0, pthread_join(thread, &res));
	ATF_CHECK_EQ(&ev, res);
	/* With the thread gone nobody is told. */
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	msleep(20);
	ATF_REQUIRE_EQ(0, sigpending(&set));
	ATF_CHECK(!sigismember(&set, SIGUSR1));
}

ATF_TC_WITHOUT_HEAD(timer_create__ends_at_exec);
ATF_TC_BODY(timer_create__ends_at_exec, tc)
{
	struct itimerspec it = spec(200, 0);
	timer_t timer;
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		if (timer_create(CLOCK_MONOTONIC, NULL, &timer) == 0 &&
		    timer_settime(timer, 0, &it, NULL) == 0)
			execl("/bin/sleep", "sleep", "0.4", NULL);
		_exit(1);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(timer_create__eagain_too_many);
ATF_TC_BODY(timer_create__eagain_too_many, tc)
{
	timer_t timer[TIMER_MAX], other;
	int i;

	for (i = 0; i < TIMER_MAX; i++)
		ATF_REQUIRE_EQ(0, timer_create(CLOCK_MONOTONIC, NULL,
		    &timer[i]));
	ATF_CHECK_ERRNO(EAGAIN,
	    timer_create(CLOCK_MONOTONIC, NULL, &other) == -1);
	ATF_REQUIRE_EQ(0, timer_delete(timer[5]));
	ATF_REQUIRE_EQ(0, timer_create(CLOCK_MONOTONIC, NULL, &other));
	ATF_CHECK_EQ(timer[5], other);
	ATF_CHECK_EQ(TIMER_MAX, sysconf(_SC_TIMER_MAX));
}

ATF_TC_WITHOUT_HEAD(timer_create__einval_clock_or_event);
ATF_TC_BODY(timer_create__einval_clock_or_event, tc)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL };
	timer_t timer;

	ATF_CHECK_ERRNO(EINVAL, timer_create(99, NULL, &timer) == -1);
	ATF_CHECK_ERRNO(EINVAL, timer_create(CLOCK_SECOND, NULL, &timer) ==
	    -1);
	ATF_CHECK_ERRNO(EINVAL, timer_create(CLOCK_REALTIME, &ev, &timer) ==
	    -1);
	ev.sigev_signo = 129;
	ATF_CHECK_ERRNO(EINVAL, timer_create(CLOCK_REALTIME, &ev, &timer) ==
	    -1);
	ev.sigev_signo = SIGUSR1;
	ev.sigev_notify = 77;
	ATF_CHECK_ERRNO(EINVAL, timer_create(CLOCK_REALTIME, &ev, &timer) ==
	    -1);
	ev.sigev_notify = SIGEV_THREAD_ID;
	ev.sigev_notify_thread_id = 1;
	ATF_CHECK_ERRNO(EINVAL, timer_create(CLOCK_REALTIME, &ev, &timer) ==
	    -1);
}

int	__sys_timer_create(int, const struct sigevent *, int *);

ATF_TC_WITHOUT_HEAD(timer_create__efault_bad_pointer);
ATF_TC_BODY(timer_create__efault_bad_pointer, tc)
{
	int i, id;

	/* libc's function looks at the event first. */
	ATF_CHECK_ERRNO(EFAULT, __sys_timer_create(CLOCK_REALTIME, BADPTR,
	    &id) == -1);
	/* None is left behind. */
	for (i = 0; i < 2 * TIMER_MAX; i++)
		ATF_CHECK_ERRNO(EFAULT,
		    __sys_timer_create(CLOCK_REALTIME, NULL, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(timer_settime__einval_timer_flags_or_time);
ATF_TC_BODY(timer_settime__einval_timer_flags_or_time, tc)
{
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGUSR1, 0);
	struct itimerspec it = spec(50000, 0), bad;

	ATF_CHECK_ERRNO(EINVAL, timer_settime(NOTIMER, 0, &it, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, timer_settime(NULL, 0, &it, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, timer_settime(timer, 2, &it, NULL) == -1);
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	bad = it;
	bad.it_value.tv_nsec = 1000000000;
	ATF_CHECK_ERRNO(EINVAL, timer_settime(timer, 0, &bad, NULL) == -1);
	bad = it;
	bad.it_interval.tv_sec = -1;
	ATF_CHECK_ERRNO(EINVAL, timer_settime(timer, 0, &bad, NULL) == -1);
	ATF_REQUIRE_EQ(0, timer_gettime(timer, &it));
	ATF_CHECK(it.it_value.tv_sec >= 48);
}

ATF_TC_WITHOUT_HEAD(timer_settime__efault_bad_pointer);
ATF_TC_BODY(timer_settime__efault_bad_pointer, tc)
{
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGUSR1, 0);
	struct itimerspec it = spec(0, 0);

	ATF_CHECK_ERRNO(EFAULT, timer_settime(timer, 0, BADPTR, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, timer_settime(timer, 0, &it, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(timer_gettime__einval_no_timer);
ATF_TC_BODY(timer_gettime__einval_no_timer, tc)
{
	struct itimerspec it;

	ATF_CHECK_ERRNO(EINVAL, timer_gettime(NOTIMER, &it) == -1);
}

ATF_TC_WITHOUT_HEAD(timer_gettime__efault_bad_pointer);
ATF_TC_BODY(timer_gettime__efault_bad_pointer, tc)
{
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGUSR1, 0);

	ATF_CHECK_ERRNO(EFAULT, timer_gettime(timer, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(timer_getoverrun__einval_no_timer);
ATF_TC_BODY(timer_getoverrun__einval_no_timer, tc)
{

	ATF_CHECK_ERRNO(EINVAL, timer_getoverrun(NOTIMER) == -1);
}

ATF_TC_WITHOUT_HEAD(timer_delete__einval_no_timer);
ATF_TC_BODY(timer_delete__einval_no_timer, tc)
{
	timer_t timer = make_timer(CLOCK_MONOTONIC, SIGUSR1, 0);

	ATF_CHECK_ERRNO(EINVAL, timer_delete(NOTIMER) == -1);
	ATF_REQUIRE_EQ(0, timer_delete(timer));
	ATF_CHECK_ERRNO(EINVAL, timer_delete(timer) == -1);
	/* The interval timers are none of them. */
	ATF_CHECK_ERRNO(EINVAL, timer_delete((timer_t)(intptr_t)1) == -1);
}

#define	RACERS	4
#define	ROUNDS	200

static void *
racer(void *arg)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGRTMIN };
	struct itimerspec it = { .it_value.tv_nsec = 1,
	    .it_interval.tv_nsec = 1 };
	timer_t timer;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		if (timer_create(CLOCK_MONOTONIC, &ev, &timer) != 0 ||
		    timer_settime(timer, 0, &it, NULL) != 0)
			return (arg);
		if (i % 3 == 0)
			(void)sched_yield();
		if (timer_delete(timer) != 0)
			return (arg);
	}
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(timer_delete__while_it_expires);
ATF_TC_BODY(timer_delete__while_it_expires, tc)
{
	pthread_t t[RACERS];
	void *res;
	int i;

	catch_signal(SIGRTMIN, SA_RESTART);
	for (i = 0; i < RACERS; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&t[i], NULL, racer, t));
	for (i = 0; i < RACERS; i++) {
		ATF_REQUIRE_EQ(0, pthread_join(t[i], &res));
		ATF_CHECK_EQ(NULL, res);
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, setitimer__real);
	ATF_TP_ADD_TC(tp, setitimer__virtual_and_prof);
	ATF_TP_ADD_TC(tp, setitimer__not_inherited_and_kept_by_exec);
	ATF_TP_ADD_TC(tp, setitimer__alarm);
	ATF_TP_ADD_TC(tp, setitimer__einval_which_or_time);
	ATF_TP_ADD_TC(tp, setitimer__efault_bad_pointer);
	ATF_TP_ADD_TC(tp, getitimer__einval_which);
	ATF_TP_ADD_TC(tp, getitimer__efault_bad_pointer);
	ATF_TP_ADD_TC(tp, timer_settime__once_with_info);
	ATF_TP_ADD_TC(tp, timer_settime__absolute);
	ATF_TP_ADD_TC(tp, timer_getoverrun__counts);
	ATF_TP_ADD_TC(tp, timer_getoverrun__counts_every_interval);
	ATF_TP_ADD_TC(tp, timer_getoverrun__at_most_delaytimer_max);
	ATF_TP_ADD_TC(tp, timer_gettime__while_nobody_listens);
	ATF_TP_ADD_TC(tp, timer_settime__costs_nothing_while_nobody_listens);
	ATF_TP_ADD_TC(tp, timer_delete__takes_its_signal);
	ATF_TP_ADD_TC(tp, timer_create__default_event_and_none);
	ATF_TP_ADD_TC(tp, timer_create__processor_time);
	ATF_TP_ADD_TC(tp, timer_create__thread);
	ATF_TP_ADD_TC(tp, timer_create__thread_over_fork);
	ATF_TP_ADD_TC(tp, timer_create__to_a_thread);
	ATF_TP_ADD_TC(tp, timer_create__ends_at_exec);
	ATF_TP_ADD_TC(tp, timer_create__eagain_too_many);
	ATF_TP_ADD_TC(tp, timer_create__einval_clock_or_event);
	ATF_TP_ADD_TC(tp, timer_create__efault_bad_pointer);
	ATF_TP_ADD_TC(tp, timer_settime__einval_timer_flags_or_time);
	ATF_TP_ADD_TC(tp, timer_settime__efault_bad_pointer);
	ATF_TP_ADD_TC(tp, timer_gettime__einval_no_timer);
	ATF_TP_ADD_TC(tp, timer_gettime__efault_bad_pointer);
	ATF_TP_ADD_TC(tp, timer_getoverrun__einval_no_timer);
	ATF_TP_ADD_TC(tp, timer_delete__einval_no_timer);
	ATF_TP_ADD_TC(tp, timer_delete__while_it_expires);
	return (atf_no_error());
}
