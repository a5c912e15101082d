/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_UIO_H_
#define	_SYS_UIO_H_

#include <sys/cdefs.h>
#include <sys/_iovec.h>
#include <sys/_types.h>
#include <sys/syslimits.h>

typedef	__off_t		off_t;
typedef	__ssize_t	ssize_t;

#define	UIO_MAXIOV	IOV_MAX

#ifdef _KERNEL
#include <sys/types.h>

enum uio_seg {
	UIO_USERSPACE,
	UIO_SYSSPACE,
	UIO_NOCOPY			/* the data are in place already */
};

enum uio_rw {
	UIO_READ,			/* from the kernel to the vector */
	UIO_WRITE
};

/*
 * A transfer in progress: what is left of it.  Belongs to one thread.
 */
struct uio {
	struct iovec	*uio_iov;	/* current vector, changed as it goes */
	int		uio_iovcnt;	/* vectors left, this one included */
	off_t		uio_offset;	/* in the file */
	ssize_t		uio_resid;	/* bytes left */
	enum uio_seg	uio_segflg;
	enum uio_rw	uio_rw;
};

/*
 * uiomove: transfer up to n bytes between kernel memory and the vector, and
 * advance it; fewer than n only when uio_resid is less.  EFAULT: the part that
 * was moved is accounted for.  May sleep.  uio_skip: advance without a
 * transfer.  uio_zero: uiomove of zeroes.  uio_single: a uio of one buffer.
 */
int	uiomove(void *, size_t n, struct uio *) __result_use_check;
int	uio_zero(size_t n, struct uio *) __result_use_check;
void	uio_skip(size_t n, struct uio *);
void	uio_single(struct uio *, struct iovec *, void *, size_t, off_t,
	    enum uio_seg, enum uio_rw);

/*
 * Copy in a vector of cnt elements and check it (EINVAL: a count out of range
 * or a sum beyond SSIZE_MAX; EFAULT; ENOMEM).  Up to UIO_SMALLIOV elements use
 * small, more are allocated; uio_copyin_done() frees them.
 */
#define	UIO_SMALLIOV	8
int	uio_copyin(const struct iovec *uiov, int cnt, struct iovec *small,
	    struct iovec **iovp, ssize_t *residp) __result_use_check;
void	uio_copyin_done(struct iovec *iov, struct iovec *small, int cnt);
#else
__BEGIN_DECLS
ssize_t	preadv(int, const struct iovec *, int, off_t);
ssize_t	pwritev(int, const struct iovec *, int, off_t);
ssize_t	readv(int, const struct iovec *, int);
ssize_t	writev(int, const struct iovec *, int);
__END_DECLS
#endif

#endif /* !_SYS_UIO_H_ */
