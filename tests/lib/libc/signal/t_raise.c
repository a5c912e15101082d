/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * raise() is for the thread that calls it.
 */

#include <atf-c.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t r_caught;
static pthread_t	r_thread;

static void
caught(int sig)
{

	r_caught++;
	r_thread = pthread_self();
}

static void *
raise_blocked(void *arg)
{
	sigset_t set;

	ATF_REQUIRE_EQ(0, sigemptyset(&set));
	ATF_REQUIRE_EQ(0, sigaddset(&set, SIGUSR1));
	ATF_REQUIRE_EQ(0, pthread_sigmask(SIG_BLOCK, &set, NULL));
	ATF_REQUIRE_EQ(0, raise(SIGUSR1));
	/*
	 * Nobody else gets it, though the first thread does not block it and
	 * has the time.
	 */
	(void)usleep(50000);
	ATF_REQUIRE_EQ(0, sigpending(&set));
	ATF_CHECK_EQ(1, sigismember(&set, SIGUSR1));
	ATF_CHECK_EQ(0, r_caught);
	ATF_REQUIRE_EQ(0, sigemptyset(&set));
	ATF_REQUIRE_EQ(0, pthread_sigmask(SIG_SETMASK, &set, NULL));
	ATF_CHECK_EQ(1, r_caught);
	ATF_CHECK(pthread_equal(pthread_self(), r_thread));
	return (arg);
}

ATF_TC_WITHOUT_HEAD(raise_is_for_the_calling_thread);
ATF_TC_BODY(raise_is_for_the_calling_thread, tc)
{
	pthread_t thread;

	ATF_REQUIRE(signal(SIGUSR1, caught) != SIG_ERR);
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, raise_blocked, NULL));
	ATF_REQUIRE_EQ(0, pthread_join(thread, NULL));
	/* The handler has run when raise() returns. */
	ATF_REQUIRE_EQ(0, raise(SIGUSR1));
	ATF_CHECK_EQ(2, r_caught);
	ATF_CHECK_EQ(0, raise(0));
	ATF_REQUIRE_ERRNO(EINVAL, raise(-1) == -1);
	ATF_REQUIRE_ERRNO(EINVAL, raise(1000) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, raise_is_for_the_calling_thread);
	return (atf_no_error());
}
