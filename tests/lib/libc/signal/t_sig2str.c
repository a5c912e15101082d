/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sig2str(3), str2sig(3).
 */

#include <atf-c.h>
#include <signal.h>
#include <string.h>

static const char *
name(int sig)
{
	static char buf[SIG2STR_MAX];

	return (sig2str(sig, buf) == 0 ? buf : "none");
}

static int
number(const char *s)
{
	int sig = -7;

	if (str2sig(s, &sig) != 0) {
		ATF_CHECK_EQ(-7, sig);
		return (-1);
	}
	return (sig);
}

ATF_TC_WITHOUT_HEAD(names);
ATF_TC_BODY(names, tc)
{
	ATF_CHECK_STREQ("HUP", name(SIGHUP));
	ATF_CHECK_STREQ("USR2", name(SIGUSR2));
	ATF_CHECK_STREQ("RTMIN", name(SIGRTMIN));
	ATF_CHECK_STREQ("RTMIN+1", name(SIGRTMIN + 1));
	ATF_CHECK_STREQ("RTMAX-1", name(SIGRTMAX - 1));
	ATF_CHECK_STREQ("RTMAX", name(SIGRTMAX));
	ATF_CHECK_STREQ("none", name(0));
	ATF_CHECK_STREQ("none", name(-1));
	ATF_CHECK_STREQ("none", name(NSIG));
	ATF_CHECK_STREQ("none", name(SIGRTMIN - 1));
	ATF_CHECK_STREQ("none", name(SIGRTMAX + 1));
}

ATF_TC_WITHOUT_HEAD(numbers);
ATF_TC_BODY(numbers, tc)
{
	static const char *const wrong[] = { "", "SIGHUP", "hup", "HUPx", "0",
	    "-1", "+1", "1x", " 1", "32", "64", "127", "99999999999", "RTMIN+",
	    "RTMIN+0", "RTMIN-1", "RTMIN+62", "RTMINx", "RTMAX-", "RTMAX+1",
	    "RTMAX-62" };
	size_t i;

	ATF_CHECK_EQ(SIGTERM, number("TERM"));
	ATF_CHECK_EQ(SIGKILL, number("9"));
	ATF_CHECK_EQ(SIGRTMIN, number("RTMIN"));
	ATF_CHECK_EQ(SIGRTMAX, number("RTMIN+61"));
	ATF_CHECK_EQ(SIGRTMIN, number("RTMAX-61"));
	ATF_CHECK_EQ(SIGRTMAX, number("126"));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ATF_CHECK_EQ_MSG(-1, number(wrong[i]), "\"%s\"", wrong[i]);
}

ATF_TC_WITHOUT_HEAD(round_trip);
ATF_TC_BODY(round_trip, tc)
{
	char buf[SIG2STR_MAX];
	int sig, count = 0;

	for (sig = 1; sig <= SIGRTMAX; sig++) {
		if (sig2str(sig, buf) != 0)
			continue;
		count++;
		ATF_CHECK(strlen(buf) < sizeof(buf));
		ATF_CHECK_EQ_MSG(sig, number(buf), "%s", buf);
	}
	ATF_CHECK_EQ(31 + SIGRTMAX - SIGRTMIN + 1, count);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, names);
	ATF_TP_ADD_TC(tp, numbers);
	ATF_TP_ADD_TC(tp, round_trip);

	return (atf_no_error());
}
