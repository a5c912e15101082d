/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * brk(2) and sbrk(2).
 */
#include <sys/resource.h>
#include "h_vm.h"

ATF_TC_WITHOUT_HEAD(brk__grows_and_shrinks);
ATF_TC_BODY(brk__grows_and_shrinks, tc)
{
	char *start = sbrk(0), *p;

	ATF_REQUIRE(start != (char *)-1);
	p = sbrk(10 * PAGE);
	ATF_CHECK_EQ(start, p);
	ATF_CHECK_EQ(start + 10 * PAGE, (char *)sbrk(0));
	memset(start, 5, 10 * PAGE);
	ATF_CHECK_EQ(0, brk(start + 1));
	ATF_CHECK_EQ(5, start[0]);
	ATF_CHECK_EQ(SIGSEGV, touch(start + 5 * PAGE, 0));
	/* Memory that comes back is zero. */
	ATF_CHECK_EQ(0, brk(start + 10 * PAGE));
	ATF_CHECK_EQ(5, start[0]);
	ATF_CHECK_EQ(0, start[5 * PAGE]);
	ATF_CHECK_EQ(0, brk(start));
}

static void
limited(void *arg)
{
	struct rlimit rl = { 64 << 20, 64 << 20 };
	char *start = sbrk(0);

	(void)arg;
	WANT(setrlimit(RLIMIT_DATA, &rl) == 0);
	errno = 0;
	WANT(brk(start + (65 << 20)) == -1 && errno == ENOMEM);
	WANT(sbrk(0) == start);
	WANT(brk(start + (16 << 20)) == 0);
	WANT(brk(start) == 0);
}

ATF_TC_WITHOUT_HEAD(brk__enomem_limit);
ATF_TC_BODY(brk__enomem_limit, tc)
{

	in_child(limited, NULL);
}

ATF_TC_WITHOUT_HEAD(brk__enomem_in_the_way);
ATF_TC_BODY(brk__enomem_in_the_way, tc)
{
	char *start = sbrk(0), *p;

	p = (char *)(((uintptr_t)start + 100 * PAGE) & ~(PAGE - 1));
	ATF_REQUIRE_EQ(p, mmap(p, PAGE, RW, ANON | MAP_FIXED | MAP_EXCL, -1,
	    0));
	ATF_CHECK_ERRNO(ENOMEM, brk(p + PAGE) == -1);
	ATF_CHECK_EQ(start, (char *)sbrk(0));
	ATF_CHECK_ERRNO(ENOMEM, brk((void *)0xffffffff80000000UL) == -1);
	ATF_CHECK_EQ(start, (char *)sbrk(0));
	ATF_CHECK_EQ(0, brk(p));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, brk__grows_and_shrinks);
	ATF_TP_ADD_TC(tp, brk__enomem_limit);
	ATF_TP_ADD_TC(tp, brk__enomem_in_the_way);
	return (atf_no_error());
}
