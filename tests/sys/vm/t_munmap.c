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
	ATF_TP_ADD_TC(tp, munmap__gives_memory_back);
	return (atf_no_error());
}
