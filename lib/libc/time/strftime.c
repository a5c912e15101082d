/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Time as text.  Names are those of the C locale.  A '-', '_' or '0' after the
 * percent sign asks for no padding, spaces or zeros, as in other systems.
 * Tests: tests/lib/libc/time/t_strftime.c
 */

#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "time_impl.h"

struct out {
	char	*p;
	char	*end;			/* of the room, with the NUL */
	bool	full;
};

static void	put_format(struct out *, const char *, const struct tm *);

static void
put(struct out *o, const char *s, size_t n)
{
	if (n >= (size_t)(o->end - o->p)) {
		o->full = true;
		return;
	}
	memcpy(o->p, s, n);
	o->p += n;
}

static void
put_string(struct out *o, const char *s)
{
	put(o, s, strlen(s));
}

/* pad: '0' or ' ' up to width, '-' for none; mode overrides it. */
static void
put_number(struct out *o, long long v, int width, char pad, char mode)
{
	char buf[32];
	int n;

	if (mode != '\0')
		pad = mode == '_' ? ' ' : mode;
	if (pad == '-')
		n = snprintf(buf, sizeof(buf), "%lld", v);
	else if (pad == ' ')
		n = snprintf(buf, sizeof(buf), "%*lld", width, v);
	else
		n = snprintf(buf, sizeof(buf), "%0*lld", width + (v < 0), v);
	put(o, buf, (size_t)n);
}

static void
put_name(struct out *o, nl_item first, int index, int n)
{
	put_string(o, index < 0 || index >= n ? "?" :
	    nl_langinfo(first + index));
}

/* The ISO 8601 week and its year: weeks begin on Monday, and the first one
 * has the year's first Thursday. */
static int
iso_week(const struct tm *tm, long long *yearp)
{
	long long year = tm->tm_year + 1900LL;
	int wday = (tm->tm_wday + 6) % 7;	/* Monday is 0 */
	int week = (tm->tm_yday - wday + 10) / 7, days;

	if (week < 1) {
		year--;
		days = is_leap(year) ? 366 : 365;
		week = (tm->tm_yday + days - wday + 10) / 7;
	} else {
		days = is_leap(year) ? 366 : 365;
		/* Does this week's Thursday fall into the next year? */
		if (tm->tm_yday - wday + 3 >= days) {
			week = 1;
			year++;
		}
	}
	*yearp = year;
	return (week);
}

static void
put_zone(struct out *o, const struct tm *tm)
{
	long off = tm->tm_gmtoff;

	if (tm->tm_isdst < 0)
		return;
	put_string(o, off < 0 ? "-" : "+");
	if (off < 0)
		off = -off;
	put_number(o, off / 3600 * 100 + off / 60 % 60, 4, '0', '\0');
}

/* Dates of the form %Y-%m-%d and their parts of more than one digit. */
static void
put_century(struct out *o, const struct tm *tm, char conv, char mode)
{
	long long year = tm->tm_year + 1900LL;
	long long century = year / 100, rest = year % 100;

	if (rest < 0) {
		rest = -rest;
		if (conv == 'C' && century == 0) {
			put_string(o, "-0");
			return;
		}
	}
	if (conv == 'C')
		put_number(o, century, 2, '0', mode);
	else
		put_number(o, rest, 2, '0', mode);
}

static bool
put_date(struct out *o, const struct tm *tm, char conv, char mode)
{
	long long year;

	switch (conv) {
	case 'C':
	case 'y':
		put_century(o, tm, conv, mode);
		return (true);
	case 'Y':
		year = tm->tm_year + 1900LL;
		put_number(o, year, year >= 0 && year < 1000 ? 4 : 1,
		    year >= 0 && year < 1000 ? '0' : '-', mode);
		return (true);
	case 'G':
		(void)iso_week(tm, &year);
		put_number(o, year, 4, '0', mode);
		return (true);
	case 'g':
		(void)iso_week(tm, &year);
		put_number(o, (year % 100 + 100) % 100, 2, '0', mode);
		return (true);
	case 'V':
		put_number(o, iso_week(tm, &year), 2, '0', mode);
		return (true);
	case 'U':
		put_number(o, (tm->tm_yday + 7 - tm->tm_wday) / 7, 2, '0',
		    mode);
		return (true);
	case 'W':
		put_number(o, (tm->tm_yday + 7 - (tm->tm_wday + 6) % 7) / 7,
		    2, '0', mode);
		return (true);
	case 'd':
		put_number(o, tm->tm_mday, 2, '0', mode);
		return (true);
	case 'e':
		put_number(o, tm->tm_mday, 2, ' ', mode);
		return (true);
	case 'j':
		put_number(o, tm->tm_yday + 1, 3, '0', mode);
		return (true);
	case 'm':
		put_number(o, tm->tm_mon + 1, 2, '0', mode);
		return (true);
	case 'u':
		put_number(o, tm->tm_wday == 0 ? 7 : tm->tm_wday, 1, '0',
		    mode);
		return (true);
	case 'w':
		put_number(o, tm->tm_wday, 1, '0', mode);
		return (true);
	default:
		return (false);
	}
}

static bool
put_time(struct out *o, const struct tm *tm, char conv, char mode)
{
	int hour12 = tm->tm_hour % 12 == 0 ? 12 : tm->tm_hour % 12;
	struct tm copy;

	switch (conv) {
	case 'H':
		put_number(o, tm->tm_hour, 2, '0', mode);
		return (true);
	case 'I':
		put_number(o, hour12, 2, '0', mode);
		return (true);
	case 'k':
		put_number(o, tm->tm_hour, 2, ' ', mode);
		return (true);
	case 'l':
		put_number(o, hour12, 2, ' ', mode);
		return (true);
	case 'M':
		put_number(o, tm->tm_min, 2, '0', mode);
		return (true);
	case 'S':
		put_number(o, tm->tm_sec, 2, '0', mode);
		return (true);
	case 's':
		copy = *tm;
		put_number(o, mktime(&copy), 1, '-', '\0');
		return (true);
	case 'p':
		put_string(o, nl_langinfo(tm->tm_hour >= 12 ? PM_STR :
		    AM_STR));
		return (true);
	case 'Z':
		if (tm->tm_zone != NULL && tm->tm_isdst >= 0)
			put_string(o, tm->tm_zone);
		return (true);
	case 'z':
		put_zone(o, tm);
		return (true);
	default:
		return (false);
	}
}

/* Conversions that are a format themselves; NULL for others. */
static const char *
composed(char conv)
{
	switch (conv) {
	case 'c':
		return ("%a %b %e %H:%M:%S %Y");
	case 'D':
	case 'x':
		return ("%m/%d/%y");
	case 'F':
		return ("%Y-%m-%d");
	case 'R':
		return ("%H:%M");
	case 'r':
		return ("%I:%M:%S %p");
	case 'T':
	case 'X':
		return ("%H:%M:%S");
	case 'v':
		return ("%e-%b-%Y");
	case '+':
		return ("%a %b %e %H:%M:%S %Z %Y");
	default:
		return (NULL);
	}
}

static void
put_conversion(struct out *o, const struct tm *tm, char conv, char mode)
{
	const char *fmt;

	switch (conv) {
	case 'A':
		put_name(o, DAY_1, tm->tm_wday, 7);
		return;
	case 'a':
		put_name(o, ABDAY_1, tm->tm_wday, 7);
		return;
	case 'B':
		put_name(o, MON_1, tm->tm_mon, 12);
		return;
	case 'b':
	case 'h':
		put_name(o, ABMON_1, tm->tm_mon, 12);
		return;
	case 'n':
		put(o, "\n", 1);
		return;
	case 't':
		put(o, "\t", 1);
		return;
	default:
		break;
	}
	if ((fmt = composed(conv)) != NULL)
		put_format(o, fmt, tm);
	else if (!put_date(o, tm, conv, mode) && !put_time(o, tm, conv, mode))
		put(o, &conv, 1);		/* also "%%" */
}

static void
put_format(struct out *o, const char *fmt, const struct tm *tm)
{
	const char *percent;
	char mode;

	for (; !o->full; fmt++) {
		percent = strchrnul(fmt, '%');
		put(o, fmt, (size_t)(percent - fmt));
		if (*percent == '\0' || percent[1] == '\0') {
			if (*percent != '\0')
				put(o, "%", 1);
			return;
		}
		fmt = percent + 1;
		mode = '\0';
		if (*fmt == '-' || *fmt == '_' || *fmt == '0')
			mode = *fmt++;
		if (*fmt == 'E' || *fmt == 'O')
			fmt++;			/* no alternatives in C */
		if (*fmt == '\0')
			return;
		put_conversion(o, tm, *fmt, mode);
	}
}

size_t
strftime(char *__restrict buf, size_t size, const char *__restrict fmt,
    const struct tm *__restrict tm)
{
	struct out o = { .p = buf, .end = buf + size, .full = size == 0 };

	tzset();
	if (size == 0)
		return (0);
	put_format(&o, fmt, tm);
	if (o.full)
		return (0);
	*o.p = '\0';
	return ((size_t)(o.p - buf));
}

size_t
strftime_l(char *__restrict buf, size_t size, const char *__restrict fmt,
    const struct tm *__restrict tm, locale_t loc)
{
	return (strftime(buf, size, fmt, tm));
}
