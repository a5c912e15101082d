/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Receiving from sockets, and that all arrives as it was sent.
 */

#include "h_socket.h"

static int
msg_recv(int s, int flags)
{
	char c;
	struct iovec iov = { &c, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };

	return ((int)recvmsg(s, &msg, flags));
}

ATF_TC_WITHOUT_HEAD(recvfrom__eagain);
ATF_TC_BODY(recvfrom__eagain, tc)
{
	struct timeval tv = { 0, 10000 };
	int sv[2];
	char c;

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EAGAIN, recv(sv[0], &c, 1, MSG_DONTWAIT) == -1);
	ATF_REQUIRE_EQ(0, setsockopt(sv[0], SOL_SOCKET, SO_RCVTIMEO, &tv,
	    sizeof(tv)));
	ATF_CHECK_ERRNO(EAGAIN, recv(sv[0], &c, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvfrom__ebadf);
ATF_TC_BODY(recvfrom__ebadf, tc)
{
	char c;

	ATF_CHECK_ERRNO(EBADF, recv(BADFD, &c, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvfrom__econnreset);
ATF_TC_BODY(recvfrom__econnreset, tc)
{
	int sv[2];
	char c;

	unix_pair(SOCK_DGRAM, sv);
	ATF_REQUIRE_EQ(1, send(sv[1], "x", 1, 0));
	ATF_REQUIRE_EQ(0, close(sv[1]));
	/* What came before comes first. */
	ATF_CHECK_EQ(1, recv(sv[0], &c, 1, MSG_DONTWAIT));
	ATF_CHECK_ERRNO(ECONNRESET, recv(sv[0], &c, 1, MSG_DONTWAIT) == -1);
	ATF_CHECK_ERRNO(EAGAIN, recv(sv[0], &c, 1, MSG_DONTWAIT) == -1);
}

ATF_TC_WITHOUT_HEAD(recvfrom__efault);
ATF_TC_BODY(recvfrom__efault, tc)
{
	socklen_t len = 10;
	int sv[2];
	char c;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(1, send(sv[1], "x", 1, 0));
	ATF_CHECK_ERRNO(EFAULT, recv(sv[0], BADPTR, 1, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, recvfrom(sv[0], &c, 1, 0,
	    (struct sockaddr *)&c, BADPTR) == -1);
	ATF_CHECK_EQ(1, recv(sv[0], &c, 1, 0));
	unix_pair(SOCK_DGRAM, sv);
	ATF_REQUIRE_EQ(1, send(sv[1], "x", 1, 0));
	ATF_CHECK_ERRNO(EFAULT, recv(sv[0], BADPTR, 1, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, recvfrom(sv[0], &c, 1, 0, BADPTR, &len) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(recvfrom__eintr);
ATF_TC_BODY(recvfrom__eintr, tc)
{
	int sv[2];
	pid_t pid;
	char c;

	unix_pair(SOCK_STREAM, sv);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, recv(sv[0], &c, 1, 0) == -1);
	ATF_CHECK_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(recvfrom__einval);
ATF_TC_BODY(recvfrom__einval, tc)
{
	int sv[2];
	char c;

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EINVAL, recv(sv[0], &c, 1, 0x800000) == -1);
	ATF_CHECK_ERRNO(EINVAL, recv(sv[0], &c, (size_t)-1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvfrom__enotconn);
ATF_TC_BODY(recvfrom__enotconn, tc)
{
	char c;

	ATF_CHECK_ERRNO(ENOTCONN, recv(unix_socket(SOCK_STREAM), &c, 1, 0) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(recvfrom__enotsock);
ATF_TC_BODY(recvfrom__enotsock, tc)
{
	char c;

	ATF_CHECK_ERRNO(ENOTSOCK, recv(0, &c, 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvfrom__eopnotsupp);
ATF_TC_BODY(recvfrom__eopnotsupp, tc)
{
	int sv[2];
	char c;

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EOPNOTSUPP, recv(sv[0], &c, 1, MSG_OOB) == -1);
}

ATF_TC_WITHOUT_HEAD(recvmsg__eagain);
ATF_TC_BODY(recvmsg__eagain, tc)
{
	int sv[2];

	unix_pair(SOCK_SEQPACKET, sv);
	ATF_CHECK_ERRNO(EAGAIN, msg_recv(sv[0], MSG_DONTWAIT) == -1);
}

ATF_TC_WITHOUT_HEAD(recvmsg__ebadf);
ATF_TC_BODY(recvmsg__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, msg_recv(BADFD, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvmsg__econnreset);
ATF_TC_BODY(recvmsg__econnreset, tc)
{
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_ERRNO(ECONNRESET, msg_recv(sv[0], MSG_DONTWAIT) == -1);
}

ATF_TC_WITHOUT_HEAD(recvmsg__efault);
ATF_TC_BODY(recvmsg__efault, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EFAULT, recvmsg(sv[0], BADPTR, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvmsg__eintr);
ATF_TC_BODY(recvmsg__eintr, tc)
{
	int sv[2];
	pid_t pid;

	unix_pair(SOCK_STREAM, sv);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, msg_recv(sv[0], 0) == -1);
	ATF_CHECK_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(recvmsg__einval);
ATF_TC_BODY(recvmsg__einval, tc)
{
	struct msghdr msg = { .msg_iovlen = -1 };
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EINVAL, msg_recv(sv[0], 0x800000) == -1);
	ATF_CHECK_ERRNO(EINVAL, recvmsg(sv[0], &msg, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvmsg__enotconn);
ATF_TC_BODY(recvmsg__enotconn, tc)
{

	ATF_CHECK_ERRNO(ENOTCONN, msg_recv(unix_socket(SOCK_STREAM), 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvmsg__enotsock);
ATF_TC_BODY(recvmsg__enotsock, tc)
{

	ATF_CHECK_ERRNO(ENOTSOCK, msg_recv(0, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(recvmsg__eopnotsupp);
ATF_TC_BODY(recvmsg__eopnotsupp, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EOPNOTSUPP, msg_recv(sv[0], MSG_OOB) == -1);
}

ATF_TC_WITHOUT_HEAD(read__enotconn);
ATF_TC_BODY(read__enotconn, tc)
{
	char c;

	ATF_CHECK_ERRNO(ENOTCONN, read(unix_socket(SOCK_STREAM), &c, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(read__econnreset);
ATF_TC_BODY(read__econnreset, tc)
{
	int sv[2];
	char c;

	unix_pair(SOCK_DGRAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_ERRNO(ECONNRESET, read(sv[0], &c, 1) == -1);
}

static ssize_t
readv_byte(int fd)
{
	char c;

	return (readv(fd, &(struct iovec){ &c, 1 }, 1));
}

ATF_TC_WITHOUT_HEAD(readv__enotconn);
ATF_TC_BODY(readv__enotconn, tc)
{

	ATF_CHECK_ERRNO(ENOTCONN, readv_byte(unix_socket(SOCK_STREAM)) == -1);
}

ATF_TC_WITHOUT_HEAD(readv__econnreset);
ATF_TC_BODY(readv__econnreset, tc)
{
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_ERRNO(ECONNRESET, readv_byte(sv[0]) == -1);
}

ATF_TC_WITHOUT_HEAD(datagrams);
ATF_TC_BODY(datagrams, tc)
{
	int s = unix_socket(SOCK_DGRAM), c = unix_socket(SOCK_DGRAM), n;
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);
	char buf[10];

	ATF_REQUIRE_EQ(0, unix_bind(s, "server"));
	ATF_REQUIRE_EQ(0, unix_bind(c, "client"));
	ATF_REQUIRE_EQ(5, unix_sendto(c, "hello", "server"));
	ATF_REQUIRE_EQ(0, unix_sendto(c, "", "server"));
	ATF_REQUIRE_EQ(2, unix_sendto(c, "12", "server"));
	ATF_REQUIRE_EQ(0, ioctl(s, FIONREAD, &n));
	ATF_CHECK_EQ(5, n);
	ATF_CHECK_EQ(3, recvfrom(s, buf, 3, 0, (struct sockaddr *)&sun, &len));
	ATF_CHECK_EQ(0, memcmp(buf, "hel", 3));
	ATF_CHECK_STREQ("client", sun.sun_path);
	/* The rest is lost, and the empty one arrives. */
	ATF_CHECK_EQ(0, recv(s, buf, 3, MSG_DONTWAIT));
	ATF_CHECK_EQ(2, recv(s, buf, 1, MSG_DONTWAIT | MSG_TRUNC | MSG_PEEK));
	ATF_CHECK_EQ(2, recv(s, buf, sizeof(buf), MSG_DONTWAIT));
	ATF_CHECK_ERRNO(EAGAIN, recv(s, buf, 3, MSG_DONTWAIT) == -1);
}

ATF_TC_WITHOUT_HEAD(messages_in_order);
ATF_TC_BODY(messages_in_order, tc)
{
	char buf[10];
	struct iovec iov = { buf, 3 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	int sv[2];

	unix_pair(SOCK_SEQPACKET, sv);
	ATF_REQUIRE_EQ(5, send(sv[0], "hello", 5, MSG_EOR));
	ATF_REQUIRE_EQ(2, write(sv[0], "ab", 2));
	ATF_CHECK_EQ(3, recvmsg(sv[1], &msg, 0));
	ATF_CHECK_EQ(MSG_TRUNC, msg.msg_flags);
	ATF_CHECK_EQ(2, recvmsg(sv[1], &msg, 0));
	ATF_CHECK_EQ(MSG_EOR, msg.msg_flags);
	ATF_REQUIRE_EQ(0, close(sv[0]));
	ATF_CHECK_EQ(0, recvmsg(sv[1], &msg, 0));
	ATF_CHECK_EQ(0, msg.msg_flags);
}

ATF_TC_WITHOUT_HEAD(stream_flags);
ATF_TC_BODY(stream_flags, tc)
{
	int sv[2], n;
	char buf[10];
	pid_t pid;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(5, write(sv[0], "hello", 5));
	ATF_REQUIRE_EQ(0, ioctl(sv[1], FIONREAD, &n));
	ATF_CHECK_EQ(5, n);
	ATF_CHECK_EQ(5, recv(sv[1], buf, sizeof(buf), MSG_PEEK));
	ATF_CHECK_EQ(2, recv(sv[1], buf, 2, 0));
	ATF_CHECK_EQ(3, recv(sv[1], buf, sizeof(buf), 0));
	ATF_CHECK_EQ(0, memcmp(buf, "llo", 3));
	pid = fork();
	if (pid == 0) {
		for (n = 0; n < 5; n++) {
			msleep(10);
			WANT(send(sv[0], "xy", 2, 0) == 2);
		}
		_exit(0);
	}
	ATF_CHECK_EQ(10, recv(sv[1], buf, 10, MSG_WAITALL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &n, 0));
	ATF_CHECK_EQ(0, n);
}

ATF_TC_WITHOUT_HEAD(stream_in_order);
ATF_TC_BODY(stream_in_order, tc)
{
	static unsigned char buf[40000];
	int sv[2], i, status;
	size_t sum, want = 1000000;
	ssize_t n;
	pid_t pid;

	unix_pair(SOCK_STREAM, sv);
	pid = fork();
	if (pid == 0) {
		for (sum = 0; sum < want; sum += (size_t)n) {
			for (i = 0; i < 40000; i++)
				buf[i] = (unsigned char)((sum + (size_t)i) %
				    251);
			n = send(sv[0], buf, 1 + (sum * 7) % 39999, 0);
			WANT(n > 0);
		}
		_exit(0);
	}
	ATF_REQUIRE_EQ(0, close(sv[0]));
	for (sum = 0; (n = recv(sv[1], buf, 1 + (sum * 13) % 39999, 0)) > 0;
	    sum += (size_t)n) {
		for (i = 0; i < n; i++) {
			if (buf[i] != (sum + (size_t)i) % 251)
				atf_tc_fail("byte %zu is wrong",
				    sum + (size_t)i);
		}
	}
	ATF_CHECK_EQ(0, n);
	ATF_CHECK(sum >= want);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(readiness);
ATF_TC_BODY(readiness, tc)
{
	int sv[2];
	struct pollfd pf[2];
	char c;
	pid_t pid;

	unix_pair(SOCK_STREAM, sv);
	pf[0] = (struct pollfd){ sv[0], POLLIN | POLLOUT, 0 };
	pf[1] = (struct pollfd){ sv[1], POLLIN, 0 };
	ATF_CHECK_EQ(1, poll(pf, 2, 0));
	ATF_CHECK_EQ(POLLOUT, pf[0].revents);
	unix_fill(sv[0]);
	ATF_CHECK_EQ(1, poll(pf, 2, 0));
	ATF_CHECK_EQ(POLLIN, pf[1].revents);
	pid = fork();
	if (pid == 0) {
		msleep(30);
		while (recv(sv[1], &c, 1, MSG_DONTWAIT) == 1)
			continue;
		_exit(0);
	}
	ATF_CHECK_EQ(1, poll(pf, 1, -1));
	ATF_CHECK_EQ(POLLOUT, pf[0].revents);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_EQ(1, poll(pf, 1, -1));
	ATF_CHECK_EQ(POLLIN | POLLOUT | POLLHUP, pf[0].revents);
	sv[0] = unix_listener(SOCK_STREAM, "name", 2);
	pf[0].fd = sv[0];
	ATF_CHECK_EQ(0, poll(pf, 1, 0));
	ATF_REQUIRE_EQ(0, unix_connect(unix_socket(SOCK_STREAM), "name"));
	ATF_CHECK_EQ(1, poll(pf, 1, 0));
	ATF_CHECK_EQ(POLLIN, pf[0].revents);
}

/*
 * A child that is asleep in recv() and will exit with 0 when that receives len
 * bytes, or, into no buffer, fails with EFAULT.
 */
static pid_t
receiver(int s, void *p, size_t len, int flags)
{
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		if (p == BADPTR)
			WANT_ERRNO(EFAULT, recv(s, p, len, flags) == -1);
		else
			WANT(recv(s, p, len, flags) == (ssize_t)len);
		_exit(0);
	}
	await_sleep(pid);
	return (pid);
}

static void
received(pid_t pid)
{
	int status;

	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

/*
 * Whoever sleeps first must not keep from the second what that is content with.
 */
ATF_TC_WITHOUT_HEAD(receivers_want_different_amounts);
ATF_TC_BODY(receivers_want_different_amounts, tc)
{
	struct timeval tv = { 20, 0 };	/* so that the test ends if it fails */
	char buf[100] = "";
	int sv[2], n = 100;
	pid_t first, second;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, setsockopt(sv[1], SOL_SOCKET, SO_RCVTIMEO, &tv,
	    sizeof(tv)));
	first = receiver(sv[1], buf, 100, MSG_PEEK | MSG_WAITALL);
	second = receiver(sv[1], buf, 10, 0);
	ATF_REQUIRE_EQ(10, send(sv[0], buf, 10, 0));
	received(second);
	ATF_REQUIRE_EQ(100, send(sv[0], buf, 100, 0));
	received(first);
	ATF_REQUIRE_EQ(100, recv(sv[1], buf, 100, MSG_DONTWAIT));

	first = receiver(sv[1], buf, 1, MSG_PEEK);
	second = receiver(sv[1], buf, 1, 0);
	ATF_REQUIRE_EQ(1, send(sv[0], buf, 1, 0));
	received(second);
	ATF_REQUIRE_EQ(1, send(sv[0], buf, 1, 0));
	received(first);
	ATF_REQUIRE_EQ(1, recv(sv[1], buf, 1, MSG_DONTWAIT));

	first = receiver(sv[1], BADPTR, 1, 0);
	second = receiver(sv[1], buf, 1, 0);
	ATF_REQUIRE_EQ(1, send(sv[0], buf, 1, 0));
	received(second);
	ATF_REQUIRE_EQ(1, send(sv[0], buf, 1, 0));
	received(first);
	(void)recv(sv[1], buf, 1, MSG_DONTWAIT);

	ATF_REQUIRE_EQ(0, setsockopt(sv[1], SOL_SOCKET, SO_RCVLOWAT, &n,
	    sizeof(n)));
	first = receiver(sv[1], buf, 100, 0);
	second = receiver(sv[1], buf, 10, 0);
	ATF_REQUIRE_EQ(10, send(sv[0], buf, 10, 0));
	received(second);
	ATF_REQUIRE_EQ(100, send(sv[0], buf, 100, 0));
	received(first);
}

ATF_TC_WITHOUT_HEAD(datagram_sender_waits_for_room);
ATF_TC_BODY(datagram_sender_waits_for_room, tc)
{
	int sv[2], status;
	struct pollfd pf;
	char buf[1000];
	pid_t pid;

	unix_pair(SOCK_DGRAM, sv);
	unix_fill(sv[0]);
	pf = (struct pollfd){ sv[0], POLLOUT, 0 };
	ATF_CHECK_EQ(0, poll(&pf, 1, 0));
	pid = fork();
	if (pid == 0) {
		msleep(30);
		while (recv(sv[1], buf, sizeof(buf), MSG_DONTWAIT) > 0)
			continue;
		_exit(0);
	}
	ATF_CHECK_EQ(1, poll(&pf, 1, -1));
	ATF_CHECK_EQ(POLLOUT, pf.revents);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	unix_fill(sv[0]);
	pid = fork();
	if (pid == 0) {
		msleep(30);
		WANT(recv(sv[1], buf, sizeof(buf), 0) == 1000);
		WANT(recv(sv[1], buf, sizeof(buf), 0) == 1000);
		_exit(0);
	}
	ATF_CHECK_EQ(1000, send(sv[0], buf, sizeof(buf), 0));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, recvfrom__eagain);
	ATF_TP_ADD_TC(tp, recvfrom__ebadf);
	ATF_TP_ADD_TC(tp, recvfrom__econnreset);
	ATF_TP_ADD_TC(tp, recvfrom__efault);
	ATF_TP_ADD_TC(tp, recvfrom__eintr);
	ATF_TP_ADD_TC(tp, recvfrom__einval);
	ATF_TP_ADD_TC(tp, recvfrom__enotconn);
	ATF_TP_ADD_TC(tp, recvfrom__enotsock);
	ATF_TP_ADD_TC(tp, recvfrom__eopnotsupp);
	ATF_TP_ADD_TC(tp, recvmsg__eagain);
	ATF_TP_ADD_TC(tp, recvmsg__ebadf);
	ATF_TP_ADD_TC(tp, recvmsg__econnreset);
	ATF_TP_ADD_TC(tp, recvmsg__efault);
	ATF_TP_ADD_TC(tp, recvmsg__eintr);
	ATF_TP_ADD_TC(tp, recvmsg__einval);
	ATF_TP_ADD_TC(tp, recvmsg__enotconn);
	ATF_TP_ADD_TC(tp, recvmsg__enotsock);
	ATF_TP_ADD_TC(tp, recvmsg__eopnotsupp);
	ATF_TP_ADD_TC(tp, read__enotconn);
	ATF_TP_ADD_TC(tp, read__econnreset);
	ATF_TP_ADD_TC(tp, readv__enotconn);
	ATF_TP_ADD_TC(tp, readv__econnreset);
	ATF_TP_ADD_TC(tp, datagrams);
	ATF_TP_ADD_TC(tp, messages_in_order);
	ATF_TP_ADD_TC(tp, stream_flags);
	ATF_TP_ADD_TC(tp, stream_in_order);
	ATF_TP_ADD_TC(tp, readiness);
	ATF_TP_ADD_TC(tp, receivers_want_different_amounts);
	ATF_TP_ADD_TC(tp, datagram_sender_waits_for_room);
	return (atf_no_error());
}
