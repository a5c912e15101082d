/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Local time and back.
 *
 * mktime() takes the fields as if they were UTC and looks for an instant t with
 * t + offset(t) equal to that.  The only offsets that can be right are those in
 * force a day before and a day after, so each is tried.  Twice a year there are
 * two answers, and tm_isdst chooses, or none, and the clock jumps as it did
 * then.
 * Tests: tests/lib/libc/time/t_mktime.c
 */

#include <errno.h>
#include "time_impl.h"

#define	DAY_SECONDS	86400

static bool
fill_local(const struct tz_kind *k, int64_t t, struct tm *tm)
{
	int64_t local;

	if (__builtin_add_overflow(t, (int64_t)k->offset, &local) ||
	    !tm_from_seconds(local, tm))
		return (false);
	tm->tm_isdst = k->dst;
	tm->tm_gmtoff = k->offset;
	tm->tm_zone = k->name;
	return (true);
}

struct tm *
localtime_r(const time_t *__restrict tp, struct tm *__restrict tm)
{
	const struct tz *z;
	bool ok;

	libc_lock(&tz_lock);
	z = tz_current();
	ok = fill_local(tz_kind_at(z, *tp), *tp, tm);
	libc_unlock(&tz_lock);
	if (!ok) {
		errno = EOVERFLOW;
		return (NULL);
	}
	return (tm);
}

struct tm *
localtime(const time_t *tp)
{
	static struct tm tm;

	return (localtime_r(tp, &tm));
}

/* The kind of time that is summer time, or is not, closest to t. */
static const struct tz_kind *
kind_of_sort(const struct tz *z, int64_t t, bool dst)
{
	const struct tz_kind *k = NULL;
	size_t i;

	if (z->rule.valid && (z->ntrans == 0 ||
	    t >= z->trans[z->ntrans - 1])) {
		if (!dst)
			return (&z->rule.std);
		return (z->rule.has_dst ? &z->rule.dst : NULL);
	}
	for (i = 0; i < z->ntrans; i++) {
		if (z->kinds[z->kind[i]].dst == dst)
			k = &z->kinds[z->kind[i]];
		if (z->trans[i] > t && k != NULL)
			break;
	}
	return (k);
}

/* The instant at which local clocks show the local seconds. */
static int64_t
find_instant(const struct tz *z, int64_t local, int isdst)
{
	const struct tz_kind *before, *after, *k, *other;
	int64_t a, b;
	bool aok, bok;

	before = tz_kind_at(z, local - DAY_SECONDS);
	after = tz_kind_at(z, local + DAY_SECONDS);
	a = local - before->offset;
	b = local - after->offset;
	aok = tz_kind_at(z, a)->offset == before->offset;
	bok = tz_kind_at(z, b)->offset == after->offset;
	if (aok && bok && a != b) {
		/* Both: the earlier, unless the other is asked for. */
		if (isdst >= 0 && tz_kind_at(z, a)->dst != (isdst > 0) &&
		    tz_kind_at(z, b)->dst == (isdst > 0))
			return (b);
		return (a);
	}
	if (!aok && !bok) {
		/* None: the clock was set forward over it. */
		if (isdst > 0 && after->dst)
			return (b);
		return (a);
	}
	if (!aok)
		a = b;
	k = tz_kind_at(z, a);
	if (isdst >= 0 && k->dst != (isdst > 0)) {
		/* The caller says otherwise: count by the other clock. */
		other = kind_of_sort(z, a, isdst > 0);
		if (other != NULL)
			a = local - other->offset;
	}
	return (a);
}

time_t
mktime(struct tm *tm)
{
	const struct tz *z;
	int64_t local, t;
	struct tm out;
	bool ok = false;

	libc_lock(&tz_lock);
	z = tz_current();
	if (tm_to_seconds(tm, &local) && local > INT64_MIN / 2 &&
	    local < INT64_MAX / 2) {
		t = find_instant(z, local, tm->tm_isdst);
		ok = fill_local(tz_kind_at(z, t), t, &out);
	}
	libc_unlock(&tz_lock);
	if (!ok) {
		errno = EOVERFLOW;
		return (-1);
	}
	*tm = out;
	return (t);
}

time_t
timelocal(struct tm *tm)
{
	tm->tm_isdst = -1;
	return (mktime(tm));
}
