/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * ioctl(2) takes an optional third argument.
 */
#include <sys/ioctl.h>
#include <stdarg.h>
#include "libc_private.h"

int
ioctl(int fd, unsigned long request, ...)
{
	void *arg;
	va_list ap;

	va_start(ap, request);
	arg = va_arg(ap, void *);
	va_end(ap);
	return (__sys_ioctl(fd, request, arg));
}
