/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * System calls that are cancellation points, while there are threads: the stub
 * comes here with the number in %eax and the arguments as for a function.
 *
 * Between libc_cancel_begin and libc_cancel_end a request has been looked for
 * and the call has not happened, so the handler of SIGTHR that finds the thread
 * there sends it to libc_cancel_stop.  At libc_cancel_end the call has happened:
 * its result stands, except that one which the signal interrupted is cancelled.
 * A call that is to be restarted after the handler has not happened.
 */
#include "thread_offsets.h"

	.text
	.p2align 4
	.globl	libc_cancel_call, libc_cancel_begin, libc_cancel_end
	.globl	libc_cancel_stop
	.hidden	libc_cancel_call, libc_cancel_begin, libc_cancel_end
	.hidden	libc_cancel_stop, libc_cancel_act, __cerror
	.type	libc_cancel_call, @function
libc_cancel_call:
	.cfi_startproc
	movq	%rcx, %r10
libc_cancel_begin:
	movq	%fs:TCB_THREAD, %rcx
	cmpl	$PT_CANCEL_PENDING, PT_CANCEL(%rcx)
	je	libc_cancel_stop
	syscall
libc_cancel_end:
	cmpq	$-4095, %rax
	jae	1f
	ret
1:	cmpq	$-EINTR_VALUE, %rax
	jne	__cerror
	movq	%fs:TCB_THREAD, %rcx
	cmpl	$PT_CANCEL_PENDING, PT_CANCEL(%rcx)
	jne	__cerror
libc_cancel_stop:
	movq	%fs:TCB_THREAD, %rcx
	movq	$-ECANCELED_VALUE, %rax
	cmpl	$0, PT_CANCEL_DEFER(%rcx)
	jne	__cerror
	/* The stack is as at the entry of a function that does not return. */
	jmp	libc_cancel_act
	.cfi_endproc
	.size	libc_cancel_call, . - libc_cancel_call
	.section .note.GNU-stack, "", @progbits
