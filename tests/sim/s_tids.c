/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Ids of threads, after the last one: they begin again, and one that is in use
 * is not given a second time.
 */

#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/limits.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <machine/sim.h>

#define	NROUNDS		3
#define	NTHREADS	12		/* of a round; the first stay */
#define	NSTAY		4

static struct kmutex tids_lock = MUTEX_INITIALIZER(tids_lock, "tids");
static struct cv tids_cv;
static u_int	present;		/* tids_lock */
static bool	leave;			/* tids_lock */

/* The id is positive, not a process's, and no other thread's. */
static void
check_tid(void)
{
	struct thread *td;
	struct proc *p;

	SIM_CHECK(curthread->td_tid > NO_PID);
	rw_enter(&proctree_lock, RW_READER);
	FOREACH_PROC(p) {
		mutex_enter(&p->p_lock);
		FOREACH_THREAD(p, td)
			SIM_CHECK(td == curthread ||
			    td->td_tid != curthread->td_tid);
		mutex_exit(&p->p_lock);
	}
	rw_exit(&proctree_lock);
}

static void
tids_thread(void *arg)
{

	check_tid();
	mutex_enter(&tids_lock);
	present++;
	cv_broadcast(&tids_cv);
	while (arg != NULL && !leave)
		cv_wait(&tids_cv, &tids_lock);
	mutex_exit(&tids_lock);
}

static void
tids(void)
{
	u_int i, round;

	cv_init(&tids_cv, "tids");
	for (round = 1; round <= NROUNDS; round++) {
		/* Nobody else makes threads now. */
		thread_lasttid = INT_MAX - (int)sim_random(NTHREADS);
		for (i = 0; i < NTHREADS; i++)
			sim_thread(tids_thread, i < NSTAY ? &present : NULL,
			    "tids");
		mutex_enter(&tids_lock);
		while (present < round * NTHREADS)
			cv_wait(&tids_cv, &tids_lock);
		mutex_exit(&tids_lock);
		SIM_CHECK(thread_lasttid > NO_PID);
	}
	mutex_enter(&tids_lock);
	leave = true;
	cv_broadcast(&tids_cv);
	mutex_exit(&tids_lock);
	sim_join();
}
SIM_SCENARIO(tids, 3, 0, tids, "ids of threads begin again after the last");
