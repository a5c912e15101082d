/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The calls that set file times from microseconds or seconds.
 */
#include <sys/stat.h>
#include <sys/time.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <utime.h>

/* NULL stays NULL; returns -1 with EINVAL for a bad fraction. */
static int
times_convert(const struct timeval tv[2], struct timespec ts[2],
    const struct timespec **tsp)
{
	int i;

	*tsp = NULL;
	if (tv == NULL)
		return (0);
	for (i = 0; i < 2; i++) {
		if (tv[i].tv_usec < 0 || tv[i].tv_usec >= 1000000) {
			errno = EINVAL;
			return (-1);
		}
		TIMEVAL_TO_TIMESPEC(&tv[i], &ts[i]);
	}
	*tsp = ts;
	return (0);
}

int
futimes(int fd, const struct timeval *tv)
{
	const struct timespec *tsp;
	struct timespec ts[2];

	if (times_convert(tv, ts, &tsp) == -1)
		return (-1);
	return (futimens(fd, tsp));
}

int
futimesat(int fd, const char *path, const struct timeval tv[2])
{
	const struct timespec *tsp;
	struct timespec ts[2];

	if (times_convert(tv, ts, &tsp) == -1)
		return (-1);
	return (utimensat(fd, path, tsp, 0));
}

int
utimes(const char *path, const struct timeval *tv)
{
	return (futimesat(AT_FDCWD, path, tv));
}

int
lutimes(const char *path, const struct timeval *tv)
{
	const struct timespec *tsp;
	struct timespec ts[2];

	if (times_convert(tv, ts, &tsp) == -1)
		return (-1);
	return (utimensat(AT_FDCWD, path, tsp, AT_SYMLINK_NOFOLLOW));
}

int
utime(const char *path, const struct utimbuf *times)
{
	struct timespec ts[2];

	if (times == NULL)
		return (utimensat(AT_FDCWD, path, NULL, 0));
	ts[0].tv_sec = times->actime;
	ts[1].tv_sec = times->modtime;
	ts[0].tv_nsec = ts[1].tv_nsec = 0;
	return (utimensat(AT_FDCWD, path, ts, 0));
}
