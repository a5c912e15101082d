/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Access to user memory, and bulk operations on pages.
 *
 * Every instruction here that touches user memory has an entry in the table
 * `extable': where to go on when a fault there cannot be resolved.  The table
 * is sorted by address, since the linker keeps this file's order.
 *
 * Addresses are checked against VM_MAXUSER_ADDRESS, whose top is a guard page;
 * a range is refused when any byte of it is beyond.
 *
 * rep movsq moves 8 bytes for each instruction counted by the emulator, less
 * than half of what an unrolled loop costs there, and is the fast form on
 * hardware; rep movsb is bytewise on the emulator, hence only for tails.
 */

#include <machine/asmacros.h>
#include <machine/vmparam.h>

#define	EFAULT		14
#define	ENAMETOOLONG	63

	.macro	EXTABLE insn, fixup
	.pushsection extable, "a", @progbits
	.balign	8
	.quad	\insn
	.quad	\fixup
	.popsection
	.endm

	.text

/* int copyin(const void *u, void *k, size_t len) */
	FUNC	copyin
	movabsq	$VM_MAXUSER_ADDRESS, %rax
	movq	%rdi, %rcx
	addq	%rdx, %rcx
	jc	copy_fault
	cmpq	%rax, %rcx
	ja	copy_fault
	xchgq	%rdi, %rsi
	jmp	copy_user
	.size	copyin, . - copyin

/* int copyout(const void *k, void *u, size_t len) */
	FUNC	copyout
	movabsq	$VM_MAXUSER_ADDRESS, %rax
	movq	%rsi, %rcx
	addq	%rdx, %rcx
	jc	copy_fault
	cmpq	%rax, %rcx
	ja	copy_fault
	xchgq	%rdi, %rsi
	.size	copyout, . - copyout

/* From rsi to rdi, rdx bytes; one of the two is user memory. */
	.type	copy_user, @function
copy_user:
	movl	%edx, %eax
	movq	%rdx, %rcx
	andl	$7, %eax
	STAC
	shrq	$3, %rcx
1:	rep movsq
	testl	%eax, %eax
	jnz	3f
2:	CLAC
	ret
3:	movl	%eax, %ecx
4:	rep movsb
	xorl	%eax, %eax
	jmp	2b
	EXTABLE	1b, copy_fault_clac
	EXTABLE	4b, copy_fault_clac
copy_fault_clac:
	CLAC
copy_fault:
	movl	$EFAULT, %eax
	ret
	.size	copy_user, . - copy_user

/*
 * int copyinstr(const void *u, void *k, size_t max, size_t *donep)
 *
 * Eight bytes at a time while there is room for so many and they lie in one
 * page, so that no byte behind the NUL can fault; what lies behind it in its
 * eight bytes is copied too.
 */
	FUNC	copyinstr
	movabsq	$VM_MAXUSER_ADDRESS, %r9
	movq	%rsi, %r8		/* where the copy began */
	cmpq	%r9, %rdi
	jae	copy_fault
	movabsq	$0x0101010101010101, %r10
	movabsq	$0x8080808080808080, %r11
	STAC
1:	movl	%edi, %eax
	andl	$(PAGE_SIZE - 1), %eax
	cmpl	$(PAGE_SIZE - 8), %eax
	ja	4f
	cmpq	$8, %rdx
	jb	4f
2:	movq	(%rdi), %rax
	movq	%rax, (%rsi)
	movq	%rax, %r9
	subq	%r10, %rax
	notq	%r9
	andq	%r9, %rax
	andq	%r11, %rax		/* the top bit of each zero byte */
	jnz	3f
	addq	$8, %rdi
	addq	$8, %rsi
	subq	$8, %rdx
	jmp	1b
3:	bsfq	%rax, %rax
	shrl	$3, %eax
	leaq	1(%rsi,%rax), %rsi
	jmp	6f
	/* One byte, near the end of a page or of the buffer. */
4:	testq	%rdx, %rdx
	jz	8f
	movabsq	$VM_MAXUSER_ADDRESS, %r9
	cmpq	%r9, %rdi
	jae	7f
5:	movzbl	(%rdi), %eax
	movb	%al, (%rsi)
	incq	%rdi
	incq	%rsi
	decq	%rdx
	testl	%eax, %eax
	jnz	1b
6:	CLAC
	subq	%r8, %rsi
	xorl	%eax, %eax
	testq	%rcx, %rcx
	jz	9f
	movq	%rsi, (%rcx)
9:	ret
7:	CLAC
	movl	$EFAULT, %eax
	ret
8:	CLAC
	movl	$ENAMETOOLONG, %eax
	ret
	EXTABLE	2b, 7b
	EXTABLE	5b, 7b
	.size	copyinstr, . - copyinstr

/* int fuword64(const void *u, uint64_t *) */
	FUNC	fuword64
	movabsq	$(VM_MAXUSER_ADDRESS - 8), %rax
	cmpq	%rax, %rdi
	ja	copy_fault
	testb	$7, %dil
	jnz	copy_fault
	STAC
1:	movq	(%rdi), %rax
	CLAC
	movq	%rax, (%rsi)
	xorl	%eax, %eax
	ret
	EXTABLE	1b, copy_fault_clac
	.size	fuword64, . - fuword64

/* int fuword32(const void *u, uint32_t *) */
	FUNC	fuword32
	movabsq	$(VM_MAXUSER_ADDRESS - 4), %rax
	cmpq	%rax, %rdi
	ja	copy_fault
	testb	$3, %dil
	jnz	copy_fault
	STAC
1:	movl	(%rdi), %eax
	CLAC
	movl	%eax, (%rsi)
	xorl	%eax, %eax
	ret
	EXTABLE	1b, copy_fault_clac
	.size	fuword32, . - fuword32

/* int suword64(void *u, uint64_t) */
	FUNC	suword64
	movabsq	$(VM_MAXUSER_ADDRESS - 8), %rax
	cmpq	%rax, %rdi
	ja	copy_fault
	testb	$7, %dil
	jnz	copy_fault
	xorl	%eax, %eax
	STAC
1:	movq	%rsi, (%rdi)
	CLAC
	ret
	EXTABLE	1b, copy_fault_clac
	.size	suword64, . - suword64

/* int suword32(void *u, uint32_t) */
	FUNC	suword32
	movabsq	$(VM_MAXUSER_ADDRESS - 4), %rax
	cmpq	%rax, %rdi
	ja	copy_fault
	testb	$3, %dil
	jnz	copy_fault
	xorl	%eax, %eax
	STAC
1:	movl	%esi, (%rdi)
	CLAC
	ret
	EXTABLE	1b, copy_fault_clac
	.size	suword32, . - suword32

/* int casuword32(void *u, uint32_t old, uint32_t *seen, uint32_t new) */
	FUNC	casuword32
	movabsq	$(VM_MAXUSER_ADDRESS - 4), %rax
	cmpq	%rax, %rdi
	ja	copy_fault
	testb	$3, %dil
	jnz	copy_fault
	movl	%esi, %eax
	STAC
1:	lock cmpxchgl %ecx, (%rdi)
	CLAC
	movl	%eax, (%rdx)
	xorl	%eax, %eax
	ret
	EXTABLE	1b, copy_fault_clac
	.size	casuword32, . - casuword32

/* void md_page_zero(void *page) */
	FUNC	md_page_zero
	xorl	%eax, %eax
	movl	$(PAGE_SIZE / 8), %ecx
	rep stosq
	ret
	.size	md_page_zero, . - md_page_zero

/* void md_page_copy(void *dst, const void *src) */
	FUNC	md_page_copy
	movl	$(PAGE_SIZE / 8), %ecx
	rep movsq
	ret
	.size	md_page_copy, . - md_page_copy

	.section .note.GNU-stack, "", @progbits
