/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * strtod(3), strtof(3) and strtold(3) on random text against the host's: the
 * number to the last bit, where it ends, and errno.
 */

#include <atf-c.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define	ROUNDS		40000

double	host_strtod(const char *, char **) __asm__("strtod");
float	host_strtof(const char *, char **) __asm__("strtof");
long double host_strtold(const char *, char **) __asm__("strtold");

static uint64_t seed = 0x9e3779b97f4a7c15;

static unsigned int
next(unsigned int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return ((unsigned int)(seed >> 7) % limit);
}

static char text[256];

static char *
digits(char *p, unsigned int n, bool hex)
{
	while (n-- > 0)
		*p++ = "0123456789abcdefABCDEF"[next(hex ? 22 : 10)];
	return (p);
}

/* A number, or nearly one. */
static void
make_text(void)
{
	char *p = text;
	bool hex = next(4) == 0;

	if (next(6) == 0)
		*p++ = ' ';
	if (next(3) == 0)
		*p++ = next(2) == 0 ? '-' : '+';
	if (hex)
		p = stpcpy(p, next(2) == 0 ? "0x" : "0X");
	p = digits(p, next(24), hex);
	if (next(3) != 0) {
		*p++ = '.';
		p = digits(p, next(40), hex);
	}
	if (next(2) == 0) {
		*p++ = hex ? 'p' : 'e';
		if (next(2) == 0)
			*p++ = next(2) == 0 ? '-' : '+';
		p = digits(p, next(8) == 0 ? 4 : next(4), false);
	}
	if (next(10) == 0)
		*p++ = "xe.p+n "[next(7)];
	*p = '\0';
}

static bool
same(long double a, long double b)
{
	return ((isnan(a) && isnan(b)) ||
	    (a == b && signbit(a) == signbit(b)));
}

#define	COMPARE(name)							\
do {									\
	errno = 0;							\
	got = name(text, &end);						\
	error = errno;							\
	errno = 0;							\
	want = host_##name(text, &host_end);				\
	ATF_REQUIRE_MSG(same(got, want), #name "(%s) is %La, not %La",	\
	    text, got, want);						\
	ATF_REQUIRE_MSG(end == host_end, #name "(%s) ends at %s",	\
	    text, end);							\
	ATF_REQUIRE_MSG(error == errno,					\
	    #name "(%s): errno %d, not %d", text, error, errno);	\
	numbers += end != text && got != 0;				\
} while (0)

static unsigned int numbers;

static void
compare(void)
{
	long double got, want;
	char *end, *host_end;
	int error;

	COMPARE(strtod);
	COMPARE(strtof);
	COMPARE(strtold);
}

ATF_TC(random_text);
ATF_TC_HEAD(random_text, tc)
{
	atf_tc_set_md_var(tc, "timeout", "300");
}
ATF_TC_BODY(random_text, tc)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		make_text();
		compare();
	}
	ATF_CHECK(numbers > ROUNDS);
}

/* The middle between two neighbours, exactly and with one digit more. */
ATF_TC_WITHOUT_HEAD(halfway);
ATF_TC_BODY(halfway, tc)
{
	union { uint64_t u; double d; } x, y;
	int i;

	for (i = 0; i < 2000; i++) {
		x.u = (uint64_t)(1023 - 40 + next(80)) << 52 |
		    ((uint64_t)next(1U << 26) << 26) | next(1U << 26);
		y.u = x.u + 1;
		(void)snprintf(text, sizeof(text), "%.100Lf",
		    ((long double)x.d + y.d) / 2);
		compare();
		strcat(text, "1");
		compare();
	}
}

ATF_TC_WITHOUT_HEAD(words);
ATF_TC_BODY(words, tc)
{
	static const char *const list[] = { "inf", "-INFINITY", "infinit",
	    "nan", "-nan", "NaN(12)", "nan(", "nan()", "nan(a-)", "0x", "0x.",
	    "0x1p", "0x.8p+", "1e", "1e+", ".", "-.", ".e1", "", " ", "+-1",
	    "1e-400", "1e400", "4.9e-324", "2.4e-324", "0x1p-1075", "1e-5000",
	    "0x1.fffffffffffff8p1023", "1e99999999999999999999", "0e999999" };
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s", list[i]);
		compare();
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, random_text);
	ATF_TP_ADD_TC(tp, halfway);
	ATF_TP_ADD_TC(tp, words);
	return (atf_no_error());
}
