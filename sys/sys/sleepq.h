/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sleep queues; sleepq(9): the one way in which threads sleep, under mutexes,
 * reader/writer locks, condition variables and poll.
 *
 * A queue is a list head in the object that is waited for.  Its lock comes from
 * a static pool, by the queue's address; so a thread that is to be woken from
 * outside (signal, timeout) is found through ts_sqlock without touching an
 * object that may be gone.  At most one such lock is held at a time.
 *
 * Lock order	sleep queue lock -> run queue lock.
 */
#ifndef _SYS_SLEEPQ_H_
#define	_SYS_SLEEPQ_H_

#ifdef _KERNEL
#include <sys/types.h>
#include <sys/queue.h>

struct spin;
struct thread;

struct sleepq {
	TAILQ_HEAD(, thread) sq_head;
};

#define	SLEEPQ_INITIALIZER(q)						\
	{ .sq_head = TAILQ_HEAD_INITIALIZER((q).sq_head) }

/* Flags of sleepq_enqueue. */
#define	SLEEPQ_SIG	0x01		/* sched_interrupt() ends it */
#define	SLEEPQ_LOST	0x02		/* in front of all without it */

void	sleepq_init(struct sleepq *);

/* Lock the queue: spin, IPL_SCHED; returns the lock for sleepq_unlock(). */
struct spin *sleepq_lock(const struct sleepq *);
void	sleepq_unlock(struct spin *);

/*
 * Sleep in two steps.  sleepq_enqueue() puts the running thread at the end of
 * the locked queue, from where it can be woken; sleepq_sleep() gives the CPU
 * away, unless it was woken already, and returns with nothing locked: 0 when
 * sleepq_wake_*() woke it, else what sleepq_abort() said.  deadline 0: none.
 * sleepq_sleep() releases the lock l of the queue; sleepq_block() is for
 * callers that released it after sleepq_enqueue().  SLEEPQ_LOST is for a thread
 * that was woken, and lost what it waited for to another.
 */
void	sleepq_enqueue(struct sleepq *, const char *wmesg, u_int flags,
	    u_int tag);
int	sleepq_sleep(struct spin *l, uint64_t deadline);
int	sleepq_block(uint64_t deadline);

/*
 * With the queue locked: the first sleeper, or NULL; wake one, which is on the
 * queue; wake all, returns how many.
 */
struct thread *sleepq_first(const struct sleepq *);
struct thread *sleepq_next(const struct thread *);
u_int	sleepq_tag(const struct thread *);
bool	sleepq_lost(const struct thread *);
void	sleepq_wake(struct sleepq *, struct thread *, bool sync);
u_int	sleepq_wake_all(struct sleepq *);

/*
 * Wake td, if it sleeps on a queue (and interruptibly, if only_sig), with an
 * error.  True when it did.  td must not go away meanwhile.
 */
bool	sleepq_abort(struct thread *, int error, bool only_sig);

static __always_inline bool
sleepq_empty(const struct sleepq *q)
{

	return (TAILQ_EMPTY(&q->sq_head));
}

#endif /* _KERNEL */
#endif /* !_SYS_SLEEPQ_H_ */
