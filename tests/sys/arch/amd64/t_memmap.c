/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The firmware's memory map against a byte map of pages.
 */

#include <sys/types.h>
#include <atf-c.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <machine/memmap.h>

#define	K	1024UL
#define	M	(1024 * K)

static struct boot_range out[BOOT_MAXRANGES];

static void
check_range(u_int i, u_long s, u_long e)
{

	ATF_CHECK_EQ_MSG(s, out[i].br_start, "%u: %#lx", i, out[i].br_start);
	ATF_CHECK_EQ_MSG(e, out[i].br_end, "%u: %#lx", i, out[i].br_end);
}

ATF_TC_WITHOUT_HEAD(usual);
ATF_TC_BODY(usual, tc)
{
	const struct boot_range in[] = {
		{ 0, 0x9fc00, BOOT_MEM_RAM },
		{ 0x9fc00, 0xa0000, BOOT_MEM_RESERVED },
		{ 0xf0000, M, BOOT_MEM_RESERVED },
		{ M, 127 * M, BOOT_MEM_RAM },
		{ 127 * M, 128 * M, BOOT_MEM_RESERVED },
	};

	ATF_REQUIRE_EQ(2, memmap_normalize(in, 5, out, BOOT_MAXRANGES));
	check_range(0, 0, 0x9f000);
	check_range(1, M, 127 * M);
}

ATF_TC_WITHOUT_HEAD(unsorted_and_adjacent__merge);
ATF_TC_BODY(unsorted_and_adjacent__merge, tc)
{
	const struct boot_range in[] = {
		{ 8 * M, 16 * M, BOOT_MEM_RAM },
		{ M, 4 * M, BOOT_MEM_RAM },
		{ 4 * M, 8 * M, BOOT_MEM_RAM },
	};

	ATF_REQUIRE_EQ(1, memmap_normalize(in, 3, out, BOOT_MAXRANGES));
	check_range(0, M, 16 * M);
}

ATF_TC_WITHOUT_HEAD(overlap__reserved_wins);
ATF_TC_BODY(overlap__reserved_wins, tc)
{
	const struct boot_range in[] = {
		{ 0, 64 * M, BOOT_MEM_RAM },
		{ 32 * M, 33 * M, BOOT_MEM_BAD },
		{ 16 * M, 48 * M, BOOT_MEM_RAM },
		{ 63 * M + 5, 65 * M, 77 },
	};

	ATF_REQUIRE_EQ(2, memmap_normalize(in, 4, out, BOOT_MAXRANGES));
	check_range(0, 0, 32 * M);
	check_range(1, 33 * M, 63 * M);
}

ATF_TC_WITHOUT_HEAD(nonsense);
ATF_TC_BODY(nonsense, tc)
{
	const struct boot_range in[] = {
		{ 5 * M, 5 * M, BOOT_MEM_RAM },		/* empty */
		{ 9 * M, 2 * M, BOOT_MEM_RAM },		/* backwards */
		{ 3 * M + 1, 3 * M + 4095, BOOT_MEM_RAM }, /* no whole page */
		{ UINT64_MAX - 100, UINT64_MAX, BOOT_MEM_RAM },
	};

	ATF_CHECK_EQ(0, memmap_normalize(in, 4, out, BOOT_MAXRANGES));
	ATF_CHECK_EQ(0, memmap_normalize(in, 0, out, BOOT_MAXRANGES));
}

ATF_TC_WITHOUT_HEAD(max__is_kept);
ATF_TC_BODY(max__is_kept, tc)
{
	struct boot_range in[10];
	u_int i;

	for (i = 0; i < 10; i++)
		in[i] = (struct boot_range){ i * M, i * M + 8 * K,
		    BOOT_MEM_RAM };
	out[3].br_type = 99;
	ATF_CHECK_EQ(3, memmap_normalize(in, 10, out, 3));
	ATF_CHECK_EQ(99, out[3].br_type);
}

#define	NPAGES	64

ATF_TC_WITHOUT_HEAD(random__as_a_map_of_pages);
ATF_TC_BODY(random__as_a_map_of_pages, tc)
{
	struct boot_range in[12];
	unsigned char ram[NPAGES], got[NPAGES];
	u_int round, i, n, k;
	u_long p;

	srandom(20261121);
	for (round = 0; round < 20000; round++) {
		n = 1 + random() % 12;
		memset(ram, 0, sizeof(ram));
		for (i = 0; i < n; i++) {
			in[i].br_start = random() % NPAGES * MEMMAP_PAGE;
			in[i].br_end = random() % (NPAGES + 1) * MEMMAP_PAGE;
			in[i].br_type = random() % 3 == 0 ? 2 : 1;
		}
		for (i = 0; i < n; i++)
			for (p = in[i].br_start; p < in[i].br_end;
			    p += MEMMAP_PAGE)
				ram[p / MEMMAP_PAGE] |= in[i].br_type;
		memset(got, 0, sizeof(got));
		k = memmap_normalize(in, n, out, BOOT_MAXRANGES);
		for (i = 0; i < k; i++) {
			ATF_REQUIRE(i == 0 || out[i].br_start >
			    out[i - 1].br_end);
			for (p = out[i].br_start; p < out[i].br_end;
			    p += MEMMAP_PAGE)
				got[p / MEMMAP_PAGE] = 1;
		}
		for (p = 0; p < NPAGES; p++)
			ATF_REQUIRE_EQ_MSG(ram[p] == 1, got[p],
			    "round %u page %lu", round, p);
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, usual);
	ATF_TP_ADD_TC(tp, unsorted_and_adjacent__merge);
	ATF_TP_ADD_TC(tp, overlap__reserved_wins);
	ATF_TP_ADD_TC(tp, nonsense);
	ATF_TP_ADD_TC(tp, max__is_kept);
	ATF_TP_ADD_TC(tp, random__as_a_map_of_pages);
	return (atf_no_error());
}
