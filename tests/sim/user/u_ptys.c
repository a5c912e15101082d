/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A pseudo terminal: lines, echo, the interrupt character, the window's size,
 * job control in the background, and the hang-up when its master goes.
 */

#include <sys/ioctl.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "h_main.h"

static volatile sig_atomic_t got;

static void
handler(int sig)
{

	got = sig;
}

/* All signals are blocked but here. */
static void
wait_for(int sig)
{
	sigset_t none;

	sigemptyset(&none);
	while (got != sig)
		(void)sigsuspend(&none);
}

/* Read exactly what is wanted. */
static void
expect(int fd, const char *want)
{
	char buf[128];
	size_t have = 0, len = strlen(want);
	ssize_t n;

	while (have < len) {
		n = read(fd, buf + have, len - have);
		CHECK(n > 0);
		have += (size_t)n;
	}
	CHECK(memcmp(buf, want, len) == 0);
}

/* What comes before a flush may be lost: read until this is the end. */
static void
expect_end(int fd, const char *want)
{
	char buf[128];
	size_t have = 0, len = strlen(want);
	ssize_t n;

	do {
		n = read(fd, buf + have, 1);
		CHECK(n == 1);
		have++;
		CHECK(have < sizeof(buf));
	} while (have < len || memcmp(buf + have - len, want, len) != 0);
}

static void
say(int fd, const char *text)
{

	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
}

/* The session that lives on the terminal. */
static void
session(const char *path)
{
	struct termios t;
	struct winsize ws;
	struct sigaction sa;
	sigset_t all;
	char buf[64];
	int fd;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	CHECK(sigaction(SIGINT, &sa, NULL) == 0);
	CHECK(sigaction(SIGWINCH, &sa, NULL) == 0);
	CHECK(sigaction(SIGHUP, &sa, NULL) == 0);
	sigfillset(&all);
	CHECK(sigprocmask(SIG_SETMASK, &all, NULL) == 0);
	CHECK(setsid() == getpid());
	fd = open(path, O_RDWR);
	CHECK(fd >= 0);
	CHECK(ioctl(fd, TIOCSCTTY, 0) == 0 || errno == EPERM);
	CHECK(isatty(fd) && tcgetpgrp(fd) == getpid());
	say(fd, "go\n");
	expect(fd, "line one\n");	/* with an erased character */
	say(fd, "ready\n");
	wait_for(SIGINT);
	say(fd, "int\n");
	wait_for(SIGWINCH);
	CHECK(ioctl(fd, TIOCGWINSZ, &ws) == 0 && ws.ws_col == 77);
	CHECK(tcgetattr(fd, &t) == 0);
	cfmakeraw(&t);
	t.c_cc[VMIN] = 2;
	t.c_cc[VTIME] = 1;
	CHECK(tcsetattr(fd, TCSAFLUSH, &t) == 0);
	say(fd, "raw");
	CHECK(read(fd, buf, sizeof(buf)) == 2 && buf[0] == 3 && buf[1] == 'q');
	say(fd, "bye");
	wait_for(SIGHUP);
	CHECK(read(fd, buf, sizeof(buf)) <= 0);
	_exit(0);
}

int
sim_main(void)
{
	struct winsize ws = { .ws_col = 77, .ws_row = 22 };
	struct pollfd pfd;
	char path[64];
	int fd, pid;

	fd = posix_openpt(O_RDWR | O_NOCTTY);
	CHECK(fd >= 0 && grantpt(fd) == 0 && unlockpt(fd) == 0);
	CHECK(ptsname_r(fd, path, sizeof(path)) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		CHECK(close(fd) == 0);
		session(path);
	}
	expect(fd, "go\r\n");
	say(fd, "linx\177e one\n");
	expect(fd, "linx\b \be one\r\nready\r\n");
	say(fd, "lost\003");
	expect_end(fd, "int\r\n");
	CHECK(ioctl(fd, TIOCSWINSZ, &ws) == 0);
	expect(fd, "raw");
	say(fd, "\003");
	(void)usleep(1000);
	say(fd, "q");
	expect(fd, "bye");
	pfd.fd = fd;
	pfd.events = POLLIN | POLLOUT;
	CHECK(poll(&pfd, 1, -1) == 1 && pfd.revents == POLLOUT);
	CHECK(close(fd) == 0);
	wait_ok(pid);
	return (0);
}
