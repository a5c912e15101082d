/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * lockf(3): exclusive record locks from the file's offset on.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int
lockf(int fd, int function, off_t size)
{
	struct flock fl = {
		.l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_len = size
	};

	switch (function) {
	case F_ULOCK:
		fl.l_type = F_UNLCK;
		return (fcntl(fd, F_SETLK, &fl));
	case F_LOCK:
		return (fcntl(fd, F_SETLKW, &fl));
	case F_TLOCK:
		return (fcntl(fd, F_SETLK, &fl));
	case F_TEST:
		if (fcntl(fd, F_GETLK, &fl) == -1)
			return (-1);
		if (fl.l_type == F_UNLCK)
			return (0);
		errno = EACCES;
		return (-1);
	default:
		errno = EINVAL;
		return (-1);
	}
}
