/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS__ITIMERSPEC_H_
#define	_SYS__ITIMERSPEC_H_

#include <sys/_timespec.h>

struct itimerspec {
	struct timespec	it_interval;
	struct timespec	it_value;
};

#endif /* !_SYS__ITIMERSPEC_H_ */
