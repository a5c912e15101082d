/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * inet_net_pton(3), inet_net_ntop(3).
 */

#include <sys/socket.h>

#include <arpa/inet.h>
#include <atf-c.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/*
 * The text of a network, made from its binary form.
 */
static const char *
normal(int af, const char *s)
{
	static char buf[64];
	unsigned char a[16];
	int bits;

	memset(a, 0xff, sizeof(a));
	errno = 0;
	if ((bits = inet_net_pton(af, s, a, sizeof(a))) == -1)
		return (errno == ENOENT ? "no" : "wrong errno");
	return (inet_net_ntop(af, a, bits, buf, sizeof(buf)));
}

ATF_TC_WITHOUT_HEAD(ipv4);
ATF_TC_BODY(ipv4, tc)
{
	static const char *const wrong[] = { "", "x", "256", "1.", ".1",
	    "1.2.3.4.5", "1.2.3.4.", "1/", "1/33", "1/x", "1/8x", "1/-1", "0x",
	    "0x123456789", "1 " };
	unsigned char a[4] = { 9, 9, 9, 9 };
	size_t i;

	ATF_CHECK_STREQ("10/8", normal(AF_INET, "10"));
	ATF_CHECK_STREQ("10.1.2/24", normal(AF_INET, "10.1.2"));
	ATF_CHECK_STREQ("128.1/16", normal(AF_INET, "128.1"));
	ATF_CHECK_STREQ("192.0.2/24", normal(AF_INET, "192.0.2"));
	ATF_CHECK_STREQ("192.0.0/24", normal(AF_INET, "192"));
	ATF_CHECK_STREQ("192.0.2.1/32", normal(AF_INET, "192.0.2.1"));
	ATF_CHECK_STREQ("224/4", normal(AF_INET, "224"));
	ATF_CHECK_STREQ("240.0.0.0/32", normal(AF_INET, "240"));
	ATF_CHECK_STREQ("192.0.2.1/32", normal(AF_INET, "192.0.2.1/32"));
	ATF_CHECK_STREQ("192.5.4/22", normal(AF_INET, "192.5.7.9/22"));
	ATF_CHECK_STREQ("10.0/9", normal(AF_INET, "10/9"));
	ATF_CHECK_STREQ("0/0", normal(AF_INET, "0/0"));
	ATF_CHECK_STREQ("10.16/16", normal(AF_INET, "0x0a1"));
	ATF_CHECK_STREQ("192.168/16", normal(AF_INET, "0xC0a8/16"));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ATF_CHECK_STREQ("no", normal(AF_INET, wrong[i]));
	/* Only the bytes that count are written. */
	ATF_CHECK_EQ(8, inet_net_pton(AF_INET, "10.1.2.3/8", a, 1));
	ATF_CHECK_EQ(10, a[0]);
	ATF_CHECK_EQ(9, a[1]);
}

ATF_TC_WITHOUT_HEAD(ipv6);
ATF_TC_BODY(ipv6, tc)
{
	ATF_CHECK_STREQ("2001:db8::/32", normal(AF_INET6, "2001:db8::1/32"));
	ATF_CHECK_STREQ("::1/128", normal(AF_INET6, "::1"));
	ATF_CHECK_STREQ("::/0", normal(AF_INET6, "::1/0"));
	ATF_CHECK_STREQ("8000::/1", normal(AF_INET6, "ffff::/1"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "::1/129"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "1.2.3.4/8"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "::1/"));
	ATF_CHECK_STREQ("no", normal(AF_INET6, "0000:0000:0000:0000:0000:0000:"
	    "0000:0000:0000:0000/8"));
}

ATF_TC_WITHOUT_HEAD(errors);
ATF_TC_BODY(errors, tc)
{
	unsigned char a[16] = { 192, 0, 2, 1 };
	char buf[64];

	ATF_CHECK_ERRNO(EAFNOSUPPORT,
	    inet_net_pton(99, "10/8", a, sizeof(a)) == -1);
	ATF_CHECK_ERRNO(EMSGSIZE, inet_net_pton(AF_INET, "10/9", a, 1) == -1);
	ATF_CHECK_ERRNO(EAFNOSUPPORT,
	    inet_net_ntop(99, a, 8, buf, sizeof(buf)) == NULL);
	ATF_CHECK_ERRNO(EINVAL,
	    inet_net_ntop(AF_INET, a, 33, buf, sizeof(buf)) == NULL);
	ATF_CHECK_ERRNO(EINVAL,
	    inet_net_ntop(AF_INET, a, -1, buf, sizeof(buf)) == NULL);
	ATF_CHECK_ERRNO(EINVAL,
	    inet_net_ntop(AF_INET6, a, 129, buf, sizeof(buf)) == NULL);
	ATF_CHECK_ERRNO(EMSGSIZE,
	    inet_net_ntop(AF_INET, a, 32, buf, strlen("192.0.2.1/32")) == NULL);
	ATF_CHECK(inet_net_ntop(AF_INET, a, 32, buf,
	    sizeof("192.0.2.1/32")) == buf);
	ATF_CHECK_STREQ("192.0.2.1/32", buf);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, ipv4);
	ATF_TP_ADD_TC(tp, ipv6);
	ATF_TP_ADD_TC(tp, errors);

	return (atf_no_error());
}
