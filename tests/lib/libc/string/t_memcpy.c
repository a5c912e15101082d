/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Blocks: every small length and alignment, and overlap, against loops over
 * bytes.
 */

#include <atf-c.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define	ROOM	600

static unsigned char a[ROOM], b[ROOM], want[ROOM];
static uint64_t x = 77;

static unsigned int
next(void)
{
	x = x * 6364136223846793005UL + 1442695040888963407UL;
	return ((unsigned int)(x >> 33));
}

static void
fill(void)
{
	int i;

	for (i = 0; i < ROOM; i++) {
		a[i] = (unsigned char)next();
		b[i] = want[i] = (unsigned char)next();
	}
}

ATF_TC_WITHOUT_HEAD(copy);
ATF_TC_BODY(copy, tc)
{
	size_t n, s, d, i;

	for (n = 0; n < 200; n++) {
		for (s = 0; s < 17; s += 3) {
			for (d = 0; d < 17; d += 5) {
				fill();
				for (i = 0; i < n; i++)
					want[d + i] = a[s + i];
				ATF_REQUIRE(memcpy(b + d, a + s, n) == b + d);
				ATF_REQUIRE_EQ(0, bcmp(b, want, ROOM));
			}
		}
	}
}

ATF_TC_WITHOUT_HEAD(move);
ATF_TC_BODY(move, tc)
{
	size_t n, s, d, i;
	int round;

	for (round = 0; round < 20000; round++) {
		n = next() % 250;
		s = next() % 250;
		d = next() % 250;
		fill();
		for (i = 0; i < n; i++)
			want[d + i] = b[s + i];
		ATF_REQUIRE(memmove(b + d, b + s, n) == b + d);
		for (i = 0; i < ROOM; i++)
			ATF_REQUIRE_EQ(want[i], b[i]);
	}
}

ATF_TC_WITHOUT_HEAD(set);
ATF_TC_BODY(set, tc)
{
	size_t n, d, i;

	for (n = 0; n < 200; n++) {
		for (d = 0; d < 17; d++) {
			fill();
			for (i = 0; i < n; i++)
				want[d + i] = 0xc3;
			ATF_REQUIRE(memset(b + d, 0x1c3, n) == b + d);
			ATF_REQUIRE_EQ(0, bcmp(b, want, ROOM));
		}
	}
}

ATF_TC_WITHOUT_HEAD(compare);
ATF_TC_BODY(compare, tc)
{
	size_t n, i;

	for (n = 1; n < 70; n++) {
		for (i = 0; i < n; i++) {
			memset(a, 5, n);
			memset(b, 5, n);
			ATF_REQUIRE_EQ(0, memcmp(a, b, n));
			b[i] = 0x80;
			ATF_REQUIRE(memcmp(a, b, n) < 0);
			ATF_REQUIRE(memcmp(b, a, n) > 0);
			ATF_REQUIRE(timingsafe_memcmp(a, b, n) < 0);
			ATF_REQUIRE(timingsafe_memcmp(b, a, n) > 0);
			ATF_REQUIRE(timingsafe_bcmp(a, b, n) != 0);
		}
	}
	ATF_CHECK_EQ(0, timingsafe_bcmp(a, a, 70));
}

ATF_TC_WITHOUT_HEAD(search);
ATF_TC_BODY(search, tc)
{
	size_t n, i, off;

	for (off = 0; off < 9; off++) {
		for (n = 0; n < 40; n++) {
			for (i = 0; i <= n; i++) {
				memset(a, 1, sizeof(a));
				a[off + i] = 9;
				ATF_REQUIRE(memchr(a + off, 9, n) ==
				    (i < n ? a + off + i : NULL));
				ATF_REQUIRE(memrchr(a + off, 9, n) ==
				    (i < n ? a + off + i : NULL));
			}
		}
	}
}

/* memmem() against the plain way, with an alphabet of two. */
ATF_TC_WITHOUT_HEAD(find);
ATF_TC_BODY(find, tc)
{
	size_t hl, nl, i;
	void *plain;
	int round;

	for (round = 0; round < 30000; round++) {
		hl = next() % 60;
		nl = next() % 9;
		for (i = 0; i < hl; i++)
			a[i] = "ab"[next() % 2];
		for (i = 0; i < nl; i++)
			b[i] = "ab"[next() % 2];
		plain = NULL;
		for (i = 0; i + nl <= hl && plain == NULL; i++) {
			if (memcmp(a + i, b, nl) == 0)
				plain = a + i;
		}
		ATF_REQUIRE(memmem(a, hl, b, nl) == plain);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, copy);
	ATF_TP_ADD_TC(tp, move);
	ATF_TP_ADD_TC(tp, set);
	ATF_TP_ADD_TC(tp, compare);
	ATF_TP_ADD_TC(tp, search);
	ATF_TP_ADD_TC(tp, find);

	return (atf_no_error());
}
