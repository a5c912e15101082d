/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What every entry into the kernel saves, from lower to higher addresses.  The
 * first six members are the arguments of a system call in their order; the
 * last five are pushed by the processor.
 */
#ifndef _MACHINE_FRAME_H_
#define	_MACHINE_FRAME_H_

#include <sys/types.h>

struct trapframe {
	register_t	tf_rdi;
	register_t	tf_rsi;
	register_t	tf_rdx;
	register_t	tf_r10;
	register_t	tf_r8;
	register_t	tf_r9;
	register_t	tf_rax;
	register_t	tf_rcx;
	register_t	tf_r11;
	register_t	tf_rbx;
	register_t	tf_rbp;
	register_t	tf_r12;
	register_t	tf_r13;
	register_t	tf_r14;
	register_t	tf_r15;
	register_t	tf_trapno;
	register_t	tf_err;		/* system call: its number */
	register_t	tf_rip;
	register_t	tf_cs;
	register_t	tf_rflags;
	register_t	tf_rsp;
	register_t	tf_ss;
};

/* What machine-independent code may ask of a frame. */
#define	TRAPF_USERMODE(tf)	(((tf)->tf_cs & 3) != 0)
#define	TRAPF_PC(tf)		((vm_offset_t)(tf)->tf_rip)
#define	TRAPF_SP(tf)		((vm_offset_t)(tf)->tf_rsp)
#define	TRAPF_SYSCALL_NR(tf)	((tf)->tf_err)
#define	TRAPF_SYSCALL_ARGS(tf)	(&(tf)->tf_rdi)
#define	TRAPF_RETVAL(tf)	(&(tf)->tf_rax)

#endif /* !_MACHINE_FRAME_H_ */
