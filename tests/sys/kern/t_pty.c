/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pseudo-terminals: what happens at the one end when the other goes, is slow,
 * or is read through /dev/tty.
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

static void
make_raw(int fd)
{
	struct termios t;

	ATF_REQUIRE_EQ(0, tcgetattr(fd, &t));
	cfmakeraw(&t);
	ATF_REQUIRE_EQ(0, tcsetattr(fd, TCSANOW, &t));
}

static void
nonblocking(int fd)
{

	ATF_REQUIRE_EQ(0, fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK));
}

/* The byte that is at a place of what is sent. */
static char
sent_at(size_t i)
{

	return ((char)(i % 251));
}

/* Fill the terminal's input; how many bytes that took. */
static size_t
fill(int fd)
{
	size_t n;
	char c;

	for (n = 0; ; n++) {
		c = sent_at(n);
		if (write(fd, &c, 1) != 1)
			break;
	}
	ATF_CHECK_EQ(EAGAIN, errno);
	return (n);
}

/* What is taken is what is read. */
ATF_TC_WITHOUT_HEAD(pty__nothing_lost);
ATF_TC_BODY(pty__nothing_lost, tc)
{
	char buf[512];
	size_t got = 0, i, want;
	ssize_t n;

	ATF_REQUIRE_EQ(0, openpty(&h_master, &h_slave, NULL, NULL, NULL));
	make_raw(h_slave);
	nonblocking(h_master);
	nonblocking(h_slave);
	want = fill(h_master);
	while ((n = read(h_slave, buf, sizeof(buf))) > 0) {
		for (i = 0; i < (size_t)n; i++)
			ATF_REQUIRE_EQ(sent_at(got + i), buf[i]);
		got += (size_t)n;
	}
	ATF_CHECK_EQ(want, got);
	ATF_CHECK_EQ(want, fill(h_master));
}

static void
write_one(void)
{

	WANT(write(h_master, "!", 1) == 1);
	_exit(0);
}

/* A writer that waits for room gets it, whoever makes it. */
static void
room_by(void (*make_room)(void))
{
	int status;
	pid_t pid;

	nonblocking(h_master);
	(void)fill(h_master);
	ATF_REQUIRE_EQ(0, fcntl(h_master, F_SETFL, O_RDWR));
	pid = fork();
	ATF_REQUIRE(pid != -1);
	if (pid == 0)
		write_one();
	await_sleep(pid);
	make_room();
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

static void
flush_input(void)
{

	ATF_REQUIRE_EQ(0, tcflush(h_slave, TCIFLUSH));
}

static void
read_of_ctty(void)
{
	char buf[512];

	ATF_REQUIRE(read(h_ctty, buf, sizeof(buf)) > 0);
}

ATF_TC_WITHOUT_HEAD(pty__room_for_master);
ATF_TC_BODY(pty__room_for_master, tc)
{

	(void)setsid();
	ATF_REQUIRE_EQ(0, openpty(&h_master, &h_slave, NULL, NULL, NULL));
	ATF_REQUIRE_EQ(0, ioctl(h_slave, TIOCSCTTY));
	h_ctty = open("/dev/tty", O_RDWR);
	ATF_REQUIRE(h_ctty != -1);
	ATF_REQUIRE(signal(SIGHUP, SIG_IGN) != SIG_ERR);
	make_raw(h_slave);
	room_by(flush_input);
	room_by(read_of_ctty);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, pty__master_closed);
	ATF_TP_ADD_TC(tp, pty__nothing_lost);
	ATF_TP_ADD_TC(tp, pty__room_for_master);
	return (atf_no_error());
}
