/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Three instances of the kernel in one simulation: none sees what another has
 * in its data, in its memory, on its stacks, or as its time.
 */

#include <sys/param.h>
#include <sys/kmem.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <machine/sim.h>

#define	NTHREADS	3
#define	NTURNS		8
#define	SIZE		3000

static struct kmutex nodes_lock = MUTEX_INITIALIZER(nodes_lock, "nodes");
static u_int	nodes_turns;		/* nodes_lock */
static u_int	nodes_mark;		/* this instance's, from the start */

static void
nodes_thread(void *arg)
{
	u_int mark = sim_node() + 1, i, j;
	uint64_t start, ns;
	u_char *p;

	for (i = 0; i < NTURNS; i++) {
		p = kmem_alloc(SIZE, KM_SLEEP);
		SIM_CHECK(p != NULL);
		memset(p, (int)mark, SIZE);
		start = uptime_ns();
		ns = 1000 + sim_random(100000);
		sim_sleep(ns);
		SIM_CHECK(uptime_ns() - start >= ns);
		SIM_CHECK_EQ(nodes_mark, mark);
		for (j = 0; j < SIZE; j++)
			SIM_CHECK_EQ(p[j], mark);
		kmem_free(p, SIZE);
		mutex_enter(&nodes_lock);
		nodes_turns++;
		mutex_exit(&nodes_lock);
	}
}

static void
nodes(void)
{
	u_int i;

	nodes_mark = sim_node() + 1;
	sim_event(nodes_mark, 0);
	for (i = 0; i < NTHREADS; i++)
		sim_thread(nodes_thread, NULL, "nodes");
	sim_join();
	SIM_CHECK_EQ(nodes_turns, NTHREADS * NTURNS);
}
SIM_SCENARIO_NODES(nodes, 3, 2, 0, nodes, "three instances of the kernel");
