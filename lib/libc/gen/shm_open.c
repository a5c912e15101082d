/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * shm_open, shm_unlink: shared memory objects are files of the memory file
 * system on _PATH_SHM, so that mmap(2), ftruncate(2), fstat(2) and the rights
 * of files all hold for them.
 */
#include <sys/mman.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	SHM_ROOM	(sizeof(_PATH_SHM) + NAME_MAX)

/*
 * The path of the object called name, which may begin with a slash.
 */
static int
shm_path(const char *name, char path[SHM_ROOM])
{

	while (*name == '/')
		name++;
	if (*name == '\0' || strchr(name, '/') != NULL ||
	    strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
		errno = EINVAL;
		return (-1);
	}
	if (strlen(name) > NAME_MAX) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	(void)strcpy(path, _PATH_SHM);
	(void)strcat(path, name);
	return (0);
}

/*
 * An object that only its descriptors lead to.
 */
static int
shm_open_anon(int flags)
{
	char path[] = _PATH_SHM "anon.XXXXXXXXXX";
	int fd;

	if ((flags & O_ACCMODE) != O_RDWR) {
		errno = EINVAL;
		return (-1);
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd != -1)
		(void)unlink(path);
	return (fd);
}

int
shm_open(const char *name, int flags, mode_t mode)
{
	char path[SHM_ROOM];

	if ((flags & ~(O_ACCMODE | O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC)) !=
	    0 || (flags & O_ACCMODE) == O_WRONLY ||
	    (flags & O_ACCMODE) == O_ACCMODE) {
		errno = EINVAL;
		return (-1);
	}
	if (name == SHM_ANON)
		return (shm_open_anon(flags));
	if (shm_path(name, path) == -1)
		return (-1);
	return (open(path, flags | O_NOFOLLOW | O_CLOEXEC, mode));
}

int
shm_unlink(const char *name)
{
	char path[SHM_ROOM];

	if (shm_path(name, path) == -1)
		return (-1);
	return (unlink(path));
}
