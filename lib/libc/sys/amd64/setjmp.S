/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * setjmp and longjmp also save and restore the signal mask, in words 10 and 11.
 */
	.text
	.p2align 4
	.globl	setjmp
	.type	setjmp, @function
setjmp:
	.cfi_startproc
	pushq	%rdi
	.cfi_adjust_cfa_offset 8
	leaq	80(%rdi), %rdx
	xorl	%esi, %esi
	movl	$1, %edi		/* SIG_BLOCK, of nothing */
	call	__sys_sigprocmask
	popq	%rdi
	.cfi_adjust_cfa_offset -8
	jmp	_setjmp
	.cfi_endproc
	.size	setjmp, . - setjmp

	.p2align 4
	.globl	longjmp
	.type	longjmp, @function
longjmp:
	.cfi_startproc
	pushq	%rdi
	.cfi_adjust_cfa_offset 8
	pushq	%rsi
	.cfi_adjust_cfa_offset 8
	subq	$8, %rsp
	.cfi_adjust_cfa_offset 8
	leaq	80(%rdi), %rsi
	xorl	%edx, %edx
	movl	$3, %edi		/* SIG_SETMASK */
	call	__sys_sigprocmask
	addq	$8, %rsp
	.cfi_adjust_cfa_offset -8
	popq	%rsi
	.cfi_adjust_cfa_offset -8
	popq	%rdi
	.cfi_adjust_cfa_offset -8
	jmp	_longjmp
	.cfi_endproc
	.size	longjmp, . - longjmp
	.section .note.GNU-stack, "", @progbits
