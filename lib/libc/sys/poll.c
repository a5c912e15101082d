/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * poll and select with the older forms of a timeout.
 */
#include <sys/select.h>
#include <errno.h>
#include <poll.h>
#include <time.h>

int
poll(struct pollfd *fds, nfds_t nfds, int msecs)
{
	struct timespec ts;

	if (msecs < 0)
		return (ppoll(fds, nfds, NULL, NULL));
	ts.tv_sec = msecs / 1000;
	ts.tv_nsec = (long)(msecs % 1000) * 1000000;
	return (ppoll(fds, nfds, &ts, NULL));
}

int
select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
    struct timeval *timeout)
{
	struct timespec ts, *tsp = NULL;

	if (timeout != NULL) {
		if (timeout->tv_sec < 0 || timeout->tv_usec < 0 ||
		    timeout->tv_usec >= 1000000) {
			errno = EINVAL;
			return (-1);
		}
		ts.tv_sec = timeout->tv_sec;
		ts.tv_nsec = timeout->tv_usec * 1000;
		tsp = &ts;
	}
	return (pselect(nfds, readfds, writefds, exceptfds, tsp, NULL));
}
