/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <unistd.h>
#include "libc_private.h"

int
getpagesize(void)
{
	unsigned long size;

	return (libc_auxv_get(AT_PAGESZ, &size) ? (int)size : 4096);
}
