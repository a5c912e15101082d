/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The signal trampoline, which exec maps into every process: handlers return to
 * md_sigtramp.  It is position-independent, and followed by unwind information
 * in the form of .eh_frame (one CIE, one FDE, a terminator), whose start is
 * aligned to 16 behind the code, for unwinders that know the place.
 */

#include <machine/sigframe.h>
#include <machine/simlayout.h>
#include <sys/syscall.h>

/* Offsets in mcontext_t, from the ucontext. */
#define	UC_MC		16
#define	MC_RAX		(UC_MC + 0)
#define	MC_RBX		(UC_MC + 8)
#define	MC_RCX		(UC_MC + 16)
#define	MC_RDX		(UC_MC + 24)
#define	MC_RSI		(UC_MC + 32)
#define	MC_RDI		(UC_MC + 40)
#define	MC_RBP		(UC_MC + 48)
#define	MC_RSP		(UC_MC + 56)
#define	MC_R8		(UC_MC + 64)
#define	MC_RIP		(UC_MC + 128)

/* On return from the handler, %rsp is 8 above the frame's start. */
#define	UC_OFF		(SIGFRAME_UC - 8)

	.section .rodata
	.balign	64
	.globl	md_sigtramp, md_sigtramp_end
	.type	md_sigtramp, @object
	nop				/* unwinders look at the byte before */
	.balign	16, 0x90
md_sigtramp:
	leaq	UC_OFF(%rsp), %rdi
	movl	$SYS_sigreturn, %eax
	movabsq	$SIM_ENTRY_PAGE, %r11
	call	*%r11
	ud2				/* the frame was no frame */
sigtramp_code_end:

	.balign	16
sigtramp_cie:
	.long	1f - 0f			/* length */
0:	.long	0			/* a CIE */
	.byte	1			/* version */
	.asciz	"zRS"			/* pointers have a form; a signal frame */
	.uleb128 1			/* code alignment */
	.sleb128 -8			/* data alignment */
	.byte	16			/* the return address column is rip */
	.uleb128 1			/* augmentation: */
	.byte	0x1b			/* pcrel, signed 4 bytes */
	.balign	8
1:
	.long	3f - 2f			/* length of the FDE */
2:	.long	2b - sigtramp_cie	/* its CIE */
	/* From one byte before, for return addresses are looked up so. */
	.long	md_sigtramp - 1 - .
	.long	sigtramp_code_end - md_sigtramp + 1
	.uleb128 0

	/* The frame address is the saved rsp. */
	.byte	0x0f			/* DW_CFA_def_cfa_expression */
	.uleb128 5f - 4f
4:	.byte	0x77			/* DW_OP_breg7 (rsp) */
	.sleb128 UC_OFF + MC_RSP
	.byte	0x06			/* DW_OP_deref */
5:
	.macro	SAVED reg, offset
	.byte	0x10			/* DW_CFA_expression */
	.uleb128 \reg
	.uleb128 7f - 6f
6:	.byte	0x77
	.sleb128 UC_OFF + \offset
7:
	.endm
	SAVED	0, MC_RAX
	SAVED	1, MC_RDX
	SAVED	2, MC_RCX
	SAVED	3, MC_RBX
	SAVED	4, MC_RSI
	SAVED	5, MC_RDI
	SAVED	6, MC_RBP
	SAVED	8, MC_R8
	SAVED	9, (MC_R8 + 8)
	SAVED	10, (MC_R8 + 16)
	SAVED	11, (MC_R8 + 24)
	SAVED	12, (MC_R8 + 32)
	SAVED	13, (MC_R8 + 40)
	SAVED	14, (MC_R8 + 48)
	SAVED	15, (MC_R8 + 56)
	SAVED	16, MC_RIP
	.balign	8
3:
	.long	0			/* the end */
md_sigtramp_end:
	.size	md_sigtramp, . - md_sigtramp

	.section .note.GNU-stack, "", @progbits
