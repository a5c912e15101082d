/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "dirent_impl.h"

int
alphasort(const struct dirent **a, const struct dirent **b)
{
	return (strcoll((*a)->d_name, (*b)->d_name));
}

int
versionsort(const struct dirent **a, const struct dirent **b)
{
	return (strverscmp((*a)->d_name, (*b)->d_name));
}

/* Append a copy of dp. */
static int
scan_add(struct dirent ***listp, size_t *np, size_t *roomp,
    const struct dirent *dp)
{
	struct dirent **list, *copy;
	size_t size = _GENERIC_DIRSIZ(dp);

	if (*np == *roomp) {
		*roomp = *roomp == 0 ? 32 : *roomp * 2;
		list = reallocarray(*listp, *roomp, sizeof(*list));
		if (list == NULL)
			return (-1);
		*listp = list;
	}
	if ((copy = malloc(size)) == NULL)
		return (-1);
	(*listp)[(*np)++] = memcpy(copy, dp, size);
	return (0);
}

int
scandir(const char *path, struct dirent ***namelist,
    int (*select)(const struct dirent *),
    int (*compare)(const struct dirent **, const struct dirent **))
{
	struct dirent **list = NULL, *dp;
	size_t n = 0, room = 0;
	int saved;
	DIR *dirp;

	if ((dirp = opendir(path)) == NULL)
		return (-1);
	for (;;) {
		errno = 0;
		if ((dp = readdir(dirp)) == NULL)
			break;
		if (select != NULL && select(dp) == 0)
			continue;
		if (scan_add(&list, &n, &room, dp) == -1)
			break;
	}
	saved = errno;
	(void)closedir(dirp);
	if (saved != 0) {
		while (n > 0)
			free(list[--n]);
		free(list);
		errno = saved;
		return (-1);
	}
	if (compare != NULL && n > 1)
		qsort(list, n, sizeof(*list),
		    (int (*)(const void *, const void *))compare);
	if (list == NULL && (list = malloc(sizeof(*list))) == NULL)
		return (-1);
	*namelist = list;
	return ((int)n);
}
