/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pipes, as pipe2(2) and named pipes use them.  See sys_pipe.c.
 *
 * Core: of descriptors and FIFOs.
 */

#ifndef _SYS_PIPE_H_
#define	_SYS_PIPE_H_

#ifdef _KERNEL
#include <sys/_timespec.h>
#include <sys/condvar.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/types.h>

struct thread;
struct uio;

/*
 * A one-way stream of bytes.  Locks: (l) p_lock, (i) constant.
 */
struct pipe {
	struct kmutex	pi_lock;
	uint8_t		*pi_buf;	/* (l) ring, or NULL */
	uint32_t	pi_size;	/* (l) of it; a power of 2 */
	uint32_t	pi_head;	/* (l) bytes ever written, mod 2^32 */
	uint32_t	pi_tail;	/* (l) bytes ever read, mod 2^32 */
	u_int		pi_flags;	/* (l) PIPE_* */
	u_int		pi_nreaders;	/* (l) open files that read */
	u_int		pi_nwriters;	/* (l) open files that write */
	uint64_t	pi_rgen;	/* (l) readers that ever came */
	uint64_t	pi_wgen;	/* (l) writers that ever came */
	u_int		pi_closed;	/* (l) files of pipe2(2) that closed */
	struct cv	pi_rcv;		/* readers wait for bytes */
	struct cv	pi_wcv;		/* writers wait for room */
	struct cv	pi_ocv;		/* fifo: openers wait for the peer */
	struct notify	pi_notify;
	struct timespec	pi_atime;	/* (l) */
	struct timespec	pi_mtime;	/* (l) */
	struct timespec	pi_btime;	/* (i) */
	ino_t		pi_ino;		/* (i) serial number */
};

#define	PIPE_RBUSY	0x01		/* a reader copies without the lock */
#define	PIPE_WBUSY	0x02		/* a writer does */

void	pipe_init(void);
int	pipe_create(struct pipe **) __result_use_check;
void	pipe_destroy(struct pipe *);
int	pipe_fifo_open(struct pipe *, int fflag, struct thread *,
	    uint64_t *genp);
void	pipe_end_close(struct pipe *, int fflag);
int	pipe_read(struct pipe *, struct uio *, bool nonblock);
int	pipe_write(struct pipe *, struct uio *, bool nonblock);
int	pipe_poll(struct pipe *, int events, int fflag, uint64_t gen,
	    struct thread *);
int	pipe_event(struct pipe *, struct file_event *, int fflag,
	    uint64_t gen);
int	pipe_ioctl(struct pipe *, u_long cmd, void *data);
#endif /* _KERNEL */

#endif /* !_SYS_PIPE_H_ */
