/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * munmap(2).
 */
#include "h_vm.h"

ATF_TC_WITHOUT_HEAD(munmap__takes_access_away);
ATF_TC_BODY(munmap__takes_access_away, tc)
{
	char *p = map(3, RW, ANON);

	memset(p, 1, 3 * PAGE);
	ATF_CHECK_EQ(0, munmap(p + PAGE, 1));
	ATF_CHECK_EQ(1, p[0]);
	ATF_CHECK_EQ(1, p[2 * PAGE]);
	CHECK_SEGV(p + PAGE, 0, SEGV_MAPERR);
	CHECK_SEGV(p + 2 * PAGE - 1, 1, SEGV_MAPERR);
	/* What is not mapped may be unmapped. */
	ATF_CHECK_EQ(0, munmap(p + PAGE, PAGE));
	ATF_CHECK_EQ(0, munmap(p, 3 * PAGE));
	CHECK_SEGV(p, 0, SEGV_MAPERR);
}

ATF_TC_WITHOUT_HEAD(munmap__einval_arguments);
ATF_TC_BODY(munmap__einval_arguments, tc)
{
	char *p = map(2, RW, ANON);

	ATF_CHECK_ERRNO(EINVAL, munmap(p, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, munmap(p + 1, PAGE) == -1);
	ATF_CHECK_ERRNO(EINVAL, munmap(NULL, PAGE) == -1);
	ATF_CHECK_ERRNO(EINVAL, munmap(p, SIZE_MAX) == -1);
	ATF_CHECK_ERRNO(EINVAL, munmap(p, 1UL << 60) == -1);
	ATF_CHECK_ERRNO(EINVAL,
	    munmap((void *)0xffffffff80000000UL, PAGE) == -1);
	/* Nothing has changed. */
	ATF_CHECK_EQ(0, touch(p, 1));
	ATF_CHECK_EQ(0, touch(p + PAGE, 1));
}

/*
 * vm.max_map_entries of the whole system, which is lower only while nothing
 * else is done than to unmap every second page.
 */
static size_t
punch_holes(char *p, size_t pages, unsigned limit, int *errorp)
{
	unsigned old = 0;
	size_t i, len = sizeof(old);

	ATF_REQUIRE_EQ(0, sysctlbyname("vm.max_map_entries", &old, &len,
	    &limit, sizeof(limit)));
	*errorp = 0;
	for (i = 1; i < pages - 1 && *errorp == 0; i += 2)
		if (munmap(p + i * PAGE, PAGE) == -1)
			*errorp = errno;
	ATF_REQUIRE_EQ(0, sysctlbyname("vm.max_map_entries", NULL, NULL, &old,
	    sizeof(old)));
	return (i - 2);
}

ATF_TC_WITHOUT_HEAD(munmap__enomem_too_many_entries);
ATF_TC_BODY(munmap__enomem_too_many_entries, tc)
{
	enum { LIMIT = 1000, N = 2 * LIMIT };
	char *p = map(N, RW, ANON);
	size_t i, last;
	int error;

	memset(p, 'x', N * PAGE);
	last = punch_holes(p, N, LIMIT, &error);
	ATF_CHECK_EQ(ENOMEM, error);
	/* The last one changed nothing, those before did. */
	ATF_REQUIRE(last > LIMIT && last < N - 1);
	for (i = last - 1; i < N; i++)
		ATF_REQUIRE_EQ('x', p[i * PAGE]);
	CHECK_SEGV(p + (last - 2) * PAGE, 0, SEGV_MAPERR);
	ATF_CHECK_EQ(0, munmap(p, N * PAGE));
}

/* At the limit, what needs no cut. */
ATF_TC_WITHOUT_HEAD(munmap__whole_mappings_at_the_limit);
ATF_TC_BODY(munmap__whole_mappings_at_the_limit, tc)
{
	unsigned old = 0, one = 1;
	size_t len = sizeof(old);
	char *p = map(4, PROT_READ, ANON);
	int error;

	ATF_REQUIRE_EQ(0, mprotect(p + PAGE, 2 * PAGE, RW));
	ATF_REQUIRE_EQ(0, sysctlbyname("vm.max_map_entries", &old, &len, &one,
	    sizeof(one)));
	error = munmap(p + PAGE, 2 * PAGE);
	ATF_REQUIRE_EQ(0, sysctlbyname("vm.max_map_entries", NULL, NULL, &old,
	    sizeof(old)));
	ATF_CHECK_EQ(0, error);
	CHECK_SEGV(p + PAGE, 0, SEGV_MAPERR);
	ATF_CHECK_EQ(0, touch(p + 3 * PAGE, 0));
}

ATF_TC_WITHOUT_HEAD(munmap__gives_memory_back);
ATF_TC_BODY(munmap__gives_memory_back, tc)
{
	int i;

	/* Far more than there is, a piece at a time. */
	for (i = 0; i < 256; i++) {
		char *p = map(2048, RW, ANON);
		size_t j;

		for (j = 0; j < 2048; j++)
			p[j * PAGE] = 1;
		ATF_REQUIRE_EQ(0, munmap(p + PAGE, 2046 * PAGE));
		ATF_REQUIRE_EQ(0, munmap(p, PAGE));
		ATF_REQUIRE_EQ(0, munmap(p + 2047 * PAGE, PAGE));
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, munmap__takes_access_away);
	ATF_TP_ADD_TC(tp, munmap__einval_arguments);
	ATF_TP_ADD_TC(tp, munmap__enomem_too_many_entries);
	ATF_TP_ADD_TC(tp, munmap__whole_mappings_at_the_limit);
	ATF_TP_ADD_TC(tp, munmap__gives_memory_back);
	return (atf_no_error());
}
