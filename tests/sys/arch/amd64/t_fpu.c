/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Floating point and vector registers belong to one thread, whatever runs
 * between.
 */

#include <sys/syscall.h>
#include "h_trap.h"

#define	SSE_SAVE(buf) __asm__ volatile(					\
	"movups %%xmm0, (%0); movups %%xmm7, 16(%0); movups %%xmm8, 32(%0);" \
	"movups %%xmm15, 48(%0); stmxcsr 64(%0); fnstcw 68(%0)"		\
	: : "D" (buf) : "memory")

static unsigned char pattern[64];

static void
sse_load(unsigned char seed)
{
	unsigned i;

	for (i = 0; i < sizeof(pattern); i++)
		pattern[i] = (unsigned char)(seed * 31 + i * 7);
	__asm__ volatile("movups (%0), %%xmm0; movups 16(%0), %%xmm7;"
	    "movups 32(%0), %%xmm8; movups 48(%0), %%xmm15" : : "D" (pattern)
	    : "xmm0", "xmm7", "xmm8", "xmm15");
}

static int
yield_and_compare(unsigned char seed, int rounds)
{
	unsigned char now[80];
	int i;

	sse_load(seed);
	for (i = 0; i < rounds; i++) {
		(void)raw_syscall(SYS_sched_yield, NULL);
		SSE_SAVE(now);
		if (memcmp(now, pattern, 64) != 0)
			return (1);
		sse_load(seed);
	}
	return (0);
}

ATF_TC_WITHOUT_HEAD(switches);
ATF_TC_BODY(switches, tc)
{
	pid_t pid[6];
	int i, status;

	for (i = 0; i < 6; i++) {
		pid[i] = fork();
		ATF_REQUIRE(pid[i] >= 0);
		if (pid[i] == 0)
			_exit(yield_and_compare((unsigned char)(i + 1), 3000));
	}
	for (i = 0; i < 6; i++) {
		ATF_REQUIRE_EQ(pid[i], waitpid(pid[i], &status, 0));
		ATF_CHECK_EQ(0, status);
	}
}

ATF_TC_WITHOUT_HEAD(fork__child_inherits);
ATF_TC_BODY(fork__child_inherits, tc)
{
	unsigned char now[80];
	int status;
	long pid;

	sse_load(9);
	pid = raw_syscall(SYS_fork, NULL);
	SSE_SAVE(now);
	if (pid == 0)
		_exit(memcmp(now, pattern, 64) != 0);
	ATF_REQUIRE(pid > 0);
	ATF_CHECK(memcmp(now, pattern, 64) == 0);
	ATF_REQUIRE_EQ(pid, waitpid((pid_t)pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

static unsigned char in_handler[80];

static void
clobber(int sig, siginfo_t *si, void *ctx)
{

	SSE_SAVE(in_handler);
	__asm__ volatile("pcmpeqd %%xmm0, %%xmm0; pcmpeqd %%xmm7, %%xmm7;"
	    "pcmpeqd %%xmm8, %%xmm8; pcmpeqd %%xmm15, %%xmm15" : : : "xmm0",
	    "xmm7", "xmm8", "xmm15");
}

ATF_TC_WITHOUT_HEAD(signal__registers_come_back);
ATF_TC_BODY(signal__registers_come_back, tc)
{
	unsigned char now[80];
	uint32_t mxcsr = 0x1f80 | 0x6000;	/* toward zero */
	static const uint32_t initial = 0x1f80;

	catch_signal(SIGTRAP, clobber, 0);
	__asm__ volatile("ldmxcsr %0" : : "m" (mxcsr));
	sse_load(17);
	__asm__ volatile("int3");
	SSE_SAVE(now);
	ATF_CHECK(memcmp(now, pattern, 64) == 0);
	ATF_CHECK(memcmp(now + 64, &mxcsr, 4) == 0);
	__asm__ volatile("ldmxcsr %0" : : "m" (initial));
	/* The handler began with a clean unit. */
	ATF_CHECK(memcmp(in_handler + 64, &initial, 4) == 0);
	ATF_CHECK_EQ(0x037f, in_handler[68] | in_handler[69] << 8);
}

ATF_TC_WITHOUT_HEAD(thread_pointer__survives);
ATF_TC_BODY(thread_pointer__survives, tc)
{
	uintptr_t before, after;
	int i;

	__asm__ volatile("movq %%fs:0, %0" : "=r" (before));
	for (i = 0; i < 200; i++)
		(void)raw_syscall(SYS_sched_yield, NULL);
	catch_signal(SIGTRAP, clobber, 0);
	__asm__ volatile("int3");
	__asm__ volatile("movq %%fs:0, %0" : "=r" (after));
	ATF_CHECK_EQ(before, after);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, switches);
	ATF_TP_ADD_TC(tp, fork__child_inherits);
	ATF_TP_ADD_TC(tp, signal__registers_come_back);
	ATF_TP_ADD_TC(tp, thread_pointer__survives);
	return (atf_no_error());
}
