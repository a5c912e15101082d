/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS__IOVEC_H_
#define	_SYS__IOVEC_H_

#include <sys/_types.h>

typedef	__size_t	size_t;

struct iovec {
	void	*iov_base;
	size_t	iov_len;
};

#endif /* !_SYS__IOVEC_H_ */
