/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mmap(2).
 */
#include <sys/resource.h>
#include "h_vm.h"

ATF_TC_WITHOUT_HEAD(mmap__anonymous_is_zero);
ATF_TC_BODY(mmap__anonymous_is_zero, tc)
{
	char *p = map(100, RW, ANON);
	size_t i;

	ATF_CHECK_EQ(0, (uintptr_t)p % PAGE);
	for (i = 0; i < 100 * PAGE; i += 512)
		ATF_REQUIRE_EQ(0, p[i]);
	memset(p, 0x5a, 100 * PAGE);
	for (i = 0; i < 100 * PAGE; i += 512)
		ATF_REQUIRE_EQ(0x5a, p[i]);
	ATF_CHECK_EQ(0, munmap(p, 100 * PAGE));
	/* What is mapped there again is new. */
	p = map(100, RW, ANON);
	for (i = 0; i < 100 * PAGE; i += 512)
		ATF_REQUIRE_EQ(0, p[i]);
}

ATF_TC_WITHOUT_HEAD(mmap__length_is_rounded_up);
ATF_TC_BODY(mmap__length_is_rounded_up, tc)
{
	char *p;

	p = mmap(NULL, 1, RW, ANON, -1, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_EQ(0, touch(p + PAGE - 1, 1));
}

ATF_TC_WITHOUT_HEAD(mmap__hint_is_taken_when_free);
ATF_TC_BODY(mmap__hint_is_taken_when_free, tc)
{
	char *p = map(2, RW, ANON), *q;

	ATF_REQUIRE_EQ(0, munmap(p, 2 * PAGE));
	q = mmap(p + 123, PAGE, RW, ANON, -1, 0);
	ATF_CHECK_EQ(p, q);
	q = mmap(p, PAGE, RW, ANON, -1, 0);
	ATF_CHECK(q != MAP_FAILED && q != p);
}

ATF_TC_WITHOUT_HEAD(mmap__fixed_replaces);
ATF_TC_BODY(mmap__fixed_replaces, tc)
{
	char *p = map(3, RW, ANON);

	memset(p, 1, 3 * PAGE);
	ATF_CHECK_EQ(p + PAGE, mmap(p + PAGE, PAGE, PROT_READ,
	    ANON | MAP_FIXED, -1, 0));
	ATF_CHECK_EQ(1, p[PAGE - 1]);
	ATF_CHECK_EQ(0, p[PAGE]);
	ATF_CHECK_EQ(1, p[2 * PAGE]);
	CHECK_SEGV(p + PAGE, 1, SEGV_ACCERR);
}

ATF_TC_WITHOUT_HEAD(mmap__shared_anonymous_with_child);
ATF_TC_BODY(mmap__shared_anonymous_with_child, tc)
{
	volatile int *s = (void *)map(1, RW, MAP_ANON | MAP_SHARED);
	volatile int *p = (void *)map(1, RW, ANON);
	pid_t pid;

	*s = *p = 1;
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		s[0]++;
		s[1] = 7;
		p[0]++;
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_CHECK_EQ(2, s[0]);
	ATF_CHECK_EQ(7, s[1]);
	ATF_CHECK_EQ(1, p[0]);
}

ATF_TC_WITHOUT_HEAD(mmap__guard_is_not_accessible);
ATF_TC_BODY(mmap__guard_is_not_accessible, tc)
{
	char *p;

	p = mmap(NULL, PAGE, PROT_NONE, MAP_GUARD, -1, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_EQ(SIGSEGV, touch(p, 0));
	ATF_CHECK_ERRNO(EACCES, mprotect(p, PAGE, PROT_READ) == -1);
	ATF_CHECK_EQ(0, munmap(p, PAGE));
}

ATF_TC_WITHOUT_HEAD(mmap__stack_grows);
ATF_TC_BODY(mmap__stack_grows, tc)
{
	size_t len = 8 << 20;
	char *p;

	p = mmap(NULL, len, RW, MAP_STACK, -1, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_EQ(0, touch(p + len - 1, 1));
	ATF_CHECK_EQ(0, touch(p + len / 2, 1));
	ATF_CHECK_EQ(SIGSEGV, touch(p, 1));
	ATF_CHECK_EQ(0, munmap(p, len));
}

/*
 * What is left of the room below a stack is less than its guard, and below it
 * is another mapping: no limit makes the stack grow over that.
 */
ATF_TC_WITHOUT_HEAD(mmap__stack_keeps_off_a_neighbour);
ATF_TC_BODY(mmap__stack_keeps_off_a_neighbour, tc)
{
	const size_t len = 1 << 20, init = 128 * 1024;
	struct rlimit rl = { .rlim_cur = 1UL << 40, .rlim_max = RLIM_INFINITY };
	char *s, *stack, *other;
	size_t i;

	s = mmap(NULL, len, RW, MAP_STACK, -1, 0);
	ATF_REQUIRE(s != MAP_FAILED);
	stack = s + len - init;
	other = stack - 2 * init;
	ATF_REQUIRE_EQ(0, munmap(s, (size_t)(stack - PAGE - s)));
	ATF_REQUIRE_EQ(other, mmap(other, 2 * init - PAGE, RW,
	    MAP_FIXED | ANON, -1, 0));
	memset(other, 'o', 2 * init - PAGE);
	ATF_CHECK_EQ(SIGSEGV, touch(stack - 1, 1));
	ATF_REQUIRE_EQ(0, setrlimit(RLIMIT_AS, &rl));
	ATF_CHECK_EQ(SIGSEGV, touch(stack - 1, 1));
	for (i = 0; i < 2 * init - PAGE; i++)
		ATF_REQUIRE_EQ('o', other[i]);
	ATF_CHECK_EQ(0, munmap(other, 3 * init));
	ATF_CHECK_EQ(SIGSEGV, touch(stack, 0));
}

ATF_TC_WITHOUT_HEAD(mmap__aligned);
ATF_TC_BODY(mmap__aligned, tc)
{
	uintptr_t p;

	p = (uintptr_t)mmap(NULL, PAGE, RW, ANON | MAP_ALIGNED(21), -1, 0);
	ATF_CHECK_EQ(0, p & ((1UL << 21) - 1));
}

ATF_TC_WITHOUT_HEAD(mmap__dev_zero);
ATF_TC_BODY(mmap__dev_zero, tc)
{
	char *p;
	int fd;

	fd = open("/dev/zero", O_RDWR);
	ATF_REQUIRE(fd >= 0);
	p = mmap(NULL, 2 * PAGE, RW, MAP_PRIVATE, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_EQ(0, p[PAGE]);
	ATF_CHECK_EQ(0, touch(p, 1));
}

ATF_TC_WITHOUT_HEAD(mmap__eacces_write_and_exec);
ATF_TC_BODY(mmap__eacces_write_and_exec, tc)
{

	MMAP_FAILS(EACCES, NULL, PAGE, RW | PROT_EXEC, ANON, -1, 0);
	MMAP_FAILS(EACCES, NULL, PAGE, PROT_WRITE | PROT_EXEC,
	    MAP_ANON | MAP_SHARED, -1, 0);
}

ATF_TC_WITHOUT_HEAD(mmap__eacces_file_mode);
ATF_TC_BODY(mmap__eacces_file_mode, tc)
{
	int rd, wr;

	ATF_REQUIRE_EQ(0, close(make_file("f", PAGE)));
	rd = open("f", O_RDONLY);
	wr = open("f", O_WRONLY);
	ATF_REQUIRE(rd >= 0 && wr >= 0);
	MMAP_FAILS(EACCES, NULL, PAGE, PROT_READ, MAP_SHARED, wr, 0);
	MMAP_FAILS(EACCES, NULL, PAGE, PROT_WRITE, MAP_SHARED, wr, 0);
	MMAP_FAILS(EACCES, NULL, PAGE, PROT_READ, MAP_PRIVATE, wr, 0);
	MMAP_FAILS(EACCES, NULL, PAGE, RW, MAP_SHARED, rd, 0);
	ATF_CHECK(mmap(NULL, PAGE, RW, MAP_PRIVATE, rd, 0) != MAP_FAILED);
}

ATF_TC_WITHOUT_HEAD(mmap__ebadf_bad_descriptor);
ATF_TC_BODY(mmap__ebadf_bad_descriptor, tc)
{

	MMAP_FAILS(EBADF, NULL, PAGE, PROT_READ, MAP_PRIVATE, 1000000, 0);
	MMAP_FAILS(EBADF, NULL, PAGE, PROT_READ, MAP_PRIVATE, -1, 0);
}

ATF_TC_WITHOUT_HEAD(mmap__einval_arguments);
ATF_TC_BODY(mmap__einval_arguments, tc)
{
	char *p = map(2, RW, ANON);
	int fd = make_file("f", PAGE);

	MMAP_FAILS(EINVAL, NULL, 0, RW, ANON, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, 0x100, ANON, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW, MAP_ANON, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW, ANON | MAP_SHARED, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW, ANON | 0x8, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW, ANON | MAP_EXCL, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW, ANON, fd, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW, ANON, -1, PAGE);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW, ANON | MAP_ALIGNED(11), -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW | PROT_MAX(PROT_READ), ANON, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, PROT_READ, MAP_GUARD, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, PROT_READ, MAP_STACK, -1, 0);
	MMAP_FAILS(EINVAL, p + 1, PAGE, RW, ANON | MAP_FIXED, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, RW, ANON | MAP_FIXED, -1, 0);
	MMAP_FAILS(EINVAL, (void *)0xffffffff80000000UL, PAGE, RW,
	    ANON | MAP_FIXED, -1, 0);
	MMAP_FAILS(EINVAL, (void *)0x7fffffffe000UL, 2 * PAGE, RW,
	    ANON | MAP_FIXED, -1, 0);
	MMAP_FAILS(EINVAL, NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 1);
	MMAP_FAILS(EINVAL, NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, -PAGE);
	MMAP_FAILS(EINVAL, NULL, PAGE, PROT_READ, MAP_PRIVATE, fd,
	    INT64_MAX & ~0xfffL);
}

ATF_TC_WITHOUT_HEAD(mmap__enodev_not_a_file);
ATF_TC_BODY(mmap__enodev_not_a_file, tc)
{
	int fds[2], fd;

	ATF_REQUIRE_EQ(0, pipe(fds));
	MMAP_FAILS(ENODEV, NULL, PAGE, PROT_READ, MAP_PRIVATE, fds[0], 0);
	fd = open(".", O_RDONLY | O_DIRECTORY);
	ATF_REQUIRE(fd >= 0);
	MMAP_FAILS(ENODEV, NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
}

ATF_TC_WITHOUT_HEAD(mmap__enomem_no_room);
ATF_TC_BODY(mmap__enomem_no_room, tc)
{
	char *p = map(2, RW, ANON);

	MMAP_FAILS(ENOMEM, NULL, 1UL << 47, RW, ANON, -1, 0);
	MMAP_FAILS(ENOMEM, NULL, SIZE_MAX, RW, ANON, -1, 0);
	MMAP_FAILS(ENOMEM, p, PAGE, RW, ANON | MAP_FIXED | MAP_EXCL, -1, 0);
}

/*
 * A process cannot make the kernel describe ever more mappings.
 */
ATF_TC(mmap__enomem_too_many);
ATF_TC_HEAD(mmap__enomem_too_many, tc)
{

	atf_tc_set_md_var(tc, "timeout", "120");
}
ATF_TC_BODY(mmap__enomem_too_many, tc)
{
	enum { N = 200000 };
	char *base = map(N, PROT_NONE, ANON);
	size_t i;

	for (i = 1; i < N; i += 2)
		if (mprotect(base + i * PAGE, PAGE, PROT_READ) == -1)
			break;
	ATF_REQUIRE(i < N);
	ATF_CHECK_EQ(ENOMEM, errno);
	MMAP_FAILS(ENOMEM, NULL, PAGE, RX, ANON, -1, 0);
	ATF_CHECK_EQ(0, touch(base + PAGE, 0));
	ATF_CHECK_EQ(SIGSEGV, touch(base + i * PAGE, 0));
	ATF_CHECK_EQ(0, munmap(base, N * PAGE));
	ATF_CHECK(mmap(NULL, PAGE, RX, ANON, -1, 0) != MAP_FAILED);
}

static void
limited(void *arg)
{
	struct rlimit rl = { 64 << 20, 64 << 20 };
	char *p;

	(void)arg;
	WANT(setrlimit(RLIMIT_AS, &rl) == 0);
	errno = 0;
	WANT(mmap(NULL, 65 << 20, RW, ANON, -1, 0) == MAP_FAILED);
	WANT(errno == ENOMEM);
	p = mmap(NULL, 16 << 20, RW, ANON, -1, 0);
	WANT(p != MAP_FAILED);
	/* A replacement is not counted twice, a guard not at all. */
	WANT(mmap(p, 16 << 20, RW, ANON | MAP_FIXED, -1, 0) == p);
	WANT(mmap(NULL, 1UL << 30, PROT_NONE, MAP_GUARD, -1, 0) !=
	    MAP_FAILED);
}

ATF_TC_WITHOUT_HEAD(mmap__enomem_limit);
ATF_TC_BODY(mmap__enomem_limit, tc)
{

	in_child(limited, NULL);
}

ATF_TC_WITHOUT_HEAD(mmap__failure_changed_nothing);
ATF_TC_BODY(mmap__failure_changed_nothing, tc)
{
	char *p = map(4, RW, ANON);

	memset(p, 3, 4 * PAGE);
	MMAP_FAILS(EACCES, p, PAGE, RW | PROT_EXEC, ANON | MAP_FIXED, -1, 0);
	MMAP_FAILS(EBADF, p, PAGE, RW, MAP_PRIVATE | MAP_FIXED, 1000000, 0);
	MMAP_FAILS(EINVAL, p, 0, RW, ANON | MAP_FIXED, -1, 0);
	MMAP_FAILS(ENOMEM, p + PAGE, PAGE, RW, ANON | MAP_FIXED | MAP_EXCL,
	    -1, 0);
	ATF_CHECK_EQ(3, p[0]);
	ATF_CHECK_EQ(3, p[4 * PAGE - 1]);
	ATF_CHECK_EQ(0, touch(p, 1));
}

/*
 * Thousands of mappings, in an order that makes every kind of hole.
 */
ATF_TC_WITHOUT_HEAD(mmap__many);
ATF_TC_BODY(mmap__many, tc)
{
	enum { N = 4000 };
	char *base = map(N, PROT_NONE, ANON);
	unsigned x = 1;
	int i;

	for (i = 0; i < N; i++) {
		x = x * 1103515245 + 12345;
		ATF_REQUIRE(mmap(base + (x >> 8) % N * PAGE, PAGE,
		    i % 2 ? RW : PROT_READ, ANON | MAP_FIXED, -1, 0) !=
		    MAP_FAILED);
	}
	ATF_REQUIRE_EQ(0, munmap(base, N * PAGE));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, mmap__anonymous_is_zero);
	ATF_TP_ADD_TC(tp, mmap__length_is_rounded_up);
	ATF_TP_ADD_TC(tp, mmap__hint_is_taken_when_free);
	ATF_TP_ADD_TC(tp, mmap__fixed_replaces);
	ATF_TP_ADD_TC(tp, mmap__shared_anonymous_with_child);
	ATF_TP_ADD_TC(tp, mmap__guard_is_not_accessible);
	ATF_TP_ADD_TC(tp, mmap__stack_grows);
	ATF_TP_ADD_TC(tp, mmap__stack_keeps_off_a_neighbour);
	ATF_TP_ADD_TC(tp, mmap__aligned);
	ATF_TP_ADD_TC(tp, mmap__dev_zero);
	ATF_TP_ADD_TC(tp, mmap__eacces_write_and_exec);
	ATF_TP_ADD_TC(tp, mmap__eacces_file_mode);
	ATF_TP_ADD_TC(tp, mmap__ebadf_bad_descriptor);
	ATF_TP_ADD_TC(tp, mmap__einval_arguments);
	ATF_TP_ADD_TC(tp, mmap__enodev_not_a_file);
	ATF_TP_ADD_TC(tp, mmap__enomem_no_room);
	ATF_TP_ADD_TC(tp, mmap__enomem_limit);
	ATF_TP_ADD_TC(tp, mmap__enomem_too_many);
	ATF_TP_ADD_TC(tp, mmap__failure_changed_nothing);
	ATF_TP_ADD_TC(tp, mmap__many);
	return (atf_no_error());
}
