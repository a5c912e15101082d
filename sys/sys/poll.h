/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_POLL_H_
#define	_SYS_POLL_H_

#include <sys/cdefs.h>
#include <sys/_sigset.h>
#include <sys/_timespec.h>

typedef	unsigned int	nfds_t;
typedef	__sigset_t	sigset_t;

struct pollfd {
	int	fd;
	short	events;
	short	revents;
};

#define	POLLIN		0x0001
#define	POLLPRI		0x0002
#define	POLLOUT		0x0004
#define	POLLERR		0x0008
#define	POLLHUP		0x0010
#define	POLLNVAL	0x0020
#define	POLLRDNORM	0x0040
#define	POLLWRNORM	POLLOUT
#define	POLLRDBAND	0x0080
#define	POLLWRBAND	0x0100
#define	POLLRDHUP	0x4000
#define	POLLSTANDARD	(POLLIN | POLLPRI | POLLOUT | POLLRDNORM | \
			    POLLRDBAND | POLLWRBAND | POLLERR | POLLHUP | \
			    POLLNVAL)
#define	INFTIM		(-1)

#ifndef _KERNEL
__BEGIN_DECLS
int	poll(struct pollfd *, nfds_t, int);
int	ppoll(struct pollfd *, nfds_t, const struct timespec *,
	    const sigset_t *);
__END_DECLS
#endif

#endif /* !_SYS_POLL_H_ */
