/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The system calls of sockets.
 *
 * Each copies in and checks what the user gave, finds the socket behind the
 * descriptor (which keeps its file for the time of the call), and lets the
 * protocol do the work.
 *
 * Context	thread; sleeps.
 * Tests	tests/sys/kern/t_socket.c, t_send.c, t_recv.c, t_scm.c
 */

#include <sys/param.h>
#include <sys/capsicum.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/socketvar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/uio.h>

#define	SOCK_FLAGS	(SOCK_CLOEXEC | SOCK_NONBLOCK)
#define	OPT_MAX		256		/* bytes of an option's value */

#define	SEND_FLAGS	(MSG_DONTROUTE | MSG_DONTWAIT | MSG_EOR | MSG_NOSIGNAL)
#define	RECV_FLAGS	(MSG_CMSG_CLOEXEC | MSG_DONTWAIT | MSG_PEEK |	\
			    MSG_TRUNC | MSG_WAITALL | MSG_NOSIGNAL)

/*
 * The socket of a descriptor that has the rights; the caller gives the file
 * back.  EBADF, ENOTCAPABLE, ENOTSOCK.
 */
static int
fd_get_socket(struct thread *td, int fd, const cap_rights_t *rights,
    struct file **fpp, struct socket **sop)
{
	int error;

	error = fd_get(td, fd, rights, fpp);
	if (error != 0)
		return (error);
	if ((*fpp)->f_type != DTYPE_SOCKET) {
		file_drop(*fpp);
		return (SET_ERROR(ENOTSOCK));
	}
	*sop = (*fpp)->f_data;
	return (0);
}

/*
 * An address that the user gives.  EFAULT, EINVAL.
 */
static int
sockaddr_copyin(const void *u, socklen_t len, struct sockaddr_storage *ss)
{
	int error;

	if (len < __offsetof(struct sockaddr, sa_data) || len > sizeof(*ss))
		return (SET_ERROR(EINVAL));
	error = copyin(u, ss, len);
	if (error == 0)
		ss->ss_len = (uint8_t)len;
	return (error);
}

/*
 * Give the user an address: cut to *lenp bytes, of which the whole length is
 * put there.
 */
static int
sockaddr_copyout(const struct sockaddr_storage *ss, void *u, socklen_t *lenp)
{
	socklen_t len = ss->ss_len;
	int error = 0;

	if (u != NULL)
		error = copyout(ss, u, MIN(len, *lenp));
	*lenp = len;
	return (error);
}

/*
 * The same where the length lies in user memory, too.  EFAULT, EINVAL.
 */
static int
sockaddr_return(const struct sockaddr_storage *ss, void *u, socklen_t *ulen)
{
	socklen_t len;
	int error;

	error = copyin(ulen, &len, sizeof(len));
	if (error == 0 && len > INT32_MAX)
		error = SET_ERROR(EINVAL);
	if (error == 0)
		error = sockaddr_copyout(ss, u, &len);
	if (error == 0)
		error = copyout(&len, ulen, sizeof(len));
	return (error);
}

/*
 * A file for a new socket.  The reference on it is the file's, also on error.
 */
static int
socket_file(struct thread *td, struct socket *so, int type, struct file **fpp)
{
	int error;

	error = file_alloc(td, fpp);
	if (error != 0) {
		so_close(so);
		so_rele(so);
		return (error);
	}
	file_setup(*fpp, FREAD | FWRITE |
	    ((type & SOCK_NONBLOCK) != 0 ? O_NONBLOCK : 0), DTYPE_SOCKET, so,
	    &socket_fileops);
	return (0);
}

static int
socket_make(struct thread *td, int domain, int type, int protocol,
    struct file **fpp)
{
	const struct protosw *pr;
	struct socket *so;
	int error;

	pr = protosw_find(domain, type & ~SOCK_FLAGS, protocol, &error);
	if (pr == NULL)
		return (error);
	error = so_create(pr, td, &so);
	if (error != 0)
		return (error);
	return (socket_file(td, so, type, fpp));
}

static inline int
sock_cloexec(int type)
{

	return ((type & SOCK_CLOEXEC) != 0 ? O_CLOEXEC : 0);
}

int
sys_socket(struct thread *td, const struct socket_args *uap,
    register_t *retval)
{
	struct file *fp;
	int error, fd;

	if ((uap->type & ~(SOCK_FLAGS | 0xff)) != 0)
		return (SET_ERROR(EINVAL));
	error = socket_make(td, uap->domain, uap->type, uap->protocol, &fp);
	if (error != 0)
		return (error);
	error = fd_alloc(td, fp, sock_cloexec(uap->type), &fd);
	if (error != 0)
		file_drop(fp);
	else
		*retval = fd;
	return (error);
}

int
sys_socketpair(struct thread *td, const struct socketpair_args *uap,
    register_t *retval)
{
	struct file *fp[2];
	struct socket *a, *b;
	int error, fds[2];

	if ((uap->type & ~(SOCK_FLAGS | 0xff)) != 0)
		return (SET_ERROR(EINVAL));
	error = socket_make(td, uap->domain, uap->type, uap->protocol, &fp[0]);
	if (error != 0)
		return (error);
	error = socket_make(td, uap->domain, uap->type, uap->protocol, &fp[1]);
	if (error != 0)
		goto fail_first;
	a = fp[0]->f_data;
	b = fp[1]->f_data;
	error = a->so_proto->pr_pair == NULL ? SET_ERROR(EOPNOTSUPP) :
	    a->so_proto->pr_pair(a, b, td);
	if (error != 0)
		goto fail_files;
	error = fd_reserve(td, 0, &fds[0]);
	if (error != 0)
		goto fail_files;
	error = fd_reserve(td, 0, &fds[1]);
	if (error != 0)
		goto fail_fd;
	error = copyout(fds, uap->sv, sizeof(fds));
	if (error != 0)
		goto fail_fds;
	fd_install(td, fds[0], fp[0], sock_cloexec(uap->type));
	fd_install(td, fds[1], fp[1], sock_cloexec(uap->type));
	return (0);

fail_fds:
	fd_unreserve(td, fds[1]);
fail_fd:
	fd_unreserve(td, fds[0]);
fail_files:
	file_drop(fp[1]);
fail_first:
	file_drop(fp[0]);
	return (error);
}

int
sys_bind(struct thread *td, const struct bind_args *uap, register_t *retval)
{
	struct sockaddr_storage ss;
	struct socket *so;
	struct file *fp;
	int error;

	error = fd_get_socket(td, uap->s, &cap_bind_rights, &fp, &so);
	if (error != 0)
		return (error);
	error = sockaddr_copyin(uap->addr, uap->addrlen, &ss);
	if (error == 0)
		error = so->so_proto->pr_bind(so, (struct sockaddr *)&ss, td);
	file_drop(fp);
	return (error);
}

int
sys_listen(struct thread *td, const struct listen_args *uap,
    register_t *retval)
{
	struct socket *so;
	struct file *fp;
	int error;

	error = fd_get_socket(td, uap->s, &cap_listen_rights, &fp, &so);
	if (error != 0)
		return (error);
	error = so_listen(so, uap->backlog, td);
	file_drop(fp);
	return (error);
}

/*
 * The file of a connection that was accepted, and its descriptor.
 */
static int
accept_install(struct thread *td, struct socket *conn, int fd,
    const struct accept4_args *uap)
{
	struct sockaddr_storage ss;
	struct file *fp;
	int error;

	error = socket_file(td, conn, uap->flags, &fp);
	if (error != 0)
		return (error);
	if (uap->addr != NULL) {
		/* A peer that is gone again has no name. */
		if (conn->so_proto->pr_peername(conn, &ss) != 0) {
			ss.ss_len = __offsetof(struct sockaddr, sa_data);
			ss.ss_family = (sa_family_t)conn->so_proto->pr_domain;
		}
		error = sockaddr_return(&ss, uap->addr, uap->addrlen);
	}
	if (error != 0)
		file_drop(fp);
	else
		fd_install(td, fd, fp, sock_cloexec(uap->flags));
	return (error);
}

int
sys_accept4(struct thread *td, const struct accept4_args *uap,
    register_t *retval)
{
	struct socket *so, *conn;
	struct file *fp;
	int error, fd;

	if ((uap->flags & ~SOCK_FLAGS) != 0)
		return (SET_ERROR(EINVAL));
	error = fd_get_socket(td, uap->s, &cap_accept_rights, &fp, &so);
	if (error != 0)
		return (error);
	error = fd_reserve(td, 0, &fd);
	if (error != 0)
		goto out;
	error = so_accept(so, (fp->f_flag & O_NONBLOCK) != 0, &conn);
	if (error == 0)
		error = accept_install(td, conn, fd, uap);
	if (error != 0)
		fd_unreserve(td, fd);
	else
		*retval = fd;
out:
	file_drop(fp);
	return (error);
}

int
sys_connect(struct thread *td, const struct connect_args *uap,
    register_t *retval)
{
	struct sockaddr_storage ss;
	struct socket *so;
	struct file *fp;
	int error;

	error = fd_get_socket(td, uap->s, &cap_connect_rights, &fp, &so);
	if (error != 0)
		return (error);
	error = sockaddr_copyin(uap->addr, uap->addrlen, &ss);
	if (error == 0)
		error = so->so_proto->pr_connect(so, (struct sockaddr *)&ss,
		    td);
	file_drop(fp);
	return (error);
}

int
sys_shutdown(struct thread *td, const struct shutdown_args *uap,
    register_t *retval)
{
	struct socket *so;
	struct file *fp;
	int error;

	if (uap->how < SHUT_RD || uap->how > SHUT_RDWR)
		return (SET_ERROR(EINVAL));
	error = fd_get_socket(td, uap->s, &cap_shutdown_rights, &fp, &so);
	if (error != 0)
		return (error);
	error = so->so_proto->pr_shutdown(so, uap->how);
	file_drop(fp);
	return (error);
}

/* --- sending -------------------------------------------------------------- */

/*
 * Send what uio says, with the address and control data that msg names.
 */
static int
kern_sendmsg(struct thread *td, int s, struct uio *uio,
    const struct msghdr *msg, int flags, register_t *retval)
{
	const ssize_t len = uio->uio_resid;
	struct sockaddr_storage to;
	struct sockxfer sx = { .sx_flags = flags };
	struct socket *so;
	struct file *fp;
	int error;

	error = fd_get_socket(td, s, msg->msg_name != NULL ?
	    &cap_send_connect_rights : &cap_write_rights, &fp, &so);
	if (error != 0)
		return (error);
	if ((flags & ~SEND_FLAGS) != 0)
		error = (flags & MSG_OOB) != 0 ? SET_ERROR(EOPNOTSUPP) :
		    SET_ERROR(EINVAL);
	if (error == 0 && msg->msg_name != NULL) {
		error = sockaddr_copyin(msg->msg_name, msg->msg_namelen, &to);
		sx.sx_to = (struct sockaddr *)&to;
	}
	if (error == 0 && msg->msg_control != NULL) {
		if ((so->so_proto->pr_flags & PR_RIGHTS) == 0)
			error = SET_ERROR(EINVAL);
		else
			error = sockctl_copyin(td, msg->msg_control,
			    msg->msg_controllen, &sx.sx_ctl);
	}
	if (error != 0)
		goto out;
	if ((fp->f_flag & O_NONBLOCK) != 0)
		sx.sx_flags |= MSG_DONTWAIT;
	sx.sx_timeout = so->so_sndtimeo;
	error = so->so_proto->pr_send(so, uio, &sx, td);
	if (error != 0 && uio->uio_resid != len && (error == ERESTART ||
	    error == EINTR || error == EAGAIN || error == ENOBUFS))
		error = 0;
	if (error == EPIPE && (flags & MSG_NOSIGNAL) == 0 &&
	    !file_nosigpipe(fp)) {
		mutex_enter(&td->td_proc->p_lock);
		psignal(td->td_proc, SIGPIPE);
		mutex_exit(&td->td_proc->p_lock);
	}
	*retval = len - uio->uio_resid;
out:
	file_drop(fp);
	return (error);
}

int
sys_sendto(struct thread *td, const struct sendto_args *uap,
    register_t *retval)
{
	struct msghdr msg = {
		.msg_name = __DECONST(void *, uap->to),
		.msg_namelen = uap->tolen,
	};
	struct iovec iov;
	struct uio uio;

	if (uap->len > SSIZE_MAX)
		return (SET_ERROR(EINVAL));
	uio_single(&uio, &iov, __DECONST(void *, uap->buf), uap->len, 0,
	    UIO_USERSPACE, UIO_WRITE);
	return (kern_sendmsg(td, uap->s, &uio, &msg, uap->flags, retval));
}

/*
 * The vector of a message, which may be empty.
 */
static int
msg_uio(const struct msghdr *msg, struct iovec *small, struct iovec **iovp,
    struct uio *uio, enum uio_rw rw)
{
	int error;

	*iovp = small;
	if (msg->msg_iovlen == 0) {
		uio_single(uio, small, NULL, 0, 0, UIO_USERSPACE, rw);
		return (0);
	}
	error = uio_copyin(msg->msg_iov, msg->msg_iovlen, small, iovp,
	    &uio->uio_resid);
	uio->uio_iov = *iovp;
	uio->uio_iovcnt = msg->msg_iovlen;
	uio->uio_offset = 0;
	uio->uio_segflg = UIO_USERSPACE;
	uio->uio_rw = rw;
	return (error);
}

int
sys_sendmsg(struct thread *td, const struct sendmsg_args *uap,
    register_t *retval)
{
	struct iovec small[UIO_SMALLIOV], *iov;
	struct msghdr msg;
	struct uio uio;
	int error;

	error = copyin(uap->msg, &msg, sizeof(msg));
	if (error == 0)
		error = msg_uio(&msg, small, &iov, &uio, UIO_WRITE);
	if (error != 0)
		return (error);
	error = kern_sendmsg(td, uap->s, &uio, &msg, uap->flags, retval);
	uio_copyin_done(iov, small, msg.msg_iovlen);
	return (error);
}

/* --- receiving ------------------------------------------------------------ */

/*
 * Receive into uio; msg says where the address and the control data go, and is
 * changed to what came.
 */
static int
kern_recvmsg(struct thread *td, int s, struct uio *uio, struct msghdr *msg,
    int flags, register_t *retval)
{
	const ssize_t len = uio->uio_resid;
	struct sockaddr_storage from = { .ss_len = 0 };
	struct sockxfer sx = { .sx_flags = flags, .sx_from = &from };
	struct socket *so;
	struct file *fp;
	int error;

	error = fd_get_socket(td, s, &cap_read_rights, &fp, &so);
	if (error != 0)
		return (error);
	if ((flags & ~RECV_FLAGS) != 0) {
		error = (flags & MSG_OOB) != 0 ? SET_ERROR(EOPNOTSUPP) :
		    SET_ERROR(EINVAL);
		goto out;
	}
	if ((fp->f_flag & O_NONBLOCK) != 0)
		sx.sx_flags |= MSG_DONTWAIT;
	sx.sx_timeout = so->so_rcvtimeo;
	error = so->so_proto->pr_receive(so, uio, &sx, td);
	if (error != 0 && uio->uio_resid != len && (error == ERESTART ||
	    error == EINTR || error == EAGAIN))
		error = 0;
	if (error == 0) {
		*retval = len - uio->uio_resid;
		msg->msg_flags = sx.sx_flags & (MSG_EOR | MSG_TRUNC);
		if ((so->so_proto->pr_flags & PR_ATOMIC) == 0)
			msg->msg_flags = 0;
		if (from.ss_len == 0)
			msg->msg_namelen = 0;
		else
			error = sockaddr_copyout(&from, msg->msg_name,
			    &msg->msg_namelen);
	}
	if (error == 0)
		error = sockctl_copyout(td, sx.sx_ctl, msg, flags);
	sockctl_free(sx.sx_ctl);
out:
	file_drop(fp);
	return (error);
}

int
sys_recvfrom(struct thread *td, const struct recvfrom_args *uap,
    register_t *retval)
{
	struct msghdr msg = { .msg_name = uap->from };
	struct iovec iov;
	struct uio uio;
	int error = 0;

	if (uap->len > SSIZE_MAX)
		return (SET_ERROR(EINVAL));
	if (uap->from != NULL) {
		error = copyin(uap->fromlen, &msg.msg_namelen,
		    sizeof(msg.msg_namelen));
		if (error == 0 && msg.msg_namelen > INT32_MAX)
			error = SET_ERROR(EINVAL);
		if (error != 0)
			return (error);
	}
	uio_single(&uio, &iov, uap->buf, uap->len, 0, UIO_USERSPACE, UIO_READ);
	error = kern_recvmsg(td, uap->s, &uio, &msg, uap->flags, retval);
	if (error == 0 && uap->from != NULL)
		error = copyout(&msg.msg_namelen, uap->fromlen,
		    sizeof(msg.msg_namelen));
	return (error);
}

int
sys_recvmsg(struct thread *td, const struct recvmsg_args *uap,
    register_t *retval)
{
	struct iovec small[UIO_SMALLIOV], *iov;
	struct msghdr msg, out;
	struct uio uio;
	int error;

	error = copyin(uap->msg, &msg, sizeof(msg));
	if (error == 0)
		error = msg_uio(&msg, small, &iov, &uio, UIO_READ);
	if (error != 0)
		return (error);
	out = msg;
	out.msg_flags = 0;
	error = kern_recvmsg(td, uap->s, &uio, &out, uap->flags, retval);
	if (error == 0)
		error = copyout(&out, uap->msg, sizeof(out));
	uio_copyin_done(iov, small, msg.msg_iovlen);
	return (error);
}

/* --- options and names ---------------------------------------------------- */

int
sys_getsockopt(struct thread *td, const struct getsockopt_args *uap,
    register_t *retval)
{
	uint64_t buf[OPT_MAX / sizeof(uint64_t)];
	struct socket *so;
	struct file *fp;
	socklen_t ulen;
	size_t len;
	int error;

	error = fd_get_socket(td, uap->s, &cap_getsockopt_rights, &fp, &so);
	if (error != 0)
		return (error);
	error = copyin(uap->len, &ulen, sizeof(ulen));
	if (error == 0 && ulen > INT32_MAX)
		error = SET_ERROR(EINVAL);
	if (error != 0)
		goto out;
	len = MIN((size_t)ulen, sizeof(buf));
	error = so_getopt(so, uap->level, uap->name, buf, &len);
	if (error == 0)
		error = copyout(buf, uap->value, len);
	ulen = (socklen_t)len;
	if (error == 0)
		error = copyout(&ulen, uap->len, sizeof(ulen));
out:
	file_drop(fp);
	return (error);
}

int
sys_setsockopt(struct thread *td, const struct setsockopt_args *uap,
    register_t *retval)
{
	uint64_t buf[OPT_MAX / sizeof(uint64_t)];
	struct socket *so;
	struct file *fp;
	int error;

	error = fd_get_socket(td, uap->s, &cap_setsockopt_rights, &fp, &so);
	if (error != 0)
		return (error);
	if (uap->len > sizeof(buf))
		error = SET_ERROR(EINVAL);
	if (error == 0)
		error = copyin(uap->value, buf, uap->len);
	if (error == 0)
		error = so_setopt(so, uap->level, uap->name, buf, uap->len);
	file_drop(fp);
	return (error);
}

/*
 * getsockname(2) and getpeername(2).
 */
static int
kern_getname(struct thread *td, int s, const cap_rights_t *rights, bool peer,
    void *addr, socklen_t *ulen)
{
	struct sockaddr_storage ss;
	struct socket *so;
	struct file *fp;
	int error;

	error = fd_get_socket(td, s, rights, &fp, &so);
	if (error != 0)
		return (error);
	error = peer ? so->so_proto->pr_peername(so, &ss) :
	    so->so_proto->pr_sockname(so, &ss);
	file_drop(fp);
	if (error == 0)
		error = sockaddr_return(&ss, addr, ulen);
	return (error);
}

int
sys_getsockname(struct thread *td, const struct getsockname_args *uap,
    register_t *retval)
{

	return (kern_getname(td, uap->s, &cap_getsockname_rights, false,
	    uap->addr, uap->len));
}

int
sys_getpeername(struct thread *td, const struct getpeername_args *uap,
    register_t *retval)
{

	return (kern_getname(td, uap->s, &cap_getpeername_rights, true,
	    uap->addr, uap->len));
}
