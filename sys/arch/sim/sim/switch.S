/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Changing stacks: of threads, of virtual CPUs.  Both keep what a function
 * must keep, and nothing else.
 */

	.text

/*
 * void sim_cpu_switch(register_t *save, register_t sp)
 * void sim_stack_switch(register_t *save, register_t sp)
 */
	.globl	sim_cpu_switch, sim_stack_switch
	.type	sim_cpu_switch, @function
	.type	sim_stack_switch, @function
	.balign	16
sim_cpu_switch:
sim_stack_switch:
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
	.size	sim_cpu_switch, . - sim_cpu_switch

/*
 * Where a new thread begins: r12 is its function, r13 the argument.
 */
	.globl	sim_thread_start
	.type	sim_thread_start, @function
	.balign	16
sim_thread_start:
	xorl	%ebp, %ebp
	movq	%r12, %rdi
	movq	%r13, %rsi
	call	sim_thread_begin
	ud2
	.size	sim_thread_start, . - sim_thread_start

/* Where a new CPU begins, on the stack of its idle thread. */
	.globl	sim_idle_start
	.type	sim_idle_start, @function
sim_idle_start:
	xorl	%ebp, %ebp
	call	sched_idle_loop
	ud2
	.size	sim_idle_start, . - sim_idle_start

	.section .note.GNU-stack, "", @progbits
