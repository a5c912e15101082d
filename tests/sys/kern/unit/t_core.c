/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's core on the build host, with sanitizers: formatted output,
 * strings and ciphers against the host's and published vectors; memory,
 * timeouts, sysctl and uio by the cases of h_core_*.c.  Kernel functions have
 * the prefix k_ here.
 */
#include <atf-c.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "h_core.h"

int	k_snprintf(char *, size_t, const char *, ...);
void	*k_memcpy(void *, const void *, size_t);
void	*k_memmove(void *, const void *, size_t);
void	*k_memset(void *, int, size_t);
int	k_memcmp(const void *, const void *, size_t);
void	*k_memchr(const void *, int, size_t);
size_t	k_strlen(const char *);
size_t	k_strnlen(const char *, size_t);
int	k_strcmp(const char *, const char *);
int	k_strncmp(const char *, const char *, size_t);
int	k_strcasecmp(const char *, const char *);
char	*k_strchr(const char *, int);
char	*k_strrchr(const char *, int);
char	*k_strstr(const char *, const char *);
size_t	k_strlcpy(char *, const char *, size_t);
size_t	k_strlcat(char *, const char *, size_t);
char	*k_strsep(char **, const char *);
unsigned long k_strtoul(const char *, char **, int);
long	k_strtol(const char *, char **, int);
struct k_chacha { uint32_t state[16]; };
void	k_chacha20_init(struct k_chacha *, const uint8_t *, uint64_t, uint64_t);
void	k_chacha20_block(struct k_chacha *, uint8_t *);
struct k_blake2s { uint64_t room[24]; };
void	k_blake2s_init(struct k_blake2s *, const void *, size_t);
void	k_blake2s_update(struct k_blake2s *, const void *, size_t);
void	k_blake2s_final(struct k_blake2s *, uint8_t *);

static const char *expected;

const char *__asan_default_options(void);

/* ATF's library does not free what it made. */
const char *
__asan_default_options(void)
{

	return ("detect_leaks=0");
}

void
host_fail(const char *file, int line, const char *what)
{

	atf_tc_fail("%s:%d: %s", file, line, what);
}

void
host_expect_panic(const char *needle)
{

	expected = needle;
}

void
host_panic(const char *message)
{

	if (expected != NULL && strstr(message, expected) != NULL)
		atf_tc_pass();
	atf_tc_fail("panic: %s", message);
}

void *
host_memory(unsigned long size)
{
	void *p;

	p = aligned_alloc(1 << 22, size);
	if (p == NULL)
		abort();
	memset(p, 0, size);
	return (p);
}

unsigned int
host_random(unsigned int bound)
{
	static uint64_t x = 88172645463325252ULL;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return ((unsigned int)((x >> 11) % bound));
}

/* Formatted output. */

#define	SAME(...) do {							\
	char _a[300], _b[300];						\
	int _n, _m;							\
	size_t _s;							\
									\
	for (_s = 0; _s < sizeof(_a); _s = _s * 3 + 1) {		\
		memset(_a, 'Z', sizeof(_a));				\
		memset(_b, 'Z', sizeof(_b));				\
		_n = snprintf(_a, _s, __VA_ARGS__);			\
		_m = k_snprintf(_b, _s, __VA_ARGS__);			\
		ATF_CHECK_EQ_MSG(_n, _m, "length %d, not %d, of %s",	\
		    _m, _n, #__VA_ARGS__);				\
		ATF_CHECK_MSG(memcmp(_a, _b, sizeof(_a)) == 0,		\
		    "\"%s\" not \"%s\" of %s", _b, _a, #__VA_ARGS__);	\
	}								\
} while (0)

#pragma clang diagnostic ignored "-Wformat"
#pragma clang diagnostic ignored "-Wformat-security"
#pragma clang diagnostic ignored "-Wformat-extra-args"

ATF_TC(printf_table);
ATF_TC_HEAD(printf_table, tc)
{
	atf_tc_set_md_var(tc, "descr", "Conversions as the host makes them");
}
ATF_TC_BODY(printf_table, tc)
{

	SAME("plain");
	SAME("%%");
	SAME("%d %i %u", -5, 17, 4000000000U);
	SAME("%x %X %#x %#X %o %#o", 255, 255, 255, 255, 8, 8);
	SAME("%#x %#o %.0d|%.0x|%#.0o|", 0, 0, 0, 0, 0);
	SAME("%5d|%-5d|%05d|%+d|% d|%+5d|%-+5d|", 42, 42, 42, 42, 42, 42, 42);
	SAME("%5d|%-5d|%05d|%+d|% d|", -42, -42, -42, -42, -42);
	SAME("%.5d|%8.5d|%-8.5d|%08.5d|%+.3d|", 42, 42, 42, 42, 42);
	SAME("%#8x|%#-8x|%#08x|%#.8x|%#12.8x|", 255, 255, 255, 255, 255);
	SAME("%hhd %hhu %hd %hu", 300, 300, 70000, 70000);
	SAME("%ld %lu %lx", LONG_MIN, ULONG_MAX, ULONG_MAX);
	SAME("%lld %llu", LLONG_MIN, ULLONG_MAX);
	SAME("%jd %ju %zd %zu %td", INTMAX_MIN, UINTMAX_MAX, (ssize_t)-1,
	    (size_t)-1, (ptrdiff_t)-3);
	SAME("%d %d", INT_MIN, INT_MAX);
	SAME("%s|%10s|%-10s|%.2s|%10.2s|%-10.2s|", "abc", "abc", "abc", "abc",
	    "abc", "abc");
	SAME("%.0s|%s|", "abc", "");
	SAME("%c|%3c|%-3c|", 'x', 'x', 'x');
	SAME("%*d|%-*d|%*d|%.*d|%.*d|", 6, 42, 6, 42, -6, 42, 4, 42, -1, 42);
	SAME("%*.*s|", 8, 2, "abcdef");
	SAME("%p", (void *)0x1234abcd);
	SAME("%200d", 1);
	SAME("%-200s|", "left");
	SAME("%s", (char *)NULL);
	SAME("a%da%sa%ca", 1, "2", '3');
}

ATF_TC(printf_random);
ATF_TC_HEAD(printf_random, tc)
{
	atf_tc_set_md_var(tc, "descr", "Random specifications");
}
ATF_TC_BODY(printf_random, tc)
{
	static const char *lengths[] = { "hh", "h", "", "l", "ll", "j", "z" };
	char fmt[64], a[400], b[400];
	unsigned int i, k;

	for (i = 0; i < 20000; i++) {
		uint64_t v = (uint64_t)host_random(UINT_MAX) << 32 |
		    host_random(UINT_MAX);
		size_t n = 0;
		int na, nb;

		v >>= host_random(64);
		fmt[n++] = '%';
		for (k = host_random(4); k > 0; k--)
			fmt[n++] = "-+ #0"[host_random(5)];
		if (host_random(2))
			n += (size_t)sprintf(fmt + n, "%u", host_random(40));
		if (host_random(2))
			n += (size_t)sprintf(fmt + n, ".%u", host_random(40));
		n += (size_t)sprintf(fmt + n, "%s", lengths[host_random(7)]);
		fmt[n++] = "diouxX"[host_random(6)];
		fmt[n] = '\0';
		na = snprintf(a, sizeof(a), fmt, v);
		nb = k_snprintf(b, sizeof(b), fmt, v);
		ATF_REQUIRE_EQ_MSG(na, nb, "%s of %#lx", fmt, v);
		ATF_REQUIRE_STREQ_MSG(a, b, "%s of %#lx", fmt, v);
	}
}

ATF_TC(printf_unknown);
ATF_TC_HEAD(printf_unknown, tc)
{
	atf_tc_set_md_var(tc, "descr",
	    "An unknown conversion ends the interpretation");
}
ATF_TC_BODY(printf_unknown, tc)
{
	char buf[64];

	k_snprintf(buf, sizeof(buf), "a %d %n b %d", 1, &buf, 2);
	ATF_CHECK_STREQ("a 1 %n b %d", buf);
	k_snprintf(buf, sizeof(buf), "50%");
	ATF_CHECK_STREQ("50%", buf);
}

/* Strings. */

ATF_TC(memory);
ATF_TC_HEAD(memory, tc)
{
	atf_tc_set_md_var(tc, "descr", "Memory functions at all alignments");
}
ATF_TC_BODY(memory, tc)
{
	unsigned char a[300], b[300], src[300];
	unsigned int i, from, to, n;

	for (i = 0; i < sizeof(src); i++)
		src[i] = (unsigned char)host_random(256);
	for (i = 0; i < 20000; i++) {
		n = host_random(i % 2 ? 40 : 200);
		from = host_random(100);
		to = host_random(100);
		memcpy(a, src, sizeof(a));
		memcpy(b, src, sizeof(b));
		switch (host_random(3)) {
		case 0:
			memmove(a + to, a + from, n);
			ATF_REQUIRE_EQ(b + to,
			    k_memmove(b + to, b + from, n));
			break;
		case 1:
			memcpy(a + to, src + from, n);
			ATF_REQUIRE_EQ(b + to,
			    k_memcpy(b + to, src + from, n));
			break;
		default:
			memset(a + to, (int)from + 300, n);
			ATF_REQUIRE_EQ(b + to,
			    k_memset(b + to, (int)from + 300, n));
			break;
		}
		ATF_REQUIRE(memcmp(a, b, sizeof(a)) == 0);
		ATF_REQUIRE_EQ(memchr(a + to, src[from], n) != NULL,
		    k_memchr(a + to, src[from], n) != NULL);
		if (n > 0)
			b[to + host_random(n)]++;
		ATF_REQUIRE_EQ((memcmp(a + to, b + to, n) > 0) -
		    (memcmp(a + to, b + to, n) < 0),
		    (k_memcmp(a + to, b + to, n) > 0) -
		    (k_memcmp(a + to, b + to, n) < 0));
	}
}

ATF_TC(strings);
ATF_TC_HEAD(strings, tc)
{
	atf_tc_set_md_var(tc, "descr", "String functions");
}
ATF_TC_BODY(strings, tc)
{
	char buf[8], text[] = "a,b;;c", *p = text;

	ATF_CHECK_EQ(5, k_strlen("hello"));
	ATF_CHECK_EQ(3, k_strnlen("hello", 3));
	ATF_CHECK_EQ(0, k_strcmp("abc", "abc"));
	ATF_CHECK(k_strcmp("abc", "abd") < 0);
	ATF_CHECK(k_strcmp("ab\xff", "ab") > 0);
	ATF_CHECK_EQ(0, k_strncmp("abcd", "abce", 3));
	ATF_CHECK(k_strncmp("abcd", "abce", 4) < 0);
	ATF_CHECK_EQ(0, k_strncmp("ab", "ab", 10));
	ATF_CHECK_EQ(0, k_strcasecmp("HeLLo", "hEllO"));
	ATF_CHECK(k_strcasecmp("a", "B") < 0);
	ATF_CHECK_STREQ("llo", k_strchr("hello", 'l'));
	ATF_CHECK_STREQ("", k_strchr("hello", '\0'));
	ATF_CHECK_EQ(NULL, k_strchr("hello", 'x'));
	ATF_CHECK_STREQ("lo", k_strrchr("hello", 'l'));
	ATF_CHECK_EQ(NULL, k_strrchr("hello", 'x'));
	ATF_CHECK_STREQ("lo", k_strstr("hello", "lo"));
	ATF_CHECK_STREQ("hello", k_strstr("hello", ""));
	ATF_CHECK_EQ(NULL, k_strstr("hello", "lox"));
	ATF_CHECK_EQ(10, k_strlcpy(buf, "0123456789", sizeof(buf)));
	ATF_CHECK_STREQ("0123456", buf);
	ATF_CHECK_EQ(3, k_strlcpy(buf, "abc", 0));
	ATF_CHECK_EQ(3, k_strlcpy(buf, "abc", sizeof(buf)));
	ATF_CHECK_EQ(9, k_strlcat(buf, "defghi", sizeof(buf)));
	ATF_CHECK_STREQ("abcdefg", buf);
	ATF_CHECK_STREQ("a", k_strsep(&p, ",;"));
	ATF_CHECK_STREQ("b", k_strsep(&p, ",;"));
	ATF_CHECK_STREQ("", k_strsep(&p, ",;"));
	ATF_CHECK_STREQ("c", k_strsep(&p, ",;"));
	ATF_CHECK_EQ(NULL, k_strsep(&p, ",;"));
}

ATF_TC(numbers);
ATF_TC_HEAD(numbers, tc)
{
	atf_tc_set_md_var(tc, "descr", "strtol and strtoul as the host's");
}
ATF_TC_BODY(numbers, tc)
{
	static const char *texts[] = {
		"0", "1", "-1", "+7", "  42", "\t-0x1f", "0x", "0xg", "077",
		"08", "12abc", "", "-", "x", "9223372036854775807",
		"9223372036854775808", "-9223372036854775808",
		"-9223372036854775809", "18446744073709551615",
		"18446744073709551616", "-18446744073709551615",
		"99999999999999999999999", "0xffffffffffffffff", "zz", "10 20"
	};
	static const int bases[] = { 0, 2, 8, 10, 16, 36 };
	char *e1, *e2;
	size_t i, j;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (j = 0; j < sizeof(bases) / sizeof(bases[0]); j++) {
			ATF_CHECK_EQ_MSG(strtol(texts[i], &e1, bases[j]),
			    k_strtol(texts[i], &e2, bases[j]), "%s base %d",
			    texts[i], bases[j]);
			ATF_CHECK_EQ_MSG(e1, e2, "%s base %d", texts[i],
			    bases[j]);
			ATF_CHECK_EQ_MSG(strtoul(texts[i], &e1, bases[j]),
			    k_strtoul(texts[i], &e2, bases[j]), "%s base %d",
			    texts[i], bases[j]);
			ATF_CHECK_EQ(e1, e2);
		}
	}
}

/* Ciphers. */

static void
check_hex(const uint8_t *got, const char *hex)
{
	char text[200];
	size_t i;

	for (i = 0; hex[2 * i] != '\0'; i++)
		sprintf(text + 2 * i, "%02x", got[i]);
	ATF_CHECK_STREQ(hex, text);
}

ATF_TC(chacha20);
ATF_TC_HEAD(chacha20, tc)
{
	atf_tc_set_md_var(tc, "descr", "Vectors of RFC 8439, A.1");
}
ATF_TC_BODY(chacha20, tc)
{
	uint8_t key[32] = { 0 }, out[64];
	struct k_chacha cc;

	k_chacha20_init(&cc, key, 0, 0);
	k_chacha20_block(&cc, out);
	check_hex(out, "76b8e0ada0f13d90405d6ae55386bd28"
	    "bdd219b8a08ded1aa836efcc8b770dc7"
	    "da41597c5157488d7724e03fb8d84a37"
	    "6a43b8f41518a11cc387b669b2ee6586");
	k_chacha20_block(&cc, out);
	check_hex(out, "9f07e7be5551387a98ba977c732d080d"
	    "cb0f29a048e3656912c6533e32ee7aed"
	    "29b721769ce64e43d57133b074d839d5"
	    "31ed1f28510afb45ace10a1f4b794d6f");
	key[31] = 1;
	k_chacha20_init(&cc, key, 1, 0);
	k_chacha20_block(&cc, out);
	check_hex(out, "3aeb5224ecf849929b9d828db1ced4dd"
	    "832025e8018b8160b82284f3c949aa5a"
	    "8eca00bbb4a73bdad192b5c42f73f2fd"
	    "4e273644c8b36125a64addeb006c13a0");
}

ATF_TC(blake2s);
ATF_TC_HEAD(blake2s, tc)
{
	atf_tc_set_md_var(tc, "descr", "Published vectors, plain and keyed");
}
ATF_TC_BODY(blake2s, tc)
{
	uint8_t in[1000], md[32];
	struct k_blake2s b;
	size_t i;

	k_blake2s_init(&b, NULL, 0);
	k_blake2s_update(&b, "abc", 3);
	k_blake2s_final(&b, md);
	check_hex(md, "508c5e8c327c14e2e1a72ba34eeb452f"
	    "37458b209ed63a294d999b4c86675982");
	k_blake2s_init(&b, NULL, 0);
	k_blake2s_final(&b, md);
	check_hex(md, "69217a3079908094e11121d042354a7c"
	    "1f55b6482ca1a51e1b250dfd1ed0eef9");
	for (i = 0; i < sizeof(in); i++)
		in[i] = (uint8_t)i;
	k_blake2s_init(&b, in, 32);
	k_blake2s_final(&b, md);
	check_hex(md, "48a8997da407876b3d79c0d92325ad3b"
	    "89cbb754d86ab71aee047ad345fd2c49");
	/* In pieces, across blocks; and exactly two blocks. */
	k_blake2s_init(&b, in, 32);
	for (i = 0; i < 1000; i += 8)
		k_blake2s_update(&b, in + i, 8);
	k_blake2s_final(&b, md);
	check_hex(md, "5754feae2a6eefffae7d7c689f2405d1"
	    "ec46c7e48a9c6187e71c5421a757b95d");
	k_blake2s_init(&b, NULL, 0);
	k_blake2s_update(&b, in, 128);
	k_blake2s_final(&b, md);
	check_hex(md, "1fa877de67259d19863a2a34bcc6962a"
	    "2b25fcbf5cbecd7ede8f1fa36688a796");
}

/* The kernel's cases. */

static atf_tc_t	tcs[64];
static struct atf_tc_pack packs[64];

static const struct core_case *
core_find(const atf_tc_t *tc)
{
	const struct core_case *cc;

	for (cc = core_cases; cc->name != NULL; cc++) {
		if (strcmp(cc->name, atf_tc_get_ident(tc)) == 0)
			break;
	}
	return (cc);
}

static void
core_head(atf_tc_t *tc)
{

	atf_tc_set_md_var(tc, "descr", "%s", core_find(tc)->descr);
}

static void
core_body(const atf_tc_t *tc)
{

	core_find(tc)->fn();
	if (expected != NULL)
		atf_tc_fail("no panic \"%s\"", expected);
}

ATF_TP_ADD_TCS(tp)
{
	size_t i;

	ATF_TP_ADD_TC(tp, printf_table);
	ATF_TP_ADD_TC(tp, printf_random);
	ATF_TP_ADD_TC(tp, printf_unknown);
	ATF_TP_ADD_TC(tp, memory);
	ATF_TP_ADD_TC(tp, strings);
	ATF_TP_ADD_TC(tp, numbers);
	ATF_TP_ADD_TC(tp, chacha20);
	ATF_TP_ADD_TC(tp, blake2s);
	for (i = 0; core_cases[i].name != NULL; i++) {
		packs[i] = (struct atf_tc_pack){
			.m_ident = core_cases[i].name,
			.m_head = core_head,
			.m_body = core_body,
		};
		atf_tc_init_pack(&tcs[i], &packs[i], NULL);
		atf_tp_add_tc(tp, &tcs[i]);
	}
	return (atf_no_error());
}
