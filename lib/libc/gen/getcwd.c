/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

char *
getcwd(char *buf, size_t size)
{
	char path[PATH_MAX];

	if (buf != NULL) {
		if (size == 0) {
			errno = EINVAL;
			return (NULL);
		}
		return (__sys_getcwd(buf, size) == -1 ? NULL : buf);
	}
	if (__sys_getcwd(path, sizeof(path)) == -1)
		return (NULL);
	if (size == 0)
		return (strdup(path));
	if (strlen(path) >= size) {
		errno = ERANGE;
		return (NULL);
	}
	if ((buf = malloc(size)) != NULL)
		(void)strlcpy(buf, path, size);
	return (buf);
}

char *
getwd(char *buf)
{
	return (getcwd(buf, PATH_MAX));
}
