/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <stdlib.h>
#include <string.h>
#include "libc_private.h"

const char *
getprogname(void)
{
	return (__progname);
}

void
setprogname(const char *name)
{
	const char *slash = strrchr(name, '/');

	__progname = slash != NULL ? slash + 1 : name;
}
