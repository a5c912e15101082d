/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "stdio_impl.h"

#define	FIRST_TRY	128

int
vasprintf(char **strp, const char *fmt, va_list ap)
{
	char small[FIRST_TRY];
	va_list again;
	int len;

	*strp = NULL;
	va_copy(again, ap);
	len = vsnprintf(small, sizeof(small), fmt, ap);
	if (len >= 0 && (*strp = malloc((size_t)len + 1)) == NULL)
		len = -1;
	if (len >= 0) {
		if ((size_t)len < sizeof(small))
			(void)memcpy(*strp, small, (size_t)len + 1);
		else
			(void)vsnprintf(*strp, (size_t)len + 1, fmt, again);
	}
	va_end(again);
	return (len);
}

int
asprintf(char **strp, const char *fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = vasprintf(strp, fmt, ap);
	va_end(ap);
	return (ret);
}
