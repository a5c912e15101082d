/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * timespec_getres(3).
 */

#include <atf-c.h>
#include <time.h>

ATF_TC_WITHOUT_HEAD(resolution);
ATF_TC_BODY(resolution, tc)
{
	struct timespec want, ts = { -1, -1 };

	ATF_REQUIRE_EQ(0, clock_getres(CLOCK_REALTIME, &want));
	ATF_CHECK_EQ(0, timespec_getres(&ts, TIME_UTC + 99));
	ATF_CHECK_EQ(-1, ts.tv_sec);
	ATF_CHECK_EQ(TIME_UTC, timespec_getres(&ts, TIME_UTC));
	ATF_CHECK_EQ(want.tv_sec, ts.tv_sec);
	ATF_CHECK_EQ(want.tv_nsec, ts.tv_nsec);
	ATF_CHECK_EQ(TIME_UTC, timespec_getres(NULL, TIME_UTC));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, resolution);

	return (atf_no_error());
}
