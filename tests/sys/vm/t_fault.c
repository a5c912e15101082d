/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page faults: copy on write, stack growth, what signal says what.
 */
#include <sys/resource.h>
#include "h_vm.h"

ATF_TC_WITHOUT_HEAD(fault__signals_and_codes);
ATF_TC_BODY(fault__signals_and_codes, tc)
{
	char *p = map(2, PROT_READ, ANON);

	CHECK_SEGV(p, 1, SEGV_ACCERR);
	CHECK_SEGV(p + 5, 1, SEGV_ACCERR);
	CHECK_SEGV((char *)(uintptr_t)8, 0, SEGV_MAPERR);
	CHECK_SEGV((char *)(uintptr_t)8, 1, SEGV_MAPERR);
	ATF_CHECK_EQ(SIGSEGV, touch((char *)0xffffffff80000000UL, 0));
	ATF_CHECK_EQ(SIGSEGV, touch((char *)0xffff800000000000UL, 1));
}

static void
jump(void *p)
{

	((void (*)(void))(uintptr_t)p)();
}

ATF_TC_WITHOUT_HEAD(fault__data_is_not_executable);
ATF_TC_BODY(fault__data_is_not_executable, tc)
{
	char *p = map(1, RW, ANON);
	char local[16];
	int status;

	p[0] = local[0] = (char)0xc3;		/* ret */
	status = child_status(jump, p);
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	status = child_status(jump, local);
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

/*
 * Touch the stack page by page, as deep calls would.
 */
static void
deep(void *arg)
{
	size_t i, n = *(size_t *)arg;
	volatile char here;

	for (i = 0; i < n; i += PAGE)
		*(volatile char *)((uintptr_t)&here - i) = 1;
}

ATF_TC_WITHOUT_HEAD(fault__stack_grows_to_its_limit);
ATF_TC_BODY(fault__stack_grows_to_its_limit, tc)
{
	struct rlimit rl;
	size_t n;
	int status;

	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_STACK, &rl));
	rl.rlim_cur = 4 << 20;
	ATF_REQUIRE_EQ(0, setrlimit(RLIMIT_STACK, &rl));
	n = 3 << 20;
	in_child(deep, &n);
	n = 6 << 20;
	status = child_status(deep, &n);
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

ATF_TC_WITHOUT_HEAD(fault__copy_on_write);
ATF_TC_BODY(fault__copy_on_write, tc)
{
	enum { N = 300 };
	char *p = map(N, RW, ANON);
	int fds[2], i;
	pid_t pid;
	char c;

	for (i = 0; i < N; i++)
		p[i * PAGE] = (char)i;
	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(read(fds[0], &c, 1) == 1);	/* the parent has written */
		for (i = 0; i < N; i++)
			WANT(p[i * PAGE] == (char)i);
		for (i = 0; i < N; i += 3)
			p[i * PAGE] = 'c';
		_exit(0);
	}
	for (i = 0; i < N; i += 2)
		p[i * PAGE] = 'p';
	ATF_REQUIRE_EQ(1, write(fds[1], "", 1));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &i, 0));
	ATF_CHECK_EQ(0, i);
	for (i = 0; i < N; i++)
		ATF_REQUIRE_EQ(i % 2 ? (char)i : 'p', p[i * PAGE]);
}

/*
 * Forks in a loop, with writes on both sides.
 */
ATF_TC_WITHOUT_HEAD(fault__fork_loop);
ATF_TC_BODY(fault__fork_loop, tc)
{
	enum { N = 64, LOOPS = 300 };
	char *p = map(N, RW, ANON);
	int i, j, status;
	pid_t pid;

	for (i = 0; i < LOOPS; i++) {
		p[i % N * PAGE] = (char)i;
		pid = fork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0) {
			for (j = i; j >= 0 && j > i - N; j--)
				WANT(p[j % N * PAGE] == (char)j);
			memset(p, 0xee, N * PAGE);
			_exit(0);
		}
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_REQUIRE_EQ(0, status);
	}
}

/*
 * Each generation forks the next, and all live at once.
 */
static void
generation(void *arg)
{
	char *p = arg;
	int depth = p[0], status;
	pid_t pid;

	if (depth == 40)
		return;
	p[0]++;
	p[PAGE * (1 + depth % 7)] = (char)depth;
	pid = fork();
	WANT(pid >= 0);
	if (pid == 0) {
		generation(p);
		_exit(0);
	}
	WANT(waitpid(pid, &status, 0) == pid && status == 0);
	WANT(p[0] == depth + 1);
	WANT(p[PAGE * (1 + depth % 7)] == depth);
}

ATF_TC_WITHOUT_HEAD(fault__generations);
ATF_TC_BODY(fault__generations, tc)
{
	char *p = map(8, RW, ANON);

	in_child(generation, p);
	ATF_CHECK_EQ(0, p[0]);
}

/*
 * The kernel's own accesses take the same path.
 */
ATF_TC_WITHOUT_HEAD(fault__by_the_kernel);
ATF_TC_BODY(fault__by_the_kernel, tc)
{
	char *p = map(4, RW, ANON), *q;
	int fds[2], status;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe(fds));
	/* Fresh memory, across pages, in and out. */
	ATF_CHECK_EQ(100, write(fds[1], p + PAGE - 50, 100));
	ATF_CHECK_EQ(100, read(fds[0], p + 3 * PAGE - 50, 100));
	/* Copy on write. */
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(write(fds[1], "xyz", 3) == 3);
		WANT(read(fds[0], p, 3) == 3);
		WANT(memcmp(p, "xyz", 3) == 0);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_CHECK_EQ(0, p[0]);
	/* What a program may not do, the kernel does not do for it. */
	q = map(1, PROT_READ, ANON);
	ATF_REQUIRE_EQ(4, write(fds[1], "abcd", 4));
	ATF_CHECK_ERRNO(EFAULT, read(fds[0], q, 4) == -1);
	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	ATF_CHECK_ERRNO(EFAULT, write(fds[1], p + PAGE, 1) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, fault__signals_and_codes);
	ATF_TP_ADD_TC(tp, fault__data_is_not_executable);
	ATF_TP_ADD_TC(tp, fault__stack_grows_to_its_limit);
	ATF_TP_ADD_TC(tp, fault__copy_on_write);
	ATF_TP_ADD_TC(tp, fault__fork_loop);
	ATF_TP_ADD_TC(tp, fault__generations);
	ATF_TP_ADD_TC(tp, fault__by_the_kernel);
	return (atf_no_error());
}
