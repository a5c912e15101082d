/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/resource.h>
#include <sys/sysctl.h>
#include <stdlib.h>

int
getloadavg(double avg[], int n)
{
	struct loadavg la;
	size_t size = sizeof(la);
	int i;

	if (sysctlbyname("vm.loadavg", &la, &size, NULL, 0) == -1 ||
	    la.fscale == 0)
		return (-1);
	if (n > 3)
		n = 3;
	for (i = 0; i < n; i++)
		avg[i] = (double)la.ldavg[i] / (double)la.fscale;
	return (n);
}
