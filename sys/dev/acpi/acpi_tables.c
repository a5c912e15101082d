/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Parsers of ACPI's static tables, and two patterns in the byte code.
 *
 * There is no interpreter: of the byte code only the package \_S5 (what to
 * write to power off) and the resources of virtio-mmio devices are wanted, and
 * both are constant wherever they occur.
 *
 * All input is hostile: every access is checked against the length given.
 * Tests	tests/sys/dev/acpi/t_acpi_tables.c
 */

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/systm.h>
#else
#include <string.h>
#endif
#include <dev/acpi/acpivar.h>

#define	MADT_ENTRIES	44
#define	MADT_LAPIC	0
#define	MADT_IOAPIC	1
#define	MADT_OVERRIDE	2
#define	MADT_X2APIC	9
#define	MADT_CPU_ENABLED 0x1

#define	FADT_RESET_SUP	(1U << 10)
#define	FADT_TMR_32	(1U << 8)
#define	FADT_HW_REDUCED	(1U << 20)
#define	FADT_MIN	116

#define	AML_PACKAGE	0x12
#define	AML_BYTE	0x0a
#define	AML_NAME	0x08
#define	RES_END		0x79
#define	RES_MEM32FIXED	0x86
#define	RES_IRQ_EXT	0x89

static uint16_t
get16(const uint8_t *p)
{

	return ((uint16_t)(p[0] | p[1] << 8));
}

static uint32_t
get32(const uint8_t *p)
{

	return ((uint32_t)get16(p) | (uint32_t)get16(p + 2) << 16);
}

static uint64_t
get64(const uint8_t *p)
{

	return (get32(p) | (uint64_t)get32(p + 4) << 32);
}

bool
acpi_checksum(const void *table, size_t len)
{
	const uint8_t *p = table;
	uint8_t sum = 0;
	size_t i;

	for (i = 0; i < len; i++)
		sum += p[i];
	return (sum == 0);
}

bool
acpi_parse_rsdp(const void *table, size_t len, struct acpi_rsdp *ar)
{
	const uint8_t *p = table;

	if (len < 20 || memcmp(p, "RSD PTR ", 8) != 0 || !acpi_checksum(p, 20))
		return (false);
	ar->ar_rsdt = get32(p + 16);
	ar->ar_xsdt = 0;
	if (p[15] >= 2 && len >= ACPI_RSDP_SIZE &&
	    acpi_checksum(p, ACPI_RSDP_SIZE))
		ar->ar_xsdt = get64(p + 24);
	return (ar->ar_rsdt != 0 || ar->ar_xsdt != 0);
}

/*
 * The whole length of the table whose header this is; 0 when it has another
 * signature or a length that cannot be.  NULL permits any signature.
 */
size_t
acpi_table_length(const void *header, const char *signature)
{
	const uint8_t *p = header;
	uint32_t len;

	if (signature != NULL && memcmp(p, signature, 4) != 0)
		return (0);
	len = get32(p + 4);
	if (len < ACPI_HEADER_SIZE || len > 16 * 1024 * 1024)
		return (0);
	return (len);
}

static void
parse_gas(const uint8_t *p, struct acpi_gas *ag)
{

	ag->ag_space = p[0];
	ag->ag_bits = p[1];
	ag->ag_addr = get64(p + 4);
}

bool
acpi_parse_fadt(const void *table, size_t len, struct acpi_fadt *af)
{
	const uint8_t *p = table;
	uint32_t flags;

	memset(af, 0, sizeof(*af));
	if (len < FADT_MIN)
		return (false);
	flags = get32(p + 112);
	af->af_dsdt = get32(p + 40);
	af->af_sci = get16(p + 46);
	af->af_smi_port = get16(p + 48);
	af->af_enable = p[52];
	af->af_pm1a_ctl = get16(p + 64);
	af->af_pm1b_ctl = get16(p + 68);
	af->af_pm_timer = p[91] == 4 ? get16(p + 76) : 0;
	af->af_pm_timer32 = (flags & FADT_TMR_32) != 0;
	af->af_hw_reduced = (flags & FADT_HW_REDUCED) != 0;
	if (len >= 129 && (flags & FADT_RESET_SUP) != 0) {
		parse_gas(p + 116, &af->af_reset);
		af->af_reset_value = p[128];
		af->af_reset_ok = af->af_reset.ag_addr != 0;
	}
	if (len >= 148 && get64(p + 140) != 0)
		af->af_dsdt = get64(p + 140);
	if (len >= 256 && af->af_hw_reduced)
		parse_gas(p + 244, &af->af_sleep_ctl);
	return (true);
}

/* Bits 0-1 polarity, 2-3 trigger; 0 is the bus's own, for ISA high and edge. */
static void
parse_override(const uint8_t *p, const struct acpi_madt_ops *ops, void *arg)
{
	uint16_t flags = get16(p + 8);

	ops->am_override(p[3], get32(p + 4), (flags & 3) == 3,
	    (flags >> 2 & 3) == 3, arg);
}

bool
acpi_parse_madt(const void *table, size_t len, const struct acpi_madt_ops *ops,
    void *arg)
{
	const uint8_t *p, *end;

	if (len < MADT_ENTRIES)
		return (false);
	end = (const uint8_t *)table + len;
	for (p = (const uint8_t *)table + MADT_ENTRIES; end - p >= 2;
	    p += p[1]) {
		if (p[1] < 2 || p[1] > end - p)
			return (false);
		switch (p[0]) {
		case MADT_LAPIC:
			if (p[1] >= 8 && ops->am_cpu != NULL &&
			    (get32(p + 4) & MADT_CPU_ENABLED) != 0)
				ops->am_cpu(p[3], arg);
			break;
		case MADT_X2APIC:
			if (p[1] >= 16 && ops->am_cpu != NULL &&
			    (get32(p + 8) & MADT_CPU_ENABLED) != 0)
				ops->am_cpu(get32(p + 4), arg);
			break;
		case MADT_IOAPIC:
			if (p[1] >= 12 && ops->am_ioapic != NULL)
				ops->am_ioapic(get32(p + 4), get32(p + 8), arg);
			break;
		case MADT_OVERRIDE:
			if (p[1] >= 10 && ops->am_override != NULL)
				parse_override(p, ops, arg);
			break;
		}
	}
	return (true);
}

/* Returns how many ranges were stored. */
u_int
acpi_parse_mcfg(const void *table, size_t len, struct acpi_mcfg *ac, u_int max)
{
	const uint8_t *p = table;
	size_t off;
	u_int n = 0;

	for (off = 44; n < max && off + 16 <= len; off += 16) {
		ac->ac_base = get64(p + off);
		ac->ac_segment = get16(p + off + 8);
		ac->ac_bus_start = p[off + 10];
		ac->ac_bus_end = p[off + 11];
		if (ac->ac_base == 0 || ac->ac_bus_end < ac->ac_bus_start)
			continue;
		ac++;
		n++;
	}
	return (n);
}

bool
acpi_parse_hpet(const void *table, size_t len, uint64_t *addr)
{
	const uint8_t *p = table;

	if (len < 56 || p[40] != ACPI_SPACE_MEM)
		return (false);
	*addr = get64(p + 44);
	return (*addr != 0);
}

/* A constant of one byte at off: an encoded one, or the opcodes 0 and 1. */
static bool
aml_byte(const uint8_t *p, size_t len, size_t *off, uint8_t *v)
{

	if (*off >= len)
		return (false);
	if (p[*off] <= 1) {
		*v = p[(*off)++];
		return (true);
	}
	if (p[*off] != AML_BYTE || *off + 1 >= len)
		return (false);
	*v = p[*off + 1];
	*off += 2;
	return (true);
}

/*
 * Name (\_S5, Package () { a, b, ... }): the sleep types for power off.
 */
bool
acpi_parse_s5(const void *aml, size_t len, uint8_t *a, uint8_t *b)
{
	const uint8_t *p = aml;
	size_t i, off;

	for (i = 1; len >= 7 && i < len - 6; i++) {
		if (memcmp(p + i, "_S5_", 4) != 0 || p[i + 4] != AML_PACKAGE)
			continue;
		if (p[i - 1] != AML_NAME &&
		    !(i >= 2 && p[i - 1] == '\\' && p[i - 2] == AML_NAME))
			continue;
		/* The package's length takes 1 to 4 bytes; then its count. */
		off = i + 5;
		off += 1 + (p[off] >> 6);
		if (off >= len || p[off] < 2)
			continue;
		off++;
		if (aml_byte(p, len, &off, a) && aml_byte(p, len, &off, b) &&
		    *a < 8 && *b < 8)
			return (true);
	}
	return (false);
}

/* The two resources wanted, of the descriptors at off. */
static bool
aml_resources(const uint8_t *p, size_t len, size_t off, uint32_t *base,
    uint32_t *size, uint32_t *gsi)
{
	bool mem = false, irq = false;
	size_t n;

	while (off < len && p[off] != RES_END) {
		if ((p[off] & 0x80) == 0) {
			off += 1 + (p[off] & 7);
			continue;
		}
		if (off + 3 > len)
			return (false);
		n = get16(p + off + 1);
		if (n > len - off - 3)
			return (false);
		if (p[off] == RES_MEM32FIXED && n >= 9) {
			*base = get32(p + off + 4);
			*size = get32(p + off + 8);
			mem = true;
		} else if (p[off] == RES_IRQ_EXT && n >= 6 &&
		    p[off + 4] >= 1) {
			*gsi = get32(p + off + 5);
			irq = true;
		}
		off += 3 + n;
	}
	return (mem && irq && off < len && *size != 0);
}

/*
 * The resources of the n-th device with the hardware id LNRO0005: the buffer
 * behind the next _CRS.
 */
bool
acpi_parse_virtio_mmio(const void *aml, size_t len, u_int n, uint32_t *base,
    uint32_t *size, uint32_t *gsi)
{
	const uint8_t *p = aml;
	size_t i, j, end;

	for (i = 0; len >= 9 && i < len - 8; i++) {
		if (memcmp(p + i, "LNRO0005", 9) != 0)
			continue;
		if (n-- != 0)
			continue;
		end = len - i < 256 ? len : i + 256;
		for (j = i; j + 4 < end; j++)
			if (memcmp(p + j, "_CRS", 4) == 0)
				break;
		/* The buffer's length and its bytes: seek the memory range. */
		for (; j + 3 < end; j++)
			if (p[j] == RES_MEM32FIXED && get16(p + j + 1) == 9)
				return (aml_resources(p, len, j, base, size,
				    gsi));
		return (false);
	}
	return (false);
}
