/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The firmware's memory map, made usable: it may be unsorted, overlap, and cut
 * pages.  Whatever any entry says is not RAM, is not.  Pure.
 * Tests	tests/sys/arch/amd64/t_memmap.c
 */

#ifdef _KERNEL
#include <sys/param.h>
#else
#include <stdbool.h>
#include <stdint.h>
#endif
#include <machine/memmap.h>

#define	MAP_PAGE_MASK	(MEMMAP_PAGE - 1)

/* Whether [s, e), which no boundary cuts, is RAM by all accounts. */
static bool
memmap_is_ram(const struct boot_range *in, u_int n, vm_paddr_t s,
    vm_paddr_t e)
{
	bool ram = false;
	u_int i;

	for (i = 0; i < n; i++) {
		if (in[i].br_start >= in[i].br_end ||
		    in[i].br_start >= e || in[i].br_end <= s)
			continue;
		if (in[i].br_type != BOOT_MEM_RAM)
			return (false);
		ram = true;
	}
	return (ram);
}

/* The lowest boundary above pos, of any range; 0 when there is none. */
static vm_paddr_t
memmap_next(const struct boot_range *in, u_int n, vm_paddr_t pos)
{
	vm_paddr_t best = 0;
	u_int i;

	for (i = 0; i < n; i++) {
		if (in[i].br_start >= in[i].br_end)
			continue;
		if (in[i].br_start > pos &&
		    (best == 0 || in[i].br_start < best))
			best = in[i].br_start;
		if (in[i].br_end > pos && (best == 0 || in[i].br_end < best))
			best = in[i].br_end;
	}
	return (best);
}

/* The whole pages in [s, e): returns how many ranges that makes, 0 or 1. */
static u_int
memmap_store(struct boot_range *br, vm_paddr_t s, vm_paddr_t e)
{

	if (s > UINT64_MAX - MAP_PAGE_MASK)
		return (0);
	br->br_start = (s + MAP_PAGE_MASK) & ~MAP_PAGE_MASK;
	br->br_end = e & ~MAP_PAGE_MASK;
	br->br_type = BOOT_MEM_RAM;
	return (br->br_start < br->br_end);
}

u_int
memmap_normalize(const struct boot_range *in, u_int n, struct boot_range *out,
    u_int max)
{
	vm_paddr_t s = 0, e, start = 0;
	bool open = false, ram;
	u_int count = 0;

	for (; (e = memmap_next(in, n, s)) != 0; s = e) {
		ram = memmap_is_ram(in, n, s, e);
		if (ram && !open)
			start = s;
		else if (!ram && open && count < max)
			count += memmap_store(&out[count], start, s);
		open = ram;
	}
	if (open && count < max)
		count += memmap_store(&out[count], start, s);
	return (count);
}
