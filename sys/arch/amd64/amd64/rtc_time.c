/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The battery clock's registers as a time and back; pure.
 * Tests	tests/sys/arch/amd64/t_rtc.c
 */

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/time.h>
#else
#include <sys/types.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#endif
#include <machine/rtc.h>

#define	RTC_24HOUR	0x02
#define	RTC_BINARY	0x04
#define	RTC_PM		0x80

#define	SECS_PER_DAY	86400

static u_int
from_bcd(uint8_t v)
{

	return ((v & 0xf) > 9 || v >> 4 > 9 ? 255 : (v >> 4) * 10U +
	    (v & 0xf));
}

static uint8_t
to_reg(u_int v, bool binary)
{

	return ((uint8_t)(binary ? v : (v / 10) << 4 | v % 10));
}

static bool
is_leap(u_int year)
{

	return ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
}

static u_int
days_of_month(u_int year, u_int month)
{
	static const uint8_t days[12] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	return (days[month - 1] + (month == 2 && is_leap(year)));
}

bool
rtc_to_time(const struct rtc_regs *r, struct timespec *ts)
{
	bool binary = (r->rr_b & RTC_BINARY) != 0;
	u_int sec, min, hour, day, month, year, century, y, m;
	uint8_t h = r->rr_hour;
	int64_t days;
	bool pm = false;

	if ((r->rr_b & RTC_24HOUR) == 0) {
		pm = (h & RTC_PM) != 0;
		h &= ~RTC_PM;
	}
	sec = binary ? r->rr_sec : from_bcd(r->rr_sec);
	min = binary ? r->rr_min : from_bcd(r->rr_min);
	hour = binary ? h : from_bcd(h);
	day = binary ? r->rr_day : from_bcd(r->rr_day);
	month = binary ? r->rr_month : from_bcd(r->rr_month);
	year = binary ? r->rr_year : from_bcd(r->rr_year);
	century = binary ? r->rr_century : from_bcd(r->rr_century);
	if ((r->rr_b & RTC_24HOUR) == 0) {
		if (hour < 1 || hour > 12)
			return (false);
		hour = hour % 12 + (pm ? 12 : 0);
	}
	if (year > 99)
		return (false);
	if (century < 19 || century > 99)
		century = year < 70 ? 20 : 19;	/* not every machine has it */
	year += century * 100;
	if (sec > 59 || min > 59 || hour > 23 || month < 1 || month > 12 ||
	    day < 1 || day > days_of_month(year, month) || year < 1970)
		return (false);
	days = day - 1;
	for (y = 1970; y < year; y++)
		days += is_leap(y) ? 366 : 365;
	for (m = 1; m < month; m++)
		days += days_of_month(year, m);
	ts->tv_sec = days * SECS_PER_DAY + hour * 3600 + min * 60 + sec;
	ts->tv_nsec = 0;
	return (true);
}

bool
rtc_from_time(const struct timespec *ts, struct rtc_regs *r)
{
	bool binary = (r->rr_b & RTC_BINARY) != 0;
	u_int year, month, hour, secs;
	uint8_t pm = 0;
	int64_t days;

	/* Up to the year 9999. */
	if (ts->tv_sec < 0 || ts->tv_sec >= 253402300800)
		return (false);
	days = ts->tv_sec / SECS_PER_DAY;
	secs = (u_int)(ts->tv_sec % SECS_PER_DAY);
	for (year = 1970; days >= (is_leap(year) ? 366 : 365); year++)
		days -= is_leap(year) ? 366 : 365;
	for (month = 1; days >= days_of_month(year, month); month++)
		days -= days_of_month(year, month);
	hour = secs / 3600;
	if ((r->rr_b & RTC_24HOUR) == 0) {
		pm = hour >= 12 ? RTC_PM : 0;
		hour = hour % 12 == 0 ? 12 : hour % 12;
	}
	r->rr_sec = to_reg(secs % 60, binary);
	r->rr_min = to_reg(secs / 60 % 60, binary);
	r->rr_hour = to_reg(hour, binary) | pm;
	r->rr_day = to_reg((u_int)days + 1, binary);
	r->rr_month = to_reg(month, binary);
	r->rr_year = to_reg(year % 100, binary);
	r->rr_century = to_reg(year / 100, binary);
	return (true);
}
