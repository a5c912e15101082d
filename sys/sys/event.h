/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Event queues; kqueue(2).  Layout and numbers are FreeBSD's.
 */

#ifndef _SYS_EVENT_H_
#define	_SYS_EVENT_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/_timespec.h>

struct kevent {
	__uintptr_t	ident;		/* what is watched */
	short		filter;		/* EVFILT_* */
	unsigned short	flags;		/* EV_* */
	unsigned int	fflags;		/* NOTE_* */
	__int64_t	data;		/* of the filter */
	void		*udata;		/* of the program */
	__uint64_t	ext[4];		/* of the program */
};

#define	EV_SET(kevp_, a, b, c, d, e, f) do {				\
	*(kevp_) = (struct kevent){					\
	    .ident = (__uintptr_t)(a),					\
	    .filter = (short)(b),					\
	    .flags = (unsigned short)(c),				\
	    .fflags = (unsigned int)(d),				\
	    .data = (__int64_t)(e),					\
	    .udata = (f),						\
	    .ext = { 0 },						\
	};								\
} while (0)

#define	EVFILT_READ		(-1)	/* a descriptor can be read */
#define	EVFILT_WRITE		(-2)	/* ... written */
#define	EVFILT_VNODE		(-4)	/* a file changes */
#define	EVFILT_PROC		(-5)	/* a process forks, executes, exits */
#define	EVFILT_SIGNAL		(-6)	/* a signal is sent to us */
#define	EVFILT_TIMER		(-7)	/* time passes */
#define	EVFILT_PROCDESC		(-8)	/* a descriptor's process exits */
#define	EVFILT_USER		(-11)	/* the program says so */
#define	EVFILT_SYSCOUNT		13	/* numbers that are given */

/* Actions. */
#define	EV_ADD			0x0001	/* enter, or change */
#define	EV_DELETE		0x0002
#define	EV_ENABLE		0x0004	/* report again */
#define	EV_DISABLE		0x0008	/* do not report */
#define	EV_FORCEONESHOT		0x0100	/* report now, then delete */
#define	EV_KEEPUDATA		0x0200	/* leave udata as it is */
/* Of an event. */
#define	EV_ONESHOT		0x0010	/* delete when reported */
#define	EV_CLEAR		0x0020	/* reset when reported */
#define	EV_RECEIPT		0x0040	/* report each change as EV_ERROR */
#define	EV_DISPATCH		0x0080	/* disable when reported */
/* Of a report. */
#define	EV_SYSFLAGS		0xf000
#define	EV_EOF			0x8000	/* the end is reached */
#define	EV_ERROR		0x4000	/* data is an errno, or 0 */

/* EVFILT_READ, EVFILT_WRITE. */
#define	NOTE_LOWAT		0x00000001 /* data is how much is wanted */
#define	NOTE_FILE_POLL		0x00000002 /* files as poll(2) has them */

/* EVFILT_USER. */
#define	NOTE_FFNOP		0x00000000 /* leave the flags */
#define	NOTE_FFAND		0x40000000
#define	NOTE_FFOR		0x80000000
#define	NOTE_FFCOPY		0xc0000000
#define	NOTE_FFCTRLMASK		0xc0000000
#define	NOTE_FFLAGSMASK		0x00ffffff
#define	NOTE_TRIGGER		0x01000000

/* EVFILT_VNODE. */
#define	NOTE_DELETE		0x00000001 /* a name was removed */
#define	NOTE_WRITE		0x00000002 /* contents changed */
#define	NOTE_EXTEND		0x00000004 /* became longer */
#define	NOTE_ATTRIB		0x00000008 /* attributes changed */
#define	NOTE_LINK		0x00000010 /* link count changed */
#define	NOTE_RENAME		0x00000020
#define	NOTE_REVOKE		0x00000040 /* taken from its file system */
#define	NOTE_OPEN		0x00000080
#define	NOTE_CLOSE		0x00000100 /* that was not open for writing */
#define	NOTE_CLOSE_WRITE	0x00000200 /* that was */
#define	NOTE_READ		0x00000400

/* EVFILT_PROC. */
#define	NOTE_EXIT		0x80000000
#define	NOTE_FORK		0x40000000
#define	NOTE_EXEC		0x20000000
#define	NOTE_PCTRLMASK		0xf0000000
#define	NOTE_PDATAMASK		0x000fffff
#define	NOTE_TRACK		0x00000001 /* watch children too */
#define	NOTE_TRACKERR		0x00000002 /* could not */
#define	NOTE_CHILD		0x00000004 /* this is such a child */

/* EVFILT_TIMER. */
#define	NOTE_SECONDS		0x00000001
#define	NOTE_MSECONDS		0x00000002
#define	NOTE_USECONDS		0x00000004
#define	NOTE_NSECONDS		0x00000008
#define	NOTE_ABSTIME		0x00000010 /* when, by CLOCK_REALTIME */

#ifdef _KERNEL
/* EVFILT_SIGNAL hears of a signal as this and its number. */
#define	NOTE_SIGNAL		0x08000000
#else
__BEGIN_DECLS
int	kqueue(void);
int	kqueue1(int);
int	kevent(int, const struct kevent *, int, struct kevent *, int,
	    const struct timespec *);
__END_DECLS
#endif

#endif /* !_SYS_EVENT_H_ */
