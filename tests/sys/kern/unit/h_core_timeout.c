/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Cases of timeouts: the clock moves when the case says so.
 */
#include <sys/param.h>
#include <sys/sched.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/timeout.h>

#include "h_core.h"
#include "h_core_shim.h"

#define	N	500

struct test {
	struct timeout	t;
	uint64_t	deadline;
	u_int		calls;
	bool		again;
};

static struct test tests[N];
static uint64_t	last_deadline;
static u_int	total_calls;

static void
boot(void)
{

	shim_boot();
	CHECK(timeout_init_softint() == 0);
	cold = false;
}

/*
 * Let the clock of the CPU that is played run to `when', firing its timer where
 * it is armed.
 */
static void
run_until(uint64_t when)
{
	u_int cpu = host_pcpu->pc_cpuid;

	while (shim_armed[cpu] <= when) {
		shim_now = MAX(shim_now, shim_armed[cpu]);
		shim_armed[cpu] = UINT64_MAX;
		host_pcpu->pc_ipl = IPL_SCHED;
		timeout_hardclock();
		host_pcpu->pc_ipl = IPL_NONE;
		shim_run_softints();
	}
	shim_now = MAX(shim_now, when);
}

static void
test_fn(void *arg)
{
	struct test *te = arg;

	te->calls++;
	total_calls++;
	CHECK(shim_now >= te->deadline);
	CHECK(te->deadline >= last_deadline);
	last_deadline = te->deadline;
	if (te->again) {
		te->again = false;
		te->deadline = shim_now + 100;
		last_deadline = 0;
		timeout_set(&te->t, te->deadline);
	}
}

/* They fire in order, each once, not early, and soft like direct ones. */
void
core_timeout_order(void)
{
	u_int i, round;

	boot();
	for (round = 0; round < 2; round++) {
		for (i = 0; i < N; i++) {
			tests[i].calls = 0;
			tests[i].deadline = shim_now + 1 + shim_random(10000);
			if (round == 0)
				timeout_init(&tests[i].t, test_fn, &tests[i]);
			else
				timeout_init_direct(&tests[i].t, test_fn,
				    &tests[i]);
			timeout_set(&tests[i].t, tests[i].deadline);
			CHECK(timeout_pending(&tests[i].t));
		}
		run_until(shim_now + 20000);
		for (i = 0; i < N; i++)
			CHECK(tests[i].calls == 1 &&
			    !timeout_pending(&tests[i].t));
		last_deadline = 0;
	}
	shim_check_idle();
}

/* A cancelled one is not called; cancelling says whether it was to be. */
void
core_timeout_cancel(void)
{
	struct timeout never;
	u_int i;

	boot();
	for (i = 0; i < N; i++) {
		tests[i].deadline = 1000 + i;
		timeout_init(&tests[i].t, test_fn, &tests[i]);
		timeout_set(&tests[i].t, shim_now + 1000 + i);
		tests[i].deadline = shim_now + 1000 + i;
	}
	for (i = 0; i < N; i += 3) {
		CHECK(i % 2 ? timeout_cancel(&tests[i].t) :
		    timeout_drain(&tests[i].t));
		CHECK(!timeout_cancel(&tests[i].t));
		CHECK(!timeout_drain(&tests[i].t));
	}
	run_until(shim_now + 10000);
	for (i = 0; i < N; i++)
		CHECK(tests[i].calls == (i % 3 != 0));
	timeout_init(&never, test_fn, NULL);
	CHECK(!timeout_cancel(&never) && !timeout_drain(&never));
}

/* Any mixture of setting, moving and cancelling keeps the heap in order. */
void
core_timeout_random(void)
{
	u_int i, k;

	boot();
	for (i = 0; i < N; i++)
		timeout_init(&tests[i].t, test_fn, &tests[i]);
	for (k = 0; k < 50000; k++) {
		i = shim_random(N);
		switch (shim_random(8)) {
		case 0:
			(void)timeout_cancel(&tests[i].t);
			break;
		case 1:
			run_until(shim_now + shim_random(20));
			last_deadline = 0;
			break;
		default:
			tests[i].deadline = shim_now + shim_random(5000);
			timeout_set(&tests[i].t, tests[i].deadline);
			break;
		}
	}
	last_deadline = 0;
	run_until(shim_now + 10000);
	for (i = 0; i < N; i++)
		CHECK(!timeout_pending(&tests[i].t));
	CHECK(total_calls > 1000);
}

/* One that sets itself again is called again; an early timer does no harm. */
void
core_timeout_rearm(void)
{

	boot();
	timeout_init(&tests[0].t, test_fn, &tests[0]);
	tests[0].again = true;
	tests[0].deadline = shim_now + 50;
	timeout_set(&tests[0].t, tests[0].deadline);
	/* Fires early: nothing is due. */
	shim_armed[0] = shim_now;
	run_until(shim_now + 10);
	CHECK(tests[0].calls == 0);
	run_until(shim_now + 60);
	CHECK(tests[0].calls == 1);
	run_until(shim_now + 200);
	CHECK(tests[0].calls == 2);
}

#define	SLOW		100000UL	/* ns */
#define	TURN		1000000UL	/* of kern_timeout.c */

static void
slow_fn(void *arg)
{

	shim_now += SLOW;
	total_calls++;
}

static void
clock_interrupt(void)
{

	shim_armed[0] = UINT64_MAX;
	host_pcpu->pc_ipl = IPL_SCHED;
	timeout_hardclock();
	host_pcpu->pc_ipl = IPL_NONE;
	shim_run_softints();
}

/*
 * Many that are due at once are not called in a row: after each turn threads
 * have the CPU for as long.
 */
void
core_timeout_turns(void)
{
	uint64_t left;
	u_int i, calls, turns;

	boot();
	for (i = 0; i < 100; i++) {
		timeout_init(&tests[i].t, slow_fn, &tests[i]);
		timeout_set(&tests[i].t, shim_now + 10);
	}
	timeout_init_direct(&tests[100].t, slow_fn, NULL);
	timeout_init(&tests[101].t, slow_fn, NULL);
	shim_now += 10;
	clock_interrupt();
	CHECK(total_calls == TURN / SLOW);
	left = shim_armed[0];
	CHECK(left == shim_now + TURN);
	/* One that waits can be cancelled; direct ones come in between. */
	CHECK(timeout_pending(&tests[99].t) && timeout_drain(&tests[99].t));
	timeout_set(&tests[100].t, shim_now + 5);
	timeout_set(&tests[101].t, shim_now + 5);
	shim_now += 5;
	clock_interrupt();
	CHECK(total_calls == TURN / SLOW + 1);
	CHECK(shim_armed[0] == left);
	for (turns = 1; total_calls < 101; turns++) {
		CHECK(shim_armed[0] > shim_now);
		shim_now = shim_armed[0];
		calls = total_calls;
		clock_interrupt();
		CHECK(total_calls > calls &&
		    total_calls - calls <= TURN / SLOW);
	}
	CHECK(turns == 10 && !timeout_pending(&tests[101].t));
	run_until(shim_now + 10 * TURN);
	CHECK(total_calls == 101);
}

/* Set on another CPU, it is called there and only there. */
void
core_timeout_migrate(void)
{

	boot();
	timeout_init(&tests[0].t, test_fn, &tests[0]);
	shim_play(0);
	tests[0].deadline = shim_now + 100;
	timeout_set(&tests[0].t, tests[0].deadline);
	shim_play(2);
	tests[0].deadline = shim_now + 200;
	timeout_set(&tests[0].t, tests[0].deadline);
	shim_play(0);
	run_until(shim_now + 300);
	CHECK(tests[0].calls == 0);
	shim_play(2);
	run_until(shim_now + 1);
	CHECK(tests[0].calls == 1);
	/* And cancelled from a third. */
	timeout_set(&tests[0].t, shim_now + 100);
	shim_play(3);
	CHECK(timeout_drain(&tests[0].t));
	shim_play(2);
	run_until(shim_now + 1000);
	CHECK(tests[0].calls == 1);
}
