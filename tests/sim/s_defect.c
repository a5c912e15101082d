/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Scenarios with a defect each, which the simulator must find: they test it,
 * and `all' does not run them.
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/conf.h>
#include <sys/disk.h>
#include <sys/errno.h>
#include <sys/fail.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/pcpu.h>
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

/* Inputs that end the process: the kernel loops, or a sanitizer speaks. */

static void
defect_input_loops(void)
{
	static uint8_t p[SIM_INPUT_MAX];

	if (host_input(p) != 0 && p[0] / 16 == 5)
		while (overflow_index != 0)
			continue;
}
SIM_SCENARIO(defect_input_loops, 1, SIM_S_DEFECT | SIM_S_FUZZ,
    defect_input_loops, "an input that the kernel loops for");

static void
defect_input_overflows(void)
{
	static uint8_t p[SIM_INPUT_MAX];

	if (host_input(p) != 0 && p[0] / 16 == 6)
		defect_overflow();
}
SIM_SCENARIO(defect_input_overflows, 1, SIM_S_DEFECT | SIM_S_FUZZ,
    defect_input_overflows, "an input that writes behind an array");

/* The longer the input, the more points there are. */

#define	POINTS_MAX	100

static uint8_t	points_input[SIM_INPUT_MAX];
static u_long	points_len;

static void
points_thread(void *arg)
{
	u_int i;

	for (i = 0; i < points_len; i++)
		atomic_inc(&narrow_work);
}

static void
defect_input_points(void)
{

	points_len = MIN(host_input(points_input), POINTS_MAX);
	sim_thread(points_thread, NULL, "points");
	sim_thread(points_thread, NULL, "points");
	sim_join();
	SIM_CHECK(points_len < 2 || points_input[0] / 16 != 5);
}
SIM_SCENARIO(defect_input_points, 2, SIM_S_DEFECT | SIM_S_FUZZ,
    defect_input_points, "an input, on two CPUs");

/* What a plan of its own does not matter for. */

static void
defect_ownplan(void)
{

	sim_event(KFAIL_POINT(sim_test), 0);
	sim_fail("whatever the plan");
}
SIM_SCENARIO_PLAN(defect_ownplan, 1, SIM_S_DEFECT, "fail:sim_test=5",
    defect_ownplan, "a plan of its own, which does not matter");

/* Only both faults together are the defect that is to be reported. */

static void
defect_both(void)
{
	int first = KFAIL_POINT(sim_first), second = KFAIL_POINT(sim_second);
	void *p = kmem_alloc(100, KM_SLEEP);

	if (p != NULL)
		kmem_free(p, 100);
	if (first != 0 && (second != 0 || p == NULL))
		sim_fail("both");
	SIM_CHECK_EQ(first, 0);
	SIM_CHECK_EQ(second, 0);
}
SIM_SCENARIO(defect_both, 1, SIM_S_DEFECT, defect_both,
    "two faults, which also do harm alone");

/* Passes of a fail point, the later of which matter. */

#define	MANY_PASSES	50
#define	MANY_SPARED	3

static void
defect_many(void)
{
	u_int i;

	for (i = 0; i < MANY_PASSES; i++)
		if (KFAIL_POINT(sim_many) != 0 && i >= MANY_SPARED)
			sim_fail("too late");
}
SIM_SCENARIO(defect_many, 1, SIM_S_DEFECT, defect_many,
    "a fail point that is passed often");

/* What is found out only after the power was cut. */

static void
defect_reboot(void)
{
	static char sector[512];
	struct cdev *dev;

	if (sim_boots() != 0)
		panic("booted again");
	dev = dev_lookup_name("sd0");
	SIM_CHECK(dev != NULL);
	SIM_CHECK_EQ(disk_write(disk_from_cdev(dev), 0, sector,
	    sizeof(sector)), 0);
	dev_rele(dev);
}
SIM_SCENARIO(defect_reboot, 1, SIM_S_DEFECT | SIM_S_DISK | SIM_S_POWER,
    defect_reboot, "a disk that cannot be used again");

/* Seen only by who wakes up and executes before the waker does anything. */

static void
defect_wake(void)
{
	const volatile uint64_t *ipis;
	uint64_t before;
	u_int other;

	sim_sleep(1000000);
	other = 1 - curcpu()->pc_cpuid;
	ipis = &cpus[other]->pc_ipis;
	before = *ipis;
	cpu_ipi_resched(other);
	atomic_store_relaxed(&narrow_work, 0);
	SIM_CHECK_EQ(*ipis - before, 0);
	sim_sleep(1000000);
}
SIM_SCENARIO(defect_wake, 2, SIM_S_DEFECT, defect_wake,
    "a CPU that is too quick to wake up");
