/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The sleeping calls, over clock_nanosleep(2).
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>
#include "libc_private.h"

/* The standard's form returns the error instead of setting errno. */
int
clock_nanosleep(clockid_t clock, int flags, const struct timespec *rqtp,
    struct timespec *rmtp)
{
	int error = 0, saved = errno;

	if (__cp_clock_nanosleep(clock, flags, rqtp, rmtp) == -1)
		error = errno;
	errno = saved;
	return (error);
}

int
nanosleep(const struct timespec *rqtp, struct timespec *rmtp)
{
	return (__cp_clock_nanosleep(CLOCK_MONOTONIC, 0, rqtp, rmtp));
}

unsigned int
sleep(unsigned int seconds)
{
	struct timespec ts = { .tv_sec = (time_t)seconds, .tv_nsec = 0 };

	if (nanosleep(&ts, &ts) == -1) {
		if (errno == EINTR)
			return ((unsigned int)ts.tv_sec + (ts.tv_nsec != 0));
		return (seconds);
	}
	return (0);
}

int
usleep(useconds_t usecs)
{
	struct timespec ts = {
		.tv_sec = (time_t)(usecs / 1000000),
		.tv_nsec = (long)(usecs % 1000000) * 1000
	};

	return (nanosleep(&ts, NULL));
}

int
pause(void)
{
	sigset_t mask;

	if (sigprocmask(SIG_BLOCK, NULL, &mask) == -1)
		return (-1);
	return (sigsuspend(&mask));
}
