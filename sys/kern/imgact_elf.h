/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the pure half of the ELF activator finds out about a file.
 */
#ifndef _KERN_IMGACT_ELF_H_
#define	_KERN_IMGACT_ELF_H_

#include <sys/types.h>

#define	ELF_MAXSEGS	16		/* PT_LOAD segments */
#define	ELF_MAXNOTES	8		/* PT_NOTE segments looked at */
#define	ELF_NOTE_MAX	4096		/* bytes of one */

/* A segment that is loaded; addresses without the load bias. */
struct elf_seg {
	uint64_t	es_start;	/* first page */
	uint64_t	es_fileend;	/* where the file's bytes end */
	uint64_t	es_filepages;	/* the same, rounded up */
	uint64_t	es_end;		/* last page's end */
	uint64_t	es_offset;	/* in the file, of es_start */
	int		es_prot;	/* VM_PROT_* */
};

struct elf_range {
	uint64_t	er_offset;
	uint64_t	er_size;
};

struct elf_plan {
	u_int		ep_nsegs;
	u_int		ep_nnotes;
	struct elf_seg	ep_segs[ELF_MAXSEGS];	/* by address */
	struct elf_range ep_notes[ELF_MAXNOTES];
	uint64_t	ep_align;	/* of the load address */
	uint64_t	ep_entry;
	uint64_t	ep_phdr;	/* address of the headers, or 0 */
	u_int		ep_phnum;
	bool		ep_pie;		/* may be loaded anywhere */
};

int	elf64_plan(const void *head, size_t headlen, uint64_t filesize,
	    struct elf_plan *);
bool	elf64_note_abi(const void *notes, size_t len, uint32_t *abi);

#endif /* !_KERN_IMGACT_ELF_H_ */
