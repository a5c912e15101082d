/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * sysctl by name.
 */
#include <sys/sysctl.h>
#include <errno.h>
#include <string.h>

int
sysctlnametomib(const char *name, int *mib, size_t *lenp)
{
	int ask[2] = { CTL_SYSCTL, CTL_SYSCTL_NAME2OID };
	size_t size = *lenp * sizeof(int);

	if (sysctl(ask, 2, mib, &size, name, strlen(name)) == -1)
		return (-1);
	*lenp = size / sizeof(int);
	return (0);
}

int
sysctlbyname(const char *name, void *old, size_t *oldlenp, const void *new,
    size_t newlen)
{
	int mib[CTL_MAXNAME + 2];
	size_t n = CTL_MAXNAME + 2;

	if (sysctlnametomib(name, mib, &n) == -1)
		return (-1);
	return (sysctl(mib, (unsigned int)n, old, oldlenp, new, newlen));
}
