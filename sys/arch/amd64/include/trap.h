/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exceptions of the processor.
 */
#ifndef _MACHINE_TRAP_H_
#define	_MACHINE_TRAP_H_

#define	T_DIVIDE	0
#define	T_DEBUG		1
#define	T_NMI		2
#define	T_BREAKPOINT	3
#define	T_OVERFLOW	4
#define	T_BOUND		5
#define	T_INVOPC	6
#define	T_NOFPU		7
#define	T_DOUBLE	8
#define	T_TSS		10
#define	T_NOSEG		11
#define	T_STACK		12
#define	T_GPFLT		13
#define	T_PAGEFLT	14
#define	T_FPERR		16
#define	T_ALIGN		17
#define	T_MACHCHK	18
#define	T_SIMD		19
#define	T_VIRT		20
#define	T_CTRLPROT	21
#define	T_SYSCALL	256		/* not a vector */

/* Error code of a page fault. */
#define	PFE_P		0x01		/* protection, not absence */
#define	PFE_W		0x02
#define	PFE_U		0x04
#define	PFE_RSVD	0x08
#define	PFE_I		0x10		/* instruction fetch */

#if defined(_KERNEL) && !defined(__ASSEMBLER__)
#include <sys/types.h>

struct thread;
struct trapframe;

/* From the entry code. */
void	amd64_trap(struct trapframe *);
void	amd64_trap_ist(struct trapframe *);
void	amd64_syscall_slow(void);
void	amd64_interrupt(struct trapframe *);
void	amd64_thread_userret(void);

/* The frame shown by md_print_regs(); set while a fatal trap is handled. */
void	trap_fatal(struct trapframe *, uint64_t cr2) __dead2;
void	trap_print_frame(const struct trapframe *);
#endif

#endif /* !_MACHINE_TRAP_H_ */
