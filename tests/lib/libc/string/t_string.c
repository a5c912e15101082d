/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Strings.
 */

#include <sys/mman.h>
#include <sys/stat.h>
#include <atf-c.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

/* n bytes that end where memory does. */
static char *
at_the_edge(size_t n)
{
	static char *page;
	size_t size = (size_t)getpagesize();

	if (page == NULL) {
		page = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		ATF_REQUIRE(page != MAP_FAILED);
		ATF_REQUIRE_EQ(0, mprotect(page + size, size, PROT_NONE));
	}
	return (page + size - n);
}

/* No function may look beyond the NUL into the next page. */
ATF_TC_WITHOUT_HEAD(edge_of_memory);
ATF_TC_BODY(edge_of_memory, tc)
{
	char copy[64], *s;
	size_t n;

	for (n = 0; n < 40; n++) {
		s = at_the_edge(n + 1);
		memset(s, 'x', n);
		s[n] = '\0';
		ATF_CHECK_EQ(n, strlen(s));
		ATF_CHECK_EQ(n, strnlen(s, n + 1));
		ATF_CHECK(strchr(s, 'q') == NULL);
		ATF_CHECK(strrchr(s, 'q') == NULL);
		ATF_CHECK(strstr(s, "xq") == NULL);
		ATF_CHECK_EQ(n, strspn(s, "x"));
		ATF_CHECK_STREQ(s, strcpy(copy, s));
		ATF_CHECK_EQ(0, strcmp(s, copy));
		ATF_CHECK_EQ(n, strlcpy(copy, s, sizeof(copy)));
	}
}

ATF_TC_WITHOUT_HEAD(copying);
ATF_TC_BODY(copying, tc)
{
	char buf[16];

	ATF_CHECK_EQ(5, strlcpy(buf, "hello", 4));
	ATF_CHECK_STREQ("hel", buf);
	ATF_CHECK_EQ(6, strlcat(buf, "fgh", 5));
	ATF_CHECK_STREQ("helf", buf);
	ATF_CHECK_EQ(9, strlcat(buf, "12345", 4));
	memset(buf, 'z', sizeof(buf));
	ATF_CHECK(strncpy(buf, "ab", 5) == buf);
	ATF_CHECK(memcmp(buf, "ab\0\0\0z", 6) == 0);
	ATF_CHECK(stpcpy(buf, "xyz") == buf + 3);
	ATF_CHECK(stpncpy(buf, "abcdef", 3) == buf + 3);
	ATF_CHECK_STREQ("abc", strncat(strcpy(buf, "a"), "bcd", 2));
	ATF_CHECK(memccpy(buf, "one.two", '.', 16) == buf + 4);
	ATF_CHECK(memccpy(buf, "one", 'x', 3) == NULL);
}

ATF_TC_WITHOUT_HEAD(comparing);
ATF_TC_BODY(comparing, tc)
{
	ATF_CHECK(strcmp("a", "b") < 0 && strcmp("b", "a") > 0);
	ATF_CHECK(strcmp("a\xff", "a\x01") > 0);
	ATF_CHECK(strcmp("abcdefgh1", "abcdefgh2") < 0);
	ATF_CHECK_EQ(0, strncmp("abcx", "abcy", 3));
	ATF_CHECK_EQ(0, strcasecmp("HeLLo", "hEllO"));
	ATF_CHECK_EQ(0, strncasecmp("ABx", "aby", 2));
	ATF_CHECK(strverscmp("a9", "a10") < 0);
	ATF_CHECK(strverscmp("a01", "a1") < 0);
	ATF_CHECK(strverscmp("000", "00") < 0);
}

ATF_TC_WITHOUT_HEAD(searching);
ATF_TC_BODY(searching, tc)
{
	const char *s = "the cat sat on the mat";
	char *long_text;
	size_t i;

	ATF_CHECK(strstr(s, "sat") == s + 8);
	ATF_CHECK(strstr(s, "") == s);
	ATF_CHECK(strstr(s, "dog") == NULL);
	ATF_CHECK(strcasestr(s, "CAT") == s + 4);
	ATF_CHECK(strnstr(s, "mat", 21) == NULL);
	ATF_CHECK(strnstr(s, "mat", 22) == s + 19);
	ATF_CHECK(strpbrk(s, "mno") == s + 12);
	ATF_CHECK_EQ(3, strcspn(s, " "));
	ATF_CHECK(*strchrnul(s, 'Q') == '\0');
	/* The worst case for a naive search is linear here. */
	ATF_REQUIRE((long_text = malloc(200001)) != NULL);
	memset(long_text, 'a', 200000);
	long_text[200000] = '\0';
	for (i = 0; i < 20; i++) {
		long_text[100000] = 'b';
		ATF_CHECK(strstr(long_text, long_text + 100001) == long_text);
		long_text[0] = 'c';
		ATF_CHECK(strstr(long_text, long_text + 99999) ==
		    long_text + 99999);
		long_text[0] = 'a';
	}
	free(long_text);
}

ATF_TC_WITHOUT_HEAD(cutting);
ATF_TC_BODY(cutting, tc)
{
	char text[] = ",a,,b", *p = text, *last;

	ATF_CHECK_STREQ("", strsep(&p, ","));
	ATF_CHECK_STREQ("a", strsep(&p, ","));
	ATF_CHECK_STREQ("", strsep(&p, ","));
	ATF_CHECK_STREQ("b", strsep(&p, ","));
	ATF_CHECK(strsep(&p, ",") == NULL);
	(void)strlcpy(text, ",a,,b", sizeof(text));
	ATF_CHECK_STREQ("a", strtok_r(text, ",", &last));
	ATF_CHECK_STREQ("b", strtok_r(NULL, ",", &last));
	ATF_CHECK(strtok_r(NULL, ",", &last) == NULL);
	ATF_CHECK(strtok_r(NULL, ",", &last) == NULL);
}

ATF_TC_WITHOUT_HEAD(errors);
ATF_TC_BODY(errors, tc)
{
	char buf[64];
	int i;

	for (i = 0; i <= ELAST; i++)
		ATF_CHECK(strerror(i)[0] != 'U');
	ATF_CHECK_STREQ("No such file or directory", strerror(ENOENT));
	ATF_CHECK_STREQ("Descriptor has been revoked", strerror(EREVOKED));
	ATF_CHECK_ERRNO(EINVAL,
	    strcmp(strerror(12345), "Unknown error: 12345") == 0);
	ATF_CHECK_EQ(0, strerror_r(EPERM, buf, sizeof(buf)));
	ATF_CHECK_STREQ("Operation not permitted", buf);
	ATF_CHECK_EQ(ERANGE, strerror_r(EPERM, buf, 5));
	ATF_CHECK_STREQ("Oper", buf);
	ATF_CHECK_EQ(EINVAL, strerror_r(-1, buf, sizeof(buf)));
}

ATF_TC_WITHOUT_HEAD(modes);
ATF_TC_BODY(modes, tc)
{
	char buf[12];

	strmode(S_IFDIR | 01755, buf);
	ATF_CHECK_STREQ("drwxr-xr-t ", buf);
	strmode(S_IFREG | 06640, buf);
	ATF_CHECK_STREQ("-rwSr-S--- ", buf);
	strmode(S_IFLNK | 0777, buf);
	ATF_CHECK_STREQ("lrwxrwxrwx ", buf);
}

ATF_TC_WITHOUT_HEAD(wide);
ATF_TC_BODY(wide, tc)
{
	wchar_t buf[16], *last;

	ATF_CHECK_EQ(3, wcslen(L"\u20acab"));
	ATF_CHECK_EQ(0, wcscmp(wcscat(wcscpy(buf, L"ab"), L"cd"), L"abcd"));
	ATF_CHECK(wcsstr(buf, L"cd") == buf + 2);
	ATF_CHECK(wcschr(buf, L'z') == NULL);
	ATF_CHECK_EQ(0, wcscasecmp(L"\u00c9", L"\u00e9"));
	ATF_CHECK_EQ(0, wcscmp(wcstok(buf, L"c", &last), L"ab"));
	ATF_CHECK_EQ(0, wcscmp(wcstok(NULL, L"c", &last), L"d"));
	ATF_CHECK_EQ(2, wcwidth(0x4e2d));
	ATF_CHECK_EQ(0, wcwidth(0x301));
	ATF_CHECK_EQ(-1, wcwidth(7));
	ATF_CHECK_EQ(255, wcstol(L"0xff", NULL, 0));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, edge_of_memory);
	ATF_TP_ADD_TC(tp, copying);
	ATF_TP_ADD_TC(tp, comparing);
	ATF_TP_ADD_TC(tp, searching);
	ATF_TP_ADD_TC(tp, cutting);
	ATF_TP_ADD_TC(tp, errors);
	ATF_TP_ADD_TC(tp, modes);
	ATF_TP_ADD_TC(tp, wide);

	return (atf_no_error());
}
