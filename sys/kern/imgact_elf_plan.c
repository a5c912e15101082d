/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ELF files: what is to be loaded where.
 *
 * The pure half of the activator: it looks at the first page of a file and at
 * nothing else, calls nothing, and so is tested by itself.  Every field comes
 * from whoever wrote the file; each is checked before it is used, sums by
 * comparing with what is left.
 *
 * Accepted	ELF64, little-endian, our machine, ET_EXEC or ET_DYN without an
 *		interpreter, with all program headers in the first page;
 *		segments in order of address, no two in one page.
 *
 * Refused with EACCES what is well-formed but asks for memory that is writable
 * and executable; with ENOEXEC all else.
 *
 * Tests	tests/sys/vm/unit
 */
#include <sys/param.h>
#include <sys/elf.h>
#include <sys/errno.h>
#include <sys/systm.h>

#include <vm/vm.h>

#include "imgact_elf.h"

#define	ELF_MAXALIGN	(1UL << 30)

static int
elf64_check_header(const Elf64_Ehdr *eh, size_t headlen)
{

	if (headlen < sizeof(*eh) || !IS_ELF(*eh) ||
	    eh->e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh->e_ident[EI_DATA] != ELF_TARG_DATA ||
	    eh->e_ident[EI_VERSION] != EV_CURRENT)
		return (ENOEXEC);
	if ((eh->e_type != ET_EXEC && eh->e_type != ET_DYN) ||
	    eh->e_machine != ELF_TARG_MACH || eh->e_version != EV_CURRENT)
		return (ENOEXEC);
	if (eh->e_phentsize != sizeof(Elf64_Phdr) || eh->e_phnum == 0 ||
	    eh->e_phoff % sizeof(uint64_t) != 0 || eh->e_phoff > headlen ||
	    eh->e_phnum > (headlen - eh->e_phoff) / sizeof(Elf64_Phdr))
		return (ENOEXEC);
	return (0);
}

static int
elf64_segment_prot(uint32_t flags)
{
	int prot = 0;

	if ((flags & PF_R) != 0)
		prot |= VM_PROT_READ;
	if ((flags & PF_W) != 0)
		prot |= VM_PROT_WRITE | VM_PROT_READ;
	if ((flags & PF_X) != 0)
		prot |= VM_PROT_EXECUTE | VM_PROT_READ;
	return (prot);
}

/*
 * Add the segment that ph describes.
 */
static int
elf64_add_load(struct elf_plan *ep, const Elf64_Phdr *ph, uint64_t filesize)
{
	struct elf_seg *seg;
	uint64_t lowest;

	if (ph->p_filesz > ph->p_memsz)
		return (ENOEXEC);
	if (ph->p_memsz == 0)
		return (0);
	if (ep->ep_nsegs == ELF_MAXSEGS)
		return (ENOEXEC);
	if (ph->p_offset > filesize || ph->p_filesz > filesize - ph->p_offset)
		return (ENOEXEC);
	if (ph->p_vaddr >= VM_MAXUSER_ADDRESS ||
	    ph->p_memsz > VM_MAXUSER_ADDRESS - ph->p_vaddr)
		return (ENOEXEC);
	if ((ph->p_vaddr & PAGE_MASK) != (ph->p_offset & PAGE_MASK))
		return (ENOEXEC);
	if (ph->p_align > 1 && (!powerof2(ph->p_align) ||
	    ph->p_align > ELF_MAXALIGN ||
	    ((ph->p_vaddr ^ ph->p_offset) & (ph->p_align - 1)) != 0))
		return (ENOEXEC);
	if ((ph->p_flags & (PF_W | PF_X)) == (PF_W | PF_X))
		return (EACCES);

	seg = &ep->ep_segs[ep->ep_nsegs];
	seg->es_prot = elf64_segment_prot(ph->p_flags);
	seg->es_start = trunc_page(ph->p_vaddr);
	seg->es_fileend = ph->p_vaddr + ph->p_filesz;
	seg->es_filepages = round_page(seg->es_fileend);
	seg->es_end = round_page(ph->p_vaddr + ph->p_memsz);
	seg->es_offset = trunc_page(ph->p_offset);
	if (ph->p_filesz == 0)
		seg->es_filepages = seg->es_fileend = seg->es_start;
	/* Zeros behind the file's bytes need a page that can be written. */
	if (ph->p_filesz != ph->p_memsz && (seg->es_prot & VM_PROT_WRITE) == 0)
		return (ENOEXEC);
	if (ep->ep_nsegs > 0)
		lowest = seg[-1].es_end;
	else
		lowest = ep->ep_pie ? 0 : VM_MINUSER_ADDRESS;
	if (seg->es_start < lowest)
		return (ENOEXEC);
	ep->ep_align = MAX(ep->ep_align, ph->p_align);
	ep->ep_nsegs++;
	return (0);
}

static void
elf64_add_note(struct elf_plan *ep, const Elf64_Phdr *ph, uint64_t filesize)
{
	struct elf_range *er;

	if (ep->ep_nnotes == ELF_MAXNOTES || ph->p_offset > filesize ||
	    ph->p_filesz > filesize - ph->p_offset ||
	    ph->p_filesz > ELF_NOTE_MAX)
		return;
	er = &ep->ep_notes[ep->ep_nnotes++];
	er->er_offset = ph->p_offset;
	er->er_size = ph->p_filesz;
}

/*
 * The entry is in executable memory; the program headers are in memory or not.
 */
static int
elf64_find_addresses(struct elf_plan *ep, const Elf64_Ehdr *eh)
{
	const struct elf_seg *seg;
	uint64_t phend = eh->e_phoff + eh->e_phnum * sizeof(Elf64_Phdr);
	uint64_t bytes;
	bool entry = false;
	u_int i;

	for (i = 0; i < ep->ep_nsegs; i++) {
		seg = &ep->ep_segs[i];
		if ((seg->es_prot & VM_PROT_EXECUTE) != 0 &&
		    eh->e_entry >= seg->es_start &&
		    eh->e_entry < seg->es_fileend)
			entry = true;
		bytes = seg->es_fileend - seg->es_start;
		if (ep->ep_phdr == 0 && eh->e_phoff >= seg->es_offset &&
		    phend <= seg->es_offset + bytes)
			ep->ep_phdr = seg->es_start + eh->e_phoff -
			    seg->es_offset;
	}
	ep->ep_entry = eh->e_entry;
	ep->ep_phnum = eh->e_phnum;
	return (entry ? 0 : ENOEXEC);
}

/*
 * Find out how to load a file of filesize bytes that begins with the headlen
 * bytes at head, which is aligned to 8.
 */
int
elf64_plan(const void *head, size_t headlen, uint64_t filesize,
    struct elf_plan *ep)
{
	const Elf64_Ehdr *eh = head;
	const Elf64_Phdr *ph;
	u_int i;
	int error;

	error = elf64_check_header(eh, headlen);
	if (error != 0)
		return (error);
	memset(ep, 0, sizeof(*ep));
	ep->ep_pie = eh->e_type == ET_DYN;
	ep->ep_align = PAGE_SIZE;
	ph = (const Elf64_Phdr *)(const void *)((const char *)head +
	    eh->e_phoff);
	for (i = 0; i < eh->e_phnum && error == 0; i++, ph++) {
		switch (ph->p_type) {
		case PT_LOAD:
			error = elf64_add_load(ep, ph, filesize);
			break;
		case PT_INTERP:		/* there is no dynamic linker */
			error = ENOEXEC;
			break;
		case PT_GNU_STACK:
			if ((ph->p_flags & PF_X) != 0)
				error = EACCES;
			break;
		case PT_NOTE:
			elf64_add_note(ep, ph, filesize);
			break;
		}
	}
	if (error != 0)
		return (error);
	if (ep->ep_nsegs == 0)
		return (ENOEXEC);
	return (elf64_find_addresses(ep, eh));
}

/*
 * Look for our note among len bytes of notes: true, and the ABI version that it
 * tells.
 */
bool
elf64_note_abi(const void *notes, size_t len, uint32_t *abi)
{
	const char *p = notes;
	Elf64_Nhdr nh;
	size_t name, desc;

	while (len >= sizeof(nh)) {
		memcpy(&nh, p, sizeof(nh));
		p += sizeof(nh);
		len -= sizeof(nh);
		if (nh.n_namesz > len || nh.n_descsz > len)
			return (false);
		name = roundup2((size_t)nh.n_namesz, 4);
		desc = roundup2((size_t)nh.n_descsz, 4);
		if (name > len || nh.n_descsz > len - name)
			return (false);
		if (nh.n_type == NT_TESSERA_ABI &&
		    nh.n_namesz == sizeof(ELF_NOTE_TESSERA) &&
		    memcmp(p, ELF_NOTE_TESSERA, sizeof(ELF_NOTE_TESSERA)) ==
		    0 && nh.n_descsz == sizeof(*abi)) {
			memcpy(abi, p + name, sizeof(*abi));
			return (true);
		}
		if (desc > len - name)
			return (false);
		p += name + desc;
		len -= name + desc;
	}
	return (false);
}
