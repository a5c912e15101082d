/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_SELECT_H_
#define	_SYS_SELECT_H_

#include <sys/cdefs.h>
#include <sys/_sigset.h>
#include <sys/_timespec.h>
#include <sys/_timeval.h>

typedef	unsigned long	__fd_mask;
typedef	__fd_mask	fd_mask;
typedef	__sigset_t	sigset_t;

#ifndef FD_SETSIZE
#define	FD_SETSIZE	1024
#endif
#define	_NFDBITS	(sizeof(__fd_mask) * 8)
#define	NFDBITS		_NFDBITS

typedef struct fd_set {
	__fd_mask	__fds_bits[(FD_SETSIZE + _NFDBITS - 1) / _NFDBITS];
} fd_set;
#define	fds_bits	__fds_bits

#define	__fdset_mask(n)	((__fd_mask)1 << ((unsigned long)(n) % _NFDBITS))
#define	__fdset_word(n)	((unsigned long)(n) / _NFDBITS)
#define	FD_SET(n, p) \
	((p)->__fds_bits[__fdset_word(n)] |= __fdset_mask(n))
#define	FD_CLR(n, p) \
	((p)->__fds_bits[__fdset_word(n)] &= ~__fdset_mask(n))
#define	FD_ISSET(n, p) \
	(((p)->__fds_bits[__fdset_word(n)] & __fdset_mask(n)) != 0)
#define	FD_COPY(f, t)	((void)(*(t) = *(f)))
#define	FD_ZERO(p) do {							\
	fd_set *__p = (p);						\
	unsigned long __i;						\
									\
	for (__i = 0; __i < sizeof(*__p) / sizeof(__fd_mask); __i++)	\
		__p->__fds_bits[__i] = 0;				\
} while (0)

#ifndef _KERNEL
__BEGIN_DECLS
int	pselect(int, fd_set *__restrict, fd_set *__restrict,
	    fd_set *__restrict, const struct timespec *__restrict,
	    const sigset_t *__restrict);
int	select(int, fd_set *, fd_set *, fd_set *, struct timeval *);
__END_DECLS
#endif

#endif /* !_SYS_SELECT_H_ */
