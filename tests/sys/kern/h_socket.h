/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the tests of sockets share.
 */

#ifndef _H_SOCKET_H_
#define	_H_SOCKET_H_

#include <sys/ioctl.h>
#include <sys/filio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <fcntl.h>
#include <poll.h>
#include "h_kern.h"

static inline socklen_t
unix_addr(struct sockaddr_un *sun, const char *path)
{

	memset(sun, 0, sizeof(*sun));
	sun->sun_family = AF_UNIX;
	(void)strlcpy(sun->sun_path, path, sizeof(sun->sun_path));
	return ((socklen_t)SUN_LEN(sun));
}

static inline int
unix_bind(int s, const char *path)
{
	struct sockaddr_un sun;
	socklen_t len = unix_addr(&sun, path);

	return (bind(s, (struct sockaddr *)&sun, len));
}

static inline int
unix_connect(int s, const char *path)
{
	struct sockaddr_un sun;
	socklen_t len = unix_addr(&sun, path);

	return (connect(s, (struct sockaddr *)&sun, len));
}

static inline ssize_t
unix_sendto(int s, const char *data, const char *path)
{
	struct sockaddr_un sun;
	socklen_t len = unix_addr(&sun, path);

	return (sendto(s, data, strlen(data), 0, (struct sockaddr *)&sun,
	    len));
}

/* sendmsg with an address, or without. */
static inline ssize_t
unix_sendmsg(int s, const char *data, const char *path, int flags)
{
	struct iovec iov = { (void *)(uintptr_t)data, strlen(data) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct sockaddr_un sun;

	if (path != NULL) {
		msg.msg_namelen = unix_addr(&sun, path);
		msg.msg_name = &sun;
	}
	return (sendmsg(s, &msg, flags));
}

static inline int
unix_socket(int type)
{
	int s;

	s = socket(AF_UNIX, type, 0);
	ATF_REQUIRE(s >= 0);
	return (s);
}

static inline int
unix_listener(int type, const char *path, int backlog)
{
	int s = unix_socket(type);

	ATF_REQUIRE_EQ(0, unix_bind(s, path));
	ATF_REQUIRE_EQ(0, listen(s, backlog));
	return (s);
}

static inline void
unix_pair(int type, int sv[2])
{

	ATF_REQUIRE_EQ(0, socketpair(AF_UNIX, type, 0, sv));
}

/* Send until there is no room. */
static inline void
unix_fill(int s)
{
	char buf[1000];

	memset(buf, 'f', sizeof(buf));
	while (send(s, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		continue;
	while (send(s, buf, 1, MSG_DONTWAIT) > 0)
		continue;
	ATF_REQUIRE_EQ(EAGAIN, errno);
}

static inline void
set_limit(int which, rlim_t cur)
{
	struct rlimit rl;

	ATF_REQUIRE_EQ(0, getrlimit(which, &rl));
	rl.rlim_cur = cur;
	ATF_REQUIRE_EQ(0, setrlimit(which, &rl));
}

#endif /* !_H_SOCKET_H_ */
