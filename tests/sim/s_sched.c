/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler: threads that hand tokens to one another and change the CPUs
 * they may use all the time.
 *
 * Model	A thread waits parked for a token; with it, it changes the CPUs
 *		that it may use, and at once runs on one of them.  So wake-ups
 *		meet moves to other CPUs; one that got lost would leave the
 *		kernel stuck.  No thread ends before all have stopped to wake
 *		others.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/condvar.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/systm.h>
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
