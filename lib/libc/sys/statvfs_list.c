/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getmntinfo: the mounted file systems in memory of libc's.
 */
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <errno.h>
#include <stdlib.h>

int
getmntinfo(struct statvfs **listp, int flags)
{
	static struct statvfs *list;
	struct statvfs *bigger;
	size_t room;
	int n;

	if ((n = getfsstat(NULL, 0, MNT_NOWAIT)) == -1)
		return (0);
	for (;;) {
		room = (size_t)n + 4;
		bigger = reallocarray(list, room, sizeof(*list));
		if (bigger == NULL)
			return (0);
		list = bigger;
		n = getfsstat(list, room * sizeof(*list), flags);
		if (n == -1)
			return (0);
		if ((size_t)n < room)
			break;
		n = (int)room * 2;	/* some came meanwhile */
	}
	*listp = list;
	return (n);
}
