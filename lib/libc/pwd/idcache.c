/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "pwd_impl.h"

int
pw_line(FILE *f, char *buf, size_t size)
{
	size_t n;

	if (fgets(buf, (int)size, f) == NULL)
		return (ENOENT);
	n = strlen(buf);
	if (n > 0 && buf[n - 1] == '\n') {
		buf[n - 1] = '\0';
		return (0);
	}
	return (feof(f) ? 0 : ERANGE);
}

char *
pw_field(char **linep)
{
	return (strsep(linep, ":"));
}

bool
pw_number(const char *s, uint32_t *np)
{
	unsigned long v;
	char *end;

	if (s == NULL || !isdigit((unsigned char)*s))
		return (false);
	v = strtoul(s, &end, 10);
	if (*end != '\0' || v > UINT32_MAX)
		return (false);
	*np = (uint32_t)v;
	return (true);
}
