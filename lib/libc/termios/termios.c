/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The terminal interface, over ioctl(2).
 */
#include <sys/ioctl.h>
#include <sys/ttydefaults.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "libc_private.h"

int
tcgetattr(int fd, struct termios *t)
{
	return (ioctl(fd, TIOCGETA, t));
}

int
tcsetattr(int fd, int when, const struct termios *t)
{
	static const unsigned long request[] = {
		[TCSANOW] = TIOCSETA, [TCSADRAIN] = TIOCSETAW,
		[TCSAFLUSH] = TIOCSETAF
	};
	struct termios copy = *t;

	if ((when & TCSASOFT) != 0) {
		copy.c_cflag |= CIGNORE;
		when &= ~TCSASOFT;
	}
	if (when < TCSANOW || when > TCSAFLUSH) {
		errno = EINVAL;
		return (-1);
	}
	return (ioctl(fd, request[when], &copy));
}

int
tcdrain(int fd)
{
	return (__cp_ioctl(fd, TIOCDRAIN, NULL));
}

int
tcflush(int fd, int which)
{
	int mask;

	switch (which) {
	case TCIFLUSH:
		mask = FREAD;
		break;
	case TCOFLUSH:
		mask = FWRITE;
		break;
	case TCIOFLUSH:
		mask = FREAD | FWRITE;
		break;
	default:
		errno = EINVAL;
		return (-1);
	}
	return (ioctl(fd, TIOCFLUSH, &mask));
}

int
tcflow(int fd, int action)
{
	struct termios t;
	unsigned char c;

	switch (action) {
	case TCOOFF:
		return (ioctl(fd, TIOCSTOP, NULL));
	case TCOON:
		return (ioctl(fd, TIOCSTART, NULL));
	case TCIOFF:
	case TCION:
		if (tcgetattr(fd, &t) == -1)
			return (-1);
		c = t.c_cc[action == TCIOFF ? VSTOP : VSTART];
		if (c != _POSIX_VDISABLE && write(fd, &c, 1) == -1)
			return (-1);
		return (0);
	default:
		errno = EINVAL;
		return (-1);
	}
}

int
tcsendbreak(int fd, int duration)
{
	if (ioctl(fd, TIOCSBRK, NULL) == -1)
		return (-1);
	(void)usleep(400000);
	return (ioctl(fd, TIOCCBRK, NULL));
}

pid_t
tcgetpgrp(int fd)
{
	int pgrp;

	return (ioctl(fd, TIOCGPGRP, &pgrp) == -1 ? -1 : pgrp);
}

int
tcsetpgrp(int fd, pid_t pgrp)
{
	return (ioctl(fd, TIOCSPGRP, &pgrp));
}

pid_t
tcgetsid(int fd)
{
	int sid;

	return (ioctl(fd, TIOCGSID, &sid) == -1 ? -1 : sid);
}

int
tcsetsid(int fd, pid_t pid)
{
	if (pid != getsid(0)) {
		errno = EINVAL;
		return (-1);
	}
	return (ioctl(fd, TIOCSCTTY, NULL));
}

int
tcgetwinsize(int fd, struct winsize *ws)
{
	return (ioctl(fd, TIOCGWINSZ, ws));
}

int
tcsetwinsize(int fd, const struct winsize *ws)
{
	struct winsize copy = *ws;

	return (ioctl(fd, TIOCSWINSZ, &copy));
}

speed_t
cfgetispeed(const struct termios *t)
{
	return (t->c_ispeed);
}

speed_t
cfgetospeed(const struct termios *t)
{
	return (t->c_ospeed);
}

int
cfsetispeed(struct termios *t, speed_t speed)
{
	t->c_ispeed = speed;
	return (0);
}

int
cfsetospeed(struct termios *t, speed_t speed)
{
	t->c_ospeed = speed;
	return (0);
}

int
cfsetspeed(struct termios *t, speed_t speed)
{
	t->c_ispeed = t->c_ospeed = speed;
	return (0);
}

void
cfmakeraw(struct termios *t)
{
	t->c_iflag &= ~(tcflag_t)(IMAXBEL | IXOFF | INPCK | BRKINT | PARMRK |
	    ISTRIP | INLCR | IGNCR | ICRNL | IXON | IGNPAR);
	t->c_iflag |= IGNBRK;
	t->c_oflag &= ~(tcflag_t)OPOST;
	t->c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL | ICANON |
	    ISIG | IEXTEN | NOFLSH | TOSTOP | PENDIN);
	t->c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
	t->c_cflag |= CS8 | CREAD;
	t->c_cc[VMIN] = 1;
	t->c_cc[VTIME] = 0;
}

void
cfmakesane(struct termios *t)
{
	static const cc_t chars[NCCS] = TTYDEFCHARS;
	speed_t ispeed = t->c_ispeed, ospeed = t->c_ospeed;

	memset(t, 0, sizeof(*t));
	t->c_iflag = TTYDEF_IFLAG;
	t->c_oflag = TTYDEF_OFLAG;
	t->c_lflag = TTYDEF_LFLAG;
	t->c_cflag = TTYDEF_CFLAG;
	memcpy(t->c_cc, chars, sizeof(chars));
	t->c_ispeed = ispeed != 0 ? ispeed : TTYDEF_SPEED;
	t->c_ospeed = ospeed != 0 ? ospeed : TTYDEF_SPEED;
}
