/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler.
 *
 * Model	Each CPU has a run queue.  Soft interrupt threads (SCHED_SOFT)
 *		run first, by priority and order of arrival.  All others
 *		(SCHED_FAIR) share the rest by virtual time: ts_vruntime grows
 *		with the time a thread runs, divided by the weight its nice
 *		value gives it (one step is a factor of 1.25), and the thread
 *		that has least is next.  That one is rq_first; the others are in
 *		two red-black trees, which are empty most of the time: those
 *		that any CPU may run, and those that some may not (rq_pinned).
 *
 *		rq_minv follows the least virtual time of the queue's threads
 *		and never falls.  A thread that wakes up gets at least rq_minv
 *		less half a slice, so that sleeping earns a prompt turn but no
 *		stock of CPU time; one that changes CPUs keeps its distance from
 *		rq_minv.
 *
 *		A thread is asked to leave (pc_resched) when a stronger class
 *		arrives, or at a tick, when its slice is used up and others
 *		wait.  It leaves when the level next falls to IPL_NONE, or at
 *		the end of the interrupt.  When a thread of its own class
 *		arrives that is behind by more than the granularity, it is asked
 *		to leave before it next enters user mode (pc_lazy, AST_RESCHED),
 *		and at the next tick at the latest: it may hold mutexes until
 *		then, which the newcomer likely wants.
 *
 *		Where a woken thread goes: to the CPU that wakes it, if that is
 *		about to sleep (sync); to its last CPU if idle; to any idle CPU;
 *		else to the less crowded of its last CPU and this one.  A CPU
 *		without work takes the thread that is next, of those that it may
 *		run, from the most crowded other that has such.  One that ticks
 *		with threads queued calls an idle one that may run one of them.
 *
 *		A thread keeps to the CPUs of its ts_cpumask.  One that leaves a
 *		CPU where it may not run any more is not queued there, but
 *		handed on by the thread that follows it (rq_migrate), once that
 *		has released the queue.  A change of the mask that meets a move
 *		between two queues is set right at the next tick.  Each queue
 *		counts what is on it for each CPU that may run it, so an idle
 *		CPU does not search among threads that it may not run.
 *
 *		The timer runs only for timeouts and, on a CPU that is not idle,
 *		for a tick of 100 Hz: it ends slices, and divides CPU time
 *		between user and system by what it interrupts.  Total times are
 *		exact.
 *
 * The lock of a thread's scheduling state is that of the run queue of CPU
 * ts_cpu; sched_lock_of() takes it.  ts_cpu changes only while that lock is
 * held and the thread is neither running nor queued, and the new queue's lock
 * is taken after the old one was released: two are never held at once.
 *
 * Invariants	(1) a thread is linked into a queue exactly when ts_onrq, and
 *		    then is TDS_RUNNABLE.
 *		(2) TDS_RUNNABLE without ts_onrq: in the hands of one CPU that
 *		    moves it, and of nobody else.
 *		(3) ts_oncpu and TDS_RUNNING exactly for pc_curthread, from the
 *		    view of who holds the lock.
 *		(4) the lock is held from when the old thread's state changes
 *		    until the new one runs on its own stack: who finds a thread
 *		    SLEEPING with the lock held may let it run anywhere.
 *		(5) at a switch a CPU holds that lock and no other, with
 *		    pc_spin_oldipl == IPL_SCHED.
 *
 * A wake-up that meets a thread on its way to sleep:
 *
 *	sleeper on CPU 0		waker on CPU 1
 *	queued on a sleep queue
 *	lock rq 0			takes it off the sleep queue
 *	still on the sleep queue?
 *	  no: unlock, do not sleep	lock rq 0
 *	  yes: SLEEPING, switch		  RUNNING: nothing to do
 *	next thread unlocks rq 0	  SLEEPING: it is off its stack; run it
 *
 * A thief and a wake-up (or sched_setclass()) that meet:
 *
 *	thief on CPU 2			other
 *	lock rq 0, unlink td,
 *	ts_cpu = 2, unlock rq 0		cpu = ts_cpu (0), lock rq 0
 *	lock rq 2, link, unlock		ts_cpu != 0: unlock, start over
 *
 * Nothing preempts the thief while td is linked nowhere (sched_go_to()).
 *
 * The idle loop must not halt while there is work:
 *
 *	idle CPU			waker
 *	interrupts off			lock rq, link td, pc_resched = 1
 *	pc_resched?  0: sti; hlt	unlock, send the interrupt
 *	the interrupt stays pending until after sti, and ends hlt
 *
 * A dead thread's stack is in use until the next thread runs; that one puts it
 * on rq_dead.  The reaper frees the dead in batches, since nobody waits for it;
 * an idle CPU or sched_reap() makes it do so at once.
 *
 * Locks	(q) rq_lock, IPL_SCHED, after sleep queues' and timeouts' locks.
 * Limits	64 CPUs: sched_idle_mask is one word.
 * Tests	the SELFTEST option
 */
#include <sys/param.h>
#include <sys/kmem.h>
#include <sys/kthread.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/random.h>
#include <sys/sched.h>
#include <sys/sleepq.h>
#include <sys/softint.h>
#include <sys/spin.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timeout.h>
#include <sys/tree.h>

#include <vm/vm_phys.h>

#define	SCHED_NSOFT	SOFTINT_COUNT
#define	SCHED_REAP	8		/* dead threads that call the reaper */
#define	WEIGHT_NICE0	1024U
#define	LOADAVG_PERIOD	5		/* seconds */
#define	SCHED_CPUS	(UINT64_MAX >> (64 - MAXCPU))

RB_HEAD(sched_tree, thread);
TAILQ_HEAD(sched_list, thread);
LIST_HEAD(sched_deadlist, thread);

struct sched_rq {
	struct spin	 rq_lock;
	u_int		 rq_cpu;	/* constant */
	struct pcpu	*rq_pcpu;	/* constant */
	u_int		 rq_softmap;	/* (q) classes with threads */
	volatile u_int	 rq_nfair;	/* (q) to write */
	volatile u_int	 rq_npinned;	/* (q) to write: of them, pinned */
	struct thread	*rq_first;	/* (q) next of them, in no tree */
	uint64_t	 rq_minv;	/* (q) */
	struct sched_tree rq_fair;	/* (q) the others that are not */
	struct sched_tree rq_pinned;	/* (q) the others that are pinned */
	struct sched_list rq_soft[SCHED_NSOFT];	/* (q) */
	struct thread	*rq_prev;	/* (q) who switched to the current */
	struct thread	*rq_migrate;	/* (q) left this CPU, goes to another */
	struct sched_deadlist rq_dead;	/* (q) */
	volatile u_int	 rq_ndead;	/* (q) to write */
	volatile u_int	 rq_nfor[MAXCPU]; /* (q) to write: pinned threads that
					     the CPU may run */
} __aligned(CACHE_LINE_SIZE);

bool	cold = true;
struct pcpu	*cpus[MAXCPU];
u_int	ncpu;

static struct sched_rq	sched_rqs[MAXCPU];
static uint64_t		sched_idle_mask;	/* atomic: CPUs in idle loops */
static struct thread	*sched_reaper;
static u_long		sched_loads[3];
static struct timeout	sched_loadtimeout;

static void	sched_activate(struct sched_rq *, struct thread *, bool);
static void	sched_idle_start(void *);
static void	sched_timedout(void *);

SYSCTL_NODE(_kern, OID_AUTO, sched, 0, NULL, "Scheduler");
static u_long		sched_slice = 10000000;
SYSCTL_ULONG(_kern_sched, OID_AUTO, slice, CTLFLAG_RW, &sched_slice, 0,
    "Nanoseconds a thread may run while others wait");
static u_long		sched_gran = 1000000;
SYSCTL_ULONG(_kern_sched, OID_AUTO, granularity, CTLFLAG_RW, &sched_gran, 0,
    "Nanoseconds that a woken thread must be behind to preempt");
static u_long		sched_steals;
SYSCTL_ULONG(_kern_sched, OID_AUTO, steals, CTLFLAG_RD, &sched_steals, 0,
    "Threads taken over by idle CPUs");

/* 1024 / 1.25^nice for -20 to 20. */
static const uint32_t	sched_weights[] = {
	88818, 71054, 56843, 45475, 36380, 29104, 23283, 18626,
	14901, 11921, 9537, 7629, 6104, 4883, 3906, 3125,
	2500, 2000, 1600, 1280, 1024, 819, 655, 524,
	419, 336, 268, 215, 172, 137, 110, 88,
	70, 56, 45, 36, 29, 23, 18, 15,
	12,
};
_Static_assert(__arraycount(sched_weights) ==
    PRIO_NICE_MAX - PRIO_NICE_MIN + 1, "a weight for each nice value");

/*
 * Whether a thread may run on a CPU.
 */
static inline bool
sched_allowed(const struct td_sched *ts, u_int cpu)
{

	return ((ts->ts_cpumask >> cpu & 1) != 0);
}

/*
 * Whether there may be a CPU that must not run it.
 */
static inline bool
sched_pinned(const struct td_sched *ts)
{

	return (ts->ts_cpumask != UINT64_MAX || ts->ts_bound);
}

static inline bool
sched_stealable(const struct td_sched *ts, u_int thief)
{

	return (!ts->ts_bound && sched_allowed(ts, thief));
}

/*
 * Equal times: who comes later is later.
 */
static inline int
sched_cmp(const struct thread *a, const struct thread *b)
{

	return ((int64_t)(a->td_sched.ts_vruntime -
	    b->td_sched.ts_vruntime) < 0 ? -1 : 1);
}

RB_GENERATE_STATIC(sched_tree, thread, td_sched.ts_rblink, sched_cmp);

/*
 * The running CPU's queue; the level is at least IPL_SOFT.
 */
static inline struct sched_rq *
sched_self(void)
{

	return (MD_PCPU_GET(pc_rq));
}

/*
 * Lock the running CPU's queue; returns the level for sched_unlock_self().
 */
static int
sched_lock_self(struct sched_rq **rqp)
    __no_lock_analysis
{
	int ipl;

	ipl = ipl_raise(IPL_SCHED);
	*rqp = sched_self();
	spin_enter(&(*rqp)->rq_lock);
	return (ipl);
}

/*
 * Lock the queue that td belongs to.
 */
static struct sched_rq *
sched_lock_of(const struct thread *td)
    __no_lock_analysis
{
	struct sched_rq *rq;

	for (;;) {
		rq = &sched_rqs[td->td_sched.ts_cpu];
		spin_enter(&rq->rq_lock);
		if (td->td_sched.ts_cpu == rq->rq_cpu)
			return (rq);
		spin_exit(&rq->rq_lock);
	}
}

static void
sched_unlock(struct sched_rq *rq)
    __no_lock_analysis
{

	spin_exit(&rq->rq_lock);
}

static inline uint64_t
sched_weighted(const struct td_sched *ts, uint64_t ns)
{

	if (ts->ts_weight == WEIGHT_NICE0)
		return (ns);
	return (ns * WEIGHT_NICE0 / ts->ts_weight);
}

/*
 * Account the time since it was last done to the CPU's thread.
 */
static void
sched_account(struct sched_rq *rq, struct thread *td, uint64_t now)
{
	struct td_sched *ts = &td->td_sched;
	uint64_t delta, minv;
	int64_t d;
	u_int state;

	d = (int64_t)(now - ts->ts_laststart);
	if (d <= 0)
		return;
	delta = (uint64_t)d;
	ts->ts_laststart = now;
	ts->ts_runtime += delta;
	switch (ts->ts_class) {
	case SCHED_IDLE:
		rq->rq_pcpu->pc_cp_time[CP_IDLE] += delta;
		return;
	case SCHED_SOFT:
		rq->rq_pcpu->pc_cp_time[CP_INTR] += delta;
		return;
	}
	/* In which mode is known by samples only. */
	state = ts->ts_uticks <= ts->ts_sticks ? CP_SYS :
	    ts->ts_nice > 0 ? CP_NICE : CP_USER;
	rq->rq_pcpu->pc_cp_time[state] += delta;
	ts->ts_slice += delta;
	ts->ts_vruntime += sched_weighted(ts, delta);
	minv = ts->ts_vruntime;
	if (rq->rq_first != NULL && (int64_t)(minv -
	    rq->rq_first->td_sched.ts_vruntime) > 0)
		minv = rq->rq_first->td_sched.ts_vruntime;
	if ((int64_t)(minv - rq->rq_minv) > 0)
		rq->rq_minv = minv;
}

/*
 * The tree that td belongs to unless it is rq_first.
 */
static inline struct sched_tree *
sched_tree_of(struct sched_rq *rq, const struct thread *td)
{

	return (__predict_false(sched_pinned(&td->td_sched)) ? &rq->rq_pinned :
	    &rq->rq_fair);
}

/*
 * The thread of the trees that is next; NULL: they are empty.
 */
static struct thread *
sched_tree_first(struct sched_rq *rq)
{
	struct thread *td, *pinned;

	td = RB_MIN(sched_tree, &rq->rq_fair);
	if (__predict_true(RB_EMPTY(&rq->rq_pinned)))
		return (td);
	pinned = RB_MIN(sched_tree, &rq->rq_pinned);
	return (td != NULL && sched_cmp(td, pinned) < 0 ? td : pinned);
}

/*
 * A pinned thread has been linked or, with -1, unlinked.
 */
static void
sched_count_pinned(struct sched_rq *rq, const struct td_sched *ts, int n)
{
	uint64_t mask;

	rq->rq_npinned += (u_int)n;
	if (ts->ts_bound)
		return;
	/* Not those in use only: a CPU may start in between. */
	for (mask = ts->ts_cpumask & SCHED_CPUS; mask != 0; mask &= mask - 1)
		rq->rq_nfor[ffsl((long)mask) - 1] += (u_int)n;
}

/*
 * Link td; head: before others of its priority, since it was preempted.
 */
static void
sched_enqueue(struct sched_rq *rq, struct thread *td, bool head)
{
	struct td_sched *ts = &td->td_sched;

	KASSERT(ts->ts_cpu == rq->rq_cpu && !ts->ts_onrq);
	KASSERT(ts->ts_state == TDS_RUNNABLE);
	ts->ts_onrq = 1;
	if (ts->ts_class == SCHED_SOFT) {
		if (head)
			TAILQ_INSERT_HEAD(&rq->rq_soft[ts->ts_prio], td,
			    td_sched.ts_rqlink);
		else
			TAILQ_INSERT_TAIL(&rq->rq_soft[ts->ts_prio], td,
			    td_sched.ts_rqlink);
		rq->rq_softmap |= 1U << ts->ts_prio;
		return;
	}
	rq->rq_nfair++;
	if (__predict_false(sched_pinned(ts)))
		sched_count_pinned(rq, ts, 1);
	if (rq->rq_first == NULL) {
		rq->rq_first = td;
		return;
	}
	if (sched_cmp(td, rq->rq_first) < 0) {
		struct thread *first = rq->rq_first;

		rq->rq_first = td;
		td = first;
	}
	(void)RB_INSERT(sched_tree, sched_tree_of(rq, td), td);
}

static void
sched_dequeue(struct sched_rq *rq, struct thread *td)
{
	struct td_sched *ts = &td->td_sched;

	KASSERT(ts->ts_onrq && ts->ts_cpu == rq->rq_cpu);
	ts->ts_onrq = 0;
	if (ts->ts_class == SCHED_SOFT) {
		TAILQ_REMOVE(&rq->rq_soft[ts->ts_prio], td,
		    td_sched.ts_rqlink);
		if (TAILQ_EMPTY(&rq->rq_soft[ts->ts_prio]))
			rq->rq_softmap &= ~(1U << ts->ts_prio);
		return;
	}
	rq->rq_nfair--;
	if (__predict_false(sched_pinned(ts)))
		sched_count_pinned(rq, ts, -1);
	if (rq->rq_first == td) {
		rq->rq_first = td = sched_tree_first(rq);
		if (td == NULL)
			return;
	}
	(void)RB_REMOVE(sched_tree, sched_tree_of(rq, td), td);
}

static struct thread *
sched_pick(struct sched_rq *rq)
{
	struct thread *td;

	if (rq->rq_softmap != 0)
		td = TAILQ_FIRST(&rq->rq_soft[ffs((int)rq->rq_softmap) - 1]);
	else if (rq->rq_first != NULL)
		td = rq->rq_first;
	else
		return (rq->rq_pcpu->pc_idle);
	sched_dequeue(rq, td);
	return (td);
}

/*
 * What follows each switch, on the new thread's stack: rq is this CPU's queue,
 * locked.
 */
static void
sched_switched(struct sched_rq *rq)
{
	struct thread *prev = rq->rq_prev;

	if (prev->td_sched.ts_state == TDS_ZOMBIE) {
		LIST_INSERT_HEAD(&rq->rq_dead, prev, td_sched.ts_deadlink);
		rq->rq_ndead++;
	} else if (__predict_false(prev->td_sched.ts_state == TDS_RUNNABLE &&
	    !prev->td_sched.ts_onrq &&
	    prev->td_sched.ts_class != SCHED_IDLE)) {
		rq->rq_migrate = prev;
	}
}

static inline void
sched_idle_leave(const struct sched_rq *rq)
{
	uint64_t bit = 1UL << rq->rq_cpu;

	if ((atomic_load_relaxed(&sched_idle_mask) & bit) != 0)
		atomic_and(&sched_idle_mask, ~bit);
}

/*
 * Run the best thread instead of td, the running one, whose state has been
 * settled by the caller.  Called and returns with this CPU's queue locked,
 * which may then be another CPU's.
 */
static struct sched_rq *
sched_switch(struct sched_rq *rq, struct thread *td)
{
	struct pcpu *pc = rq->rq_pcpu;
	struct thread *next;
	uint64_t now;

	KASSERT(MD_PCPU_GET(pc_spins) == 1);
	KASSERT(MD_PCPU_GET(pc_spin_oldipl) == IPL_SCHED);
	now = md_time_ns();
	sched_account(rq, td, now);
	if (td->td_sched.ts_state == TDS_RUNNABLE &&
	    td->td_sched.ts_class != SCHED_IDLE &&
	    __predict_true(sched_allowed(&td->td_sched, rq->rq_cpu)))
		sched_enqueue(rq, td, true);
	pc->pc_resched = 0;
	pc->pc_lazy = 0;
	next = sched_pick(rq);
	next->td_sched.ts_state = TDS_RUNNING;
	next->td_sched.ts_slice = 0;
	if (next == td)
		return (rq);
	next->td_sched.ts_laststart = now;
	td->td_sched.ts_oncpu = 0;
	next->td_sched.ts_oncpu = 1;
	if (td->td_sched.ts_class == SCHED_IDLE) {
		sched_idle_leave(rq);
		timeout_need_tick(now);
	}
	pc->pc_switches++;
	rq->rq_prev = td;
	cpu_switchto(td, next);

	rq = sched_self();
	MD_PCPU_SET(pc_spin_oldipl, IPL_SCHED);
	sched_switched(rq);
	return (rq);
}

/*
 * Release the queue after a switch.  The reaper is called when enough threads
 * have died, and a thread that must run elsewhere goes there.
 */
static inline void
sched_unlock_switched(struct sched_rq *rq)
    __no_lock_analysis
{
	struct thread *migrate = rq->rq_migrate;
	bool reap;

	reap = rq->rq_ndead >= SCHED_REAP && sched_reaper != NULL;
	rq->rq_migrate = NULL;
	spin_exit(&rq->rq_lock);
	if (__predict_false(reap))
		sched_wakeup(sched_reaper);
	if (__predict_false(migrate != NULL))
		sched_activate(sched_lock_of(migrate), migrate, false);
}

/*
 * The same, then return to the level ipl.
 */
static void
sched_unlock_self(struct sched_rq *rq, int ipl)
{

	sched_unlock_switched(rq);
	ipl_lower(ipl);
}

/*
 * Where every new thread begins, called by the port.
 */
void
sched_trampoline(void)
{
	struct sched_rq *rq = sched_self();

	MD_PCPU_SET(pc_spin_oldipl, IPL_SCHED);
	sched_switched(rq);
	sched_unlock_self(rq, IPL_NONE);
}

/*
 * Ask the thread on rq's CPU to leave.
 */
static void
sched_resched(struct sched_rq *rq)
{
	struct pcpu *pc = rq->rq_pcpu;

	if (pc->pc_resched != 0)
		return;
	pc->pc_resched = 1;
	if (rq->rq_cpu != MD_PCPU_GET(pc_cpuid) && pc->pc_curthread != NULL)
		cpu_ipi_resched(rq->rq_cpu);
}

/*
 * td was queued: does it go before the running thread?
 */
static void
sched_check_preempt(struct sched_rq *rq, const struct thread *td, bool sync)
{
	struct thread *cur = rq->rq_pcpu->pc_curthread;
	const struct td_sched *ts = &td->td_sched;
	const struct td_sched *cs;

	if (cur == NULL)		/* the CPU has yet to start */
		return;
	cs = &cur->td_sched;
	if (cs->ts_class != ts->ts_class) {
		if (ts->ts_class < cs->ts_class)
			sched_resched(rq);
		return;
	}
	if (ts->ts_class == SCHED_SOFT) {
		if (ts->ts_prio < cs->ts_prio)
			sched_resched(rq);
		return;
	}
	if (sync || rq->rq_pcpu->pc_lazy != 0)
		return;
	sched_account(rq, cur, md_time_ns());
	if ((int64_t)(cs->ts_vruntime - ts->ts_vruntime) <=
	    (int64_t)sched_weighted(ts, sched_gran))
		return;
	rq->rq_pcpu->pc_lazy = 1;
	atomic_or(&cur->td_ast, AST_RESCHED);
	if (rq->rq_cpu != MD_PCPU_GET(pc_cpuid))
		cpu_ipi_resched(rq->rq_cpu);
}

/*
 * The CPU for a thread that may use those of mask only: its last one if that is
 * idle, any idle one, or the least crowded.
 */
static u_int
sched_select_masked(const struct sched_rq *rq, uint64_t mask)
{
	uint64_t idle;
	u_int best = rq->rq_cpu, cpu;

	idle = atomic_load_relaxed(&sched_idle_mask) & mask;
	if (idle != 0) {
		cpu = (idle >> rq->rq_cpu & 1) != 0 ? rq->rq_cpu :
		    (u_int)ffsl((long)idle) - 1;
		atomic_and(&sched_idle_mask, ~(1UL << cpu));
		return (cpu);
	}
	CPU_FOREACH(cpu) {
		if ((mask >> cpu & 1) != 0 && ((mask >> best & 1) == 0 ||
		    sched_rqs[cpu].rq_nfair < sched_rqs[best].rq_nfair))
			best = cpu;
	}
	return (best);
}

/*
 * The CPU for td, which becomes runnable and last ran on rq's.
 */
static u_int
sched_select(const struct sched_rq *rq, const struct thread *td, bool sync)
{
	uint64_t idle, bit;
	u_int cpu, self;

	if (td->td_sched.ts_bound || ncpu == 1)
		return (rq->rq_cpu);
	if (__predict_false(td->td_sched.ts_cpumask != UINT64_MAX))
		return (sched_select_masked(rq, td->td_sched.ts_cpumask));
	self = MD_PCPU_GET(pc_cpuid);
	if (sync && sched_rqs[self].rq_nfair == 0)
		return (self);
	idle = atomic_load_relaxed(&sched_idle_mask);
	if ((idle & (1UL << rq->rq_cpu)) != 0)
		cpu = rq->rq_cpu;
	else if ((idle & (1UL << self)) != 0)
		cpu = self;
	else if (idle != 0)
		cpu = (u_int)ffsl((long)idle) - 1;
	else
		return (sched_rqs[self].rq_nfair < rq->rq_nfair ? self :
		    rq->rq_cpu);
	/* Claim it, so that the next wake-up finds another. */
	bit = 1UL << cpu;
	atomic_and(&sched_idle_mask, ~bit);
	return (cpu);
}

/*
 * Unlock rq and lock the queue of another CPU, for a thread that is in the
 * hands of this CPU meanwhile.  The level stays: who was preempted here would
 * keep that thread as long as it waits itself, and an idle thread waits as long
 * as any other does not.
 */
static struct sched_rq *
sched_go_to(struct sched_rq *rq, u_int cpu)
    __no_lock_analysis
{
	int ipl = MD_PCPU_GET(pc_spin_oldipl);

	MD_PCPU_SET(pc_spin_oldipl, IPL_SCHED);
	spin_exit(&rq->rq_lock);
	rq = &sched_rqs[cpu];
	spin_enter(&rq->rq_lock);
	MD_PCPU_SET(pc_spin_oldipl, ipl);
	return (rq);
}

/*
 * Let td run; rq is the locked queue it belongs to, and is released.
 */
static void
sched_activate(struct sched_rq *rq, struct thread *td, bool sync)
    __no_lock_analysis
{
	struct td_sched *ts = &td->td_sched;
	uint64_t distance, least;
	u_int cpu;

	KASSERT(!ts->ts_onrq && !ts->ts_oncpu);
	ts->ts_state = TDS_RUNNABLE;
	cpu = sched_select(rq, td, sync);
	if (cpu != rq->rq_cpu) {
		distance = ts->ts_vruntime - rq->rq_minv;
		ts->ts_cpu = cpu;		/* invariant (2) from here */
		rq = sched_go_to(rq, cpu);
		ts->ts_vruntime = rq->rq_minv + distance;
	}
	least = rq->rq_minv - sched_weighted(ts, sched_slice / 2);
	if (ts->ts_class == SCHED_FAIR &&
	    (int64_t)(ts->ts_vruntime - least) < 0)
		ts->ts_vruntime = least;
	sched_enqueue(rq, td, false);
	sched_check_preempt(rq, td, sync && cpu == MD_PCPU_GET(pc_cpuid));
	sched_unlock(rq);
}

void
sched_start(struct thread *td)
{
	struct sched_rq *rq;

	rq = sched_lock_of(td);
	KASSERT(td->td_sched.ts_state == TDS_EMBRYO);
	/* Beside the parent, after it: no gain from forking. */
	if (td->td_sched.ts_class == SCHED_FAIR &&
	    (int64_t)(td->td_sched.ts_vruntime - rq->rq_minv) < 0)
		td->td_sched.ts_vruntime = rq->rq_minv;
	sched_activate(rq, td, false);
}

bool
sched_sleep(struct spin *interlock)
    __no_lock_analysis
{
	struct thread *td = curthread;
	struct td_sched *ts = &td->td_sched;
	struct sched_rq *rq;
	int ipl;

	ipl = sched_lock_self(&rq);
	if (interlock != NULL) {
		/* The count's first mutex was the interlock, not rq_lock. */
		ipl = MD_PCPU_GET(pc_spin_oldipl);
		MD_PCPU_SET(pc_spin_oldipl, IPL_SCHED);
		spin_exit(interlock);
	} else if (ts->ts_sqlock == NULL) {
		sched_unlock_self(rq, ipl);
		return (false);
	}
	KASSERTMSG(ipl == IPL_NONE, "sleeping at level %d", ipl);
	ts->ts_state = TDS_SLEEPING;
	ts->ts_nvcsw++;
	rq = sched_switch(rq, td);
	sched_unlock_self(rq, ipl);
	return (true);
}

void
sched_unsleep(struct thread *td, bool sync)
{
	struct sched_rq *rq;

	rq = sched_lock_of(td);
	if (td->td_sched.ts_state == TDS_SLEEPING)
		sched_activate(rq, td, sync);
	else
		sched_unlock(rq);
}

static void
sched_park_as(enum td_state state, const char *wmesg)
{
	struct thread *td = curthread;
	struct td_sched *ts = &td->td_sched;
	struct sched_rq *rq;
	int ipl;

	ipl = sched_lock_self(&rq);
	KASSERTMSG(ipl == IPL_NONE, "parking at level %d", ipl);
	if (ts->ts_parktok == 0) {
		ts->ts_parked = 1;
		ts->ts_wmesg = wmesg;
		ts->ts_state = (u_char)state;
		ts->ts_nvcsw++;
		rq = sched_switch(rq, td);
		ts->ts_wmesg = NULL;
	}
	ts->ts_parktok = 0;
	sched_unlock_self(rq, ipl);
}

void
sched_park(const char *wmesg)
{

	sched_park_as(TDS_SLEEPING, wmesg);
}

void
sched_stop(const char *wmesg)
{

	sched_park_as(TDS_STOPPED, wmesg);
}

void
sched_wakeup(struct thread *td)
{
	struct sched_rq *rq;

	rq = sched_lock_of(td);
	if (td->td_sched.ts_parked) {
		td->td_sched.ts_parked = 0;
		sched_activate(rq, td, false);
	} else {
		td->td_sched.ts_parktok = 1;
		sched_unlock(rq);
	}
}

void
sched_interrupt(struct thread *td)
{
	struct sched_rq *rq;

	if (sleepq_abort(td, ERESTART, true))
		return;
	rq = sched_lock_of(td);
	if (td->td_sched.ts_oncpu &&
	    rq->rq_cpu != MD_PCPU_GET(pc_cpuid))
		cpu_ipi_resched(rq->rq_cpu);
	sched_unlock(rq);
}

void
sched_yield_cpu(void)
{
	struct thread *td = curthread;
	struct sched_rq *rq;
	int ipl;

	ipl = sched_lock_self(&rq);
	if (rq->rq_nfair > 0 || rq->rq_softmap != 0) {
		if (rq->rq_first != NULL &&
		    (int64_t)(rq->rq_first->td_sched.ts_vruntime -
		    td->td_sched.ts_vruntime) >= 0)
			td->td_sched.ts_vruntime =
			    rq->rq_first->td_sched.ts_vruntime + 1;
		td->td_sched.ts_state = TDS_RUNNABLE;
		td->td_sched.ts_nvcsw++;
		rq = sched_switch(rq, td);
	}
	sched_unlock_self(rq, ipl);
}

/*
 * Leave the CPU if pc_resched asks for it: called by ipl_lower(), and by the
 * port at the end of an interrupt that came at IPL_NONE, with interrupts off;
 * they are as before on return.
 */
void
sched_preempt(void)
    __no_lock_analysis
{
	struct thread *td = curthread;
	struct sched_rq *rq;
	bool on;

	on = md_intr_enabled();
	while (MD_PCPU_GET(pc_resched) != 0) {
		if (cold || curipl() != IPL_NONE)
			return;
		(void)sched_lock_self(&rq);
		if (rq->rq_pcpu->pc_resched != 0) {
			td->td_sched.ts_state = TDS_RUNNABLE;
			td->td_sched.ts_nivcsw++;
			rq = sched_switch(rq, td);
		}
		sched_unlock_switched(rq);
		/*
		 * With interrupts still off: were they let in here, each could
		 * preempt again on top of this frame.
		 */
		MD_PCPU_SET(pc_ipl, IPL_NONE);
		if (on)
			md_intr_enable();
	}
}

/*
 * On the way to user mode: somebody was woken who goes first.  The request may
 * be another CPU's, from where this thread has moved since.
 */
void
sched_ast(void)
    __no_lock_analysis
{
	struct sched_rq *rq;
	int ipl;

	ipl = sched_lock_self(&rq);
	if (rq->rq_pcpu->pc_lazy != 0)
		rq->rq_pcpu->pc_resched = 1;
	spin_exit(&rq->rq_lock);
	ipl_lower(ipl);
}

/*
 * Does something wait on rq that CPU number thief may run?  Without rq_lock, a
 * guess.
 */
static inline bool
sched_has_for(const struct sched_rq *rq, u_int thief)
{

	return (rq->rq_nfair > rq->rq_npinned || rq->rq_nfor[thief] != 0);
}

/*
 * The first thread on rq, which is locked, that CPU number thief may run; NULL:
 * there is none.
 */
static struct thread *
sched_first_for(struct sched_rq *rq, u_int thief)
{
	struct thread *td = rq->rq_first, *pinned;

	if (td == NULL || sched_stealable(&td->td_sched, thief))
		return (td);
	td = RB_MIN(sched_tree, &rq->rq_fair);
	/* Only when there is one; a thread that finds it takes it. */
	if (rq->rq_nfor[thief] == 0)
		return (td);
	RB_FOREACH(pinned, sched_tree, &rq->rq_pinned) {
		if (td != NULL && sched_cmp(td, pinned) < 0)
			break;
		if (sched_stealable(&pinned->td_sched, thief))
			return (pinned);
	}
	return (td);
}

/*
 * The most crowded CPU with work for that of rq, of those whose bits are not in
 * tried; NULL: there is none.
 */
static struct sched_rq *
sched_victim(const struct sched_rq *rq, uint64_t tried)
{
	struct sched_rq *victim = NULL, *other;
	u_int cpu;

	CPU_FOREACH(cpu) {
		other = &sched_rqs[cpu];
		if (other->rq_nfair > (victim != NULL ? victim->rq_nfair : 0) &&
		    (tried >> cpu & 1) == 0 && sched_has_for(other, rq->rq_cpu))
			victim = other;
	}
	return (victim);
}

/*
 * Take work from the most crowded CPU that has some for this one; true when
 * this CPU's queue got it.
 */
static bool
sched_steal(struct sched_rq *rq)
    __no_lock_analysis
{
	struct sched_rq *victim;
	struct thread *td;
	uint64_t distance, tried = 1UL << rq->rq_cpu;

	for (;;) {
		victim = sched_victim(rq, tried);
		if (victim == NULL)
			return (false);
		spin_enter(&victim->rq_lock);
		td = sched_first_for(victim, rq->rq_cpu);
		if (td != NULL)
			break;
		/* Somebody was faster. */
		spin_exit(&victim->rq_lock);
		tried |= 1UL << victim->rq_cpu;
	}
	sched_dequeue(victim, td);
	distance = td->td_sched.ts_vruntime - victim->rq_minv;
	td->td_sched.ts_cpu = rq->rq_cpu;
	(void)sched_go_to(victim, rq->rq_cpu);
	td->td_sched.ts_vruntime = rq->rq_minv + distance;
	sched_enqueue(rq, td, false);
	rq->rq_pcpu->pc_resched = 1;
	sched_steals++;
	spin_exit(&rq->rq_lock);
	return (true);
}

/*
 * What a CPU does that has nothing to do.
 */
void
sched_idle_loop(void)
{
	struct thread *td = curthread;
	struct sched_rq *rq = sched_self();
	uint64_t bit = 1UL << rq->rq_cpu;

	if (curipl() != IPL_NONE) {
		/* First time on a CPU that has just been started. */
		td->td_sched.ts_state = TDS_RUNNING;
		td->td_sched.ts_oncpu = 1;
		td->td_sched.ts_laststart = md_time_ns();
		/* Threads that were bound here meanwhile come first. */
		rq->rq_pcpu->pc_resched = 1;
		ipl_lower(IPL_NONE);
	}
	for (;;) {
		if ((atomic_load_relaxed(&sched_idle_mask) & bit) == 0)
			atomic_or(&sched_idle_mask, bit);
		if (rq->rq_ndead > 0 && sched_reaper != NULL)
			sched_wakeup(sched_reaper);
		if (ncpu > 1)
			(void)sched_steal(rq);
		(void)md_intr_disable();
		/*
		 * Without its bit, a thread has run since it was set, or a
		 * wake-up has claimed this CPU and is about to say so.
		 */
		if (rq->rq_pcpu->pc_resched == 0 &&
		    (atomic_load_relaxed(&sched_idle_mask) & bit) != 0)
			md_cpu_halt_until_intr();
		else {
			md_intr_enable();
			sched_preempt();
		}
	}
}

/*
 * Have an idle CPU look for work if there is one for what waits on rq.
 */
static void
sched_call_idle(struct sched_rq *rq)
    __no_lock_analysis
{
	struct sched_rq *other;
	uint64_t idle;
	u_int cpu;

	for (idle = atomic_load_relaxed(&sched_idle_mask); idle != 0;
	    idle &= idle - 1) {
		cpu = (u_int)ffsl((long)idle) - 1;
		if (!sched_has_for(rq, cpu))
			continue;
		other = &sched_rqs[cpu];
		spin_enter(&other->rq_lock);
		sched_resched(other);
		spin_exit(&other->rq_lock);
		return;
	}
}

/*
 * Takes no lock but on a CPU with threads waiting: the statistics are this
 * CPU's own, and the thread is the one that was interrupted.
 */
bool
sched_clock(uint64_t now, bool usermode)
    __no_lock_analysis
{
	struct thread *td = curthread;
	struct td_sched *ts = &td->td_sched;
	struct sched_rq *rq = sched_self();

	if (ts->ts_class == SCHED_IDLE)
		return (false);
	if (usermode)
		ts->ts_uticks++;
	else
		ts->ts_sticks++;
	if (__predict_false(td->td_proc->p_cpulimit != 0 ||
	    td->td_proc->p_ncputimers != 0))
		atomic_or(&td->td_ast, AST_CPULIMIT);
	spin_enter(&rq->rq_lock);
	sched_account(rq, td, now);
	if (rq->rq_nfair > 0 && ts->ts_class == SCHED_FAIR &&
	    (ts->ts_slice >= sched_slice || rq->rq_pcpu->pc_lazy != 0))
		rq->rq_pcpu->pc_resched = 1;
	if (__predict_false(!sched_allowed(ts, rq->rq_cpu)))
		rq->rq_pcpu->pc_resched = 1;
	spin_exit(&rq->rq_lock);
	if (rq->rq_nfair > 0)
		sched_call_idle(rq);
	return (true);
}

void
sched_thread_init(struct thread *td, const struct thread *parent)
{
	struct td_sched *ts = &td->td_sched;

	memset(ts, 0, sizeof(*ts));
	ts->ts_state = TDS_EMBRYO;
	ts->ts_class = SCHED_FAIR;
	ts->ts_cpumask = UINT64_MAX;
	if (parent != NULL) {
		ts->ts_cpumask = parent->td_sched.ts_cpumask;
		ts->ts_nice = parent->td_sched.ts_nice;
		ts->ts_cpu = parent->td_sched.ts_cpu;
		ts->ts_vruntime = parent->td_sched.ts_vruntime;
	} else {
		ts->ts_cpu = MD_PCPU_GET(pc_cpuid);
		ts->ts_vruntime = sched_rqs[ts->ts_cpu].rq_minv;
	}
	ts->ts_weight = sched_weights[ts->ts_nice - PRIO_NICE_MIN];
	timeout_init_direct(&ts->ts_timeout, sched_timedout, td);
}

/*
 * Tie a thread that has not been started to a CPU.
 */
void
sched_bind(struct thread *td, u_int cpu)
{

	KASSERT(td->td_sched.ts_state == TDS_EMBRYO);
	td->td_sched.ts_cpu = cpu;
	td->td_sched.ts_bound = 1;
}

void
sched_setclass(struct thread *td, enum sched_class class, u_int prio)
{
	struct td_sched *ts = &td->td_sched;
	struct sched_rq *rq;
	bool queued;

	KASSERT(class != SCHED_SOFT || prio < SCHED_NSOFT);
	rq = sched_lock_of(td);
	queued = ts->ts_onrq;
	if (queued)
		sched_dequeue(rq, td);
	ts->ts_class = (u_char)class;
	ts->ts_prio = (u_char)prio;
	if (queued)
		sched_enqueue(rq, td, false);
	sched_unlock(rq);
}

/*
 * A thread that waits on a queue of another CPU moves at once, one that runs
 * there is asked to leave.
 */
void
sched_setaffinity(struct thread *td, uint64_t mask)
    __no_lock_analysis
{
	struct td_sched *ts = &td->td_sched;
	struct sched_rq *rq;
	bool queued;

	KASSERT(mutex_owned(&td->td_proc->p_lock));
	/* All that there are is no restriction, and costs nothing. */
	if (mask == (ncpu >= MAXCPU ? UINT64_MAX : (1UL << ncpu) - 1))
		mask = UINT64_MAX;
	rq = sched_lock_of(td);
	queued = ts->ts_onrq;
	/* Where it is linked depends on the mask. */
	if (queued)
		sched_dequeue(rq, td);
	ts->ts_cpumask = mask;
	if (sched_allowed(ts, rq->rq_cpu)) {
		if (queued)
			sched_enqueue(rq, td, false);
		sched_unlock(rq);
	} else if (queued) {
		sched_activate(rq, td, false);
	} else {
		if (ts->ts_oncpu)
			sched_resched(rq);
		sched_unlock(rq);
	}
}

void
sched_setnice(struct proc *p, int nice)
{
	struct sched_rq *rq;
	struct thread *td;

	KASSERT(mutex_owned(&p->p_lock));
	nice = imax(PRIO_NICE_MIN, imin(nice, PRIO_NICE_MAX));
	FOREACH_THREAD(p, td) {
		rq = sched_lock_of(td);
		if (td->td_sched.ts_oncpu)
			sched_account(rq, td, md_time_ns());
		td->td_sched.ts_nice = (int8_t)nice;
		td->td_sched.ts_weight = sched_weights[nice - PRIO_NICE_MIN];
		sched_unlock(rq);
	}
}

uint64_t
sched_runtime(struct thread *td)
{
	struct sched_rq *rq;
	uint64_t ns, now;

	if (td->td_sched.ts_class == SCHED_IDLE)
		return (0);		/* nobody's time; CP_IDLE has it */
	rq = sched_lock_of(td);
	ns = td->td_sched.ts_runtime;
	if (td->td_sched.ts_oncpu) {
		now = md_time_ns();
		if (now > td->td_sched.ts_laststart)
			ns += now - td->td_sched.ts_laststart;
	}
	sched_unlock(rq);
	return (ns);
}

/*
 * Divide a run time in the ratio of ticks.  Without a tick it counts as system
 * time: what ran that shortly mostly started and ended.
 */
void
sched_split_time(uint64_t runtime, uint64_t uticks, uint64_t sticks,
    uint64_t *user, uint64_t *sys)
{
	uint64_t part, total = uticks + sticks;

	if (total == 0) {
		*user = 0;
		*sys = runtime;
		return;
	}
	/* The user's part in units of 2^-32; ticks fit in 32 bits. */
	part = (uticks << 32) / total;
	*user = (runtime >> 32) * part +
	    ((runtime & UINT32_MAX) * part >> 32);
	*sys = runtime - *user;
}

void
sched_exit(struct thread *td)
{
	struct sched_rq *rq;

	KASSERT(td == curthread);
	(void)timeout_drain(&td->td_sched.ts_timeout);
	(void)sched_lock_self(&rq);
	td->td_sched.ts_state = TDS_ZOMBIE;
	(void)sched_switch(rq, td);
	panic("sched_exit: a dead thread ran");
}

/*
 * How many threads have ended and are still to be freed, about.
 */
u_int
sched_ndead(void)
{
	u_int cpu, n = 0;

	CPU_FOREACH(cpu)
		n += sched_rqs[cpu].rq_ndead;
	return (n);
}

void
sched_reap(void)
    __no_lock_analysis
{
	struct sched_deadlist dead;
	struct sched_rq *rq;
	struct thread *td;
	u_int cpu;

	CPU_FOREACH(cpu) {
		rq = &sched_rqs[cpu];
		if (rq->rq_ndead == 0)
			continue;
		spin_enter(&rq->rq_lock);
		LIST_INIT(&dead);
		while ((td = LIST_FIRST(&rq->rq_dead)) != NULL) {
			LIST_REMOVE(td, td_sched.ts_deadlink);
			LIST_INSERT_HEAD(&dead, td, td_sched.ts_deadlink);
		}
		rq->rq_ndead = 0;
		spin_exit(&rq->rq_lock);
		while ((td = LIST_FIRST(&dead)) != NULL) {
			LIST_REMOVE(td, td_sched.ts_deadlink);
			thread_reap(td);
		}
	}
}

static void
sched_reaper_loop(void *arg)
{

	for (;;) {
		sched_reap();
		sched_park("reaper");
	}
}

static void
sched_loadavg_tick(void *arg)
{
	/* FSCALE * exp(-5 / 60), exp(-5 / 300), exp(-5 / 900) */
	static const u_long decay[3] = { 1884, 2014, 2037 };
	const struct thread *td;
	u_long n = 0;
	u_int cpu, i;

	CPU_FOREACH(cpu) {
		const struct sched_rq *rq = &sched_rqs[cpu];

		n += rq->rq_nfair;
		td = rq->rq_pcpu->pc_curthread;
		if (td != NULL && td->td_sched.ts_class == SCHED_FAIR)
			n++;
	}
	for (i = 0; i < 3; i++)
		sched_loads[i] = (sched_loads[i] * decay[i] +
		    n * FSCALE * (FSCALE - decay[i])) / FSCALE;
	timeout_set(&sched_loadtimeout,
	    uptime_ns() + LOADAVG_PERIOD * NSEC_PER_SEC);
}

void
sched_loadavg(u_long avg[3])
{
	u_int i;

	for (i = 0; i < 3; i++)
		avg[i] = sched_loads[i];
}

/*
 * Before CPU number cpu runs its first thread.
 */
void
pcpu_init(struct pcpu *pc, u_int cpuid)
{
	struct sched_rq *rq = &sched_rqs[cpuid];
	u_int i;

	pc->pc_self = pc;
	pc->pc_cpuid = cpuid;
	pc->pc_ipl = IPL_HIGH;
	pc->pc_rq = rq;
	spin_init(&rq->rq_lock, "runq", IPL_SCHED);
	rq->rq_cpu = cpuid;
	rq->rq_pcpu = pc;
	RB_INIT(&rq->rq_fair);
	RB_INIT(&rq->rq_pinned);
	for (i = 0; i < SCHED_NSOFT; i++)
		TAILQ_INIT(&rq->rq_soft[i]);
	LIST_INIT(&rq->rq_dead);
	cpus[cpuid] = pc;
	if (cpuid >= ncpu)
		ncpu = cpuid + 1;
	timeout_init_cpu(cpuid);
	vm_phys_init_cpu(cpuid);
	kmem_init_cpu(cpuid);
	random_init_cpu(cpuid);
}

struct thread *
sched_idle_create(u_int cpu)
{
	struct thread *td;

	td = thread_alloc(&proc0);
	if (td == NULL)
		return (NULL);
	sched_thread_init(td, NULL);
	sched_bind(td, cpu);
	td->td_sched.ts_class = SCHED_IDLE;
	td->td_sched.ts_state = TDS_RUNNABLE;
	td->td_flags |= TDF_KTHREAD;
	snprintf(td->td_name, sizeof(td->td_name), "idle/%u", cpu);
	cpu_thread_setup(td, sched_idle_start, NULL);
	thread_link(td, &proc0);
	cpus[cpu]->pc_idle = td;
	if (softint_init_cpu(cpu) != 0)
		return (NULL);
	return (td);
}

static void
sched_idle_start(void *arg)
{

	sched_idle_loop();
}

static void
sched_timedout(void *arg)
{

	(void)sleepq_abort(arg, ETIMEDOUT, false);
}

void
sched_init(void)
{
	struct thread *td = curthread;

	KASSERT(cold);
	sched_thread_init(td, NULL);
	td->td_sched.ts_state = TDS_RUNNING;
	td->td_sched.ts_oncpu = 1;
	td->td_sched.ts_laststart = md_time_ns();
	if (sched_idle_create(0) == NULL ||
	    kthread_create(sched_reaper_loop, NULL, &sched_reaper,
	    "reaper") != 0)
		panic("sched_init: no memory for threads");
	if (timeout_init_softint() != 0 || kmem_init_softint() != 0)
		panic("sched_init: no memory for soft interrupts");
	reclaim_register(sched_reap);
	timeout_init(&sched_loadtimeout, sched_loadavg_tick, NULL);
	cold = false;
	ipl_lower(IPL_NONE);
	sched_loadavg_tick(NULL);
}
