/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * umtx_wait(2), umtx_wake(2).
 */

#include <sys/mman.h>
#include <sys/umtx.h>
#include <limits.h>
#include <pthread.h>
#include "h_kern.h"

static volatile unsigned	u_word;
static volatile unsigned	u_done;

static void *
wait_for_change(void *arg)
{
	int error = 0;

	while (u_word == 0 && error == 0)
		if (umtx_wait((const unsigned *)&u_word, 0, 0, NULL) == -1 &&
		    errno != EAGAIN && errno != EINTR)
			error = errno;
	__atomic_fetch_add(&u_done, 1, __ATOMIC_SEQ_CST);
	return (error == 0 ? NULL : arg);
}

ATF_TC_WITHOUT_HEAD(umtx_wait__eagain_when_the_value_is_another);
ATF_TC_BODY(umtx_wait__eagain_when_the_value_is_another, tc)
{
	unsigned word = 5;

	ATF_REQUIRE_ERRNO(EAGAIN, umtx_wait(&word, 4, 0, NULL) == -1);
	ATF_REQUIRE_ERRNO(EAGAIN, umtx_wait(&word, 4, UMTX_SHARED, NULL) == -1);
	ATF_CHECK_EQ(5, word);
}

ATF_TC_WITHOUT_HEAD(umtx_wait__efault_when_a_pointer_is_bad);
ATF_TC_BODY(umtx_wait__efault_when_a_pointer_is_bad, tc)
{
	unsigned word = 0;

	ATF_REQUIRE_ERRNO(EFAULT, umtx_wait(BADPTR, 0, 0, NULL) == -1);
	ATF_REQUIRE_ERRNO(EFAULT, umtx_wait(KERNPTR, 0, 0, NULL) == -1);
	ATF_REQUIRE_ERRNO(EFAULT, umtx_wait(BADPTR, 0, UMTX_SHARED, NULL) ==
	    -1);
	ATF_REQUIRE_ERRNO(EFAULT, umtx_wait(&word, 0, 0, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(umtx_wait__einval_when_an_argument_is_bad);
ATF_TC_BODY(umtx_wait__einval_when_an_argument_is_bad, tc)
{
	unsigned words[2] = { 0, 0 };
	struct timespec ts = { 0, 1000000000 };

	ATF_REQUIRE_ERRNO(EINVAL, umtx_wait((const unsigned *)(const void *)
	    ((const char *)words + 1), 0, 0, NULL) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, umtx_wait(words, 0, 0x80, NULL) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, umtx_wait(words, 0, 0, &ts) == -1);
	ts.tv_nsec = -1;
	ATF_REQUIRE_ERRNO(EINVAL, umtx_wait(words, 0, 0, &ts) == -1);
}

ATF_TC_WITHOUT_HEAD(umtx_wait__etimedout_when_nobody_wakes);
ATF_TC_BODY(umtx_wait__etimedout_when_nobody_wakes, tc)
{
	struct timespec start, until, now;
	unsigned word = 0;
	int i;

	for (i = 0; i < 2; i++) {
		clockid_t clock = i == 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME;

		ATF_REQUIRE_EQ(0, clock_gettime(clock, &start));
		until = start;
		until.tv_nsec += 50000000;
		if (until.tv_nsec >= 1000000000) {
			until.tv_sec++;
			until.tv_nsec -= 1000000000;
		}
		ATF_REQUIRE_ERRNO(ETIMEDOUT, umtx_wait(&word, 0,
		    i == 0 ? 0 : UMTX_REALTIME, &until) == -1);
		ATF_REQUIRE_EQ(0, clock_gettime(clock, &now));
		ATF_CHECK(now.tv_sec > until.tv_sec ||
		    (now.tv_sec == until.tv_sec &&
		    now.tv_nsec >= until.tv_nsec));
	}
	until.tv_sec = -1;
	ATF_REQUIRE_ERRNO(ETIMEDOUT, umtx_wait(&word, 0, 0, &until) == -1);
}

ATF_TC_WITHOUT_HEAD(umtx_wait__eintr_when_a_handler_ran);
ATF_TC_BODY(umtx_wait__eintr_when_a_handler_ran, tc)
{
	unsigned word = 0;
	pid_t pid;

	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_REQUIRE_ERRNO(EINTR, umtx_wait(&word, 0, 0, NULL) == -1);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(umtx_wait__restarts_with_SA_RESTART);
ATF_TC_BODY(umtx_wait__restarts_with_SA_RESTART, tc)
{
	unsigned *word;
	pid_t parent = getpid(), pid;
	int status;

	word = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	ATF_REQUIRE(word != MAP_FAILED);
	catch_signal(SIGUSR1, SA_RESTART);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		await_sleep(parent);
		WANT(kill(parent, SIGUSR1) == 0);
		await_sleep(parent);
		WANT(umtx_wake(word, 1, UMTX_SHARED) == 1);
		_exit(0);
	}
	ATF_REQUIRE_EQ(0, umtx_wait(word, 0, UMTX_SHARED, NULL));
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(umtx_wake__wakes_as_many_as_asked);
ATF_TC_BODY(umtx_wake__wakes_as_many_as_asked, tc)
{
	pthread_t threads[5];
	void *result;
	int i, n = 0;

	for (i = 0; i < 5; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&threads[i], NULL,
		    wait_for_change, threads));
	/* Wake without a change until all five sleep: they sleep again. */
	while ((n = umtx_wake((const unsigned *)&u_word, INT_MAX, 0)) < 5)
		ATF_REQUIRE(n >= 0);
	ATF_CHECK_EQ(0, u_done);
	msleep(50);
	__atomic_store_n(&u_word, 1, __ATOMIC_SEQ_CST);
	ATF_CHECK_EQ(0, umtx_wake((const unsigned *)&u_word, 0, 0));
	n = umtx_wake((const unsigned *)&u_word, 2, 0);
	ATF_CHECK(n >= 0 && n <= 2);
	ATF_CHECK(umtx_wake((const unsigned *)&u_word, INT_MAX, 0) <= 5 - n);
	for (i = 0; i < 5; i++) {
		ATF_REQUIRE_EQ(0, pthread_join(threads[i], &result));
		ATF_CHECK_EQ(NULL, result);
	}
	ATF_CHECK_EQ(0, umtx_wake((const unsigned *)&u_word, INT_MAX, 0));
}

ATF_TC_WITHOUT_HEAD(umtx_wake__reaches_other_processes);
ATF_TC_BODY(umtx_wake__reaches_other_processes, tc)
{
	volatile unsigned *word;
	int status;
	pid_t pid;

	word = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON,
	    -1, 0);
	ATF_REQUIRE(word != MAP_FAILED);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		while (*word == 0)
			WANT(umtx_wait((const unsigned *)word, 0, UMTX_SHARED,
			    NULL) == 0 || errno == EAGAIN);
		_exit(0);
	}
	while (umtx_wake((const unsigned *)word, 1, UMTX_SHARED) == 0)
		msleep(1);
	msleep(20);
	/* A private wake-up is for this process alone. */
	ATF_CHECK_EQ(0, umtx_wake((const unsigned *)word, 1, 0));
	*word = 1;
	(void)umtx_wake((const unsigned *)word, 1, UMTX_SHARED);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(umtx_wake__efault_when_nothing_is_mapped);
ATF_TC_BODY(umtx_wake__efault_when_nothing_is_mapped, tc)
{

	ATF_REQUIRE_ERRNO(EFAULT, umtx_wake(BADPTR, 1, UMTX_SHARED) == -1);
	ATF_REQUIRE_ERRNO(EFAULT, umtx_wake(KERNPTR, 1, UMTX_SHARED) == -1);
}

ATF_TC_WITHOUT_HEAD(umtx_wake__einval_when_an_argument_is_bad);
ATF_TC_BODY(umtx_wake__einval_when_an_argument_is_bad, tc)
{
	unsigned words[2] = { 0, 0 };

	ATF_REQUIRE_ERRNO(EINVAL, umtx_wake(words, -1, 0) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, umtx_wake(words, 1, UMTX_REALTIME) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, umtx_wake((const unsigned *)(const void *)
	    ((const char *)words + 2), 1, 0) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, umtx_wait__eagain_when_the_value_is_another);
	ATF_TP_ADD_TC(tp, umtx_wait__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, umtx_wait__einval_when_an_argument_is_bad);
	ATF_TP_ADD_TC(tp, umtx_wait__etimedout_when_nobody_wakes);
	ATF_TP_ADD_TC(tp, umtx_wait__eintr_when_a_handler_ran);
	ATF_TP_ADD_TC(tp, umtx_wait__restarts_with_SA_RESTART);
	ATF_TP_ADD_TC(tp, umtx_wake__wakes_as_many_as_asked);
	ATF_TP_ADD_TC(tp, umtx_wake__reaches_other_processes);
	ATF_TP_ADD_TC(tp, umtx_wake__efault_when_nothing_is_mapped);
	ATF_TP_ADD_TC(tp, umtx_wake__einval_when_an_argument_is_bad);
	return (atf_no_error());
}
