/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The errors of paths in addresses of Unix sockets.
 */

#include <sys/socket.h>
#include <sys/un.h>
#include "h_vfs.h"

static socklen_t
fill(struct sockaddr_un *sun, const char *path)
{

	memset(sun, 0, sizeof(*sun));
	sun->sun_family = AF_UNIX;
	ATF_REQUIRE(strlen(path) < sizeof(sun->sun_path));
	(void)strcpy(sun->sun_path, path);
	return ((socklen_t)SUN_LEN(sun));
}

/* A call with the address of a path, on a new socket. */
static int
try_call(int type, const char *path,
    int (*fn)(int, struct sockaddr_un *, socklen_t))
{
	struct sockaddr_un sun;
	socklen_t len = fill(&sun, path);
	int error, result, s;

	s = socket(AF_UNIX, type, 0);
	if (s == -1)
		return (-2);
	result = fn(s, &sun, len);
	error = errno;
	(void)close(s);
	errno = error;
	return (result);
}

static int
do_bind(int s, struct sockaddr_un *sun, socklen_t len)
{

	return (bind(s, (struct sockaddr *)sun, len));
}

static int
do_connect(int s, struct sockaddr_un *sun, socklen_t len)
{

	return (connect(s, (struct sockaddr *)sun, len));
}

static int
do_sendto(int s, struct sockaddr_un *sun, socklen_t len)
{

	return ((int)sendto(s, "x", 1, 0, (struct sockaddr *)sun, len));
}

static int
do_sendmsg(int s, struct sockaddr_un *sun, socklen_t len)
{
	struct msghdr msg = { .msg_name = sun, .msg_namelen = len };

	return ((int)sendmsg(s, &msg, 0));
}

static int
try_bind(int dirfd, const char *path)
{

	return (try_call(SOCK_STREAM, path, do_bind));
}

static int
try_connect(int dirfd, const char *path)
{

	return (try_call(SOCK_STREAM, path, do_connect));
}

static int
try_sendto(int dirfd, const char *path)
{

	return (try_call(SOCK_DGRAM, path, do_sendto));
}

static int
try_sendmsg(int dirfd, const char *path)
{

	return (try_call(SOCK_DGRAM, path, do_sendmsg));
}

ATF_TC_WITHOUT_HEAD(bind__eacces);
ATF_TC_BODY(bind__eacces, tc)
{

	try_eacces(try_bind);
}

ATF_TC_WITHOUT_HEAD(bind__eio);
ATF_TC_BODY(bind__eio, tc)
{

	try_eio(try_bind);
}

ATF_TC_WITHOUT_HEAD(bind__eloop);
ATF_TC_BODY(bind__eloop, tc)
{

	try_eloop(try_bind);
}

ATF_TC_WITHOUT_HEAD(bind__enoent_when_the_directory_is_missing);
ATF_TC_BODY(bind__enoent_when_the_directory_is_missing, tc)
{

	ATF_CHECK_ERRNO(ENOENT, try_bind(AT_FDCWD, "missing/file") == -1);
}

ATF_TC_WITHOUT_HEAD(bind__enospc);
ATF_TC_BODY(bind__enospc, tc)
{

	try_enospc(try_bind);
}

ATF_TC_WITHOUT_HEAD(bind__enotdir);
ATF_TC_BODY(bind__enotdir, tc)
{

	try_enotdir(try_bind);
}

ATF_TC_WITHOUT_HEAD(bind__erofs);
ATF_TC_BODY(bind__erofs, tc)
{

	try_erofs(try_bind, "readonly/new");
}

ATF_TC_WITHOUT_HEAD(connect__eacces);
ATF_TC_BODY(connect__eacces, tc)
{

	try_eacces(try_connect);
}

ATF_TC_WITHOUT_HEAD(connect__eio);
ATF_TC_BODY(connect__eio, tc)
{

	try_eio(try_connect);
}

ATF_TC_WITHOUT_HEAD(connect__eloop);
ATF_TC_BODY(connect__eloop, tc)
{

	try_eloop(try_connect);
}

ATF_TC_WITHOUT_HEAD(connect__enoent_when_nothing_has_the_name);
ATF_TC_BODY(connect__enoent_when_nothing_has_the_name, tc)
{

	ATF_CHECK_ERRNO(ENOENT, try_connect(AT_FDCWD, "missing") == -1);
	ATF_CHECK_ERRNO(ENOENT, try_connect(AT_FDCWD, "missing/file") == -1);
}

ATF_TC_WITHOUT_HEAD(connect__enotdir);
ATF_TC_BODY(connect__enotdir, tc)
{

	try_enotdir(try_connect);
}

ATF_TC_WITHOUT_HEAD(sendto__eacces);
ATF_TC_BODY(sendto__eacces, tc)
{

	try_eacces(try_sendto);
}

ATF_TC_WITHOUT_HEAD(sendto__eio);
ATF_TC_BODY(sendto__eio, tc)
{

	try_eio(try_sendto);
}

ATF_TC_WITHOUT_HEAD(sendto__eloop);
ATF_TC_BODY(sendto__eloop, tc)
{

	try_eloop(try_sendto);
}

ATF_TC_WITHOUT_HEAD(sendto__enoent_when_nothing_has_the_name);
ATF_TC_BODY(sendto__enoent_when_nothing_has_the_name, tc)
{

	ATF_CHECK_ERRNO(ENOENT, try_sendto(AT_FDCWD, "missing") == -1);
	ATF_CHECK_ERRNO(ENOENT, try_sendto(AT_FDCWD, "missing/file") == -1);
}

ATF_TC_WITHOUT_HEAD(sendto__enotdir);
ATF_TC_BODY(sendto__enotdir, tc)
{

	try_enotdir(try_sendto);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eacces);
ATF_TC_BODY(sendmsg__eacces, tc)
{

	try_eacces(try_sendmsg);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eio);
ATF_TC_BODY(sendmsg__eio, tc)
{

	try_eio(try_sendmsg);
}

ATF_TC_WITHOUT_HEAD(sendmsg__eloop);
ATF_TC_BODY(sendmsg__eloop, tc)
{

	try_eloop(try_sendmsg);
}

ATF_TC_WITHOUT_HEAD(sendmsg__enoent_when_nothing_has_the_name);
ATF_TC_BODY(sendmsg__enoent_when_nothing_has_the_name, tc)
{

	ATF_CHECK_ERRNO(ENOENT, try_sendmsg(AT_FDCWD, "missing") == -1);
	ATF_CHECK_ERRNO(ENOENT, try_sendmsg(AT_FDCWD, "missing/file") == -1);
}

ATF_TC_WITHOUT_HEAD(sendmsg__enotdir);
ATF_TC_BODY(sendmsg__enotdir, tc)
{

	try_enotdir(try_sendmsg);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, bind__eacces);
	ATF_TP_ADD_TC(tp, bind__eio);
	ATF_TP_ADD_TC(tp, bind__eloop);
	ATF_TP_ADD_TC(tp, bind__enoent_when_the_directory_is_missing);
	ATF_TP_ADD_TC(tp, bind__enospc);
	ATF_TP_ADD_TC(tp, bind__enotdir);
	ATF_TP_ADD_TC(tp, bind__erofs);
	ATF_TP_ADD_TC(tp, connect__eacces);
	ATF_TP_ADD_TC(tp, connect__eio);
	ATF_TP_ADD_TC(tp, connect__eloop);
	ATF_TP_ADD_TC(tp, connect__enoent_when_nothing_has_the_name);
	ATF_TP_ADD_TC(tp, connect__enotdir);
	ATF_TP_ADD_TC(tp, sendto__eacces);
	ATF_TP_ADD_TC(tp, sendto__eio);
	ATF_TP_ADD_TC(tp, sendto__eloop);
	ATF_TP_ADD_TC(tp, sendto__enoent_when_nothing_has_the_name);
	ATF_TP_ADD_TC(tp, sendto__enotdir);
	ATF_TP_ADD_TC(tp, sendmsg__eacces);
	ATF_TP_ADD_TC(tp, sendmsg__eio);
	ATF_TP_ADD_TC(tp, sendmsg__eloop);
	ATF_TP_ADD_TC(tp, sendmsg__enoent_when_nothing_has_the_name);
	ATF_TP_ADD_TC(tp, sendmsg__enotdir);
	return (atf_no_error());
}
