/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the processor can do, and its control registers.  cpu_identify() runs
 * once on the boot CPU; the others must have the same features, which
 * cpu_init_control() checks by setting them.
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/systm.h>
#include <machine/cpufunc.h>
#include <machine/specialreg.h>

struct cpu_features cpu_features;

#define	CPUID_HV_MAX	0x40000010	/* VMware's leaf, also of QEMU */

static void
identify_names(struct cpu_features *cf, uint32_t maxext)
{
	uint32_t r[4];
	char *p;
	u_int i, j;

	cpuid(0, 0, r);
	__builtin_memcpy(cf->cf_vendor, &r[1], 4);
	__builtin_memcpy(cf->cf_vendor + 4, &r[3], 4);
	__builtin_memcpy(cf->cf_vendor + 8, &r[2], 4);

	if (maxext < 0x80000004)
		return;
	for (i = 0; i < 3; i++) {
		cpuid(0x80000002 + i, 0, r);
		__builtin_memcpy(cf->cf_model + 16 * i, r, 16);
	}
	/* Squeeze leading and repeated blanks. */
	p = cf->cf_model;
	for (i = j = 0; p[i] != '\0'; i++)
		if (p[i] != ' ' || (j > 0 && p[j - 1] != ' '))
			p[j++] = p[i];
	while (j > 0 && p[j - 1] == ' ')
		j--;
	p[j] = '\0';
}

static void
identify_clock(struct cpu_features *cf, uint32_t maxstd)
{
	uint32_t r[4];

	if (maxstd >= 0x15) {
		cpuid(0x15, 0, r);
		if (r[0] != 0 && r[1] != 0 && r[2] != 0)
			cf->cf_tsc_hz = (uint64_t)r[2] * r[1] / r[0];
	}
	if (!cf->cf_hypervisor)
		return;
	cpuid(0x40000000, 0, r);
	if (r[0] >= CPUID_HV_MAX) {
		cpuid(CPUID_HV_MAX, 0, r);
		if (r[0] != 0)
			cf->cf_tsc_hz = (uint64_t)r[0] * 1000;
		if (r[1] != 0)
			cf->cf_lapic_hz = r[1] * 1000;
	}
}

void
cpu_identify(void)
{
	struct cpu_features *cf = &cpu_features;
	uint32_t r[4], maxstd, maxext;

	cpuid(0, 0, r);
	maxstd = r[0];
	cpuid(0x80000000, 0, r);
	maxext = r[0];
	identify_names(cf, maxext);

	cpuid(1, 0, r);
	cf->cf_family = (r[0] >> 8 & 0xf) + (r[0] >> 20 & 0xff);
	cf->cf_apicid = r[1] >> 24;
	cf->cf_pge = (r[3] & 1U << 13) != 0;
	cf->cf_x2apic = (r[2] & 1U << 21) != 0;
	cf->cf_tsc_deadline = (r[2] & 1U << 24) != 0;
	cf->cf_xsave = (r[2] & 1U << 26) != 0;
	cf->cf_rdrand = (r[2] & 1U << 30) != 0;
	cf->cf_hypervisor = (r[2] & 1U << 31) != 0;
	if (maxstd >= 7) {
		cpuid(7, 0, r);
		cf->cf_smep = (r[1] & 1U << 7) != 0;
		cf->cf_rdseed = (r[1] & 1U << 18) != 0;
		cf->cf_smap = (r[1] & 1U << 20) != 0;
		cf->cf_umip = (r[2] & 1U << 2) != 0;
	}
	if (cf->cf_xsave && maxstd >= 0xd) {
		cpuid(0xd, 1, r);
		cf->cf_xsaveopt = (r[0] & 1) != 0;
	}
	cpuid(0x80000001, 0, r);
	cf->cf_nx = (r[3] & 1U << 20) != 0;
	cf->cf_page1g = (r[3] & 1U << 26) != 0;
	if (maxext >= 0x80000007) {
		cpuid(0x80000007, 0, r);
		cf->cf_tsc_invariant = (r[3] & 1U << 8) != 0;
	}
	cf->cf_physbits = 36;
	if (maxext >= 0x80000008) {
		cpuid(0x80000008, 0, r);
		cf->cf_physbits = MIN(r[0] & 0xff, 52);
	}
	identify_clock(cf, maxstd);
}

/*
 * Control registers of the running CPU.
 */
void
cpu_init_control(void)
{
	const struct cpu_features *cf = &cpu_features;
	uint64_t cr4;

	lcr0((rcr0() & ~(uint64_t)(CR0_EM | CR0_TS | CR0_CD | CR0_NW)) |
	    CR0_PG | CR0_PE | CR0_WP | CR0_NE | CR0_MP | CR0_AM);
	cr4 = CR4_PAE | CR4_OSFXSR | CR4_OSXMMEXCPT | CR4_DE | CR4_MCE;
	if (cf->cf_pge)
		cr4 |= CR4_PGE;
	if (cf->cf_smep)
		cr4 |= CR4_SMEP;
	if (cf->cf_smap)
		cr4 |= CR4_SMAP;
	if (cf->cf_umip)
		cr4 |= CR4_UMIP;
	if (cf->cf_xsave)
		cr4 |= CR4_OSXSAVE;
	lcr4(cr4);
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE |
	    (cf->cf_nx ? EFER_NXE : 0));
}

const char *
md_cpu_model(void)
{

	return (cpu_features.cf_model[0] != '\0' ? cpu_features.cf_model :
	    cpu_features.cf_vendor);
}
