/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <stdio.h>
#include <time.h>

#define	ASCTIME_SIZE	26		/* what the standard promises */

static const char day_names[] = "SunMonTueWedThuFriSat";
static const char month_names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static char *
format(const struct tm *tm, char *buf, size_t size)
{
	int n;

	n = snprintf(buf, size, "%.3s %.3s%3d %.2d:%.2d:%.2d %lld\n",
	    tm->tm_wday < 0 || tm->tm_wday > 6 ? "???" :
	    day_names + 3 * tm->tm_wday,
	    tm->tm_mon < 0 || tm->tm_mon > 11 ? "???" :
	    month_names + 3 * tm->tm_mon,
	    tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec,
	    tm->tm_year + 1900LL);
	if (n < 0 || (size_t)n >= size) {
		errno = EOVERFLOW;
		return (NULL);
	}
	return (buf);
}

char *
asctime_r(const struct tm *tm, char *buf)
{
	return (format(tm, buf, ASCTIME_SIZE));
}

char *
asctime(const struct tm *tm)
{
	static char buf[96];

	return (format(tm, buf, sizeof(buf)));
}

char *
ctime(const time_t *tp)
{
	struct tm tm;

	return (localtime_r(tp, &tm) == NULL ? NULL : asctime(&tm));
}

char *
ctime_r(const time_t *tp, char *buf)
{
	struct tm tm;

	return (localtime_r(tp, &tm) == NULL ? NULL : asctime_r(&tm, buf));
}
