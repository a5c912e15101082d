/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int
remove(const char *path)
{
	int saved;

	if (unlink(path) == 0)
		return (0);
	/* A directory answers EPERM or EISDIR. */
	if (errno != EPERM && errno != EISDIR)
		return (-1);
	saved = errno;
	if (rmdir(path) == 0)
		return (0);
	if (errno == ENOTDIR)
		errno = saved;
	return (-1);
}
