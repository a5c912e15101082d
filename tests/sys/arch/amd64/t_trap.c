/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exceptions of user mode: which signal, which code, which address.
 */

#include "h_trap.h"

ATF_TC_WITHOUT_HEAD(pagefault__nothing_mapped);
ATF_TC_BODY(pagefault__nothing_mapped, tc)
{

	/* movl 8, %eax with an absolute address: 7 bytes. */
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 7,
	    ".byte 0x8b,0x04,0x25,0x08,0x00,0x00,0x00" : : : "rax");
	ATF_CHECK_EQ(8, got_addr);
	ATF_CHECK_EQ(14, got_trapno);
	ATF_CHECK_EQ(4, got_err);	/* read, from user mode */
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 7,
	    ".byte 0x89,0x04,0x25,0x08,0x00,0x00,0x00");
	ATF_CHECK_EQ(6, got_err);	/* write */
}

ATF_TC_WITHOUT_HEAD(pagefault__kernel_address);
ATF_TC_BODY(pagefault__kernel_address, tc)
{

	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 3, "movq (%0), %%rax" : :
	    "b" (0xffffffff80200000) : "rax");
	ATF_CHECK_EQ(0xffffffff80200000, got_addr);
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 3, "movq (%0), %%rax" : :
	    "b" (0xffff800000200000) : "rax");
}

ATF_TC_WITHOUT_HEAD(pagefault__protection);
ATF_TC_BODY(pagefault__protection, tc)
{
	char *p;

	p = mmap(NULL, getpagesize(), PROT_READ, MAP_PRIVATE | MAP_ANON, -1,
	    0);
	ATF_REQUIRE(p != MAP_FAILED);
	EXPECT_TRAP(SIGSEGV, SEGV_ACCERR, 2, "movb %%al, (%0)" : : "b" (p) :
	    "memory");
	ATF_CHECK_EQ((uintptr_t)p, got_addr);
	ATF_CHECK_EQ(0, *p);
}

static void
run_data(void)
{
	char *p;

	p = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	*p = (char)0xc3;
	((void (*)(void))p)();
	_exit(0);
}

ATF_TC_WITHOUT_HEAD(pagefault__data_is_not_executable);
ATF_TC_BODY(pagefault__data_is_not_executable, tc)
{

	ATF_CHECK_EQ(SIGSEGV, WTERMSIG(status_of(run_data)));
}

ATF_TC_WITHOUT_HEAD(noncanonical_data);
ATF_TC_BODY(noncanonical_data, tc)
{

	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 3, "movq (%0), %%rax" : :
	    "b" (0x8000000000000000) : "rax");
	ATF_CHECK_EQ(13, got_trapno);
}

static void
jump_noncanonical(void)
{

	((void (*)(void))0x8000000000000000)();
}

static void
jump_kernel(void)
{

	((void (*)(void))0xffffffff80200000)();
}

ATF_TC_WITHOUT_HEAD(wild_jumps);
ATF_TC_BODY(wild_jumps, tc)
{

	ATF_CHECK_EQ(SIGSEGV, WTERMSIG(status_of(jump_noncanonical)));
	ATF_CHECK_EQ(SIGSEGV, WTERMSIG(status_of(jump_kernel)));
}

ATF_TC_WITHOUT_HEAD(arithmetic);
ATF_TC_BODY(arithmetic, tc)
{

	EXPECT_TRAP(SIGFPE, FPE_INTDIV, 2, "divl %%ecx" : : "a" (1), "c" (0),
	    "d" (0));
	/* The quotient does not fit. */
	EXPECT_TRAP(SIGFPE, FPE_INTDIV, 2, "divl %%ecx" : : "a" (0), "c" (1),
	    "d" (5));
}

ATF_TC_WITHOUT_HEAD(instructions);
ATF_TC_BODY(instructions, tc)
{

	EXPECT_TRAP(SIGILL, ILL_ILLOPC, 2, "ud2");
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 1, "hlt");
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 1, "cli");
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 2, "int $0x80");
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 2, "int $0x20");
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 1, "inb %%dx, %%al" : :
	    "d" (0x3f8) : "rax");
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 3, "movq %%cr0, %%rax" : : : "rax");
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 2, "rdmsr" : : "c" (0xc0000080) :
	    "rax", "rdx");
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 3, "swapgs");
}

ATF_TC_WITHOUT_HEAD(breakpoint);
ATF_TC_BODY(breakpoint, tc)
{

	EXPECT_TRAP(SIGTRAP, TRAP_BRKPT, 0, "int3");
}

ATF_TC_WITHOUT_HEAD(single_step);
ATF_TC_BODY(single_step, tc)
{

	EXPECT_TRAP(SIGTRAP, TRAP_TRACE, 0,
	    "subq $128, %%rsp; pushfq; orq $0x100, (%%rsp); popfq; nop; nop;"
	    "addq $128, %%rsp" : : : "memory", "cc");
	/* Into the kernel and out of it. */
	EXPECT_TRAP(SIGTRAP, TRAP_TRACE, 0,
	    "subq $128, %%rsp; pushfq; orq $0x100, (%%rsp); popfq; syscall;"
	    "addq $128, %%rsp" : : "a" (5) : "rcx", "r11", "memory", "cc");
}

ATF_TC_WITHOUT_HEAD(alignment);
ATF_TC_BODY(alignment, tc)
{

	/* The processor may not check (an emulator need not): no crash. */
	catch_signal(SIGBUS, trap_handler, 0);
	skip = 0;
	__asm__ volatile(
	    "subq $128, %%rsp; pushfq; orq $0x40000, (%%rsp); popfq;"
	    "pushfq; andq $~0x40000, (%%rsp); popfq; addq $128, %%rsp"
	    : : : "memory", "cc");
	ATF_CHECK(getpid() > 0);
}

ATF_TC_WITHOUT_HEAD(registers_survive);
ATF_TC_BODY(registers_survive, tc)
{
	uint64_t r[8];

	catch_signal(SIGSEGV, trap_handler, 0);
	skip = 7;
	__asm__ volatile(
	    "movq $1, %%rbx; movq $2, %%r8; movq $3, %%r9; movq $4, %%r12;"
	    "movq $5, %%r13; movq $6, %%r14; movq $7, %%r15; movq $8, %%r11;"
	    ".byte 0x8b,0x04,0x25,0x08,0x00,0x00,0x00;"
	    "movq %%rbx, (%0); movq %%r8, 8(%0); movq %%r9, 16(%0);"
	    "movq %%r12, 24(%0); movq %%r13, 32(%0); movq %%r14, 40(%0);"
	    "movq %%r15, 48(%0); movq %%r11, 56(%0)"
	    : : "D" (r) : "rax", "rbx", "r8", "r9", "r11", "r12", "r13", "r14",
	    "r15", "memory");
	for (int i = 0; i < 8; i++)
		ATF_CHECK_EQ((uint64_t)i + 1, r[i]);
}

/* Selectors in data segment registers do no harm, here or elsewhere. */
ATF_TC_WITHOUT_HEAD(segment_registers);
ATF_TC_BODY(segment_registers, tc)
{
	uint16_t ss;

	__asm__ volatile("movw %%ss, %0" : "=r" (ss));
	__asm__ volatile("movw %0, %%ds; movw %0, %%es; movw %1, %%gs" : :
	    "r" (ss), "r" (0));
	ATF_CHECK(getpid() > 0);
	ATF_CHECK_EQ(0, usleep(1000));
	__asm__ volatile("movw %0, %%ds; movw %0, %%es" : : "r" (0));
	ATF_CHECK(getpid() > 0);
	EXPECT_TRAP(SIGSEGV, SEGV_MAPERR, 3, "movw %w0, %%ds; nop" : :
	    "a" (0x1230));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, pagefault__nothing_mapped);
	ATF_TP_ADD_TC(tp, pagefault__kernel_address);
	ATF_TP_ADD_TC(tp, pagefault__protection);
	ATF_TP_ADD_TC(tp, pagefault__data_is_not_executable);
	ATF_TP_ADD_TC(tp, noncanonical_data);
	ATF_TP_ADD_TC(tp, wild_jumps);
	ATF_TP_ADD_TC(tp, arithmetic);
	ATF_TP_ADD_TC(tp, instructions);
	ATF_TP_ADD_TC(tp, breakpoint);
	ATF_TP_ADD_TC(tp, single_step);
	ATF_TP_ADD_TC(tp, alignment);
	ATF_TP_ADD_TC(tp, registers_survive);
	ATF_TP_ADD_TC(tp, segment_registers);
	return (atf_no_error());
}
