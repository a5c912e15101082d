/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * execvP(3).
 */

#include <sys/stat.h>
#include <sys/wait.h>

#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
script(const char *path, const char *text, mode_t mode)
{
	FILE *fp = fopen(path, "w");

	ATF_REQUIRE(fp != NULL);
	ATF_REQUIRE(fputs(text, fp) >= 0);
	ATF_REQUIRE_EQ(0, fclose(fp));
	ATF_REQUIRE_EQ(0, chmod(path, mode));
}

/*
 * The exit status of a program found so; 100 and the error if none was.
 */
static int
run(const char *file, const char *path)
{
	char arg[] = "x", *argv[] = { arg, NULL };
	int status;
	pid_t pid;

	if ((pid = fork()) == 0) {
		(void)execvP(file, path, argv);
		_exit(100 + errno);
	}
	ATF_REQUIRE(pid > 0);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_REQUIRE(WIFEXITED(status));
	return (WEXITSTATUS(status));
}

ATF_TC_WITHOUT_HEAD(search);
ATF_TC_BODY(search, tc)
{
	ATF_REQUIRE_EQ(0, mkdir("a", 0700));
	ATF_REQUIRE_EQ(0, mkdir("b", 0700));
	script("a/one", "#!/bin/sh\nexit 1\n", 0755);
	script("b/one", "#!/bin/sh\nexit 2\n", 0755);
	script("b/two", "#!/bin/sh\nexit 3\n", 0755);
	script("a/denied", "", 0644);
	ATF_REQUIRE_EQ(0, setenv("PATH", "b", 1));
	ATF_CHECK_EQ(1, run("one", "a:b"));
	ATF_CHECK_EQ(2, run("one", "b:a"));
	ATF_CHECK_EQ(3, run("two", "none:a:b"));
	ATF_CHECK_EQ(100 + ENOENT, run("two", "a"));
	ATF_CHECK_EQ(100 + ENOENT, run("", "a"));
	ATF_CHECK_EQ(100 + EACCES, run("denied", "a:b"));
	/* A slash is a path; an empty directory is this one. */
	ATF_CHECK_EQ(2, run("b/one", "a"));
	ATF_REQUIRE_EQ(0, chdir("a"));
	ATF_CHECK_EQ(1, run("one", ""));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, search);

	return (atf_no_error());
}
