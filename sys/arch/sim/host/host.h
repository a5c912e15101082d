/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the files of the simulator's host side share.
 *
 * main.c	sim: options, the loop over seeds, reports
 * fuzz.c	sim-fuzz: libFuzzer's inputs
 * run.c	one run
 * input.c	what a scenario reads as its input
 * node.c	an instance of the kernel: boot, snapshot, restore, select
 * choose.c	the seed: schedules, device times, faults by plan
 * explore.c	all schedules with few preemptions
 * plan.c	plans as text
 * reduce.c	plans without what a failure does not need
 * disk.c	what the disks hold, now and after a power cut
 * trap.c	the window, and the way between programs and kernel
 * trace.c	events: their hash, their text
 * entry.S	changes of stack
 */
#ifndef _HOST_H_
#define	_HOST_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The kernel's names have a prefix in this program. */
#define	sim_start		ksim_sim_start
#define	sim_enter_syscall	ksim_sim_enter_syscall
#define	sim_enter_trap		ksim_sim_enter_trap
#define	sim_user_frame		ksim_sim_user_frame
#define	sim_user_xstate		ksim_sim_user_xstate
#define	sim_boot_sp		ksim_sim_boot_sp
#define	sim_scenario_nth	ksim_sim_scenario_nth
#define	sim_points_passed	ksim_sim_points_passed
#define	sim_failpoint_nth	ksim_sim_failpoint_nth
#define	sim_errno_last		ksim_sim_errno_last
#include "../include/simhost.h"
#include "../include/simlayout.h"

#define	SIM_NODES	8
#define	NCPU		8
#define	SIM_PAGE	4096UL

/*
 * A plan: how to choose the schedule, and which faults to inject.  Faults of a
 * kind are counted from 1 from the start of the scenario.
 */
#define	PLAN_MAX	32
#define	PLAN_SWITCHES	16
#define	PLAN_ALL	(~0UL)		/* pf_count: all that follow */
#define	PCT_MAXDEPTH	16

enum sched_kind {
	SCHED_RANDOM,			/* a random walk */
	SCHED_PCT,			/* priorities, d change points */
	SCHED_AT			/* by pl_switch, else as it comes */
};

/* At this point, counted as choose.c does, this CPU goes on. */
struct plan_switch {
	unsigned long	ps_point;
	unsigned	ps_cpu;
};

struct plan_fault {
	unsigned	pf_kind;	/* SIM_FAULT_*, or NKINDS: a name */
	unsigned long	pf_first;	/* the first that fails */
	bool		pf_random;	/* one of the first pf_first */
	unsigned long	pf_count;	/* how many, from there on */
	unsigned long	pf_arg;		/* of a fail point */
	char		pf_name[32];
};

struct plan {
	enum sched_kind	pl_sched;
	bool		pl_schedset;	/* not left to the seed */
	unsigned	pl_depth;	/* change points of SCHED_PCT */
	unsigned	pl_nswitches;	/* of SCHED_AT */
	struct plan_switch pl_switch[PLAN_SWITCHES];	/* by ps_point */
	unsigned long	pl_cut;		/* state after a power cut, or 0 */
	unsigned	pl_nfaults;
	struct plan_fault pl_fault[PLAN_MAX];
};

/* How a run ended. */
struct result {
	int		r_why;		/* SIM_STOP_* */
	char		r_msg[512];
	char		r_last[128];	/* program's failure: its last line */
	uint64_t	r_hash;
	uint64_t	r_events;
	uint64_t	r_states;	/* points with a choice */
	unsigned long	r_faults[SIM_FAULT_NKINDS]; /* chances there were */
	unsigned long	r_fired[PLAN_MAX];	/* how often, each fault */
	unsigned long	r_cuts;		/* what a power cut may have left */
};

/*
 * Points of a run at which others could have gone on: these CPUs, at each of
 * these points, in the place of one that can go on or (sg_free) cannot.
 */
struct segment {
	unsigned long	sg_first, sg_last;
	unsigned long	sg_cpus;
	bool		sg_free;
};

/* reduce.c */
void	reduce(const struct sim_scenario *, uint64_t seed, struct plan *,
	    const struct result *, bool move);

/* plan.c */
bool	plan_parse(struct plan *, const char *, char *err, size_t);
void	plan_print(const struct plan *, char *, size_t);
bool	plan_kind(const char *name, unsigned *kind);
const char *plan_unfit(const struct plan *, const struct sim_scenario *);

/* explore.c */
struct exploration {
	unsigned	ex_depth;	/* preemptions */
	unsigned long	ex_limit;	/* of runs; 0: none */
	bool		(*ex_run)(const struct plan *);	/* false: stop */
	unsigned long	ex_schedules;	/* that were run */
	bool		ex_cut;		/* some were left out */
};
void	explore(struct exploration *, const struct plan *);

/* choose.c */
void	choose_begin(uint64_t seed, const struct plan *);
void	choose_plan(struct plan *);
void	choose_arm(void);
void	choose_over(void);
void	choose_end(void);
unsigned long choose_count(unsigned kind);
unsigned long choose_fired(unsigned fault);
unsigned long choose_points(void);
void	choose_span(unsigned long points);
bool	choose_needs_span(uint64_t seed, const struct plan *);
void	choose_record(bool);
size_t	choose_segments(struct segment **);
bool	choose_unvaried(void);
unsigned choose_node(unsigned long nodes, uint64_t *slice);
void	choose_sweep(void);
void	choose_sites(unsigned kind, bool all, unsigned *seen, unsigned *failed);

/* run.c */
extern const char *run_self, *run_image, *run_input;
void	run_init(const char *image);
void	run_fuzzing(void (*keep)(void));
const struct sim_scenario *run_find(const char *name);
void	run(const struct sim_scenario *, uint64_t seed, const struct plan *,
	    struct result *);
const char *run_why(int why);
double	run_restore_time(void);
void	run_stop_at(uint64_t event);
void	report_replay(const struct sim_scenario *, uint64_t seed,
	    const struct plan *);
void	report_death(const char *why) __attribute__((__noreturn__));

/* input.c */
unsigned input_file(const char *path);
unsigned input_set(const unsigned char *, size_t);
void	input_begin(bool measures);

/* node.c */
void	node_init(void);
int	sim_boot(unsigned node, const struct sim_boot_args *);
void	sim_select(unsigned node);
void	sim_snapshot(void);
void	sim_restore(void);
int	sim_run(void);
const char *sim_message(void);
unsigned node_current(void);
int	node_memfd(void);

/* disk.c */
void	disk_attach_image(unsigned unit, const char *path, size_t size);
void	disk_snapshot(void);
void	disk_restore(void);
void	disk_node(unsigned node);
unsigned long disk_power_cut(unsigned long which);
bool	disk_fsck(unsigned unit);

/* trap.c */
void	trap_init(void);
void	trap_forget_window(void);

/* trace.c */
void	trace_begin(bool wanted);
void	trace_mix(uint64_t);
uint64_t trace_hash(void);
uint64_t trace_events(void);
void	trace_to(FILE *);
void	trace_stop_at(uint64_t event);
void	trace_limit(uint64_t events);
void	trace_slice(uint64_t events);
void	console_show(bool);
void	console_clear(void);
void	console_print(FILE *);
void	console_last(char *, size_t);

/* entry.S */
void	host_switch(void **save, void *sp);
void	host_syscall_entry(void);
void	host_trap_entry(void);
extern unsigned long host_fsbase;

#endif /* !_HOST_H_ */
