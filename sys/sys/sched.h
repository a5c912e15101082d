/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler's interface; sched(9), and the theory statement of kern_sched.c.
 *
 * Locks of struct td_sched: (q) the lock of the run queue of CPU ts_cpu; (s) the
 * sleep queue's lock that ts_sqlock points to; (c) the thread itself; (a)
 * written with (q), read without.
 */
#ifndef _SYS_SCHED_H_
#define	_SYS_SCHED_H_

#ifdef _KERNEL
#include <sys/types.h>
#include <sys/queue.h>
#include <sys/spin.h>
#include <sys/timeout.h>
#include <sys/tree.h>

struct proc;
struct sleepq;
struct thread;

enum td_state {
	TDS_EMBRYO,			/* never ran; sched_start() to come */
	TDS_RUNNABLE,			/* on a run queue, or between two */
	TDS_RUNNING,
	TDS_SLEEPING,			/* on a sleep queue, or parked */
	TDS_STOPPED,			/* parked by job control */
	TDS_ZOMBIE			/* will never run again */
};

/*
 * Classes, strongest first.  A thread of a stronger class runs before any of a
 * weaker one; SCHED_SOFT threads by ts_prio and in order of arrival, SCHED_FAIR
 * ones by virtual time.
 */
enum sched_class {
	SCHED_SOFT,			/* soft interrupts */
	SCHED_FAIR,			/* all others */
	SCHED_IDLE			/* the idle threads; never queued */
};

struct td_sched {
	volatile u_char	ts_oncpu;	/* (a) a CPU executes on its stack */
	u_char		ts_state;	/* (a) enum td_state */
	u_char		ts_class;	/* (q) enum sched_class */
	u_char		ts_prio;	/* (q) SCHED_SOFT: 0 is strongest */
	u_char		ts_onrq;	/* (q) linked into a run queue */
	u_char		ts_parktok;	/* (q) sched_park() shall not sleep */
	u_char		ts_bound;	/* (q) stays on ts_cpu */
	int8_t		ts_nice;	/* (q) -20 ... 20 */
	volatile u_int	ts_cpu;		/* (q) of old and new to change */
	uint32_t	ts_weight;	/* (q) share of the CPU, by ts_nice */
	uint64_t	ts_vruntime;	/* (q) weighted ns */
	uint64_t	ts_laststart;	/* (q) when it got the CPU */
	uint64_t	ts_slice;	/* (q) ran since it was picked, ns */
	uint64_t	ts_runtime;	/* (q) total ns */
	uint64_t	ts_sticks;	/* (c) ticks in the kernel */
	uint64_t	ts_uticks;	/* (c) ticks in user mode */
	uint64_t	ts_nvcsw;	/* (q) switches by sleeping */
	uint64_t	ts_nivcsw;	/* (q) by preemption */
	union {
		RB_ENTRY(thread)	ts_rblink;	/* (q) fair */
		TAILQ_ENTRY(thread)	ts_rqlink;	/* (q) soft */
	};

	/* Sleeping. */
	TAILQ_ENTRY(thread) ts_sqlink;	/* (s) */
	struct spin *volatile ts_sqlock; /* (s) NULL: not on a sleep queue */
	struct sleepq	*ts_sleepq;	/* (s) */
	const char	*ts_wmesg;	/* (s) what for; NULL while running */
	int		ts_sqerror;	/* (s) why sleepq_abort() woke it */
	u_char		ts_sqflags;	/* (s) SLEEPQ_* */
	u_char		ts_sqtag;	/* (s) the queue's user's */
	struct timeout	ts_timeout;	/* (c) of a timed sleep */
	LIST_ENTRY(thread) ts_deadlink;	/* the reaper's */

#ifdef DEBUG
	struct lock_held *ts_locks;	/* (c) sleeping locks held */
	u_int		ts_nlocks;
#endif
};

/* Nice values and their sysctl names. */
#define	PRIO_NICE_MIN	(-20)
#define	PRIO_NICE_MAX	20

/*
 * Boot.  sched_init() makes the running thread (thread0) a thread of the boot
 * CPU; the level stays IPL_HIGH until the first ipl_lower().  sched_start_cpu()
 * makes the idle thread of a CPU, for cpus[cpu]->pc_idle; the boot CPU's too.
 * NULL without memory.
 */
void	sched_init(void);
struct thread *sched_idle_create(u_int cpu);
void	sched_idle_loop(void) __dead2;
void	sched_trampoline(void);
void	sched_start_reaper(void);

/*
 * A new thread: initialise td_sched from the parent's (NULL: defaults of the
 * kernel).  Then sched_start() lets it run, once.
 */
void	sched_thread_init(struct thread *, const struct thread *parent);
void	sched_start(struct thread *);

/*
 * Sleep until sched_wakeup(), unless it was called since the last return from
 * here.  One thread parks, any number wake it.  Uninterruptible; callers loop
 * on their condition.  sched_stop() is the same for job control: the state
 * reads TDS_STOPPED.
 */
void	sched_park(const char *wmesg);
void	sched_stop(const char *wmesg);
void	sched_wakeup(struct thread *);

/*
 * A signal: end td's sleep if it is an interruptible one, make it look at
 * td_ast if it is in user mode on another CPU.  Any locks but sleep queue and
 * run queue locks.
 */
void	sched_interrupt(struct thread *);

/* Let others of the same class run.  sched_preempt: if pc_resched is set. */
void	sched_yield_cpu(void);
void	sched_preempt(void);

/*
 * The running thread ends.  Later thread_reap(td) is called in the reaper's
 * context, when no CPU uses the stack.  sched_reap() does so now for all ended
 * threads and may sleep.
 */
void	sched_exit(struct thread *) __dead2;
void	sched_reap(void);

/* p_nice changed: all threads of p (p_lock held). */
void	sched_setnice(struct proc *, int nice);
void	sched_setclass(struct thread *, enum sched_class, u_int prio);

/*
 * CPU time of a thread so far, in ns, also of one that runs now; and its split
 * into user and system time by ticks.
 */
uint64_t sched_runtime(struct thread *);
void	sched_split_time(uint64_t runtime, uint64_t uticks, uint64_t sticks,
	    uint64_t *user, uint64_t *sys);

/* From the clock, hard interrupt: accounts a tick; returns the next. */
uint64_t sched_clock(uint64_t now, bool usermode);

/* Load averages, in units of 1 / FSCALE. */
void	sched_loadavg(u_long avg[3]);

/* For sleep queues: td was taken off one; make it runnable. */
void	sched_unsleep(struct thread *, bool sync);
void	sched_sleep(struct thread *, struct spin *interlock);

/* Wake-ups from here go to this CPU: this thread is about to sleep. */
#define	SCHED_SYNC	0x01

#endif /* _KERNEL */
#endif /* !_SYS_SCHED_H_ */
