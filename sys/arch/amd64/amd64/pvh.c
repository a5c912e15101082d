/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The start information of the PVH boot protocol, and the command line.
 * Addresses in it are physical and below 4 GiB, where the boot tables map them.
 */

#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/systm.h>
#include <machine/machdep.h>
#include <machine/memmap.h>
#include <machine/vmparam.h>

#define	PVH_MAGIC	0x336ec578

struct pvh_start_info {
	uint32_t	magic;
	uint32_t	version;
	uint32_t	flags;
	uint32_t	nr_modules;
	uint64_t	modlist;
	uint64_t	cmdline;
	uint64_t	rsdp;
	uint64_t	memmap;		/* from version 1 */
	uint32_t	memmap_entries;
	uint32_t	reserved;
};

struct pvh_module {
	uint64_t	paddr;
	uint64_t	size;
	uint64_t	cmdline;
	uint64_t	reserved;
};

struct pvh_memmap {
	uint64_t	addr;
	uint64_t	size;
	uint32_t	type;
	uint32_t	reserved;
};

struct boot_info boot_info;

static char	boot_strings[4096];
static size_t	boot_strings_used;

/* Copy a string out of memory that will be reused; cut when too long. */
static const char *
pvh_string(vm_paddr_t pa)
{
	const char *s;
	char *dst = boot_strings + boot_strings_used;
	size_t i, room = sizeof(boot_strings) - boot_strings_used;

	if (pa == 0 || pa >= PHYS_LOW4G || room == 0)
		return ("");
	s = (const char *)PHYS_TO_DMAP(pa);
	for (i = 0; i + 1 < room && s[i] != '\0'; i++)
		dst[i] = s[i];
	dst[i] = '\0';
	boot_strings_used += i + 1;
	return (dst);
}

void
pvh_parse(vm_paddr_t pa)
{
	const struct pvh_start_info *si;
	const struct pvh_module *mod;
	const struct pvh_memmap *mm;
	struct boot_info *bi = &boot_info;
	struct boot_range *br;
	u_int i;

	si = (const struct pvh_start_info *)PHYS_TO_DMAP(pa);
	if (si->magic != PVH_MAGIC)
		panic("no PVH start information at %#lx", pa);
	if (si->version < 1 || si->memmap_entries == 0 ||
	    si->memmap >= PHYS_LOW4G)
		panic("the loader gives no memory map");
	bi->bi_loader = "pvh";
	bi->bi_rsdp = si->rsdp;
	bi->bi_cmdline = pvh_string(si->cmdline);

	mm = (const struct pvh_memmap *)PHYS_TO_DMAP(si->memmap);
	for (i = 0; i < si->memmap_entries; i++, mm++) {
		if (mm->size == 0 || mm->addr + mm->size < mm->addr)
			continue;
		if (bi->bi_nranges == BOOT_MAXRANGES)
			break;
		br = &bi->bi_range[bi->bi_nranges++];
		br->br_start = mm->addr;
		br->br_end = mm->addr + mm->size;
		br->br_type = mm->type;
	}
	bi->bi_nram = memmap_normalize(bi->bi_range, bi->bi_nranges,
	    bi->bi_ram, BOOT_MAXRANGES);
	if (si->nr_modules == 0 || si->modlist >= PHYS_LOW4G)
		return;
	mod = (const struct pvh_module *)PHYS_TO_DMAP(si->modlist);
	for (i = 0; i < si->nr_modules && i < BOOT_MAXMODULES; i++, mod++) {
		bi->bi_module[i].bm_start = mod->paddr;
		bi->bi_module[i].bm_size = mod->size;
		bi->bi_module[i].bm_cmdline = pvh_string(mod->cmdline);
		bi->bi_nmodules++;
	}
}
