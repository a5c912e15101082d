/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * _setjmp and _longjmp: the callee-saved registers, stack and return address, and
 * the control words of both floating-point units.  The return address, stack and
 * frame pointer are stored xor the stack guard, so that an overwritten jmp_buf
 * does not choose where to go.
 *
 * Words: 0 rbx, 1 rbp^, 2 r12, 3 r13, 4 r14, 5 r15, 6 rsp^, 7 rip^,
 * 8 mxcsr and x87 control word; setjmp.S uses 9 and 10..11.
 */

	.text
	.p2align 4
	.globl	_setjmp
	.type	_setjmp, @function
_setjmp:
	.cfi_startproc
	movq	%fs:0x28, %rdx
	movq	%rbx, 0(%rdi)
	movq	%rbp, %rax
	xorq	%rdx, %rax
	movq	%rax, 8(%rdi)
	movq	%r12, 16(%rdi)
	movq	%r13, 24(%rdi)
	movq	%r14, 32(%rdi)
	movq	%r15, 40(%rdi)
	leaq	8(%rsp), %rax
	xorq	%rdx, %rax
	movq	%rax, 48(%rdi)
	movq	(%rsp), %rax
	xorq	%rdx, %rax
	movq	%rax, 56(%rdi)
	stmxcsr	64(%rdi)
	fnstcw	68(%rdi)
	xorl	%eax, %eax
	ret
	.cfi_endproc
	.size	_setjmp, . - _setjmp

	.p2align 4
	.globl	_longjmp
	.type	_longjmp, @function
_longjmp:
	.cfi_startproc
	movl	%esi, %eax
	testl	%eax, %eax
	jnz	1f
	incl	%eax
1:	movq	%fs:0x28, %rdx
	/* Keep the exception flags of now, the modes of then. */
	stmxcsr	-8(%rsp)
	movl	64(%rdi), %r8d
	movl	-8(%rsp), %r9d
	andl	$0xffffffc0, %r8d
	andl	$0x3f, %r9d
	orl	%r8d, %r9d
	movl	%r9d, -8(%rsp)
	ldmxcsr	-8(%rsp)
	fldcw	68(%rdi)
	movq	0(%rdi), %rbx
	movq	8(%rdi), %rbp
	xorq	%rdx, %rbp
	movq	16(%rdi), %r12
	movq	24(%rdi), %r13
	movq	32(%rdi), %r14
	movq	40(%rdi), %r15
	movq	48(%rdi), %r8
	xorq	%rdx, %r8
	movq	56(%rdi), %rcx
	xorq	%rdx, %rcx
	movq	%r8, %rsp
	jmpq	*%rcx
	.cfi_endproc
	.size	_longjmp, . - _longjmp
	.section .note.GNU-stack, "", @progbits
