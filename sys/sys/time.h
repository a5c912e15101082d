/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_TIME_H_
#define	_SYS_TIME_H_

#include <sys/cdefs.h>
#include <sys/_timespec.h>
#include <sys/_timeval.h>
#include <sys/_clock_id.h>

struct itimerspec {
	struct timespec	it_interval;
	struct timespec	it_value;
};

struct itimerval {
	struct timeval	it_interval;
	struct timeval	it_value;
};

struct timezone {
	int	tz_minuteswest;
	int	tz_dsttime;
};

#define	ITIMER_REAL	0
#define	ITIMER_VIRTUAL	1
#define	ITIMER_PROF	2

#define	TIMEVAL_TO_TIMESPEC(tv, ts) do {				\
	(ts)->tv_sec = (tv)->tv_sec;					\
	(ts)->tv_nsec = (tv)->tv_usec * 1000;				\
} while (0)
#define	TIMESPEC_TO_TIMEVAL(tv, ts) do {				\
	(tv)->tv_sec = (ts)->tv_sec;					\
	(tv)->tv_usec = (ts)->tv_nsec / 1000;				\
} while (0)

#define	timespecclear(ts)	((ts)->tv_sec = (ts)->tv_nsec = 0)
#define	timespecisset(ts)	((ts)->tv_sec != 0 || (ts)->tv_nsec != 0)
#define	timespeccmp(a, b, cmp)						\
	(((a)->tv_sec == (b)->tv_sec) ?					\
	    ((a)->tv_nsec cmp (b)->tv_nsec) :				\
	    ((a)->tv_sec cmp (b)->tv_sec))
#define	timespecadd(a, b, r) do {					\
	(r)->tv_sec = (a)->tv_sec + (b)->tv_sec;			\
	(r)->tv_nsec = (a)->tv_nsec + (b)->tv_nsec;			\
	if ((r)->tv_nsec >= 1000000000L) {				\
		(r)->tv_sec++;						\
		(r)->tv_nsec -= 1000000000L;				\
	}								\
} while (0)
#define	timespecsub(a, b, r) do {					\
	(r)->tv_sec = (a)->tv_sec - (b)->tv_sec;			\
	(r)->tv_nsec = (a)->tv_nsec - (b)->tv_nsec;			\
	if ((r)->tv_nsec < 0) {						\
		(r)->tv_sec--;						\
		(r)->tv_nsec += 1000000000L;				\
	}								\
} while (0)

#define	timerclear(tv)		((tv)->tv_sec = (tv)->tv_usec = 0)
#define	timerisset(tv)		((tv)->tv_sec != 0 || (tv)->tv_usec != 0)
#define	timercmp(a, b, cmp)						\
	(((a)->tv_sec == (b)->tv_sec) ?					\
	    ((a)->tv_usec cmp (b)->tv_usec) :				\
	    ((a)->tv_sec cmp (b)->tv_sec))
#define	timeradd(a, b, r) do {						\
	(r)->tv_sec = (a)->tv_sec + (b)->tv_sec;			\
	(r)->tv_usec = (a)->tv_usec + (b)->tv_usec;			\
	if ((r)->tv_usec >= 1000000) {					\
		(r)->tv_sec++;						\
		(r)->tv_usec -= 1000000;				\
	}								\
} while (0)
#define	timersub(a, b, r) do {						\
	(r)->tv_sec = (a)->tv_sec - (b)->tv_sec;			\
	(r)->tv_usec = (a)->tv_usec - (b)->tv_usec;			\
	if ((r)->tv_usec < 0) {						\
		(r)->tv_sec--;						\
		(r)->tv_usec += 1000000;				\
	}								\
} while (0)

#ifndef _KERNEL
#include <sys/select.h>

__BEGIN_DECLS
int	futimes(int, const struct timeval *);
int	futimesat(int, const char *, const struct timeval [2]);
int	gettimeofday(struct timeval *__restrict, void *__restrict);
int	lutimes(const char *, const struct timeval *);
int	settimeofday(const struct timeval *, const struct timezone *);
int	utimes(const char *, const struct timeval *);
__END_DECLS
#endif

#endif /* !_SYS_TIME_H_ */
