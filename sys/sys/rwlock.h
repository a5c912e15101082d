/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reader/writer locks; rwlock(9).  A release serves the sleepers in order of
 * arrival: it hands the lock to all readers in front of the next writer, or
 * wakes a writer, which is handed it if it lost the first time.  Neither kind
 * of hold may be taken twice by the same thread.  Contexts as for mutexes.
 */
#ifndef _SYS_RWLOCK_H_
#define	_SYS_RWLOCK_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/atomic.h>
#include <sys/pcpu.h>
#include <sys/sleepq.h>

enum rw_op {
	RW_READER,
	RW_WRITER
};

#define	RW_WRITE	((uintptr_t)1)	/* held to write; rest is the thread */
#define	RW_WAITERS	((uintptr_t)2)	/* someone sleeps: no new readers */
#define	RW_FLAGS	(RW_WRITE | RW_WAITERS)
#define	RW_ONE		((uintptr_t)4)	/* one reader */

struct lock_class;

struct rwlock {
	volatile uintptr_t rw_word;
	const char	*rw_name;	/* constant */
	struct sleepq	rw_sleepq;
#ifdef DEBUG
	struct lock_class *rw_class;
#endif
};

#define	RWLOCK_INITIALIZER(l, name) {					\
	.rw_name = (name),						\
	.rw_sleepq = SLEEPQ_INITIALIZER((l).rw_sleepq)			\
}

void	rw_init(struct rwlock *, const char *name);
void	rw_destroy(struct rwlock *);
void	rw_enter(struct rwlock *, enum rw_op);
void	rw_exit(struct rwlock *);
bool	rw_tryenter(struct rwlock *, enum rw_op);

/*
 * From reader to writer, if this thread is the only reader; else false, and
 * the lock is still held to read.  rw_downgrade never fails.
 */
bool	rw_tryupgrade(struct rwlock *);
void	rw_downgrade(struct rwlock *);

/* Whether this thread holds it to write; whether anybody holds it at all. */
static __always_inline bool
rw_write_held(const struct rwlock *l)
{
	uintptr_t v = l->rw_word;

	return ((v & RW_WRITE) != 0 &&
	    (v & ~RW_FLAGS) == (uintptr_t)curthread);
}

bool	rw_held(const struct rwlock *);

#endif /* _KERNEL */
#endif /* !_SYS_RWLOCK_H_ */
