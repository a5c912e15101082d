/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * printf(3) of floating point: exact digits, rounding to nearest even, every
 * format and flag.
 */

#include <atf-c.h>
#include <float.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define	CHECK(want, ...) do {						\
	char buf_[512];							\
									\
	(void)snprintf(buf_, sizeof(buf_), __VA_ARGS__);		\
	ATF_CHECK_STREQ(want, buf_);					\
} while (0)

ATF_TC_WITHOUT_HEAD(fixed);
ATF_TC_BODY(fixed, tc)
{
	CHECK("0.000000", "%f", 0.0);
	CHECK("-0.000000", "%f", -0.0);
	CHECK("3.14", "%.2f", 3.14159);
	CHECK("1", "%.0f", 0.75);
	CHECK("1.", "%#.0f", 1.0);
	CHECK("0.1000000000000000055511151231257827021181583404541015625",
	    "%.55f", 0.1);
	CHECK("100000000000000000000", "%.0f", 1e20);
	CHECK("+0012.5000", "%+010.4f", 12.5);
	CHECK("-12.50  |", "%-8.2f|", -12.5);
	CHECK("999999.99999999999", "%.11Lf", 999999.99999999999L);
}

ATF_TC_WITHOUT_HEAD(ties_to_even);
ATF_TC_BODY(ties_to_even, tc)
{
	CHECK("0", "%.0f", 0.5);
	CHECK("2", "%.0f", 1.5);
	CHECK("2", "%.0f", 2.5);
	CHECK("0.1", "%.1f", 0.125);
	CHECK("0.12", "%.2f", 0.125);
	CHECK("0.38", "%.2f", 0.375);
	CHECK("1e+01", "%.0e", 9.5);
	CHECK("8e+00", "%.0e", 8.5);
	CHECK("10.0", "%.1f", 9.96);
}

ATF_TC_WITHOUT_HEAD(exponent);
ATF_TC_BODY(exponent, tc)
{
	CHECK("0.000000e+00", "%e", 0.0);
	CHECK("1.234568e+08", "%e", 123456789.0);
	CHECK("1.0E-05", "%.1E", 1e-5);
	CHECK("1.e+100", "%#.0e", 1e100);
	CHECK("1.7976931348623157e+308", "%.16e", DBL_MAX);
	CHECK("4.94065645841246544e-324", "%.17e", 4.9406564584124654e-324);
	CHECK("3.645e-4951", "%.3Le", 3.6451995318824746025e-4951L);
	CHECK("1.18973149535723176502e+4932", "%.20Le", LDBL_MAX);
}

ATF_TC_WITHOUT_HEAD(general);
ATF_TC_BODY(general, tc)
{
	CHECK("0", "%g", 0.0);
	CHECK("100000", "%g", 100000.0);
	CHECK("1e+06", "%g", 1000000.0);
	CHECK("0.0001", "%g", 0.0001);
	CHECK("1e-05", "%g", 0.00001);
	CHECK("1.5", "%g", 1.5);
	CHECK("1.50000", "%#g", 1.5);
	CHECK("1e+10", "%.0g", 1e10);
	CHECK("0.1", "%.15g", 0.1);
	CHECK("0.10000000000000001", "%.17g", 0.1);
	CHECK("1E+20", "%G", 1e20);
}

ATF_TC_WITHOUT_HEAD(hexadecimal);
ATF_TC_BODY(hexadecimal, tc)
{
	CHECK("0x0p+0", "%a", 0.0);
	CHECK("0x1p+0", "%a", 1.0);
	CHECK("0x1.8p+1", "%a", 3.0);
	CHECK("0x1.999999999999ap-4", "%a", 0.1);
	CHECK("-0X1.8P+1", "%A", -3.0);
	CHECK("0x1.9ap-4", "%.2a", 0.1);
	CHECK("0x1.000p+0", "%.3a", 1.0);
	CHECK("0xc.9p-2", "%La", 3.140625L);
}

ATF_TC_WITHOUT_HEAD(special);
ATF_TC_BODY(special, tc)
{
	volatile double zero = 0.0;

	CHECK("inf", "%f", 1 / zero);
	CHECK("-INF", "%E", -1 / zero);
	CHECK("  inf", "%05g", 1 / zero);
	CHECK("nan", "%g", zero / zero < 0 ? 0.0 : __builtin_nan(""));
	CHECK("+inf", "%+a", 1 / zero);
}

/* 17 digits of any double bring it back. */
ATF_TC_WITHOUT_HEAD(round_trip);
ATF_TC_BODY(round_trip, tc)
{
	uint64_t x = 88172645463325252UL;
	union { uint64_t u; double d; } a, b;
	char buf[64];
	int i;

	for (i = 0; i < 20000; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		a.u = x;
		if ((a.u >> 52 & 0x7ff) == 0x7ff)
			continue;
		(void)snprintf(buf, sizeof(buf), "%.17g", a.d);
		b.d = strtod(buf, NULL);
		ATF_REQUIRE_EQ_MSG(a.u, b.u, "%s", buf);
		(void)snprintf(buf, sizeof(buf), "%a", a.d);
		b.d = strtod(buf, NULL);
		ATF_REQUIRE_EQ_MSG(a.u, b.u, "%s", buf);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, fixed);
	ATF_TP_ADD_TC(tp, ties_to_even);
	ATF_TP_ADD_TC(tp, exponent);
	ATF_TP_ADD_TC(tp, general);
	ATF_TP_ADD_TC(tp, hexadecimal);
	ATF_TP_ADD_TC(tp, special);
	ATF_TP_ADD_TC(tp, round_trip);

	return (atf_no_error());
}
