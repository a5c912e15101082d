/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_TIMES_H_
#define	_SYS_TIMES_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__clock_t	clock_t;

/* In clock ticks, sysconf(_SC_CLK_TCK) of them a second. */
struct tms {
	clock_t	tms_utime;
	clock_t	tms_stime;
	clock_t	tms_cutime;
	clock_t	tms_cstime;
};

#ifndef _KERNEL
__BEGIN_DECLS
clock_t	times(struct tms *);
__END_DECLS
#endif

#endif /* !_SYS_TIMES_H_ */
