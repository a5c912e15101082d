/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sending to sockets.
 */

#include "h_socket.h"

ATF_TC_WITHOUT_HEAD(sendto__eafnosupport);
ATF_TC_BODY(sendto__eafnosupport, tc)
{
	struct sockaddr_un sun;
	socklen_t len = unix_addr(&sun, "name");

	sun.sun_family = AF_INET;
	ATF_CHECK_ERRNO(EAFNOSUPPORT, sendto(unix_socket(SOCK_DGRAM), "x", 1,
	    0, (struct sockaddr *)&sun, len) == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__eagain);
ATF_TC_BODY(sendto__eagain, tc)
{
	struct timeval tv = { 0, 10000 };
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	unix_fill(sv[0]);
	ATF_REQUIRE_EQ(0, setsockopt(sv[0], SOL_SOCKET, SO_SNDTIMEO, &tv,
	    sizeof(tv)));
	ATF_CHECK_ERRNO(EAGAIN, send(sv[0], "x", 1, 0) == -1);
	unix_pair(SOCK_DGRAM, sv);
	unix_fill(sv[0]);
	ATF_REQUIRE_EQ(0, fcntl(sv[0], F_SETFL, O_NONBLOCK));
	ATF_CHECK_ERRNO(EAGAIN, send(sv[0], "0123456789", 10, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__ebadf);
ATF_TC_BODY(sendto__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, send(BADFD, "x", 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__econnrefused);
ATF_TC_BODY(sendto__econnrefused, tc)
{
	int s = unix_socket(SOCK_DGRAM);

	ATF_REQUIRE_EQ(0, unix_bind(s, "name"));
	ATF_REQUIRE_EQ(0, close(s));
	ATF_CHECK_ERRNO(ECONNREFUSED, unix_sendto(unix_socket(SOCK_DGRAM),
	    "x", "name") == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__econnreset_when_the_peer_was_closed);
ATF_TC_BODY(sendto__econnreset_when_the_peer_was_closed, tc)
{
	int s = unix_socket(SOCK_DGRAM), c = unix_socket(SOCK_DGRAM);

	ATF_REQUIRE_EQ(0, unix_bind(s, "name"));
	ATF_REQUIRE_EQ(0, unix_connect(c, "name"));
	ATF_REQUIRE_EQ(0, close(s));
	ATF_CHECK_ERRNO(ECONNRESET, send(c, "x", 1, 0) == -1);
	ATF_CHECK_ERRNO(EDESTADDRREQ, send(c, "x", 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__edestaddrreq);
ATF_TC_BODY(sendto__edestaddrreq, tc)
{

	ATF_CHECK_ERRNO(EDESTADDRREQ, send(unix_socket(SOCK_DGRAM), "x", 1, 0)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__efault);
ATF_TC_BODY(sendto__efault, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EFAULT, send(sv[0], BADPTR, 1, 0) == -1);
	ATF_CHECK_ERRNO(EAGAIN, recv(sv[1], sv, 1, MSG_DONTWAIT) == -1);
	unix_pair(SOCK_DGRAM, sv);
	ATF_CHECK_ERRNO(EFAULT, send(sv[0], BADPTR, 1, 0) == -1);
	ATF_CHECK_ERRNO(EAGAIN, recv(sv[1], sv, 1, MSG_DONTWAIT) == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__eintr);
ATF_TC_BODY(sendto__eintr, tc)
{
	int sv[2];
	pid_t pid;

	unix_pair(SOCK_STREAM, sv);
	unix_fill(sv[0]);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, send(sv[0], "0123456789", 10, 0) == -1);
	ATF_CHECK_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(sendto__einval);
ATF_TC_BODY(sendto__einval, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EINVAL, send(sv[0], "x", 1, 0x800000) == -1);
	ATF_CHECK_ERRNO(EINVAL, send(sv[0], "x", (size_t)-1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__eisconn);
ATF_TC_BODY(sendto__eisconn, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EISCONN, unix_sendto(sv[0], "x", "name") == -1);
	unix_pair(SOCK_DGRAM, sv);
	ATF_CHECK_ERRNO(EISCONN, unix_sendto(sv[0], "x", "name") == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__emsgsize);
ATF_TC_BODY(sendto__emsgsize, tc)
{
	static char buf[100000];
	int sv[2], n = 1000;

	unix_pair(SOCK_DGRAM, sv);
	ATF_CHECK_ERRNO(EMSGSIZE, send(sv[0], buf, sizeof(buf), 0) == -1);
	ATF_REQUIRE_EQ(0, setsockopt(sv[0], SOL_SOCKET, SO_SNDBUF, &n,
	    sizeof(n)));
	ATF_CHECK_ERRNO(EMSGSIZE, send(sv[0], buf, 1001, 0) == -1);
	ATF_CHECK_EQ(1000, send(sv[0], buf, 1000, 0));
	unix_pair(SOCK_SEQPACKET, sv);
	ATF_CHECK_ERRNO(EMSGSIZE, send(sv[0], buf, sizeof(buf), 0) == -1);
	ATF_CHECK_EQ(65536, send(sv[0], buf, 65536, 0));
}

ATF_TC_WITHOUT_HEAD(sendto__enobufs_at_the_limit);
ATF_TC_BODY(sendto__enobufs_at_the_limit, tc)
{
	int sv[2];

	set_limit(RLIMIT_SBSIZE, 0);
	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(ENOBUFS, send(sv[0], "x", 1, 0) == -1);
	unix_pair(SOCK_DGRAM, sv);
	ATF_CHECK_ERRNO(ENOBUFS, send(sv[0], "x", 1, MSG_DONTWAIT) == -1);
	ATF_CHECK_EQ(0, send(sv[0], "", 0, 0));
}

ATF_TC_WITHOUT_HEAD(sendto__enotconn);
ATF_TC_BODY(sendto__enotconn, tc)
{

	ATF_CHECK_ERRNO(ENOTCONN, send(unix_socket(SOCK_STREAM), "x", 1, 0) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(sendto__enotsock);
ATF_TC_BODY(sendto__enotsock, tc)
{

	ATF_CHECK_ERRNO(ENOTSOCK, send(1, "x", 1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__eopnotsupp);
ATF_TC_BODY(sendto__eopnotsupp, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EOPNOTSUPP, send(sv[0], "x", 1, MSG_OOB) == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__eperm_when_connected_to_another);
ATF_TC_BODY(sendto__eperm_when_connected_to_another, tc)
{
	int s = unix_socket(SOCK_DGRAM), t = unix_socket(SOCK_DGRAM);

	ATF_REQUIRE_EQ(0, unix_bind(s, "one"));
	ATF_REQUIRE_EQ(0, unix_bind(t, "two"));
	ATF_REQUIRE_EQ(0, unix_connect(s, "two"));
	ATF_CHECK_ERRNO(EPERM, unix_sendto(unix_socket(SOCK_DGRAM), "x",
	    "one") == -1);
	ATF_CHECK_EQ(1, unix_sendto(t, "x", "one"));
}

ATF_TC_WITHOUT_HEAD(sendto__epipe);
ATF_TC_BODY(sendto__epipe, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	catch_signal(SIGPIPE, 0);
	ATF_CHECK_ERRNO(EPIPE, send(sv[0], "x", 1, MSG_NOSIGNAL) == -1);
	ATF_CHECK_EQ(0, h_caught);
	ATF_CHECK_ERRNO(EPIPE, send(sv[0], "x", 1, 0) == -1);
	ATF_CHECK_EQ(SIGPIPE, h_caught);
}

ATF_TC_WITHOUT_HEAD(sendto__eprototype);
ATF_TC_BODY(sendto__eprototype, tc)
{

	(void)unix_listener(SOCK_STREAM, "name", 5);
	ATF_CHECK_ERRNO(EPROTOTYPE, unix_sendto(unix_socket(SOCK_DGRAM), "x",
	    "name") == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eafnosupport);
ATF_TC_BODY(sendmsg__eafnosupport, tc)
{
	struct sockaddr sa = { .sa_family = AF_INET };
	struct msghdr msg = { .msg_name = &sa, .msg_namelen = sizeof(sa) };

	ATF_CHECK_ERRNO(EAFNOSUPPORT, sendmsg(unix_socket(SOCK_DGRAM), &msg,
	    0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eagain);
ATF_TC_BODY(sendmsg__eagain, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	unix_fill(sv[0]);
	ATF_CHECK_ERRNO(EAGAIN, unix_sendmsg(sv[0], "x", NULL, MSG_DONTWAIT)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__ebadf);
ATF_TC_BODY(sendmsg__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, unix_sendmsg(BADFD, "x", NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__econnrefused);
ATF_TC_BODY(sendmsg__econnrefused, tc)
{
	int s = unix_socket(SOCK_DGRAM);

	ATF_REQUIRE_EQ(0, unix_bind(s, "name"));
	ATF_REQUIRE_EQ(0, close(s));
	ATF_CHECK_ERRNO(ECONNREFUSED, unix_sendmsg(unix_socket(SOCK_DGRAM),
	    "x", "name", 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__econnreset_when_the_peer_was_closed);
ATF_TC_BODY(sendmsg__econnreset_when_the_peer_was_closed, tc)
{
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_ERRNO(ECONNRESET, unix_sendmsg(sv[0], "x", NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__edestaddrreq);
ATF_TC_BODY(sendmsg__edestaddrreq, tc)
{

	ATF_CHECK_ERRNO(EDESTADDRREQ, unix_sendmsg(unix_socket(SOCK_DGRAM),
	    "x", NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__efault);
ATF_TC_BODY(sendmsg__efault, tc)
{
	struct iovec iov = { BADPTR, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EFAULT, sendmsg(sv[0], BADPTR, 0) == -1);
	ATF_CHECK_ERRNO(EFAULT, sendmsg(sv[0], &msg, 0) == -1);
	msg.msg_control = BADPTR;
	msg.msg_controllen = 20;
	ATF_CHECK_ERRNO(EFAULT, sendmsg(sv[0], &msg, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eintr);
ATF_TC_BODY(sendmsg__eintr, tc)
{
	int sv[2];
	pid_t pid;

	unix_pair(SOCK_SEQPACKET, sv);
	unix_fill(sv[0]);
	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, unix_sendmsg(sv[0], "x", NULL, 0) == -1);
	ATF_CHECK_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(sendmsg__einval);
ATF_TC_BODY(sendmsg__einval, tc)
{
	struct iovec iov[2] = { { NULL, (size_t)-1 }, { NULL, 1 } };
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 2 };
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EINVAL, sendmsg(sv[0], &msg, 0) == -1);
	msg.msg_iovlen = -1;
	ATF_CHECK_ERRNO(EINVAL, sendmsg(sv[0], &msg, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, unix_sendmsg(sv[0], "x", NULL, 0x800000) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eisconn);
ATF_TC_BODY(sendmsg__eisconn, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EISCONN, unix_sendmsg(sv[0], "x", "name", 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__emsgsize);
ATF_TC_BODY(sendmsg__emsgsize, tc)
{
	static char buf[70000];
	struct iovec iov = { buf, sizeof(buf) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	ATF_CHECK_ERRNO(EMSGSIZE, sendmsg(sv[0], &msg, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__enobufs_at_the_limit);
ATF_TC_BODY(sendmsg__enobufs_at_the_limit, tc)
{
	int sv[2];

	set_limit(RLIMIT_SBSIZE, 0);
	unix_pair(SOCK_SEQPACKET, sv);
	ATF_CHECK_ERRNO(ENOBUFS, unix_sendmsg(sv[0], "x", NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__enotconn);
ATF_TC_BODY(sendmsg__enotconn, tc)
{

	ATF_CHECK_ERRNO(ENOTCONN, unix_sendmsg(unix_socket(SOCK_SEQPACKET),
	    "x", NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__enotsock);
ATF_TC_BODY(sendmsg__enotsock, tc)
{

	ATF_CHECK_ERRNO(ENOTSOCK, unix_sendmsg(1, "x", NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eopnotsupp);
ATF_TC_BODY(sendmsg__eopnotsupp, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EOPNOTSUPP, unix_sendmsg(sv[0], "x", NULL, MSG_OOB) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eperm_when_connected_to_another);
ATF_TC_BODY(sendmsg__eperm_when_connected_to_another, tc)
{
	int s = unix_socket(SOCK_DGRAM), t = unix_socket(SOCK_DGRAM);

	ATF_REQUIRE_EQ(0, unix_bind(s, "one"));
	ATF_REQUIRE_EQ(0, unix_bind(t, "two"));
	ATF_REQUIRE_EQ(0, unix_connect(s, "two"));
	ATF_CHECK_ERRNO(EPERM, unix_sendmsg(unix_socket(SOCK_DGRAM), "x",
	    "one", 0) == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__epipe);
ATF_TC_BODY(sendmsg__epipe, tc)
{
	int sv[2];

	unix_pair(SOCK_SEQPACKET, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_ERRNO(EPIPE, unix_sendmsg(sv[0], "x", NULL, MSG_NOSIGNAL) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eprototype);
ATF_TC_BODY(sendmsg__eprototype, tc)
{

	(void)unix_listener(SOCK_STREAM, "name", 5);
	ATF_CHECK_ERRNO(EPROTOTYPE, unix_sendmsg(unix_socket(SOCK_DGRAM), "x",
	    "name", 0) == -1);
}

ATF_TC_WITHOUT_HEAD(write__econnreset);
ATF_TC_BODY(write__econnreset, tc)
{
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_ERRNO(ECONNRESET, write(sv[0], "x", 1) == -1);
}

ATF_TC_WITHOUT_HEAD(write__edestaddrreq);
ATF_TC_BODY(write__edestaddrreq, tc)
{

	ATF_CHECK_ERRNO(EDESTADDRREQ, write(unix_socket(SOCK_DGRAM), "x", 1)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(write__emsgsize);
ATF_TC_BODY(write__emsgsize, tc)
{
	static char buf[70000];
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	ATF_CHECK_ERRNO(EMSGSIZE, write(sv[0], buf, sizeof(buf)) == -1);
}

ATF_TC_WITHOUT_HEAD(write__enobufs_at_the_limit);
ATF_TC_BODY(write__enobufs_at_the_limit, tc)
{
	int sv[2];

	set_limit(RLIMIT_SBSIZE, 0);
	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(ENOBUFS, write(sv[0], "x", 1) == -1);
}

ATF_TC_WITHOUT_HEAD(write__enotconn);
ATF_TC_BODY(write__enotconn, tc)
{

	ATF_CHECK_ERRNO(ENOTCONN, write(unix_socket(SOCK_STREAM), "x", 1) ==
	    -1);
}

static ssize_t
writev_bytes(int fd, size_t len)
{
	static char buf[70000];

	return (writev(fd, &(struct iovec){ buf, len }, 1));
}

ATF_TC_WITHOUT_HEAD(writev__econnreset);
ATF_TC_BODY(writev__econnreset, tc)
{
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_ERRNO(ECONNRESET, writev_bytes(sv[0], 1) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__edestaddrreq);
ATF_TC_BODY(writev__edestaddrreq, tc)
{

	ATF_CHECK_ERRNO(EDESTADDRREQ, writev_bytes(unix_socket(SOCK_DGRAM), 1)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(writev__emsgsize);
ATF_TC_BODY(writev__emsgsize, tc)
{
	int sv[2];

	unix_pair(SOCK_DGRAM, sv);
	ATF_CHECK_ERRNO(EMSGSIZE, writev_bytes(sv[0], 70000) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__enobufs_at_the_limit);
ATF_TC_BODY(writev__enobufs_at_the_limit, tc)
{
	int sv[2];

	set_limit(RLIMIT_SBSIZE, 0);
	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(ENOBUFS, writev_bytes(sv[0], 1) == -1);
}

ATF_TC_WITHOUT_HEAD(writev__enotconn);
ATF_TC_BODY(writev__enotconn, tc)
{

	ATF_CHECK_ERRNO(ENOTCONN, writev_bytes(unix_socket(SOCK_STREAM), 1) ==
	    -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, sendto__eafnosupport);
	ATF_TP_ADD_TC(tp, sendto__eagain);
	ATF_TP_ADD_TC(tp, sendto__ebadf);
	ATF_TP_ADD_TC(tp, sendto__econnrefused);
	ATF_TP_ADD_TC(tp, sendto__econnreset_when_the_peer_was_closed);
	ATF_TP_ADD_TC(tp, sendto__edestaddrreq);
	ATF_TP_ADD_TC(tp, sendto__efault);
	ATF_TP_ADD_TC(tp, sendto__eintr);
	ATF_TP_ADD_TC(tp, sendto__einval);
	ATF_TP_ADD_TC(tp, sendto__eisconn);
	ATF_TP_ADD_TC(tp, sendto__emsgsize);
	ATF_TP_ADD_TC(tp, sendto__enobufs_at_the_limit);
	ATF_TP_ADD_TC(tp, sendto__enotconn);
	ATF_TP_ADD_TC(tp, sendto__enotsock);
	ATF_TP_ADD_TC(tp, sendto__eopnotsupp);
	ATF_TP_ADD_TC(tp, sendto__eperm_when_connected_to_another);
	ATF_TP_ADD_TC(tp, sendto__epipe);
	ATF_TP_ADD_TC(tp, sendto__eprototype);
	ATF_TP_ADD_TC(tp, sendmsg__eafnosupport);
	ATF_TP_ADD_TC(tp, sendmsg__eagain);
	ATF_TP_ADD_TC(tp, sendmsg__ebadf);
	ATF_TP_ADD_TC(tp, sendmsg__econnrefused);
	ATF_TP_ADD_TC(tp, sendmsg__econnreset_when_the_peer_was_closed);
	ATF_TP_ADD_TC(tp, sendmsg__edestaddrreq);
	ATF_TP_ADD_TC(tp, sendmsg__efault);
	ATF_TP_ADD_TC(tp, sendmsg__eintr);
	ATF_TP_ADD_TC(tp, sendmsg__einval);
	ATF_TP_ADD_TC(tp, sendmsg__eisconn);
	ATF_TP_ADD_TC(tp, sendmsg__emsgsize);
	ATF_TP_ADD_TC(tp, sendmsg__enobufs_at_the_limit);
	ATF_TP_ADD_TC(tp, sendmsg__enotconn);
	ATF_TP_ADD_TC(tp, sendmsg__enotsock);
	ATF_TP_ADD_TC(tp, sendmsg__eopnotsupp);
	ATF_TP_ADD_TC(tp, sendmsg__eperm_when_connected_to_another);
	ATF_TP_ADD_TC(tp, sendmsg__epipe);
	ATF_TP_ADD_TC(tp, sendmsg__eprototype);
	ATF_TP_ADD_TC(tp, write__econnreset);
	ATF_TP_ADD_TC(tp, write__edestaddrreq);
	ATF_TP_ADD_TC(tp, write__emsgsize);
	ATF_TP_ADD_TC(tp, write__enobufs_at_the_limit);
	ATF_TP_ADD_TC(tp, write__enotconn);
	ATF_TP_ADD_TC(tp, writev__econnreset);
	ATF_TP_ADD_TC(tp, writev__edestaddrreq);
	ATF_TP_ADD_TC(tp, writev__emsgsize);
	ATF_TP_ADD_TC(tp, writev__enobufs_at_the_limit);
	ATF_TP_ADD_TC(tp, writev__enotconn);
	return (atf_no_error());
}
