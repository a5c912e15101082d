/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Unix sockets: unix(4).
 *
 * Model	A connection of streams or of messages in order is a struct
 *		unp_pair, with a buffer for each end; it comes into being with
 *		connect(2) or socketpair(2) and stays until both ends are gone,
 *		so that sending takes one lock, that of the peer's buffer.
 *		unp_pair is set once.  A socket of datagrams has one buffer of
 *		its own, unp_rx, into which all send; connecting it only notes
 *		where to (unp_peer).
 *
 * Names	A bound socket uses the vnode of its name, which points back to
 *		it while it is open.  The name stays when the socket goes.
 *
 * Invariants	(1) unp_peer of a is b exactly when a is in unp_refs of b; then
 *		b is open.
 *		(2) v_socket of unp_vnode is the socket, or the vnode is dead.
 *		(3) The notify lists that a buffer of a pair points to are
 *		those of ends that are open.
 *
 * Locks	unp_lock -> so_lock of a listener; unp_lock -> sb_lock.  Names
 *		are looked up before unp_lock is taken.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_unix_path.c, t_socket.c, t_scm.c,
 *		tests/sim/user/u_socket.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/namei.h>
#include <sys/notify.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/socketvar.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/unpcb.h>
#include <sys/vnode.h>

#define	SUN_HEADER	__offsetof(struct sockaddr_un, sun_path)

static struct kmutex	unp_lock = MUTEX_INITIALIZER(unp_lock, "unp");

static const struct sockaddr_un sun_noname = {
	.sun_len = SUN_HEADER,
	.sun_family = AF_UNIX,
};

/* --- life ----------------------------------------------------------------- */

static void
unp_fill_cred(struct xucred *xu, struct thread *td)
{
	const struct cred *cr = td->td_cred;
	u_int i, n = MIN(cr->cr_ngroups, XU_NGROUPS - 1);

	memset(xu, 0, sizeof(*xu));
	xu->cr_version = XUCRED_VERSION;
	xu->cr_uid = cr->cr_uid;
	xu->cr_groups[0] = cr->cr_gid;
	for (i = 0; i < n; i++)
		xu->cr_groups[i + 1] = cr->cr_groups[i];
	xu->cr_ngroups = (short)(n + 1);
	xu->cr_pid = td->td_proc->p_pid;
}

static int
unp_attach(struct socket *so, struct thread *td)
{
	struct unpcb *unp;

	unp = kmem_zalloc(sizeof(*unp), KM_SLEEP);
	if (unp == NULL)
		return (SET_ERROR(ENOBUFS));
	unp->unp_socket = so;
	LIST_INIT(&unp->unp_refs);
	if (so->so_proto->pr_type == SOCK_DGRAM) {
		sockbuf_init(&unp->unp_rx, SBF_MESSAGES);
		/* Each sender's own limit is looked at when it sends. */
		unp->unp_rx.sb_sndlim = SB_MAX;
		unp->unp_rx.sb_rnotify = &so->so_notify;
	}
	so->so_pcb = unp;
	return (0);
}

static struct unp_pair *
unp_pair_alloc(bool messages)
{
	struct unp_pair *pair;

	pair = kmem_zalloc(sizeof(*pair), KM_SLEEP);
	if (pair == NULL)
		return (NULL);
	sockbuf_init(&pair->pr_buf[0], messages ? SBF_MESSAGES : 0);
	sockbuf_init(&pair->pr_buf[1], messages ? SBF_MESSAGES : 0);
	return (pair);
}

static void
unp_pair_free(struct unp_pair *pair)
{

	sockbuf_destroy(&pair->pr_buf[0]);
	sockbuf_destroy(&pair->pr_buf[1]);
	kmem_free(pair, sizeof(*pair));
}

static void
unp_detach(struct socket *so)
{
	struct unpcb *unp = so->so_pcb;

	KASSERT(LIST_EMPTY(&unp->unp_refs) && unp->unp_peer == NULL);
	KASSERT(unp->unp_inflight == 0);
	if (so->so_proto->pr_type == SOCK_DGRAM) {
		unp->unp_rx.sb_rnotify = NULL;
		sockbuf_destroy(&unp->unp_rx);
	}
	if (unp->unp_pair != NULL &&
	    atomic_dec_nv(&unp->unp_pair->pr_ref) == 0)
		unp_pair_free(unp->unp_pair);
	kmem_free(unp, sizeof(*unp));
}

/*
 * Set what the buffer of the end that receives may hold, and whom it tells.
 * Ends that are closed keep their last limits.
 */
static void
unp_pair_limits(struct unp_pair *pair, u_int side)
{
	struct unpcb *rx = pair->pr_end[side], *tx = pair->pr_end[!side];
	struct sockbuf *sb = &pair->pr_buf[side];

	KASSERT(mutex_owned(&unp_lock));
	mutex_enter(&sb->sb_lock);
	if (rx != NULL) {
		sb->sb_rcvlim = rx->unp_socket->so_rcvbuf;
		sb->sb_rcvlowat = MIN(rx->unp_socket->so_rcvlowat,
		    sb->sb_rcvlim);
	}
	if (tx != NULL) {
		sb->sb_sndlim = tx->unp_socket->so_sndbuf;
		sb->sb_sndlowat = tx->unp_socket->so_sndlowat;
	}
	sb->sb_rnotify = rx != NULL ? &rx->unp_socket->so_notify : NULL;
	sb->sb_wnotify = tx != NULL ? &tx->unp_socket->so_notify : NULL;
	cv_broadcast(&sb->sb_rcv);
	cv_broadcast(&sb->sb_wcv);
	if (sb->sb_rnotify != NULL)
		notify_fire(sb->sb_rnotify, POLLIN | POLLRDNORM);
	if (sb->sb_wnotify != NULL)
		notify_fire(sb->sb_wnotify, POLLOUT | POLLWRNORM);
	mutex_exit(&sb->sb_lock);
}

static void
unp_limits(struct socket *so)
{
	struct unpcb *unp = so->so_pcb;
	struct sockbuf *sb = &unp->unp_rx;

	mutex_enter(&unp_lock);
	if (so->so_proto->pr_type == SOCK_DGRAM) {
		mutex_enter(&sb->sb_lock);
		sb->sb_rcvlim = so->so_rcvbuf;
		cv_broadcast(&sb->sb_wcv);
		mutex_exit(&sb->sb_lock);
	} else if (unp->unp_pair != NULL) {
		unp_pair_limits(unp->unp_pair, 0);
		unp_pair_limits(unp->unp_pair, 1);
	}
	mutex_exit(&unp_lock);
}

/*
 * Join two sockets, of which neither is connected, but leave it to the caller
 * to tell them.  unp_lock held.
 */
static void
unp_pair_join(struct unp_pair *pair, struct unpcb *a, struct unpcb *b)
{

	KASSERT(mutex_owned(&unp_lock));
	pair->pr_ref = 2;
	pair->pr_end[0] = a;
	pair->pr_end[1] = b;
	a->unp_side = 0;
	b->unp_side = 1;
	unp_pair_limits(pair, 0);
	unp_pair_limits(pair, 1);
}

/*
 * Undo it.  unp_lock held.
 */
static void
unp_pair_part(struct unp_pair *pair)
{

	KASSERT(mutex_owned(&unp_lock));
	pair->pr_end[0] = pair->pr_end[1] = NULL;
	unp_pair_limits(pair, 0);
	unp_pair_limits(pair, 1);
}

/*
 * A socket of datagrams has no peer any more.  unp_lock held.
 */
static void
unp_disconnect(struct unpcb *unp)
{

	KASSERT(mutex_owned(&unp_lock));
	if (unp->unp_peer != NULL)
		LIST_REMOVE(unp, unp_reflink);
	unp->unp_peer = NULL;
}

static void
unp_close(struct socket *so)
{
	struct unpcb *unp = so->so_pcb, *ref;
	struct unp_pair *pair = unp->unp_pair;
	struct vnode *vp;

	unp_purge(unp);
	if (pair != NULL)
		sockbuf_set_eof(&pair->pr_buf[!unp->unp_side]);
	mutex_enter(&unp_lock);
	if (pair != NULL) {
		pair->pr_end[unp->unp_side] = NULL;
		unp_pair_limits(pair, 0);
		unp_pair_limits(pair, 1);
	}
	unp_disconnect(unp);
	while ((ref = LIST_FIRST(&unp->unp_refs)) != NULL) {
		unp_disconnect(ref);
		atomic_store_relaxed(&ref->unp_socket->so_error, ECONNRESET);
		notify_fire(&ref->unp_socket->so_notify,
		    POLLIN | POLLOUT | POLLERR);
	}
	vp = unp->unp_vnode;
	unp->unp_vnode = NULL;
	if (vp != NULL)
		vp->v_socket = NULL;
	mutex_exit(&unp_lock);
	if (vp != NULL)
		vrele(vp);
}

/*
 * Nothing more will be received, and what was sent is thrown away; also what
 * was sent to connections that nobody has accepted.
 */
void
unp_purge(struct unpcb *unp)
{
	struct sockbuf *sb = unp_rxbuf(unp);

	if (sb != NULL)
		sockbuf_set_shut(sb);
	so_drop_queue(unp->unp_socket);
}

/* --- names ---------------------------------------------------------------- */

/*
 * The path of an address, NUL-terminated, of SUNPATHLEN + 1 bytes.
 * EAFNOSUPPORT, EINVAL.
 */
static int
unp_path(const struct sockaddr *sa, char *path)
{
	const struct sockaddr_un *sun =
	    (const struct sockaddr_un *)(const void *)sa;
	size_t len;

	if (sa->sa_family != AF_UNIX)
		return (SET_ERROR(EAFNOSUPPORT));
	if (sa->sa_len <= SUN_HEADER || sa->sa_len > sizeof(*sun))
		return (SET_ERROR(EINVAL));
	len = strnlen(sun->sun_path, sa->sa_len - SUN_HEADER);
	if (len == 0)
		return (SET_ERROR(EINVAL));
	memcpy(path, sun->sun_path, len);
	path[len] = '\0';
	return (0);
}

/*
 * Make the name.  *vpp is referenced.
 */
static int
unp_mknod(const char *path, struct thread *td, struct vnode **vpp)
{
	struct nameidata *nd;
	struct vattr va;
	int error;

	nd = kmem_alloc(sizeof(*nd), KM_SLEEP);
	if (nd == NULL)
		return (SET_ERROR(ENOBUFS));
	NDINIT(nd, CREATE, NOFOLLOW, UIO_SYSSPACE, path, td);
	error = namei(nd);
	if (error != 0)
		goto out;
	if (nd->ni_vp != NULL)
		error = SET_ERROR(EADDRINUSE);
	else {
		vattr_null(&va);
		va.va_type = VSOCK;
		va.va_mode = ACCESSPERMS &
		    ~td->td_proc->p_fd->fd_cwd.cwd_cmask;
		error = VOP_MKNOD(nd->ni_dvp, vpp, &nd->ni_cnd, &va);
		if (error == 0)
			cache_enter(nd->ni_dvp, *vpp, nd->ni_cnd.cn_name,
			    nd->ni_cnd.cn_len, nd->ni_cnd.cn_hash);
	}
	nameidone(nd);
out:
	kmem_free(nd, sizeof(*nd));
	return (error);
}

static int
unp_bind(struct socket *so, const struct sockaddr *sa, struct thread *td)
{
	struct unpcb *unp = so->so_pcb;
	char path[SUNPATHLEN + 1];
	struct vnode *vp;
	int error;

	error = unp_path(sa, path);
	if (error != 0)
		return (error);
	mutex_enter(&unp_lock);
	if (unp->unp_addr.sun_len != 0 || unp->unp_binding)
		error = SET_ERROR(EINVAL);
	else
		unp->unp_binding = true;
	mutex_exit(&unp_lock);
	if (error != 0)
		return (error);
	error = unp_mknod(path, td, &vp);
	mutex_enter(&unp_lock);
	unp->unp_binding = false;
	if (error == 0) {
		unp->unp_vnode = vp;
		vp->v_socket = unp;
		unp->unp_addr.sun_family = AF_UNIX;
		(void)strlcpy(unp->unp_addr.sun_path, path,
		    sizeof(unp->unp_addr.sun_path));
		unp->unp_addr.sun_len = (uint8_t)MIN(SUN_HEADER +
		    strlen(path) + 1, sizeof(unp->unp_addr));
	}
	mutex_exit(&unp_lock);
	return (error);
}

/*
 * The socket of our type that is bound to a name, referenced.  ECONNREFUSED,
 * ENOTSOCK, EPROTOTYPE, and what a path may give.
 */
static int
unp_lookup(struct socket *so, const struct sockaddr *sa, struct thread *td,
    struct socket **targetp)
{
	char path[SUNPATHLEN + 1];
	struct nameidata *nd;
	struct unpcb *unp;
	int error;

	error = unp_path(sa, path);
	if (error != 0)
		return (error);
	nd = kmem_alloc(sizeof(*nd), KM_SLEEP);
	if (nd == NULL)
		return (SET_ERROR(ENOBUFS));
	NDINIT(nd, LOOKUP, FOLLOW | LOCKLEAF, UIO_SYSSPACE, path, td);
	error = namei(nd);
	if (error != 0)
		goto out;
	if (nd->ni_vp->v_type != VSOCK)
		error = SET_ERROR(ENOTSOCK);
	else
		error = VOP_ACCESS(nd->ni_vp, VWRITE, td->td_cred);
	if (error == 0) {
		mutex_enter(&unp_lock);
		unp = nd->ni_vp->v_socket;
		if (unp == NULL)
			error = SET_ERROR(ECONNREFUSED);
		else if (unp->unp_socket->so_proto != so->so_proto)
			error = SET_ERROR(EPROTOTYPE);
		else {
			*targetp = unp->unp_socket;
			so_hold(*targetp);
		}
		mutex_exit(&unp_lock);
	}
	nameidone(nd);
out:
	kmem_free(nd, sizeof(*nd));
	return (error);
}

static void
unp_copy_addr(const struct unpcb *unp, struct sockaddr_storage *ss)
{

	if (unp->unp_addr.sun_len != 0)
		memcpy(ss, &unp->unp_addr, unp->unp_addr.sun_len);
	else
		memcpy(ss, &sun_noname, SUN_HEADER);
}

static int
unp_sockname(struct socket *so, struct sockaddr_storage *ss)
{

	mutex_enter(&unp_lock);
	unp_copy_addr(so->so_pcb, ss);
	mutex_exit(&unp_lock);
	return (0);
}

static int
unp_peername(struct socket *so, struct sockaddr_storage *ss)
{
	struct unpcb *unp = so->so_pcb, *peer;

	mutex_enter(&unp_lock);
	peer = unp->unp_pair != NULL ?
	    unp->unp_pair->pr_end[!unp->unp_side] : unp->unp_peer;
	if (peer != NULL)
		unp_copy_addr(peer, ss);
	mutex_exit(&unp_lock);
	return (peer != NULL ? 0 : SET_ERROR(ENOTCONN));
}

/* --- connecting ----------------------------------------------------------- */

static int
unp_listen(struct socket *so, struct thread *td)
{
	struct unpcb *unp = so->so_pcb;
	int error = 0;

	mutex_enter(&unp_lock);
	if (unp->unp_pair != NULL)
		error = SET_ERROR(EINVAL);
	else if (unp->unp_addr.sun_len == 0)
		error = SET_ERROR(EDESTADDRREQ);
	else
		unp_fill_cred(&unp->unp_cred, td);
	mutex_exit(&unp_lock);
	return (error);
}

/*
 * Connect so to the listener head by way of conn, a socket that nobody knows
 * and whose reference the listener's queue takes over.
 */
static int
unp_connect_via(struct socket *so, struct socket *head, struct socket *conn,
    struct thread *td)
{
	struct unpcb *unp = so->so_pcb, *cunp = conn->so_pcb;
	struct unpcb *hunp = head->so_pcb;
	struct unp_pair *pair;
	int error;

	pair = unp_pair_alloc(so->so_proto->pr_type == SOCK_SEQPACKET);
	if (pair == NULL)
		return (SET_ERROR(ENOBUFS));
	mutex_enter(&unp_lock);
	if (unp->unp_pair != NULL)
		error = SET_ERROR(EISCONN);
	else if ((so->so_options & SO_ACCEPTCONN) != 0)
		error = SET_ERROR(EOPNOTSUPP);
	else if ((head->so_options & SO_ACCEPTCONN) == 0)
		error = SET_ERROR(ECONNREFUSED);
	else {
		cunp->unp_addr = hunp->unp_addr;
		unp_fill_cred(&cunp->unp_peercred, td);
		cunp->unp_haspeercred = true;
		unp_pair_join(pair, unp, cunp);
		/* Once it is in the queue it may be accepted, and closed. */
		atomic_store_rel(&cunp->unp_pair, pair);
		error = so_enqueue(head, conn);
		if (error == 0) {
			unp->unp_peercred = hunp->unp_cred;
			unp->unp_haspeercred = true;
			atomic_store_rel(&unp->unp_pair, pair);
			notify_fire(&so->so_notify, POLLOUT | POLLWRNORM);
		} else {
			cunp->unp_pair = NULL;
			unp_pair_part(pair);
		}
	}
	mutex_exit(&unp_lock);
	if (error != 0)
		unp_pair_free(pair);
	return (error);
}

static int
unp_connect_stream(struct socket *so, const struct sockaddr *sa,
    struct thread *td)
{
	struct unpcb *unp = so->so_pcb;
	struct socket *head, *conn;
	int error;

	if (atomic_load_acq(&unp->unp_pair) != NULL)
		return (SET_ERROR(EISCONN));
	error = unp_lookup(so, sa, td, &head);
	if (error != 0)
		return (error);
	error = so_create(so->so_proto, td, &conn);
	if (error == 0) {
		conn->so_options = head->so_options & ~(u_int)SO_ACCEPTCONN;
		conn->so_sndbuf = head->so_sndbuf;
		conn->so_rcvbuf = head->so_rcvbuf;
		conn->so_sndlowat = head->so_sndlowat;
		conn->so_rcvlowat = head->so_rcvlowat;
		conn->so_sndtimeo = head->so_sndtimeo;
		conn->so_rcvtimeo = head->so_rcvtimeo;
		conn->so_linger = head->so_linger;
		error = unp_connect_via(so, head, conn, td);
		if (error != 0) {
			so_close(conn);
			so_rele(conn);
		}
	}
	so_rele(head);
	return (error);
}

/*
 * Note where datagrams go; AF_UNSPEC forgets it.
 */
static int
unp_connect_dgram(struct socket *so, const struct sockaddr *sa,
    struct thread *td)
{
	struct unpcb *unp = so->so_pcb, *peer;
	struct socket *target;
	int error;

	if (sa->sa_family == AF_UNSPEC) {
		mutex_enter(&unp_lock);
		unp_disconnect(unp);
		mutex_exit(&unp_lock);
		return (0);
	}
	error = unp_lookup(so, sa, td, &target);
	if (error != 0)
		return (error);
	peer = target->so_pcb;
	mutex_enter(&unp_lock);
	if (peer->unp_vnode == NULL)
		error = SET_ERROR(ECONNREFUSED);
	else {
		unp_disconnect(unp);
		unp->unp_peer = peer;
		LIST_INSERT_HEAD(&peer->unp_refs, unp, unp_reflink);
	}
	mutex_exit(&unp_lock);
	so_rele(target);
	return (error);
}

static int
unp_connect(struct socket *so, const struct sockaddr *sa, struct thread *td)
{

	if (so->so_proto->pr_type == SOCK_DGRAM)
		return (unp_connect_dgram(so, sa, td));
	return (unp_connect_stream(so, sa, td));
}

static int
unp_pair_sockets(struct socket *a, struct socket *b, struct thread *td)
{
	struct unpcb *ua = a->so_pcb, *ub = b->so_pcb;
	struct unp_pair *pair = NULL;

	if (a->so_proto->pr_type != SOCK_DGRAM) {
		pair = unp_pair_alloc(a->so_proto->pr_type == SOCK_SEQPACKET);
		if (pair == NULL)
			return (SET_ERROR(ENOBUFS));
	}
	mutex_enter(&unp_lock);
	unp_fill_cred(&ua->unp_peercred, td);
	unp_fill_cred(&ub->unp_peercred, td);
	ua->unp_haspeercred = ub->unp_haspeercred = true;
	if (pair != NULL) {
		unp_pair_join(pair, ua, ub);
		ua->unp_pair = ub->unp_pair = pair;
	} else {
		ua->unp_peer = ub;
		ub->unp_peer = ua;
		LIST_INSERT_HEAD(&ub->unp_refs, ua, unp_reflink);
		LIST_INSERT_HEAD(&ua->unp_refs, ub, unp_reflink);
	}
	mutex_exit(&unp_lock);
	return (0);
}

static int
unp_shutdown(struct socket *so, int how)
{
	struct unpcb *unp = so->so_pcb;
	struct unp_pair *pair = atomic_load_acq(&unp->unp_pair);

	if (so->so_proto->pr_type == SOCK_DGRAM) {
		if (how != SHUT_WR)
			sockbuf_set_shut(&unp->unp_rx);
		if (how != SHUT_RD)
			atomic_or(&so->so_options, SO_CANTSEND);
		return (0);
	}
	if (pair == NULL)
		return (SET_ERROR(ENOTCONN));
	if (how != SHUT_WR)
		sockbuf_set_shut(&pair->pr_buf[unp->unp_side]);
	if (how != SHUT_RD)
		sockbuf_set_eof(&pair->pr_buf[!unp->unp_side]);
	return (0);
}

/* --- data ----------------------------------------------------------------- */

/*
 * Where a datagram goes, referenced, and the sender's own address.
 */
static int
unp_dgram_target(struct socket *so, struct sockxfer *sx, struct thread *td,
    struct socket **targetp, struct sockaddr_storage *from)
{
	struct unpcb *unp = so->so_pcb, *tunp;
	int error = 0;

	*targetp = NULL;
	if (sx->sx_to != NULL) {
		mutex_enter(&unp_lock);
		if (unp->unp_peer != NULL)
			error = SET_ERROR(EISCONN);
		mutex_exit(&unp_lock);
		if (error == 0)
			error = unp_lookup(so, sx->sx_to, td, targetp);
		if (error != 0)
			return (error);
	}
	mutex_enter(&unp_lock);
	unp_copy_addr(unp, from);
	if (*targetp == NULL) {
		if (unp->unp_peer == NULL)
			error = SET_ERROR(EDESTADDRREQ);
		else {
			*targetp = unp->unp_peer->unp_socket;
			so_hold(*targetp);
		}
	} else {
		tunp = (*targetp)->so_pcb;
		if (tunp->unp_peer != NULL && tunp->unp_peer != unp)
			error = SET_ERROR(EPERM);
	}
	mutex_exit(&unp_lock);
	if (error != 0 && *targetp != NULL)
		so_rele(*targetp);
	return (error);
}

static int
unp_send_dgram(struct socket *so, struct uio *uio, struct sockxfer *sx,
    struct thread *td)
{
	struct sockaddr_storage from;
	struct sockctl *ctl = sx->sx_ctl;
	struct socket *target;
	struct unpcb *tunp;
	int error;

	if ((so->so_options & SO_CANTSEND) != 0)
		error = SET_ERROR(EPIPE);
	else if ((error = atomic_swap(&so->so_error, 0)) == 0 &&
	    uio->uio_resid > (ssize_t)so->so_sndbuf)
		error = SET_ERROR(EMSGSIZE);
	if (error == 0)
		error = unp_dgram_target(so, sx, td, &target, &from);
	if (error != 0) {
		sx->sx_ctl = NULL;
		sockctl_free(ctl);
		return (error);
	}
	tunp = target->so_pcb;
	error = sockbuf_write_message(&tunp->unp_rx, uio, sx,
	    (struct sockaddr *)&from);
	/* It was closed, or shut for receiving, meanwhile. */
	if (error == EPIPE)
		error = sx->sx_to != NULL ? SET_ERROR(ECONNREFUSED) :
		    SET_ERROR(ECONNRESET);
	so_rele(target);
	return (error);
}

static int
unp_send(struct socket *so, struct uio *uio, struct sockxfer *sx,
    struct thread *td)
{
	struct unpcb *unp = so->so_pcb;
	struct unp_pair *pair = atomic_load_acq(&unp->unp_pair);
	struct sockctl *ctl;
	struct sockbuf *sb;

	if (__predict_false(so->so_proto->pr_type == SOCK_DGRAM))
		return (unp_send_dgram(so, uio, sx, td));
	if (__predict_false(pair == NULL || sx->sx_to != NULL)) {
		ctl = sx->sx_ctl;
		sx->sx_ctl = NULL;
		sockctl_free(ctl);
		return (pair == NULL ? SET_ERROR(ENOTCONN) :
		    SET_ERROR(EISCONN));
	}
	sb = &pair->pr_buf[!unp->unp_side];
	if (so->so_proto->pr_type == SOCK_SEQPACKET)
		return (sockbuf_write_message(sb, uio, sx, NULL));
	return (sockbuf_write(sb, uio, sx));
}

/*
 * There is room again for those who send to us.
 */
static void
unp_tell_senders(struct unpcb *unp)
{
	struct unpcb *ref;

	mutex_enter(&unp_lock);
	LIST_FOREACH(ref, &unp->unp_refs, unp_reflink)
		notify_fire(&ref->unp_socket->so_notify,
		    POLLOUT | POLLWRNORM);
	mutex_exit(&unp_lock);
}

static int
unp_receive(struct socket *so, struct uio *uio, struct sockxfer *sx,
    struct thread *td)
{
	struct unpcb *unp = so->so_pcb;
	struct sockbuf *sb = unp_rxbuf(unp);
	int error;

	if (__predict_false(sb == NULL)) {
		sx->sx_ctl = NULL;
		return (SET_ERROR(ENOTCONN));
	}
	if (__predict_true(so->so_proto->pr_type == SOCK_STREAM))
		return (sockbuf_read(sb, uio, sx));
	if (so->so_proto->pr_type == SOCK_SEQPACKET)
		return (sockbuf_read_message(sb, uio, sx));
	if (sb->sb_nrecs == 0 &&
	    (error = atomic_swap(&so->so_error, 0)) != 0) {
		sx->sx_ctl = NULL;
		return (error);
	}
	error = sockbuf_read_message(sb, uio, sx);
	sx->sx_flags &= ~MSG_EOR;
	if (error == 0 && !LIST_EMPTY(&unp->unp_refs))
		unp_tell_senders(unp);
	return (error);
}

static int
unp_getopt(struct socket *so, int level, int name, void *buf, size_t *lenp)
{
	struct unpcb *unp = so->so_pcb;
	struct sockpeercred spc;
	struct xucred xu;
	bool has;

	if ((level != SOL_LOCAL || name != LOCAL_PEERCRED) &&
	    (level != SOL_SOCKET || name != SO_PEERCRED))
		return (SET_ERROR(ENOPROTOOPT));
	mutex_enter(&unp_lock);
	xu = unp->unp_peercred;
	has = unp->unp_haspeercred;
	mutex_exit(&unp_lock);
	if (!has)
		return (SET_ERROR(ENOTCONN));
	if (level == SOL_LOCAL) {
		*lenp = MIN(*lenp, sizeof(xu));
		memcpy(buf, &xu, *lenp);
		return (0);
	}
	spc.uid = xu.cr_uid;
	spc.gid = xu.cr_groups[0];
	spc.pid = xu.cr_pid;
	*lenp = MIN(*lenp, sizeof(spc));
	memcpy(buf, &spc, *lenp);
	return (0);
}

/*
 * The state of the sending side.
 */
static __always_inline void
unp_look_tx(struct sockbuf *sb, struct sockstate *ss)
{
	uint32_t used = sockbuf_used(sb), limit = sockbuf_limit(sb);
	u_int flags = atomic_load_relaxed(&sb->sb_flags);

	ss->ss_writable = sockbuf_writable(sb);
	ss->ss_wreof = (flags & (SBF_EOF | SBF_SHUT)) != 0;
	ss->ss_wspace = used < limit && (flags & SBF_FULL) == 0 ?
	    limit - used : 0;
}

/*
 * The first message is what FIONREAD of messages says.
 */
static uint32_t
unp_first_message(struct sockbuf *sb)
{
	struct sockrec *sr;
	uint32_t n = 0;

	mutex_enter(&sb->sb_lock);
	sr = STAILQ_FIRST(&sb->sb_recs);
	if (sr != NULL)
		n = sr->sr_len;
	mutex_exit(&sb->sb_lock);
	return (n);
}

/*
 * The state of the receiving side.
 */
static __always_inline void
unp_look_rx(struct sockbuf *sb, struct sockstate *ss)
{

	u_int flags = atomic_load_relaxed(&sb->sb_flags);

	ss->ss_readable = sockbuf_readable(sb);
	ss->ss_rdeof = (flags & (SBF_EOF | SBF_SHUT)) != 0;
	ss->ss_rfull = (flags & SBF_FULL) != 0;
	ss->ss_rbytes = atomic_load_relaxed(&sb->sb_head) -
	    atomic_load_relaxed(&sb->sb_tail);
}

/*
 * A socket that may write to anybody is writable; one with a peer, which may go
 * away unless unp_lock is held, when that has room.
 */
static void
unp_look_dgram(struct unpcb *unp, struct sockstate *ss)
{

	mutex_enter(&unp_lock);
	ss->ss_writable = true;
	ss->ss_wspace = unp->unp_socket->so_sndbuf;
	if (unp->unp_peer != NULL) {
		sockbuf_fence(&unp->unp_peer->unp_rx);
		unp_look_tx(&unp->unp_peer->unp_rx, ss);
	}
	sockbuf_fence(&unp->unp_rx);
	mutex_exit(&unp_lock);
	unp_look_rx(&unp->unp_rx, ss);
	ss->ss_rbytes = unp_first_message(&unp->unp_rx);
}

static void
unp_look(struct socket *so, struct sockstate *ss, bool sync)
{
	struct unpcb *unp = so->so_pcb;
	struct unp_pair *pair = atomic_load_acq(&unp->unp_pair);
	struct sockbuf *rx, *tx;

	memset(ss, 0, sizeof(*ss));
	if (so->so_proto->pr_type == SOCK_DGRAM) {
		unp_look_dgram(unp, ss);
		return;
	}
	if (pair != NULL) {
		rx = &pair->pr_buf[unp->unp_side];
		tx = &pair->pr_buf[!unp->unp_side];
		if (sync) {
			sockbuf_fence(rx);
			sockbuf_fence(tx);
		}
		unp_look_tx(tx, ss);
		unp_look_rx(rx, ss);
		if (sync && (rx->sb_flags & SBF_MESSAGES) != 0)
			ss->ss_rbytes = unp_first_message(rx);
		return;
	}
	if (sync) {
		mutex_enter(&so->so_lock);
		mutex_exit(&so->so_lock);
	}
	ss->ss_readable = atomic_load_relaxed(&so->so_qlen) != 0;
	ss->ss_rbytes = atomic_load_relaxed(&so->so_qlen);
}

#define	UNP_OPS								\
	.pr_domain = AF_UNIX,						\
	.pr_attach = unp_attach,					\
	.pr_detach = unp_detach,					\
	.pr_close = unp_close,						\
	.pr_bind = unp_bind,						\
	.pr_listen = unp_listen,					\
	.pr_connect = unp_connect,					\
	.pr_pair = unp_pair_sockets,					\
	.pr_shutdown = unp_shutdown,					\
	.pr_send = unp_send,						\
	.pr_receive = unp_receive,					\
	.pr_sockname = unp_sockname,					\
	.pr_peername = unp_peername,					\
	.pr_limits = unp_limits,					\
	.pr_getopt = unp_getopt,					\
	.pr_look = unp_look

static const struct protosw unp_protosw[] = {
	{ UNP_OPS, .pr_type = SOCK_STREAM,
	    .pr_flags = PR_CONNECT | PR_RIGHTS },
	{ UNP_OPS, .pr_type = SOCK_DGRAM,
	    .pr_flags = PR_ATOMIC | PR_RIGHTS },
	{ UNP_OPS, .pr_type = SOCK_SEQPACKET,
	    .pr_flags = PR_CONNECT | PR_ATOMIC | PR_RIGHTS },
};

void
unp_init(void)
{
	u_int i;

	for (i = 0; i < __arraycount(unp_protosw); i++)
		protosw_register(&unp_protosw[i]);
}
