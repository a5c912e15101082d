/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_RANDOM_H_
#define	_SYS_RANDOM_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__size_t	size_t;
typedef	__ssize_t	ssize_t;

#define	GRND_NONBLOCK	0x1
#define	GRND_RANDOM	0x2
#define	GRND_INSECURE	0x4

#ifndef _KERNEL
__BEGIN_DECLS
ssize_t	getrandom(void *, size_t, unsigned int);
__END_DECLS
#endif

#endif /* !_SYS_RANDOM_H_ */
