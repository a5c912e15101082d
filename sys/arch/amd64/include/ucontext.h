/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The machine context that a signal handler receives.  The general registers
 * have a fixed place; the extended state lies wherever mc_xstate says, in the
 * form mc_xformat names, so that it may grow with the processor.
 */

#ifndef _MACHINE_UCONTEXT_H_
#define	_MACHINE_UCONTEXT_H_

#include <sys/_types.h>

#define	_MC_X_NONE	0	/* no extended state */
#define	_MC_X_FXSAVE	1	/* 512 bytes of FXSAVE */
#define	_MC_X_XSAVE	2	/* XSAVE, standard form; XSTATE_BV is valid */

typedef struct __mcontext {
	__uint64_t	mc_rax;
	__uint64_t	mc_rbx;
	__uint64_t	mc_rcx;
	__uint64_t	mc_rdx;
	__uint64_t	mc_rsi;
	__uint64_t	mc_rdi;
	__uint64_t	mc_rbp;
	__uint64_t	mc_rsp;
	__uint64_t	mc_r8;
	__uint64_t	mc_r9;
	__uint64_t	mc_r10;
	__uint64_t	mc_r11;
	__uint64_t	mc_r12;
	__uint64_t	mc_r13;
	__uint64_t	mc_r14;
	__uint64_t	mc_r15;
	__uint64_t	mc_rip;
	__uint64_t	mc_rflags;
	__uint64_t	mc_cs;
	__uint64_t	mc_ss;
	__uint64_t	mc_fsbase;
	__uint64_t	mc_gsbase;
	__uint64_t	mc_trapno;	/* 0 unless a fault raised it */
	__uint64_t	mc_err;		/* hardware error code */
	__uint64_t	mc_addr;	/* faulting address */
	__uint32_t	mc_size;	/* of this structure */
	__uint32_t	mc_xformat;	/* _MC_X_* */
	__uint64_t	mc_xstate;	/* address of the extended state */
	__uint64_t	mc_xlen;	/* and its length */
	__uint64_t	mc_spare[4];
} mcontext_t;

_Static_assert(sizeof(mcontext_t) == 256, "mcontext_t is frozen");

#endif /* !_MACHINE_UCONTEXT_H_ */
