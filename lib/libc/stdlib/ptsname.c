/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Pseudo-terminals: the master is a clone of /dev/ptmx, the other side appears
 * as /dev/pts/N, owned by the caller and ready for use.
 */
#include <sys/ioctl.h>
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>

int
posix_openpt(int oflags)
{
	if ((oflags & ~(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)) != 0) {
		errno = EINVAL;
		return (-1);
	}
	return (open(_PATH_DEV "ptmx", oflags));
}

static int
ptmx_check(int fd)
{
	int n;

	if (ioctl(fd, TIOCGPTN, &n) == -1) {
		if (errno != EBADF)
			errno = EINVAL;
		return (-1);
	}
	return (n);
}

int
grantpt(int fd)
{
	return (ptmx_check(fd) == -1 ? -1 : 0);
}

int
unlockpt(int fd)
{
	return (ptmx_check(fd) == -1 ? -1 : 0);
}

int
ptsname_r(int fd, char *buf, size_t size)
{
	int n = ptmx_check(fd);

	if (n == -1)
		return (-1);
	if ((size_t)snprintf(buf, size, _PATH_DEV "pts/%d", n) >= size) {
		errno = ERANGE;
		return (-1);
	}
	return (0);
}

char *
ptsname(int fd)
{
	static char name[sizeof(_PATH_DEV "pts/") + 12];

	return (ptsname_r(fd, name, sizeof(name)) == -1 ? NULL : name);
}
