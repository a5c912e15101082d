/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * posix_madvise: madvise(2) with POSIX's advice only, and the error returned.
 */
#include <sys/mman.h>

#include <errno.h>

int
posix_madvise(void *addr, size_t len, int advice)
{
	int error, saved = errno;

	if (advice < POSIX_MADV_NORMAL || advice > POSIX_MADV_DONTNEED)
		return (EINVAL);
	error = madvise(addr, len, advice) == 0 ? 0 : errno;
	errno = saved;
	return (error);
}
