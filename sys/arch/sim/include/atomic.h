/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What <sys/atomic.h> leaves to the port.  Between two atomic operations
 * another virtual CPU may run: each of them is a point, see vcpu.c.
 */
#ifndef _MACHINE_ATOMIC_H_
#define	_MACHINE_ATOMIC_H_

extern long	sim_countdown;
void	sim_point_slow(void);

/* Where the chooser may let another virtual CPU go on. */
static __always_inline void
sim_point(void)
{

	if (__predict_false(--sim_countdown <= 0))
		sim_point_slow();
}

#define	MD_ATOMIC_POINT()	sim_point()

static __always_inline void
md_fence_seq(void)
{

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	sim_point();
}

#endif /* !_MACHINE_ATOMIC_H_ */
