/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Text as time: the inverse of strftime(3).  Fields that the text does not give
 * stay as they are; week day and day of the year are computed once year, month
 * and day, or year and day of the year, are known.
 * Tests: tests/lib/libc/time/t_strftime.c
 */

#include <ctype.h>
#include <langinfo.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include "time_impl.h"

#define	HAVE_YEAR	0x01
#define	HAVE_MON	0x02
#define	HAVE_MDAY	0x04
#define	HAVE_YDAY	0x08
#define	HAVE_WDAY	0x10

struct parse {
	struct tm	*tm;
	unsigned int	have;
	int		century;	/* %C, or -1 */
	int		year2;		/* %y, or -1 */
	int		pm;		/* %p, or -1 */
	bool		hour12;
};

static const char	*parse_format(struct parse *, const char *,
			    const char *);

/* A number of at most width digits in [least, most]; NULL if none. */
static const char *
number(const char *s, int width, int least, int most, int *vp)
{
	long v = 0;

	while (isspace((unsigned char)*s))
		s++;
	if (!isdigit((unsigned char)*s))
		return (NULL);
	for (; width > 0 && isdigit((unsigned char)*s); width--)
		v = v * 10 + (*s++ - '0');
	if (v < least || v > most)
		return (NULL);
	*vp = (int)v;
	return (s);
}

/* One of n names, long or short. */
static const char *
name(const char *s, nl_item full, nl_item brief, int n, int *vp)
{
	const char *text;
	size_t len;
	int i;

	for (i = 0; i < n; i++) {
		text = nl_langinfo(full + i);
		len = strlen(text);
		if (strncasecmp(s, text, len) != 0) {
			text = nl_langinfo(brief + i);
			len = strlen(text);
			if (strncasecmp(s, text, len) != 0)
				continue;
		}
		*vp = i;
		return (s + len);
	}
	return (NULL);
}

static const char *
parse_year(const char *s, int *yearp)
{
	bool negative = false;
	int year;

	if (*s == '-' || *s == '+')
		negative = *s++ == '-';
	if ((s = number(s, 9, 0, 999999999, &year)) == NULL)
		return (NULL);
	*yearp = (negative ? -year : year) - 1900;
	return (s);
}

/* +hhmm, +hh:mm, +hh, Z. */
static const char *
parse_offset(const char *s, struct tm *tm)
{
	int sign, h, m = 0;

	if (*s == 'Z') {
		tm->tm_gmtoff = 0;
		return (s + 1);
	}
	if (*s != '+' && *s != '-')
		return (NULL);
	sign = *s++ == '-' ? -1 : 1;
	if ((s = number(s, 2, 0, 24, &h)) == NULL)
		return (NULL);
	if (*s == ':')
		s++;
	if (isdigit((unsigned char)*s) &&
	    (s = number(s, 2, 0, 59, &m)) == NULL)
		return (NULL);
	tm->tm_gmtoff = sign * (h * 3600 + m * 60);
	tm->tm_isdst = 0;
	return (s);
}

static const char *
parse_zone_name(const char *s, struct tm *tm)
{
	size_t n;
	int i;

	if (strncmp(s, "UTC", 3) == 0 || strncmp(s, "GMT", 3) == 0) {
		tm->tm_isdst = 0;
		tm->tm_gmtoff = 0;
		return (s + 3);
	}
	tzset();
	for (i = 0; i < 2; i++) {
		n = strlen(tzname[i]);
		if (n > 0 && strncmp(s, tzname[i], n) == 0) {
			tm->tm_isdst = i;
			tm->tm_gmtoff = -timezone + (i != 0 ? 3600 : 0);
			return (s + n);
		}
	}
	return (NULL);
}

static const char *
parse_epoch(const char *s, struct parse *ps)
{
	time_t t = 0;
	bool negative = false;

	if (*s == '-')
		negative = *s++ == '-';
	if (!isdigit((unsigned char)*s))
		return (NULL);
	for (; isdigit((unsigned char)*s); s++) {
		if (__builtin_mul_overflow(t, (time_t)10, &t) ||
		    __builtin_add_overflow(t, (time_t)(*s - '0'), &t))
			return (NULL);
	}
	if (negative)
		t = -t;
	if (localtime_r(&t, ps->tm) == NULL)
		return (NULL);
	ps->have |= HAVE_YEAR | HAVE_MON | HAVE_MDAY | HAVE_YDAY | HAVE_WDAY;
	return (s);
}

static const char *
parse_date(struct parse *ps, const char *s, char conv)
{
	struct tm *tm = ps->tm;
	int ignored;

	switch (conv) {
	case 'C':
		return (number(s, 2, 0, 99, &ps->century));
	case 'y':
		return (number(s, 2, 0, 99, &ps->year2));
	case 'Y':
		ps->have |= HAVE_YEAR;
		return (parse_year(s, &tm->tm_year));
	case 'd':
	case 'e':
		ps->have |= HAVE_MDAY;
		return (number(s, 2, 1, 31, &tm->tm_mday));
	case 'j':
		ps->have |= HAVE_YDAY;
		s = number(s, 3, 1, 366, &tm->tm_yday);
		tm->tm_yday--;
		return (s);
	case 'm':
		ps->have |= HAVE_MON;
		s = number(s, 2, 1, 12, &tm->tm_mon);
		tm->tm_mon--;
		return (s);
	case 'u':
		ps->have |= HAVE_WDAY;
		s = number(s, 1, 1, 7, &tm->tm_wday);
		tm->tm_wday %= 7;
		return (s);
	case 'w':
		ps->have |= HAVE_WDAY;
		return (number(s, 1, 0, 6, &tm->tm_wday));
	case 'U': case 'W': case 'V': case 'g':
		return (number(s, 2, 0, 99, &ignored));
	case 'G':
		return (number(s, 4, 0, 9999, &ignored));
	case 'A': case 'a':
		ps->have |= HAVE_WDAY;
		return (name(s, DAY_1, ABDAY_1, 7, &tm->tm_wday));
	case 'B': case 'b': case 'h':
		ps->have |= HAVE_MON;
		return (name(s, MON_1, ABMON_1, 12, &tm->tm_mon));
	default:
		return (NULL);
	}
}

static const char *
parse_time(struct parse *ps, const char *s, char conv)
{
	struct tm *tm = ps->tm;

	switch (conv) {
	case 'H': case 'k':
		ps->hour12 = false;
		return (number(s, 2, 0, 23, &tm->tm_hour));
	case 'I': case 'l':
		ps->hour12 = true;
		return (number(s, 2, 1, 12, &tm->tm_hour));
	case 'M':
		return (number(s, 2, 0, 59, &tm->tm_min));
	case 'S':
		return (number(s, 2, 0, 60, &tm->tm_sec));
	case 's':
		return (parse_epoch(s, ps));
	case 'p':
		if (strncasecmp(s, "AM", 2) != 0 &&
		    strncasecmp(s, "PM", 2) != 0)
			return (NULL);
		ps->pm = (*s | 0x20) == 'p';
		return (s + 2);
	case 'z':
		return (parse_offset(s, tm));
	case 'Z':
		return (parse_zone_name(s, tm));
	default:
		return (NULL);
	}
}

static const char *
composed(char conv)
{
	switch (conv) {
	case 'c':
		return ("%a %b %e %H:%M:%S %Y");
	case 'D': case 'x':
		return ("%m/%d/%y");
	case 'F':
		return ("%Y-%m-%d");
	case 'R':
		return ("%H:%M");
	case 'r':
		return ("%I:%M:%S %p");
	case 'T': case 'X':
		return ("%H:%M:%S");
	case 'v':
		return ("%e-%b-%Y");
	case '+':
		return ("%a %b %e %H:%M:%S %Z %Y");
	default:
		return (NULL);
	}
}

static const char *
parse_format(struct parse *ps, const char *s, const char *fmt)
{
	const char *sub;

	for (; *fmt != '\0' && s != NULL; fmt++) {
		if (isspace((unsigned char)*fmt)) {
			while (isspace((unsigned char)*s))
				s++;
			continue;
		}
		if (*fmt != '%') {
			if (*s++ != *fmt)
				return (NULL);
			continue;
		}
		fmt++;
		if (*fmt == 'E' || *fmt == 'O')
			fmt++;
		switch (*fmt) {
		case '\0':
			return (NULL);
		case '%':
			while (isspace((unsigned char)*s))
				s++;
			if (*s++ != '%')
				return (NULL);
			break;
		case 'n':
		case 't':
			while (isspace((unsigned char)*s))
				s++;
			break;
		default:
			if ((sub = composed(*fmt)) != NULL)
				s = parse_format(ps, s, sub);
			else if (strchr("HIklMSspzZ", *fmt) != NULL)
				s = parse_time(ps, s, *fmt);
			else
				s = parse_date(ps, s, *fmt);
			break;
		}
	}
	return (s);
}

/* What follows from what was given. */
static void
complete(struct parse *ps)
{
	struct tm *tm = ps->tm;
	int64_t year, days;
	int wday;

	if (ps->hour12 && ps->pm != -1)
		tm->tm_hour = tm->tm_hour % 12 + (ps->pm ? 12 : 0);
	if (ps->year2 != -1 || ps->century != -1) {
		if (ps->century != -1)
			tm->tm_year = ps->century * 100 - 1900 +
			    (ps->year2 != -1 ? ps->year2 : 0);
		else
			tm->tm_year = ps->year2 < 69 ? ps->year2 + 100 :
			    ps->year2;
		ps->have |= HAVE_YEAR;
	}
	if ((ps->have & HAVE_YEAR) == 0)
		return;
	year = (int64_t)tm->tm_year + 1900;
	if ((ps->have & (HAVE_MON | HAVE_MDAY)) == (HAVE_MON | HAVE_MDAY)) {
		days = days_from_civil(year, tm->tm_mon, tm->tm_mday);
		tm->tm_yday = (int)(days - days_from_civil(year, 0, 1));
	} else if ((ps->have & HAVE_YDAY) != 0) {
		struct tm date;

		days = days_from_civil(year, 0, 1) + tm->tm_yday;
		if (!tm_from_seconds(days * 86400, &date))
			return;
		tm->tm_mon = date.tm_mon;
		tm->tm_mday = date.tm_mday;
	} else
		return;
	wday = (int)((days % 7 + 11) % 7);
	if ((ps->have & HAVE_WDAY) == 0)
		tm->tm_wday = wday;
}

char *
strptime(const char *__restrict s, const char *__restrict fmt,
    struct tm *__restrict tm)
{
	struct parse ps = { .tm = tm, .century = -1, .year2 = -1, .pm = -1 };

	if ((s = parse_format(&ps, s, fmt)) == NULL)
		return (NULL);
	complete(&ps);
	return (__DECONST(char *, s));
}
