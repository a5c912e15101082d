/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <string.h>
#include "stdio_impl.h"

void
perror(const char *s)
{
	const char *text = strerror(errno);

	if (s != NULL && *s != '\0')
		(void)fprintf(stderr, "%s: %s\n", s, text);
	else
		(void)fprintf(stderr, "%s\n", text);
}
