/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The proleptic Gregorian calendar.  Days are counted from March, so that the
 * leap day is the last of a year, in eras of 400 years.
 * Tests: tests/lib/libc/time/t_mktime.c
 */

#include <errno.h>
#include <limits.h>
#include "time_impl.h"

#define	DAY_SECONDS	86400
#define	ERA_DAYS	146097		/* 400 years */
#define	EPOCH_SHIFT	719468		/* 0000-03-01 to 1970-01-01 */

const char time_utc_name[4] = "UTC";

bool
is_leap(int64_t year)
{
	return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

int64_t
days_from_civil(int64_t year, int month, int64_t mday)
{
	int64_t era, yoe, doe;
	int shifted;

	shifted = (month + 10) % 12;		/* months since March */
	if (month < 2)
		year--;
	era = (year >= 0 ? year : year - 399) / 400;
	yoe = year - era * 400;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + (153 * shifted + 2) / 5;
	return (era * ERA_DAYS + doe - EPOCH_SHIFT + mday - 1);
}

bool
tm_from_seconds(int64_t seconds, struct tm *tm)
{
	int64_t days = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;
	int64_t era, doe, yoe, doy, mp, year;

	if (rest < 0) {
		rest += DAY_SECONDS;
		days--;
	}
	tm->tm_hour = (int)(rest / 3600);
	tm->tm_min = (int)(rest / 60 % 60);
	tm->tm_sec = (int)(rest % 60);
	tm->tm_wday = (int)((days % 7 + 11) % 7);	/* a Thursday */

	days += EPOCH_SHIFT;
	era = (days >= 0 ? days : days - (ERA_DAYS - 1)) / ERA_DAYS;
	doe = days - era * ERA_DAYS;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	tm->tm_mday = (int)(doy - (153 * mp + 2) / 5) + 1;
	tm->tm_mon = (int)(mp < 10 ? mp + 2 : mp - 10);
	year = yoe + era * 400 + (tm->tm_mon < 2);
	if (year - 1900 > INT_MAX || year - 1900 < INT_MIN)
		return (false);
	tm->tm_year = (int)(year - 1900);
	tm->tm_yday = (int)(days - EPOCH_SHIFT - days_from_civil(year, 0, 1));
	return (true);
}

bool
tm_to_seconds(const struct tm *tm, int64_t *secondsp)
{
	int64_t year = (int64_t)tm->tm_year + 1900, days, seconds;
	int month = tm->tm_mon % 12;

	year += tm->tm_mon / 12;
	if (month < 0) {
		month += 12;
		year--;
	}
	/* No overflow: every field is an int. */
	days = days_from_civil(year, month, tm->tm_mday);
	seconds = (int64_t)tm->tm_hour * 3600 + (int64_t)tm->tm_min * 60 +
	    tm->tm_sec;
	return (!__builtin_mul_overflow(days, (int64_t)DAY_SECONDS, &days) &&
	    !__builtin_add_overflow(days, seconds, secondsp));
}

struct tm *
gmtime_r(const time_t *__restrict tp, struct tm *__restrict tm)
{
	if (!tm_from_seconds(*tp, tm)) {
		errno = EOVERFLOW;
		return (NULL);
	}
	tm->tm_isdst = 0;
	tm->tm_gmtoff = 0;
	tm->tm_zone = time_utc_name;
	return (tm);
}

struct tm *
gmtime(const time_t *tp)
{
	static struct tm tm;

	return (gmtime_r(tp, &tm));
}

time_t
timegm(struct tm *tm)
{
	int64_t seconds;
	struct tm out;

	if (!tm_to_seconds(tm, &seconds) ||
	    gmtime_r(&seconds, &out) == NULL) {
		errno = EOVERFLOW;
		return (-1);
	}
	*tm = out;
	return (seconds);
}
