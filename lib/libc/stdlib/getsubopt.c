/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char	*suboptarg;

int
getsubopt(char **optionp, char * const *tokens, char **valuep)
{
	char *p = *optionp, *end, *value;
	int i;

	*valuep = NULL;
	suboptarg = p;
	if (*p == '\0')
		return (-1);
	end = strchrnul(p, ',');
	if (*end == ',')
		*end++ = '\0';
	*optionp = end;
	value = strchr(p, '=');
	if (value != NULL)
		*value++ = '\0';
	for (i = 0; tokens[i] != NULL; i++) {
		if (strcmp(p, tokens[i]) == 0) {
			*valuep = value;
			return (i);
		}
	}
	if (value != NULL)
		value[-1] = '=';
	*valuep = p;
	return (-1);
}
