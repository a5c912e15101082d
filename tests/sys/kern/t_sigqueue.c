/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sigqueue(2), sigtimedwait(2) with its relatives, real-time signals, and the
 * calls of System V.
 */

#include <sys/thr.h>
#include <sys/time.h>
#include <pthread.h>
#include "h_kern.h"

#define	KEPT	128		/* SIGQUEUE_MAX */

static int	h_order[8];
static volatile sig_atomic_t h_n;

static void
h_record(int sig, siginfo_t *info, void *uc)
{

	h_order[h_n++] = sig * 100 + info->si_value.sival_int;
}

static void
queue(int sig, int n)
{
	union sigval v = { .sival_int = n };

	ATF_REQUIRE_EQ(0, sigqueue(getpid(), sig, v));
}

/* The set of one or two signals, which are blocked. */
static sigset_t
blocked_set(int a, int b)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, a);
	sigaddset(&set, b);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	return (set);
}

ATF_TC_WITHOUT_HEAD(sigqueue__lowest_first_and_in_order);
ATF_TC_BODY(sigqueue__lowest_first_and_in_order, tc)
{
	struct sigaction sa = { .sa_sigaction = h_record,
	    .sa_flags = SA_SIGINFO };
	sigset_t set = blocked_set(SIGRTMIN, SIGRTMAX);
	static const int want[] = { 6502, 6504, 12601, 12603 };
	int i;

	/* So that one handler does not interrupt another. */
	sa.sa_mask = set;
	ATF_REQUIRE_EQ(0, sigaction(SIGRTMIN, &sa, NULL));
	ATF_REQUIRE_EQ(0, sigaction(SIGRTMAX, &sa, NULL));
	queue(SIGRTMAX, 1);
	queue(SIGRTMIN, 2);
	queue(SIGRTMAX, 3);
	queue(SIGRTMIN, 4);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_UNBLOCK, &set, NULL));
	ATF_REQUIRE_EQ(4, h_n);
	for (i = 0; i < 4; i++)
		ATF_CHECK_EQ(want[i], h_order[i]);
}

ATF_TC_WITHOUT_HEAD(sigqueue__info);
ATF_TC_BODY(sigqueue__info, tc)
{
	sigset_t set = blocked_set(SIGRTMIN, SIGUSR1);
	siginfo_t info;

	queue(SIGUSR1, 7);
	queue(SIGUSR1, 8);
	ATF_REQUIRE_EQ(SIGUSR1, sigwaitinfo(&set, &info));
	ATF_CHECK_EQ(SIGUSR1, info.si_signo);
	ATF_CHECK_EQ(SI_QUEUE, info.si_code);
	ATF_CHECK_EQ(7, info.si_value.sival_int);
	ATF_CHECK_EQ(getpid(), info.si_pid);
	ATF_CHECK_EQ(getuid(), info.si_uid);
	/* The second was not kept. */
	ATF_REQUIRE_ERRNO(EAGAIN, sigtimedwait(&set, &info,
	    &(struct timespec){ 0, 0 }) == -1);
	ATF_CHECK_EQ(0, sigqueue(getpid(), 0, (union sigval){ 0 }));
}

ATF_TC_WITHOUT_HEAD(sigqueue__eagain_when_too_many_wait);
ATF_TC_BODY(sigqueue__eagain_when_too_many_wait, tc)
{
	sigset_t set = blocked_set(SIGRTMIN, SIGRTMIN);
	siginfo_t info;
	int i;

	for (i = 0; i < KEPT; i++)
		queue(SIGRTMIN, i);
	ATF_CHECK_ERRNO(EAGAIN, sigqueue(getpid(), SIGRTMIN,
	    (union sigval){ .sival_int = i }) == -1);
	for (i = 0; i < KEPT; i++) {
		ATF_REQUIRE_EQ(SIGRTMIN, sigwaitinfo(&set, &info));
		ATF_REQUIRE_EQ(i, info.si_value.sival_int);
	}
	ATF_CHECK_ERRNO(EAGAIN, sigtimedwait(&set, NULL,
	    &(struct timespec){ 0, 0 }) == -1);
}

static volatile int	h_tid;

/* A thread that waits for nothing, with its own queue. */
static void *
sleeper(void *arg)
{

	h_tid = thr_self();
	for (;;)
		msleep(10000);
	return (NULL);
}

/* All numbers, for the process and its threads, count together. */
ATF_TC_WITHOUT_HEAD(sigqueue__eagain_for_all_signals_together);
ATF_TC_BODY(sigqueue__eagain_for_all_signals_together, tc)
{
	static const struct timespec no_time = { 0, 0 };
	struct itimerspec it = { { 0, 0 }, { 0, 1 } };
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGRTMAX, .sigev_value.sival_int = 99 };
	union sigval v = { .sival_int = 1 };
	sigset_t set, pending;
	siginfo_t info;
	pthread_t thread;
	timer_t timer;
	int i, n;

	ATF_CHECK_EQ(KEPT, sysconf(_SC_SIGQUEUE_MAX));
	sigfillset(&set);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, sleeper, NULL));
	while (h_tid == 0)
		msleep(2);
	for (n = 0; n < 40; n++)
		ATF_REQUIRE_EQ(0, pthread_kill(thread, SIGRTMIN + n % 20));
	for (; n < KEPT; n++)
		queue(SIGRTMIN + n % 30, n);
	/* No more fits, and nothing of it is sent. */
	for (i = SIGRTMIN; i < SIGRTMAX; i++)
		ATF_CHECK_ERRNO(EAGAIN, sigqueue(getpid(), i, v) == -1);
	ATF_CHECK_ERRNO(EAGAIN, sigqueue(getpid(), SIGUSR1, v) == -1);
	ATF_REQUIRE_EQ(0, sigpending(&pending));
	ATF_CHECK(!sigismember(&pending, SIGUSR1));
	ATF_CHECK(!sigismember(&pending, SIGRTMIN + 30));
	/* What is ignored needs no room. */
	ATF_CHECK_EQ(0, sigqueue(getpid(), SIGURG, v));
	/* A timer has its own, and kill(2) needs none. */
	ATF_REQUIRE_EQ(0, timer_create(CLOCK_MONOTONIC, &ev, &timer));
	ATF_REQUIRE_EQ(0, timer_settime(timer, 0, &it, NULL));
	sigemptyset(&set);
	sigaddset(&set, SIGRTMAX);
	ATF_REQUIRE_EQ(SIGRTMAX, sigwaitinfo(&set, &info));
	ATF_CHECK_EQ(99, info.si_value.sival_int);
	for (i = 0; i < 3; i++) {
		ATF_REQUIRE_EQ(0, kill(getpid(), SIGUSR2));
		ATF_REQUIRE_EQ(0, kill(getpid(), SIGRTMAX));
	}
	sigaddset(&set, SIGUSR2);
	ATF_REQUIRE_EQ(SIGUSR2, sigwaitinfo(&set, &info));
	ATF_CHECK_EQ(SI_NOINFO, info.si_code);
	ATF_REQUIRE_EQ(SIGRTMAX, sigwaitinfo(&set, &info));
	ATF_CHECK_EQ(SI_NOINFO, info.si_code);
	ATF_REQUIRE_ERRNO(EAGAIN, sigtimedwait(&set, NULL, &no_time) == -1);
	/* One taken makes room for one; the thread's make room when it ends. */
	sigfillset(&set);
	ATF_REQUIRE(sigwaitinfo(&set, &info) > 0);
	queue(SIGUSR1, 2);
	ATF_CHECK_ERRNO(EAGAIN, sigqueue(getpid(), SIGRTMIN, v) == -1);
	ATF_REQUIRE_EQ(0, pthread_cancel(thread));
	ATF_REQUIRE_EQ(0, pthread_join(thread, NULL));
	for (n = 0; sigqueue(getpid(), SIGRTMIN, v) == 0; n++)
		continue;
	ATF_CHECK_EQ(EAGAIN, errno);
	ATF_CHECK_MSG(n == 40, "%d", n);
}

ATF_TC_WITHOUT_HEAD(sigqueue__einval_signal_or_group);
ATF_TC_BODY(sigqueue__einval_signal_or_group, tc)
{
	union sigval v = { 0 };

	ATF_CHECK_ERRNO(EINVAL, sigqueue(getpid(), -1, v) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigqueue(getpid(), 129, v) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigqueue(0, 0, v) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigqueue(-getpid(), 0, v) == -1);
}

static void
child_sigqueue_eperm(void)
{

	WANT_ERRNO(EPERM, sigqueue(1, SIGTERM, (union sigval){ 0 }) == -1);
}

ATF_TC(sigqueue__eperm_when_it_is_anothers);
ATF_TC_HEAD(sigqueue__eperm_when_it_is_anothers, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(sigqueue__eperm_when_it_is_anothers, tc)
{

	in_child(NOBODY, child_sigqueue_eperm);
}

ATF_TC_WITHOUT_HEAD(sigqueue__esrch_no_process);
ATF_TC_BODY(sigqueue__esrch_no_process, tc)
{

	ATF_CHECK_ERRNO(ESRCH, sigqueue(99999, 0, (union sigval){ 0 }) == -1);
}

ATF_TC_WITHOUT_HEAD(sigtimedwait__waits_for_one);
ATF_TC_BODY(sigtimedwait__waits_for_one, tc)
{
	sigset_t set = blocked_set(SIGRTMIN + 3, SIGUSR2);
	siginfo_t info;
	pid_t pid;
	int sig;

	pid = signal_asleep(SIGUSR2);
	ATF_REQUIRE_EQ(SIGUSR2, sigtimedwait(&set, &info,
	    &(struct timespec){ 30, 0 }));
	ATF_CHECK_EQ(SI_USER, info.si_code);
	ATF_CHECK_EQ(pid, info.si_pid);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	pid = signal_asleep(SIGRTMIN + 3);
	ATF_REQUIRE_EQ(0, sigwait(&set, &sig));
	ATF_CHECK_EQ(SIGRTMIN + 3, sig);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(sigtimedwait__eagain_in_time);
ATF_TC_BODY(sigtimedwait__eagain_in_time, tc)
{
	sigset_t set = blocked_set(SIGUSR1, SIGUSR1);

	ATF_CHECK_ERRNO(EAGAIN, sigtimedwait(&set, NULL,
	    &(struct timespec){ 0, 10000000 }) == -1);
	/* What was not asked for stays. */
	(void)blocked_set(SIGUSR2, SIGUSR2);
	ATF_REQUIRE_EQ(0, raise(SIGUSR2));
	ATF_CHECK_ERRNO(EAGAIN, sigtimedwait(&set, NULL,
	    &(struct timespec){ 0, 0 }) == -1);
	ATF_REQUIRE_EQ(0, sigpending(&set));
	ATF_CHECK(sigismember(&set, SIGUSR2));
}

ATF_TC_WITHOUT_HEAD(sigtimedwait__efault_bad_pointer);
ATF_TC_BODY(sigtimedwait__efault_bad_pointer, tc)
{
	sigset_t set = blocked_set(SIGUSR1, SIGUSR1);

	ATF_CHECK_ERRNO(EFAULT, sigtimedwait(BADPTR, NULL, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, sigtimedwait(&set, NULL, BADPTR) == -1);
	ATF_REQUIRE_EQ(0, raise(SIGUSR1));
	ATF_CHECK_ERRNO(EFAULT, sigtimedwait(&set, BADPTR, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(sigtimedwait__eintr_by_a_handler);
ATF_TC_BODY(sigtimedwait__eintr_by_a_handler, tc)
{
	sigset_t set = blocked_set(SIGUSR1, SIGUSR1);
	pid_t pid;

	catch_signal(SIGUSR2, SA_RESTART);
	pid = signal_asleep(SIGUSR2);
	ATF_CHECK_ERRNO(EINTR, sigwaitinfo(&set, NULL) == -1);
	ATF_CHECK_EQ(SIGUSR2, h_caught);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(sigtimedwait__einval_timeout);
ATF_TC_BODY(sigtimedwait__einval_timeout, tc)
{
	sigset_t set = blocked_set(SIGUSR1, SIGUSR1);

	ATF_CHECK_ERRNO(EINVAL, sigtimedwait(&set, NULL,
	    &(struct timespec){ 0, 1000000000 }) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigtimedwait(&set, NULL,
	    &(struct timespec){ -1, 0 }) == -1);
}

#define	WAITERS	4
#define	ROUNDS	50

static int	h_got[WAITERS * ROUNDS];

static void *
waiter(void *arg)
{
	sigset_t set;
	siginfo_t info;
	int i;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	for (i = 0; i < ROUNDS; i++) {
		if (sigwaitinfo(&set, &info) != SIGRTMIN)
			return (__DECONST(char *, "no signal"));
		(void)__atomic_add_fetch(&h_got[info.si_value.sival_int], 1,
		    __ATOMIC_RELAXED);
	}
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(sigtimedwait__each_signal_to_one_of_several_threads);
ATF_TC_BODY(sigtimedwait__each_signal_to_one_of_several_threads, tc)
{
	pthread_t t[WAITERS];
	union sigval v;
	void *res;
	int i;

	(void)blocked_set(SIGRTMIN, SIGRTMIN);
	for (i = 0; i < WAITERS; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&t[i], NULL, waiter, NULL));
	for (i = 0; i < WAITERS * ROUNDS; i++) {
		v.sival_int = i;
		while (sigqueue(getpid(), SIGRTMIN, v) == -1)
			ATF_REQUIRE_EQ(EAGAIN, errno);
	}
	for (i = 0; i < WAITERS; i++) {
		ATF_REQUIRE_EQ(0, pthread_join(t[i], &res));
		ATF_CHECK_EQ(NULL, res);
	}
	for (i = 0; i < WAITERS * ROUNDS; i++)
		ATF_CHECK_EQ_MSG(1, h_got[i], "%d: %d times", i, h_got[i]);
}

static volatile sig_atomic_t h_old;

static void
h_sysv(int sig)
{

	h_old++;
}

ATF_TC_WITHOUT_HEAD(sighold__and_relatives);
ATF_TC_BODY(sighold__and_relatives, tc)
{

	ATF_CHECK_EQ(SIG_DFL, sigset(SIGUSR1, h_sysv));
	ATF_REQUIRE_EQ(0, sighold(SIGUSR1));
	ATF_REQUIRE_EQ(0, raise(SIGUSR1));
	ATF_CHECK_EQ(0, h_old);
	ATF_CHECK_ERRNO(EINTR, sigpause(SIGUSR1) == -1);
	ATF_CHECK_EQ(1, h_old);
	ATF_REQUIRE_EQ(0, raise(SIGUSR1));
	ATF_REQUIRE_EQ(0, sigrelse(SIGUSR1));
	ATF_CHECK_EQ(2, h_old);
	ATF_CHECK_EQ(h_sysv, sigset(SIGUSR1, SIG_HOLD));
	ATF_CHECK_EQ(SIG_HOLD, sigset(SIGUSR1, SIG_DFL));
	ATF_CHECK_EQ(0, sigignore(SIGUSR1));
	ATF_CHECK_EQ(0, raise(SIGUSR1));
	ATF_CHECK_ERRNO(EINVAL, sighold(0) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigrelse(129) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigignore(SIGKILL) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigpause(0) == -1);
	ATF_CHECK_ERRNO(EINVAL, sigset(SIGKILL, SIG_IGN) == SIG_ERR);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, sigqueue__lowest_first_and_in_order);
	ATF_TP_ADD_TC(tp, sigqueue__info);
	ATF_TP_ADD_TC(tp, sigqueue__eagain_when_too_many_wait);
	ATF_TP_ADD_TC(tp, sigqueue__eagain_for_all_signals_together);
	ATF_TP_ADD_TC(tp, sigqueue__einval_signal_or_group);
	ATF_TP_ADD_TC(tp, sigqueue__eperm_when_it_is_anothers);
	ATF_TP_ADD_TC(tp, sigqueue__esrch_no_process);
	ATF_TP_ADD_TC(tp, sigtimedwait__waits_for_one);
	ATF_TP_ADD_TC(tp, sigtimedwait__eagain_in_time);
	ATF_TP_ADD_TC(tp, sigtimedwait__efault_bad_pointer);
	ATF_TP_ADD_TC(tp, sigtimedwait__eintr_by_a_handler);
	ATF_TP_ADD_TC(tp, sigtimedwait__einval_timeout);
	ATF_TP_ADD_TC(tp,
	    sigtimedwait__each_signal_to_one_of_several_threads);
	ATF_TP_ADD_TC(tp, sighold__and_relatives);
	return (atf_no_error());
}
