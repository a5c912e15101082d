/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Maps, objects and faults against a model that knows for each page of each
 * process what its first byte must be.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

#include "h_unit_shim.h"

#define	BASE	0x200000000UL
#define	NPAGES	48
#define	NPROC	5
#define	NSHARED	400

struct mpage {
	bool	mapped;
	bool	shared;
	bool	own;			/* private page that was written */
	uint8_t	value;			/* of it */
	int	prot;
	int	maxprot;
	int	file;			/* page of the file, or -1 */
	int	anon;			/* shared anonymous object, or -1 */
	int	anonidx;
};

static struct mproc {
	struct vmspace	*vm;
	struct mpage	page[NPAGES];
} procs[NPROC];

static uint8_t file_value[SHIM_FILE_PAGES];
static u_int file_pages;
static uint8_t anon_value[NSHARED][NPAGES];
static int nshared;
static uint64_t seed = 0x2545f4914f6cdd1dULL;
static bool nomem;

static u_int
rnd(u_int n)
{

	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return ((u_int)(seed >> 11) % n);
}

static vm_offset_t
page_va(u_int i)
{

	return (BASE + ptoa(i));
}

/*
 * What the hardware does: use the page table, else fault.
 */
static int
access_page(struct vmspace *vm, vm_offset_t va, int access, uint8_t **bytep)
{
	struct host_pte *pte;
	int error, tries;

	for (tries = 0; tries < 3; tries++) {
		pte = pmap_find(&vm->vm_pmap, va);
		if (pte != NULL && (pte->prot & access) == access) {
			*bytep = (uint8_t *)vm_page_kva(pte->pg) +
			    (va & PAGE_MASK);
			return (0);
		}
		error = vm_fault(&vm->vm_map, va, access, 0);
		if (error != 0)
			return (error);
	}
	panic("fault makes no progress");
}

static int
model_read(const struct mpage *mp, uint8_t *vp)
{

	if (!mp->mapped)
		return (EFAULT);
	if (mp->prot == 0)
		return (EACCES);
	if (mp->own)
		*vp = mp->value;
	else if (mp->anon >= 0)
		*vp = anon_value[mp->anon][mp->anonidx];
	else if (mp->file >= 0) {
		if ((u_int)mp->file >= file_pages)
			return (EIO);
		*vp = file_value[mp->file];
	} else
		*vp = 0;
	return (0);
}

static int
model_write(struct mpage *mp, uint8_t v)
{

	if (!mp->mapped)
		return (EFAULT);
	if ((mp->prot & PROT_WRITE) == 0)
		return (EACCES);
	if (!mp->own && mp->file >= 0 && (u_int)mp->file >= file_pages)
		return (EIO);
	if (!mp->shared) {
		mp->own = true;
		mp->value = v;
	} else if (mp->anon >= 0)
		anon_value[mp->anon][mp->anonidx] = v;
	else
		file_value[mp->file] = v;
	return (0);
}

static void
check_page(struct mproc *p, u_int i)
{
	uint8_t *byte, want = 0;
	int error, wanterror;

	error = access_page(p->vm, page_va(i), PROT_READ, &byte);
	wanterror = model_read(&p->page[i], &want);
	CHECK(error == wanterror);
	if (error == 0)
		CHECK(*byte == want);
}

static void
op_write(struct mproc *p)
{
	u_int i = rnd(NPAGES);
	uint8_t *byte, v = (uint8_t)rnd(256);
	int error, wanterror;

	error = access_page(p->vm, page_va(i), PROT_WRITE, &byte);
	wanterror = model_write(&p->page[i], v);
	CHECK(error == wanterror);
	if (error == 0)
		*byte = v;
}

static void
op_mmap(struct mproc *p)
{
	struct vm_object *obj = NULL;
	struct mpage mp = { .mapped = true, .file = -1, .anon = -1 };
	vm_offset_t va;
	u_int at = rnd(NPAGES), n = 1 + rnd(NPAGES - at), i, off = 0;
	int error, flags = MAP_FIXED;

	mp.prot = (int)rnd(4);
	mp.maxprot = mp.prot | PROT_READ | PROT_WRITE;
	switch (rnd(4)) {
	case 0:
		mp.shared = true;
		if (nshared == NSHARED)
			return;
		mp.anon = nshared;
		flags |= MAP_SHARED | MAP_ANON;
		break;
	case 1:
		mp.shared = true;
		/* FALLTHROUGH */
	case 2:
		flags |= mp.shared ? MAP_SHARED : MAP_PRIVATE;
		off = rnd(SHIM_FILE_PAGES - n);
		mp.file = (int)off;
		obj = shim_vnode.v_object;
		vm_object_ref(obj);
		break;
	default:
		flags |= MAP_PRIVATE | MAP_ANON;
	}
	va = page_va(at);
	error = vm_mmap(curthread, &p->vm->vm_map, &va, ptoa(n), mp.prot,
	    mp.maxprot, flags, obj, (vm_ooffset_t)ptoa(off));
	if (error != 0) {
		CHECK(nomem && error == ENOMEM);
		return;
	}
	if (mp.anon >= 0)
		memset(anon_value[nshared++], 0, NPAGES);
	for (i = 0; i < n; i++) {
		p->page[at + i] = mp;
		if (mp.file >= 0)
			p->page[at + i].file += (int)i;
		p->page[at + i].anonidx = (int)i;
	}
}

static void
op_munmap(struct mproc *p)
{
	struct vm_map *map = &p->vm->vm_map;
	struct vm_map_dead dead = { NULL };
	u_int at = rnd(NPAGES), n = 1 + rnd(NPAGES - at), i;
	int error;

	rw_enter(&map->m_lock, RW_WRITER);
	error = vm_map_remove(map, page_va(at), page_va(at + n), &dead);
	rw_exit(&map->m_lock);
	vm_map_dead_free(&dead);
	if (error != 0) {
		CHECK(nomem && error == ENOMEM);
		return;
	}
	for (i = 0; i < n; i++)
		p->page[at + i].mapped = false;
}

static void
op_mprotect(struct mproc *p)
{
	struct vm_map *map = &p->vm->vm_map;
	u_int at = rnd(NPAGES), n = 1 + rnd(MIN(NPAGES - at, 8U)), i;
	int error, want = 0, prot;

	prot = (int)rnd(5);
	if (prot == 4)
		prot = PROT_READ | PROT_EXEC;
	rw_enter(&map->m_lock, RW_WRITER);
	error = vm_map_protect(map, page_va(at), page_va(at + n), prot);
	rw_exit(&map->m_lock);
	for (i = 0; i < n && want == 0; i++) {
		if (!p->page[at + i].mapped)
			want = ENOMEM;
		else if ((prot & ~p->page[at + i].maxprot) != 0)
			want = EACCES;
	}
	if (nomem && error == ENOMEM && want == 0)
		return;
	CHECK(error == want);
	for (i = 0; i < n && error == 0; i++)
		p->page[at + i].prot = prot;
}

static void
op_fork(struct mproc *p)
{
	struct mproc *c = &procs[rnd(NPROC)];

	if (c->vm != NULL)
		return;
	c->vm = vmspace_fork(p->vm);
	if (c->vm == NULL) {
		CHECK(nomem);
		return;
	}
	memcpy(c->page, p->page, sizeof(c->page));
}

static void
op_exit(struct mproc *p)
{
	u_int i, n = 0;

	for (i = 0; i < NPROC; i++)
		n += procs[i].vm != NULL;
	if (n < 2)
		return;
	vmspace_free(p->vm);
	p->vm = NULL;
}

static void
op_truncate(void)
{
	u_int i, n;

	n = rnd(SHIM_FILE_PAGES + 1);
	vnode_pager_setsize(&shim_vnode, (off_t)ptoa(n));
	for (i = n; i < SHIM_FILE_PAGES; i++) {
		file_value[i] = 0;
		memset(shim_file_bytes() + ptoa(i), 0, PAGE_SIZE);
	}
	file_pages = n;
}

static void
op_flush(void)
{
	u_int i;

	CHECK(ubc_flush(&shim_vnode, 0, 0, rnd(2) ? UBC_SYNC :
	    UBC_INVALIDATE) == 0);
	CHECK(ubc_dirty(&shim_vnode) == 0);
	for (i = 0; i < file_pages; i++)
		CHECK((uint8_t)shim_file_bytes()[ptoa(i)] == file_value[i]);
}

static void
check_all(void)
{
	u_int i, j;

	for (i = 0; i < NPROC; i++) {
		if (procs[i].vm == NULL)
			continue;
		vm_map_check(&procs[i].vm->vm_map);
		for (j = 0; j < NPAGES; j++)
			check_page(&procs[i], j);
	}
}

static void
model_run(u_int rounds)
{
	struct mproc *p;
	u_int round;

	(void)shim_file_open(ptoa(SHIM_FILE_PAGES));
	file_pages = SHIM_FILE_PAGES;
	procs[0].vm = vmspace_alloc();
	for (round = 0; round < rounds; round++) {
		if (nomem)
			shim_fail_after = rnd(12);
		do
			p = &procs[rnd(NPROC)];
		while (p->vm == NULL);
		switch (rnd(16)) {
		case 0: case 1:
			op_mmap(p);
			break;
		case 2:
			op_munmap(p);
			break;
		case 3:
			op_mprotect(p);
			break;
		case 4: case 5:
			op_fork(p);
			break;
		case 6:
			op_exit(p);
			break;
		case 7:
			if (rnd(4) == 0)
				op_truncate();
			else
				op_flush();
			break;
		case 8: case 9:
			check_page(p, rnd(NPAGES));
			break;
		default:
			op_write(p);
		}
		CHECK(shim_locks == 0);
		shim_fail_after = ULONG_MAX;
		if (round % 100 == 0)
			check_all();
	}
	for (p = procs; p < &procs[NPROC]; p++)
		if (p->vm != NULL)
			vmspace_free(p->vm);
	CHECK(shim_vnode.v_usecount == 1 && shim_vnode.v_writecount == 0);
	CHECK(shim_pages == vm_count_sum(VMC_FILE));
	CHECK(vm_count_sum(VMC_ANON) == 0);
	vm_object_terminate(shim_vnode.v_object);
	CHECK(shim_pages == 0 && shim_live == 0);
	CHECK(vm_count_sum(VMC_OBJECTS) == 0 && vm_count_sum(VMC_DIRTY) == 0);
}

void
unit_map_model(void)
{

	model_run(60000);
}

void
unit_map_nomem(void)
{

	nomem = true;
	seed ^= 0x5555;
	model_run(60000);
}

/* --- single situations ---------------------------------------------------- */

static struct vmspace *
space_with(u_int pages, bool touch)
{
	struct vmspace *vm = vmspace_alloc();
	vm_offset_t va = BASE;
	uint8_t *byte;
	u_int i;

	CHECK(vm_mmap(curthread, &vm->vm_map, &va, ptoa(pages), VM_PROT_RW,
	    VM_PROT_RW, MAP_FIXED | MAP_PRIVATE | MAP_ANON, NULL, 0) == 0);
	for (i = 0; touch && i < pages; i++) {
		CHECK(access_page(vm, page_va(i), PROT_WRITE, &byte) == 0);
		*byte = (uint8_t)i;
	}
	return (vm);
}

static u_int
chain_length(struct vmspace *vm)
{

	return (vm_object_chain_length(
	    vm_map_lookup(&vm->vm_map, BASE)->e_object));
}

/*
 * A process that forks for ever and writes in between has a chain of two.
 */
void
unit_fork_loop(void)
{
	struct vmspace *parent = space_with(32, true), *child;
	uint8_t *byte;
	u_int i, longest = 0;

	for (i = 0; i < 500; i++) {
		child = vmspace_fork(parent);
		CHECK(access_page(parent, page_va(i % 32), PROT_WRITE,
		    &byte) == 0);
		(*byte)++;
		if (i % 3 == 0) {
			CHECK(access_page(child, page_va(i % 7), PROT_WRITE,
			    &byte) == 0);
			*byte = 0xee;
		}
		vmspace_free(child);
		longest = MAX(longest, chain_length(parent));
		CHECK(shim_pages <= 34);
	}
	CHECK(longest <= 2);
	for (i = 0; i < 32; i++) {
		CHECK(access_page(parent, page_va(i), PROT_READ, &byte) == 0);
		CHECK(*byte == (uint8_t)(i + 500 / 32 + (i < 500 % 32)));
	}
	vmspace_free(parent);
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * The parent's cost of a fork depends on what it writes, not on its size: the
 * large tree stays, the few new pages move into it.
 */
void
unit_fork_big(void)
{
	struct vmspace *parent = space_with(2000, true), *child;
	struct vm_object *obj;
	uint8_t *byte;

	child = vmspace_fork(parent);
	CHECK(access_page(parent, page_va(5), PROT_WRITE, &byte) == 0);
	CHECK(chain_length(parent) == 2);
	vmspace_free(child);
	CHECK(shim_pages == 2001);
	obj = vm_map_lookup(&parent->vm_map, BASE)->e_object;
	mutex_enter(&obj->o_lock);
	shim_fail_after = 0;		/* needs no memory */
	vm_object_collapse(obj);
	shim_fail_after = ULONG_MAX;
	mutex_exit(&obj->o_lock);
	CHECK(chain_length(parent) == 1 && obj->o_npages == 2000);
	CHECK(shim_pages == 2000);
	vmspace_free(parent);
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * Each generation forks the next and all stay alive: the chain is bounded.
 */
void
unit_fork_generations(void)
{
	static struct vmspace *gen[100];
	uint8_t *byte;
	u_int i, longest = 0;

	gen[0] = space_with(8, true);
	for (i = 1; i < nitems(gen); i++) {
		gen[i] = vmspace_fork(gen[i - 1]);
		CHECK(access_page(gen[i], page_va(i % 8), PROT_WRITE,
		    &byte) == 0);
		*byte = (uint8_t)i;
		longest = MAX(longest, chain_length(gen[i]));
	}
	CHECK(longest <= VM_CHAIN_MAX + 1);
	for (i = nitems(gen); i-- > 0;) {
		CHECK(access_page(gen[i], page_va(i % 8), PROT_READ,
		    &byte) == 0);
		CHECK(*byte == i);
		CHECK(access_page(gen[i], page_va((i + 1) % 8), PROT_READ,
		    &byte) == 0);
		CHECK(*byte == (i < 8 ? (i + 1) % 8 : i - 7));
		vmspace_free(gen[i]);
	}
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * A chain that is flattened: the copies take the place of the ancestors' pages
 * in the page table too, for these go on writing to theirs, and exit.
 */
void
unit_fork_flattened(void)
{
	enum { LAST = VM_CHAIN_MAX + 1, B = LAST + 1, NB = 8 };
	static struct vmspace *gen[LAST + 1];
	uint8_t *byte;
	u_int i;

	gen[0] = space_with(B + NB, true);
	for (i = 1; i < LAST; i++) {
		gen[i] = vmspace_fork(gen[i - 1]);
		CHECK(access_page(gen[i], page_va(i), PROT_WRITE, &byte) == 0);
		*byte = 0xaa;
	}
	for (i = B; i < B + NB; i++) {
		CHECK(access_page(gen[LAST - 1], page_va(i), PROT_WRITE,
		    &byte) == 0);
		*byte = 0xbb;
	}
	CHECK(chain_length(gen[LAST - 1]) == LAST);
	gen[LAST] = vmspace_fork(gen[LAST - 1]);
	CHECK(access_page(gen[LAST], page_va(0), PROT_WRITE, &byte) == 0);
	CHECK(chain_length(gen[LAST]) == 1);
	for (i = B; i < B + NB; i++) {
		CHECK(access_page(gen[LAST - 1], page_va(i), PROT_WRITE,
		    &byte) == 0);
		*byte = 0xcc;
		CHECK(access_page(gen[LAST], page_va(i), PROT_READ,
		    &byte) == 0);
		CHECK(*byte == 0xbb);
	}
	for (i = 0; i < LAST; i++)
		vmspace_free(gen[i]);
	for (i = 1; i < B + NB; i++) {
		CHECK(access_page(gen[LAST], page_va(i), PROT_READ,
		    &byte) == 0);
		CHECK(*byte == (i < LAST ? 0xaa : i < B ? i : 0xbb));
	}
	vmspace_free(gen[LAST]);
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * A parent whose child is gone keeps two objects until somebody collapses them.
 */
void
unit_reclaim(void)
{
	struct vmspace *parent = space_with(8, true), *child;
	uint8_t *byte;

	child = vmspace_fork(parent);
	CHECK(access_page(parent, page_va(5), PROT_WRITE, &byte) == 0);
	shim_reclaim(parent);
	CHECK(chain_length(parent) == 2);
	vmspace_free(child);
	CHECK(chain_length(parent) == 2 && shim_pages == 9);
	shim_reclaim(parent);
	CHECK(chain_length(parent) == 1 && shim_pages == 8);
	vmspace_free(parent);
	CHECK(shim_pages == 0 && shim_live == 0);
}

void
unit_munmap_frees(void)
{
	struct vmspace *vm = space_with(64, true);
	struct vm_map *map = &vm->vm_map;
	struct vm_map_dead dead = { NULL };
	vm_offset_t va = page_va(8);
	uint8_t *byte;
	u_int i;

	for (i = 0; i < 64; i += 2) {
		rw_enter(&map->m_lock, RW_WRITER);
		CHECK(vm_map_remove(map, page_va(i), page_va(i + 1),
		    &dead) == 0);
		rw_exit(&map->m_lock);
		vm_map_dead_free(&dead);
	}
	CHECK(shim_pages == 32 && map->m_nentries == 32);
	/* What is mapped there again is new memory. */
	CHECK(vm_mmap(curthread, map, &va, PAGE_SIZE, VM_PROT_RW, VM_PROT_RW,
	    MAP_FIXED | MAP_PRIVATE | MAP_ANON, NULL, 0) == 0);
	CHECK(access_page(vm, va, PROT_READ, &byte) == 0 && *byte == 0);
	vmspace_free(vm);
	CHECK(shim_pages == 0 && shim_live == 0);
}

void
unit_stack_grows(void)
{
	struct vmspace *vm = vmspace_alloc();
	struct vm_map *map = &vm->vm_map;
	struct vm_map_entry *spares[2] = { vm_map_entry_alloc(),
	    vm_map_entry_alloc() };
	vm_offset_t top = BASE + VM_STACK_MAX;
	uint8_t *byte;

	vm->vm_stacktop = top;
	shim_limits[RLIMIT_STACK] = 8 << 20;
	rw_enter(&map->m_lock, RW_WRITER);
	vm_map_stack(map, BASE, top, VM_STACK_INIT, VM_PROT_RW,
	    ME_MAINSTACK, spares);
	rw_exit(&map->m_lock);
	CHECK(spares[0] == NULL && spares[1] == NULL);
	CHECK(access_page(vm, top - 1, PROT_WRITE, &byte) == 0);
	CHECK(access_page(vm, top - (1 << 20), PROT_WRITE, &byte) == 0);
	CHECK(map->m_size == 1 << 20);
	CHECK(access_page(vm, top - (8 << 20), PROT_WRITE, &byte) == 0);
	CHECK(access_page(vm, top - (8 << 20) - 1, PROT_WRITE, &byte) ==
	    EFAULT);
	shim_limits[RLIMIT_STACK] = RLIM_INFINITY;
	CHECK(access_page(vm, BASE + ptoa(VM_STACK_GUARD_PAGES) - 1,
	    PROT_WRITE, &byte) == EFAULT);
	CHECK(access_page(vm, BASE + ptoa(VM_STACK_GUARD_PAGES),
	    PROT_WRITE, &byte) == 0);
	CHECK(map->m_nentries == 2);
	vm_map_check(map);
	vmspace_free(vm);
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * A stack of 1 MiB whose gap somebody has unmapped but for n pages, with a
 * mapping right below them.
 */
static struct vmspace *
space_with_small_gap(u_int n, u_int flags, vm_offset_t *startp)
{
	struct vmspace *vm = vmspace_alloc();
	struct vm_map *map = &vm->vm_map;
	struct vm_map_entry *spares[2] = { vm_map_entry_alloc(),
	    vm_map_entry_alloc() };
	struct vm_map_dead dead = { NULL };
	vm_offset_t top = BASE + (1 << 20), start = top - VM_STACK_INIT;
	vm_offset_t va = start - VM_STACK_INIT * 2;

	vm->vm_stacktop = top;
	rw_enter(&map->m_lock, RW_WRITER);
	vm_map_stack(map, BASE, top, VM_STACK_INIT, VM_PROT_RW, flags, spares);
	CHECK(vm_map_remove(map, BASE, start - ptoa(n), &dead) == 0);
	rw_exit(&map->m_lock);
	vm_map_dead_free(&dead);
	CHECK(vm_mmap(curthread, map, &va, start - ptoa(n) - va, VM_PROT_RW,
	    VM_PROT_RW, MAP_FIXED | MAP_PRIVATE | MAP_ANON, NULL, 0) == 0);
	*startp = start;
	return (vm);
}

/*
 * A gap no larger than its guard is no room, whatever the limits say.
 */
void
unit_stack_small_gap(void)
{
	static const rlim_t limits[] = { 1UL << 32, 8 << 20, RLIM_INFINITY };
	struct vmspace *vm;
	vm_offset_t start;
	uint8_t *byte;
	u_int i, n;

	for (n = 1; n <= VM_STACK_GUARD_PAGES + 1; n++) {
		for (i = 0; i < 2 * nitems(limits); i++) {
			shim_limits[RLIMIT_AS] = limits[i / 2];
			vm = space_with_small_gap(n,
			    i % 2 == 0 ? 0 : ME_MAINSTACK, &start);
			CHECK(access_page(vm, start - 1, PROT_WRITE, &byte) ==
			    (n <= VM_STACK_GUARD_PAGES ? EFAULT : 0));
			CHECK(access_page(vm, start - ptoa(n), PROT_WRITE,
			    &byte) == EFAULT);
			vm_map_check(&vm->vm_map);
			vmspace_free(vm);
		}
	}
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * RLIMIT_STACK that was lowered below what is mapped, with a finite RLIMIT_AS.
 */
void
unit_stack_lowered_limit(void)
{
	struct vmspace *vm = vmspace_alloc();
	struct vm_map *map = &vm->vm_map;
	struct vm_map_entry *spares[2] = { vm_map_entry_alloc(),
	    vm_map_entry_alloc() };
	vm_offset_t top = BASE + VM_STACK_MAX;
	uint8_t *byte;

	vm->vm_stacktop = top;
	rw_enter(&map->m_lock, RW_WRITER);
	vm_map_stack(map, BASE, top, VM_STACK_INIT, VM_PROT_RW,
	    ME_MAINSTACK, spares);
	rw_exit(&map->m_lock);
	shim_limits[RLIMIT_AS] = 1UL << 32;
	shim_limits[RLIMIT_STACK] = VM_STACK_INIT / 2;
	CHECK(access_page(vm, top - VM_STACK_INIT - 1, PROT_WRITE, &byte) ==
	    EFAULT);
	CHECK(map->m_size == VM_STACK_INIT && vm->vm_ssize == 0);
	/* RLIMIT_AS alone: to the page. */
	shim_limits[RLIMIT_STACK] = RLIM_INFINITY;
	shim_limits[RLIMIT_AS] = VM_STACK_INIT + ptoa(3) + 1;
	CHECK(access_page(vm, top - VM_STACK_INIT - ptoa(3) - 1, PROT_WRITE,
	    &byte) == EFAULT);
	CHECK(access_page(vm, top - VM_STACK_INIT - 1, PROT_WRITE,
	    &byte) == 0);
	CHECK(map->m_size == VM_STACK_INIT + ptoa(3));
	vm_map_check(map);
	vmspace_free(vm);
	CHECK(shim_pages == 0 && shim_live == 0);
}

static struct vmspace *
space_with_file(int flags, int prot)
{
	struct vmspace *vm = vmspace_alloc();
	struct vm_object *obj = shim_file_open(ptoa(8) + 100);
	vm_offset_t va = BASE;

	vm_object_ref(obj);
	CHECK(vm_mmap(curthread, &vm->vm_map, &va, ptoa(16), prot, VM_PROT_RW,
	    MAP_FIXED | flags, obj, 0) == 0);
	return (vm);
}

void
unit_file_truncate(void)
{
	struct vmspace *vm = space_with_file(MAP_SHARED, VM_PROT_RW);
	uint8_t *byte;

	CHECK(access_page(vm, page_va(8) + 99, PROT_WRITE, &byte) == 0);
	byte[0] = 1;
	byte[1] = 2;			/* past the end */
	CHECK(access_page(vm, page_va(9), PROT_READ, &byte) == EIO);
	vnode_pager_setsize(&shim_vnode, (off_t)ptoa(8) + 200);
	CHECK(access_page(vm, page_va(8) + 99, PROT_READ, &byte) == 0);
	CHECK(byte[0] == 1 && byte[1] == 0);
	vnode_pager_setsize(&shim_vnode, (off_t)ptoa(2) + 10);
	CHECK(access_page(vm, page_va(3), PROT_READ, &byte) == EIO);
	CHECK(pmap_find(&vm->vm_pmap, page_va(8)) == NULL);
	vmspace_free(vm);
	vm_object_terminate(shim_vnode.v_object);
	CHECK(shim_pages == 0 && shim_live == 0);
}

void
unit_file_dirty(void)
{
	struct vmspace *vm = space_with_file(MAP_SHARED, VM_PROT_RW);
	uint8_t *byte;

	CHECK(access_page(vm, page_va(1), PROT_READ, &byte) == 0);
	CHECK(ubc_dirty(&shim_vnode) == 0);
	CHECK((pmap_find(&vm->vm_pmap, page_va(1))->prot & PROT_WRITE) == 0);
	CHECK(access_page(vm, page_va(1), PROT_WRITE, &byte) == 0);
	*byte = 7;
	CHECK(ubc_dirty(&shim_vnode) == 1);
	CHECK(ubc_flush(&shim_vnode, 0, 0, UBC_SYNC) == 0);
	CHECK(shim_file_bytes()[PAGE_SIZE] == 7);
	CHECK((pmap_find(&vm->vm_pmap, page_va(1))->prot & PROT_WRITE) == 0);
	CHECK(access_page(vm, page_va(1), PROT_WRITE, &byte) == 0);
	CHECK(ubc_dirty(&shim_vnode) == 1);
	vmspace_free(vm);
	vm_object_terminate(shim_vnode.v_object);
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * Somebody asks whether a mapping has changed the file: the next write is a
 * change again, be it to a page that was writable and dirty.
 */
void
unit_file_modified(void)
{
	struct vmspace *vm = space_with_file(MAP_SHARED, VM_PROT_RW);
	uint8_t *byte;
	u_int i;

	CHECK(access_page(vm, page_va(1), PROT_READ, &byte) == 0);
	CHECK(!ubc_modified(&shim_vnode));
	for (i = 0; i < 3; i++) {
		CHECK(access_page(vm, page_va(1), PROT_WRITE, &byte) == 0);
		CHECK(access_page(vm, page_va(2), PROT_WRITE, &byte) == 0);
		CHECK(ubc_modified(&shim_vnode));
		CHECK(!ubc_modified(&shim_vnode));
		CHECK(ubc_dirty(&shim_vnode) == 2);
	}
	CHECK(ubc_flush(&shim_vnode, 0, 0, UBC_SYNC) == 0);
	CHECK(!ubc_modified(&shim_vnode));
	CHECK(access_page(vm, page_va(1), PROT_WRITE, &byte) == 0);
	vmspace_free(vm);
	CHECK(ubc_modified(&shim_vnode));
	vm_object_terminate(shim_vnode.v_object);
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * A page that may be written already stays so when a neighbour is read.
 */
void
unit_file_around(void)
{
	struct vmspace *vm = space_with_file(MAP_SHARED, VM_PROT_RW);
	uint8_t *byte;

	CHECK(access_page(vm, page_va(1), PROT_WRITE, &byte) == 0);
	CHECK(access_page(vm, page_va(2), PROT_READ, &byte) == 0);
	CHECK(pmap_find(&vm->vm_pmap, page_va(3))->prot == PROT_READ);
	CHECK(pmap_find(&vm->vm_pmap, page_va(1))->prot == VM_PROT_RW);
	vmspace_free(vm);
	vm_object_terminate(shim_vnode.v_object);
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * A read error behind the page that is wanted is not its error.
 */
void
unit_file_error(void)
{
	struct vmspace *vm = space_with_file(MAP_PRIVATE, VM_PROT_RW);
	uint8_t *byte;

	shim_io_errors = 1;
	CHECK(access_page(vm, page_va(0), PROT_READ, &byte) == 0);
	shim_io_errors = 0;
	vmspace_free(vm);
	CHECK(ubc_flush(&shim_vnode, 0, 0, UBC_INVALIDATE) == 0);
	CHECK(shim_pages == 0);
	vm_object_terminate(shim_vnode.v_object);
	CHECK(shim_live == 0);
}

static void
file_io(enum uio_rw rw, void *p, size_t n, off_t off)
{
	struct iovec iov = { .iov_base = p, .iov_len = n };
	struct uio uio = { .uio_iov = &iov, .uio_iovcnt = 1,
	    .uio_offset = off, .uio_resid = (ssize_t)n,
	    .uio_segflg = UIO_SYSSPACE, .uio_rw = rw };

	CHECK(ubc_uiomove(&shim_vnode, &uio,
	    rw == UIO_READ ? UBC_READ : UBC_WRITE) == 0);
}

/*
 * Random reads and writes, with growth, holes, truncation and flushing.
 */
void
unit_ubc_write(void)
{
	static char model[SHIM_FILE_PAGES * 4096], buf[SHIM_FILE_PAGES * 4096];
	u_int round, n, off;
	size_t size = 0;
	struct vm_object *obj = shim_file_open(0);

	for (round = 0; round < 4000; round++) {
		n = 1 + rnd(rnd(2) ? 100 : 20000);
		off = rnd((u_int)sizeof(model) - n);
		if (rnd(3) == 0)
			off = rounddown2(off, (u_int)PAGE_SIZE);
		switch (rnd(5)) {
		case 0: case 1:
			memset(buf, (int)rnd(256), n);
			memcpy(model + off, buf, n);
			file_io(UIO_WRITE, buf, n, off);
			size = MAX(size, off + n);
			break;
		case 2:
			if (off >= size)
				break;
			n = (u_int)MIN((size_t)n, size - off);
			file_io(UIO_READ, buf, n, off);
			CHECK(memcmp(buf, model + off, n) == 0);
			break;
		case 3:
			size = rnd((u_int)sizeof(model));
			memset(model + size, 0, sizeof(model) - size);
			vnode_pager_setsize(&shim_vnode, (off_t)size);
			/* What a file system does about the disk. */
			memset(shim_file_bytes() + size, 0,
			    sizeof(model) - size);
			break;
		default:
			CHECK(ubc_flush(&shim_vnode, 0, 0, rnd(2) ?
			    UBC_INVALIDATE : UBC_SYNC) == 0);
			CHECK(memcmp(shim_file_bytes(), model, size) == 0);
		}
		CHECK((size_t)obj->o_size == size);
	}
	vm_object_terminate(obj);
	CHECK(shim_pages == 0 && shim_live == 0);
}

/*
 * Where the pages are all there is, a read of a hole makes none, and a write
 * only its own.
 */
void
unit_ubc_holes(void)
{
	static char buf[SHIM_FILE_PAGES * 4096];
	struct vm_object *obj;
	size_t i;

	(void)shim_file_open(0);
	vm_object_terminate(shim_vnode.v_object);
	obj = vm_object_vnode_alloc(&shim_vnode, &vnode_pager_ops,
	    (off_t)sizeof(buf) - 5, VMO_NORECLAIM);
	CHECK(obj != NULL);
	shim_vnode.v_object = obj;
	memset(buf, 'w', 9);
	file_io(UIO_WRITE, buf, 9, (off_t)ptoa(7) + 100);
	CHECK(ubc_resident(&shim_vnode) == 1);
	memset(buf, 'x', sizeof(buf));
	file_io(UIO_READ, buf, sizeof(buf) - 6, 1);
	for (i = 0; i < sizeof(buf) - 6; i++)
		CHECK(buf[i] == (i + 1 - ptoa(7) - 100 < 9 ? 'w' : 0));
	CHECK(buf[i] == 'x');
	CHECK(ubc_resident(&shim_vnode) == 1);
	vm_object_terminate(obj);
	CHECK(shim_pages == 0 && shim_live == 0);
}
