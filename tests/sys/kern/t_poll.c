/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ppoll(2) and pselect(2), with poll(3) and select(3) over them.
 */

#include <sys/resource.h>
#include <sys/select.h>
#include <fcntl.h>
#include <poll.h>
#include "h_kern.h"

static const struct timespec now_ts = { 0, 0 };
static const struct timespec soon_ts = { 0, 50000000L };

static void
make_pipe(int fds[2])
{

	ATF_REQUIRE_EQ(0, pipe(fds));
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &ts));
	return (ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

/* A child that writes one byte after ms milliseconds. */
static pid_t
write_later(int fd, int ms)
{
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		msleep(ms);
		(void)write(fd, "x", 1);
		_exit(0);
	}
	return (pid);
}

ATF_TC_WITHOUT_HEAD(ppoll__pipe_events);
ATF_TC_BODY(ppoll__pipe_events, tc)
{
	struct pollfd pf[2];
	char c;
	int fds[2];

	make_pipe(fds);
	pf[0] = (struct pollfd){ fds[0], POLLIN | POLLRDNORM, -1 };
	pf[1] = (struct pollfd){ fds[1], POLLOUT, -1 };
	ATF_CHECK_EQ(1, ppoll(pf, 2, &now_ts, NULL));
	ATF_CHECK_EQ(0, pf[0].revents);
	ATF_CHECK_EQ(POLLOUT, pf[1].revents);
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	ATF_CHECK_EQ(2, ppoll(pf, 2, NULL, NULL));
	ATF_CHECK_EQ(POLLIN | POLLRDNORM, pf[0].revents);
	ATF_REQUIRE_EQ(1, read(fds[0], &c, 1));
	close(fds[1]);
	ATF_CHECK_EQ(2, ppoll(pf, 2, &now_ts, NULL));
	ATF_CHECK(pf[0].revents & POLLHUP);
	ATF_CHECK_EQ(POLLNVAL, pf[1].revents);
}

ATF_TC_WITHOUT_HEAD(ppoll__writer_sees_hangup);
ATF_TC_BODY(ppoll__writer_sees_hangup, tc)
{
	struct pollfd pf;
	int fds[2];

	make_pipe(fds);
	close(fds[0]);
	/* Hangups need not be asked for. */
	pf = (struct pollfd){ fds[1], 0, 0 };
	ATF_CHECK_EQ(1, ppoll(&pf, 1, NULL, NULL));
	ATF_CHECK_EQ(POLLHUP, pf.revents);
}

ATF_TC_WITHOUT_HEAD(ppoll__full_pipe);
ATF_TC_BODY(ppoll__full_pipe, tc)
{
	static char buf[4096];
	struct pollfd pf;
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe2(fds, O_NONBLOCK));
	while (write(fds[1], buf, sizeof(buf)) > 0)
		continue;
	pf = (struct pollfd){ fds[1], POLLOUT, 0 };
	ATF_CHECK_EQ(0, ppoll(&pf, 1, &now_ts, NULL));
	ATF_REQUIRE_EQ(4096, read(fds[0], buf, sizeof(buf)));
	ATF_CHECK_EQ(1, ppoll(&pf, 1, &now_ts, NULL));
}

ATF_TC_WITHOUT_HEAD(ppoll__sleeps_until_ready);
ATF_TC_BODY(ppoll__sleeps_until_ready, tc)
{
	struct pollfd pf;
	int64_t start;
	int fds[2];
	pid_t pid;

	make_pipe(fds);
	pf = (struct pollfd){ fds[0], POLLIN, 0 };
	start = now_ms();
	pid = write_later(fds[1], 100);
	ATF_CHECK_EQ(1, ppoll(&pf, 1, NULL, NULL));
	ATF_CHECK(now_ms() - start >= 90);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(ppoll__timeout);
ATF_TC_BODY(ppoll__timeout, tc)
{
	struct pollfd pf;
	int64_t start;
	int fds[2];

	make_pipe(fds);
	pf = (struct pollfd){ fds[0], POLLIN, -1 };
	start = now_ms();
	ATF_CHECK_EQ(0, ppoll(&pf, 1, &soon_ts, NULL));
	ATF_CHECK(now_ms() - start >= 50);
	ATF_CHECK_EQ(0, pf.revents);
	ATF_CHECK_EQ(0, ppoll(NULL, 0, &soon_ts, NULL));
	pf.fd = -5;
	ATF_CHECK_EQ(0, poll(&pf, 1, 10));
}

ATF_TC_WITHOUT_HEAD(ppoll__many);
ATF_TC_BODY(ppoll__many, tc)
{
	static struct pollfd pf[300];
	int fds[2], other[2], i;
	pid_t pid;

	make_pipe(fds);
	make_pipe(other);
	for (i = 0; i < 300; i++)
		pf[i] = (struct pollfd){ fds[0], POLLIN, 0 };
	pf[299].fd = other[0];
	ATF_CHECK_EQ(0, ppoll(pf, 300, &now_ts, NULL));
	pid = write_later(other[1], 50);
	ATF_CHECK_EQ(1, ppoll(pf, 300, NULL, NULL));
	ATF_CHECK_EQ(POLLIN, pf[299].revents);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	ATF_CHECK_EQ(300, ppoll(pf, 300, NULL, NULL));
}

ATF_TC_WITHOUT_HEAD(ppoll__efault_when_a_pointer_is_bad);
ATF_TC_BODY(ppoll__efault_when_a_pointer_is_bad, tc)
{
	struct pollfd pf = { 0, 0, 0 };

	ATF_CHECK_ERRNO(EFAULT, ppoll(BADPTR, 1, &now_ts, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, ppoll(&pf, 1, BADPTR, NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, ppoll(&pf, 1, &now_ts, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(ppoll__eintr_when_a_signal_is_caught);
ATF_TC_BODY(ppoll__eintr_when_a_signal_is_caught, tc)
{
	struct pollfd pf;
	sigset_t set, none;
	int fds[2];
	pid_t pid;

	make_pipe(fds);
	pf = (struct pollfd){ fds[0], POLLIN, 0 };
	catch_signal(SIGUSR1, SA_RESTART);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, ppoll(&pf, 1, NULL, NULL) == -1);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	/* The mask is exchanged without a gap. */
	sigemptyset(&set);
	sigemptyset(&none);
	sigaddset(&set, SIGUSR1);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	h_caught = 0;
	raise(SIGUSR1);
	ATF_CHECK_EQ(0, h_caught);
	ATF_CHECK_ERRNO(EINTR, ppoll(&pf, 1, NULL, &none) == -1);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, NULL, &set));
	ATF_CHECK(sigismember(&set, SIGUSR1));
}

ATF_TC_WITHOUT_HEAD(ppoll__einval_when_arguments_are_bad);
ATF_TC_BODY(ppoll__einval_when_arguments_are_bad, tc)
{
	struct timespec bad[] = { { -1, 0 }, { 0, -1 }, { 0, 1000000000L } };
	struct pollfd pf = { -1, 0, 0 };
	size_t i;

	for (i = 0; i < 3; i++)
		ATF_CHECK_ERRNO(EINVAL, ppoll(&pf, 1, &bad[i], NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, ppoll(&pf, 1U << 30, &now_ts, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(pselect__sets);
ATF_TC_BODY(pselect__sets, tc)
{
	fd_set r, w, e;
	int a[2], b[2], n;

	make_pipe(a);
	make_pipe(b);
	ATF_REQUIRE_EQ(1, write(b[1], "x", 1));
	n = b[1] + 1;
	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_ZERO(&e);
	FD_SET(a[0], &r);
	FD_SET(b[0], &r);
	FD_SET(a[1], &w);
	FD_SET(b[0], &e);
	ATF_CHECK_EQ(2, pselect(n, &r, &w, &e, NULL, NULL));
	ATF_CHECK(!FD_ISSET(a[0], &r) && FD_ISSET(b[0], &r));
	ATF_CHECK(FD_ISSET(a[1], &w));
	ATF_CHECK(!FD_ISSET(b[0], &e));
	/* End of file makes readable. */
	close(a[1]);
	FD_ZERO(&r);
	FD_SET(a[0], &r);
	ATF_CHECK_EQ(1, pselect(n, &r, NULL, NULL, &now_ts, NULL));
}

ATF_TC_WITHOUT_HEAD(pselect__timeout_clears_the_sets);
ATF_TC_BODY(pselect__timeout_clears_the_sets, tc)
{
	fd_set r;
	int fds[2];
	int64_t start = now_ms();

	make_pipe(fds);
	FD_ZERO(&r);
	FD_SET(fds[0], &r);
	ATF_CHECK_EQ(0, pselect(fds[0] + 1, &r, NULL, NULL, &soon_ts, NULL));
	ATF_CHECK(now_ms() - start >= 50);
	ATF_CHECK(!FD_ISSET(fds[0], &r));
	ATF_CHECK_EQ(0, pselect(0, NULL, NULL, NULL, &soon_ts, NULL));
}

ATF_TC_WITHOUT_HEAD(pselect__sleeps_until_ready);
ATF_TC_BODY(pselect__sleeps_until_ready, tc)
{
	fd_set r;
	int fds[2], top;
	pid_t pid;

	make_pipe(fds);
	top = fcntl(fds[0], F_DUPFD, 900);
	ATF_REQUIRE_EQ(900, top);
	pid = write_later(fds[1], 50);
	FD_ZERO(&r);
	FD_SET(top, &r);
	ATF_CHECK_EQ(1, pselect(FD_SETSIZE, &r, NULL, NULL, NULL, NULL));
	ATF_CHECK(FD_ISSET(top, &r));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(pselect__ebadf_when_not_open);
ATF_TC_BODY(pselect__ebadf_when_not_open, tc)
{
	fd_set r;

	FD_ZERO(&r);
	FD_SET(500, &r);
	ATF_CHECK_ERRNO(EBADF, pselect(501, &r, NULL, NULL, &now_ts,
	    NULL) == -1);
	ATF_CHECK(FD_ISSET(500, &r));
	/* Not among the first 500. */
	ATF_CHECK_EQ(0, pselect(500, &r, NULL, NULL, &now_ts, NULL));
}

ATF_TC_WITHOUT_HEAD(pselect__efault_when_a_pointer_is_bad);
ATF_TC_BODY(pselect__efault_when_a_pointer_is_bad, tc)
{
	fd_set r;

	FD_ZERO(&r);
	ATF_CHECK_ERRNO(EFAULT, pselect(1, BADPTR, NULL, NULL, &now_ts,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, pselect(1, &r, BADPTR, NULL, &now_ts,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, pselect(1, &r, NULL, BADPTR, &now_ts,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, pselect(1, &r, NULL, NULL, BADPTR,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EFAULT, pselect(1, &r, NULL, NULL, &now_ts,
	    BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(pselect__eintr_when_a_signal_is_caught);
ATF_TC_BODY(pselect__eintr_when_a_signal_is_caught, tc)
{
	sigset_t set, none;
	fd_set r;
	int fds[2];

	make_pipe(fds);
	catch_signal(SIGUSR1, SA_RESTART);
	sigemptyset(&set);
	sigemptyset(&none);
	sigaddset(&set, SIGUSR1);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	raise(SIGUSR1);
	FD_ZERO(&r);
	FD_SET(fds[0], &r);
	ATF_CHECK_ERRNO(EINTR, pselect(fds[0] + 1, &r, NULL, NULL, NULL,
	    &none) == -1);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_CHECK(FD_ISSET(fds[0], &r));
}

ATF_TC_WITHOUT_HEAD(pselect__einval_when_arguments_are_bad);
ATF_TC_BODY(pselect__einval_when_arguments_are_bad, tc)
{
	struct timespec bad = { 0, 1000000000L };

	ATF_CHECK_ERRNO(EINVAL, pselect(-1, NULL, NULL, NULL, &now_ts,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, pselect(0, NULL, NULL, NULL, &bad,
	    NULL) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, ppoll__pipe_events);
	ATF_TP_ADD_TC(tp, ppoll__writer_sees_hangup);
	ATF_TP_ADD_TC(tp, ppoll__full_pipe);
	ATF_TP_ADD_TC(tp, ppoll__sleeps_until_ready);
	ATF_TP_ADD_TC(tp, ppoll__timeout);
	ATF_TP_ADD_TC(tp, ppoll__many);
	ATF_TP_ADD_TC(tp, ppoll__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, ppoll__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, ppoll__einval_when_arguments_are_bad);
	ATF_TP_ADD_TC(tp, pselect__sets);
	ATF_TP_ADD_TC(tp, pselect__timeout_clears_the_sets);
	ATF_TP_ADD_TC(tp, pselect__sleeps_until_ready);
	ATF_TP_ADD_TC(tp, pselect__ebadf_when_not_open);
	ATF_TP_ADD_TC(tp, pselect__efault_when_a_pointer_is_bad);
	ATF_TP_ADD_TC(tp, pselect__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, pselect__einval_when_arguments_are_bad);
	return (atf_no_error());
}
