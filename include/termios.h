/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _TERMIOS_H_
#define	_TERMIOS_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <sys/termios.h>

typedef	__pid_t	pid_t;

__BEGIN_DECLS
speed_t	cfgetispeed(const struct termios *);
speed_t	cfgetospeed(const struct termios *);
void	cfmakeraw(struct termios *);
void	cfmakesane(struct termios *);
int	cfsetispeed(struct termios *, speed_t);
int	cfsetospeed(struct termios *, speed_t);
int	cfsetspeed(struct termios *, speed_t);
int	tcdrain(int);
int	tcflow(int, int);
int	tcflush(int, int);
int	tcgetattr(int, struct termios *);
pid_t	tcgetsid(int);
int	tcgetwinsize(int, struct winsize *);
int	tcsendbreak(int, int);
int	tcsetattr(int, int, const struct termios *);
int	tcsetsid(int, pid_t);
int	tcsetwinsize(int, const struct winsize *);
__END_DECLS

#endif /* !_TERMIOS_H_ */
