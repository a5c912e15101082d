/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler's interface; sched(9), and the theory statement of
 * kern_sched.c.
 *
 * Locks of struct td_sched: (q) the lock of the run queue of CPU ts_cpu; (s)
 * the sleep queue's lock that ts_sqlock points to; (c) the thread itself; (a)
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

#ifdef DEBUG
/* A lock that is held, for the lock-order checker. */
#define	LOCK_HELD_MAX	24

struct lock_held {
	const void	*lh_lock;
	struct lock_class *lh_class;
	const void	*lh_pc;		/* who took it */
};
#endif

struct td_sched {
	volatile u_char	ts_oncpu;	/* (a) a CPU executes on its stack */
	u_char		ts_state;	/* (a) enum td_state */
	u_char		ts_class;	/* (q) enum sched_class */
	u_char		ts_prio;	/* (q) SCHED_SOFT: 0 is strongest */
	u_char		ts_onrq;	/* (q) linked into a run queue */
	u_char		ts_parked;	/* (q) sleeps in sched_park() */
	u_char		ts_parktok;	/* (q) sched_park() shall not sleep */
	u_char		ts_bound;	/* (q) stays on ts_cpu */
	int8_t		ts_nice;	/* (q) -20 ... 20 */
	volatile u_int	ts_cpu;		/* (q) of old and new to change */
	uint64_t	ts_cpumask;	/* (q) CPUs it may use, bit 0 first */
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
	struct spin	*ts_sqlast;	/* (c) what ts_sqlock was last */
	struct sleepq	*ts_sleepq;	/* (s) */
	const char	*ts_wmesg;	/* (s) what for; NULL while running */
	int		ts_sqerror;	/* (s) why sleepq_abort() woke it */
	u_char		ts_sqflags;	/* (s) SLEEPQ_* */
	u_char		ts_sqtag;	/* (s) the queue's user's */
	struct timeout	ts_timeout;	/* (c) of a timed sleep */
	LIST_ENTRY(thread) ts_deadlink;	/* the reaper's */

#ifdef DEBUG
	u_int		ts_nlocks;	/* (c) sleeping locks held */
	struct lock_held ts_locks[LOCK_HELD_MAX]; /* (c) in order of taking */
#endif
};

/* Nice values and their sysctl names. */
#define	PRIO_NICE_MIN	(-20)
#define	PRIO_NICE_MAX	20

/*
 * Core: boot.  Until sched_init() the running thread (thread0) has the boot CPU
 * at IPL_HIGH, where sleeping locks work because nobody contends for them.
 * sched_init(), called once proc0 exists, makes it a thread like others,
 * prepares the boot CPU and lowers the level: interrupts are on and threads
 * switch when it returns.
 *
 * sched_idle_create() prepares a CPU before it runs: its idle thread (also in
 * pc_idle) and soft interrupt threads.  NULL without memory.  The CPU then
 * calls sched_idle_loop() on that thread, with interrupts off.
 */
void	sched_init(void);
struct thread *sched_idle_create(u_int cpu) __result_use_check;
void	sched_idle_loop(void) __dead2;
void	sched_trampoline(void);
extern bool	cold;			/* before sched_init() has finished */

/*
 * A new thread: initialise td_sched from the parent's (NULL: defaults of the
 * kernel).  Then sched_start() lets it run, once.
 */
void	sched_thread_init(struct thread *, const struct thread *parent);
void	sched_start(struct thread *);

/* Core: of kernel threads, before sched_start(). */
void	sched_bind(struct thread *, u_int cpu);
void	sched_setclass(struct thread *, enum sched_class, u_int prio);

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

/* Let others of the same class run. */
void	sched_yield_cpu(void);

/*
 * Core: sched_preempt: the same if pc_resched is set.  sched_ast: for ast(),
 * that found AST_RESCHED: a woken thread goes first.
 */
void	sched_preempt(void);
void	sched_ast(void);

/*
 * The running thread ends.  Later thread_reap(td) is called in the reaper's
 * context, when no CPU uses the stack.  sched_reap() does so now for all ended
 * threads and may sleep; sched_ndead() tells about how many these are.
 */
void	sched_exit(struct thread *) __dead2;
void	sched_reap(void);
u_int	sched_ndead(void);

/* p_nice changed: all threads of p (p_lock held). */
void	sched_setnice(struct proc *, int nice);
/*
 * The CPUs that the thread may use, at least one of which exists.  p_lock of
 * its process is held.
 */
void	sched_setaffinity(struct thread *, uint64_t mask);

/* CPU time of a thread so far, in ns, also of one that runs now. */
uint64_t sched_runtime(struct thread *);

/* Core: its split into user and system time by ticks. */
void	sched_split_time(uint64_t runtime, uint64_t uticks, uint64_t sticks,
	    uint64_t *user, uint64_t *sys);

/*
 * Core: from the clock, hard interrupt: account the tick to what was
 * interrupted and end time slices.  True while this CPU needs ticks.
 */
bool	sched_clock(uint64_t now, bool usermode);

/* Core: load averages, in units of 1 / FSCALE. */
void	sched_loadavg(u_long avg[3]);

/*
 * Core: for sleep queues.  sched_sleep: the running thread, which is on a
 * queue, sleeps; interlock is the queue's lock, or NULL when the caller has
 * released it, and then a wake-up may have come already: false, it did not
 * sleep.  sched_unsleep: td was taken off a queue, whose lock is held; sync:
 * the caller is about to sleep, so td best runs on this CPU.
 */
bool	sched_sleep(struct spin *interlock);
void	sched_unsleep(struct thread *, bool sync);

#endif /* _KERNEL */
#endif /* !_SYS_SCHED_H_ */
