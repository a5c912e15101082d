/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/sysctl.h>
#include <sys/utsname.h>
#include <errno.h>
#include <string.h>

/* A longer name is cut. */
static int
name_get(int top, int which, char *buf)
{
	int mib[2] = { top, which };
	size_t size = SYS_NMLN;

	if (sysctl(mib, 2, buf, &size, NULL, 0) == -1 && errno != ENOMEM)
		return (-1);
	buf[SYS_NMLN - 1] = '\0';
	return (0);
}

int
uname(struct utsname *u)
{
	int saved = errno;
	char *p;

	memset(u, 0, sizeof(*u));
	if (name_get(CTL_KERN, KERN_OSTYPE, u->sysname) == -1 ||
	    name_get(CTL_KERN, KERN_HOSTNAME, u->nodename) == -1 ||
	    name_get(CTL_KERN, KERN_OSRELEASE, u->release) == -1 ||
	    name_get(CTL_KERN, KERN_VERSION, u->version) == -1 ||
	    name_get(CTL_HW, HW_MACHINE, u->machine) == -1)
		return (-1);
	/* The version is one line. */
	for (p = u->version; *p != '\0'; p++) {
		if (*p == '\n' || *p == '\t')
			*p = p[1] != '\0' ? ' ' : '\0';
	}
	errno = saved;
	return (0);
}
