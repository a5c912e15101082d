/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fexecve(2).
 */
#include <sys/stat.h>
#include <fcntl.h>
#include "h_kern.h"

static char *const noenv[] = { NULL };

/*
 * Opens the file, which is made with text unless that is NULL.
 */
static int
open_text(const char *name, const char *text, mode_t mode, int flags)
{
	int fd;

	if (text != NULL) {
		(void)unlink(name);
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
		ATF_REQUIRE(fd >= 0);
		ATF_REQUIRE_EQ((ssize_t)strlen(text), write(fd, text,
		    strlen(text)));
		ATF_REQUIRE_EQ(0, fchmod(fd, mode));
		ATF_REQUIRE_EQ(0, close(fd));
	}
	fd = open(name, flags);
	ATF_REQUIRE_MSG(fd >= 0, "%s: errno %d", name, errno);
	return (fd);
}

/*
 * The exit status of what a child executes: 100 and its errno if it cannot.
 */
static int
run(int fd, char *const argv[])
{
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		fexecve(fd, argv, noenv);
		_exit(100 + errno);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_REQUIRE(WIFEXITED(status));
	return (WEXITSTATUS(status));
}

#define	FEXECVE_FAILS(e, fd) do {					\
	char *const _argv[] = { __DECONST(char *, "x"), NULL };		\
									\
	errno = 0;							\
	ATF_CHECK_MSG(fexecve((fd), _argv, noenv) == -1 &&		\
	    errno == (e), "errno %d instead of %d", errno, (e));	\
} while (0)

ATF_TC_WITHOUT_HEAD(fexecve__program);
ATF_TC_BODY(fexecve__program, tc)
{
	char *const argv[] = { __DECONST(char *, "sh"),
	    __DECONST(char *, "-c"), __DECONST(char *, "exit 6"), NULL };

	ATF_CHECK_EQ(6, run(open_text("/bin/sh", NULL, 0, O_RDONLY), argv));
	ATF_CHECK_EQ(6, run(open_text("/bin/sh", NULL, 0, O_EXEC), argv));
	/* A program needs no name any more. */
	ATF_CHECK_EQ(6, run(open_text("/bin/sh", NULL, 0,
	    O_RDONLY | O_CLOEXEC), argv));
}

ATF_TC_WITHOUT_HEAD(fexecve__script);
ATF_TC_BODY(fexecve__script, tc)
{
	char *const argv[] = { __DECONST(char *, "x"), __DECONST(char *, "7"),
	    NULL };
	int fd;

	fd = open_text("script", "#!/bin/sh\ntest $# = 1 && exit $1\n", 0755,
	    O_RDONLY);
	ATF_CHECK_EQ(7, run(fd, argv));
	/* Nor does a script. */
	ATF_REQUIRE_EQ(0, unlink("script"));
	ATF_REQUIRE_EQ(0, lseek(fd, 0, SEEK_SET));
	ATF_CHECK_EQ(7, run(fd, argv));
}

ATF_TC_WITHOUT_HEAD(fexecve__enoent_script_that_closes);
ATF_TC_BODY(fexecve__enoent_script_that_closes, tc)
{

	FEXECVE_FAILS(ENOENT, open_text("script", "#!/bin/sh\n", 0755,
	    O_RDONLY | O_CLOEXEC));
	FEXECVE_FAILS(ENOENT, open_text("lost", "#!/nowhere\n", 0755,
	    O_RDONLY));
}

ATF_TC_WITHOUT_HEAD(fexecve__ebadf);
ATF_TC_BODY(fexecve__ebadf, tc)
{

	FEXECVE_FAILS(EBADF, -1);
	FEXECVE_FAILS(EBADF, BADFD);
	FEXECVE_FAILS(EBADF, open_text("script", "#!/bin/sh\n", 0755,
	    O_WRONLY));
	FEXECVE_FAILS(EBADF, open_text("script", NULL, 0, O_RDWR));
}

ATF_TC_WITHOUT_HEAD(fexecve__einval);
ATF_TC_BODY(fexecve__einval, tc)
{
	int fds[2];

	ATF_REQUIRE_EQ(0, pipe(fds));
	FEXECVE_FAILS(EINVAL, fds[0]);
}

ATF_TC(fexecve__eacces);
ATF_TC_HEAD(fexecve__eacces, tc)
{
	atf_tc_set_md_var(tc, "require.user", "unprivileged");
}
ATF_TC_BODY(fexecve__eacces, tc)
{

	FEXECVE_FAILS(EACCES, open_text("plain", "#!/bin/sh\n", 0644,
	    O_RDONLY));
	FEXECVE_FAILS(EACCES, open_text(".", NULL, 0, O_RDONLY));
}

ATF_TC_WITHOUT_HEAD(fexecve__enoexec);
ATF_TC_BODY(fexecve__enoexec, tc)
{

	FEXECVE_FAILS(ENOEXEC, open_text("text", "exit 0\n", 0755, O_RDONLY));
}

ATF_TC_WITHOUT_HEAD(fexecve__etxtbsy);
ATF_TC_BODY(fexecve__etxtbsy, tc)
{
	int fd;

	fd = open_text("busy", "#!/bin/sh\n", 0755, O_RDONLY);
	ATF_REQUIRE(open("busy", O_WRONLY) >= 0);
	FEXECVE_FAILS(ETXTBSY, fd);
}

ATF_TC_WITHOUT_HEAD(fexecve__efault);
ATF_TC_BODY(fexecve__efault, tc)
{
	char *const argv[] = { __DECONST(char *, "x"), BADPTR, NULL };
	int fd = open_text("/bin/sh", NULL, 0, O_RDONLY);

	ATF_CHECK_ERRNO(EFAULT, fexecve(fd, argv, noenv) == -1);
	ATF_CHECK_ERRNO(EFAULT, fexecve(fd, BADPTR, noenv) == -1);
	ATF_CHECK_ERRNO(EFAULT, fexecve(fd, noenv, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(fexecve__e2big);
ATF_TC_BODY(fexecve__e2big, tc)
{
	const size_t size = 200 * 1024;
	char *argv[3] = { __DECONST(char *, "x"), NULL, NULL };

	argv[1] = malloc(size);
	ATF_REQUIRE(argv[1] != NULL);
	memset(argv[1], 'a', size);
	argv[1][size - 1] = '\0';
	ATF_CHECK_ERRNO(E2BIG, fexecve(open_text("/bin/sh", NULL, 0,
	    O_RDONLY), argv, noenv) == -1);
	free(argv[1]);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, fexecve__program);
	ATF_TP_ADD_TC(tp, fexecve__script);
	ATF_TP_ADD_TC(tp, fexecve__enoent_script_that_closes);
	ATF_TP_ADD_TC(tp, fexecve__ebadf);
	ATF_TP_ADD_TC(tp, fexecve__einval);
	ATF_TP_ADD_TC(tp, fexecve__eacces);
	ATF_TP_ADD_TC(tp, fexecve__enoexec);
	ATF_TP_ADD_TC(tp, fexecve__etxtbsy);
	ATF_TP_ADD_TC(tp, fexecve__efault);
	ATF_TP_ADD_TC(tp, fexecve__e2big);
	return (atf_no_error());
}
