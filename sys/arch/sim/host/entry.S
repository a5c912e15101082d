/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Changes of stack: between host and kernel, and between kernel and the
 * programs in the window.
 */

#include "../include/simlayout.h"

/* Offsets in struct trapframe; arch/amd64/include/frame.h. */
#define	TF_RDI		0
#define	TF_RSI		8
#define	TF_RDX		16
#define	TF_R10		24
#define	TF_R8		32
#define	TF_R9		40
#define	TF_RAX		48
#define	TF_RCX		56
#define	TF_R11		64
#define	TF_RBX		72
#define	TF_RBP		80
#define	TF_R12		88
#define	TF_R13		96
#define	TF_R14		104
#define	TF_R15		112
#define	TF_TRAPNO	120
#define	TF_ERR		128
#define	TF_RIP		136
#define	TF_CS		144
#define	TF_RFLAGS	152
#define	TF_RSP		160
#define	TF_SS		168

#define	LINUX_CS	0x33
#define	LINUX_SS	0x2b
#define	T_SYSCALL	256
#define	RFLAGS		0x202
#define	RFLAGS_USER	0xcd5		/* what a program may set */

	.text

/* void host_switch(void **save, void *sp) */
	.globl	host_switch
	.type	host_switch, @function
host_switch:
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	ret
	.size	host_switch, . - host_switch

/* The bottom of a boot stack: r12(r13). */
	.globl	host_begin
	.type	host_begin, @function
host_begin:
	xorl	%ebp, %ebp
	movq	%r13, %rdi
	call	*%r12
	ud2
	.size	host_begin, . - host_begin

/*
 * void host_user_enter(void *frame, void *xstate, unsigned long fsbase)
 */
	.globl	host_user_enter
	.type	host_user_enter, @function
host_user_enter:
	fxrstor64 (%rsi)
	movb	$1, host_selector(%rip)
	wrfsbase %rdx
	movq	$LINUX_CS, TF_CS(%rdi)
	movq	$LINUX_SS, TF_SS(%rdi)
	andq	$RFLAGS_USER, TF_RFLAGS(%rdi)
	orq	$RFLAGS, TF_RFLAGS(%rdi)
	movq	%rdi, %rsp
	popq	%rdi
	popq	%rsi
	popq	%rdx
	popq	%r10
	popq	%r8
	popq	%r9
	popq	%rax
	popq	%rcx
	popq	%r11
	popq	%rbx
	popq	%rbp
	popq	%r12
	popq	%r13
	popq	%r14
	popq	%r15
	addq	$16, %rsp
	iretq
	.size	host_user_enter, . - host_user_enter

/*
 * Where the entry page leads: rax the number, the return address on the
 * program's stack.
 */
	.globl	host_syscall_entry
	.type	host_syscall_entry, @function
host_syscall_entry:
	popq	%rcx
	movq	ksim_sim_user_frame(%rip), %r11
	movq	%rdi, TF_RDI(%r11)
	movq	%rsi, TF_RSI(%r11)
	movq	%rdx, TF_RDX(%r11)
	movq	%r10, TF_R10(%r11)
	movq	%r8, TF_R8(%r11)
	movq	%r9, TF_R9(%r11)
	movq	%rax, TF_RAX(%r11)
	movq	%rcx, TF_RCX(%r11)
	movq	%rbx, TF_RBX(%r11)
	movq	%rbp, TF_RBP(%r11)
	movq	%r12, TF_R12(%r11)
	movq	%r13, TF_R13(%r11)
	movq	%r14, TF_R14(%r11)
	movq	%r15, TF_R15(%r11)
	movq	$T_SYSCALL, TF_TRAPNO(%r11)
	movq	%rax, TF_ERR(%r11)
	movq	%rcx, TF_RIP(%r11)
	movq	$LINUX_CS, TF_CS(%r11)
	movq	$RFLAGS, TF_RFLAGS(%r11)
	movq	%rsp, TF_RSP(%r11)
	movq	$LINUX_SS, TF_SS(%r11)
	movabsq	$SIM_ENTRY_PAGE, %rax	/* a restart calls through r11 */
	movq	%rax, TF_R11(%r11)
	movq	%r11, %rsp
	movb	$0, host_selector(%rip)
	movq	host_fsbase(%rip), %rax
	wrfsbase %rax
	movq	ksim_sim_user_xstate(%rip), %rax
	fxsave64 (%rax)
	cld
	xorl	%ebp, %ebp
	call	ksim_sim_enter_syscall
	ud2
	.size	host_syscall_entry, . - host_syscall_entry

/*
 * Where a signal handler returns to after a fault in the window: the arguments
 * are in their registers, the stack pointer is at the frame.
 */
	.globl	host_trap_entry
	.type	host_trap_entry, @function
host_trap_entry:
	cld
	xorl	%ebp, %ebp
	call	ksim_sim_enter_trap
	ud2
	.size	host_trap_entry, . - host_trap_entry

	.section .note.GNU-stack, "", @progbits
