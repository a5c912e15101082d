/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Timeouts; timeout(9).
 *
 * A struct timeout is memory of its user; nothing is ever allocated.  The
 * function runs once at or after the deadline, in the clock's soft interrupt
 * thread of the CPU that called timeout_set(), without locks; or, with
 * timeout_init_direct(), in the clock interrupt itself at IPL_SCHED, where it
 * may take only spin locks of that level.
 */
#ifndef _SYS_TIMEOUT_H_
#define	_SYS_TIMEOUT_H_

#ifdef _KERNEL
#include <sys/types.h>

struct timeout_cpu;

struct timeout {
	struct timeout	*to_child;	/* pairing heap: (t) the CPU's lock */
	struct timeout	*to_next;	/* (t) sibling */
	struct timeout	**to_prevp;	/* (t) what points here */
	uint64_t	to_deadline;	/* (t) */
	struct timeout_cpu *volatile to_cpu; /* (t) */
	void		(*to_fn)(void *);
	void		*to_arg;
	volatile uint8_t to_state;	/* (t) enum timeout_state */
	uint8_t		to_direct;	/* constant */
};

void	timeout_init(struct timeout *, void (*fn)(void *), void *arg);
void	timeout_init_direct(struct timeout *, void (*fn)(void *), void *arg);

/*
 * Arrange the call, in place of one that is still to come.  Any context up to
 * IPL_SCHED, with any locks but run queue locks.
 */
void	timeout_set(struct timeout *, uint64_t deadline);

/*
 * True when a call was to come and will not; false when there was none, or it
 * has begun.  Does not wait.
 */
bool	timeout_cancel(struct timeout *);

/*
 * Cancel, and wait until the function is not running.  It may be called again
 * only by another timeout_set().  May sleep (not for direct ones); never from
 * the function itself or with a lock that it takes.
 */
bool	timeout_drain(struct timeout *);

bool	timeout_pending(const struct timeout *);

/* Core: boot, a CPU's timeouts; its soft interrupt, once it has a thread. */
void	timeout_init_cpu(u_int cpu);
int	timeout_init_softint(void);

/* Core: this CPU was idle and is not any more: let it tick.  Interrupts off. */
void	timeout_need_tick(uint64_t now);

/* For the port: the timer of this CPU fired.  IPL_SCHED or above. */
void	timeout_hardclock(void);

#endif /* _KERNEL */
#endif /* !_SYS_TIMEOUT_H_ */
