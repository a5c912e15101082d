/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ACPI's static tables.  The parsers take a table as bytes with its true
 * length, believe nothing in it, and do not depend on the kernel, so that the
 * host tests compile them.
 *
 * Core: for ports, which have these tables.
 */
#ifndef _DEV_ACPI_ACPIVAR_H_
#define	_DEV_ACPI_ACPIVAR_H_

#ifdef _KERNEL
#include <sys/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#endif

#define	ACPI_HEADER_SIZE	36
#define	ACPI_RSDP_SIZE		36	/* of revision 2; 20 before */

/* A register or port anywhere. */
struct acpi_gas {
	uint8_t		ag_space;	/* ACPI_SPACE_* */
	uint8_t		ag_bits;
	uint64_t	ag_addr;	/* 0: there is none */
};
#define	ACPI_SPACE_MEM		0
#define	ACPI_SPACE_IO		1
#define	ACPI_SPACE_PCI		2

struct acpi_rsdp {
	uint64_t	ar_rsdt;
	uint64_t	ar_xsdt;	/* 0: use the RSDT */
};

struct acpi_fadt {
	uint64_t	af_dsdt;
	uint16_t	af_sci;
	uint16_t	af_smi_port;	/* 0: ACPI mode already */
	uint8_t		af_enable;	/* to be written there */
	uint16_t	af_pm1a_ctl;
	uint16_t	af_pm1b_ctl;	/* 0: none */
	uint16_t	af_pm_timer;
	bool		af_pm_timer32;
	bool		af_reset_ok;
	struct acpi_gas	af_reset;
	uint8_t		af_reset_value;
	bool		af_hw_reduced;
	struct acpi_gas	af_sleep_ctl;	/* hardware-reduced only */
};

/* What acpi_parse_madt() finds; any may be NULL. */
struct acpi_madt_ops {
	void	(*am_cpu)(uint32_t apicid, void *);
	void	(*am_ioapic)(uint64_t addr, uint32_t gsi_base, void *);
	void	(*am_override)(uint8_t irq, uint32_t gsi, bool low, bool level,
		    void *);
};

struct acpi_mcfg {
	uint64_t	ac_base;
	uint16_t	ac_segment;
	uint8_t		ac_bus_start;
	uint8_t		ac_bus_end;
};

/* Each returns false, or 0, when the bytes are not what they should be. */
bool	acpi_checksum(const void *, size_t len);
bool	acpi_parse_rsdp(const void *, size_t len, struct acpi_rsdp *);
size_t	acpi_table_length(const void *header, const char *signature);
bool	acpi_parse_fadt(const void *, size_t len, struct acpi_fadt *);
bool	acpi_parse_madt(const void *, size_t len, const struct acpi_madt_ops *,
	    void *arg);
u_int	acpi_parse_mcfg(const void *, size_t len, struct acpi_mcfg *,
	    u_int max);
bool	acpi_parse_hpet(const void *, size_t len, uint64_t *addr);
bool	acpi_parse_s5(const void *aml, size_t len, uint8_t *a, uint8_t *b);
bool	acpi_parse_virtio_mmio(const void *aml, size_t len, u_int n,
	    uint32_t *base, uint32_t *size, uint32_t *gsi);

#ifdef _KERNEL
/*
 * Kernel: find the tables, keep what is needed.  Boot, after kmem.
 */
struct acpi_info {
	bool		ai_present;
	bool		ai_fadt_ok;
	struct acpi_fadt ai_fadt;
	bool		ai_s5_ok;
	uint8_t		ai_s5a;
	uint8_t		ai_s5b;
	uint64_t	ai_hpet;
	u_int		ai_nmcfg;
	struct acpi_mcfg ai_mcfg[4];
};
extern struct acpi_info acpi_info;

bool	acpi_init(vm_paddr_t rsdp, const struct acpi_madt_ops *);
void	acpi_enable(void);
void	acpi_poweroff(void);
void	acpi_reset(void);

/*
 * The n-th virtio-mmio device that the DSDT describes (microvm); ENOENT.
 */
int	acpi_virtio_mmio(u_int n, vm_paddr_t *base, size_t *size, u_int *gsi);
#endif

#endif /* !_DEV_ACPI_ACPIVAR_H_ */
