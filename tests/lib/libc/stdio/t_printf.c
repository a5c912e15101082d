/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * printf(3): flags, widths, precisions, lengths, positions, results.
 */

#include <atf-c.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#define	CHECK(want, ...) do {						\
	char buf_[512];							\
	int n_ = snprintf(buf_, sizeof(buf_), __VA_ARGS__);		\
									\
	ATF_CHECK_STREQ(want, buf_);					\
	ATF_CHECK_EQ(strlen(want), (size_t)n_);				\
} while (0)

ATF_TC_WITHOUT_HEAD(integers);
ATF_TC_BODY(integers, tc)
{
	CHECK("0", "%d", 0);
	CHECK("-2147483648", "%d", INT_MIN);
	CHECK("    7|", "%5d|", 7);
	CHECK("7    |", "%-5d|", 7);
	CHECK("00007", "%05d", 7);
	CHECK("-0007", "%05d", -7);
	CHECK("+7", "%+d", 7);
	CHECK(" 7", "% d", 7);
	CHECK("007", "%.3d", 7);
	CHECK("     007", "%08.3d", 7);
	CHECK("", "%.0d", 0);
	CHECK("0", "%#.0o", 0);
	CHECK("0", "%#x", 0);
	CHECK("0xff", "%#x", 255);
	CHECK("0XFF", "%#X", 255);
	CHECK("0377", "%#o", 255);
	CHECK("0b101", "%#b", 5);
	CHECK("4294967295", "%u", UINT_MAX);
}

ATF_TC_WITHOUT_HEAD(lengths);
ATF_TC_BODY(lengths, tc)
{
	CHECK("-1", "%hhd", 255);
	CHECK("255", "%hhu", -1);
	CHECK("-32768", "%hd", 32768);
	CHECK("-9223372036854775808", "%ld", LONG_MIN);
	CHECK("18446744073709551615", "%llu", ULLONG_MAX);
	CHECK("18446744073709551615", "%zu", SIZE_MAX);
	CHECK("-5", "%jd", (intmax_t)-5);
	CHECK("-5", "%td", (ptrdiff_t)-5);
	CHECK("0x1234", "%p", (void *)0x1234);
}

ATF_TC_WITHOUT_HEAD(strings);
ATF_TC_BODY(strings, tc)
{
	char unterminated[3] = { 'a', 'b', 'c' };
	const char *volatile null = NULL;

	CHECK("hello", "%s", "hello");
	CHECK("  hello|", "%7s|", "hello");
	CHECK("hello  |", "%-7s|", "hello");
	CHECK("he", "%.2s", "hello");
	CHECK("abc", "%.3s", unterminated);
	CHECK("(null)", "%s", null);
	CHECK("x%y", "%c%%%c", 'x', 'y');
	CHECK("  x", "%3c", 'x');
}

ATF_TC_WITHOUT_HEAD(stars_and_positions);
ATF_TC_BODY(stars_and_positions, tc)
{
	CHECK("   42", "%*d", 5, 42);
	CHECK("42   |", "%*d|", -5, 42);
	CHECK("0042", "%.*d", 4, 42);
	CHECK("42", "%.*d", -1, 42);
	CHECK("c b a", "%3$s %2$s %1$s", "a", "b", "c");
	CHECK("a a", "%1$s %1$s", "a");
	CHECK("  1.50 x", "%2$*1$.2f %3$s", 6, 1.5, "x");
	CHECK("00007", "%1$.*2$d", 7, 5);
}

ATF_TC_WITHOUT_HEAD(wide);
ATF_TC_BODY(wide, tc)
{
	wchar_t ws[32];

	CHECK("h\xc3\xa9", "%ls", L"h\u00e9");
	CHECK("\xe2\x82\xac", "%lc", (wint_t)0x20ac);
	CHECK("a", "%.3ls", L"a\u20ac");	/* never half a character */
	CHECK("   \xc3\xa9", "%5ls", L"\u00e9");
	ATF_CHECK_EQ(6, swprintf(ws, 32, L"%5s|", "\xc3\xa9"));
	ATF_CHECK(wcscmp(ws, L"    \u00e9|") == 0);
	ATF_CHECK_EQ(2, swprintf(ws, 32, L"%.2s", "\xc3\xa9\xc3\xa9\xc3\xa9"));
	ATF_CHECK_EQ(-1, swprintf(ws, 3, L"abcd"));
}

ATF_TC_WITHOUT_HEAD(n_counts);
ATF_TC_BODY(n_counts, tc)
{
	signed char hh;
	char buf[32];
	long l;
	int n;

	(void)snprintf(buf, sizeof(buf), "abc%n%d%ln%hhn", &n, 1234, &l, &hh);
	ATF_CHECK_EQ(3, n);
	ATF_CHECK_EQ(7, l);
	ATF_CHECK_EQ(7, hh);
}

/*
 * Blocks and strings of all sizes: what fits is there, and nothing behind it
 * is touched.
 */
ATF_TC_WITHOUT_HEAD(truncation_sizes);
ATF_TC_BODY(truncation_sizes, tc)
{
	char text[401], buf[512];
	size_t size, len, want;

	for (len = 0; len < sizeof(text) - 1; len++)
		text[len] = (char)('a' + len % 26);
	text[len] = '\0';
	for (size = 1; size <= 300; size++)
		for (len = 0; len <= 400; len += len % 7 + 1) {
			memset(buf, '#', sizeof(buf));
			ATF_REQUIRE_EQ((int)len + 1, snprintf(buf, size,
			    "%.*s%c", (int)len, text, '.'));
			want = len + 1 < size ? len + 1 : size - 1;
			ATF_REQUIRE_EQ(want, strlen(buf));
			ATF_REQUIRE(memcmp(buf, text,
			    want < len ? want : len) == 0);
			ATF_REQUIRE_EQ('#', buf[size]);
		}
}

ATF_TC_WITHOUT_HEAD(truncation);
ATF_TC_BODY(truncation, tc)
{
	char buf[8];
	int size, n;

	for (size = 0; size <= 8; size++) {
		memset(buf, 'X', sizeof(buf));
		n = snprintf(buf, (size_t)size, "%s%d", "ab", 12345);
		ATF_CHECK_EQ(7, n);
		if (size > 0) {
			ATF_CHECK_EQ(size < 8 ? (size_t)size - 1 : 7,
			    strlen(buf));
			ATF_CHECK(memcmp(buf, "ab12345", strlen(buf)) == 0);
		}
		if (size < 8)
			ATF_CHECK_EQ('X', buf[size]);
	}
	ATF_CHECK_EQ(1000, snprintf(NULL, 0, "%1000d", 1));
}

ATF_TC_WITHOUT_HEAD(overflow__eoverflow);
ATF_TC_BODY(overflow__eoverflow, tc)
{
	volatile size_t huge = (size_t)INT_MAX + 2;
	char buf[8];

	ATF_CHECK_ERRNO(EOVERFLOW, snprintf(buf, huge, "x") == -1);
	ATF_CHECK_ERRNO(EOVERFLOW,
	    snprintf(buf, sizeof(buf), "%99999999999d", 1) == -1);
}

ATF_TC_WITHOUT_HEAD(streams);
ATF_TC_BODY(streams, tc)
{
	char buf[64];
	FILE *f;

	ATF_REQUIRE((f = fopen("out", "w+")) != NULL);
	ATF_CHECK_EQ(0, setvbuf(f, NULL, _IONBF, 0));
	ATF_CHECK_EQ(9, fprintf(f, "%s-%04d", "unbu", 7));
	rewind(f);
	ATF_REQUIRE(fgets(buf, sizeof(buf), f) != NULL);
	ATF_CHECK_STREQ("unbu-0007", buf);
	ATF_CHECK_EQ(0, fclose(f));
	ATF_REQUIRE((f = fopen("out", "r")) != NULL);
	ATF_CHECK_ERRNO(EBADF, fprintf(f, "x") < 0);
	ATF_CHECK(ferror(f));
	ATF_CHECK_EQ(0, fclose(f));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, integers);
	ATF_TP_ADD_TC(tp, lengths);
	ATF_TP_ADD_TC(tp, strings);
	ATF_TP_ADD_TC(tp, stars_and_positions);
	ATF_TP_ADD_TC(tp, wide);
	ATF_TP_ADD_TC(tp, n_counts);
	ATF_TP_ADD_TC(tp, truncation);
	ATF_TP_ADD_TC(tp, truncation_sizes);
	ATF_TP_ADD_TC(tp, overflow__eoverflow);
	ATF_TP_ADD_TC(tp, streams);

	return (atf_no_error());
}
