/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The internal lock of libc: recursive, owned by a thread (known by its thread
 * pointer).  While the process has one thread a round is two plain stores.  A
 * contended lock yields the processor; nothing here sleeps in the kernel.
 */

#include <sched.h>
#include "libc_private.h"

volatile int	libc_threaded;

static inline void *
lock_self(void)
{
	void *self;

	__asm__("movq %%fs:0, %0" : "=r" (self));
	return (self);
}

bool
libc_trylock(struct libc_lock *l)
{
	void *self = lock_self();

	if (l->ll_state != 0 && l->ll_owner == self) {
		l->ll_depth++;
		return (true);
	}
	if (libc_threaded != 0) {
		int expected = 0;

		if (!__atomic_compare_exchange_n(&l->ll_state, &expected, 1,
		    false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return (false);
	} else {
		if (l->ll_state != 0)
			return (false);
		l->ll_state = 1;
	}
	l->ll_owner = self;
	return (true);
}

void
libc_lock(struct libc_lock *l)
{
	while (!libc_trylock(l))
		(void)sched_yield();
}

void
libc_unlock(struct libc_lock *l)
{
	if (l->ll_depth > 0) {
		l->ll_depth--;
		return;
	}
	l->ll_owner = NULL;
	__atomic_store_n(&l->ll_state, 0, __ATOMIC_RELEASE);
}
