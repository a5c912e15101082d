/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The environment, exit handlers, realpath, temporary files.
 */

#include <sys/stat.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ATF_TC_WITHOUT_HEAD(environment);
ATF_TC_BODY(environment, tc)
{
	char name[16], put[] = "PUT=1";
	int i;

	ATF_CHECK_EQ(0, setenv("A", "1", 1));
	ATF_CHECK_EQ(0, setenv("A", "2", 0));
	ATF_CHECK_STREQ("1", getenv("A"));
	ATF_CHECK_EQ(0, setenv("A", "a longer value", 1));
	ATF_CHECK_STREQ("a longer value", getenv("A"));
	ATF_CHECK_EQ(0, putenv(put));
	put[4] = '9';
	ATF_CHECK_STREQ("9", getenv("PUT"));
	ATF_CHECK_EQ(0, unsetenv("A"));
	ATF_CHECK(getenv("A") == NULL);
	ATF_CHECK_ERRNO(EINVAL, setenv("A=B", "x", 1) == -1);
	ATF_CHECK_ERRNO(EINVAL, setenv("", "x", 1) == -1);
	ATF_CHECK_ERRNO(EINVAL, unsetenv("=") == -1);
	ATF_CHECK_ERRNO(EINVAL, putenv(put + 4) == -1);
	for (i = 0; i < 200; i++) {
		(void)snprintf(name, sizeof(name), "V%d", i);
		ATF_REQUIRE_EQ(0, setenv(name, name, 1));
	}
	for (i = 0; i < 200; i += 2) {
		(void)snprintf(name, sizeof(name), "V%d", i);
		ATF_REQUIRE_EQ(0, unsetenv(name));
	}
	for (i = 0; i < 200; i++) {
		(void)snprintf(name, sizeof(name), "V%d", i);
		ATF_CHECK_EQ(i % 2 == 0, getenv(name) == NULL);
	}
	ATF_CHECK_EQ(0, clearenv());
	ATF_CHECK(getenv("V1") == NULL);
	ATF_CHECK_EQ(0, setenv("A", "1", 1));
	ATF_CHECK_STREQ("1", getenv("A"));
}

static int exit_fd;

static void
say(const char *s)
{
	if (write(exit_fd, s, 1) != 1)
		_exit(99);
}

static void
third(void)
{
	say("3");
}

static void
second(void)
{
	say("2");
	(void)atexit(third);
}

static void
first(void)
{
	say("1");
}

ATF_TC_WITHOUT_HEAD(exit_handlers);
ATF_TC_BODY(exit_handlers, tc)
{
	char buf[8] = "";
	int fds[2], status, i;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe(fds));
	ATF_REQUIRE((pid = fork()) != -1);
	if (pid == 0) {
		exit_fd = fds[1];
		/* Last come, first served; one more while they run. */
		(void)atexit(first);
		for (i = 0; i < 40; i++)
			(void)atexit(third);
		(void)atexit(second);
		exit(5);
	}
	(void)close(fds[1]);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(5, WEXITSTATUS(status));
	ATF_CHECK_EQ(2, read(fds[0], buf, 2));
	ATF_CHECK_STREQ("23", buf);
	for (i = 0; i < 40; i++)
		ATF_CHECK(read(fds[0], buf, 1) == 1 && buf[0] == '3');
	ATF_CHECK(read(fds[0], buf, 1) == 1 && buf[0] == '1');
	ATF_CHECK_EQ(0, read(fds[0], buf, 1));
}

ATF_TC_WITHOUT_HEAD(resolved_paths);
ATF_TC_BODY(resolved_paths, tc)
{
	char cwd[PATH_MAX], want[PATH_MAX], got[PATH_MAX];

	ATF_REQUIRE(getcwd(got, sizeof(got)) != NULL);
	ATF_REQUIRE(realpath(got, cwd) != NULL);
	ATF_REQUIRE_EQ(0, mkdir("d", 0755));
	ATF_REQUIRE_EQ(0, close(open("d/f", O_CREAT | O_WRONLY, 0644)));
	ATF_REQUIRE_EQ(0, symlink("d", "l"));
	ATF_REQUIRE_EQ(0, symlink("loop", "loop"));
	ATF_REQUIRE_EQ(0, symlink("nowhere", "dead"));
	(void)snprintf(want, sizeof(want), "%s/d/f", cwd);
	ATF_REQUIRE(realpath("l/.//../d/f", got) != NULL);
	ATF_CHECK_STREQ(want, got);
	ATF_REQUIRE(realpath("/..", got) != NULL);
	ATF_CHECK_STREQ("/", got);
	ATF_CHECK_ERRNO(ELOOP, realpath("loop", got) == NULL);
	ATF_CHECK_ERRNO(ENOENT, realpath("dead", got) == NULL);
	ATF_CHECK_ERRNO(ENOENT, realpath("", got) == NULL);
	ATF_CHECK_ERRNO(ENOTDIR, realpath("d/f/", got) == NULL);
	ATF_CHECK_ERRNO(ENOTDIR, realpath("d/f/x", got) == NULL);
	ATF_CHECK_ERRNO(EINVAL, realpath(NULL, got) == NULL);
}

ATF_TC_WITHOUT_HEAD(temporary_files);
ATF_TC_BODY(temporary_files, tc)
{
	char file[] = "t.XXXXXX", suffix[] = "t.XXXXXX.c", dir[] = "d.XXXXXX";
	char bad[] = "none";
	struct stat sb;
	int fd;

	ATF_REQUIRE((fd = mkstemp(file)) != -1);
	ATF_CHECK_EQ(0, fstat(fd, &sb));
	ATF_CHECK_EQ(0600, sb.st_mode & ALLPERMS);
	ATF_CHECK(strchr(file, 'X') == NULL || strcmp(file, "t.XXXXXX") != 0);
	(void)close(fd);
	ATF_REQUIRE((fd = mkostemps(suffix, 2, O_CLOEXEC)) != -1);
	ATF_CHECK_STREQ(".c", suffix + 8);
	ATF_CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	(void)close(fd);
	ATF_REQUIRE(mkdtemp(dir) == dir);
	ATF_CHECK_EQ(0, stat(dir, &sb));
	ATF_CHECK_EQ(S_IFDIR | 0700, sb.st_mode);
	ATF_CHECK_ERRNO(EINVAL, mkstemp(bad) == -1);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, environment);
	ATF_TP_ADD_TC(tp, exit_handlers);
	ATF_TP_ADD_TC(tp, resolved_paths);
	ATF_TP_ADD_TC(tp, temporary_files);

	return (atf_no_error());
}
