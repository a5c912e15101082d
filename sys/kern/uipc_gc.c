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
 *		It is done whenever a descriptor of a socket was closed, or a
 *		message dropped; both of which may have been the last way to a
 *		socket, and the second keeps what it holds alive until then.
 *		What a system call still uses at that time stays until the next.
 *
 * Why it holds	A reference of another kind is got only by receiving, which
 *		first takes the message out of the count, and that waits for
 *		unp_gc_lock.  A message that is on its way into or out of a
 *		buffer is counted and not found in any, so what it holds is
 *		alive.
 *
 * Locks	unp_gc_lock -> so_lock -> sb_lock.  Buffers are emptied without
 *		unp_gc_lock, with a reference on each file.
 * Context	thread; sleeps; no locks held.
 * Tests	tests/sys/kern/t_scm.c, tests/sim/user/u_socket.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/file.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
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

SYSCTL_UINT(_kern_ipc, OID_AUTO, sockets_in_flight, CTLFLAG_RD, &unp_nflight,
    0, "Unix sockets of which a message holds a descriptor");
SYSCTL_UINT(_kern_ipc, OID_AUTO, sockets_collected, CTLFLAG_RD,
    &unp_collected, 0, "Unix sockets closed since nobody could reach them");

static struct unpcb *
file_unpcb(const struct file *fp)
{
	struct socket *so = fp->f_data;

	if (fp->f_type != DTYPE_SOCKET || so->so_proto->pr_domain != AF_UNIX)
		return (NULL);
	return (so->so_pcb);
}

/*
 * One more (1) or one less (-1) message holds fp.
 */
void
unp_inflight(struct file *fp, int delta)
{
	struct unpcb *unp = file_unpcb(fp);

	if (unp == NULL)
		return;
	mutex_enter(&unp_gc_lock);
	if (unp->unp_inflight == 0) {
		unp->unp_file = fp;
		LIST_INSERT_HEAD(&unp_flight, unp, unp_flightlink);
		atomic_inc(&unp_nflight);
	}
	unp->unp_inflight += (u_int)delta;
	if (unp->unp_inflight == 0) {
		LIST_REMOVE(unp, unp_flightlink);
		atomic_dec(&unp_nflight);
	}
	mutex_exit(&unp_gc_lock);
}

static void
gc_count(struct file *fp, void *arg)
{
	struct unpcb *unp = file_unpcb(fp);

	if (unp != NULL && unp->unp_gcstate == UNP_GC_CANDIDATE)
		unp->unp_gcrefs++;
}

static void
gc_revive(struct file *fp, void *arg)
{
	struct unpcb *unp = file_unpcb(fp);

	if (unp != NULL && unp->unp_gcstate == UNP_GC_CANDIDATE)
		unp->unp_gcstate = UNP_GC_REACHED;
}

/*
 * Call fn for each file in the buffers of a socket, and of the connections that
 * wait for it.
 */
static void
gc_scan(struct unpcb *unp, void (*fn)(struct file *, void *))
{
	struct socket *so = unp->unp_socket, *conn;
	struct sockbuf *sb;

	sb = unp_rxbuf(unp);
	if (sb != NULL)
		sockbuf_scan(sb, fn, NULL);
	mutex_enter(&so->so_lock);
	TAILQ_FOREACH(conn, &so->so_queue, so_qlink) {
		sb = unp_rxbuf(conn->so_pcb);
		if (sb != NULL)
			sockbuf_scan(sb, fn, NULL);
	}
	mutex_exit(&so->so_lock);
}

/*
 * Mark what is garbage; how many.  unp_gc_lock held.
 */
static u_int	gc_mark(void) __requires(unp_gc_lock);

static u_int
gc_mark(void)
{
	struct unpcb *unp;
	u_int garbage = 0;
	bool again;

	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		unp->unp_gcrefs = 0;
		unp->unp_gcstate = atomic_load_acq(&unp->unp_file->f_count) ==
		    unp->unp_inflight ? UNP_GC_CANDIDATE : UNP_GC_ALIVE;
	}
	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		if (unp->unp_gcstate == UNP_GC_CANDIDATE)
			gc_scan(unp, gc_count);
	}
	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		if (unp->unp_gcstate == UNP_GC_CANDIDATE &&
		    unp->unp_gcrefs < unp->unp_inflight)
			unp->unp_gcstate = UNP_GC_REACHED;
	}
	do {
		again = false;
		LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
			if (unp->unp_gcstate != UNP_GC_REACHED)
				continue;
			unp->unp_gcstate = UNP_GC_ALIVE;
			gc_scan(unp, gc_revive);
			again = true;
		}
	} while (again);
	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		if (unp->unp_gcstate == UNP_GC_CANDIDATE)
			garbage++;
	}
	return (garbage);
}

/*
 * The half of unp_collect() behind the look at the number in flight.
 */
void
unp_collect_slow(void)
{
	struct file **files;
	struct unpcb *unp;
	struct socket *so;
	u_int n, i;

	mutex_enter(&unp_gc_lock);
	n = gc_mark();
	if (n == 0) {
		mutex_exit(&unp_gc_lock);
		return;
	}
	/* Without memory the garbage stays until the next time. */
	files = kmem_alloc(n * sizeof(*files), KM_NOSLEEP);
	if (files == NULL) {
		mutex_exit(&unp_gc_lock);
		return;
	}
	i = 0;
	LIST_FOREACH(unp, &unp_flight, unp_flightlink) {
		if (unp->unp_gcstate == UNP_GC_CANDIDATE) {
			file_hold(unp->unp_file);
			files[i++] = unp->unp_file;
		}
	}
	mutex_exit(&unp_gc_lock);
	for (i = 0; i < n; i++) {
		so = files[i]->f_data;
		unp_purge(so->so_pcb);
	}
	for (i = 0; i < n; i++)
		file_drop(files[i]);
	kmem_free(files, n * sizeof(*files));
	atomic_add(&unp_collected, n);
}
