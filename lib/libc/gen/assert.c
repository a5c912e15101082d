/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

void
__assert(const char *func, const char *file, int line, const char *expr)
{
	if (func != NULL)
		(void)fprintf(stderr, "Assertion failed: (%s), function %s, "
		    "file %s, line %d.\n", expr, func, file, line);
	else
		(void)fprintf(stderr, "Assertion failed: (%s), file %s, "
		    "line %d.\n", expr, file, line);
	abort();
}
