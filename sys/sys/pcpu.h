/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Per-CPU data.
 *
 * A struct pcpu is written by its own CPU only, except for pc_resched and
 * pc_lazy, which other CPUs set with the run queue locked.  Reading curcpu()
 * is meaningful only while the thread cannot migrate: at a level above IPL_NONE
 * or with interrupts off.  MD_PCPU_GET(member) and friends access one member of
 * the running CPU's structure in one instruction and need no such care.
 *
 * The first members have fixed offsets: assembly knows them.
 */
#ifndef _SYS_PCPU_H_
#define	_SYS_PCPU_H_

#ifdef _KERNEL
#include <sys/types.h>
#include <machine/cpu.h>
#include <machine/pcpu.h>

struct kmem_cpu;
struct random_cpu;
struct sched_rq;
struct softint_cpu;
struct thread;
struct timeout_cpu;
struct trapframe;
struct vm_phys_cpu;

/* Indices of pc_cp_time. */
#define	CP_USER		0
#define	CP_NICE		1
#define	CP_SYS		2
#define	CP_INTR		3
#define	CP_IDLE		4
#define	CPUSTATES	5

/*
 * Locks: (c) only this CPU; (q) the run queue's lock; (i) constant once the
 * CPU runs.
 */
struct pcpu {
	struct pcpu	*pc_self;	/* (i) offset 0 */
	struct thread	*pc_curthread;	/* (c) offset 8 */
	struct thread	*pc_idle;	/* (i) offset 16 */
	u_int		pc_cpuid;	/* (i) offset 24 */
	volatile int	pc_ipl;		/* (c) offset 28: IPL_* in force */
	volatile u_int	pc_resched;	/* (q) offset 32: leave this thread */
	volatile u_int	pc_spins;	/* (c) spin locks held */
	int		pc_spin_oldipl;	/* (c) level before the first of them */
	u_int		pc_intr_depth;	/* (c) hard interrupts in progress */
	volatile u_int	pc_lazy;	/* (q) leave it before user mode */
	struct trapframe *pc_intr_frame; /* (c) what the interrupt stopped */
	struct sched_rq	*pc_rq;		/* (i) */
	struct timeout_cpu *pc_timeouts; /* (i) */
	struct softint_cpu *pc_softints; /* (i) */
	struct random_cpu *pc_random;	/* (i) */
	struct kmem_cpu	*pc_kmem;	/* (i) by number of the cache */
	struct vm_phys_cpu *pc_pages;	/* (i) */

	/* Statistics (c), summed by whoever wants to know. */
	uint64_t	pc_syscalls;
	uint64_t	pc_switches;
	uint64_t	pc_intrs;
	uint64_t	pc_traps;
	uint64_t	pc_softs;
	uint64_t	pc_ipis;
	uint64_t	pc_cp_time[CPUSTATES];	/* nanoseconds */

	struct md_pcpu	pc_md;
} __aligned(CACHE_LINE_SIZE);

extern struct pcpu *cpus[MAXCPU];	/* [0, ncpu) */
extern u_int	ncpu;

#define	CPU_FOREACH(i)	for ((i) = 0; (i) < ncpu; (i)++)

#define	curcpu()	md_curcpu()
#define	curthread	md_curthread()
#define	curcpuid()	MD_PCPU_GET(pc_cpuid)

/*
 * Make pc the data of CPU number cpuid, before that CPU runs a thread: the
 * port allocates it zeroed, then calls this.  Sets cpus[cpuid] and, when the
 * CPU is a new one, ncpu.
 */
void	pcpu_init(struct pcpu *, u_int cpuid);

#endif /* _KERNEL */
#endif /* !_SYS_PCPU_H_ */
