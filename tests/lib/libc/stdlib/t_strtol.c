/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Integers from strings.
 */

#include <atf-c.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

ATF_TC_WITHOUT_HEAD(values);
ATF_TC_BODY(values, tc)
{
	char *end;

	ATF_CHECK_EQ(123, strtol(" +123x", &end, 10));
	ATF_CHECK_EQ('x', *end);
	ATF_CHECK_EQ(-255, strtol("-0xff", &end, 0));
	ATF_CHECK_EQ(63, strtol("077", NULL, 0));
	ATF_CHECK_EQ(5, strtol("0b101", NULL, 0));
	ATF_CHECK_EQ(35, strtol("z", NULL, 36));
	ATF_CHECK_EQ(0, strtol("0xg", &end, 16));
	ATF_CHECK_STREQ("xg", end);
	ATF_CHECK_EQ(ULONG_MAX, strtoul("-1", NULL, 10));
	ATF_CHECK_EQ(0, strtol("", &end, 10));
	ATF_CHECK_EQ(-42, atoi("-42abc"));
}

ATF_TC_WITHOUT_HEAD(limits);
ATF_TC_BODY(limits, tc)
{
	errno = 0;
	ATF_CHECK_EQ(LONG_MAX, strtol("9223372036854775807", NULL, 10));
	ATF_CHECK_EQ(LONG_MIN, strtol("-9223372036854775808", NULL, 10));
	ATF_CHECK_EQ(ULONG_MAX, strtoul("18446744073709551615", NULL, 10));
	ATF_CHECK_EQ(0, errno);
	ATF_CHECK_ERRNO(ERANGE,
	    strtol("9223372036854775808", NULL, 10) == LONG_MAX);
	ATF_CHECK_ERRNO(ERANGE,
	    strtol("-9223372036854775809", NULL, 10) == LONG_MIN);
	ATF_CHECK_ERRNO(ERANGE,
	    strtoul("18446744073709551616", NULL, 10) == ULONG_MAX);
	ATF_CHECK_ERRNO(EINVAL, strtol("1", NULL, 1) == 0);
	ATF_CHECK_ERRNO(EINVAL, strtol("1", NULL, 37) == 0);
}

ATF_TC_WITHOUT_HEAD(strtonum_reasons);
ATF_TC_BODY(strtonum_reasons, tc)
{
	const char *why;

	errno = 7;
	ATF_CHECK_EQ(10, strtonum("10", 0, 20, &why));
	ATF_CHECK(why == NULL && errno == 7);
	ATF_CHECK_ERRNO(ERANGE, strtonum("21", 0, 20, &why) == 0);
	ATF_CHECK_STREQ("too large", why);
	ATF_CHECK_ERRNO(ERANGE, strtonum("-1", 0, 20, &why) == 0);
	ATF_CHECK_STREQ("too small", why);
	ATF_CHECK_ERRNO(EINVAL, strtonum("1x", 0, 20, &why) == 0);
	ATF_CHECK_STREQ("invalid", why);
	ATF_CHECK_ERRNO(EINVAL, strtonum("", 0, 20, &why) == 0);
	ATF_CHECK_ERRNO(EINVAL, strtonum("5", 9, 1, &why) == 0);
	ATF_CHECK_ERRNO(ERANGE, strtonum("99999999999999999999", 0,
	    LLONG_MAX, &why) == 0);
	ATF_CHECK_STREQ("too large", why);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, values);
	ATF_TP_ADD_TC(tp, limits);
	ATF_TP_ADD_TC(tp, strtonum_reasons);

	return (atf_no_error());
}
