/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <paths.h>
#include <string.h>
#include <unistd.h>

size_t
confstr(int name, char *buf, size_t size)
{
	const char *value;

	switch (name) {
	case _CS_PATH:
		value = _PATH_STDPATH;
		break;
	case _CS_POSIX_V7_WIDTH_RESTRICTED_ENVS:
		value = "POSIX_V7_LP64_OFF64";
		break;
	case _CS_V7_ENV:
		value = "POSIXLY_CORRECT=1";
		break;
	case _CS_POSIX_V7_LP64_OFF64_CFLAGS:
	case _CS_POSIX_V7_LP64_OFF64_LDFLAGS:
	case _CS_POSIX_V7_LP64_OFF64_LIBS:
		value = "";
		break;
	default:
		errno = EINVAL;
		return (0);
	}
	return (strlcpy(buf, value, size) + 1);
}
