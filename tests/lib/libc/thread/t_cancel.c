/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Cancellation: what it leaves behind, and whom it does not disturb.
 */

#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

static int		c_fds[2];
static volatile int	c_state;
static int		c_file;

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

static void *
disabled_call(void *arg)
{
	struct pollfd pfd = { .fd = c_fds[0], .events = POLLIN };
	char c;

	if (pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL) != 0)
		return (NULL);
	c_state = 1;
	/* One call that never restarts, one that may. */
	if (poll(&pfd, 1, -1) != 1 || read(c_fds[0], &c, 1) != 1)
		return (NULL);
	c_state = 2;
	if (read(c_fds[0], &c, 1) != 1)
		return (NULL);
	c_state = 3;
	(void)pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
	/* Nobody sends anything more: the point sees the request itself. */
	(void)read(c_fds[0], &c, 1);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(disabled_thread_is_not_interrupted);
ATF_TC_BODY(disabled_thread_is_not_interrupted, tc)
{
	pthread_t thread;
	void *result;
	int n;

	ATF_REQUIRE_EQ(0, pipe(c_fds));
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, disabled_call,
	    &thread));
	for (n = 1; n <= 2; n++) {
		while (c_state < n)
			(void)usleep(1000);
		(void)usleep(20000);
		ATF_REQUIRE_EQ(0, pthread_cancel(thread));
		(void)usleep(20000);
		ATF_REQUIRE_EQ(1, write(c_fds[1], "x", 1));
	}
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK_EQ(PTHREAD_CANCELED, result);
	ATF_CHECK_EQ(3, c_state);
}

static void *
lock_file(void *arg)
{
	int error;

	c_state = 1;
	error = flock(c_file, LOCK_EX) == 0 ? 0 : errno;
	c_state = error == 0 ? 2 : 3;
	pthread_testcancel();
	return (arg);
}

/*
 * flock(2) is restarted after signals and is no cancellation point, so it does
 * not fail because of a request.
 */
ATF_TC_WITHOUT_HEAD(other_calls_are_not_interrupted);
ATF_TC_BODY(other_calls_are_not_interrupted, tc)
{
	pthread_t thread;
	void *result;
	int fd;

	fd = open("file", O_RDWR | O_CREAT, 0600);
	ATF_REQUIRE(fd >= 0);
	c_file = open("file", O_RDWR);
	ATF_REQUIRE(c_file >= 0);
	ATF_REQUIRE_EQ(0, flock(fd, LOCK_EX));
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, lock_file, NULL));
	while (c_state == 0)
		(void)usleep(1000);
	(void)usleep(20000);
	ATF_REQUIRE_EQ(0, pthread_cancel(thread));
	(void)usleep(20000);
	ATF_REQUIRE_EQ(0, flock(fd, LOCK_UN));
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK_EQ(PTHREAD_CANCELED, result);
	ATF_CHECK_EQ(2, c_state);
}

/* The state changes while requests come, over and over. */
static void *
toggle(void *arg)
{
	struct pollfd pfd = { .fd = c_fds[0], .events = POLLIN };

	for (;;) {
		(void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
		(void)poll(&pfd, 1, 0);
		(void)pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
		c_state = 1;
		(void)poll(&pfd, 1, -1);
	}
	return (arg);
}

ATF_TC_WITHOUT_HEAD(no_request_is_lost);
ATF_TC_BODY(no_request_is_lost, tc)
{
	pthread_t thread;
	void *result;
	int i;

	ATF_REQUIRE_EQ(0, pipe(c_fds));
	for (i = 0; i < 200; i++) {
		c_state = 0;
		ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, toggle, NULL));
		while (i % 2 != 0 && c_state == 0)
			(void)sched_yield();
		ATF_REQUIRE_EQ(0, pthread_cancel(thread));
		ATF_REQUIRE_EQ(0, pthread_cancel(thread));
		ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
		ATF_REQUIRE_EQ(PTHREAD_CANCELED, result);
	}
}

static void *
drain(void *arg)
{

	(void)pthread_cancel(pthread_self());
	(void)tcdrain(c_fds[0]);
	return (arg);
}

ATF_TC_WITHOUT_HEAD(tcdrain_is_a_cancellation_point);
ATF_TC_BODY(tcdrain_is_a_cancellation_point, tc)
{
	pthread_t thread;
	void *result;

	ATF_REQUIRE_EQ(0, pipe(c_fds));
	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, drain, NULL));
	ATF_REQUIRE_EQ(0, pthread_join(thread, &result));
	ATF_CHECK_EQ(PTHREAD_CANCELED, result);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, cancelled_join_leaves_its_target);
	ATF_TP_ADD_TC(tp, disabled_thread_is_not_interrupted);
	ATF_TP_ADD_TC(tp, other_calls_are_not_interrupted);
	ATF_TP_ADD_TC(tp, no_request_is_lost);
	ATF_TP_ADD_TC(tp, tcdrain_is_a_cancellation_point);
	return (atf_no_error());
}
