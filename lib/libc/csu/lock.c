/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The internal lock of libc: recursive, owned by a thread (known by its thread
 * pointer).  While the process has one thread a round is two plain stores.  Who
 * has to wait sleeps by umtx(2) on ll_state, which is 2 then.
 */

#include <sys/umtx.h>
#include <errno.h>
#include <stddef.h>
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
		unsigned expected = 0;

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
	int saved;

	if (__predict_true(libc_trylock(l)))
		return;
	saved = errno;
	while (__atomic_exchange_n(&l->ll_state, 2, __ATOMIC_ACQUIRE) != 0)
		(void)__sys_umtx_wait((const unsigned *)&l->ll_state, 2, 0,
		    NULL);
	l->ll_owner = lock_self();
	errno = saved;
}

void
libc_unlock(struct libc_lock *l)
{
	if (l->ll_depth > 0) {
		l->ll_depth--;
		return;
	}
	l->ll_owner = NULL;
	if (libc_threaded == 0)
		l->ll_state = 0;
	else if (__atomic_exchange_n(&l->ll_state, 0, __ATOMIC_RELEASE) == 2)
		(void)umtx_wake((const unsigned *)&l->ll_state, 1, 0);
}
