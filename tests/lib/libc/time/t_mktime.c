/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Calendars, zones and the way back.
 */

#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void
zone(const char *tz)
{
	ATF_REQUIRE_EQ(0, setenv("TZ", tz, 1));
	tzset();
}

static struct tm
fields(int year, int mon, int mday, int hour, int min, int isdst)
{
	struct tm tm;

	memset(&tm, 0, sizeof(tm));
	tm.tm_year = year - 1900;
	tm.tm_mon = mon - 1;
	tm.tm_mday = mday;
	tm.tm_hour = hour;
	tm.tm_min = min;
	tm.tm_isdst = isdst;
	return (tm);
}

ATF_TC_WITHOUT_HEAD(calendar);
ATF_TC_BODY(calendar, tc)
{
	struct tm tm;
	time_t t;

	t = 0;
	ATF_REQUIRE(gmtime_r(&t, &tm) != NULL);
	ATF_CHECK(tm.tm_year == 70 && tm.tm_yday == 0 && tm.tm_wday == 4);
	t = 951782400;				/* 2000-02-29 */
	ATF_REQUIRE(gmtime_r(&t, &tm) != NULL);
	ATF_CHECK(tm.tm_mon == 1 && tm.tm_mday == 29 && tm.tm_wday == 2);
	t = -1;
	ATF_REQUIRE(gmtime_r(&t, &tm) != NULL);
	ATF_CHECK(tm.tm_year == 69 && tm.tm_yday == 364 && tm.tm_sec == 59);
	t = 253402300799;			/* the end of year 9999 */
	ATF_REQUIRE(gmtime_r(&t, &tm) != NULL);
	ATF_CHECK(tm.tm_year == 8099 && tm.tm_mon == 11 && tm.tm_mday == 31);
	t = INT64_MAX;
	ATF_CHECK_ERRNO(EOVERFLOW, gmtime_r(&t, &tm) == NULL);
	for (t = -3000000000; t < 9000000000; t += 86399 * 7) {
		ATF_REQUIRE(gmtime_r(&t, &tm) != NULL);
		ATF_REQUIRE_EQ(t, timegm(&tm));
	}
}

ATF_TC_WITHOUT_HEAD(normalising);
ATF_TC_BODY(normalising, tc)
{
	struct tm tm;

	zone("UTC0");
	tm = fields(2024, 1, 60, 25, -1, 0);
	ATF_CHECK_EQ(1709254740, mktime(&tm));
	ATF_CHECK(tm.tm_mon == 2 && tm.tm_mday == 1 && tm.tm_hour == 0 &&
	    tm.tm_min == 59);
	tm = fields(2024, -11, 1, 0, 0, 0);	/* a year back */
	ATF_CHECK(mktime(&tm) != -1);
	ATF_CHECK(tm.tm_year == 123 && tm.tm_mon == 0);
	tm = fields(2024, 1, 1, 0, 0, 0);
	tm.tm_year = INT_MAX;
	tm.tm_mon = 12;
	ATF_CHECK_ERRNO(EOVERFLOW, mktime(&tm) == -1);
}

ATF_TC_WITHOUT_HEAD(rules);
ATF_TC_BODY(rules, tc)
{
	static const struct {
		const char	*tz;
		time_t		t;
		long		gmtoff;
		int		isdst;
		const char	*name;
	} cases[] = {
		{ "CET-1CEST,M3.5.0,M10.5.0/3", 1711846799, 3600, 0, "CET" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", 1711846800, 7200, 1, "CEST" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", 1729990799, 7200, 1, "CEST" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", 1729990800, 3600, 0, "CET" },
		{ "EST5EDT", 1710054000, -14400, 1, "EDT" },
		{ "EST5EDT", 1710053999, -18000, 0, "EST" },
		{ "NZST-12NZDT,M9.5.0,M4.1.0/3", 1704067200, 46800, 1,
		    "NZDT" },
		{ "NZST-12NZDT,M9.5.0,M4.1.0/3", 1720000000, 43200, 0,
		    "NZST" },
		{ "<-03>3", 1700000000, -10800, 0, "-03" },
		{ "IST-5:30", 1700000000, 19800, 0, "IST" },
		{ "AAA4BBB,J60/1,J300/2:30", 1709269200, -10800, 1, "BBB" },
		{ "AAA4BBB,J60/1,J300/2:30", 1709269199, -14400, 0, "AAA" },
		{ "nonsense/zone", 1700000000, 0, 0, "UTC" },
		{ "", 1700000000, 0, 0, "UTC" },
	};
	struct tm tm;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		zone(cases[i].tz);
		ATF_REQUIRE(localtime_r(&cases[i].t, &tm) != NULL);
		ATF_CHECK_EQ_MSG(cases[i].gmtoff, tm.tm_gmtoff, "%zu: %ld", i,
		    tm.tm_gmtoff);
		ATF_CHECK_EQ(cases[i].isdst, tm.tm_isdst);
		ATF_CHECK_STREQ(cases[i].name, tm.tm_zone);
		ATF_CHECK_EQ(cases[i].t, mktime(&tm));
	}
}

ATF_TC_WITHOUT_HEAD(twice_and_never);
ATF_TC_BODY(twice_and_never, tc)
{
	struct tm tm;

	zone("CET-1CEST,M3.5.0,M10.5.0/3");
	/* 02:30 comes twice on 2024-10-27. */
	tm = fields(2024, 10, 27, 2, 30, 1);
	ATF_CHECK_EQ(1729989000, mktime(&tm));
	tm = fields(2024, 10, 27, 2, 30, 0);
	ATF_CHECK_EQ(1729992600, mktime(&tm));
	/* And never on 2024-03-31. */
	tm = fields(2024, 3, 31, 2, 30, -1);
	ATF_CHECK_EQ(1711848600, mktime(&tm));
	ATF_CHECK_EQ(3, tm.tm_hour);
	/* Counted by the clock that the caller names. */
	tm = fields(2024, 7, 1, 12, 0, 0);
	ATF_CHECK_EQ(1719831600, mktime(&tm));
	ATF_CHECK_EQ(13, tm.tm_hour);
}

ATF_TC_WITHOUT_HEAD(text);
ATF_TC_BODY(text, tc)
{
	char buf[32];
	struct tm tm;
	time_t t = 1700000000;

	zone("UTC0");
	ATF_CHECK_STREQ("Tue Nov 14 22:13:20 2023\n", ctime(&t));
	ATF_REQUIRE(gmtime_r(&t, &tm) != NULL);
	ATF_CHECK_STREQ("Tue Nov 14 22:13:20 2023\n", asctime_r(&tm, buf));
	tm.tm_year = INT_MAX;
	ATF_CHECK_ERRNO(EOVERFLOW, asctime_r(&tm, buf) == NULL);
	ATF_CHECK(difftime(5, 7) == -2.0);
}

/*
 * A compiled zone: two hours east and, from 1000000000 to 1100000000, three;
 * then the rule of the last line.  The part for 32-bit times says nothing.
 */
static const unsigned char zone_file[] =
    "TZif2" "\0\0\0\0\0\0\0\0" "\0\0\0\0\0\0\0"
    "\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "\0\0\0\1" "\0\0\0\1"
    "\0\0\0\0\0\0" "\0"
    "TZif2" "\0\0\0\0\0\0\0\0" "\0\0\0\0\0\0\0"
    "\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "\0\0\0\2" "\0\0\0\2" "\0\0\0\10"
    "\0\0\0\0\x3b\x9a\xca\0" "\0\0\0\0\x41\x90\xab\0"
    "\1\0"
    "\0\0\x1c\x20\0\0" "\0\0\x2a\x30\1\4"
    "XST\0XDT\0"
    "\nXST-2XDT,M3.5.0/3,M10.5.0/4\n";

/* Files have names of their own: a zone is not read again under the same. */
static void
use_zone_file(const unsigned char *data, size_t len)
{
	static int count;
	char path[64], tz[PATH_MAX + 66], cwd[PATH_MAX];
	int fd;

	(void)snprintf(path, sizeof(path), "zone.%d", count++);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ((ssize_t)len, write(fd, data, len));
	ATF_REQUIRE_EQ(0, close(fd));
	ATF_REQUIRE(getcwd(cwd, sizeof(cwd)) != NULL);
	(void)snprintf(tz, sizeof(tz), ":%s/%s", cwd, path);
	zone(tz);
	(void)unlink(path);
}

ATF_TC_WITHOUT_HEAD(zone_files);
ATF_TC_BODY(zone_files, tc)
{
	static const struct {
		time_t		t;
		long		gmtoff;
		const char	*name;
	} cases[] = {
		{ -5000000000, 7200, "XST" }, { 999999999, 7200, "XST" },
		{ 1000000000, 10800, "XDT" }, { 1099999999, 10800, "XDT" },
		{ 1100000000, 7200, "XST" },	/* November: standard time */
		{ 1720000000, 10800, "XDT" }, { 1704067200, 7200, "XST" },
		{ 4102444800, 7200, "XST" },
	};
	struct tm tm;
	size_t i;

	use_zone_file(zone_file, sizeof(zone_file) - 1);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ATF_REQUIRE(localtime_r(&cases[i].t, &tm) != NULL);
		ATF_CHECK_EQ_MSG(cases[i].gmtoff, tm.tm_gmtoff, "%jd: %ld",
		    (intmax_t)cases[i].t, tm.tm_gmtoff);
		ATF_CHECK_STREQ(cases[i].name, tm.tm_zone);
		ATF_CHECK_EQ(cases[i].t, mktime(&tm));
	}
}

/* Cut short, it is no zone; with other bytes, it is some zone or none. */
ATF_TC_WITHOUT_HEAD(zone_files_damaged);
ATF_TC_BODY(zone_files_damaged, tc)
{
	unsigned char data[sizeof(zone_file)];
	time_t t = 1050000000;
	struct tm tm;
	size_t i;

	for (i = 0; i < sizeof(zone_file) - 32; i += 5) {
		use_zone_file(zone_file, i);
		ATF_REQUIRE(localtime_r(&t, &tm) != NULL);
		ATF_CHECK_EQ_MSG(0, tm.tm_gmtoff, "%zu bytes", i);
		ATF_CHECK_STREQ("UTC", tm.tm_zone);
	}
	srandom(1);
	for (i = 0; i < 300; i++) {
		memcpy(data, zone_file, sizeof(data));
		data[random() % (long)sizeof(data)] = (unsigned char)random();
		data[random() % (long)sizeof(data)] ^=
		    (unsigned char)(1 << random() % 8);
		use_zone_file(data, sizeof(data) - 1);
		ATF_REQUIRE(localtime_r(&t, &tm) != NULL);
		ATF_CHECK(labs(tm.tm_gmtoff) <= 100000);
		ATF_CHECK(strlen(tm.tm_zone) < 64);
		(void)mktime(&tm);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, calendar);
	ATF_TP_ADD_TC(tp, normalising);
	ATF_TP_ADD_TC(tp, rules);
	ATF_TP_ADD_TC(tp, twice_and_never);
	ATF_TP_ADD_TC(tp, text);
	ATF_TP_ADD_TC(tp, zone_files);
	ATF_TP_ADD_TC(tp, zone_files_damaged);
	return (atf_no_error());
}
