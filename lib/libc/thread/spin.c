/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Spin locks, which yield the processor after a while: their holder may need
 * it.
 */
#include "thread_impl.h"

#define	SPINS	200

static inline volatile unsigned *
spin_word(pthread_spinlock_t *l)
{
	return ((volatile unsigned *)l);
}

int
pthread_spin_init(pthread_spinlock_t *lock, int pshared)
{
	(void)pshared;
	*spin_word(lock) = 0;
	return (0);
}

int
pthread_spin_destroy(pthread_spinlock_t *lock)
{
	(void)lock;
	return (0);
}

int
pthread_spin_trylock(pthread_spinlock_t *lock)
{
	return (__atomic_exchange_n(spin_word(lock), 1, __ATOMIC_ACQUIRE) == 0 ?
	    0 : EBUSY);
}

int
pthread_spin_lock(pthread_spinlock_t *lock)
{
	int i = 0;

	while (pthread_spin_trylock(lock) != 0) {
		while (*spin_word(lock) != 0) {
			if (++i % SPINS == 0)
				(void)sched_yield();
			else
				__builtin_ia32_pause();
		}
	}
	return (0);
}

int
pthread_spin_unlock(pthread_spinlock_t *lock)
{
	__atomic_store_n(spin_word(lock), 0, __ATOMIC_RELEASE);
	return (0);
}
