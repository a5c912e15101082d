/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_ELF64_H_
#define	_SYS_ELF64_H_

#include <sys/stdint.h>
#include <sys/elf_common.h>

typedef	uint64_t	Elf64_Addr;
typedef	uint16_t	Elf64_Half;
typedef	uint64_t	Elf64_Off;
typedef	int32_t		Elf64_Sword;
typedef	int64_t		Elf64_Sxword;
typedef	uint32_t	Elf64_Word;
typedef	uint64_t	Elf64_Xword;
typedef	uint64_t	Elf64_Lword;
typedef	uint64_t	Elf64_Size;

typedef struct {
	unsigned char	e_ident[EI_NIDENT];
	Elf64_Half	e_type;
	Elf64_Half	e_machine;
	Elf64_Word	e_version;
	Elf64_Addr	e_entry;
	Elf64_Off	e_phoff;
	Elf64_Off	e_shoff;
	Elf64_Word	e_flags;
	Elf64_Half	e_ehsize;
	Elf64_Half	e_phentsize;
	Elf64_Half	e_phnum;
	Elf64_Half	e_shentsize;
	Elf64_Half	e_shnum;
	Elf64_Half	e_shstrndx;
} Elf64_Ehdr;

typedef struct {
	Elf64_Word	p_type;
	Elf64_Word	p_flags;
	Elf64_Off	p_offset;
	Elf64_Addr	p_vaddr;
	Elf64_Addr	p_paddr;
	Elf64_Xword	p_filesz;
	Elf64_Xword	p_memsz;
	Elf64_Xword	p_align;
} Elf64_Phdr;

typedef struct {
	Elf64_Word	sh_name;
	Elf64_Word	sh_type;
	Elf64_Xword	sh_flags;
	Elf64_Addr	sh_addr;
	Elf64_Off	sh_offset;
	Elf64_Xword	sh_size;
	Elf64_Word	sh_link;
	Elf64_Word	sh_info;
	Elf64_Xword	sh_addralign;
	Elf64_Xword	sh_entsize;
} Elf64_Shdr;

typedef struct {
	Elf64_Sxword	d_tag;
	union {
		Elf64_Xword	d_val;
		Elf64_Addr	d_ptr;
	} d_un;
} Elf64_Dyn;

typedef struct {
	Elf64_Addr	r_offset;
	Elf64_Xword	r_info;
} Elf64_Rel;

typedef struct {
	Elf64_Addr	r_offset;
	Elf64_Xword	r_info;
	Elf64_Sxword	r_addend;
} Elf64_Rela;

typedef	Elf64_Xword	Elf64_Relr;

#define	ELF64_R_SYM(info)	((info) >> 32)
#define	ELF64_R_TYPE(info)	((info) & 0xffffffffUL)
#define	ELF64_R_INFO(sym, type)	(((Elf64_Xword)(sym) << 32) + (type))

typedef struct {
	Elf64_Word	st_name;
	unsigned char	st_info;
	unsigned char	st_other;
	Elf64_Half	st_shndx;
	Elf64_Addr	st_value;
	Elf64_Xword	st_size;
} Elf64_Sym;

#define	ELF64_ST_BIND(info)	((info) >> 4)
#define	ELF64_ST_TYPE(info)	((info) & 0xf)
#define	ELF64_ST_INFO(bind, type) (((bind) << 4) + ((type) & 0xf))
#define	ELF64_ST_VISIBILITY(o)	((o) & 0x3)

typedef struct {
	Elf64_Word	n_namesz;	/* with the NUL */
	Elf64_Word	n_descsz;
	Elf64_Word	n_type;
} Elf64_Nhdr;

typedef struct {
	long	a_type;			/* AT_* */
	union {
		long	a_val;
		void	*a_ptr;
		void	(*a_fcn)(void);
	} a_un;
} Elf64_Auxinfo;

_Static_assert(sizeof(Elf64_Ehdr) == 64 && sizeof(Elf64_Phdr) == 56 &&
    sizeof(Elf64_Shdr) == 64 && sizeof(Elf64_Sym) == 24 &&
    sizeof(Elf64_Auxinfo) == 16, "ELF64 layouts");

#endif /* !_SYS_ELF64_H_ */
