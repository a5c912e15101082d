/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Timers of processes: every expiration is taken once, as a signal or as an
 * overrun; one that is disarmed or deleted while it expires is heard of no
 * more, nor is its signal; waits for signals end by signal or deadline.
 */

#include <sys/time.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "h_main.h"

#define	NROUNDS		6
#define	PERIOD		100000		/* ns */
#define	SIGTIMER	SIGRTMIN

static const struct timespec soon = { 0, 3 * PERIOD }, long_time = { 30, 0 };

static sigset_t
block(int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
	return (set);
}

static timer_t
create(int value)
{
	struct sigevent ev;
	timer_t timer;

	memset(&ev, 0, sizeof(ev));
	ev.sigev_notify = SIGEV_SIGNAL;
	ev.sigev_signo = SIGTIMER;
	ev.sigev_value.sival_int = value;
	CHECK(timer_create(CLOCK_MONOTONIC, &ev, &timer) == 0);
	return (timer);
}

static void
arm(timer_t timer, long value, long interval)
{
	struct itimerspec it = { { 0, interval }, { 0, value } };

	CHECK(timer_settime(timer, 0, &it, NULL) == 0);
}

/* Wait for a signal, which comes. */
static siginfo_t
take(const sigset_t *set)
{
	siginfo_t si;
	int sig;

	while ((sig = sigtimedwait(set, &si, &long_time)) == -1)
		CHECK(errno == EINTR);
	CHECK(sig == si.si_signo);
	return (si);
}

/* Nothing comes. */
static void
take_none(const sigset_t *set)
{

	CHECK(sigtimedwait(set, NULL, &soon) == -1 && errno == EAGAIN);
}

/* Expirations are signals or overruns, as many as periods have passed. */
static void
periods(const sigset_t *set)
{
	struct timespec a, b;
	timer_t timer = create(7);
	long passed, seen = 0;
	siginfo_t si;

	CHECK(clock_gettime(CLOCK_MONOTONIC, &a) == 0);
	arm(timer, PERIOD, PERIOD);
	while (seen < NROUNDS) {
		si = take(set);
		CHECK(si.si_code == SI_TIMER && si.si_value.sival_int == 7);
		seen += 1 + timer_getoverrun(timer);
		CHECK(clock_gettime(CLOCK_MONOTONIC, &b) == 0);
		passed = (b.tv_sec - a.tv_sec) * 1000000000 + b.tv_nsec -
		    a.tv_nsec;
		CHECK(seen <= passed / PERIOD);
	}
	CHECK(timer_delete(timer) == 0);
	take_none(set);
}

/* Disarm and delete about when it expires. */
static void
races(const sigset_t *set)
{
	timer_t timer;
	int i;

	for (i = 0; i < NROUNDS; i++) {
		timer = create(i);
		arm(timer, 1 + sim_random(40000), i % 2 == 0 ? 0 : PERIOD);
		(void)usleep(20);
		if (sim_random(2) == 0)
			arm(timer, 0, 0);
		CHECK(timer_delete(timer) == 0);
		CHECK(timer_delete(timer) == -1 && errno == EINVAL);
		take_none(set);
	}
}

static timer_t	shared;

/* Each of two threads sets the same timer; one of them may have deleted it. */
static void *
setter(void *arg)
{
	struct itimerspec it = { { 0, 0 }, { 0, 0 } };
	int i;

	for (i = 0; i < NROUNDS; i++) {
		it.it_value.tv_nsec = 1 + (long)arg * 1000;
		if (timer_settime(shared, 0, &it, &it) == -1)
			CHECK(errno == EINVAL);
		memset(&it.it_interval, 0, sizeof(it.it_interval));
		(void)sched_yield();
	}
	return (NULL);
}

static void
setters(const sigset_t *set)
{
	pthread_t t[2];
	long i;

	shared = create(1);
	for (i = 0; i < 2; i++)
		CHECK(pthread_create(&t[i], NULL, setter, (void *)i) == 0);
	(void)usleep(sim_random(60));
	CHECK(timer_delete(shared) == 0);
	for (i = 0; i < 2; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	take_none(set);
}

/* Threads that wait for the same signal: each that is sent goes to one. */
static void *
taker(void *arg)
{
	sigset_t set;
	long n = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGTIMER);
	while (take(&set).si_value.sival_int != -1)
		n++;
	return ((void *)n);
}

static void
takers(void)
{
	union sigval v;
	pthread_t t[2];
	void *n;
	long all = 0;
	int i;

	for (i = 0; i < 2; i++)
		CHECK(pthread_create(&t[i], NULL, taker, NULL) == 0);
	for (i = 0; i < NROUNDS + 2; i++) {
		v.sival_int = i < NROUNDS ? i : -1;
		CHECK(sigqueue(getpid(), SIGTIMER, v) == 0);
	}
	for (i = 0; i < 2; i++) {
		CHECK(pthread_join(t[i], &n) == 0);
		all += (long)n;
	}
	CHECK(all == NROUNDS);
}

/* The signal is ignored and heard of again, while the timer expires. */
static void
ignored(const sigset_t *set)
{
	timer_t timer = create(3);
	struct itimerspec it;
	int i;

	arm(timer, PERIOD / 4, PERIOD / 4);
	for (i = 0; i < NROUNDS; i++) {
		CHECK(signal(SIGTIMER, SIG_IGN) != SIG_ERR);
		(void)usleep(sim_random(100));
		CHECK(timer_gettime(timer, &it) == 0);
		CHECK(it.it_value.tv_nsec > 0 &&
		    it.it_value.tv_nsec <= PERIOD / 4);
		CHECK(signal(SIGTIMER, SIG_DFL) != SIG_ERR);
		CHECK(take(set).si_value.sival_int == 3);
	}
	CHECK(timer_delete(timer) == 0);
	take_none(set);
}

static volatile sig_atomic_t alarms;

static void
alarmed(int sig)
{

	alarms++;
}

/* An interval timer, a child that has none, and an end with one armed. */
static void
intervals(void)
{
	struct itimerval it = { { 0, 200 }, { 0, 100 } }, none, now;
	sigset_t set, old;
	int i, pid;

	memset(&none, 0, sizeof(none));
	set = block(SIGALRM);
	CHECK(sigprocmask(SIG_BLOCK, NULL, &old) == 0);
	sigdelset(&old, SIGALRM);
	CHECK(signal(SIGALRM, alarmed) != SIG_ERR);
	CHECK(setitimer(ITIMER_REAL, &it, NULL) == 0);
	for (i = 0; alarms < 3; i++) {
		CHECK(i < 3);
		CHECK(sigsuspend(&old) == -1 && errno == EINTR);
	}
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		CHECK(getitimer(ITIMER_REAL, &now) == 0);
		CHECK(now.it_value.tv_usec == 0);
		CHECK(setitimer(ITIMER_REAL, &it, NULL) == 0);
		_exit(0);
	}
	wait_ok(pid);
	CHECK(setitimer(ITIMER_REAL, &none, &now) == 0);
	CHECK(now.it_interval.tv_usec == 200);
	/* One may have come before. */
	(void)sigtimedwait(&set, NULL, &soon);
	take_none(&set);
}

int
sim_main(void)
{
	sigset_t set = block(SIGTIMER);

	periods(&set);
	races(&set);
	setters(&set);
	takers();
	ignored(&set);
	intervals();
	/* These end with the process. */
	arm(create(1), PERIOD, 1000);
	arm(create(2), 1, 1000);
	return (0);
}
