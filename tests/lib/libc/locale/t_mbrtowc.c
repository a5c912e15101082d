/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * UTF-8 and locales.
 */

#include <atf-c.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <wchar.h>
#include <wctype.h>

ATF_TC_WITHOUT_HEAD(every_character);
ATF_TC_BODY(every_character, tc)
{
	char mb[8];
	wchar_t wc;
	int n, c;

	for (c = 1; c < 0x110000; c += c < 0x900 ? 1 : 61) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		n = wctomb(mb, c);
		ATF_REQUIRE_EQ(c < 0x80 ? 1 : c < 0x800 ? 2 :
		    c < 0x10000 ? 3 : 4, n);
		ATF_REQUIRE_EQ(n, mbtowc(&wc, mb, 8));
		ATF_REQUIRE_EQ(c, wc);
	}
	ATF_CHECK_ERRNO(EILSEQ, wctomb(mb, 0xd800) == -1);
	ATF_CHECK_ERRNO(EILSEQ, wctomb(mb, 0x110000) == -1);
}

ATF_TC_WITHOUT_HEAD(bad_sequences);
ATF_TC_BODY(bad_sequences, tc)
{
	static const char *const bad[] = {
		"\x80", "\xff", "\xc0\x80", "\xc1\xbf", "\xc3(",
		"\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
		"\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\xe2\x82("
	};
	mbstate_t st;
	wchar_t wc;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&st, 0, sizeof(st));
		ATF_CHECK_ERRNO(EILSEQ, mbrtowc(&wc, bad[i], strlen(bad[i]),
		    &st) == (size_t)-1);
	}
}

ATF_TC_WITHOUT_HEAD(in_pieces);
ATF_TC_BODY(in_pieces, tc)
{
	mbstate_t st;
	wchar_t wc = 0;

	memset(&st, 0, sizeof(st));
	ATF_CHECK(mbsinit(&st));
	ATF_CHECK_EQ((size_t)-2, mbrtowc(&wc, "\xe2", 1, &st));
	ATF_CHECK(!mbsinit(&st));
	ATF_CHECK_EQ((size_t)-2, mbrtowc(&wc, "\x82", 1, &st));
	ATF_CHECK_EQ(1, mbrtowc(&wc, "\xac", 1, &st));
	ATF_CHECK_EQ(0x20ac, wc);
	ATF_CHECK_EQ(0, mbrtowc(&wc, "", 1, &st));
}

ATF_TC_WITHOUT_HEAD(utf16);
ATF_TC_BODY(utf16, tc)
{
	const char *s = "\xf0\x9f\x98\x80";
	char mb[8];
	char16_t c;
	mbstate_t st;

	memset(&st, 0, sizeof(st));
	ATF_CHECK_EQ(4, mbrtoc16(&c, s, 4, &st));
	ATF_CHECK_EQ(0xd83d, c);
	ATF_CHECK_EQ((size_t)-3, mbrtoc16(&c, s + 4, 0, &st));
	ATF_CHECK_EQ(0xde00, c);
	memset(&st, 0, sizeof(st));
	ATF_CHECK_EQ(0, c16rtomb(mb, 0xd83d, &st));
	ATF_CHECK_EQ(4, c16rtomb(mb, 0xde00, &st));
	ATF_CHECK_EQ(0, memcmp(mb, s, 4));
	ATF_CHECK_EQ(0, c16rtomb(mb, 0xd83d, &st));
	ATF_CHECK_ERRNO(EILSEQ, c16rtomb(mb, 'x', &st) == (size_t)-1);
}

ATF_TC_WITHOUT_HEAD(classes);
ATF_TC_BODY(classes, tc)
{
	ATF_CHECK_EQ(0xe9, towlower(0xc9));
	ATF_CHECK_EQ(0xc9, towupper(0xe9));
	ATF_CHECK_EQ(0x3b1, towlower(0x391));
	ATF_CHECK_EQ(0x430, towlower(0x410));
	ATF_CHECK(iswalpha(0xe9) && iswupper(0xc9) && iswlower(0xe9));
	ATF_CHECK(iswpunct(0x20ac) && iswspace(0x3000) && iswcntrl(0x85));
	ATF_CHECK(iswctype('7', wctype("digit")) && wctype("none") == 0);
	ATF_CHECK_EQ('A', towctrans('a', wctrans("toupper")));
}

ATF_TC_WITHOUT_HEAD(names);
ATF_TC_BODY(names, tc)
{
	locale_t loc;

	ATF_CHECK_STREQ("C", setlocale(LC_ALL, NULL));
	ATF_CHECK_STREQ("C.UTF-8", setlocale(LC_ALL, "en_US.UTF-8"));
	ATF_CHECK_STREQ("C", setlocale(LC_TIME, "POSIX"));
	ATF_CHECK_STREQ("C.UTF-8", setlocale(LC_CTYPE, NULL));
	ATF_CHECK_ERRNO(ENOENT, setlocale(LC_ALL, "xx_YY") == NULL);
	ATF_CHECK_ERRNO(EINVAL, setlocale(99, "C") == NULL);
	ATF_CHECK_STREQ(".", localeconv()->decimal_point);
	ATF_REQUIRE((loc = newlocale(LC_ALL_MASK, "C", NULL)) != NULL);
	ATF_CHECK(uselocale(loc) == LC_GLOBAL_LOCALE);
	ATF_CHECK(uselocale(LC_GLOBAL_LOCALE) == loc);
	freelocale(loc);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_character);
	ATF_TP_ADD_TC(tp, bad_sequences);
	ATF_TP_ADD_TC(tp, in_pieces);
	ATF_TP_ADD_TC(tp, utf16);
	ATF_TP_ADD_TC(tp, classes);
	ATF_TP_ADD_TC(tp, names);

	return (atf_no_error());
}
