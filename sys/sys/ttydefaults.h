/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_TTYDEFAULTS_H_
#define	_SYS_TTYDEFAULTS_H_

#include <sys/termios.h>

#define	TTYDEF_IFLAG	(BRKINT | ICRNL | IMAXBEL | IXON | IXANY | IUTF8)
#define	TTYDEF_OFLAG	(OPOST | ONLCR)
#define	TTYDEF_LFLAG	(ECHO | ICANON | ISIG | IEXTEN | ECHOE | ECHOKE | \
			    ECHOCTL)
#define	TTYDEF_LFLAG_NOECHO \
	(TTYDEF_LFLAG & ~(ECHO | ECHOE | ECHOKE | ECHOCTL))
#define	TTYDEF_CFLAG	(CREAD | CS8 | HUPCL)
#define	TTYDEF_SPEED	B115200

#define	CTRL(x)		((x) & 0x1f)
#define	CEOF		CTRL('d')
#define	CEOL		_POSIX_VDISABLE
#define	CERASE		0x7f
#define	CERASE2		CTRL('h')
#define	CINTR		CTRL('c')
#define	CSTATUS		CTRL('t')
#define	CKILL		CTRL('u')
#define	CMIN		1
#define	CTIME		0
#define	CQUIT		0x1c		/* ^\ */
#define	CSUSP		CTRL('z')
#define	CDSUSP		CTRL('y')
#define	CSTART		CTRL('q')
#define	CSTOP		CTRL('s')
#define	CLNEXT		CTRL('v')
#define	CDISCARD	CTRL('o')
#define	CWERASE		CTRL('w')
#define	CREPRINT	CTRL('r')
#define	CEOT		CEOF
#define	CBRK		CEOL
#define	CRPRNT		CREPRINT
#define	CFLUSH		CDISCARD

/* An initialiser for c_cc, in the order of <sys/termios.h>. */
#define	TTYDEFCHARS	{ CEOF, CEOL, CEOL, CERASE, CWERASE, CKILL,	\
			    CREPRINT, CERASE2, CINTR, CQUIT, CSUSP,	\
			    CDSUSP, CSTART, CSTOP, CLNEXT, CDISCARD,	\
			    CMIN, CTIME, CSTATUS, _POSIX_VDISABLE }

#endif /* !_SYS_TTYDEFAULTS_H_ */
