/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Every way into the kernel, and the ways back to user mode.
 *
 * Rules	(1) On entry from user mode %gs is the user's until swapgs; from
 *		kernel mode it is the kernel's, except between swapgs and iretq
 *		on the way out, and at the first instructions of
 *		syscall_entry.  Only vectors with their own stack (NMI, double
 *		fault, machine check, debug) can strike there, and iretq itself
 *		(#GP, #SS, #NP).
 *		(2) User's DF and AC may be set on entry by a trap or an
 *		interrupt: cld, clac.  syscall clears them by SFMASK.
 *		(3) C code that returns here for user mode has done all work of
 *		td_ast and returns with interrupts off.
 *
 * The return addresses of calls with a trapframe above them are listed in
 * trap_rets, so that backtraces go on with what was interrupted.
 *
 * The system call's way back with sysret needs no registers that C preserves,
 * nor rcx and r11; whoever changes a user's frame sets PCB_FULLRET, which asks
 * for the complete way, as does any work of td_ast.
 */

#include <machine/asmacros.h>
#include <machine/intr.h>
#include <machine/pcb.h>
#include <machine/segments.h>
#include <machine/trap.h>

/* Of struct trapframe; assym.c asserts them. */
#define	TF_RDI		0
#define	TF_R9		40
#define	TF_RAX		48
#define	TF_TRAPNO	120
#define	TF_RIP		136
#define	TF_CS		144
#define	TF_RFLAGS	152
#define	TF_RSP		160
#define	TF_SIZE		176

	.macro	PUSH_GPRS
	pushq	%r15
	pushq	%r14
	pushq	%r13
	pushq	%r12
	pushq	%rbp
	pushq	%rbx
	pushq	%r11
	pushq	%rcx
	pushq	%rax
	pushq	%r9
	pushq	%r8
	pushq	%r10
	pushq	%rdx
	pushq	%rsi
	pushq	%rdi
	.endm

	.macro	POP_GPRS
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
	.endm

	.section .text.entry, "ax", @progbits

/*
 * Ordinary exceptions: on the thread's stack.
 */
	.macro	TRAP name, vector, errcode
	.globl	trap_\name
	.type	trap_\name, @function
	.balign	16
trap_\name:
	.if \errcode == 0
	pushq	$0
	.endif
	pushq	$\vector
	jmp	trap_common
	.size	trap_\name, . - trap_\name
	.endm

	TRAP	divide, T_DIVIDE, 0
	TRAP	breakpoint, T_BREAKPOINT, 0
	TRAP	overflow, T_OVERFLOW, 0
	TRAP	bound, T_BOUND, 0
	TRAP	invop, T_INVOPC, 0
	TRAP	nofpu, T_NOFPU, 0
	TRAP	tss, T_TSS, 1
	TRAP	pageflt, T_PAGEFLT, 1
	TRAP	fperr, T_FPERR, 0
	TRAP	align, T_ALIGN, 1
	TRAP	simd, T_SIMD, 0
	TRAP	virt, T_VIRT, 0
	TRAP	ctrlprot, T_CTRLPROT, 1
	TRAP	reserved, 31, 0

/*
 * Those that iretq may raise: if it did, %gs is the user's already.
 */
	.macro	TRAP_IRET name, vector
	.globl	trap_\name
	.type	trap_\name, @function
	.balign	16
trap_\name:
	pushq	$\vector
	cmpq	$amd64_iretq, 16(%rsp)
	jne	trap_common
	swapgs
	jmp	trap_save
	.size	trap_\name, . - trap_\name
	.endm

	TRAP_IRET noseg, T_NOSEG
	TRAP_IRET stack, T_STACK
	TRAP_IRET gpflt, T_GPFLT

	.type	trap_common, @function
	.balign	16
trap_common:
	testb	$3, 24(%rsp)		/* cs */
	jz	trap_save
	swapgs
trap_save:
	CLAC
	cld
	PUSH_GPRS
	movq	%rsp, %rdi
	testb	$3, TF_CS(%rsp)
	jz	1f
	xorl	%ebp, %ebp		/* the end of backtraces */
1:	call	amd64_trap
	.globl	trap_return
trap_return:
	testb	$3, TF_CS(%rsp)
	jz	trap_return_kernel
	.globl	user_return
user_return:
	POP_GPRS
	addq	$16, %rsp
	swapgs
	.globl	amd64_iretq
amd64_iretq:
	iretq

trap_return_kernel:
	POP_GPRS
	addq	$16, %rsp
	iretq
	.size	trap_common, . - trap_common

/*
 * void amd64_user_return(struct trapframe *): leave the C stack, whatever is
 * on it, for user mode; interrupts off.
 */
	.globl	amd64_user_return
	.type	amd64_user_return, @function
amd64_user_return:
	movq	%rdi, %rsp
	jmp	user_return
	.size	amd64_user_return, . - amd64_user_return

/*
 * Vectors with their own stack.  The sign of the %gs base tells whose it is:
 * user bases are below VM_MAXUSER_ADDRESS, since CR4.FSGSBASE is off and
 * sysarch(2) checks.  From user mode, debug exceptions and machine checks
 * move to the thread's stack, which is empty then, and become ordinary.
 */
	.macro	TRAP_IST name, vector, errcode, move
	.globl	trap_\name
	.type	trap_\name, @function
	.balign	16
trap_\name:
	.if \errcode == 0
	pushq	$0
	.endif
	pushq	$\vector
	CLAC
	cld
	PUSH_GPRS
	xorl	%ebx, %ebx
	testb	$3, TF_CS(%rsp)
	.if \move
	jnz	trap_ist_move
	.endif
	movl	$0xc0000101, %ecx	/* MSR_GSBASE */
	rdmsr
	testl	%edx, %edx
	js	1f
	swapgs
	incl	%ebx
1:	movq	%rsp, %rdi
	testb	$3, TF_CS(%rsp)
	jz	2f
	xorl	%ebp, %ebp
2:	call	amd64_trap_ist
trap_ret_\name:
	.pushsection trap_rets, "a", @progbits
	.balign	8
	.quad	trap_ret_\name
	.popsection
	testl	%ebx, %ebx
	jz	trap_return_kernel
	swapgs
	jmp	trap_return_kernel	/* the same without swapgs */
	.size	trap_\name, . - trap_\name
	.endm

	TRAP_IST debug, T_DEBUG, 0, 1
	TRAP_IST nmi, T_NMI, 0, 0
	TRAP_IST double, T_DOUBLE, 1, 0
	TRAP_IST machchk, T_MACHCHK, 0, 1

	.type	trap_ist_move, @function
trap_ist_move:
	swapgs
	movq	%rsp, %rsi
	movq	%gs:PCPU_KSTACK, %rdi
	subq	$TF_SIZE, %rdi
	movq	%rdi, %rsp
	movl	$(TF_SIZE / 8), %ecx
	rep movsq
	movq	%rsp, %rdi
	xorl	%ebp, %ebp
	call	amd64_trap
	jmp	user_return
	.size	trap_ist_move, . - trap_ist_move

/*
 * Interrupts: entry N for vector IDT_DEV + N, 16 bytes each.
 */
	.balign	16
	.globl	intr_vectors
	.type	intr_vectors, @function
intr_vectors:
	vector = IDT_DEV
	.rept	IDT_NVEC - IDT_DEV
	.balign	16
	pushq	$0
	pushq	$vector
	jmp	intr_common
	vector = vector + 1
	.endr
	.size	intr_vectors, . - intr_vectors

	.type	intr_common, @function
	.balign	16
intr_common:
	testb	$3, 24(%rsp)
	jz	1f
	swapgs
1:	CLAC
	cld
	PUSH_GPRS
	movq	%rsp, %rdi
	testb	$3, TF_CS(%rsp)
	jz	2f
	xorl	%ebp, %ebp
2:	call	amd64_interrupt
intr_return:
	.pushsection trap_rets, "a", @progbits
	.balign	8
	.quad	intr_return
	.quad	trap_return
	.popsection
	jmp	trap_return
	.size	intr_common, . - intr_common

/*
 * System calls: rax the number, rcx the return address, r11 the flags;
 * interrupts off, %rsp the user's.
 */
	.globl	syscall_entry
	.type	syscall_entry, @function
	.balign	16
syscall_entry:
	swapgs
	movq	%rsp, %gs:PCPU_SCRATCH
	movq	%gs:PCPU_KSTACK, %rsp
	pushq	$GSEL_UDATA
	pushq	%gs:PCPU_SCRATCH
	pushq	%r11
	pushq	$GSEL_UCODE
	pushq	%rcx
	pushq	%rax			/* tf_err: for a restart */
	pushq	$T_SYSCALL
	PUSH_GPRS
	movq	%gs:PCPU_CURTHREAD, %rdi
	movq	%rsp, %rsi
	sti
	call	syscall_dispatch
	cli
	movq	%gs:PCPU_CURTHREAD, %rax
	cmpl	$0, TD_AST(%rax)
	jne	1f
	testb	$PCB_FULLRET, TD_PCB_FLAGS(%rax)
	jnz	1f
	popq	%rdi
	popq	%rsi
	popq	%rdx
	popq	%r10
	popq	%r8
	popq	%r9
	popq	%rax
	movq	TF_RIP-7*8(%rsp), %rcx
	movq	TF_RFLAGS-7*8(%rsp), %r11
	movq	TF_RSP-7*8(%rsp), %rsp
	swapgs
	sysretq
1:	call	amd64_syscall_slow
	jmp	user_return
	.size	syscall_entry, . - syscall_entry

	.section .note.GNU-stack, "", @progbits
