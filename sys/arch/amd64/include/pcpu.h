/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The machine-dependent part of struct pcpu, and access to the running CPU's.
 * The base of %gs is the address of struct pcpu while in the kernel.
 */
#ifndef _MACHINE_PCPU_H_
#define	_MACHINE_PCPU_H_

#include <sys/types.h>

struct pcpu;
struct pmap;
struct thread;
struct tss;

#define	TLB_MAXADDR	32		/* more pages: flush everything */

/*
 * A request to other CPUs, in the pcpu of the one that asks.
 */
struct ipi_request {
	uint64_t	ir_pending;	/* CPUs that have yet to answer */
	void		(*ir_fn)(void *);
	void		*ir_arg;
	struct pmap	*ir_pmap;	/* of addresses, NULL: the kernel's */
	u_int		ir_naddr;	/* > TLB_MAXADDR: all */
	vm_offset_t	ir_addr[TLB_MAXADDR];
};

struct md_pcpu {
	register_t	md_kstack;	/* stack pointer on entry from user */
	register_t	md_scratch;	/* user's rsp during syscall entry */
	struct pmap	*md_pmap;	/* whose tables are loaded */
	struct thread	*md_fputhread;	/* whose state the fpu holds */
	struct tss	*md_tss;
	uint32_t	md_apicid;
	uint64_t	md_timers;	/* interrupts of its timer */
	uint64_t	md_ipi_from;	/* CPUs with a request for this one */
	struct ipi_request md_ipi;	/* this CPU's request to others */
	vm_offset_t	md_ist[4];	/* tops of the interrupt stacks */
};

/* The address of the CPU's data; stable only while the thread is pinned. */
static __always_inline struct pcpu *
md_curcpu(void)
{
	struct pcpu *pc;

	__asm__ volatile("movq %%gs:0, %0" : "=r" (pc));
	return (pc);
}

/* Constant as a thread sees it, so the compiler may keep it. */
static __always_inline struct thread *
md_curthread(void)
{
	struct thread *td;

	__asm__("movq %%gs:8, %0" : "=r" (td));
	return (td);
}

/*
 * One member of the running CPU's struct pcpu, in one instruction: atomic
 * against interrupts and migration.
 */
#define	MD_PCPU_PTR	((volatile struct pcpu __seg_gs *)0)
#define	MD_PCPU_GET(m)		(MD_PCPU_PTR->m)
#define	MD_PCPU_SET(m, v)	((void)(MD_PCPU_PTR->m = (v)))
#define	MD_PCPU_INC(m) do {						\
	_Static_assert(sizeof(MD_PCPU_PTR->m) == 8, "64-bit counters");	\
	__asm__ volatile("incq %%gs:%c0" : :				\
	    "i" (__builtin_offsetof(struct pcpu, m)) : "cc", "memory");	\
} while (0)
#define	MD_PCPU_ADD(m, n) do {						\
	_Static_assert(sizeof(MD_PCPU_PTR->m) == 8, "64-bit counters");	\
	__asm__ volatile("addq %1, %%gs:%c0" : :			\
	    "i" (__builtin_offsetof(struct pcpu, m)),			\
	    "er" ((uint64_t)(n)) : "cc", "memory");			\
} while (0)

#endif /* !_MACHINE_PCPU_H_ */
