/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Calls that ask for time in older units.
 */
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <errno.h>
#include <time.h>
#include <unistd.h>

static clock_t
ticks(const struct timeval *tv)
{
	return (tv->tv_sec * CLK_TCK + tv->tv_usec / (1000000 / CLK_TCK));
}

clock_t
times(struct tms *tms)
{
	struct rusage ru;
	struct timespec now;

	if (tms != NULL) {
		if (getrusage(RUSAGE_SELF, &ru) == -1)
			return ((clock_t)-1);
		tms->tms_utime = ticks(&ru.ru_utime);
		tms->tms_stime = ticks(&ru.ru_stime);
		if (getrusage(RUSAGE_CHILDREN, &ru) == -1)
			return ((clock_t)-1);
		tms->tms_cutime = ticks(&ru.ru_utime);
		tms->tms_cstime = ticks(&ru.ru_stime);
	}
	if (clock_gettime(CLOCK_MONOTONIC, &now) == -1)
		return ((clock_t)-1);
	return (now.tv_sec * CLK_TCK + now.tv_nsec / (1000000000 / CLK_TCK));
}

clock_t
clock(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts) == -1)
		return ((clock_t)-1);
	return (ts.tv_sec * CLOCKS_PER_SEC +
	    ts.tv_nsec / (1000000000 / CLOCKS_PER_SEC));
}

time_t
time(time_t *tp)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_REALTIME_FAST, &ts) == -1)
		return ((time_t)-1);
	if (tp != NULL)
		*tp = ts.tv_sec;
	return (ts.tv_sec);
}

int
gettimeofday(struct timeval *__restrict tv, void *__restrict tz)
{
	struct timespec ts;

	if (tz != NULL) {
		((struct timezone *)tz)->tz_minuteswest = 0;
		((struct timezone *)tz)->tz_dsttime = 0;
	}
	if (tv == NULL)
		return (0);
	if (clock_gettime(CLOCK_REALTIME, &ts) == -1)
		return (-1);
	TIMESPEC_TO_TIMEVAL(tv, &ts);
	return (0);
}

int
settimeofday(const struct timeval *tv, const struct timezone *tz)
{
	struct timespec ts;

	if (tv == NULL)
		return (0);
	if (tv->tv_usec < 0 || tv->tv_usec >= 1000000) {
		errno = EINVAL;
		return (-1);
	}
	TIMEVAL_TO_TIMESPEC(tv, &ts);
	return (clock_settime(CLOCK_REALTIME, &ts));
}

int
timespec_get(struct timespec *ts, int base)
{
	if (base != TIME_UTC || clock_gettime(CLOCK_REALTIME, ts) == -1)
		return (0);
	return (base);
}

int
timespec_getres(struct timespec *ts, int base)
{
	struct timespec res;

	if (base != TIME_UTC || clock_getres(CLOCK_REALTIME, &res) == -1)
		return (0);
	if (ts != NULL)
		*ts = res;
	return (base);
}

/* Only the caller's own clock has a number. */
int
clock_getcpuclockid(pid_t pid, clockid_t *clockp)
{
	if (pid != 0 && pid != getpid())
		return (ESRCH);
	*clockp = CLOCK_PROCESS_CPUTIME_ID;
	return (0);
}
