/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Private to the locks: what they tell the lock-order checker.  DEBUG only.
 */
#ifndef _KERN_SUBR_LOCKORDER_H_
#define	_KERN_SUBR_LOCKORDER_H_

#ifdef DEBUG
#include <sys/types.h>

struct lock_class;

/* The class of all locks of that name; kept in the lock. */
struct lock_class *lockorder_class(const char *name, bool spin);

/*
 * want: before waiting for a lock; not for tries, which cannot deadlock.
 * got, exit: it is held, it is about to be released.  pc: who asked.
 */
void	lockorder_want(struct lock_class *, const void *lock, const void *pc);
void	lockorder_got(struct lock_class *, const void *lock, const void *pc);
void	lockorder_exit(struct lock_class *, const void *lock);
bool	lockorder_holds(const void *lock);
u_int	lockorder_reports(void);

/* Panic unless this context may sleep. */
void	lockorder_may_sleep(const char *what, const void *lock);
#endif

#endif /* !_KERN_SUBR_LOCKORDER_H_ */
