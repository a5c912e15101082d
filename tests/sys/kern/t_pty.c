/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pseudo-terminals: what happens to the one end when the other goes.
 */

#include <sys/ioctl.h>
#include <fcntl.h>
#include <termios.h>
#include <util.h>
#include "h_kern.h"

static int	h_master, h_slave, h_ctty;

/*
 * A new session's controlling terminal, whose master its parent has; the child
 * tells when it has it and waits until the master is closed.
 */
static void
session_of_slave(void)
{
	struct termios t;
	char c;

	(void)close(h_master);
	WANT(setsid() != -1);
	WANT(ioctl(h_slave, TIOCSCTTY) == 0);
	h_ctty = open("/dev/tty", O_RDWR);
	WANT(h_ctty != -1);
	WANT(tcgetattr(h_ctty, &t) == 0);
	WANT(signal(SIGHUP, SIG_IGN) != SIG_ERR);
	WANT(write(h_slave, "x", 1) == 1);
	/* The end of the file comes with the end of the master. */
	WANT(read(h_ctty, &c, 1) == 0);
	c = 'y';
	WANT_ERRNO(EIO, tcsetattr(h_ctty, TCSANOW, &t) == -1);
	WANT_ERRNO(EIO, tcsetattr(h_ctty, TCSAFLUSH, &t) == -1);
	WANT_ERRNO(EIO, ioctl(h_ctty, TIOCSTI, &c) == -1);
	WANT_ERRNO(EIO, write(h_ctty, "z", 1) == -1);
	_exit(0);
}

ATF_TC_WITHOUT_HEAD(pty__master_closed);
ATF_TC_BODY(pty__master_closed, tc)
{
	int status;
	pid_t pid;
	char c;

	ATF_REQUIRE_EQ(0, openpty(&h_master, &h_slave, NULL, NULL, NULL));
	pid = fork();
	ATF_REQUIRE(pid != -1);
	if (pid == 0)
		session_of_slave();
	ATF_REQUIRE_EQ(0, close(h_slave));
	ATF_REQUIRE_EQ(1, read(h_master, &c, 1));
	ATF_REQUIRE_EQ(0, close(h_master));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, pty__master_closed);
	return (atf_no_error());
}
