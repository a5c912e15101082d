/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the firmware or loader told the kernel, kept for its whole life.
 */
#ifndef _SYS_BOOTINFO_H_
#define	_SYS_BOOTINFO_H_

#include <sys/types.h>

#define	BOOT_MAXRANGES	128
#define	BOOT_MAXMODULES	8

#define	BOOT_MEM_RAM		1
#define	BOOT_MEM_RESERVED	2
#define	BOOT_MEM_ACPI		3	/* free once the tables are read */
#define	BOOT_MEM_NVS		4
#define	BOOT_MEM_BAD		5

struct boot_range {
	vm_paddr_t	br_start;
	vm_paddr_t	br_end;		/* first byte after it */
	u_int		br_type;	/* BOOT_MEM_* */
};

struct boot_module {
	vm_paddr_t	bm_start;
	size_t		bm_size;
	const char	*bm_cmdline;	/* in bi_strings, may be "" */
};

struct boot_info {
	u_int		bi_nranges;	/* what the firmware said */
	struct boot_range bi_range[BOOT_MAXRANGES];
	u_int		bi_nram;	/* RAM: whole pages, disjoint, sorted */
	struct boot_range bi_ram[BOOT_MAXRANGES];
	u_int		bi_nmodules;
	struct boot_module bi_module[BOOT_MAXMODULES];
	vm_paddr_t	bi_rsdp;	/* 0: none given */
	const char	*bi_cmdline;	/* as it came */
	const char	*bi_loader;	/* "pvh" ... */
};

extern struct boot_info boot_info;

/*
 * The value of NAME=value on the command line, "" for a bare NAME, NULL when
 * it is not there.  Words are separated by spaces; "double quotes" keep them.
 * bootarg_nth() gives the n-th of several, from 0; bootarg() the last.
 */
const char *bootarg(const char *name);
const char *bootarg_nth(const char *name, u_int n);

#endif /* !_SYS_BOOTINFO_H_ */
