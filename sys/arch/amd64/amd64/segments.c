/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptor tables.  The IDT is shared; each CPU has its GDT and TSS, whose
 * interrupt stacks make NMI, double fault, machine check and debug exceptions
 * safe wherever they strike.
 */

#include <sys/param.h>
#include <sys/pcpu.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/intr.h>
#include <machine/segments.h>
#include <machine/specialreg.h>
#include <machine/trap.h>

#define	GATE_INTR	0x8e		/* present, interrupt gate, ring 0 */
#define	GATE_USER	0x60		/* ring 3 may call it */

#define	DESC_KCODE	0x00af9b000000ffffUL
#define	DESC_KDATA	0x00cf93000000ffffUL
#define	DESC_UCODE	0x00affb000000ffffUL
#define	DESC_UDATA	0x00cff3000000ffffUL
#define	DESC_TSS	0x0000890000000000UL

typedef void entry_t(void);
extern entry_t trap_divide, trap_debug, trap_nmi, trap_breakpoint,
    trap_overflow, trap_bound, trap_invop, trap_nofpu, trap_double, trap_tss,
    trap_noseg, trap_stack, trap_gpflt, trap_pageflt, trap_fperr, trap_align,
    trap_machchk, trap_simd, trap_virt, trap_ctrlprot, trap_reserved,
    syscall_entry;
extern const char intr_vectors[];

#define	INTR_VECTOR_SIZE	16	/* exception.S */

static struct gate idt[IDT_NVEC] __aligned(PAGE_SIZE);

static void
gate_set(u_int vec, vm_offset_t entry, u_int ist, u_int type)
{
	struct gate *g = &idt[vec];

	g->g_offset0 = (uint16_t)entry;
	g->g_offset1 = (uint16_t)(entry >> 16);
	g->g_offset2 = (uint32_t)(entry >> 32);
	g->g_selector = GSEL_KCODE;
	g->g_ist = ist;
	g->g_type = type;
	g->g_spare = 0;
}

/*
 * Fill the IDT; once, before the first segments_init_cpu().
 */
void
segments_init_idt(void)
{
	static const struct {
		entry_t		*entry;
		uint8_t		vec;
		uint8_t		ist;
		uint8_t		user;
	} traps[] = {
		{ trap_divide, T_DIVIDE, 0, 0 },
		{ trap_debug, T_DEBUG, IST_DB, 0 },
		{ trap_nmi, T_NMI, IST_NMI, 0 },
		{ trap_breakpoint, T_BREAKPOINT, 0, GATE_USER },
		{ trap_overflow, T_OVERFLOW, 0, GATE_USER },
		{ trap_bound, T_BOUND, 0, 0 },
		{ trap_invop, T_INVOPC, 0, 0 },
		{ trap_nofpu, T_NOFPU, 0, 0 },
		{ trap_double, T_DOUBLE, IST_DF, 0 },
		{ trap_tss, T_TSS, 0, 0 },
		{ trap_noseg, T_NOSEG, 0, 0 },
		{ trap_stack, T_STACK, 0, 0 },
		{ trap_gpflt, T_GPFLT, 0, 0 },
		{ trap_pageflt, T_PAGEFLT, 0, 0 },
		{ trap_fperr, T_FPERR, 0, 0 },
		{ trap_align, T_ALIGN, 0, 0 },
		{ trap_machchk, T_MACHCHK, IST_MC, 0 },
		{ trap_simd, T_SIMD, 0, 0 },
		{ trap_virt, T_VIRT, 0, 0 },
		{ trap_ctrlprot, T_CTRLPROT, 0, 0 },
	};
	u_int i;

	for (i = 0; i < IDT_DEV; i++)
		gate_set(i, (vm_offset_t)trap_reserved, 0, GATE_INTR);
	for (i = 0; i < nitems(traps); i++)
		gate_set(traps[i].vec, (vm_offset_t)traps[i].entry,
		    traps[i].ist, GATE_INTR | traps[i].user);
	for (i = IDT_DEV; i < IDT_NVEC; i++)
		gate_set(i, (vm_offset_t)intr_vectors +
		    (i - IDT_DEV) * INTR_VECTOR_SIZE, 0, GATE_INTR);
}

void
segments_init_cpu(struct pcpu *pc, struct cpu_tables *ct)
{
	struct descriptor_ptr dp;
	struct tss *tss = &ct->ct_tss;
	uint64_t base = (uint64_t)tss;
	u_int i;

	pc->pc_md.md_tss = tss;
	for (i = 0; i < IST_COUNT; i++)
		tss->tss_ist[i] = pc->pc_md.md_ist[i];
	tss->tss_iomap = sizeof(*tss);		/* no ports for user mode */

	ct->ct_gdt[GSEL_KCODE >> 3] = DESC_KCODE;
	ct->ct_gdt[GSEL_KDATA >> 3] = DESC_KDATA;
	ct->ct_gdt[GSEL_UDATA >> 3] = DESC_UDATA;
	ct->ct_gdt[GSEL_UCODE >> 3] = DESC_UCODE;
	ct->ct_gdt[GSEL_TSS >> 3] = DESC_TSS | (sizeof(*tss) - 1) |
	    (base & 0xffffff) << 16 | (base >> 24 & 0xff) << 56;
	ct->ct_gdt[(GSEL_TSS >> 3) + 1] = base >> 32;

	dp.dp_limit = sizeof(ct->ct_gdt) - 1;
	dp.dp_base = (uint64_t)ct->ct_gdt;
	__asm__ volatile("lgdt %0" : : "m" (dp));
	__asm__ volatile(
	    "movl	%0, %%ds\n\t"
	    "movl	%0, %%es\n\t"
	    "movl	%0, %%ss\n\t"
	    "movl	%1, %%fs\n\t"
	    "movl	%1, %%gs\n\t"
	    "pushq	%2\n\t"
	    "leaq	1f(%%rip), %%rax\n\t"
	    "pushq	%%rax\n\t"
	    "lretq\n"
	    "1:"
	    : : "r" (GSEL_KDATA), "r" (0), "i" (GSEL_KCODE)
	    : "rax", "memory");
	__asm__ volatile("ltr %w0" : : "r" (GSEL_TSS));
	dp.dp_limit = sizeof(idt) - 1;
	dp.dp_base = (uint64_t)idt;
	__asm__ volatile("lidt %0" : : "m" (dp));
	__asm__ volatile("lldt %w0" : : "r" (0));

	wrmsr(MSR_GSBASE, (uint64_t)pc);
	wrmsr(MSR_KGSBASE, 0);
	wrmsr(MSR_FSBASE, 0);
	wrmsr(MSR_STAR, (uint64_t)(GSEL_UNULL | 3) << 48 |
	    (uint64_t)GSEL_KCODE << 32);
	wrmsr(MSR_LSTAR, (uint64_t)syscall_entry);
	wrmsr(MSR_SFMASK, PSL_I | PSL_T | PSL_D | PSL_AC | PSL_NT | PSL_RF |
	    PSL_IOPL);
}
