/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fput_json(3).
 */

#include <atf-c.h>
#include <libutil.h>
#include <stdio.h>
#include <string.h>

static const char *
json(const char *s, size_t len)
{
	static char buf[256];
	FILE *fp;

	memset(buf, 0, sizeof(buf));
	fp = fmemopen(buf, sizeof(buf) - 1, "w");
	ATF_REQUIRE(fp != NULL);
	fput_json(s, len, fp);
	ATF_REQUIRE_EQ(0, fclose(fp));
	return (buf);
}

#define	JSON(s)		json(s, sizeof(s) - 1)

ATF_TC_WITHOUT_HEAD(plain);
ATF_TC_BODY(plain, tc)
{
	ATF_CHECK_STREQ("\"\"", JSON(""));
	ATF_CHECK_STREQ("\"a b/c\"", JSON("a b/c"));
}

ATF_TC_WITHOUT_HEAD(escapes);
ATF_TC_BODY(escapes, tc)
{
	ATF_CHECK_STREQ("\"a\\\"b\\\\c\"", JSON("a\"b\\c"));
	ATF_CHECK_STREQ("\"\\n\\t\\u000d\\u001b\\u007f\"",
	    JSON("\n\t\r\033\177"));
	ATF_CHECK_STREQ("\"a\\u0000b\"", JSON("a\0b"));
}

ATF_TC_WITHOUT_HEAD(utf8);
ATF_TC_BODY(utf8, tc)
{
	ATF_CHECK_STREQ("\"\303\251\342\202\254\360\237\230\200\"",
	    JSON("\303\251\342\202\254\360\237\230\200"));
}

ATF_TC_WITHOUT_HEAD(not_utf8);
ATF_TC_BODY(not_utf8, tc)
{
	/* Alone, cut off, overlong, a surrogate, out of range. */
	ATF_CHECK_STREQ("\"a\\ufffdb\"", JSON("a\377b"));
	ATF_CHECK_STREQ("\"\\ufffd\"", JSON("\200"));
	ATF_CHECK_STREQ("\"\\ufffd\\ufffd\"", JSON("\342\202"));
	ATF_CHECK_STREQ("\"\\ufffd\\ufffd\"", JSON("\300\257"));
	ATF_CHECK_STREQ("\"\\ufffd\\ufffd\\ufffd\"", JSON("\340\200\257"));
	ATF_CHECK_STREQ("\"\\ufffd\\ufffd\\ufffd\"", JSON("\355\240\200"));
	ATF_CHECK_STREQ("\"\\ufffd\\ufffd\\ufffd\\ufffd\"",
	    JSON("\364\220\200\200"));
	ATF_CHECK_STREQ("\"\\ufffdx\"", JSON("\303x"));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, plain);
	ATF_TP_ADD_TC(tp, escapes);
	ATF_TP_ADD_TC(tp, utf8);
	ATF_TP_ADD_TC(tp, not_utf8);
	return (atf_no_error());
}
