/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mlock(2), munlock(2), mlockall(2), munlockall(2).
 */
#include <sys/resource.h>
#include "h_vm.h"

static void
set_counter(const char *name, unsigned long value)
{

	ATF_REQUIRE_EQ(0, sysctlbyname(name, NULL, NULL, &value,
	    sizeof(value)));
}

static void
set_limit(size_t bytes)
{
	struct rlimit rl = { bytes, RLIM_INFINITY };

	ATF_REQUIRE_EQ(0, setrlimit(RLIMIT_MEMLOCK, &rl));
}

ATF_TC_WITHOUT_HEAD(mlock__makes_resident);
ATF_TC_BODY(mlock__makes_resident, tc)
{
	unsigned long locked = counter("vm.stats.locked");
	char *p = map(8, RW, ANON);

	ATF_CHECK_EQ(0, resident(p, 8));
	/* An unaligned range means the pages that it touches. */
	ATF_REQUIRE_EQ(0, mlock(p + 2 * PAGE + 1, PAGE));
	ATF_CHECK_EQ(0, resident(p, 2));
	ATF_CHECK_EQ(2, resident(p + 2 * PAGE, 2));
	ATF_CHECK_EQ(locked + 2, counter("vm.stats.locked"));
	ATF_REQUIRE_EQ(0, mlock(p, 8 * PAGE));
	ATF_CHECK_EQ(8, resident(p, 8));
	ATF_CHECK_EQ(locked + 8, counter("vm.stats.locked"));
	ATF_REQUIRE_EQ(0, munlock(p, 4 * PAGE));
	ATF_CHECK_EQ(locked + 4, counter("vm.stats.locked"));
	ATF_REQUIRE_EQ(0, munmap(p, 8 * PAGE));
	ATF_CHECK_EQ(locked, counter("vm.stats.locked"));
}

ATF_TC_WITHOUT_HEAD(mlock__keeps_pages_of_a_file);
ATF_TC_BODY(mlock__keeps_pages_of_a_file, tc)
{
	/* On the disk: tmpfs never gives pages back. */
	int fd = make_file("/var/tmp/t_mlock", 20 * PAGE);
	char *p;

	ATF_REQUIRE_EQ(0, unlink("/var/tmp/t_mlock"));
	p = mmap(NULL, 20 * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_REQUIRE_EQ(0, mlock(p, 10 * PAGE));
	reclaim();
	ATF_CHECK_EQ(10, resident(p, 10));
	ATF_CHECK_EQ(0, resident(p + 10 * PAGE, 10));
	ATF_REQUIRE_EQ(0, munlock(p, 10 * PAGE));
	reclaim();
	ATF_CHECK_EQ(0, resident(p, 20));
	ATF_CHECK_EQ(7, p[6 * PAGE]);
}

ATF_TC_WITHOUT_HEAD(mlock__length_0);
ATF_TC_BODY(mlock__length_0, tc)
{
	char *p = map(1, RW, ANON);

	ATF_CHECK_EQ(0, mlock(p, 0));
	ATF_CHECK_EQ(0, munlock(p, 0));
	ATF_CHECK_EQ(0, resident(p, 1));
}

static void
not_locked(void *arg)
{
	unsigned long *locked = arg;

	WANT(counter("vm.stats.locked") == *locked);
	WANT(mlock(map(1, RW, ANON), PAGE) == 0);
	WANT(counter("vm.stats.locked") == *locked + 1);
}

ATF_TC_WITHOUT_HEAD(mlock__not_inherited);
ATF_TC_BODY(mlock__not_inherited, tc)
{
	unsigned long locked;
	char *p = map(4, RW, ANON);

	ATF_REQUIRE_EQ(0, mlock(p, 4 * PAGE));
	locked = counter("vm.stats.locked");
	in_child(not_locked, &locked);
	ATF_CHECK_EQ(locked, counter("vm.stats.locked"));
	p[0] = 1;
	ATF_CHECK_EQ(4, resident(p, 4));
}

ATF_TC_WITHOUT_HEAD(mlock__eagain_when_all_have_too_many);
ATF_TC_BODY(mlock__eagain_when_all_have_too_many, tc)
{
	unsigned long old = counter("vm.max_locked");
	char *p = map(4, RW, ANON);
	int all, future, one;

	set_counter("vm.max_locked", counter("vm.stats.locked") + 3);
	one = mlock(p, 4 * PAGE) == -1 ? errno : 0;
	all = mlockall(MCL_CURRENT) == -1 ? errno : 0;
	ATF_CHECK_EQ(0, mlockall(MCL_FUTURE));
	future = mmap(NULL, 4 * PAGE, RW, ANON, -1, 0) == MAP_FAILED ?
	    errno : 0;
	set_counter("vm.max_locked", old);
	ATF_CHECK_EQ(EAGAIN, one);
	ATF_CHECK_EQ(EAGAIN, all);
	ATF_CHECK_EQ(EAGAIN, future);
	ATF_CHECK_EQ(0, resident(p, 4));
}

ATF_TC_WITHOUT_HEAD(mlock__einval_when_it_wraps);
ATF_TC_BODY(mlock__einval_when_it_wraps, tc)
{
	char *p = map(1, RW, ANON);

	ATF_CHECK_ERRNO(EINVAL, mlock(p, SIZE_MAX - PAGE) == -1);
	ATF_CHECK_ERRNO(EINVAL, mlock(p, (size_t)-(uintptr_t)p) == -1);
}

ATF_TC_WITHOUT_HEAD(mlock__enomem_when_not_mapped);
ATF_TC_BODY(mlock__enomem_when_not_mapped, tc)
{
	unsigned long locked = counter("vm.stats.locked");
	char *p = map(3, RW, ANON);
	int fd = make_file("f", PAGE);

	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	ATF_CHECK_ERRNO(ENOMEM, mlock(p, 3 * PAGE) == -1);
	ATF_CHECK_ERRNO(ENOMEM, mlock((void *)PAGE, PAGE) == -1);
	ATF_CHECK_ERRNO(ENOMEM, mlock((void *)(1UL << 63), PAGE) == -1);
	p = mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_ERRNO(ENOMEM, mlock(p, 2 * PAGE) == -1);
	p = mmap(NULL, PAGE, PROT_NONE, MAP_GUARD, -1, 0);
	ATF_REQUIRE(p != MAP_FAILED);
	ATF_CHECK_ERRNO(ENOMEM, mlock(p, PAGE) == -1);
	ATF_CHECK_EQ(locked, counter("vm.stats.locked"));
}

ATF_TC_WITHOUT_HEAD(mlock__enomem_when_over_the_limit);
ATF_TC_BODY(mlock__enomem_when_over_the_limit, tc)
{
	char *p = map(8, RW, ANON);

	set_limit(4 * PAGE);
	ATF_CHECK_ERRNO(ENOMEM, mlock(p, 5 * PAGE) == -1);
	ATF_CHECK_EQ(0, resident(p, 8));
	ATF_CHECK_EQ(0, mlock(p, 4 * PAGE));
	/* Again: it is locked already. */
	ATF_CHECK_EQ(0, mlock(p, 4 * PAGE));
	ATF_CHECK_ERRNO(ENOMEM, mlock(p + 4 * PAGE, 1) == -1);
	ATF_CHECK_EQ(0, munlock(p, PAGE));
	ATF_CHECK_EQ(0, mlock(p + 4 * PAGE, 1));
}

ATF_TC(mlock__unprivileged);
ATF_TC_HEAD(mlock__unprivileged, tc)
{

	atf_tc_set_md_var(tc, "require.user", "unprivileged");
}
ATF_TC_BODY(mlock__unprivileged, tc)
{
	struct rlimit rl;
	char *p = map(8, RW, ANON);

	ATF_CHECK_EQ(0, mlock(p, 8 * PAGE));
	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_MEMLOCK, &rl));
	ATF_CHECK_EQ(8 << 20, rl.rlim_max);
	rl.rlim_max++;
	ATF_CHECK_ERRNO(EPERM, setrlimit(RLIMIT_MEMLOCK, &rl) == -1);
}

ATF_TC_WITHOUT_HEAD(munlock__einval_when_it_wraps);
ATF_TC_BODY(munlock__einval_when_it_wraps, tc)
{

	ATF_CHECK_ERRNO(EINVAL, munlock(map(1, RW, ANON), SIZE_MAX) == -1);
}

ATF_TC_WITHOUT_HEAD(munlock__enomem_when_not_mapped);
ATF_TC_BODY(munlock__enomem_when_not_mapped, tc)
{
	unsigned long locked;
	char *p = map(3, RW, ANON);

	ATF_REQUIRE_EQ(0, mlock(p, 3 * PAGE));
	ATF_REQUIRE_EQ(0, munmap(p + PAGE, PAGE));
	locked = counter("vm.stats.locked");
	ATF_CHECK_ERRNO(ENOMEM, munlock(p, 3 * PAGE) == -1);
	ATF_CHECK_EQ(locked, counter("vm.stats.locked"));
}

ATF_TC_WITHOUT_HEAD(mlockall__current_and_future);
ATF_TC_BODY(mlockall__current_and_future, tc)
{
	unsigned long locked = counter("vm.stats.locked");
	char *old = map(4, RW, ANON), *p;

	set_limit(RLIM_INFINITY);
	ATF_REQUIRE_EQ(0, mlockall(MCL_CURRENT));
	ATF_CHECK_EQ(4, resident(old, 4));
	p = map(4, RW, ANON);
	ATF_CHECK_EQ(0, resident(p, 4));
	ATF_REQUIRE_EQ(0, mlockall(MCL_FUTURE));
	p = map(5, RW, ANON);
	ATF_CHECK_EQ(5, resident(p, 5));
	p = sbrk(3 * PAGE);
	ATF_REQUIRE(p != (void *)-1);
	ATF_CHECK_EQ(3, resident((char *)((uintptr_t)p & ~(PAGE - 1)), 3));
	/* Room that may not be accessed is locked, not filled. */
	p = map(2, PROT_NONE, ANON);
	ATF_CHECK_EQ(0, resident(p, 2));
	ATF_CHECK(counter("vm.stats.locked") > locked + 14);
	ATF_REQUIRE_EQ(0, munlockall());
	ATF_CHECK_EQ(locked, counter("vm.stats.locked"));
	p = map(4, RW, ANON);
	ATF_CHECK_EQ(0, resident(p, 4));
}

ATF_TC_WITHOUT_HEAD(mlockall__eagain);
ATF_TC_BODY(mlockall__eagain, tc)
{
	unsigned long old = counter("vm.max_locked");
	int error;

	set_limit(RLIM_INFINITY);
	set_counter("vm.max_locked", counter("vm.stats.locked") + 1);
	error = mlockall(MCL_CURRENT | MCL_FUTURE) == -1 ? errno : 0;
	set_counter("vm.max_locked", old);
	ATF_CHECK_EQ(EAGAIN, error);
	/* Nor the future. */
	ATF_CHECK_EQ(0, resident(map(2, RW, ANON), 2));
}

ATF_TC_WITHOUT_HEAD(mlockall__einval);
ATF_TC_BODY(mlockall__einval, tc)
{

	ATF_CHECK_ERRNO(EINVAL, mlockall(0) == -1);
	ATF_CHECK_ERRNO(EINVAL, mlockall(8) == -1);
	ATF_CHECK_ERRNO(EINVAL, mlockall(MCL_CURRENT | 8) == -1);
}

ATF_TC_WITHOUT_HEAD(mlockall__enomem_when_over_the_limit);
ATF_TC_BODY(mlockall__enomem_when_over_the_limit, tc)
{
	unsigned long locked = counter("vm.stats.locked");

	set_limit(4 * PAGE);
	ATF_CHECK_ERRNO(ENOMEM, mlockall(MCL_CURRENT) == -1);
	ATF_CHECK_EQ(locked, counter("vm.stats.locked"));
}

ATF_TC_WITHOUT_HEAD(mmap__eagain_when_it_cannot_be_locked);
ATF_TC_BODY(mmap__eagain_when_it_cannot_be_locked, tc)
{
	unsigned long locked = counter("vm.stats.locked");

	set_limit(4 * PAGE);
	ATF_REQUIRE_EQ(0, mlockall(MCL_FUTURE));
	MMAP_FAILS(EAGAIN, NULL, 5 * PAGE, RW, ANON, -1, 0);
	ATF_CHECK_EQ(locked, counter("vm.stats.locked"));
	ATF_CHECK_EQ(4, resident(map(4, RW, ANON), 4));
	MMAP_FAILS(EAGAIN, NULL, PAGE, RW, ANON, -1, 0);
	ATF_CHECK_EQ(locked + 4, counter("vm.stats.locked"));
}

ATF_TC_WITHOUT_HEAD(brk__enomem_when_it_cannot_be_locked);
ATF_TC_BODY(brk__enomem_when_it_cannot_be_locked, tc)
{

	set_limit(2 * PAGE);
	ATF_REQUIRE_EQ(0, mlockall(MCL_FUTURE));
	ATF_CHECK_ERRNO(ENOMEM, sbrk(4 * PAGE) == (void *)-1);
	ATF_CHECK(sbrk(PAGE) != (void *)-1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, mlock__makes_resident);
	ATF_TP_ADD_TC(tp, mlock__keeps_pages_of_a_file);
	ATF_TP_ADD_TC(tp, mlock__length_0);
	ATF_TP_ADD_TC(tp, mlock__not_inherited);
	ATF_TP_ADD_TC(tp, mlock__eagain_when_all_have_too_many);
	ATF_TP_ADD_TC(tp, mlock__einval_when_it_wraps);
	ATF_TP_ADD_TC(tp, mlock__enomem_when_not_mapped);
	ATF_TP_ADD_TC(tp, mlock__enomem_when_over_the_limit);
	ATF_TP_ADD_TC(tp, mlock__unprivileged);
	ATF_TP_ADD_TC(tp, munlock__einval_when_it_wraps);
	ATF_TP_ADD_TC(tp, munlock__enomem_when_not_mapped);
	ATF_TP_ADD_TC(tp, mlockall__current_and_future);
	ATF_TP_ADD_TC(tp, mlockall__eagain);
	ATF_TP_ADD_TC(tp, mlockall__einval);
	ATF_TP_ADD_TC(tp, mlockall__enomem_when_over_the_limit);
	ATF_TP_ADD_TC(tp, mmap__eagain_when_it_cannot_be_locked);
	ATF_TP_ADD_TC(tp, brk__enomem_when_it_cannot_be_locked);
	return (atf_no_error());
}
