/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * strftime(3) and strptime(3).
 */

#include <atf-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* 2023-01-01 was a Sunday, in week 52 of 2022. */
static struct tm	tm;

static const char *
format(const char *fmt)
{
	static char buf[128];

	if (strftime(buf, sizeof(buf), fmt, &tm) == 0)
		buf[0] = '\0';
	return (buf);
}

static void
set_time(time_t t)
{
	ATF_REQUIRE_EQ(0, setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1));
	ATF_REQUIRE(localtime_r(&t, &tm) != NULL);
}

ATF_TC_WITHOUT_HEAD(conversions);
ATF_TC_BODY(conversions, tc)
{
	set_time(1672556645);			/* 2023-01-01 08:04:05 CET */
	ATF_CHECK_STREQ("Sun Sunday Jan January", format("%a %A %b %B"));
	ATF_CHECK_STREQ("2023-01-01 01/01/23", format("%F %D"));
	ATF_CHECK_STREQ("08:04:05 08:04 08:04:05 AM", format("%T %R %r"));
	ATF_CHECK_STREQ("20 23 01  1 001", format("%C %y %d %e %j"));
	ATF_CHECK_STREQ("08 08  8  8", format("%H %I %k %l"));
	ATF_CHECK_STREQ("2022 22 52 01 00", format("%G %g %V %U %W"));
	ATF_CHECK_STREQ("7 0", format("%u %w"));
	ATF_CHECK_STREQ("+0100 CET", format("%z %Z"));
	ATF_CHECK_STREQ("1672556645", format("%s"));
	ATF_CHECK_STREQ("1 % \n\t", format("%-d %% %n%t"));
	ATF_CHECK_STREQ("Sun Jan  1 08:04:05 2023", format("%c"));
	ATF_CHECK_STREQ("23 01", format("%Ey %Od"));
	set_time(1688220000);
	ATF_CHECK_STREQ("+0200 CEST", format("%z %Z"));
}

ATF_TC_WITHOUT_HEAD(iso_weeks);
ATF_TC_BODY(iso_weeks, tc)
{
	static const struct {
		int		year, mon, mday;
		const char	*want;
	} cases[] = {
		{ 2008, 12, 29, "2009-W01-1" }, { 2010, 1, 3, "2009-W53-7" },
		{ 2020, 12, 31, "2020-W53-4" }, { 2021, 1, 4, "2021-W01-1" },
		{ 2024, 12, 30, "2025-W01-1" }, { 2026, 11, 21, "2026-W47-6" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(&tm, 0, sizeof(tm));
		tm.tm_year = cases[i].year - 1900;
		tm.tm_mon = cases[i].mon - 1;
		tm.tm_mday = cases[i].mday;
		(void)timegm(&tm);
		ATF_CHECK_STREQ(cases[i].want, format("%G-W%V-%u"));
	}
}

ATF_TC_WITHOUT_HEAD(room);
ATF_TC_BODY(room, tc)
{
	char buf[8];

	set_time(0);
	ATF_CHECK_EQ(4, strftime(buf, 5, "%Y", &tm));
	ATF_CHECK_EQ(0, strftime(buf, 4, "%Y", &tm));
	ATF_CHECK_EQ(0, strftime(buf, 0, "%Y", &tm));
}

/* What text and format came to: fields, and how much was used. */
static const char *
parse(const char *text, const char *fmt)
{
	static char out[64];
	char *end;

	memset(&tm, 0, sizeof(tm));
	if ((end = strptime(text, fmt, &tm)) == NULL)
		return ("no");
	(void)snprintf(out, sizeof(out), "%d-%02d-%02d %02d:%02d:%02d %d %d+%s",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec, tm.tm_wday, tm.tm_yday, end);
	return (out);
}

ATF_TC_WITHOUT_HEAD(parsing);
ATF_TC_BODY(parsing, tc)
{
	ATF_CHECK_STREQ("2026-11-21 12:34:56 6 324+rest",
	    parse("2026-11-21T12:34:56rest", "%Y-%m-%dT%H:%M:%S"));
	ATF_CHECK_STREQ("2026-11-21 00:00:00 6 324+",
	    parse(" 21  november 26", "%d %b %y"));
	ATF_CHECK_STREQ("2025-12-31 00:00:00 3 364+",
	    parse("365 2025", "%j %Y"));
	ATF_CHECK_STREQ("1900-01-00 00:30:00 0 0+",
	    parse("12:30 AM", "%I:%M %p"));
	ATF_CHECK_STREQ("1900-01-00 12:30:00 0 0+",
	    parse("12:30 pm", "%I:%M %p"));
	ATF_CHECK_STREQ("1999-12-31 23:59:60 5 364+",
	    parse("12/31/99 23:59:60", "%D %T"));
	ATF_CHECK_STREQ("no", parse("32", "%d"));
	ATF_CHECK_STREQ("no", parse("10:61", "%H:%M"));
	ATF_CHECK_STREQ("no", parse("x", "%a"));
	ATF_CHECK_STREQ("no", parse("abc", "abd"));
	(void)parse("+0130", "%z");
	ATF_CHECK_EQ(5400, tm.tm_gmtoff);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, conversions);
	ATF_TP_ADD_TC(tp, iso_weeks);
	ATF_TP_ADD_TC(tp, room);
	ATF_TP_ADD_TC(tp, parsing);

	return (atf_no_error());
}
