/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Scenarios whose input says what they do: from the seed, or from libFuzzer
 * (tools/simfuzz).
 *
 * fuzz_elf	A program file with patches (h_patch.h) is executed, and every
 *		page of what it maps is touched, but nothing of it runs: it
 *		could do to this process what it likes.  The kernel then has
 *		what it had before, and another program can take over.
 */

#include <sys/param.h>
#include <sys/exec.h>
#include <sys/fcntl.h>
#include <sys/kmem.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/vnode.h>
#include <machine/sim.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>

#include "user/h_patch.h"

SIM_PROGRAM(fuzz_syscall, 3, SIM_S_FUZZ, "/bin/u_fuzz_syscall",
    "input: system calls of ordinary users");
SIM_PROGRAM(fuzz_ext2, 2, SIM_S_DISK | SIM_S_FUZZ, "/bin/u_fuzz_ext2",
    "input: a broken ext2 file system");

#define	SOUND		"/bin/u_hello"
#define	BROKEN		"/data/program"
#define	TRUNCATE	0xff		/* p_n: to the length p_offset */
#define	ANYWHERE	0x20		/* in p_n; else in the headers */
#define	HEADERS		1024		/* bytes that have them all */
#define	MAXTOUCH	64		/* pages of one mapping */

static uint8_t	fuzz_input[SIM_INPUT_MAX];

static void
elf_patch(struct vnode *vp, const struct patch *pt)
{
	off_t offset = pt->p_offset;
	struct vattr va;
	int error;

	if (pt->p_n == TRUNCATE) {
		vattr_null(&va);
		va.va_size = offset;
		error = vn_lock(vp, RW_WRITER);
		SIM_CHECK_EQ(error, 0);
		error = VOP_SETATTR(vp, &va, curthread->td_cred);
		vn_unlock(vp);
	} else {
		if ((pt->p_n & ANYWHERE) == 0)
			offset %= HEADERS;
		error = vn_rdwr(UIO_WRITE, vp,
		    (void *)(uintptr_t)pt->p_data, pt->p_len, offset,
		    curthread->td_cred, NULL);
	}
	SIM_CHECK_EQ(error, 0);
}

/* Break the file. */
static void
elf_break(const uint8_t *p, u_long left)
{
	struct nameidata nd;
	struct patch pt;
	struct vnode *vp;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_SYSSPACE, BROKEN, curthread);
	error = vn_open(&nd, FREAD | FWRITE, 0, &vp);
	SIM_CHECK_EQ(error, 0);
	while (patch_next(&p, &left, &pt))
		elf_patch(vp, &pt);
	error = vn_close(vp, FREAD | FWRITE, curthread->td_cred);
	SIM_CHECK_EQ(error, 0);
}

static int
elf_exec(const char *path)
{
	struct exec_args ea;
	int error;

	error = exec_args_init(&ea);
	SIM_CHECK_EQ(error, 0);
	error = exec_add_arg(&ea, path);
	SIM_CHECK_EQ(error, 0);
	error = exec_run(curthread, path, &ea);
	exec_args_free(&ea);
	return (error);
}

/* Touch the first pages and the last one, whether it is allowed or not. */
static void
elf_touch_range(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	vm_offset_t va;
	u_int n = 0;

	for (va = start; va < end && n < MAXTOUCH; va += PAGE_SIZE, n++) {
		(void)vm_fault(map, va, VM_PROT_READ, 0);
		(void)vm_fault(map, va, VM_PROT_WRITE, 0);
		(void)vm_fault(map, va, VM_PROT_EXECUTE, 0);
	}
	if (va < end)
		(void)vm_fault(map, end - PAGE_SIZE, VM_PROT_WRITE, 0);
}

static void
elf_touch(void)
{
	struct vm_map *map = &curproc->p_vmspace->vm_map;
	struct vm_map_entry *e;
	vm_offset_t end = 0, start;

	for (;;) {
		rw_enter(&map->m_lock, RW_READER);
		e = vm_map_lookup_ge(map, end);
		start = e->e_start;
		end = e->e_end;
		rw_exit(&map->m_lock);
		if (e == &map->m_head)
			return;
		elf_touch_range(map, start, end);
	}
}

/*
 * Break the file, execute it, and then another one, whose memory is given back
 * too, for how many pages a stack has is left to chance.
 */
static void
elf_round(const uint8_t *p, u_long len)
{
	int error;

	elf_break(p, len);
	error = elf_exec(BROKEN);
	sim_event((u_long)error, 0);
	if (error == 0)
		elf_touch();
	error = elf_exec(SOUND);
	SIM_CHECK_EQ(error, 0);
	vmspace_exit(curthread);
}

/*
 * Directories get their index of names when one is looked up that the name
 * cache has no longer: the second time.
 */
static void
elf_prepare(void)
{

	elf_round(fuzz_input, 0);
	sim_objects_keep();
	elf_round(fuzz_input, 0);
}

static void
fuzz_elf(void)
{

	elf_round(fuzz_input, host_input(fuzz_input));
}
SIM_SCENARIO_PREPARED(fuzz_elf, 2, SIM_S_ROOT | SIM_S_FUZZ, elf_prepare,
    fuzz_elf,
    "input: a broken program file");
