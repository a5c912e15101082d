/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Names for temporary files: the X at the end of a template are replaced by
 * random characters until the name is new.
 */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	TRIES	1000

static const char temp_chars[] =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

enum temp_kind { TEMP_FILE, TEMP_DIR, TEMP_NAME };

static int
temp_make(char *path, int suffix, int oflags, enum temp_kind kind)
{
	char *end, *start;
	struct stat sb;
	int fd, try;
	size_t len = strlen(path);

	if (suffix < 0 || (size_t)suffix >= len) {
		errno = EINVAL;
		return (-1);
	}
	end = path + len - (size_t)suffix;
	for (start = end; start > path && start[-1] == 'X'; )
		start--;
	if (start == end) {
		errno = EINVAL;
		return (-1);
	}
	for (try = 0; try < TRIES; try++) {
		char *p;

		for (p = start; p < end; p++)
			*p = temp_chars[arc4random_uniform(
			    sizeof(temp_chars) - 1)];
		switch (kind) {
		case TEMP_FILE:
			fd = open(path, O_CREAT | O_EXCL | O_RDWR | oflags,
			    0600);
			if (fd != -1 || errno != EEXIST)
				return (fd);
			break;
		case TEMP_DIR:
			if (mkdir(path, 0700) == 0)
				return (0);
			if (errno != EEXIST)
				return (-1);
			break;
		case TEMP_NAME:
			if (lstat(path, &sb) == -1)
				return (errno == ENOENT ? 0 : -1);
			break;
		}
	}
	errno = EEXIST;
	return (-1);
}

int
mkostemps(char *path, int suffix, int oflags)
{
	if ((oflags & ~(O_APPEND | O_CLOEXEC | O_SYNC | O_DIRECT)) != 0) {
		errno = EINVAL;
		return (-1);
	}
	return (temp_make(path, suffix, oflags, TEMP_FILE));
}

int
mkstemps(char *path, int suffix)
{
	return (temp_make(path, suffix, 0, TEMP_FILE));
}

int
mkostemp(char *path, int oflags)
{
	return (mkostemps(path, 0, oflags));
}

int
mkstemp(char *path)
{
	return (temp_make(path, 0, 0, TEMP_FILE));
}

char *
mkdtemp(char *path)
{
	return (temp_make(path, 0, 0, TEMP_DIR) == -1 ? NULL : path);
}

char *
mktemp(char *path)
{
	if (temp_make(path, 0, 0, TEMP_NAME) == -1) {
		*path = '\0';
		return (NULL);
	}
	return (path);
}
