/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signal frames: what a handler finds, and what sigreturn(2) refuses.
 */

#include <sys/syscall.h>
#include "h_trap.h"

static volatile uintptr_t seen_sp;
static ucontext_t saved;

static void
note_stack(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *uc = ctx;

	seen_sp = (uintptr_t)__builtin_frame_address(0);
	saved = *uc;
	ATF_CHECK_EQ(sizeof(mcontext_t), uc->uc_mcontext.mc_size);
	ATF_CHECK_EQ(0, uc->uc_mcontext.mc_xstate % 64);
	ATF_CHECK(uc->uc_mcontext.mc_xformat == _MC_X_FXSAVE ||
	    uc->uc_mcontext.mc_xformat == _MC_X_XSAVE);
	got_sig = sig;
}

/* A handler that wants its stack aligned: it would crash if it were not. */
static void
aligned_handler(int sig, siginfo_t *si, void *ctx)
{

	__asm__ volatile("movq %%rsp, %%rax; andq $~15, %%rax;"
	    "movaps %%xmm0, -64(%%rax)" : : : "rax", "memory");
	ATF_CHECK_EQ(0, (uintptr_t)__builtin_frame_address(0) % 16);
	got_sig = sig;
}

ATF_TC_WITHOUT_HEAD(frame);
ATF_TC_BODY(frame, tc)
{
	uintptr_t sp = (uintptr_t)__builtin_frame_address(0);

	catch_signal(SIGUSR1, note_stack, 0);
	ATF_REQUIRE(raise(SIGUSR1) == 0);
	ATF_CHECK_EQ(SIGUSR1, got_sig);
	ATF_CHECK(seen_sp < sp && sp - seen_sp < 16384);
	catch_signal(SIGUSR2, aligned_handler, 0);
	ATF_REQUIRE(raise(SIGUSR2) == 0);
	ATF_CHECK_EQ(SIGUSR2, got_sig);
}

ATF_TC_WITHOUT_HEAD(red_zone__is_kept);
ATF_TC_BODY(red_zone__is_kept, tc)
{
	uint64_t v;

	catch_signal(SIGILL, trap_handler, 0);
	skip = 2;
	__asm__ volatile(
	    "movq %%rsp, %%rbx; movq $0x1234567, -128(%%rsp);"
	    "movq $0x7654321, -8(%%rsp); ud2; movq -128(%%rsp), %0;"
	    "addq -8(%%rsp), %0" : "=&r" (v) : : "rbx", "memory");
	ATF_CHECK_EQ(0x1234567 + 0x7654321, v);
}

ATF_TC_WITHOUT_HEAD(altstack);
ATF_TC_BODY(altstack, tc)
{
	static char stack[SIGSTKSZ];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };

	ATF_REQUIRE(sigaltstack(&ss, NULL) == 0);
	catch_signal(SIGUSR1, note_stack, SA_ONSTACK);
	ATF_REQUIRE(raise(SIGUSR1) == 0);
	ATF_CHECK(seen_sp >= (uintptr_t)stack &&
	    seen_sp < (uintptr_t)stack + sizeof(stack));
	ATF_CHECK_EQ((void *)stack, saved.uc_stack.ss_sp);
	ATF_CHECK_EQ(0, saved.uc_stack.ss_flags & SS_ONSTACK);
}

/* A stack overflow is survivable on the alternate stack only. */
static void
overflow(void)
{
	static char stack[SIGSTKSZ];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction sa;

	sigaltstack(&ss, NULL);
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = _exit;
	sa.sa_flags = SA_ONSTACK;
	sigaction(SIGSEGV, &sa, NULL);
	__asm__ volatile("1: pushq %%rax; jmp 1b" : : : "memory");
}

static void
overflow_no_altstack(void)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = _exit;
	sigaction(SIGSEGV, &sa, NULL);
	__asm__ volatile("movq $0x10000, %%rsp; pushq %%rax" : : : "memory");
}

ATF_TC_WITHOUT_HEAD(stack_overflow);
ATF_TC_BODY(stack_overflow, tc)
{
	int status;

	status = status_of(overflow);
	ATF_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == SIGSEGV);
	status = status_of(overflow_no_altstack);
	ATF_CHECK(WIFSIGNALED(status));
}

static void
bad_handler(void)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = (void (*)(int))0x8000000000000000;
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
}

ATF_TC_WITHOUT_HEAD(handler__not_canonical);
ATF_TC_BODY(handler__not_canonical, tc)
{
	int status = status_of(bad_handler);

	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

/* A frame that sigreturn(2) would take. */
static void
good_context(void)
{

	catch_signal(SIGUSR1, note_stack, 0);
	ATF_REQUIRE(raise(SIGUSR1) == 0);
}

#define	REFUSED(change) do {						\
	ucontext_t uc = saved;						\
									\
	uc.uc_mcontext.mc_xformat = _MC_X_NONE;				\
	change;								\
	ATF_CHECK_EQ_MSG(-EINVAL, raw_syscall(SYS_sigreturn, &uc),	\
	    #change);							\
} while (0)

ATF_TC_WITHOUT_HEAD(sigreturn__einval_for_privileged_registers);
ATF_TC_BODY(sigreturn__einval_for_privileged_registers, tc)
{

	good_context();
	REFUSED(uc.uc_mcontext.mc_cs = 0x08);
	REFUSED(uc.uc_mcontext.mc_cs = 0x2a);
	REFUSED(uc.uc_mcontext.mc_ss = 0x10);
	REFUSED(uc.uc_mcontext.mc_ss = 0);
	REFUSED(uc.uc_mcontext.mc_rflags |= 0x3000);	/* IOPL */
	REFUSED(uc.uc_mcontext.mc_rflags &= ~0x200UL);	/* IF */
	REFUSED(uc.uc_mcontext.mc_rflags |= 0x20000);	/* VM */
	REFUSED(uc.uc_mcontext.mc_rflags |= 1UL << 40);
	REFUSED(uc.uc_mcontext.mc_rip = 0x8000000000000000);
	REFUSED(uc.uc_mcontext.mc_rip = 0xffffffff80200000);
	REFUSED(uc.uc_mcontext.mc_rip = 0x00007ffffffff000);
	REFUSED(uc.uc_mcontext.mc_fsbase = 0xffffffff80000000);
	REFUSED(uc.uc_mcontext.mc_gsbase = 0x8000000000000000);
	REFUSED(uc.uc_mcontext.mc_size = 0);
	REFUSED(uc.uc_mcontext.mc_xformat = 77);
}

ATF_TC_WITHOUT_HEAD(sigreturn__einval_for_bad_xstate);
ATF_TC_BODY(sigreturn__einval_for_bad_xstate, tc)
{
	static char area[4096] __attribute__((__aligned__(64)));
	uint32_t *mxcsr = (uint32_t *)(area + 24);

	good_context();
	memset(area, 0, sizeof(area));
	*mxcsr = 0x1f80;
	REFUSED(uc.uc_mcontext.mc_xformat = _MC_X_FXSAVE;
	    uc.uc_mcontext.mc_xstate = (uint64_t)area;
	    uc.uc_mcontext.mc_xlen = 511);
	*mxcsr = 0xffffffff;
	REFUSED(uc.uc_mcontext.mc_xformat = _MC_X_FXSAVE;
	    uc.uc_mcontext.mc_xstate = (uint64_t)area;
	    uc.uc_mcontext.mc_xlen = 512);
	*mxcsr = 0x1f80;
	if (saved.uc_mcontext.mc_xformat != _MC_X_XSAVE)
		return;
	memset(area + 512, 0xff, 64);
	REFUSED(uc.uc_mcontext.mc_xformat = _MC_X_XSAVE;
	    uc.uc_mcontext.mc_xstate = (uint64_t)area);
	memset(area + 512, 0, 64);
	area[512 + 8 + 7] = (char)0x80;		/* compacted */
	REFUSED(uc.uc_mcontext.mc_xformat = _MC_X_XSAVE;
	    uc.uc_mcontext.mc_xstate = (uint64_t)area);
}

ATF_TC_WITHOUT_HEAD(sigreturn__efault);
ATF_TC_BODY(sigreturn__efault, tc)
{
	ucontext_t uc;

	ATF_CHECK_EQ(-EFAULT, raw_syscall(SYS_sigreturn, NULL));
	ATF_CHECK_EQ(-EFAULT, raw_syscall(SYS_sigreturn,
	    (void *)0xffffffff80200000));
	good_context();
	uc = saved;
	uc.uc_mcontext.mc_xstate = 8;
	ATF_CHECK_EQ(-EFAULT, raw_syscall(SYS_sigreturn, &uc));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, frame);
	ATF_TP_ADD_TC(tp, red_zone__is_kept);
	ATF_TP_ADD_TC(tp, altstack);
	ATF_TP_ADD_TC(tp, stack_overflow);
	ATF_TP_ADD_TC(tp, handler__not_canonical);
	ATF_TP_ADD_TC(tp, sigreturn__einval_for_privileged_registers);
	ATF_TP_ADD_TC(tp, sigreturn__einval_for_bad_xstate);
	ATF_TP_ADD_TC(tp, sigreturn__efault);
	return (atf_no_error());
}
