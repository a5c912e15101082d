/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Segments, gates and the task state, which holds the stacks.
 */
#ifndef _MACHINE_SEGMENTS_H_
#define	_MACHINE_SEGMENTS_H_

/* Selectors; sysret fixes the order of the user ones. */
#define	GSEL_KCODE	0x08
#define	GSEL_KDATA	0x10
#define	GSEL_UNULL	0x18		/* base of what sysret computes */
#define	GSEL_UDATA	(0x20 | 3)
#define	GSEL_UCODE	(0x28 | 3)
#define	GSEL_TSS	0x30		/* takes two entries */
#define	GDT_NENTRY	8

/* Stacks of the interrupt stack table; 0 means none. */
#define	IST_DF		1
#define	IST_NMI		2
#define	IST_MC		3
#define	IST_DB		4
#define	IST_COUNT	4
#define	IST_SIZE	8192

#ifndef __ASSEMBLER__
#include <sys/types.h>

struct pcpu;

struct tss {
	uint32_t	tss_spare0;
	uint64_t	tss_rsp[3];
	uint64_t	tss_spare1;
	uint64_t	tss_ist[7];	/* [0] is IST 1 */
	uint64_t	tss_spare2;
	uint16_t	tss_spare3;
	uint16_t	tss_iomap;
} __packed;
_Static_assert(sizeof(struct tss) == 104, "hardware layout");

struct gate {
	uint16_t	g_offset0;
	uint16_t	g_selector;
	uint8_t		g_ist;
	uint8_t		g_type;
	uint16_t	g_offset1;
	uint32_t	g_offset2;
	uint32_t	g_spare;
};
_Static_assert(sizeof(struct gate) == 16, "hardware layout");

struct descriptor_ptr {
	uint16_t	dp_limit;
	uint64_t	dp_base;
} __packed;

/* Tables of one CPU, but for the interrupt stacks. */
struct cpu_tables {
	uint64_t	ct_gdt[GDT_NENTRY];
	struct tss	ct_tss;
};

/*
 * Build and load GDT and TSS of the CPU that runs, whose stacks are in
 * pc_md.md_ist, and load the IDT.  Sets the bases of %gs.
 */
void	segments_init_cpu(struct pcpu *, struct cpu_tables *);
void	segments_init_idt(void);
#endif

#endif /* !_MACHINE_SEGMENTS_H_ */
