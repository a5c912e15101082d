/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/ipc.h>
#include <sys/stat.h>

key_t
ftok(const char *path, int id)
{
	struct stat sb;

	if (stat(path, &sb) == -1)
		return ((key_t)-1);
	return ((key_t)((unsigned long)id << 24 | (sb.st_dev & 0xff) << 16 |
	    (sb.st_ino & 0xffff)));
}
