/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The inside of POSIX threads.
 *
 * Model	A thread is one of the kernel.  Its block of memory holds, from
 *		the bottom, a guard, the stack, the image of thread-local
 *		storage, the thread control block that %fs points at, and its
 *		struct __pthread.  Everything that waits does so by umtx(2) on a
 *		32-bit word.
 *
 * End		A thread that ends stores THR_EXITED in pt_state by the kernel,
 *		once it needs its block no more.  A joiner waits for that; the
 *		blocks of detached threads are on a list and are used again, or
 *		unmapped, when their state says so.
 *
 * Locks	(l) thread_lock; (a) atomic; (c) the thread itself; (i) constant
 *		once the thread runs.
 */
#ifndef _THREAD_IMPL_H_
#define	_THREAD_IMPL_H_

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/thr.h>
#include <sys/umtx.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>
#include "libc_private.h"
#include "thread_offsets.h"

extern __hidden struct libc_lock libc_timer_lock;	/* timer.c */

#define	THREAD_STACK	(2UL << 20)	/* unless attributes say more */
#define	THREAD_GUARD	4096UL
#define	THREAD_CACHE	16		/* blocks kept for the next threads */

/* pt_detach. */
enum thread_detach {
	THREAD_JOINABLE,
	THREAD_DETACHED,
	THREAD_JOINING			/* somebody is in pthread_join() */
};

struct thread_value {
	unsigned long	tv_generation;	/* of the key it was set for */
	const void	*tv_value;
};

struct __pthread {
	volatile unsigned pt_cancel;	/* (a) PT_CANCEL_* */
	int		pt_cancel_defer; /* (c) calls return ECANCELED */
	volatile unsigned pt_state;	/* (a) THR_EXITED: by the kernel */
	int		pt_tid;		/* (i) by the kernel */
	int		pt_async;	/* (c) PTHREAD_CANCEL_ASYNCHRONOUS */
	enum thread_detach pt_detach;	/* (l) */
	bool		pt_finished;	/* (l) past its last use of itself */
	bool		pt_cached;	/* (i) the block is of default size */
	void		*(*pt_start)(void *);	/* (i) */
	void		*pt_arg;	/* (i) */
	void		*pt_result;	/* (c), then who joins */
	struct _pthread_cleanup *pt_cleanup;	/* (c) */
	char		*pt_block;	/* (i) NULL: not ours to free */
	size_t		pt_blocksize;	/* (i) with the guard */
	size_t		pt_guard;	/* (i) */
	char		*pt_stack;	/* (i) lowest usable address */
	size_t		pt_stacksize;	/* (i) */
	TAILQ_ENTRY(__pthread) pt_link;	/* (l) the dead */
	struct thread_value *pt_values;	/* (c) PTHREAD_KEYS_MAX of them */
};

_Static_assert(offsetof(struct __pthread, pt_cancel) == PT_CANCEL &&
    offsetof(struct __pthread, pt_cancel_defer) == PT_CANCEL_DEFER &&
    offsetof(struct tcb, tcb_thread) == TCB_THREAD &&
    EINTR == EINTR_VALUE && ECANCELED == ECANCELED_VALUE,
    "thread_offsets.h is wrong");

/* What pthread_attr_t holds. */
struct thread_attr {
	size_t	ta_stacksize;		/* 0: default */
	size_t	ta_guardsize;
	char	*ta_stack;		/* NULL: we make one */
	unsigned char ta_detached;
	unsigned char ta_scope;
	unsigned char ta_explicit;	/* PTHREAD_EXPLICIT_SCHED */
	unsigned char ta_valid;
	int	ta_policy;
	int	ta_priority;
};
_Static_assert(sizeof(struct thread_attr) <= sizeof(pthread_attr_t), "room");

#define	THREAD_VALID	0xa5		/* ta_valid of an initialised one */

static inline struct __pthread *
thread_self(void)
{
	struct __pthread *pt;

	__asm__("movq %%fs:%c1, %0" : "=r" (pt) : "i" (TCB_THREAD));
	return (pt);
}

__hidden unsigned thread_tid(struct __pthread *);

/* Wait while *word is value; 0 or an errno, never EINTR for callers to see. */
__hidden int	thread_wait(volatile unsigned *, unsigned, int,
		    const struct timespec *);
__hidden int	thread_wait_cancel(volatile unsigned *, unsigned, int,
		    const struct timespec *);
/* Wake who waits for a word, which need not be there any more. */
__hidden void	thread_wake(volatile unsigned *, int, int);

/*
 * The simplest lock, a word: 0 free, 1 held, 2 held and perhaps slept for.
 */
__hidden void	thread_word_lock(volatile unsigned *, int);
__hidden void	thread_word_unlock(volatile unsigned *, int);

/*
 * Who owns a lock.  In memory of one process that is the address of the thread,
 * which no other thread has while it lives and which a forked child's thread
 * keeps, so that it can release what it held; where processes share, the
 * kernel's name of it, which a child's thread does not keep.  0 is nobody.
 */
static inline uintptr_t
thread_owner(bool shared)
{
	return (shared ? thread_tid(thread_self()) : (uintptr_t)thread_self());
}

/* Flags of umtx(2) for an object that may be shared and for a clock. */
static inline int
thread_umtx_flags(bool shared, clockid_t clock)
{
	return ((shared ? UMTX_SHARED : 0) |
	    (clock == CLOCK_REALTIME ? UMTX_REALTIME : 0));
}

static inline bool
thread_timespec_valid(const struct timespec *ts)
{
	return (ts->tv_nsec >= 0 && ts->tv_nsec < 1000000000);
}

__hidden void	libc_thread_values_destroy(struct __pthread *);
__hidden void	libc_thread_uncount(void);
__hidden void	libc_cancel_act(void) __dead2;
__hidden void	libc_cancel_install(void);
/* cond.c, for the mutex: unlock and lock fully, whatever the depth. */
__hidden int	thread_mutex_suspend(pthread_mutex_t *, unsigned *);
__hidden void	thread_mutex_resume(pthread_mutex_t *, unsigned);

#endif /* !_THREAD_IMPL_H_ */
