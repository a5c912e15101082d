/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The simulator itself: threads that take turns, time that passes.
 */

#include <sys/param.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <machine/sim.h>

#define	NTHREADS	4
#define	NTURNS		50

static struct kmutex turn_lock = MUTEX_INITIALIZER(turn_lock, "turn");
static u_int	turn_count;		/* turn_lock */

static void
turns_thread(void *arg)
{
	u_int i, seen;

	for (i = 0; i < NTURNS; i++) {
		mutex_enter(&turn_lock);
		seen = turn_count;
		turn_count = seen + 1;
		mutex_exit(&turn_lock);
	}
}

static void
turns(void)
{
	u_int i;

	for (i = 0; i < NTHREADS; i++)
		sim_thread(turns_thread, NULL, "turns");
	sim_join();
	SIM_CHECK_EQ(turn_count, NTHREADS * NTURNS);
}
SIM_SCENARIO(turns, 4, 0, turns, "threads that count under a mutex");

static void
sleeps(void)
{
	uint64_t start = uptime_ns();

	sim_sleep(3600 * NSEC_PER_SEC);
	SIM_CHECK(uptime_ns() - start >= 3600 * NSEC_PER_SEC);
	SIM_CHECK(uptime_ns() - start < 3601 * NSEC_PER_SEC);
}
SIM_SCENARIO(sleeps, 2, 0, sleeps, "an hour of sleep takes an hour, not more");
