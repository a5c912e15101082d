/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mutexes; mutex(9).  The lock word is the owner's struct thread with two
 * flags; uncontended operations are one compare-and-swap.  A contender spins
 * while the owner runs on another CPU, else it sleeps.  No recursion.  Thread
 * and soft interrupt context, at IPL_NONE and without spin locks.
 */
#ifndef _SYS_MUTEX_H_
#define	_SYS_MUTEX_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/atomic.h>
#include <sys/pcpu.h>
#include <sys/sleepq.h>

#define	MUTEX_WAITERS	((uintptr_t)1)	/* someone sleeps */
#define	MUTEX_HANDOFF	((uintptr_t)2)	/* the first sleeper is next */
#define	MUTEX_FLAGS	(MUTEX_WAITERS | MUTEX_HANDOFF)

struct lock_class;

struct __lockable kmutex {
	volatile uintptr_t m_owner;	/* thread, and flags */
	const char	*m_name;	/* constant */
	struct sleepq	m_sleepq;
#ifdef DEBUG
	struct lock_class *m_class;
#endif
};

#define	MUTEX_INITIALIZER(m, name) {					\
	.m_name = (name), .m_sleepq = SLEEPQ_INITIALIZER((m).m_sleepq)	\
}

void	mutex_init(struct kmutex *, const char *name);
void	mutex_destroy(struct kmutex *);

/* Core: with contention. */
void	mutex_enter_slow(struct kmutex *);
void	mutex_exit_slow(struct kmutex *);

#ifdef DEBUG
void	mutex_enter(struct kmutex *m) __acquires_excl(*m);
void	mutex_exit(struct kmutex *m) __releases(*m);
#else
static __always_inline void mutex_enter(struct kmutex *m) __acquires_excl(*m)
	    __no_lock_analysis;
static __always_inline void mutex_exit(struct kmutex *m) __releases(*m)
	    __no_lock_analysis;

static __always_inline void
mutex_enter(struct kmutex *m)
{

	if (__predict_false(!atomic_cas_acq(&m->m_owner, 0,
	    (uintptr_t)curthread)))
		mutex_enter_slow(m);
}

static __always_inline void
mutex_exit(struct kmutex *m)
{

	if (__predict_false(!atomic_cas_rel(&m->m_owner,
	    (uintptr_t)curthread, 0)))
		mutex_exit_slow(m);
}
#endif

bool	mutex_tryenter(struct kmutex *m) __try_acquires(true, *m);

/* Whether the running thread owns it. */
static __always_inline bool
mutex_owned(const struct kmutex *m)
{

	return ((m->m_owner & ~MUTEX_FLAGS) == (uintptr_t)curthread);
}

#endif /* _KERNEL */
#endif /* !_SYS_MUTEX_H_ */
