/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS__TIMESPEC_H_
#define	_SYS__TIMESPEC_H_

#include <sys/_types.h>

typedef	__time_t	time_t;

struct timespec {
	time_t	tv_sec;
	long	tv_nsec;
};

#endif /* !_SYS__TIMESPEC_H_ */
