/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The stack side of thread switching; cpu_switchto() does the rest.
 */

	.text

/*
 * void cpu_switch_stack(register_t *oldsp, register_t newsp): save what C
 * preserves, go over to the other stack, which this function or
 * cpu_thread_setup() left, and return there.
 */
	.globl	cpu_switch_stack
	.type	cpu_switch_stack, @function
	.balign	16
cpu_switch_stack:
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	ret
	.size	cpu_switch_stack, . - cpu_switch_stack

/*
 * Where a new thread begins: r12 is its function, r13 the argument, and the
 * stack pointer is at its user frame.
 */
	.globl	cpu_thread_start
	.type	cpu_thread_start, @function
	.balign	16
cpu_thread_start:
	movq	%r12, %rdi
	movq	%r13, %rsi
	call	cpu_thread_begin
	jmp	user_return
	.size	cpu_thread_start, . - cpu_thread_start

/*
 * void cpu_enter_idle(vm_offset_t sp): begin the idle thread of a CPU that was
 * just started, on its own stack.
 */
	.globl	cpu_enter_idle
	.type	cpu_enter_idle, @function
cpu_enter_idle:
	movq	%rdi, %rsp
	xorl	%ebp, %ebp
	pushq	%rbp
	pushq	%rbp
	call	sched_idle_loop
	ud2
	.size	cpu_enter_idle, . - cpu_enter_idle

	.section .note.GNU-stack, "", @progbits
