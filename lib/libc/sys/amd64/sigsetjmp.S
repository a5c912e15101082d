/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * sigsetjmp and siglongjmp; word 9 remembers which kind of buffer it is.
 */
	.text
	.p2align 4
	.globl	sigsetjmp
	.type	sigsetjmp, @function
sigsetjmp:
	.cfi_startproc
	movl	%esi, 72(%rdi)
	testl	%esi, %esi
	jnz	setjmp
	jmp	_setjmp
	.cfi_endproc
	.size	sigsetjmp, . - sigsetjmp

	.p2align 4
	.globl	siglongjmp
	.type	siglongjmp, @function
siglongjmp:
	.cfi_startproc
	cmpl	$0, 72(%rdi)
	jne	longjmp
	jmp	_longjmp
	.cfi_endproc
	.size	siglongjmp, . - siglongjmp
	.section .note.GNU-stack, "", @progbits
