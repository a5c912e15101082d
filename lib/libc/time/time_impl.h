/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Calendars and time zones.
 *
 * A zone is a list of transitions, each with the kind of local time that begins
 * there, and a rule (as POSIX writes it in TZ) for the time after the last one.
 * Either part may be empty.
 */

#ifndef _TIME_IMPL_H_
#define	_TIME_IMPL_H_

#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include "libc_private.h"

#define	TZ_NAME_MAX	64

struct tz_kind {
	int32_t	offset;			/* seconds east of UTC */
	bool	dst;
	char	name[TZ_NAME_MAX];
};

/* A day and a second of it, as in "M3.2.0/2". */
struct tz_day {
	char	form;			/* J, N (zero based) or M */
	int	day;			/* of the year, or of the week */
	int	week;
	int	month;
	int32_t	second;
};

struct tz_rule {
	bool		valid;
	bool		has_dst;
	struct tz_kind	std;
	struct tz_kind	dst;
	struct tz_day	start;		/* of summer time */
	struct tz_day	end;
};

struct tz {
	size_t		ntrans;
	int64_t		*trans;		/* sorted */
	unsigned char	*kind;		/* that begins at each */
	size_t		nkinds;
	struct tz_kind	*kinds;
	struct tz_rule	rule;
};

extern __hidden struct libc_lock tz_lock;

/* All of these want tz_lock held. */
__hidden const struct tz *tz_current(void);
__hidden const struct tz_kind *tz_kind_at(const struct tz *, int64_t);

__hidden bool	tz_rule_parse(const char *, struct tz_rule *);
__hidden const struct tz_kind *tz_rule_at(const struct tz_rule *, int64_t);
__hidden bool	tz_file_read(const char *, struct tz *);
__hidden void	tz_free(struct tz *);

/* Days since 1970-01-01 of a date; month from 0 and day of month any. */
__hidden int64_t days_from_civil(int64_t, int, int64_t);
__hidden bool	is_leap(int64_t);

/* Broken-down time of a number of seconds; false if the year overflows. */
__hidden bool	tm_from_seconds(int64_t, struct tm *);

/* Seconds of a broken-down time taken as UTC; false on overflow. */
__hidden bool	tm_to_seconds(const struct tm *, int64_t *);

extern __hidden const char time_utc_name[4];

#endif /* !_TIME_IMPL_H_ */
