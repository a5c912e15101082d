/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The older calls on user and group ids, and process groups.
 */
#include <unistd.h>
#include "libc_private.h"

int
seteuid(uid_t euid)
{
	return (setresuid((uid_t)-1, euid, (uid_t)-1));
}

int
setegid(gid_t egid)
{
	return (setresgid((gid_t)-1, egid, (gid_t)-1));
}

/*
 * The saved id follows the new effective one when the real one is set or the
 * effective one becomes another than the real one was.
 */
int
setreuid(uid_t ruid, uid_t euid)
{
	uid_t saved = (uid_t)-1;

	if (ruid != (uid_t)-1 || (euid != (uid_t)-1 && euid != getuid()))
		saved = euid != (uid_t)-1 ? euid : geteuid();
	return (setresuid(ruid, euid, saved));
}

int
setregid(gid_t rgid, gid_t egid)
{
	gid_t saved = (gid_t)-1;

	if (rgid != (gid_t)-1 || (egid != (gid_t)-1 && egid != getgid()))
		saved = egid != (gid_t)-1 ? egid : getegid();
	return (setresgid(rgid, egid, saved));
}

pid_t
getpgrp(void)
{
	return (getpgid(0));
}

int
setpgrp(pid_t pid, pid_t pgid)
{
	return (setpgid(pid, pgid));
}
