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
 * Lock order: proctree_lock -> t_lock -> notify.  tty_ops.start is called with
 * t_lock held and must not sleep nor call back.
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
struct knote;
struct pgrp;
struct proc;
struct session;
struct thread;
struct tty;
struct uio;

struct tty_ops {
	/* Output is waiting: send it or arrange for it.  t_lock held. */
	void	(*start)(struct tty *);
	/* Parameters changed (speed, size, flow).  t_lock held.  May be NULL. */
	void	(*param)(struct tty *);
	/* The last user above closed.  No lock.  May be NULL. */
	void	(*closed)(struct tty *);
};

/* A ring of bytes whose storage is allocated with the tty. */
struct tty_ring {
	uint8_t		*r_buf;
	uint32_t	 r_size;	/* a power of 2 */
	uint32_t	 r_head;	/* bytes ever put, modulo 2^32 */
	uint32_t	 r_tail;	/* bytes ever taken */
};

struct tty {
	struct kmutex	 t_lock;
	const struct tty_ops *t_ops;	/* (i) */
	void		*t_softc;	/* (i) the device's */
	struct cdev	*t_cdev;	/* (i) node, or NULL */
	struct termios	 t_termios;	/* (t) */
	struct winsize	 t_winsize;	/* (t) */
	struct tty_ring	 t_in;		/* (t) input, complete and partial */
	uint32_t	 t_canon;	/* (t) end of complete lines in t_in */
	uint32_t	 t_lines;	/* (t) complete lines in t_in */
	struct tty_ring	 t_out;		/* (t) output */
	u_int		 t_column;	/* (t) of the cursor, for tabs, erase */
	u_int		 t_rocol;	/* (t) column where the line began */
	u_int		 t_flags;	/* (t) TTY_* */
	u_int		 t_opens;	/* (t) open files */
	uint64_t	 t_delims[64];	/* (t) bit per 64-byte block ... */
	struct session	*t_session;	/* (p) whose controlling tty it is */
	struct pgrp	*t_pgrp;	/* (p) foreground group */
	struct cv	 t_incv;	/* readers */
	struct cv	 t_outcv;	/* writers and drainers */
	struct notify	 t_notify;	/* poll, select */
};

#define	TTY_GONE	0x0001		/* carrier lost, master closed */
#define	TTY_STOPPED	0x0002		/* output stopped by VSTOP, TCOOFF */
#define	TTY_LNEXT	0x0004		/* next input character is literal */
#define	TTY_ERASING	0x0008		/* inside \.../ of a printing terminal */
#define	TTY_EXCL	0x0010		/* TIOCEXCL */
#define	TTY_REPRINT	0x0020		/* pending input is to be shown anew */
#define	TTY_OPENED	0x0040		/* parameters were set by an opener */

/*
 * A tty with default parameters, or NULL without memory; freed when closed.
 */
struct tty *tty_alloc(const struct tty_ops *, void *softc);
void	tty_free(struct tty *);

/*
 * For devices.  tty_input() takes received characters, in thread or
 * soft-interrupt context; returns how many were taken (fewer only when the
 * input queue is full).  tty_getoutput() copies out up to max bytes that the
 * terminal wants sent, with t_lock held, and wakes writers.
 */
size_t	tty_input(struct tty *, const uint8_t *, size_t);
size_t	tty_getoutput(struct tty *, uint8_t *, size_t max);
size_t	tty_input_room(struct tty *);
void	tty_hangup(struct tty *);

/* For device nodes: the d_* functions of a terminal. */
int	tty_open(struct tty *, int oflags, struct thread *);
int	tty_close(struct tty *, struct thread *);
int	tty_read(struct tty *, struct uio *, int ioflag);
int	tty_write(struct tty *, struct uio *, int ioflag);
int	tty_ioctl(struct tty *, u_long cmd, void *data, int fflag,
	    struct thread *);
int	tty_poll(struct tty *, int events, struct thread *);

/*
 * The session leader p exits or calls setsid(): the terminal loses the
 * session; its foreground group gets SIGHUP when the leader exited.
 * proctree_lock write held.
 */
void	tty_session_leave(struct session *, bool exiting);

/*
 * The group is about to be freed: forget it.  proctree_lock write held.
 */
void	tty_pgrp_gone(struct pgrp *);

/* /dev/console, /dev/tty and the pseudo-terminals. */
void	tty_init(void);
void	cons_init(void);
void	pty_init(void);

/*
 * A character arrived at the console's device; hard interrupt context.
 */
void	cons_input(int c);

#endif /* _KERNEL */
#endif /* !_SYS_TTY_H_ */
