/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The lines of /etc/shells that name a shell; without the file, the standard
 * ones.
 */
#include <ctype.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE	*shells;
static char	*line;
static size_t	linesize;
static int	opened, fallback;

void
setusershell(void)
{
	if (shells != NULL)
		rewind(shells);
	else
		shells = fopen(_PATH_SHELLS, "re");
	opened = 1;
	fallback = 0;
}

void
endusershell(void)
{
	if (shells != NULL)
		(void)fclose(shells);
	shells = NULL;
	free(line);
	line = NULL;
	linesize = 0;
	opened = 0;
}

char *
getusershell(void)
{
	char *p, *end;

	if (!opened)
		setusershell();
	if (shells == NULL)
		return (fallback++ == 0 ? __DECONST(char *, _PATH_BSHELL) :
		    NULL);
	while (getline(&line, &linesize, shells) != -1) {
		for (p = line; *p != '\0' && *p != '#' && *p != '/'; p++)
			continue;
		if (*p != '/')
			continue;
		for (end = p; *end != '\0' && *end != '#' &&
		    !isspace((unsigned char)*end); end++)
			continue;
		*end = '\0';
		return (p);
	}
	return (NULL);
}
