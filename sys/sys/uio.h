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

#ifndef _KERNEL
__BEGIN_DECLS
ssize_t	preadv(int, const struct iovec *, int, off_t);
ssize_t	pwritev(int, const struct iovec *, int, off_t);
ssize_t	readv(int, const struct iovec *, int);
ssize_t	writev(int, const struct iovec *, int);
__END_DECLS
#endif

#endif /* !_SYS_UIO_H_ */
