/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * err_set_exit(3).
 */

#include <sys/wait.h>

#include <atf-c.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static void
hook(int status)
{

	_exit(status + 40);
}

static void
returning(int status)
{

	(void)status;
}

/*
 * The exit status of a child that sets the hook and calls one of err()'s kin.
 */
static int
status_of(void (*f)(int), int which)
{
	int status;
	pid_t pid;

	if ((pid = fork()) == 0) {
		err_set_exit(hook);
		err_set_exit(f);
		switch (which) {
		case 0:
			err(1, "err");
		case 1:
			errx(2, "errx");
		default:
			errc(3, EPERM, "errc");
		}
	}
	ATF_REQUIRE(pid > 0);
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_REQUIRE(WIFEXITED(status));
	return (WEXITSTATUS(status));
}

ATF_TC_WITHOUT_HEAD(err_set_exit);
ATF_TC_BODY(err_set_exit, tc)
{
	int i;

	for (i = 0; i < 3; i++) {
		ATF_CHECK_EQ(i + 1, status_of(NULL, i));
		ATF_CHECK_EQ(i + 41, status_of(hook, i));
		ATF_CHECK_EQ(i + 1, status_of(returning, i));
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, err_set_exit);

	return (atf_no_error());
}
