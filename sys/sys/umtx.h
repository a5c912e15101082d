/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Waiting for a word of user memory to change; umtx_wait(2).
 *
 * Core: of threads.
 */
#ifndef _SYS_UMTX_H_
#define	_SYS_UMTX_H_

#include <sys/_types.h>

/* Flags. */
#define	UMTX_SHARED	0x01	/* with processes that map the same memory */
#define	UMTX_REALTIME	0x02	/* the deadline is of CLOCK_REALTIME */

#ifdef _KERNEL
#include <sys/types.h>

struct thread;

void	umtx_init(void);
int	umtx_wake_private(struct thread *, vm_offset_t, u_int);
#else
struct timespec;

__BEGIN_DECLS
int	umtx_wait(const unsigned int *, unsigned int, int,
	    const struct timespec *);
int	umtx_wake(const unsigned int *, int, int);
__END_DECLS
#endif

#endif /* !_SYS_UMTX_H_ */
