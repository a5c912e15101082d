/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The groups of a user.
 */
#include <grp.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

int
getgrouplist(const char *name, gid_t base, gid_t *groups, int *ngroupsp)
{
	int room = *ngroupsp, n = 0, i, fits = 1;
	const struct group *gr;
	char **member;

	if (room > 0)
		groups[n] = base;
	else
		fits = 0;
	n++;
	setgrent();
	while ((gr = getgrent()) != NULL) {
		for (member = gr->gr_mem; *member != NULL; member++) {
			if (strcmp(*member, name) == 0)
				break;
		}
		if (*member == NULL)
			continue;
		for (i = 0; i < n && i < room; i++) {
			if (groups[i] == gr->gr_gid)
				break;
		}
		if (i < n && i < room)
			continue;
		if (n < room)
			groups[n] = gr->gr_gid;
		else
			fits = 0;
		n++;
	}
	endgrent();
	*ngroupsp = n;
	return (fits ? 0 : -1);
}

int
initgroups(const char *name, gid_t base)
{
	gid_t groups[NGROUPS_MAX + 1];
	int n = NGROUPS_MAX + 1;

	if (getgrouplist(name, base, groups, &n) == -1)
		n = NGROUPS_MAX + 1;
	return (setgroups(n, groups));
}
