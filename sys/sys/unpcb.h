/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Unix sockets inside the kernel: uipc_usrreq.c and uipc_gc.c.
 *
 * Core: of one protocol.
 */

#ifndef _SYS_UNPCB_H_
#define	_SYS_UNPCB_H_

#ifdef _KERNEL
#include <sys/queue.h>
#include <sys/socketvar.h>
#include <sys/un.h>

struct vnode;

/*
 * A connection: a buffer for each end to receive from.  Locks: (i) constant,
 * (a) atomic, (u) unp_lock.
 */
struct unp_pair {
	struct sockbuf	pr_buf[2];
	struct unpcb	*pr_end[2];	/* (u) NULL: closed */
	u_int		pr_ref;		/* (a) ends that exist */
};

enum unp_gcstate {
	UNP_GC_ALIVE,			/* can be reached */
	UNP_GC_CANDIDATE		/* only messages refer to it */
};

SLIST_HEAD(unp_gclist, unpcb);

/*
 * Locks: as above, (g) unp_gc_lock.
 */
struct unpcb {
	struct socket	*unp_socket;	/* (i) */
	struct unp_pair	*unp_pair;	/* (u) to set, once; (a) to read */
	u_int		unp_side;	/* (i) once unp_pair is set */
	struct sockbuf	unp_rx;		/* of datagrams */
	struct unpcb	*unp_peer;	/* (u) of datagrams, or NULL */
	LIST_HEAD(, unpcb) unp_refs;	/* (u) whose peer we are */
	LIST_ENTRY(unpcb) unp_reflink;	/* (u) */
	struct vnode	*unp_vnode;	/* (u) bound to, used; or NULL */
	bool		unp_binding;	/* (u) bind(2) is at work */
	struct sockaddr_un unp_addr;	/* (u) sun_len 0: not bound */
	struct xucred	unp_cred;	/* (u) of listen(2) */
	struct xucred	unp_peercred;	/* (u) of the other end */
	bool		unp_haspeercred; /* (u) */
	struct file	*unp_file;	/* (g) while in flight */
	u_int		unp_inflight;	/* (g) to set, (a) to read: messages
					   that hold unp_file */
	u_int		unp_gcrefs;	/* (g) ... in candidates' buffers */
	enum unp_gcstate unp_gcstate;	/* (g) */
	LIST_ENTRY(unpcb) unp_flightlink; /* (g) */
	SLIST_ENTRY(unpcb) unp_gclink;	/* (g) alive ones; who collects it */
};

/*
 * Where the socket receives from; NULL when it is not connected.
 */
static inline struct sockbuf *
unp_rxbuf(struct unpcb *unp)
{
	struct unp_pair *pair;

	if (unp->unp_socket->so_proto->pr_type == SOCK_DGRAM)
		return (&unp->unp_rx);
	pair = atomic_load_acq(&unp->unp_pair);
	return (pair != NULL ? &pair->pr_buf[unp->unp_side] : NULL);
}

void	unp_purge(struct unpcb *);
#endif /* _KERNEL */

#endif /* !_SYS_UNPCB_H_ */
