/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpnam(3), tempnam(3).
 */

#include <sys/stat.h>

#include <atf-c.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_new(const char *path)
{
	struct stat sb;

	return (lstat(path, &sb) == -1 && errno == ENOENT);
}

ATF_TC_WITHOUT_HEAD(tmpnam);
ATF_TC_BODY(tmpnam, tc)
{
	char buf[L_tmpnam], *p;

	ATF_REQUIRE(tmpnam(buf) == buf);
	ATF_CHECK(strncmp(buf, P_tmpdir, strlen(P_tmpdir)) == 0);
	ATF_CHECK(is_new(buf));
	ATF_REQUIRE((p = tmpnam(NULL)) != NULL);
	ATF_CHECK(is_new(p));
	ATF_CHECK(strcmp(buf, p) != 0);
	ATF_CHECK(tmpnam(NULL) == p);
}

static void
check(const char *want, const char *dir, const char *prefix)
{
	char *p = tempnam(dir, prefix);

	ATF_REQUIRE(p != NULL);
	ATF_CHECK_MSG(strncmp(p, want, strlen(want)) == 0, "%s: %s", want, p);
	ATF_CHECK(is_new(p));
	free(p);
}

ATF_TC_WITHOUT_HEAD(tempnam);
ATF_TC_BODY(tempnam, tc)
{
	ATF_REQUIRE_EQ(0, mkdir("a", 0700));
	ATF_REQUIRE_EQ(0, mkdir("b", 0700));
	ATF_REQUIRE_EQ(0, unsetenv("TMPDIR"));
	check("a/pre", "a", "pre");
	check("a/pre", "a/", "pre");
	check("a/tmp.", "a", NULL);
	check(P_tmpdir "pre", NULL, "pre");
	check(P_tmpdir "pre", "none", "pre");
	check(P_tmpdir "pre", "", "pre");
	ATF_REQUIRE_EQ(0, setenv("TMPDIR", "b", 1));
	check("b/pre", "a", "pre");
	ATF_REQUIRE_EQ(0, setenv("TMPDIR", "none", 1));
	check("a/pre", "a", "pre");
	/* A file is not a directory. */
	ATF_REQUIRE(fclose(fopen("f", "w")) == 0);
	check(P_tmpdir "pre", "f", "pre");
	ATF_REQUIRE_EQ(0, unsetenv("TMPDIR"));
}

ATF_TC_WITHOUT_HEAD(tempnam__enotdir);
ATF_TC_BODY(tempnam__enotdir, tc)
{
	ATF_REQUIRE_EQ(0, unsetenv("TMPDIR"));
	ATF_REQUIRE(fclose(fopen("f", "w")) == 0);
	ATF_CHECK_ERRNO(ENOTDIR, tempnam(".", "f/x") == NULL);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, tmpnam);
	ATF_TP_ADD_TC(tp, tempnam);
	ATF_TP_ADD_TC(tp, tempnam__enotdir);

	return (atf_no_error());
}
