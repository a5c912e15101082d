/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * humanize_number(3) and expand_number(3).
 */

#include <atf-c.h>
#include <errno.h>
#include <libutil.h>
#include <stdint.h>
#include <stdlib.h>

static const char *
human(int64_t n, size_t size, int scale, int flags)
{
	static char buf[32];

	if (humanize_number(buf, size, n, "", scale, flags) == -1)
		return ("bad");
	return (buf);
}

ATF_TC_WITHOUT_HEAD(humanize);
ATF_TC_BODY(humanize, tc)
{
	const int flags = HN_DECIMAL | HN_B | HN_NOSPACE;

	ATF_CHECK_STREQ("0B", human(0, 5, HN_AUTOSCALE, flags));
	ATF_CHECK_STREQ("999B", human(999, 5, HN_AUTOSCALE, flags));
	ATF_CHECK_STREQ("1.0K", human(1024, 5, HN_AUTOSCALE, flags));
	ATF_CHECK_STREQ("1.5K", human(1536, 5, HN_AUTOSCALE, flags));
	ATF_CHECK_STREQ("9.8M", human(10276044, 5, HN_AUTOSCALE, flags));
	ATF_CHECK_STREQ("10M", human(10485760, 5, HN_AUTOSCALE, flags));
	ATF_CHECK_STREQ("8.0E", human(INT64_MAX, 5, HN_AUTOSCALE, flags));
	ATF_CHECK_STREQ("-1.0K", human(-1024, 6, HN_AUTOSCALE, flags));
	ATF_CHECK_STREQ("1.0k", human(1000, 5, HN_AUTOSCALE,
	    flags | HN_DIVISOR_1000));
	ATF_CHECK_STREQ("3 K", human(3000, 8, 1, 0));
	ATF_CHECK_STREQ("bad", human(1, 5, -1, 0));
}

ATF_TC_WITHOUT_HEAD(expand);
ATF_TC_BODY(expand, tc)
{
	uint64_t n;

	ATF_CHECK_EQ(0, expand_number("64", &n));
	ATF_CHECK_EQ(64, n);
	ATF_CHECK_EQ(0, expand_number("2k", &n));
	ATF_CHECK_EQ(2048, n);
	ATF_CHECK_EQ(0, expand_number("1GB", &n));
	ATF_CHECK_EQ(1UL << 30, n);
	ATF_CHECK_ERRNO(EINVAL, expand_number("", &n) == -1);
	ATF_CHECK_ERRNO(EINVAL, expand_number("1x", &n) == -1);
	ATF_CHECK_ERRNO(ERANGE, expand_number("99999E", &n) == -1);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, humanize);
	ATF_TP_ADD_TC(tp, expand);

	return (atf_no_error());
}
