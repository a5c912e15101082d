/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _MACHINE_ELF_H_
#define	_MACHINE_ELF_H_

#include <sys/elf64.h>

#define	ELF_TARG_CLASS	ELFCLASS64
#define	ELF_TARG_DATA	ELFDATA2LSB
#define	ELF_TARG_MACH	EM_X86_64
#define	ELF_R_RELATIVE	R_X86_64_RELATIVE

typedef	Elf64_Addr	Elf_Addr;
typedef	Elf64_Auxinfo	Elf_Auxinfo;
typedef	Elf64_Dyn	Elf_Dyn;
typedef	Elf64_Ehdr	Elf_Ehdr;
typedef	Elf64_Half	Elf_Half;
typedef	Elf64_Nhdr	Elf_Nhdr;
typedef	Elf64_Off	Elf_Off;
typedef	Elf64_Phdr	Elf_Phdr;
typedef	Elf64_Rel	Elf_Rel;
typedef	Elf64_Rela	Elf_Rela;
typedef	Elf64_Relr	Elf_Relr;
typedef	Elf64_Shdr	Elf_Shdr;
typedef	Elf64_Sym	Elf_Sym;
typedef	Elf64_Word	Elf_Word;

#define	ELF_R_SYM(info)		ELF64_R_SYM(info)
#define	ELF_R_TYPE(info)	ELF64_R_TYPE(info)
#define	ELF_ST_BIND(info)	ELF64_ST_BIND(info)
#define	ELF_ST_TYPE(info)	ELF64_ST_TYPE(info)

#endif /* !_MACHINE_ELF_H_ */
