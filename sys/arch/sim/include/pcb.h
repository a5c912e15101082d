/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The machine-dependent part of a thread, embedded as td_pcb.  All fields are
 * the thread's own, or its creator's before it first runs.
 */
#ifndef _MACHINE_PCB_H_
#define	_MACHINE_PCB_H_

#define	PCB_KTHREAD	0x02	/* never returns to user mode */

#define	SIM_XSTATE_SIZE	512	/* FXSAVE */

#ifndef __ASSEMBLER__
#include <sys/types.h>

struct pcb {
	register_t	pcb_rsp;	/* kernel stack while not running */
	void		*pcb_xstate;	/* above td_frame, aligned to 64 */
	register_t	pcb_fsbase;	/* of user mode */
	register_t	pcb_gsbase;	/* of user mode */
	u_int		pcb_flags;
	vm_offset_t	pcb_faddr;	/* of the last fault, for signals */
	register_t	pcb_ftrap;	/* its vector and */
	register_t	pcb_ferr;	/* error code */
};
#endif

#endif /* !_MACHINE_PCB_H_ */
