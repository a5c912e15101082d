/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * From the loader to C.
 *
 * PVH enters at pvh_start: 32-bit protected mode, flat segments, no paging,
 * %ebx the physical address of the start information.  The tables built here
 * map the first 4 GiB at 0 and at the direct map's address, and the first GiB
 * at KERNBASE, all writable and executable; pmap_bootstrap() replaces them.
 * They serve once more, when the other CPUs start at ap_start.
 */

#include <machine/segments.h>
#include <machine/specialreg.h>
#include <machine/vmparam.h>

#define	PHYS(sym)	(sym - KERNBASE)
#define	PTE_TABLE	0x003		/* valid, writable */
#define	PTE_LARGE	0x083		/* valid, writable, large */

	.section .note.Xen, "a", @note
	.balign	4
	.long	4			/* bytes of the name */
	.long	8			/* of the value */
	.long	18			/* XEN_ELFNOTE_PHYS32_ENTRY */
	.asciz	"Xen"
	.quad	PHYS(pvh_start)

	.section .text.boot, "ax", @progbits
	.code32
	.globl	pvh_start
	.type	pvh_start, @function
pvh_start:
	cli
	cld
	movl	%ebx, %ebp
	movl	$PHYS(boot_stack_top), %esp

	/* A processor without long mode stops here, with a word about it. */
	movl	$0x80000000, %eax
	cpuid
	cmpl	$0x80000001, %eax
	jb	boot_nolm
	movl	$0x80000001, %eax
	cpuid
	btl	$29, %edx
	jnc	boot_nolm

	/* 2048 entries of 2 MiB. */
	movl	$PHYS(boot_pd), %edi
	movl	$PTE_LARGE, %eax
	movl	$2048, %ecx
1:	movl	%eax, (%edi)
	movl	$0, 4(%edi)
	addl	$8, %edi
	addl	$0x200000, %eax
	decl	%ecx
	jnz	1b

	movl	$PHYS(boot_pdpt), %edi
	movl	$PHYS(boot_pd) + PTE_TABLE, %eax
	movl	$4, %ecx
2:	movl	%eax, (%edi)
	addl	$8, %edi
	addl	$PAGE_SIZE, %eax
	decl	%ecx
	jnz	2b
	movl	$PHYS(boot_pd) + PTE_TABLE, PHYS(boot_pdpt_high) + 8 * 510

	movl	$PHYS(boot_pdpt) + PTE_TABLE, PHYS(boot_pml4)
	movl	$PHYS(boot_pdpt) + PTE_TABLE, PHYS(boot_pml4) + 8 * 256
	movl	$PHYS(boot_pdpt_high) + PTE_TABLE, PHYS(boot_pml4) + 8 * 511

	movl	$PHYS(boot_pml4), %eax
	call	boot_longmode
	lgdt	PHYS(boot_gdt_ptr)
	ljmp	$GSEL_KCODE, $PHYS(boot_64)

boot_nolm:
	movl	$PHYS(boot_nolm_msg), %esi
	movw	$0x3f8, %dx
1:	lodsb
	testb	%al, %al
	jz	2f
	outb	%al, %dx
	jmp	1b
2:	hlt
	jmp	2b

/*
 * Turn on long mode with the tables at %eax; the caller then jumps to 64-bit
 * code.  NX is set when there is such a bit.
 */
	.type	boot_longmode, @function
boot_longmode:
	movl	%eax, %cr3
	movl	%cr4, %eax
	orl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$0x80000001, %eax
	cpuid
	movl	%edx, %esi
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LME, %eax
	btl	$20, %esi
	jnc	1f
	orl	$EFER_NXE, %eax
1:	wrmsr
	movl	%cr0, %eax
	orl	$(CR0_PG | CR0_WP | CR0_PE), %eax
	movl	%eax, %cr0
	ret

	.code64
	.type	boot_64, @function
boot_64:
	movabsq	$boot_high, %rax
	jmpq	*%rax
boot_high:
	movl	$GSEL_KDATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%eax, %eax
	movl	%eax, %fs
	movl	%eax, %gs
	movq	$boot_stack_top, %rsp
	movl	%ebp, %edi		/* start information */
	xorl	%ebp, %ebp		/* the end of backtraces */
	pushq	%rbp
	pushq	%rbp
	call	amd64_init
1:	hlt
	jmp	1b

/*
 * Where another CPU begins: 16-bit mode at the start of a page below 1 MiB,
 * into which [ap_start, ap_end) was copied; %cs is that page.  ap_args, in the
 * copy, holds what it needs.
 */
	.globl	ap_start, ap_end, ap_args
	.code16
ap_start:
	cli
	cld
	xorl	%ebx, %ebx
	movw	%cs, %bx
	movw	%bx, %ds
	shll	$4, %ebx		/* linear address of the page */
	leal	(ap_32 - ap_start)(%ebx), %eax
	movl	%eax, ap_far32 - ap_start
	leal	(ap_gdt - ap_start)(%ebx), %eax
	movl	%eax, ap_gdt_ptr - ap_start + 2
	lgdtl	ap_gdt_ptr - ap_start
	movl	%cr0, %eax
	orl	$CR0_PE, %eax
	andl	$~(CR0_CD | CR0_NW), %eax
	movl	%eax, %cr0
	ljmpl	*(ap_far32 - ap_start)

	.code32
ap_32:
	movl	$GSEL_KDATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	ap_args - ap_start(%ebx), %eax
	movl	$PHYS(ap_stack_top), %esp
	movl	%ebx, %edi
	movl	$PHYS(boot_longmode), %edx	/* not relative: this is a copy */
	call	*%edx
	movl	%edi, %ebx
	leal	(ap_64 - ap_start)(%ebx), %eax
	movl	%eax, ap_far64 - ap_start(%ebx)
	lgdt	PHYS(boot_gdt_ptr)
	ljmpl	*(ap_far64 - ap_start)(%ebx)

	.code64
ap_64:
	movq	ap_args - ap_start + 8(%rbx), %rsp
	movq	ap_args - ap_start + 16(%rbx), %rdi
	xorl	%ebp, %ebp
	pushq	%rbp
	pushq	%rbp
	movabsq	$ap_high, %rax
	jmpq	*%rax

	.balign	8
ap_far32:
	.long	0
	.word	GSEL_KCODE
	.balign	8
ap_far64:
	.long	0
	.word	GSEL_KCODE
	.balign	8
ap_gdt_ptr:
	.word	3 * 8 - 1
	.long	0
	.balign	8
ap_gdt:
	.quad	0
	.quad	0x00cf9b000000ffff	/* 32-bit code */
	.quad	0x00cf93000000ffff	/* data */
	.balign	8
ap_args:
	.quad	0			/* cr3 of the boot tables */
	.quad	0			/* stack */
	.quad	0			/* struct pcpu */
ap_end:

	.type	ap_high, @function
ap_high:
	movl	$GSEL_KDATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%eax, %eax
	movl	%eax, %fs
	movl	%eax, %gs
	call	amd64_init_ap
1:	hlt
	jmp	1b

	.section .rodata
boot_nolm_msg:
	.asciz	"Tessera needs a 64-bit processor\r\n"

	.data
	.balign	8
boot_gdt:
	.quad	0
	.quad	0x00af9b000000ffff	/* 64-bit code */
	.quad	0x00cf93000000ffff	/* data */
boot_gdt_ptr:
	.word	3 * 8 - 1
	.quad	PHYS(boot_gdt)

	.section .bss.page, "aw", @nobits
	.balign	PAGE_SIZE
	.globl	boot_pml4, boot_pdpt, boot_pdpt_high, boot_pd
boot_pml4:
	.space	PAGE_SIZE
boot_pdpt:
	.space	PAGE_SIZE
boot_pdpt_high:
	.space	PAGE_SIZE
boot_pd:
	.space	4 * PAGE_SIZE
/* Of thread0; the page below it is unmapped by pmap_bootstrap(). */
	.globl	boot_guard, boot_stack, boot_stack_top
boot_guard:
	.space	PAGE_SIZE
boot_stack:
	.space	KSTACK_SIZE
boot_stack_top:
	.space	256
ap_stack_top:
	.balign	PAGE_SIZE

	.section .note.GNU-stack, "", @progbits
