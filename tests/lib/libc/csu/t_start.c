/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What csu sets up: constructors, TLS, the stack guard, the auxiliary vector,
 * and jumps out of functions.
 */

#include <sys/elf.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int	constructed;

__attribute__((__constructor__)) static void
construct(void)
{
	constructed = 42;
}

static __thread int	zero_tls;
static __thread long	data_tls = 0x1234567890;
static __thread char	aligned_tls[64] __attribute__((__aligned__(64))) =
    "aligned";

ATF_TC_WITHOUT_HEAD(constructors);
ATF_TC_BODY(constructors, tc)
{
	ATF_CHECK_EQ(42, constructed);
}

ATF_TC_WITHOUT_HEAD(tls);
ATF_TC_BODY(tls, tc)
{
	ATF_CHECK_EQ(0, zero_tls);
	ATF_CHECK_EQ(0x1234567890, data_tls);
	ATF_CHECK_STREQ("aligned", aligned_tls);
	ATF_CHECK_EQ(0, (uintptr_t)aligned_tls % 64);
	errno = 77;
	ATF_CHECK_EQ(77, errno);
}

ATF_TC_WITHOUT_HEAD(auxiliary_vector);
ATF_TC_BODY(auxiliary_vector, tc)
{
	unsigned char random[16];
	int size;

	ATF_CHECK_EQ((unsigned long)getpagesize(), getauxval(AT_PAGESZ));
	ATF_CHECK_EQ(0, elf_aux_info(AT_PAGESZ, &size, sizeof(size)));
	ATF_CHECK_EQ(getpagesize(), size);
	ATF_CHECK_EQ(0, elf_aux_info(AT_RANDOM, random, sizeof(random)));
	ATF_CHECK_EQ(EINVAL, elf_aux_info(AT_PAGESZ, &size, 3));
	ATF_CHECK_EQ(ENOENT, elf_aux_info(63, &size, sizeof(size)));
	ATF_CHECK_ERRNO(ENOENT, getauxval(63) == 0);
}

static void __attribute__((__noinline__))
overflow(volatile char *src, size_t n)
{
	char buf[16];
	volatile char *p = buf;
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = src[i];
}

ATF_TC_WITHOUT_HEAD(stack_guard);
ATF_TC_BODY(stack_guard, tc)
{
	static char junk[64];
	int status;
	pid_t pid;

	memset(junk, 'A', sizeof(junk));
	ATF_REQUIRE((pid = fork()) != -1);
	if (pid == 0) {
		(void)close(STDERR_FILENO);
		overflow(junk, 40);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status));
}

static jmp_buf	env;
static sigjmp_buf senv;

static void __attribute__((__noinline__))
jump(int depth, int value)
{
	if (depth == 0)
		longjmp(env, value);
	jump(depth - 1, value);
}

ATF_TC_WITHOUT_HEAD(jumps);
ATF_TC_BODY(jumps, tc)
{
	volatile int kept = 5, times = 0;
	int value;

	value = setjmp(env);
	times++;
	if (times == 1) {
		kept = 6;
		jump(10, 3);
	}
	if (times == 2) {
		ATF_CHECK_EQ(3, value);
		jump(1, 0);
	}
	ATF_CHECK_EQ(3, times);
	ATF_CHECK_EQ(1, value);
	ATF_CHECK_EQ(6, kept);
}

ATF_TC_WITHOUT_HEAD(jumps_and_masks);
ATF_TC_BODY(jumps_and_masks, tc)
{
	sigset_t set, now;
	volatile int save;

	for (save = 0; save < 2; save++) {
		sigemptyset(&set);
		ATF_REQUIRE_EQ(0, sigprocmask(SIG_SETMASK, &set, NULL));
		if (sigsetjmp(senv, save) == 0) {
			sigaddset(&set, SIGUSR1);
			ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
			siglongjmp(senv, 1);
		}
		ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, NULL, &now));
		ATF_CHECK_EQ(!save, sigismember(&now, SIGUSR1));
	}
}

/* Constant, but for the relocation of what it points to. */
static int *const pointer[] = { &constructed, &constructed };

ATF_TC_WITHOUT_HEAD(relro);
ATF_TC_BODY(relro, tc)
{
	int *const volatile *p = pointer;
	int status;
	pid_t pid;

	ATF_CHECK_EQ(&constructed, p[0]);
	ATF_REQUIRE((pid = fork()) != -1);
	if (pid == 0) {
		*(int *volatile *)(uintptr_t)p = NULL;
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status));
	ATF_CHECK_EQ(SIGSEGV, WTERMSIG(status));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, constructors);
	ATF_TP_ADD_TC(tp, tls);
	ATF_TP_ADD_TC(tp, auxiliary_vector);
	ATF_TP_ADD_TC(tp, stack_guard);
	ATF_TP_ADD_TC(tp, jumps);
	ATF_TP_ADD_TC(tp, jumps_and_masks);
	ATF_TP_ADD_TC(tp, relro);

	return (atf_no_error());
}
