/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ACPI: find the tables at boot and keep what the kernel wants of them; power
 * off and reset with it.
 *
 * The tables are mapped one at a time while they are read, but for the DSDT,
 * which stays: drivers ask it for devices.  A table with a bad checksum is
 * ignored, as if it were not there.
 * Context	boot and threads; power off and reset in any context.
 */

#include <sys/param.h>
#include <sys/bus.h>
#include <sys/md.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <dev/acpi/acpivar.h>
#include <machine/cpufunc.h>
#include <machine/pmap.h>

#define	BIOS_START	0xe0000
#define	BIOS_END	0x100000
#define	MAX_TABLES	64
/* A machine takes its time to obey, in which the processor goes on. */
#define	POWER_PATIENCE_NS NSEC_PER_SEC

#define	PM1_SCI_EN	0x0001
#define	PM1_SLP_EN	0x2000
#define	PM1_SLP_TYP(t)	((uint16_t)(t) << 10)
#define	SLEEP_CTL_EN	0x20
#define	SLEEP_CTL_TYP(t) ((uint8_t)((t) << 2))

struct acpi_info acpi_info;
static const void *acpi_dsdt;
static size_t acpi_dsdt_len;
static void *acpi_reset_va;		/* mapped early: panic cannot */
static void *acpi_sleep_va;

/*
 * Map a whole table and check it; NULL if it is not one.  *lenp is what
 * bus_unmap_phys() wants.
 */
static const void *
acpi_map_table(vm_paddr_t pa, const char *signature, size_t *lenp)
{
	const void *p;
	size_t len;

	p = bus_map_phys(pa, ACPI_HEADER_SIZE);
	if (p == NULL)
		return (NULL);
	len = acpi_table_length(p, signature);
	bus_unmap_phys(__DECONST(void *, p), ACPI_HEADER_SIZE);
	if (len == 0)
		return (NULL);
	p = bus_map_phys(pa, len);
	if (p == NULL)
		return (NULL);
	if (!acpi_checksum(p, len)) {
		bus_unmap_phys(__DECONST(void *, p), len);
		return (NULL);
	}
	*lenp = len;
	return (p);
}

static bool
acpi_read_rsdp(vm_paddr_t pa, struct acpi_rsdp *ar)
{
	void *p;
	bool ok;

	p = bus_map_phys(pa, ACPI_RSDP_SIZE);
	if (p == NULL)
		return (false);
	ok = acpi_parse_rsdp(p, ACPI_RSDP_SIZE, ar);
	bus_unmap_phys(p, ACPI_RSDP_SIZE);
	return (ok);
}

/* The loader's pointer, or the one in the BIOS area. */
static bool
acpi_find_rsdp(vm_paddr_t given, struct acpi_rsdp *ar)
{
	const char *bios = (const char *)PHYS_TO_DMAP(BIOS_START);
	size_t off;

	if (given != 0 && acpi_read_rsdp(given, ar))
		return (true);
	for (off = 0; off + ACPI_RSDP_SIZE <= BIOS_END - BIOS_START; off += 16)
		if (acpi_parse_rsdp(bios + off, ACPI_RSDP_SIZE, ar))
			return (true);
	return (false);
}

static void *
acpi_map_gas(const struct acpi_gas *ag)
{

	if (ag->ag_space != ACPI_SPACE_MEM || ag->ag_addr == 0)
		return (NULL);
	return (bus_map_phys(ag->ag_addr, 1));
}

static void
acpi_read_fadt(const void *p, size_t len)
{
	struct acpi_info *ai = &acpi_info;

	if (!acpi_parse_fadt(p, len, &ai->ai_fadt))
		return;
	ai->ai_fadt_ok = true;
	acpi_reset_va = acpi_map_gas(&ai->ai_fadt.af_reset);
	acpi_sleep_va = acpi_map_gas(&ai->ai_fadt.af_sleep_ctl);
	if (ai->ai_fadt.af_dsdt == 0)
		return;
	acpi_dsdt = acpi_map_table(ai->ai_fadt.af_dsdt, "DSDT",
	    &acpi_dsdt_len);
	if (acpi_dsdt != NULL)
		ai->ai_s5_ok = acpi_parse_s5((const char *)acpi_dsdt +
		    ACPI_HEADER_SIZE, acpi_dsdt_len - ACPI_HEADER_SIZE,
		    &ai->ai_s5a, &ai->ai_s5b);
}

static void
acpi_read_table(vm_paddr_t pa, const struct acpi_madt_ops *ops)
{
	struct acpi_info *ai = &acpi_info;
	const void *p;
	size_t len;

	p = acpi_map_table(pa, NULL, &len);
	if (p == NULL)
		return;
	if (memcmp(p, "FACP", 4) == 0)
		acpi_read_fadt(p, len);
	else if (memcmp(p, "APIC", 4) == 0)
		(void)acpi_parse_madt(p, len, ops, NULL);
	else if (memcmp(p, "MCFG", 4) == 0)
		ai->ai_nmcfg = acpi_parse_mcfg(p, len, ai->ai_mcfg,
		    nitems(ai->ai_mcfg));
	else if (memcmp(p, "HPET", 4) == 0)
		(void)acpi_parse_hpet(p, len, &ai->ai_hpet);
	bus_unmap_phys(__DECONST(void *, p), len);
}

bool
acpi_init(vm_paddr_t given, const struct acpi_madt_ops *ops)
{
	struct acpi_rsdp ar;
	const uint8_t *root = NULL;
	size_t len, width, off;
	uint64_t pa;
	u_int n;

	if (!acpi_find_rsdp(given, &ar))
		return (false);
	width = 8;
	if (ar.ar_xsdt != 0)
		root = acpi_map_table(ar.ar_xsdt, "XSDT", &len);
	if (root == NULL && ar.ar_rsdt != 0) {
		width = 4;
		root = acpi_map_table(ar.ar_rsdt, "RSDT", &len);
	}
	if (root == NULL)
		return (false);
	acpi_info.ai_present = true;
	for (n = 0, off = ACPI_HEADER_SIZE; off + width <= len &&
	    n < MAX_TABLES; off += width, n++) {
		pa = 0;
		memcpy(&pa, root + off, width);
		if (pa != 0)
			acpi_read_table(pa, ops);
	}
	bus_unmap_phys(__DECONST(void *, root), len);
	return (true);
}

/*
 * Take the machine out of the firmware's hands, so that power off works.
 */
void
acpi_enable(void)
{
	const struct acpi_fadt *af = &acpi_info.ai_fadt;
	u_int i;

	if (!acpi_info.ai_fadt_ok || af->af_hw_reduced ||
	    af->af_smi_port == 0 || af->af_pm1a_ctl == 0 ||
	    (inw(af->af_pm1a_ctl) & PM1_SCI_EN) != 0)
		return;
	outb(af->af_smi_port, af->af_enable);
	for (i = 0; i < 1000 && (inw(af->af_pm1a_ctl) & PM1_SCI_EN) == 0; i++)
		md_delay(100 * 1000);
}

/*
 * Try to power off; returns when that does not work.
 */
void
acpi_poweroff(void)
{
	const struct acpi_info *ai = &acpi_info;
	const struct acpi_fadt *af = &ai->ai_fadt;
	uint16_t v;

	if (!ai->ai_fadt_ok || !ai->ai_s5_ok)
		return;
	if (af->af_hw_reduced) {
		v = SLEEP_CTL_TYP(ai->ai_s5a) | SLEEP_CTL_EN;
		if (acpi_sleep_va != NULL)
			bus_write_1(acpi_sleep_va, 0, (uint8_t)v);
		else if (af->af_sleep_ctl.ag_space == ACPI_SPACE_IO &&
		    af->af_sleep_ctl.ag_addr != 0)
			outb((uint16_t)af->af_sleep_ctl.ag_addr, (uint8_t)v);
	} else if (af->af_pm1a_ctl != 0) {
		v = inw(af->af_pm1a_ctl) & ~(uint16_t)(7 << 10);
		outw(af->af_pm1a_ctl, v | PM1_SLP_TYP(ai->ai_s5a) |
		    PM1_SLP_EN);
		if (af->af_pm1b_ctl != 0)
			outw(af->af_pm1b_ctl, PM1_SLP_TYP(ai->ai_s5b) |
			    PM1_SLP_EN);
	}
	md_delay(POWER_PATIENCE_NS);
}

/*
 * Try the reset register; returns when that does not work.
 */
void
acpi_reset(void)
{
	const struct acpi_fadt *af = &acpi_info.ai_fadt;

	if (!acpi_info.ai_fadt_ok || !af->af_reset_ok)
		return;
	if (acpi_reset_va != NULL)
		bus_write_1(acpi_reset_va, 0, af->af_reset_value);
	else if (af->af_reset.ag_space == ACPI_SPACE_IO)
		outb((uint16_t)af->af_reset.ag_addr, af->af_reset_value);
	md_delay(POWER_PATIENCE_NS);
}

int
acpi_virtio_mmio(u_int n, vm_paddr_t *base, size_t *size, u_int *gsi)
{
	uint32_t b, s, g;

	if (acpi_dsdt == NULL || !acpi_parse_virtio_mmio(
	    (const char *)acpi_dsdt + ACPI_HEADER_SIZE,
	    acpi_dsdt_len - ACPI_HEADER_SIZE, n, &b, &s, &g))
		return (ENOENT);
	*base = b;
	*size = s;
	*gsi = g;
	return (0);
}
