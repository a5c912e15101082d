/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <errno.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

int
isatty(int fd)
{
	struct termios t;

	return (tcgetattr(fd, &t) != -1);
}

int
ttyname_r(int fd, char *buf, size_t size)
{
	const size_t len = sizeof(_PATH_DEV) - 1;
	struct stat sb;

	if (isatty(fd) == 0)
		return (errno);
	if (fstat(fd, &sb) == -1)
		return (errno);
	if (!S_ISCHR(sb.st_mode))
		return (ENOTTY);
	if (size <= len)
		return (ERANGE);
	memcpy(buf, _PATH_DEV, len);
	if (devname_r(sb.st_rdev, S_IFCHR, buf + len, (int)(size - len)) ==
	    NULL)
		return (ENOTTY);
	/* A name that does not exist: it did not fit, or is in no directory. */
	return (buf[len] == '#' ? ENOTTY : 0);
}

char *
ttyname(int fd)
{
	static char buf[sizeof(_PATH_DEV) + 64];
	int error = ttyname_r(fd, buf, sizeof(buf));

	if (error != 0) {
		errno = error;
		return (NULL);
	}
	return (buf);
}

char *
ctermid(char *buf)
{
	static char own[L_ctermid];

	if (buf == NULL)
		buf = own;
	(void)strlcpy(buf, _PATH_TTY, L_ctermid);
	return (buf);
}
