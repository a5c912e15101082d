/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * glob(3) and wordexp(3).
 */

#include <sys/stat.h>
#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wordexp.h>

static void
make_tree(void)
{
	static const char *const files[] = {
		"t/1", "t/2", "t/.h", "t/x/a.c", "t/x/b.c", "t/y/a.c"
	};
	size_t i;

	ATF_REQUIRE_EQ(0, mkdir("t", 0755));
	ATF_REQUIRE_EQ(0, mkdir("t/x", 0755));
	ATF_REQUIRE_EQ(0, mkdir("t/y", 0755));
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		ATF_REQUIRE_EQ(0, close(open(files[i], O_CREAT | O_WRONLY,
		    0644)));
	ATF_REQUIRE_EQ(0, symlink("nowhere", "t/dead"));
}

/* The paths of a pattern in one string, or what went wrong. */
static const char *
expand(const char *pattern, int flags)
{
	static char out[512];
	glob_t g;
	size_t i;
	int ret;

	ret = glob(pattern, flags, NULL, &g);
	out[0] = '\0';
	if (ret != 0)
		return (ret == GLOB_NOMATCH ? "nomatch" : "error");
	for (i = 0; i < g.gl_pathc; i++) {
		if (i > 0)
			(void)strlcat(out, " ", sizeof(out));
		(void)strlcat(out, g.gl_pathv[i], sizeof(out));
	}
	ATF_CHECK(g.gl_pathv[g.gl_pathc] == NULL);
	globfree(&g);
	return (out);
}

ATF_TC_WITHOUT_HEAD(patterns);
ATF_TC_BODY(patterns, tc)
{
	make_tree();
	ATF_CHECK_STREQ("t/1 t/2 t/dead t/x t/y", expand("t/*", 0));
	ATF_CHECK_STREQ("t/. t/.. t/.h", expand("t/.*", 0));
	ATF_CHECK_STREQ("t/x/a.c t/x/b.c t/y/a.c", expand("t/*/*.c", 0));
	ATF_CHECK_STREQ("t/x/a.c t/y/a.c", expand("t/[xy]/a.?", 0));
	ATF_CHECK_STREQ("t/dead", expand("t/d*", 0));
	ATF_CHECK_STREQ("nomatch", expand("t/q*", 0));
	ATF_CHECK_STREQ("t/x/", expand("t/x*/", 0));
	ATF_CHECK_STREQ("t/1", expand("t/\\1", 0));
	ATF_CHECK_STREQ("nomatch", expand("t/\\1", GLOB_NOESCAPE));
}

ATF_TC_WITHOUT_HEAD(options);
ATF_TC_BODY(options, tc)
{
	glob_t g;

	make_tree();
	ATF_CHECK_STREQ("t/x/ t/y/", expand("t/[xy]", GLOB_MARK));
	ATF_CHECK_STREQ("t/q*", expand("t/q*", GLOB_NOCHECK));
	ATF_CHECK_STREQ("t/1 t/x t/x/b.c",
	    expand("t/{1,x{,/b.c},q}", GLOB_BRACE));
	ATF_CHECK_STREQ("{", expand("{", GLOB_BRACE | GLOB_NOCHECK));
	ATF_CHECK_STREQ("plain", expand("plain", GLOB_NOMAGIC));
	ATF_CHECK_STREQ("nomatch", expand("pl*", GLOB_NOMAGIC));
	ATF_REQUIRE_EQ(0, setenv("HOME", "t/x", 1));
	ATF_CHECK_STREQ("t/x/a.c", expand("~/a*", GLOB_TILDE));
	g.gl_offs = 2;
	ATF_REQUIRE_EQ(0, glob("t/1", GLOB_DOOFFS, NULL, &g));
	ATF_REQUIRE_EQ(0, glob("t/2", GLOB_DOOFFS | GLOB_APPEND, NULL, &g));
	ATF_CHECK_EQ(2, g.gl_pathc);
	ATF_CHECK(g.gl_pathv[0] == NULL && g.gl_pathv[1] == NULL);
	ATF_CHECK_STREQ("t/1", g.gl_pathv[2]);
	ATF_CHECK_STREQ("t/2", g.gl_pathv[3]);
	globfree(&g);
}

ATF_TC_WITHOUT_HEAD(words);
ATF_TC_BODY(words, tc)
{
	wordexp_t we;

	ATF_REQUIRE_EQ(0, setenv("W", "two words", 1));
	ATF_REQUIRE_EQ(0, unsetenv("NOT_SET"));
	ATF_REQUIRE_EQ(0, wordexp("a $W 'q r' \"$W\"", &we, WRDE_NOCMD));
	ATF_CHECK_EQ(5, we.we_wordc);
	ATF_CHECK_STREQ("two", we.we_wordv[1]);
	ATF_CHECK_STREQ("q r", we.we_wordv[3]);
	ATF_CHECK_STREQ("two words", we.we_wordv[4]);
	ATF_CHECK(we.we_wordv[5] == NULL);
	wordfree(&we);
	ATF_REQUIRE_EQ(0, wordexp("$(echo x y) $((6 * 7))", &we, 0));
	ATF_CHECK_EQ(3, we.we_wordc);
	ATF_CHECK_STREQ("42", we.we_wordv[2]);
	wordfree(&we);
	ATF_CHECK_EQ(WRDE_CMDSUB, wordexp("$(echo x)", &we, WRDE_NOCMD));
	ATF_CHECK_EQ(WRDE_CMDSUB, wordexp("`echo x`", &we, WRDE_NOCMD));
	ATF_CHECK_EQ(WRDE_BADCHAR, wordexp("a|b", &we, 0));
	ATF_CHECK_EQ(WRDE_BADCHAR, wordexp("a;b", &we, 0));
	ATF_CHECK_EQ(WRDE_SYNTAX, wordexp("'open", &we, 0));
	ATF_CHECK_EQ(WRDE_BADVAL, wordexp("$NOT_SET", &we, WRDE_UNDEF));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, patterns);
	ATF_TP_ADD_TC(tp, options);
	ATF_TP_ADD_TC(tp, words);

	return (atf_no_error());
}
