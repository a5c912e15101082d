/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The name of a device by its number: looked for in /dev and /dev/pts.
 */
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Search /dev/sub; 0 if the name was found and put into buf. */
static int
search_dir(const char *sub, dev_t dev, mode_t type, char *buf, size_t size)
{
	char path[64];
	struct dirent *dp;
	struct stat sb;
	int ret = -1;
	DIR *dirp;

	(void)snprintf(path, sizeof(path), _PATH_DEV "%s", sub);
	if ((dirp = opendir(path)) == NULL)
		return (-1);
	while (ret == -1 && (dp = readdir(dirp)) != NULL) {
		if (dp->d_type != DT_UNKNOWN &&
		    (mode_t)DTTOIF(dp->d_type) != type)
			continue;
		if (fstatat(dirfd(dirp), dp->d_name, &sb,
		    AT_SYMLINK_NOFOLLOW) == -1 ||
		    (sb.st_mode & S_IFMT) != type || sb.st_rdev != dev)
			continue;
		if ((size_t)snprintf(buf, size, "%s%s%s", sub,
		    *sub != '\0' ? "/" : "", dp->d_name) < size)
			ret = 0;
	}
	(void)closedir(dirp);
	return (ret);
}

char *
devname_r(dev_t dev, mode_t type, char *buf, int size)
{
	if (dev == (dev_t)-1 || size <= 0 ||
	    (type != S_IFCHR && type != S_IFBLK)) {
		errno = EINVAL;
		return (NULL);
	}
	if (search_dir("", dev, type, buf, (size_t)size) == 0 ||
	    search_dir("pts", dev, type, buf, (size_t)size) == 0)
		return (buf);
	(void)snprintf(buf, (size_t)size, "#%c:%d:%d",
	    type == S_IFCHR ? 'C' : 'B', major(dev), minor(dev));
	return (buf);
}

char *
devname(dev_t dev, mode_t type)
{
	static char buf[64];

	return (devname_r(dev, type, buf, sizeof(buf)));
}
