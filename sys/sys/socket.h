/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sockets: socket(2), getsockopt(2), recv(2), send(2).
 */

#ifndef _SYS_SOCKET_H_
#define	_SYS_SOCKET_H_

#include <sys/cdefs.h>
#include <sys/_af.h>
#include <sys/_iovec.h>
#include <sys/_types.h>

typedef	__gid_t		gid_t;
typedef	__off_t		off_t;
typedef	__pid_t		pid_t;
typedef	__sa_family_t	sa_family_t;
typedef	__size_t	size_t;
typedef	__socklen_t	socklen_t;
typedef	__ssize_t	ssize_t;
typedef	__uid_t		uid_t;

#define	PF_UNSPEC	AF_UNSPEC
#define	PF_UNIX		AF_UNIX
#define	PF_LOCAL	AF_LOCAL
#define	PF_INET		AF_INET
#define	PF_ROUTE	AF_ROUTE
#define	PF_LINK		AF_LINK
#define	PF_INET6	AF_INET6

/* Types, and flags that may be or'ed into them. */
#define	SOCK_STREAM	1		/* bytes in order */
#define	SOCK_DGRAM	2		/* messages, without a connection */
#define	SOCK_RAW	3
#define	SOCK_SEQPACKET	5		/* messages in order */
#define	SOCK_CLOEXEC	0x10000000
#define	SOCK_NONBLOCK	0x20000000

/* The level of options of sockets themselves, and the options. */
#define	SOL_SOCKET	0xffff
#define	SO_DEBUG	0x00000001
#define	SO_ACCEPTCONN	0x00000002	/* listen(2) was called */
#define	SO_REUSEADDR	0x00000004
#define	SO_KEEPALIVE	0x00000008
#define	SO_DONTROUTE	0x00000010
#define	SO_BROADCAST	0x00000020
#define	SO_LINGER	0x00000080
#define	SO_OOBINLINE	0x00000100
#define	SO_REUSEPORT	0x00000200
#define	SO_NOSIGPIPE	0x00000800	/* EPIPE raises no SIGPIPE */
#define	SO_SNDBUF	0x1001
#define	SO_RCVBUF	0x1002
#define	SO_SNDLOWAT	0x1003
#define	SO_RCVLOWAT	0x1004
#define	SO_SNDTIMEO	0x1005
#define	SO_RCVTIMEO	0x1006
#define	SO_ERROR	0x1007		/* and clear it */
#define	SO_TYPE		0x1008
#define	SO_LISTENQLIMIT	0x1011
#define	SO_LISTENQLEN	0x1012
#define	SO_PROTOCOL	0x1016
#define	SO_PROTOTYPE	SO_PROTOCOL
#define	SO_DOMAIN	0x1019
#define	SO_PEERCRED	0x1022		/* struct sockpeercred */

struct linger {
	int		l_onoff;
	int		l_linger;	/* seconds */
};

/* Who called connect(2), listen(2) or socketpair(2) at the other end. */
struct sockpeercred {
	uid_t		uid;		/* effective */
	gid_t		gid;
	pid_t		pid;
};

struct sockaddr {
	unsigned char	sa_len;
	sa_family_t	sa_family;
	char		sa_data[14];
};

#define	_SS_MAXSIZE	128
#define	_SS_ALIGNSIZE	8

struct sockaddr_storage {
	unsigned char	ss_len;
	sa_family_t	ss_family;
	char		__ss_pad1[_SS_ALIGNSIZE - 2];
	__int64_t	__ss_align;
	char		__ss_pad2[_SS_MAXSIZE - 2 * _SS_ALIGNSIZE];
};

#define	SOMAXCONN	128		/* most that listen(2) takes */

struct msghdr {
	void		*msg_name;	/* address, or NULL */
	socklen_t	msg_namelen;
	struct iovec	*msg_iov;
	int		msg_iovlen;
	void		*msg_control;	/* struct cmsghdr, or NULL */
	socklen_t	msg_controllen;
	int		msg_flags;	/* recvmsg: MSG_* */
};

#define	MSG_OOB		0x00000001
#define	MSG_PEEK	0x00000002	/* leave the data where it is */
#define	MSG_DONTROUTE	0x00000004
#define	MSG_EOR		0x00000008	/* a record is complete */
#define	MSG_TRUNC	0x00000010	/* there was more data */
#define	MSG_CTRUNC	0x00000020	/* there was more control data */
#define	MSG_WAITALL	0x00000040	/* wait for the whole length */
#define	MSG_DONTWAIT	0x00000080	/* do not wait */
#define	MSG_NOSIGNAL	0x00020000	/* no SIGPIPE */
#define	MSG_CMSG_CLOEXEC 0x00040000	/* received descriptors have it set */

/*
 * Control data: headers, each followed by its data, aligned to 8.
 */
struct cmsghdr {
	socklen_t	cmsg_len;	/* with the header */
	int		cmsg_level;
	int		cmsg_type;
};

#define	_CMSG_ALIGN(n)	(((n) + 7) & ~(__size_t)7)
#define	CMSG_SPACE(n) \
	(_CMSG_ALIGN(sizeof(struct cmsghdr)) + _CMSG_ALIGN(n))
#define	CMSG_LEN(n)	(_CMSG_ALIGN(sizeof(struct cmsghdr)) + (n))
#define	CMSG_DATA(c) \
	((unsigned char *)(c) + _CMSG_ALIGN(sizeof(struct cmsghdr)))
#define	CMSG_FIRSTHDR(m)						\
	((m)->msg_controllen >= sizeof(struct cmsghdr) ?		\
	    (struct cmsghdr *)(m)->msg_control : (struct cmsghdr *)0)
#define	CMSG_NXTHDR(m, c)						\
	((c) == (struct cmsghdr *)0 ? CMSG_FIRSTHDR(m) :		\
	    ((unsigned char *)(c) + _CMSG_ALIGN((c)->cmsg_len) +	\
	    sizeof(struct cmsghdr) >					\
	    (unsigned char *)(m)->msg_control + (m)->msg_controllen) ?	\
	    (struct cmsghdr *)0 : (struct cmsghdr *)(void *)		\
	    ((unsigned char *)(c) + _CMSG_ALIGN((c)->cmsg_len)))

/* cmsg_type at SOL_SOCKET. */
#define	SCM_RIGHTS	0x01		/* int[]: descriptors */
#define	SCM_CREDS	0x03		/* struct cmsgcred: the sender */

#define	CMGROUP_MAX	16

struct cmsgcred {
	pid_t		cmcred_pid;
	uid_t		cmcred_uid;	/* real */
	uid_t		cmcred_euid;
	gid_t		cmcred_gid;	/* real */
	short		cmcred_ngroups;
	gid_t		cmcred_groups[CMGROUP_MAX];	/* [0] effective */
};

#define	SHUT_RD		0
#define	SHUT_WR		1
#define	SHUT_RDWR	2

_Static_assert(sizeof(struct sockaddr_storage) == _SS_MAXSIZE &&
    sizeof(struct msghdr) == 48 && sizeof(struct cmsghdr) == 12 &&
    sizeof(struct cmsgcred) == 84, "ABI of sockets");

#ifndef _KERNEL
__BEGIN_DECLS
int	accept(int, struct sockaddr *__restrict, socklen_t *__restrict);
int	accept4(int, struct sockaddr *__restrict, socklen_t *__restrict, int);
int	bind(int, const struct sockaddr *, socklen_t);
int	connect(int, const struct sockaddr *, socklen_t);
int	getpeername(int, struct sockaddr *__restrict, socklen_t *__restrict);
int	getsockname(int, struct sockaddr *__restrict, socklen_t *__restrict);
int	getsockopt(int, int, int, void *__restrict, socklen_t *__restrict);
int	listen(int, int);
ssize_t	recv(int, void *, size_t, int);
ssize_t	recvfrom(int, void *__restrict, size_t, int,
	    struct sockaddr *__restrict, socklen_t *__restrict);
ssize_t	recvmsg(int, struct msghdr *, int);
ssize_t	send(int, const void *, size_t, int);
ssize_t	sendmsg(int, const struct msghdr *, int);
ssize_t	sendto(int, const void *, size_t, int, const struct sockaddr *,
	    socklen_t);
int	setsockopt(int, int, int, const void *, socklen_t);
int	shutdown(int, int);
int	socket(int, int, int);
int	socketpair(int, int, int, int[2]);
__END_DECLS
#endif

#endif /* !_SYS_SOCKET_H_ */
