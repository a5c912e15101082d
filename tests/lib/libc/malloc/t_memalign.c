/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * memalign(3).
 */

#include <atf-c.h>
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

ATF_TC_WITHOUT_HEAD(alignment);
ATF_TC_BODY(alignment, tc)
{
	size_t align;
	char *p;

	for (align = 1; align <= 65536; align *= 2) {
		ATF_REQUIRE((p = memalign(align, 100)) != NULL);
		ATF_CHECK_EQ(0, (uintptr_t)p % align);
		memset(p, 1, 100);
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(alignment__einval);
ATF_TC_BODY(alignment__einval, tc)
{
	ATF_CHECK_ERRNO(EINVAL, memalign(0, 1) == NULL);
	ATF_CHECK_ERRNO(EINVAL, memalign(24, 1) == NULL);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, alignment);
	ATF_TP_ADD_TC(tp, alignment__einval);

	return (atf_no_error());
}
