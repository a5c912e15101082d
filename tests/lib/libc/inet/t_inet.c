/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Addresses as text.
 */

#include <arpa/inet.h>
#include <atf-c.h>
#include <errno.h>
#include <string.h>

/* The address in its normal form, or "no". */
static const char *
normal(int af, const char *text)
{
	static char out[64];
	unsigned char addr[16];

	if (inet_pton(af, text, addr) != 1)
		return ("no");
	return (inet_ntop(af, addr, out, sizeof(out)));
}

ATF_TC_WITHOUT_HEAD(ipv4);
ATF_TC_BODY(ipv4, tc)
{
	struct in_addr a;
	char buf[8];

	ATF_CHECK_STREQ("192.0.2.1", normal(AF_INET, "192.0.2.1"));
	ATF_CHECK_STREQ("no", normal(AF_INET, "192.0.2"));
	ATF_CHECK_STREQ("no", normal(AF_INET, "192.0.2.256"));
	ATF_CHECK_STREQ("no", normal(AF_INET, "192.0.02.1"));
	ATF_CHECK_STREQ("no", normal(AF_INET, "1.2.3.4 "));
	ATF_CHECK_EQ(1, inet_aton("0x7f.1", &a));
	ATF_CHECK_EQ(INADDR_LOOPBACK, ntohl(a.s_addr));
	ATF_CHECK_STREQ("127.0.0.1", inet_ntoa(a));
	ATF_CHECK_EQ(0, inet_aton("1.2.3.4.5", &a));
	ATF_CHECK_EQ(INADDR_NONE, inet_addr("x"));
	ATF_CHECK_ERRNO(ENOSPC,
	    inet_ntop(AF_INET, &a, buf, sizeof(buf)) == NULL);
	ATF_CHECK_ERRNO(EAFNOSUPPORT, inet_pton(99, "1.2.3.4", &a) == -1);
}

ATF_TC_WITHOUT_HEAD(ipv6);
ATF_TC_BODY(ipv6, tc)
{
	ATF_CHECK_STREQ("::", normal(AF_INET6, "0:0:0:0:0:0:0:0"));
	ATF_CHECK_STREQ("::1", normal(AF_INET6, "0::1"));
	ATF_CHECK_STREQ("2001:db8::1", normal(AF_INET6, "2001:DB8:0::0:1"));
	ATF_CHECK_STREQ("1::", normal(AF_INET6, "1::"));
	ATF_CHECK_STREQ("0:0:1::1:0", normal(AF_INET6, "0:0:1:0:0:0:1:0"));
	ATF_CHECK_STREQ("::ffff:1.2.3.4",
	    normal(AF_INET6, "::ffff:1.2.3.4"));
	ATF_CHECK_STREQ("1:0:3:4:5:6:7:8", normal(AF_INET6, "1::3:4:5:6:7:8"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "1::2::3"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "1:2:3:4:5:6:7"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "12345::"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, ":1"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "1:"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "1:2:3:4:5:6:7::8"
	    ":9"));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, ipv4);
	ATF_TP_ADD_TC(tp, ipv6);

	return (atf_no_error());
}
