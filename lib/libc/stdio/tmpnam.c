/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Names that no file has at the moment.  Another program can make a file of
 * that name before the caller does; mkstemp() is free of this race.
 */
#include <sys/stat.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	UNIQUE		"XXXXXXXXXX"

char *
tmpnam(char *buf)
{
	static char own[L_tmpnam];

	if (buf == NULL)
		buf = own;
	(void)strlcpy(buf, P_tmpdir "tmp." UNIQUE, L_tmpnam);
	return (mktemp(buf));
}

static bool
usable(const char *dir)
{
	struct stat sb;

	return (dir != NULL && stat(dir, &sb) == 0 && S_ISDIR(sb.st_mode) &&
	    access(dir, W_OK | X_OK) == 0);
}

char *
tempnam(const char *dir, const char *prefix)
{
	const char *env = issetugid() ? NULL : getenv("TMPDIR");
	char *name;
	int saved;

	saved = errno;
	if (usable(env))
		dir = env;
	else if (!usable(dir))
		dir = P_tmpdir;
	errno = saved;
	if (asprintf(&name, "%s%s%s" UNIQUE, dir,
	    *dir != '\0' && dir[strlen(dir) - 1] == '/' ? "" : "/",
	    prefix != NULL ? prefix : "tmp.") == -1)
		return (NULL);
	if (mktemp(name) == NULL) {
		saved = errno;
		free(name);
		errno = saved;
		return (NULL);
	}
	return (name);
}
