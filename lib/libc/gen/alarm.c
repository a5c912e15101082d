/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The older ways to set ITIMER_REAL.
 */
#include <sys/time.h>
#include <unistd.h>

unsigned int
alarm(unsigned int seconds)
{
	struct itimerval it = { .it_value.tv_sec = (time_t)seconds }, old;

	if (setitimer(ITIMER_REAL, &it, &old) == -1)
		return ((unsigned int)-1);
	/* An alarm that is to come is not told as none. */
	return ((unsigned int)old.it_value.tv_sec +
	    (old.it_value.tv_usec >= 500000 ||
	    (old.it_value.tv_sec == 0 && old.it_value.tv_usec > 0)));
}

useconds_t
ualarm(useconds_t usecs, useconds_t interval)
{
	struct itimerval it, old;

	it.it_value.tv_sec = (time_t)(usecs / 1000000);
	it.it_value.tv_usec = (suseconds_t)(usecs % 1000000);
	it.it_interval.tv_sec = (time_t)(interval / 1000000);
	it.it_interval.tv_usec = (suseconds_t)(interval % 1000000);
	if (setitimer(ITIMER_REAL, &it, &old) == -1)
		return ((useconds_t)-1);
	return ((useconds_t)(old.it_value.tv_sec * 1000000 +
	    old.it_value.tv_usec));
}
