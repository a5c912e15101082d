/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * nc: copy the standard input to a socket, and the socket to the standard
 * output.
 */
#include <sys/socket.h>
#include <sys/un.h>
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	BUFSIZE	16384

static void	usage(void) __dead2;

/*
 * A Unix socket, listening or connected.
 */
static int
open_unix(const char *path, bool listening)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int s;

	if (strlcpy(sun.sun_path, path, sizeof(sun.sun_path)) >=
	    sizeof(sun.sun_path))
		errx(1, "%s: the path is too long", path);
	s = socket(AF_UNIX, SOCK_STREAM, 0);
	if (s == -1)
		err(1, "socket");
	if (listening) {
		if (bind(s, (struct sockaddr *)&sun,
		    (socklen_t)SUN_LEN(&sun)) == -1 || listen(s, 5) == -1)
			err(1, "%s", path);
	} else if (connect(s, (struct sockaddr *)&sun,
	    (socklen_t)SUN_LEN(&sun)) == -1)
		err(1, "%s", path);
	return (s);
}

static bool
write_all(int fd, const char *buf, ssize_t len)
{
	ssize_t n;

	for (; len > 0; buf += n, len -= n) {
		n = write(fd, buf, (size_t)len);
		if (n == -1 && errno == EINTR)
			n = 0;
		if (n == -1)
			return (false);
	}
	return (true);
}

/*
 * Copy both ways until the other end has nothing more to say.  in: the standard
 * input, or -1; half: its end is passed on.
 */
static void
copy(int s, int in, bool half)
{
	static char buf[BUFSIZE];
	struct pollfd pf[2] = {
		{ .fd = s, .events = POLLIN },
		{ .fd = in, .events = POLLIN },
	};
	ssize_t n;

	for (;;) {
		if (poll(pf, 2, -1) == -1) {
			if (errno == EINTR)
				continue;
			err(1, "poll");
		}
		if (pf[0].revents != 0) {
			n = read(s, buf, sizeof(buf));
			if (n == -1)
				err(1, "read");
			if (n == 0)
				return;
			if (!write_all(STDOUT_FILENO, buf, n))
				err(1, "stdout");
		}
		if (pf[1].revents != 0) {
			n = read(in, buf, sizeof(buf));
			if (n == -1)
				err(1, "stdin");
			if (n == 0) {
				pf[1].fd = -1;
				if (half && shutdown(s, SHUT_WR) == -1 &&
				    errno != ENOTCONN)
					err(1, "shutdown");
			} else if (!write_all(s, buf, n)) {
				if (errno != EPIPE)
					err(1, "write");
				pf[1].fd = -1;
			}
		}
	}
}

int
main(int argc, char *argv[])
{
	bool half = false, keep = false, listening = false, local = false;
	int ch, in = STDIN_FILENO, s, conn;

	while ((ch = getopt(argc, argv, "dklNU")) != -1) {
		switch (ch) {
		case 'd':
			in = -1;
			break;
		case 'k':
			keep = true;
			break;
		case 'l':
			listening = true;
			break;
		case 'N':
			half = true;
			break;
		case 'U':
			local = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc != 1 || !local || (keep && !listening))
		usage();
	(void)signal(SIGPIPE, SIG_IGN);
	s = open_unix(argv[0], listening);
	if (!listening) {
		copy(s, in, half);
		return (0);
	}
	do {
		conn = accept(s, NULL, NULL);
		if (conn == -1)
			err(1, "accept");
		copy(conn, in, half);
		(void)close(conn);
	} while (keep);
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: nc -U [-dN] path\n"
	    "       nc -Ul [-dkN] path\n");
	exit(1);
}
