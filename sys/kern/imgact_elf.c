/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The activator of ELF programs.
 *
 * imgact_elf_plan.c decides what the headers mean; here the file's note is
 * looked for and an address space is built in im_vmspace, which nobody uses
 * yet.  Text and data map the file's own pages: text shared by all who run it,
 * data copied when written to.  Only the rest of the last page of data is
 * touched, to be zeroed.
 *
 * Layout	All of a position-independent program lies in one randomly
 *		chosen 512 GiB slot of the address space (which a top-level
 *		table entry maps, so that a process has few page-table pages);
 *		in it the program, mappings and stack have places of their own,
 *		each random to VM_ASLR_BITS bits of the page number:
 *
 *		slot + 0		program, then the break
 *		slot + 128 GiB		mappings, upwards
 *		slot + 512 GiB		stack, downwards; above it the page with
 *					the signal trampoline
 *
 *		A program at fixed addresses lies where it wants to.
 *
 * Context	thread, sleeps; the file is kept from changing by
 *		vn_text_hold().
 * Tests	tests/sys/kern/t_execve.c, tests/sys/vm/unit
 */
#include <sys/param.h>
#include <sys/elf.h>
#include <sys/errno.h>
#include <sys/imgact.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/random.h>
#include <sys/resourcevar.h>
#include <sys/sysctl.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_map.h>

#include "imgact_elf.h"

static int aslr_enable = 1;

SYSCTL_NODE(_vm, OID_AUTO, aslr, 0, NULL,
    "Address space layout randomization");
SYSCTL_INT(_vm_aslr, OID_AUTO, enable, CTLFLAG_RW, &aslr_enable, 0,
    "Choose the addresses of new programs at random");
SYSCTL_INT(_vm_aslr, OID_AUTO, slot_bits, CTLFLAG_RD, NULL, VM_SLOT_BITS,
    "Entropy of the slot of a program, in bits, rounded up");
SYSCTL_INT(_vm_aslr, OID_AUTO, region_bits, CTLFLAG_RD, NULL, VM_ASLR_BITS,
    "Entropy of program, mappings and stack each inside the slot, in bits");
SYSCTL_INT(_vm_aslr, OID_AUTO, brk_bits, CTLFLAG_RD, NULL, VM_ASLR_BRK_BITS,
    "Entropy of the distance of the break from the program, in bits");

static vm_offset_t
aslr_pages(u_int bits)
{

	if (aslr_enable == 0)
		return (0);
	return (ptoa(random_u64() & ((1UL << bits) - 1)));
}

/*
 * Choose the places of an address space.
 */
static void
elf_layout(struct image *im, const struct elf_plan *ep)
{
	struct vmspace *vm = im->im_vmspace;
	vm_offset_t slot;

	slot = VM_SLOT_START;
	if (aslr_enable != 0)
		slot += random_uniform(VM_SLOT_COUNT) * VM_SLOT_SIZE;
	im->im_base = 0;
	if (ep->ep_pie)
		im->im_base = roundup2(slot + aslr_pages(VM_ASLR_BITS),
		    ep->ep_align) - rounddown2(ep->ep_segs[0].es_start,
		    ep->ep_align);
	vm->vm_map.m_base = slot + VM_SLOT_MMAP + aslr_pages(VM_ASLR_BITS);
	vm->vm_stacktop = slot + VM_SLOT_SIZE - PAGE_SIZE -
	    aslr_pages(VM_ASLR_BITS);
}

/*
 * Enter one mapping into the new map, which is nobody else's.  The range may be
 * taken by what came before: ENOEXEC.
 */
static int
elf_map(struct image *im, struct vm_object *obj, vm_offset_t start,
    vm_offset_t end, uint64_t offset, int prot, u_int flags)
{
	struct vm_map *map = &im->im_vmspace->vm_map;
	struct vm_map_req req = {
		.r_start = start, .r_end = end, .r_vobj = obj,
		.r_vindex = atop(offset), .r_prot = (uint8_t)prot,
		.r_maxprot = (uint8_t)prot, .r_flags = (uint16_t)flags,
	};
	int error;

	if ((prot & VM_PROT_WRITE) != 0)
		req.r_maxprot = VM_PROT_RW;
	if (start < map->m_min || end > map->m_max || start > end)
		return (SET_ERROR(ENOEXEC));
	rw_enter(&map->m_lock, RW_WRITER);
	if (!vm_map_range_free(map, start, end)) {
		rw_exit(&map->m_lock);
		return (SET_ERROR(ENOEXEC));
	}
	if (obj != NULL)
		vm_object_ref(obj);
	if ((flags & ME_TEXT) != 0 && vn_text_hold(im->im_vp) != 0)
		panic("elf_map: text without a hold");
	error = vm_map_insert(map, &req);
	rw_exit(&map->m_lock);
	if (error != 0) {
		if ((flags & ME_TEXT) != 0)
			vn_text_rele(im->im_vp);
		if (obj != NULL)
			vm_object_deref(obj);
	}
	return (error);
}

static int
elf_load_segment(struct image *im, const struct elf_seg *seg)
{
	struct vmspace *vm = im->im_vmspace;
	vm_offset_t bias = im->im_base;
	u_int flags = 0;
	int error = 0;

	if ((seg->es_prot & VM_PROT_EXECUTE) != 0) {
		flags = ME_TEXT;
		if (vm->vm_tsize == 0)
			vm->vm_taddr = bias + seg->es_start;
		vm->vm_tsize += seg->es_end - seg->es_start;
	} else if ((seg->es_prot & VM_PROT_WRITE) != 0) {
		if (vm->vm_dsize == 0)
			vm->vm_daddr = bias + seg->es_start;
		vm->vm_dsize += seg->es_end - seg->es_start;
	}
	if (seg->es_filepages > seg->es_start)
		error = elf_map(im, im->im_object, bias + seg->es_start,
		    bias + seg->es_filepages, seg->es_offset, seg->es_prot,
		    flags);
	if (error == 0 && seg->es_end > seg->es_filepages)
		error = elf_map(im, NULL, bias + seg->es_filepages,
		    bias + seg->es_end, 0, seg->es_prot, 0);
	if (error == 0 && (seg->es_prot & VM_PROT_WRITE) != 0 &&
	    seg->es_fileend < seg->es_filepages)
		error = vm_map_copyout(&vm->vm_map, NULL,
		    bias + seg->es_fileend,
		    seg->es_filepages - seg->es_fileend);
	return (error);
}

/*
 * Whether the file has our note, of an ABI that this kernel has.
 */
static bool
elf_is_ours(struct image *im, const struct elf_plan *ep)
{
	const struct elf_range *er;
	uint32_t abi;
	char *buf;
	u_int i;
	bool found = false;

	for (i = 0; i < ep->ep_nnotes && !found; i++) {
		er = &ep->ep_notes[i];
		if (er->er_offset + er->er_size <= im->im_headlen) {
			found = elf64_note_abi(im->im_head + er->er_offset,
			    er->er_size, &abi);
			continue;
		}
		if (er->er_size == 0)
			continue;
		buf = kmem_alloc(er->er_size, KM_SLEEP);
		if (buf == NULL)
			return (false);
		found = vn_rdwr(UIO_READ, im->im_vp, buf, er->er_size,
		    (off_t)er->er_offset, im->im_td->td_cred, NULL) == 0 &&
		    elf64_note_abi(buf, er->er_size, &abi);
		kmem_free(buf, er->er_size);
	}
	return (found && abi <= __Tessera__);
}

static int
elf64_activate(struct image *im)
{
	const struct elf_seg *last;
	struct vmspace *vm;
	struct elf_plan *ep;
	u_int i;
	int error;

	if (im->im_headlen < SELFMAG ||
	    memcmp(im->im_head, ELFMAG, SELFMAG) != 0)
		return (-1);
	ep = kmem_alloc(sizeof(*ep), KM_SLEEP);
	if (ep == NULL)
		return (SET_ERROR(ENOMEM));
	error = elf64_plan(im->im_head, im->im_headlen,
	    (uint64_t)im->im_size, ep);
	if (error == 0 && !elf_is_ours(im, ep))
		error = ENOEXEC;
	if (error != 0) {
		kmem_free(ep, sizeof(*ep));
		return (SET_ERROR(error));
	}
	vm = im->im_vmspace = vmspace_alloc();
	if (vm == NULL)
		error = SET_ERROR(ENOMEM);
	else
		elf_layout(im, ep);
	for (i = 0; i < ep->ep_nsegs && error == 0; i++)
		error = elf_load_segment(im, &ep->ep_segs[i]);
	if (error == 0 && vm->vm_dsize >
	    (vm_size_t)lim_cur(im->im_td, RLIMIT_DATA))
		error = SET_ERROR(ENOMEM);
	if (error == 0) {
		last = &ep->ep_segs[ep->ep_nsegs - 1];
		vm->vm_brkstart = im->im_base + last->es_end + PAGE_SIZE +
		    aslr_pages(VM_ASLR_BRK_BITS);
		vm->vm_brk = vm->vm_brkstart;
		im->im_entry = im->im_base + ep->ep_entry;
		im->im_phdr = ep->ep_phdr == 0 ? 0 :
		    im->im_base + ep->ep_phdr;
		im->im_phnum = ep->ep_phnum;
	}
	kmem_free(ep, sizeof(*ep));
	return (error);
}

const struct image_activator elf64_activator = {
	.ia_name = "ELF64",
	.ia_activate = elf64_activate,
};
