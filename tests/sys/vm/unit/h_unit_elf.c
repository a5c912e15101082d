/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The pure half of the ELF activator, and the list of all cases.
 */
#include <sys/param.h>
#include <sys/elf.h>
#include <sys/errno.h>
#include <sys/systm.h>

#include <vm/vm.h>

#include "imgact_elf.h"
#include "h_unit_shim.h"

#define	FILESIZE	0x5000UL

struct image {
	Elf64_Ehdr	eh;
	Elf64_Phdr	ph[4];
	char		rest[4096 - sizeof(Elf64_Ehdr) -
			    4 * sizeof(Elf64_Phdr)];
};

static void
good_image(struct image *im)
{

	memset(im, 0, sizeof(*im));
	memcpy(im->eh.e_ident, ELFMAG, SELFMAG);
	im->eh.e_ident[EI_CLASS] = ELFCLASS64;
	im->eh.e_ident[EI_DATA] = ELFDATA2LSB;
	im->eh.e_ident[EI_VERSION] = EV_CURRENT;
	im->eh.e_type = ET_DYN;
	im->eh.e_machine = EM_X86_64;
	im->eh.e_version = EV_CURRENT;
	im->eh.e_entry = 0x1010;
	im->eh.e_phoff = sizeof(Elf64_Ehdr);
	im->eh.e_phentsize = sizeof(Elf64_Phdr);
	im->eh.e_phnum = 4;
	im->ph[0] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_flags = PF_R,
	    .p_filesz = 0x800, .p_memsz = 0x800, .p_align = 0x1000 };
	im->ph[1] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_flags = PF_R | PF_X,
	    .p_offset = 0x1000, .p_vaddr = 0x1000, .p_filesz = 0x1800,
	    .p_memsz = 0x1800, .p_align = 0x1000 };
	im->ph[2] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_flags = PF_R | PF_W,
	    .p_offset = 0x3100, .p_vaddr = 0x4100, .p_filesz = 0x200,
	    .p_memsz = 0x4000, .p_align = 0x1000 };
	im->ph[3] = (Elf64_Phdr){ .p_type = PT_GNU_STACK,
	    .p_flags = PF_R | PF_W };
}

static int
plan(const struct image *im, struct elf_plan *ep)
{

	return (elf64_plan(im, sizeof(*im), FILESIZE, ep));
}

void
unit_elf_good(void)
{
	struct image im;
	struct elf_plan ep;

	good_image(&im);
	CHECK(plan(&im, &ep) == 0);
	CHECK(ep.ep_pie && ep.ep_nsegs == 3 && ep.ep_entry == 0x1010);
	CHECK(ep.ep_phdr == sizeof(Elf64_Ehdr) && ep.ep_phnum == 4);
	CHECK(ep.ep_segs[1].es_prot == VM_PROT_RX);
	CHECK(ep.ep_segs[1].es_filepages == 0x3000);
	CHECK(ep.ep_segs[2].es_start == 0x4000 &&
	    ep.ep_segs[2].es_fileend == 0x4300 &&
	    ep.ep_segs[2].es_filepages == 0x5000 &&
	    ep.ep_segs[2].es_end == 0x9000 &&
	    ep.ep_segs[2].es_offset == 0x3000);
}

#define	BAD(want, stmt) do {						\
	good_image(&im);						\
	stmt;								\
	CHECK(plan(&im, &ep) == (want));				\
} while (0)

void
unit_elf_fields(void)
{
	struct image im;
	struct elf_plan ep;

	BAD(ENOEXEC, im.eh.e_ident[0] = 0);
	BAD(ENOEXEC, im.eh.e_ident[EI_CLASS] = ELFCLASS32);
	BAD(ENOEXEC, im.eh.e_ident[EI_DATA] = ELFDATA2MSB);
	BAD(ENOEXEC, im.eh.e_ident[EI_VERSION] = 0);
	BAD(ENOEXEC, im.eh.e_type = ET_REL);
	BAD(ENOEXEC, im.eh.e_machine = EM_AARCH64);
	BAD(ENOEXEC, im.eh.e_version = 2);
	BAD(ENOEXEC, im.eh.e_phentsize = 32);
	BAD(ENOEXEC, im.eh.e_phnum = 0);
	BAD(ENOEXEC, im.eh.e_phnum = 0xffff);
	BAD(ENOEXEC, im.eh.e_phnum = 73);
	BAD(ENOEXEC, im.eh.e_phoff = 65);
	BAD(ENOEXEC, im.eh.e_phoff = 4096 - 8);
	BAD(ENOEXEC, im.eh.e_phoff = ~7UL);
	BAD(ENOEXEC, im.eh.e_entry = 0);
	BAD(ENOEXEC, im.eh.e_entry = 0x2801);
	BAD(ENOEXEC, im.eh.e_entry = 0x4100);
	BAD(ENOEXEC, im.ph[3].p_type = PT_INTERP);
	BAD(EACCES, im.ph[3].p_flags |= PF_X);
	BAD(EACCES, im.ph[2].p_flags |= PF_X);
	BAD(ENOEXEC, im.ph[1].p_filesz = 0x1801);
	BAD(ENOEXEC, im.ph[2].p_filesz = 0x4001);
	BAD(ENOEXEC, im.ph[2].p_offset = ~0xeffUL);
	BAD(ENOEXEC, im.ph[2].p_offset = 0x5100);
	BAD(ENOEXEC, im.ph[2].p_offset = 0x3101);
	BAD(ENOEXEC, im.ph[2].p_vaddr = 0x2100);
	BAD(ENOEXEC, im.ph[2].p_vaddr = ~0xeffUL);
	BAD(ENOEXEC, im.ph[2].p_memsz = ~0UL);
	BAD(ENOEXEC, im.ph[2].p_memsz = VM_MAXUSER_ADDRESS);
	BAD(ENOEXEC, im.ph[2].p_align = 0x1001);
	BAD(ENOEXEC, im.ph[2].p_align = 0x8000);
	BAD(ENOEXEC, im.ph[2].p_align = 1UL << 40);
	BAD(ENOEXEC, im.ph[1].p_memsz = 0x1801);
	BAD(ENOEXEC, im.eh.e_type = ET_EXEC);	/* below the lowest address */
	BAD(ENOEXEC, im.ph[0].p_type = im.ph[1].p_type = im.ph[2].p_type =
	    PT_NULL);
	BAD(0, im.ph[1].p_align = 0);
	good_image(&im);
	CHECK(elf64_plan(&im, 63, 63, &ep) == ENOEXEC);
	CHECK(elf64_plan(&im, 64, 64, &ep) == ENOEXEC);
	CHECK(elf64_plan(&im, sizeof(im), 0x2000, &ep) == ENOEXEC);
}

/*
 * Whatever the bytes, the plan keeps its promises.
 */
void
unit_elf_mutations(void)
{
	struct image im;
	struct elf_plan ep;
	uint64_t x = 12345, last;
	u_int i, j, round, accepted = 0;

	for (round = 0; round < 400000; round++) {
		good_image(&im);
		for (i = 0; i < 1 + round % 3; i++) {
			x = x * 6364136223846793005ULL + 1442695040888963407ULL;
			((uint8_t *)&im)[(x >> 33) % 288] = (x >> 20) & 1 ?
			    (uint8_t)(x >> 24) : (x >> 21) & 1 ? 0xff : 0;
		}
		if (plan(&im, &ep) != 0)
			continue;
		accepted++;
		CHECK(ep.ep_nsegs > 0 && ep.ep_nsegs <= ELF_MAXSEGS);
		last = ep.ep_pie ? 0 : VM_MINUSER_ADDRESS;
		for (j = 0; j < ep.ep_nsegs; j++) {
			const struct elf_seg *s = &ep.ep_segs[j];

			CHECK(s->es_start >= last);
			CHECK(s->es_filepages >= s->es_start);
			CHECK(s->es_filepages - s->es_fileend < PAGE_SIZE);
			CHECK(s->es_end >= s->es_filepages);
			CHECK(s->es_end > s->es_start);
			CHECK(s->es_end <= VM_MAXUSER_ADDRESS);
			CHECK(s->es_fileend == s->es_start ||
			    s->es_offset + (s->es_fileend - s->es_start) <=
			    FILESIZE);
			CHECK((s->es_prot & 6) != 6);
			last = s->es_end;
		}
	}
	CHECK(accepted > 1000);
}

void
unit_elf_notes(void)
{
	struct {
		Elf64_Nhdr	nh;
		char		name[8];
		uint32_t	abi;
	} n = { { 8, 4, NT_TESSERA_ABI }, "Tessera", 3 };
	struct {
		Elf64_Nhdr	nh;
		char		name[4];
		char		desc[20];
		__typeof__(n)	ours;
	} two = { { 4, 20, NT_GNU_BUILD_ID }, "GNU", "", n };
	uint32_t abi = 0;
	size_t i;

	CHECK(elf64_note_abi(&n, sizeof(n), &abi) && abi == 3);
	abi = 0;
	CHECK(elf64_note_abi(&two, sizeof(two), &abi) && abi == 3);
	for (i = 0; i < sizeof(n); i++)
		CHECK(!elf64_note_abi(&n, i, &abi));
	n.nh.n_namesz = ~0U;
	CHECK(!elf64_note_abi(&n, sizeof(n), &abi));
	n.nh.n_namesz = 8;
	n.nh.n_descsz = ~0U;
	CHECK(!elf64_note_abi(&n, sizeof(n), &abi));
	n.nh.n_descsz = 4;
	n.name[0] = 'x';
	CHECK(!elf64_note_abi(&n, sizeof(n), &abi));
}

const struct unit_case unit_cases[] = {
	{ "radix_dense", "a dense run far up costs a node for 64 pages",
	    unit_radix_dense },
	{ "radix_random", "random operations agree with an array",
	    unit_radix_random },
	{ "radix_nomem", "without memory an insertion changes nothing",
	    unit_radix_nomem },
	{ "tree_random", "lookup and search for room agree with an array",
	    unit_tree_random },
	{ "tree_findspace", "limits of the search for room",
	    unit_tree_findspace },
	{ "map_model", "five processes behave as a model says",
	    unit_map_model },
	{ "map_nomem", "the same while allocations fail", unit_map_nomem },
	{ "fork_loop", "a loop of forks keeps the chain short",
	    unit_fork_loop },
	{ "fork_big", "a collapse costs what was written, not the size",
	    unit_fork_big },
	{ "fork_generations", "living generations have a bounded chain",
	    unit_fork_generations },
	{ "fork_flattened", "a flattened chain forgets its ancestors' pages",
	    unit_fork_flattened },
	{ "reclaim", "vm.reclaim makes a chain as short as it can be",
	    unit_reclaim },
	{ "munmap_frees", "holes in a mapping give their pages back",
	    unit_munmap_frees },
	{ "stack_grows", "a stack grows to its limit and not into its guard",
	    unit_stack_grows },
	{ "stack_small_gap", "a gap no larger than its guard is no room",
	    unit_stack_small_gap },
	{ "stack_lowered_limit", "limits below what a stack has",
	    unit_stack_lowered_limit },
	{ "file_truncate", "truncation unmaps, and the tail is zero",
	    unit_file_truncate },
	{ "file_dirty", "writes through a mapping are noticed each time",
	    unit_file_dirty },
	{ "file_around", "a read next to a page takes no right of it",
	    unit_file_around },
	{ "file_modified", "each write through a mapping changes the times",
	    unit_file_modified },
	{ "file_error", "an error of the read-ahead is nobody's",
	    unit_file_error },
	{ "ubc_write", "reads and writes agree with an array",
	    unit_ubc_write },
	{ "ubc_holes", "reading a hole of a file in memory makes no pages",
	    unit_ubc_holes },
	{ "elf_good", "a proper file is planned properly", unit_elf_good },
	{ "elf_fields", "each bad field is refused", unit_elf_fields },
	{ "elf_mutations", "mutated files never break a promise",
	    unit_elf_mutations },
	{ "elf_notes", "notes of any shape", unit_elf_notes },
	{ NULL, NULL, NULL }
};
