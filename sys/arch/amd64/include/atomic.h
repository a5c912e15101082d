/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What <sys/atomic.h> cannot get from the compiler in the best form.
 */
#ifndef _MACHINE_ATOMIC_H_
#define	_MACHINE_ATOMIC_H_

/* A locked operation orders as mfence does, and is cheaper. */
static __always_inline void
md_fence_seq(void)
{
	__asm__ volatile("lock; addl $0, -8(%%rsp)" : : : "memory", "cc");
}

#endif /* !_MACHINE_ATOMIC_H_ */
