/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The beginning of _init and _fini, for objects that still add code to the
 * sections .init and .fini.
 */
	.section .init, "ax", @progbits
	.globl	_init
	.type	_init, @function
_init:
	subq	$8, %rsp

	.section .fini, "ax", @progbits
	.globl	_fini
	.type	_fini, @function
_fini:
	subq	$8, %rsp

	.section .note.GNU-stack, "", @progbits
