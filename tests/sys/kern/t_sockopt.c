/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Options and names of sockets.
 */

#include "h_socket.h"

ATF_TC_WITHOUT_HEAD(getsockopt__ebadf);
ATF_TC_BODY(getsockopt__ebadf, tc)
{
	int v;
	socklen_t len = sizeof(v);

	ATF_CHECK_ERRNO(EBADF, getsockopt(BADFD, SOL_SOCKET, SO_TYPE, &v, &len)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(getsockopt__efault);
ATF_TC_BODY(getsockopt__efault, tc)
{
	int v, s = unix_socket(SOCK_STREAM);
	socklen_t len = sizeof(v);

	ATF_CHECK_ERRNO(EFAULT, getsockopt(s, SOL_SOCKET, SO_TYPE, BADPTR,
	    &len) == -1);
	ATF_CHECK_ERRNO(EFAULT, getsockopt(s, SOL_SOCKET, SO_TYPE, &v, BADPTR)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(getsockopt__einval);
ATF_TC_BODY(getsockopt__einval, tc)
{
	int v;
	socklen_t len = (socklen_t)-1;

	ATF_CHECK_ERRNO(EINVAL, getsockopt(unix_socket(SOCK_STREAM),
	    SOL_SOCKET, SO_TYPE, &v, &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getsockopt__enoprotoopt);
ATF_TC_BODY(getsockopt__enoprotoopt, tc)
{
	int v, s = unix_socket(SOCK_STREAM);
	socklen_t len = sizeof(v);

	ATF_CHECK_ERRNO(ENOPROTOOPT, getsockopt(s, SOL_SOCKET, 0x4321, &v,
	    &len) == -1);
	ATF_CHECK_ERRNO(ENOPROTOOPT, getsockopt(s, 77, 1, &v, &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getsockopt__enotconn);
ATF_TC_BODY(getsockopt__enotconn, tc)
{
	struct xucred xu;
	socklen_t len = sizeof(xu);

	ATF_CHECK_ERRNO(ENOTCONN, getsockopt(unix_socket(SOCK_STREAM),
	    SOL_LOCAL, LOCAL_PEERCRED, &xu, &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getsockopt__enotsock);
ATF_TC_BODY(getsockopt__enotsock, tc)
{
	int v;
	socklen_t len = sizeof(v);

	ATF_CHECK_ERRNO(ENOTSOCK, getsockopt(1, SOL_SOCKET, SO_TYPE, &v, &len)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(setsockopt__ebadf);
ATF_TC_BODY(setsockopt__ebadf, tc)
{
	int v = 1;

	ATF_CHECK_ERRNO(EBADF, setsockopt(BADFD, SOL_SOCKET, SO_REUSEADDR, &v,
	    sizeof(v)) == -1);
}

ATF_TC_WITHOUT_HEAD(setsockopt__edom);
ATF_TC_BODY(setsockopt__edom, tc)
{
	struct timeval tv = { 0, 1000000 };

	ATF_CHECK_ERRNO(EDOM, setsockopt(unix_socket(SOCK_STREAM), SOL_SOCKET,
	    SO_RCVTIMEO, &tv, sizeof(tv)) == -1);
}

ATF_TC_WITHOUT_HEAD(setsockopt__efault);
ATF_TC_BODY(setsockopt__efault, tc)
{

	ATF_CHECK_ERRNO(EFAULT, setsockopt(unix_socket(SOCK_STREAM),
	    SOL_SOCKET, SO_REUSEADDR, BADPTR, sizeof(int)) == -1);
}

ATF_TC_WITHOUT_HEAD(setsockopt__einval);
ATF_TC_BODY(setsockopt__einval, tc)
{
	int v = 0, s = unix_socket(SOCK_STREAM);

	ATF_CHECK_ERRNO(EINVAL, setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &v, 1)
	    == -1);
	ATF_CHECK_ERRNO(EINVAL, setsockopt(s, SOL_SOCKET, SO_SNDBUF, &v,
	    sizeof(v)) == -1);
	ATF_CHECK_ERRNO(EINVAL, setsockopt(s, SOL_SOCKET, SO_SNDBUF, &v, 1000)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(setsockopt__enoprotoopt);
ATF_TC_BODY(setsockopt__enoprotoopt, tc)
{
	int v = 1, s = unix_socket(SOCK_STREAM);

	ATF_CHECK_ERRNO(ENOPROTOOPT, setsockopt(s, SOL_SOCKET, SO_TYPE, &v,
	    sizeof(v)) == -1);
	ATF_CHECK_ERRNO(ENOPROTOOPT, setsockopt(s, 77, 1, &v, sizeof(v)) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(setsockopt__enotsock);
ATF_TC_BODY(setsockopt__enotsock, tc)
{
	int v = 1;

	ATF_CHECK_ERRNO(ENOTSOCK, setsockopt(1, SOL_SOCKET, SO_REUSEADDR, &v,
	    sizeof(v)) == -1);
}

ATF_TC_WITHOUT_HEAD(options);
ATF_TC_BODY(options, tc)
{
	int s = unix_listener(SOCK_STREAM, "name", 3), v, i;
	struct linger l = { 1, 7 };
	struct timeval tv = { 3, 500000 };
	socklen_t len;
	static const struct {
		int	name, value;
	} opts[] = {
		{ SO_TYPE, SOCK_STREAM }, { SO_DOMAIN, AF_UNIX },
		{ SO_PROTOCOL, 0 }, { SO_ACCEPTCONN, 1 }, { SO_ERROR, 0 },
		{ SO_SNDBUF, 65536 }, { SO_RCVBUF, 65536 },
		{ SO_RCVLOWAT, 1 }, { SO_LISTENQLIMIT, 3 },
		{ SO_LISTENQLEN, 0 }, { SO_REUSEADDR, 0 },
	};

	for (i = 0; i < (int)(sizeof(opts) / sizeof(opts[0])); i++) {
		len = sizeof(v);
		ATF_REQUIRE_EQ(0, getsockopt(s, SOL_SOCKET, opts[i].name, &v,
		    &len));
		ATF_CHECK_EQ(sizeof(v), len);
		ATF_CHECK_EQ_MSG(opts[i].value, v, "%#x", opts[i].name);
	}
	v = 1;
	ATF_REQUIRE_EQ(0, setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &v,
	    sizeof(v)));
	ATF_REQUIRE_EQ(0, setsockopt(s, SOL_SOCKET, SO_LINGER, &l, sizeof(l)));
	ATF_REQUIRE_EQ(0, setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &tv,
	    sizeof(tv)));
	memset(&l, 0, sizeof(l));
	memset(&tv, 0, sizeof(tv));
	len = sizeof(l);
	ATF_REQUIRE_EQ(0, getsockopt(s, SOL_SOCKET, SO_LINGER, &l, &len));
	ATF_CHECK(l.l_onoff == 1 && l.l_linger == 7);
	len = sizeof(tv);
	ATF_REQUIRE_EQ(0, getsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &tv, &len));
	ATF_CHECK(tv.tv_sec == 3 && tv.tv_usec == 500000);
}

ATF_TC_WITHOUT_HEAD(peercred);
ATF_TC_BODY(peercred, tc)
{
	int sv[2];
	struct sockpeercred spc;
	struct xucred xu;
	socklen_t len = sizeof(spc);
	uid_t uid = 99;
	gid_t gid = 99;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, getpeereid(sv[0], &uid, &gid));
	ATF_CHECK(uid == geteuid() && gid == getegid());
	ATF_REQUIRE_EQ(0, getsockopt(sv[1], SOL_SOCKET, SO_PEERCRED, &spc,
	    &len));
	ATF_CHECK(spc.uid == geteuid() && spc.pid == getpid());
	len = sizeof(xu);
	ATF_REQUIRE_EQ(0, getsockopt(sv[1], SOL_LOCAL, LOCAL_PEERCRED, &xu,
	    &len));
	ATF_CHECK(xu.cr_pid == getpid() && xu.cr_ngroups >= 1);
}

ATF_TC_WITHOUT_HEAD(getsockname__ebadf);
ATF_TC_BODY(getsockname__ebadf, tc)
{
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);

	ATF_CHECK_ERRNO(EBADF, getsockname(BADFD, (struct sockaddr *)&sun,
	    &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getsockname__efault);
ATF_TC_BODY(getsockname__efault, tc)
{
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);
	int s = unix_socket(SOCK_STREAM);

	ATF_CHECK_ERRNO(EFAULT, getsockname(s, BADPTR, &len) == -1);
	ATF_CHECK_ERRNO(EFAULT, getsockname(s, (struct sockaddr *)&sun,
	    BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(getsockname__einval);
ATF_TC_BODY(getsockname__einval, tc)
{
	struct sockaddr_un sun;
	socklen_t len = (socklen_t)-1;

	ATF_CHECK_ERRNO(EINVAL, getsockname(unix_socket(SOCK_STREAM),
	    (struct sockaddr *)&sun, &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getsockname__enotsock);
ATF_TC_BODY(getsockname__enotsock, tc)
{
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);

	ATF_CHECK_ERRNO(ENOTSOCK, getsockname(1, (struct sockaddr *)&sun, &len)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(getpeername__ebadf);
ATF_TC_BODY(getpeername__ebadf, tc)
{
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);

	ATF_CHECK_ERRNO(EBADF, getpeername(BADFD, (struct sockaddr *)&sun,
	    &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getpeername__efault);
ATF_TC_BODY(getpeername__efault, tc)
{
	socklen_t len = 10;
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EFAULT, getpeername(sv[0], BADPTR, &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getpeername__einval);
ATF_TC_BODY(getpeername__einval, tc)
{
	struct sockaddr_un sun;
	socklen_t len = (socklen_t)-1;
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_CHECK_ERRNO(EINVAL, getpeername(sv[0], (struct sockaddr *)&sun,
	    &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getpeername__enotconn);
ATF_TC_BODY(getpeername__enotconn, tc)
{
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);
	int sv[2];

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, getpeername(sv[0], (struct sockaddr *)&sun, &len));
	ATF_REQUIRE_EQ(0, close(sv[1]));
	ATF_CHECK_ERRNO(ENOTCONN, getpeername(sv[0], (struct sockaddr *)&sun,
	    &len) == -1);
	ATF_CHECK_ERRNO(ENOTCONN, getpeername(unix_socket(SOCK_STREAM),
	    (struct sockaddr *)&sun, &len) == -1);
}

ATF_TC_WITHOUT_HEAD(getpeername__enotsock);
ATF_TC_BODY(getpeername__enotsock, tc)
{
	struct sockaddr_un sun;
	socklen_t len = sizeof(sun);

	ATF_CHECK_ERRNO(ENOTSOCK, getpeername(1, (struct sockaddr *)&sun, &len)
	    == -1);
}

ATF_TC_WITHOUT_HEAD(nosigpipe);
ATF_TC_BODY(nosigpipe, tc)
{
	int sv[2], v = 1;

	unix_pair(SOCK_STREAM, sv);
	ATF_REQUIRE_EQ(0, close(sv[1]));
	catch_signal(SIGPIPE, 0);
	ATF_REQUIRE_EQ(0, setsockopt(sv[0], SOL_SOCKET, SO_NOSIGPIPE, &v,
	    sizeof(v)));
	ATF_CHECK_ERRNO(EPIPE, write(sv[0], "x", 1) == -1);
	ATF_CHECK_ERRNO(EPIPE, send(sv[0], "x", 1, 0) == -1);
	ATF_CHECK_EQ(0, h_caught);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, getsockopt__ebadf);
	ATF_TP_ADD_TC(tp, getsockopt__efault);
	ATF_TP_ADD_TC(tp, getsockopt__einval);
	ATF_TP_ADD_TC(tp, getsockopt__enoprotoopt);
	ATF_TP_ADD_TC(tp, getsockopt__enotconn);
	ATF_TP_ADD_TC(tp, getsockopt__enotsock);
	ATF_TP_ADD_TC(tp, setsockopt__ebadf);
	ATF_TP_ADD_TC(tp, setsockopt__edom);
	ATF_TP_ADD_TC(tp, setsockopt__efault);
	ATF_TP_ADD_TC(tp, setsockopt__einval);
	ATF_TP_ADD_TC(tp, setsockopt__enoprotoopt);
	ATF_TP_ADD_TC(tp, setsockopt__enotsock);
	ATF_TP_ADD_TC(tp, options);
	ATF_TP_ADD_TC(tp, peercred);
	ATF_TP_ADD_TC(tp, getsockname__ebadf);
	ATF_TP_ADD_TC(tp, getsockname__efault);
	ATF_TP_ADD_TC(tp, getsockname__einval);
	ATF_TP_ADD_TC(tp, getsockname__enotsock);
	ATF_TP_ADD_TC(tp, getpeername__ebadf);
	ATF_TP_ADD_TC(tp, getpeername__efault);
	ATF_TP_ADD_TC(tp, getpeername__einval);
	ATF_TP_ADD_TC(tp, getpeername__enotconn);
	ATF_TP_ADD_TC(tp, getpeername__enotsock);
	ATF_TP_ADD_TC(tp, nosigpipe);
	return (atf_no_error());
}
