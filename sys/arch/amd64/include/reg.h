/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _MACHINE_REG_H_
#define	_MACHINE_REG_H_

#include <sys/_types.h>

/*
 * General registers as a debugger and a core file see them: the order of
 * mcontext_t.
 */
struct reg {
	__uint64_t	r_rax;
	__uint64_t	r_rbx;
	__uint64_t	r_rcx;
	__uint64_t	r_rdx;
	__uint64_t	r_rsi;
	__uint64_t	r_rdi;
	__uint64_t	r_rbp;
	__uint64_t	r_rsp;
	__uint64_t	r_r8;
	__uint64_t	r_r9;
	__uint64_t	r_r10;
	__uint64_t	r_r11;
	__uint64_t	r_r12;
	__uint64_t	r_r13;
	__uint64_t	r_r14;
	__uint64_t	r_r15;
	__uint64_t	r_rip;
	__uint64_t	r_rflags;
	__uint64_t	r_cs;
	__uint64_t	r_ss;
	__uint64_t	r_fsbase;
	__uint64_t	r_gsbase;
};

#endif /* !_MACHINE_REG_H_ */
