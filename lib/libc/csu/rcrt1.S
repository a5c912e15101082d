/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * _start of a static position-independent program: applies its own relative
 * relocations, then goes the way of crt1.S.
 *
 * The program's load address is where its ELF header lies.  Only R_X86_64_RELATIVE
 * and, through DT_RELR, their packed form may occur in a program without undefined
 * symbols; anything else ends it at once.
 */

	.text
	.globl	_start
	.type	_start, @function
_start:
	.cfi_startproc
	.cfi_undefined	rip
	xorl	%ebp, %ebp
	movq	%rsp, %rbx
	andq	$-16, %rsp
	leaq	__ehdr_start(%rip), %rdi
	leaq	_DYNAMIC(%rip), %rsi
	call	rcrt_relocate
	movq	%rbx, %rdi
	leaq	main(%rip), %rsi
	call	__libc_start
	ud2
	.cfi_endproc
	.size	_start, . - _start

	.hidden	__ehdr_start
	.hidden	_DYNAMIC

/*
 * rcrt_relocate(base %rdi, dynamic %rsi)
 *
 * r8 rela, r9 its size, r10 relr, r11 its size
 */
	.type	rcrt_relocate, @function
rcrt_relocate:
	.cfi_startproc
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
1:	movq	(%rsi), %rax
	movq	8(%rsi), %rdx
	addq	$16, %rsi
	testq	%rax, %rax
	jz	2f
	cmpq	$7, %rax		/* DT_RELA */
	cmoveq	%rdx, %r8
	cmpq	$8, %rax		/* DT_RELASZ */
	cmoveq	%rdx, %r9
	cmpq	$36, %rax		/* DT_RELR */
	cmoveq	%rdx, %r10
	cmpq	$35, %rax		/* DT_RELRSZ */
	cmoveq	%rdx, %r11
	jmp	1b

2:	addq	%rdi, %r8
	addq	%r8, %r9		/* end of rela */
3:	cmpq	%r9, %r8
	jae	5f
	movl	8(%r8), %eax		/* type */
	testl	%eax, %eax		/* R_X86_64_NONE */
	jz	4f
	cmpl	$8, %eax		/* R_X86_64_RELATIVE */
	jne	9f
	movq	(%r8), %rdx
	movq	16(%r8), %rax
	addq	%rdi, %rax
	movq	%rax, (%rdi, %rdx)
4:	addq	$24, %r8
	jmp	3b

5:	addq	%rdi, %r10
	addq	%r10, %r11		/* end of relr */
6:	cmpq	%r11, %r10
	jae	8f
	movq	(%r10), %rax
	addq	$8, %r10
	testb	$1, %al
	jnz	7f
	leaq	(%rdi, %rax), %rdx	/* an address; rdx walks on from it */
	addq	%rdi, (%rdx)
	addq	$8, %rdx
	jmp	6b
7:	movq	%rdx, %rcx		/* a bitmap of the next 63 words */
	addq	$504, %rdx
71:	shrq	$1, %rax
	jz	6b
	testb	$1, %al
	jz	72f
	addq	%rdi, (%rcx)
72:	addq	$8, %rcx
	jmp	71b

8:	ret
9:	ud2
	.cfi_endproc
	.size	rcrt_relocate, . - rcrt_relocate

#include "crtnote.h"
