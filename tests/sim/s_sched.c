/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler: threads that hand tokens to one another and change the CPUs
 * they may use all the time.
 *
 * affinity	Threads hand tokens to one another and change the CPUs that they
 *		may use all the time.  A thread waits parked for a token; with
 *		it, it changes its CPUs, and at once runs on one of them.  So
 *		wake-ups meet moves to other CPUs; one that got lost would leave
 *		the kernel stuck.  No thread ends before all have stopped to
 *		wake others.
 * idlers	More threads wait on CPU 0, which they must not leave, than on
 *		CPU 1, which they may leave for CPU 2: that must not stay idle.
 * patience	One thread computes, at times for many slices, others give up
 *		the CPU and have it back soon: wherever a thread is taken from
 *		and put to, it does not wait for the one that computes to end.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <machine/sim.h>

#define	NCPU		3
#define	NWORKERS	5
#define	NTOKENS		2
#define	NHANDS		60		/* times a token is handed on */

struct worker {
	struct thread	*w_td;		/* once it is ready */
	volatile u_int	w_tokens;	/* (a) given, not yet taken */
};

static struct worker workers[NWORKERS];
static volatile u_int hands;		/* (a) so far */
static struct kmutex affinity_lock = MUTEX_INITIALIZER(affinity_lock, "affin");
static struct cv affinity_cv;
static u_int	ready, stopped;		/* affinity_lock */

static void
check_cpu(void)
{

	SIM_CHECK((curthread->td_sched.ts_cpumask >> MD_PCPU_GET(pc_cpuid) &
	    1) != 0);
}

static void
move(void)
{
	struct proc *p = curproc;

	mutex_enter(&p->p_lock);
	sched_setaffinity(curthread, 1 + sim_random((1 << NCPU) - 1));
	mutex_exit(&p->p_lock);
}

static void
give(struct worker *w)
{

	atomic_inc(&w->w_tokens);
	sched_wakeup(w->w_td);
}

/* Take a token; false: they are not handed on any more. */
static bool
take(struct worker *w)
{

	while (atomic_load_acq(&w->w_tokens) == 0) {
		if (atomic_load_acq(&hands) >= NHANDS)
			return (false);
		sched_park("simtoken");
	}
	atomic_dec(&w->w_tokens);
	return (true);
}

static void
worker_main(void *arg)
{
	struct worker *w = arg;
	u_int i;

	w->w_td = curthread;
	mutex_enter(&affinity_lock);
	if (++ready == NWORKERS)
		cv_broadcast(&affinity_cv);
	mutex_exit(&affinity_lock);
	while (take(w)) {
		move();
		check_cpu();
		if (sim_random(3) == 0)
			sched_yield_cpu();
		if (sim_random(4) == 0)
			sim_sleep(sim_random(20000));
		check_cpu();
		if (atomic_inc_nv(&hands) >= NHANDS)
			break;
		give(&workers[sim_random(NWORKERS)]);
	}
	for (i = 0; i < NWORKERS; i++)
		sched_wakeup(workers[i].w_td);
}

static void
worker_thread(void *arg)
{

	worker_main(arg);
	mutex_enter(&affinity_lock);
	if (++stopped == NWORKERS)
		cv_broadcast(&affinity_cv);
	while (stopped < NWORKERS)
		cv_wait(&affinity_cv, &affinity_lock);
	mutex_exit(&affinity_lock);
}

static void
affinity(void)
{
	u_int i;

	cv_init(&affinity_cv, "affinity");
	for (i = 0; i < NWORKERS; i++)
		sim_thread(worker_thread, &workers[i], "worker");
	mutex_enter(&affinity_lock);
	while (ready < NWORKERS)
		cv_wait(&affinity_cv, &affinity_lock);
	mutex_exit(&affinity_lock);
	for (i = 0; i < NTOKENS; i++)
		give(&workers[i]);
	sim_join();
	SIM_CHECK(hands >= NHANDS);
}
SIM_SCENARIO(affinity, NCPU, 0, affinity,
    "threads that change their CPUs while they wake one another");

#define	NPINNED		3
#define	NLOOSE		2
#define	ROUNDS		2		/* the second with all CPUs */

/* What loose threads are to do: a serial number, times 8, and their CPUs. */
#define	ORDER(n, mask)	((n) * 8 + (mask))
#define	ORDER_CPUS(o)	((o) & 7)

struct loose {
	u_int	l_obeyed;	/* (a) the last order */
	u_int	l_cpu;		/* (a) where it ran last */
};

static struct loose	loose[NLOOSE];
static u_int		order;		/* (a) 0: end */

static void
pin(u_int mask)
{
	struct proc *p = curproc;

	mutex_enter(&p->p_lock);
	sched_setaffinity(curthread, mask);
	mutex_exit(&p->p_lock);
	while ((mask >> MD_PCPU_GET(pc_cpuid) & 1) == 0)
		sched_yield_cpu();
}

static void
pinned_thread(void *arg)
{

	pin(1);
	while (atomic_load_acq(&order) != 0) {
		SIM_CHECK(MD_PCPU_GET(pc_cpuid) == 0);
		md_cpu_relax();
	}
}

static void
loose_thread(void *arg)
{
	struct loose *l = arg;
	u_int next;

	while ((next = atomic_load_acq(&order)) != 0) {
		if (next != l->l_obeyed) {
			pin(ORDER_CPUS(next));
			atomic_store_rel(&l->l_cpu, MD_PCPU_GET(pc_cpuid));
			atomic_store_rel(&l->l_obeyed, next);
		}
		check_cpu();
		atomic_store_rel(&l->l_cpu, MD_PCPU_GET(pc_cpuid));
		md_cpu_relax();
	}
}

static void
give_order(u_int n, u_int mask)
{
	u_int i;

	atomic_store_rel(&order, ORDER(n, mask));
	for (i = 0; i < NLOOSE; i++) {
		while (atomic_load_acq(&loose[i].l_obeyed) != ORDER(n, mask))
			sim_sleep(1000000);
	}
}

static void
idlers(void)
{
	u_int i, round;

	order = ORDER(1, 2);
	for (i = 0; i < NPINNED; i++)
		sim_thread(pinned_thread, NULL, "pinned");
	for (i = 0; i < NLOOSE; i++)
		sim_thread(loose_thread, &loose[i], "loose");
	for (round = 1; round <= ROUNDS; round++) {
		give_order(2 * round, 2);
		give_order(2 * round + 1, round % 2 == 0 ? 7 : 6);
		while (atomic_load_acq(&loose[0].l_cpu) ==
		    atomic_load_acq(&loose[1].l_cpu))
			sim_sleep(1000000);
	}
	atomic_store_rel(&order, 0);
	sim_join();
}
SIM_SCENARIO(idlers, NCPU, 0, idlers,
    "idle CPUs beside threads that must not leave theirs");

/* --- turns ---------------------------------------------------------------- */

#define	NBURNERS	1
#define	NYIELDERS	3
#define	NBURNS		40
#define	NYIELDS		60
#define	BURN_NS		400000000UL
#define	PATIENCE_NS	200000000UL	/* some slices of all others */

static void
burner(void *arg)
{
	uint64_t end;
	u_int i;

	for (i = 0; i < NBURNS; i++) {
		sim_sleep(sim_random(1000));
		end = uptime_ns() + (sim_random(8) == 0 ? BURN_NS :
		    sim_random(5000));
		while (uptime_ns() < end)
			md_cpu_relax();
	}
}

static void
yielder(void *arg)
{
	uint64_t start;
	u_int i;

	for (i = 0; i < NYIELDS; i++) {
		start = uptime_ns();
		sched_yield_cpu();
		SIM_CHECK(uptime_ns() - start < PATIENCE_NS);
		if (sim_random(4) == 0)
			sim_sleep(sim_random(2000));
	}
}

static void
patience(void)
{
	u_int i;

	for (i = 0; i < NBURNERS; i++)
		sim_thread(burner, NULL, "burner");
	for (i = 0; i < NYIELDERS; i++)
		sim_thread(yielder, NULL, "yielder");
	sim_join();
}
SIM_SCENARIO(patience, NCPU, 0, patience,
    "threads that yield get their turn beside one that computes");
