/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Access to user memory.
 *
 * A user address is looked up in the page tables of the process and reached
 * through the direct map; when there is no page, or not one that may be
 * written, vm_fault() brings it, as a fault would.  Nothing here traps, so the
 * sanitizers see every access.
 *
 * Tests	tests/sim
 */

#include <sys/param.h>
#include <sys/md.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <machine/pmap.h>
#include <machine/sim.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>

static bool
user_range(vm_offset_t va, size_t len)
{

	return (len <= VM_MAXUSER_ADDRESS - VM_MINUSER_ADDRESS &&
	    va >= VM_MINUSER_ADDRESS && va <= VM_MAXUSER_ADDRESS - len);
}

/*
 * The direct-map address of a user byte; NULL when there cannot be one.  Valid
 * until the next point.
 */
static void *
user_page(vm_offset_t va, int prot)
{
	struct thread *td = curthread;
	struct vmspace *vm = td->td_proc->p_vmspace;
	void *p;

	if (vm == NULL)
		return (NULL);
	while ((p = pmap_access(vm->vm_map.m_pmap, va, prot)) == NULL) {
		if (td->td_nofault != 0 || !md_intr_enabled() ||
		    vm_fault(&vm->vm_map, trunc_page(va), prot, 0) != 0)
			return (NULL);
	}
	return (p);
}

int
copyin(const void *u, void *k, size_t len)
{
	vm_offset_t va = (vm_offset_t)u;
	char *dst = k;
	const void *p;
	size_t n;

	if (len == 0)
		return (0);
	if (!user_range(va, len))
		return (EFAULT);
	for (; len != 0; va += n, dst += n, len -= n) {
		n = MIN(len, PAGE_SIZE - (va & PAGE_MASK));
		p = user_page(va, PROT_READ);
		if (p == NULL)
			return (EFAULT);
		memcpy(dst, p, n);
	}
	return (0);
}

int
copyout(const void *k, void *u, size_t len)
{
	vm_offset_t va = (vm_offset_t)u;
	const char *src = k;
	size_t n;
	void *p;

	if (len == 0)
		return (0);
	if (!user_range(va, len))
		return (EFAULT);
	for (; len != 0; va += n, src += n, len -= n) {
		n = MIN(len, PAGE_SIZE - (va & PAGE_MASK));
		p = user_page(va, PROT_WRITE);
		if (p == NULL)
			return (EFAULT);
		memcpy(p, src, n);
	}
	return (0);
}

int
copyinstr(const void *u, void *k, size_t max, size_t *donep)
{
	vm_offset_t va = (vm_offset_t)u;
	char *dst = k;
	const char *p;
	size_t done = 0, i, n;

	while (done < max) {
		if (!user_range(va, 1))
			return (EFAULT);
		n = MIN(max - done, PAGE_SIZE - (va & PAGE_MASK));
		p = user_page(va, PROT_READ);
		if (p == NULL)
			return (EFAULT);
		for (i = 0; i < n; i++) {
			dst[done++] = p[i];
			if (p[i] == '\0') {
				if (donep != NULL)
					*donep = done;
				return (0);
			}
		}
		va += n;
	}
	if (donep != NULL)
		*donep = done;
	return (ENAMETOOLONG);
}

#define	USER_WORD(va, size, prot)					\
	(((va) & ((size) - 1)) == 0 && user_range((va), (size)) ?	\
	user_page((va), (prot)) : NULL)

int
fuword32(const void *u, uint32_t *v)
{
	const uint32_t *p = USER_WORD((vm_offset_t)u, sizeof(*v), PROT_READ);

	if (p == NULL)
		return (EFAULT);
	*v = *p;
	return (0);
}

int
fuword64(const void *u, uint64_t *v)
{
	const uint64_t *p = USER_WORD((vm_offset_t)u, sizeof(*v), PROT_READ);

	if (p == NULL)
		return (EFAULT);
	*v = *p;
	return (0);
}

int
suword32(void *u, uint32_t v)
{
	uint32_t *p = USER_WORD((vm_offset_t)u, sizeof(v), PROT_WRITE);

	if (p == NULL)
		return (EFAULT);
	*p = v;
	return (0);
}

int
suword64(void *u, uint64_t v)
{
	uint64_t *p = USER_WORD((vm_offset_t)u, sizeof(v), PROT_WRITE);

	if (p == NULL)
		return (EFAULT);
	*p = v;
	return (0);
}

int
casuword32(void *u, uint32_t old, uint32_t *seen, uint32_t new)
{
	uint32_t *p = USER_WORD((vm_offset_t)u, sizeof(old), PROT_WRITE);

	if (p == NULL)
		return (EFAULT);
	*seen = *p;
	if (*p == old)
		*p = new;
	return (0);
}
