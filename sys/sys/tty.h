/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Terminals, inside the kernel.
 *
 * A struct tty is the line discipline's state between a device below
 * (tty_ops: console, serial line, pseudo-terminal master) and processes above.
 * Characters that the device receives enter through tty_input(); characters
 * to send are taken by the device with tty_getoutput() after tty_ops.start
 * told it that there are some.
 *
 * Locks: (t) t_lock, which every function here takes itself unless it says
 * otherwise; (i) constant after tty_alloc(); (p) proctree_lock to write,
 * t_lock or proctree_lock to read.
 * Lock order: proctree_lock -> t_lock -> pg_lock.  tty_ops.start is called with
 * t_lock held and must not sleep nor call back.  Signals are noted in t_signals
 * and sent by tty_unlock(), which needs proctree_lock for that.
 */
#ifndef _SYS_TTY_H_
#define	_SYS_TTY_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/condvar.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/termios.h>
#include <sys/ttycom.h>

struct cdev;
struct file;
struct pgrp;
struct proc;
struct session;
struct thread;
struct tty;
struct uio;

struct tty_ops {
	/*
	 * These three are called with t_lock held, and not after tty_hangup().
	 * Output is waiting: send it or arrange for it.
	 */
	void	(*start)(struct tty *);
	/* Parameters changed (speed, size, flow).  May be NULL. */
	void	(*param)(struct tty *);
	/* Input was taken: there may be room for more.  May be NULL. */
	void	(*room)(struct tty *);
	/* The last user above closed.  No lock.  May be NULL. */
	void	(*closed)(struct tty *);
	/*
	 * Output outlives the last close: whoever takes it may be the one
	 * that closes, and must not wait for himself.
	 */
	bool	linger;
};

#define	TTY_RINGSIZE	4096		/* bytes of each queue; a power of 2 */

/*
 * A queue of bytes.  r_head and r_tail count the bytes ever put and taken,
 * modulo 2^32; byte n is at r_buf[n % TTY_RINGSIZE].
 */
struct tty_ring {
	uint8_t		*r_buf;
	uint32_t	 r_head;
	uint32_t	 r_tail;
};

struct tty {
	struct kmutex	 t_lock;
	u_int		 t_refs;	/* (a) who keeps the structure */
	const struct tty_ops *t_ops;	/* (i) */
	void		*t_softc;	/* (i) the device's */
	struct cdev	*t_cdev;	/* (i) node, or NULL */
	struct termios	 t_termios;	/* (t) */
	struct winsize	 t_winsize;	/* (t) */
	struct tty_ring	 t_in;		/* (t) input */
	uint32_t	 t_canon; /* (t) end of the complete lines in t_in */
	u_int		 t_lines;	/* (t) delimiters in t_in */
	uint64_t	*t_delims;	/* (t) bit set: byte ends a line */
	uint64_t	*t_eofs; /* (t) bit set: byte is VEOF, not read */
	struct tty_ring	 t_out;		/* (t) output */
	u_int		 t_column;	/* (t) of the cursor */
	u_int		 t_startcol;	/* (t) where the input line began */
	u_int		 t_flags;	/* (t) TTY_* */
	u_int		 t_opens;	/* (t) open files */
	uint32_t	 t_signals;	/* (t) to be sent once t_lock is free */
	struct session	*t_session;	/* (p) whose controlling tty it is */
	struct pgrp	*t_pgrp;	/* (p) foreground group, or NULL */
	struct cv	 t_incv;	/* readers */
	struct cv	 t_outcv;	/* writers, and who waits for a drain */
	struct notify	 t_notify;	/* poll, select */
};

#define	TTY_GONE	0x0001		/* carrier lost, master closed */
#define	TTY_STOPPED	0x0002		/* output stopped by VSTOP, TCOOFF */
#define	TTY_LNEXT	0x0004		/* next input character is literal */
#define	TTY_ERASING	0x0008		/* between \ and / of ECHOPRT */
#define	TTY_EXCL	0x0010		/* TIOCEXCL */
#define	TTY_REPRINT	0x0020		/* output came between input: redraw */
#define	TTY_DISCARD	0x0040		/* VDISCARD: output is thrown away */
#define	TTY_MASTER	0x0080		/* pty: the master was opened */

#define	RING_USED(r)	((r)->r_head - (r)->r_tail)
#define	RING_ROOM(r)	(TTY_RINGSIZE - RING_USED(r))
#define	RING_AT(r, n)	((r)->r_buf[(n) & (TTY_RINGSIZE - 1)])

/*
 * A tty with default parameters and one reference, or NULL without memory.
 */
struct tty *tty_alloc(const struct tty_ops *, void *softc);
void	tty_hold(struct tty *);
void	tty_rele(struct tty *);

/*
 * For devices.  tty_input() takes received characters, in thread or
 * soft-interrupt context.  tty_getoutput() takes up to max bytes that are to
 * be sent, with t_lock held, and wakes writers.  tty_hangup() tells everybody
 * that the device is gone.
 */
void	tty_input(struct tty *, const uint8_t *, size_t);
size_t	tty_input_room(struct tty *);
size_t	tty_getoutput(struct tty *tp, uint8_t *, size_t max)
	    __requires(tp->t_lock);
void	tty_hangup(struct tty *);

/*
 * Core: the line discipline, tty_ldisc.c; t_lock held.  tty_ldisc_output()
 * takes what fits of the bytes that a process writes, and says how many it
 * took.
 */
void	tty_ldisc_input(struct tty *tp, uint8_t)
	    __requires(tp->t_lock);
size_t	tty_ldisc_output(struct tty *tp, const uint8_t *, size_t)
	    __requires(tp->t_lock);
size_t	tty_ldisc_read(struct tty *tp, uint8_t *, size_t)
	    __requires(tp->t_lock);
size_t	tty_ldisc_room(struct tty *tp)
	    __requires(tp->t_lock);
bool	tty_ldisc_readable(struct tty *tp)
	    __requires(tp->t_lock);
void	tty_ldisc_flush(struct tty *tp, bool in, bool out)
	    __requires(tp->t_lock);
void	tty_ldisc_changed(struct tty *tp, const struct termios *old)
	    __requires(tp->t_lock);

void	tty_signal(struct tty *tp, int sig)
	    __requires(tp->t_lock);

/* For device nodes: the d_* functions of a terminal. */
int	tty_open(struct tty *, int oflags, struct thread *);
int	tty_close(struct tty *, struct thread *);
int	tty_read(struct tty *, struct uio *, int ioflag);
int	tty_write(struct tty *, struct uio *, int ioflag);
int	tty_ioctl(struct tty *, u_long cmd, void *data, int fflag,
	    struct thread *);
int	tty_poll(struct tty *, int events, struct thread *);
int	tty_event(struct tty *, struct file_event *);

/*
 * Core: the session leader p exits or calls setsid(): the terminal loses the
 * session; its foreground group gets SIGHUP when the leader exited.
 * proctree_lock write held.
 */
void	tty_session_leave(struct session *, bool exiting);

/*
 * Core: the group is about to be freed: forget it.  proctree_lock write held.
 */
void	tty_pgrp_gone(struct pgrp *);

/* Core: boot; /dev/tty, /dev/console and pseudo-terminals make their nodes. */
void	tty_init(void);
void	cons_init(void);
void	pty_init(void);

/*
 * A character arrived at the console's device; hard interrupt context.
 */
void	cons_input(int c);

#endif /* _KERNEL */
#endif /* !_SYS_TTY_H_ */
