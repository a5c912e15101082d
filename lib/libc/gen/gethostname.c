/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Names of the host, which the kernel keeps.
 */
#include <sys/sysctl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static int
name_get(int which, char *name, size_t size)
{
	int mib[2] = { CTL_KERN, which };

	if (sysctl(mib, 2, name, &size, NULL, 0) == -1) {
		if (errno == ENOMEM)
			errno = ENAMETOOLONG;
		return (-1);
	}
	return (0);
}

static int
name_set(int which, const char *name, int len)
{
	int mib[2] = { CTL_KERN, which };

	if (len < 0) {
		errno = EINVAL;
		return (-1);
	}
	return (sysctl(mib, 2, NULL, NULL, name, (size_t)len));
}

int
gethostname(char *name, size_t size)
{
	return (name_get(KERN_HOSTNAME, name, size));
}

int
sethostname(const char *name, int len)
{
	return (name_set(KERN_HOSTNAME, name, len));
}

int
getdomainname(char *name, int size)
{
	if (size < 0) {
		errno = EINVAL;
		return (-1);
	}
	return (name_get(KERN_NISDOMAINNAME, name, (size_t)size));
}

int
setdomainname(const char *name, int len)
{
	return (name_set(KERN_NISDOMAINNAME, name, len));
}

long
gethostid(void)
{
	int mib[2] = { CTL_KERN, KERN_HOSTID };
	size_t size = sizeof(long);
	long id = 0;

	if (sysctl(mib, 2, &id, &size, NULL, 0) == -1)
		return (-1);
	return (id);
}
