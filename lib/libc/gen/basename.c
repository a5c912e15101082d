/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The last component of a path, and what is before it.  Both may change the
 * path.
 */
#include <libgen.h>
#include <string.h>

char *
basename(char *path)
{
	char *end;

	if (path == NULL || *path == '\0')
		return (__DECONST(char *, "."));
	end = path + strlen(path) - 1;
	while (end > path && *end == '/')
		*end-- = '\0';
	if (end == path && *end == '/')
		return (path);
	while (end > path && end[-1] != '/')
		end--;
	return (end);
}

char *
dirname(char *path)
{
	char *end;

	if (path == NULL || *path == '\0')
		return (__DECONST(char *, "."));
	end = path + strlen(path);
	while (end > path && end[-1] == '/')
		end--;
	if (end == path)
		return (__DECONST(char *, "/"));
	while (end > path && end[-1] != '/')
		end--;
	if (end == path)
		return (__DECONST(char *, "."));
	while (end > path && end[-1] == '/')
		end--;
	if (end == path)
		return (__DECONST(char *, "/"));
	*end = '\0';
	return (path);
}
