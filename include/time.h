/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _TIME_H_
#define	_TIME_H_

#include <sys/cdefs.h>
#include <sys/_clock_id.h>
#include <sys/_itimerspec.h>
#include <sys/_null.h>
#include <sys/_timespec.h>
#include <sys/_types.h>
#include <xlocale/_locale.h>

typedef	__clock_t	clock_t;
typedef	__clockid_t	clockid_t;
typedef	__pid_t		pid_t;
typedef	__size_t	size_t;
typedef	__time_t	time_t;
typedef	__timer_t	timer_t;

struct sigevent;

#define	CLOCKS_PER_SEC	1000000
#define	CLK_TCK		100
#define	TIME_UTC	1

struct tm {
	int	tm_sec;		/* 0 to 60 */
	int	tm_min;
	int	tm_hour;
	int	tm_mday;	/* 1 to 31 */
	int	tm_mon;		/* 0 to 11 */
	int	tm_year;	/* since 1900 */
	int	tm_wday;	/* 0 is Sunday */
	int	tm_yday;	/* 0 to 365 */
	int	tm_isdst;
	long	tm_gmtoff;	/* seconds east of UTC */
	const char *tm_zone;
};

__BEGIN_DECLS
extern char	*tzname[2];
extern int	daylight;
extern long	timezone;

char	*asctime(const struct tm *);
char	*asctime_r(const struct tm *, char *);
clock_t	clock(void);
int	clock_getcpuclockid(pid_t, clockid_t *);
int	clock_getres(clockid_t, struct timespec *);
int	clock_gettime(clockid_t, struct timespec *);
int	clock_nanosleep(clockid_t, int, const struct timespec *,
	    struct timespec *);
int	clock_settime(clockid_t, const struct timespec *);
char	*ctime(const time_t *);
char	*ctime_r(const time_t *, char *);
double	difftime(time_t, time_t);
struct tm *gmtime(const time_t *);
struct tm *gmtime_r(const time_t *__restrict, struct tm *__restrict);
struct tm *localtime(const time_t *);
struct tm *localtime_r(const time_t *__restrict, struct tm *__restrict);
time_t	mktime(struct tm *);
int	nanosleep(const struct timespec *, struct timespec *);
size_t	strftime(char *__restrict, size_t, const char *__restrict,
	    const struct tm *__restrict) __strftimelike(3, 0);
size_t	strftime_l(char *__restrict, size_t, const char *__restrict,
	    const struct tm *__restrict, locale_t) __strftimelike(3, 0);
char	*strptime(const char *__restrict, const char *__restrict,
	    struct tm *__restrict);
time_t	time(time_t *);
time_t	timegm(struct tm *);
time_t	timelocal(struct tm *);
int	timer_create(clockid_t, struct sigevent *__restrict,
	    timer_t *__restrict);
int	timer_delete(timer_t);
int	timer_getoverrun(timer_t);
int	timer_gettime(timer_t, struct itimerspec *);
int	timer_settime(timer_t, int, const struct itimerspec *__restrict,
	    struct itimerspec *__restrict);
int	timespec_get(struct timespec *, int);
int	timespec_getres(struct timespec *, int);
void	tzset(void);
void	tzsetwall(void);
__END_DECLS

#endif /* !_TIME_H_ */
