/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ELF as far as this system loads and writes it: constants of the generic
 * format, and of our own note and auxiliary vector.
 */

#ifndef _SYS_ELF_COMMON_H_
#define	_SYS_ELF_COMMON_H_

/* e_ident. */
#define	EI_MAG0		0
#define	EI_MAG1		1
#define	EI_MAG2		2
#define	EI_MAG3		3
#define	EI_CLASS	4
#define	EI_DATA		5
#define	EI_VERSION	6
#define	EI_OSABI	7
#define	EI_ABIVERSION	8
#define	EI_PAD		9
#define	EI_NIDENT	16
#define	ELFMAG0		0x7f
#define	ELFMAG1		'E'
#define	ELFMAG2		'L'
#define	ELFMAG3		'F'
#define	ELFMAG		"\177ELF"
#define	SELFMAG		4
#define	ELFCLASSNONE	0
#define	ELFCLASS32	1
#define	ELFCLASS64	2
#define	ELFDATANONE	0
#define	ELFDATA2LSB	1
#define	ELFDATA2MSB	2
#define	EV_NONE		0
#define	EV_CURRENT	1
#define	ELFOSABI_NONE	0
#define	ELFOSABI_SYSV	0

#define	IS_ELF(ehdr)	((ehdr).e_ident[EI_MAG0] == ELFMAG0 &&		\
			    (ehdr).e_ident[EI_MAG1] == ELFMAG1 &&	\
			    (ehdr).e_ident[EI_MAG2] == ELFMAG2 &&	\
			    (ehdr).e_ident[EI_MAG3] == ELFMAG3)

#define	ET_NONE		0
#define	ET_REL		1
#define	ET_EXEC		2
#define	ET_DYN		3
#define	ET_CORE		4

#define	EM_NONE		0
#define	EM_386		3
#define	EM_ARM		40
#define	EM_X86_64	62
#define	EM_AARCH64	183
#define	EM_RISCV	243

#define	PT_NULL		0
#define	PT_LOAD		1
#define	PT_DYNAMIC	2
#define	PT_INTERP	3
#define	PT_NOTE		4
#define	PT_SHLIB	5
#define	PT_PHDR		6
#define	PT_TLS		7
#define	PT_GNU_EH_FRAME	0x6474e550
#define	PT_GNU_STACK	0x6474e551
#define	PT_GNU_RELRO	0x6474e552
#define	PT_GNU_PROPERTY	0x6474e553
#define	PF_X		0x1
#define	PF_W		0x2
#define	PF_R		0x4

#define	SHN_UNDEF	0
#define	SHN_LORESERVE	0xff00
#define	SHN_ABS		0xfff1
#define	SHN_COMMON	0xfff2
#define	SHN_XINDEX	0xffff
#define	SHT_NULL	0
#define	SHT_PROGBITS	1
#define	SHT_SYMTAB	2
#define	SHT_STRTAB	3
#define	SHT_RELA	4
#define	SHT_HASH	5
#define	SHT_DYNAMIC	6
#define	SHT_NOTE	7
#define	SHT_NOBITS	8
#define	SHT_REL		9
#define	SHT_DYNSYM	11
#define	SHT_INIT_ARRAY	14
#define	SHT_FINI_ARRAY	15
#define	SHT_PREINIT_ARRAY 16
#define	SHT_GNU_HASH	0x6ffffff6
#define	SHT_GNU_verdef	0x6ffffffd
#define	SHT_GNU_verneed	0x6ffffffe
#define	SHT_GNU_versym	0x6fffffff
#define	SHF_WRITE	0x1
#define	SHF_ALLOC	0x2
#define	SHF_EXECINSTR	0x4
#define	SHF_MERGE	0x10
#define	SHF_STRINGS	0x20
#define	SHF_INFO_LINK	0x40
#define	SHF_GROUP	0x200
#define	SHF_TLS		0x400
#define	SHF_COMPRESSED	0x800

#define	STB_LOCAL	0
#define	STB_GLOBAL	1
#define	STB_WEAK	2
#define	STT_NOTYPE	0
#define	STT_OBJECT	1
#define	STT_FUNC	2
#define	STT_SECTION	3
#define	STT_FILE	4
#define	STT_COMMON	5
#define	STT_TLS		6
#define	STT_GNU_IFUNC	10
#define	STV_DEFAULT	0
#define	STV_INTERNAL	1
#define	STV_HIDDEN	2
#define	STV_PROTECTED	3
#define	STN_UNDEF	0

#define	DT_NULL		0
#define	DT_NEEDED	1
#define	DT_PLTRELSZ	2
#define	DT_PLTGOT	3
#define	DT_HASH		4
#define	DT_STRTAB	5
#define	DT_SYMTAB	6
#define	DT_RELA		7
#define	DT_RELASZ	8
#define	DT_RELAENT	9
#define	DT_STRSZ	10
#define	DT_SYMENT	11
#define	DT_INIT		12
#define	DT_FINI		13
#define	DT_SONAME	14
#define	DT_RPATH	15
#define	DT_SYMBOLIC	16
#define	DT_REL		17
#define	DT_RELSZ	18
#define	DT_RELENT	19
#define	DT_PLTREL	20
#define	DT_DEBUG	21
#define	DT_TEXTREL	22
#define	DT_JMPREL	23
#define	DT_BIND_NOW	24
#define	DT_INIT_ARRAY	25
#define	DT_FINI_ARRAY	26
#define	DT_INIT_ARRAYSZ	27
#define	DT_FINI_ARRAYSZ	28
#define	DT_RUNPATH	29
#define	DT_FLAGS	30
#define	DT_PREINIT_ARRAY 32
#define	DT_PREINIT_ARRAYSZ 33
#define	DT_RELRSZ	35
#define	DT_RELR		36
#define	DT_RELRENT	37
#define	DT_GNU_HASH	0x6ffffef5
#define	DT_VERSYM	0x6ffffff0
#define	DT_RELACOUNT	0x6ffffff9
#define	DT_RELCOUNT	0x6ffffffa
#define	DT_FLAGS_1	0x6ffffffb
#define	DF_BIND_NOW	0x0008
#define	DF_STATIC_TLS	0x0010
#define	DF_1_NOW	0x00000001
#define	DF_1_PIE	0x08000000

#define	NT_PRSTATUS	1
#define	NT_FPREGSET	2
#define	NT_PRPSINFO	3
#define	NT_GNU_BUILD_ID	3

/* Our note: it makes a file one of ours. */
#define	ELF_NOTE_TESSERA	"Tessera"
#define	NT_TESSERA_ABI		1	/* one word: __Tessera__ */

#define	R_X86_64_NONE		0
#define	R_X86_64_64		1
#define	R_X86_64_PC32		2
#define	R_X86_64_GOT32		3
#define	R_X86_64_PLT32		4
#define	R_X86_64_COPY		5
#define	R_X86_64_GLOB_DAT	6
#define	R_X86_64_JUMP_SLOT	7
#define	R_X86_64_RELATIVE	8
#define	R_X86_64_GOTPCREL	9
#define	R_X86_64_32		10
#define	R_X86_64_32S		11
#define	R_X86_64_16		12
#define	R_X86_64_PC16		13
#define	R_X86_64_8		14
#define	R_X86_64_PC8		15
#define	R_X86_64_DTPMOD64	16
#define	R_X86_64_DTPOFF64	17
#define	R_X86_64_TPOFF64	18
#define	R_X86_64_PC64		24
#define	R_X86_64_IRELATIVE	37

#include <sys/auxv.h>

#endif /* !_SYS_ELF_COMMON_H_ */
