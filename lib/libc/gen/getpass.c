/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A password from the terminal, without echo.  Signals that come meanwhile
 * are delivered once the terminal is as it was.
 */
#include <fcntl.h>
#include <limits.h>
#include <paths.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

char *
getpass(const char *prompt)
{
	static char buf[PASS_MAX + 1];
	struct termios term, quiet;
	sigset_t mask, old;
	int fd, out;
	size_t n = 0;
	char c;

	fd = open(_PATH_TTY, O_RDWR | O_CLOEXEC);
	out = fd != -1 ? fd : STDERR_FILENO;
	if (fd == -1)
		fd = STDIN_FILENO;
	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTSTP);
	(void)sigprocmask(SIG_BLOCK, &mask, &old);
	if (tcgetattr(fd, &term) == 0) {
		quiet = term;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		quiet.c_lflag |= ECHONL;
		(void)tcsetattr(fd, TCSAFLUSH | TCSASOFT, &quiet);
	}
	(void)write(out, prompt, strlen(prompt));
	while (read(fd, &c, 1) == 1 && c != '\n') {
		if (n < PASS_MAX)
			buf[n++] = c;
	}
	buf[n] = '\0';
	if (tcgetattr(fd, &quiet) == 0)
		(void)tcsetattr(fd, TCSADRAIN | TCSASOFT, &term);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	if (fd != STDIN_FILENO)
		(void)close(fd);
	return (buf);
}
