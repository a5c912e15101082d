/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sockets inside the kernel: what a protocol gives and gets; the theory
 * statements of uipc_socket.c and uipc_sockbuf.c.
 */

#ifndef _SYS_SOCKETVAR_H_
#define	_SYS_SOCKETVAR_H_

#ifdef _KERNEL
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/filedesc.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>

struct cred;
struct file;
struct socket;
struct stat;
struct thread;
struct uio;
struct sockstate;
struct uidinfo;

/* --- control data --------------------------------------------------------- */

/*
 * What travels beside the data: owned by one party at a time, so without a
 * lock.  sc_slots are descriptors with the rights that the sender had.
 */
struct sockctl {
	STAILQ_ENTRY(sockctl) sc_link;	/* of those to be freed */
	u_int		sc_nslots;	/* room for so many */
	struct uidinfo	*sc_uip;	/* who is charged; or NULL */
	bool		sc_hascred;
	struct cmsgcred	sc_cred;
	struct fdslot	sc_slots[];
};
STAILQ_HEAD(sockctl_list, sockctl);

#define	SCM_MAXRIGHTS	253		/* descriptors in one message */

int	sockctl_copyin(struct thread *, const void *, socklen_t,
	    struct sockctl **) __result_use_check;
int	sockctl_copyout(struct thread *, struct sockctl *, struct msghdr *,
	    int flags) __result_use_check;
void	sockctl_free(struct sockctl *);
void	sockctl_free_list(struct sockctl_list *);

/* --- buffers -------------------------------------------------------------- */

/*
 * Something that begins at a position of the ring: a message, or in a stream
 * the bytes that came with control data.
 */
struct sockrec {
	STAILQ_ENTRY(sockrec) sr_link;
	uint32_t	sr_pos;		/* as sb_head counts */
	uint32_t	sr_len;
	struct sockctl	*sr_ctl;	/* or NULL */
	uint8_t		sr_addrlen;
	char		sr_addr[];	/* the sender's address */
};

/*
 * One direction of a flow of data.  Locks: (l) sb_lock, (i) constant.
 */
struct sockbuf {
	struct kmutex	sb_lock;
	uint8_t		*sb_buf;	/* (l) ring, or NULL */
	struct uidinfo	*sb_uip;	/* (l) who is charged for it */
	uint32_t	sb_size;	/* (l) of it; a power of 2, or 0 */
	uint32_t	sb_head;	/* (l) bytes ever sent, mod 2^32 */
	uint32_t	sb_tail;	/* (l) bytes ever received, mod 2^32 */
	u_int		sb_flags;	/* (l) SBF_* */
	uint32_t	sb_sndlim;	/* (l) what the sender allows */
	uint32_t	sb_rcvlim;	/* (l) what the receiver allows */
	uint32_t	sb_sndlowat;	/* (l) */
	uint32_t	sb_rcvlowat;	/* (l) */
	uint32_t	sb_nrecs;	/* (l) */
	STAILQ_HEAD(, sockrec) sb_recs;	/* (l) in order of sr_pos */
	struct notify	*sb_rnotify;	/* (l) the receiver's, or NULL */
	struct notify	*sb_wnotify;	/* (l) the sender's, or NULL */
	struct cv	sb_rcv;		/* receivers wait for data */
	struct cv	sb_wcv;		/* senders wait for room */
};

#define	SBF_RBUSY	0x01		/* a receiver copies without the lock */
#define	SBF_WBUSY	0x02		/* a sender does */
#define	SBF_EOF		0x04		/* nothing more will be sent */
#define	SBF_SHUT	0x08		/* nothing more will be received */
#define	SBF_MESSAGES	0x10		/* (i) of messages, not a stream */
#define	SBF_FULL	0x20		/* the ring is, and cannot grow */
#define	SBF_CHOOSY	0x40		/* not any receiver takes what comes */

#define	SB_DEFAULT	65536U		/* of SO_SNDBUF and SO_RCVBUF */
#define	SB_LOWAT	2048U		/* of SO_SNDLOWAT */
#define	SB_MAX		(1U << 20)	/* most of either */
#define	SB_RECCOST	64U		/* a message takes that much more */

/* A transfer: how to wait, and what else is to come. */
struct sockxfer {
	int		sx_flags;	/* MSG_*; set on return, too */
	uint64_t	sx_timeout;	/* ns, 0: none */
	const struct sockaddr *sx_to;	/* send: where to, or NULL */
	struct sockctl	*sx_ctl;	/* send: consumed; receive: got */
	bool		sx_wantctl;	/* receive */
	struct sockaddr_storage *sx_from; /* receive: where from, or NULL */
};

void	sockbuf_init(struct sockbuf *, u_int flags);
void	sockbuf_destroy(struct sockbuf *);
int	sockbuf_write(struct sockbuf *, struct uio *, struct sockxfer *);
int	sockbuf_write_message(struct sockbuf *, struct uio *,
	    struct sockxfer *, const struct sockaddr *from);
int	sockbuf_read(struct sockbuf *, struct uio *, struct sockxfer *);
int	sockbuf_read_message(struct sockbuf *, struct uio *,
	    struct sockxfer *);
void	sockbuf_set_eof(struct sockbuf *);
void	sockbuf_set_shut(struct sockbuf *);
void	sockbuf_scan(struct sockbuf *, void (*)(struct file *, void *),
	    void *);
void	sockbuf_fence(struct sockbuf *);

/*
 * What a message takes beside its bytes counts too, so that empty ones end.
 */
static __always_inline uint32_t
sockbuf_used(const struct sockbuf *sb)
{

	return (atomic_load_relaxed(&sb->sb_head) -
	    atomic_load_relaxed(&sb->sb_tail) +
	    atomic_load_relaxed(&sb->sb_nrecs) * SB_RECCOST);
}

static __always_inline uint32_t
sockbuf_limit(const struct sockbuf *sb)
{
	uint32_t s = atomic_load_relaxed(&sb->sb_sndlim);
	uint32_t r = atomic_load_relaxed(&sb->sb_rcvlim);

	return (s < r ? s : r);
}

/* Can something be received (or an end of file)?  Sent (or EPIPE)? */
static __always_inline bool
sockbuf_readable(const struct sockbuf *sb)
{
	u_int flags = atomic_load_relaxed(&sb->sb_flags);

	return ((flags & (SBF_EOF | SBF_SHUT)) != 0 ||
	    ((flags & SBF_MESSAGES) != 0 ?
	    atomic_load_relaxed(&sb->sb_nrecs) != 0 :
	    (flags & SBF_FULL) != 0 || atomic_load_relaxed(&sb->sb_head) -
	    atomic_load_relaxed(&sb->sb_tail) >=
	    atomic_load_relaxed(&sb->sb_rcvlowat)));
}

static __always_inline bool
sockbuf_writable(const struct sockbuf *sb)
{
	uint32_t used = sockbuf_used(sb), limit = sockbuf_limit(sb);
	uint32_t lowat = atomic_load_relaxed(&sb->sb_sndlowat);
	u_int flags = atomic_load_relaxed(&sb->sb_flags);

	return ((flags & (SBF_EOF | SBF_SHUT)) != 0 || used == 0 ||
	    ((flags & SBF_FULL) == 0 && used + lowat <= limit));
}

/* --- protocols ------------------------------------------------------------ */

/*
 * What a protocol does for a socket.  A member that is NULL does not exist:
 * EOPNOTSUPP.  All are called without locks and may sleep, but pr_look.  The
 * caller holds a reference on the socket.
 */
struct protosw {
	int		pr_domain;	/* AF_* */
	int		pr_type;	/* SOCK_* */
	int		pr_protocol;	/* number that socket(2) may name */
	u_int		pr_flags;	/* PR_* */
	/* A new socket; the last reference is gone. */
	int		(*pr_attach)(struct socket *, struct thread *);
	void		(*pr_detach)(struct socket *);
	/* The file was closed. */
	void		(*pr_close)(struct socket *);
	int		(*pr_bind)(struct socket *, const struct sockaddr *,
			    struct thread *);
	int		(*pr_listen)(struct socket *, struct thread *);
	int		(*pr_connect)(struct socket *,
			    const struct sockaddr *, struct thread *);
	int		(*pr_pair)(struct socket *, struct socket *,
			    struct thread *);
	int		(*pr_shutdown)(struct socket *, int how);
	/* sx_ctl is consumed in any case. */
	int		(*pr_send)(struct socket *, struct uio *,
			    struct sockxfer *, struct thread *);
	int		(*pr_receive)(struct socket *, struct uio *,
			    struct sockxfer *, struct thread *);
	int		(*pr_sockname)(struct socket *,
			    struct sockaddr_storage *);
	int		(*pr_peername)(struct socket *,
			    struct sockaddr_storage *);
	/* so_sndbuf, so_rcvbuf or so_rcvlowat changed. */
	void		(*pr_limits)(struct socket *);
	int		(*pr_getopt)(struct socket *, int level, int name,
			    void *buf, size_t *lenp);
	/* How it is.  sync: seen in order with what other CPUs did. */
	void		(*pr_look)(struct socket *, struct sockstate *,
			    bool sync);
};

/* In so_options, beside the options: nothing more will be sent. */
#define	SO_CANTSEND	0x80000000U

#define	PR_CONNECT	0x01		/* listen, accept and connect */
#define	PR_ATOMIC	0x02		/* messages */
#define	PR_RIGHTS	0x04		/* carries control data */

void	protosw_register(const struct protosw *);

/* What pr_look says. */
struct sockstate {
	bool		ss_readable;
	bool		ss_writable;
	bool		ss_rdeof;	/* nothing more will come */
	bool		ss_wreof;	/* nothing more can be sent */
	bool		ss_rfull;	/* no more will come before a read */
	uint32_t	ss_rbytes;	/* that can be received */
	uint32_t	ss_wspace;	/* that can be sent */
};

/* --- sockets -------------------------------------------------------------- */

/*
 * Locks: (i) constant, (a) atomic, (l) so_lock, (h) so_lock of so_head.
 */
struct socket {
	const struct protosw *so_proto;	/* (i) */
	void		*so_pcb;	/* (i) the protocol's */
	u_int		so_ref;		/* (a) its file, and others */
	u_int		so_options;	/* (a) SO_* that are a bit */
	uint32_t	so_sndlowat;	/* (a) */
	uint32_t	so_rcvlowat;	/* (a) */
	uint32_t	so_sndbuf;	/* (a) */
	uint32_t	so_rcvbuf;	/* (a) */
	uint64_t	so_sndtimeo;	/* (a) ns, 0: none */
	uint64_t	so_rcvtimeo;	/* (a) ns, 0: none */
	int		so_error;	/* (a) for SO_ERROR and the next call */
	int		so_linger;	/* (a) seconds */
	struct notify	so_notify;
	struct kmutex	so_lock;
	struct cv	so_cv;		/* accept(2) waits */
	struct socket	*so_head;	/* (i) until accepted: the listener */
	TAILQ_ENTRY(socket) so_qlink;	/* (h) */
	TAILQ_HEAD(, socket) so_queue;	/* (l) connections to be accepted */
	u_int		so_qlen;	/* (l) */
	u_int		so_qlimit;	/* (l) */
	bool		so_closed;	/* (l) no more connections */
	struct timespec	so_btime;	/* (i) */
	ino_t		so_ino;		/* (i) serial number */
};

static inline void
so_hold(struct socket *so)
{

	atomic_inc(&so->so_ref);
}

void	so_rele(struct socket *);
int	so_create(const struct protosw *, struct thread *, struct socket **)
	    __result_use_check;
int	so_enqueue(struct socket *head, struct socket *so);
int	so_listen(struct socket *, int backlog, struct thread *);
int	so_accept(struct socket *, bool nonblock, struct socket **);
void	so_drop_queue(struct socket *);
void	so_close(struct socket *);
const struct protosw *protosw_find(int domain, int type, int protocol,
	    int *errorp);
int	so_getopt(struct socket *, int level, int name, void *, size_t *lenp);
int	so_setopt(struct socket *, int level, int name, const void *, size_t);

/* Core: boot; of write(2). */
void	socket_init(void);
bool	file_nosigpipe(const struct file *);

extern const struct file_ops socket_fileops;

/* Core: uipc_usrreq.c, uipc_gc.c. */
void	unp_init(void);
bool	unp_is_inflight(const struct file *);
bool	unp_inflight(struct file *, int delta);
void	unp_collect_slow(void);
extern u_int unp_nflight;		/* (a) sockets in flight */

/*
 * Core: a reference was dropped that may have been the last way to a socket in
 * flight, if there are some.
 */
static inline void
unp_collect(void)
{

	if (__predict_false(atomic_load_relaxed(&unp_nflight) != 0))
		unp_collect_slow();
}
#endif /* _KERNEL */

#endif /* !_SYS_SOCKETVAR_H_ */
