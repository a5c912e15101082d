/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <limits.h>
#include <unistd.h>

char *
getlogin(void)
{
	static char name[LOGIN_NAME_MAX];

	if (getlogin_r(name, sizeof(name)) == -1 || name[0] == '\0')
		return (NULL);
	return (name);
}
