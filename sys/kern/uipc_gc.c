/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sockets in flight, and the collection of those that nobody can reach.
 *
 * Model	A descriptor in a message that was not received holds its file.
 *		Files that are held by messages in each other's sockets alone
 *		would stay for ever.  Only Unix sockets hold messages, so only
 *		they are counted: unp_inflight says how many of a file's
 *		references are such messages.
 *
 * Collecting	A candidate has no other references (f_count ==
 *		unp_inflight).  For each the messages in the buffers of
 *		candidates that hold it are counted; a candidate that has more
 *		than those is held by the buffer of a socket that can be
 *		reached, so it and all in its buffers are alive.  The rest is
 *		garbage: its buffers are emptied, which closes it.
 *		It is done when a descriptor of a socket in flight was closed,
 *		or a message dropped that held one and it is in flight still:
 *		nothing else can be the last way to one.  What a system call
 *		still uses at that time stays until the next.
 *
 * Cost		The sockets in flight and the messages in their buffers are
 *		looked at a fixed number of times: what turns out to be alive
 *		goes to a list, and its buffers are looked at once.
 *
 * Why it holds	A reference of another kind is got only by receiving, which
 *		first takes the message out of the count, and that waits for
 *		unp_gc_lock.  A message that is on its way into or out of a
 *		buffer is counted and not found in any, so what it holds is
 *		alive.
 *
 * Locks	unp_gc_lock -> so_lock -> sb_lock.  Buffers are emptied without
 *		unp_gc_lock, with a reference on each file; so another
 *		collection finds these alive, and leaves unp_gclink alone.
 * Context	thread; sleeps; no locks held.
 * Tests	tests/sys/kern/t_scm.c, tests/sim/user/u_socket.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/file.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/socketvar.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/unpcb.h>

static struct kmutex	unp_gc_lock = MUTEX_INITIALIZER(unp_gc_lock, "unpgc");
static LIST_HEAD(, unpcb) unp_flight =
    LIST_HEAD_INITIALIZER(unp_flight);		/* unp_gc_lock */
u_int	unp_nflight;
static u_int	unp_collected;			/* (a) */
static u_int	unp_examined;			/* (a) */

SYSCTL_UINT(_kern_ipc, OID_AUTO, sockets_in_flight, CTLFLAG_RD, &unp_nflight,
    0, "Unix sockets of which a message holds a descriptor");
SYSCTL_UINT(_kern_ipc, OID_AUTO, sockets_collected, CTLFLAG_RD,
    &unp_collected, 0, "Unix sockets closed since nobody could reach them");
SYSCTL_UINT(_kern_ipc, OID_AUTO, sockets_examined, CTLFLAG_RD,
    &unp_examined, 0, "Looks at a Unix socket in search of those");

static struct unpcb *
file_unpcb(const struct file *fp)
{
	struct socket *so = fp->f_data;

	if (fp->f_type != DTYPE_SOCKET || so->so_proto->pr_domain != AF_UNIX)
		return (NULL);
	return (so->so_pcb);
}

/*
 * Does a message hold fp, to which the caller has another reference?
 */
bool
unp_is_inflight(const struct file *fp)
{
	const struct unpcb *unp = file_unpcb(fp);

	return (unp != NULL && atomic_load_relaxed(&unp->unp_inflight) != 0);
}

/*
 * One more (1) or one less (-1) message holds fp.  Do others?
 */
bool
unp_inflight(struct file *fp, int delta)
{
	struct unpcb *unp = file_unpcb(fp);
	bool others;

	if (unp == NULL)
		return (false);
	mutex_enter(&unp_gc_lock);
	if (unp->unp_inflight == 0) {
		unp->unp_file = fp;
		LIST_INSERT_HEAD(&unp_flight, unp, unp_flightlink);
		atomic_inc(&unp_nflight);
	}
	atomic_store_relaxed(&unp->unp_inflight,
	    unp->unp_inflight + (u_int)delta);
	others = unp->unp_inflight != 0;
	if (!others) {
		LIST_REMOVE(unp, unp_flightlink);
		atomic_dec(&unp_nflight);
	}
	mutex_exit(&unp_gc_lock);
	return (others);
}

static void
gc_count(struct file *fp, void *arg)
{
	struct unpcb *unp = file_unpcb(fp);

	if (unp != NULL && unp->unp_gcstate == UNP_GC_CANDIDATE)
		unp->unp_gcrefs++;
}

/*
 * The socket is alive: its buffers are to be looked at.
 */
static void
gc_reach(struct unpcb *unp, struct unp_gclist *reached)
{

	if (unp->unp_gcstate != UNP_GC_CANDIDATE)
		return;
	unp->unp_gcstate = UNP_GC_ALIVE;
	SLIST_INSERT_HEAD(reached, unp, unp_gclink);
}

static void
gc_revive(struct file *fp, void *arg)
{
	struct unpcb *unp = file_unpcb(fp);

	if (unp != NULL)
		gc_reach(unp, arg);
}

/*
 * Call fn for each file in the buffers of a socket, and of the connections that
 * wait for it.
 */
static void
gc_scan(struct unpcb *unp, void (*fn)(struct file *, void *), void *arg)
{
	struct socket *so = unp->unp_socket, *conn;
	struct sockbuf *sb;

	sb = unp_rxbuf(unp);
	if (sb != NULL)
		sockbuf_scan(sb, fn, arg);
	mutex_enter(&so->so_lock);
	TAILQ_FOREACH(conn, &so->so_queue, so_qlink) {
		sb = unp_rxbuf(conn->so_pcb);
		if (sb != NULL)
			sockbuf_scan(sb, fn, arg);
	}
	mutex_exit(&so->so_lock);
}

/*
 * Find out which sockets are garbage: they stay candidates.  unp_gc_lock held.
 */
static void	gc_mark(void) __requires(unp_gc_lock);

static void
gc_mark(void)
{
	struct unp_gclist reached = SLIST_HEAD_INITIALIZER(reached);
	struct unpcb *unp;
	u_int looks = 0;

	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		unp->unp_gcrefs = 0;
		unp->unp_gcstate = atomic_load_acq(&unp->unp_file->f_count) ==
		    unp->unp_inflight ? UNP_GC_CANDIDATE : UNP_GC_ALIVE;
		looks++;
	}
	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		if (unp->unp_gcstate == UNP_GC_CANDIDATE)
			gc_scan(unp, gc_count, NULL);
		looks++;
	}
	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		if (unp->unp_gcrefs < unp->unp_inflight)
			gc_reach(unp, &reached);
		looks++;
	}
	while ((unp = SLIST_FIRST(&reached)) != NULL) {
		SLIST_REMOVE_HEAD(&reached, unp_gclink);
		gc_scan(unp, gc_revive, &reached);
		looks++;
	}
	atomic_add(&unp_examined, looks);
}

/*
 * The half of unp_collect() behind the look at the number in flight.  What the
 * buffers held is freed in one go, at the end or by the sockctl_free() that we
 * are in, so that it causes one collection more at most.
 */
void
unp_collect_slow(void)
{
	struct unp_gclist garbage = SLIST_HEAD_INITIALIZER(garbage);
	struct sockctl_list ctls = STAILQ_HEAD_INITIALIZER(ctls);
	struct thread *td = curthread;
	const bool outermost = td->td_ctlfree == NULL;
	struct unpcb *unp;
	u_int n = 0;

	mutex_enter(&unp_gc_lock);
	gc_mark();
	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		if (unp->unp_gcstate != UNP_GC_CANDIDATE)
			continue;
		file_hold(unp->unp_file);
		SLIST_INSERT_HEAD(&garbage, unp, unp_gclink);
		n++;
	}
	mutex_exit(&unp_gc_lock);
	if (n == 0)
		return;
	if (outermost)
		td->td_ctlfree = &ctls;
	SLIST_FOREACH(unp, &garbage, unp_gclink)
		unp_purge(unp);
	while ((unp = SLIST_FIRST(&garbage)) != NULL) {
		SLIST_REMOVE_HEAD(&garbage, unp_gclink);
		file_drop(unp->unp_file);
	}
	if (outermost) {
		td->td_ctlfree = NULL;
		sockctl_free_list(&ctls);
	}
	atomic_add(&unp_collected, n);
}
