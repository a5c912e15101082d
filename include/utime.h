/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _UTIME_H_
#define	_UTIME_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__time_t	time_t;

struct utimbuf {
	time_t	actime;
	time_t	modtime;
};

__BEGIN_DECLS
int	utime(const char *, const struct utimbuf *);
__END_DECLS

#endif /* !_UTIME_H_ */
