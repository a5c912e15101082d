/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/ioctl.h>
#include <libutil.h>
#include <unistd.h>

/*
 * Make fd the controlling terminal of a new session, and standard input,
 * output and error.
 */
int
login_tty(int fd)
{
	pid_t sid = setsid();

	if (sid == -1) {
		/* Already a leader: then its session has no terminal yet. */
		sid = getsid(0);
		if (sid != getpid())
			return (-1);
	}
	if (ioctl(fd, TIOCSCTTY, NULL) == -1)
		return (-1);
	(void)dup2(fd, STDIN_FILENO);
	(void)dup2(fd, STDOUT_FILENO);
	(void)dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		(void)close(fd);
	return (0);
}
