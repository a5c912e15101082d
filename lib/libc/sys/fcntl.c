/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Calls with a variable argument list on descriptors.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>
#include "libc_private.h"

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	if ((flags & O_CREAT) != 0) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return (__cp_openat(AT_FDCWD, path, flags, mode));
}

int
creat(const char *path, mode_t mode)
{
	return (__cp_openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC,
	    mode));
}

int
fcntl(int fd, int cmd, ...)
{
	intptr_t arg;
	va_list ap;

	va_start(ap, cmd);
	switch (cmd) {
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		arg = (intptr_t)va_arg(ap, void *);
		break;
	case F_GETFD:
	case F_GETFL:
	case F_GETOWN:
		arg = 0;
		break;
	default:
		arg = va_arg(ap, int);
		break;
	}
	va_end(ap);
	if (cmd == F_SETLKW)
		return (__cp_fcntl(fd, cmd, arg));
	return (__sys_fcntl(fd, cmd, arg));
}
