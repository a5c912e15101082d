/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the machine is made of: from ACPI's tables; else from the
 * MultiProcessor table (microvm without ACPI); else one CPU and an IO-APIC at
 * the usual place.
 */

#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/systm.h>
#include <machine/machdep.h>
#include <machine/pmap.h>
#include <dev/acpi/acpivar.h>

#define	IOAPIC_DEFAULT	0xfec00000

/* MultiProcessor Specification 1.4. */
#define	MP_FLOAT_SIZE	16
#define	MP_HEADER_SIZE	44
#define	MP_CPU		0
#define	MP_IOAPIC	2
#define	MP_LOCAL	4		/* the last type */
#define	MP_CPU_ENABLED	0x01
#define	MP_IOAPIC_USABLE 0x01

struct md_platform md_platform;
static u_int platform_ioapics;

static void
platform_cpu(uint32_t apicid, void *arg)
{

	mp_add_cpu(apicid);
}

static void
platform_ioapic(uint64_t addr, uint32_t gsi_base, void *arg)
{

	ioapic_add(addr, gsi_base);
	platform_ioapics++;
}

static void
platform_override(uint8_t irq, uint32_t gsi, bool low, bool level, void *arg)
{

	ioapic_override(irq, gsi, low, level);
}

static const struct acpi_madt_ops platform_madt = {
	.am_cpu = platform_cpu,
	.am_ioapic = platform_ioapic,
	.am_override = platform_override,
};

/*
 * The entries of an MP configuration table of len bytes.  The table's count of
 * them is not believed: qboot, the firmware of microvms, leaves it zero.
 */
static void
mptable_entries(const uint8_t *p, size_t len)
{
	const uint8_t *end = p + len;
	uint32_t addr, gsi = 0;
	size_t size;

	for (; p < end; p += size) {
		size = p[0] == MP_CPU ? 20 : 8;
		if (size > (size_t)(end - p) || p[0] > MP_LOCAL)
			return;
		if (p[0] == MP_CPU && (p[3] & MP_CPU_ENABLED) != 0)
			mp_add_cpu(p[1]);
		if (p[0] == MP_IOAPIC && (p[3] & MP_IOAPIC_USABLE) != 0) {
			memcpy(&addr, p + 4, sizeof(addr));
			ioapic_add(addr, gsi);
			platform_ioapics++;
			gsi += 24;
		}
	}
}

static bool
mptable_at(const uint8_t *fp)
{
	const uint8_t *table;
	uint32_t pa;
	uint16_t len;

	if (memcmp(fp, "_MP_", 4) != 0 || !acpi_checksum(fp, MP_FLOAT_SIZE))
		return (false);
	memcpy(&pa, fp + 4, sizeof(pa));
	/* Below 1 MiB, where the direct map has everything. */
	if (pa == 0 || pa > 0x100000 - MP_HEADER_SIZE ||
	    (pa > 0xa0000 - MP_HEADER_SIZE && pa < 0xe0000))
		return (false);
	table = (const uint8_t *)PHYS_TO_DMAP(pa);
	memcpy(&len, table + 4, sizeof(len));
	if (memcmp(table, "PCMP", 4) != 0 || len < MP_HEADER_SIZE ||
	    pa + len > 0x100000 || !acpi_checksum(table, len))
		return (false);
	mptable_entries(table + MP_HEADER_SIZE, len - MP_HEADER_SIZE);
	return (true);
}

static bool
mptable_find(vm_paddr_t s, vm_paddr_t e)
{

	for (; s + MP_FLOAT_SIZE <= e; s += 16)
		if (mptable_at((const uint8_t *)PHYS_TO_DMAP(s)))
			return (true);
	return (false);
}

void
platform_init(void)
{
	const struct acpi_fadt *af = &acpi_info.ai_fadt;
	struct md_platform *mp = &md_platform;

	ioapic_init();
	mp->mp_acpi = acpi_init(boot_info.bi_rsdp, &platform_madt);
	if (mp->mp_acpi) {
		mp->mp_hpet = acpi_info.ai_hpet;
		if (acpi_info.ai_fadt_ok && !af->af_hw_reduced) {
			mp->mp_pmtimer = af->af_pm_timer;
			mp->mp_pmtimer32 = af->af_pm_timer32;
		}
	} else if (!mptable_find(0x9fc00, 0xa0000) &&
	    !mptable_find(0xf0000, 0x100000)) {
		printf("platform: no tables, one CPU\n");
	}
	mp_add_cpu(lapic_id());
	if (platform_ioapics == 0)
		ioapic_add(IOAPIC_DEFAULT, 0);
}
