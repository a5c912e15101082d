/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Socket buffers: one direction of a flow of data.
 *
 * Model	A ring of bytes, as a pipe's, and a queue of records.  In a
 *		buffer of messages each message has a record, which says where
 *		its bytes lie and who sent them; in a stream there is a record
 *		only where bytes came with control data, and a read does not
 *		go on past the beginning of one.  The ring is allocated by the
 *		first write and is doubled when a write finds no room, up to
 *		what the two limits (SO_SNDBUF of the sender, SO_RCVBUF of the
 *		receiver) permit.
 *
 * Memory	A ring is charged to the user whose write it was allocated for.
 *		All of a user's rings stay below RLIMIT_SBSIZE of who writes;
 *		those of an ordinary user below kern.ipc.maxsockbufkva_user, and
 *		all together below kern.ipc.maxsockbufkva, but that a first ring
 *		of SB_SIZE_MIN is allocated in any case: there are no more of
 *		them than files.  A ring that cannot grow is used as it is, and
 *		SBF_FULL set when a write finds no room in it: whatever the
 *		marks say, it is to be read before it is to be written.  One
 *		that was emptied is freed if it is longer than SB_DEFAULT, or if
 *		memory is short and it is longer than SB_SIZE_MIN.
 *
 * Copies	as in sys_pipe.c: short ones with sb_lock held, for long ones
 *		the lock is dropped and the end marked busy.
 *
 * Waking	What comes wakes one receiver, and who has received wakes the
 *		next if something is left.  That is enough while each is content
 *		with whatever there is; one that waits for more than a byte sets
 *		SBF_CHOOSY before it sleeps, and then all are woken.
 *
 * Invariants	(1) head - tail <= sb_size.
 *		(2) At most one receiver and one sender copy at a time.
 *		(3) The ring is replaced or reset only with neither busy.
 *		(4) sb_recs is in the order of sr_pos, all in [tail, head];
 *		sb_nrecs is its length.
 *		(5) A message appears as a whole, and leaves as a whole.
 *		(6) A transfer that ends with EFAULT moves nothing.
 *		(7) sb_uip is charged with sb_size bytes; NULL without a ring.
 *		(8) SBF_FULL is set only while something can be received.
 *
 * Locks	sb_lock -> address space (copying may fault), notify, uid_lock.
 *		Control data is freed with no lock held: that may close files.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_send.c, t_recv.c, t_sockmem.c,
 *		tests/sim/user/u_socket.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/socketvar.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <vm/vm_page.h>

#define	SB_INLINE	1024U		/* copied with the lock held */
#define	SB_SIZE_MIN	4096U

static int	sockbuf_grow(struct sockbuf *sb, uint32_t, uint32_t)
		    __requires(sb->sb_lock);
static int	sockbuf_transfer(struct sockbuf *sb, uint32_t, uint32_t,
		    struct uio *, u_int) __requires(sb->sb_lock);
static int	sockbuf_wait(struct sockbuf *sb, struct cv *,
		    const struct sockxfer *, uint64_t *)
		    __requires(sb->sb_lock);
static void	sockbuf_uncharge(struct uidinfo *, uint32_t, uint32_t);
static void	sockbuf_free_ring(struct sockbuf *);
static void	sockbuf_drained(struct sockbuf *sb) __requires(sb->sb_lock);
static void	sockbuf_purge(struct sockbuf *sb, struct sockctl_list *)
		    __requires(sb->sb_lock);

static u_long	sockbuf_memory;		/* (a) bytes of all rings */
static u_long	sockbuf_memory_max;
static u_long	sockbuf_memory_user;

SYSCTL_ULONG(_kern_ipc, OID_AUTO, sockbufkva, CTLFLAG_RD, &sockbuf_memory, 0,
    "Bytes that sockets use for what is in flight");
SYSCTL_ULONG(_kern_ipc, OID_AUTO, maxsockbufkva, CTLFLAG_RW,
    &sockbuf_memory_max, 0, "Bytes beyond which socket buffers do not grow");
SYSCTL_ULONG(_kern_ipc, OID_AUTO, maxsockbufkva_user, CTLFLAG_RW,
    &sockbuf_memory_user, 0,
    "Bytes beyond which the socket buffers of an ordinary user do not grow");

/*
 * An empty buffer, without a ring.
 */
void
sockbuf_init(struct sockbuf *sb, u_int flags)
{

	if (sockbuf_memory_max == 0) {
		sockbuf_memory_max =
		    (u_long)vm_phys_total_count() * PAGE_SIZE / 16;
		sockbuf_memory_user = sockbuf_memory_max / 4;
	}
	mutex_init(&sb->sb_lock, "sockbuf");
	sb->sb_buf = NULL;
	sb->sb_uip = NULL;
	sb->sb_size = sb->sb_head = sb->sb_tail = 0;
	sb->sb_flags = flags;
	sb->sb_sndlim = sb->sb_rcvlim = SB_DEFAULT;
	sb->sb_sndlowat = SB_LOWAT;
	sb->sb_rcvlowat = 1;
	sb->sb_nrecs = 0;
	STAILQ_INIT(&sb->sb_recs);
	sb->sb_rnotify = sb->sb_wnotify = NULL;
	cv_init(&sb->sb_rcv, "sockrd");
	cv_init(&sb->sb_wcv, "sockwr");
}

/*
 * Nobody uses the buffer any more.
 */
void
sockbuf_destroy(struct sockbuf *sb)
{

	sockbuf_set_shut(sb);
	KASSERT(sb->sb_rnotify == NULL && sb->sb_wnotify == NULL);
	cv_destroy(&sb->sb_wcv);
	cv_destroy(&sb->sb_rcv);
	sockbuf_free_ring(sb);
	mutex_destroy(&sb->sb_lock);
}

/*
 * Charge the caller's user with n bytes, and all users with total, for a ring
 * of size bytes.  ENOBUFS.
 */
static int
sockbuf_charge(struct thread *td, uint32_t n, uint32_t total, uint32_t size)
{
	struct uidinfo *ui = td->td_cred->cr_ruidinfo;
	rlim_t max = lim_cur(td, RLIMIT_SBSIZE);

	if (size > SB_SIZE_MIN && ui->ui_uid != 0)
		max = MIN(max,
		    (rlim_t)atomic_load_relaxed(&sockbuf_memory_user));
	if (!uid_sbsize_charge(ui, n, max))
		return (SET_ERROR(ENOBUFS));
	if (atomic_fetch_add(&sockbuf_memory, (u_long)total) + total >
	    atomic_load_relaxed(&sockbuf_memory_max) && size > SB_SIZE_MIN) {
		sockbuf_uncharge(ui, n, total);
		return (SET_ERROR(ENOBUFS));
	}
	return (0);
}

static void
sockbuf_uncharge(struct uidinfo *ui, uint32_t n, uint32_t total)
{

	atomic_sub(&sockbuf_memory, (u_long)total);
	uid_sbsize_release(ui, n);
}

/*
 * Free the ring, if there is one.  It is empty and nobody copies, or nobody
 * uses the buffer any more.
 */
static void
sockbuf_free_ring(struct sockbuf *sb)
{

	if (sb->sb_size == 0)
		return;
	kmem_free(sb->sb_buf, sb->sb_size);
	sockbuf_uncharge(sb->sb_uip, sb->sb_size, sb->sb_size);
	uid_free(sb->sb_uip);
	sb->sb_buf = NULL;
	sb->sb_uip = NULL;
	sb->sb_size = 0;
}

/*
 * The ring was emptied: is it worth its memory?
 */
static void
sockbuf_trim(struct sockbuf *sb)
{
	const struct uidinfo *ui = sb->sb_uip;

	KASSERT(sb->sb_head == sb->sb_tail);
	if (__predict_true(sb->sb_size <= SB_SIZE_MIN))
		return;
	if (sb->sb_size > SB_DEFAULT ||
	    atomic_load_relaxed(&sockbuf_memory) >
	    atomic_load_relaxed(&sockbuf_memory_max) / 2 ||
	    (ui->ui_uid != 0 && atomic_load_relaxed(&ui->ui_sbsize) >
	    atomic_load_relaxed(&sockbuf_memory_user) / 2))
		sockbuf_free_ring(sb);
}

/*
 * Have room for n more bytes in the ring, which the limits permit, or if that
 * cannot be, for at least least.  sb_lock held, dropped to allocate: the caller
 * looks again.  ENOBUFS.
 */
static int
sockbuf_grow(struct sockbuf *sb, uint32_t n, uint32_t least)
{
	struct thread *td = curthread;
	struct uidinfo *ui = td->td_cred->cr_ruidinfo, *olduip = sb->sb_uip;
	const uint32_t used = sb->sb_head - sb->sb_tail, old = sb->sb_size;
	const uint32_t ours = olduip == ui ? old : 0;
	uint32_t size, pos;
	uint8_t *buf = NULL;

	size = old == 0 ? SB_SIZE_MIN : old;
	while (size - used < n)
		size *= 2;
	mutex_exit(&sb->sb_lock);
	for (;;) {
		if (sockbuf_charge(td, size - ours, size - old, size) == 0) {
			buf = kmem_alloc(size, KM_SLEEP);
			if (buf != NULL)
				break;
			sockbuf_uncharge(ui, size - ours, size - old);
		}
		if (size / 2 <= old || size == SB_SIZE_MIN ||
		    size / 2 - used < least)
			break;
		size /= 2;
	}
	mutex_enter(&sb->sb_lock);
	if (buf == NULL)
		return (SET_ERROR(ENOBUFS));
	if (sb->sb_size != old || sb->sb_uip != olduip ||
	    (sb->sb_flags & (SBF_RBUSY | SBF_WBUSY)) != 0) {
		kmem_free(buf, size);
		sockbuf_uncharge(ui, size - ours, size - old);
		return (0);
	}
	/* Positions stay what they are: records refer to them. */
	for (pos = sb->sb_tail; pos != sb->sb_head; pos += n) {
		n = MIN(sb->sb_head - pos, old - (pos & (old - 1)));
		n = MIN(n, size - (pos & (size - 1)));
		memcpy(buf + (pos & (size - 1)),
		    sb->sb_buf + (pos & (old - 1)), n);
	}
	kmem_free(sb->sb_buf, old);
	if (olduip != ui) {
		if (olduip != NULL) {
			uid_sbsize_release(olduip, old);
			uid_free(olduip);
		}
		uid_hold(ui);
		sb->sb_uip = ui;
	}
	sb->sb_buf = buf;
	sb->sb_size = size;
	sb->sb_flags &= ~(u_int)SBF_FULL;
	return (0);
}

/*
 * Copy n bytes between the ring, from position pos on, and uio.
 */
static int
sockbuf_move(struct sockbuf *sb, uint32_t pos, uint32_t n, struct uio *uio)
{
	uint32_t off = pos & (sb->sb_size - 1), first;
	int error;

	first = MIN(n, sb->sb_size - off);
	error = uiomove(sb->sb_buf + off, first, uio);
	if (error == 0 && n != first)
		error = uiomove(sb->sb_buf, n - first, uio);
	return (error);
}

/*
 * The same, without the lock if it takes long.  busy is the flag of our end, 0
 * to keep the lock.  sb_lock held.
 */
static int
sockbuf_transfer(struct sockbuf *sb, uint32_t pos, uint32_t n, struct uio *uio,
    u_int busy)
{
	int error;

	if (n <= SB_INLINE || busy == 0)
		return (n == 0 ? 0 : sockbuf_move(sb, pos, n, uio));
	sb->sb_flags |= busy;
	mutex_exit(&sb->sb_lock);
	error = sockbuf_move(sb, pos, n, uio);
	mutex_enter(&sb->sb_lock);
	sb->sb_flags &= ~busy;
	/* Others of our kind wait for the flag; who is to let the ring grow,
	   too, and if we fail nothing else wakes them. */
	cv_broadcast(busy == SBF_RBUSY ? &sb->sb_rcv : &sb->sb_wcv);
	if (__predict_false(error != 0) && busy == SBF_RBUSY)
		cv_broadcast(&sb->sb_wcv);
	return (error);
}

/*
 * Wait on one of the two condition variables.  *deadlinep is 0 before the first
 * time.  EAGAIN: that took too long.  EINTR, ERESTART.
 */
static int
sockbuf_wait(struct sockbuf *sb, struct cv *cv, const struct sockxfer *sx,
    uint64_t *deadlinep)
{
	int error;

	if (__predict_true(sx->sx_timeout == 0))
		return (cv_wait_sig(cv, &sb->sb_lock));
	if (*deadlinep == 0)
		*deadlinep = uptime_ns() + sx->sx_timeout;
	error = cv_timedwait_sig(cv, &sb->sb_lock, *deadlinep);
	/* To begin again would be to wait for longer. */
	if (error == ERESTART)
		error = SET_ERROR(EINTR);
	return (error == ETIMEDOUT ? SET_ERROR(EAGAIN) : error);
}

/*
 * Wake a receiver, or all if the first may not want what there is.  sb_lock
 * held.
 */
static __always_inline void
sockbuf_wake_receiver(struct sockbuf *sb, bool sync)
{

	if (!cv_has_waiters(&sb->sb_rcv))
		return;
	if (__predict_false((sb->sb_flags & SBF_CHOOSY) != 0)) {
		sb->sb_flags &= ~(u_int)SBF_CHOOSY;
		cv_broadcast(&sb->sb_rcv);
	} else if (sync)
		cv_signal_sync(&sb->sb_rcv);
	else
		cv_signal(&sb->sb_rcv);
}

/*
 * There is something new to be received.  sb_lock held.
 */
static __always_inline void
sockbuf_filled(struct sockbuf *sb)
{

	sockbuf_wake_receiver(sb, true);
	if (sb->sb_rnotify != NULL)
		notify_fire(sb->sb_rnotify, POLLIN | POLLRDNORM);
}

/*
 * The ring has no room for a write and cannot grow: who receives shall do so,
 * even if what is there is less than the low water mark.
 */
static void	sockbuf_set_full(struct sockbuf *sb) __requires(sb->sb_lock);

static void
sockbuf_set_full(struct sockbuf *sb)
{

	if ((sb->sb_flags & SBF_FULL) != 0)
		return;
	sb->sb_flags |= SBF_FULL;
	sockbuf_filled(sb);
}

/*
 * Something was received.
 */
static void
sockbuf_drained(struct sockbuf *sb)
{

	sb->sb_flags &= ~(u_int)SBF_FULL;
	if (sb->sb_head != sb->sb_tail || sb->sb_nrecs != 0)
		sockbuf_wake_receiver(sb, false);
	else if ((sb->sb_flags & SBF_WBUSY) == 0) {
		sb->sb_head = sb->sb_tail = 0;
		sockbuf_trim(sb);
	}
	if (sockbuf_writable(sb)) {
		if (cv_has_waiters(&sb->sb_wcv))
			cv_broadcast(&sb->sb_wcv);
		if (sb->sb_wnotify != NULL)
			notify_fire(sb->sb_wnotify, POLLOUT | POLLWRNORM);
	}
}

/*
 * Throw away what nobody will receive.  The caller frees the control data of
 * the list with no lock held.
 */
static void
sockbuf_purge(struct sockbuf *sb, struct sockctl_list *ctls)
{
	struct sockrec *sr;

	if ((sb->sb_flags & SBF_RBUSY) != 0)
		return;
	while ((sr = STAILQ_FIRST(&sb->sb_recs)) != NULL) {
		STAILQ_REMOVE_HEAD(&sb->sb_recs, sr_link);
		if (sr->sr_ctl != NULL)
			STAILQ_INSERT_TAIL(ctls, sr->sr_ctl, sc_link);
		kmem_free(sr, sizeof(*sr) + sr->sr_addrlen);
	}
	sb->sb_nrecs = 0;
	sb->sb_flags &= ~(u_int)SBF_FULL;
	if ((sb->sb_flags & SBF_WBUSY) == 0) {
		sb->sb_tail = sb->sb_head;
		sockbuf_free_ring(sb);
	}
}

/*
 * A record for len bytes at the head, with the control data; NULL without
 * memory.
 */
static struct sockrec *
sockrec_alloc(struct sockctl *ctl, const struct sockaddr *from)
{
	uint8_t addrlen = from != NULL ? from->sa_len : 0;
	struct sockrec *sr;

	sr = kmem_alloc(sizeof(*sr) + addrlen, KM_SLEEP);
	if (sr == NULL)
		return (NULL);
	sr->sr_ctl = ctl;
	sr->sr_addrlen = addrlen;
	if (addrlen != 0)
		memcpy(sr->sr_addr, from, addrlen);
	return (sr);
}

static void	sockrec_append(struct sockbuf *sb, struct sockrec *, uint32_t)
		    __requires(sb->sb_lock);

static void
sockrec_append(struct sockbuf *sb, struct sockrec *sr, uint32_t len)
{

	sr->sr_pos = sb->sb_head;
	sr->sr_len = len;
	STAILQ_INSERT_TAIL(&sb->sb_recs, sr, sr_link);
	sb->sb_nrecs++;
}

/*
 * Take the first record off; its control data is the caller's.
 */
static struct sockctl *sockrec_remove(struct sockbuf *sb)
		    __requires(sb->sb_lock);

static struct sockctl *
sockrec_remove(struct sockbuf *sb)
{
	struct sockrec *sr = STAILQ_FIRST(&sb->sb_recs);
	struct sockctl *ctl = sr->sr_ctl;

	STAILQ_REMOVE_HEAD(&sb->sb_recs, sr_link);
	sb->sb_nrecs--;
	kmem_free(sr, sizeof(*sr) + sr->sr_addrlen);
	return (ctl);
}

/* How many of n bytes may be written now; 0: none. */
static uint32_t	sockbuf_room(struct sockbuf *sb, size_t n)
		    __requires(sb->sb_lock);

static uint32_t
sockbuf_room(struct sockbuf *sb, size_t n)
{
	uint32_t used = sockbuf_used(sb), limit = sockbuf_limit(sb);

	if (used >= limit)
		return (0);
	return ((uint32_t)MIN(n, (size_t)(limit - used)));
}

/*
 * Write uio to a stream, waiting for room unless MSG_DONTWAIT; control data
 * goes with the first bytes.  sx_ctl is consumed.  EPIPE, EAGAIN, EFAULT,
 * EINTR, ENOBUFS, ERESTART.  What was written before an error is in uio_resid.
 */
int
sockbuf_write(struct sockbuf *sb, struct uio *uio, struct sockxfer *sx)
{
	struct sockctl *ctl = sx->sx_ctl;
	struct sockrec *sr = NULL;
	uint64_t deadline = 0;
	uint32_t n, have;
	bool tight = false;		/* the ring cannot grow now */
	int error = 0;

	sx->sx_ctl = NULL;
	if (ctl != NULL) {
		sr = sockrec_alloc(ctl, NULL);
		if (sr == NULL) {
			sockctl_free(ctl);
			return (SET_ERROR(ENOBUFS));
		}
	}
	mutex_enter(&sb->sb_lock);
	if ((sb->sb_flags & (SBF_EOF | SBF_SHUT)) != 0)
		error = SET_ERROR(EPIPE);
	while (error == 0 && uio->uio_resid > 0) {
		n = sockbuf_room(sb, (size_t)uio->uio_resid);
		have = sb->sb_size - (sb->sb_head - sb->sb_tail);
		if (n == 0 && (sx->sx_flags & MSG_DONTWAIT) != 0)
			error = SET_ERROR(EAGAIN);
		else if (n == 0 || (sb->sb_flags & SBF_WBUSY) != 0)
			error = sockbuf_wait(sb, &sb->sb_wcv, sx, &deadline);
		else if (have < n && (sb->sb_flags & SBF_RBUSY) == 0 &&
		    (!tight || sb->sb_size == 0)) {
			error = sockbuf_grow(sb, n, 1);
			tight = error != 0;
			if (sb->sb_size != 0)
				error = 0;	/* look again */
		} else if (have == 0) {
			/* When it can grow again, nobody tells. */
			if ((sb->sb_flags & SBF_RBUSY) == 0)
				sockbuf_set_full(sb);
			tight = false;
			error = (sx->sx_flags & MSG_DONTWAIT) != 0 ?
			    SET_ERROR(EAGAIN) :
			    sockbuf_wait(sb, &sb->sb_wcv, sx, &deadline);
		} else {
			n = MIN(n, have);
			error = sockbuf_transfer(sb, sb->sb_head, n, uio,
			    SBF_WBUSY);
			if (error != 0)
				break;
			if (sr != NULL)
				sockrec_append(sb, sr, n);
			sr = NULL;
			sb->sb_head += n;
			sockbuf_filled(sb);
		}
		if (error == 0 &&
		    (sb->sb_flags & (SBF_EOF | SBF_SHUT)) != 0 &&
		    uio->uio_resid > 0)
			error = SET_ERROR(EPIPE);
	}
	mutex_exit(&sb->sb_lock);
	if (sr != NULL) {
		kmem_free(sr, sizeof(*sr));
		sockctl_free(ctl);
	}
	return (error);
}

/*
 * Write all of uio as one message.  from is the sender's address or NULL;
 * sx_ctl is consumed.  EMSGSIZE, EPIPE, EAGAIN, EFAULT, EINTR, ENOBUFS,
 * ERESTART.
 */
int
sockbuf_write_message(struct sockbuf *sb, struct uio *uio,
    struct sockxfer *sx, const struct sockaddr *from)
{
	const uint32_t len = (uint32_t)uio->uio_resid;
	struct sockctl *ctl = sx->sx_ctl;
	struct sockrec *sr;
	uint64_t deadline = 0;
	uint32_t need;
	bool tight = false;		/* the ring cannot grow now */
	int error = 0;

	sx->sx_ctl = NULL;
	if (uio->uio_resid > SB_MAX) {
		sockctl_free(ctl);
		return (SET_ERROR(EMSGSIZE));
	}
	sr = sockrec_alloc(ctl, from);
	if (sr == NULL) {
		sockctl_free(ctl);
		return (SET_ERROR(ENOBUFS));
	}
	mutex_enter(&sb->sb_lock);
	while (error == 0) {
		need = sb->sb_nrecs == 0 ? len : len + SB_RECCOST;
		if ((sb->sb_flags & (SBF_EOF | SBF_SHUT)) != 0)
			error = SET_ERROR(EPIPE);
		else if (len > sockbuf_limit(sb))
			error = SET_ERROR(EMSGSIZE);
		else if ((sb->sb_flags & SBF_WBUSY) != 0)
			error = sockbuf_wait(sb, &sb->sb_wcv, sx, &deadline);
		else if (sockbuf_room(sb, need) < need) {
			error = (sx->sx_flags & MSG_DONTWAIT) != 0 ?
			    SET_ERROR(EAGAIN) :
			    sockbuf_wait(sb, &sb->sb_wcv, sx, &deadline);
		} else if (sb->sb_size - (sb->sb_head - sb->sb_tail) >= len)
			break;
		else if ((sb->sb_flags & SBF_RBUSY) != 0)
			error = sockbuf_wait(sb, &sb->sb_wcv, sx, &deadline);
		else if (tight && sb->sb_size >= len) {
			/* It will hold the message when it is empty. */
			sockbuf_set_full(sb);
			tight = false;
			error = (sx->sx_flags & MSG_DONTWAIT) != 0 ?
			    SET_ERROR(EAGAIN) :
			    sockbuf_wait(sb, &sb->sb_wcv, sx, &deadline);
		} else {
			error = sockbuf_grow(sb, len, len);
			tight = error != 0;
			if (sb->sb_size >= len)
				error = 0;
		}
	}
	if (error == 0)
		error = sockbuf_transfer(sb, sb->sb_head, len, uio, SBF_WBUSY);
	if (error == 0 && (sb->sb_flags & SBF_SHUT) != 0)
		error = SET_ERROR(EPIPE);
	if (error == 0) {
		sockrec_append(sb, sr, len);
		sr = NULL;
		sb->sb_head += len;
		sockbuf_filled(sb);
	}
	mutex_exit(&sb->sb_lock);
	if (sr != NULL) {
		kmem_free(sr, sizeof(*sr) + sr->sr_addrlen);
		sockctl_free(ctl);
	}
	return (error);
}

/*
 * Wait until a receiver may go on: enough bytes (a message) are there and
 * nobody else copies.  False, with *errorp: it may not; 0 there is the end of
 * file.  sb_lock held.
 */
static bool	sockbuf_await(struct sockbuf *sb, struct sockxfer *sx,
		    uint64_t *deadlinep, uint32_t least, int *errorp)
		    __requires(sb->sb_lock);

static bool
sockbuf_await(struct sockbuf *sb, struct sockxfer *sx, uint64_t *deadlinep,
    uint32_t least, int *errorp)
{
	uint32_t have;

	*errorp = 0;
	while (*errorp == 0) {
		if ((sb->sb_flags & SBF_SHUT) != 0)
			break;
		have = (sb->sb_flags & SBF_MESSAGES) != 0 ? sb->sb_nrecs :
		    sb->sb_head - sb->sb_tail;
		if (have >= least || (have != 0 &&
		    (sb->sb_flags & (SBF_EOF | SBF_FULL)) != 0)) {
			if ((sb->sb_flags & SBF_RBUSY) == 0)
				return (true);
		} else if ((sb->sb_flags & SBF_EOF) != 0)
			break;
		else if ((sx->sx_flags & MSG_DONTWAIT) != 0) {
			*errorp = SET_ERROR(EAGAIN);
			break;
		}
		if (least > 1)
			sb->sb_flags |= SBF_CHOOSY;
		*errorp = sockbuf_wait(sb, &sb->sb_rcv, sx, deadlinep);
	}
	return (false);
}

/*
 * A receiver is done: what it has found and not taken is another's, or thrown
 * away if the buffer was shut down meanwhile.
 */
static void	sockbuf_unlock_receiver(struct sockbuf *sb, bool)
		    __releases(sb->sb_lock);

static void
sockbuf_unlock_receiver(struct sockbuf *sb, bool left)
{
	struct sockctl_list ctls = STAILQ_HEAD_INITIALIZER(ctls);

	if (__predict_false((sb->sb_flags & SBF_SHUT) != 0)) {
		sockbuf_purge(sb, &ctls);
		mutex_exit(&sb->sb_lock);
		sockctl_free_list(&ctls);
		return;
	}
	if (__predict_false(left) &&
	    (sb->sb_head != sb->sb_tail || sb->sb_nrecs != 0))
		sockbuf_wake_receiver(sb, false);
	mutex_exit(&sb->sb_lock);
}

/*
 * How many of n bytes belong together, that is up to the next control data;
 * *atp: they begin with some.
 */
static uint32_t	sockbuf_run(struct sockbuf *sb, uint32_t n, bool *atp)
		    __requires(sb->sb_lock);

static uint32_t
sockbuf_run(struct sockbuf *sb, uint32_t n, bool *atp)
{
	struct sockrec *sr = STAILQ_FIRST(&sb->sb_recs);

	*atp = sr != NULL && sr->sr_pos == sb->sb_tail;
	if (*atp)
		sr = STAILQ_NEXT(sr, sr_link);
	if (sr != NULL && sr->sr_pos - sb->sb_tail < n)
		n = sr->sr_pos - sb->sb_tail;
	return (n);
}

/*
 * Read from a stream what is there, up to the length of uio; wait if less than
 * the low water mark is, unless MSG_DONTWAIT, and for all of uio if
 * MSG_WAITALL.  sx_ctl: what came with the first byte.  0 without data is the
 * end of file.  EAGAIN, EFAULT, EINTR, ERESTART.
 */
int
sockbuf_read(struct sockbuf *sb, struct uio *uio, struct sockxfer *sx)
{
	const bool peek = (sx->sx_flags & MSG_PEEK) != 0;
	uint64_t deadline = 0;
	uint32_t n, run;
	bool again, at, began = false;
	int error;

	sx->sx_ctl = NULL;
	if (uio->uio_resid == 0)
		return (0);
	mutex_enter(&sb->sb_lock);
	do {
		again = false;
		n = (uint32_t)MIN((size_t)uio->uio_resid,
		    (size_t)sb->sb_rcvlowat);
		if ((sx->sx_flags & MSG_WAITALL) != 0 && peek)
			n = (uint32_t)MIN((size_t)uio->uio_resid,
			    (size_t)sockbuf_limit(sb));
		if (!sockbuf_await(sb, sx, &deadline, n, &error))
			break;
		n = sb->sb_head - sb->sb_tail;
		run = sockbuf_run(sb, n, &at);
		/* Control data that comes later begins another read. */
		if (at && began)
			break;
		if (at && !peek)
			sx->sx_ctl = STAILQ_FIRST(&sb->sb_recs)->sr_ctl;
		again = run == n;
		n = run;
		if ((size_t)uio->uio_resid <= n) {
			n = (uint32_t)uio->uio_resid;
			again = false;
		}
		error = sockbuf_transfer(sb, sb->sb_tail, n, uio,
		    peek ? 0 : SBF_RBUSY);
		if (error != 0) {
			if (!began)
				sx->sx_ctl = NULL;
			break;
		}
		if (peek)
			break;
		if (at)
			(void)sockrec_remove(sb);
		sb->sb_tail += n;
		sockbuf_drained(sb);
		began = true;
	} while (again && (sx->sx_flags & MSG_WAITALL) != 0);
	sockbuf_unlock_receiver(sb, peek || error != 0);
	return (error);
}

/*
 * Read one message; what does not fit into uio is lost, and MSG_TRUNC set in
 * sx_flags.  sx_flags with MSG_TRUNC: uio_resid is what it would be had uio the
 * length of the message, so it may become negative.  0 with MSG_EOR clear is
 * the end of file.  EAGAIN, EFAULT, EINTR, ERESTART.
 */
int
sockbuf_read_message(struct sockbuf *sb, struct uio *uio, struct sockxfer *sx)
{
	const bool peek = (sx->sx_flags & MSG_PEEK) != 0;
	const bool real = (sx->sx_flags & MSG_TRUNC) != 0;
	struct sockrec *sr;
	uint64_t deadline = 0;
	uint32_t n, len;
	int error;

	sx->sx_ctl = NULL;
	mutex_enter(&sb->sb_lock);
	if (!sockbuf_await(sb, sx, &deadline, 1, &error))
		goto out;
	sr = STAILQ_FIRST(&sb->sb_recs);
	len = sr->sr_len;
	n = (uint32_t)MIN((size_t)uio->uio_resid, (size_t)len);
	error = sockbuf_transfer(sb, sr->sr_pos, n, uio,
	    peek ? 0 : SBF_RBUSY);
	if (error != 0)
		goto out;
	sx->sx_flags &= ~MSG_TRUNC;
	if (n < len) {
		sx->sx_flags |= MSG_TRUNC;
		if (real)
			uio->uio_resid -= (ssize_t)(len - n);
	} else
		sx->sx_flags |= MSG_EOR;
	if (sx->sx_from != NULL && sr->sr_addrlen != 0)
		memcpy(sx->sx_from, sr->sr_addr, sr->sr_addrlen);
	if (!peek) {
		sx->sx_ctl = sockrec_remove(sb);
		sb->sb_tail += len;
		sockbuf_drained(sb);
	}
out:
	sockbuf_unlock_receiver(sb, peek || error != 0);
	return (error);
}

/*
 * One direction has ended: all who wait for either end look again.  Locked.
 */
static void
sockbuf_wake_all(struct sockbuf *sb)
{

	cv_broadcast(&sb->sb_rcv);
	cv_broadcast(&sb->sb_wcv);
	if (sb->sb_rnotify != NULL)
		notify_fire(sb->sb_rnotify, POLLIN | POLLRDNORM | POLLHUP);
	if (sb->sb_wnotify != NULL)
		notify_fire(sb->sb_wnotify, POLLOUT | POLLHUP);
}

/*
 * The sender will send nothing more: receivers get what is there, then the end.
 */
void
sockbuf_set_eof(struct sockbuf *sb)
{

	mutex_enter(&sb->sb_lock);
	sb->sb_flags |= SBF_EOF;
	sockbuf_wake_all(sb);
	mutex_exit(&sb->sb_lock);
}

/*
 * The receiver will receive nothing more: senders get EPIPE, and what was sent
 * is thrown away.
 */
void
sockbuf_set_shut(struct sockbuf *sb)
{

	mutex_enter(&sb->sb_lock);
	sb->sb_flags |= SBF_SHUT;
	sockbuf_wake_all(sb);
	sockbuf_unlock_receiver(sb, false);
}

/*
 * Call fn for each file among the control data.
 */
void
sockbuf_scan(struct sockbuf *sb, void (*fn)(struct file *, void *), void *arg)
{
	struct sockrec *sr;
	u_int i;

	mutex_enter(&sb->sb_lock);
	STAILQ_FOREACH(sr, &sb->sb_recs, sr_link) {
		for (i = 0; sr->sr_ctl != NULL && i < sr->sr_ctl->sc_nslots;
		    i++) {
			if (sr->sr_ctl->sc_slots[i].fs_file != NULL)
				fn(sr->sr_ctl->sc_slots[i].fs_file, arg);
		}
	}
	mutex_exit(&sb->sb_lock);
}

/*
 * What the caller sees of the buffer afterwards is at least as new as what it
 * did before: for who recorded an interest and now looks.
 */
void
sockbuf_fence(struct sockbuf *sb)
{

	mutex_enter(&sb->sb_lock);
	mutex_exit(&sb->sb_lock);
}
