/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * minherit(2).
 */
#include "h_vm.h"

/*
 * Run fn(p) in a child and require that it returns.
 */
static void
forked(void (*fn)(char *), char *p)
{
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		fn(p);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_REQUIRE_EQ_MSG(0, status, "child: status %#x", status);
}

/*
 * Is the page at p mapped?
 */
static bool
mapped(char *p)
{
	char in;

	return (mincore(p, PAGE, &in) == 0);
}

static void
child_none(char *p)
{

	WANT(p[0] == 1 && mapped(p));
	WANT(!mapped(p + PAGE) && !mapped(p + 2 * PAGE));
	WANT(p[3 * PAGE] == 4 && mapped(p + 3 * PAGE));
	/* The addresses are free. */
	WANT(mmap(p + PAGE, PAGE, RW, ANON | MAP_FIXED | MAP_EXCL, -1, 0) ==
	    p + PAGE);
	WANT(p[PAGE] == 0);
}

static void
fill(char *p, int pages)
{
	int i;

	for (i = 0; i < pages; i++)
		p[(size_t)i * PAGE] = (char)(i + 1);
}

ATF_TC_WITHOUT_HEAD(minherit__none);
ATF_TC_BODY(minherit__none, tc)
{
	char *p = map(4, RW, ANON);

	fill(p, 4);
	ATF_REQUIRE_EQ(0, minherit(p + PAGE, 2 * PAGE, INHERIT_NONE));
	forked(child_none, p);
	ATF_CHECK_EQ(2, p[PAGE]);
	ATF_CHECK_EQ(3, p[2 * PAGE]);
}

static void
child_copy(char *p)
{

	WANT(p[0] == 1 && p[PAGE] == 2 && p[2 * PAGE] == 3);
	p[PAGE] = 9;
}

ATF_TC_WITHOUT_HEAD(minherit__copy_is_the_default);
ATF_TC_BODY(minherit__copy_is_the_default, tc)
{
	char *p = map(3, RW, ANON);

	fill(p, 3);
	ATF_REQUIRE_EQ(0, minherit(p, 3 * PAGE, INHERIT_NONE));
	ATF_REQUIRE_EQ(0, minherit(p, 3 * PAGE, INHERIT_ZERO));
	ATF_REQUIRE_EQ(0, minherit(p, 3 * PAGE, INHERIT_COPY));
	forked(child_copy, p);
	ATF_CHECK_EQ(2, p[PAGE]);
}

static void
grandchild_zero(char *p)
{

	WANT(p[PAGE] == 0);
}

static void
child_zero(char *p)
{
	int status;
	pid_t pid;

	WANT(p[0] == 1 && p[PAGE] == 0 && p[2 * PAGE] == 3);
	p[PAGE] = 9;
	/* It is inherited. */
	pid = fork();
	WANT(pid >= 0);
	if (pid == 0) {
		grandchild_zero(p);
		_exit(0);
	}
	WANT(waitpid(pid, &status, 0) == pid && status == 0);
	WANT(p[PAGE] == 9);
}

ATF_TC_WITHOUT_HEAD(minherit__zero);
ATF_TC_BODY(minherit__zero, tc)
{
	char *p = map(3, RW, ANON);

	fill(p, 3);
	ATF_REQUIRE_EQ(0, minherit(p + PAGE, PAGE, INHERIT_ZERO));
	forked(child_zero, p);
	ATF_CHECK_EQ(2, p[PAGE]);
}

static void
child_zero_file(char *p)
{

	WANT(p[0] == 0 && p[PAGE] == 0);
	p[0] = 7;
}

ATF_TC_WITHOUT_HEAD(minherit__zero_of_files_and_shared_memory);
ATF_TC_BODY(minherit__zero_of_files_and_shared_memory, tc)
{
	int fd = make_file("file", 2 * PAGE);
	char *p, *q;

	p = mmap(NULL, 2 * PAGE, RW, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, minherit(p, 2 * PAGE, INHERIT_ZERO));
	forked(child_zero_file, p);
	ATF_CHECK_EQ(1, p[0]);
	q = map(2, RW, MAP_ANON | MAP_SHARED);
	fill(q, 2);
	ATF_REQUIRE_EQ(0, minherit(q, 2 * PAGE, INHERIT_ZERO));
	forked(child_zero_file, q);
	ATF_CHECK_EQ(1, q[0]);
}

static void
child_share(char *p)
{

	WANT(p[0] == 1 && p[PAGE] == 2 && p[2 * PAGE] == 3 &&
	    p[3 * PAGE] == 4);
	p[0] = p[PAGE] = p[2 * PAGE] = p[3 * PAGE] = 9;
}

ATF_TC_WITHOUT_HEAD(minherit__share);
ATF_TC_BODY(minherit__share, tc)
{
	char *p = map(4, RW, ANON);

	fill(p, 4);
	ATF_REQUIRE_EQ(0, minherit(p + PAGE, 2 * PAGE, INHERIT_SHARE));
	forked(child_share, p);
	ATF_CHECK_EQ(1, p[0]);
	ATF_CHECK_EQ(9, p[PAGE]);
	ATF_CHECK_EQ(9, p[2 * PAGE]);
	ATF_CHECK_EQ(4, p[3 * PAGE]);
}

ATF_TC_WITHOUT_HEAD(minherit__share_untouched_and_whole);
ATF_TC_BODY(minherit__share_untouched_and_whole, tc)
{
	char *p, *hole;

	/* Away from neighbours that it might be joined with. */
	hole = map(6, PROT_NONE, ANON);
	p = mmap(hole + PAGE, 4 * PAGE, RW, ANON | MAP_FIXED, -1, 0);
	ATF_REQUIRE_EQ(hole + PAGE, p);
	ATF_REQUIRE_EQ(0, minherit(p, 4 * PAGE, INHERIT_SHARE));
	fill(p, 4);
	forked(child_share, p);
	ATF_CHECK_EQ(9, p[0]);
	ATF_CHECK_EQ(9, p[3 * PAGE]);
	/* A mapping that has pages, and no neighbour. */
	p = mmap(hole + PAGE, 4 * PAGE, RW, ANON | MAP_FIXED, -1, 0);
	ATF_REQUIRE_EQ(hole + PAGE, p);
	fill(p, 4);
	ATF_REQUIRE_EQ(0, minherit(p, 4 * PAGE, INHERIT_SHARE));
	forked(child_share, p);
	ATF_CHECK_EQ(9, p[0]);
	ATF_CHECK_EQ(9, p[3 * PAGE]);
	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	ATF_CHECK_EQ(9, p[2 * PAGE]);
}

static void
child_write(char *p)
{

	fill(p, 4);
}

ATF_TC_WITHOUT_HEAD(minherit__share_after_a_fork);
ATF_TC_BODY(minherit__share_after_a_fork, tc)
{
	char *p = map(4, RW, ANON);
	int fds[2], status;
	pid_t pid;
	char c;

	fill(p, 4);
	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		/* A copy of before stays one. */
		WANT(read(fds[0], &c, 1) == 1);
		WANT(p[0] == 1 && p[PAGE] == 2);
		_exit(0);
	}
	ATF_REQUIRE_EQ(0, minherit(p, 4 * PAGE, INHERIT_SHARE));
	ATF_CHECK_EQ(2, p[PAGE]);
	forked(child_share, p);
	ATF_CHECK_EQ(9, p[PAGE]);
	forked(child_write, p);
	ATF_CHECK_EQ(2, p[PAGE]);
	p[PAGE] = 77;
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
}

ATF_TC_WITHOUT_HEAD(minherit__einval);
ATF_TC_BODY(minherit__einval, tc)
{
	char *p = map(1, RW, ANON);

	ATF_CHECK_ERRNO(EINVAL, minherit(p + 1, PAGE, INHERIT_NONE) == -1);
	ATF_CHECK_ERRNO(EINVAL, minherit(p, (size_t)-PAGE, INHERIT_NONE) ==
	    -1);
	ATF_CHECK_ERRNO(EINVAL, minherit(p, PAGE, -1) == -1);
	ATF_CHECK_ERRNO(EINVAL, minherit(p, PAGE, 4) == -1);
}

static void
child_one(char *p)
{

	WANT(mapped(p) && p[0] == 1);
}

ATF_TC_WITHOUT_HEAD(minherit__enomem_not_mapped);
ATF_TC_BODY(minherit__enomem_not_mapped, tc)
{
	char *p = map(3, RW, ANON);

	p[0] = 1;
	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	ATF_CHECK_ERRNO(ENOMEM, minherit(p, 3 * PAGE, INHERIT_NONE) == -1);
	ATF_CHECK_ERRNO(ENOMEM, minherit(p + PAGE, PAGE, INHERIT_ZERO) == -1);
	ATF_CHECK_ERRNO(ENOMEM, minherit((void *)(uintptr_t)(1UL << 60),
	    PAGE, INHERIT_ZERO) == -1);
	/* Nothing has changed. */
	forked(child_one, p);
}

ATF_TC_WITHOUT_HEAD(minherit__eacces);
ATF_TC_BODY(minherit__eacces, tc)
{
	int fd = make_file("file", PAGE);
	char *p = map(2, RW, ANON), *stack;

	p[0] = 1;
	ATF_REQUIRE_EQ(p + PAGE, mmap(p + PAGE, PAGE, RW,
	    MAP_PRIVATE | MAP_FIXED, fd, 0));
	ATF_CHECK_ERRNO(EACCES, minherit(p, 2 * PAGE, INHERIT_SHARE) == -1);
	ATF_CHECK_EQ(1, p[0]);
	stack = (char *)((uintptr_t)&fd & ~(PAGE - 1));
	ATF_CHECK_ERRNO(EACCES, minherit(stack, PAGE, INHERIT_SHARE) == -1);
	ATF_CHECK_ERRNO(EACCES, minherit(stack, PAGE, INHERIT_NONE) == -1);
	forked(child_one, p);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, minherit__none);
	ATF_TP_ADD_TC(tp, minherit__copy_is_the_default);
	ATF_TP_ADD_TC(tp, minherit__zero);
	ATF_TP_ADD_TC(tp, minherit__zero_of_files_and_shared_memory);
	ATF_TP_ADD_TC(tp, minherit__share);
	ATF_TP_ADD_TC(tp, minherit__share_untouched_and_whole);
	ATF_TP_ADD_TC(tp, minherit__share_after_a_fork);
	ATF_TP_ADD_TC(tp, minherit__einval);
	ATF_TP_ADD_TC(tp, minherit__enomem_not_mapped);
	ATF_TP_ADD_TC(tp, minherit__eacces);
	return (atf_no_error());
}
