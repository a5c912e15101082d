/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/ioctl.h>
#include <errno.h>
#include <fcntl.h>
#include <libutil.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

int
openpty(int *masterp, int *slavep, char *name, struct termios *t,
    struct winsize *ws)
{
	char path[64];
	int master, slave, saved;

	master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master == -1)
		return (-1);
	if (grantpt(master) == -1 || unlockpt(master) == -1 ||
	    ptsname_r(master, path, sizeof(path)) == -1)
		goto fail;
	slave = open(path, O_RDWR | O_NOCTTY);
	if (slave == -1)
		goto fail;
	if (name != NULL)
		(void)strcpy(name, path);
	if (t != NULL)
		(void)tcsetattr(slave, TCSAFLUSH, t);
	if (ws != NULL)
		(void)ioctl(slave, TIOCSWINSZ, ws);
	*masterp = master;
	*slavep = slave;
	return (0);

fail:
	saved = errno;
	(void)close(master);
	errno = saved;
	return (-1);
}

int
forkpty(int *masterp, char *name, struct termios *t, struct winsize *ws)
{
	int master, slave, saved;
	pid_t pid;

	if (openpty(&master, &slave, name, t, ws) == -1)
		return (-1);
	pid = fork();
	switch (pid) {
	case -1:
		saved = errno;
		(void)close(master);
		(void)close(slave);
		errno = saved;
		return (-1);
	case 0:
		(void)close(master);
		if (login_tty(slave) == -1)
			_exit(127);
		return (0);
	default:
		*masterp = master;
		(void)close(slave);
		return (pid);
	}
}
