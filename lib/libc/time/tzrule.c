/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Time zones as POSIX writes them in TZ: "CET-1CEST,M3.5.0,M10.5.0/3".
 */

#include <ctype.h>
#include <string.h>
#include "time_impl.h"

#define	DAY_SECONDS	86400

/* A name: letters, or anything in <>. */
static const char *
parse_name(const char *p, char *name)
{
	const char *start = p;
	size_t n;

	if (*p == '<') {
		start = ++p;
		while (*p != '\0' && *p != '>')
			p++;
		if (*p != '>')
			return (NULL);
		n = (size_t)(p++ - start);
	} else {
		while (isalpha((unsigned char)*p))
			p++;
		n = (size_t)(p - start);
	}
	if (n < 3 || n >= TZ_NAME_MAX)
		return (NULL);
	memcpy(name, start, n);
	name[n] = '\0';
	return (p);
}

static const char *
parse_number(const char *p, int least, int most, int *np)
{
	int n = 0;

	if (!isdigit((unsigned char)*p))
		return (NULL);
	for (; isdigit((unsigned char)*p); p++) {
		n = n * 10 + (*p - '0');
		if (n > most)
			return (NULL);
	}
	*np = n;
	return (n < least ? NULL : p);
}

/* [+-]hh[:mm[:ss]]; hours up to a week, as newer zones need. */
static const char *
parse_time(const char *p, int32_t *secondsp)
{
	int sign = 1, h, m = 0, s = 0;

	if (*p == '-' || *p == '+')
		sign = *p++ == '-' ? -1 : 1;
	if ((p = parse_number(p, 0, 167, &h)) == NULL)
		return (NULL);
	if (*p == ':') {
		if ((p = parse_number(p + 1, 0, 59, &m)) == NULL)
			return (NULL);
		if (*p == ':' &&
		    (p = parse_number(p + 1, 0, 59, &s)) == NULL)
			return (NULL);
	}
	*secondsp = sign * (h * 3600 + m * 60 + s);
	return (p);
}

static const char *
parse_day(const char *p, struct tz_day *d)
{
	d->second = 2 * 3600;
	if (*p == 'M') {
		d->form = 'M';
		if ((p = parse_number(p + 1, 1, 12, &d->month)) == NULL ||
		    *p != '.' ||
		    (p = parse_number(p + 1, 1, 5, &d->week)) == NULL ||
		    *p != '.' ||
		    (p = parse_number(p + 1, 0, 6, &d->day)) == NULL)
			return (NULL);
	} else if (*p == 'J') {
		d->form = 'J';
		if ((p = parse_number(p + 1, 1, 365, &d->day)) == NULL)
			return (NULL);
	} else {
		d->form = 'N';
		if ((p = parse_number(p, 0, 365, &d->day)) == NULL)
			return (NULL);
	}
	if (*p == '/')
		p = parse_time(p + 1, &d->second);
	return (p);
}

bool
tz_rule_parse(const char *p, struct tz_rule *r)
{
	int32_t offset;

	memset(r, 0, sizeof(*r));
	if ((p = parse_name(p, r->std.name)) == NULL ||
	    (p = parse_time(p, &offset)) == NULL)
		return (false);
	r->std.offset = -offset;		/* TZ counts west */
	if (*p == '\0') {
		r->valid = true;
		return (true);
	}
	if ((p = parse_name(p, r->dst.name)) == NULL)
		return (false);
	r->dst.dst = true;
	r->dst.offset = r->std.offset + 3600;
	if (*p != '\0' && *p != ',') {
		if ((p = parse_time(p, &offset)) == NULL)
			return (false);
		r->dst.offset = -offset;
	}
	if (*p == '\0')
		p = ",M3.2.0,M11.1.0";
	if (*p != ',' || (p = parse_day(p + 1, &r->start)) == NULL ||
	    *p != ',' || (p = parse_day(p + 1, &r->end)) == NULL ||
	    *p != '\0')
		return (false);
	r->has_dst = r->valid = true;
	return (true);
}

/* Seconds from the start of the year to the day, in local time. */
static int64_t
day_seconds(const struct tz_day *d, int64_t year)
{
	int64_t first, days;
	int wday;

	switch (d->form) {
	case 'J':				/* February 29 has no number */
		days = d->day - 1 + (is_leap(year) && d->day >= 60);
		break;
	case 'N':
		days = d->day;
		break;
	default:
		first = days_from_civil(year, d->month - 1, 1);
		wday = (int)((first % 7 + 11) % 7);
		days = first + (d->day - wday + 7) % 7 + (d->week - 1) * 7;
		/* The fifth one may not exist; the last is meant. */
		if (d->month == 12) {
			if (days >= days_from_civil(year + 1, 0, 1))
				days -= 7;
		} else if (days >= days_from_civil(year, d->month, 1))
			days -= 7;
		days -= days_from_civil(year, 0, 1);
		break;
	}
	return (days * DAY_SECONDS + d->second);
}

const struct tz_kind *
tz_rule_at(const struct tz_rule *r, int64_t t)
{
	int64_t start, end, year_start;
	struct tm tm;
	bool dst;

	if (!r->has_dst || !tm_from_seconds(t + r->std.offset, &tm))
		return (&r->std);
	year_start = days_from_civil((int64_t)tm.tm_year + 1900, 0, 1) *
	    DAY_SECONDS;
	start = year_start + day_seconds(&r->start,
	    (int64_t)tm.tm_year + 1900) - r->std.offset;
	end = year_start + day_seconds(&r->end,
	    (int64_t)tm.tm_year + 1900) - r->dst.offset;
	if (start < end)
		dst = t >= start && t < end;
	else
		dst = t >= start || t < end;	/* south of the equator */
	return (dst ? &r->dst : &r->std);
}
