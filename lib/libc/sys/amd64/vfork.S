/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * vfork(2).  The child uses the parent's stack, and overwrites what lies below
 * the frame of the caller: so the return address is in a register meanwhile,
 * which the kernel preserves for both.
 */
#include <sys/syscall.h>

	.text
	.p2align 4
	.globl	vfork
	.type	vfork, @function
vfork:
	.cfi_startproc
	popq	%rdx
	.cfi_adjust_cfa_offset -8
	.cfi_register rip, rdx
	movl	$SYS_vfork, %eax
	syscall
	pushq	%rdx
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset rip, 0
	cmpq	$-4095, %rax
	jae	__cerror
	ret
	.cfi_endproc
	.size	vfork, . - vfork
	.hidden	__cerror
	.section .note.GNU-stack, "", @progbits
