/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_TIME_H_
#define	_SYS_TIME_H_

#include <sys/cdefs.h>
#include <sys/_itimerspec.h>
#include <sys/_timespec.h>
#include <sys/_timeval.h>
#include <sys/_clock_id.h>

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

#ifdef _KERNEL
#include <sys/types.h>

/*
 * Clocks; time(9).  The uptime is monotonic and starts near 0 at boot; the
 * realtime clock is the uptime plus an offset that tc_setclock() changes.  Any
 * context.  time_second is the realtime clock's seconds, up to a second old.
 */
#define	NSEC_PER_SEC	1000000000UL

uint64_t uptime_ns(void);
uint64_t realtime_ns(void);
void	nanouptime(struct timespec *);
void	nanotime(struct timespec *);
void	microtime(struct timeval *);
void	getnanotime(struct timespec *);	/* the coarse clock: up to 20 ms old */
void	boottime(struct timespec *);
void	tc_setclock(const struct timespec *);
/* Step the clock by delta ns. */
void	tc_adjust(int64_t delta);
extern volatile time_t time_second, time_uptime;

/* Core: boot, and the clock. */
void	tc_init(void);
void	tc_tick(uint64_t now);

static inline uint64_t
timespec_to_ns(const struct timespec *ts)
{

	return ((uint64_t)ts->tv_sec * NSEC_PER_SEC + (uint64_t)ts->tv_nsec);
}

static inline void
ns_to_timespec(uint64_t ns, struct timespec *ts)
{

	ts->tv_sec = (time_t)(ns / NSEC_PER_SEC);
	ts->tv_nsec = (long)(ns % NSEC_PER_SEC);
}

/* The same of what a program gave, valid and not negative: saturated. */
static inline uint64_t
timespec_to_ns_sat(const struct timespec *ts)
{

	if ((uint64_t)ts->tv_sec >= INT64_MAX / NSEC_PER_SEC)
		return (INT64_MAX);
	return (timespec_to_ns(ts));
}

/*
 * Who waits for a time of the realtime clock looks at it this often, for it may
 * be set meanwhile.
 */
#define	REALTIME_STEP	NSEC_PER_SEC

/*
 * The deadline of a relative timeout: uptime plus *ts, saturated; 0 is never
 * returned.
 */
uint64_t timespec_to_deadline(const struct timespec *ts);

/* A valid timespec has 0 <= tv_nsec < 10^9. */
#define	timespec_valid(ts) \
	((ts)->tv_nsec >= 0 && (ts)->tv_nsec < 1000000000L)
#else
#include <sys/select.h>

__BEGIN_DECLS
int	futimes(int, const struct timeval *);
int	futimesat(int, const char *, const struct timeval [2]);
int	getitimer(int, struct itimerval *);
int	gettimeofday(struct timeval *__restrict, void *__restrict);
int	lutimes(const char *, const struct timeval *);
int	setitimer(int, const struct itimerval *__restrict,
	    struct itimerval *__restrict);
int	settimeofday(const struct timeval *, const struct timezone *);
int	utimes(const char *, const struct timeval *);
__END_DECLS
#endif

#endif /* !_SYS_TIME_H_ */
