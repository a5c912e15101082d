/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The machine-dependent part of struct pcpu: a virtual CPU.
 */
#ifndef _MACHINE_PCPU_H_
#define	_MACHINE_PCPU_H_

#include <sys/types.h>

struct pcpu;
struct pmap;
struct thread;

/* Interrupts that wait for a virtual CPU to take them. */
#define	SIM_INTR_TIMER	0x01
#define	SIM_INTR_RESCHED 0x02
#define	SIM_INTR_CALL	0x04
#define	SIM_INTR_DEVICE	0x08

struct md_pcpu {
	register_t	md_sp;		/* while another CPU executes */
	bool		md_online;	/* the chooser may choose it */
	bool		md_halted;	/* until an interrupt waits */
	bool		md_if;		/* interrupts are on */
	u_int		md_pending;	/* SIM_INTR_* */
	uint64_t	md_deadline;	/* of the timer; UINT64_MAX: none */
	uint64_t	md_ipi_from;	/* CPUs with a request for this one */
	uint64_t	md_ipi_pending;	/* CPUs that owe this one an answer */
	void		(*md_ipi_fn)(void *);
	void		*md_ipi_arg;
	struct pmap	*md_pmap;	/* of the thread that runs here */
};

extern struct pcpu *sim_curcpu;

static __always_inline struct pcpu *
md_curcpu(void)
{

	return (sim_curcpu);
}

#define	md_curthread()		(sim_curcpu->pc_curthread)

/* No other virtual CPU can come between: there is no point inside. */
#define	MD_PCPU_GET(m)		(sim_curcpu->m)
#define	MD_PCPU_SET(m, v)	((void)(sim_curcpu->m = (v)))
#define	MD_PCPU_INC(m)		((void)sim_curcpu->m++)
#define	MD_PCPU_ADD(m, n)	((void)(sim_curcpu->m += (uint64_t)(n)))

#endif /* !_MACHINE_PCPU_H_ */
