/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fnmatch(3).
 */

#include <atf-c.h>
#include <fnmatch.h>
#include <string.h>

struct match {
	const char	*pattern;
	const char	*string;
	int		flags;
	int		want;		/* 1: it matches */
};

static void
check(const struct match *m, size_t n)
{
	for (; n > 0; n--, m++)
		ATF_CHECK_EQ_MSG(m->want ? 0 : FNM_NOMATCH,
		    fnmatch(m->pattern, m->string, m->flags), "%s %s %d",
		    m->pattern, m->string, m->flags);
}
#define	CHECK(m)	check(m, sizeof(m) / sizeof((m)[0]))

ATF_TC_WITHOUT_HEAD(plain);
ATF_TC_BODY(plain, tc)
{
	static const struct match m[] = {
		{ "", "", 0, 1 }, { "a", "a", 0, 1 }, { "a", "b", 0, 0 },
		{ "a", "", 0, 0 }, { "?", "", 0, 0 }, { "?", "x", 0, 1 },
		{ "*", "", 0, 1 }, { "*", "abc", 0, 1 },
		{ "a*c", "abbbc", 0, 1 }, { "a*c", "abbb", 0, 0 },
		{ "*a*b*c*", "xxaxxbxxcxx", 0, 1 },
		{ "a**b", "ab", 0, 1 }, { "*.c", "x.c", 0, 1 },
		{ "?*?", "x", 0, 0 }, { "?*?", "xy", 0, 1 },
		{ "\\*", "*", 0, 1 }, { "\\*", "x", 0, 0 },
		{ "\\*", "\\x", FNM_NOESCAPE, 1 }, { "a\\", "a", 0, 0 },
	};

	CHECK(m);
}

ATF_TC_WITHOUT_HEAD(brackets);
ATF_TC_BODY(brackets, tc)
{
	static const struct match m[] = {
		{ "[abc]", "b", 0, 1 }, { "[abc]", "d", 0, 0 },
		{ "[!abc]", "d", 0, 1 }, { "[^abc]", "a", 0, 0 },
		{ "[a-c]x", "bx", 0, 1 }, { "[]]", "]", 0, 1 },
		{ "[!]]", "]", 0, 0 }, { "[a-]", "-", 0, 1 },
		{ "[\\]]", "]", 0, 1 }, { "[a", "[a", 0, 1 },
		{ "[[:digit:]]", "5", 0, 1 }, { "[[:digit:]]", "x", 0, 0 },
		{ "[[:alpha:][:digit:]_]*", "_x", 0, 1 },
		{ "[[.a.]-[.c.]]", "b", 0, 1 }, { "[[=a=]]", "a", 0, 1 },
		{ "[A-C]", "b", FNM_CASEFOLD, 1 },
	};

	CHECK(m);
}

ATF_TC_WITHOUT_HEAD(flags);
ATF_TC_BODY(flags, tc)
{
	static const struct match m[] = {
		{ "*", "a/b", 0, 1 }, { "*", "a/b", FNM_PATHNAME, 0 },
		{ "*/*", "a/b", FNM_PATHNAME, 1 },
		{ "a?b", "a/b", FNM_PATHNAME, 0 },
		{ "a[/]b", "a/b", FNM_PATHNAME, 0 },
		{ "*", ".x", FNM_PERIOD, 0 }, { ".*", ".x", FNM_PERIOD, 1 },
		{ "?x", ".x", FNM_PERIOD, 0 }, { "[.]x", ".x", FNM_PERIOD, 0 },
		{ "*/x", "a/.x", FNM_PERIOD | FNM_PATHNAME, 0 },
		{ "a/*", "a/.x", FNM_PERIOD, 1 },
		{ "a/*", "a/.x", FNM_PERIOD | FNM_PATHNAME, 0 },
		{ "a", "a/b", FNM_LEADING_DIR, 1 },
		{ "a*", "abc/d", FNM_LEADING_DIR | FNM_PATHNAME, 1 },
		{ "ABC", "abc", FNM_CASEFOLD, 1 },
	};

	CHECK(m);
}

ATF_TC_WITHOUT_HEAD(utf8);
ATF_TC_BODY(utf8, tc)
{
	static const struct match m[] = {
		{ "?", "\xc3\xa9", 0, 1 }, { "[\xc3\xa9]", "\xc3\xa9", 0, 1 },
		{ "[\xc3\xa0-\xc3\xaf]", "\xc3\xa9", 0, 1 },
		{ "*\xc3\xa9", "x\xc3\xa9", 0, 1 },
		{ "\xc3\x89", "\xc3\xa9", FNM_CASEFOLD, 1 },
		{ "?", "\xff", 0, 1 },
	};

	CHECK(m);
}

/* What is exponential when it is done naively. */
ATF_TC_WITHOUT_HEAD(hostile);
ATF_TC_BODY(hostile, tc)
{
	char string[2001];

	memset(string, 'a', 2000);
	string[2000] = '\0';
	ATF_CHECK_EQ(FNM_NOMATCH, fnmatch("a*a*a*a*a*a*a*a*a*a*a*a*a*b",
	    string, 0));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, plain);
	ATF_TP_ADD_TC(tp, brackets);
	ATF_TP_ADD_TC(tp, flags);
	ATF_TP_ADD_TC(tp, utf8);
	ATF_TP_ADD_TC(tp, hostile);

	return (atf_no_error());
}
