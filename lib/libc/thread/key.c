/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Thread-specific data.
 *
 * A key is an index into key_table; a thread's values are made when it first
 * sets one.  k_generation is odd while the key is in use and grows whenever
 * that changes, so that a value of an earlier key with the same index is not
 * seen.
 *
 * Tests: tests/lib/libc/thread/t_pthread.c
 */
#include <stdlib.h>
#include "thread_impl.h"

/* Locks: key_lock to change. */
static struct {
	unsigned long	k_generation;
	void		(*k_destructor)(void *);
} key_table[PTHREAD_KEYS_MAX];
static struct libc_lock key_lock = LIBC_LOCK_INITIALIZER;

int
pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
	int i;

	libc_lock(&key_lock);
	for (i = 0; i < PTHREAD_KEYS_MAX; i++) {
		if ((key_table[i].k_generation & 1) == 0)
			break;
	}
	if (i < PTHREAD_KEYS_MAX) {
		key_table[i].k_destructor = destructor;
		key_table[i].k_generation++;
		*key = i;
	}
	libc_unlock(&key_lock);
	return (i < PTHREAD_KEYS_MAX ? 0 : EAGAIN);
}

static bool
key_valid(pthread_key_t key)
{
	return (key >= 0 && key < PTHREAD_KEYS_MAX &&
	    (key_table[key].k_generation & 1) != 0);
}

int
pthread_key_delete(pthread_key_t key)
{
	int error = 0;

	libc_lock(&key_lock);
	if (key_valid(key))
		key_table[key].k_generation++;
	else
		error = EINVAL;
	libc_unlock(&key_lock);
	return (error);
}

void *
pthread_getspecific(pthread_key_t key)
{
	const struct thread_value *tv = thread_self()->pt_values;

	if (tv == NULL || !key_valid(key) ||
	    tv[key].tv_generation != key_table[key].k_generation)
		return (NULL);
	return (__DECONST(void *, tv[key].tv_value));
}

int
pthread_setspecific(pthread_key_t key, const void *value)
{
	struct __pthread *self = thread_self();

	if (!key_valid(key))
		return (EINVAL);
	if (self->pt_values == NULL) {
		if (value == NULL)
			return (0);
		self->pt_values = calloc(PTHREAD_KEYS_MAX,
		    sizeof(struct thread_value));
		if (self->pt_values == NULL)
			return (ENOMEM);
	}
	self->pt_values[key].tv_generation = key_table[key].k_generation;
	self->pt_values[key].tv_value = value;
	return (0);
}

/*
 * Call the destructors of what the ending thread has; they may set values
 * anew, for which there are PTHREAD_DESTRUCTOR_ITERATIONS rounds.
 */
void
libc_thread_values_destroy(struct __pthread *pt)
{
	struct thread_value *tv = pt->pt_values;
	void (*destructor)(void *);
	const void *value;
	int i, round;
	bool again = true;

	for (round = 0; tv != NULL && again &&
	    round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
		again = false;
		for (i = 0; i < PTHREAD_KEYS_MAX; i++) {
			value = tv[i].tv_value;
			if (value == NULL)
				continue;
			tv[i].tv_value = NULL;
			libc_lock(&key_lock);
			destructor = key_table[i].k_generation ==
			    tv[i].tv_generation ? key_table[i].k_destructor :
			    NULL;
			libc_unlock(&key_lock);
			if (destructor != NULL) {
				destructor(__DECONST(void *, value));
				again = true;
			}
		}
	}
	pt->pt_values = NULL;
	free(tv);
}
