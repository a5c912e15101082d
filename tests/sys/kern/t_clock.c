/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * clock_gettime(2), clock_settime(2), clock_getres(2), clock_nanosleep(2).
 */

#include "h_kern.h"

/* libc's function returns its error; the call sets errno. */
int	__sys_clock_nanosleep(clockid_t, int, const struct timespec *,
	    struct timespec *);

static int64_t
clock_ns(clockid_t clock)
{
	struct timespec ts;

	ATF_REQUIRE_EQ(0, clock_gettime(clock, &ts));
	ATF_CHECK(ts.tv_nsec >= 0 && ts.tv_nsec < 1000000000L);
	return (ts.tv_sec * 1000000000L + ts.tv_nsec);
}

ATF_TC_WITHOUT_HEAD(clock_gettime__monotonic);
ATF_TC_BODY(clock_gettime__monotonic, tc)
{
	int64_t last = 0, now;
	int i;

	for (i = 0; i < 10000; i++) {
		now = clock_ns(CLOCK_MONOTONIC);
		ATF_REQUIRE(now >= last);
		last = now;
	}
	ATF_CHECK(clock_ns(CLOCK_UPTIME) >= last);
	ATF_CHECK(clock_ns(CLOCK_MONOTONIC_FAST) >= last);
}

ATF_TC_WITHOUT_HEAD(clock_gettime__realtime);
ATF_TC_BODY(clock_gettime__realtime, tc)
{
	static const clockid_t kinds[] = { CLOCK_REALTIME_PRECISE,
	    CLOCK_REALTIME_FAST, CLOCK_SECOND };
	int64_t before, kind;
	size_t i;

	/* After 2020; none of its kinds is ahead, or late by two seconds. */
	ATF_CHECK(clock_ns(CLOCK_REALTIME) > 1577836800L * 1000000000L);
	for (i = 0; i < 3; i++) {
		before = clock_ns(CLOCK_REALTIME);
		kind = clock_ns(kinds[i]);
		ATF_CHECK(kind > before - 2000000000L);
		ATF_CHECK(kind <= clock_ns(CLOCK_REALTIME));
	}
}

ATF_TC_WITHOUT_HEAD(clock_gettime__processor_time);
ATF_TC_BODY(clock_gettime__processor_time, tc)
{
	int64_t cpu, thread, used, wall;

	wall = clock_ns(CLOCK_MONOTONIC);
	cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	thread = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	msleep(200);
	/* Sleeping costs nothing, what is around it may cost anything. */
	used = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	ATF_CHECK(clock_ns(CLOCK_MONOTONIC) - wall - used > 100000000L);
	wall = clock_ns(CLOCK_MONOTONIC);
	while (clock_ns(CLOCK_THREAD_CPUTIME_ID) - thread < 50000000L)
		continue;
	ATF_CHECK(clock_ns(CLOCK_MONOTONIC) - wall > 1000000L);
	ATF_CHECK(clock_ns(CLOCK_PROCESS_CPUTIME_ID) > cpu);
	ATF_CHECK(clock_ns(CLOCK_PROF) > 0);
	ATF_CHECK(clock_ns(CLOCK_VIRTUAL) >= 0);
}

ATF_TC_WITHOUT_HEAD(clock_gettime__efault_when_the_pointer_is_bad);
ATF_TC_BODY(clock_gettime__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, clock_gettime(CLOCK_REALTIME, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(clock_gettime__einval_when_there_is_no_such_clock);
ATF_TC_BODY(clock_gettime__einval_when_there_is_no_such_clock, tc)
{
	struct timespec ts;

	ATF_CHECK_ERRNO(EINVAL, clock_gettime(3, &ts) == -1);
	ATF_CHECK_ERRNO(EINVAL, clock_gettime(-1, &ts) == -1);
	ATF_CHECK_ERRNO(EINVAL, clock_gettime(1000, &ts) == -1);
}

ATF_TC(clock_settime__sets_the_realtime_clock_only);
ATF_TC_HEAD(clock_settime__sets_the_realtime_clock_only, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
	atf_tc_set_md_var(tc, "is.exclusive", "true");
}
ATF_TC_BODY(clock_settime__sets_the_realtime_clock_only, tc)
{
	struct timespec ts, back;
	int64_t mono, diff, took;

	mono = clock_ns(CLOCK_MONOTONIC);
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_REALTIME, &ts));
	ts.tv_sec += 1000;
	ATF_REQUIRE_EQ(0, clock_settime(CLOCK_REALTIME, &ts));
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_REALTIME, &back));
	took = clock_ns(CLOCK_MONOTONIC) - mono;
	diff = (back.tv_sec - ts.tv_sec) * 1000000000L + back.tv_nsec -
	    ts.tv_nsec;
	back.tv_sec -= 1000;
	ATF_REQUIRE_EQ(0, clock_settime(CLOCK_REALTIME, &back));
	ATF_CHECK(diff >= 0 && diff <= took);
	ATF_CHECK(took < 1000000000000L);
}

ATF_TC_WITHOUT_HEAD(clock_settime__efault_when_the_pointer_is_bad);
ATF_TC_BODY(clock_settime__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, clock_settime(CLOCK_REALTIME, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(clock_settime__einval_when_arguments_are_bad);
ATF_TC_BODY(clock_settime__einval_when_arguments_are_bad, tc)
{
	struct timespec bad[] = { { 0, -1 }, { 0, 1000000000L }, { -1, 0 },
	    { INT64_MAX, 0 } }, ts = { 1000000000L, 0 };
	size_t i;

	for (i = 0; i < 4; i++)
		ATF_CHECK_ERRNO(EINVAL, clock_settime(CLOCK_REALTIME,
		    &bad[i]) == -1);
	ATF_CHECK_ERRNO(EINVAL, clock_settime(CLOCK_MONOTONIC, &ts) == -1);
	ATF_CHECK_ERRNO(EINVAL, clock_settime(77, &ts) == -1);
}

static void
child_settime(void)
{
	struct timespec ts = { 0, 0 };

	WANT_ERRNO(EPERM, clock_settime(CLOCK_REALTIME, &ts) == -1);
}

ATF_TC(clock_settime__eperm_when_not_root);
ATF_TC_HEAD(clock_settime__eperm_when_not_root, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(clock_settime__eperm_when_not_root, tc)
{

	in_child(NOBODY, child_settime);
}

ATF_TC_WITHOUT_HEAD(clock_getres__is_a_nanosecond);
ATF_TC_BODY(clock_getres__is_a_nanosecond, tc)
{
	struct timespec ts;

	ATF_REQUIRE_EQ(0, clock_getres(CLOCK_MONOTONIC, &ts));
	ATF_CHECK(ts.tv_sec == 0 && ts.tv_nsec >= 1 && ts.tv_nsec <= 10000000);
	ATF_REQUIRE_EQ(0, clock_getres(CLOCK_SECOND, &ts));
	ATF_CHECK(ts.tv_sec == 1 && ts.tv_nsec == 0);
	ATF_CHECK_EQ(0, clock_getres(CLOCK_REALTIME, NULL));
}

ATF_TC_WITHOUT_HEAD(clock_getres__efault_when_the_pointer_is_bad);
ATF_TC_BODY(clock_getres__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, clock_getres(CLOCK_REALTIME, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(clock_getres__einval_when_there_is_no_such_clock);
ATF_TC_BODY(clock_getres__einval_when_there_is_no_such_clock, tc)
{
	struct timespec ts;

	ATF_CHECK_ERRNO(EINVAL, clock_getres(3, &ts) == -1);
	ATF_CHECK_ERRNO(EINVAL, clock_getres(99, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(clock_nanosleep__relative_and_absolute);
ATF_TC_BODY(clock_nanosleep__relative_and_absolute, tc)
{
	static const clockid_t clocks[] = { CLOCK_MONOTONIC, CLOCK_REALTIME };
	struct timespec ts = { 0, 50000000L };
	int64_t start;
	int i;

	for (i = 0; i < 2; i++) {
		start = clock_ns(CLOCK_MONOTONIC);
		ts = (struct timespec){ 0, 50000000L };
		ATF_CHECK_EQ(0, clock_nanosleep(clocks[i], 0, &ts, NULL));
		ATF_CHECK(clock_ns(CLOCK_MONOTONIC) - start >= 50000000L);
		start = clock_ns(clocks[i]) + 50000000L;
		ts.tv_sec = start / 1000000000L;
		ts.tv_nsec = start % 1000000000L;
		ATF_CHECK_EQ(0, clock_nanosleep(clocks[i], TIMER_ABSTIME, &ts,
		    NULL));
		ATF_CHECK(clock_ns(clocks[i]) >= start);
		/* In the past. */
		ATF_CHECK_EQ(0, clock_nanosleep(clocks[i], TIMER_ABSTIME, &ts,
		    NULL));
	}
	ts = (struct timespec){ 0, 0 };
	ATF_CHECK_EQ(0, clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, NULL));
}

ATF_TC_WITHOUT_HEAD(clock_nanosleep__eintr_when_a_signal_is_caught);
ATF_TC_BODY(clock_nanosleep__eintr_when_a_signal_is_caught, tc)
{
	struct timespec ts = { 1000, 0 }, left = { 0, 0 };
	int64_t start;
	pid_t pid;

	catch_signal(SIGUSR1, SA_RESTART);
	start = clock_ns(CLOCK_MONOTONIC);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, __sys_clock_nanosleep(CLOCK_MONOTONIC, 0, &ts,
	    &left) == -1);
	ATF_CHECK(left.tv_sec < 1000);
	ATF_CHECK(clock_ns(CLOCK_MONOTONIC) + left.tv_sec * 1000000000L +
	    left.tv_nsec >= start + 1000000000000L);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	/* With an absolute time nothing is told. */
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &ts));
	ts.tv_sec += 1000;
	left.tv_sec = 77;
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, __sys_clock_nanosleep(CLOCK_MONOTONIC,
	    TIMER_ABSTIME, &ts, &left) == -1);
	ATF_CHECK_EQ(77, left.tv_sec);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(clock_nanosleep__efault_when_a_pointer_is_bad);
ATF_TC_BODY(clock_nanosleep__efault_when_a_pointer_is_bad, tc)
{
	struct timespec ts = { 1000, 0 };
	pid_t pid;

	ATF_CHECK_ERRNO(EFAULT, __sys_clock_nanosleep(CLOCK_MONOTONIC, 0,
	    BADPTR, NULL) == -1);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EFAULT, __sys_clock_nanosleep(CLOCK_MONOTONIC, 0, &ts,
	    BADPTR) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(clock_nanosleep__einval_when_arguments_are_bad);
ATF_TC_BODY(clock_nanosleep__einval_when_arguments_are_bad, tc)
{
	struct timespec bad[] = { { -1, 0 }, { 0, -1 }, { 0, 1000000000L } },
	    ts = { 0, 1 };
	size_t i;

	for (i = 0; i < 3; i++)
		ATF_CHECK_ERRNO(EINVAL, __sys_clock_nanosleep(CLOCK_MONOTONIC,
		    0, &bad[i], NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, __sys_clock_nanosleep(CLOCK_MONOTONIC, 2, &ts,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, __sys_clock_nanosleep(
	    CLOCK_PROCESS_CPUTIME_ID, 0, &ts, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, __sys_clock_nanosleep(99, 0, &ts,
	    NULL) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, clock_gettime__monotonic);
	ATF_TP_ADD_TC(tp, clock_gettime__realtime);
	ATF_TP_ADD_TC(tp, clock_gettime__processor_time);
	ATF_TP_ADD_TC(tp, clock_gettime__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, clock_gettime__einval_when_there_is_no_such_clock);
	ATF_TP_ADD_TC(tp, clock_settime__sets_the_realtime_clock_only);
	ATF_TP_ADD_TC(tp, clock_settime__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, clock_settime__einval_when_arguments_are_bad);
	ATF_TP_ADD_TC(tp, clock_settime__eperm_when_not_root);
	ATF_TP_ADD_TC(tp, clock_getres__is_a_nanosecond);
	ATF_TP_ADD_TC(tp, clock_getres__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, clock_getres__einval_when_there_is_no_such_clock);
	ATF_TP_ADD_TC(tp, clock_nanosleep__relative_and_absolute);
	ATF_TP_ADD_TC(tp, clock_nanosleep__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, clock_nanosleep__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, clock_nanosleep__einval_when_arguments_are_bad);
	return (atf_no_error());
}
