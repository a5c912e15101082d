/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ACPI's tables: well-formed ones, and every way of spoiling them.  All inputs
 * lie at the end of an allocation, so that the sanitizer sees a read beyond.
 */

#include <sys/types.h>
#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include <dev/acpi/acpivar.h>

static u_int ncpu, nioapic, noverride;
static uint32_t lastid, lastgsi;
static bool lastlow, lastlevel;

static void
on_cpu(uint32_t id, void *arg)
{

	ncpu++;
	lastid = id;
}

static void
on_ioapic(uint64_t addr, uint32_t gsi, void *arg)
{

	nioapic++;
	lastgsi = gsi;
}

static void
on_override(uint8_t irq, uint32_t gsi, bool low, bool level, void *arg)
{

	noverride++;
	lastgsi = gsi;
	lastlow = low;
	lastlevel = level;
}

static const struct acpi_madt_ops ops = { on_cpu, on_ioapic, on_override };

/* An exact copy; the caller frees it. */
static uint8_t *
exact(const void *p, size_t len)
{
	uint8_t *q = malloc(len != 0 ? len : 1);

	ATF_REQUIRE(q != NULL);
	memcpy(q, p, len);
	return (q);
}

static void
seal(uint8_t *p, size_t len, size_t at)
{
	uint8_t sum = 0;
	size_t i;

	p[at] = 0;
	for (i = 0; i < len; i++)
		sum += p[i];
	p[at] = (uint8_t)-sum;
}

ATF_TC_WITHOUT_HEAD(rsdp);
ATF_TC_BODY(rsdp, tc)
{
	uint8_t p[36] = "RSD PTR ";
	struct acpi_rsdp ar;

	p[16] = 0x10;
	seal(p, 20, 8);
	ATF_CHECK(acpi_parse_rsdp(p, 36, &ar));
	ATF_CHECK_EQ(0x10, ar.ar_rsdt);
	ATF_CHECK_EQ(0, ar.ar_xsdt);
	ATF_CHECK(acpi_parse_rsdp(p, 20, &ar));
	ATF_CHECK(!acpi_parse_rsdp(p, 19, &ar));
	p[15] = 2;
	p[24] = 0x77;
	seal(p, 20, 8);
	seal(p, 36, 32);
	ATF_CHECK(acpi_parse_rsdp(p, 36, &ar));
	ATF_CHECK_EQ(0x77, ar.ar_xsdt);
	ATF_CHECK(acpi_parse_rsdp(p, 20, &ar));	/* cut: the old part */
	ATF_CHECK_EQ(0, ar.ar_xsdt);
	p[30] ^= 1;				/* the second sum is wrong */
	ATF_CHECK(acpi_parse_rsdp(p, 36, &ar));
	ATF_CHECK_EQ(0, ar.ar_xsdt);
	p[9] ^= 1;
	ATF_CHECK(!acpi_parse_rsdp(p, 36, &ar));
}

ATF_TC_WITHOUT_HEAD(header);
ATF_TC_BODY(header, tc)
{
	uint8_t p[ACPI_HEADER_SIZE] = "FACP";

	p[4] = 200;
	ATF_CHECK_EQ(200, acpi_table_length(p, "FACP"));
	ATF_CHECK_EQ(200, acpi_table_length(p, NULL));
	ATF_CHECK_EQ(0, acpi_table_length(p, "APIC"));
	p[4] = 35;
	ATF_CHECK_EQ(0, acpi_table_length(p, NULL));
	p[7] = 0xff;
	ATF_CHECK_EQ(0, acpi_table_length(p, NULL));
}

static const uint8_t madt[] = {
	[0] = 'A', 'P', 'I', 'C', [43] = 0,
	/* Two CPUs, one of them disabled. */
	0, 8, 0, 3, 1, 0, 0, 0,
	0, 8, 1, 4, 0, 0, 0, 0,
	1, 12, 0, 0, 0, 0, 0xc0, 0xfe, 24, 0, 0, 0,
	2, 10, 0, 0, 2, 0, 0, 0, 0, 0,
	2, 10, 0, 9, 9, 0, 0, 0, 0x0f, 0,
	9, 16, 0, 0, 0x34, 0x12, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
	200, 4, 0, 0,				/* of a later revision */
};

ATF_TC_WITHOUT_HEAD(madt_entries);
ATF_TC_BODY(madt_entries, tc)
{

	ATF_CHECK(acpi_parse_madt(madt, sizeof(madt), &ops, NULL));
	ATF_CHECK_EQ(2, ncpu);
	ATF_CHECK_EQ(0x1234, lastid);
	ATF_CHECK_EQ(1, nioapic);
	ATF_CHECK_EQ(2, noverride);
	ATF_CHECK_EQ(9, lastgsi);
	ATF_CHECK(lastlow && lastlevel);
}

ATF_TC_WITHOUT_HEAD(madt_spoilt);
ATF_TC_BODY(madt_spoilt, tc)
{
	uint8_t *p;
	size_t len, i;
	u_int v;

	for (len = 0; len < sizeof(madt); len++) {
		p = exact(madt, len);
		(void)acpi_parse_madt(p, len, &ops, NULL);
		free(p);
	}
	/* Any byte of the entries with any value: ends, and stays inside. */
	for (i = 44; i < sizeof(madt); i++) {
		for (v = 0; v < 256; v++) {
			p = exact(madt, sizeof(madt));
			p[i] = (uint8_t)v;
			(void)acpi_parse_madt(p, sizeof(madt), &ops, NULL);
			free(p);
		}
	}
	p = exact(madt, sizeof(madt));
	p[45] = 0;			/* an entry without length */
	ATF_CHECK(!acpi_parse_madt(p, sizeof(madt), &ops, NULL));
	free(p);
}

ATF_TC_WITHOUT_HEAD(fadt);
ATF_TC_BODY(fadt, tc)
{
	uint8_t p[276] = "FACP", *q;
	struct acpi_fadt af;
	size_t len;

	p[40] = 0x11;			/* DSDT */
	p[64] = 0x04, p[65] = 0x06;	/* PM1a control */
	p[76] = 0x08, p[77] = 0x06, p[91] = 4;
	p[113] = 0x05;			/* reset register, 32-bit timer */
	p[116] = ACPI_SPACE_IO, p[117] = 8, p[120] = 0xf9, p[121] = 0x0c;
	p[128] = 0x0f;
	ATF_REQUIRE(acpi_parse_fadt(p, sizeof(p), &af));
	ATF_CHECK_EQ(0x11, af.af_dsdt);
	ATF_CHECK_EQ(0x604, af.af_pm1a_ctl);
	ATF_CHECK_EQ(0x608, af.af_pm_timer);
	ATF_CHECK(af.af_pm_timer32 && af.af_reset_ok);
	ATF_CHECK_EQ(0xcf9, af.af_reset.ag_addr);
	ATF_CHECK_EQ(0x0f, af.af_reset_value);
	ATF_CHECK(!af.af_hw_reduced);
	p[140] = 0x22;			/* the 64-bit DSDT counts more */
	ATF_REQUIRE(acpi_parse_fadt(p, sizeof(p), &af));
	ATF_CHECK_EQ(0x22, af.af_dsdt);
	p[91] = 0;			/* a timer without length is none */
	ATF_REQUIRE(acpi_parse_fadt(p, sizeof(p), &af));
	ATF_CHECK_EQ(0, af.af_pm_timer);
	for (len = 0; len < sizeof(p); len++) {
		q = exact(p, len);
		ATF_CHECK_EQ(len >= 116, acpi_parse_fadt(q, len, &af));
		ATF_CHECK_EQ(len >= 129, af.af_reset_ok);
		free(q);
	}
}

ATF_TC_WITHOUT_HEAD(mcfg_and_hpet);
ATF_TC_BODY(mcfg_and_hpet, tc)
{
	uint8_t p[44 + 3 * 16] = "MCFG", h[56] = "HPET", *q;
	struct acpi_mcfg ac[2];
	uint64_t addr;
	size_t len;

	p[47] = 0xb0, p[55] = 255;
	p[44 + 16 + 3] = 0xc0, p[44 + 16 + 10] = 9;	/* ends too early */
	p[44 + 32 + 3] = 0xd0, p[44 + 32 + 11] = 7;
	ATF_CHECK_EQ(2, acpi_parse_mcfg(p, sizeof(p), ac, 2));
	ATF_CHECK_EQ(0xb0000000, ac[0].ac_base);
	ATF_CHECK_EQ(255, ac[0].ac_bus_end);
	ATF_CHECK_EQ(0xd0000000, ac[1].ac_base);
	ATF_CHECK_EQ(1, acpi_parse_mcfg(p, sizeof(p), ac, 1));
	for (len = 0; len < sizeof(p); len++) {
		q = exact(p, len);
		ATF_CHECK(acpi_parse_mcfg(q, len, ac, 2) <= 2);
		free(q);
	}
	h[47] = 0xfe;
	ATF_CHECK(acpi_parse_hpet(h, sizeof(h), &addr));
	ATF_CHECK_EQ(0xfe000000, addr);
	ATF_CHECK(!acpi_parse_hpet(h, 55, &addr));
	h[40] = ACPI_SPACE_IO;
	ATF_CHECK(!acpi_parse_hpet(h, sizeof(h), &addr));
}

static const uint8_t aml[] = {
	0x10, 0x20, '_', 'S', '5', '_',		/* not a name */
	0x08, '_', 'S', '4', '_', 0x12, 0x04, 0x02, 0x0a, 0x01, 0x00,
	0x08, '_', 'S', '5', '_', 0x12, 0x06, 0x04, 0x0a, 0x05, 0x0a, 0x03,
	0x00, 0x00,
};

ATF_TC_WITHOUT_HEAD(s5);
ATF_TC_BODY(s5, tc)
{
	uint8_t a = 9, b = 9, *p;
	size_t len, i;
	u_int v;

	ATF_CHECK(acpi_parse_s5(aml, sizeof(aml), &a, &b));
	ATF_CHECK_EQ(5, a);
	ATF_CHECK_EQ(3, b);
	for (len = 0; len < sizeof(aml); len++) {
		p = exact(aml, len);
		ATF_CHECK_EQ(len >= sizeof(aml) - 2,
		    acpi_parse_s5(p, len, &a, &b));
		free(p);
	}
	for (i = 0; i < sizeof(aml); i++) {
		for (v = 0; v < 256; v++) {
			p = exact(aml, sizeof(aml));
			p[i] = (uint8_t)v;
			if (acpi_parse_s5(p, sizeof(aml), &a, &b))
				ATF_REQUIRE(a < 8 && b < 8);
			free(p);
		}
	}
}

static const uint8_t vmmio[] = {
	'L', 'N', 'R', 'O', '0', '0', '0', '5', 0,
	0x08, '_', 'C', 'R', 'S', 0x11, 0x1a, 0x0a, 0x17,
	0x86, 9, 0, 1, 0, 0, 0, 0xfe, 0, 2, 0, 0,
	0x89, 6, 0, 1, 1, 0x18, 0, 0, 0,
	0x79, 0,
};

ATF_TC_WITHOUT_HEAD(virtio_mmio);
ATF_TC_BODY(virtio_mmio, tc)
{
	uint8_t two[2 * sizeof(vmmio)], *p;
	uint32_t base, size, gsi;
	size_t len, i;
	u_int v;

	memcpy(two, vmmio, sizeof(vmmio));
	memcpy(two + sizeof(vmmio), vmmio, sizeof(vmmio));
	two[sizeof(vmmio) + 23] = 0x30;
	ATF_REQUIRE(acpi_parse_virtio_mmio(two, sizeof(two), 0, &base, &size,
	    &gsi));
	ATF_CHECK_EQ(0xfe000000, base);
	ATF_CHECK_EQ(0x200, size);
	ATF_CHECK_EQ(0x18, gsi);
	ATF_REQUIRE(acpi_parse_virtio_mmio(two, sizeof(two), 1, &base, &size,
	    &gsi));
	ATF_CHECK_EQ(0xfe003000, base);
	ATF_CHECK(!acpi_parse_virtio_mmio(two, sizeof(two), 2, &base, &size,
	    &gsi));
	for (len = 0; len < sizeof(vmmio) - 1; len++) {
		p = exact(vmmio, len);
		ATF_CHECK(!acpi_parse_virtio_mmio(p, len, 0, &base, &size,
		    &gsi));
		free(p);
	}
	for (i = 9; i < sizeof(vmmio); i++) {
		for (v = 0; v < 256; v++) {
			p = exact(vmmio, sizeof(vmmio));
			p[i] = (uint8_t)v;
			(void)acpi_parse_virtio_mmio(p, sizeof(vmmio), 0,
			    &base, &size, &gsi);
			free(p);
		}
	}
}

ATF_TC_WITHOUT_HEAD(noise);
ATF_TC_BODY(noise, tc)
{
	struct acpi_mcfg ac[4];
	struct acpi_fadt af;
	uint32_t x, y, z;
	uint64_t addr;
	uint8_t *p, a, b;
	size_t len, i;
	int round;

	srandom(3);
	for (round = 0; round < 20000; round++) {
		len = (size_t)random() % 400;
		p = malloc(len + 1);
		ATF_REQUIRE(p != NULL);
		for (i = 0; i < len; i++)
			p[i] = (uint8_t)(random() % 7 == 0 ? random() :
			    "\x12\x0a_S5_\x86\x09\x08LNRO0005_CRS"
			    [random() % 22]);
		p = realloc(p, len != 0 ? len : 1);
		(void)acpi_parse_madt(p, len, &ops, NULL);
		(void)acpi_parse_fadt(p, len, &af);
		(void)acpi_parse_mcfg(p, len, ac, 4);
		(void)acpi_parse_hpet(p, len, &addr);
		(void)acpi_parse_s5(p, len, &a, &b);
		(void)acpi_parse_virtio_mmio(p, len, 0, &x, &y, &z);
		free(p);
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, rsdp);
	ATF_TP_ADD_TC(tp, header);
	ATF_TP_ADD_TC(tp, madt_entries);
	ATF_TP_ADD_TC(tp, madt_spoilt);
	ATF_TP_ADD_TC(tp, fadt);
	ATF_TP_ADD_TC(tp, mcfg_and_hpet);
	ATF_TP_ADD_TC(tp, s5);
	ATF_TP_ADD_TC(tp, virtio_mmio);
	ATF_TP_ADD_TC(tp, noise);
	return (atf_no_error());
}
