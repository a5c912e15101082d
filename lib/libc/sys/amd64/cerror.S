/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Where a system call's stub goes with a negative errno in %rax: store it
 * and return -1.
 */
	.text
	.p2align 4
	.globl	__cerror
	.hidden	__cerror
	.type	__cerror, @function
__cerror:
	.cfi_startproc
	negl	%eax
	pushq	%rax
	.cfi_adjust_cfa_offset 8
	call	__errno
	popq	%rdx
	.cfi_adjust_cfa_offset -8
	movl	%edx, (%rax)
	movq	$-1, %rax
	ret
	.cfi_endproc
	.size	__cerror, . - __cerror
	.section .note.GNU-stack, "", @progbits
