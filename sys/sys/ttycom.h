/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_TTYCOM_H_
#define	_SYS_TTYCOM_H_

#include <sys/_winsize.h>
#include <sys/ioccom.h>

#define	TIOCEXCL	_IO('t', 13)		/* exclusive use */
#define	TIOCNXCL	_IO('t', 14)
#define	TIOCGPTN	_IOR('t', 15, int)	/* number of a pty */
#define	TIOCFLUSH	_IOW('t', 16, int)	/* FREAD, FWRITE or both */
#define	TIOCGETA	_IOR('t', 19, struct termios)
#define	TIOCSETA	_IOW('t', 20, struct termios)
#define	TIOCSETAW	_IOW('t', 21, struct termios)	/* drain first */
#define	TIOCSETAF	_IOW('t', 22, struct termios)	/* and flush input */
#define	TIOCGETD	_IOR('t', 26, int)
#define	TIOCSETD	_IOW('t', 27, int)
#define	TIOCPTMASTER	_IO('t', 28)		/* is this a pty master? */
#define	TIOCDRAIN	_IO('t', 94)		/* wait until all is out */
#define	TIOCSIG		_IOWINT('t', 95)	/* pty: signal the group */
#define	TIOCEXT		_IOW('t', 96, int)
#define	TIOCSCTTY	_IO('t', 97)		/* controlling terminal */
#define	TIOCCONS	_IOW('t', 98, int)
#define	TIOCGSID	_IOR('t', 99, int)
#define	TIOCSTAT	_IO('t', 101)
#define	TIOCSWINSZ	_IOW('t', 103, struct winsize)
#define	TIOCGWINSZ	_IOR('t', 104, struct winsize)
#define	TIOCMGET	_IOR('t', 106, int)
#define	TIOCMSET	_IOW('t', 109, int)
#define	TIOCMBIC	_IOW('t', 107, int)
#define	TIOCMBIS	_IOW('t', 108, int)
#define	TIOCSTART	_IO('t', 110)
#define	TIOCSTOP	_IO('t', 111)
#define	TIOCPKT		_IOW('t', 112, int)
#define	TIOCNOTTY	_IO('t', 113)		/* leave the terminal */
#define	TIOCSTI		_IOW('t', 114, char)
#define	TIOCOUTQ	_IOR('t', 115, int)	/* bytes still to go out */
#define	TIOCSPGRP	_IOW('t', 118, int)
#define	TIOCGPGRP	_IOR('t', 119, int)
#define	TIOCCDTR	_IO('t', 120)
#define	TIOCSDTR	_IO('t', 121)
#define	TIOCCBRK	_IO('t', 122)
#define	TIOCSBRK	_IO('t', 123)

#define	TIOCM_LE	0x0001
#define	TIOCM_DTR	0x0002
#define	TIOCM_RTS	0x0004
#define	TIOCM_CTS	0x0020
#define	TIOCM_CAR	0x0040
#define	TIOCM_CD	TIOCM_CAR
#define	TIOCM_RNG	0x0080
#define	TIOCM_RI	TIOCM_RNG
#define	TIOCM_DSR	0x0100

/* First byte of a read from a master in packet mode. */
#define	TIOCPKT_DATA		0x00
#define	TIOCPKT_FLUSHREAD	0x01
#define	TIOCPKT_FLUSHWRITE	0x02
#define	TIOCPKT_STOP		0x04
#define	TIOCPKT_START		0x08
#define	TIOCPKT_NOSTOP		0x10
#define	TIOCPKT_DOSTOP		0x20
#define	TIOCPKT_IOCTL		0x40

#define	TTYDISC		0

#endif /* !_SYS_TTYCOM_H_ */
