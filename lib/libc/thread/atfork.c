/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What programs want called around fork(): before it the newest handler first,
 * after it the oldest.
 */
#include <stdlib.h>
#include "thread_impl.h"

struct atfork {
	TAILQ_ENTRY(atfork) af_link;
	void	(*af_prepare)(void);
	void	(*af_parent)(void);
	void	(*af_child)(void);
};

/* Both under atfork_lock, which fork() holds. */
static TAILQ_HEAD(atfork_list, atfork) atfork_list =
    TAILQ_HEAD_INITIALIZER(atfork_list);
static struct libc_lock atfork_lock = LIBC_LOCK_INITIALIZER;

/* Of timer.c, here so that who forks needs no timers. */
struct libc_lock	libc_timer_lock = LIBC_LOCK_INITIALIZER;

int
pthread_atfork(void (*prepare)(void), void (*parent)(void),
    void (*child)(void))
{
	struct atfork *af;

	af = malloc(sizeof(*af));
	if (af == NULL)
		return (ENOMEM);
	af->af_prepare = prepare;
	af->af_parent = parent;
	af->af_child = child;
	libc_lock(&atfork_lock);
	TAILQ_INSERT_TAIL(&atfork_list, af, af_link);
	libc_unlock(&atfork_lock);
	return (0);
}

void
libc_atfork_prepare(void)
{
	struct atfork *af;

	libc_lock(&atfork_lock);
	TAILQ_FOREACH_REVERSE(af, &atfork_list, atfork_list, af_link) {
		if (af->af_prepare != NULL)
			af->af_prepare();
	}
	libc_lock(&libc_timer_lock);
}

void
libc_atfork_done(bool child)
{
	struct atfork *af;

	libc_unlock(&libc_timer_lock);
	TAILQ_FOREACH(af, &atfork_list, af_link) {
		if (child && af->af_child != NULL)
			af->af_child();
		else if (!child && af->af_parent != NULL)
			af->af_parent();
	}
	libc_unlock(&atfork_lock);
}
