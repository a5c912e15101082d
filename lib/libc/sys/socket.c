/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * accept, recv and send over the calls that take more, and getpeereid.
 */

#include <sys/socket.h>
#include <sys/un.h>
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

int
accept(int s, struct sockaddr *restrict addr, socklen_t *restrict addrlen)
{

	return (accept4(s, addr, addrlen, 0));
}

ssize_t
recv(int s, void *buf, size_t len, int flags)
{

	return (recvfrom(s, buf, len, flags, NULL, NULL));
}

ssize_t
send(int s, const void *buf, size_t len, int flags)
{

	return (sendto(s, buf, len, flags, NULL, 0));
}

int
getpeereid(int s, uid_t *uid, gid_t *gid)
{
	struct xucred xu;
	socklen_t len = sizeof(xu);

	if (getsockopt(s, SOL_LOCAL, LOCAL_PEERCRED, &xu, &len) == -1)
		return (-1);
	if (len != sizeof(xu) || xu.cr_version != XUCRED_VERSION) {
		errno = EINVAL;
		return (-1);
	}
	*uid = xu.cr_uid;
	*gid = xu.cr_groups[0];
	return (0);
}
