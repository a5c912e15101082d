/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * _start of a program at a fixed address: hands the initial stack to C.  The
 * kernel leaves argc, argv, environ and the auxiliary vector at %rsp.
 */

	.text
	.globl	_start
	.type	_start, @function
_start:
	.cfi_startproc
	.cfi_undefined	rip
	xorl	%ebp, %ebp
	movq	%rsp, %rdi
	leaq	main(%rip), %rsi
	andq	$-16, %rsp
	call	__libc_start
	ud2
	.cfi_endproc
	.size	_start, . - _start

#include "crtnote.h"
