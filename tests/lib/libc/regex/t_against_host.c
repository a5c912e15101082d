/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * regcomp(3), regexec(3) and fnmatch(3) on random patterns, whose meaning the
 * standard defines, against the host's: do they match, and where.
 */

#include <atf-c.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define	PATTERNS	20000
#define	STRINGS		6

/* The host's functions, with the layouts of its C library. */
struct host_regex {
	_Alignas(8) char bytes[64];
};

struct host_match {
	int	so, eo;
};

int	host_regcomp(struct host_regex *, const char *, int)
	    __asm__("regcomp");
int	host_regexec(const struct host_regex *, const char *, size_t,
	    struct host_match *, int) __asm__("regexec");
void	host_regfree(struct host_regex *) __asm__("regfree");
int	host_fnmatch(const char *, const char *, int) __asm__("fnmatch");

/* The host has none. */
size_t
strlcpy(char *to, const char *from, size_t size)
{
	return ((size_t)snprintf(to, size, "%s", from));
}

#define	HOST_EXTENDED	1
#define	HOST_ICASE	2
#define	HOST_NEWLINE	4
#define	HOST_PATHNAME	1
#define	HOST_NOESCAPE	2
#define	HOST_PERIOD	4

/* How many strings matched: neither none nor all may. */
static unsigned int tried, matched;

static uint64_t seed = 0x9e3779b97f4a7c15;

static unsigned int
next(unsigned int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return ((unsigned int)(seed % limit));
}

static char pattern[256], *at;

static void
put(const char *s)
{
	while (*s != '\0' && at < pattern + sizeof(pattern) - 1)
		*at++ = *s++;
	*at = '\0';
}

static void
put_set(void)
{
	static const char *const sets[] = { "[ab]", "[^a]", "[a-c]", "[]a]",
	    "[^]b]", "[[:digit:]b]", "[[:alpha:]]", "[^[:space:]]", "[a-]",
	    "[.*]", "[[=a=]c]" };

	put(sets[next(sizeof(sets) / sizeof(sets[0]))]);
}

static void	put_alternatives(int, int);

/* One thing that a repetition may follow. */
static void
put_atom(int depth, int extended)
{
	static const char *const plain[] = { "a", "b", "c", "1", "\\.", "." };

	if (depth > 0 && next(4) == 0) {
		put(extended ? "(" : "\\(");
		put_alternatives(depth - 1, extended);
		put(extended ? ")" : "\\)");
	} else if (next(4) == 0)
		put_set();
	else
		put(plain[next(sizeof(plain) / sizeof(plain[0]))]);
}

static void
put_repetition(int extended)
{
	static const char *const ere[] = { "*", "+", "?", "{2}", "{1,}",
	    "{0,2}", "{1,3}" };
	static const char *const bre[] = { "*", "\\{2\\}", "\\{1,\\}",
	    "\\{0,2\\}", "\\{1,3\\}" };

	if (extended)
		put(ere[next(sizeof(ere) / sizeof(ere[0]))]);
	else
		put(bre[next(sizeof(bre) / sizeof(bre[0]))]);
}

static void
put_alternatives(int depth, int extended)
{
	unsigned int n;

	do {
		for (n = 1 + next(3); n > 0; n--) {
			put_atom(depth, extended);
			if (next(3) == 0)
				put_repetition(extended);
		}
		if (!extended || next(4) != 0)
			return;
		put("|");
	} while (1);
}

static void
random_string(char *s, const char *letters, unsigned int max)
{
	unsigned int n = next(max);

	while (n-- > 0)
		*s++ = letters[next((unsigned int)strlen(letters))];
	*s = '\0';
}

static void
try_regex(int extended, int icase, int newline)
{
	struct host_regex hre;
	struct host_match hm;
	regmatch_t m;
	regex_t re;
	char s[24];
	int error, i, want;

	error = regcomp(&re, pattern, (extended ? REG_EXTENDED : 0) |
	    (icase ? REG_ICASE : 0) | (newline ? REG_NEWLINE : 0));
	want = host_regcomp(&hre, pattern, (extended ? HOST_EXTENDED : 0) |
	    (icase ? HOST_ICASE : 0) | (newline ? HOST_NEWLINE : 0));
	ATF_REQUIRE_MSG((error == 0) == (want == 0), "%s: %d, not %d",
	    pattern, error, want);
	if (error != 0)
		return;
	for (i = 0; i < STRINGS; i++) {
		random_string(s, newline ? "abc1\n" : "abcAB1.]-", 20);
		error = regexec(&re, s, 1, &m, 0);
		want = host_regexec(&hre, s, 1, &hm, 0);
		ATF_REQUIRE_MSG((error == 0) == (want == 0),
		    "%s of %s: %d, not %d", pattern, s, error, want);
		tried++;
		matched += error == 0;
		if (error == 0)
			ATF_REQUIRE_MSG(m.rm_so == hm.so && m.rm_eo == hm.eo,
			    "%s of %s: %ld-%ld, not %d-%d", pattern, s,
			    (long)m.rm_so, (long)m.rm_eo, hm.so, hm.eo);
	}
	regfree(&re);
	host_regfree(&hre);
}

ATF_TC(regex);
ATF_TC_HEAD(regex, tc)
{
	atf_tc_set_md_var(tc, "timeout", "300");
}
ATF_TC_BODY(regex, tc)
{
	int extended, i;

	for (i = 0; i < PATTERNS; i++) {
		at = pattern;
		extended = i & 1;
		if (next(5) == 0)
			put("^");
		put_alternatives(2, extended);
		if (next(5) == 0)
			put("$");
		try_regex(extended, next(4) == 0, next(4) == 0);
	}
	ATF_CHECK(matched > tried / 10 && matched < tried - tried / 10);
}

ATF_TC_WITHOUT_HEAD(fnmatch_patterns);
ATF_TC_BODY(fnmatch_patterns, tc)
{
	static const char *const parts[] = { "*", "?", "a", "b", ".", "/",
	    "[ab]", "[!a]", "[a-c]", "[]a]", "\\*", "\\a", "**", "[[:alpha:]]",
	    "[!]b]", "[a-]" };
	char s[16];
	unsigned int bits, n;
	int flags, got, i, want;

	for (i = 0; i < 20 * PATTERNS; i++) {
		at = pattern;
		*at = '\0';
		for (n = next(7); n > 0; n--)
			put(parts[next(sizeof(parts) / sizeof(parts[0]))]);
		random_string(s, "aab./*-]\\", 9);
		bits = next(8);
		/* Behind *? the host takes any period for a leading one. */
		for (n = 1; (bits & 4) != 0 && s[0] != '\0' && s[n] != '\0';
		    n++) {
			if (s[n] == '.' && s[n - 1] != '/')
				s[n] = 'b';
		}
		flags = ((bits & 1) != 0 ? FNM_PATHNAME : 0) |
		    ((bits & 2) != 0 ? FNM_NOESCAPE : 0) |
		    ((bits & 4) != 0 ? FNM_PERIOD : 0);
		got = fnmatch(pattern, s, flags);
		want = host_fnmatch(pattern, s,
		    ((bits & 1) != 0 ? HOST_PATHNAME : 0) |
		    ((bits & 2) != 0 ? HOST_NOESCAPE : 0) |
		    ((bits & 4) != 0 ? HOST_PERIOD : 0));
		ATF_REQUIRE_MSG(got == want, "'%s' '%s' %#x: %d, not %d",
		    pattern, s, bits, got, want);
		tried++;
		matched += got == 0;
	}
	ATF_CHECK(matched > tried / 20 && matched < tried - tried / 10);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, regex);
	ATF_TP_ADD_TC(tp, fnmatch_patterns);
	return (atf_no_error());
}
