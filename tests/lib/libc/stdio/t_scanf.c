/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * scanf(3).
 */

#include <atf-c.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

ATF_TC_WITHOUT_HEAD(integers);
ATF_TC_BODY(integers, tc)
{
	int a, b, n;
	unsigned int u;
	signed char c;
	long l;

	ATF_CHECK_EQ(2, sscanf(" 12  -34", "%d%d", &a, &b));
	ATF_CHECK(a == 12 && b == -34);
	ATF_CHECK_EQ(3, sscanf("0x1f 077 9", "%i %i %i", &a, &b, &n));
	ATF_CHECK(a == 31 && b == 63 && n == 9);
	ATF_CHECK_EQ(2, sscanf("12345", "%2d%2d", &a, &b));
	ATF_CHECK(a == 12 && b == 34);
	ATF_CHECK_EQ(1, sscanf("ff", "%x", &u));
	ATF_CHECK_EQ(255, u);
	ATF_CHECK_EQ(1, sscanf("300", "%hhd", &c));
	ATF_CHECK_EQ(44, c);
	ATF_CHECK_EQ(1, sscanf("99999999999999999999", "%ld", &l));
	ATF_CHECK_EQ(INT64_MAX, l);
	ATF_CHECK_EQ(1, sscanf("7 8", "%*d%d%n", &a, &n));
	ATF_CHECK(a == 8 && n == 3);
	ATF_CHECK_EQ(2, sscanf("1 2", "%2$d %1$d", &a, &b));
	ATF_CHECK(a == 2 && b == 1);
}

ATF_TC_WITHOUT_HEAD(floating);
ATF_TC_BODY(floating, tc)
{
	long double ld;
	double d;
	float f;
	char c;

	ATF_CHECK_EQ(3, sscanf("1.5e3,0x1p4;-inf", "%f,%lf;%Lf", &f, &d,
	    &ld));
	ATF_CHECK(f == 1500 && d == 16 && ld < 0 && ld - ld != 0);
	ATF_CHECK_EQ(2, sscanf("1.25x", "%lf%c", &d, &c));
	ATF_CHECK(d == 1.25 && c == 'x');
	ATF_CHECK_EQ(1, sscanf("12345", "%3lf", &d));
	ATF_CHECK_EQ(123, d);
	ATF_CHECK_EQ(1, sscanf("nan(x)", "%lf", &d));
	ATF_CHECK(d != d);
	/* The longest item that could begin a number, but is none. */
	ATF_CHECK_EQ(0, sscanf("1e+x", "%lf", &d));
	ATF_CHECK_EQ(0, sscanf("x", "%lf", &d));
	ATF_CHECK_EQ(EOF, sscanf("  ", "%lf", &d));
}

ATF_TC_WITHOUT_HEAD(characters);
ATF_TC_BODY(characters, tc)
{
	char s[32], t[32], c, *m = NULL;
	wchar_t ws[16];

	ATF_CHECK_EQ(2, sscanf("  ab cd", "%s%s", s, t));
	ATF_CHECK_STREQ("ab", s);
	ATF_CHECK_STREQ("cd", t);
	ATF_CHECK_EQ(1, sscanf(" x", "%c", &c));
	ATF_CHECK_EQ(' ', c);
	ATF_CHECK_EQ(2, sscanf("abc-1]x", "%[a-c]%[]1-]", s, t));
	ATF_CHECK_STREQ("abc", s);
	ATF_CHECK_STREQ("-1]", t);
	ATF_CHECK_EQ(1, sscanf("key=value", "%[^=]", s));
	ATF_CHECK_STREQ("key", s);
	ATF_CHECK_EQ(0, sscanf("xyz", "%[a-c]", s));
	ATF_CHECK_EQ(1, sscanf("hello", "%ms", &m));
	ATF_REQUIRE(m != NULL);
	ATF_CHECK_STREQ("hello", m);
	free(m);
	ATF_CHECK_EQ(1, sscanf("h\xc3\xa9 x", "%ls", ws));
	ATF_CHECK(wcscmp(ws, L"h\u00e9") == 0);
}

ATF_TC_WITHOUT_HEAD(literals_and_results);
ATF_TC_BODY(literals_and_results, tc)
{
	int a = -1, b = -1;

	ATF_CHECK_EQ(2, sscanf("10%, 20%", "%d%%, %d%%", &a, &b));
	ATF_CHECK_EQ(1, sscanf("1:x", "%d:%d", &a, &b));
	ATF_CHECK_EQ(1, sscanf("1;2", "%d:%d", &a, &b));
	ATF_CHECK_EQ(EOF, sscanf("", "%d", &a));
	ATF_CHECK_EQ(EOF, sscanf("", "x"));
	ATF_CHECK_EQ(0, sscanf("y", "x"));
	ATF_CHECK_EQ(1, sscanf("5", "%d %d", &a, &b));
}

ATF_TC_WITHOUT_HEAD(pushback);
ATF_TC_BODY(pushback, tc)
{
	FILE *f;
	int a;

	ATF_REQUIRE((f = tmpfile()) != NULL);
	(void)fputs("12abc\n", f);
	rewind(f);
	ATF_CHECK_EQ(1, fscanf(f, "%d", &a));
	ATF_CHECK_EQ(12, a);
	ATF_CHECK_EQ('a', getc(f));
	ATF_CHECK_EQ(0, fscanf(f, "%d", &a));
	ATF_CHECK_EQ('b', getc(f));
	(void)fclose(f);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, integers);
	ATF_TP_ADD_TC(tp, floating);
	ATF_TP_ADD_TC(tp, characters);
	ATF_TP_ADD_TC(tp, literals_and_results);
	ATF_TP_ADD_TC(tp, pushback);

	return (atf_no_error());
}
