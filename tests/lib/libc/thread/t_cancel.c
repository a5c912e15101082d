/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Cancellation: what it leaves behind, and whom it does not disturb.
 */

#include <atf-c.h>
#include <pthread.h>
#include <unistd.h>

static int		c_fds[2];
static volatile int	c_state;

static void *
read_one(void *arg)
{
	char c;

	return (read(c_fds[0], &c, 1) == 1 ? arg : NULL);
}

static void *
cancel_myself_and_join(void *arg)
{

	(void)pthread_cancel(pthread_self());
	(void)pthread_join(*(pthread_t *)arg, NULL);
	return (arg);
}

static void *
just_join(void *arg)
{

	c_state = 1;
	(void)pthread_join(*(pthread_t *)arg, NULL);
	return (arg);
}

/* Run fn, which joins a thread, until it is cancelled; the thread stays. */
static void
cancel_join(void *(*fn)(void *), bool cancel)
{
	pthread_t target, joiner;
	void *result;

	ATF_REQUIRE_EQ(0, pipe(c_fds));
	c_state = 0;
	ATF_REQUIRE_EQ(0, pthread_create(&target, NULL, read_one, &target));
	ATF_REQUIRE_EQ(0, pthread_create(&joiner, NULL, fn, &target));
	if (cancel) {
		while (c_state == 0)
			(void)usleep(1000);
		(void)usleep(20000);	/* most likely it waits by now */
		ATF_REQUIRE_EQ(0, pthread_cancel(joiner));
	}
	ATF_REQUIRE_EQ(0, pthread_join(joiner, &result));
	ATF_CHECK_EQ(PTHREAD_CANCELED, result);
	ATF_REQUIRE_EQ(1, write(c_fds[1], "x", 1));
	ATF_REQUIRE_EQ(0, pthread_join(target, &result));
	ATF_CHECK_EQ(&target, result);
	ATF_REQUIRE_EQ(0, close(c_fds[0]));
	ATF_REQUIRE_EQ(0, close(c_fds[1]));
}

ATF_TC_WITHOUT_HEAD(cancelled_join_leaves_its_target);
ATF_TC_BODY(cancelled_join_leaves_its_target, tc)
{

	cancel_join(cancel_myself_and_join, false);
	cancel_join(just_join, true);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, cancelled_join_leaves_its_target);
	return (atf_no_error());
}
