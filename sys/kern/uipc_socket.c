/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sockets: what is common to all protocols.
 *
 * Model	A socket is a protocol (struct protosw, registered once) with
 *		options, a queue of connections that wait for accept(2), and the
 *		notify list that poll, select and kevent use.  Data lies in the
 *		protocol's buffers; the functions here find the protocol, keep
 *		options and turn what the protocol says about its state
 *		(pr_look) into events.
 *
 * References	The file holds one, and the queue of a listener for each
 *		connection in it; a protocol takes more while it sends to a
 *		socket that is not its caller's.  Closing the file (so_close) is
 *		one event, the end of the last reference (so_rele) another.
 *
 * Events	A protocol changes a buffer under the buffer's lock and fires
 *		so_notify before it releases it.  soo_poll() records itself
 *		first and then looks again with sync set, for which the protocol
 *		takes each lock once: so the look sees the change, or the change
 *		sees the record.
 *
 * Locks	so_lock guards the queue of connections.  Options are words,
 *		written and read alone.
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_socket.c, t_sockopt.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filio.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/notify.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/socketvar.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/ucred.h>

#define	SOCKET_DEV	makedev(255, 2)	/* st_dev of every socket */
#define	PROTOSW_MAX	16

/* Options that are a bit of so_options and may be set. */
#define	SO_BITS		(SO_DEBUG | SO_REUSEADDR | SO_KEEPALIVE |	\
			    SO_DONTROUTE | SO_BROADCAST | \
			    SO_OOBINLINE | SO_REUSEPORT | SO_NOSIGPIPE)

static struct kmem_cache *socket_cache;
static const struct protosw *protosws[PROTOSW_MAX];	/* constant */
static u_int	nprotosws;
static uint64_t	socket_serial;		/* (a) */
static u_int	numsockets;		/* (a) */
static u_int	somaxconn = SOMAXCONN;

SYSCTL_UINT(_kern_ipc, OID_AUTO, numsockets, CTLFLAG_RD, &numsockets, 0,
    "Sockets that exist");
SYSCTL_UINT(_kern_ipc, OID_AUTO, somaxconn, CTLFLAG_RW, &somaxconn, 0,
    "Most connections that may wait for accept(2)");

/*
 * Called once, before the first process.
 */
void
socket_init(void)
{

	socket_cache = kmem_cache_create("socket", sizeof(struct socket), 0,
	    NULL, NULL, NULL);
	if (socket_cache == NULL)
		panic("socket_init: no memory");
	unp_init();
}

/*
 * Make a protocol known; during boot.
 */
void
protosw_register(const struct protosw *pr)
{

	if (nprotosws == PROTOSW_MAX)
		panic("protosw_register: too many");
	protosws[nprotosws++] = pr;
}

/*
 * The protocol that socket(2) names, protocol 0 being any of the type.  NULL,
 * with *errorp: EAFNOSUPPORT, EPROTOTYPE, EPROTONOSUPPORT.
 */
const struct protosw *
protosw_find(int domain, int type, int protocol, int *errorp)
{
	const struct protosw *pr;
	u_int i;

	*errorp = SET_ERROR(EAFNOSUPPORT);
	for (i = 0; i < nprotosws; i++) {
		pr = protosws[i];
		if (pr->pr_domain != domain)
			continue;
		if (pr->pr_type == type && (protocol == 0 ||
		    protocol == pr->pr_protocol))
			return (pr);
		if (pr->pr_type == type)
			*errorp = SET_ERROR(EPROTONOSUPPORT);
		else if (*errorp == EAFNOSUPPORT)
			*errorp = SET_ERROR(EPROTOTYPE);
	}
	return (NULL);
}

/*
 * A socket with one reference, the caller's.  ENOBUFS.
 */
int
so_create(const struct protosw *pr, struct thread *td, struct socket **sop)
{
	struct socket *so;
	int error;

	so = kmem_cache_alloc(socket_cache, KM_SLEEP);
	if (so == NULL)
		return (SET_ERROR(ENOBUFS));
	memset(so, 0, sizeof(*so));
	so->so_proto = pr;
	so->so_ref = 1;
	so->so_sndlowat = SB_LOWAT;
	so->so_rcvlowat = 1;
	so->so_sndbuf = so->so_rcvbuf = SB_DEFAULT;
	notify_init(&so->so_notify);
	mutex_init(&so->so_lock, "socket");
	cv_init(&so->so_cv, "accept");
	TAILQ_INIT(&so->so_queue);
	nanotime(&so->so_btime);
	so->so_ino = atomic_inc_nv(&socket_serial);
	error = pr->pr_attach(so, td);
	if (error != 0) {
		kmem_cache_free(socket_cache, so);
		return (error);
	}
	atomic_inc(&numsockets);
	*sop = so;
	return (0);
}

/*
 * Give a reference back.
 */
void
so_rele(struct socket *so)
{

	if (atomic_dec_nv(&so->so_ref) != 0)
		return;
	so->so_proto->pr_detach(so);
	KASSERT(TAILQ_EMPTY(&so->so_queue));
	cv_destroy(&so->so_cv);
	mutex_destroy(&so->so_lock);
	notify_destroy(&so->so_notify);
	kmem_cache_free(socket_cache, so);
	atomic_dec(&numsockets);
}

/*
 * End the connections that wait for accept(2).
 */
void
so_drop_queue(struct socket *so)
{
	struct socket *conn;

	mutex_enter(&so->so_lock);
	while ((conn = TAILQ_FIRST(&so->so_queue)) != NULL) {
		TAILQ_REMOVE(&so->so_queue, conn, so_qlink);
		so->so_qlen--;
		mutex_exit(&so->so_lock);
		so_close(conn);
		so_rele(conn);
		mutex_enter(&so->so_lock);
	}
	mutex_exit(&so->so_lock);
}

/*
 * Nobody will use the socket: its file is closed, or its listener is.
 * Connections in its queue end with it.
 */
void
so_close(struct socket *so)
{

	mutex_enter(&so->so_lock);
	so->so_closed = true;
	mutex_exit(&so->so_lock);
	so_drop_queue(so);
	so->so_proto->pr_close(so);
}

/* --- connections ---------------------------------------------------------- */

/*
 * listen(2).  Called again it changes the length of the queue.
 */
int
so_listen(struct socket *so, int backlog, struct thread *td)
{
	u_int limit = MIN(somaxconn, SOMAXCONN);
	int error;

	if ((so->so_proto->pr_flags & PR_CONNECT) == 0)
		return (SET_ERROR(EOPNOTSUPP));
	error = so->so_proto->pr_listen(so, td);
	if (error != 0)
		return (error);
	mutex_enter(&so->so_lock);
	so->so_qlimit = backlog < 1 ? 1 : MIN((u_int)backlog, limit);
	atomic_or(&so->so_options, SO_ACCEPTCONN);
	mutex_exit(&so->so_lock);
	return (0);
}

/*
 * A connection for a listener, whose queue takes over the reference.
 * ECONNREFUSED: it does not listen, or too many wait.
 */
int
so_enqueue(struct socket *head, struct socket *so)
{
	int error = 0;

	mutex_enter(&head->so_lock);
	if (head->so_closed || head->so_qlen >= head->so_qlimit)
		error = SET_ERROR(ECONNREFUSED);
	else {
		TAILQ_INSERT_TAIL(&head->so_queue, so, so_qlink);
		head->so_qlen++;
		cv_signal(&head->so_cv);
		notify_fire(&head->so_notify, POLLIN | POLLRDNORM);
	}
	mutex_exit(&head->so_lock);
	return (error);
}

/*
 * The first connection that waits, with the reference that the queue had.
 * EINVAL: it does not listen; EAGAIN, EINTR, ERESTART.
 */
int
so_accept(struct socket *so, bool nonblock, struct socket **connp)
{
	uint64_t deadline = 0;
	int error = 0;

	if ((so->so_proto->pr_flags & PR_CONNECT) == 0)
		return (SET_ERROR(EOPNOTSUPP));
	mutex_enter(&so->so_lock);
	while (error == 0 && TAILQ_EMPTY(&so->so_queue)) {
		if ((so->so_options & SO_ACCEPTCONN) == 0)
			error = SET_ERROR(EINVAL);
		else if (nonblock)
			error = SET_ERROR(EAGAIN);
		else if (so->so_rcvtimeo == 0)
			error = cv_wait_sig(&so->so_cv, &so->so_lock);
		else {
			if (deadline == 0)
				deadline = uptime_ns() + so->so_rcvtimeo;
			error = cv_timedwait_sig(&so->so_cv, &so->so_lock,
			    deadline);
			if (error == ETIMEDOUT)
				error = SET_ERROR(EAGAIN);
			else if (error == ERESTART)
				error = SET_ERROR(EINTR);
		}
	}
	if (error == 0) {
		*connp = TAILQ_FIRST(&so->so_queue);
		TAILQ_REMOVE(&so->so_queue, *connp, so_qlink);
		so->so_qlen--;
	}
	mutex_exit(&so->so_lock);
	return (error);
}

/* --- options -------------------------------------------------------------- */

static int
opt_put(void *buf, size_t *lenp, const void *value, size_t n)
{

	*lenp = MIN(*lenp, n);
	memcpy(buf, value, *lenp);
	return (0);
}

static int
opt_put_int(void *buf, size_t *lenp, int value)
{

	return (opt_put(buf, lenp, &value, sizeof(value)));
}

static int
opt_put_time(void *buf, size_t *lenp, uint64_t ns)
{
	struct timeval tv = {
		.tv_sec = (time_t)(ns / 1000000000UL),
		.tv_usec = (suseconds_t)(ns % 1000000000UL / 1000),
	};

	return (opt_put(buf, lenp, &tv, sizeof(tv)));
}

/*
 * The value of an option, cut to *lenp bytes.  ENOPROTOOPT, and what the
 * protocol says.
 */
int
so_getopt(struct socket *so, int level, int name, void *buf, size_t *lenp)
{
	const struct protosw *pr = so->so_proto;
	struct linger l;

	if (level != SOL_SOCKET || name == SO_PEERCRED)
		return (pr->pr_getopt == NULL ? SET_ERROR(ENOPROTOOPT) :
		    pr->pr_getopt(so, level, name, buf, lenp));
	switch (name) {
	case SO_LINGER:
		l.l_linger = atomic_load_relaxed(&so->so_linger);
		l.l_onoff = (so->so_options & SO_LINGER) != 0;
		return (opt_put(buf, lenp, &l, sizeof(l)));
	case SO_SNDBUF:
		return (opt_put_int(buf, lenp, (int)so->so_sndbuf));
	case SO_RCVBUF:
		return (opt_put_int(buf, lenp, (int)so->so_rcvbuf));
	case SO_SNDLOWAT:
		return (opt_put_int(buf, lenp, (int)so->so_sndlowat));
	case SO_RCVLOWAT:
		return (opt_put_int(buf, lenp, (int)so->so_rcvlowat));
	case SO_SNDTIMEO:
		return (opt_put_time(buf, lenp, so->so_sndtimeo));
	case SO_RCVTIMEO:
		return (opt_put_time(buf, lenp, so->so_rcvtimeo));
	case SO_ERROR:
		return (opt_put_int(buf, lenp, atomic_swap(&so->so_error, 0)));
	case SO_TYPE:
		return (opt_put_int(buf, lenp, pr->pr_type));
	case SO_DOMAIN:
		return (opt_put_int(buf, lenp, pr->pr_domain));
	case SO_PROTOCOL:
		return (opt_put_int(buf, lenp, pr->pr_protocol));
	case SO_LISTENQLIMIT:
		return (opt_put_int(buf, lenp, (int)so->so_qlimit));
	case SO_LISTENQLEN:
		return (opt_put_int(buf, lenp, (int)so->so_qlen));
	default:
		if (name != SO_ACCEPTCONN && ((name & SO_BITS) == 0 ||
		    (name & (name - 1)) != 0))
			return (SET_ERROR(ENOPROTOOPT));
		return (opt_put_int(buf, lenp,
		    (so->so_options & (u_int)name) != 0));
	}
}

/*
 * EDOM: not a time.
 */
static int
opt_get_time(const void *buf, size_t len, uint64_t *nsp)
{
	struct timeval tv;

	if (len != sizeof(tv))
		return (SET_ERROR(EINVAL));
	memcpy(&tv, buf, sizeof(tv));
	if (tv.tv_sec < 0 || tv.tv_usec < 0 || tv.tv_usec >= 1000000)
		return (SET_ERROR(EDOM));
	/* Further than the clock will come: for ever. */
	if ((uint64_t)tv.tv_sec > INT32_MAX)
		tv.tv_sec = tv.tv_usec = 0;
	atomic_store_relaxed(nsp, (uint64_t)tv.tv_sec * 1000000000UL +
	    (uint64_t)tv.tv_usec * 1000);
	return (0);
}

/*
 * The size of a buffer, or a low water mark.
 */
static int
so_set_size(struct socket *so, int name, int value)
{
	uint32_t size;

	if (value <= 0)
		return (SET_ERROR(EINVAL));
	size = MIN((uint32_t)value, SB_MAX);
	switch (name) {
	case SO_SNDBUF:
		atomic_store_relaxed(&so->so_sndbuf, size);
		break;
	case SO_RCVBUF:
		atomic_store_relaxed(&so->so_rcvbuf, size);
		break;
	case SO_SNDLOWAT:
		atomic_store_relaxed(&so->so_sndlowat, size);
		break;
	case SO_RCVLOWAT:
		atomic_store_relaxed(&so->so_rcvlowat, size);
		break;
	}
	if (so->so_proto->pr_limits != NULL)
		so->so_proto->pr_limits(so);
	return (0);
}

/*
 * Set an option.  EDOM, EINVAL, ENOPROTOOPT.
 */
int
so_setopt(struct socket *so, int level, int name, const void *buf, size_t len)
{
	struct linger l;
	int value;

	if (level != SOL_SOCKET)
		return (SET_ERROR(ENOPROTOOPT));
	switch (name) {
	case SO_SNDTIMEO:
		return (opt_get_time(buf, len, &so->so_sndtimeo));
	case SO_RCVTIMEO:
		return (opt_get_time(buf, len, &so->so_rcvtimeo));
	case SO_LINGER:
		if (len != sizeof(l))
			return (SET_ERROR(EINVAL));
		memcpy(&l, buf, sizeof(l));
		if (l.l_linger < 0)
			return (SET_ERROR(EINVAL));
		atomic_store_relaxed(&so->so_linger, l.l_linger);
		value = l.l_onoff;
		break;
	case SO_SNDBUF:
	case SO_RCVBUF:
	case SO_SNDLOWAT:
	case SO_RCVLOWAT:
		if (len != sizeof(value))
			return (SET_ERROR(EINVAL));
		memcpy(&value, buf, sizeof(value));
		return (so_set_size(so, name, value));
	default:
		if ((name & SO_BITS) == 0 || (name & (name - 1)) != 0)
			return (SET_ERROR(ENOPROTOOPT));
		if (len != sizeof(value))
			return (SET_ERROR(EINVAL));
		memcpy(&value, buf, sizeof(value));
		break;
	}
	if (value != 0)
		atomic_or(&so->so_options, (u_int)name);
	else
		atomic_and(&so->so_options, ~(u_int)name);
	return (0);
}

/* --- files ---------------------------------------------------------------- */

static int
soo_read(struct file *fp, struct uio *uio, struct cred *cr, int flags,
    struct thread *td)
{
	struct socket *so = fp->f_data;
	struct sockxfer sx = {
		.sx_flags = (fp->f_flag & O_NONBLOCK) != 0 ? MSG_DONTWAIT : 0,
		.sx_timeout = so->so_rcvtimeo,
	};
	int error;

	error = so->so_proto->pr_receive(so, uio, &sx, td);
	sockctl_free(sx.sx_ctl);
	return (error);
}

static int
soo_write(struct file *fp, struct uio *uio, struct cred *cr, int flags,
    struct thread *td)
{
	struct socket *so = fp->f_data;
	struct sockxfer sx = {
		.sx_flags = (fp->f_flag & O_NONBLOCK) != 0 ? MSG_DONTWAIT : 0,
		.sx_timeout = so->so_sndtimeo,
	};

	return (so->so_proto->pr_send(so, uio, &sx, td));
}

static int
soo_ioctl(struct file *fp, u_long cmd, void *data, struct cred *cr,
    struct thread *td)
{
	struct socket *so = fp->f_data;
	struct sockstate ss;

	so->so_proto->pr_look(so, &ss, true);
	switch (cmd) {
	case FIONREAD:
		*(int *)data = (int)ss.ss_rbytes;
		return (0);
	case FIONSPACE:
		*(int *)data = (int)ss.ss_wspace;
		return (0);
	default:
		return (SET_ERROR(ENOTTY));
	}
}

static __always_inline int
soo_revents(struct socket *so, int events, bool sync)
{
	struct sockstate ss;
	int revents = 0;

	so->so_proto->pr_look(so, &ss, sync);
	if (ss.ss_readable)
		revents |= events & (POLLIN | POLLRDNORM);
	if (ss.ss_writable)
		revents |= events & (POLLOUT | POLLWRNORM);
	if (ss.ss_rdeof && ss.ss_wreof)
		revents |= POLLHUP;
	if (__predict_false(atomic_load_relaxed(&so->so_error) != 0))
		revents |= POLLERR |
		    (events & (POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM));
	return (revents);
}

static int
soo_poll(struct file *fp, int events, struct thread *td)
{
	struct socket *so = fp->f_data;
	int revents;

	revents = soo_revents(so, events, false);
	if (__predict_true(td->td_poll == NULL || revents != 0))
		return (revents);
	poll_record(td, &so->so_notify);
	return (soo_revents(so, events, true));
}

/*
 * A listener has as many to read as connections wait for accept(2).
 */
static int
soo_event(struct file *fp, struct file_event *fe, struct thread *td)
{
	struct socket *so = fp->f_data;
	struct sockstate ss;

	fe->fe_notify = &so->so_notify;
	so->so_proto->pr_look(so, &ss, true);
	fe->fe_error = atomic_load_relaxed(&so->so_error);
	if (fe->fe_write) {
		fe->fe_eof = ss.ss_wreof;
		fe->fe_data = ss.ss_wspace;
		fe->fe_ready = ss.ss_writable;
	} else {
		fe->fe_eof = ss.ss_rdeof;
		fe->fe_data = (so->so_options & SO_ACCEPTCONN) != 0 ?
		    atomic_load_relaxed(&so->so_qlen) : ss.ss_rbytes;
		fe->fe_ready = ss.ss_readable;
	}
	if (fe->fe_error != 0)
		fe->fe_ready = true;
	else if (fe->fe_lowat > 0 && !fe->fe_eof &&
	    (so->so_options & SO_ACCEPTCONN) == 0)
		fe->fe_ready = fe->fe_data >= fe->fe_lowat ||
		    (!fe->fe_write && ss.ss_rfull);
	return (0);
}

static int
soo_stat(struct file *fp, struct stat *sb, struct cred *cr, struct thread *td)
{
	struct socket *so = fp->f_data;
	struct sockstate ss;

	so->so_proto->pr_look(so, &ss, true);
	sb->st_dev = SOCKET_DEV;
	sb->st_ino = so->so_ino;
	sb->st_nlink = 1;
	sb->st_mode = S_IFSOCK | S_IRWXU | S_IRWXG | S_IRWXO;
	sb->st_uid = fp->f_cred->cr_uid;
	sb->st_gid = fp->f_cred->cr_gid;
	sb->st_size = (off_t)ss.ss_rbytes;
	sb->st_blksize = (blksize_t)so->so_sndbuf;
	sb->st_atim = sb->st_mtim = sb->st_ctim = sb->st_birthtim =
	    so->so_btime;
	return (0);
}

static void
soo_close(struct file *fp, struct thread *td)
{
	struct socket *so = fp->f_data;

	so_close(so);
	so_rele(so);
}

const struct file_ops socket_fileops = {
	.fo_read = soo_read,
	.fo_write = soo_write,
	.fo_ioctl = soo_ioctl,
	.fo_poll = soo_poll,
	.fo_event = soo_event,
	.fo_stat = soo_stat,
	.fo_close = soo_close,
	.fo_flags = FO_PASSABLE,
};

/*
 * Is EPIPE from this file not to raise SIGPIPE?
 */
bool
file_nosigpipe(const struct file *fp)
{
	const struct socket *so = fp->f_data;

	return (fp->f_type == DTYPE_SOCKET &&
	    (so->so_options & SO_NOSIGPIPE) != 0);
}
