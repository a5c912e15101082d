/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * posix_fadvise, posix_fallocate: the calls return the error.
 */
#include <errno.h>
#include <fcntl.h>

#include "libc_private.h"

static int
error_of(int result, int saved)
{
	int error = result == 0 ? 0 : errno;

	errno = saved;
	return (error);
}

int
posix_fadvise(int fd, off_t offset, off_t len, int advice)
{
	int saved = errno;

	return (error_of(__sys_posix_fadvise(fd, offset, len, advice), saved));
}

int
posix_fallocate(int fd, off_t offset, off_t len)
{
	int saved = errno;

	return (error_of(__sys_posix_fallocate(fd, offset, len), saved));
}
