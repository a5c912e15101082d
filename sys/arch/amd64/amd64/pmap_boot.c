/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's page tables: made once by the boot CPU, from pages that
 * boot_alloc_page() gives, and checked.  Boot only.
 */

#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/machdep.h>
#include <machine/pmap.h>
#include <machine/pmap_impl.h>
#include <machine/specialreg.h>

static uint64_t *
boot_table(uint64_t *e)
{
	vm_paddr_t pa;

	if ((*e & PTE_V) == 0) {
		pa = boot_alloc_page();
		*e = pa | PTE_V | PTE_RW;
	}
	return (PTE_TABLE(*e));
}

/* Map with the largest pages that fit when `large' permits. */
static void
boot_map(vm_offset_t va, vm_paddr_t pa, size_t len, uint64_t bits, bool large)
{
	uint64_t *t;

	while (len != 0) {
		t = boot_table(&kernel_pmap.pm_pml4[L4_INDEX(va)]);
		t += L3_INDEX(va);
		if (large && cpu_features.cf_page1g && len >= L2_SIZE &&
		    (pa & (L2_SIZE - 1)) == 0) {
			*t = pa | bits | PTE_PS;
			va += L2_SIZE, pa += L2_SIZE, len -= L2_SIZE;
			continue;
		}
		t = boot_table(t) + L2_INDEX(va);
		if (large && len >= L1_SIZE && (pa & (L1_SIZE - 1)) == 0) {
			*t = pa | bits | PTE_PS;
			va += L1_SIZE, pa += L1_SIZE, len -= L1_SIZE;
			continue;
		}
		t = boot_table(t) + L1_INDEX(va);
		*t = pa | bits;
		va += PAGE_SIZE, pa += PAGE_SIZE, len -= PAGE_SIZE;
	}
}

/* A part of the direct map, without the kernel's text and constants. */
static void
boot_map_direct(vm_paddr_t s, vm_paddr_t e)
{
	vm_paddr_t ro_s = (vm_offset_t)kernel_text - KERNBASE;
	vm_paddr_t ro_e = (vm_offset_t)kernel_data - KERNBASE;

	s = round_page(s);
	e = trunc_page(e);
	if (e > DMAP_END - DMAP_START)
		e = DMAP_END - DMAP_START;
	if (s >= e)
		return;
	if (s < ro_e && e > ro_s) {
		boot_map_direct(s, ro_s);
		boot_map_direct(ro_e, e);
		return;
	}
	boot_map(PHYS_TO_DMAP(s), s, e - s, PTE_DMAP | PTE_RW | pmap_nx, true);
}

static void
boot_map_image(void)
{
	vm_offset_t text = (vm_offset_t)kernel_text;
	vm_offset_t rodata = (vm_offset_t)kernel_rodata;
	vm_offset_t data = (vm_offset_t)kernel_data;
	vm_offset_t guard = (vm_offset_t)boot_guard;
	vm_offset_t end = (vm_offset_t)kernel_end;

	boot_map(text, text - KERNBASE, rodata - text, PTE_DMAP, false);
	boot_map(rodata, rodata - KERNBASE, data - rodata, PTE_DMAP | pmap_nx,
	    false);
	boot_map(data, data - KERNBASE, guard - data,
	    PTE_DMAP | PTE_RW | pmap_nx, false);
	guard += PAGE_SIZE;
	boot_map(guard, guard - KERNBASE, end - guard,
	    PTE_DMAP | PTE_RW | pmap_nx, false);
	boot_map(PHYS_TO_DMAP(text - KERNBASE), text - KERNBASE, data - text,
	    PTE_DMAP | pmap_nx, true);
}

/*
 * Build the kernel's tables and go over to them.  From here on the memory of
 * boot_info's ranges is reached through the direct map, and nothing at all is
 * mapped at user addresses.
 */
void
pmap_bootstrap(void)
{
	const struct boot_range *br;
	vm_paddr_t root;
	u_int i;

	pmap_nx = cpu_features.cf_nx ? PTE_NX : 0;
	root = boot_alloc_page();
	kernel_pmap.pm_pml4 = (uint64_t *)PHYS_TO_DMAP(root);
	kernel_pmap.pm_cr3 = root;

	/* The firmware's tables below 1 MiB, whatever the map says. */
	boot_map_direct(0, 0xa0000);
	boot_map_direct(0xe0000, 0x100000);
	for (i = 0; i < boot_info.bi_nram; i++) {
		br = &boot_info.bi_ram[i];
		boot_map_direct(MAX(br->br_start, 0x100000UL), br->br_end);
	}
	boot_map_image();
	(void)boot_table(&kernel_pmap.pm_pml4[L4_INDEX(KVA_START)]);

	for (i = NPTE / 2; i < NPTE; i++) {
		if (kernel_pmap.pm_pml4[i] == 0)
			continue;
		if (pmap_nkslots == PMAP_MAXKSLOTS)
			panic("more than %d slots of kernel addresses",
			    PMAP_MAXKSLOTS);
		pmap_kslots[pmap_nkslots++] = i - NPTE / 2;
	}
	lcr3(root);
	mutex_init(&kernel_pmap.pm_lock, "pmap");
}

/*
 * The boot tables map all as writable and executable: forget them once the
 * other CPUs have started.
 */
void
pmap_boot_unmap(void)
{

	memset(boot_pml4, 0, PAGE_SIZE);
}

static void
verify_table(const uint64_t *t, int level, vm_offset_t va)
{
	vm_offset_t size = 1UL << (12 + 9 * (level - 1));
	uint64_t e;
	u_int i;

	for (i = 0; i < NPTE; i++, va += size) {
		e = t[i];
		if ((e & PTE_V) == 0)
			continue;
		if ((e & PTE_U) != 0)
			panic("kernel address %#lx is the user's", va);
		if (level > 1 && (e & PTE_PS) == 0) {
			verify_table(PTE_TABLE(e), level - 1, va);
			continue;
		}
		if ((e & PTE_RW) != 0 && (e & PTE_NX) == 0 && pmap_nx != 0)
			panic("kernel address %#lx is writable, executable",
			    va);
		if ((e & PTE_NX) == 0 && pmap_nx != 0 &&
		    (va < (vm_offset_t)kernel_text ||
		    va >= (vm_offset_t)kernel_rodata))
			panic("kernel address %#lx is executable", va);
	}
}

/*
 * Invariant (4), and that neither the image nor the direct map can write to
 * text and constants.
 */
void
pmap_verify_kernel(void)
{
	vm_offset_t va, i;
	uint64_t *t, e;

	for (i = NPTE / 2; i < NPTE; i++) {
		e = kernel_pmap.pm_pml4[i];
		if ((e & PTE_V) != 0)
			verify_table(PTE_TABLE(e), 3, (vm_offset_t)-1 << 48 |
			    i << 39);
	}
	for (va = (vm_offset_t)kernel_text; va < (vm_offset_t)kernel_data;
	    va += PAGE_SIZE) {
		for (i = 0; i < 2; i++) {
			vm_offset_t a = i == 0 ? va :
			    PHYS_TO_DMAP(va - KERNBASE);

			t = PTE_TABLE(kernel_pmap.pm_pml4[L4_INDEX(a)]);
			t = PTE_TABLE(t[L3_INDEX(a)]);
			e = t[L2_INDEX(a)];
			if ((e & PTE_PS) == 0)
				e = PTE_TABLE(e)[L1_INDEX(a)];
			if ((e & PTE_V) == 0 || (e & PTE_RW) != 0)
				panic("kernel address %#lx is writable", a);
		}
	}
}
