/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Scenarios with a defect each, which the simulator must find: they test it,
 * and `all' does not run them.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/errno.h>
#include <sys/fail.h>
#include <sys/kmem.h>
#include <sys/systm.h>
#include <machine/sim.h>

#define	NTHREADS	3
#define	NTURNS		5

/* A counter without a lock: an addition is lost. */

static volatile u_int race_count;

static void
race_thread(void *arg)
{
	u_int i, seen;

	for (i = 0; i < NTURNS; i++) {
		seen = atomic_load_relaxed(&race_count);
		atomic_store_relaxed(&race_count, seen + 1);
	}
}

static void
defect_race(void)
{
	u_int i;

	for (i = 0; i < NTHREADS; i++)
		sim_thread(race_thread, NULL, "race");
	sim_join();
	SIM_CHECK_EQ(race_count, NTHREADS * NTURNS);
}
SIM_SCENARIO(defect_race, 4, SIM_S_DEFECT, defect_race,
    "an addition that gets lost");

/*
 * A race whose window is one point of some hundred: found only when one thread
 * is stopped in it until the other has looked.
 */

#define	NARROW_WORK	100

static volatile u_int narrow_work, narrow_open;

static void
narrow_pass(u_int n)
{
	u_int i;

	for (i = 0; i < n; i++)
		atomic_store_relaxed(&narrow_work, i);
}

static void
narrow_opener(void *arg)
{

	narrow_pass(NARROW_WORK);
	atomic_store_relaxed(&narrow_open, 1);
	atomic_store_relaxed(&narrow_open, 0);
	narrow_pass(NARROW_WORK);
}

static void
narrow_looker(void *arg)
{

	narrow_pass(NARROW_WORK);
	SIM_CHECK_EQ(atomic_load_relaxed(&narrow_open), 0);
	narrow_pass(NARROW_WORK);
}

static void
defect_narrow(void)
{

	sim_thread(narrow_opener, NULL, "opener");
	sim_thread(narrow_looker, NULL, "looker");
	sim_join();
}
SIM_SCENARIO(defect_narrow, 2, SIM_S_DEFECT, defect_narrow,
    "a race with a window of one point");

/* Memory that is not checked for: only a plan finds it. */

static void
defect_alloc(void)
{
	char *p;

	p = kmem_alloc(100, KM_SLEEP);
	*p = 'x';
	kmem_free(p, 100);
	p = kmem_alloc(200, KM_SLEEP);
	if (p != NULL)
		kmem_free(p, 200);
}
SIM_SCENARIO(defect_alloc, 2, SIM_S_DEFECT, defect_alloc,
    "an allocation whose failure is not seen");

/* What only a sanitizer sees. */

static char	overflow_buf[16];
static volatile u_int overflow_index = sizeof(overflow_buf);

static void
defect_overflow(void)
{

	*(volatile char *)(overflow_buf + overflow_index) = 1;
}
SIM_SCENARIO(defect_overflow, 1, SIM_S_DEFECT, defect_overflow,
    "a byte behind an array");

/* Errors that a fail point makes. */

static void
defect_failpoint(void)
{

	SIM_CHECK_EQ(KFAIL_POINT(sim_test), 0);
	SIM_CHECK_EQ(KFAIL_POINT(sim_test), 0);
}
SIM_SCENARIO(defect_failpoint, 1, SIM_S_DEFECT, defect_failpoint,
    "a fail point, should a plan set it");

/* Two bytes of the input: quicker for who sees the first one than by chance. */

static void
defect_input(void)
{
	static uint8_t p[SIM_INPUT_MAX];
	u_long len = host_input(p);

	if (len < 2 || p[0] / 16 != 5)
		return;
	SIM_CHECK(p[1] / 16 != 11);
}
SIM_SCENARIO(defect_input, 1, SIM_S_DEFECT | SIM_S_FUZZ, defect_input,
    "an input that nobody thought of");
