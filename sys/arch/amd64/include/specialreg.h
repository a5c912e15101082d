/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Control registers, model-specific registers and processor features.
 */
#ifndef _MACHINE_SPECIALREG_H_
#define	_MACHINE_SPECIALREG_H_

#define	CR0_PE		0x00000001
#define	CR0_MP		0x00000002
#define	CR0_EM		0x00000004
#define	CR0_TS		0x00000008
#define	CR0_ET		0x00000010
#define	CR0_NE		0x00000020
#define	CR0_WP		0x00010000
#define	CR0_AM		0x00040000
#define	CR0_NW		0x20000000
#define	CR0_CD		0x40000000
#define	CR0_PG		0x80000000

#define	CR4_DE		0x00000008
#define	CR4_PAE		0x00000020
#define	CR4_MCE		0x00000040
#define	CR4_PGE		0x00000080
#define	CR4_OSFXSR	0x00000200
#define	CR4_OSXMMEXCPT	0x00000400
#define	CR4_UMIP	0x00000800
#define	CR4_OSXSAVE	0x00040000
#define	CR4_SMEP	0x00100000
#define	CR4_SMAP	0x00200000

#define	MSR_APICBASE	0x0000001b
#define	APICBASE_ENABLE	0x00000800
#define	APICBASE_X2APIC	0x00000400
#define	APICBASE_ADDR	0x000ffffffffff000
#define	MSR_PAT		0x00000277
#define	MSR_TSC_DEADLINE 0x000006e0
#define	MSR_X2APIC	0x00000800
#define	MSR_EFER	0xc0000080
#define	EFER_SCE	0x00000001
#define	EFER_LME	0x00000100
#define	EFER_LMA	0x00000400
#define	EFER_NXE	0x00000800
#define	MSR_STAR	0xc0000081
#define	MSR_LSTAR	0xc0000082
#define	MSR_CSTAR	0xc0000083
#define	MSR_SFMASK	0xc0000084
#define	MSR_FSBASE	0xc0000100
#define	MSR_GSBASE	0xc0000101
#define	MSR_KGSBASE	0xc0000102

#define	PSL_C		0x00000001
#define	PSL_MBO		0x00000002
#define	PSL_PF		0x00000004
#define	PSL_AF		0x00000010
#define	PSL_Z		0x00000040
#define	PSL_N		0x00000080
#define	PSL_T		0x00000100
#ifndef PSL_I
#define	PSL_I		0x00000200
#endif
#define	PSL_D		0x00000400
#define	PSL_V		0x00000800
#define	PSL_IOPL	0x00003000
#define	PSL_NT		0x00004000
#define	PSL_RF		0x00010000
#define	PSL_AC		0x00040000
#define	PSL_ID		0x00200000
/* What user mode may choose freely. */
#define	PSL_USERCHANGE	(PSL_C | PSL_PF | PSL_AF | PSL_Z | PSL_N | PSL_T | \
			    PSL_D | PSL_V | PSL_AC | PSL_ID | PSL_NT)
#define	PSL_USER	(PSL_MBO | PSL_I)

#define	XCR0_X87	0x01
#define	XCR0_SSE	0x02
#define	XCR0_AVX	0x04
#define	XCR0_AVX512	0xe0

#ifndef __ASSEMBLER__
#include <sys/types.h>

/* What this machine has; constant after cpu_identify(). */
struct cpu_features {
	bool		cf_nx;
	bool		cf_pge;
	bool		cf_smep;
	bool		cf_smap;
	bool		cf_umip;
	bool		cf_page1g;
	bool		cf_xsave;
	bool		cf_xsaveopt;
	bool		cf_x2apic;
	bool		cf_tsc_deadline;
	bool		cf_tsc_invariant;
	bool		cf_hypervisor;
	bool		cf_rdrand;
	bool		cf_rdseed;
	u_int		cf_family;
	u_int		cf_physbits;
	uint32_t	cf_apicid;
	uint64_t	cf_tsc_hz;	/* as CPUID tells, 0: it does not */
	uint32_t	cf_lapic_hz;	/* as the hypervisor tells, or 0 */
	char		cf_vendor[13];
	char		cf_model[49];
};

extern struct cpu_features cpu_features;

void	cpu_identify(void);
void	cpu_init_control(void);
#endif

#endif /* !_MACHINE_SPECIALREG_H_ */
