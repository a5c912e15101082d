/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The boot processor's way from locore.S to kernel_main(), and the memory map.
 *
 * Until pmap_bootstrap() the boot tables are in force; pages are taken from
 * the RAM behind the kernel's image by boot_alloc_page().  What that left goes
 * to vm_phys.
 */

#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/md.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/intr.h>
#include <machine/machdep.h>
#include <machine/pmap.h>
#include <machine/segments.h>
#include <machine/specialreg.h>
#include <vm/vm_page.h>

void	amd64_init(vm_paddr_t);

static struct pcpu pcpu0;
static struct cpu_tables tables0 __aligned(64);
static char	ist0[IST_COUNT][IST_SIZE] __aligned(PAGE_SIZE);
static vm_paddr_t boot_next;	/* of boot_alloc_page() */

/* Places in the code that are nops unless there is SMAP. */
extern const struct smap_site {
	uint8_t		*ss_addr;
	uint64_t	ss_set;		/* stac, not clac */
} __start_smap_sites[], __stop_smap_sites[];

/*
 * Whether boot_alloc_page() may have the page, or else how far to go on.
 */
static bool
boot_page_usable(vm_paddr_t pa, vm_paddr_t *next)
{
	const struct boot_info *bi = &boot_info;
	u_int i;

	*next = pa + PAGE_SIZE;
	for (i = 0; i < bi->bi_nmodules; i++) {
		vm_paddr_t s = trunc_page(bi->bi_module[i].bm_start);
		vm_paddr_t e = round_page(bi->bi_module[i].bm_start +
		    bi->bi_module[i].bm_size);

		if (pa >= s && pa < e) {
			*next = e;
			return (false);
		}
	}
	for (i = 0; i < bi->bi_nram; i++)
		if (pa >= bi->bi_ram[i].br_start && pa < bi->bi_ram[i].br_end)
			return (true);
	return (false);
}

/*
 * A zeroed page for tables that live for ever.  Boot only.
 */
vm_paddr_t
boot_alloc_page(void)
{
	vm_paddr_t pa, next;

	if (boot_next == 0)
		boot_next = (vm_offset_t)kernel_end - KERNBASE;
	for (pa = boot_next; !boot_page_usable(pa, &next); pa = next) {
		if (next >= PHYS_LOW4G)
			panic("no memory for page tables");
	}
	boot_next = pa + PAGE_SIZE;
	md_page_zero((void *)PHYS_TO_DMAP(pa));
	return (pa);
}

/* Give [s, e) to vm_phys, without the modules. */
static void
memory_add(vm_paddr_t s, vm_paddr_t e, u_int mod)
{
	const struct boot_info *bi = &boot_info;
	vm_paddr_t ms, me;

	for (; mod < bi->bi_nmodules; mod++) {
		ms = trunc_page(bi->bi_module[mod].bm_start);
		me = round_page(bi->bi_module[mod].bm_start +
		    bi->bi_module[mod].bm_size);
		if (ms < e && me > s) {
			if (ms > s)
				memory_add(s, ms, mod + 1);
			if (me < e)
				memory_add(me, e, mod + 1);
			return;
		}
	}
	if (s < e)
		vm_phys_add_range(s, e);
}

/*
 * Hand out the RAM that is left.  The first MiB stays the firmware's, and is
 * where other CPUs start.
 */
static void
memory_init(void)
{
	const struct boot_info *bi = &boot_info;
	vm_paddr_t s, e, ks = KERNLOAD;
	u_int i;

	for (i = 0; i < bi->bi_nram; i++) {
		s = MAX(bi->bi_ram[i].br_start, 0x100000UL);
		e = MIN(bi->bi_ram[i].br_end, DMAP_END - DMAP_START);
		if (s >= e)
			continue;
		/* [ks, boot_next): the image, then boot_alloc_page()'s. */
		if (s < ks)
			memory_add(s, MIN(e, ks), 0);
		if (e > boot_next)
			memory_add(MAX(s, boot_next), e, 0);
	}
}

/*
 * Put stac and clac where they belong.  The text is still writable.
 */
void
smap_patch(void)
{
	const struct smap_site *ss;

	if (!cpu_features.cf_smap)
		return;
	for (ss = __start_smap_sites; ss < __stop_smap_sites; ss++) {
		ss->ss_addr[0] = 0x0f;
		ss->ss_addr[1] = 0x01;
		ss->ss_addr[2] = ss->ss_set != 0 ? 0xcb : 0xca;
	}
}

/*
 * From locore.S, on thread0's stack, with the physical address of the start
 * information; interrupts off until kernel_main() lets them come.
 */
void
amd64_init(vm_paddr_t start_info)
{
	u_int i;

	tsc_start();
	uart_early_init();
	pcpu0.pc_self = &pcpu0;
	pcpu0.pc_curthread = &thread0;
	pcpu0.pc_ipl = IPL_HIGH;
	for (i = 0; i < IST_COUNT; i++)
		pcpu0.pc_md.md_ist[i] = (vm_offset_t)&ist0[i + 1];
	pcpu0.pc_md.md_kstack = (register_t)boot_stack_top;
	tables0.ct_tss.tss_rsp[0] = (uint64_t)boot_stack_top;
	segments_init_idt();
	segments_init_cpu(&pcpu0, &tables0);
	pcpu_init(&pcpu0, 0);
	thread0.td_kstack = boot_stack;
	thread0.td_pcb.pcb_flags = PCB_KTHREAD;
	thread0.td_pcb.pcb_kstack_top = (vm_offset_t)boot_stack_top;

	cpu_identify();
	smap_patch();
	cpu_init_control();
	pvh_parse(start_info);
	pmap_bootstrap();
	pcpu0.pc_md.md_pmap = &kernel_pmap;
	pmap_verify_kernel();
	fpu_init();
	memory_init();
	kernel_main();
}
