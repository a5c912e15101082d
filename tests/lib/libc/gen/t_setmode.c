/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * setmode(3), vis(3), basename(3), getbsize(3).
 */

#include <sys/stat.h>
#include <atf-c.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <vis.h>

/* The mode that text makes of mode; -1 if it is wrong. */
static int
apply(const char *text, mode_t mode)
{
	void *set = setmode(text);
	int ret = -1;

	if (set != NULL)
		ret = (int)getmode(set, mode);
	free(set);
	return (ret);
}

ATF_TC_WITHOUT_HEAD(modes);
ATF_TC_BODY(modes, tc)
{
	(void)umask(022);
	ATF_CHECK_EQ(0755, apply("755", 0));
	ATF_CHECK_EQ(S_IFREG | 04644, apply("4644", S_IFREG | 0777));
	ATF_CHECK_EQ(0755, apply("u+x,go+rx", 0644));
	ATF_CHECK_EQ(0755, apply("+x", 0644));
	ATF_CHECK_EQ(0755, apply("a+x", 0644));
	ATF_CHECK_EQ(0644, apply("+w", 0444));	/* the umask counts */
	ATF_CHECK_EQ(0666, apply("a+w", 0444));
	ATF_CHECK_EQ(0600, apply("go=", 0644));
	ATF_CHECK_EQ(0664, apply("g=u", 0644));
	ATF_CHECK_EQ(0640, apply("u=rw,g=r,o=", 0777));
	ATF_CHECK_EQ(0644, apply("a+X", 0644));
	ATF_CHECK_EQ(0755, apply("a+X", 0744));
	ATF_CHECK_EQ(S_IFDIR | 0755, apply("a+X", S_IFDIR | 0644));
	ATF_CHECK_EQ(06755, apply("ug+s", 0755));
	ATF_CHECK_EQ(01777, apply("+t", 0777));
	ATF_CHECK_EQ(0755, apply("u=rwx,u-s", 04755));
	ATF_CHECK_EQ(0444, apply("a=r", 01777 & 0777));
	ATF_CHECK_EQ(0700, apply("u+rwx-x+x", 0));
}

ATF_TC_WITHOUT_HEAD(bad_modes);
ATF_TC_BODY(bad_modes, tc)
{
	static const char *const bad[] = { "", "x", "9", "10000", "u", "u+q",
	    "u+x,", "u+x,,g+x", "77z" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ATF_CHECK_ERRNO(EINVAL, setmode(bad[i]) == NULL);
}

ATF_TC_WITHOUT_HEAD(visible);
ATF_TC_BODY(visible, tc)
{
	static const int flags[] = { 0, VIS_OCTAL, VIS_CSTYLE,
	    VIS_WHITE | VIS_CSTYLE, VIS_SAFE };
	char raw[256], out[1100], back[300];
	size_t i, k;

	ATF_CHECK_EQ(4, strvis(out, "\\a\n", VIS_CSTYLE));
	ATF_CHECK_STREQ("\\\\a\n", out);
	ATF_CHECK_EQ(7, strvis(out, "a\tb\033", VIS_CSTYLE | VIS_TAB));
	ATF_CHECK_STREQ("a\\tb\\^[", out);
	(void)strvis(out, "\001\177\377", 0);
	ATF_CHECK_STREQ("\\^A\\^?\\M^?", out);
	for (i = 0; i < 255; i++)
		raw[i] = (char)(i + 1);
	raw[255] = '\0';
	for (k = 0; k < sizeof(flags) / sizeof(flags[0]); k++) {
		(void)strvis(out, raw, flags[k]);
		ATF_CHECK_EQ(255, strunvis(back, out));
		ATF_CHECK_STREQ(raw, back);
	}
	ATF_CHECK_EQ(6, strnvis(out, 4, "ab\\\\", 0));
	ATF_CHECK_STREQ("ab", out);
	ATF_CHECK_ERRNO(EINVAL, strunvis(back, "\\Mx") == -1);
}

ATF_TC_WITHOUT_HEAD(names);
ATF_TC_BODY(names, tc)
{
	static const struct {
		const char	*path, *base, *dir;
	} cases[] = {
		{ "", ".", "." }, { "/", "/", "/" }, { "//", "/", "/" },
		{ "a", "a", "." }, { "a/", "a", "." }, { "/a", "a", "/" },
		{ "/a/b", "b", "/a" }, { "a//b//", "b", "a" },
		{ "///a", "a", "/" }, { "..", "..", "." },
	};
	char buf[32];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)strlcpy(buf, cases[i].path, sizeof(buf));
		ATF_CHECK_STREQ(cases[i].base, basename(buf));
		(void)strlcpy(buf, cases[i].path, sizeof(buf));
		ATF_CHECK_STREQ(cases[i].dir, dirname(buf));
	}
	ATF_CHECK_STREQ(".", basename(NULL));
}

ATF_TC_WITHOUT_HEAD(block_size);
ATF_TC_BODY(block_size, tc)
{
	long size;
	int len;

	ATF_REQUIRE_EQ(0, unsetenv("BLOCKSIZE"));
	ATF_CHECK_STREQ("512-blocks", getbsize(&len, &size));
	ATF_CHECK(len == 10 && size == 512);
	ATF_REQUIRE_EQ(0, setenv("BLOCKSIZE", "K", 1));
	ATF_CHECK_STREQ("1K-blocks", getbsize(&len, &size));
	ATF_CHECK_EQ(1024, size);
	ATF_REQUIRE_EQ(0, setenv("BLOCKSIZE", "4M", 1));
	ATF_CHECK_STREQ("4M-blocks", getbsize(&len, &size));
	ATF_CHECK_EQ(4L << 20, size);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, modes);
	ATF_TP_ADD_TC(tp, bad_modes);
	ATF_TP_ADD_TC(tp, visible);
	ATF_TP_ADD_TC(tp, names);
	ATF_TP_ADD_TC(tp, block_size);

	return (atf_no_error());
}
