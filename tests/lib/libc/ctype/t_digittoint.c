/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * digittoint(3).
 */

#include <atf-c.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

ATF_TC_WITHOUT_HEAD(every_byte);
ATF_TC_BODY(every_byte, tc)
{
	static const char lower[] = "0123456789abcdef", upper[] = "ABCDEF";
	const char *p;
	int c, want;

	for (c = EOF; c < 256; c++) {
		want = 0;
		if (c > 0 && (p = strchr(lower, c)) != NULL)
			want = (int)(p - lower);
		else if (c > 0 && (p = strchr(upper, c)) != NULL)
			want = (int)(p - upper) + 10;
		ATF_CHECK_EQ_MSG(want, digittoint(c), "%d", c);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_byte);

	return (atf_no_error());
}
