/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Condition variables; condvar(9).  All threads that wait on one at the same
 * time use the same mutex, which is released while they sleep and held again on
 * return.  Callers loop on their condition.
 */
#ifndef _SYS_CONDVAR_H_
#define	_SYS_CONDVAR_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/mutex.h>
#include <sys/sleepq.h>

struct cv {
	const char	*cv_name;	/* constant; the wait channel */
	struct sleepq	cv_sleepq;
};

#define	CV_INITIALIZER(c, name) {					\
	.cv_name = (name), .cv_sleepq = SLEEPQ_INITIALIZER((c).cv_sleepq) \
}

void	cv_init(struct cv *, const char *name);
void	cv_destroy(struct cv *);

/*
 * cv_wait_sig returns EINTR or ERESTART (sig_pending_check()) when a signal
 * ended the wait, cv_timedwait ETIMEDOUT when the deadline (ns since boot, 0 =
 * none) passed.
 */
void	cv_wait(struct cv *, struct kmutex *m) __requires(*m);
int	cv_wait_sig(struct cv *, struct kmutex *m) __requires(*m);
int	cv_timedwait(struct cv *, struct kmutex *m, uint64_t deadline)
	    __requires(*m);
int	cv_timedwait_sig(struct cv *, struct kmutex *m, uint64_t deadline)
	    __requires(*m);

/*
 * Wake one, all.  Any context up to IPL_SCHED; normally with the mutex held.
 * cv_signal_sync: and the caller is about to sleep, so the woken thread best
 * runs on this CPU.
 */
void	cv_signal(struct cv *);
void	cv_signal_sync(struct cv *);
void	cv_broadcast(struct cv *);

/* Whether someone waits; a hint unless the mutex is held. */
static __always_inline bool
cv_has_waiters(const struct cv *c)
{

	return (!sleepq_empty(&c->cv_sleepq));
}

#endif /* _KERNEL */
#endif /* !_SYS_CONDVAR_H_ */
