/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What scenarios in tests/sim use beside the kernel's own headers; sim(7).
 */
#ifndef _MACHINE_SIM_H_
#define	_MACHINE_SIM_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/linker_set.h>
#include <machine/simhost.h>

/*
 * A scenario in C: void fn(void), run in thread context on a booted kernel.
 * It ends well by returning.
 */
#define	SIM_SCENARIO(name, ncpu, flags, fn, descr)			\
	static const struct sim_scenario _sim_scenario_##name = {	\
		.ss_name = #name,					\
		.ss_descr = (descr),					\
		.ss_main = (fn),					\
		.ss_ncpu = (ncpu),					\
		.ss_flags = (flags),					\
	};								\
	DATA_SET(sim_scenarios, _sim_scenario_##name)

/* One with work that is done, and in the snapshot, before the seed counts. */
#define	SIM_SCENARIO_PREPARED(name, ncpu, flags, prepare, fn, descr)	\
	static const struct sim_scenario _sim_scenario_##name = {	\
		.ss_name = #name,					\
		.ss_descr = (descr),					\
		.ss_prepare = (prepare),				\
		.ss_main = (fn),					\
		.ss_ncpu = (ncpu),					\
		.ss_flags = (flags),					\
	};								\
	DATA_SET(sim_scenarios, _sim_scenario_##name)

/* One with a plan of its own. */
#define	SIM_SCENARIO_PLAN(name, ncpu, flags, plan, fn, descr)		\
	static const struct sim_scenario _sim_scenario_##name = {	\
		.ss_name = #name,					\
		.ss_descr = (descr),					\
		.ss_main = (fn),					\
		.ss_plan = (plan),					\
		.ss_ncpu = (ncpu),					\
		.ss_flags = (flags),					\
	};								\
	DATA_SET(sim_scenarios, _sim_scenario_##name)

/* One that so many instances of the kernel run at the same time. */
#define	SIM_SCENARIO_NODES(name, nodes, ncpu, flags, fn, descr)		\
	static const struct sim_scenario _sim_scenario_##name = {	\
		.ss_name = #name,					\
		.ss_descr = (descr),					\
		.ss_main = (fn),					\
		.ss_ncpu = (ncpu),					\
		.ss_flags = (flags),					\
		.ss_nodes = (nodes),					\
	};								\
	DATA_SET(sim_scenarios, _sim_scenario_##name)

/* One that is a program of the root disk, a child of process 1. */
#define	SIM_PROGRAM(name, ncpu, flags, path, descr)			\
	SIM_PROGRAM_PLAN(name, ncpu, flags, path, NULL, descr)

/* The same with a plan of its own. */
#define	SIM_PROGRAM_PLAN(name, ncpu, flags, path, plan, descr)		\
	static const struct sim_scenario _sim_scenario_##name = {	\
		.ss_name = #name,					\
		.ss_descr = (descr),					\
		.ss_program = (path),					\
		.ss_plan = (plan),					\
		.ss_ncpu = (ncpu),					\
		.ss_flags = (flags) | SIM_S_ROOT,			\
	};								\
	DATA_SET(sim_scenarios, _sim_scenario_##name)

/* The scenario has found a defect. */
void	sim_fail(const char *, ...) __printflike(1, 2) __dead2;
#define	SIM_CHECK(cond) do {						\
	if (!(cond))							\
		sim_fail("%s:%d: %s", __FILE_NAME__, __LINE__, #cond);	\
} while (0)
#define	SIM_CHECK_EQ(a, b) do {						\
	long _a = (long)(a), _b = (long)(b);				\
									\
	if (_a != _b)							\
		sim_fail("%s:%d: %s is %ld, not %s (%ld)",		\
		    __FILE_NAME__, __LINE__, #a, _a, #b, _b);		\
} while (0)

/* A number below n, from the seed; and something for the trace. */
u_long	sim_random(u_long n);
void	sim_event(u_long a, u_long b);

/*
 * Threads of a scenario: start fn(arg); wait for all that were started.
 */
void	sim_thread(void (*fn)(void *), void *arg, const char *name);
void	sim_join(void);
void	sim_sleep(uint64_t ns);

/*
 * Remember what the kernel has allocated, of all kinds of objects and pages;
 * panic if that is not what it has now, once caches are drained.  Each scenario
 * is checked like that as a whole.
 */
void	sim_objects_keep(void);
void	sim_objects_check(void);

/*
 * A plan may cut the power (power=N, at the N-th write to a disk).  Then a
 * scenario with SIM_S_POWER is run again on what the disks still hold, with
 * sim_boots() one more.
 */
u_int	sim_boots(void);

/* Which of several instances this is, from 0. */
u_int	sim_node(void);

/* The port's own. */
struct pcpu;
struct trapframe;

struct sim_event_at {
	struct sim_event_at *se_next;
	uint64_t	se_when;
	void		(*se_fn)(void *);
	void		*se_arg;
};

void	sim_event_add(struct sim_event_at *);	/* se_fn: interrupts off */
void	sim_intr_post(u_int cpu, u_int which);
void	sim_cpu_start(struct pcpu *, register_t sp);
void	sim_cpu_boot(struct pcpu *);
void	sim_trace(u_int kind, u_long a, u_long b, u_long c);
void	sim_disk_attach(u_int n);
void	sim_disk_intr(void);
void	sim_scenario_begin(const struct sim_scenario *);
void	sim_scenario_run(const struct sim_scenario *);
void	sim_userret(void) __dead2;
extern struct sim_boot_args sim_args;

#endif /* !_MACHINE_SIM_H_ */
