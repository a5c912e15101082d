/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mmap(2), munmap(2), mprotect(2), brk(2).
 *
 * Model	A call checks its arguments and the file, then changes the map
 *		in one step under m_lock.  Memory is never writable and
 *		executable at the same time: EACCES.  What mprotect(2) may ask
 *		for later is fixed when memory is mapped (e_maxprot): reading
 *		and writing as far as the file permits, execution only if it was
 *		asked for or named with PROT_MAX().
 *
 * Place	Without an address, the first room above m_base, which execve(2)
 *		chose at random.  So mappings are dense and cost few page-table
 *		pages, and what is random is where they all begin.
 *
 * Limits	RLIMIT_AS counts all that is mapped but guards, RLIMIT_DATA the
 *		program's data and the break.  There is no swap and memory is
 *		promised beyond what there is: a process that then uses it can
 *		be killed (vm_pageout.c).
 *
 * Tests	tests/sys/vm/t_mmap.c, t_munmap.c, t_mprotect.c, t_brk.c
 */
#include <sys/param.h>
#include <sys/capsicum.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/vnode.h>

#include <vm/vm_extern.h>
#include <vm/vm_impl.h>

/* MAP_ALIGNMENT_MASK, without reaching into a sign bit. */
#define	MMAP_ALIGNMENT	(0xffU << MAP_ALIGNMENT_SHIFT)
#define	MMAP_FLAGS	(MAP_SHARED | MAP_PRIVATE | MAP_FIXED |		\
    MAP_HASSEMAPHORE | MAP_STACK | MAP_NOSYNC | MAP_ANON | MAP_GUARD |	\
    MAP_EXCL | MAP_NOCORE | MAP_PREFAULT_READ | MMAP_ALIGNMENT)

static inline bool
prot_is_wx(int prot)
{

	return ((prot & (PROT_WRITE | PROT_EXEC)) ==
	    (PROT_WRITE | PROT_EXEC));
}

/*
 * The alignment that MAP_ALIGNED() asks for.
 */
static int
mmap_alignment(int flags, vm_size_t *alignp)
{
	u_int shift = ((u_int)flags & MMAP_ALIGNMENT) >>
	    MAP_ALIGNMENT_SHIFT;

	if (shift == 0) {
		*alignp = PAGE_SIZE;
		return (0);
	}
	if (shift < PAGE_SHIFT || shift >= 47)
		return (SET_ERROR(EINVAL));
	*alignp = 1UL << shift;
	return (0);
}

/*
 * Make room in the map for what is to be mapped, and say where.  With MAP_FIXED
 * that removes what was there.  m_lock is held to write.
 */
static int
mmap_place(struct thread *td, struct vm_map *map, vm_offset_t *addrp,
    vm_size_t len, int flags, struct vm_map_dead *dead)
{
	vm_size_t align = PAGE_SIZE, limit, size = map->m_size;
	vm_offset_t addr = *addrp;
	int error;

	error = mmap_alignment(flags, &align);
	if (error != 0)
		return (error);
	if ((flags & MAP_FIXED) != 0) {
		if ((flags & MAP_EXCL) != 0 &&
		    !vm_map_range_free(map, addr, addr + len))
			return (SET_ERROR(ENOMEM));
		size -= vm_map_mapped(map, addr, addr + len);
	}
	if (map->m_nentries >= vm_map_maxentries)
		return (SET_ERROR(ENOMEM));
	limit = (vm_size_t)lim_cur(td, RLIMIT_AS);
	if ((flags & MAP_GUARD) == 0 && (size > limit || len > limit - size))
		return (SET_ERROR(ENOMEM));
	if ((flags & MAP_FIXED) != 0)
		return (vm_map_remove(map, addr, addr + len, dead));
	return (vm_map_findspace(map, addr != 0 ? addr : map->m_base, len,
	    align, addrp));
}

/*
 * Fill in what is to be entered.  *objp is cleared when its reference went
 * there.
 */
static int
mmap_request(struct vm_map_req *req, vm_size_t len, int prot, int maxprot,
    int flags, struct vm_object **objp, vm_ooffset_t off)
{
	int error;

	memset(req, 0, sizeof(*req));
	if ((flags & MAP_GUARD) != 0) {
		req->r_flags = ME_GUARD;
	} else {
		req->r_prot = (uint8_t)prot;
		req->r_maxprot = (uint8_t)maxprot;
		req->r_vobj = *objp;
		req->r_vindex = atop(off);
		if ((flags & MAP_SHARED) != 0) {
			req->r_flags = ME_SHARED;
			if (req->r_vobj == NULL)
				req->r_vobj = vm_object_shared_alloc(len);
			if (req->r_vobj == NULL)
				return (SET_ERROR(ENOMEM));
		}
		*objp = NULL;
		if ((flags & MAP_SHARED) != 0 &&
		    (maxprot & VM_PROT_WRITE) != 0 &&
		    req->r_vobj->o_type == OBJT_VNODE) {
			error = vn_write_hold(req->r_vobj->o_handle);
			if (error != 0)
				return (error);
			req->r_flags |= ME_WRITER;
		}
	}
	req->r_spare = vm_map_entry_alloc();
	return (req->r_spare != NULL ? 0 : SET_ERROR(ENOMEM));
}

/*
 * What is mapped will be locked: count its bytes.  EAGAIN.
 */
static int
mmap_lock(struct thread *td, struct vm_map *map, vm_size_t bytes,
    struct vm_map_req *req)
{

	if (vm_map_lock_charge(map, td, bytes) != 0)
		return (SET_ERROR(EAGAIN));
	req->r_flags |= ME_LOCKED;
	return (0);
}

int
vm_mmap(struct thread *td, struct vm_map *map, vm_offset_t *addrp,
    vm_size_t len, int prot, int maxprot, int flags, struct vm_object *obj,
    vm_ooffset_t off)
{
	struct vm_map_dead dead = { NULL };
	struct vm_map_entry *spares[2] = { NULL, NULL };
	struct vm_map_req req;
	vm_offset_t addr = *addrp;
	vm_size_t locked = 0;		/* bytes of it that are ME_LOCKED */
	bool stack;
	int error;

	KASSERT(((addr | len | (vm_offset_t)off) & PAGE_MASK) == 0);
	KASSERT(len != 0 && (prot & ~maxprot) == 0);
	stack = (flags & MAP_STACK) != 0 && len > VM_STACK_INIT +
	    ptoa(VM_STACK_GUARD_PAGES);
	error = mmap_request(&req, len, prot, maxprot, flags, &obj, off);
	if (error == 0 && stack) {
		spares[0] = vm_map_entry_alloc();
		spares[1] = req.r_spare;
		req.r_spare = NULL;
		if (spares[0] == NULL)
			error = SET_ERROR(ENOMEM);
	}
	if (error != 0)
		goto out;
	/* Once there is a place nothing can fail. */
	rw_enter(&map->m_lock, RW_WRITER);
	if (__predict_false(map->m_lockfuture) && (flags & MAP_GUARD) == 0) {
		locked = stack ? VM_STACK_INIT : len;
		error = mmap_lock(td, map, locked, &req);
	}
	if (error == 0)
		error = mmap_place(td, map, &addr, len, flags, &dead);
	else
		locked = 0;
	if (error == 0) {
		req.r_start = addr;
		req.r_end = addr + len;
		if (stack)
			vm_map_stack(map, addr, addr + len, VM_STACK_INIT,
			    prot, req.r_flags & ME_LOCKED, spares);
		else
			(void)vm_map_insert(map, &req);
		*addrp = addr;
		req.r_vobj = NULL;
	} else if (locked != 0) {
		vm_map_lock_uncharge(map, locked);
		locked = 0;
	}
	rw_exit(&map->m_lock);
	vm_map_dead_free(&dead);
	if (__predict_false(locked != 0))
		(void)vm_map_faultin(map, addr, addr + len);
out:
	if (spares[0] != NULL)
		vm_map_entry_free(spares[0]);
	if (spares[1] != NULL)
		vm_map_entry_free(spares[1]);
	if (req.r_spare != NULL)
		vm_map_entry_free(req.r_spare);
	if (req.r_vobj != NULL) {
		if ((req.r_flags & ME_WRITER) != 0)
			vn_write_rele(req.r_vobj->o_handle);
		vm_object_deref(req.r_vobj);
	}
	if (obj != NULL)
		vm_object_deref(obj);
	return (error);
}

/*
 * The checks that do not depend on a file.
 */
static int
mmap_check(const struct mmap_args *uap, int prot, int maxprot, int flags)
{
	int sharing = flags & (MAP_SHARED | MAP_PRIVATE);

	if (uap->len == 0 || ((u_int)flags & ~MMAP_FLAGS) != 0 ||
	    ((uint32_t)uap->prot & ~(uint32_t)(_PROT_ALL |
	    PROT_MAX(_PROT_ALL))) != 0)
		return (SET_ERROR(EINVAL));
	if (maxprot != 0 && (prot & ~maxprot) != 0)
		return (SET_ERROR(EINVAL));
	if ((flags & MAP_EXCL) != 0 && (flags & MAP_FIXED) == 0)
		return (SET_ERROR(EINVAL));
	if (uap->offset < 0 || (uap->offset & (off_t)PAGE_MASK) != 0)
		return (SET_ERROR(EINVAL));
	if ((flags & MAP_GUARD) != 0 && (prot != PROT_NONE || sharing != 0 ||
	    (flags & (MAP_ANON | MAP_STACK)) != 0))
		return (SET_ERROR(EINVAL));
	if ((flags & MAP_STACK) != 0 && (prot != (PROT_READ | PROT_WRITE) ||
	    (flags & MAP_SHARED) != 0))
		return (SET_ERROR(EINVAL));
	if ((flags & (MAP_ANON | MAP_GUARD | MAP_STACK)) != 0) {
		if (uap->fd != -1 || uap->offset != 0)
			return (SET_ERROR(EINVAL));
	} else if (uap->offset > VM_OBJECT_MAXSIZE - (off_t)MIN(uap->len,
	    (size_t)VM_OBJECT_MAXSIZE)) {
		return (SET_ERROR(EINVAL));
	}
	if (sharing != MAP_SHARED && sharing != MAP_PRIVATE &&
	    (flags & (MAP_GUARD | MAP_STACK)) == 0)
		return (SET_ERROR(EINVAL));
	if (prot_is_wx(prot))
		return (SET_ERROR(EACCES));
	return (0);
}

/*
 * The rights that mmap(2) needs of its descriptor.
 */
static cap_rights_t
rights_mmap(int prot, int flags)
{
	uint64_t r = CAP_MMAP;

	if ((prot & PROT_READ) != 0 || (flags & MAP_PRIVATE) != 0)
		r |= CAP_MMAP_R;
	if ((prot & PROT_WRITE) != 0 && (flags & MAP_SHARED) != 0)
		r |= CAP_MMAP_W;
	if ((prot & PROT_EXEC) != 0)
		r |= CAP_MMAP_X;
	return ((cap_rights_t){ { r, CAPRIGHT(1, 0ULL) } });
}

/*
 * Is nothing of the vnode's mount to be executed?  A vnode that died says no;
 * its data cannot be mapped.
 */
static bool
mmap_noexec(struct vnode *vp)
{
	bool noexec;

	if (vn_lock(vp, RW_READER) != 0)
		return (false);
	noexec = (vp->v_mount->mnt_flag & MNT_NOEXEC) != 0;
	vn_unlock(vp);
	return (noexec);
}

/*
 * The object of a descriptor (NULL: memory of zeros, as /dev/zero gives), and
 * in *maxprot what it permits.
 */
static int
mmap_file(struct thread *td, const struct mmap_args *uap, int prot,
    int *maxprot, int flags, struct vm_object **objp)
{
	cap_rights_t rights = rights_mmap(prot, flags);
	struct fdslot slot;
	struct file *fp;
	int error;

	error = fd_get_cap(td, uap->fd, &rights, &slot);
	if (error != 0)
		return (error);
	fp = slot.fs_file;
	/* A later mprotect(2) must not gain what the descriptor lacks. */
	rights = rights_mmap(PROT_WRITE, flags);
	if (!cap_rights_has(&slot.fs_rights, &rights))
		*maxprot &= ~PROT_WRITE;
	rights = rights_mmap(PROT_EXEC, flags);
	if (!cap_rights_has(&slot.fs_rights, &rights))
		*maxprot &= ~PROT_EXEC;
	if ((fp->f_flag & FREAD) == 0 || ((prot & PROT_WRITE) != 0 &&
	    (flags & MAP_SHARED) != 0 && (fp->f_flag & FWRITE) == 0))
		error = SET_ERROR(EACCES);
	if ((flags & MAP_SHARED) != 0 && (fp->f_flag & FWRITE) == 0)
		*maxprot &= ~PROT_WRITE;
	if (error == 0 && fp->f_vnode != NULL && mmap_noexec(fp->f_vnode)) {
		if ((prot & PROT_EXEC) != 0)
			error = SET_ERROR(EACCES);
		*maxprot &= ~PROT_EXEC;
	}
	if (error == 0 && fp->f_ops->fo_mmap == NULL)
		error = SET_ERROR(ENODEV);
	*objp = NULL;
	if (error == 0)
		error = fp->f_ops->fo_mmap(fp, objp, prot, flags,
		    uap->offset, td->td_cred, td);
	file_drop(fp);
	return (error);
}

int
sys_mmap(struct thread *td, const struct mmap_args *uap, register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	struct vm_object *obj = NULL;
	vm_offset_t addr = (vm_offset_t)uap->addr;
	vm_size_t len = round_page(uap->len);
	int error, flags = uap->flags;
	int prot = PROT_EXTRACT(uap->prot);
	int maxprot = PROT_MAX_EXTRACT(uap->prot);

	error = mmap_check(uap, prot, maxprot, flags);
	if (error != 0)
		return (error);
	if (len == 0 || len > map->m_max - map->m_min)
		return (SET_ERROR(ENOMEM));
	if ((flags & MAP_FIXED) == 0)
		addr = trunc_page(addr);
	else if ((addr & PAGE_MASK) != 0 || addr < map->m_min ||
	    addr > map->m_max || len > map->m_max - addr)
		return (SET_ERROR(EINVAL));
	if (maxprot == 0)
		maxprot = prot | PROT_READ | PROT_WRITE;
	if ((flags & MAP_STACK) != 0)
		flags |= MAP_ANON | MAP_PRIVATE;
	if ((flags & (MAP_ANON | MAP_GUARD)) == 0) {
		error = mmap_file(td, uap, prot, &maxprot, flags, &obj);
		if (error != 0)
			return (error);
	}
	error = vm_mmap(td, map, &addr, len, prot, maxprot, flags, obj,
	    obj == NULL ? 0 : uap->offset);
	if (error == 0)
		*rv = (register_t)addr;
	return (error);
}

int
sys_munmap(struct thread *td, const struct munmap_args *uap, register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	struct vm_map_dead dead = { NULL };
	vm_offset_t addr = (vm_offset_t)uap->addr;
	vm_size_t len = round_page(uap->len);
	int error;

	if ((addr & PAGE_MASK) != 0 || len == 0 || addr < map->m_min ||
	    addr > map->m_max || len > map->m_max - addr)
		return (SET_ERROR(EINVAL));
	rw_enter(&map->m_lock, RW_WRITER);
	error = vm_map_remove(map, addr, addr + len, &dead);
	rw_exit(&map->m_lock);
	vm_map_dead_free(&dead);
	return (error);
}

int
sys_mprotect(struct thread *td, const struct mprotect_args *uap,
    register_t *rv)
{
	struct vm_map *map = &td->td_proc->p_vmspace->vm_map;
	vm_offset_t addr = (vm_offset_t)uap->addr;
	vm_size_t len = round_page(uap->len);
	int error, prot = uap->prot;

	if ((addr & PAGE_MASK) != 0 || (prot & ~_PROT_ALL) != 0)
		return (SET_ERROR(EINVAL));
	if (prot_is_wx(prot))
		return (SET_ERROR(EACCES));
	if (uap->len == 0)
		return (0);
	if (len == 0 || addr < map->m_min || addr > map->m_max ||
	    len > map->m_max - addr)
		return (SET_ERROR(ENOMEM));
	rw_enter(&map->m_lock, RW_WRITER);
	error = vm_map_protect(map, addr, addr + len, prot);
	rw_exit(&map->m_lock);
	return (error);
}

/*
 * Move the break from old to new, both page-aligned, upwards.
 */
static int
brk_grow(struct thread *td, struct vmspace *vm, vm_offset_t old,
    vm_offset_t new)
{
	struct vm_map *map = &vm->vm_map;
	struct vm_map_req req = {
		.r_start = old, .r_end = new, .r_prot = VM_PROT_RW,
		.r_maxprot = VM_PROT_RW, .r_flags = ME_DATA,
	};
	vm_size_t limit;
	int error;

	limit = (vm_size_t)lim_cur(td, RLIMIT_DATA);
	if (vm->vm_dsize > limit || new - old > limit - vm->vm_dsize)
		return (SET_ERROR(ENOMEM));
	limit = (vm_size_t)lim_cur(td, RLIMIT_AS);
	if (map->m_size > limit || new - old > limit - map->m_size)
		return (SET_ERROR(ENOMEM));
	if (!vm_map_range_free(map, old, new))
		return (SET_ERROR(ENOMEM));
	if (map->m_lockfuture) {
		if (vm_map_lock_charge(map, td, new - old) != 0)
			return (SET_ERROR(ENOMEM));
		req.r_flags |= ME_LOCKED;
	}
	error = vm_map_insert(map, &req);
	if (error != 0 && map->m_lockfuture)
		vm_map_lock_uncharge(map, new - old);
	return (error);
}

/*
 * Set the break, and return it.  An address below the lowest break only asks
 * where it is.
 */
int
sys_brk(struct thread *td, const struct brk_args *uap, register_t *rv)
{
	struct vmspace *vm = td->td_proc->p_vmspace;
	struct vm_map *map = &vm->vm_map;
	struct vm_map_dead dead = { NULL };
	vm_offset_t addr = (vm_offset_t)uap->addr, new = 0, old = 0;
	bool locked;
	int error = 0;

	rw_enter(&map->m_lock, RW_WRITER);
	if (addr < vm->vm_brkstart) {
		addr = vm->vm_brk;
	} else if (addr > map->m_max) {
		error = SET_ERROR(ENOMEM);
	} else {
		old = round_page(vm->vm_brk);
		new = round_page(addr);
		if (new > old)
			error = brk_grow(td, vm, old, new);
		else if (new < old)
			error = vm_map_remove(map, new, old, &dead);
		if (error == 0) {
			vm->vm_dsize += new - old;
			vm->vm_brk = addr;
		}
	}
	locked = map->m_lockfuture;
	rw_exit(&map->m_lock);
	vm_map_dead_free(&dead);
	if (locked && error == 0 && new > old)
		(void)vm_map_faultin(map, old, new);
	*rv = (register_t)addr;
	return (error);
}
