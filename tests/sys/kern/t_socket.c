/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sockets: creation, names, connections.
 */

#include "h_socket.h"

#include <sys/sysctl.h>

/*
 * Run fn in a child that may open no more files, for the system has enough.
 */
static void
without_files(void (*fn)(void))
{
	unsigned int old, few = 1;
	size_t len = sizeof(old);
	int status;
	pid_t pid;

	/* The super-user is not bound by it. */
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", &old, &len, &few,
	    sizeof(few)));
	pid = fork();
	if (pid == 0) {
		WANT(setuid(NOBODY) == 0);
		fn();
		_exit(0);
	}
	(void)waitpid(pid, &status, 0);
	ATF_REQUIRE_EQ(0, sysctlbyname("kern.maxfiles", NULL, NULL, &old,
	    sizeof(old)));
	ATF_CHECK_EQ(0, status);
}

static int	listener;

static void
child_socket(void)
{

	WANT_ERRNO(ENFILE, socket(AF_UNIX, SOCK_STREAM, 0) == -1);
}

static void
child_socketpair(void)
{
	int sv[2];

	WANT_ERRNO(ENFILE, socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == -1);
}

static void
child_accept(void)
{

	WANT_ERRNO(ENFILE, accept(listener, NULL, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(socket__eafnosupport);
ATF_TC_BODY(socket__eafnosupport, tc)
{

	ATF_CHECK_ERRNO(EAFNOSUPPORT, socket(99, SOCK_STREAM, 0) == -1);
	ATF_CHECK_ERRNO(EAFNOSUPPORT, socket(-1, SOCK_STREAM, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(socket__einval_when_there_are_unknown_flags);
ATF_TC_BODY(socket__einval_when_there_are_unknown_flags, tc)
{

	ATF_CHECK_ERRNO(EINVAL, socket(AF_UNIX, SOCK_STREAM | 0x40000000, 0) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(socket__emfile);
ATF_TC_BODY(socket__emfile, tc)
{
	int e;

	set_limit(RLIMIT_NOFILE, 5);
	while (socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
		continue;
	e = errno;
	set_limit(RLIMIT_NOFILE, 50);
	ATF_CHECK_EQ(EMFILE, e);
}

ATF_TC_WITHOUT_HEAD(socket__eprotonosupport);
ATF_TC_BODY(socket__eprotonosupport, tc)
{

	ATF_CHECK_ERRNO(EPROTONOSUPPORT, socket(AF_UNIX, SOCK_STREAM, 7) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(socket__eprototype);
ATF_TC_BODY(socket__eprototype, tc)
{

	ATF_CHECK_ERRNO(EPROTOTYPE, socket(AF_UNIX, SOCK_RAW, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(socket_flags);
ATF_TC_BODY(socket_flags, tc)
{
	int s;

	s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	ATF_REQUIRE(s >= 0);
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(s, F_GETFD));
	ATF_CHECK_EQ(O_RDWR | O_NONBLOCK, fcntl(s, F_GETFL));
	s = unix_socket(SOCK_STREAM);
	ATF_CHECK_EQ(0, fcntl(s, F_GETFD));
	ATF_CHECK_EQ(O_RDWR, fcntl(s, F_GETFL));
}

ATF_TC_WITHOUT_HEAD(socketpair__eafnosupport);
ATF_TC_BODY(socketpair__eafnosupport, tc)
{
	int sv[2];

	ATF_CHECK_ERRNO(EAFNOSUPPORT, socketpair(99, SOCK_STREAM, 0, sv) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(socketpair__efault);
ATF_TC_BODY(socketpair__efault, tc)
{
	int s;

	ATF_CHECK_ERRNO(EFAULT, socketpair(AF_UNIX, SOCK_STREAM, 0, BADPTR) ==
	    -1);
	s = unix_socket(SOCK_STREAM);
	ATF_CHECK_EQ_MSG(3, s, "descriptors are lost");
}

ATF_TC_WITHOUT_HEAD(socketpair__einval_when_there_are_unknown_flags);
ATF_TC_BODY(socketpair__einval_when_there_are_unknown_flags, tc)
{
	int sv[2];

	ATF_CHECK_ERRNO(EINVAL, socketpair(AF_UNIX, SOCK_STREAM | 0x40000000,
	    0, sv) == -1);
}

ATF_TC_WITHOUT_HEAD(socketpair__emfile);
ATF_TC_BODY(socketpair__emfile, tc)
{
	int sv[2] = { -5, -5 };

	set_limit(RLIMIT_NOFILE, 4);
	ATF_CHECK_ERRNO(EMFILE, socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == -1);
	ATF_CHECK(sv[0] == -5 && sv[1] == -5);
}

ATF_TC_WITHOUT_HEAD(socketpair__eprotonosupport);
ATF_TC_BODY(socketpair__eprotonosupport, tc)
{
	int sv[2];

	ATF_CHECK_ERRNO(EPROTONOSUPPORT, socketpair(AF_UNIX, SOCK_STREAM, 7,
	    sv) == -1);
}

ATF_TC_WITHOUT_HEAD(socketpair__eprototype);
ATF_TC_BODY(socketpair__eprototype, tc)
{
	int sv[2];

	ATF_CHECK_ERRNO(EPROTOTYPE, socketpair(AF_UNIX, SOCK_RAW, 0, sv) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(bind__eaddrinuse);
ATF_TC_BODY(bind__eaddrinuse, tc)
{
	int s = unix_socket(SOCK_STREAM), t = unix_socket(SOCK_DGRAM);

	ATF_REQUIRE_EQ(0, unix_bind(s, "name"));
	ATF_CHECK_ERRNO(EADDRINUSE, unix_bind(t, "name") == -1);
	/* The name stays when the socket goes. */
	ATF_REQUIRE_EQ(0, close(s));
	ATF_CHECK_ERRNO(EADDRINUSE, unix_bind(t, "name") == -1);
	ATF_REQUIRE_EQ(0, unlink("name"));
	ATF_CHECK_EQ(0, unix_bind(t, "name"));
}

ATF_TC_WITHOUT_HEAD(bind__eafnosupport);
ATF_TC_BODY(bind__eafnosupport, tc)
{
	struct sockaddr_un sun;
	socklen_t len = unix_addr(&sun, "name");

	sun.sun_family = AF_INET;
	ATF_CHECK_ERRNO(EAFNOSUPPORT, bind(unix_socket(SOCK_STREAM),
	    (struct sockaddr *)&sun, len) == -1);
}

ATF_TC_WITHOUT_HEAD(bind__ebadf);
ATF_TC_BODY(bind__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, unix_bind(BADFD, "name") == -1);
}

ATF_TC_WITHOUT_HEAD(bind__efault);
ATF_TC_BODY(bind__efault, tc)
{

	ATF_CHECK_ERRNO(EFAULT, bind(unix_socket(SOCK_STREAM), BADPTR, 10) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(bind__einval);
ATF_TC_BODY(bind__einval, tc)
{
	struct sockaddr_un sun;
	socklen_t len = unix_addr(&sun, "name");
	int s = unix_socket(SOCK_STREAM);

	ATF_CHECK_ERRNO(EINVAL, bind(s, (struct sockaddr *)&sun, 1) == -1);
	ATF_CHECK_ERRNO(EINVAL, bind(s, (struct sockaddr *)&sun, 2) == -1);
	ATF_CHECK_ERRNO(EINVAL, bind(s, (struct sockaddr *)&sun, 1000) == -1);
	ATF_CHECK_ERRNO(EINVAL, unix_bind(s, "") == -1);
	ATF_REQUIRE_EQ(0, bind(s, (struct sockaddr *)&sun, len));
	ATF_CHECK_ERRNO(EINVAL, unix_bind(s, "other") == -1);
	ATF_CHECK_ERRNO(ENOENT, access("other", F_OK) == -1);
}

ATF_TC_WITHOUT_HEAD(bind__enotsock);
ATF_TC_BODY(bind__enotsock, tc)
{

	ATF_CHECK_ERRNO(ENOTSOCK, unix_bind(1, "name") == -1);
}

ATF_TC_WITHOUT_HEAD(bind_names);
ATF_TC_BODY(bind_names, tc)
{
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);
	struct stat sb;
	int s = unix_socket(SOCK_STREAM);

	ATF_REQUIRE_EQ(0, getsockname(s, (struct sockaddr *)&sun, &len));
	ATF_CHECK_EQ(2, len);
	ATF_CHECK_EQ(AF_UNIX, sun.sun_family);
	(void)umask(027);
	ATF_REQUIRE_EQ(0, unix_bind(s, "name"));
	ATF_REQUIRE_EQ(0, stat("name", &sb));
	ATF_CHECK_EQ(S_IFSOCK | 0750, sb.st_mode);
	ATF_REQUIRE_EQ(0, fstat(s, &sb));
	ATF_CHECK(S_ISSOCK(sb.st_mode));
	len = sizeof(sun);
	ATF_REQUIRE_EQ(0, getsockname(s, (struct sockaddr *)&sun, &len));
	ATF_CHECK_EQ(2 + 5, len);
	ATF_CHECK_STREQ("name", sun.sun_path);
	ATF_CHECK_ERRNO(ENXIO, open("name", O_RDWR) == -1);
}

ATF_TC_WITHOUT_HEAD(listen__ebadf);
ATF_TC_BODY(listen__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, listen(BADFD, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(listen__edestaddrreq_when_not_bound);
ATF_TC_BODY(listen__edestaddrreq_when_not_bound, tc)
{

	ATF_CHECK_ERRNO(EDESTADDRREQ, listen(unix_socket(SOCK_STREAM), 1) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(listen__einval_when_connected);
ATF_TC_BODY(listen__einval_when_connected, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EINVAL, listen(sv[0], 1) == -1);
}

ATF_TC_WITHOUT_HEAD(listen__enotsock);
ATF_TC_BODY(listen__enotsock, tc)
{

	ATF_CHECK_ERRNO(ENOTSOCK, listen(1, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(listen__eopnotsupp_when_of_datagrams);
ATF_TC_BODY(listen__eopnotsupp_when_of_datagrams, tc)
{
	int s = unix_socket(SOCK_DGRAM);

	ATF_REQUIRE_EQ(0, unix_bind(s, "name"));
	ATF_CHECK_ERRNO(EOPNOTSUPP, listen(s, 1) == -1);
}

ATF_TC_WITHOUT_HEAD(accept4__eagain);
ATF_TC_BODY(accept4__eagain, tc)
{
	int s = unix_listener(SOCK_STREAM, "name", 1);
	struct timeval tv = { 0, 10000 };

	ATF_REQUIRE_EQ(0, setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &tv,
	    sizeof(tv)));
	ATF_CHECK_ERRNO(EAGAIN, accept(s, NULL, NULL) == -1);
	ATF_REQUIRE(fcntl(s, F_SETFL, O_NONBLOCK) == 0);
	ATF_CHECK_ERRNO(EAGAIN, accept4(s, NULL, NULL, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(accept4__ebadf);
ATF_TC_BODY(accept4__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, accept(BADFD, NULL, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(accept4__efault);
ATF_TC_BODY(accept4__efault, tc)
{
	struct sockaddr_un sun;
	int s = unix_listener(SOCK_STREAM, "name", 2);

	ATF_REQUIRE_EQ(0, unix_connect(unix_socket(SOCK_STREAM), "name"));
	ATF_CHECK_ERRNO(EFAULT, accept(s, (struct sockaddr *)&sun, BADPTR) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(accept4__eintr);
ATF_TC_BODY(accept4__eintr, tc)
{
	int s = unix_listener(SOCK_STREAM, "name", 1);
	pid_t pid;

	catch_signal(SIGUSR1, 0);
	pid = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, accept(s, NULL, NULL) == -1);
	ATF_CHECK_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(accept4__einval);
ATF_TC_BODY(accept4__einval, tc)
{
	int s = unix_listener(SOCK_STREAM, "name", 1);

	ATF_CHECK_ERRNO(EINVAL, accept4(s, NULL, NULL, 1) == -1);
	ATF_CHECK_ERRNO(EINVAL, accept(unix_socket(SOCK_STREAM), NULL, NULL) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(accept4__emfile);
ATF_TC_BODY(accept4__emfile, tc)
{
	int s = unix_listener(SOCK_STREAM, "name", 1);
	int c = unix_socket(SOCK_STREAM), e;

	ATF_REQUIRE_EQ(0, unix_connect(c, "name"));
	set_limit(RLIMIT_NOFILE, (rlim_t)c + 1);
	e = accept(s, NULL, NULL) == -1 ? errno : 0;
	set_limit(RLIMIT_NOFILE, 50);
	ATF_CHECK_EQ(EMFILE, e);
	ATF_CHECK(accept(s, NULL, NULL) >= 0);
}

ATF_TC_WITHOUT_HEAD(accept4__enotsock);
ATF_TC_BODY(accept4__enotsock, tc)
{

	ATF_CHECK_ERRNO(ENOTSOCK, accept(1, NULL, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(accept4__eopnotsupp);
ATF_TC_BODY(accept4__eopnotsupp, tc)
{

	ATF_CHECK_ERRNO(EOPNOTSUPP, accept(unix_socket(SOCK_DGRAM), NULL,
	    NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(accept_connection);
ATF_TC_BODY(accept_connection, tc)
{
	int s = unix_listener(SOCK_STREAM, "name", 5);
	int c = unix_socket(SOCK_STREAM), a;
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);
	char buf[10];

	ATF_REQUIRE_EQ(0, unix_bind(c, "client"));
	ATF_REQUIRE_EQ(0, unix_connect(c, "name"));
	ATF_REQUIRE_EQ(3, send(c, "abc", 3, 0));
	a = accept4(s, (struct sockaddr *)&sun, &len, SOCK_CLOEXEC);
	ATF_REQUIRE(a >= 0);
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(a, F_GETFD));
	ATF_CHECK_STREQ("client", sun.sun_path);
	len = sizeof(sun);
	ATF_REQUIRE_EQ(0, getpeername(c, (struct sockaddr *)&sun, &len));
	ATF_CHECK_STREQ("name", sun.sun_path);
	len = sizeof(sun);
	ATF_REQUIRE_EQ(0, getsockname(a, (struct sockaddr *)&sun, &len));
	ATF_CHECK_STREQ("name", sun.sun_path);
	ATF_CHECK_EQ(3, recv(a, buf, sizeof(buf), 0));
	ATF_CHECK_EQ(0, memcmp(buf, "abc", 3));
	ATF_REQUIRE_EQ(0, close(c));
	ATF_CHECK_EQ(0, recv(a, buf, sizeof(buf), 0));
	ATF_CHECK_ERRNO(EPIPE, send(a, "x", 1, MSG_NOSIGNAL) == -1);
}

ATF_TC_WITHOUT_HEAD(accept_wakes);
ATF_TC_BODY(accept_wakes, tc)
{
	int s = unix_listener(SOCK_STREAM, "name", 5), a;
	pid_t pid;
	char c;

	pid = fork();
	if (pid == 0) {
		msleep(30);
		a = socket(AF_UNIX, SOCK_STREAM, 0);
		WANT(unix_connect(a, "name") == 0);
		WANT(send(a, "y", 1, 0) == 1);
		WANT(recv(a, &c, 1, 0) == 0);
		_exit(0);
	}
	a = accept(s, NULL, NULL);
	ATF_REQUIRE(a >= 0);
	ATF_CHECK_EQ(1, recv(a, &c, 1, 0));
	ATF_REQUIRE_EQ(0, close(a));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &a, 0));
	ATF_CHECK_EQ(0, a);
}

ATF_TC_WITHOUT_HEAD(connect__eafnosupport);
ATF_TC_BODY(connect__eafnosupport, tc)
{
	struct sockaddr_un sun;
	socklen_t len = unix_addr(&sun, "name");

	sun.sun_family = AF_INET;
	ATF_CHECK_ERRNO(EAFNOSUPPORT, connect(unix_socket(SOCK_STREAM),
	    (struct sockaddr *)&sun, len) == -1);
}

ATF_TC_WITHOUT_HEAD(connect__ebadf);
ATF_TC_BODY(connect__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, unix_connect(BADFD, "name") == -1);
}

ATF_TC_WITHOUT_HEAD(connect__econnrefused);
ATF_TC_BODY(connect__econnrefused, tc)
{
	int s = unix_socket(SOCK_STREAM);

	ATF_REQUIRE_EQ(0, unix_bind(s, "name"));
	ATF_CHECK_ERRNO(ECONNREFUSED, unix_connect(unix_socket(SOCK_STREAM),
	    "name") == -1);
	ATF_REQUIRE_EQ(0, listen(s, 1));
	ATF_CHECK_EQ(0, unix_connect(unix_socket(SOCK_STREAM), "name"));
	/* One waits already. */
	ATF_CHECK_ERRNO(ECONNREFUSED, unix_connect(unix_socket(SOCK_STREAM),
	    "name") == -1);
	ATF_REQUIRE_EQ(0, close(s));
	ATF_CHECK_ERRNO(ECONNREFUSED, unix_connect(unix_socket(SOCK_STREAM),
	    "name") == -1);
}

ATF_TC_WITHOUT_HEAD(connect__efault);
ATF_TC_BODY(connect__efault, tc)
{

	ATF_CHECK_ERRNO(EFAULT, connect(unix_socket(SOCK_STREAM), BADPTR, 10)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(connect__einval);
ATF_TC_BODY(connect__einval, tc)
{

	ATF_CHECK_ERRNO(EINVAL, unix_connect(unix_socket(SOCK_STREAM), "") ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(connect__eisconn);
ATF_TC_BODY(connect__eisconn, tc)
{
	int s = unix_listener(SOCK_STREAM, "name", 5);
	int c = unix_socket(SOCK_STREAM);

	ATF_REQUIRE_EQ(0, unix_connect(c, "name"));
	ATF_CHECK_ERRNO(EISCONN, unix_connect(c, "name") == -1);
	ATF_CHECK(accept(s, NULL, NULL) >= 0);
	ATF_REQUIRE_EQ(0, fcntl(s, F_SETFL, O_NONBLOCK));
	ATF_CHECK_ERRNO(EAGAIN, accept(s, NULL, NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(connect__enotsock);
ATF_TC_BODY(connect__enotsock, tc)
{
	int fd = open("file", O_CREAT | O_RDWR, 0600);

	ATF_REQUIRE(fd >= 0);
	ATF_CHECK_ERRNO(ENOTSOCK, unix_connect(fd, "file") == -1);
	ATF_CHECK_ERRNO(ENOTSOCK, unix_connect(unix_socket(SOCK_STREAM),
	    "file") == -1);
}

ATF_TC_WITHOUT_HEAD(connect__eopnotsupp_when_it_listens);
ATF_TC_BODY(connect__eopnotsupp_when_it_listens, tc)
{
	int s = unix_listener(SOCK_STREAM, "one", 5);

	(void)unix_listener(SOCK_STREAM, "two", 5);
	ATF_CHECK_ERRNO(EOPNOTSUPP, unix_connect(s, "two") == -1);
}

ATF_TC_WITHOUT_HEAD(connect__eprototype);
ATF_TC_BODY(connect__eprototype, tc)
{

	(void)unix_listener(SOCK_STREAM, "name", 5);
	ATF_CHECK_ERRNO(EPROTOTYPE, unix_connect(unix_socket(SOCK_SEQPACKET),
	    "name") == -1);
	ATF_CHECK_ERRNO(EPROTOTYPE, unix_connect(unix_socket(SOCK_DGRAM),
	    "name") == -1);
}

ATF_TC_WITHOUT_HEAD(shutdown__ebadf);
ATF_TC_BODY(shutdown__ebadf, tc)
{

	ATF_CHECK_ERRNO(EBADF, shutdown(BADFD, SHUT_RD) == -1);
}

ATF_TC_WITHOUT_HEAD(shutdown__einval);
ATF_TC_BODY(shutdown__einval, tc)
{
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EINVAL, shutdown(sv[0], 3) == -1);
	ATF_CHECK_ERRNO(EINVAL, shutdown(sv[0], -1) == -1);
}

ATF_TC_WITHOUT_HEAD(shutdown__enotconn);
ATF_TC_BODY(shutdown__enotconn, tc)
{

	ATF_CHECK_ERRNO(ENOTCONN, shutdown(unix_socket(SOCK_STREAM), SHUT_RD)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(shutdown__enotsock);
ATF_TC_BODY(shutdown__enotsock, tc)
{

	ATF_CHECK_ERRNO(ENOTSOCK, shutdown(1, SHUT_RD) == -1);
}

ATF_TC_WITHOUT_HEAD(shutdown_halves);
ATF_TC_BODY(shutdown_halves, tc)
{
	int sv[2];
	char c;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(1, send(sv[0], "a", 1, 0));
	ATF_REQUIRE_EQ(0, shutdown(sv[0], SHUT_WR));
	ATF_CHECK_ERRNO(EPIPE, send(sv[0], "b", 1, MSG_NOSIGNAL) == -1);
	ATF_CHECK_EQ(1, recv(sv[1], &c, 1, 0));
	ATF_CHECK_EQ(0, recv(sv[1], &c, 1, 0));
	ATF_CHECK_EQ(1, send(sv[1], "c", 1, 0));
	ATF_CHECK_EQ(1, recv(sv[0], &c, 1, 0));
	ATF_CHECK_EQ('c', c);
	ATF_REQUIRE_EQ(0, shutdown(sv[0], SHUT_RD));
	ATF_CHECK_ERRNO(EPIPE, send(sv[1], "d", 1, MSG_NOSIGNAL) == -1);
	ATF_CHECK_EQ(0, recv(sv[0], &c, 1, 0));
}

ATF_TC(socket__enfile);
ATF_TC_HEAD(socket__enfile, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
	atf_tc_set_md_var(tc, "is.exclusive", "true");
}
ATF_TC_BODY(socket__enfile, tc)
{

	without_files(child_socket);
}

ATF_TC(socketpair__enfile);
ATF_TC_HEAD(socketpair__enfile, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
	atf_tc_set_md_var(tc, "is.exclusive", "true");
}
ATF_TC_BODY(socketpair__enfile, tc)
{

	without_files(child_socketpair);
}

ATF_TC(accept4__enfile);
ATF_TC_HEAD(accept4__enfile, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
	atf_tc_set_md_var(tc, "is.exclusive", "true");
}
ATF_TC_BODY(accept4__enfile, tc)
{

	listener = unix_listener(SOCK_STREAM, "name", 1);
	ATF_REQUIRE_EQ(0, unix_connect(unix_socket(SOCK_STREAM), "name"));
	without_files(child_accept);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, socket__eafnosupport);
	ATF_TP_ADD_TC(tp, socket__einval_when_there_are_unknown_flags);
	ATF_TP_ADD_TC(tp, socket__emfile);
	ATF_TP_ADD_TC(tp, socket__eprotonosupport);
	ATF_TP_ADD_TC(tp, socket__eprototype);
	ATF_TP_ADD_TC(tp, socket_flags);
	ATF_TP_ADD_TC(tp, socketpair__eafnosupport);
	ATF_TP_ADD_TC(tp, socketpair__efault);
	ATF_TP_ADD_TC(tp, socketpair__einval_when_there_are_unknown_flags);
	ATF_TP_ADD_TC(tp, socketpair__emfile);
	ATF_TP_ADD_TC(tp, socketpair__eprotonosupport);
	ATF_TP_ADD_TC(tp, socketpair__eprototype);
	ATF_TP_ADD_TC(tp, bind__eaddrinuse);
	ATF_TP_ADD_TC(tp, bind__eafnosupport);
	ATF_TP_ADD_TC(tp, bind__ebadf);
	ATF_TP_ADD_TC(tp, bind__efault);
	ATF_TP_ADD_TC(tp, bind__einval);
	ATF_TP_ADD_TC(tp, bind__enotsock);
	ATF_TP_ADD_TC(tp, bind_names);
	ATF_TP_ADD_TC(tp, listen__ebadf);
	ATF_TP_ADD_TC(tp, listen__edestaddrreq_when_not_bound);
	ATF_TP_ADD_TC(tp, listen__einval_when_connected);
	ATF_TP_ADD_TC(tp, listen__enotsock);
	ATF_TP_ADD_TC(tp, listen__eopnotsupp_when_of_datagrams);
	ATF_TP_ADD_TC(tp, accept4__eagain);
	ATF_TP_ADD_TC(tp, accept4__ebadf);
	ATF_TP_ADD_TC(tp, accept4__efault);
	ATF_TP_ADD_TC(tp, accept4__eintr);
	ATF_TP_ADD_TC(tp, accept4__einval);
	ATF_TP_ADD_TC(tp, accept4__emfile);
	ATF_TP_ADD_TC(tp, accept4__enotsock);
	ATF_TP_ADD_TC(tp, accept4__eopnotsupp);
	ATF_TP_ADD_TC(tp, accept_connection);
	ATF_TP_ADD_TC(tp, accept_wakes);
	ATF_TP_ADD_TC(tp, connect__eafnosupport);
	ATF_TP_ADD_TC(tp, connect__ebadf);
	ATF_TP_ADD_TC(tp, connect__econnrefused);
	ATF_TP_ADD_TC(tp, connect__efault);
	ATF_TP_ADD_TC(tp, connect__einval);
	ATF_TP_ADD_TC(tp, connect__eisconn);
	ATF_TP_ADD_TC(tp, connect__enotsock);
	ATF_TP_ADD_TC(tp, connect__eopnotsupp_when_it_listens);
	ATF_TP_ADD_TC(tp, connect__eprototype);
	ATF_TP_ADD_TC(tp, shutdown__ebadf);
	ATF_TP_ADD_TC(tp, shutdown__einval);
	ATF_TP_ADD_TC(tp, shutdown__enotconn);
	ATF_TP_ADD_TC(tp, shutdown__enotsock);
	ATF_TP_ADD_TC(tp, shutdown_halves);
	ATF_TP_ADD_TC(tp, socket__enfile);
	ATF_TP_ADD_TC(tp, socketpair__enfile);
	ATF_TP_ADD_TC(tp, accept4__enfile);
	return (atf_no_error());
}
